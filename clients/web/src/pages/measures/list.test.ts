import { create } from "@bufbuild/protobuf";
import { MeasureSchema, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { describe, expect, it } from "vitest";
import { countOf, type Filter, filtered, neighbour, numbered, stepFrom } from "./list";

const { ACTIVE, REJECTED, MERGED } = MeasureState;
const quote = (document: string, text = "") => ({ document, text });

const measures = [
  {
    title: "Add crisis hotlines",
    state: ACTIVE,
    accepted: true,
    quotes: [quote("x", "A hotline")],
  },
  { title: "Reduce troops", state: ACTIVE, actor: "Ministry", quotes: [quote("y")] },
  { title: "Harden bases", state: REJECTED, quotes: [quote("x")] },
  { title: "Harden runways", state: MERGED, quotes: [quote("x")] },
  { title: "기지를 강화한다", state: ACTIVE, withoutQuote: true },
].map((init, index) => create(MeasureSchema, { name: `n${index + 1}`, ...init }));
const items = numbered(measures);

function found(filter: Partial<Filter>): number[] {
  return filtered(items, { text: "", document: "", show: "all", ...filter }).map((i) => i.number);
}

describe("filtered", () => {
  it("shows by state", () => {
    expect(found({ show: "active" })).toEqual([1, 2, 5]);
    expect(found({ show: "unseen" })).toEqual([2, 5]);
    expect(found({ show: "accepted" })).toEqual([1]);
    expect(found({ show: "unproven" })).toEqual([5]);
    expect(found({ show: "rejected" })).toEqual([3]);
    expect(found({ show: "absorbed" })).toEqual([4]);
    expect(countOf(measures, "unseen")).toBe(2);
  });

  it("finds words of title, actor and quotes in any order, whatever their case and width", () => {
    expect(found({ text: "HOTLINES crisis" })).toEqual([1]);
    expect(found({ text: "ministry" })).toEqual([2]);
    expect(found({ text: "a ｈｏｔｌｉｎｅ" })).toEqual([1]);
    expect(found({ text: "강화" })).toEqual([5]);
    expect(found({ text: "harden troops" })).toEqual([]);
  });

  it("finds a measure by its number", () => {
    expect(found({ text: "m3" })).toEqual([3]);
  });

  it("takes those with a quote in the document", () => {
    expect(found({ document: "x", show: "active" })).toEqual([1]);
  });
});

describe("moving in the list", () => {
  it("goes on from the current one, and stops at the ends", () => {
    expect(stepFrom(items, "n2", 1)).toBe("n3");
    expect(stepFrom(items, "n1", -1)).toBe("n1");
    expect(stepFrom(items, "n5", 1)).toBe("n5");
    expect(stepFrom(items, "gone", 1)).toBe("n1");
    expect(stepFrom(items, "gone", -1)).toBe("n5");
    expect(stepFrom([], "n1", 1)).toBe("");
  });

  it("goes on from where a measure was that is not in the list any more", () => {
    const rest = items.filter(({ number }) => number !== 3);
    expect(stepFrom(rest, "n3", 1, 3)).toBe("n4");
    expect(stepFrom(rest, "n3", -1, 3)).toBe("n2");
    expect(stepFrom(items.slice(0, 2), "n5", 1, 5)).toBe("n2");
  });

  it("goes to the next when one leaves the list, at the end to the one before", () => {
    expect(neighbour(items, "n2")).toBe("n3");
    expect(neighbour(items, "n5")).toBe("n4");
    expect(neighbour(items.slice(0, 1), "n1")).toBe("");
  });
});
