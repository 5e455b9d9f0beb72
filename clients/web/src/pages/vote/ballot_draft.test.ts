import { create } from "@bufbuild/protobuf";
import { type Option, OptionSchema } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, it } from "vitest";
import { type BallotDraft, ballotByName, readDraft, requestOf, tiersByName } from "./ballot_draft";

const options: Option[] = ["a", "b", "c"].map((measure) => create(OptionSchema, { measure }));
const draft: BallotDraft = {
  tiers: [["b"], ["a", "c"]],
  argument: "x",
  changed: 5,
  base: "e",
  step: "review",
  request: { id: "r", of: "s" },
};

describe("a ballot by names", () => {
  it("is the same by indexes, and back", () => {
    const ballot = ballotByName(draft.tiers, options);
    expect(ballot).toEqual({ tiers: [[1], [0, 2]], unranked: [] });
    expect(tiersByName(ballot, options)).toEqual(draft.tiers);
  });

  it("leaves out measures that are not voted on any more", () => {
    expect(ballotByName([["gone"], ["c", "gone"]], options)).toEqual({
      tiers: [[2]],
      unranked: [0, 1],
    });
  });
});

describe("a kept draft", () => {
  it("is read as it was written", () => {
    expect(readDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
  });

  it("is nothing when it is damaged, and lacks only what it lacks", () => {
    for (const kept of [undefined, null, 3, "x", {}, { tiers: "a" }, { tiers: [[1]] }]) {
      expect(readDraft(kept), JSON.stringify(kept)).toBeNull();
    }
    expect(readDraft({ tiers: [["a"]], step: "gone", request: { id: 1 } })).toEqual({
      tiers: [["a"]],
      argument: "",
      changed: 0,
      base: "",
      step: "edit",
      request: { id: "", of: "" },
    });
  });
});

describe("the request of a cast", () => {
  it("is the same for the same ballot and argument, and another for others", () => {
    const first = requestOf(draft);
    expect(first.id).not.toBe("r");
    expect(requestOf({ ...draft, request: first })).toEqual(first);
    expect(requestOf({ ...draft, request: first, argument: "y" }).id).not.toBe(first.id);
    expect(requestOf({ ...draft, request: first, tiers: [["a"]] }).id).not.toBe(first.id);
  });
});
