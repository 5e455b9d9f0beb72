import { Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useDeferredValue, useId, useMemo, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import { ChangedMeanwhile } from "../measures/changed";
import { useMeasuresContext } from "../measures/context";
import { quoteOf, type Selected } from "../measures/dialogs/add";
import { StanceField } from "../measures/dialogs/stance_field";
import { useAttempt } from "../measures/dialogs/use_attempt";
import { filtered } from "../measures/list";
import { MeasureName } from "../measures/measure_name";

const MOST_SHOWN = 30;

/** Adds selected words as a quote to a measure that is there. */
export function AttachDialog(props: {
  selected: Selected;
  onClose: () => void;
  onAttached: (name: string) => void;
}) {
  const { t } = useText();
  const { items, index } = useMeasuresContext();
  const [search, setSearch] = useState("");
  const [chosen, setChosen] = useState("");
  const [stance, setStance] = useState(Stance.RECOMMENDS);
  const [seen] = useState(index);
  const form = useId();
  const late = useDeferredValue(search);
  const found = useMemo(
    () => filtered(items, { text: late, document: "", show: "active" }),
    [items, late],
  );
  const measure = index.get(chosen)?.measure;
  const seenMeasure = seen.get(chosen)?.measure;
  const attaching = useAttempt(() => {
    props.onClose();
    props.onAttached(chosen);
  });
  return (
    <Dialog
      title={t("attach.title")}
      onClose={props.onClose}
      actions={
        <Button
          type="submit"
          form={form}
          kind="primary"
          busy={attaching.isPending}
          disabled={!measure}
        >
          {t("attach.submit")}
        </Button>
      }
    >
      <form
        id={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!measure) return;
          const quote = { ...quoteOf(props.selected), stance };
          attaching.mutate({ base: measure, intent: { kind: "attach", quote } });
        }}
      >
        <blockquote className="selected-quote" dir="auto">
          {props.selected.text}
        </blockquote>
        <Field label={t("attach.search")}>
          <input
            data-autofocus
            type="search"
            value={search}
            dir="auto"
            onChange={(event) => setSearch(event.target.value)}
          />
        </Field>
        <fieldset className="choices">
          <legend>{t("attach.to")}</legend>
          {found.slice(0, MOST_SHOWN).map((item) => (
            <label key={item.measure.name} className="check">
              <input
                type="radio"
                name="measure"
                checked={item.measure.name === chosen}
                onChange={() => setChosen(item.measure.name)}
              />
              <MeasureName number={item.number} title={item.measure.title} />
            </label>
          ))}
          {found.length === 0 && <p className="hint">{t("measures.noneFound")}</p>}
          {found.length > MOST_SHOWN && (
            <p className="hint">{t("attach.more", { count: found.length - MOST_SHOWN })}</p>
          )}
        </fieldset>
        {measure && seenMeasure && <ChangedMeanwhile base={seenMeasure} now={measure} />}
        <StanceField stance={stance} onChange={setStance} />
        {attaching.error && <ProblemNote problem={attaching.error} />}
      </form>
    </Dialog>
  );
}
