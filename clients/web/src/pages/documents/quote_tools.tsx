// What can be done with words of the text: opening the quote that was clicked, and making a quote of
// what was selected or looked for.
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { firstWords } from "../measures/details";
import { AddDialog, type Selected } from "../measures/dialogs/add";
import { AttachDialog } from "./attach_dialog";
import type { CodePoints } from "./code_points";
import { FindDialog } from "./find_dialog";
import type { Highlight } from "./highlights";
import { selectedUnits } from "./selection";

type Open = { kind: "find" } | { kind: "add" | "attach"; selected: Selected };

export function QuoteTools(props: {
  article: RefObject<HTMLElement | null>;
  points: CodePoints;
  document: string;
  may: boolean;
  highlights: Highlight[];
  active: string;
  onPick: (highlight: Highlight) => void;
  /** A measure was added. */
  onAdded: (name: string) => void;
}) {
  const { t } = useText();
  const { article, points, document: name, may } = props;
  const [open, setOpen] = useState<Open | null>(null);
  const selectedOf = useCallback(
    (units: { start: number; end: number }): Selected => ({
      document: name,
      start: points.toCodePoint(units.start),
      end: points.toCodePoint(units.end),
      text: points.text.slice(units.start, units.end),
    }),
    [points, name],
  );
  const { selected, clear } = useSelected(article, points.text, selectedOf, may && open === null);
  useClickedQuote(props);
  if (!may) return null;

  const close = () => {
    setOpen(null);
    clear();
  };
  return (
    <>
      <div className="quote-tools no-print" role="toolbar" aria-label={t("quoteTools.label")}>
        {selected ? (
          <>
            <span className="quote-tools-words" role="status">
              <bdi>“{firstWords(selected.text)}”</bdi>
            </span>
            <Button
              kind="primary"
              className="button-small"
              // Keeps the selection, which pressing a button would end.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => setOpen({ kind: "add", selected })}
            >
              {t("quoteTools.add")}
            </Button>
            <Button
              className="button-small"
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => setOpen({ kind: "attach", selected })}
            >
              {t("quoteTools.attach")}
            </Button>
          </>
        ) : (
          <>
            <span className="hint">{t("quoteTools.hint")}</span>
            <Button className="button-small" onClick={() => setOpen({ kind: "find" })}>
              {t("quoteTools.find")}
            </Button>
          </>
        )}
      </div>
      {open?.kind === "find" && (
        <FindDialog
          points={points}
          onClose={close}
          onChoose={(kind, units) => setOpen({ kind, selected: selectedOf(units) })}
        />
      )}
      {open?.kind === "add" && (
        <AddDialog selected={open.selected} onClose={close} onAdded={props.onAdded} />
      )}
      {open?.kind === "attach" && (
        <AttachDialog selected={open.selected} onClose={close} onAttached={props.onAdded} />
      )}
    </>
  );
}

const WAIT_MS = 120;

/** What of the text is selected, a moment after the selection has come to rest. */
function useSelected(
  article: RefObject<HTMLElement | null>,
  text: string,
  selectedOf: (units: { start: number; end: number }) => Selected,
  watched: boolean,
) {
  const [selected, setSelected] = useState<Selected | null>(null);
  useEffect(() => {
    if (!watched) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const selection = window.getSelection();
      const root = article.current;
      const range = selection && selection.rangeCount > 0 ? selection.getRangeAt(0) : null;
      const units = range && root ? selectedUnits(root, range, text) : null;
      setSelected(units && selectedOf(units));
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(look, WAIT_MS);
    };
    window.document.addEventListener("selectionchange", later);
    return () => {
      clearTimeout(timer);
      window.document.removeEventListener("selectionchange", later);
    };
  }, [article, text, selectedOf, watched]);
  const clear = useCallback(() => {
    window.getSelection()?.removeAllRanges();
    setSelected(null);
  }, []);
  return { selected, clear };
}

/** A click on quoted words opens the measure; where several quote them, the next at each click. */
function useClickedQuote(props: {
  article: RefObject<HTMLElement | null>;
  highlights: Highlight[];
  active: string;
  onPick: (highlight: Highlight) => void;
}): void {
  const { article, highlights, active, onPick } = props;
  const last = useRef({ highlights, active, onPick });
  useEffect(() => {
    last.current = { highlights, active, onPick };
  });
  useEffect(() => {
    const root = article.current;
    const click = (event: MouseEvent) => {
      const selection = window.getSelection();
      if (selection && !selection.isCollapsed) return;
      const target = event.target instanceof Element ? event.target : null;
      const ids = target?.closest<HTMLElement>("mark[data-quotes]")?.dataset.quotes?.split(" ");
      if (!ids) return;
      const { highlights: all, active: open, onPick: pick } = last.current;
      const wanted = ids[(ids.indexOf(open) + 1) % ids.length];
      const highlight = all.find(({ id }) => id === wanted);
      if (highlight) pick(highlight);
    };
    root?.addEventListener("click", click);
    return () => root?.removeEventListener("click", click);
  }, [article]);
}
