// What a count says, in a form that is easy to ask: options by number, places, duels.
import type { Outcome } from "@gen/plenum/tally/v1/tally_pb";
import { Method } from "@gen/plenum/tally/v1/tally_pb";

export interface Placed {
  option: number;
  /** From 1; those that share a place have the same. */
  place: number;
}

/** All options that stand, best first; those that share a place in the order of the options. */
export function placedOf(outcome: Outcome): Placed[] {
  return outcome.ranking.flatMap(({ position, options }) =>
    options.map((option) => ({ option, place: position })),
  );
}

/** Who prefers whom, head to head. */
export class Duels {
  private readonly votes: number[][];

  constructor(pairwise: number[][]) {
    this.votes = pairwise;
  }

  static of(outcome: Outcome): Duels {
    return new Duels(outcome.pairwise.map(({ values }) => values.map(Number)));
  }

  get size(): number {
    return this.votes.length;
  }

  /** Votes that prefer the first option to the second. */
  prefer(option: number, to: number): number {
    return this.votes[option]?.[to] ?? 0;
  }

  margin(option: number, to: number): number {
    return this.prefer(option, to) - this.prefer(to, option);
  }

  beats(option: number, other: number): boolean {
    return this.margin(option, other) > 0;
  }
}

export function isSchulze(method: Method): boolean {
  return (
    method === Method.SCHULZE_WINNING_VOTES ||
    method === Method.SCHULZE_MARGINS ||
    method === Method.UNSPECIFIED
  );
}

/** The methods whose votes go from those who leave the count to those who stay. */
const TRANSFERS: ReadonlySet<Method> = new Set([
  Method.INSTANT_RUNOFF,
  Method.INSTANT_RUNOFF_SKIP,
  Method.SMITH_INSTANT_RUNOFF,
  Method.BENHAM,
  Method.TWO_ROUND,
]);

export function transfersVotes(method: Method): boolean {
  return TRANSFERS.has(method);
}

/** "7" and "7/2" as numbers. */
export function fractionOf(text: string): number {
  const [above, below] = text.split("/");
  return Number(above) / Number(below ?? 1);
}
