// Who moved between the rounds of scoring, and which arguments moved ballots.
import type { ListMovementsResponse, Movement } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMemo } from "react";
import { toProblem } from "@/api/problem";
import { Chart } from "@/charts/chart";
import type { Draw } from "@/charts/plot";
import { charactersIn, seriesColour, shortened } from "@/charts/series";
import { type Text, useText } from "@/i18n";
import { useCriteria, useMeasures, useMembers } from "@/state/queries";
import { Loading } from "@/ui/loading";
import { useArguments, useMovements, useNameOf } from "./data";
import type { ResultView } from "./model/view";
import { Section } from "./section";

const MOST_DRAWN = 20;

export function MovementSection(props: { view: ResultView }) {
  const { t } = useText();
  const movements = useMovements();
  const rounds = movements.data ?? [];
  return (
    <Section id="movement">
      <MovedBallots view={props.view} />
      <h3>{t("result.movement.scores")}</h3>
      {movements.isPending ? (
        <Loading />
      ) : movements.error ? (
        <p>
          {toProblem(movements.error).passing
            ? t("error.UNAVAILABLE")
            : t("result.movement.sealed")}
        </p>
      ) : rounds.length === 0 ? (
        <p>{t("result.movement.oneRound")}</p>
      ) : (
        rounds.map((round) => <RoundMovement key={round.round} round={round} />)
      )}
    </Section>
  );
}

function MovedBallots(props: { view: ResultView }) {
  const { t } = useText();
  const said = useArguments();
  const { movedBy } = props.view.result;
  if (movedBy.length === 0) return <p>{t("result.movedBy.none")}</p>;
  return (
    <>
      <h3>{t("result.movedBy.title")}</h3>
      <ol className="said">
        {movedBy.map(({ argument, ballotCount }) => {
          const words = said.data?.find(({ name }) => name === argument)?.text;
          return (
            <li key={argument}>
              <p>
                <strong>{t("result.movedBy.ballots", { n: ballotCount })}</strong>
              </p>
              {words === undefined ? (
                <p className="hint">{t("result.movedBy.hidden")}</p>
              ) : (
                <blockquote dir="auto">{words}</blockquote>
              )}
            </li>
          );
        })}
      </ol>
    </>
  );
}

interface Moved {
  row: number;
  label: string;
  from: number;
  to: number;
}

function drawMovement(rows: Moved[], number: Text["number"]): Draw {
  return (plot, { width, rem }) => {
    const values = rows.flatMap(({ from, to }) => [from, to]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    return {
      height: rows.length * 2.75 * rem + 4,
      marginLeft: 2.5 * rem,
      marginRight: 2.5 * rem,
      marginTop: 0,
      marginBottom: 4,
      x: { axis: null, domain: low === high ? [low - 1, high + 1] : [low, high] },
      y: { type: "band", axis: null, domain: rows.map(({ row }) => row), padding: 0 },
      marks: [
        plot.arrow(rows, {
          x1: "from",
          x2: "to",
          y1: "row",
          y2: "row",
          dy: 0.6 * rem,
          stroke: ({ from, to }: Moved) => seriesColour(to < from ? 1 : 0),
          strokeWidth: 2.5,
          headLength: 6,
          insetStart: 4,
        } as never),
        plot.dot(rows, { x: "from", y: "row", dy: 0.6 * rem, r: 0.25 * rem, fill: "currentColor" }),
        ...[-1, 1].map((side) =>
          plot.text(
            rows.filter(({ from, to }) => (to < from ? -1 : 1) === side),
            {
              x: "to",
              y: "row",
              dx: side * 0.6 * rem,
              dy: 0.6 * rem,
              textAnchor: side < 0 ? "end" : "start",
              text: ({ to }: Moved) => number(to),
            },
          ),
        ),
        plot.text(rows, {
          frameAnchor: "left",
          dx: -2.5 * rem,
          y: "row",
          dy: -0.55 * rem,
          textAnchor: "start",
          text: ({ label }: Moved) => shortened(label, charactersIn(width, rem)),
          fontWeight: 600,
        }),
      ],
    };
  };
}

function RoundMovement(props: { round: ListMovementsResponse }) {
  const text = useText();
  const { t, number } = text;
  const { round } = props;
  const members = useMembers();
  const measures = useMeasures();
  const criteria = useCriteria();
  const nameOf = useNameOf(members.data);
  const titleIn = (list: { name: string; title: string }[] | undefined, name: string) =>
    list?.find((one) => one.name === name)?.title ?? "?";
  const labelOf = ({ member, measure, criterion }: Movement) =>
    t("result.movement.label", {
      member: nameOf(member),
      measure: titleIn(measures.data, measure),
      criterion: titleIn(criteria.data, criterion),
    });
  const rows = round.movements.slice(0, MOST_DRAWN).map((movement, row) => ({
    row,
    label: labelOf(movement),
    from: movement.oldValue,
    to: movement.newValue,
  }));
  const key = JSON.stringify(rows);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` holds all of the rows
  const draw = useMemo(() => drawMovement(rows, number), [key, number]);
  const title = t("result.movement.round", { n: round.round });
  if (round.movements.length === 0) {
    return <p>{t("result.movement.nobody", { n: round.round })}</p>;
  }
  return (
    <Chart
      level={4}
      title={title}
      text={t("result.movement.text", {
        n: round.movements.length,
        of: round.scoreCount,
        members: round.movedMembers,
        evidence: round.movements.filter(({ newEvidence }) => newEvidence).length,
      })}
      draw={draw}
      table={{
        columns: [
          { label: t("result.movement.who") },
          { label: t("result.measure") },
          { label: t("result.movement.criterion") },
          { label: t("result.movement.before"), numeric: true },
          { label: t("result.movement.after"), numeric: true },
          { label: t("result.movement.why") },
        ],
        rows: round.movements.map((movement) => ({
          key: `${movement.member} ${movement.measure} ${movement.criterion}`,
          cells: [
            nameOf(movement.member),
            titleIn(measures.data, movement.measure),
            titleIn(criteria.data, movement.criterion),
            number(movement.oldValue),
            number(movement.newValue),
            movement.reason,
          ],
        })),
      }}
    />
  );
}
