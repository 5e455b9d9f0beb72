// What members disagree on, by how much, and how far the ranking depends on it.
import type { AgendaItem } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMemo } from "react";
import { Chart } from "@/charts/chart";
import type { Draw } from "@/charts/plot";
import { charactersIn, seriesColour, shortened } from "@/charts/series";
import { useText } from "@/i18n";
import { type AgendaPoint, agendaLabel, agendaPoints } from "./agenda_model";

const MOST_NAMED = 8;

function drawMap(points: AgendaPoint[], axes: { x: string; y: string }): Draw {
  return (plot, { width, rem }) => {
    const narrow = width < 34 * rem;
    const named = points.slice(0, narrow ? 3 : MOST_NAMED);
    const most = Math.max(...points.map(({ spread }) => spread), 0.01);
    return {
      height: 24 * rem,
      marginLeft: 3 * rem,
      marginRight: 1.5 * rem,
      marginTop: 2 * rem,
      marginBottom: 2.75 * rem,
      x: {
        label: axes.x,
        labelArrow: "right",
        labelAnchor: "right",
        nice: true,
        zero: true,
        ticks: 5,
      },
      y: { label: axes.y, labelArrow: "up", nice: true, zero: true, ticks: 5, grid: false },
      marks: [
        plot.ruleX([0], { stroke: "var(--line-strong)" }),
        plot.ruleY([0], { stroke: "var(--line-strong)" }),
        plot.dot(points, {
          x: "spread",
          y: "influence",
          r: 0.42 * rem,
          symbol: ({ values }: AgendaPoint) => (values ? "diamond" : "circle"),
          fill: ({ values }: AgendaPoint) => seriesColour(values ? 1 : 0),
          fillOpacity: 0.85,
          title: "label",
        } as never),
        plot.text(named, {
          x: "spread",
          y: "influence",
          dy: -0.9 * rem,
          // Towards the middle, so that no label is cut off at the edge.
          textAnchor: undefined,
          text: ({ label }: AgendaPoint) => shortened(label, charactersIn(width * 0.42, rem)),
          filter: ({ spread }: AgendaPoint) => spread > 0.3 * most && spread < 0.7 * most,
        } as never),
        plot.text(named, {
          x: "spread",
          y: "influence",
          dy: -0.9 * rem,
          textAnchor: "start",
          text: ({ label }: AgendaPoint) => shortened(label, charactersIn(width * 0.5, rem)),
          filter: ({ spread }: AgendaPoint) => spread <= 0.3 * most,
        }),
        plot.text(named, {
          x: "spread",
          y: "influence",
          dy: -0.9 * rem,
          textAnchor: "end",
          text: ({ label }: AgendaPoint) => shortened(label, charactersIn(width * 0.5, rem)),
          filter: ({ spread }: AgendaPoint) => spread >= 0.7 * most,
        }),
      ],
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
            <span className="chart-swatch chart-diamond" style={{ background: seriesColour(1) }} />
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
  );
}
