import { create } from "@bufbuild/protobuf";
import { DeliberationSchema, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, test } from "vitest";
import { stepsBack, stepsForward, usualStep } from "./phase_steps";

const standing = (phase: Phase, plan: Phase[] = [], decisionCount = 0) =>
  create(DeliberationSchema, { phase, decisionCount, plan: plan.map((p) => ({ phase: p })) });

describe("steps without a plan", () => {
  test("lead to any later phase up to voting", () => {
    expect(stepsForward(standing(Phase.DRAFT))).toEqual([
      Phase.COLLECTING,
      Phase.SCORING,
      Phase.DISCUSSING,
      Phase.VOTING,
    ]);
    expect(stepsForward(standing(Phase.SCORING))).toEqual([
      Phase.DISCUSSING,
      Phase.REVISING,
      Phase.VOTING,
    ]);
  });

  test("lead from voting to closed only, and from there to another vote", () => {
    expect(stepsForward(standing(Phase.VOTING, [], 1))).toEqual([Phase.CLOSED]);
    expect(stepsForward(standing(Phase.CLOSED, [], 1))).toEqual([Phase.VOTING]);
  });

  test("lead back where nothing is lost, and never to scoring", () => {
    expect(stepsBack(standing(Phase.DRAFT))).toEqual([]);
    expect(stepsBack(standing(Phase.DISCUSSING))).toEqual([Phase.DRAFT, Phase.COLLECTING]);
    expect(stepsBack(standing(Phase.REVISING))).toEqual([Phase.DISCUSSING]);
    expect(stepsBack(standing(Phase.CLOSED, [], 1))).toEqual([]);
  });

  test("lead back from a second vote to discussing only", () => {
    expect(stepsBack(standing(Phase.VOTING, [], 1))).toContain(Phase.DRAFT);
    expect(stepsBack(standing(Phase.VOTING, [], 2))).toEqual([Phase.DISCUSSING]);
  });

  test("take the short way by default", () => {
    expect(usualStep(standing(Phase.DRAFT))).toBe(Phase.SCORING);
    expect(usualStep(standing(Phase.SCORING))).toBe(Phase.VOTING);
    expect(usualStep(standing(Phase.VOTING, [], 1))).toBe(Phase.CLOSED);
    expect(usualStep(standing(Phase.CLOSED, [], 1))).toBeUndefined();
  });
});

describe("steps with a plan", () => {
  const plan = [Phase.DRAFT, Phase.DISCUSSING, Phase.VOTING, Phase.CLOSED, Phase.PUBLISHED];

  test("lead to its next phase only", () => {
    expect(stepsForward(standing(Phase.DRAFT, plan))).toEqual([Phase.DISCUSSING]);
    expect(usualStep(standing(Phase.CLOSED, plan, 1))).toBe(Phase.PUBLISHED);
  });

  test("lead from its end to another vote", () => {
    expect(stepsForward(standing(Phase.PUBLISHED, plan, 1))).toEqual([Phase.VOTING]);
    expect(stepsForward(standing(Phase.CLOSED, plan, 1))).toEqual([Phase.VOTING, Phase.PUBLISHED]);
  });

  test("lead back to phases that it has", () => {
    expect(stepsBack(standing(Phase.DISCUSSING, plan))).toEqual([Phase.DRAFT]);
  });
});
