// How far the result can be relied on: other methods, changed ballots, voters drawn again.
import type { CheckRobustnessResponse, FlipMargin } from "@gen/plenum/tally/v1/tally_pb";
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import { DataTable, ScrollBox } from "@/charts/data_table";
import { bars } from "@/charts/drawings";
import type { Draw } from "@/charts/plot";
import { charactersIn, seriesColour, shortened } from "@/charts/series";
import { type Text, useText } from "@/i18n";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { MOST_EXAMINED, useBallots, useRobustness } from "./data";
import { METHOD_NAME } from "./methods";
import type { ResultView } from "./model/view";
import { Section } from "./section";

/** Fewer samples say nothing about a place. */
const FEWEST_SAMPLES = 20;

export function Robustness(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const { ballots, error, refetch } = useBallots(view);
  const report = useRobustness(view, ballots);
  const options = view.names.all.length;
  return (
    <Section id="robustness" lead={t("result.robustness.lead")}>
      {options > MOST_EXAMINED ? (
        <p>{t("result.robustness.tooMany", { most: MOST_EXAMINED })}</p>
      ) : error ? (
        <ProblemNote problem={error} onRetry={() => void refetch()} />
      ) : report.error ? (
        <ProblemNote problem={report.error} onRetry={() => void report.refetch()} />
      ) : ballots?.length === 0 || options < 2 ? (
        <p>{t("result.noBallots")}</p>
      ) : report.data ? (
        <Report view={view} report={report.data} />
      ) : (
        <Loading />
      )}
    </Section>
  );
}

/** How many methods put whom first, and how few changed ballots would move it. */
export function robustnessSentences(
  view: ResultView,
  report: CheckRobustnessResponse,
  text: Text,
): string[] {
  const agreeing = methodsBySameFirst(report);
  const sentences = [
    text.t("result.robustness.methods", {
      same: agreeing.same.length,
      counted: agreeing.same.length + agreeing.others.length,
    }),
  ];
  const always = report.options.filter(({ worstPlace }) => worstPlace === 1);
  if (always.length === 1 && always[0]) {
    sentences.push(text.t("result.robustness.always", { name: view.names.of(always[0].option) }));
  }
  if (report.margin) sentences.push(marginSentence(view, report.margin, text));
  return sentences;
}

function methodsBySameFirst({ outcomes }: CheckRobustnessResponse) {
  const counted = outcomes.filter(({ ranking }) => ranking.length > 0);
  const first = counted[0]?.ranking[0]?.options.join() ?? "";
  return {
    same: counted.filter(({ ranking }) => ranking[0]?.options.join() === first),
    others: counted.filter(({ ranking }) => ranking[0]?.options.join() !== first),
    refused: outcomes.filter(({ ranking }) => ranking.length === 0),
  };
}

function marginSentence({ names }: ResultView, margin: FlipMargin, { t }: Text): string {
  const atLeast = Number(margin.atLeast);
  const { upperBound, successor } = margin;
  if (upperBound.case === undefined) {
    return atLeast === 0
      ? t("result.margin.nobody")
      : t("result.margin.onlyLower", { least: atLeast });
  }
  const most = Number(upperBound.value);
  if (most === 0) return t("result.margin.shared");
  const rival = successor.case === "rival" ? names.of(successor.value) : "";
  const values = { n: most, least: atLeast, rival };
  if (rival === "")
    return t(margin.exact ? "result.margin.exact" : "result.margin.between", values);
  return t(margin.exact ? "result.margin.exactRival" : "result.margin.betweenRival", values);
}

function Report(props: { view: ResultView; report: CheckRobustnessResponse }) {
  const text = useText();
  const { view, report } = props;
  return (
    <>
      <ul className="findings">
        {robustnessSentences(view, report, text).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <PlacesOverMethods view={view} report={report} />
      {report.samples >= FEWEST_SAMPLES && <DrawnAgain view={view} report={report} />}
      <OtherMethods view={view} report={report} />
    </>
  );
}

interface Range {
  row: number;
  label: string;
  place: number;
  best: number;
  worst: number;
}

function drawRanges(ranges: Range[]): Draw {
  return (plot, { width, rem }) => {
    const most = Math.max(2, ...ranges.map(({ worst }) => worst));
    const step = Math.ceil((most * 3 * rem) / width);
    const ticks = Array.from({ length: most }, (_, index) => index + 1).filter(
      (place) => place === 1 || place % step === 0,
    );
    return {
      height: ranges.length * 2.6 * rem + 2 * rem,
      marginLeft: 0.8 * rem,
      marginRight: 0.8 * rem,
      marginTop: 1.6 * rem,
      marginBottom: 4,
      x: {
        domain: [1, most],
        axis: "top",
        label: null,
        tickFormat: "d",
        ticks,
        tickSize: 0,
      },
      y: { type: "band", axis: null, domain: ranges.map(({ row }) => row), padding: 0 },
      marks: [
        plot.gridX(ticks, { stroke: "var(--line)", strokeOpacity: 1 }),
        plot.ruleY(ranges, {
          x1: "best",
          x2: "worst",
          y: "row",
          stroke: seriesColour(0),
          strokeWidth: 0.4 * rem,
          strokeLinecap: "round",
          dy: 0.55 * rem,
        } as never),
        plot.dot(ranges, {
          x: "place",
          y: "row",
          dy: 0.55 * rem,
          r: 0.42 * rem,
          fill: "var(--surface)",
          stroke: "currentColor",
          strokeWidth: 2,
        }),
        plot.text(ranges, {
          frameAnchor: "left",
          dx: -0.8 * rem,
          y: "row",
          dy: -0.45 * rem,
          textAnchor: "start",
          text: ({ label }: Range) => shortened(label, charactersIn(width, rem)),
          fontWeight: 600,
        }),
      ],
    };
  };
}

function PlacesOverMethods(props: { view: ResultView; report: CheckRobustnessResponse }) {
  const { t } = useText();
  const { view, report } = props;
  const ranges = useMemo(
    () =>
      view.placed.flatMap(({ option, place }, row) => {
        const found = report.options.find((one) => one.option === option);
        return found
          ? [
              {
                row,
                label: view.names.title(option),
                place,
                best: found.bestPlace,
                worst: found.worstPlace,
              },
            ]
          : [];
      }),
    [view, report],
  );
  const draw = useMemo(() => drawRanges(ranges), [ranges]);
  return (
    <Chart
      title={t("result.robustness.places.title")}
      text={t("result.robustness.places.text")}
      draw={draw}
      table={{
        columns: [
          { label: t("result.measure") },
          { label: t("result.robustness.here"), numeric: true },
          { label: t("result.robustness.best"), numeric: true },
          { label: t("result.robustness.worst"), numeric: true },
        ],
        rows: ranges.map(({ row, label, place, best, worst }) => ({
          key: String(row),
          cells: [label, String(place), String(best), String(worst)],
        })),
      }}
    />
  );
}

/** How often each option is first when the voters are drawn again. */
function DrawnAgain(props: { view: ResultView; report: CheckRobustnessResponse }) {
  const text = useText();
  const { view, report } = props;
  const rows = useMemo(
    () =>
      view.placed.map(({ option }) => {
        const places = report.options.find((one) => one.option === option)?.places ?? [];
        return {
          option,
          label: view.names.title(option),
          first: (places[0] ?? 0) / report.samples,
        };
      }),
    [view, report],
  );
  const draw = useMemo(
    () =>
      bars(
        rows
          .filter(({ first }) => first > 0)
          .map(({ label, first }) => ({ label, value: first, shown: text.percent(first) })),
        1,
      ),
    [rows, text],
  );
  return (
    <Chart
      title={text.t("result.robustness.drawn.title")}
      text={text.t("result.robustness.drawn.text", { n: report.samples, seed: report.seed })}
      draw={draw}
      table={{
        columns: [
          { label: text.t("result.measure") },
          { label: text.t("result.robustness.drawn.first"), numeric: true },
        ],
        rows: rows.map(({ option, label, first }) => ({
          key: String(option),
          cells: [label, text.percent(first)],
        })),
      }}
    />
  );
}

function OtherMethods(props: { view: ResultView; report: CheckRobustnessResponse }) {
  const { t, number, list } = useText();
  const { view, report } = props;
  const examined = report.outcomes[0]?.method;
  const title = t("result.robustness.others.title");
  return (
    <details>
      <summary>{title}</summary>
      <p className="hint">{t("result.robustness.others.text")}</p>
      <ScrollBox label={title}>
        <DataTable
          caption={title}
          data={{
            columns: [
              { label: t("result.robustness.others.method") },
              { label: t("result.robustness.others.first") },
              { label: t("result.robustness.others.agreement"), numeric: true },
            ],
            rows: report.outcomes.map(({ method, ranking, refusal }) => {
              const agreement = report.agreements.find(
                (one) => one.first === examined && one.second === method,
              );
              const { coefficient } = agreement ?? {};
              const tau = coefficient?.case === "tauB" ? number(coefficient.value) : "";
              return {
                key: String(method),
                cells: [
                  t(METHOD_NAME[method]),
                  ranking[0]
                    ? list(ranking[0].options.map((option) => view.names.title(option)))
                    : `${t("result.robustness.others.refused")} ${refusal}`,
                  method === examined ? "" : tau,
                ],
              };
            }),
          }}
        />
      </ScrollBox>
    </details>
  );
}
