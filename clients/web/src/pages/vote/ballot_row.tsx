// One measure on the ballot. Rows are many: one is drawn anew only when its own place, or whether it
// has the focus, changes.
import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { type CSSProperties, type KeyboardEvent, memo, type ReactNode } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";

export type Action = "up" | "down" | "tie" | "untie" | "out" | "add";

/** Where a row stands in its tie. */
export type TieEdge = "none" | "first" | "middle" | "last";

export interface RowProps {
  option: number;
  /** What people call the measure by. */
  number: number;
  title: string;
  /** Empty where measures have no cost. */
  cost: string;
  /** Of its tier, from 1; 0 when it is not ranked. */
  rank: number;
  tie: TieEdge;
  /** Its place in words. */
  place: string;
  canUp: boolean;
  canDown: boolean;
  canTie: boolean;
  /** Digits that were typed on it and wait for more. */
  pending: string;
  /** The focus is in it: its buttons can be reached with the Tab key. */
  current: boolean;
  onAction: (option: number, action: Action) => void;
  /** True when the key was used, and must not lift the row. */
  onKey: (option: number, event: KeyboardEvent) => boolean;
  onDetails: (option: number) => void;
}

const PREFIX = "option-";
export const sortableId = (option: number) => `${PREFIX}${option}`;
export const optionOfId = (id: string) => Number(id.slice(PREFIX.length));

export const BallotRow = memo(function BallotRow(props: RowProps) {
  const { t } = useText();
  const {
    setNodeRef,
    setActivatorNodeRef,
    attributes,
    listeners,
    transform,
    transition,
    isDragging,
  } = useSortable({
    id: sortableId(props.option),
    attributes: { roleDescription: t("ballot.handle.role") },
  });
  const style: CSSProperties = {
    transform: CSS.Translate.toString(transform),
    transition,
  };
  return (
    <li
      ref={setNodeRef}
      style={style}
      className={`ballot-row ballot-tie-${props.tie}${isDragging ? " ballot-row-lifted" : ""}`}
      data-option={props.option}
      data-ranked={props.rank > 0 || undefined}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        className="ballot-handle"
        data-control="handle"
        {...attributes}
        {...listeners}
        tabIndex={0}
        aria-label={t("ballot.handle", { title: props.title, place: props.place })}
        onKeyDown={(event) => {
          if (!props.onKey(props.option, event)) listeners?.onKeyDown?.(event);
        }}
      >
        <span aria-hidden="true">⠿</span>
      </button>
      <RowContent {...props} />
    </li>
  );
});

const RowContent = memo(function RowContent(props: RowProps) {
  const { t, number } = useText();
  const { option, title, rank, tie, current } = props;
  const isRanked = rank > 0;
  const act = (
    action: Action,
    label: string,
    glyph: ReactNode,
    enabled = true,
    key: string = action,
  ) => (
    <Button
      kind="quiet"
      data-control={key}
      tabIndex={current ? 0 : -1}
      disabled={!enabled}
      aria-label={label}
      title={label}
      onClick={() => props.onAction(option, action)}
    >
      <span aria-hidden="true">{glyph}</span>
    </Button>
  );
  return (
    <>
      <span className="ballot-rank" aria-hidden="true">
        {props.pending !== "" ? (
          <span className="ballot-pending">{props.pending}…</span>
        ) : (
          isRanked && number(rank)
        )}
        {tie !== "none" && <span className="ballot-tied">{t("ballot.tied")}</span>}
      </span>
      <span className="ballot-title">
        <button
          type="button"
          className="ballot-details"
          data-control="details"
          tabIndex={current ? 0 : -1}
          aria-haspopup="dialog"
          onClick={() => props.onDetails(option)}
        >
          <bdi>{title}</bdi>
        </button>
        <span className="hint">
          {t("ballot.number", { number: props.number })}
          {props.cost !== "" && ` · ${props.cost}`}
        </span>
      </span>
      <span className="ballot-buttons">
        {isRanked ? (
          <>
            {act("up", t("ballot.up", { title }), "↑", props.canUp)}
            {act("down", t("ballot.down", { title }), "↓", props.canDown)}
            {tie === "none"
              ? act("tie", t("ballot.tie", { title }), "=", props.canTie, "tie")
              : act("untie", t("ballot.untie", { title }), "≠", true, "tie")}
            {act("out", t("ballot.out", { title }), "×", true, "move")}
          </>
        ) : (
          act("add", t("ballot.add", { title }), "+", true, "move")
        )}
      </span>
    </>
  );
});
