// What each criterion adds to the total of each measure.
import type { CriteriaRanking, RankedMeasure } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import { stacks } from "@/charts/drawings";
import { Legend } from "@/charts/legend";
import { useText } from "@/i18n";

/** More bars than this are no picture; the table has the rest. */
const MOST_BARS = 40;

export interface CriterionName {
  name: string;
  title: string;
}

export function placeText(
  measure: Pick<RankedMeasure, "position" | "bestPosition" | "worstPosition">,
  between: (values: { best: number; worst: number }) => string,
): string {
  const { position, bestPosition: best, worstPosition: worst } = measure;
  return position === 0 ? between({ best, worst }) : String(position);
}

export function Contributions(props: {
  ranking: CriteriaRanking;
  criteria: CriterionName[];
  level?: 3 | 4;
}) {
  const { t, number } = useText();
  const { ranking, criteria } = props;
  const scored = useMemo(
    () =>
      ranking.measures.filter(({ contributions }) =>
        contributions.some(({ scoreCount }) => scoreCount > 0),
      ),
    [ranking],
  );
  const draw = useMemo(
    () =>
      stacks(
        scored.slice(0, MOST_BARS).map((measure) => ({
          label: measure.position > 0 ? `${measure.position}. ${measure.title}` : measure.title,
          parts: criteria.map(({ name }) => contributionOf(measure, name)?.contribution ?? 0),
          shown: number(measure.total),
        })),
        (value) => number(value),
      ),
    [scored, criteria, number],
  );
  return (
    <Chart
      title={t("ranking.contributions.title")}
      text={t("ranking.contributions.text")}
      {...(props.level ? { level: props.level } : {})}
      legend={<Legend names={criteria.map(({ title }) => title)} />}
      draw={draw}
      table={{
        columns: [
          { label: t("result.measure") },
          { label: t("ranking.place"), numeric: true },
          { label: t("ranking.total"), numeric: true },
          ...criteria.map(({ title }) => ({ label: title, numeric: true })),
        ],
        rows: scored.map((measure) => ({
          key: measure.measure,
          cells: [
            measure.title,
            placeText(measure, (values) => t("ranking.between", values)),
            number(measure.total),
            ...criteria.map(({ name }) => {
              const found = contributionOf(measure, name);
              return found ? number(found.contribution) : t("ranking.missing");
            }),
          ],
        })),
      }}
    />
  );
}

function contributionOf(measure: RankedMeasure, criterion: string) {
  return measure.contributions.find((one) => one.criterion === criterion && one.scoreCount > 0);
}

/** The criteria of a ranking, with their titles as far as they are known. */
export function criteriaOf(
  ranking: CriteriaRanking,
  known: CriterionName[] | undefined,
): CriterionName[] {
  const names = ranking.measures[0]?.contributions.map(({ criterion }) => criterion) ?? [];
  return names.map((name) => ({
    name,
    title: known?.find((one) => one.name === name)?.title ?? name.slice(name.lastIndexOf("/") + 1),
  }));
}
