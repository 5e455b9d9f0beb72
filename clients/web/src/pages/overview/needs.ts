// What a deliberation needs the reader for, in the order of its weight.
import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { isAlarm, isOver, type OwnBallot, type ReceiptVerdict } from "@/state/ballot";
import { mayScore, type Progress } from "@/state/scores";

export type Need =
  | { kind: "receipt" }
  | { kind: "vote" }
  | { kind: "draftBallot" }
  | { kind: "score"; done: number; total: number; next: string }
  | { kind: "rescore" }
  | { kind: "newArguments"; count: number; measures: number }
  | { kind: "delegators"; count: number }
  | { kind: "result" };

export interface Known {
  deliberation: Pick<Deliberation, "phase" | "decisionCount" | "plan">;
  /** The reader scores and votes. */
  votes: boolean;
  leads: boolean;
  /** Undefined while it is not known. */
  progress: Progress | undefined;
  ballot: OwnBallot["state"] | undefined;
  verdict: ReceiptVerdict | undefined;
  /** A ballot was begun on this device and not cast. */
  hasDraft: boolean;
  /** Whom the reader lets vote for them; empty for nobody. */
  delegate: string;
  delegators: number;
  newArguments: { count: number; measures: number };
}

/** Members read a result when it is published, where that is planned. */
export function mayReadResult({ deliberation, leads }: Pick<Known, "deliberation" | "leads">) {
  const { phase, plan } = deliberation;
  if (phase === Phase.PUBLISHED) return true;
  const waits = plan.some((planned) => planned.phase === Phase.PUBLISHED);
  return phase === Phase.CLOSED && (leads || !waits);
}

export function needsOf(known: Known): Need[] {
  const { deliberation, votes, progress, ballot, verdict, newArguments } = known;
  const { phase } = deliberation;
  const needs: Need[] = [];
  if (verdict && isAlarm(verdict)) needs.push({ kind: "receipt" });
  if (votes && phase === Phase.VOTING) {
    if (known.hasDraft) needs.push({ kind: "draftBallot" });
    else if (ballot === "none" && known.delegate === "") needs.push({ kind: "vote" });
    if (ballot === "none" && known.delegators > 0) {
      needs.push({ kind: "delegators", count: known.delegators });
    }
  }
  if (votes && mayScore(phase) && progress && progress.total > 0) {
    const { done, total, next } = progress;
    if (done < total) needs.push({ kind: "score", done, total, next });
    else if (phase === Phase.REVISING) needs.push({ kind: "rescore" });
  }
  if (newArguments.count > 0 && !isOver(phase)) {
    needs.push({ kind: "newArguments", ...newArguments });
  }
  if (isOver(phase) && mayReadResult(known)) needs.push({ kind: "result" });
  return needs;
}
