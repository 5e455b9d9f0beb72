// What is worth talking about: where members disagree and it matters, and which camps there are.
import { AgendaKind, type GetAgendaResponse } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { isolated } from "@/pages/result/model/names";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { agendaLabel } from "./agenda_model";
import { DisagreementMap } from "./disagreement_map";
import type { Called } from "./ranking_text";
import type { RankingOptions } from "./sensitivity";

const MOST_SHOWN = 6;

export function Agenda(props: { options: RankingOptions; called: Called; version: string }) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const { groupRule, weightRule } = props.options;
  const agenda = useQuery({
    queryKey: keyOf(id, "ranking", "agenda", `${groupRule} ${weightRule}`, props.version),
    queryFn: () =>
      clients.scoring.getAgenda({ parent: name, options: props.options, maxItems: 50 }),
    placeholderData: (before) => before,
  });
  return (
    <Card title={t("ranking.agenda.title")}>
      <p className="lead">{t("ranking.agenda.lead")}</p>
      {agenda.data ? (
        <Items agenda={agenda.data} called={props.called} />
      ) : agenda.error ? (
        toProblem(agenda.error).reason === "NOT_READY" ? (
          <p>{t("result.disagreement.notScored")}</p>
        ) : (
          <ProblemNote problem={agenda.error} onRetry={() => void agenda.refetch()} />
        )
      ) : (
        <Loading />
      )}
    </Card>
  );
}

function Items(props: { agenda: GetAgendaResponse; called: Called }) {
  const text = useText();
  const { t, number, percent, list } = text;
  const { agenda, called } = props;
  const { maybeKendallW, maybeAlpha } = agenda.agreement ?? {};
  return (
    <>
      <ol className="agenda">
        {agenda.items.slice(0, MOST_SHOWN).map((item) => {
          const facts = item.kind === AgendaKind.SCORES;
          return (
            <li key={`${item.kind} ${item.measure} ${item.criterion}`}>
              <p>
                <strong dir="auto">{agendaLabel(item, text)}</strong>{" "}
                <Badge>{t(facts ? "ranking.agenda.facts" : "ranking.agenda.values")}</Badge>
              </p>
              <p className="hint">
                {item.numbers
                  .map(({ member, value }) =>
                    t("ranking.agenda.said", {
                      member: isolated(called.member(member)),
                      value: facts ? number(value) : percent(value),
                    }),
                  )
                  .join(" · ")}
              </p>
            </li>
          );
        })}
      </ol>
      <DisagreementMap items={agenda.items} />
      {agenda.camps.length > 0 && (
        <>
          <h3>{t("ranking.camps.title")}</h3>
          <ul className="findings">
            {agenda.camps.map(({ members, first }) => (
              <li key={members.join()}>
                {t("ranking.camps.item", {
                  members: list(members.map((member) => isolated(called.member(member)))),
                  first: list(first.map((measure) => isolated(called.measure(measure)))),
                })}
              </li>
            ))}
          </ul>
          {agenda.commonChoice !== "" && (
            <p>
              <strong>
                {t("ranking.camps.common", {
                  name: isolated(called.measure(agenda.commonChoice)),
                })}
              </strong>
            </p>
          )}
        </>
      )}
      {maybeKendallW?.case === "kendallW" && (
        <p>{t("ranking.agreement.w", { w: number(maybeKendallW.value) })}</p>
      )}
      {maybeAlpha?.case === "alpha" && (
        <p>{t("ranking.agreement.alpha", { alpha: number(maybeAlpha.value) })}</p>
      )}
    </>
  );
}
