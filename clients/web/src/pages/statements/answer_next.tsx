import { type Statement, StatementVote } from "@gen/plenum/deliberation/v1/opinion_pb";
import { useEffect, useRef, useState } from "react";
import { useText } from "@/i18n";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { useAnswer } from "./statements_state";
import { VOTE_LABEL, VOTES, VoteButtons } from "./vote_buttons";

const isAnswered = ({ ownVote }: Statement) => ownVote !== StatementVote.UNSPECIFIED;
const isShown = ({ hiddenBy }: Statement) => hiddenBy === "";

/** Whether a key that was pressed is somebody's writing. */
function isWriting(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, dialog") !== null)
  );
}

/** One statement at a time that the reader has not answered: by buttons, or by the keys 1, 2, 3. */
export function AnswerNext(props: { statements: readonly Statement[] }) {
  const { t } = useText();
  const toast = useToast();
  const answering = useAnswer();
  const shown = props.statements.filter(isShown);
  const answered = shown.filter(isAnswered).length;
  // One that was answered a moment ago and is to be answered anew.
  const [again, setAgain] = useState<string | null>(null);
  const next =
    shown.find(({ name }) => name === again) ?? shown.find((statement) => !isAnswered(statement));
  const { mutate } = answering;

  const answer = (statement: Statement, vote: StatementVote) => {
    setAgain(null);
    mutate({ name: statement.name, vote });
    toast(t("statements.answered", { number: statement.number, answer: t(VOTE_LABEL[vote]) }), {
      label: t("app.undo"),
      run: () => setAgain(statement.name),
    });
  };
  const latest = useRef({ next, answer });
  latest.current = { next, answer };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      if (isWriting(event.target)) return;
      const vote = VOTES[Number(event.key) - 1];
      const { next: statement, answer: give } = latest.current;
      if (vote === undefined || statement === undefined) return;
      event.preventDefault();
      give(statement, vote);
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  return (
    <Card
      title={t("statements.ask")}
      actions={
        <span className="hint">{t("statements.progress", { answered, all: shown.length })}</span>
      }
    >
      <progress
        className="progress"
        aria-label={t("statements.progress", { answered, all: shown.length })}
        max={Math.max(shown.length, 1)}
        value={answered}
      />
      <div aria-live="polite">
        {next ? (
          <>
            <p className="hint">{t("statements.number", { number: next.number })}</p>
            <p className="statement-now" dir="auto">
              {next.text}
            </p>
          </>
        ) : (
          <p>{t("statements.all.done")}</p>
        )}
      </div>
      {next && (
        <>
          <VoteButtons
            large
            number={next.number}
            vote={next.ownVote}
            onVote={(vote) => answer(next, vote)}
          />
          <p className="hint keys-hint">{t("statements.keys")}</p>
        </>
      )}
      {answering.error && <ProblemNote problem={answering.error} />}
    </Card>
  );
}
