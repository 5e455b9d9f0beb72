// What differs between two versions of a measure, as far as it concerns people.
import type { Measure, MeasureState, Quote } from "@gen/plenum/ingestion/v1/ingestion_pb";

export type Difference =
  | { field: "title" | "actor" | "reason"; before: string; after: string }
  | { field: "state"; before: MeasureState; after: MeasureState }
  | { field: "accepted"; after: boolean }
  | { field: "quotes"; added: Quote[]; removed: Quote[] };

function keyOf({ document, start, end }: Quote): string {
  return `${document} ${start} ${end}`;
}

function without(quotes: Quote[], others: Quote[]): Quote[] {
  const known = new Set(others.map(keyOf));
  return quotes.filter((quote) => !known.has(keyOf(quote)));
}

export function differencesOf(before: Measure, after: Measure): Difference[] {
  const found: Difference[] = [];
  if (before.title !== after.title) {
    found.push({ field: "title", before: before.title, after: after.title });
  }
  if (before.actor !== after.actor) {
    found.push({ field: "actor", before: before.actor, after: after.actor });
  }
  if (before.state !== after.state) {
    found.push({ field: "state", before: before.state, after: after.state });
  }
  if (before.rejectReason !== after.rejectReason && after.rejectReason !== "") {
    found.push({ field: "reason", before: before.rejectReason, after: after.rejectReason });
  }
  if (before.accepted !== after.accepted) {
    found.push({ field: "accepted", after: after.accepted });
  }
  const added = without(after.quotes, before.quotes);
  const removed = without(before.quotes, after.quotes);
  if (added.length > 0 || removed.length > 0) found.push({ field: "quotes", added, removed });
  return found;
}
