// Who would have had it otherwise, from the published ballots.

import type { CountedBallot } from "../record/count";
import type { Tiers } from "../record/entries";
import type { Placed } from "./outcome";

/** A measure that part of the voters rank high and part of them low. */
export interface Divided {
  option: number;
  high: number;
  low: number;
}

export interface Minority {
  /** Votes that contradict the result on more pairs than they follow it. */
  votes: number;
  /** Votes that rank something. */
  of: number;
  /** What these voters would put on top, the strongest first; at most 3. */
  wants: number[];
}

const CAMP_SHARE = 4;
const THIRDS = 3;
const MOST_WANTED = 3;

/** How many options a ballot puts above each; all of them for one that it leaves out. */
function aboveOf(tiers: Tiers): number[] {
  return tiers.map((tier) =>
    tier === 0 ? tiers.length : tiers.filter((other) => other !== 0 && other < tier).length,
  );
}

function ranksSomething({ tiers }: CountedBallot): boolean {
  return tiers.some((tier) => tier !== 0);
}

/**
 * Measures that a quarter or more of the votes put into the first third, and a quarter or more into the
 * last third or leave out.
 */
export function dividedOf(ballots: CountedBallot[], options: number): Divided[] {
  const high = new Array<number>(options).fill(0);
  const low = new Array<number>(options).fill(0);
  let voters = 0;
  for (const ballot of ballots.filter(ranksSomething)) {
    voters += ballot.weight;
    for (const [option, above] of aboveOf(ballot.tiers).entries()) {
      if (THIRDS * above < options) high[option] = (high[option] ?? 0) + ballot.weight;
      if (THIRDS * above >= (THIRDS - 1) * options)
        low[option] = (low[option] ?? 0) + ballot.weight;
    }
  }
  return high
    .map((count, option) => ({ option, high: count, low: low[option] ?? 0 }))
    .filter((one) => CAMP_SHARE * one.high >= voters && CAMP_SHARE * one.low >= voters)
    .sort((a, b) => Math.min(b.high, b.low) - Math.min(a.high, a.low));
}

/** Pairs of options that a ballot puts as the result does, less those that it puts the other way. */
function agreementWith({ tiers }: CountedBallot, placed: Placed[]): number {
  let agreement = 0;
  for (const [at, upper] of placed.entries()) {
    for (const lower of placed.slice(at + 1)) {
      if (upper.place === lower.place) continue;
      const a = tiers[upper.option] || tiers.length + 1;
      const b = tiers[lower.option] || tiers.length + 1;
      agreement += Math.sign(b - a);
    }
  }
  return agreement;
}

export function minorityOf(ballots: CountedBallot[], placed: Placed[]): Minority {
  const voting = ballots.filter(ranksSomething);
  const against = voting.filter((ballot) => agreementWith(ballot, placed) < 0);
  const weigh = (list: CountedBallot[]) => list.reduce((sum, { weight }) => sum + weight, 0);
  const options = placed.map(({ option }) => option);
  // By the mean number of options above: what the ballots of this minority rank highest.
  const height = new Map(options.map((option) => [option, 0]));
  for (const { tiers, weight } of against) {
    const above = aboveOf(tiers);
    for (const option of options) {
      height.set(option, (height.get(option) ?? 0) + weight * (above[option] ?? 0));
    }
  }
  const wants = [...options].sort((a, b) => (height.get(a) ?? 0) - (height.get(b) ?? 0));
  return {
    votes: weigh(against),
    of: weigh(voting),
    wants: against.length === 0 ? [] : wants.slice(0, MOST_WANTED),
  };
}

/** Votes that put each option first, alone or with others. */
export function firstChoicesOf(ballots: CountedBallot[], options: number): number[] {
  const firsts = new Array<number>(options).fill(0);
  for (const { tiers, weight } of ballots) {
    for (const [option, tier] of tiers.entries()) {
      if (tier === 1) firsts[option] = (firsts[option] ?? 0) + weight;
    }
  }
  return firsts;
}
