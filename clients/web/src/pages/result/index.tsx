// The result of a vote, from the decision down to how it can be checked.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMemo } from "react";
import { useLocation, useParams } from "wouter";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { CheckSection } from "./check";
import { Counting } from "./counting";
import { CriteriaSection } from "./criteria";
import { useResult } from "./data";
import { Disagreement } from "./disagreement";
import { Downloads } from "./downloads";
import { DuelsSection } from "./duels";
import { MinorityReport } from "./minority";
import { type ResultView, viewOf } from "./model/view";
import { MovementSection } from "./movement";
import { PackageResult } from "./package";
import { Places } from "./places";
import { Robustness } from "./robustness";
import { SECTIONS, type SectionId } from "./section";
import { Ties } from "./ties";
import { Turnout } from "./turnout";
import { turnoutSentences, Verdict } from "./verdict";
import "@/pages/ranking/outcome.css";
import "./result.css";

export default function ResultPage() {
  const { decision } = useParams();
  const number = Number(decision ?? 0);
  return <ResultOf key={number} decision={Number.isSafeInteger(number) ? number : 0} />;
}

function ResultOf(props: { decision: number }) {
  const text = useText();
  const { t } = text;
  const { deliberation } = useDeliberation();
  const result = useResult(props.decision);
  const view = useMemo(() => result.data && viewOf(result.data, text), [result.data, text]);
  const shown = view?.decision ?? props.decision;
  return (
    <Page title={t("nav.result")} actions={<Switcher decision={shown} />} wide>
      {view ? (
        <Sections view={view} question={deliberation.title} />
      ) : result.isPending ? (
        <Loading />
      ) : (
        <NoResult error={result.error} onRetry={() => void result.refetch()} />
      )}
    </Page>
  );
}

/** The votes of a deliberation, where there were several. */
function Switcher(props: { decision: number }) {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const [, navigate] = useLocation();
  const count = deliberation.decisionCount;
  if (count < 2) return null;
  return (
    <select
      aria-label={t("result.switch")}
      value={props.decision || count}
      onChange={(event) => navigate(`/result/${event.target.value}`)}
    >
      {Array.from({ length: count }, (_, index) => count - index).map((decision) => (
        <option key={decision} value={decision}>
          {t("result.decision", { n: decision, last: decision === count ? "yes" : "no" })}
        </option>
      ))}
    </select>
  );
}

function Sections(props: { view: ResultView; question: string }) {
  const { view } = props;
  return (
    <div className="result">
      <TitleBlock view={view} question={props.question} />
      <Verdict view={view} />
      <Contents view={view} />
      <div className="result-sections">
        {view.result.package && <PackageResult view={view} />}
        <Places view={view} />
        <Turnout view={view} />
        {view.placed.length > 1 && <DuelsSection view={view} />}
        <Counting view={view} />
        <CriteriaSection view={view} />
        <Robustness view={view} />
        <Disagreement />
        <MinorityReport view={view} />
        <MovementSection view={view} />
        <Ties view={view} />
        <CheckSection view={view} />
        <Downloads view={view} />
      </div>
    </div>
  );
}

/** The head of the briefing, on paper alone. */
function TitleBlock(props: { view: ResultView; question: string }) {
  const text = useText();
  const { view } = props;
  return (
    <header className="print-only title-block">
      <p className="title-question" dir="auto">
        {props.question}
      </p>
      <p>
        {text.t("result.stored", { time: text.date(view.result.createTime) })}{" "}
        {turnoutSentences(view, text).join(" ")}
      </p>
    </header>
  );
}

function Contents(props: { view: ResultView }) {
  const { t } = useText();
  const { view } = props;
  const shown = (id: SectionId) =>
    (id !== "package" || view.result.package !== undefined) &&
    (id !== "duels" || view.placed.length > 1);
  return (
    <nav className="result-contents no-print" aria-label={t("result.contents")}>
      <ul>
        {(Object.keys(SECTIONS) as SectionId[]).filter(shown).map((id) => (
          <li key={id}>
            <a href={`#${id}`}>{t(SECTIONS[id])}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** There is none, or none that this reader may read yet: when there will be. */
function NoResult(props: { error: unknown; onRetry: () => void }) {
  const { t, date } = useText();
  const { deliberation } = useDeliberation();
  const { reason } = toProblem(props.error);
  const early = reason === "WRONG_PHASE" || reason === "RESOURCE_NOT_FOUND";
  if (props.error && !early) return <ProblemNote problem={props.error} onRetry={props.onRetry} />;
  const { phase, plan } = deliberation;
  const ends = plan.find((planned) => planned.phase === phase)?.endTime;
  if (phase === Phase.CLOSED) {
    return (
      <Empty>
        {ends ? t("result.notPublished.until", { time: date(ends) }) : t("result.notPublished")}
      </Empty>
    );
  }
  if (phase === Phase.VOTING) {
    const close = deliberation.rules?.closeTime;
    return (
      <Empty
        actions={
          <Link to="/vote" as="primary">
            {t("nav.vote")}
          </Link>
        }
      >
        {close ? t("result.notClosed.until", { time: date(close) }) : t("result.notClosed")}
      </Empty>
    );
  }
  return <Empty>{t("result.notOpened")}</Empty>;
}
