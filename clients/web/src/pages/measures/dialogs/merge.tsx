import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useId, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { ChangedMeanwhile } from "../changed";
import { useMeasuresContext } from "../context";
import { quoteKey } from "../deal";
import type { Item } from "../list";
import { MeasureName } from "../measure_name";
import { LONGEST_TITLE } from "../row";
import { useAttempt } from "./use_attempt";

export function MergeDialog(props: {
  names: string[];
  /** Gets the measure that stayed. */
  onDone: (name: string) => void;
  onClose: () => void;
}) {
  const { t } = useText();
  const { index } = useMeasuresContext();
  const items = props.names.flatMap((name) => index.get(name) ?? []);
  const [seen] = useState(() => new Map(items.map(({ measure }) => [measure.name, measure])));
  const [kept, setKept] = useState(props.names[0] ?? "");
  const [title, setTitle] = useState(seen.get(kept)?.title ?? "");
  const [reason, setReason] = useState("");
  const form = useId();
  const target = index.get(kept)?.measure;
  const merging = useAttempt(() => {
    props.onClose();
    props.onDone(kept);
  });
  const isEmpty = title.trim() === "";

  const submit = () => {
    if (!target || isEmpty) return;
    const sources = items.map(({ measure }) => measure).filter(({ name }) => name !== kept);
    const newTitle = title.trim() === target.title ? "" : title.trim();
    const intent = { kind: "merge", sources, title: newTitle, reason: reason.trim() } as const;
    merging.mutate({ base: target, intent });
  };

  return (
    <Dialog
      wide
      title={t("merge.title", { count: items.length })}
      onClose={props.onClose}
      actions={
        <Button
          type="submit"
          form={form}
          kind="primary"
          busy={merging.isPending}
          disabled={isEmpty || items.length < 2}
        >
          {t("curate.merge")}
        </Button>
      }
    >
      <form
        id={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <fieldset>
          <legend>{t("merge.keep")}</legend>
          {items.map((item) => (
            <KeepChoice
              key={item.measure.name}
              item={item}
              seen={seen.get(item.measure.name)}
              checked={item.measure.name === kept}
              onChoose={() => {
                setKept(item.measure.name);
                setTitle(item.measure.title);
              }}
            />
          ))}
        </fieldset>
        <Field
          label={t("merge.newTitle")}
          hint={t("merge.newTitle.hint")}
          error={isEmpty ? t("curate.titleNeeded") : undefined}
        >
          <input
            value={title}
            maxLength={LONGEST_TITLE}
            dir="auto"
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        <Field label={`${t("merge.reason")} (${t("app.optional")})`} hint={t("reject.reason.hint")}>
          <input
            value={reason}
            maxLength={1000}
            dir="auto"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <p className="hint">{t("merge.quotes", { count: quotesTogether(items) })}</p>
        {merging.error && <ProblemNote problem={merging.error} />}
      </form>
    </Dialog>
  );
}

function KeepChoice(props: {
  item: Item;
  seen: Measure | undefined;
  checked: boolean;
  onChoose: () => void;
}) {
  const id = useId();
  const { measure, number } = props.item;
  return (
    <div>
      <p className="check">
        <input id={id} type="radio" name="kept" checked={props.checked} onChange={props.onChoose} />
        <label htmlFor={id}>
          <MeasureName number={number} title={measure.title} />
        </label>
      </p>
      {props.seen && <ChangedMeanwhile base={props.seen} now={measure} label={`m${number}`} />}
    </div>
  );
}

/** A stretch of text that several of them quote counts once. */
function quotesTogether(items: Item[]): number {
  return new Set(items.flatMap(({ measure }) => measure.quotes.map(quoteKey))).size;
}
