import { type Criterion, Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { useId, useMemo } from "react";
import { toProblem } from "@/api/problem";
import { type MessageId, useText } from "@/i18n";
import { Choice } from "@/pages/setup/choice";
import { Conflict } from "@/pages/setup/conflict";
import { useDraft } from "@/state/draft";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import {
  type CriterionErrors,
  type CriterionValues,
  errorsOfCriterion,
  type Form,
  type KnotValues,
  valuesOfCriterion,
} from "./criterion_model";
import { useSaveCriterion } from "./save_criterion";

const LABEL: Record<keyof CriterionValues, MessageId> = {
  title: "criteria.title",
  description: "criteria.description",
  direction: "criteria.direction",
  scaleMin: "criteria.scale.min",
  scaleMax: "criteria.scale.max",
  worstAnchor: "criteria.worst",
  bestAnchor: "criteria.best",
  form: "criteria.advanced",
  target: "criteria.target",
  knots: "criteria.knots",
  floor: "criteria.floor",
};

interface FieldsProps {
  values: CriterionValues;
  set: (change: Partial<CriterionValues>) => void;
  errors: CriterionErrors;
}

/** Adds a criterion, or changes one. */
export function CriterionEditor(props: {
  criterion: Criterion | undefined;
  /** Of a new one: what it is called. */
  title: string | undefined;
  onClose: () => void;
}) {
  const { t } = useText();
  const { criterion, title, onClose } = props;
  const formId = useId();
  const now = useMemo(
    () => ({ ...valuesOfCriterion(criterion), ...(title !== undefined && { title }) }),
    [criterion, title],
  );
  const form = useDraft<CriterionValues>(now);
  const errors = errorsOfCriterion(form.values);
  const saving = useSaveCriterion(criterion, form.draft, onClose);
  const stale = toProblem(saving.error).reason === "STALE_ETAG";
  const shown = saving.error && !(stale && form.conflicts.length > 0);
  const incomplete =
    form.values.title.trim() === "" || Object.keys(errors).length > 0 || form.conflicts.length > 0;
  return (
    <Dialog
      wide
      title={criterion ? t("criteria.edit", { title: criterion.title }) : t("criteria.add")}
      onClose={onClose}
      actions={
        <Button
          kind="primary"
          type="submit"
          form={formId}
          busy={saving.isPending}
          disabled={incomplete}
        >
          {t(criterion ? "app.save" : "criteria.save.add")}
        </Button>
      }
    >
      <form
        id={formId}
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(form.values);
        }}
      >
        <Meaning values={form.values} set={form.set} errors={errors} />
        <details open={form.values.form !== "line" || form.values.floor !== "" || undefined}>
          <summary>{t("criteria.advanced")}</summary>
          <HowScoresCount values={form.values} set={form.set} errors={errors} />
        </details>
        {form.conflicts.map((field) => (
          <Conflict
            key={field}
            label={t(LABEL[field])}
            mine={wordsOf(form.values[field])}
            theirs={wordsOf(now[field])}
            onKeepMine={() => form.keepMine(field)}
            onTakeTheirs={() => form.takeTheirs(field)}
          />
        ))}
        {shown && <ProblemNote problem={saving.error} />}
      </form>
    </Dialog>
  );
}

function wordsOf(value: CriterionValues[keyof CriterionValues]): string {
  if (!Array.isArray(value)) return String(value);
  return value.map((knot) => `${knot.score}: ${knot.value}%`).join("\n");
}

/** Name, scale and what its ends mean. */
function Meaning({ values, set, errors }: FieldsProps) {
  const { t } = useText();
  const group = useId();
  return (
    <>
      <Field label={t("criteria.title")} hint={t("criteria.title.hint")}>
        <input
          required
          maxLength={100}
          dir="auto"
          value={values.title}
          onChange={(event) => set({ title: event.target.value })}
        />
      </Field>
      <Field label={`${t("criteria.description")} (${t("app.optional")})`}>
        <textarea
          rows={2}
          maxLength={1000}
          dir="auto"
          value={values.description}
          onChange={(event) => set({ description: event.target.value })}
        />
      </Field>
      <div className="pair">
        <Field label={t("criteria.worst")} hint={t("criteria.anchors.hint")}>
          <input
            maxLength={200}
            dir="auto"
            value={values.worstAnchor}
            onChange={(event) => set({ worstAnchor: event.target.value })}
          />
        </Field>
        <Field label={t("criteria.best")} hint={t("criteria.anchors.hint")}>
          <input
            maxLength={200}
            dir="auto"
            value={values.bestAnchor}
            onChange={(event) => set({ bestAnchor: event.target.value })}
          />
        </Field>
      </div>
      <fieldset>
        <legend>{t("criteria.direction")}</legend>
        {[Direction.HIGHER_IS_BETTER, Direction.LOWER_IS_BETTER].map((direction) => (
          <Choice
            key={direction}
            group={group}
            checked={values.direction === direction}
            label={t(
              direction === Direction.HIGHER_IS_BETTER
                ? "criteria.direction.higher"
                : "criteria.direction.lower",
            )}
            onChoose={() => set({ direction })}
          />
        ))}
      </fieldset>
      <div className="pair">
        <Field label={t("criteria.scale.min")} error={errors.scale && t(errors.scale)}>
          <input
            inputMode="decimal"
            value={values.scaleMin}
            onChange={(event) => set({ scaleMin: event.target.value })}
          />
        </Field>
        <Field label={t("criteria.scale.max")}>
          <input
            inputMode="decimal"
            value={values.scaleMax}
            onChange={(event) => set({ scaleMax: event.target.value })}
          />
        </Field>
      </div>
    </>
  );
}

const FORMS: { form: Form; label: MessageId }[] = [
  { form: "line", label: "criteria.form.line" },
  { form: "target", label: "criteria.form.target" },
  { form: "curve", label: "criteria.form.curve" },
];

function HowScoresCount({ values, set, errors }: FieldsProps) {
  const { t } = useText();
  const group = useId();
  const falls = values.direction === Direction.LOWER_IS_BETTER;
  const choose = (form: Form) => {
    if (form !== "curve" || values.form === "curve") return set({ form });
    // Steps begin as the straight line over the scale as it is now.
    const knots = [
      { score: values.scaleMin, value: falls ? "100" : "0" },
      { score: values.scaleMax, value: falls ? "0" : "100" },
    ];
    set({ form, knots });
  };
  return (
    <div className="stack rule-body">
      <fieldset className="bare">
        <legend className="visually-hidden">{t("criteria.advanced")}</legend>
        {FORMS.map(({ form, label }) => (
          <Choice
            key={form}
            group={group}
            checked={values.form === form}
            label={t(label)}
            onChoose={() => choose(form)}
          />
        ))}
      </fieldset>
      {values.form === "target" && (
        <Field label={t("criteria.target")} error={errors.target && t(errors.target)}>
          <input
            className="short-number"
            inputMode="decimal"
            value={values.target}
            onChange={(event) => set({ target: event.target.value })}
          />
        </Field>
      )}
      {values.form === "curve" && (
        <Knots
          knots={values.knots}
          error={errors.knots && t(errors.knots)}
          onChange={(knots) => set({ knots })}
        />
      )}
      <Field
        label={`${t("criteria.floor")} (${t("app.optional")})`}
        hint={t("criteria.floor.hint")}
        error={errors.floor && t(errors.floor)}
      >
        <input
          className="short-number"
          inputMode="decimal"
          value={values.floor}
          onChange={(event) => set({ floor: event.target.value })}
        />
      </Field>
    </div>
  );
}

const MOST_KNOTS = 20;

function Knots(props: {
  knots: KnotValues[];
  error: string | undefined;
  onChange: (knots: KnotValues[]) => void;
}) {
  const { t } = useText();
  const errorId = useId();
  const { knots, onChange } = props;
  const change = (at: number, knot: Partial<KnotValues>) =>
    onChange(knots.map((old, index) => (index === at ? { ...old, ...knot } : old)));
  return (
    <div className="stack">
      <table className="knots" aria-describedby={props.error ? errorId : undefined}>
        <caption>{t("criteria.knots")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("criteria.knot.score")}</th>
            <th scope="col">{t("criteria.knot.value")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {knots.map((knot, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place, and is edited in place
            <tr key={index}>
              <td>
                <input
                  inputMode="decimal"
                  aria-label={`${t("criteria.knot.score")} ${index + 1}`}
                  value={knot.score}
                  onChange={(event) => change(index, { score: event.target.value })}
                />
              </td>
              <td>
                <input
                  inputMode="decimal"
                  aria-label={`${t("criteria.knot.value")} ${index + 1}`}
                  value={knot.value}
                  onChange={(event) => change(index, { value: event.target.value })}
                />
              </td>
              <td>
                {knots.length > 2 && (
                  <Button
                    kind="quiet"
                    aria-label={t("criteria.knot.remove", { number: index + 1 })}
                    onClick={() => onChange(knots.filter((_, at) => at !== index))}
                  >
                    ×
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {props.error && (
        <p id={errorId} className="field-error">
          {props.error}
        </p>
      )}
      {knots.length < MOST_KNOTS && (
        <Button
          onClick={() =>
            onChange([...knots.slice(0, -1), { score: "", value: "" }, ...knots.slice(-1)])
          }
        >
          {t("criteria.knot.add")}
        </Button>
      )}
    </div>
  );
}
