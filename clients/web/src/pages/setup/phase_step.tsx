import { InvitationState } from "@gen/plenum/deliberation/v1/access_pb";
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { toProblem } from "@/api/problem";
import { type MessageId, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_LABEL, PHASES } from "@/state/labels";
import { useCriteria, useInvitations, useMeasures, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { ProblemNote } from "@/ui/problem_note";
import { useAdvance } from "./advance";
import { votersWeights } from "./secrecy_warnings";

const FORWARD: Partial<Record<Phase, MessageId>> = {
  [Phase.COLLECTING]: "step.to.collecting",
  [Phase.SCORING]: "step.to.scoring",
  [Phase.DISCUSSING]: "step.to.discussing",
  [Phase.REVISING]: "step.to.revising",
  [Phase.PUBLISHED]: "step.to.published",
};

const BACK: Partial<Record<Phase, MessageId>> = {
  [Phase.DRAFT]: "step.back.draft",
  [Phase.COLLECTING]: "step.back.collecting",
  [Phase.DISCUSSING]: "step.back.discussing",
};

/** Says what going to a phase does, and what may be missing, before it is gone to. */
export function PhaseStep(props: { to: Phase; onClose: () => void }) {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const { to, onClose } = props;
  const advance = useAdvance(to, onClose);
  const back = PHASES.indexOf(to) < PHASES.indexOf(deliberation.phase);
  const about = (back ? BACK : FORWARD)[to];
  const phase = t(PHASE_LABEL[to]);
  return (
    <Dialog
      title={t(back ? "step.title.back" : "step.title.forward", { phase })}
      onClose={onClose}
      actions={
        <Button kind="primary" busy={advance.isPending} onClick={() => advance.mutate({})}>
          {t(back ? "step.confirm.back" : "step.confirm.forward")}
        </Button>
      }
    >
      {about && <p>{t(about)}</p>}
      {back && deliberation.phase === Phase.VOTING && <p>{t("step.back.vote")}</p>}
      {!back && <EarlyNote />}
      {to === Phase.SCORING && !back && <BeforeScoring />}
      {advance.error && <StepProblem error={advance.error} from={deliberation.phase} />}
    </Dialog>
  );
}

/** A deadline that the step does not wait for. */
export function EarlyNote(props: { message?: MessageId }) {
  const { t, date } = useText();
  const { deliberation } = useDeliberation();
  const end = deliberation.plan.find(({ phase }) => phase === deliberation.phase)?.endTime;
  if (end === undefined) return null;
  return <p className="hint">{t(props.message ?? "step.plan.early", { time: date(end) })}</p>;
}

function BeforeScoring() {
  const { t } = useText();
  const measures = useMeasures().data?.filter(({ state }) => state === MeasureState.ACTIVE);
  const criteria = useCriteria().data;
  const members = useMembers().data;
  const open = useInvitations().data?.filter(({ state }) => state === InvitationState.OPEN);
  const notes: string[] = [];
  if (measures?.length === 0) notes.push(t("step.check.noMeasures"));
  if (criteria?.length === 0) notes.push(t("step.check.noCriteria"));
  if (members && votersWeights(members).length < 2) notes.push(t("step.check.alone"));
  if (open && open.length > 0) {
    notes.push(t("step.check.openInvitations", { count: open.length }));
  }
  if (notes.length === 0) return null;
  return (
    <ul className="note note-warn notes">
      {notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

/** Why a step was refused, in the reader's words where the reason is known. */
export function StepProblem(props: { error: unknown; from: Phase }) {
  const { t } = useText();
  const problem = toProblem(props.error);
  const known: MessageId | undefined =
    problem.reason === "STALE_ETAG"
      ? "step.stale"
      : problem.reason === "WRONG_PHASE" && problem.metadata.required === "nothing to lose"
        ? props.from === Phase.VOTING && /ballot/.test(problem.message)
          ? "step.lost.ballots"
          : "step.lost.scores"
        : undefined;
  if (known === undefined) return <ProblemNote problem={problem} />;
  return (
    <p className="problem" role="alert">
      {t(known)}
    </p>
  );
}
