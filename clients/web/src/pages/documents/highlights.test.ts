import { create } from "@bufbuild/protobuf";
import { MeasureSchema, Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { describe, expect, it } from "vitest";
import { type Highlight, highlightsOf, placeInBlocks, segmentsOf } from "./highlights";

const DOCUMENT = "deliberations/d/documents/x";

function measure(id: string, ...places: [number, number][]) {
  return create(MeasureSchema, {
    name: `deliberations/d/measures/${id}`,
    title: id,
    quotes: places.map(([start, end]) => ({
      document: DOCUMENT,
      start: BigInt(start),
      end: BigInt(end),
      stance: Stance.RECOMMENDS,
    })),
  });
}

function highlights(...places: [string, number, number][]): Highlight[] {
  return highlightsOf(
    places.map(([id, start, end], index) => ({
      measure: measure(id, [start, end]),
      number: index + 1,
    })),
    DOCUMENT,
  );
}

const blocks = [
  { start: 0n, end: 10n },
  { start: 12n, end: 20n },
  { start: 21n, end: 30n },
];

describe("highlightsOf", () => {
  it("takes the quotes of the one document only, in order of the text", () => {
    const other = measure("b", [0, 3]);
    for (const quote of other.quotes) quote.document = "deliberations/d/documents/y";
    const found = highlightsOf(
      [
        { measure: measure("a", [9, 12], [1, 4]), number: 1 },
        { measure: other, number: 2 },
        { measure: measure("c", [2, 3]), number: 3 },
      ],
      DOCUMENT,
    );
    expect(found.map(({ id }) => id)).toEqual(["a-1", "c-0", "a-0"]);
  });

  it("leaves out a quote of no words", () => {
    expect(highlights(["a", 4, 4])).toEqual([]);
  });
});

describe("placeInBlocks", () => {
  it("puts a quote into each block that it reaches into, and opens it in the first", () => {
    const placed = placeInBlocks(blocks, highlights(["a", 5, 25]));
    expect([...placed.entries()].map(([block, here]) => [block, here[0]?.opens])).toEqual([
      [0, true],
      [1, false],
      [2, false],
    ]);
  });

  it("opens a quote that begins between two blocks in the second", () => {
    const placed = placeInBlocks(blocks, highlights(["a", 10, 15]));
    expect([...placed.keys()]).toEqual([1]);
    expect(placed.get(1)?.[0]?.opens).toBe(true);
  });

  it("leaves blocks alone that a quote only touches", () => {
    expect([...placeInBlocks(blocks, highlights(["a", 12, 20])).keys()]).toEqual([1]);
  });
});

describe("segmentsOf", () => {
  const cut = (...places: [string, number, number][]) => {
    const placed = placeInBlocks([{ start: 10n, end: 30n }], highlights(...places)).get(0) ?? [];
    return segmentsOf(10, 30, placed).map(({ start, end, covered, opened }) => [
      start,
      end,
      covered.map(({ title }) => title).join(""),
      opened.map(({ title }) => title).join(""),
    ]);
  };

  it("is one stretch without quotes", () => {
    expect(cut()).toEqual([[10, 30, "", ""]]);
  });

  it("cuts overlapping quotes into stretches with the same quotes", () => {
    expect(cut(["a", 12, 20], ["b", 15, 25], ["c", 15, 20])).toEqual([
      [10, 12, "", ""],
      [12, 15, "a", "a"],
      [15, 20, "abc", "bc"],
      [20, 25, "b", ""],
      [25, 30, "", ""],
    ]);
  });

  it("ends at the edges of the block", () => {
    expect(cut(["a", 0, 40])).toEqual([[10, 30, "a", "a"]]);
  });
});
