// The rules of a vote as a form holds them: text where people type, and nothing unspecified.
import { create } from "@bufbuild/protobuf";
import {
  QuorumBasis,
  Secrecy,
  Threshold,
  TieRule,
  type VotingRules,
  VotingRulesSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Method, PackageRule, Unranked } from "@gen/plenum/tally/v1/tally_pb";
import type { MessageId } from "@/i18n";

export interface RulesValues {
  method: Method;
  unranked: Unranked;
  secrecy: Secrecy;
  tieRule: TieRule;
  tieSeed: string;
  quorumBasis: QuorumBasis;
  quorumPercent: string;
  threshold: Threshold;
  /** Name of a measure, or nothing. */
  baseline: string;
  choosesPackage: boolean;
  packageRule: PackageRule;
  budget: string;
  /** By the measures' names. */
  costs: Record<string, string>;
}

const USUAL_QUORUM = 50;

export function valuesOfRules(rules: VotingRules | undefined): RulesValues {
  return {
    method: rules?.method || Method.SCHULZE_WINNING_VOTES,
    unranked: rules?.unranked || Unranked.TIED_LAST,
    secrecy: rules?.secrecy || Secrecy.DETACHED,
    tieRule: rules?.tieRule || TieRule.SHARED,
    tieSeed: rules?.tieSeed ?? "",
    quorumBasis: rules?.quorum?.basis ?? QuorumBasis.UNSPECIFIED,
    quorumPercent: String(rules?.quorum?.percent || USUAL_QUORUM),
    threshold: rules?.threshold ?? Threshold.UNSPECIFIED,
    baseline: rules?.baseline ?? "",
    choosesPackage: rules?.package !== undefined,
    packageRule: rules?.package?.rule || PackageRule.EQUAL_SHARES,
    budget: rules?.package === undefined ? "" : String(rules.package.budget),
    costs: Object.fromEntries(
      (rules?.package?.costs ?? []).map(({ measure, cost }) => [measure, String(cost)]),
    ),
  };
}

const MOST_MONEY = 2n ** 53n;

/** A whole number as people write it, with spaces or commas between thousands; null when it is none. */
export function wholeNumber(text: string): bigint | null {
  const plain = text.trim().replace(/(?<=\d)[\s,'’.](?=\d{3}(\D|$))/g, "");
  if (!/^\d{1,16}$/.test(plain)) return null;
  const value = BigInt(plain);
  return value <= MOST_MONEY ? value : null;
}

export type RulesErrors = Partial<Record<"quorumPercent" | "budget", MessageId>> & {
  /** Measures whose cost is no number. */
  costs: string[];
};

export function errorsOf(values: RulesValues): RulesErrors {
  const errors: RulesErrors = { costs: [] };
  if (values.quorumBasis !== QuorumBasis.UNSPECIFIED) {
    const percent = wholeNumber(values.quorumPercent);
    if (percent === null || percent < 1n || percent > 100n) {
      errors.quorumPercent = "rules.quorum.percent.error";
    }
  }
  if (values.choosesPackage) {
    const budget = wholeNumber(values.budget);
    if (budget === null || budget < 1n) errors.budget = "rules.package.budget.error";
    errors.costs = Object.entries(values.costs)
      .filter(([, cost]) => cost.trim() !== "" && wholeNumber(cost) === null)
      .map(([measure]) => measure);
  }
  return errors;
}

export function hasErrors(errors: RulesErrors): boolean {
  return Object.keys(errors).length > 1 || errors.costs.length > 0;
}

/** What is sent, of values without errors. Costs of `voted` measures only are kept. */
export function rulesOf(values: RulesValues, voted: readonly string[]): VotingRules {
  const { choosesPackage, threshold } = values;
  const drawn = values.tieRule === TieRule.DRAWN;
  return create(VotingRulesSchema, {
    method: values.method,
    unranked: values.unranked,
    secrecy: values.secrecy,
    tieRule: values.tieRule,
    tieSeed: drawn ? values.tieSeed.trim() : "",
    ...(values.quorumBasis !== QuorumBasis.UNSPECIFIED && {
      quorum: { basis: values.quorumBasis, percent: Number(wholeNumber(values.quorumPercent)) },
    }),
    threshold: choosesPackage ? Threshold.UNSPECIFIED : threshold,
    baseline: choosesPackage || threshold === Threshold.UNSPECIFIED ? "" : values.baseline,
    ...(choosesPackage && {
      package: {
        rule: values.packageRule,
        budget: wholeNumber(values.budget) ?? 0n,
        costs: voted.flatMap((measure) => {
          const cost = wholeNumber(values.costs[measure] ?? "");
          return cost === null ? [] : [{ measure, cost }];
        }),
      },
    }),
  });
}
