// Sentences about a ranking by criteria, in the reader's language.
import {
  type AnalyzeSensitivityResponse,
  type CriteriaRanking,
  type ExplainRankingResponse,
  type Flip,
  FlipKind,
  GroupRule,
  type RankChange,
  type RankedMeasure,
  type RankingCause,
  RankingCauseKind,
  type WeightRange,
} from "@gen/plenum/scoring/v1/scoring_pb";
import type { MessageId, Text } from "@/i18n";
import { isolated } from "@/pages/result/model/names";

/** Titles and names of what a sentence speaks of, by resource name. */
export interface Called {
  measure: (name: string) => string;
  criterion: (name: string) => string;
  member: (name: string) => string;
}

export const GROUP_RULE_NAME: Record<GroupRule, MessageId> = {
  [GroupRule.UNSPECIFIED]: "outcome.groupRule.mean",
  [GroupRule.MEAN]: "outcome.groupRule.mean",
  [GroupRule.MEDIAN]: "outcome.groupRule.median",
  [GroupRule.TRIMMED_MEAN]: "outcome.groupRule.trimmed",
  [GroupRule.GEOMETRIC_MEAN]: "outcome.groupRule.geometric",
  [GroupRule.INDIVIDUAL_TOTALS]: "outcome.groupRule.totals",
};

export function signed(value: number, { number }: Text): string {
  const text = number(Math.abs(value), { digits: 3 });
  return value < 0 ? `−${text}` : `+${text}`;
}

/** Why a measure stands where it stands: against the next one down, or by what gives it most. */
export function placeReason(
  ranking: CriteriaRanking,
  measure: RankedMeasure,
  called: Called,
  text: Text,
): string {
  const { t, number } = text;
  if (measure.position === 0) {
    return t("ranking.reason.open", {
      best: measure.bestPosition,
      worst: measure.worstPosition,
    });
  }
  const at = ranking.measures.indexOf(measure);
  const next = ranking.measures[at + 1];
  const total = number(measure.total);
  if (next && next.position > measure.position) {
    const most = mostBetween(measure, next);
    if (most) {
      return t("ranking.reason.next", {
        total,
        more: number(measure.total - next.total),
        next: isolated(next.title),
        criterion: isolated(called.criterion(most.criterion)),
        by: signed(most.difference, text),
      });
    }
  }
  const biggest = measure.contributions.reduce<RankedMeasure["contributions"][number] | null>(
    (found, one) => (found && found.contribution >= one.contribution ? found : one),
    null,
  );
  if (!biggest) return t("ranking.reason.total", { total });
  return t("ranking.reason.most", {
    total,
    criterion: isolated(called.criterion(biggest.criterion)),
    by: number(biggest.contribution),
  });
}

function mostBetween(measure: RankedMeasure, next: RankedMeasure) {
  const differences = measure.contributions.map((own) => {
    const other = next.contributions.find(({ criterion }) => criterion === own.criterion);
    return {
      criterion: own.criterion,
      difference: own.contribution - (other?.contribution ?? 0),
    };
  });
  return differences.reduce<(typeof differences)[number] | null>(
    (found, one) => (found && found.difference >= one.difference ? found : one),
    null,
  );
}

const CAUSES: Record<RankingCauseKind, MessageId> = {
  [RankingCauseKind.UNSPECIFIED]: "ranking.cause.other",
  [RankingCauseKind.CRITERION_CREATED]: "ranking.cause.criterionCreated",
  [RankingCauseKind.CRITERION_UPDATED]: "ranking.cause.criterionUpdated",
  [RankingCauseKind.SCORES_SET]: "ranking.cause.scores",
  [RankingCauseKind.WEIGHTS_SET]: "ranking.cause.weights",
  [RankingCauseKind.ROUND_OPENED]: "ranking.cause.round",
  [RankingCauseKind.MEASURES_CHANGED]: "ranking.cause.measures",
};

export function causeSentence(cause: RankingCause, called: Called, { t }: Text): string {
  return t(CAUSES[cause.kind], {
    member: isolated(called.member(cause.actor)),
    criterion: isolated(called.criterion(cause.subject)),
  });
}

export function changeSentence(change: RankChange, text: Text): string {
  const { t, number } = text;
  const { oldPosition: from, newPosition: to } = change;
  const values = {
    title: isolated(change.title),
    from,
    to,
    oldTotal: number(change.oldTotal),
    newTotal: number(change.newTotal),
  };
  if (from === 0 && to === 0) return t("ranking.change.total", values);
  if (from === 0) return t("ranking.change.enters", values);
  if (to === 0) return t("ranking.change.leaves", values);
  if (from === to) return t("ranking.change.total", values);
  return t(to < from ? "ranking.change.rises" : "ranking.change.falls", values);
}

/** The weights of a criterion at which the first measure stays first. */
export function weightRangeSentence(
  range: WeightRange,
  first: string,
  called: Called,
  text: Text,
): string {
  const { t, percent } = text;
  const below = range.rivalBelow === "" ? null : called.measure(range.rivalBelow);
  const above = range.rivalAbove === "" ? null : called.measure(range.rivalAbove);
  const values = {
    first: isolated(first),
    criterion: isolated(range.title),
    weight: percent(range.weight),
    low: percent(range.low),
    high: percent(range.high),
    below: isolated(below ?? ""),
    above: isolated(above ?? ""),
  };
  if (below === null && above === null) return t("ranking.range.always", values);
  if (below === null) return t("ranking.range.above", values);
  if (above === null) return t("ranking.range.below", values);
  return t("ranking.range.both", values);
}

export function sensitivitySentence(
  response: AnalyzeSensitivityResponse,
  called: Called,
  { t, percent }: Text,
): string {
  const [best] = response.measures;
  if (!best) return t("ranking.sensitivity.nothing");
  const share = percent(best.rankAcceptability[0] ?? 0);
  return response.clearWinner === ""
    ? t("ranking.sensitivity.noWinner", { name: isolated(best.title), share })
    : t("ranking.sensitivity.winner", {
        name: isolated(called.measure(response.clearWinner)),
        share,
      });
}

/** Why the first measure ranks above the second, or below it, or level. */
export function explanationSentence(
  response: ExplainRankingResponse,
  titles: { measure: string; other: string },
  text: Text,
): string {
  const { t, number } = text;
  const lead = response.total - response.otherTotal;
  const values = {
    measure: isolated(titles.measure),
    other: isolated(titles.other),
    total: number(response.total),
    otherTotal: number(response.otherTotal),
  };
  const sorted = response.criteria;
  const [top] = lead > 0 ? sorted : [...sorted].reverse();
  const [bottom] = lead > 0 ? [...sorted].reverse() : sorted;
  if (Math.abs(lead) < 1e-9 || !top) return t("ranking.explain.level", values);
  const decided = {
    ...values,
    criterion: isolated(top.title),
    by: signed(top.difference, text),
  };
  if (!bottom || bottom.difference * lead >= 0) return t("ranking.explain.decided", decided);
  return t("ranking.explain.decidedAgainst", {
    ...decided,
    against: isolated(bottom.title),
    againstBy: signed(bottom.difference, text),
  });
}

/** A change that would make the one that leads no better than the other. */
export function flipSentence(
  flip: Flip,
  titles: { leads: string; follows: string },
  called: Called,
  text: Text,
): string {
  const { t, percent, number } = text;
  const values = { leads: isolated(titles.leads), follows: isolated(titles.follows) };
  switch (flip.kind) {
    case FlipKind.WEIGHT:
      return t("ranking.flip.weight", {
        ...values,
        criterion: isolated(called.criterion(flip.criterion)),
        from: percent(flip.oldValue),
        to: percent(flip.newValue),
      });
    case FlipKind.SCORE:
      return t("ranking.flip.score", {
        ...values,
        member: isolated(called.member(flip.member)),
        measure: isolated(called.measure(flip.measure)),
        criterion: isolated(called.criterion(flip.criterion)),
        from: number(flip.oldValue),
        to: number(flip.newValue),
      });
    default:
      return t("ranking.flip.member", {
        ...values,
        member: isolated(called.member(flip.member)),
      });
  }
}
