import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useId, useState } from "react";
import { type Text, useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { ChangedMeanwhile } from "../changed";
import { useMeasuresContext } from "../context";
import {
  type DraftPart,
  firstParts,
  type Gap,
  gapsOf,
  MOST_PARTS,
  partsOf,
  quoteKey,
} from "../deal";
import { QuoteSource } from "../details";
import { LONGEST_TITLE } from "../row";
import { useAttempt } from "./use_attempt";

export function SplitDialog(props: {
  name: string;
  /** Gets the first part. */
  onDone: (name: string) => void;
  onClose: () => void;
}) {
  const { index } = useMeasuresContext();
  const whole = index.get(props.name)?.measure;
  return whole ? <SplitForm {...props} whole={whole} /> : null;
}

function SplitForm(props: { whole: Measure; onDone: (name: string) => void; onClose: () => void }) {
  const { t } = useText();
  const { whole, onClose } = props;
  const [seen] = useState(whole);
  const [parts, setParts] = useState(() => firstParts(whole));
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const form = useId();
  const splitting = useAttempt(([, first]) => {
    onClose();
    if (first) props.onDone(first.name);
  });
  const gaps = gapsOf(whole, parts);

  const change = (id: number, part: Partial<DraftPart>) =>
    setParts((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const deal = (id: number, key: string, given: boolean) => {
    const quotes = new Set(parts.find((part) => part.id === id)?.quotes);
    if (given) quotes.add(key);
    else quotes.delete(key);
    change(id, { quotes });
  };
  const submit = () => {
    setTried(true);
    if (gaps.length > 0) return;
    const intent = { kind: "split", parts: partsOf(whole, parts), reason: reason.trim() } as const;
    splitting.mutate({ base: whole, intent });
  };

  return (
    <Dialog
      wide
      title={t("split.title")}
      onClose={onClose}
      actions={
        <Button type="submit" form={form} kind="primary" busy={splitting.isPending}>
          {t("curate.split")}
        </Button>
      }
    >
      <form
        id={form}
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <ChangedMeanwhile base={seen} now={whole} />
        {parts.map((part, index) => (
          <PartFields
            key={part.id}
            part={part}
            place={index + 1}
            needsTitle={tried && gaps.some((gap) => gap.kind === "title" && gap.part === index)}
            onChange={(changed) => change(part.id, changed)}
            onRemove={
              parts.length > 2
                ? () => setParts((all) => all.filter(({ id }) => id !== part.id))
                : undefined
            }
          />
        ))}
        {parts.length < MOST_PARTS && (
          <div className="actions">
            <Button
              className="button-small"
              onClick={() => setParts((all) => [...all, emptyPart(all)])}
            >
              {t("split.addPart")}
            </Button>
          </div>
        )}
        {whole.quotes.length > 0 && <DealTable whole={whole} parts={parts} onDeal={deal} />}
        <Field label={`${t("merge.reason")} (${t("app.optional")})`} hint={t("reject.reason.hint")}>
          <input
            value={reason}
            maxLength={1000}
            dir="auto"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        {tried && gaps.length > 0 && (
          <div className="problem" role="alert">
            <ul>
              {gaps.map((gap) => (
                <li key={`${gap.kind} ${gap.kind === "quote" ? gap.quote : gap.part}`}>
                  {sentenceOfGap(gap, t)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {splitting.error && <ProblemNote problem={splitting.error} />}
      </form>
    </Dialog>
  );
}

function emptyPart(parts: DraftPart[]): DraftPart {
  const id = Math.max(...parts.map((part) => part.id)) + 1;
  return { id, title: "", actor: "", quotes: new Set() };
}

function sentenceOfGap(gap: Gap, t: Text["t"]): string {
  switch (gap.kind) {
    case "title":
      return t("split.gap.title", { part: gap.part + 1 });
    case "part":
      return t("split.gap.part", { part: gap.part + 1 });
    case "quote":
      return t("split.gap.quote", { quote: gap.quote + 1 });
  }
}

function PartFields(props: {
  part: DraftPart;
  place: number;
  needsTitle: boolean;
  onChange: (part: Partial<DraftPart>) => void;
  onRemove: (() => void) | undefined;
}) {
  const { t } = useText();
  const { part } = props;
  return (
    <fieldset className="split-part">
      <legend>{t("split.part", { part: props.place })}</legend>
      <Field
        label={t("measures.title")}
        error={props.needsTitle ? t("curate.titleNeeded") : undefined}
      >
        <input
          value={part.title}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => props.onChange({ title: event.target.value })}
        />
      </Field>
      <Field label={`${t("measures.actor")} (${t("app.optional")})`} hint={t("split.actor.hint")}>
        <input
          value={part.actor}
          maxLength={LONGEST_TITLE}
          dir="auto"
          onChange={(event) => props.onChange({ actor: event.target.value })}
        />
      </Field>
      {props.onRemove && (
        <Button className="button-small" kind="quiet" onClick={props.onRemove}>
          {t("split.removePart", { part: props.place })}
        </Button>
      )}
    </fieldset>
  );
}

function DealTable(props: {
  whole: Measure;
  parts: DraftPart[];
  onDeal: (part: number, quote: string, given: boolean) => void;
}) {
  const { t } = useText();
  return (
    <div className="scrolled">
      <table className="deal">
        <caption>{t("split.deal")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("split.quote")}</th>
            {props.parts.map((part, index) => (
              <th key={part.id} scope="col">
                {t("split.part", { part: index + 1 })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.whole.quotes.map((quote, row) => (
            <tr key={quoteKey(quote)}>
              <th scope="row">
                <span>
                  {row + 1}. <bdi>{quote.text}</bdi>
                </span>
                <QuoteSource quote={quote} />
              </th>
              {props.parts.map((part, index) => (
                <td key={part.id}>
                  <label className="deal-cell">
                    <span className="visually-hidden">
                      {t("split.cell", { quote: row + 1, part: index + 1 })}
                    </span>
                    <input
                      type="checkbox"
                      checked={part.quotes.has(quoteKey(quote))}
                      onChange={(event) =>
                        props.onDeal(part.id, quoteKey(quote), event.target.checked)
                      }
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
