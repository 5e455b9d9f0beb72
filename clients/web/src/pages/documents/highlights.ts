// Which stretches of a document are quoted by which measures, cut so that overlapping quotes can be
// shown. All places are in code points of the document's text.
import type { Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Item } from "@/pages/measures/list";

/** A quote of one measure in the document that is shown. */
export interface Highlight {
  /** "{measure id}-{position of the quote}": the same as long as the measure keeps its quotes. */
  id: string;
  measure: string;
  number: number;
  title: string;
  /** Position of the quote within its measure. */
  quote: number;
  start: number;
  end: number;
  stance: Stance;
}

/** A stretch of text that the same quotes cover from its first to its last code point. */
export interface Segment {
  start: number;
  end: number;
  /** Those that cover it, the one that began first at the front. */
  covered: Highlight[];
  /** Those that begin here. */
  opened: Highlight[];
}

/** A quote in one of the blocks that it reaches into. */
export interface Placed {
  highlight: Highlight;
  /** It begins in this block. */
  opens: boolean;
}

function byPlace(a: Highlight, b: Highlight): number {
  return a.start - b.start || b.end - a.end || a.number - b.number;
}

/** The quotes that the measures have in a document, in order of the text. */
export function highlightsOf(items: Item[], document: string): Highlight[] {
  return items
    .flatMap(({ measure, number }) =>
      measure.quotes.flatMap((quote, index) =>
        quote.document === document && quote.start < quote.end
          ? [
              {
                id: `${measure.name.slice(measure.name.lastIndexOf("/") + 1)}-${index}`,
                measure: measure.name,
                number,
                title: measure.title,
                quote: index,
                start: Number(quote.start),
                end: Number(quote.end),
                stance: quote.stance,
              },
            ]
          : [],
      ),
    )
    .sort(byPlace);
}

/** Which quotes reach into which blocks, by the position of the block. */
export function placeInBlocks(
  blocks: readonly { start: bigint; end: bigint }[],
  highlights: Highlight[],
): Map<number, Placed[]> {
  const placed = new Map<number, Placed[]>();
  for (const highlight of highlights) {
    let opens = true;
    for (let index = firstBlockAfter(blocks, highlight.start); index < blocks.length; index++) {
      const block = blocks[index];
      if (block === undefined || block.start >= highlight.end) break;
      const here = placed.get(index) ?? [];
      here.push({ highlight, opens });
      placed.set(index, here);
      opens = false;
    }
  }
  return placed;
}

/** The position of the first block that ends after a place. */
function firstBlockAfter(blocks: readonly { end: bigint }[], place: number): number {
  let low = 0;
  let high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((blocks[middle]?.end ?? 0n) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Cuts [start, end) at the edges of the quotes that reach into it. */
export function segmentsOf(start: number, end: number, placed: readonly Placed[]): Segment[] {
  const edges = new Set([start, end]);
  for (const { highlight } of placed) {
    edges.add(Math.max(highlight.start, start));
    edges.add(Math.min(highlight.end, end));
  }
  const places = [...edges].sort((a, b) => a - b);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? end;
    return {
      start: from,
      end: to,
      covered: placed
        .filter(({ highlight }) => highlight.start <= from && highlight.end >= to)
        .map(({ highlight }) => highlight),
      opened: placed
        .filter(({ highlight, opens }) => opens && Math.max(highlight.start, start) === from)
        .map(({ highlight }) => highlight),
    };
  });
}
