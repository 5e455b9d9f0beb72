// How the method came to the ranking: chains of duels, rounds, defeats, or figures.
import type { Path } from "@gen/plenum/tally/v1/tally_pb";
import { Fragment, useMemo } from "react";
import { Chart } from "@/charts/chart";
import { DataTable, ScrollBox } from "@/charts/data_table";
import { bars } from "@/charts/drawings";
import { Legend } from "@/charts/legend";
import { type MessageId, type Text, useText } from "@/i18n";
import { Badge } from "@/ui/badge";
import { coloursOf, drawFlow } from "./flow_drawing";
import { METHOD_NAME } from "./methods";
import { EXHAUSTED, type Flow, type FlowStep, flowOf } from "./model/flow";
import { fractionOf, isSchulze, transfersVotes } from "./model/outcome";
import { figureText, unitName } from "./model/reason_text";
import type { ResultView } from "./model/view";
import { Section } from "./section";

/** Neighbours whose chains are shown at once. */
const MOST_PAIRS = 3;
/** Gains of a round that are told one by one. */
const MOST_GAINS = 3;
/** A flow of more is no picture any more. */
const MOST_ROUNDS = 12;
const MOST_DEFEATS = 60;

export function Counting(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const { working } = view.outcome;
  const rounds = working?.rounds.length ?? 0;
  return (
    <Section id="counting" lead={t(aboutOf(view), { method: t(METHOD_NAME[view.outcome.method]) })}>
      {isSchulze(view.outcome.method) && <Paths view={view} />}
      {rounds > 0 && <Rounds view={view} />}
      {(working?.figures.length ?? 0) > 0 && <Figures view={view} />}
      {!isSchulze(view.outcome.method) && (working?.defeats.length ?? 0) > 0 && (
        <Defeats view={view} />
      )}
      {working?.unproven && <p className="note note-warn">{t("result.counting.unproven")}</p>}
    </Section>
  );
}

function aboutOf({ outcome }: ResultView): MessageId {
  if (isSchulze(outcome.method)) return "result.counting.about.paths";
  if ((outcome.working?.rounds.length ?? 0) > 0) return "result.counting.about.rounds";
  if ((outcome.working?.defeats.length ?? 0) > 0) return "result.counting.about.defeats";
  if ((outcome.working?.figures.length ?? 0) > 0) return "result.counting.about.figures";
  return "result.counting.about.order";
}

/** Between neighbouring places: the strongest chain of duels there, and the one back. */
function Paths(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const { decisivePaths } = view.outcome;
  const pairs = decisivePaths.flatMap((there, index) => {
    const back = decisivePaths[index + 1];
    return index % 2 === 0 && back ? [{ there, back }] : [];
  });
  return (
    <>
      <PathList view={view} pairs={pairs.slice(0, MOST_PAIRS)} />
      {pairs.length > MOST_PAIRS && (
        <details>
          <summary>{t("result.counting.morePairs", { n: pairs.length - MOST_PAIRS })}</summary>
          <PathList view={view} pairs={pairs.slice(MOST_PAIRS)} />
        </details>
      )}
    </>
  );
}

function PathList(props: { view: ResultView; pairs: { there: Path; back: Path }[] }) {
  const { t } = useText();
  const { view } = props;
  return (
    <ol className="paths">
      {props.pairs.map(({ there, back }) => (
        <li key={`${there.from} ${there.to}`} className="paths-pair">
          <p>
            {t("result.counting.neighbours", {
              upper: view.names.of(there.from),
              lower: view.names.of(there.to),
            })}
          </p>
          <Chain view={view} path={there} label={t("result.counting.there")} />
          <Chain view={view} path={back} label={t("result.counting.back")} />
        </li>
      ))}
    </ol>
  );
}

function Chain(props: { view: ResultView; path: Path; label: string }) {
  const { t } = useText();
  const { view, path } = props;
  if (path.options.length === 0) {
    return (
      <p className="chain">
        <span className="chain-label">{props.label}</span> {t("result.counting.noChain")}
      </p>
    );
  }
  return (
    <p className="chain">
      <span className="chain-label">{props.label}</span>
      {path.options.map((option, index) => {
        const before = path.options[index - 1];
        return (
          <Fragment key={option}>
            {before !== undefined && (
              <span className="chain-link">
                {`${view.duels.prefer(before, option)} : ${view.duels.prefer(option, before)} `}
                <span className="chain-arrow" aria-hidden="true">
                  →
                </span>
              </span>
            )}
            <bdi className="chain-option">{view.names.title(option)}</bdi>
          </Fragment>
        );
      })}
      <Badge>{t("result.counting.strength", { n: Number(path.strength) })}</Badge>
    </p>
  );
}

function Rounds(props: { view: ResultView }) {
  const text = useText();
  const { t } = text;
  const { view } = props;
  const { working } = view.outcome;
  const flow = useMemo(() => flowOf({ rounds: working?.rounds ?? [] }), [working]);
  const flows = transfersVotes(view.outcome.method) && flow.rounds <= MOST_ROUNDS;
  const order = view.placed.map(({ option }) => option);
  const draw = useMemo(
    () =>
      drawFlow(
        flow,
        {
          name: (option) =>
            option === EXHAUSTED ? text.t("result.rounds.exhausted") : view.names.title(option),
          short: (option) => (option === EXHAUSTED ? "–" : view.names.label(option)),
          votes: (votes) => text.number(votes),
          round: (round) => text.t("result.rounds.round", { n: round }),
        },
        coloursOf(view.placed.map(({ option }) => option)),
      ),
    [flow, view, text],
  );
  return (
    <>
      <ol className="rounds-steps">
        {flow.steps.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rounds are numbered, and never move
          <li key={index}>{roundSentence(view, flow, index)}</li>
        ))}
      </ol>
      <Chart
        title={t("result.rounds.title")}
        text={t(flows ? "result.rounds.text" : "result.rounds.tableText")}
        tableOnly={!flows}
        legend={
          <Legend names={order.map((o) => `${view.names.label(o)} ${view.names.title(o)}`)} />
        }
        draw={draw}
        table={{
          columns: [
            { label: t("result.measure") },
            ...flow.steps.map((_, round) => ({
              label: t("result.rounds.round", { n: round + 1 }),
              numeric: true,
            })),
          ],
          rows: [...order, EXHAUSTED].map((option) => ({
            key: String(option),
            cells: [
              option === EXHAUSTED ? t("result.rounds.exhausted") : view.names.title(option),
              ...flow.steps.map((step) => {
                if (option === EXHAUSTED) return text.number(step.exhausted, { digits: 4 });
                const found = step.votes.find((one) => one.option === option);
                return found ? text.number(found.votes, { digits: 4 }) : "";
              }),
            ],
          })),
        }}
      />
    </>
  );
}

/** Where the votes of those who left go: the most first, what is little together. */
function gainsSentence(view: ResultView, gained: FlowStep["gained"]): string {
  const { text } = view.wording;
  const { t } = text;
  const votesOf = (votes: number) => text.number(votes, { digits: 4 });
  const order = [...gained].sort((a, b) => b.votes - a.votes);
  const gains = order
    .slice(0, MOST_GAINS)
    .map(({ option, votes }) =>
      option === EXHAUSTED
        ? t("result.rounds.gainNobody", { votes: votesOf(votes) })
        : t("result.rounds.gain", { votes: votesOf(votes), name: view.names.quoted(option) }),
    );
  const rest = order.slice(MOST_GAINS);
  if (rest.length > 0) {
    const votes = rest.reduce((sum, one) => sum + one.votes, 0);
    gains.push(t("result.rounds.gainOthers", { votes: votesOf(votes), n: rest.length }));
  }
  return t("result.rounds.gains", { gains: text.list(gains) });
}

/** What happened in a round, in words. */
export function roundSentence(view: ResultView, flow: Flow, index: number): string {
  const { text } = view.wording;
  const { t, number } = text;
  const step = flow.steps[index];
  if (!step) return "";
  const round = index + 1;
  const votesOf = (option: number) =>
    number(step.votes.find((one) => one.option === option)?.votes ?? 0, { digits: 4 });
  const parts: string[] = [];
  if (step.elected.length > 0) {
    parts.push(
      t("result.rounds.elected", {
        round,
        names: view.names.list(step.elected, text),
        votes: text.list(step.elected.map(votesOf)),
      }),
    );
  }
  if (step.eliminated.length > 0) {
    parts.push(
      t("result.rounds.out", {
        round,
        names: view.names.list(step.eliminated, text),
        votes: text.list(step.eliminated.map(votesOf)),
        n: step.eliminated.length,
      }),
    );
  }
  if (transfersVotes(view.outcome.method) && step.gained.length > 0) {
    parts.push(gainsSentence(view, step.gained));
  }
  return parts.length > 0 ? parts.join(" ") : t("result.rounds.nothing", { round });
}

function Figures(props: { view: ResultView }) {
  const text = useText();
  const { view } = props;
  const figures = view.outcome.working?.figures ?? [];
  const [first] = figures;
  const draw = useMemo(
    () =>
      bars(
        view.placed.map(({ option }) => ({
          label: view.names.title(option),
          value: Math.max(0, fractionOf(first?.values[option] ?? "0")),
          shown: figureText(first?.values[option] ?? "", text),
        })),
      ),
    [view, first, text],
  );
  if (!first) return null;
  return (
    <Chart
      title={unitTitle(first.name, text)}
      text={text.t(
        first.higherIsBetter ? "result.counting.moreIsBetter" : "result.counting.lessIsBetter",
      )}
      draw={draw}
      table={{
        columns: [
          { label: text.t("result.measure") },
          ...figures.map(({ name }) => ({ label: unitTitle(name, text), numeric: true })),
        ],
        rows: view.placed.map(({ option }) => ({
          key: String(option),
          cells: [
            view.names.title(option),
            ...figures.map(({ values }) => figureText(values[option] ?? "", text)),
          ],
        })),
      }}
    />
  );
}

function unitTitle(name: string, text: Text): string {
  const words = unitName(name, text);
  return words.charAt(0).toLocaleUpperCase(text.locale) + words.slice(1);
}

function Defeats(props: { view: ResultView }) {
  const { t, number } = useText();
  const { view } = props;
  const defeats = view.outcome.working?.defeats ?? [];
  const shown = defeats.slice(0, MOST_DEFEATS);
  const dropped = defeats.filter(({ kept }) => !kept).length;
  return (
    <>
      <p>{t("result.defeats.text", { n: defeats.length, dropped })}</p>
      <details>
        <summary>{t("result.defeats.title")}</summary>
        <ScrollBox label={t("result.defeats.title")}>
          <DataTable
            caption={t("result.defeats.title")}
            data={{
              columns: [
                { label: t("result.defeats.winner") },
                { label: t("result.defeats.loser") },
                { label: t("result.defeats.votes"), numeric: true },
                { label: t("result.defeats.fate") },
              ],
              rows: shown.map(({ winner, loser, kept }) => ({
                key: `${winner} ${loser}`,
                cells: [
                  view.names.title(winner),
                  view.names.title(loser),
                  `${number(view.duels.prefer(winner, loser))} : ${number(view.duels.prefer(loser, winner))}`,
                  t(kept ? "result.defeats.kept" : "result.defeats.dropped"),
                ],
              })),
            }}
          />
        </ScrollBox>
        {defeats.length > shown.length && (
          <p className="hint">{t("result.defeats.more", { n: defeats.length - shown.length })}</p>
        )}
      </details>
    </>
  );
}
