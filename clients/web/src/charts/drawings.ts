// The pictures that the pages share, as options of Observable Plot.
import type { Draw } from "./plot";
import { charactersIn, seriesColour, shortened } from "./series";

export interface Bar {
  label: string;
  value: number;
  /** How the value is written behind the bar. */
  shown: string;
}

/** Horizontal bars, each below its label, so that a label may be as long as the chart is wide. */
export function bars(data: Bar[], most = Math.max(0, ...data.map(({ value }) => value))): Draw {
  return (plot, { width, rem }) => {
    const rows = data.map((bar, index) => ({ ...bar, row: index }));
    return {
      height: rows.length * 2.75 * rem + 4,
      marginLeft: 1,
      marginRight: 5 * rem,
      marginTop: 0,
      marginBottom: 4,
      x: { axis: null, domain: [0, most || 1] },
      y: { axis: null, domain: rows.map(({ row }) => row), padding: 0 },
      marks: [
        plot.barX(rows, {
          x: "value",
          y: "row",
          insetTop: 1.5 * rem,
          insetBottom: 0.35 * rem,
          fill: seriesColour(0),
        }),
        plot.text(rows, {
          x: "value",
          y: "row",
          text: "shown",
          textAnchor: "start",
          dx: 0.4 * rem,
          dy: 0.6 * rem,
        }),
        plot.text(rows, {
          x: 0,
          y: "row",
          text: (bar: Bar) => shortened(bar.label, charactersIn(width, rem)),
          textAnchor: "start",
          dy: -0.55 * rem,
          fontWeight: 600,
        }),
      ],
    };
  };
}

export interface Stack {
  label: string;
  /** One for each series, in the order of the legend; nothing is drawn of 0. */
  parts: number[];
  /** Behind the bar. */
  shown: string;
}

/** Horizontal bars of several parts. Figures stand in parts that have room for them. */
export function stacks(data: Stack[], format: (value: number) => string): Draw {
  return (plot, { width, rem }) => {
    const most = Math.max(0.0001, ...data.map(({ parts }) => parts.reduce((a, b) => a + b, 0)));
    const room = width - 4 * rem;
    const segments = data.flatMap(({ parts }, row) => {
      let from = 0;
      return parts.map((value, series) => {
        const segment = { row, series, from, to: from + value, value };
        from += value;
        return segment;
      });
    });
    const rows = data.map(({ label, shown, parts }, row) => ({
      label,
      shown,
      row,
      total: parts.reduce((a, b) => a + b, 0),
    }));
    const drawn = segments.filter(({ value }) => value > 0);
    const roomy = drawn.filter(({ value }) => (value / most) * room > 2.4 * rem);
    return {
      height: rows.length * 3 * rem + 4,
      marginLeft: 1,
      marginRight: 4 * rem,
      marginTop: 0,
      marginBottom: 4,
      x: { axis: null, domain: [0, most] },
      y: { axis: null, domain: rows.map(({ row }) => row), padding: 0 },
      marks: [
        plot.barX(drawn, {
          x1: "from",
          x2: "to",
          y: "row",
          insetTop: 1.5 * rem,
          insetBottom: 0.35 * rem,
          insetRight: 1,
          fill: ({ series }: { series: number }) => seriesColour(series),
        }),
        plot.text(roomy, {
          x: ({ from, to }: { from: number; to: number }) => (from + to) / 2,
          y: "row",
          dy: 0.6 * rem,
          text: ({ value }: { value: number }) => format(value),
          fill: "var(--surface)",
        }),
        plot.text(rows, {
          x: "total",
          y: "row",
          text: "shown",
          textAnchor: "start",
          dx: 0.4 * rem,
          dy: 0.6 * rem,
          fontWeight: 600,
        }),
        plot.text(rows, {
          x: 0,
          y: "row",
          text: ({ label }: { label: string }) => shortened(label, charactersIn(width, rem)),
          textAnchor: "start",
          dy: -0.6 * rem,
          fontWeight: 600,
        }),
      ],
    };
  };
}

/** Horizontal bars to both sides of a line in the middle. */
export function diverging(data: Bar[]): Draw {
  return (plot, { width, rem }) => {
    const rows = data.map((bar, row) => ({ ...bar, row }));
    const most = Math.max(0.0001, ...rows.map(({ value }) => Math.abs(value)));
    return {
      height: rows.length * 2.75 * rem + 4,
      marginLeft: 4 * rem,
      marginRight: 4 * rem,
      marginTop: 0,
      marginBottom: 4,
      x: { axis: null, domain: [-most, most] },
      y: { axis: null, domain: rows.map(({ row }) => row), padding: 0 },
      marks: [
        plot.barX(rows, {
          x: "value",
          y: "row",
          insetTop: 1.5 * rem,
          insetBottom: 0.35 * rem,
          fill: ({ value }: Bar) => seriesColour(value < 0 ? 1 : 0),
        }),
        plot.ruleX([0], { stroke: "var(--line-strong)" }),
        plot.text(rows, {
          x: "value",
          y: "row",
          text: "shown",
          textAnchor: "start",
          dx: 0.4 * rem,
          dy: 0.6 * rem,
          filter: ({ value }: Bar) => value >= 0,
        }),
        plot.text(rows, {
          x: "value",
          y: "row",
          text: "shown",
          textAnchor: "end",
          dx: -0.4 * rem,
          dy: 0.6 * rem,
          filter: ({ value }: Bar) => value < 0,
        }),
        plot.text(rows, {
          frameAnchor: "left",
          dx: -4 * rem,
          y: "row",
          text: ({ label }: Bar) => shortened(label, charactersIn(width, rem)),
          textAnchor: "start",
          dy: -0.55 * rem,
          fontWeight: 600,
        }),
      ],
    };
  };
}

export interface Slope {
  label: string;
  /** Places; a place that is open is not drawn. */
  from: number;
  to: number | null;
}

/** Places in one ranking and in another, joined by lines. */
export function slopes(data: Slope[], heads: { from: string; to: string }): Draw {
  return (plot, { width, rem }) => {
    const places = Math.max(1, ...data.map(({ from, to }) => Math.max(from, to ?? 1)));
    // Those that share a place stand below each other.
    const rows = [...data].sort((a, b) => a.from - b.from).map((slope, row) => ({ ...slope, row }));
    const targets = rows
      .filter((row): row is typeof row & { to: number } => row.to !== null)
      .sort((a, b) => a.to - b.to || a.row - b.row)
      .map((row, end) => ({ ...row, end }));
    const left = Math.min(width * 0.68, 28 * rem);
    const moved = (row: Slope) => row.to !== null && row.to !== row.from;
    return {
      height: (rows.length + 1.5) * 1.7 * rem,
      marginLeft: left,
      marginRight: 3 * rem,
      marginTop: 2 * rem,
      marginBottom: 0.5 * rem,
      x: { axis: null, domain: [0, 1] },
      y: { axis: null, domain: [-0.5, Math.max(rows.length, places) - 0.5], reverse: true },
      marks: [
        plot.text([heads.from], {
          x: () => 0,
          text: (head: string) => head,
          frameAnchor: "top",
          dx: 0.3 * rem,
          dy: -1.4 * rem,
          textAnchor: "end",
          fontWeight: 600,
        }),
        plot.text([heads.to], {
          x: () => 1,
          text: (head: string) => head,
          frameAnchor: "top",
          dx: 2.6 * rem,
          dy: -1.4 * rem,
          textAnchor: "end",
          fontWeight: 600,
        }),
        plot.link(targets, {
          x1: 0,
          x2: 1,
          y1: "row",
          y2: "end",
          stroke: (row: Slope) =>
            moved(row) ? seriesColour((row.to ?? 0) < row.from ? 0 : 1) : "var(--line-strong)",
          strokeWidth: (row: Slope) => (moved(row) ? 2.5 : 1.25),
        }),
        plot.dot(rows, { x: 0, y: "row", r: 0.28 * rem, fill: "currentColor" }),
        plot.dot(targets, { x: 1, y: "end", r: 0.28 * rem, fill: "currentColor" }),
        plot.text(rows, {
          x: 0,
          y: "row",
          dx: -0.7 * rem,
          textAnchor: "end",
          text: (row: Slope) =>
            `${shortened(row.label, charactersIn(left - 3 * rem, rem))}  ${row.from}.`,
        }),
        plot.text(targets, {
          x: 1,
          y: "end",
          dx: 0.7 * rem,
          textAnchor: "start",
          text: (row: Slope) => `${row.to}.`,
        }),
      ],
    };
  };
}
