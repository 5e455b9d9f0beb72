import { create } from "@bufbuild/protobuf";
import { WeightMethod, WeightsSchema } from "@gen/plenum/scoring/v1/scoring_pb";
import { describe, expect, test } from "vitest";
import {
  comparisonOf,
  decimal,
  meanShares,
  sharesOf,
  sharesOfRanks,
  sharesSaid,
  typedFrom,
} from "./weight_model";

const criteria = [{ name: "a" }, { name: "b" }, { name: "c" }];

describe("shares", () => {
  test("are parts of the sum, and nothing where all are 0", () => {
    expect(sharesOf([3, 1])).toEqual([0.75, 0.25]);
    expect(sharesOf([0, 0])).toBeNull();
  });

  test("of ranks are the rank order centroid", () => {
    // Barron and Barrett's table for three: 0.6111, 0.2778, 0.1111.
    const shares = sharesOfRanks([2, 1, 3]);
    expect(shares[0]).toBeCloseTo(0.2778, 4);
    expect(shares[1]).toBeCloseTo(0.6111, 4);
    expect(shares[2]).toBeCloseTo(0.1111, 4);
  });

  test("of tied ranks are level, and all shares make one", () => {
    const shares = sharesOfRanks([1, 1, 5, 9]);
    expect(shares[0]).toBe(shares[1]);
    expect((shares[2] ?? 0) > (shares[3] ?? 0)).toBe(true);
    expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

describe("what a member says", () => {
  test("is read with points and commas", () => {
    expect(decimal(" 2,5 ")).toBe(2.5);
    expect(decimal(".5")).toBe(0.5);
    expect(decimal("1e3")).toBeNull();
    expect(decimal("")).toBeNull();
  });

  test("by points may have any sum but none", () => {
    expect(sharesSaid(WeightMethod.DIRECT, ["3", "0", "1"])).toEqual([0.75, 0, 0.25]);
    expect(sharesSaid(WeightMethod.DIRECT, ["0", "0"])).toBeNull();
    expect(sharesSaid(WeightMethod.DIRECT, ["-1", "2"])).toBeNull();
    expect(sharesSaid(WeightMethod.DIRECT, ["1000001", "2"])).toBeNull();
  });

  test("by swings needs one of 100", () => {
    expect(sharesSaid(WeightMethod.SWING, ["100", "50", "50"])).toEqual([0.5, 0.25, 0.25]);
    expect(sharesSaid(WeightMethod.SWING, ["80", "50"])).toBeNull();
    expect(sharesSaid(WeightMethod.SWING, ["100", "101"])).toBeNull();
  });

  test("by ranks needs whole ranks from 1", () => {
    expect(sharesSaid(WeightMethod.RANKS, ["1", "2"])).toEqual([0.75, 0.25]);
    expect(sharesSaid(WeightMethod.RANKS, ["0", "2"])).toBeNull();
    expect(sharesSaid(WeightMethod.RANKS, ["1.5", "2"])).toBeNull();
  });

  test("is there again when it was said by the same method", () => {
    const before = create(WeightsSchema, {
      method: WeightMethod.RANKS,
      numbers: [
        { criterion: "b", value: 1 },
        { criterion: "a", value: 2 },
      ],
    });
    expect(typedFrom(WeightMethod.RANKS, criteria, before)).toEqual(["2", "1", "1"]);
    expect(typedFrom(WeightMethod.SWING, criteria, before)).toEqual(["100", "100", "100"]);
  });
});

test("the weightiest is compared with the lightest that counts", () => {
  expect(comparisonOf([0.6, 0.3, 0, 0.1])).toMatchObject({ most: 0, least: 3 });
  expect(comparisonOf([0.6, 0.2, 0.2])?.ratio).toBeCloseTo(3);
  expect(comparisonOf([0.5, 0.5])).toBeNull();
  expect(comparisonOf([0, 0])).toBeNull();
});

test("the mean is over members, by criterion", () => {
  const of = (a: number, b: number) =>
    create(WeightsSchema, {
      weights: [
        { criterion: "b", value: b },
        { criterion: "a", value: a },
      ],
    });
  expect(meanShares([of(1, 0), of(0.5, 0.5)], criteria)).toEqual([0.75, 0.25, 0]);
  expect(meanShares([], criteria)).toEqual([0, 0, 0]);
});
