// Counts a vote again from its ballots, in the browser and without the server's code: duels, places by
// the Schulze method, the tie rule, quorum and threshold (docs/record.md).
import { sha256, toHex, utf8 } from "@/api/record";
import { Duels } from "../model/outcome";
import { strengthsOf, tiersOf } from "../model/schulze";
import type { Opened, Tiers, Voter } from "./entries";

export interface CountedBallot {
  tiers: Tiers;
  weight: number;
}

/** Votes that prefer one option to another, of all pairs. */
export class DuelCounter {
  private readonly votes: Float64Array[];

  constructor(
    private readonly options: number,
    private readonly tiedLast: boolean,
  ) {
    this.votes = Array.from({ length: options }, () => new Float64Array(options));
  }

  add({ tiers, weight }: CountedBallot): void {
    // What a ballot leaves out is below all that it ranks, or compared with nothing.
    const order = tiers.map((tier) => (tier === 0 && this.tiedLast ? this.options + 1 : tier));
    for (let a = 0; a < this.options; a++) {
      const row = this.votes[a];
      const own = order[a] ?? 0;
      if (row === undefined || own === 0) continue;
      for (let b = 0; b < this.options; b++) {
        const other = order[b] ?? 0;
        if (other !== 0 && own < other) row[b] = (row[b] ?? 0) + weight;
      }
    }
  }

  get duels(): Duels {
    return new Duels(this.votes.map((row) => Array.from(row)));
  }
}

export function isSchulzeId(method: string): boolean {
  return method === "schulze-winning" || method === "schulze-margins";
}

/** The places after the tie rule; null for methods that are not counted here. */
export async function countPlaces(rules: Opened, duels: Duels): Promise<number[][] | null> {
  if (!isSchulzeId(rules.method)) return null;
  const strengths = strengthsOf(duels, rules.method === "schulze-margins");
  const tiers = tiersOf(
    strengths,
    rules.measures.map((_, option) => option),
  );
  return separate(tiers, rules);
}

async function separate(tiers: number[][], rules: Opened): Promise<number[][]> {
  if (rules.tieRule === "shared") return tiers;
  if (rules.tieRule === "listed") {
    return tiers.flatMap((tier) => [...tier].sort((a, b) => a - b).map((option) => [option]));
  }
  const separated: number[][] = [];
  for (const tier of tiers) {
    const drawn = await drawLots(rules.tieSeed, tier);
    separated.push(...drawn.map(({ option }) => [option]));
  }
  return separated;
}

/** Options by SHA-256 of "<seed>:<option>", the lowest first; each with its hash in hexadecimal. */
export async function drawLots(
  seed: string,
  options: number[],
): Promise<{ option: number; hash: string }[]> {
  const lots = await Promise.all(
    options.map(async (option) => ({
      option,
      hash: toHex(await sha256(utf8(`${seed}:${option}`))),
    })),
  );
  return lots.sort((a, b) => (a.hash < b.hash ? -1 : 1));
}

export interface Totals {
  ballots: number;
  weight: number;
  abstentions: number;
}

export function totalsOf(ballots: CountedBallot[]): Totals {
  return {
    ballots: ballots.length,
    weight: ballots.reduce((sum, { weight }) => sum + weight, 0),
    abstentions: ballots.filter(({ tiers }) => tiers.every((tier) => tier === 0)).length,
  };
}

/** What quorum and threshold make of a count: "adopted", "no-quorum" or "below-threshold". */
export function decide(
  rules: Opened,
  roll: Voter[],
  duels: Duels,
  places: number[][],
  totals: Totals,
): string {
  if (rules.quorumBasis !== "none") {
    const byRoll = rules.quorumBasis === "roll";
    const votes = byRoll ? totals.ballots : totals.weight;
    const all = byRoll ? roll.length : roll.reduce((sum, { weight }) => sum + weight, 0);
    if (votes < Math.ceil((all * rules.quorumPercent) / 100)) return "no-quorum";
  }
  if (rules.threshold === "none") return "adopted";
  const passes = (option: number, against: number) => {
    const won = duels.prefer(option, against);
    const all = won + duels.prefer(against, option);
    return rules.threshold === "majority" ? 2 * won > all : all > 0 && 3 * won >= 2 * all;
  };
  const options = rules.measures.map((_, option) => option);
  const baseline = rules.measures.findIndex(({ name }) => name === rules.baseline);
  const passed =
    rules.baseline !== ""
      ? baseline >= 0 && options.some((option) => option !== baseline && passes(option, baseline))
      : (places[0] ?? []).some((first) =>
          options.every((other) => other === first || passes(first, other)),
        );
  return passed ? "adopted" : "below-threshold";
}
