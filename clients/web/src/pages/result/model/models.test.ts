import { describe, expect, test } from "vitest";
import { makeText } from "@/i18n";
import { messages } from "@/i18n/messages/en";
import { ballotsFrom } from "../testing/votes";
import { summaryOf } from "./divergence";
import { EXHAUSTED, flowOf } from "./flow";
import { dividedOf, firstChoicesOf, minorityOf } from "./minority";
import { OptionNames, plain } from "./names";

describe("the flow of votes", () => {
  const round = (votes: Record<number, string>, rest: object) => ({
    votes: Object.entries(votes).map(([option, count]) => ({
      option: Number(option),
      votes: count,
    })),
    exhausted: "0",
    elected: [],
    eliminated: [],
    ...rest,
  });
  const flow = flowOf({
    rounds: [
      round({ 0: "4", 1: "3", 2: "5/2" }, { eliminated: [2], exhausted: "1/2" }),
      round({ 0: "5", 1: "4" }, { exhausted: "1", elected: [0], eliminated: [1] }),
    ] as never,
  });

  test("votes of those who leave go on to those who stay, or to nobody", () => {
    expect(flow.steps[0]?.gained).toEqual([
      { option: 0, votes: 1 },
      { option: 1, votes: 1 },
      { option: EXHAUSTED, votes: 0.5 },
    ]);
  });

  test("bands begin and end within the blocks, and nothing is lost between two rounds", () => {
    const out = flow.ribbons.reduce((sum, { start }) => sum + start[1] - start[0], 0);
    const into = flow.ribbons.reduce((sum, { end }) => sum + end[1] - end[0], 0);
    expect(out).toBeCloseTo(10);
    expect(into).toBeCloseTo(10);
    for (const { round: at, start, end, option } of flow.ribbons) {
      const target = flow.blocks.find((b) => b.round === at + 1 && b.option === option);
      expect(end[0]).toBeGreaterThanOrEqual(target?.from ?? Number.NaN);
      expect(end[1]).toBeLessThanOrEqual(target?.to ?? Number.NaN);
      expect(start[1] - start[0]).toBeCloseTo(end[1] - end[0]);
    }
    const leaving = flow.blocks.find(({ leaves, round: at }) => leaves && at === 0);
    const moved = flow.ribbons.filter((ribbon) => ribbon.moved);
    expect(moved.map(({ start }) => start[0])[0]).toBe(leaving?.from);
    expect(moved.at(-1)?.start[1]).toBe(leaving?.to);
  });
});

describe("the minority", () => {
  const placed = [0, 1, 2].map((option, index) => ({ option, place: index + 1 }));

  test("is who contradicts the result on more pairs than they follow it", () => {
    const ballots = ballotsFrom(["5 A>B>C", "2 C>B>A", "1 B>A>C", "1 "], 3);
    expect(minorityOf(ballots, placed)).toEqual({ votes: 2, of: 8, wants: [2, 1, 0] });
  });

  test("is nobody when all follow the result, and wants nothing then", () => {
    expect(minorityOf(ballotsFrom(["3 A>B>C"], 3), placed)).toEqual({
      votes: 0,
      of: 3,
      wants: [],
    });
  });

  test("what divides is high for a quarter and low or left out for a quarter", () => {
    const ballots = ballotsFrom(["3 A>B>C", "2 C>B", "1 B>C>A"], 3);
    expect(dividedOf(ballots, 3)).toEqual([
      { option: 0, high: 3, low: 3 },
      { option: 2, high: 2, low: 3 },
    ]);
  });

  test("first choices that are shared count for each", () => {
    expect(firstChoicesOf(ballotsFrom(["2 A=B>C", "1 C"], 3), 3)).toEqual([2, 2, 1]);
  });
});

describe("the divergence of vote and criteria", () => {
  const rows = (places: [number, number][]) =>
    places.map(([byVote, byCriteria], option) => ({ option, byVote, byCriteria }));

  test("is none when all places are the same", () => {
    expect(
      summaryOf(
        rows([
          [1, 1],
          [2, 2],
        ]),
      ),
    ).toEqual({ kind: "same" });
    expect(
      summaryOf(
        rows([
          [1, 1],
          [2, 0],
        ]),
      ),
    ).toEqual({ kind: "sameWhereKnown" });
    expect(summaryOf([])).toBeNull();
  });

  test("names the widest difference, and whether the first place is the same", () => {
    const sameFirst = summaryOf(
      rows([
        [1, 1],
        [2, 4],
        [3, 2],
        [4, 3],
      ]),
    );
    expect(sameFirst).toMatchObject({ kind: "differ", sameFirst: true, furthest: { option: 1 } });
    const other = summaryOf(
      rows([
        [1, 3],
        [2, 1],
        [3, 2],
      ]),
    );
    expect(other).toMatchObject({ sameFirst: false, firstByCriteria: 1, furthest: { option: 0 } });
    expect(
      summaryOf(
        rows([
          [1, 0],
          [2, 3],
        ]),
      ),
    ).toMatchObject({ firstByCriteria: null });
  });
});

test("long lists of titles name the first ones and how many more", () => {
  const names = new OptionNames("ABCDEF".split("").map((title, i) => ({ title, number: i + 1 })));
  const text = makeText("en", messages);
  expect(plain(names.list([0, 1], text))).toBe("“A” and “B”");
  expect(plain(names.list([0, 1, 2, 3, 4], text))).toBe("“A”, “B”, “C” and 2 more");
  expect(names.title(99)).toBe("?");
});
