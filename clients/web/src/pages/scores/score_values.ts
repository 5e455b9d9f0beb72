// Scores as they are typed, and what others said.
import type { Criterion, Score } from "@gen/plenum/scoring/v1/scoring_pb";
import { cellKey } from "@/state/scores";
import { CellMap } from "./cell_map";

export type Typed =
  | { state: "empty" }
  | { state: "score"; value: number }
  | { state: "notNumber" }
  | { state: "offScale" };

/** What a typed text says on a criterion's scale. Decimal commas are read, and digits of any script. */
export function readScore(text: string, criterion: Criterion): Typed {
  const plain = text.normalize("NFKC").trim().replace(",", ".").replace("−", "-");
  if (plain === "") return { state: "empty" };
  if (!/^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)$/.test(plain)) return { state: "notNumber" };
  const value = Number(plain);
  const { scaleMin, scaleMax } = criterion;
  return value >= scaleMin && value <= scaleMax ? { state: "score", value } : { state: "offScale" };
}

const MOST_STEPS = 11;

/** The scores of a short scale of whole numbers, to choose from; null for other scales. */
export function stepsOf({ scaleMin, scaleMax }: Criterion): number[] | null {
  const count = scaleMax - scaleMin + 1;
  if (!Number.isInteger(scaleMin) || !Number.isInteger(scaleMax) || count > MOST_STEPS) return null;
  return Array.from({ length: count }, (_, step) => scaleMin + step);
}

/** Undefined of nothing. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1];
  const high = sorted[Math.floor(middle)];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

export interface Others {
  median: number;
  /** How many that is of. */
  count: number;
}

/** The middle of what everybody but `member` said. */
export function mediansOfOthers(scores: readonly Score[], member: string): CellMap<Others> {
  const values = new Map<string, { score: Score; values: number[] }>();
  for (const score of scores) {
    if (score.member === member) continue;
    const key = cellKey(score.measure, score.criterion);
    const cell = values.get(key);
    if (cell) cell.values.push(score.value);
    else values.set(key, { score, values: [score.value] });
  }
  return CellMap.of(
    [...values.values()].map(({ score, values: some }) => [
      score.measure,
      score.criterion,
      { median: median(some) ?? Number.NaN, count: some.length },
    ]),
  );
}

export function scoresOf(scores: readonly Score[], member: string): CellMap<Score> {
  return CellMap.of(
    scores
      .filter((score) => score.member === member)
      .map((score) => [score.measure, score.criterion, score]),
  );
}
