// The vote beside the ranking by the criteria.
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import { slopes } from "@/charts/drawings";
import { type Text, useText } from "@/i18n";
import { Contributions, criteriaOf } from "@/pages/ranking/contributions";
import { useCriteria } from "@/state/queries";
import { type Divergence, summaryOf } from "./model/divergence";
import type { ResultView } from "./model/view";
import { Section } from "./section";

export function divergencesOf(view: ResultView): Divergence[] {
  return view.placed.map(({ option, place }) => ({
    option,
    byVote: place,
    byCriteria: view.criteriaPlaceOf(option),
  }));
}

/** How the two rankings differ, in a sentence. */
export function divergenceSentence(view: ResultView, text: Text): string {
  const summary = summaryOf(divergencesOf(view));
  if (summary === null) return "";
  if (summary.kind === "same") return text.t("result.divergence.same");
  if (summary.kind === "sameWhereKnown") return text.t("result.divergence.sameWhereKnown");
  const { furthest } = summary;
  const first = view.placed.find(({ place }) => place === 1)?.option ?? 0;
  const values = {
    first: view.names.of(first),
    criteria: summary.firstByCriteria === null ? "" : view.names.of(summary.firstByCriteria),
    furthest: view.names.of(furthest.option),
    byVote: furthest.byVote,
    byCriteria: furthest.byCriteria,
  };
  if (summary.sameFirst) return text.t("result.divergence.sameFirst", values);
  return text.t(
    summary.firstByCriteria === null
      ? "result.divergence.criteriaOpen"
      : "result.divergence.otherFirst",
    values,
  );
}

export function CriteriaSection(props: { view: ResultView }) {
  const text = useText();
  const { t } = text;
  const { view } = props;
  const criteria = useCriteria();
  const ranking = view.result.criteriaRanking;
  const draw = useMemo(
    () =>
      slopes(
        divergencesOf(view).map(({ option, byVote, byCriteria }) => ({
          label: view.names.title(option),
          from: byVote,
          to: byCriteria === 0 ? null : byCriteria,
        })),
        { from: text.t("result.divergence.vote"), to: text.t("result.divergence.criteria") },
      ),
    [view, text],
  );
  if (!ranking) return <NoCriteria note={view.result.criteriaNote} />;
  return (
    <Section id="criteria" lead={t("result.criteria.lead")}>
      <Chart
        title={t("result.divergence.title")}
        text={divergenceSentence(view, text)}
        draw={draw}
        table={{
          columns: [
            { label: t("result.measure") },
            { label: t("result.divergence.vote"), numeric: true },
            { label: t("result.divergence.criteria"), numeric: true },
            { label: t("result.divergence.difference") },
          ],
          rows: divergencesOf(view).map((row) => ({
            key: String(row.option),
            cells: [
              view.names.title(row.option),
              String(row.byVote),
              row.byCriteria === 0 ? t("ranking.open") : String(row.byCriteria),
              differenceText(row, text),
            ],
          })),
        }}
      />
      <Contributions ranking={ranking} criteria={criteriaOf(ranking, criteria.data)} />
    </Section>
  );
}

function differenceText({ byVote, byCriteria }: Divergence, { t }: Text): string {
  if (byCriteria === 0 || byCriteria === byVote) return "";
  const n = Math.abs(byCriteria - byVote);
  return t(byVote < byCriteria ? "result.divergence.higher" : "result.divergence.lower", { n });
}

const KNOWN_NOTES = { "nothing was scored": "result.criteria.notScored" } as const;

function NoCriteria(props: { note: string }) {
  const { t } = useText();
  const known = Object.entries(KNOWN_NOTES).find(([note]) => note === props.note)?.[1];
  return (
    <Section id="criteria">
      {known ? (
        <p>{t(known)}</p>
      ) : (
        <p>
          {t("result.criteria.none")} <span lang="en">{props.note}</span>
        </p>
      )}
    </Section>
  );
}
