import type { Statement } from "@gen/plenum/deliberation/v1/opinion_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { draftKey, forget, read, write } from "@/state/device";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";

const LONGEST = 280;

/** The server counts code points, and takes one line. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Puts up a statement. What was begun is kept on this device. */
export function WriteStatement(props: { statements: readonly Statement[] }) {
  const { t } = useText();
  const { id, name: parent, clients } = useDeliberation();
  const cache = useQueryClient();
  const toast = useToast();
  const intent = useIntent();
  const draft = draftKey(id, "statement");
  const [text, setText] = useState(() => read(draft, ""));
  const left = LONGEST - lengthOf(text.trim());
  const writing = useMutation({
    mutationFn: () => {
      const statement = { text: text.trim() };
      return clients.opinion.createStatement({
        parent,
        statement,
        requestId: intent.idFor(statement),
      });
    },
    onSuccess: ({ statement }) => {
      intent.done();
      forget(draft);
      setText("");
      toast(t("statements.write.done", { number: statement?.number ?? 0 }));
      void cache.invalidateQueries({ queryKey: keyOf(id, "statements") });
    },
  });
  return (
    <Card title={t("statements.write")}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          writing.mutate();
        }}
      >
        <Field
          label={t("statements.write.text")}
          hint={t("statements.write.hint")}
          error={left < 0 ? t("statements.write.over", { count: -left }) : undefined}
        >
          <textarea
            rows={2}
            dir="auto"
            value={text}
            onChange={(event) => {
              const line = event.target.value.replace(/\s*\n\s*/g, " ");
              setText(line);
              write(draft, line);
            }}
          />
        </Field>
        {writing.error && <WritingProblem error={writing.error} statements={props.statements} />}
        <div className="actions">
          <Button
            kind="primary"
            type="submit"
            busy={writing.isPending}
            disabled={text.trim() === "" || left < 0}
          >
            {t("statements.write.submit")}
          </Button>
          {left >= 0 && <span className="hint">{t("statements.write.left", { count: left })}</span>}
        </div>
      </form>
    </Card>
  );
}

function WritingProblem(props: { error: unknown; statements: readonly Statement[] }) {
  const { t } = useText();
  const problem = toProblem(props.error);
  if (problem.reason !== "DUPLICATE") return <ProblemNote problem={problem} />;
  const same = props.statements.find(({ name }) => name === problem.metadata.resource);
  return (
    <div className="problem" role="alert">
      <p>
        {same ? t("statements.duplicate", { number: same.number }) : t("statements.duplicate.some")}
      </p>
      {same?.text && <q dir="auto">{same.text}</q>}
    </div>
  );
}
