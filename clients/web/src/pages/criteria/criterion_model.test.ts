import { create } from "@bufbuild/protobuf";
import { CriterionSchema, Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { describe, expect, test } from "vitest";
import {
  criterionOf,
  curveOf,
  endsOf,
  errorsOfCriterion,
  pathsOf,
  valuesOfCriterion,
} from "./criterion_model";

describe("a criterion's form", () => {
  test("begins with a scale of 0 to 10, evenly", () => {
    const values = { ...valuesOfCriterion(), title: " Deterrence " };
    expect(errorsOfCriterion(values)).toEqual({});
    expect(criterionOf(values)).toMatchObject({
      title: "Deterrence",
      direction: Direction.HIGHER_IS_BETTER,
      scaleMin: 0,
      scaleMax: 10,
      weight: 50,
      maybeFloor: { case: undefined },
    });
    expect(criterionOf(values).valueFunction).toBeUndefined();
  });

  test("sends what it read, whatever the form of the value function", () => {
    const common = {
      title: "Cost",
      direction: Direction.LOWER_IS_BETTER,
      scaleMin: 1,
      scaleMax: 9,
    };
    const curve = create(CriterionSchema, {
      ...common,
      weight: 7,
      maybeFloor: { case: "floor", value: 0.3 },
      valueFunction: {
        form: {
          case: "piecewise",
          value: {
            knots: [
              { score: 1, value: 1 },
              { score: 4, value: 0.25 },
              { score: 9, value: 0 },
            ],
          },
        },
      },
    });
    expect(criterionOf(valuesOfCriterion(curve), 7)).toEqual(curve);
    const target = create(CriterionSchema, {
      ...common,
      weight: 7,
      valueFunction: { form: { case: "target", value: { score: 4.5 } } },
    });
    expect(criterionOf(valuesOfCriterion(target), 7)).toEqual(target);
  });

  test("names what cannot be", () => {
    const values = valuesOfCriterion();
    expect(errorsOfCriterion({ ...values, scaleMin: "10" })).toEqual({
      scale: "criteria.scale.error",
    });
    expect(errorsOfCriterion({ ...values, form: "target", target: "11" })).toEqual({
      target: "criteria.target.error",
    });
    expect(errorsOfCriterion({ ...values, floor: "120" })).toEqual({
      floor: "criteria.floor.error",
    });
  });

  test("wants steps from end to end that only rise toward the good end", () => {
    const steps = (knots: [string, string][], direction = Direction.HIGHER_IS_BETTER) =>
      errorsOfCriterion({
        ...valuesOfCriterion(),
        direction,
        form: "curve",
        knots: knots.map(([score, value]) => ({ score, value })),
      }).knots;
    expect(
      steps([
        ["0", "0"],
        ["4", "80"],
        ["10", "100"],
      ]),
    ).toBeUndefined();
    expect(
      steps([
        ["0", "0"],
        ["4", "80"],
        ["10", "70"],
      ]),
    ).toBe("criteria.knots.error");
    expect(
      steps(
        [
          ["0", "100"],
          ["10", "0"],
        ],
        Direction.LOWER_IS_BETTER,
      ),
    ).toBeUndefined();
    expect(
      steps([
        ["1", "0"],
        ["10", "100"],
      ]),
    ).toBe("criteria.knots.error");
    expect(
      steps([
        ["0", "0"],
        ["0", "50"],
        ["10", "100"],
      ]),
    ).toBe("criteria.knots.error");
    expect(steps([["0", "0"]])).toBe("criteria.knots.error");
  });

  test("asks to change the value function once, whichever of its fields changed", () => {
    expect(pathsOf(["form", "knots", "title", "scaleMin"])).toEqual([
      "value_function",
      "title",
      "scale_min",
    ]);
  });
});

test("the best end is the low one where less is better", () => {
  const scale = { scaleMin: 0, scaleMax: 5 };
  expect(endsOf({ ...scale, direction: Direction.LOWER_IS_BETTER })).toEqual({ worst: 5, best: 0 });
  expect(endsOf({ ...scale, direction: Direction.HIGHER_IS_BETTER })).toEqual({
    worst: 0,
    best: 5,
  });
});

test("a target is worth 1 at its score and 0 at the farther end", () => {
  const criterion = create(CriterionSchema, {
    scaleMin: 0,
    scaleMax: 10,
    valueFunction: { form: { case: "target", value: { score: 8 } } },
  });
  const points = curveOf(criterion, criterion.valueFunction);
  expect(points.map(({ x, y }) => [x, Number(y.toFixed(3))])).toEqual([
    [0, 0],
    [0.8, 1],
    [1, 0.75],
  ]);
});
