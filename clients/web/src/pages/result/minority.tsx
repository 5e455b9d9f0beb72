// The minority report: who would have had it otherwise, and what they say.
import type { Argument } from "@gen/plenum/deliberation/v1/argument_pb";
import { Side } from "@gen/plenum/deliberation/v1/argument_pb";
import { useMemo } from "react";
import { idOf } from "@/api/names";
import { type Text, useText } from "@/i18n";
import { useMembers } from "@/state/queries";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { useArguments, useBallots, useNameOf } from "./data";
import { dividedOf, type Minority, minorityOf } from "./model/minority";
import type { ResultView } from "./model/view";
import type { CountedBallot } from "./record/count";
import { Section } from "./section";

const MOST_ARGUMENTS = 6;

export function MinorityReport(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const { ballots, error, refetch } = useBallots(view);
  return (
    <Section id="minority" lead={t("result.minority.lead")}>
      {error ? (
        <ProblemNote problem={error} onRetry={() => void refetch()} />
      ) : ballots === undefined ? (
        <Loading />
      ) : ballots.length === 0 ? (
        <p>{t("result.noBallots")}</p>
      ) : (
        <Report view={view} ballots={ballots} />
      )}
    </Section>
  );
}

/** What the ballots say against the result, in sentences. */
export function minoritySentences(view: ResultView, minority: Minority, text: Text): string[] {
  const { t } = text;
  const first = view.placed[0]?.option ?? 0;
  const sentences: string[] = [];
  const rival = strongestAgainst(view, first);
  if (rival !== null) {
    sentences.push(
      t("result.minority.against", {
        n: view.duels.prefer(rival, first),
        of: view.wording.votes,
        rival: view.names.of(rival),
        first: view.names.of(first),
      }),
    );
  }
  const [top, ...others] = minority.wants;
  if (minority.votes === 0 || top === undefined) {
    sentences.push(t("result.minority.none"));
    return sentences;
  }
  sentences.push(
    t("result.minority.contradict", { n: minority.votes, of: minority.of }),
    t("result.minority.wants", {
      top: view.names.of(top),
      place: view.placeOf(top),
      others: view.names.list(others, text),
      more: others.length,
    }),
  );
  return sentences;
}

function strongestAgainst(view: ResultView, first: number): number | null {
  const others = view.placed.map(({ option }) => option).filter((option) => option !== first);
  const [one] = others;
  if (one === undefined) return null;
  const most = others.reduce((found, option) =>
    view.duels.prefer(option, first) > view.duels.prefer(found, first) ? option : found,
  );
  return view.duels.prefer(most, first) > 0 ? most : null;
}

function Report(props: { view: ResultView; ballots: CountedBallot[] }) {
  const text = useText();
  const { t } = text;
  const { view, ballots } = props;
  const minority = useMemo(() => minorityOf(ballots, view.placed), [ballots, view]);
  const divided = useMemo(() => dividedOf(ballots, view.names.all.length), [ballots, view]);
  return (
    <>
      <ul className="findings">
        {minoritySentences(view, minority, text).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <h3>{t("result.minority.divided.title")}</h3>
      {divided.length === 0 ? (
        <p>{t("result.minority.divided.none")}</p>
      ) : (
        <>
          <p className="hint">{t("result.minority.divided.about")}</p>
          <ul className="findings">
            {divided.map(({ option, high, low }) => (
              <li key={option}>
                {t("result.minority.divided.item", {
                  name: view.names.of(option),
                  high,
                  low,
                  of: minority.of,
                })}
              </li>
            ))}
          </ul>
        </>
      )}
      <LosingArguments view={view} wants={minority.wants} />
    </>
  );
}

/** Against the first place, and for what the minority wants instead. */
export function losingArguments(
  said: Argument[],
  first: string[],
  wanted: string[],
): { argument: Argument; against: boolean }[] {
  const roots = said.filter(({ replyTo }) => replyTo === "");
  const against = roots.filter(({ side, measure }) => side === Side.CON && first.includes(measure));
  const pro = roots.filter(
    ({ side, measure }) =>
      side === Side.PRO && wanted.includes(measure) && !first.includes(measure),
  );
  return [
    ...against.map((argument) => ({ argument, against: true })),
    ...pro.map((argument) => ({ argument, against: false })),
  ];
}

function LosingArguments(props: { view: ResultView; wants: number[] }) {
  const { t } = useText();
  const { view } = props;
  const said = useArguments();
  const members = useMembers();
  const nameOf = useNameOf(members.data);
  if (!said.data) return null;
  const first = view.placed.filter(({ place }) => place === 1);
  const list = losingArguments(
    said.data,
    first.map(({ option }) => view.measureOf(option)),
    props.wants.map(view.measureOf),
  );
  if (list.length === 0) return <p>{t("result.minority.noArguments")}</p>;
  const titleOf = (measure: string) => {
    const option = view.placed.find((one) => view.measureOf(one.option) === measure)?.option;
    return option === undefined ? "" : view.names.of(option);
  };
  return (
    <>
      <h3>{t("result.minority.arguments")}</h3>
      <ul className="said">
        {list.slice(0, MOST_ARGUMENTS).map(({ argument, against }) => (
          <li key={argument.name}>
            <p className="hint">
              {t(against ? "result.minority.con" : "result.minority.pro", {
                name: titleOf(argument.measure),
                author: nameOf(argument.author),
              })}
            </p>
            <blockquote dir="auto">{argument.text}</blockquote>
            <p className="no-print">
              <Link to={`/measures/${idOf(argument.measure)}`}>{t("result.minority.open")}</Link>
            </p>
          </li>
        ))}
      </ul>
      {list.length > MOST_ARGUMENTS && (
        <p className="hint">
          {t("result.minority.moreArguments", { n: list.length - MOST_ARGUMENTS })}
        </p>
      )}
    </>
  );
}
