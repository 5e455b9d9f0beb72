// Which measures a list shows, and under which numbers.
import { type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";

/** A measure with its number in the deliberation, by which the command line calls it too: "m3". */
export interface Item {
  measure: Measure;
  number: number;
}

export const SHOWS = [
  "active",
  "unseen",
  "accepted",
  "unproven",
  "rejected",
  "absorbed",
  "all",
] as const;
export type Show = (typeof SHOWS)[number];

export interface Filter {
  text: string;
  /** Resource name; empty for all. */
  document: string;
  show: Show;
}

/** Numbers go by the order of finding, over all measures: they never change. */
export function numbered(measures: Measure[]): Item[] {
  return measures.map((measure, index) => ({ measure, number: index + 1 }));
}

const ABSORBED: readonly MeasureState[] = [
  MeasureState.MERGED,
  MeasureState.SPLIT,
  MeasureState.UNDONE,
];

export function isAbsorbed(measure: Measure): boolean {
  return ABSORBED.includes(measure.state);
}

function isShown(measure: Measure, show: Show): boolean {
  const active = measure.state === MeasureState.ACTIVE;
  switch (show) {
    case "active":
      return active;
    case "unseen":
      return active && !measure.accepted;
    case "accepted":
      return active && measure.accepted;
    case "unproven":
      return active && measure.withoutQuote;
    case "rejected":
      return measure.state === MeasureState.REJECTED;
    case "absorbed":
      return isAbsorbed(measure);
    case "all":
      return true;
  }
}

/** Case and width of letters do not matter: "ＡＢ" is found by "ab". */
function folded(text: string): string {
  return text.normalize("NFKC").toLocaleLowerCase();
}

const searched = new WeakMap<Measure, string>();

function searchText(measure: Measure): string {
  let text = searched.get(measure);
  if (text === undefined) {
    const parts = [measure.title, measure.actor, ...measure.quotes.map((quote) => quote.text)];
    text = folded(parts.join("\n"));
    searched.set(measure, text);
  }
  return text;
}

/** Those that pass the filter; "m12" finds the measure of that number. */
export function filtered(items: Item[], filter: Filter): Item[] {
  const words = folded(filter.text)
    .split(/\s+/)
    .filter((word) => word !== "");
  return items.filter(({ measure, number }) => {
    if (!isShown(measure, filter.show)) return false;
    if (
      filter.document !== "" &&
      !measure.quotes.some(({ document }) => document === filter.document)
    ) {
      return false;
    }
    return words.every((word) => word === `m${number}` || searchText(measure).includes(word));
  });
}

export function countOf(measures: Measure[], show: Show): number {
  return measures.filter((measure) => isShown(measure, show)).length;
}

/** What is current when `gone` leaves the list: its successor, else the one before it. */
export function neighbour(items: Item[], name: string): string {
  const index = items.findIndex(({ measure }) => measure.name === name);
  const next = items[index + 1] ?? items[index - 1];
  return index < 0 ? (items[0]?.measure.name ?? "") : (next?.measure.name ?? "");
}

/**
 * The measure one place further on or back; the ends hold. From one that is not in the list any more,
 * it is the next one by number.
 */
export function stepFrom(items: Item[], name: string, by: 1 | -1, number = 0): string {
  const index = items.findIndex(({ measure }) => measure.name === name);
  if (index >= 0) {
    const to = Math.min(Math.max(index + by, 0), items.length - 1);
    return items[to]?.measure.name ?? "";
  }
  const after = number === 0 ? undefined : items.find((item) => item.number > number);
  const before = number === 0 ? undefined : items.findLast((item) => item.number < number);
  const near = by === 1 ? (after ?? before) : (before ?? after);
  return (near ?? items.at(by === 1 ? 0 : -1))?.measure.name ?? "";
}

/** Text that is put between words, kept from turning them round in scripts of the other direction. */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
