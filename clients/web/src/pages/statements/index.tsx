import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { Loading } from "@/ui/loading";
import { Card, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { AnswerNext } from "./answer_next";
import { OpinionGroups } from "./opinion_groups";
import { StatementList } from "./statement_list";
import { useStatements } from "./statements_state";
import { WriteStatement } from "./write_statement";
import "../setup/setup.css";
import "./statements.css";

/** Short statements, answered one at a time, and where the team stands by the answers. */
export default function StatementsPage() {
  const { t } = useText();
  const { deliberation, votes } = useDeliberation();
  const statements = useStatements();
  const { phase } = deliberation;
  const open = phase !== Phase.CLOSED && phase !== Phase.PUBLISHED;
  const mayAnswer = open && votes;
  if (statements.isPending) return <Loading />;
  if (statements.data === undefined) {
    return <ProblemNote problem={statements.error} onRetry={() => void statements.refetch()} />;
  }
  return (
    <Page title={t("nav.statements")} lead={t("statements.lead")}>
      {!open && <p className="note">{t("statements.closed")}</p>}
      {open && !votes && <p className="hint">{t("statements.reader")}</p>}
      {mayAnswer && statements.data.length > 0 && <AnswerNext statements={statements.data} />}
      {mayAnswer && <WriteStatement statements={statements.data} />}
      {statements.data.length > 0 && (
        <Card title={t("opinions.title")}>
          <OpinionGroups />
        </Card>
      )}
      <StatementList statements={statements.data} mayAnswer={mayAnswer} />
    </Page>
  );
}
