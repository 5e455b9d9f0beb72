import { describe, expect, it } from "vitest";
import {
  addLast,
  ballotOfRanks,
  DIVIDER,
  dropOn,
  emptyBallot,
  makeBallot,
  moveDown,
  moveTo,
  moveUp,
  parseRank,
  type RankedBallot,
  rankedOptions,
  ranksOf,
  sameBallot,
  takeOut,
  tiedWith,
  tieWith,
  tieWithAbove,
  typeDigit,
  untie,
} from "./ballot_model";

/** "2 | 0=1 / 3": tiers, and what is not ranked. */
function text(ballot: RankedBallot): string {
  const tiers = ballot.tiers.map((tier) => tier.join("=")).join(" | ");
  return `${tiers} / ${ballot.unranked.join(" ")}`.trim();
}

const ballot = makeBallot(6, [[4], [0, 1], [5]]);

describe("a ballot", () => {
  it("begins with nothing ranked", () => {
    expect(text(emptyBallot(3))).toBe("/ 0 1 2");
  });

  it("is made of tiers that name each option once", () => {
    expect(text(makeBallot(4, [[2, 9], [], [2, 0], [7]]))).toBe("2 | 0 / 1 3");
  });

  it("is the same whatever the order within a tie", () => {
    expect(sameBallot(makeBallot(3, [[0, 1]]), makeBallot(3, [[1, 0]]))).toBe(true);
    expect(sameBallot(makeBallot(3, [[0, 1]]), makeBallot(3, [[1], [0]]))).toBe(false);
  });

  it("tells what an option is tied with", () => {
    expect(tiedWith(ballot, 0)).toEqual([1]);
    expect(tiedWith(ballot, 4)).toEqual([]);
    expect(tiedWith(ballot, 2)).toEqual([]);
  });
});

describe("moving", () => {
  it("puts an option alone on a place, and the others make room", () => {
    expect(text(moveTo(ballot, 3, 0))).toBe("3 | 4 | 0=1 | 5 / 2");
    expect(text(moveTo(ballot, 5, 1))).toBe("4 | 5 | 0=1 / 2 3");
    expect(text(moveTo(ballot, 4, 99))).toBe("0=1 | 5 | 4 / 2 3");
    expect(text(moveTo(ballot, 1, 1))).toBe("4 | 1 | 0 | 5 / 2 3");
  });

  it("goes up and down by one place", () => {
    expect(text(moveUp(ballot, 5))).toBe("4 | 5 | 0=1 / 2 3");
    expect(text(moveDown(ballot, 4))).toBe("0=1 | 4 | 5 / 2 3");
  });

  it("goes out of a tie to just above or below it", () => {
    expect(text(moveUp(ballot, 1))).toBe("4 | 1 | 0 | 5 / 2 3");
    expect(text(moveDown(ballot, 0))).toBe("4 | 1 | 0 | 5 / 2 3");
    expect(text(untie(ballot, 0))).toBe("4 | 1 | 0 | 5 / 2 3");
  });

  it("does nothing at the ends", () => {
    expect(moveUp(ballot, 4)).toBe(ballot);
    expect(moveDown(ballot, 5)).toBe(ballot);
    expect(moveDown(ballot, 2)).toBe(ballot);
    expect(untie(ballot, 4)).toBe(ballot);
  });

  it("ranks one that was not ranked below all others", () => {
    expect(text(addLast(ballot, 2))).toBe("4 | 0=1 | 5 | 2 / 3");
    expect(text(moveUp(ballot, 2))).toBe("4 | 0=1 | 5 | 2 / 3");
  });

  it("takes out what was ranked, and leaves what was not", () => {
    expect(text(takeOut(ballot, 0))).toBe("4 | 1 | 5 / 0 2 3");
    expect(takeOut(ballot, 2)).toBe(ballot);
  });
});

describe("tying", () => {
  it("joins the tier above", () => {
    expect(text(tieWithAbove(ballot, 5))).toBe("4 | 0=1=5 / 2 3");
    expect(text(tieWithAbove(ballot, 0))).toBe("4=0 | 1 | 5 / 2 3");
    expect(text(tieWithAbove(ballot, 2))).toBe("4 | 0=1 | 5=2 / 3");
  });

  it("does nothing where nothing is above", () => {
    expect(tieWithAbove(ballot, 4)).toBe(ballot);
    const empty = emptyBallot(2);
    expect(tieWithAbove(empty, 1)).toBe(empty);
  });

  it("joins the tier of another option that is ranked", () => {
    expect(text(tieWith(ballot, 2, 1))).toBe("4 | 0=1=2 | 5 / 3");
    expect(tieWith(ballot, 4, 2)).toBe(ballot);
    expect(tieWith(ballot, 4, 4)).toBe(ballot);
  });
});

describe("dropping", () => {
  it("puts an option between two tiers", () => {
    expect(text(dropOn(ballot, 5, 0))).toBe("4 | 5 | 0=1 / 2 3");
    expect(text(dropOn(ballot, 4, 5))).toBe("0=1 | 5 | 4 / 2 3");
    expect(text(dropOn(ballot, 5, 4))).toBe("5 | 4 | 0=1 / 2 3");
  });

  it("joins a tie when it is dropped into its middle", () => {
    expect(text(dropOn(ballot, 5, 1))).toBe("4 | 0=5=1 / 2 3");
    expect(text(dropOn(ballot, 4, 0))).toBe("0=4=1 | 5 / 2 3");
  });

  it("leaves a tie at its edge", () => {
    expect(text(dropOn(ballot, 1, 0))).toBe("4 | 1 | 0 | 5 / 2 3");
  });

  it("ranks what is dropped above the line, and takes out what is dropped below", () => {
    expect(text(dropOn(ballot, 3, DIVIDER))).toBe("4 | 0=1 | 5 | 3 / 2");
    expect(text(dropOn(ballot, 3, 4))).toBe("3 | 4 | 0=1 | 5 / 2");
    expect(text(dropOn(ballot, 4, DIVIDER))).toBe("0=1 | 5 / 2 3 4");
    expect(text(dropOn(ballot, 4, 3))).toBe("0=1 | 5 / 2 3 4");
    expect(text(dropOn(emptyBallot(2), 1, DIVIDER))).toBe("1 / 0");
  });

  it("follows the order in which those not ranked are shown", () => {
    expect(text(dropOn(ballot, 2, DIVIDER, [3, 2]))).toBe("4 | 0=1 | 5 | 2 / 3");
    expect(dropOn(ballot, 2, 3, [3, 2])).toBe(ballot);
  });

  it("does nothing on its own place, or on what is not there", () => {
    expect(dropOn(ballot, 4, 4)).toBe(ballot);
    expect(dropOn(ballot, 4, 77)).toBe(ballot);
  });
});

describe("ranks as numbers", () => {
  it("are the same for tied options and none for those not ranked", () => {
    expect(ranksOf(ballot)).toEqual([2, 2, null, null, 1, 3]);
  });

  it("make a ballot, with gaps or without", () => {
    expect(text(ballotOfRanks([1, 1, 2]))).toBe("0=1 | 2 /");
    expect(text(ballotOfRanks([9, null, 2, 9]))).toBe("2 | 0=3 / 1");
    expect(text(ballotOfRanks([null, null]))).toBe("/ 0 1");
  });

  it("are read from digits alone", () => {
    expect(parseRank(" 12 ")).toBe(12);
    expect(parseRank("１２")).toBe(12);
    expect(parseRank("")).toBeNull();
    for (const wrong of ["0", "-1", "1.5", "a", "1e2", "1000", "1 2"]) {
      expect(parseRank(wrong), wrong).toBeUndefined();
    }
  });
});

describe("digits typed on a row", () => {
  it("count at once when no further digit can follow", () => {
    expect(typeDigit("", "3", 9)).toEqual({ pending: "", place: 3 });
    expect(typeDigit("", "7", 60)).toEqual({ pending: "", place: 7 });
  });

  it("wait for a second digit where one can follow", () => {
    expect(typeDigit("", "1", 12)).toEqual({ pending: "1", place: null });
    expect(typeDigit("1", "2", 12)).toEqual({ pending: "", place: 12 });
    expect(typeDigit("6", "0", 60)).toEqual({ pending: "", place: 60 });
  });

  it("go to the last place when they name one beyond it", () => {
    expect(typeDigit("", "9", 4)).toEqual({ pending: "", place: 4 });
    expect(typeDigit("1", "9", 12)).toEqual({ pending: "", place: 12 });
  });

  it("begin with no zero", () => {
    expect(typeDigit("", "0", 60)).toEqual({ pending: "", place: null });
  });
});

/** The same numbers in every run: mulberry32. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe("whatever is done to a ballot", () => {
  const random = randomNumbers(60);
  const below = (n: number) => Math.floor(random() * n);

  function step(before: RankedBallot, count: number): RankedBallot {
    const option = below(count);
    const steps = [
      () => moveTo(before, option, below(count + 3) - 1),
      () => moveUp(before, option),
      () => moveDown(before, option),
      () => addLast(before, option),
      () => tieWithAbove(before, option),
      () => tieWith(before, option, below(count)),
      () => untie(before, option),
      () => takeOut(before, option),
      () => dropOn(before, option, below(count + 1) - 1),
      () => dropOn(before, option, below(count + 1) - 1, [...before.unranked].reverse()),
    ];
    return steps[below(steps.length)]?.() ?? before;
  }

  it("has every option once, no empty tier, and reads back from its numbers", () => {
    for (const count of [1, 2, 3, 7, 60]) {
      let now = emptyBallot(count);
      for (let i = 0; i < 2_000; i++) {
        const frozen = JSON.stringify(now);
        const next = step(now, count);
        expect(JSON.stringify(now)).toBe(frozen);
        const all = [...rankedOptions(next), ...next.unranked].sort((a, b) => a - b);
        expect(all).toEqual(emptyBallot(count).unranked);
        expect(next.tiers.every((tier) => tier.length > 0)).toBe(true);
        expect(sameBallot(ballotOfRanks(ranksOf(next)), next)).toBe(true);
        now = next;
      }
    }
  });

  it("moves no other option against another", () => {
    for (let i = 0; i < 2_000; i++) {
      const before = makeBallot(8, [[below(8), below(8)], [below(8)], [below(8), below(8)]]);
      const option = below(8);
      const after = moveTo(before, option, below(6));
      const order = (one: RankedBallot) => ranksOf(takeOut(one, option));
      expect(order(after)).toEqual(order(before));
    }
  });
});
