// Where people disagree, and where it matters.
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { DisagreementMap } from "@/pages/ranking/disagreement_map";
import { OpinionGroups } from "@/pages/statements/opinion_groups";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { useAgenda } from "./data";
import { Section } from "./section";

export function Disagreement() {
  const { t } = useText();
  const agenda = useAgenda();
  return (
    <Section id="disagreement" lead={t("result.disagreement.lead")}>
      {agenda.isPending ? (
        <Loading />
      ) : agenda.error ? (
        <AgendaProblem error={agenda.error} onRetry={() => void agenda.refetch()} />
      ) : (
        <DisagreementMap items={agenda.data.items} />
      )}
      <h3>{t("result.disagreement.groups")}</h3>
      <OpinionGroups heading="h4" />
    </Section>
  );
}

function AgendaProblem(props: { error: unknown; onRetry: () => void }) {
  const { t } = useText();
  const { reason } = toProblem(props.error);
  if (reason === "NOT_READY") return <p>{t("result.disagreement.notScored")}</p>;
  if (reason === "WRONG_PHASE") return <p>{t("ranking.sealed.text")}</p>;
  return <ProblemNote problem={props.error} onRetry={props.onRetry} />;
}
