// Rounds and scores: one's own, and those of others when the seal is lifted.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type Measure, MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Criterion, Score } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { allPages } from "@/api/pages";
import { useDeliberation } from "./deliberation";
import { keyOf, useCriteria, useMeasures } from "./queries";

export function useRound() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "round"),
    queryFn: () => clients.scoring.getRound({ parent: name }),
  });
}

/** The caller's own scores, and those of everybody when they can be seen. */
export function useScores() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "scores"),
    queryFn: () =>
      allPages(
        (page) => clients.scoring.listScores({ parent: name, ...page }),
        (page) => page.scores,
      ),
  });
}

/** Who changed which score in the round now; only where all scores can be seen, and from round 2 on. */
export function useMovements(wanted: boolean) {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "scores", "movements", "now"),
    queryFn: () => clients.scoring.listMovements({ parent: name }),
    enabled: wanted,
  });
}

export function mayScore(phase: Phase): boolean {
  return phase === Phase.SCORING || phase === Phase.REVISING;
}

/** Measures that take part in the decision. */
export function takingPart(measures: readonly Measure[]): Measure[] {
  return measures.filter(({ state }) => state === MeasureState.ACTIVE);
}

/** Names a score among those of a member. */
export function cellKey(measure: string, criterion: string): string {
  return `${measure} ${criterion}`;
}

export interface Progress {
  done: number;
  total: number;
  /** The first measure that lacks a score; empty when none does. */
  next: string;
}

/** How many of the cells have a score of that member. */
export function progressOf(
  scores: readonly Score[],
  member: string,
  measures: readonly Measure[],
  criteria: readonly Criterion[],
): Progress {
  const scored = new Set(
    scores.filter((one) => one.member === member).map((one) => cellKey(one.measure, one.criterion)),
  );
  const lacking = measures.map(
    (measure) => criteria.filter(({ name }) => !scored.has(cellKey(measure.name, name))).length,
  );
  const total = measures.length * criteria.length;
  const next = measures.find((_, index) => (lacking[index] ?? 0) > 0)?.name ?? "";
  return { done: total - lacking.reduce((sum, n) => sum + n, 0), total, next };
}

/** The reader's own progress; undefined until everything is loaded. */
export function useProgress(): Progress | undefined {
  const { me } = useDeliberation();
  const scores = useScores().data;
  const measures = useMeasures().data;
  const criteria = useCriteria().data;
  return useMemo(
    () =>
      scores && measures && criteria
        ? progressOf(scores, me.member, takingPart(measures), criteria)
        : undefined,
    [scores, measures, criteria, me.member],
  );
}
