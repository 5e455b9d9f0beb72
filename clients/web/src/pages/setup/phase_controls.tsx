// What facilitators lead a deliberation with, at the bar of its phases: on to the next phase, or to
// another one. Each step says first what it does.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useState } from "react";
import { useText } from "@/i18n";
import { stepsBack, stepsForward, usualStep } from "@/pages/deliberation/phase_steps";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_ABOUT, PHASE_LABEL } from "@/state/labels";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ProblemNote } from "@/ui/problem_note";
import { useAdvance } from "./advance";
import { CloseVote } from "./close_vote";
import { OpenVote } from "./open_vote";
import { PhaseStep } from "./phase_step";
import "./setup.css";

export default function PhaseControls() {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const [target, setTarget] = useState<Phase | "other" | null>(null);
  const close = () => setTarget(null);
  const next = usualStep(deliberation);
  const others = [...stepsForward(deliberation), ...stepsBack(deliberation)].filter(
    (phase) => phase !== next,
  );
  if (deliberation.voteSuspended) return <ResumeVote />;
  return (
    <div className="phase-controls actions">
      {next !== undefined && (
        <Button kind="primary" onClick={() => setTarget(next)}>
          {next === Phase.VOTING
            ? t("step.open")
            : next === Phase.CLOSED
              ? t("step.close")
              : t("step.next", { phase: t(PHASE_LABEL[next]) })}
        </Button>
      )}
      {others.length > 0 && <Button onClick={() => setTarget("other")}>{t("step.other")}</Button>}
      {target === "other" && <ChooseStep onChoose={setTarget} onClose={close} />}
      {target === Phase.VOTING && <OpenVote onClose={close} />}
      {target === Phase.CLOSED && <CloseVote onClose={close} />}
      {target !== null &&
        target !== "other" &&
        target !== Phase.VOTING &&
        target !== Phase.CLOSED && <PhaseStep to={target} onClose={close} />}
    </div>
  );
}

function ChooseStep(props: { onChoose: (phase: Phase) => void; onClose: () => void }) {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const groups = [
    { label: t("step.other.forward"), phases: stepsForward(deliberation) },
    { label: t("step.other.back"), phases: stepsBack(deliberation) },
  ].filter(({ phases }) => phases.length > 0);
  const another = deliberation.decisionCount > 0;
  return (
    <Dialog title={t("step.other.title")} onClose={props.onClose}>
      {groups.map(({ label, phases }) => (
        <section key={label} className="stack">
          <h3>{label}</h3>
          <ul className="steps">
            {phases.map((phase) => (
              <li key={phase}>
                <Button onClick={() => props.onChoose(phase)}>
                  {phase === Phase.VOTING
                    ? t(another ? "step.openAnother" : "step.open")
                    : phase === Phase.CLOSED
                      ? t("step.close")
                      : t(PHASE_LABEL[phase])}
                </Button>
                <span className="hint">{t(PHASE_ABOUT[phase])}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Dialog>
  );
}

/** A way back from the vote was begun and not finished: asking for the vote once more goes on with it. */
function ResumeVote() {
  const { t } = useText();
  const advance = useAdvance(Phase.VOTING, () => undefined);
  return (
    <div className="phase-controls actions">
      <Button kind="primary" busy={advance.isPending} onClick={() => advance.mutate({})}>
        {t("phase.resume")}
      </Button>
      {advance.error && <ProblemNote problem={advance.error} />}
    </div>
  );
}
