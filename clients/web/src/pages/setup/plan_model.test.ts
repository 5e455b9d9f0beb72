import { create } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  DeliberationSchema,
  Phase,
  PlannedPhaseSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, test } from "vitest";
import { errorsOfPlan, localTime, planOf, timeOf, valuesOfPlan, withPhase } from "./plan_model";

const now = new Date(2026, 5, 1, 12, 0);
const at = (day: number, hour = 18) => localTime(new Date(2026, 5, day, hour));
const short = [Phase.DRAFT, Phase.SCORING, Phase.VOTING, Phase.CLOSED];

describe("times", () => {
  test("are written as the field for date and time has them, and read back", () => {
    const time = new Date(2026, 0, 9, 7, 5);
    expect(localTime(time)).toBe("2026-01-09T07:05");
    expect(timeOf("2026-01-09T07:05")).toEqual(time);
  });

  test.each(["", "2026-01-09", "tomorrow", "2026-13-40T99:00"])("are not “%s”", (text) =>
    expect(timeOf(text)).toBeNull(),
  );
});

describe("a plan", () => {
  test("has the usual phases and the present one where there was none", () => {
    const values = valuesOfPlan(create(DeliberationSchema, { phase: Phase.DISCUSSING }));
    expect(values.planned).toBe(false);
    expect(values.phases).toEqual([
      Phase.DRAFT,
      Phase.SCORING,
      Phase.DISCUSSING,
      Phase.VOTING,
      Phase.CLOSED,
    ]);
  });

  test("is sent as it was stored, to the second", () => {
    const endTime = timestampFromDate(new Date(2026, 5, 9, 18, 30, 42));
    const stored = [
      create(PlannedPhaseSchema, { phase: Phase.DRAFT, endTime }),
      create(PlannedPhaseSchema, { phase: Phase.VOTING }),
      create(PlannedPhaseSchema, { phase: Phase.CLOSED }),
    ];
    const values = valuesOfPlan(create(DeliberationSchema, { phase: Phase.DRAFT, plan: stored }));
    expect(planOf(values, stored)).toEqual(stored);
  });

  test("is sent as nothing when phases are gone through by hand", () => {
    expect(planOf({ planned: false, phases: short, ends: { [Phase.DRAFT]: at(3) } })).toEqual([]);
  });

  test("sends no end of its last phase", () => {
    const plan = planOf({ planned: true, phases: short, ends: { [Phase.CLOSED]: at(9) } });
    expect(plan.at(-1)?.endTime).toBeUndefined();
  });

  test("keeps phases in their order when one is added", () => {
    const values = { planned: true, phases: short, ends: {} };
    const more = withPhase(values, Phase.COLLECTING, true);
    expect(more.phases.slice(0, 3)).toEqual([Phase.DRAFT, Phase.COLLECTING, Phase.SCORING]);
    expect(withPhase(more, Phase.COLLECTING, false).phases).toEqual(short);
  });
});

describe("errors of a plan", () => {
  const errors = (ends: Partial<Record<Phase, string>>, phases = short, phase = Phase.DRAFT) =>
    errorsOfPlan({ planned: true, phases, ends }, phase, now);

  test("are none for times that follow each other, gaps included", () => {
    expect(errors({ [Phase.DRAFT]: at(3), [Phase.VOTING]: at(9) })).toEqual({});
  });

  test("name times that are over, or not after the one before", () => {
    expect(errors({ [Phase.DRAFT]: at(1, 11) })).toEqual({ [Phase.DRAFT]: "plan.error.past" });
    expect(errors({ [Phase.DRAFT]: at(5), [Phase.VOTING]: at(5) })).toEqual({
      [Phase.VOTING]: "plan.error.order",
    });
  });

  test("leave the times of phases that are over alone", () => {
    expect(errors({ [Phase.DRAFT]: at(1, 8) }, short, Phase.SCORING)).toEqual({});
    expect(errors({ [Phase.SCORING]: at(1, 8) }, short, Phase.CLOSED)).toEqual({});
    expect(errors({ [Phase.VOTING]: at(1, 8) }, short, Phase.CLOSED)).toEqual({
      [Phase.VOTING]: "plan.error.past",
    });
  });

  test("name half a time, revising without scoring, and a plan without the present phase", () => {
    expect(errors({ [Phase.DRAFT]: "2026-06-" })).toEqual({ [Phase.DRAFT]: "plan.error.time" });
    const phases = [Phase.DRAFT, Phase.REVISING, Phase.VOTING, Phase.CLOSED];
    expect(errors({}, phases, Phase.SCORING)).toEqual({
      [Phase.REVISING]: "plan.error.revising",
      [Phase.SCORING]: "plan.error.current",
    });
  });
});
