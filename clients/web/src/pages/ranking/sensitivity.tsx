// How sure the ranking is while the weights are not known exactly.
import type {
  AnalyzeSensitivityResponse,
  EvaluationOptions,
} from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import type { Draw } from "@/charts/plot";
import { charactersIn, seriesColour, shortened } from "@/charts/series";
import { type Text, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Loading } from "@/ui/loading";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { type Called, sensitivitySentence, weightRangeSentence } from "./ranking_text";

const ANALYSIS_MS = 60_000;
const MOST_ROWS = 24;
const MOST_RANKS = 12;

export type RankingOptions = Pick<EvaluationOptions, "groupRule" | "weightRule">;

export function Sensitivity(props: {
  options: RankingOptions;
  called: Called;
  /** The title of the measure that is first alone now; null when none is. */
  first: string | null;
  /** Another one asks anew. */
  version: string;
}) {
  const text = useText();
  const { t } = text;
  const { id, name, clients } = useDeliberation();
  const { groupRule, weightRule } = props.options;
  const analysis = useQuery({
    queryKey: keyOf(id, "ranking", "sensitivity", `${groupRule} ${weightRule}`, props.version),
    queryFn: () =>
      clients.scoring.analyzeSensitivity(
        { parent: name, options: props.options },
        { timeoutMs: ANALYSIS_MS },
      ),
    placeholderData: (before) => before,
  });
  return (
    <Card title={t("ranking.sensitivity.title")}>
      <p className="lead">{t("ranking.sensitivity.lead")}</p>
      {analysis.data ? (
        <Figures response={analysis.data} called={props.called} first={props.first} />
      ) : analysis.error ? (
        <ProblemNote problem={analysis.error} onRetry={() => void analysis.refetch()} />
      ) : (
        <Loading />
      )}
    </Card>
  );
}

interface Heat {
  row: number;
  rank: number;
  share: number;
}

function drawHeat(response: AnalyzeSensitivityResponse, { percent }: Text): Draw {
  return (plot, { width, rem }) => {
    const measures = response.measures.slice(0, MOST_ROWS);
    const ranks = Math.min(MOST_RANKS, response.measures.length);
    const cells: Heat[] = measures.flatMap(({ rankAcceptability }, row) =>
      rankAcceptability.slice(0, ranks).map((share, rank) => ({ row, rank: rank + 1, share })),
    );
    const roomy = width / ranks > 2.6 * rem;
    const rows = measures.map(({ title }, row) => ({ row, title }));
    return {
      height: measures.length * 3 * rem + 2 * rem,
      marginLeft: 1,
      marginRight: 1,
      marginTop: 1.6 * rem,
      marginBottom: 2,
      x: {
        domain: Array.from({ length: ranks }, (_, rank) => rank + 1),
        axis: "top",
        label: null,
        tickSize: 0,
        padding: 0.04,
      },
      y: { axis: null, domain: rows.map(({ row }) => row), padding: 0 },
      marks: [
        plot.cell(cells, {
          x: "rank",
          y: "row",
          insetTop: 1.4 * rem,
          insetBottom: 0.2 * rem,
          fill: seriesColour(0),
          fillOpacity: ({ share }: Heat) => 0.06 + 0.94 * share,
        }),
        plot.text(roomy ? cells.filter(({ share }) => share >= 0.005) : [], {
          x: "rank",
          y: "row",
          dy: 0.6 * rem,
          text: ({ share }: Heat) => percent(share),
          fill: ({ share }: Heat) => (share > 0.45 ? "var(--surface)" : "var(--text)"),
        }),
        plot.text(rows, {
          frameAnchor: "left",
          y: "row",
          dy: -0.75 * rem,
          textAnchor: "start",
          text: ({ title }: { title: string }) => shortened(title, charactersIn(width, rem)),
          fontWeight: 600,
        }),
      ],
    };
  };
}

function Figures(props: {
  response: AnalyzeSensitivityResponse;
  called: Called;
  first: string | null;
}) {
  const text = useText();
  const { t, percent, list, number } = text;
  const { response, called, first } = props;
  const draw = useMemo(() => drawHeat(response, text), [response, text]);
  const ranks = response.measures.length;
  return (
    <>
      <p>{sensitivitySentence(response, called, text)}</p>
      {response.weightRanges.length > 0 && first !== null && (
        <>
          <h3>{t("ranking.range.title")}</h3>
          <ul className="findings">
            {response.weightRanges.map((range) => (
              <li key={range.criterion}>
                {weightRangeSentence(range, first, called, text)}
                <RangeBar range={range} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Chart
        title={t("ranking.sensitivity.chart")}
        text={t("ranking.sensitivity.chartText", {
          n: response.samples,
          error: number(response.standardError * 100, { digits: 1 }),
        })}
        draw={draw}
        table={{
          columns: [
            { label: t("result.measure") },
            ...Array.from({ length: ranks }, (_, rank) => ({
              label: t("ranking.sensitivity.rank", { n: rank + 1 }),
              numeric: true,
            })),
            { label: t("ranking.sensitivity.confidence"), numeric: true },
          ],
          rows: response.measures.map((measure) => ({
            key: measure.measure,
            cells: [
              measure.title,
              ...measure.rankAcceptability.map((share) => percent(share)),
              measure.maybeConfidence.case === "confidence"
                ? percent(measure.maybeConfidence.value)
                : "",
            ],
          })),
        }}
      />
      {response.leftOut.length > 0 && (
        <p className="note note-warn">
          {t("ranking.leftOut", { n: response.leftOut.length, names: list(response.leftOut) })}
        </p>
      )}
      {response.filledScores > 0 && (
        <p className="hint">{t("ranking.filled", { n: response.filledScores })}</p>
      )}
    </>
  );
}

/** From where to where a weight may go. */
function RangeBar(props: { range: { low: number; high: number; weight: number } }) {
  const { low, high, weight } = props.range;
  return (
    <div className="range-bar" aria-hidden="true">
      <span
        className="range-stays"
        style={{ insetInlineStart: `${low * 100}%`, inlineSize: `${(high - low) * 100}%` }}
      />
      <span className="range-now" style={{ insetInlineStart: `${weight * 100}%` }} />
    </div>
  );
}
