// Dealing the quotes of a measure out to the parts that it is split into.
import type { Measure, Quote } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Part } from "./intents";

export const MOST_PARTS = 20;

export interface DraftPart {
  /** Tells parts apart while they are added and taken off. */
  id: number;
  title: string;
  actor: string;
  /** Keys of the quotes that it gets. */
  quotes: ReadonlySet<string>;
}

/** Names a quote whatever its position, which moves when somebody adds or takes off another. */
export function quoteKey({ document, start, end }: Quote): string {
  return `${document} ${start} ${end}`;
}

/** Two parts to begin with: the first has the title and all quotes of the whole. */
export function firstParts(whole: Measure): DraftPart[] {
  const all = new Set(whole.quotes.map(quoteKey));
  return [
    { id: 0, title: whole.title, actor: "", quotes: all },
    { id: 1, title: "", actor: "", quotes: new Set() },
  ];
}

export type Gap =
  | { kind: "title"; part: number }
  | { kind: "part"; part: number }
  | { kind: "quote"; quote: number };

/** What keeps the parts from being made; empty when nothing does. */
export function gapsOf(whole: Measure, parts: DraftPart[]): Gap[] {
  const gaps: Gap[] = [];
  for (const [index, part] of parts.entries()) {
    if (part.title.trim() === "") gaps.push({ kind: "title", part: index });
    const own = whole.quotes.filter((quote) => part.quotes.has(quoteKey(quote)));
    if (own.length === 0 && whole.quotes.length > 0) gaps.push({ kind: "part", part: index });
  }
  for (const [index, quote] of whole.quotes.entries()) {
    const dealt = parts.some((part) => part.quotes.has(quoteKey(quote)));
    if (!dealt) gaps.push({ kind: "quote", quote: index });
  }
  return gaps;
}

/** The parts as the service takes them, quotes by their positions in this version of the whole. */
export function partsOf(whole: Measure, parts: DraftPart[]): Part[] {
  return parts.map(({ title, actor, quotes }) => ({
    title: title.trim(),
    actor: actor.trim(),
    quotes: whole.quotes.flatMap((quote, index) => (quotes.has(quoteKey(quote)) ? [index] : [])),
  }));
}
