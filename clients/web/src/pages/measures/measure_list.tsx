// A list of measures that is gone through and curated by keyboard, buttons, or both.
import { type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useText } from "@/i18n";
import { read, write } from "@/state/device";
import { Button } from "@/ui/button";
import { useToast } from "@/ui/toast";
import { sentenceOfUndo, useMeasuresContext, useStable } from "./context";
import { CurationDialog, type OpenDialog } from "./dialogs";
import { ConflictDialogs } from "./dialogs/conflict";
import { KeyHint } from "./key_hint";
import { type Command, commandOf, isTypedIn } from "./keys";
import { type Item, isolated, neighbour, stepFrom } from "./list";
import { Row, rowFocusId } from "./row";
import { UnsavedNote } from "./unsaved";

const KEYS_OFF = "plenum.keysOff";

export interface MeasureListProps {
  items: Item[];
  label: string;
  /** Name of the measure that is open; empty for none. */
  current: string;
  onCurrent: (name: string) => void;
  /** Another object shows the measure and gives it the focus. */
  asked: { name: string };
  /** Shows a quote in the text beside. */
  onShowQuote?: ((measure: string, quote: number) => void) | undefined;
  /** Of the document whose text is beside. */
  document?: string | undefined;
  /** In the place of the list when it has nothing. */
  empty: ReactNode;
}

export function MeasureList(props: MeasureListProps) {
  const { t } = useText();
  const { may, index } = useMeasuresContext();
  const list = useCuration(props);
  const { editing, marked, current } = list;
  const rows = useMemo(
    () => withEdited(props.items, editing === "" ? undefined : index.get(editing)),
    [props.items, editing, index],
  );
  const tabStop = rows.some(({ measure }) => measure.name === current)
    ? current
    : rows[0]?.measure.name;
  return (
    <div className="measure-list-frame">
      <UnsavedNote />
      {may && <MarkedBar list={list} />}
      {rows.length === 0 ? (
        props.empty
      ) : (
        <ol className="measure-list" aria-label={props.label}>
          {rows.map(({ measure, number }) => (
            <Row
              key={measure.name}
              measure={measure}
              number={number}
              current={measure.name === current}
              tabStop={measure.name === tabStop}
              marked={marked.has(measure.name)}
              editing={measure.name === editing}
              may={may}
              onPick={list.pick}
              onCommand={list.command}
              onEdited={list.edited}
              onShowQuote={props.onShowQuote}
              document={props.document}
            />
          ))}
        </ol>
      )}
      <div className="measure-list-foot no-print">
        {may && (
          <Button className="button-small" onClick={() => list.command("add", current)}>
            {t("curate.add")} <KeyHint>n</KeyHint>
          </Button>
        )}
        {may && list.canUndo && (
          <Button className="button-small" onClick={() => list.command("undo", current)}>
            {t("app.undo")} <KeyHint>u</KeyHint>
          </Button>
        )}
        <Button className="button-small" onClick={() => list.command("help", current)}>
          {t("curate.keys")} <KeyHint>?</KeyHint>
        </Button>
      </div>
      <p className="visually-hidden" role="status">
        {list.announced}
      </p>
      <ConflictDialogs />
      {list.dialog && (
        <CurationDialog
          dialog={list.dialog}
          onClose={list.closeDialog}
          onAdded={list.show}
          keysOff={list.keysOff}
          onKeysOff={list.setKeysOff}
        />
      )}
    </div>
  );
}

/** The measure that is being edited stays until that is over, whatever the filter says. */
function withEdited(items: Item[], edited: Item | undefined): Item[] {
  if (!edited || items.some(({ measure }) => measure.name === edited.measure.name)) return items;
  const at = items.findIndex(({ number }) => number > edited.number);
  return at < 0 ? [...items, edited] : items.toSpliced(at, 0, edited);
}

function MarkedBar({ list }: { list: ReturnType<typeof useCuration> }) {
  const { t } = useText();
  const count = list.marked.size;
  if (count === 0) return null;
  return (
    <div className="measure-marked">
      <span>{t("curate.markedCount", { count })}</span>
      <Button
        className="button-small"
        kind="primary"
        disabled={count < 2}
        onClick={() => list.command("merge", list.current)}
      >
        {t("curate.merge")} <KeyHint>Shift+M</KeyHint>
      </Button>
      <Button className="button-small" kind="quiet" onClick={list.clearMarks}>
        {t("curate.clearMarks")}
      </Button>
    </div>
  );
}

/** Which measure is open, marked or edited, and what commands do. */
function useCuration(props: MeasureListProps) {
  const { items, current, onCurrent, onShowQuote, document: beside } = props;
  const { t } = useText();
  const showToast = useToast();
  const { may, curator, state, index } = useMeasuresContext();
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const [editing, setEditing] = useState("");
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const [announced, setAnnounced] = useState("");
  const [keysOff, setKeysOffState] = useState(() => read(KEYS_OFF, false));
  const [focus, setFocus] = useState({ name: "", count: 0 });

  // Merged, rejected by somebody else: what takes no part any more cannot be merged.
  const marked = useMemo(() => {
    const isActive = (name: string) => index.get(name)?.measure.state === MeasureState.ACTIVE;
    return new Set([...marks].filter(isActive));
  }, [marks, index]);

  useEffect(() => {
    if (focus.name === "") return;
    const element = window.document.getElementById(rowFocusId(focus.name));
    element?.focus({ preventScroll: true });
    element?.closest("li")?.scrollIntoView({ block: "nearest" });
  }, [focus]);

  const focusOn = (name: string) => setFocus(({ count }) => ({ name, count: count + 1 }));
  const show = useStable((name: string) => {
    onCurrent(name);
    focusOn(name);
  });
  useEffect(() => {
    if (props.asked.name !== "") show(props.asked.name);
  }, [props.asked, show]);
  const pick = useStable((name: string) => {
    if (name === current && !onShowQuote) {
      onCurrent("");
      return;
    }
    onCurrent(name);
    const quote = index.get(name)?.measure.quotes.findIndex((one) => one.document === beside);
    if (quote !== undefined && quote >= 0) onShowQuote?.(name, quote);
  });
  const say = (measure: Measure, sentence: "curate.wasMarked" | "curate.wasUnmarked", n: number) =>
    setAnnounced(t(sentence, { title: isolated(measure.title), count: n }));

  /** Where the reader goes on after the measure is done with. */
  const goOn = (name: string) => {
    const next = neighbour(items, name);
    if (next !== "") show(next);
  };
  const toggleMark = (measure: Measure) => {
    const next = new Set(marked);
    const wasMarked = next.delete(measure.name);
    if (!wasMarked) next.add(measure.name);
    setMarks(next);
    say(measure, wasMarked ? "curate.wasUnmarked" : "curate.wasMarked", next.size);
  };
  const undoLast = async () => {
    try {
      const done = await curator.undoLast();
      const m = `m${index.get(done?.measure.name ?? "")?.number ?? 0}`;
      showToast(done ? t("curate.undone", { m }) : t("curate.nothingToUndo"));
      if (done) show(done.measure.name);
    } catch (error) {
      showToast(sentenceOfUndo(error, t));
    }
  };

  /** What concerns the measure that is open. */
  const curate = (command: Command, measure: Measure) => {
    const isActive = measure.state === MeasureState.ACTIVE;
    const isRejected = measure.state === MeasureState.REJECTED;
    const { name } = measure;
    if (command === "accept" && isActive) {
      goOn(name);
      if (!measure.accepted) void curator.run(measure, { kind: "accept" });
    } else if (command === "edit" && (isActive || isRejected)) {
      onCurrent(name);
      setEditing(name);
    } else if (command === "reject" && isRejected) {
      void curator.run(measure, { kind: "restore" });
    } else if (command === "reject" && isActive) {
      setDialog({ kind: "reject", measure, onDone: () => goOn(name) });
    } else if (command === "mark" && isActive) {
      toggleMark(measure);
    } else if (command === "split" && isActive) {
      setDialog({ kind: "split", name, onDone: show });
    }
  };

  const command = useStable((wanted: Command, name: string) => {
    const measure = index.get(name)?.measure;
    switch (wanted) {
      case "next":
        return show(stepFrom(items, name, 1, index.get(name)?.number));
      case "previous":
        return show(stepFrom(items, name, -1, index.get(name)?.number));
      case "first":
        return show(items[0]?.measure.name ?? "");
      case "last":
        return show(items.at(-1)?.measure.name ?? "");
      case "help":
        return setDialog({ kind: "help" });
      case "history":
        return measure && setDialog({ kind: "history", name });
      case "add":
        return may && setDialog({ kind: "add" });
      case "undo":
        return may && void undoLast();
      case "merge":
        if (may && marked.size >= 2) {
          setDialog({
            kind: "merge",
            names: inOrder(items, marked),
            onDone: (kept) => {
              setMarks(new Set());
              show(kept);
            },
          });
        } else if (may) {
          showToast(t("curate.markFirst"));
        }
        return;
      default:
        if (may && measure) curate(wanted, measure);
    }
  });

  const edited = useStable((base: Measure, edit: { title: string; actor: string } | null) => {
    setEditing("");
    focusOn(base.name);
    const isChanged = edit && (edit.title !== base.title || edit.actor !== base.actor);
    if (isChanged) void curator.run(base, { kind: "edit", ...edit });
  });

  const onKey = useStable((event: KeyboardEvent) => {
    if (keysOff || event.defaultPrevented || isTypedIn(event.target) || dialog) return;
    const inList =
      event.target instanceof Element && event.target.closest(".measure-list") !== null;
    const wanted = commandOf(event, inList);
    if (wanted === null) return;
    event.preventDefault();
    command(wanted, current);
  });
  useEffect(() => {
    window.document.addEventListener("keydown", onKey);
    return () => window.document.removeEventListener("keydown", onKey);
  }, [onKey]);

  return {
    current,
    editing,
    marked,
    dialog,
    announced,
    keysOff,
    canUndo: state.done.length > 0,
    pick,
    show,
    command,
    edited,
    clearMarks: () => setMarks(new Set()),
    closeDialog: () => {
      setDialog(null);
      if (current !== "") focusOn(current);
    },
    setKeysOff: (off: boolean) => {
      setKeysOffState(off);
      write(KEYS_OFF, off);
    },
  };
}

function inOrder(items: Item[], names: ReadonlySet<string>): string[] {
  const known = items.map(({ measure }) => measure.name).filter((name) => names.has(name));
  return [...known, ...[...names].filter((name) => !known.includes(name))];
}
