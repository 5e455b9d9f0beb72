// What the number of voters, their weights and the number of measures reveal in spite of the secrecy:
// the rules of docs/record.md, from figures, so that it can be said in the reader's language.
import { Role, Secrecy } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Text } from "@/i18n";

const SMALL_GROUP = 5;
const FEW_OF_A_WEIGHT = 3;
const MANY_MORE_ORDERS = 100;

export type Revelation =
  | { kind: "open" }
  | { kind: "few"; count: number }
  | { kind: "weight"; count: number; weight: number }
  | { kind: "orders"; count: number };

/** `weights`: one for each voter. */
export function revelationsOf(
  secrecy: Secrecy,
  weights: readonly number[],
  options: number,
): Revelation[] {
  if (secrecy === Secrecy.OPEN) return [{ kind: "open" }];
  const found: Revelation[] = [];
  if (weights.length < SMALL_GROUP) found.push({ kind: "few", count: weights.length });
  const holders = new Map<number, number>();
  for (const weight of weights) holders.set(weight, (holders.get(weight) ?? 0) + 1);
  const byWeight = [...holders].sort(([a], [b]) => a - b);
  for (const [weight, count] of holders.size > 1 ? byWeight : []) {
    if (count < FEW_OF_A_WEIGHT) found.push({ kind: "weight", count, weight });
  }
  let orders = 1;
  for (let i = 2; i <= options; i++) orders *= i;
  if (orders > MANY_MORE_ORDERS * weights.length) found.push({ kind: "orders", count: options });
  return found;
}

export function sentenceOfRevelation(revelation: Revelation, { t }: Text): string {
  switch (revelation.kind) {
    case "open":
      return t("open.warn.open");
    case "few":
      if (revelation.count === 0) return t("open.warn.nobody");
      if (revelation.count === 1) return t("open.warn.one");
      return t("open.warn.few", { count: revelation.count });
    case "weight":
      return t("open.warn.weight", { count: revelation.count, weight: revelation.weight });
    case "orders":
      return t("open.warn.orders", { count: revelation.count });
  }
}

/** The weights of those on the roll who can vote; 0 is read as 1. */
export function votersWeights(members: readonly { role: Role; weight: number }[]): number[] {
  return members
    .filter(({ role }) => role === Role.MEMBER || role === Role.FACILITATOR)
    .map(({ weight }) => weight || 1);
}
