import { type Criterion, Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { curveOf, endsOf } from "./criterion_model";

/** One criterion in plain words: which scores there are, what its ends mean, how scores count. */
export function CriterionCard(props: {
  criterion: Criterion;
  share: number;
  onEdit?: (() => void) | undefined;
}) {
  const { t, number, percent } = useText();
  const { criterion } = props;
  const { worst, best } = endsOf(criterion);
  const targeted = criterion.valueFunction?.form.case === "target";
  return (
    <li className="card criterion">
      <div className="card-head">
        <h2 dir="auto">{criterion.title}</h2>
        <span className="criterion-share">
          {t("criteria.weight.share", { percent: percent(props.share) })}
        </span>
      </div>
      {criterion.description && (
        <p className="prose" dir="auto">
          {criterion.description}
        </p>
      )}
      <p className="hint">
        {t("criteria.scale.is", {
          min: number(criterion.scaleMin),
          max: number(criterion.scaleMax),
        })}
        {!targeted &&
          ` · ${t(
            criterion.direction === Direction.LOWER_IS_BETTER
              ? "criteria.direction.lower"
              : "criteria.direction.higher",
          )}`}
      </p>
      {!targeted && (
        <dl className="anchors">
          <div className="anchor-worst">
            <dt>{t("criteria.end.worst", { score: number(worst) })}</dt>
            <dd dir="auto">{criterion.worstAnchor || t("criteria.end.none")}</dd>
          </div>
          <div className="anchor-best">
            <dt>{t("criteria.end.best", { score: number(best) })}</dt>
            <dd dir="auto">{criterion.bestAnchor || t("criteria.end.none")}</dd>
          </div>
        </dl>
      )}
      <ValueWords criterion={criterion} />
      {props.onEdit && (
        <div className="actions">
          <Button
            aria-label={`${t("criteria.edit.short")}: ${criterion.title}`}
            onClick={props.onEdit}
          >
            {t("criteria.edit.short")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** How scores between the ends count, where that is not evenly, and the floor. */
function ValueWords({ criterion }: { criterion: Criterion }) {
  const { t, number, percent, list } = useText();
  const form = criterion.valueFunction?.form;
  const floor = criterion.maybeFloor.case === "floor" ? criterion.maybeFloor.value : undefined;
  const curved = form?.case === "target" || form?.case === "piecewise";
  if (!curved && floor === undefined) return null;
  return (
    <div className="criterion-value">
      {curved && <Curve criterion={criterion} />}
      <p>
        {form?.case === "target" &&
          t("criteria.form.is.target", { score: number(form.value.score) })}
        {form?.case === "piecewise" &&
          t("criteria.form.is.curve", {
            knots: list(
              form.value.knots.map(({ score, value }) =>
                t("criteria.form.is.knot", { score: number(score), value: percent(value) }),
              ),
            ),
          })}{" "}
        {floor !== undefined && t("criteria.floor.is", { percent: percent(floor) })}
      </p>
    </div>
  );
}

const WIDTH = 96;
const HEIGHT = 40;
const EDGE = 3;

/** A small picture of what the sentence beside it says. */
function Curve({ criterion }: { criterion: Criterion }) {
  const points = curveOf(criterion, criterion.valueFunction)
    .map(
      ({ x, y }) => `${EDGE + x * (WIDTH - 2 * EDGE)},${HEIGHT - EDGE - y * (HEIGHT - 2 * EDGE)}`,
    )
    .join(" ");
  return (
    <svg
      className="curve"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      aria-hidden="true"
    >
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
