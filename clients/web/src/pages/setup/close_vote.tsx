import { Code } from "@connectrpc/connect";
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useState } from "react";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useTurnout } from "@/state/queries";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { useAdvance } from "./advance";
import { EarlyNote, StepProblem } from "./phase_step";

/** The server refused to close since the ranking by the criteria cannot be read, and says how it would. */
export function lacksCriteria(error: unknown): boolean {
  const problem = toProblem(error);
  return problem.code === Code.Unavailable && problem.message.includes("without_criteria");
}

export function CloseVote(props: { onClose: () => void }) {
  const { t } = useText();
  const turnout = useTurnout().data;
  const advance = useAdvance(Phase.CLOSED, props.onClose);
  const [without, setWithout] = useState(false);
  const mayLeaveOut = without || lacksCriteria(advance.error);
  return (
    <Dialog
      title={t("close.title")}
      onClose={props.onClose}
      actions={
        <Button
          kind="primary"
          busy={advance.isPending}
          onClick={() => advance.mutate(without ? { withoutCriteria: true } : {})}
        >
          {t("close.confirm")}
        </Button>
      }
    >
      {turnout && (
        <p className="turnout-line">
          {t("close.turnout", { voted: turnout.ballotCount, all: turnout.rollCount })}
        </p>
      )}
      <p>{t("close.text")}</p>
      <EarlyNote message="close.early" />
      {mayLeaveOut && (
        <div className="note note-warn stack">
          <p role="alert">{t("close.noCriteria")}</p>
          <label className="choice">
            <input
              type="checkbox"
              checked={without}
              onChange={(event) => setWithout(event.target.checked)}
            />
            {t("close.withoutCriteria")}
          </label>
        </div>
      )}
      {advance.error && !lacksCriteria(advance.error) && (
        <StepProblem error={advance.error} from={Phase.VOTING} />
      )}
    </Dialog>
  );
}
