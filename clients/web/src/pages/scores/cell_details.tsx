// Beside a score: what the ends of the scale mean, how sure one is, why, and on which quote it leans.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type Criterion, Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { useText } from "@/i18n";
import { Field } from "@/ui/field";
import type { ScoreDraft } from "./score_sync";
import { type Cell, quoteText } from "./use_scoring";

const CONFIDENCES = [0.25, 0.5, 0.75, 1] as const;
const QUOTE_CHARS = 90;

export function Anchors({ criterion }: { criterion: Criterion }) {
  const { t, number } = useText();
  const { worstAnchor, bestAnchor, description, scaleMin, scaleMax } = criterion;
  const form = criterion.valueFunction?.form;
  const lowIsBest = criterion.direction === Direction.LOWER_IS_BETTER;
  const worst = (
    <End value={lowIsBest ? scaleMax : scaleMin} label="score.worst" words={worstAnchor} />
  );
  const best = (
    <End value={lowIsBest ? scaleMin : scaleMax} label="score.best" words={bestAnchor} />
  );
  return (
    <div className="stack">
      {description !== "" && (
        <p className="prose" dir="auto">
          {description}
        </p>
      )}
      {form?.case === "target" ? (
        <p className="hint">{t("score.target", { value: number(form.value.score) })}</p>
      ) : (
        <ul className="anchors">
          {lowIsBest ? best : worst}
          {lowIsBest ? worst : best}
        </ul>
      )}
    </div>
  );
}

/** One end of a scale. */
function End(props: { value: number; label: "score.worst" | "score.best"; words: string }) {
  const { t, number } = useText();
  return (
    <li>
      <strong>{number(props.value)}</strong> {t(props.label)}
      {props.words !== "" && (
        <>
          {": "}
          <bdi>{props.words}</bdi>
        </>
      )}
    </li>
  );
}

export function CellExtras(props: {
  measure: Measure;
  cell: Cell;
  onChange: (change: Partial<ScoreDraft>) => void;
}) {
  const { t, percent } = useText();
  const { measure, cell, onChange } = props;
  const { score } = cell;
  if (score === null) return <p className="hint">{t("score.first")}</p>;
  const known = CONFIDENCES.some((one) => one === score.confidence) || score.confidence === 0;
  return (
    <div className="form">
      <Field label={t("score.confidence")}>
        <select
          value={score.confidence}
          onChange={(event) => onChange({ confidence: Number(event.target.value) })}
        >
          <option value={0}>{t("score.confidence.none")}</option>
          {CONFIDENCES.map((one) => (
            <option key={one} value={one}>
              {t(`score.confidence.${one}`)}
            </option>
          ))}
          {!known && <option value={score.confidence}>{percent(score.confidence)}</option>}
        </select>
      </Field>
      <Field label={t("score.reason")} hint={t("score.reason.hint")}>
        <textarea
          rows={3}
          maxLength={1000}
          dir="auto"
          value={score.reason}
          onChange={(event) => onChange({ reason: event.target.value })}
        />
      </Field>
      {measure.quotes.length > 0 && (
        <Field label={t("score.quote")}>
          <select value={score.quote} onChange={(event) => onChange({ quote: event.target.value })}>
            <option value="">{t("score.quote.none")}</option>
            {measure.quotes.map((quote) => (
              <option key={quoteText(quote)} value={quoteText(quote)}>
                {shortened(quote.text)}
              </option>
            ))}
          </select>
        </Field>
      )}
      {cell.wrong !== "" && (
        <p className="field-error" lang="en">
          {cell.wrong}
        </p>
      )}
    </div>
  );
}

function shortened(text: string): string {
  const chars = Array.from(text);
  return chars.length > QUOTE_CHARS ? `${chars.slice(0, QUOTE_CHARS).join("")}…` : text;
}
