import { create } from "@bufbuild/protobuf";
import { type Timestamp, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  DeliberationSchema,
  Phase,
  PlannedPhaseSchema,
  Role,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { act, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, test, vi } from "vitest";
import { makeText } from "@/i18n";
import { messages as english } from "@/i18n/messages/en";
import { messages as korean } from "@/i18n/messages/ko";
import { makeContext, renderOnPage } from "@/testing/page";
import { timeLeft } from "./countdown";
import { PhaseBar } from "./phase_bar";

const now = new Date(2026, 5, 1, 12, 0, 0);
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

afterEach(() => vi.useRealTimers());

test.each([
  [3 * 86_400, "3 days left", "3일 남음"],
  [47 * 3_600, "47 h 0 min left", "47시간 0분 남음"],
  [3_600 + 61, "1 h 1 min left", "1시간 1분 남음"],
  [61, "1 min 1 s left", "1분 1초 남음"],
  [0, "the time is over", "시간이 끝났습니다"],
])("of %i seconds is said what is left", (seconds, en, ko) => {
  expect(timeLeft(later(seconds), now, makeText("en", english))).toBe(en);
  expect(timeLeft(later(seconds), now, makeText("ko", korean))).toBe(ko);
});

const planned = (phase: Phase, endTime?: Timestamp) =>
  create(PlannedPhaseSchema, { phase, ...(endTime && { endTime }) });

function renderBar(given: Parameters<typeof create<typeof DeliberationSchema>>[1]) {
  const deliberation = create(DeliberationSchema, given);
  const me = { member: "deliberations/d/members/ben", role: Role.MEMBER };
  const context = makeContext({ deliberation, me, leads: false });
  return renderOnPage(<PhaseBar />, { context });
}

describe("the bar of phases", () => {
  test("shows the phase now, and those that are done", () => {
    renderBar({ phase: Phase.VOTING });
    const items = within(screen.getByRole("region", { name: "Phases" })).getAllByRole("listitem");
    expect(items.map((item) => item.textContent)).toEqual([
      "✓ Draft",
      "✓ Scoring",
      "Voting",
      "Closed",
    ]);
    expect(items[2]?.getAttribute("aria-current")).toBe("step");
  });

  test("counts down to the deadline of the phase now", () => {
    vi.useFakeTimers({ now });
    const plan = [
      planned(Phase.DRAFT),
      planned(Phase.SCORING, timestampFromDate(later(125))),
      planned(Phase.VOTING, timestampFromDate(later(86_400))),
      planned(Phase.CLOSED),
    ];
    renderBar({ phase: Phase.SCORING, plan });
    const timer = screen.getByRole("timer");
    expect(timer.textContent).toBe("2 min 5 s left");
    const pass = (seconds: number) => {
      for (let second = 0; second < seconds; second++) act(() => void vi.advanceTimersByTime(1000));
    };
    pass(6);
    expect(timer.textContent).toMatch(/^1 min (58|59) s left$/);
    pass(121);
    expect(timer.textContent).toBe("the time is over");
    expect(screen.getAllByText(/^until/)).toHaveLength(2);
  });

  test("keeps to the deadline that the open vote was opened with", () => {
    renderBar({
      phase: Phase.VOTING,
      plan: [planned(Phase.DRAFT), planned(Phase.VOTING), planned(Phase.CLOSED)],
      rules: { closeTime: timestampFromDate(new Date(Date.now() + 5 * 86_400_000)) },
    });
    expect(screen.getByRole("timer").textContent).toMatch(/^[45] days left$/);
  });

  test("says when voting is halted", () => {
    renderBar({ phase: Phase.VOTING, voteSuspended: true });
    expect(screen.getByText(/Voting is halted/)).toBeTruthy();
  });

  test("offers members no step", () => {
    renderBar({ phase: Phase.DRAFT });
    expect(screen.queryByRole("button")).toBeNull();
  });
});
