// Where things stand, and what the reader is needed for.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useNewArguments } from "@/state/arguments";
import { isOver, useOwnBallot, useReceiptCheck } from "@/state/ballot";
import { useDeliberation } from "@/state/deliberation";
import { draftKey } from "@/state/device";
import { PHASE_ABOUT, PHASE_LABEL } from "@/state/labels";
import { useCriteria, useDocuments, useMeasures, useMembers } from "@/state/queries";
import { takingPart, useProgress } from "@/state/scores";
import { useStored } from "@/state/stored";
import { Link } from "@/ui/link";
import { Card, Page } from "@/ui/page";
import { readDraft } from "../vote/ballot_draft";
import { useDelegation } from "../vote/delegation";
import { VerdictNote } from "../vote/receipt_panel";
import { Turnout } from "../vote/turnout";
import { Lacking } from "./lacking";
import { type Need, needsOf } from "./needs";
import "../vote/vote.css";
import "./overview.css";

export default function Overview() {
  const { t } = useText();
  const { deliberation, leads } = useDeliberation();
  const { phase } = deliberation;
  return (
    <Page title={deliberation.title} lead={t(PHASE_ABOUT[phase])}>
      {deliberation.description && (
        <p className="prose" dir="auto">
          {deliberation.description}
        </p>
      )}
      <Now />
      <div className="columns">
        <Stand />
        <Receipt />
        {leads && <Lacking />}
        <Numbers />
      </div>
    </Page>
  );
}

function useNeeds(): Need[] {
  const { id, deliberation, me, votes, leads } = useDeliberation();
  const progress = useProgress();
  const ballot = useOwnBallot().data?.state;
  const verdict = useReceiptCheck().data?.verdict;
  const delegation = useDelegation().data;
  const fresh = useNewArguments();
  const [draft] = useStored(
    draftKey(id, `ballot.${deliberation.decisionCount}.${idOf(me.member)}`),
    readDraft,
  );
  return needsOf({
    deliberation,
    votes,
    leads,
    progress,
    ballot,
    verdict,
    hasDraft: draft !== null,
    delegate: delegation?.delegate ?? "",
    delegators: delegation?.delegators.length ?? 0,
    newArguments: {
      count: fresh.length,
      measures: new Set(fresh.map(({ measure }) => measure)).size,
    },
  });
}

function Now() {
  const { t } = useText();
  const { votes } = useDeliberation();
  const needs = useNeeds();
  return (
    <section className="card now" aria-labelledby="now">
      <h2 id="now">{t("overview.now")}</h2>
      {needs.length === 0 ? (
        <p>{t(votes ? "overview.now.nothing" : "overview.now.reader")}</p>
      ) : (
        <ul className="needs">
          {needs.map((need) => (
            <li key={need.kind} className={need.kind === "receipt" ? "need need-bad" : "need"}>
              <NeedLine need={need} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function NeedLine({ need }: { need: Need }) {
  const { t } = useText();
  switch (need.kind) {
    case "score":
      return (
        <>
          <div className="need-words">
            <p>
              {t("overview.need.score", {
                done: need.done,
                total: need.total,
                left: need.total - need.done,
              })}
            </p>
            <progress
              className="progress"
              value={need.done}
              max={need.total}
              aria-label={t("score.progress.label")}
            />
          </div>
          <Link to={`/scores?measure=${idOf(need.next)}`} as="primary">
            {t(need.done === 0 ? "overview.do.score" : "overview.do.scoreOn")}
          </Link>
        </>
      );
    case "newArguments":
      return (
        <div className="need-words">
          <p>{t("overview.need.newArguments", { count: need.count, measures: need.measures })}</p>
          <NewArguments />
        </div>
      );
    case "delegators":
      return <p className="need-words">{t("overview.need.delegators", { count: need.count })}</p>;
    case "rescore":
      return <Line words="overview.need.rescore" action="overview.do.rescore" to="/scores" />;
    case "receipt":
      return <Line words="overview.need.receipt" action="overview.do.receipt" to="/vote" />;
    case "vote":
      return <Line words="overview.need.vote" action="overview.do.vote" to="/vote" />;
    case "draftBallot":
      return <Line words="overview.need.draftBallot" action="overview.do.draftBallot" to="/vote" />;
    case "result":
      return <Line words="overview.need.result" action="vote.toResult" to="/result" />;
  }
}

function Line(props: {
  words: `overview.need.${"rescore" | "receipt" | "vote" | "draftBallot" | "result"}`;
  action: `overview.do.${"rescore" | "receipt" | "vote" | "draftBallot"}` | "vote.toResult";
  to: string;
}) {
  const { t } = useText();
  return (
    <>
      <p className="need-words">{t(props.words)}</p>
      <Link to={props.to} as="primary">
        {t(props.action)}
      </Link>
    </>
  );
}

const SHOWN_MEASURES = 5;

function NewArguments() {
  const { t } = useText();
  const fresh = useNewArguments();
  const measures = useMeasures().data ?? [];
  const withNew = measures
    .map((measure) => ({
      measure,
      count: fresh.filter((argument) => argument.measure === measure.name).length,
    }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  return (
    <ul className="fresh">
      {withNew.slice(0, SHOWN_MEASURES).map(({ measure, count }) => (
        <li key={measure.name}>
          <Link to={`/measures/${idOf(measure.name)}`}>
            <bdi>{measure.title}</bdi>
          </Link>{" "}
          <span className="hint">{t("argument.count", { count })}</span>
        </li>
      ))}
    </ul>
  );
}

/** The phase, until when, and how many have voted. */
function Stand() {
  const { t, date, fromNow } = useText();
  const { deliberation } = useDeliberation();
  const { phase, plan, rules } = deliberation;
  const at = plan.findIndex((planned) => planned.phase === phase);
  const end = phase === Phase.VOTING ? rules?.closeTime : plan[at]?.endTime;
  const next = at >= 0 ? plan[at + 1] : undefined;
  return (
    <Card title={t("overview.stand")}>
      <p>
        <strong>{t(PHASE_LABEL[phase])}</strong>
        {end
          ? ` · ${t("overview.ends", { from: fromNow(end), time: date(end) })}`
          : !isOver(phase) && ` · ${t("overview.endsByFacilitator")}`}
      </p>
      {next && <p className="hint">{t("overview.next", { phase: t(PHASE_LABEL[next.phase]) })}</p>}
      {(phase === Phase.VOTING || isOver(phase)) && <Turnout />}
      {deliberation.voteSuspended && <p className="note note-warn">{t("vote.suspended")}</p>}
    </Card>
  );
}

function Receipt() {
  const { t } = useText();
  const check = useReceiptCheck();
  const verdict = check.data?.verdict;
  if (verdict === undefined || verdict.state === "none") return null;
  return (
    <Card title={t("receipt.title")}>
      <VerdictNote verdict={verdict} />
      <p>
        <Link to="/vote">{t("overview.toReceipt")}</Link>
      </p>
    </Card>
  );
}

/** What there is, with the way to it. */
function Numbers() {
  const { t } = useText();
  const documents = useDocuments().data;
  const measures = useMeasures().data;
  const criteria = useCriteria().data;
  const members = useMembers().data;
  const links = [
    { to: "/documents", label: "overview.count.documents", count: documents?.length },
    {
      to: "/measures",
      label: "overview.count.measures",
      count: measures && takingPart(measures).length,
    },
    { to: "/criteria", label: "overview.count.criteria", count: criteria?.length },
    { to: "/people", label: "overview.count.people", count: members?.length },
  ] as const;
  return (
    <Card title={t("overview.numbers")}>
      <ul className="numbers">
        {links.map(({ to, label, count }) => (
          <li key={to}>
            <Link to={to}>{t(label, { count: count ?? 0 })}</Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
