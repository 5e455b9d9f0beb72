// Saying something for or against a measure, replying, and changing one's own words.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type FormEvent, useEffect, useRef } from "react";
import { useText } from "@/i18n";
import { useCriteria, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import type { ArgumentDraft } from "./argument_drafts";
import { quoteKey, shortened } from "./quotes";

const MAX_CHARS = 2000;

export function ArgumentForm(props: {
  label: string;
  draft: ArgumentDraft;
  /** Of a change of words, what it leans on stays. */
  measure?: Measure;
  submit: string;
  busy: boolean;
  problem: Error | null;
  onChange: (change: Partial<ArgumentDraft>) => void;
  onSubmit: () => void;
  onCancel: () => void;
}) {
  const { t } = useText();
  const { draft, onChange } = props;
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus(), []);
  const left = MAX_CHARS - Array.from(draft.text).length;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (draft.text.trim() !== "" && left >= 0) props.onSubmit();
  };
  return (
    <form className="form argument-form" onSubmit={submit}>
      <Field
        label={props.label}
        error={left < 0 ? t("argument.tooLong", { count: -left }) : undefined}
      >
        <textarea
          ref={text}
          required
          rows={4}
          dir="auto"
          value={draft.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </Field>
      {props.measure && <Cited measure={props.measure} draft={draft} onChange={onChange} />}
      {props.problem && <ProblemNote problem={props.problem} />}
      <div className="actions">
        <Button type="submit" kind="primary" busy={props.busy}>
          {props.submit}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {t("app.cancel")}
        </Button>
      </div>
    </form>
  );
}

/** The quote, criterion and score that an argument speaks of. */
function Cited(props: {
  measure: Measure;
  draft: ArgumentDraft;
  onChange: (change: Partial<ArgumentDraft>) => void;
}) {
  const { t } = useText();
  const { measure, draft, onChange } = props;
  const criteria = useCriteria().data ?? [];
  const members = useMembers().data ?? [];
  if (measure.quotes.length === 0 && criteria.length === 0) return null;
  return (
    <details open={draft.quote !== "" || draft.criterion !== ""}>
      <summary>{t("argument.cite")}</summary>
      <div className="stack">
        {measure.quotes.length > 0 && (
          <Field label={t("argument.quote")}>
            <select
              value={draft.quote}
              onChange={(event) => onChange({ quote: event.target.value })}
            >
              <option value="">{t("argument.quote.none")}</option>
              {measure.quotes.map((quote) => (
                <option key={quoteKey(quote)} value={quoteKey(quote)}>
                  {shortened(quote.text)}
                </option>
              ))}
            </select>
          </Field>
        )}
        {criteria.length > 0 && (
          <Field label={t("argument.criterion")}>
            <select
              value={draft.criterion}
              onChange={(event) => onChange({ criterion: event.target.value, scoreBy: "" })}
            >
              <option value="">{t("argument.criterion.none")}</option>
              {criteria.map(({ name, title }) => (
                <option key={name} value={name}>
                  {title}
                </option>
              ))}
            </select>
          </Field>
        )}
        {draft.criterion !== "" && (
          <Field label={t("argument.scoreBy")}>
            <select
              value={draft.scoreBy}
              onChange={(event) => onChange({ scoreBy: event.target.value })}
            >
              <option value="">{t("argument.scoreBy.none")}</option>
              {members.map(({ name, displayName }) => (
                <option key={name} value={name}>
                  {displayName}
                </option>
              ))}
            </select>
          </Field>
        )}
      </div>
    </details>
  );
}
