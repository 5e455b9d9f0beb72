// Why each place is as it is, as data; reason_text.ts makes sentences of it.
//
// For the Schulze method a reason rests on duels and strongest paths, for the others on what the
// method itself compared last: a set, a round, a figure, or a chain of defeats.
import {
  Method,
  type Outcome,
  type Round,
  type Tie,
  type Working,
} from "@gen/plenum/tally/v1/tally_pb";
import { Duels, fractionOf, isSchulze, placedOf } from "./outcome";
import { beatsByPath, type Strengths, strengthsOf, strongestPath, tiersOf } from "./schulze";

/** Votes of a duel, from the side of the option that the reason is about. */
export interface Duel {
  other: number;
  won: number;
  lost: number;
}

export interface PathReason {
  /** Between the two, without the ends. */
  via: number[];
  strength: number;
}

/** Why the votes leave two options level. */
export type Level =
  | { kind: "paths"; strength: number }
  | { kind: "duel"; won: number; lost: number }
  | { kind: "nothing" };

export type Reason =
  | { kind: "only" }
  | { kind: "noComparison"; tied: number[] }
  | { kind: "tied"; tied: number[]; level: Level | null }
  /** The votes leave it level with others; the tie rule put it before or after a neighbour. */
  | { kind: "tieRule"; level: number[]; rule: string; before: boolean; neighbour: number }
  | { kind: "beatsAll"; closest: Duel }
  | { kind: "beatsBelow"; closest: Duel; several: boolean; above: Above }
  | { kind: "duel"; duel: Duel; back: PathReason | null }
  | { kind: "path"; duel: Duel; there: PathReason; back: PathReason | null }
  | { kind: "layer"; other: number; by: number }
  | { kind: "losesAll"; closest: Duel }
  | { kind: "lastByDuel"; duel: Duel; back: PathReason | null }
  | { kind: "lastByPath"; other: number; there: PathReason; back: PathReason | null }
  | { kind: "lastByLayer"; by: number }
  | MethodReason;

/** What keeps a place from being higher. */
export type Above =
  | { kind: "duel"; duel: Duel }
  | { kind: "path"; other: number; strength: number; back: number }
  | null;

/** The reason of a method that is not Schulze's, for an option beside its neighbour. */
export type MethodReason = {
  kind: "method";
  neighbour: number;
  /** The option stands above the neighbour; else below. */
  above: boolean;
  why: Why;
};

export type Why =
  | { kind: "set"; name: string; alone: boolean }
  | { kind: "elected"; round: number; votes: Compared; unit: string; majorityOf: string }
  | { kind: "out"; round: number; votes: Compared; unit: string; together: boolean }
  | { kind: "figure"; name: string; votes: Compared; higherIsBetter: boolean }
  | { kind: "defeat"; duel: Compared }
  | { kind: "chain"; path: number[]; duel: Compared }
  | { kind: "tieRule"; rule: string; duel: Compared }
  | { kind: "tied"; figure: { name: string; value: string } | null; duel: Compared }
  | { kind: "order"; duel: Compared };

/** The upper option's and the lower one's. */
export interface Compared {
  upper: string;
  lower: string;
}

/** Explains places and pairs of one count. */
export class Reasons {
  private readonly duels: Duels;
  private readonly options: number[];
  private readonly placeOf: Map<number, number>;
  private readonly schulze: Strengths | null;
  /** Tiers by the votes alone; of Schulze. */
  private readonly byVotes: number[][];

  constructor(private readonly outcome: Outcome) {
    this.duels = Duels.of(outcome);
    const placed = placedOf(outcome);
    this.options = placed.map(({ option }) => option);
    this.placeOf = new Map(placed.map(({ option, place }) => [option, place]));
    this.schulze = isSchulze(outcome.method)
      ? strengthsOf(this.duels, outcome.method === Method.SCHULZE_MARGINS)
      : null;
    this.byVotes = this.schulze ? tiersOf(this.schulze, this.options) : [];
  }

  /** Why the option stands where it stands. */
  ofPlace(option: number): Reason {
    if (this.options.length === 1) return { kind: "only" };
    return this.schulze ? this.schulzePlace(this.schulze, option) : this.methodPlace(option);
  }

  /** Why one of two options stands above the other, or level with it. */
  ofPair(a: number, b: number): { upper: number; lower: number; reason: Reason } {
    const swap = this.place(b) < this.place(a);
    const [upper, lower] = swap ? [b, a] : [a, b];
    if (!this.schulze) {
      const why = this.whyAbove(upper, lower);
      return { upper, lower, reason: { kind: "method", neighbour: lower, above: true, why } };
    }
    return { upper, lower, reason: this.schulzePair(this.schulze, upper, lower) };
  }

  private place(option: number): number {
    return this.placeOf.get(option) ?? 0;
  }

  private duel(option: number, other: number): Duel {
    return {
      other,
      won: this.duels.prefer(option, other),
      lost: this.duels.prefer(other, option),
    };
  }

  private sharing(option: number): number[] {
    return this.options.filter((other) => this.place(other) === this.place(option));
  }

  private tierByVotes(option: number): number {
    return this.byVotes.findIndex((tier) => tier.includes(option));
  }

  private ruleOf(option: number): string {
    return this.outcome.working?.ties.find(({ tied }) => tied.includes(option))?.rule ?? "";
  }

  private pathReason(strengths: Strengths, from: number, to: number): PathReason | null {
    const path = strongestPath(strengths, this.options, from, to);
    return path && { via: path.slice(1, -1), strength: strengths.path(from, to) };
  }

  private level(strengths: Strengths, a: number, b: number): Level {
    const strength = strengths.path(a, b);
    if (strength > 0) return { kind: "paths", strength };
    const { won, lost } = this.duel(a, b);
    return won + lost === 0 ? { kind: "nothing" } : { kind: "duel", won, lost };
  }

  private schulzePlace(strengths: Strengths, option: number): Reason {
    const tied = this.sharing(option);
    if (tied.length > 1) return this.schulzeTied(strengths, tied);
    const tier = this.tierByVotes(option);
    const level = this.byVotes[tier] ?? [];
    if (level.length > 1) return this.byTieRule(option, level);
    if (option === this.options.at(-1)) return this.schulzeLast(strengths, option, tier);
    return this.schulzeAboveLower(strengths, option, tier);
  }

  private schulzeTied(strengths: Strengths, tied: number[]): Reason {
    const compared = this.options.some((a) =>
      this.options.some((b) => this.duels.prefer(a, b) > 0),
    );
    // Ballots that hold all of them equal compare them too, but there is nothing to tell of that.
    if (!compared) return { kind: "noComparison", tied };
    const [first, second] = tied;
    const level =
      tied.length === 2 && first !== undefined && second !== undefined
        ? this.level(strengths, first, second)
        : null;
    return { kind: "tied", tied, level };
  }

  private byTieRule(option: number, level: number[]): Reason {
    const at = this.options.indexOf(option);
    const next = this.options[at + 1];
    const before = next !== undefined && level.includes(next);
    const neighbour = before ? next : this.options[at - 1];
    return {
      kind: "tieRule",
      level: level.filter((other) => other !== option),
      rule: this.ruleOf(option),
      before,
      neighbour: neighbour ?? option,
    };
  }

  /** One of the tier above that beats the option, which there always is. */
  private beatenBy(strengths: Strengths, option: number, tier: number): number | undefined {
    return (this.byVotes[tier - 1] ?? []).find((other) => beatsByPath(strengths, other, option));
  }

  private schulzeLast(strengths: Strengths, option: number, tier: number): Reason {
    const others = this.options.filter((other) => other !== option);
    if (others.length > 1 && others.every((other) => this.duels.beats(other, option))) {
      const closest = this.closest(option, others, -1);
      return { kind: "losesAll", closest: this.duel(option, closest) };
    }
    const by = this.beatenBy(strengths, option, tier) ?? this.byVotes[tier - 1]?.[0] ?? option;
    const there = this.pathReason(strengths, by, option);
    const back = this.pathReason(strengths, option, by);
    if (!there) return { kind: "lastByLayer", by };
    if (strengths.link(by, option) > (back?.strength ?? 0)) {
      return { kind: "lastByDuel", duel: this.duel(option, by), back };
    }
    return { kind: "lastByPath", other: by, there, back };
  }

  private schulzeAboveLower(strengths: Strengths, option: number, tier: number): Reason {
    const lower = this.options.filter((other) => this.place(other) > this.place(option));
    const unbeaten = lower.filter((other) => !this.duels.beats(option, other));
    const byPath = unbeaten.find((other) => beatsByPath(strengths, option, other));
    const first = byPath ?? unbeaten[0];
    if (first !== undefined) return this.schulzePair(strengths, option, first);
    const closest = this.duel(option, this.closest(option, lower, 1));
    if (lower.length + 1 === this.options.length) return { kind: "beatsAll", closest };
    const above = this.whyNotHigher(strengths, option, tier);
    return { kind: "beatsBelow", closest, several: lower.length > 1, above };
  }

  private whyNotHigher(strengths: Strengths, option: number, tier: number): Above {
    if (tier === 0) return null;
    const other = this.beatenBy(strengths, option, tier) ?? this.byVotes[tier - 1]?.[0];
    if (other === undefined) return null;
    if (this.duels.beats(other, option)) return { kind: "duel", duel: this.duel(option, other) };
    const strength = strengths.path(other, option);
    return { kind: "path", other, strength, back: strengths.path(option, other) };
  }

  private schulzePair(strengths: Strengths, upper: number, lower: number): Reason {
    const duel = this.duel(upper, lower);
    const back = this.pathReason(strengths, lower, upper);
    if (beatsByPath(strengths, upper, lower)) {
      // The duel alone decides when it outweighs the way back, even if a longer path is stronger yet.
      if (strengths.link(upper, lower) > strengths.path(lower, upper)) {
        return { kind: "duel", duel, back };
      }
      const there = this.pathReason(strengths, upper, lower);
      return { kind: "path", duel, there: there ?? { via: [], strength: 0 }, back };
    }
    if (this.place(upper) === this.place(lower)) {
      return { kind: "tied", tied: [upper, lower], level: this.level(strengths, upper, lower) };
    }
    const tier = this.tierByVotes(upper);
    if (tier === this.tierByVotes(lower)) {
      return {
        kind: "tieRule",
        level: [lower],
        rule: this.ruleOf(upper),
        before: true,
        neighbour: lower,
      };
    }
    const by = (this.byVotes[tier] ?? []).find((other) => beatsByPath(strengths, other, lower));
    return { kind: "layer", other: lower, by: by ?? upper };
  }

  /** The closest duel against `others`; `side` 1 of those that are won, -1 of those that are lost. */
  private closest(option: number, others: number[], side: 1 | -1): number {
    return others.reduce((found, other) =>
      side * this.duels.margin(option, other) < side * this.duels.margin(option, found)
        ? other
        : found,
    );
  }

  private methodPlace(option: number): Reason {
    const tied = this.sharing(option);
    const [first, second] = tied;
    if (tied.length > 1 && first !== undefined && second !== undefined) {
      const why = this.whyTied(first, second);
      return { kind: "method", neighbour: second, above: true, why };
    }
    const at = this.options.indexOf(option);
    const next = this.options[at + 1];
    if (next !== undefined) {
      return { kind: "method", neighbour: next, above: true, why: this.whyAbove(option, next) };
    }
    const neighbour = this.options[at - 1] ?? option;
    return { kind: "method", neighbour, above: false, why: this.whyAbove(neighbour, option) };
  }

  private compared(upper: number, lower: number): Compared {
    return {
      upper: String(this.duels.prefer(upper, lower)),
      lower: String(this.duels.prefer(lower, upper)),
    };
  }

  private whyTied(a: number, b: number): Why {
    const figure = this.outcome.working?.figures[0];
    const value = figure?.values[a];
    return {
      kind: "tied",
      figure: figure && value !== undefined ? { name: figure.name, value } : null,
      duel: this.compared(a, b),
    };
  }

  private whyAbove(upper: number, lower: number): Why {
    if (this.place(upper) === this.place(lower)) return this.whyTied(upper, lower);
    const { working } = this.outcome;
    const duel = this.compared(upper, lower);
    if (!working) return { kind: "order", duel };
    const tie = separatedBy(working.ties, upper, lower) ?? tieInRound(working, upper, lower);
    if (tie) return { kind: "tieRule", rule: tie.rule, duel };
    return (
      bySet(working, upper, lower) ??
      byRound(working, upper, lower) ??
      byFigure(working, upper, lower) ??
      this.byDefeats(working, upper, lower) ?? { kind: "order", duel }
    );
  }

  private byDefeats(working: Working, upper: number, lower: number): Why | null {
    const path = keptPath(working, upper, lower);
    if (path === null) return null;
    const duel = this.compared(upper, lower);
    return path.length === 2 ? { kind: "defeat", duel } : { kind: "chain", path, duel };
  }
}

function separatedBy(ties: Tie[], upper: number, lower: number): Tie | undefined {
  return ties.find(
    ({ resolved, round }) => round === 0 && resolved.includes(upper) && resolved.includes(lower),
  );
}

function bySet({ sets }: Working, upper: number, lower: number): Why | null {
  for (const { name, options } of sets) {
    // That it won is no reason why it won.
    if (name.endsWith("winners")) continue;
    if (options.includes(upper) && !options.includes(lower)) {
      return { kind: "set", name, alone: options.length === 1 };
    }
  }
  return null;
}

function votesIn(round: Round | undefined, option: number): string {
  return round?.votes.find((votes) => votes.option === option)?.votes ?? "0";
}

/** In the round in which one of the two was placed from the top, or went out. */
function byRound({ rounds, unit }: Working, upper: number, lower: number): Why | null {
  const inRound = (part: "elected" | "eliminated", option: number) => {
    const at = rounds.findIndex((round) => round[part].includes(option));
    return at < 0 ? rounds.length : at;
  };
  const elected = inRound("elected", upper);
  const lowerElected = inRound("elected", lower);
  const upperOut = inRound("eliminated", upper);
  const lowerOut = inRound("eliminated", lower);
  const at = (round: number) => {
    const counted = rounds[round];
    return {
      round: round + 1,
      votes: { upper: votesIn(counted, upper), lower: votesIn(counted, lower) },
      unit: counted?.unit || unit,
    };
  };
  const goneBefore = lowerOut < rounds.length && lowerOut < Math.min(upperOut, elected);
  if (!goneBefore && elected < rounds.length && elected <= lowerElected) {
    return { kind: "elected", ...at(elected), majorityOf: rounds[elected]?.majorityOf ?? "" };
  }
  if (lowerElected < elected || lowerOut >= rounds.length || lowerOut > upperOut) return null;
  const out = at(lowerOut);
  const together = lowerOut === upperOut;
  if (together && fractionOf(out.votes.upper) === fractionOf(out.votes.lower)) return null;
  return { kind: "out", ...out, together };
}

/** The use of the tie rule that let one of two go and the other stay, with as many votes. */
function tieInRound({ rounds, ties }: Working, upper: number, lower: number): Tie | undefined {
  const at = rounds.findIndex(({ eliminated }) => eliminated.includes(lower));
  const round = rounds[at];
  if (!round || fractionOf(votesIn(round, upper)) !== fractionOf(votesIn(round, lower))) {
    return undefined;
  }
  return ties.find((tie) => {
    const both = tie.tied.includes(upper) && tie.tied.includes(lower);
    return both && tie.round === at + 1;
  });
}

function byFigure({ figures }: Working, upper: number, lower: number): Why | null {
  for (const { name, values, higherIsBetter } of figures) {
    const votes = { upper: values[upper] ?? "", lower: values[lower] ?? "" };
    if (votes.upper !== votes.lower) return { kind: "figure", name, votes, higherIsBetter };
  }
  return null;
}

/** The shortest chain of defeats that count. */
function keptPath({ defeats }: Working, from: number, to: number): number[] | null {
  const before = new Map<number, number>([[from, from]]);
  const open = [from];
  for (const at of open) {
    for (const { winner, loser, kept } of defeats) {
      if (winner !== at || !kept || before.has(loser)) continue;
      before.set(loser, at);
      open.push(loser);
    }
  }
  if (!before.has(to)) return null;
  const path = [to];
  while (path[0] !== from) path.unshift(before.get(path[0] ?? from) ?? from);
  return path;
}
