// Who beats whom head to head: a table whose cells say in a sentence what they hold, when they are
// pointed at or moved to.
import { memo, useCallback, useRef, useState } from "react";
import { useText } from "@/i18n";
import type { ResultView } from "./model/view";
import { Section } from "./section";

interface Cell {
  row: number;
  column: number;
}

/** What one cell says. `row` and `column` are options. */
export function duelSentence(view: ResultView, row: number, column: number): string {
  const { t } = view.wording.text;
  const won = view.duels.prefer(row, column);
  const lost = view.duels.prefer(column, row);
  const level = Math.max(0, view.wording.votes - won - lost);
  const values = {
    row: view.names.of(row),
    column: view.names.of(column),
    won,
    lost,
    level,
    margin: Math.abs(won - lost),
  };
  if (won === lost) return t("result.duels.level", values);
  return t(won > lost ? "result.duels.wins" : "result.duels.loses", values);
}

/** How decisive a duel is, in five steps. */
function strengthStep(margin: number, votes: number): number {
  return votes === 0 ? 0 : Math.min(4, Math.floor((Math.abs(margin) / votes) * 5));
}

export function DuelsSection(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const [told, setTold] = useState<Cell | null>(null);
  const { condorcetWinner, condorcetLoser } = beatenBy(view);
  return (
    <Section id="duels" lead={t("result.duels.lead")}>
      {condorcetWinner !== null && (
        <p>{t("result.duels.winner", { name: view.names.of(condorcetWinner) })}</p>
      )}
      {condorcetWinner === null && view.placed.length > 1 && <p>{t("result.duels.noWinner")}</p>}
      {condorcetLoser !== null && (
        <p>{t("result.duels.loser", { name: view.names.of(condorcetLoser) })}</p>
      )}
      <Matrix view={view} onTell={setTold} />
      <p className="duel-sentence no-print" aria-live="polite">
        {told === null
          ? t("result.duels.hint")
          : told.row === told.column
            ? view.names.of(told.row)
            : duelSentence(view, told.row, told.column)}
      </p>
    </Section>
  );
}

function beatenBy({ outcome }: ResultView) {
  const { maybeCondorcetWinner: winner, maybeCondorcetLoser: loser } = outcome;
  return {
    condorcetWinner: winner.case === "condorcetWinner" ? winner.value : null,
    condorcetLoser: loser.case === "condorcetLoser" ? loser.value : null,
  };
}

const MOVES: Record<string, [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

const Matrix = memo(function Matrix(props: { view: ResultView; onTell: (cell: Cell) => void }) {
  const { t, number } = useText();
  const { view, onTell } = props;
  const table = useRef<HTMLTableElement>(null);
  const order = view.placed;

  const tell = useCallback(
    (target: EventTarget) => {
      const cell = target instanceof Element ? target.closest<HTMLElement>("[data-row]") : null;
      const { row, column } = cell?.dataset ?? {};
      if (row === undefined || column === undefined) return;
      const options = [order[Number(row)]?.option, order[Number(column)]?.option];
      const [from, to] = options;
      if (from !== undefined && to !== undefined) onTell({ row: from, column: to });
    },
    [order, onTell],
  );

  const move = (event: React.KeyboardEvent) => {
    const step = MOVES[event.key];
    const cell = event.target instanceof HTMLElement ? event.target : null;
    if (!step || cell?.dataset.row === undefined) return;
    event.preventDefault();
    const forward = document.documentElement.dir === "rtl" ? -1 : 1;
    const next = [
      Number(cell.dataset.row) + step[0],
      Number(cell.dataset.column) + forward * step[1],
    ];
    const found = table.current?.querySelector<HTMLElement>(
      `[data-row="${next[0]}"][data-column="${next[1]}"]`,
    );
    if (!found) return;
    cell.tabIndex = -1;
    found.tabIndex = 0;
    found.focus();
  };

  return (
    <div className="duels-box scrolled">
      <table
        ref={table}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: its cells are moved through with the arrow keys
        role="grid"
        className={order.length > 12 ? "duels duels-many" : "duels"}
        onMouseOver={(event) => tell(event.target)}
        onFocus={(event) => tell(event.target)}
        onKeyDown={move}
      >
        <caption className="visually-hidden">{t("result.duels.caption")}</caption>
        <thead>
          <tr>
            <th scope="col" className="duels-corner">
              {t("result.duels.corner")}
            </th>
            {order.map(({ option }) => (
              <th
                key={option}
                scope="col"
                className="duels-column"
                title={view.names.title(option)}
              >
                <abbr title={view.names.title(option)}>{view.names.label(option)}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {order.map(({ option: from }, row) => (
            <tr key={from}>
              <th scope="row" className="duels-row" dir="auto">
                <span className="duels-label">{view.names.label(from)}</span>{" "}
                {view.names.title(from)}
              </th>
              {order.map(({ option: to }, column) => {
                const won = view.duels.prefer(from, to);
                const lost = view.duels.prefer(to, from);
                const same = from === to;
                const state = same ? "same" : won > lost ? "won" : won < lost ? "lost" : "even";
                const strength = strengthStep(won - lost, view.wording.votes);
                return (
                  <td
                    key={to}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the arrow keys move to it
                    role="gridcell"
                    data-row={row}
                    data-column={column}
                    tabIndex={row === 0 && column === Math.min(1, order.length - 1) ? 0 : -1}
                    className={`duel duel-${state} duel-strength-${strength}`}
                  >
                    {same ? (
                      <span aria-hidden="true">·</span>
                    ) : (
                      <>
                        <span className="duel-sign" aria-hidden="true">
                          {state === "won" ? "▲" : state === "lost" ? "▽" : "="}
                        </span>
                        {number(won)}
                        <span className="duel-lost">
                          {" : "}
                          {number(lost)}
                        </span>
                      </>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
});
