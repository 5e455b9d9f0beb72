import { create } from "@bufbuild/protobuf";
import { Method, type Outcome, OutcomeSchema } from "@gen/plenum/tally/v1/tally_pb";
import { describe, expect, test } from "vitest";
import { makeText } from "@/i18n";
import { messages as english } from "@/i18n/messages/en";
import { messages as korean } from "@/i18n/messages/ko";
import { recordedVote, schulzeOutcome } from "../testing/votes";
import { OptionNames, plain } from "./names";
import { placedOf } from "./outcome";
import { sentenceOf } from "./reason_text";
import { Reasons } from "./reasons";

const text = makeText("en", english);

function sentence(outcome: Outcome, option: number, locale: "en" | "ko" = "en"): string {
  const names = new OptionNames(outcome.options.map((title, i) => ({ title, number: i + 1 })));
  return plain(
    sentenceOf(new Reasons(outcome).ofPlace(option), {
      text: locale === "en" ? text : makeText("ko", korean),
      names,
      margins: outcome.method === Method.SCHULZE_MARGINS,
      votes: Number(outcome.ballotCount),
    }),
  );
}

describe("reasons by the Schulze method", () => {
  // M. Schulze's example of 45 voters: E > A > C > B > D.
  const EXAMPLE = [
    "5 A>C>B>E>D",
    "5 A>D>E>C>B",
    "8 B>E>D>A>C",
    "3 C>A>B>E>D",
    "7 C>A>E>B>D",
    "2 C>B>A>D>E",
    "7 D>C>E>B>A",
    "8 E>B>A>D>C",
  ];

  test("the example of its author comes out as published", () => {
    const order = placedOf(schulzeOutcome(EXAMPLE, 5)).map(({ option }) => "ABCDE"[option]);
    expect(order.join("")).toBe("EACBD");
  });

  test("who wins every duel is told by the closest one", () => {
    const outcome = schulzeOutcome(["4 A>B>C", "3 B>C>A", "2 A>C>B"], 3);
    expect(sentence(outcome, 0)).toBe(
      "It beats every other measure head to head; closest is “B”, 6 to 3.",
    );
  });

  test("a place in the middle tells whom it beats and whom it loses to", () => {
    const outcome = schulzeOutcome(["5 A>B>C>D", "4 B>C>D>A", "2 A>B>D>C"], 4);
    expect(sentence(outcome, 1)).toBe(
      "It beats every measure below it head to head; closest is “C”, 11 to 0. It loses to “A” above it, 4 to 7.",
    );
  });

  test("a lost duel that a chain outweighs is told with both chains", () => {
    const outcome = schulzeOutcome(EXAMPLE, 5);
    // E is first although it loses to D, and its strongest chain to the others is at least 24.
    const reason = new Reasons(outcome).ofPlace(4);
    expect(reason.kind).toBe("path");
    if (reason.kind !== "path") return;
    expect(reason.duel.lost).toBeGreaterThan(reason.duel.won);
    expect(reason.there.strength).toBeGreaterThan(reason.back?.strength ?? 0);
    expect(sentence(outcome, 4)).toMatch(/ wins their duel \d+ to \d+, but the chain of duels /);
  });

  test("the last one is told by the duel that keeps it there", () => {
    expect(sentence(schulzeOutcome(["3 A>B", "1 B>A"], 2), 1)).toBe(
      "It is last: “A” beats it head to head, 3 to 1.",
    );
    expect(sentence(schulzeOutcome(["3 A>B>C", "2 B>A>C"], 3), 2)).toBe(
      "It loses to every other measure head to head; closest is “A”, 0 to 5.",
    );
  });

  test("a shared place says what is level", () => {
    expect(sentence(schulzeOutcome(["2 A>B", "2 B>A"], 2), 0)).toBe(
      "Their duel is level, 2 to 2, and no chain of duels decides between them.",
    );
    expect(sentence(schulzeOutcome(["2 ", "2 "], 2), 0)).toBe(
      "No ballot prefers one of them to another.",
    );
  });

  test("a place that the lot gave says so", () => {
    const outcome = schulzeOutcome(["2 A>B", "2 B>A"], 2, {
      ranking: [
        { position: 1, options: [1] },
        { position: 2, options: [0] },
      ],
      working: { ties: [{ tied: [0, 1], resolved: [1, 0], rule: "seeded permutation" }] },
    });
    expect(sentence(outcome, 1)).toBe("The votes leave it level with “A”; the lot put it first.");
    expect(sentence(outcome, 0)).toBe(
      "The votes leave it level with “B”; the lot put it after that.",
    );
  });

  test("every place of random votes has a whole sentence in both languages", () => {
    let seed = 11;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    for (let round = 0; round < 60; round++) {
      const options = 2 + Math.floor(random() * 5);
      const lines = Array.from({ length: 1 + Math.floor(random() * 7) }, () => {
        const order = Array.from("ABCDEFG".slice(0, options)).sort(() => random() - 0.5);
        return `${1 + Math.floor(random() * 3)} ${order.join(random() > 0.8 ? "=" : ">")}`;
      });
      const method = random() > 0.5 ? Method.SCHULZE_MARGINS : Method.SCHULZE_WINNING_VOTES;
      const outcome = schulzeOutcome(lines, options, { method });
      for (const { option } of placedOf(outcome)) {
        for (const locale of ["en", "ko"] as const) {
          expect(sentence(outcome, option, locale)).toMatch(/^[^{}?]+\.$/);
        }
      }
    }
  });
});

test("the reasons of a real vote have the figures of the server's sentences", () => {
  const { outcome } = recordedVote().result;
  if (!outcome) throw new Error("the recorded vote has no outcome");
  for (const { options, reason } of outcome.ranking) {
    // The page tells a lost duel from the side of the loser, the server from that of the winner.
    const figures = (words: string) =>
      (words.match(/\d+ to \d+/g) ?? []).map((duel) => duel.split(" to ").sort().join());
    expect(figures(sentence(outcome, options[0] ?? 0))).toEqual(figures(reason));
  }
});

describe("reasons by other methods", () => {
  const base = schulzeOutcome(["4 A>B>C", "3 B>C>A", "2 C>B>A"], 3);
  const withWorking = (method: Method, working: object): Outcome =>
    create(OutcomeSchema, { ...base, $typeName: undefined, method, working } as never);

  test("the round in which the lower one left decides", () => {
    const outcome = withWorking(Method.INSTANT_RUNOFF, {
      unit: "votes",
      rounds: [
        {
          votes: [
            { option: 0, votes: "4" },
            { option: 1, votes: "3" },
            { option: 2, votes: "2" },
          ],
          exhausted: "0",
          eliminated: [2],
        },
        {
          votes: [
            { option: 0, votes: "4" },
            { option: 1, votes: "5" },
          ],
          exhausted: "0",
          elected: [1],
          eliminated: [0],
        },
      ],
    });
    const reasons = new Reasons(outcome);
    expect(reasons.ofPair(1, 2).reason).toMatchObject({
      why: { kind: "out", round: 1, votes: { upper: "3", lower: "2" } },
    });
    expect(reasons.ofPair(1, 0).reason).toMatchObject({
      why: { kind: "elected", round: 2, votes: { upper: "5", lower: "4" } },
    });
  });

  test("equal votes in a round are told as what the tie rule did", () => {
    const outcome = withWorking(Method.INSTANT_RUNOFF, {
      unit: "votes",
      rounds: [
        {
          votes: [
            { option: 1, votes: "2" },
            { option: 2, votes: "2" },
          ],
          eliminated: [2],
        },
      ],
      ties: [{ tied: [1, 2], resolved: [1, 2], rule: "declared order", round: 1 }],
    });
    expect(new Reasons(outcome).ofPair(1, 2).reason).toMatchObject({
      why: { kind: "tieRule", rule: "declared order" },
    });
  });

  test("a figure is told with its unit", () => {
    const outcome = withWorking(Method.BORDA, {
      figures: [{ name: "Borda points", values: ["8", "23/2", "7"], higherIsBetter: true }],
    });
    const first = outcome.ranking[0]?.options[0] ?? 0;
    expect(first).toBe(1);
    expect(sentence(outcome, first)).toBe("It has 11.5 Borda points, and “C” has 7.");
  });

  test("a chain of defeats that count is told in its order", () => {
    const outcome = withWorking(Method.RANKED_PAIRS_WINNING_VOTES, {
      defeats: [
        { winner: 1, loser: 2, strength: 7n, kept: true },
        { winner: 2, loser: 0, strength: 5n, kept: true },
        { winner: 0, loser: 1, strength: 4n, kept: false },
      ],
    });
    expect(new Reasons(outcome).ofPair(1, 0).reason).toMatchObject({
      why: { kind: "chain", path: [1, 2, 0] },
    });
  });
});
