import { create } from "@bufbuild/protobuf";
import { Phase, PlannedPhaseSchema } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, it } from "vitest";
import { type Known, mayReadResult, needsOf } from "./needs";

function known(phase: Phase, given: Partial<Known> = {}): Known {
  return {
    deliberation: { phase, decisionCount: 1, plan: [] },
    votes: true,
    leads: false,
    progress: { done: 12, total: 12, next: "" },
    ballot: "none",
    verdict: { state: "none" },
    hasDraft: false,
    delegate: "",
    delegators: 0,
    newArguments: { count: 0, measures: 0 },
    ...given,
  };
}

const kinds = (one: Known) => needsOf(one).map(({ kind }) => kind);

describe("what the reader is needed for", () => {
  it("is scoring, as long as scores lack", () => {
    const progress = { done: 3, total: 12, next: "m4" };
    expect(needsOf(known(Phase.SCORING, { progress }))).toEqual([
      { kind: "score", done: 3, total: 12, next: "m4" },
    ]);
    expect(kinds(known(Phase.SCORING))).toEqual([]);
    expect(kinds(known(Phase.DISCUSSING, { progress }))).toEqual([]);
  });

  it("is a second look at the scores in the phase of revising", () => {
    expect(kinds(known(Phase.REVISING))).toEqual(["rescore"]);
  });

  it("is the vote, until a ballot is cast or somebody else votes for the reader", () => {
    expect(kinds(known(Phase.VOTING))).toEqual(["vote"]);
    expect(kinds(known(Phase.VOTING, { ballot: "cast" }))).toEqual([]);
    expect(kinds(known(Phase.VOTING, { delegate: "ana" }))).toEqual([]);
    expect(kinds(known(Phase.VOTING, { hasDraft: true, ballot: "cast" }))).toEqual(["draftBallot"]);
    expect(kinds(known(Phase.VOTING, { delegators: 2 }))).toEqual(["vote", "delegators"]);
  });

  it("is nothing of this for those who only read", () => {
    const progress = { done: 0, total: 4, next: "m" };
    for (const phase of [Phase.SCORING, Phase.VOTING, Phase.REVISING]) {
      expect(kinds(known(phase, { votes: false, progress }))).toEqual([]);
    }
  });

  it("is a receipt that does not hold before anything else", () => {
    const verdict = { state: "lost", words: "a b c d e f" } as const;
    expect(kinds(known(Phase.VOTING, { verdict }))).toEqual(["receipt", "vote"]);
  });

  it("is what others said since the last visit, until the close", () => {
    const newArguments = { count: 3, measures: 2 };
    expect(kinds(known(Phase.DISCUSSING, { newArguments }))).toEqual(["newArguments"]);
    expect(kinds(known(Phase.CLOSED, { newArguments }))).toEqual(["result"]);
  });

  it("is the result, once the reader may read it", () => {
    const plan = [create(PlannedPhaseSchema, { phase: Phase.PUBLISHED })];
    const closed = known(Phase.CLOSED, {
      deliberation: { phase: Phase.CLOSED, decisionCount: 1, plan },
    });
    expect(mayReadResult(closed)).toBe(false);
    expect(mayReadResult({ ...closed, leads: true })).toBe(true);
    expect(kinds(closed)).toEqual([]);
    expect(kinds(known(Phase.PUBLISHED))).toEqual(["result"]);
  });
});
