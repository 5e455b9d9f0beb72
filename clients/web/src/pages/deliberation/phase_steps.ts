// Where a deliberation may go from where it is: the rules of docs/phases.md, so that only what the
// server would do is offered. What only the server knows (that nothing was scored, that nobody has
// voted) it says when it is asked.
import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { PHASES } from "@/state/labels";

type Standing = Pick<Deliberation, "phase" | "plan" | "decisionCount">;

const placeOf = (phase: Phase) => PHASES.indexOf(phase);
const isOver = (phase: Phase) => phase === Phase.CLOSED || phase === Phase.PUBLISHED;

function nextPlanned({ plan, phase }: Standing): Phase | undefined {
  const here = plan.findIndex((planned) => planned.phase === phase);
  return here < 0 ? undefined : plan[here + 1]?.phase;
}

function isForward(from: Standing, to: Phase): boolean {
  if (isOver(from.phase) && to === Phase.VOTING) return true;
  if (from.plan.length > 0) return nextPlanned(from) === to;
  if (to === Phase.CLOSED) return from.phase === Phase.VOTING;
  if (to === Phase.PUBLISHED) return false;
  if (to === Phase.REVISING && ![Phase.SCORING, Phase.DISCUSSING].includes(from.phase)) {
    return false;
  }
  const here = placeOf(from.phase);
  return here < placeOf(to) && here < placeOf(Phase.VOTING);
}

const BACK: Partial<Record<Phase, Phase[]>> = {
  [Phase.COLLECTING]: [Phase.DRAFT],
  [Phase.SCORING]: [Phase.DRAFT, Phase.COLLECTING],
  [Phase.DISCUSSING]: [Phase.DRAFT, Phase.COLLECTING],
  [Phase.REVISING]: [Phase.DISCUSSING],
};

/** Phases that come later, and from the end another vote. */
export function stepsForward(from: Standing): Phase[] {
  return PHASES.filter((phase) => isForward(from, phase));
}

/** Phases that it may go back to when nothing is lost. */
export function stepsBack(from: Standing): Phase[] {
  let back = BACK[from.phase] ?? [];
  if (from.phase === Phase.VOTING) {
    back =
      from.decisionCount === 1
        ? [Phase.DRAFT, Phase.COLLECTING, Phase.DISCUSSING]
        : [Phase.DISCUSSING];
  }
  if (from.plan.length === 0) return back;
  return back.filter((phase) => from.plan.some((planned) => planned.phase === phase));
}

/** The step that is usual next: the plan's, or else on the short way from draft to closed. */
export function usualStep(from: Standing): Phase | undefined {
  if (from.plan.length > 0) return nextPlanned(from);
  switch (from.phase) {
    case Phase.DRAFT:
    case Phase.COLLECTING:
      return Phase.SCORING;
    case Phase.SCORING:
    case Phase.DISCUSSING:
    case Phase.REVISING:
      return Phase.VOTING;
    case Phase.VOTING:
      return Phase.CLOSED;
    default:
      return undefined;
  }
}
