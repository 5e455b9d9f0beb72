// The plan of phases as a form holds it: which there are, and when each ends, as the browser's field
// for date and time writes it, in the reader's time zone.
import { create } from "@bufbuild/protobuf";
import { timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import {
  type Deliberation,
  Phase,
  type PlannedPhase,
  PlannedPhaseSchema,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { MessageId } from "@/i18n";
import { PHASES } from "@/state/labels";

export interface PlanValues {
  planned: boolean;
  phases: Phase[];
  /** "2026-12-01T18:00" by phase; nothing where a facilitator says so. */
  ends: Partial<Record<Phase, string>>;
}

/** Every plan has these. */
export const FIXED_PHASES: readonly Phase[] = [Phase.DRAFT, Phase.VOTING, Phase.CLOSED];

export function valuesOfPlan({ plan, phase }: Pick<Deliberation, "plan" | "phase">): PlanValues {
  const usual = [Phase.DRAFT, Phase.SCORING, Phase.VOTING, Phase.CLOSED, phase];
  const phases = plan.length > 0 ? plan.map((planned) => planned.phase) : usual;
  return {
    planned: plan.length > 0,
    phases: PHASES.filter((known) => phases.includes(known)),
    ends: Object.fromEntries(
      plan.flatMap(({ phase: of, endTime }) =>
        endTime === undefined ? [] : [[of, localTime(timestampDate(endTime))]],
      ),
    ),
  };
}

/** "2026-12-01T18:00" in the reader's time zone. */
export function localTime(time: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${String(time.getFullYear()).padStart(4, "0")}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day}T${two(time.getHours())}:${two(time.getMinutes())}`;
}

/** Null for what is no time. */
export function timeOf(local: string): Date | null {
  const time = new Date(local);
  return /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(local) && !Number.isNaN(time.getTime()) ? time : null;
}

/** What is wrong, by the phase that it stands at. */
export function errorsOfPlan(
  values: PlanValues,
  phase: Phase,
  now: Date,
): Partial<Record<Phase, MessageId>> {
  const errors: Partial<Record<Phase, MessageId>> = {};
  if (!values.planned) return errors;
  // Phases that are over keep their times. After a close another vote may come.
  const firstOpen = Math.min(PHASES.indexOf(phase), PHASES.indexOf(Phase.VOTING));
  let last = now;
  let isFirst = true;
  for (const planned of values.phases) {
    const end = values.ends[planned] ?? "";
    if (end === "" || planned === values.phases.at(-1)) continue;
    const time = timeOf(end);
    if (time === null) {
      errors[planned] = "plan.error.time";
    } else if (PHASES.indexOf(planned) >= firstOpen) {
      if (time <= now) errors[planned] = "plan.error.past";
      else if (!isFirst && time <= last) errors[planned] = "plan.error.order";
      if (time > last) last = time;
      isFirst = false;
    }
  }
  if (values.phases.includes(Phase.REVISING) && !values.phases.includes(Phase.SCORING)) {
    errors[Phase.REVISING] = "plan.error.revising";
  }
  if (!values.phases.includes(phase)) errors[phase] = "plan.error.current";
  return errors;
}

/** What is sent, of values without errors; times as they were stored where they were not changed. */
export function planOf(values: PlanValues, stored: readonly PlannedPhase[] = []): PlannedPhase[] {
  if (!values.planned) return [];
  return values.phases.map((phase) => {
    const before = stored.find((planned) => planned.phase === phase)?.endTime;
    const isLast = phase === values.phases.at(-1);
    const end = isLast ? "" : (values.ends[phase] ?? "");
    const time = timeOf(end);
    if (time === null) return create(PlannedPhaseSchema, { phase });
    const unchanged = before !== undefined && localTime(timestampDate(before)) === end;
    return create(PlannedPhaseSchema, {
      phase,
      endTime: unchanged ? before : timestampFromDate(time),
    });
  });
}

export function withPhase(values: PlanValues, phase: Phase, has: boolean): PlanValues {
  const phases = PHASES.filter((known) => (known === phase ? has : values.phases.includes(known)));
  return { ...values, phases };
}
