// Where the vote and the criteria give different orders.

export interface Divergence {
  option: number;
  byVote: number;
  /** 0 where the criteria leave it open. */
  byCriteria: number;
}

export type DivergenceSummary =
  | { kind: "same" }
  /** The same where the criteria give a place at all. */
  | { kind: "sameWhereKnown" }
  | { kind: "differ"; sameFirst: boolean; firstByCriteria: number | null; furthest: Divergence };

export function summaryOf(rows: Divergence[]): DivergenceSummary | null {
  if (rows.length === 0) return null;
  const distance = ({ byVote, byCriteria }: Divergence) =>
    byCriteria === 0 ? 0 : Math.abs(byVote - byCriteria);
  const furthest = rows.reduce((most, row) => (distance(row) > distance(most) ? row : most));
  if (distance(furthest) === 0) {
    const open = rows.some(({ byCriteria }) => byCriteria === 0);
    return { kind: open ? "sameWhereKnown" : "same" };
  }
  return {
    kind: "differ",
    sameFirst: rows.some(({ byVote, byCriteria }) => byVote === 1 && byCriteria === 1),
    firstByCriteria: rows.find(({ byCriteria }) => byCriteria === 1)?.option ?? null,
    furthest,
  };
}
