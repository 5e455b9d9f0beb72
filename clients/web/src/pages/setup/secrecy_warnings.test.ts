import { Role, Secrecy } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { describe, expect, test } from "vitest";
import { makeText } from "@/i18n";
import { messages as english } from "@/i18n/messages/en";
import { messages as korean } from "@/i18n/messages/ko";
import { revelationsOf, sentenceOfRevelation, votersWeights } from "./secrecy_warnings";

const ones = (count: number) => new Array<number>(count).fill(1);

describe("what a vote reveals", () => {
  test("is nothing for a large group and few measures", () => {
    expect(revelationsOf(Secrecy.DETACHED, ones(40), 4)).toEqual([]);
  });

  test("is everything when ballots have names, whatever the size", () => {
    expect(revelationsOf(Secrecy.OPEN, ones(3), 12)).toEqual([{ kind: "open" }]);
  });

  test("is the last ballot of a group below five", () => {
    expect(revelationsOf(Secrecy.DETACHED, ones(4), 2)).toEqual([{ kind: "few", count: 4 }]);
    expect(revelationsOf(Secrecy.DETACHED, ones(5), 2)).toEqual([]);
  });

  test("is whose ballots have a weight that fewer than three hold", () => {
    const weights = [...ones(10), 5, 5, 2];
    expect(revelationsOf(Secrecy.DETACHED, weights, 3)).toEqual([
      { kind: "weight", count: 1, weight: 2 },
      { kind: "weight", count: 2, weight: 5 },
    ]);
    expect(revelationsOf(Secrecy.DETACHED, new Array<number>(6).fill(7), 3)).toEqual([]);
  });

  test("is a signature when there are over a hundred orders for each voter", () => {
    // 5 measures have 120 orders, 6 have 720, 7 have 5040.
    expect(revelationsOf(Secrecy.DETACHED, ones(8), 6)).toEqual([]);
    expect(revelationsOf(Secrecy.DETACHED, ones(8), 7)).toEqual([{ kind: "orders", count: 7 }]);
    expect(revelationsOf(Secrecy.DETACHED, ones(1000), 60)).toEqual([
      { kind: "orders", count: 60 },
    ]);
  });

  test("is said in both languages", () => {
    const one = { kind: "weight", count: 1, weight: 5 } as const;
    const two = { kind: "weight", count: 2, weight: 5 } as const;
    const en = makeText("en", english);
    expect(sentenceOfRevelation(one, en)).toMatch(/^Only one voter has the weight 5\..* it is\.$/);
    expect(sentenceOfRevelation(two, en)).toMatch(/^Only 2 voters have .* they are\.$/);
    expect(sentenceOfRevelation({ kind: "few", count: 1 }, en)).toMatch(/Only one person/);
    expect(sentenceOfRevelation(two, makeText("ko", korean))).toMatch(/5.*2명/);
  });
});

test("voters are members and facilitators, each with a weight of one or more", () => {
  expect(
    votersWeights([
      { role: Role.FACILITATOR, weight: 1 },
      { role: Role.MEMBER, weight: 0 },
      { role: Role.MEMBER, weight: 3 },
      { role: Role.OBSERVER, weight: 1 },
      { role: Role.SERVICE, weight: 1 },
      { role: Role.AUDITOR, weight: 9 },
    ]),
  ).toEqual([1, 1, 3]);
});
