// The rules of a vote in the reader's words.
import {
  QuorumBasis,
  Secrecy,
  Threshold,
  TieRule,
  type VotingRules,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Unranked } from "@gen/plenum/tally/v1/tally_pb";
import type { MessageId, Text } from "@/i18n";
import { methodName, packageRuleName } from "./method_labels";

/** The title of a measure by its name. */
export type TitleOf = (measure: string) => string;

type Part = "method" | "unranked" | "secrecy" | "ties" | "quorum" | "threshold" | "package";

export const PART_LABEL: Record<Part, MessageId> = {
  method: "rules.method",
  unranked: "rules.unranked",
  secrecy: "rules.secrecy",
  ties: "rules.ties",
  quorum: "rules.quorum",
  threshold: "rules.threshold",
  package: "rules.package",
};

const SHARE: Record<Threshold, MessageId> = {
  [Threshold.UNSPECIFIED]: "rules.threshold.none",
  [Threshold.MAJORITY]: "rules.threshold.majority",
  [Threshold.TWO_THIRDS]: "rules.threshold.twoThirds",
};

function ties({ tieRule, tieSeed }: VotingRules, { t }: Text): string {
  if (tieRule === TieRule.LISTED) return t("rules.ties.listed");
  if (tieRule !== TieRule.DRAWN) return t("rules.ties.shared");
  return tieSeed === ""
    ? t("rules.ties.drawn")
    : t("rules.ties.seeded", { seed: isolated(tieSeed) });
}

function quorum({ quorum: rule }: VotingRules, { t }: Text): string {
  if (rule?.basis === QuorumBasis.ROLL) {
    return t("rules.quorum.is.roll", { percent: rule.percent });
  }
  if (rule?.basis === QuorumBasis.WEIGHTS) {
    return t("rules.quorum.is.weights", { percent: rule.percent });
  }
  return t("rules.quorum.none");
}

function threshold(rules: VotingRules, { t }: Text, titleOf: TitleOf): string {
  if (rules.package) return t("rules.threshold.package");
  const share = t(SHARE[rules.threshold]);
  if (rules.threshold === Threshold.UNSPECIFIED) return share;
  return rules.baseline === ""
    ? t("rules.threshold.is.first", { share })
    : t("rules.threshold.is.baseline", { share, baseline: isolated(titleOf(rules.baseline)) });
}

export type RulesWords = Record<Part, string>;

/** Each part of rules in one phrase; what is unspecified as its default. */
export function wordsOfRules(rules: VotingRules, text: Text, titleOf: TitleOf): RulesWords {
  const { t } = text;
  return {
    method: t(methodName(rules.method)),
    unranked: t(
      rules.unranked === Unranked.NOT_COMPARED ? "rules.unranked.not" : "rules.unranked.tied",
    ),
    secrecy: t(rules.secrecy === Secrecy.OPEN ? "rules.secrecy.open" : "rules.secrecy.detached"),
    ties: ties(rules, text),
    quorum: quorum(rules, text),
    threshold: threshold(rules, text, titleOf),
    package: rules.package
      ? t("rules.package.is", {
          budget: text.number(Number(rules.package.budget)),
          rule: t(packageRuleName(rules.package.rule)),
        })
      : t("rules.package.none"),
  };
}

/** Text of people inside of a sentence, whatever direction it is written in (UAX #9, FSI and PDI). */
export function isolated(text: string): string {
  return `\u2068${text}\u2069`;
}
