import { Decision, QuorumBasis, Threshold } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type Text, useText } from "@/i18n";
import { METHOD_NAME } from "./methods";
import type { ResultView } from "./model/view";

/** What was decided, in one sentence. */
export function headlineOf(view: ResultView, text: Text): string {
  const { result, names } = view;
  const first = view.placed.filter(({ place }) => place === 1).map(({ option }) => option);
  const decision = result.verdict?.decision ?? Decision.ADOPTED;
  const { selected = [], cost = "" } = result.package ?? {};
  if (decision === Decision.NO_QUORUM) return text.t("result.headline.noQuorum");
  if (decision === Decision.BELOW_THRESHOLD) return text.t("result.headline.belowThreshold");
  if (result.package) {
    const sum = text.number(Number(cost));
    return text.t("result.headline.package", { n: selected.length, cost: sum });
  }
  return text.t("result.headline.first", { names: names.list(first, text), n: first.length });
}

/** Quorum and threshold, one sentence for each comparison. */
export function verdictSentences(view: ResultView, text: Text): string[] {
  const { result, names } = view;
  const { verdict, rules } = result;
  const sentences: string[] = [];
  const quorum = rules?.quorum;
  if (verdict && quorum && quorum.basis !== QuorumBasis.UNSPECIFIED) {
    const met = verdict.quorumVotes >= verdict.quorumNeeded;
    const byRoll = quorum.basis === QuorumBasis.ROLL;
    sentences.push(
      text.t(met ? "result.quorum.met" : "result.quorum.missed", {
        percent: quorum.percent,
        basis: byRoll ? "roll" : "weights",
        voted: Number(verdict.quorumVotes),
        of: byRoll ? result.rollCount : Number(result.rollWeight),
        needed: Number(verdict.quorumNeeded),
      }),
    );
  }
  const twoThirds = rules?.threshold === Threshold.TWO_THIRDS;
  for (const check of verdict?.checks ?? []) {
    sentences.push(
      text.t(check.passed ? "result.threshold.passed" : "result.threshold.failed", {
        name: names.of(check.option),
        other: names.of(check.against),
        threshold: twoThirds ? "twoThirds" : "majority",
        votesFor: Number(check.votesFor),
        votesAgainst: Number(check.votesAgainst),
      }),
    );
  }
  return sentences;
}

export function turnoutSentences({ result }: ResultView, text: Text): string[] {
  const { t } = text;
  const { ballotCount, rollCount, delegatedCount, abstentionCount } = result;
  const weighted = Number(result.ballotWeight) !== ballotCount;
  return [
    t("result.turnout.voted", { voted: ballotCount, of: rollCount }),
    ...(delegatedCount > 0 ? [t("result.turnout.delegated", { n: delegatedCount })] : []),
    ...(abstentionCount > 0 ? [t("result.turnout.abstained", { n: abstentionCount })] : []),
    ...(weighted
      ? [
          t("result.turnout.weights", {
            votes: Number(result.ballotWeight),
            of: Number(result.rollWeight),
          }),
        ]
      : []),
  ];
}

/** What came out, before anything else. */
export function Verdict(props: { view: ResultView }) {
  const text = useText();
  const { view } = props;
  const decision = view.result.verdict?.decision ?? Decision.UNSPECIFIED;
  const stands = decision !== Decision.NO_QUORUM && decision !== Decision.BELOW_THRESHOLD;
  const sentences = verdictSentences(view, text);
  return (
    <section className={stands ? "decision" : "decision decision-fails"}>
      <h2>{headlineOf(view, text)}</h2>
      {sentences.length > 0 ? (
        <VerdictDetails stands={stands} sentences={sentences} />
      ) : (
        <p>{text.t("result.noRules")}</p>
      )}
      <p className="hint">
        {text.t("result.stored", { time: text.date(view.result.createTime) })}{" "}
        {text.t("result.method", { method: text.t(METHOD_NAME[view.outcome.method]) })}
      </p>
    </section>
  );
}

function VerdictDetails(props: { stands: boolean; sentences: string[] }) {
  const { t } = useText();
  const MOST = 4;
  const [shown, rest] = [props.sentences.slice(0, MOST), props.sentences.slice(MOST)];
  return (
    <>
      <p>
        <strong>{t(props.stands ? "result.stands" : "result.fails")}</strong>
      </p>
      <ul>
        {shown.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {rest.length > 0 && (
        <ul className="print-only">
          {rest.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <details>
          <summary>{t("result.threshold.more", { n: rest.length })}</summary>
          <ul>
            {rest.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
