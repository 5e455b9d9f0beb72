import { useDeferredValue, useMemo, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import type { CodePoints } from "./code_points";
import { occurrencesOf } from "./selection";

interface Units {
  start: number;
  end: number;
}

const AROUND = 60;

/** Finds words of the document to quote, for those who do not select with a pointer. */
export function FindDialog(props: {
  points: CodePoints;
  onClose: () => void;
  onChoose: (kind: "add" | "attach", units: Units) => void;
}) {
  const { t } = useText();
  const [words, setWords] = useState("");
  const late = useDeferredValue(words);
  const { text } = props.points;
  const found = useMemo(() => occurrencesOf(text, late), [text, late]);
  return (
    <Dialog title={t("find.title")} onClose={props.onClose} wide>
      <Field label={t("find.words")} hint={t("find.words.hint")}>
        <textarea
          data-autofocus
          rows={3}
          value={words}
          dir="auto"
          onChange={(event) => setWords(event.target.value)}
        />
      </Field>
      <p className="hint" role="status">
        {late.trim() !== "" && t("find.count", { count: found.length })}
      </p>
      <ul className="finds">
        {found.map((units) => (
          <li key={units.start}>
            <p dir="auto">
              …{text.slice(Math.max(0, units.start - AROUND), units.start)}
              <mark>{text.slice(units.start, units.end)}</mark>
              {text.slice(units.end, units.end + AROUND)}…
            </p>
            <div className="actions">
              <Button className="button-small" onClick={() => props.onChoose("add", units)}>
                {t("quoteTools.add")}
              </Button>
              <Button className="button-small" onClick={() => props.onChoose("attach", units)}>
                {t("quoteTools.attach")}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
