import { useMutation } from "@tanstack/react-query";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useCriteria, useDocuments, useMeasures, useMembers } from "@/state/queries";
import { Button } from "@/ui/button";
import { ProblemNote } from "@/ui/problem_note";
import { useArguments, useBallots, useMovements, useNameOf, useRobustness } from "./data";
import { plain } from "./model/names";
import type { ResultView } from "./model/view";
import { composeReport, type ReportMaterial, reasonOf } from "./report/compose";
import { ballotsCsv, duelsCsv, rankingCsv } from "./report/csv";
import { toHtml, toMarkdown } from "./report/document";
import { fileStem, saveFile } from "./save";
import { Section } from "./section";

const CSV = "text/csv;charset=utf-8";

export function Downloads(props: { view: ResultView }) {
  const text = useText();
  const { t } = text;
  const { view } = props;
  const { deliberation } = useDeliberation();
  const members = useMembers();
  const nameOf = useNameOf(members.data);
  const { ballots } = useBallots(view);
  const stem = fileStem(deliberation.title);
  return (
    <Section id="downloads" className="no-print" lead={t("result.downloads.lead")}>
      <ReportButtons view={view} stem={stem} />
      <BundleButton stem={stem} />
      <div className="actions">
        <Button
          onClick={() =>
            saveFile(
              `${stem}-ranking.csv`,
              [rankingCsv(view, (option) => plain(reasonOf(view, option)))],
              CSV,
            )
          }
        >
          {t("result.downloads.ranking")}
        </Button>
        <Button onClick={() => saveFile(`${stem}-duels.csv`, [duelsCsv(view)], CSV)}>
          {t("result.downloads.duels")}
        </Button>
        <Button
          disabled={ballots === undefined}
          onClick={() =>
            saveFile(`${stem}-ballots.csv`, [ballotsCsv(view, ballots ?? [], nameOf)], CSV)
          }
        >
          {t("result.downloads.ballots")}
        </Button>
      </div>
    </Section>
  );
}

function ReportButtons(props: { view: ResultView; stem: string }) {
  const text = useText();
  const { t } = text;
  const { view, stem } = props;
  const makeReport = useReport(view);
  const asHtml = useMutation({
    mutationFn: async () => {
      const report = composeReport(view, await makeReport(), text);
      saveFile(`${stem}.html`, [toHtml(report)], "text/html;charset=utf-8");
    },
  });
  const asMarkdown = useMutation({
    mutationFn: async () => {
      const report = composeReport(view, await makeReport(), text);
      saveFile(`${stem}.md`, [toMarkdown(report)], "text/markdown;charset=utf-8");
    },
  });
  const problem = asHtml.error ?? asMarkdown.error;
  return (
    <>
      <div className="actions">
        <Button kind="primary" busy={asHtml.isPending} onClick={() => asHtml.mutate()}>
          {t("result.downloads.html")}
        </Button>
        <Button busy={asMarkdown.isPending} onClick={() => asMarkdown.mutate()}>
          {t("result.downloads.markdown")}
        </Button>
        <Button onClick={() => window.print()}>{t("result.downloads.print")}</Button>
      </div>
      {problem && <ProblemNote problem={problem} />}
    </>
  );
}

/** What a report needs: what the page has by now, and else what the server says when it is asked. */
function useReport(view: ResultView): () => Promise<ReportMaterial> {
  const { name, clients, deliberation } = useDeliberation();
  const measures = useMeasures();
  const documents = useDocuments();
  const members = useMembers();
  const criteria = useCriteria();
  const said = useArguments();
  const movements = useMovements();
  const { ballots } = useBallots(view);
  const robustness = useRobustness(view, ballots);
  return async () => {
    const listed = await Promise.all([
      measures.data ?? measures.refetch().then(({ data }) => data ?? []),
      documents.data ?? documents.refetch().then(({ data }) => data ?? []),
      said.data ?? said.refetch().then(({ data }) => data ?? []),
    ]);
    const { checkpoint } = await clients.deliberation.getCheckpoint({ parent: name });
    const titles = new Map<string, string>([
      ...(members.data ?? []).map((one): [string, string] => [one.name, one.displayName]),
      ...listed[0].map((one): [string, string] => [one.name, one.title]),
      ...(criteria.data ?? []).map((one): [string, string] => [one.name, one.title]),
      ...listed[1].map((one): [string, string] => [one.name, one.title]),
    ]);
    return {
      deliberation,
      measures: listed[0],
      documents: listed[1],
      said: listed[2],
      ballots: ballots ?? [],
      robustness: robustness.data ?? null,
      movements: movements.data ?? [],
      checkpoint: checkpoint ?? null,
      titleOf: (resource) => titles.get(resource) ?? idOf(resource),
    };
  };
}

function BundleButton(props: { stem: string }) {
  const { t } = useText();
  const { name, clients } = useDeliberation();
  const exporting = useMutation({
    mutationFn: async () => {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      const stream = clients.deliberation.exportBundle({ parent: name }, { timeoutMs: 0 });
      for await (const { data } of stream) parts.push(new Uint8Array(data));
      saveFile(`${props.stem}-bundle.json`, parts, "application/json");
    },
  });
  return (
    <>
      <div className="actions">
        <Button busy={exporting.isPending} onClick={() => exporting.mutate()}>
          {t("result.downloads.bundle")}
        </Button>
        <span className="hint">{t("result.downloads.bundle.hint")}</span>
      </div>
      {exporting.error && (
        <ProblemNote problem={exporting.error} onRetry={() => exporting.mutate()} />
      )}
    </>
  );
}
