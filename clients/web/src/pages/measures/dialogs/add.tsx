import { type Measure, Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { useMeasuresContext } from "../context";
import { isolated } from "../list";
import { LONGEST_TITLE } from "../row";
import { StanceField } from "./stance_field";

/** Words of a document that somebody selected. */
export interface Selected {
  document: string;
  start: number;
  end: number;
  text: string;
}

/** Adds a measure by hand, with a quote that proves it where the reader selected one. */
export function AddDialog(props: {
  selected?: Selected;
  onClose: () => void;
  onAdded: (name: string) => void;
}) {
  const { t } = useText();
  const { name: parent, clients } = useDeliberation();
  const { put } = useMeasuresContext();
  const show = useToast();
  const { selected } = props;
  const [title, setTitle] = useState(() => proposedTitle(selected?.text ?? ""));
  const [actor, setActor] = useState("");
  const [stance, setStance] = useState(Stance.RECOMMENDS);
  const form = useId();
  const intent = useIntent();
  const adding = useMutation({
    mutationFn: async () => {
      const quotes = selected ? [{ ...quoteOf(selected), stance }] : [];
      const measure = { title: title.trim(), actor: actor.trim(), quotes };
      const requestId = intent.idFor(measure);
      const response = await clients.ingestion.createMeasure({ parent, measure, requestId });
      return response.measure;
    },
    onSuccess: (measure: Measure | undefined) => {
      props.onClose();
      if (!measure) return;
      put([measure]);
      show(t("add.done", { title: isolated(measure.title) }));
      props.onAdded(measure.name);
    },
  });
  const isEmpty = title.trim() === "";
  return (
    <Dialog
      title={t("add.title")}
      onClose={props.onClose}
      actions={
        <Button type="submit" form={form} kind="primary" busy={adding.isPending} disabled={isEmpty}>
          {t("add.submit")}
        </Button>
      }
    >
      <form
        id={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isEmpty) adding.mutate();
        }}
      >
        {selected ? (
          <blockquote className="selected-quote" dir="auto">
            {selected.text}
          </blockquote>
        ) : (
          <p className="hint">{t("add.withoutQuote")}</p>
        )}
        <Field label={t("measures.title")} hint={t("add.title.hint")}>
          <input
            data-autofocus
            value={title}
            maxLength={LONGEST_TITLE}
            dir="auto"
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <Field
          label={`${t("measures.actor")} (${t("app.optional")})`}
          hint={t("measures.actor.hint")}
        >
          <input
            value={actor}
            maxLength={LONGEST_TITLE}
            dir="auto"
            onChange={(event) => setActor(event.target.value)}
          />
        </Field>
        {selected && <StanceField stance={stance} onChange={setStance} />}
        {adding.error && <ProblemNote problem={adding.error} />}
      </form>
    </Dialog>
  );
}

export function quoteOf({ document, start, end, text }: Selected) {
  return { document, text, start: BigInt(start), end: BigInt(end) };
}

/** A short quote may well be the title; a long one has to be put in other words. */
function proposedTitle(quote: string): string {
  const line = quote
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[.;:,]$/, "");
  return line.length <= LONGEST_TITLE / 2 ? line : "";
}
