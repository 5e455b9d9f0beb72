import type { Deliberation } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMemo } from "react";
import { toProblem } from "@/api/problem";
import { type MessageId, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useDraft } from "@/state/draft";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { Conflict } from "./conflict";
import { useSaveDeliberation } from "./save_deliberation";

interface Details {
  title: string;
  description: string;
}

const LABEL: Record<keyof Details, MessageId> = {
  title: "setup.title",
  description: "setup.description",
};

const detailsIn = ({ title, description }: Deliberation): Details => ({ title, description });

/** Title and description: until the vote is opened. */
export function DetailsForm() {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const { title, description, phase } = deliberation;
  const now = useMemo(() => ({ title, description }), [title, description]);
  const form = useDraft<Details>(now);
  const saving = useSaveDeliberation({
    draft: form.draft,
    valuesIn: detailsIn,
    paths: () => Object.keys(form.draft.touched),
    toMessage: (values) => values,
    onSaved: form.clear,
  });
  const open = phase !== Phase.VOTING && phase !== Phase.CLOSED && phase !== Phase.PUBLISHED;
  const stale = toProblem(saving.error).reason === "STALE_ETAG";
  const problem = stale && form.conflicts.length > 0 ? null : saving.error;
  if (!open) {
    return (
      <Card title={t("setup.details")}>
        <p className="hint">{t("setup.details.closed")}</p>
      </Card>
    );
  }
  const missing = form.values.title.trim() === "";
  return (
    <Card title={t("setup.details")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <Field label={t("setup.title")} error={missing ? t("setup.title.missing") : undefined}>
          <input
            required
            maxLength={200}
            dir="auto"
            value={form.values.title}
            onChange={(event) => form.set({ title: event.target.value })}
          />
        </Field>
        <Field label={`${t("setup.description")} (${t("app.optional")})`}>
          <textarea
            rows={4}
            maxLength={10000}
            dir="auto"
            value={form.values.description}
            onChange={(event) => form.set({ description: event.target.value })}
          />
        </Field>
        {form.conflicts.map((field) => (
          <Conflict
            key={field}
            label={t(LABEL[field])}
            mine={form.values[field]}
            theirs={now[field]}
            onKeepMine={() => form.keepMine(field)}
            onTakeTheirs={() => form.takeTheirs(field)}
          />
        ))}
        {problem && <ProblemNote problem={problem} />}
        <SaveActions form={form} busy={saving.isPending} invalid={missing} />
      </form>
    </Card>
  );
}

/** "Save" and "Discard", as long as there is something to save. */
export function SaveActions(props: {
  form: { changed: boolean; conflicts: readonly unknown[]; clear: () => void };
  busy: boolean;
  invalid?: boolean;
}) {
  const { t } = useText();
  const { form } = props;
  return (
    <div className="actions">
      <Button
        type="submit"
        kind={form.changed ? "primary" : "plain"}
        busy={props.busy}
        disabled={!form.changed || form.conflicts.length > 0 || props.invalid === true}
      >
        {t("app.save")}
      </Button>
      {form.changed && (
        <>
          <Button kind="quiet" onClick={form.clear}>
            {t("draft.discard")}
          </Button>
          <span className="hint" role="status">
            {t("draft.unsaved")}
          </span>
        </>
      )}
    </div>
  );
}
