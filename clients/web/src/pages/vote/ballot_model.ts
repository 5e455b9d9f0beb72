// A ranked ballot while it is filled in: tiers of options, best first, and what is not ranked.
// Options are indexes into those of the vote. Every function gives a new ballot that has each option
// exactly once, and the same ballot when there is nothing to do.
//
//   const ballot = moveTo(emptyBallot(3), 2, 0);   // option 2 alone in the first place
//   tieWithAbove(addLast(ballot, 0), 0);           // tiers [[2, 0]], unranked [1]

export interface RankedBallot {
  /** Best first; options of one tier are tied. None is empty. */
  readonly tiers: readonly (readonly number[])[];
  /** Ascending. */
  readonly unranked: readonly number[];
}

/** Nothing ranked. */
export function emptyBallot(count: number): RankedBallot {
  return { tiers: [], unranked: Array.from({ length: count }, (_, option) => option) };
}

/** Of tiers that may name options twice, or ones that are none: the first naming counts. */
export function makeBallot(count: number, tiers: readonly (readonly number[])[]): RankedBallot {
  const left = new Set(emptyBallot(count).unranked);
  const kept = tiers.map((tier) => tier.filter((option) => left.delete(option)));
  return normal(kept, [...left]);
}

export function sameBallot(a: RankedBallot, b: RankedBallot): boolean {
  const key = (ballot: RankedBallot) =>
    JSON.stringify(ballot.tiers.map((tier) => [...tier].sort((one, other) => one - other)));
  return key(a) === key(b);
}

/** The tier that has the option, from 0; -1 when it is not ranked. */
export function tierOf(ballot: RankedBallot, option: number): number {
  return ballot.tiers.findIndex((tier) => tier.includes(option));
}

/** What `option` is tied with. */
export function tiedWith(ballot: RankedBallot, option: number): number[] {
  const tier = ballot.tiers[tierOf(ballot, option)] ?? [];
  return tier.filter((other) => other !== option);
}

/** The ranked options in the order in which they are shown. */
export function rankedOptions(ballot: RankedBallot): number[] {
  return ballot.tiers.flat();
}

/** To the place `place` (from 0) alone; those from there on move down. Too far is the end. */
export function moveTo(ballot: RankedBallot, option: number, place: number): RankedBallot {
  const { tiers, unranked } = without(ballot, option);
  const at = Math.max(0, Math.min(place, tiers.length));
  const moved = normal([...tiers.slice(0, at), [option], ...tiers.slice(at)], unranked);
  return unlessSame(ballot, moved);
}

/** Below all that are ranked. */
export function addLast(ballot: RankedBallot, option: number): RankedBallot {
  return moveTo(ballot, option, ballot.tiers.length);
}

/** Above what is above it; out of a tie to just above that; one that is not ranked to the end. */
export function moveUp(ballot: RankedBallot, option: number): RankedBallot {
  const at = tierOf(ballot, option);
  if (at < 0) return addLast(ballot, option);
  const isTied = tiedWith(ballot, option).length > 0;
  return moveTo(ballot, option, isTied ? at : at - 1);
}

/** Below what is below it; out of a tie to just below that. */
export function moveDown(ballot: RankedBallot, option: number): RankedBallot {
  const at = tierOf(ballot, option);
  if (at < 0) return ballot;
  return moveTo(ballot, option, at + 1);
}

/** Into the tier above its own. */
export function tieWithAbove(ballot: RankedBallot, option: number): RankedBallot {
  const at = tierOf(ballot, option);
  const above = at < 0 ? ballot.tiers.at(-1) : ballot.tiers[at - 1];
  const [target] = above ?? [];
  return target === undefined ? ballot : tieWith(ballot, option, target);
}

/** Into the tier of another option, at its end. */
export function tieWith(ballot: RankedBallot, option: number, other: number): RankedBallot {
  if (option === other || tierOf(ballot, other) < 0) return ballot;
  const { tiers, unranked } = without(ballot, option);
  const joined = tiers.map((tier) => (tier.includes(other) ? [...tier, option] : tier));
  return unlessSame(ballot, normal(joined, unranked));
}

/** Out of its tie, to just below that. */
export function untie(ballot: RankedBallot, option: number): RankedBallot {
  return tiedWith(ballot, option).length === 0 ? ballot : moveDown(ballot, option);
}

export function takeOut(ballot: RankedBallot, option: number): RankedBallot {
  if (tierOf(ballot, option) < 0) return ballot;
  const { tiers, unranked } = without(ballot, option);
  return normal(tiers, [...unranked, option]);
}

// Dragging moves in the list as it is shown: the ranked options, the line that divides, the others.

/** The line between what is ranked and what is not. */
export const DIVIDER = -1;

/**
 * What dropping `option` on the place of `over` (an option, or DIVIDER) makes: between two options of
 * one tier it joins them, else it stands alone; below the line it is not ranked.
 * `unrankedOrder`: the others as they are shown.
 */
export function dropOn(
  ballot: RankedBallot,
  option: number,
  over: number,
  unrankedOrder: readonly number[] = ballot.unranked,
): RankedBallot {
  const shown = [...rankedOptions(ballot), DIVIDER, ...unrankedOrder];
  const from = shown.indexOf(option);
  const to = shown.indexOf(over);
  if (from < 0 || to < 0 || from === to) return ballot;
  shown.splice(from, 1);
  shown.splice(to, 0, option);
  if (to > shown.indexOf(DIVIDER)) return takeOut(ballot, option);
  const rest = without(ballot, option);
  const above = shown[to - 1];
  const below = shown[to + 1];
  const tierAbove = above === undefined ? -1 : tierOf(rest, above);
  const tierBelow = below === undefined || below === DIVIDER ? -1 : tierOf(rest, below);
  if (tierAbove < 0 || tierAbove !== tierBelow) return moveTo(ballot, option, tierAbove + 1);
  const joined = rest.tiers.map((tier, index) => {
    if (index !== tierAbove) return tier;
    const at = tier.indexOf(above ?? DIVIDER) + 1;
    return [...tier.slice(0, at), option, ...tier.slice(at)];
  });
  return normal(joined, rest.unranked);
}

// Ranks as numbers, as on paper: 1 for the best, the same number for a tie, nothing for not ranked.

/** By option; null for what is not ranked. */
export function ranksOf(ballot: RankedBallot): (number | null)[] {
  const count = ballot.tiers.flat().length + ballot.unranked.length;
  return Array.from({ length: count }, (_, option) => {
    const tier = tierOf(ballot, option);
    return tier < 0 ? null : tier + 1;
  });
}

/** Numbers may leave gaps: 1, 5, 9 is as good as 1, 2, 3. */
export function ballotOfRanks(ranks: readonly (number | null)[]): RankedBallot {
  const byRank = new Map<number, number[]>();
  const unranked: number[] = [];
  ranks.forEach((rank, option) => {
    if (rank === null) unranked.push(option);
    else byRank.set(rank, [...(byRank.get(rank) ?? []), option]);
  });
  const ascending = [...byRank].sort(([a], [b]) => a - b);
  return normal(
    ascending.map(([, tier]) => tier),
    unranked,
  );
}

/** The greatest number that can be typed as a rank. */
export const MAX_RANK = 999;

/** A typed rank: null for nothing, undefined for what is none. Digits of any script are read. */
export function parseRank(text: string): number | null | undefined {
  const plain = text.normalize("NFKC").trim();
  if (plain === "") return null;
  if (!/^[0-9]+$/.test(plain)) return undefined;
  const rank = Number(plain);
  return rank >= 1 && rank <= MAX_RANK ? rank : undefined;
}

// Places typed as digits on a row.

export interface Typed {
  /** What more digits may follow; empty when nothing waits. */
  pending: string;
  /** The place to go to now, from 1; null while another digit may follow, or for none. */
  place: number | null;
}

/** After one more digit, where places go up to `last`. */
export function typeDigit(pending: string, digit: string, last: number): Typed {
  const text = pending + digit;
  const place = Number(text);
  if (place === 0) return { pending: "", place: null };
  const mayGoOn = place * 10 <= last;
  return mayGoOn ? { pending: text, place: null } : { pending: "", place: Math.min(place, last) };
}

function without(ballot: RankedBallot, option: number): RankedBallot {
  const others = (all: readonly number[]) => all.filter((other) => other !== option);
  return normal(ballot.tiers.map(others), others(ballot.unranked));
}

function normal(tiers: readonly (readonly number[])[], unranked: readonly number[]): RankedBallot {
  return {
    tiers: tiers.filter((tier) => tier.length > 0),
    unranked: [...unranked].sort((a, b) => a - b),
  };
}

function unlessSame(before: RankedBallot, after: RankedBallot): RankedBallot {
  return sameBallot(before, after) ? before : after;
}

/** The options in an order that is this reader's own, and the same each time. */
export function shuffled(options: readonly number[], seed: number): number[] {
  const key = (option: number) => {
    let hash = Math.imul(option + 1, 0x9e3779b1) ^ seed;
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return [...options].sort((a, b) => key(a) - key(b) || a - b);
}
