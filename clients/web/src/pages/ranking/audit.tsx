// The same scores through other methods.
import { useQuery } from "@tanstack/react-query";
import { DataTable, ScrollBox } from "@/charts/data_table";
import { useText } from "@/i18n";
import { isolated } from "@/pages/result/model/names";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { type Called, GROUP_RULE_NAME } from "./ranking_text";
import type { RankingOptions } from "./sensitivity";

export function Audit(props: { options: RankingOptions; called: Called; version: string }) {
  const { t, number, percent, list } = useText();
  const { id, name, clients } = useDeliberation();
  const audit = useQuery({
    queryKey: keyOf(id, "ranking", "audit", String(props.options.weightRule), props.version),
    queryFn: () => clients.scoring.auditRanking({ parent: name, options: props.options }),
    placeholderData: (before) => before,
  });
  const methods = useQuery({
    queryKey: ["scoring methods"],
    queryFn: () => clients.scoring.listMethods({}),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const nameOf = (method: string) =>
    method === "additive"
      ? t("ranking.audit.additive")
      : (methods.data?.methods.find((one) => one.id === method)?.name ?? method);
  const title = t("ranking.audit.title");
  return (
    <Card title={title}>
      <p className="lead">{t("ranking.audit.lead")}</p>
      {audit.data ? (
        <>
          <p>
            {t("ranking.audit.share", {
              share: percent(audit.data.share),
              first: list(audit.data.first.map((one) => isolated(props.called.measure(one)))),
            })}
          </p>
          <details>
            <summary>{t("ranking.audit.all", { n: audit.data.runs.length })}</summary>
            <ScrollBox label={title}>
              <DataTable
                caption={title}
                data={{
                  columns: [
                    { label: t("result.robustness.others.method") },
                    { label: t("ranking.options.group") },
                    { label: t("result.robustness.others.first") },
                    { label: t("result.robustness.others.agreement"), numeric: true },
                  ],
                  rows: audit.data.runs.map((run) => ({
                    key: `${run.method} ${run.groupRule}`,
                    cells: [
                      nameOf(run.method),
                      t(GROUP_RULE_NAME[run.groupRule]),
                      run.refused === ""
                        ? list(run.first.map(props.called.measure))
                        : `${t("ranking.audit.refused")} ${run.refused}`,
                      run.maybeAgreement.case === "agreement"
                        ? number(run.maybeAgreement.value)
                        : "",
                    ],
                  })),
                }}
              />
            </ScrollBox>
          </details>
        </>
      ) : audit.error ? (
        <ProblemNote problem={audit.error} onRetry={() => void audit.refetch()} />
      ) : (
        <Loading />
      )}
    </Card>
  );
}
