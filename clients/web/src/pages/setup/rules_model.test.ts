import { create, equals } from "@bufbuild/protobuf";
import {
  QuorumBasis,
  Secrecy,
  Threshold,
  TieRule,
  VotingRulesSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Method, PackageRule, Unranked } from "@gen/plenum/tally/v1/tally_pb";
import { describe, expect, test } from "vitest";
import { errorsOf, hasErrors, rulesOf, valuesOfRules, wholeNumber } from "./rules_model";

const measures = ["deliberations/d/measures/a", "deliberations/d/measures/b"];

describe("whole numbers", () => {
  test.each([
    ["7", 7n],
    [" 1 000 000 ", 1000000n],
    ["1,250,000", 1250000n],
    ["1.250.000", 1250000n],
    ["0", 0n],
    ["9007199254740992", 9007199254740992n],
  ])("reads %s", (text, value) => expect(wholeNumber(text)).toBe(value));

  test.each(["", "1.5", "1,25", "-3", "ten", "9007199254740993", "1e3"])("refuses “%s”", (text) =>
    expect(wholeNumber(text)).toBeNull(),
  );
});

describe("the rules of a form", () => {
  test("have the server's defaults where nothing was planned", () => {
    expect(valuesOfRules(undefined)).toMatchObject({
      method: Method.SCHULZE_WINNING_VOTES,
      unranked: Unranked.TIED_LAST,
      secrecy: Secrecy.DETACHED,
      tieRule: TieRule.SHARED,
      quorumBasis: QuorumBasis.UNSPECIFIED,
      threshold: Threshold.UNSPECIFIED,
      choosesPackage: false,
    });
    expect(hasErrors(errorsOf(valuesOfRules(undefined)))).toBe(false);
  });

  test("are sent as they were read", () => {
    const planned = create(VotingRulesSchema, {
      method: Method.BORDA,
      unranked: Unranked.NOT_COMPARED,
      secrecy: Secrecy.OPEN,
      tieRule: TieRule.DRAWN,
      tieSeed: "a draw in the square",
      quorum: { basis: QuorumBasis.WEIGHTS, percent: 60 },
      threshold: Threshold.TWO_THIRDS,
      baseline: measures[0] ?? "",
    });
    expect(equals(VotingRulesSchema, rulesOf(valuesOfRules(planned), measures), planned)).toBe(
      true,
    );
  });

  test("send no seed, baseline or threshold that they do not use", () => {
    const values = valuesOfRules(undefined);
    const rules = rulesOf(
      {
        ...values,
        tieSeed: "left over",
        baseline: measures[1] ?? "",
        threshold: Threshold.MAJORITY,
        choosesPackage: true,
        budget: "1,000",
        costs: { [measures[0] ?? ""]: "300", [measures[1] ?? ""]: "", gone: "5" },
      },
      measures,
    );
    expect(rules.tieSeed).toBe("");
    expect(rules.threshold).toBe(Threshold.UNSPECIFIED);
    expect(rules.baseline).toBe("");
    expect(rules.package).toMatchObject({ rule: PackageRule.EQUAL_SHARES, budget: 1000n });
    expect(rules.package?.costs.map(({ measure, cost }) => [measure, cost])).toEqual([
      [measures[0], 300n],
    ]);
  });

  test("name what is no number", () => {
    const values = valuesOfRules(undefined);
    expect(
      errorsOf({ ...values, quorumBasis: QuorumBasis.ROLL, quorumPercent: "101" }),
    ).toMatchObject({ quorumPercent: "rules.quorum.percent.error" });
    const priced = { ...values, choosesPackage: true, budget: "0", costs: { m: "x", n: "2" } };
    expect(errorsOf(priced)).toEqual({ budget: "rules.package.budget.error", costs: ["m"] });
    expect(hasErrors(errorsOf(priced))).toBe(true);
    expect(hasErrors(errorsOf({ ...priced, choosesPackage: false }))).toBe(false);
  });
});
