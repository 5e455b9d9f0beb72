// Weights as people say them, and the shares of the whole that follow.
import type { Criterion, Weights } from "@gen/plenum/scoring/v1/scoring_pb";
import { WeightMethod } from "@gen/plenum/scoring/v1/scoring_pb";

/** Each number divided by their sum; nothing when all are 0. */
export function sharesOf(numbers: readonly number[]): number[] | null {
  const sum = numbers.reduce((total, number) => total + number, 0);
  return sum > 0 ? numbers.map((number) => number / sum) : null;
}

/** Rank order centroid (Barron and Barrett 1996); tied ranks share the mean of their places. */
export function sharesOfRanks(ranks: readonly number[]): number[] {
  const count = ranks.length;
  const byPlace = new Array<number>(count).fill(0);
  let sum = 0;
  for (let place = count; place > 0; place--) {
    sum += 1 / place;
    byPlace[place - 1] = sum / count;
  }
  const order = ranks.map((_, index) => index).sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  const shares = new Array<number>(count).fill(0);
  for (let begin = 0; begin < count; ) {
    let end = begin;
    let shared = 0;
    while (end < count && ranks[order[end] ?? 0] === ranks[order[begin] ?? 0]) {
      shared += byPlace[end++] ?? 0;
    }
    for (const index of order.slice(begin, end)) shares[index] = shared / (end - begin);
    begin = end;
  }
  return shares;
}

export type SaidMethod = WeightMethod.DIRECT | WeightMethod.SWING | WeightMethod.RANKS;

export const SAID_METHODS: readonly SaidMethod[] = [
  WeightMethod.DIRECT,
  WeightMethod.SWING,
  WeightMethod.RANKS,
];

const MOST_POINTS = 1_000_000;
export const MOST_SWING = 100;

/** A number as it was typed, with a point or a comma before its decimals; null when it is none. */
export function decimal(text: string): number | null {
  const plain = text.trim().replace(",", ".");
  return /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : null;
}

/** Shares that follow from what was typed; null when something is no number in range. */
export function sharesSaid(method: SaidMethod, typed: readonly string[]): number[] | null {
  const numbers = typed.map(decimal);
  if (numbers.some((number) => number === null)) return null;
  const given = numbers.map((number) => number ?? 0);
  if (method === WeightMethod.RANKS) {
    return given.every((rank) => rank >= 1 && Number.isInteger(rank)) ? sharesOfRanks(given) : null;
  }
  const most = method === WeightMethod.SWING ? MOST_SWING : MOST_POINTS;
  if (!given.every((points) => points >= 0 && points <= most)) return null;
  if (method === WeightMethod.SWING && !given.includes(MOST_SWING)) return null;
  return sharesOf(given);
}

/** What a form begins with: what was said before by this method, else all the same. */
export function typedFrom(
  method: SaidMethod,
  criteria: readonly Pick<Criterion, "name">[],
  before: Weights | undefined,
): string[] {
  const said = new Map(
    before?.method === method
      ? before.numbers.map(({ criterion, value }) => [criterion, value] as const)
      : [],
  );
  const same = method === WeightMethod.RANKS ? 1 : method === WeightMethod.SWING ? MOST_SWING : 50;
  return criteria.map(({ name }) => String(said.get(name) ?? same));
}

export interface Comparison {
  most: number;
  least: number;
  ratio: number;
}

/** The weightiest and the lightest criterion that counts, by their indexes; null when all are level. */
export function comparisonOf(shares: readonly number[]): Comparison | null {
  let most = -1;
  let least = -1;
  shares.forEach((share, index) => {
    if (share <= 0) return;
    if (most < 0 || share > (shares[most] ?? 0)) most = index;
    if (least < 0 || share < (shares[least] ?? 0)) least = index;
  });
  const ratio = (shares[most] ?? 0) / (shares[least] ?? 1);
  return most < 0 || ratio < 1.005 ? null : { most, least, ratio };
}

/** The mean of members' shares for each criterion. */
export function meanShares(
  all: readonly Weights[],
  criteria: readonly Pick<Criterion, "name">[],
): number[] {
  return criteria.map(({ name }) => {
    const sum = all.reduce((total, { weights }) => {
      const share = weights.find(({ criterion }) => criterion === name);
      return total + (share?.value ?? 0);
    }, 0);
    return all.length === 0 ? 0 : sum / all.length;
  });
}
