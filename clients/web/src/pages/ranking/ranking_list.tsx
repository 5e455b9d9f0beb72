import type { CriteriaRanking, RankedMeasure } from "@gen/plenum/scoring/v1/scoring_pb";
import { memo } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Badge } from "@/ui/badge";
import { Link } from "@/ui/link";
import type { RankingStep } from "./live_ranking";
import { type Called, placeReason } from "./ranking_text";

/** A longer list is laid out where it is looked at. */
const MANY = 60;

/** The measures by their totals, with what changed last. */
export function RankingList(props: {
  ranking: CriteriaRanking;
  called: Called;
  last: RankingStep | undefined;
}) {
  const { t } = useText();
  const { ranking, called, last } = props;
  return (
    <ol
      className={ranking.measures.length > MANY ? "ranked ranked-many" : "ranked"}
      aria-label={t("ranking.list")}
    >
      {ranking.measures.map((measure) => {
        const change = last?.changes.find((one) => one.measure === measure.measure);
        return (
          <RankedItem
            // Anew when it changes, so that the highlight begins again.
            key={`${measure.measure} ${change ? last?.version : ""}`}
            measure={measure}
            called={called}
            ranking={ranking}
            moved={change ? change.oldPosition - change.newPosition : null}
          />
        );
      })}
    </ol>
  );
}

const RankedItem = memo(function RankedItem(props: {
  measure: RankedMeasure;
  called: Called;
  ranking: CriteriaRanking;
  /** Places that it rose in the last step; null when it was not touched. */
  moved: number | null;
}) {
  const text = useText();
  const { t, number } = text;
  const { measure, called, moved } = props;
  const open = measure.position === 0;
  return (
    <li className={moved === null ? "ranked-item" : "ranked-item ranked-changed"}>
      <span className="place-number">
        {open ? (
          <>
            <span aria-hidden="true">?</span>
            <span className="visually-hidden">{t("ranking.open")}</span>
          </>
        ) : (
          measure.position
        )}
      </span>
      <div className="ranked-body">
        <p className="place-title">
          <Link to={`/measures/${idOf(measure.measure)}`}>
            <bdi>{measure.title}</bdi>
          </Link>{" "}
          {moved !== null && moved !== 0 && !open && (
            <Badge tone={moved > 0 ? "good" : "warn"}>
              {moved > 0 ? t("ranking.rose", { n: moved }) : t("ranking.fell", { n: -moved })}
            </Badge>
          )}
          {measure.failedFloors.map((criterion) => (
            <Badge key={criterion} tone="warn">
              {t("ranking.floor", { criterion: called.criterion(criterion) })}
            </Badge>
          ))}
        </p>
        <p className="hint">{placeReason(props.ranking, measure, called, text)}</p>
      </div>
      <span className="ranked-total">{open ? "" : number(measure.total)}</span>
    </li>
  );
});
