// The Schulze method, for reasons that name paths, and to count a vote again without the server.
// M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
// single-winner election method", Social Choice and Welfare 36 (2011).
import type { Duels } from "./outcome";

export interface Strengths {
  /** Of the strongest path from one option to another; 0 where there is none. */
  path(from: number, to: number): number;
  /** Of the duel alone: 0 where it is not won. */
  link(from: number, to: number): number;
}

/** How strong a won duel is: the votes that win it, or its margin. */
export function linkStrength(duels: Duels, margins: boolean, from: number, to: number): number {
  const margin = duels.margin(from, to);
  if (margin <= 0) return 0;
  return margins ? margin : duels.prefer(from, to);
}

/** The strongest paths between all options: O(n^3). */
export function strengthsOf(duels: Duels, margins: boolean): Strengths {
  const size = duels.size;
  const all = Array.from({ length: size }, (_, from) =>
    Float64Array.from({ length: size }, (_, to) => linkStrength(duels, margins, from, to)),
  );
  for (let via = 0; via < size; via++) {
    const onwards = all[via] ?? new Float64Array(size);
    for (let from = 0; from < size; from++) {
      const row = all[from];
      if (row === undefined || from === via) continue;
      const there = row[via] ?? 0;
      for (let to = 0; to < size; to++) {
        if (to === from) continue;
        const path = Math.min(there, onwards[to] ?? 0);
        if (path > (row[to] ?? 0)) row[to] = path;
      }
    }
  }
  return {
    path: (from, to) => all[from]?.[to] ?? 0,
    link: (from, to) => linkStrength(duels, margins, from, to),
  };
}

export function beatsByPath(strengths: Strengths, option: number, other: number): boolean {
  return strengths.path(option, other) > strengths.path(other, option);
}

/** The tiers by the votes alone, best first: whom none of those left beats. */
export function tiersOf(strengths: Strengths, options: number[]): number[][] {
  const tiers: number[][] = [];
  let left = options;
  while (left.length > 0) {
    const best = left.filter((option) =>
      left.every((other) => !beatsByPath(strengths, other, option)),
    );
    tiers.push(best);
    left = left.filter((option) => !best.includes(option));
  }
  return tiers;
}

/** The shortest of the strongest paths, both ends included; null where none leads there. */
export function strongestPath(
  strengths: Strengths,
  options: number[],
  from: number,
  to: number,
): number[] | null {
  const least = strengths.path(from, to);
  if (least === 0) return null;
  const before = new Map<number, number>([[from, from]]);
  const open = [from];
  for (const at of open) {
    if (at === to) break;
    for (const next of options) {
      if (before.has(next) || strengths.link(at, next) < least) continue;
      before.set(next, at);
      open.push(next);
    }
  }
  const path = [to];
  while (path[0] !== from) {
    const previous = before.get(path[0] ?? from);
    if (previous === undefined) return null;
    path.unshift(previous);
  }
  return path;
}
