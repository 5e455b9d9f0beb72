// What members disagree on, by how much, and how far the ranking depends on it.
import type { AgendaItem } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import type { Draw } from "@/charts/plot";
import { seriesColour } from "@/charts/series";
import { useText } from "@/i18n";
import { type AgendaPoint, agendaLabel, agendaPoints } from "./agenda_model";

/** So many carry a number in the picture, and stand below it by their numbers. */
const MOST_NUMBERED = 8;

function drawMap(points: AgendaPoint[], axes: { x: string; y: string }): Draw {
  return (plot, { rem }) => {
    const numbered = points.slice(0, MOST_NUMBERED).map((point, index) => ({ ...point, index }));
    const symbol = ({ values }: AgendaPoint) => (values ? "diamond" : "circle");
    const fill = ({ values }: AgendaPoint) => seriesColour(values ? 1 : 0);
    return {
      height: 24 * rem,
      marginLeft: 3 * rem,
      marginRight: 1.5 * rem,
      marginTop: 2.5 * rem,
      marginBottom: 3.25 * rem,
      symbol: { type: "identity" },
      x: {
        label: axes.x,
        labelArrow: "right",
        labelAnchor: "right",
        nice: true,
        zero: true,
        ticks: 5,
      },
      y: { label: axes.y, labelArrow: "up", nice: true, zero: true, ticks: 5 },
      marks: [
        plot.ruleX([0], { stroke: "var(--line-strong)" }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
        plot.dot(points.slice(MOST_NUMBERED), {
          x: "spread",
          y: "influence",
          r: 0.35 * rem,
          symbol,
          fill,
          fillOpacity: 0.6,
        }),
        // The first on top of the others.
        plot.dot([...numbered].reverse(), {
          x: "spread",
          y: "influence",
          r: ({ values }: AgendaPoint) => (values ? 0.8 : 0.68) * rem,
          symbol,
          fill,
          stroke: "var(--surface)",
        }),
        plot.text([...numbered].reverse(), {
          x: "spread",
          y: "influence",
          text: ({ index }: { index: number }) => String(index + 1),
          fill: "var(--surface)",
          fontWeight: 700,
        }),
      ],
      r: { type: "identity" },
    };
  };
}

/** Spread against influence: what stands far to the right and high up is worth talking about. */
export function DisagreementMap(props: { items: AgendaItem[] }) {
  const text = useText();
  const { t, number } = text;
  const points = useMemo(() => agendaPoints(props.items, text), [props.items, text]);
  const draw = useMemo(
    () =>
      drawMap(points, {
        x: text.t("ranking.agenda.spread"),
        y: text.t("ranking.agenda.influence"),
      }),
    [points, text],
  );
  if (props.items.length === 0) return <p>{t("ranking.agenda.nothing")}</p>;
  if (points.length === 0) {
    return (
      <>
        <p>{t("ranking.agenda.few")}</p>
        <ul className="findings">
          {props.items.slice(0, 10).map((item) => (
            <li key={`${item.measure} ${item.criterion} ${item.kind}`}>
              {agendaLabel(item, text)}
            </li>
          ))}
        </ul>
      </>
    );
  }
  const [top] = points;
  return (
    <>
      <Chart
        title={t("ranking.agenda.map.title")}
        text={t("ranking.agenda.map.text", { top: top?.label ?? "" })}
        legend={
          <ul className="chart-legend" aria-hidden="true">
            <li>
              <span className="chart-swatch chart-dot" style={{ background: seriesColour(0) }} />
              {t("ranking.agenda.facts")}
            </li>
            <li>
              <span
                className="chart-swatch chart-diamond"
                style={{ background: seriesColour(1) }}
              />
              {t("ranking.agenda.values")}
            </li>
          </ul>
        }
        draw={draw}
        table={{
          columns: [
            { label: t("ranking.agenda.what") },
            { label: t("ranking.agenda.kind") },
            { label: t("ranking.agenda.spread"), numeric: true },
            { label: t("ranking.agenda.influence"), numeric: true },
          ],
          rows: points.map(({ key, label, values, spread, influence }) => ({
            key,
            cells: [
              label,
              t(values ? "ranking.agenda.values" : "ranking.agenda.facts"),
              number(spread, { digits: 3 }),
              number(influence, { digits: 3 }),
            ],
          })),
        }}
      />
      <ol className="map-numbers">
        {points.slice(0, MOST_NUMBERED).map(({ key, label }) => (
          <li key={key} dir="auto">
            {label}
          </li>
        ))}
      </ol>
    </>
  );
}
