import { type Statement, StatementVote } from "@gen/plenum/deliberation/v1/opinion_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { memo, useCallback, useId, useMemo, useState } from "react";
import { type MessageId, useText } from "@/i18n";
import { isolated } from "@/pages/setup/rules_words";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useAnswer } from "./statements_state";
import { VOTE_LABEL, VoteButtons } from "./vote_buttons";

type Show = "all" | "open" | "mine" | "hidden";

const SHOW: Record<Show, { label: MessageId; takes: (statement: Statement) => boolean }> = {
  all: { label: "statements.show.all", takes: () => true },
  open: {
    label: "statements.show.open",
    takes: ({ ownVote, hiddenBy }) => ownVote === StatementVote.UNSPECIFIED && hiddenBy === "",
  },
  mine: { label: "statements.show.mine", takes: ({ author }) => author !== "" },
  hidden: { label: "statements.show.hidden", takes: ({ hiddenBy }) => hiddenBy !== "" },
};

/** All statements with the reader's answers, which can be changed here. */
export function StatementList(props: { statements: readonly Statement[]; mayAnswer: boolean }) {
  const { t } = useText();
  const { leads } = useDeliberation();
  const { statements, mayAnswer } = props;
  const [show, setShow] = useState<Show>("all");
  const [hiding, setHiding] = useState<Statement | null>(null);
  const answering = useAnswer();
  const restoring = useRestore();
  const shown = useMemo(() => statements.filter(SHOW[show].takes), [statements, show]);
  const { mutate: answer } = answering;
  const onVote = useCallback(
    (name: string, vote: StatementVote) => answer({ name, vote }),
    [answer],
  );
  const { mutate: restore } = restoring;
  return (
    <Card
      title={t("statements.list")}
      actions={
        statements.length > 0 && (
          <label className="filter">
            {t("statements.show")}
            <select value={show} onChange={(event) => setShow(event.target.value as Show)}>
              {Object.entries(SHOW).map(([value, { label }]) => (
                <option key={value} value={value}>
                  {t(label)}
                </option>
              ))}
            </select>
          </label>
        )
      }
    >
      {statements.length === 0 ? (
        <p>{t(mayAnswer ? "statements.empty.write" : "statements.empty")}</p>
      ) : shown.length === 0 ? (
        <p role="status">{t("statements.show.none")}</p>
      ) : (
        <ol className="statements">
          {shown.map((statement) => (
            <StatementRow
              key={statement.name}
              statement={statement}
              mayAnswer={mayAnswer}
              leads={leads}
              onVote={onVote}
              onHide={setHiding}
              onRestore={restore}
            />
          ))}
        </ol>
      )}
      {answering.error && <ProblemNote problem={answering.error} />}
      {restoring.error && <ProblemNote problem={restoring.error} />}
      {hiding && <HideStatement statement={hiding} onClose={() => setHiding(null)} />}
    </Card>
  );
}

const StatementRow = memo(function StatementRow(props: {
  statement: Statement;
  mayAnswer: boolean;
  leads: boolean;
  onVote: (name: string, vote: StatementVote) => void;
  onHide: (statement: Statement) => void;
  onRestore: (statement: Statement) => void;
}) {
  const { t, number } = useText();
  const { statement, mayAnswer, leads } = props;
  const hidden = statement.hiddenBy !== "";
  const answered = statement.ownVote !== StatementVote.UNSPECIFIED;
  return (
    <li className="statement">
      <span className="statement-number" aria-hidden="true">
        {number(statement.number)}
      </span>
      <div className="statement-text">
        <p dir="auto" className={hidden && statement.text ? "struck" : undefined}>
          {statement.text || t("statements.hidden")}
        </p>
        {statement.author !== "" && <Badge tone="accent">{t("statements.mine")}</Badge>}
        {hidden && (
          <p className="hint">
            {t("statements.hidden.why", { reason: isolated(statement.hiddenReason) })}
          </p>
        )}
      </div>
      <div className="actions statement-actions">
        {!hidden && mayAnswer && (
          <VoteButtons
            number={statement.number}
            vote={statement.ownVote}
            onVote={(vote) => props.onVote(statement.name, vote)}
          />
        )}
        {!hidden && !mayAnswer && answered && <Badge>{t(VOTE_LABEL[statement.ownVote])}</Badge>}
        {leads && !hidden && (
          <Button
            kind="quiet"
            aria-label={`${t("statements.hide")}: ${t("statements.number", { number: statement.number })}`}
            onClick={() => props.onHide(statement)}
          >
            {t("statements.hide")}
          </Button>
        )}
        {leads && hidden && (
          <Button
            aria-label={`${t("statements.restore")}: ${t("statements.number", { number: statement.number })}`}
            onClick={() => props.onRestore(statement)}
          >
            {t("statements.restore")}
          </Button>
        )}
      </div>
    </li>
  );
});

function useRestore() {
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  return useMutation({
    mutationFn: ({ name, etag }: Statement) =>
      clients.opinion.restoreStatement({ name, etag, requestId: intent.idFor([name, etag]) }),
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "statements") }),
  });
}

const LONGEST_REASON = 500;

function HideStatement(props: { statement: Statement; onClose: () => void }) {
  const { t } = useText();
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const intent = useIntent();
  const formId = useId();
  const [reason, setReason] = useState("");
  const { name, number, etag, text } = props.statement;
  const hiding = useMutation({
    mutationFn: () => {
      const request = { name, etag, reason: reason.trim() };
      return clients.opinion.hideStatement({ ...request, requestId: intent.idFor(request) });
    },
    onSuccess: props.onClose,
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "statements") }),
  });
  return (
    <Dialog
      title={t("statements.hideOf", { number })}
      onClose={props.onClose}
      actions={
        <Button
          kind="primary"
          type="submit"
          form={formId}
          busy={hiding.isPending}
          disabled={reason.trim() === ""}
        >
          {t("statements.hide")}
        </Button>
      }
    >
      <q dir="auto">{text}</q>
      <p>{t("statements.hide.about")}</p>
      <form
        id={formId}
        onSubmit={(event) => {
          event.preventDefault();
          hiding.mutate();
        }}
      >
        <Field label={t("statements.hide.reason")}>
          <textarea
            rows={2}
            maxLength={LONGEST_REASON}
            dir="auto"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      </form>
      {hiding.error && <ProblemNote problem={hiding.error} />}
    </Dialog>
  );
}
