// Everything that the parts of the result page ask of one result.
import type { Result } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { CriteriaRanking } from "@gen/plenum/scoring/v1/scoring_pb";
import { Method, type Outcome } from "@gen/plenum/tally/v1/tally_pb";
import type { Text } from "@/i18n";
import { OptionNames } from "./names";
import { Duels, type Placed, placedOf } from "./outcome";
import type { Wording } from "./reason_text";
import { Reasons } from "./reasons";

export interface ResultView {
  result: Result;
  outcome: Outcome;
  /** The vote of the deliberation, from 1. */
  decision: number;
  names: OptionNames;
  /** The measure of an option: "deliberations/d/measures/m". */
  measureOf: (option: number) => string;
  /** Best first. */
  placed: Placed[];
  placeOf: (option: number) => number;
  /** The place by the criteria; 0 for none or an open one. */
  criteriaPlaceOf: (option: number) => number;
  duels: Duels;
  reasons: Reasons;
  wording: Wording;
}

export function viewOf(result: Result, text: Text): ResultView | null {
  const { outcome, rules } = result;
  if (!outcome || !rules) return null;
  const names = new OptionNames(rules.options);
  const placed = placedOf(outcome);
  const places = new Map(placed.map(({ option, place }) => [option, place]));
  const criteria = placesByCriteria(result.criteriaRanking);
  const measureOf = (option: number) => rules.options[option]?.measure ?? "";
  return {
    result,
    outcome,
    decision: rules.decision,
    names,
    measureOf,
    placed,
    placeOf: (option) => places.get(option) ?? 0,
    criteriaPlaceOf: (option) => criteria.get(measureOf(option)) ?? 0,
    duels: Duels.of(outcome),
    reasons: new Reasons(outcome),
    wording: {
      text,
      names,
      margins: outcome.method === Method.SCHULZE_MARGINS,
      votes: Number(outcome.ballotCount),
    },
  };
}

function placesByCriteria(ranking: CriteriaRanking | undefined): Map<string, number> {
  return new Map((ranking?.measures ?? []).map(({ measure, position }) => [measure, position]));
}
