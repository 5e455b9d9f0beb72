import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_LABEL, PHASES } from "@/state/labels";

/** The phases that this deliberation goes through: those of its plan, else the usual ones. */
export function phasesOf({ plan, phase }: Deliberation): Phase[] {
  const usual = [Phase.DRAFT, Phase.SCORING, Phase.VOTING, Phase.CLOSED];
  const phases = plan.length > 0 ? plan.map((planned) => planned.phase) : usual;
  if (phases.includes(phase)) return phases;
  return PHASES.filter((known) => known === phase || phases.includes(known));
}

/** Where the deliberation stands, and until when. */
export function PhaseBar() {
  const { t, date } = useText();
  const { deliberation } = useDeliberation();
  const phases = phasesOf(deliberation);
  const now = phases.indexOf(deliberation.phase);
  const endOf = (phase: Phase) =>
    deliberation.plan.find((planned) => planned.phase === phase)?.endTime;
  return (
    <ol className="phases" aria-label={t("phase.label")}>
      {phases.map((phase, index) => {
        const label = t(PHASE_LABEL[phase]);
        const end = endOf(phase);
        const state = index < now ? "done" : index === now ? "now" : "later";
        return (
          <li
            key={phase}
            className={`phase phase-${state}`}
            aria-current={state === "now" ? "step" : undefined}
          >
            <span className="phase-name">{label}</span>
            {end && index >= now && (
              <span className="phase-end">{t("phase.ends", { time: date(end) })}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
