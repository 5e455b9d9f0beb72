import { create } from "@bufbuild/protobuf";
import { type Measure, MeasureSchema } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { describe, expect, it } from "vitest";
import { type DraftPart, firstParts, gapsOf, partsOf, quoteKey } from "./deal";
import { differencesOf } from "./differences";

function whole(...starts: number[]): Measure {
  return create(MeasureSchema, {
    title: "Whole",
    quotes: starts.map((start) => ({
      document: "x",
      start: BigInt(start),
      end: BigInt(start + 5),
    })),
  });
}

function part(measure: Measure, title: string, ...positions: number[]): DraftPart {
  const keys = positions.flatMap((p) => (measure.quotes[p] ? [quoteKey(measure.quotes[p])] : []));
  return { id: 0, title, actor: "", quotes: new Set(keys) };
}

describe("splitting", () => {
  const measure = whole(0, 10, 20);

  it("begins with a second part that lacks title and quote", () => {
    expect(gapsOf(measure, firstParts(measure))).toEqual([
      { kind: "title", part: 1 },
      { kind: "part", part: 1 },
    ]);
  });

  it("asks for each quote that nobody gets", () => {
    const parts = [part(measure, "A", 0), part(measure, "B", 1)];
    expect(gapsOf(measure, parts)).toEqual([{ kind: "quote", quote: 2 }]);
  });

  it("lets one quote prove two parts", () => {
    expect(gapsOf(measure, [part(measure, "A", 0, 1), part(measure, "B", 1, 2)])).toEqual([]);
  });

  it("needs no quotes of a measure that has none", () => {
    const bare = whole();
    expect(gapsOf(bare, [part(bare, "A"), part(bare, "B")])).toEqual([]);
  });

  it("names quotes by their position in the newest version", () => {
    const parts = [part(measure, "A", 0), part(measure, " B ", 1, 2)];
    const moved = whole(7, 0, 10, 20);
    expect(partsOf(moved, parts).map(({ title, quotes }) => [title, quotes])).toEqual([
      ["A", [1]],
      ["B", [2, 3]],
    ]);
    expect(gapsOf(moved, parts)).toEqual([{ kind: "quote", quote: 0 }]);
  });
});

describe("differencesOf", () => {
  it("says nothing of two versions that differ in what people do not see", () => {
    expect(differencesOf(whole(1), { ...whole(1), etag: "new" })).toEqual([]);
  });

  it("says which quotes came and went, whatever their order", () => {
    const [difference] = differencesOf(whole(1, 2), whole(3, 2));
    expect(difference).toMatchObject({
      field: "quotes",
      added: [{ start: 3n }],
      removed: [{ start: 1n }],
    });
    expect(differencesOf(whole(1, 2), whole(2, 1))).toEqual([]);
  });

  it("says what title, actor, state and acceptance are now", () => {
    const before = { ...whole(), title: "A", actor: "x", accepted: true };
    const after = { ...whole(), title: "B", actor: "", state: 2, rejectReason: "No" };
    expect(differencesOf(before, after).map(({ field }) => field)).toEqual([
      "title",
      "actor",
      "state",
      "reason",
      "accepted",
    ]);
  });
});
