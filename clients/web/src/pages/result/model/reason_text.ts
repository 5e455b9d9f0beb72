// Reasons as sentences in the reader's language.
import type { MessageId, Text, Values } from "@/i18n";
import type { OptionNames } from "./names";
import { fractionOf } from "./outcome";
import type { Above, Compared, Duel, Level, PathReason, Reason, Why } from "./reasons";

export interface Wording {
  text: Text;
  names: OptionNames;
  /** Strength is a lead and not a number of votes: the methods by margins. */
  margins: boolean;
  /** All votes. */
  votes: number;
}

/** One sentence about the option; "it" is the option. */
export function sentenceOf(reason: Reason, wording: Wording): string {
  const { t } = wording.text;
  const { names } = wording;
  const duelValues = ({ other, won, lost }: Duel): Values => ({
    other: names.of(other),
    won,
    lost,
  });
  switch (reason.kind) {
    case "only":
      return t("reason.only");
    case "noComparison":
      return t("reason.noComparison");
    case "tied":
      return tied(reason.level, reason.tied.length, wording);
    case "tieRule":
      return t(reason.before ? "reason.tieRule.before" : "reason.tieRule.after", {
        n: reason.level.length,
        level: names.list(reason.level, wording.text),
        rule: tieRuleName(reason.rule, wording.text),
        neighbour: names.of(reason.neighbour),
      });
    case "beatsAll":
      return t("reason.beatsAll", duelValues(reason.closest));
    case "beatsBelow":
      return beatsBelow(reason.closest, reason.several, reason.above, wording);
    case "duel":
      return reason.back === null
        ? t("reason.duel", duelValues(reason.duel))
        : t("reason.duel.back", {
            ...duelValues(reason.duel),
            back: pathText(reason.back, wording),
          });
    case "path":
      return t(reason.back === null ? "reason.path.noneBack" : "reason.path", {
        ...duelValues(reason.duel),
        duel: duelState(reason.duel),
        there: pathText(reason.there, wording),
        back: reason.back === null ? "" : pathText(reason.back, wording),
      });
    case "layer":
      return t("reason.layer", { other: names.of(reason.other), by: names.of(reason.by) });
    case "losesAll":
      return t("reason.losesAll", duelValues(reason.closest));
    case "lastByDuel":
      return t("reason.last.duel", duelValues(reason.duel));
    case "lastByPath":
      return t(reason.back === null ? "reason.last.path.noneBack" : "reason.last.path", {
        other: names.of(reason.other),
        there: pathText(reason.there, wording),
        back: reason.back === null ? "" : pathText(reason.back, wording),
      });
    case "lastByLayer":
      return t("reason.last.layer", { other: names.of(reason.by) });
    case "method":
      return methodSentence(reason.why, reason.neighbour, reason.above, wording);
  }
}

function duelState({ won, lost }: Duel): string {
  if (won === lost) return won === 0 ? "none" : "level";
  return won > lost ? "won" : "lost";
}

function strengthText(strength: number, { text, margins, votes }: Wording): string {
  return margins
    ? text.t("reason.strength.margin", { n: strength })
    : text.t("reason.strength.votes", { n: strength, of: votes });
}

/** "through B and C, weakest link 6 of 9 votes" */
function pathText({ via, strength }: PathReason, wording: Wording): string {
  const link = strengthText(strength, wording);
  if (via.length === 0) return wording.text.t("reason.pathDirect", { link });
  return wording.text.t("reason.pathVia", {
    via: wording.names.list(via, wording.text),
    link,
  });
}

function tied(level: Level | null, count: number, wording: Wording): string {
  const { t } = wording.text;
  if (level === null) return t("reason.tied.many", { n: count });
  if (level.kind === "nothing") return t("reason.tied.nothing");
  if (level.kind === "duel") return t("reason.tied.duel", { won: level.won, lost: level.lost });
  return t("reason.tied.paths", { strength: strengthText(level.strength, wording) });
}

function beatsBelow(closest: Duel, several: boolean, above: Above, wording: Wording): string {
  const { t } = wording.text;
  const { names } = wording;
  const values = {
    closest: names.of(closest.other),
    won: closest.won,
    lost: closest.lost,
    below: several ? "several" : "one",
  };
  if (above === null) return t("reason.beatsBelow", values);
  if (above.kind === "duel") {
    return t("reason.beatsBelow.duel", {
      ...values,
      above: names.of(above.duel.other),
      aboveWon: above.duel.lost,
      aboveLost: above.duel.won,
    });
  }
  return t("reason.beatsBelow.path", {
    ...values,
    above: names.of(above.other),
    strength: strengthText(above.strength, wording),
    back: strengthText(above.back, wording),
  });
}

function methodSentence(why: Why, neighbour: number, above: boolean, wording: Wording): string {
  const { text, names } = wording;
  const { t } = text;
  const base = { other: names.of(neighbour), side: above ? "above" : "below" };
  switch (why.kind) {
    case "set":
      return t(why.alone ? "reason.set.alone" : "reason.set", {
        ...base,
        set: unitName(why.name, text),
      });
    case "elected":
      return t(why.majorityOf === "" ? "reason.elected" : "reason.elected.majority", {
        ...base,
        ...pair(why.votes, text),
        round: why.round,
        unit: unitName(why.unit, text),
        of: why.majorityOf === "" ? "" : figureText(why.majorityOf, text),
      });
    case "out":
      return t(why.together ? "reason.outTogether" : "reason.out", {
        ...base,
        ...pair(why.votes, text),
        round: why.round,
        unit: unitName(why.unit, text),
      });
    case "figure":
      return t(why.higherIsBetter ? "reason.figure" : "reason.figure.less", {
        ...base,
        ...pair(why.votes, text),
        unit: unitName(why.name, text),
      });
    case "defeat":
      return t("reason.defeat", { ...base, ...pair(why.duel, text) });
    case "chain":
      return t("reason.chain", {
        ...base,
        ...pair(why.duel, text),
        path: why.path.map((option) => names.of(option)).join(" → "),
      });
    case "tieRule":
      return t("reason.method.tieRule", { ...base, rule: tieRuleName(why.rule, text) });
    case "tied":
      return why.figure
        ? t("reason.method.tied.figure", {
            other: base.other,
            value: figureText(why.figure.value, text),
            unit: unitName(why.figure.name, text),
          })
        : t("reason.method.tied", { other: base.other, ...pair(why.duel, text) });
    case "order":
      return t("reason.order", { ...base, ...pair(why.duel, text) });
  }
}

function pair({ upper, lower }: Compared, text: Text): { upper: string; lower: string } {
  return { upper: figureText(upper, text), lower: figureText(lower, text) };
}

/** "7/2" as "3.5". */
export function figureText(exact: string, { number }: Text): string {
  const value = fractionOf(exact);
  return Number.isFinite(value) ? number(value, { digits: 4 }) : exact;
}

const UNITS: Record<string, MessageId> = {
  votes: "outcome.unit.votes",
  "first choices": "outcome.unit.firstChoices",
  "last places": "outcome.unit.lastPlaces",
  "first or last places": "outcome.unit.firstOrLastPlaces",
  "Borda points": "outcome.unit.bordaPoints",
  "Dowdall points": "outcome.unit.dowdallPoints",
  "duels won less duels lost": "outcome.unit.duelsNet",
  "duels won": "outcome.unit.duelsWon",
  "duels lost": "outcome.unit.duelsLost",
  "level duels": "outcome.unit.duelsLevel",
  "deciding ranks": "outcome.unit.decidingRanks",
  "votes at the deciding rank": "outcome.unit.votesAtDecidingRank",
  "votes in the worst defeat": "outcome.unit.votesInWorstDefeat",
  "worst margin": "outcome.unit.worstMargin",
  "most opposing votes": "outcome.unit.mostOpposing",
  "Smith set": "outcome.set.smith",
  "Smith set of those left": "outcome.set.smithLeft",
  "Smith set of the rest": "outcome.set.smithLeft",
  "Schwartz set": "outcome.set.schwartz",
  "Schwartz set of the rest": "outcome.set.schwartzLeft",
  "Condorcet winner": "outcome.set.condorcetWinner",
  "as best place in the orders that the ballots contradict least": "outcome.unit.bestKemenyPlace",
};

/** The counting engine's name of a figure or a set; as it is where the page knows no words for it. */
export function unitName(name: string, { t }: Text): string {
  const known = UNITS[name];
  if (known) return t(known);
  const rank = /^votes at rank (\d+) or better$/.exec(name)?.[1];
  return rank === undefined ? name : t("outcome.unit.votesAtRank", { n: Number(rank) });
}

const TIE_RULES: Record<string, MessageId> = {
  "declared order": "outcome.tieRule.listed",
  "seeded permutation": "outcome.tieRule.drawn",
  backwards: "outcome.tieRule.backwards",
  forwards: "outcome.tieRule.forwards",
  held: "outcome.tieRule.held",
  kept: "outcome.tieRule.kept",
};

export function tieRuleName(rule: string, { t }: Text): string {
  return t(TIE_RULES[rule] ?? "outcome.tieRule.unknown");
}
