// Figures as a table: the first cell of each row is its header.
import type { ReactNode } from "react";

export interface TableColumn {
  label: string;
  /** Numbers stand at the end of their cell. */
  numeric?: boolean;
}

export interface TableRow {
  key: string;
  cells: string[];
}

export interface TableData {
  columns: TableColumn[];
  rows: TableRow[];
}

export function DataTable(props: {
  caption: string;
  data: TableData;
  /** The caption is there for screen readers only when a heading says the same. */
  captionShown?: boolean;
}) {
  const { columns, rows } = props.data;
  return (
    <table className="data-table">
      <caption className={props.captionShown ? undefined : "visually-hidden"}>
        {props.caption}
      </caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.label}
              scope="col"
              className={column.numeric ? "number" : undefined}
              dir="auto"
            >
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {row.cells.map((cell, index) =>
              index === 0 ? (
                <th key={columns[index]?.label} scope="row" dir="auto">
                  {cell}
                </th>
              ) : (
                <td
                  key={columns[index]?.label ?? index}
                  className={columns[index]?.numeric ? "number" : undefined}
                  dir="auto"
                >
                  {cell}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A box in which what is wider than the page is scrolled, with the keyboard too. */
export function ScrollBox(props: { label: string; className?: string; children: ReactNode }) {
  return (
    <section
      className={`scrolled ${props.className ?? ""}`.trim()}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to take the focus
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}
