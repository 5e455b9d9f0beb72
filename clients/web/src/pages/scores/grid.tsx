// Scores as a table: a line for each measure, a column for each criterion. Arrow keys and Enter go
// from cell to cell; a typed number counts at once. A line is drawn anew only when one of its own
// cells changes.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { type KeyboardEvent, memo, useCallback, useEffect, useRef, useState } from "react";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { Link } from "@/ui/link";
import { type Place, placeAfterKey } from "./grid_keys";
import type { ScoreDraft } from "./score_sync";
import { readScore } from "./score_values";
import { type Cell, cellOf, type MeasureRow, type Scoring } from "./use_scoring";

type Change = (measure: string, criterion: string, change: Partial<ScoreDraft>) => void;

interface Props {
  scoring: Scoring;
  at: Place;
  onGo: (to: Place) => void;
}

const cellId = ({ row, column }: Place) => `score-${row}-${column}`;

export function ScoreGrid({ scoring, at, onGo }: Props) {
  const { t } = useText();
  const { measures, criteria, numbers, rowOf, change, takeBack } = scoring;
  const rows = measures.length;
  const columns = criteria.length;
  const go = useCallback(
    ({ row, column }: Place) => {
      if (row < 0 || row >= rows || column < 0 || column >= columns) return;
      onGo({ row, column });
      document.getElementById(cellId({ row, column }))?.focus();
    },
    [rows, columns, onGo],
  );
  return (
    <div className="scrolled score-box">
      {/* biome-ignore lint/a11y/useSemanticElements: lines of a long table are drawn when they are seen, which tables cannot */}
      <div
        role="grid"
        className="score-grid"
        aria-label={t("score.grid.label")}
        aria-rowcount={rows + 1}
        aria-colcount={columns + 1}
        style={{ "--columns": columns } as React.CSSProperties}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus */}
        <div role="row" className="score-row score-head" aria-rowindex={1}>
          {/* biome-ignore lint/a11y/useSemanticElements: see above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: a heading */}
          <div role="columnheader" className="score-measure">
            {t("score.measure")}
          </div>
          {criteria.map((criterion) => (
            <ColumnHead key={criterion.name} criterion={criterion} />
          ))}
        </div>
        {measures.map((measure, row) => (
          <ScoreRow
            key={measure.name}
            measure={measure}
            number={numbers.get(measure.name) ?? 0}
            row={row}
            criteria={criteria}
            data={rowOf(measure.name)}
            current={at.row === row ? at.column : -1}
            onChange={change}
            onTakeBack={takeBack}
            onFocus={onGo}
            onGo={go}
          />
        ))}
      </div>
    </div>
  );
}

function ColumnHead({ criterion }: { criterion: Criterion }) {
  const { t, number } = useText();
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ScoreGrid
    // biome-ignore lint/a11y/useFocusableInteractive: a heading
    <div role="columnheader" className="score-criterion">
      <bdi>{criterion.title}</bdi>
      <span className="hint">
        {t("score.scale", {
          low: number(criterion.scaleMin),
          high: number(criterion.scaleMax),
        })}
      </span>
    </div>
  );
}

interface RowProps {
  measure: Measure;
  number: number;
  row: number;
  criteria: readonly Criterion[];
  data: MeasureRow;
  /** The column that the Tab key leads to; -1 when it leads to another row. */
  current: number;
  onChange: Change;
  onTakeBack: (measure: string, criterion: string) => boolean;
  onFocus: (at: Place) => void;
  onGo: (to: Place) => void;
}

const sameRow = (a: RowProps, b: RowProps) =>
  a.data.saved === b.data.saved &&
  a.data.drafts === b.data.drafts &&
  a.data.wrong === b.data.wrong &&
  a.data.moved === b.data.moved &&
  a.data.others === b.data.others &&
  a.data.round === b.data.round &&
  a.measure === b.measure &&
  a.number === b.number &&
  a.row === b.row &&
  a.criteria === b.criteria &&
  a.current === b.current &&
  a.onChange === b.onChange &&
  a.onTakeBack === b.onTakeBack &&
  a.onFocus === b.onFocus &&
  a.onGo === b.onGo;

const ScoreRow = memo(function ScoreRow(props: RowProps) {
  const { measure, number, row, criteria, data } = props;
  return (
    // biome-ignore lint/a11y/useSemanticElements: see ScoreGrid
    // biome-ignore lint/a11y/useFocusableInteractive: its cells take the focus
    <div role="row" className="score-row" aria-rowindex={row + 2}>
      {/* biome-ignore lint/a11y/useSemanticElements: see ScoreGrid */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: its link takes the focus */}
      <div role="rowheader" className="score-measure">
        <span className="hint">m{number}</span>{" "}
        <Link to={`/measures/${idOf(measure.name)}`}>
          <bdi>{measure.title}</bdi>
        </Link>
      </div>
      {criteria.map((criterion, column) => (
        // biome-ignore lint/a11y/useSemanticElements: see ScoreGrid
        // biome-ignore lint/a11y/useFocusableInteractive: its input takes the focus
        <div key={criterion.name} role="gridcell" className="score-cell">
          <ScoreInput
            {...props}
            criterion={criterion}
            cell={cellOf(data, criterion.name)}
            place={{ row, column }}
            isCurrent={props.current === column}
          />
        </div>
      ))}
    </div>
  );
}, sameRow);

function ScoreInput(props: {
  measure: Measure;
  criterion: Criterion;
  cell: Cell;
  place: Place;
  isCurrent: boolean;
  onChange: Change;
  onTakeBack: (measure: string, criterion: string) => boolean;
  onFocus: (at: Place) => void;
  onGo: (to: Place) => void;
}) {
  const { t, number } = useText();
  const { measure, criterion, cell, place } = props;
  const value = cell.score?.value;
  const shown = value === undefined ? "" : number(value);
  // What is typed is shown as it was typed until the cell is left.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? shown;
  const read = readScore(text, criterion);
  const problem =
    read.state === "notNumber" || read.state === "offScale"
      ? t(`score.${read.state}`, {
          low: number(criterion.scaleMin),
          high: number(criterion.scaleMax),
        })
      : read.state === "empty" && typed !== null && value !== undefined
        ? t("score.notEmpty")
        : cell.wrong;
  const input = useRef<HTMLInputElement>(null);
  const id = cellId(place);

  useEffect(() => {
    if (typed !== null && input.current !== document.activeElement) setTyped(null);
  }, [typed]);

  const onType = (next: string) => {
    setTyped(next);
    const now = readScore(next, criterion);
    if (now.state === "score") props.onChange(measure.name, criterion.name, { value: now.value });
    if (now.state === "empty") props.onTakeBack(measure.name, criterion.name);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const { selectionStart: start, selectionEnd: end, value: content } = event.currentTarget;
    const isWhole = start === 0 && end === content.length;
    const caret = { atStart: isWhole || end === 0, atEnd: isWhole || start === content.length };
    const rightToLeft = document.documentElement.dir === "rtl";
    const target = placeAfterKey(event, place, caret, rightToLeft);
    if (event.key === "Escape") setTyped(null);
    if (!target || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    props.onGo(target);
  };
  return (
    <>
      <input
        ref={input}
        id={id}
        inputMode="decimal"
        autoComplete="off"
        tabIndex={props.isCurrent ? 0 : -1}
        aria-label={t("score.of", { measure: measure.title, criterion: criterion.title })}
        aria-invalid={problem !== "" || undefined}
        aria-describedby={`${id}-note`}
        data-unsaved={cell.unsaved || undefined}
        value={text}
        onFocus={(event) => {
          event.currentTarget.select();
          props.onFocus(place);
        }}
        onBlur={() => setTyped(null)}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span id={`${id}-note`} className={problem !== "" ? "field-error score-note" : "score-note"}>
        {problem !== "" ? problem : <CellNote cell={cell} />}
      </span>
    </>
  );
}

/** What was said before, and by others. */
function CellNote({ cell }: { cell: Cell }) {
  const { t, number } = useText();
  const parts = [
    ...(cell.before === undefined || cell.before === cell.score?.value
      ? []
      : [t("score.before", { value: number(cell.before ?? 0) })]),
    ...(cell.others ? [t("score.others", { value: number(cell.others.median) })] : []),
  ];
  return <>{parts.join(" · ")}</>;
}
