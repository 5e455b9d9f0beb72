// The ballot as a list: ranked measures, the line, and those that are not ranked. A measure is moved
// by dragging, with the buttons of its row, by typing its place, or with keys.
import {
  type Announcements,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  type DragStartEvent,
  KeyboardSensor,
  PointerSensor,
  type UniqueIdentifier,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useText } from "@/i18n";
import {
  addLast,
  DIVIDER,
  dropOn,
  moveDown,
  moveTo,
  moveUp,
  type RankedBallot,
  takeOut,
  tierOf,
  tieWithAbove,
  typeDigit,
  untie,
} from "./ballot_model";
import { type Action, BallotRow, optionOfId, sortableId, type TieEdge } from "./ballot_row";
import { placeText, titleOf } from "./wording";

const LINE = "line";
/** A second digit may follow the first for so long. */
export const DIGITS_MS = 900;

const STEPS: Record<Action, (ballot: RankedBallot, option: number) => RankedBallot> = {
  up: moveUp,
  down: moveDown,
  tie: tieWithAbove,
  untie,
  out: takeOut,
  add: addLast,
};

/** Keys on a row, beside digits and those of dragging. */
function actionOf(event: KeyboardEvent, isTied: boolean): Action | null {
  if (event.altKey && event.key === "ArrowUp") return "up";
  if (event.altKey && event.key === "ArrowDown") return "down";
  if (event.key === "=") return isTied ? "untie" : "tie";
  if (event.key === "Delete" || event.key === "Backspace") return "out";
  return null;
}

const optionOf = (id: UniqueIdentifier) => (id === LINE ? DIVIDER : optionOfId(String(id)));

interface Props {
  options: readonly Option[];
  ballot: RankedBallot;
  /** Those not ranked, in the order in which they are shown. */
  unrankedOrder: readonly number[];
  change: (step: (ballot: RankedBallot) => RankedBallot) => void;
  onDetails: (option: number) => void;
  /** What the line says: how measures below it are read. */
  meaning: ReactNode;
}

export function BallotList(props: Props) {
  const { options, ballot, unrankedOrder, change, onDetails } = props;
  const text = useText();
  const { t } = text;
  const list = useRef<HTMLDivElement>(null);
  const [lifted, setLifted] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const [current, setCurrent] = useState(-1);
  const [typing, setTyping] = useState({ option: -1, pending: "" });
  const refocus = useRef<{ option: number; control: string } | null>(null);

  // What stable callbacks read.
  const now = useRef({ ballot, text, options, unrankedOrder, lifted, typing });
  now.current = { ballot, text, options, unrankedOrder, lifted, typing };

  const apply = useCallback(
    (option: number, step: (ballot: RankedBallot) => RankedBallot) => {
      const control = document.activeElement?.getAttribute("data-control") ?? "handle";
      refocus.current = { option, control };
      const { text: words, options: all, ballot: before } = now.current;
      const place = placeText(words, step(before), all, option);
      setSaid(words.t("ballot.said", { title: titleOf(all, option), place }));
      change(step);
    },
    [change],
  );
  const onAction = useCallback(
    (option: number, action: Action) => apply(option, (one) => STEPS[action](one, option)),
    [apply],
  );

  // A row that moved keeps the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: after each change of the ballot
  useLayoutEffect(() => {
    const wanted = refocus.current;
    refocus.current = null;
    if (wanted === null) return;
    const row = list.current?.querySelector(`[data-option="${wanted.option}"]`);
    const control =
      row?.querySelector<HTMLElement>(`[data-control="${wanted.control}"]:not(:disabled)`) ??
      row?.querySelector<HTMLElement>('[data-control="handle"]');
    if (!control || control === document.activeElement) return;
    control.focus({ preventScroll: true });
    row?.scrollIntoView?.({ block: "nearest" });
  }, [ballot]);

  const goTo = useCallback(
    (option: number, place: number) => {
      setTyping({ option: -1, pending: "" });
      apply(option, (one) => moveTo(one, option, place - 1));
    },
    [apply],
  );
  useEffect(() => {
    if (typing.pending === "") return;
    const timer = setTimeout(() => goTo(typing.option, Number(typing.pending)), DIGITS_MS);
    return () => clearTimeout(timer);
  }, [typing, goTo]);

  const onKey = useCallback(
    (option: number, event: KeyboardEvent): boolean => {
      const { ballot: before, lifted: dragged, typing: typed } = now.current;
      if (dragged !== null || event.ctrlKey || event.metaKey) return false;
      const pending = typed.option === option ? typed.pending : "";
      const use = (run: () => void) => {
        event.preventDefault();
        run();
        return true;
      };
      if (/^[0-9]$/.test(event.key) && !event.altKey) {
        return use(() => {
          const ranked = tierOf(before, option) >= 0;
          const next = typeDigit(pending, event.key, lastPlace(before, option, ranked));
          if (next.place !== null) goTo(option, next.place);
          else setTyping({ option, pending: next.pending });
        });
      }
      if (event.key === "Enter" && pending !== "") return use(() => goTo(option, Number(pending)));
      if (event.key === "Escape" && pending !== "") {
        return use(() => setTyping({ option: -1, pending: "" }));
      }
      const tied = (before.tiers[tierOf(before, option)] ?? []).length > 1;
      const action = actionOf(event, tied);
      if (action !== null) return use(() => onAction(option, action));
      const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
      return step !== 0 && use(() => focusBeside(list.current, option, step));
    },
    [goTo, onAction],
  );

  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 3 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  // The place where a row is lifted is told with the lifting.
  const moved = useRef(false);
  const announcements = useMemo((): Announcements => {
    const whereOver = (active: UniqueIdentifier, over: UniqueIdentifier | undefined) => {
      const { ballot: before, text: words, options: all, unrankedOrder: order } = now.current;
      const option = optionOf(active);
      const after = over === undefined ? before : dropOn(before, option, optionOf(over), order);
      return { title: titleOf(all, option), place: placeText(words, after, all, option) };
    };
    return {
      onDragStart: ({ active }) => {
        moved.current = false;
        return t("ballot.drag.lifted", whereOver(active.id, undefined));
      },
      onDragOver: ({ active, over }) => {
        moved.current ||= over?.id !== active.id;
        const said = moved.current ? "ballot.drag.over" : "ballot.drag.lifted";
        return t(said, whereOver(active.id, over?.id));
      },
      onDragEnd: ({ active, over }) => t("ballot.drag.dropped", whereOver(active.id, over?.id)),
      onDragCancel: ({ active }) => t("ballot.drag.cancelled", whereOver(active.id, undefined)),
    };
  }, [t]);
  const onDragStart = useCallback(({ active }: DragStartEvent) => {
    setLifted(optionOf(active.id));
  }, []);
  const onDragEnd = useCallback(
    ({ active, over }: DragEndEvent) => {
      setLifted(null);
      if (!over) return;
      const option = optionOf(active.id);
      const order = now.current.unrankedOrder;
      refocus.current = { option, control: "handle" };
      change((one) => dropOn(one, option, optionOf(over.id), order));
    },
    [change],
  );
  const onDragCancel = useCallback(() => setLifted(null), []);

  const shown = useMemo(
    () => [...ballot.tiers.flat().map(sortableId), LINE, ...unrankedOrder.map(sortableId)],
    [ballot, unrankedOrder],
  );
  const row = (option: number, rank: number, tie: TieEdge, tierSize: number) => {
    const given = options[option];
    if (given === undefined) return null;
    return (
      <BallotRow
        key={option}
        option={option}
        number={given.number}
        title={given.title}
        cost={given.cost > 0n ? t("ballot.cost", { cost: Number(given.cost) }) : ""}
        rank={rank}
        tie={tie}
        place={placeText(text, ballot, options, option)}
        canUp={rank > 1 || tierSize > 1}
        canDown={rank < ballot.tiers.length || tierSize > 1}
        canTie={rank > 1}
        pending={typing.option === option ? typing.pending : ""}
        current={current === option}
        onAction={onAction}
        onKey={onKey}
        onDetails={onDetails}
      />
    );
  };

  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: t("ballot.drag.help") },
      }}
      onDragStart={onDragStart}
      onDragEnd={onDragEnd}
      onDragCancel={onDragCancel}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: only notes where the focus is */}
      <div
        ref={list}
        className="ballot"
        onFocus={({ target }) => {
          const at = target.closest("[data-option]")?.getAttribute("data-option");
          if (at !== null && at !== undefined) setCurrent(Number(at));
        }}
      >
        <SortableContext items={shown} strategy={verticalListSortingStrategy}>
          <h3 id="ballot-ranked">{t("ballot.ranked")}</h3>
          {ballot.tiers.length === 0 && <p className="ballot-none">{t("ballot.ranked.none")}</p>}
          <ul className="ballot-rows" aria-labelledby="ballot-ranked">
            {ballot.tiers.map((tier, index) =>
              tier.map((option, at) =>
                row(option, index + 1, edgeOf(at, tier.length), tier.length),
              ),
            )}
          </ul>
          <Line>{props.meaning}</Line>
          <ul className="ballot-rows" aria-labelledby="ballot-unranked">
            {unrankedOrder.map((option) => row(option, 0, "none", 0))}
          </ul>
        </SortableContext>
      </div>
      <DragOverlay dropAnimation={null}>
        {lifted !== null && (
          <div className="ballot-row ballot-carried">
            <span className="ballot-handle" aria-hidden="true">
              ⠿
            </span>
            <span className="ballot-title">
              <bdi>{titleOf(options, lifted)}</bdi>
            </span>
          </div>
        )}
      </DragOverlay>
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </DndContext>
  );
}

/** Between what is ranked and what is not: rows are dropped above or below it. */
function Line(props: { children: ReactNode }) {
  const { t } = useText();
  const { setNodeRef, transform, transition } = useSortable({
    id: LINE,
    disabled: { draggable: true },
  });
  return (
    <div
      ref={setNodeRef}
      className="ballot-line"
      style={{ transform: CSS.Translate.toString(transform), transition }}
    >
      <h3 id="ballot-unranked">{t("ballot.unranked")}</h3>
      <p className="hint">{props.children}</p>
    </div>
  );
}

function edgeOf(at: number, size: number): TieEdge {
  if (size === 1) return "none";
  if (at === 0) return "first";
  return at === size - 1 ? "last" : "middle";
}

/** The greatest place that a row can go to, from 1. */
function lastPlace(ballot: RankedBallot, option: number, ranked: boolean): number {
  const alone = ranked && (ballot.tiers[tierOf(ballot, option)] ?? []).length === 1;
  return ballot.tiers.length + (alone ? 0 : 1);
}

function focusBeside(list: HTMLElement | null, option: number, step: number): void {
  const rows = [...(list?.querySelectorAll("[data-option]") ?? [])];
  const at = rows.findIndex((row) => row.getAttribute("data-option") === String(option));
  rows[at + step]?.querySelector<HTMLElement>('[data-control="handle"]')?.focus();
}
