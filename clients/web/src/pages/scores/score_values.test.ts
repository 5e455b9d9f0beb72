import { create } from "@bufbuild/protobuf";
import { CriterionSchema, ScoreSchema } from "@gen/plenum/scoring/v1/scoring_pb";
import { describe, expect, it } from "vitest";
import { median, mediansOfOthers, readScore, scoresOf, stepsOf } from "./score_values";

const scale = (scaleMin: number, scaleMax: number) =>
  create(CriterionSchema, { scaleMin, scaleMax });

describe("a typed score", () => {
  it("is read with points and commas, on the scale", () => {
    expect(readScore(" 7,5 ", scale(0, 10))).toEqual({ state: "score", value: 7.5 });
    expect(readScore("10", scale(0, 10))).toEqual({ state: "score", value: 10 });
    expect(readScore("-3", scale(-5, 5))).toEqual({ state: "score", value: -3 });
    expect(readScore("７", scale(0, 10))).toEqual({ state: "score", value: 7 });
  });

  it("is refused off the scale, and when it is no number", () => {
    expect(readScore("10.1", scale(0, 10)).state).toBe("offScale");
    for (const text of ["a", "1e3", "1.2.3", "NaN", "--1", "."]) {
      expect(readScore(text, scale(0, 10)).state, text).toBe("notNumber");
    }
    expect(readScore("  ", scale(0, 10)).state).toBe("empty");
  });
});

describe("a scale", () => {
  it("is one to choose from when it is short and whole", () => {
    expect(stepsOf(scale(1, 5))).toEqual([1, 2, 3, 4, 5]);
    expect(stepsOf(scale(0, 10))).toHaveLength(11);
    expect(stepsOf(scale(0, 100))).toBeNull();
    expect(stepsOf(scale(0, 0.5))).toBeNull();
  });
});

describe("what others said", () => {
  const score = (member: string, value: number) =>
    create(ScoreSchema, { member, measure: "m", criterion: "c", value });

  it("has a median", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });

  it("leaves out one's own", () => {
    const all = [score("ana", 1), score("ben", 7), score("chloe", 9)];
    expect(mediansOfOthers(all, "ben").get("m", "c")).toEqual({ median: 5, count: 2 });
    expect(scoresOf(all, "ben").get("m", "c")?.value).toBe(7);
  });
});
