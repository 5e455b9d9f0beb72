import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Suspense } from "react";
import { useText } from "@/i18n";
import { lazyPage } from "@/i18n/lazy_page";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_LABEL, PHASES } from "@/state/labels";
import { Countdown } from "./countdown";
import "./phase_bar.css";

const PhaseControls = lazyPage(["setup"], () => import("../setup/phase_controls"));

/** The phases that this deliberation goes through: those of its plan, else the usual ones. */
export function phasesOf({ plan, phase }: Deliberation): Phase[] {
  const usual = [Phase.DRAFT, Phase.SCORING, Phase.VOTING, Phase.CLOSED];
  const phases = plan.length > 0 ? plan.map((planned) => planned.phase) : usual;
  if (phases.includes(phase)) return phases;
  return PHASES.filter((known) => known === phase || phases.includes(known));
}

/** Where the deliberation stands, and until when; for facilitators, the way on. */
export function PhaseBar() {
  const { t, date } = useText();
  const { deliberation, leads } = useDeliberation();
  const { phase: current, plan, rules, voteSuspended } = deliberation;
  const phases = phasesOf(deliberation);
  const now = phases.indexOf(current);
  const endOf = (phase: Phase) =>
    phase === Phase.VOTING && current === Phase.VOTING
      ? rules?.closeTime
      : plan.find((planned) => planned.phase === phase)?.endTime;
  return (
    <section className="phase-bar" aria-label={t("phase.label")}>
      <ol className="phases">
        {phases.map((phase, index) => {
          const end = endOf(phase);
          const state = index < now ? "done" : index === now ? "now" : "later";
          return (
            <li
              key={phase}
              className={`phase phase-${state}`}
              aria-current={state === "now" ? "step" : undefined}
            >
              <span className="phase-name">
                {state === "done" && <span aria-hidden="true">✓ </span>}
                {t(PHASE_LABEL[phase])}
              </span>
              {end && index >= now && (
                <span className="phase-end">
                  {t("phase.ends", { time: date(end) })}
                  {index === now && (
                    <>
                      {" · "}
                      <Countdown end={end} />
                    </>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ol>
      {leads && (
        <Suspense fallback={null}>
          <PhaseControls />
        </Suspense>
      )}
      {voteSuspended && (
        <p className="note note-warn phase-note" role="status">
          {t("phase.suspended")}
        </p>
      )}
    </section>
  );
}
