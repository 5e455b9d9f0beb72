// The ranking by the criteria, as it is now.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type CriteriaRanking, GroupRule, WeightRule } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf, useCriteria } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Field } from "@/ui/field";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Card, Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { Agenda } from "./agenda";
import { Audit } from "./audit";
import { useCalled } from "./called";
import { Changes } from "./changes";
import { Contributions, criteriaOf } from "./contributions";
import { ExplainPair } from "./explain";
import { type LiveRanking, type RankingStep, useLiveRanking } from "./live_ranking";
import { RankingList } from "./ranking_list";
import { GROUP_RULE_NAME } from "./ranking_text";
import { type RankingOptions, Sensitivity } from "./sensitivity";
import "./outcome.css";
import "./ranking.css";

/** A facilitator has no stream while the first round is sealed: the ranking is asked for again. */
const SEALED_REFETCH_MS = 10_000;

export default function RankingPage() {
  const { t } = useText();
  const { id, name, clients, deliberation, leads } = useDeliberation();
  const [options, setOptions] = useState<RankingOptions>({
    groupRule: GroupRule.MEAN,
    weightRule: WeightRule.CRITERIA,
  });
  const round = useQuery({
    queryKey: keyOf(id, "round"),
    queryFn: () => clients.scoring.getRound({ parent: name }),
  });
  const early = deliberation.phase === Phase.DRAFT || deliberation.phase === Phase.COLLECTING;
  const visible = round.data?.scoresVisible === true;
  return (
    <Page title={t("nav.ranking")} lead={t("ranking.lead")} wide>
      {early ? (
        <Empty>{t("ranking.early")}</Empty>
      ) : round.error ? (
        <ProblemNote problem={round.error} onRetry={() => void round.refetch()} />
      ) : round.isPending ? (
        <Loading />
      ) : (
        <>
          {(visible || leads) && <Options options={options} onChange={setOptions} />}
          {visible ? (
            <WatchedRanking options={options} />
          ) : leads ? (
            <SealedRanking options={options} />
          ) : (
            <Sealed round={round.data.round?.number ?? 1} />
          )}
        </>
      )}
    </Page>
  );
}

function Options(props: { options: RankingOptions; onChange: (options: RankingOptions) => void }) {
  const { t } = useText();
  const { options, onChange } = props;
  const groupRules = [
    GroupRule.MEAN,
    GroupRule.MEDIAN,
    GroupRule.TRIMMED_MEAN,
    GroupRule.GEOMETRIC_MEAN,
    GroupRule.INDIVIDUAL_TOTALS,
  ];
  return (
    <details className="ranking-options no-print">
      <summary>{t("ranking.options.title")}</summary>
      <div className="why-pick">
        <Field label={t("ranking.options.group")}>
          <select
            value={options.groupRule}
            onChange={(event) => onChange({ ...options, groupRule: Number(event.target.value) })}
          >
            {groupRules.map((rule) => (
              <option key={rule} value={rule}>
                {t(GROUP_RULE_NAME[rule])}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t("ranking.options.weights")}>
          <select
            value={options.weightRule}
            onChange={(event) => onChange({ ...options, weightRule: Number(event.target.value) })}
          >
            <option value={WeightRule.CRITERIA}>{t("ranking.options.weights.criteria")}</option>
            <option value={WeightRule.MEMBERS}>{t("ranking.options.weights.members")}</option>
          </select>
        </Field>
      </div>
      <p className="hint">{t("ranking.options.hint")}</p>
    </details>
  );
}

/** Members see nothing before the first round is over, or before they have scored themselves. */
function Sealed(props: { round: number }) {
  const { t } = useText();
  const { deliberation, votes } = useDeliberation();
  const scoring = deliberation.phase === Phase.SCORING || deliberation.phase === Phase.REVISING;
  const later = props.round > 1;
  return (
    <Empty
      actions={
        scoring && votes ? (
          <Link to="/scores" as="primary">
            {t("ranking.sealed.score")}
          </Link>
        ) : undefined
      }
    >
      <strong>{t("ranking.sealed.title")}</strong>{" "}
      {t(later ? "ranking.sealed.scoreFirst" : "ranking.sealed.text")}
    </Empty>
  );
}

/** The group's ranking, for facilitators, while the first round is sealed. */
function SealedRanking(props: { options: RankingOptions }) {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const { groupRule, weightRule } = props.options;
  const ranking = useQuery({
    queryKey: keyOf(id, "ranking", "sealed", `${groupRule} ${weightRule}`),
    queryFn: () => clients.scoring.evaluateRanking({ parent: name, options: props.options }),
    refetchInterval: SEALED_REFETCH_MS,
  });
  if (ranking.error && !ranking.data) {
    return <RankingProblem error={ranking.error} onRetry={() => void ranking.refetch()} />;
  }
  if (ranking.isPending) return <Loading />;
  const found = ranking.data?.ranking;
  if (!found || found.measures.length === 0) return <Empty>{t("ranking.nothing")}</Empty>;
  return (
    <>
      <p className="note note-warn">{t("ranking.sealed.facilitator")}</p>
      <Whole
        ranking={found}
        options={props.options}
        version={String(ranking.dataUpdatedAt)}
        sealed
      />
    </>
  );
}

function RankingProblem(props: { error: unknown; onRetry: () => void }) {
  const { t } = useText();
  const { reason } = toProblem(props.error);
  if (reason === "NOT_READY") return <Empty>{t("ranking.nothing")}</Empty>;
  if (reason === "WRONG_PHASE") return <Empty>{t("ranking.sealed.text")}</Empty>;
  return <ProblemNote problem={props.error} onRetry={props.onRetry} />;
}

function WatchedRanking(props: { options: RankingOptions }) {
  const { t } = useText();
  const live = useLiveRanking(props.options, true);
  const called = useCalled();
  if (live.state === "refused") {
    return <RankingProblem error={live.problem} onRetry={() => location.reload()} />;
  }
  if (live.state === "connecting") return <Loading />;
  return (
    <>
      <StreamState live={live} />
      {live.ranking === null ? (
        <Empty>{t("ranking.nothing")}</Empty>
      ) : (
        <Whole
          ranking={live.ranking}
          options={props.options}
          version={String(live.steps[0]?.version ?? "")}
          last={live.steps[0]}
          changes={<Changes live={live} called={called} />}
        />
      )}
    </>
  );
}

function StreamState(props: { live: LiveRanking }) {
  const { t } = useText();
  return (
    <p role="status" className="stream-state no-print">
      {props.live.state === "reconnecting" && (
        <Badge tone="warn">{t("ranking.reconnecting")}</Badge>
      )}
    </p>
  );
}

function Whole(props: {
  ranking: CriteriaRanking;
  options: RankingOptions;
  /** Another one: scores or weights have changed. */
  version: string;
  last?: RankingStep | undefined;
  changes?: React.ReactNode;
  /** Nothing that tells members apart may be asked for. */
  sealed?: boolean;
}) {
  const { t } = useText();
  const called = useCalled();
  const known = useCriteria();
  const { ranking, options, version } = props;
  const criteria = criteriaOf(ranking, known.data);
  const [first, second] = ranking.measures;
  const alone = first?.position === 1 && second?.position !== 1 ? first.title : null;
  return (
    <div className="ranking-page">
      <div className="ranking-main">
        <Card title={t("ranking.list")}>
          <p className="hint">
            {t("ranking.from", {
              n: ranking.memberCount,
              rule: t(GROUP_RULE_NAME[options.groupRule]),
            })}
          </p>
          {ranking.missingCells > 0 && (
            <p className="note note-warn">
              {t("ranking.missingCells", { n: ranking.missingCells })}
            </p>
          )}
          <RankingList ranking={ranking} called={called} last={props.last} />
        </Card>
        {props.changes}
      </div>
      <Card>
        <Contributions ranking={ranking} criteria={criteria} />
      </Card>
      {!props.sealed && (
        <ExplainPair ranking={ranking} options={options} called={called} version={version} />
      )}
      <Sensitivity options={options} called={called} first={alone} version={version} />
      {!props.sealed && <Agenda options={options} called={called} version={version} />}
      <Audit options={options} called={called} version={version} />
    </div>
  );
}
