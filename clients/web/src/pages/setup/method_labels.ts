// Counting methods and package rules as message ids.
import { Method, PackageRule } from "@gen/plenum/tally/v1/tally_pb";
import type { MessageId } from "@/i18n";

const NAMES = {
  [Method.UNSPECIFIED]: "SCHULZE_WINNING_VOTES",
  [Method.SCHULZE_WINNING_VOTES]: "SCHULZE_WINNING_VOTES",
  [Method.SCHULZE_MARGINS]: "SCHULZE_MARGINS",
  [Method.RANKED_PAIRS_WINNING_VOTES]: "RANKED_PAIRS_WINNING_VOTES",
  [Method.RANKED_PAIRS_MARGINS]: "RANKED_PAIRS_MARGINS",
  [Method.MINIMAX_WINNING_VOTES]: "MINIMAX_WINNING_VOTES",
  [Method.MINIMAX_MARGINS]: "MINIMAX_MARGINS",
  [Method.MINIMAX_OPPOSITION]: "MINIMAX_OPPOSITION",
  [Method.COPELAND]: "COPELAND",
  [Method.KEMENY_YOUNG]: "KEMENY_YOUNG",
  [Method.SPLIT_CYCLE]: "SPLIT_CYCLE",
  [Method.STABLE_VOTING]: "STABLE_VOTING",
  [Method.SMITH]: "SMITH",
  [Method.SCHWARTZ]: "SCHWARTZ",
  [Method.BLACK]: "BLACK",
  [Method.NANSON]: "NANSON",
  [Method.BALDWIN]: "BALDWIN",
  [Method.INSTANT_RUNOFF]: "INSTANT_RUNOFF",
  [Method.SMITH_INSTANT_RUNOFF]: "SMITH_INSTANT_RUNOFF",
  [Method.TIDEMAN_ALTERNATIVE]: "TIDEMAN_ALTERNATIVE",
  [Method.BENHAM]: "BENHAM",
  [Method.COOMBS]: "COOMBS",
  [Method.PLURALITY]: "PLURALITY",
  [Method.TWO_ROUND]: "TWO_ROUND",
  [Method.BUCKLIN]: "BUCKLIN",
  [Method.BORDA]: "BORDA",
  [Method.DOWDALL]: "DOWDALL",
  [Method.INSTANT_RUNOFF_SKIP]: "INSTANT_RUNOFF_SKIP",
} as const satisfies Record<Method, string>;

export const methodName = (method: Method): MessageId => `method.${NAMES[method]}`;
export const methodAbout = (method: Method): MessageId => `method.${NAMES[method]}.about`;

/** Those that most votes are held by, the default first. */
export const USUAL_METHODS: readonly Method[] = [
  Method.SCHULZE_WINNING_VOTES,
  Method.RANKED_PAIRS_MARGINS,
  Method.INSTANT_RUNOFF,
  Method.BORDA,
  Method.PLURALITY,
];

export const OTHER_METHODS: readonly Method[] = Object.values(Method).filter(
  (value): value is Method =>
    typeof value === "number" && value !== Method.UNSPECIFIED && !USUAL_METHODS.includes(value),
);

const PACKAGE_NAMES = {
  [PackageRule.UNSPECIFIED]: "equalShares",
  [PackageRule.GREEDY_VOTES]: "votes",
  [PackageRule.GREEDY_VOTES_PER_COST]: "votesPerCost",
  [PackageRule.EQUAL_SHARES]: "equalShares",
  [PackageRule.EQUAL_SHARES_INCREMENT_COMPLETION]: "equalSharesMore",
  [PackageRule.EQUAL_SHARES_WITHOUT_COMPLETION]: "equalSharesOnly",
} as const satisfies Record<PackageRule, string>;

export const packageRuleName = (rule: PackageRule): MessageId =>
  `rules.package.${PACKAGE_NAMES[rule]}`;
export const packageRuleAbout = (rule: PackageRule): MessageId =>
  `rules.package.${PACKAGE_NAMES[rule]}.about`;

export const PACKAGE_RULES: readonly PackageRule[] = [
  PackageRule.EQUAL_SHARES,
  PackageRule.EQUAL_SHARES_INCREMENT_COMPLETION,
  PackageRule.EQUAL_SHARES_WITHOUT_COMPLETION,
  PackageRule.GREEDY_VOTES,
  PackageRule.GREEDY_VOTES_PER_COST,
];
