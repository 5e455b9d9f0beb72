// Scoring one measure after the other: for phones, and for those who like it better.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { useEffect, useId, useRef, useState } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Card } from "@/ui/page";
import { Anchors, CellExtras } from "./cell_details";
import type { ScoreDraft } from "./score_sync";
import { readScore, stepsOf } from "./score_values";
import { type Cell, cellOf, isScored, type Scoring } from "./use_scoring";

export function OneByOne(props: {
  scoring: Scoring;
  /** Index of the measure. */
  at: number;
  onGo: (index: number) => void;
}) {
  const { t } = useText();
  const { scoring, at, onGo } = props;
  const { measures, criteria, rowOf, change, numbers } = scoring;
  const measure = measures[at];
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current !== at) heading.current?.focus();
    shown.current = at;
  }, [at]);
  if (measure === undefined) return null;
  const isComplete = (index: number) => {
    const row = rowOf(measures[index]?.name ?? "");
    return criteria.every((criterion) => isScored(row, criterion.name));
  };
  const order = measures.map((_, index) => (at + 1 + index) % measures.length);
  const open = order.find((index) => index !== at && !isComplete(index));
  const quote = measure.quotes[0];
  const row = rowOf(measure.name);
  return (
    <div className="stack one-by-one">
      <section className="card">
        <p className="hint">
          {t("score.position", { place: at + 1, total: measures.length })} · m
          {numbers.get(measure.name)}
        </p>
        <h2 ref={heading} tabIndex={-1}>
          <bdi>{measure.title}</bdi>
        </h2>
        {quote && <blockquote dir="auto">{quote.text}</blockquote>}
        <p>
          <Link to={`/measures/${idOf(measure.name)}`}>{t("ballot.details.page")}</Link>
        </p>
      </section>
      {criteria.map((criterion) => (
        <CriterionCard
          key={`${measure.name} ${criterion.name}`}
          measure={measure}
          criterion={criterion}
          cell={cellOf(row, criterion.name)}
          onChange={(given) => change(measure.name, criterion.name, given)}
        />
      ))}
      <div className="ballot-bar">
        <Button disabled={at === 0} onClick={() => onGo(at - 1)}>
          {t("score.previous")}
        </Button>
        {open !== undefined && open !== at + 1 && (
          <Button kind="quiet" onClick={() => onGo(open)}>
            {t("score.nextOpen")}
          </Button>
        )}
        <Button kind="primary" disabled={at === measures.length - 1} onClick={() => onGo(at + 1)}>
          {t(isComplete(at) ? "score.next" : "score.skip")}
        </Button>
      </div>
    </div>
  );
}

function CriterionCard(props: {
  measure: Measure;
  criterion: Criterion;
  cell: Cell;
  onChange: (change: Partial<ScoreDraft>) => void;
}) {
  const { t, number } = useText();
  const { measure, criterion, cell, onChange } = props;
  const steps = stepsOf(criterion);
  return (
    <Card title={<bdi>{criterion.title}</bdi>} className="criterion-card">
      <Anchors criterion={criterion} />
      {steps ? <StepChoice {...props} steps={steps} /> : <NumberChoice {...props} />}
      {(cell.before !== undefined || cell.others) && (
        <p className="hint">
          {cell.before !== undefined && t("score.before", { value: number(cell.before) })}
          {cell.before !== undefined && cell.others && " · "}
          {cell.others &&
            t("score.others.of", {
              value: number(cell.others.median),
              count: cell.others.count,
            })}
        </p>
      )}
      <details>
        <summary>{t("score.extras")}</summary>
        <CellExtras measure={measure} cell={cell} onChange={onChange} />
      </details>
    </Card>
  );
}

interface ChoiceProps {
  criterion: Criterion;
  cell: Cell;
  onChange: (change: Partial<ScoreDraft>) => void;
}

function StepChoice(props: ChoiceProps & { steps: number[] }) {
  const { t, number } = useText();
  const name = useId();
  const { criterion, cell, onChange, steps } = props;
  const value = cell.score?.value;
  return (
    <fieldset className="steps">
      <legend className="visually-hidden">
        {t("score.yours", { criterion: criterion.title })}
      </legend>
      {steps.map((step) => (
        <label key={step} className="step">
          <input
            type="radio"
            name={name}
            checked={value === step}
            onChange={() => onChange({ value: step })}
          />
          <span>{number(step)}</span>
        </label>
      ))}
      {value !== undefined && !steps.includes(value) && (
        <p className="hint">{t("score.now", { value: number(value) })}</p>
      )}
    </fieldset>
  );
}

const SLIDER_STEPS = 100;

function NumberChoice({ criterion, cell, onChange }: ChoiceProps) {
  const { t, number } = useText();
  const { scaleMin, scaleMax } = criterion;
  const value = cell.score?.value;
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === undefined ? "" : number(value));
  const read = readScore(text, criterion);
  const wrong = read.state === "notNumber" || read.state === "offScale" ? read.state : null;
  const label = t("score.yours", { criterion: criterion.title });
  const errorId = useId();
  const whole = Number.isInteger(scaleMin) && Number.isInteger(scaleMax);
  const step =
    whole && scaleMax - scaleMin >= SLIDER_STEPS ? 1 : (scaleMax - scaleMin) / SLIDER_STEPS;
  return (
    <div className="slider">
      <input
        type="range"
        aria-label={label}
        min={scaleMin}
        max={scaleMax}
        step={step}
        data-unset={value === undefined || undefined}
        value={value ?? (scaleMin + scaleMax) / 2}
        onChange={(event) => onChange({ value: Number(event.target.value) })}
        onClick={(event) => onChange({ value: Number(event.currentTarget.value) })}
      />
      <input
        className="slider-number"
        inputMode="decimal"
        autoComplete="off"
        aria-label={label}
        aria-invalid={wrong !== null || undefined}
        aria-describedby={wrong ? errorId : undefined}
        value={text}
        onBlur={() => setTyped(null)}
        onChange={(event) => {
          setTyped(event.target.value);
          const now = readScore(event.target.value, criterion);
          if (now.state === "score") onChange({ value: now.value });
        }}
      />
      {wrong && (
        <p id={errorId} className="field-error">
          {t(`score.${wrong}`, { low: number(scaleMin), high: number(scaleMax) })}
        </p>
      )}
    </div>
  );
}
