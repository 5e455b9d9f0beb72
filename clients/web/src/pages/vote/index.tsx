// The vote: the ballot while it is open, one's receipt at any time, and why there is nothing to do.
import type { Ballot, VotingRules } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Phase, Secrecy } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useText } from "@/i18n";
import { isOver, type OwnBallot, useOwnBallot, useReceiptHere } from "@/state/ballot";
import { useDeliberation, useSignedOutCheck } from "@/state/deliberation";
import { PHASE_LABEL } from "@/state/labels";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Card, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { type BallotPaper, ballotByName, tiersOf, useBallotPaper } from "./ballot_draft";
import { BallotEditor } from "./ballot_editor";
import { BallotSummary, unrankedMeaning } from "./ballot_summary";
import { DelegationCard } from "./delegation";
import { LoggedBallot } from "./logged_ballot";
import { ReceiptPanel } from "./receipt_panel";
import { Review } from "./review";
import { Turnout } from "./turnout";
import "./vote.css";

export default function VotePage() {
  const { t } = useText();
  const { deliberation, votes } = useDeliberation();
  const { phase, rules } = deliberation;
  if (isOver(phase)) return <ClosedVote />;
  if (phase !== Phase.VOTING || rules === undefined) return <NotOpen />;
  return (
    <Page title={t("nav.vote")} lead={<Deadline rules={rules} />}>
      <Turnout />
      {deliberation.voteSuspended && (
        <p className="note note-warn" role="status">
          {t("vote.suspended")}
        </p>
      )}
      {votes ? <OpenVote rules={rules} /> : <p className="note">{t("vote.observer")}</p>}
    </Page>
  );
}

function Deadline({ rules }: { rules: VotingRules }) {
  const { t, date, fromNow } = useText();
  const end = rules.closeTime;
  return end
    ? t("vote.until", { time: date(end), from: fromNow(end) })
    : t("vote.untilFacilitator");
}

function OpenVote({ rules }: { rules: VotingRules }) {
  const own = useOwnBallot();
  if (own.isPending) return <Loading />;
  if (own.error) return <ProblemNote problem={own.error} onRetry={() => void own.refetch()} />;
  const cast = own.data.state === "cast" ? own.data.ballot : null;
  return (
    <>
      <Paper rules={rules} cast={cast} />
      <DelegationCard hasVoted={cast !== null} />
    </>
  );
}

function Paper({ rules, cast }: { rules: VotingRules; cast: Ballot | null }) {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const paper = useBallotPaper(rules.options, cast);
  const casting = useCast(paper);
  const editing = useRef<HTMLHeadingElement>(null);
  const [justCast, setJustCast] = useState(false);
  const [changing, setChanging] = useState(false);

  // Back from the last look, or on to a change, the focus goes where the work is.
  const isReview = paper.draft !== null && paper.step === "review";
  const was = useRef(isReview);
  useEffect(() => {
    if (was.current && !isReview) editing.current?.focus();
    was.current = isReview;
  }, [isReview]);

  if (cast !== null && paper.draft === null && !changing) {
    return (
      <CastBallot
        cast={cast}
        rules={rules}
        justCast={justCast}
        onChange={() => {
          setChanging(true);
          setJustCast(false);
        }}
      />
    );
  }
  if (isReview) {
    return (
      <Review
        rules={rules}
        paper={paper}
        suspended={deliberation.voteSuspended}
        casting={casting.isPending}
        problem={casting.error}
        onCast={() =>
          casting.mutate(undefined, {
            onSuccess: () => {
              setChanging(false);
              setJustCast(true);
            },
          })
        }
      />
    );
  }
  return (
    <section className="stack">
      <h2 ref={editing} tabIndex={-1}>
        {t(cast === null ? "ballot.title" : "ballot.title.change")}
      </h2>
      <DraftNote
        paper={paper}
        cast={cast}
        onDiscard={() => {
          paper.discard();
          setChanging(false);
        }}
      />
      <BallotEditor rules={rules} paper={paper} />
    </section>
  );
}

/** That the ballot on the screen is not cast, and what stands in its place. */
function DraftNote(props: { paper: BallotPaper; cast: Ballot | null; onDiscard: () => void }) {
  const { t, fromNow } = useText();
  const { paper, cast, onDiscard } = props;
  const { draft } = paper;
  const overtaken = draft !== null && cast !== null && draft.base !== cast.etag;
  if (cast === null && !paper.restored) return <p>{t("ballot.begin")}</p>;
  return (
    <div className={overtaken ? "note note-warn" : "note"}>
      <p>
        {paper.restored && draft
          ? `${t("ballot.restored", { when: fromNow(new Date(draft.changed)) })} `
          : ""}
        {t(overtaken ? "ballot.overtaken" : cast === null ? "ballot.notCast" : "ballot.castStands")}
      </p>
      <div className="actions">
        <Button onClick={onDiscard}>
          {t(cast === null ? "ballot.discard" : "ballot.discard.change")}
        </Button>
      </div>
    </div>
  );
}

function CastBallot(props: {
  cast: Ballot;
  rules: VotingRules;
  justCast: boolean;
  onChange: () => void;
}) {
  const { t } = useText();
  const { cast, rules } = props;
  const ballot = ballotByName(tiersOf(cast), rules.options);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (props.justCast) heading.current?.focus();
  }, [props.justCast]);
  return (
    <>
      <section className="card">
        <h2 ref={heading} tabIndex={-1}>
          {t(props.justCast ? "ballot.done" : "ballot.yours")}
        </h2>
        <BallotSummary ballot={ballot} options={rules.options} />
        {ballot.tiers.length > 0 && ballot.unranked.length > 0 && (
          <p className="hint">{t(unrankedMeaning(rules))}</p>
        )}
        <div className="actions">
          <Button onClick={props.onChange}>{t("ballot.change")}</Button>
        </div>
        <p className="hint">{t("ballot.change.until")}</p>
      </section>
      <ReceiptPanel />
    </>
  );
}

function useCast(paper: BallotPaper) {
  const { id, name, clients } = useDeliberation();
  const cache = useQueryClient();
  const { keep } = useReceiptHere();
  return useMutation({
    mutationFn: async () => {
      const draft = paper.begin();
      const answer = await clients.deliberation.castBallot({
        parent: name,
        ballot: {
          tiers: draft.tiers.map((measures) => ({ measures })),
          argument: draft.argument,
        },
        requestId: draft.request.id,
      });
      return answer;
    },
    onSuccess: ({ ballot, receipt }) => {
      if (receipt) keep(receipt.commitment);
      if (ballot) {
        const cast: OwnBallot = { state: "cast", ballot };
        cache.setQueryData(keyOf(id, "ballot", "own"), cast);
      }
      paper.discard();
      void cache.invalidateQueries({ queryKey: keyOf(id, "turnout") });
    },
    onError: useSignedOutCheck(),
  });
}

function ClosedVote() {
  const { t } = useText();
  const { deliberation, votes } = useDeliberation();
  const own = useOwnBallot();
  const options = deliberation.rules?.options ?? [];
  const state = own.data?.state;
  return (
    <Page title={t("nav.vote")} lead={t("vote.closed")}>
      <Turnout />
      <div className="actions">
        <Link to="/result" as="primary">
          {t("vote.toResult")}
        </Link>
      </div>
      {votes && (
        <>
          {state === "none" && <p className="note">{t("vote.youDidNot")}</p>}
          <ReceiptPanel />
          <LoggedBallot options={options} />
        </>
      )}
    </Page>
  );
}

/** Before a vote: when it opens, and by what rules as far as they are planned. */
function NotOpen() {
  const { t, date } = useText();
  const { deliberation, votes, leads } = useDeliberation();
  const { phase, plan, plannedRules, decisionCount } = deliberation;
  const at = plan.findIndex((planned) => planned.phase === phase);
  const before = plan.findIndex((planned) => planned.phase === Phase.VOTING) - 1;
  const opens = before >= at && before >= 0 ? plan[before]?.endTime : undefined;
  return (
    <Page title={t("nav.vote")} lead={t("vote.notOpen", { phase: t(PHASE_LABEL[phase]) })}>
      <Card>
        <p>{opens ? t("vote.opens", { time: date(opens) }) : t("vote.opensByFacilitator")}</p>
        {decisionCount > 0 && <p>{t("vote.takenBack")}</p>}
        <p>{t("vote.how")}</p>
        <p>{t(unrankedMeaning(plannedRules))}</p>
        <p>
          {t(
            plannedRules?.secrecy === Secrecy.OPEN
              ? "ballot.secrecy.open"
              : "ballot.secrecy.detached",
          )}
        </p>
        {leads && (
          <div className="actions">
            <Link to="/setup" as="button">
              {t("vote.toSetup")}
            </Link>
          </div>
        )}
      </Card>
      {votes && <DelegationCard hasVoted={false} />}
    </Page>
  );
}
