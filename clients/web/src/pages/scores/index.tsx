// Scoring the measures on the criteria.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useCallback, useEffect, useState } from "react";
import { useSearchParams } from "wouter";
import { idOf } from "@/api/names";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_LABEL } from "@/state/labels";
import { mayScore } from "@/state/scores";
import { useStored } from "@/state/stored";
import { Button } from "@/ui/button";
import { Link } from "@/ui/link";
import { Loading } from "@/ui/loading";
import { Card, Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { Anchors, CellExtras } from "./cell_details";
import { ScoreGrid } from "./grid";
import type { Place } from "./grid_keys";
import { OneByOne } from "./one_by_one";
import { ReadOnlyScores } from "./read_only";
import { cellOf, isScored, type Scoring, useScoring } from "./use_scoring";
import "../vote/vote.css";
import "./scores.css";

export default function ScoresPage() {
  const { t } = useText();
  const { deliberation, votes, leads } = useDeliberation();
  const { scoring, problem, retry } = useScoring();
  const { phase } = deliberation;
  const open = mayScore(phase) && votes;
  const lead = open
    ? t(phase === Phase.REVISING ? "score.lead.revising" : "score.lead")
    : t("score.lead.closed", { phase: t(PHASE_LABEL[phase]) });
  return (
    <Page title={t("nav.scores")} lead={lead} wide>
      {scoring === null ? (
        problem === null ? (
          <Loading />
        ) : (
          <ProblemNote problem={problem} onRetry={retry} />
        )
      ) : scoring.criteria.length === 0 || scoring.measures.length === 0 ? (
        <Nothing scoring={scoring} leads={leads} />
      ) : (
        <>
          <Sight scoring={scoring} open={open} />
          {open ? <Scorer scoring={scoring} /> : <ReadOnlyScores scoring={scoring} />}
        </>
      )}
    </Page>
  );
}

function Nothing({ scoring, leads }: { scoring: Scoring; leads: boolean }) {
  const { t } = useText();
  const lacksMeasures = scoring.measures.length === 0;
  return (
    <Empty
      actions={
        <Link to={lacksMeasures ? "/measures" : "/criteria"} as="button">
          {t(lacksMeasures ? "nav.measures" : "nav.criteria")}
        </Link>
      }
    >
      {t(lacksMeasures ? "score.noMeasures" : "score.noCriteria")}
      {leads && ` ${t("score.addThem")}`}
    </Empty>
  );
}

/** Who sees what now. */
function Sight({ scoring, open }: { scoring: Scoring; open: boolean }) {
  const { t } = useText();
  const { deliberation, leads } = useDeliberation();
  const { round, visible } = scoring;
  const before = deliberation.phase === Phase.DRAFT || deliberation.phase === Phase.COLLECTING;
  if (before) return <p className="note">{t("score.sight.before")}</p>;
  const seen = visible
    ? t("score.sight.visible")
    : t(round > 1 ? "score.sight.ownFirst" : "score.sight.sealed");
  return (
    <p className="note">
      {open && `${t("score.round", { round })} `}
      {seen}
      {!visible && leads && round === 1 && ` ${t("score.sight.leads")}`}
    </p>
  );
}

type View = "grid" | "cards";

function readView(kept: unknown): View {
  if (kept === "grid" || kept === "cards") return kept;
  return window.matchMedia?.("(max-width: 48rem)").matches ? "cards" : "grid";
}

function Scorer({ scoring }: { scoring: Scoring }) {
  const { t } = useText();
  const { measures } = scoring;
  const [view, setView] = useStored<View>("plenum.scores.view", readView);
  const [search, setSearch] = useSearchParams();
  const wanted = measures.findIndex(({ name }) => idOf(name) === search.get("measure"));
  const [at, setAt] = useState<Place>({ row: Math.max(0, wanted), column: 0 });
  const go = useCallback(
    (index: number) => {
      const measure = measures[index];
      if (measure === undefined) return;
      setAt({ row: index, column: 0 });
      setSearch({ measure: idOf(measure.name) }, { replace: true });
    },
    [measures, setSearch],
  );
  return (
    <>
      <div className="ballot-tools">
        <ScoreProgress scoring={scoring} />
        <fieldset className="ballot-views">
          <legend className="visually-hidden">{t("score.view")}</legend>
          {(["grid", "cards"] as const).map((one) => (
            <label key={one} className="ballot-view">
              <input
                type="radio"
                name="score-view"
                checked={view === one}
                onChange={() => setView(one)}
              />
              {t(`score.view.${one}`)}
            </label>
          ))}
        </fieldset>
      </div>
      {view === "cards" ? (
        <OneByOne scoring={scoring} at={Math.min(at.row, measures.length - 1)} onGo={go} />
      ) : (
        <div className="score-layout">
          <div className="stack">
            <p className="hint">
              <kbd>↑</kbd> <kbd>↓</kbd> <kbd>←</kbd> <kbd>→</kbd> <kbd>Enter</kbd> {t("score.keys")}
            </p>
            <ScoreGrid scoring={scoring} at={at} onGo={setAt} />
          </div>
          <CurrentCell scoring={scoring} at={at} />
        </div>
      )}
    </>
  );
}

function ScoreProgress({ scoring }: { scoring: Scoring }) {
  const { t } = useText();
  const { measures, criteria, rowOf } = scoring;
  const total = measures.length * criteria.length;
  const done = measures.reduce((sum, { name }) => {
    const row = rowOf(name);
    return sum + criteria.filter((criterion) => isScored(row, criterion.name)).length;
  }, 0);
  return (
    <div className="turnout score-progress">
      <div className="save-state">
        <p>{t("score.progress", { done, total })}</p>
        <SaveState scoring={scoring} />
      </div>
      <progress
        className="progress"
        value={done}
        max={total}
        aria-label={t("score.progress.label")}
      />
    </div>
  );
}

/** Whether the server has what was entered. */
function SaveState({ scoring }: { scoring: Scoring }) {
  const { t } = useText();
  const { sync, flush } = scoring;
  const { state, problem, drafts } = sync;
  const [quiet, setQuiet] = useState(true);
  // Nothing is said before the first score is entered.
  useEffect(() => {
    if (state !== "saved") setQuiet(false);
  }, [state]);
  return (
    <>
      <p role="status" className={`save save-${state}`}>
        {quiet ? "" : t(`score.save.${state}`, { count: drafts.size })}
        {sync.unkept && ` ${t("score.save.unkept")}`}
      </p>
      {state === "offline" && (
        <Button kind="quiet" onClick={flush}>
          {t("score.save.now")}
        </Button>
      )}
      {state === "refused" && problem && problem.fields.length === 0 && (
        <ProblemNote problem={problem} onRetry={flush} />
      )}
    </>
  );
}

function CurrentCell({ scoring, at }: { scoring: Scoring; at: Place }) {
  const { measures, criteria, rowOf, change } = scoring;
  const measure = measures[at.row];
  const criterion = criteria[at.column];
  if (!measure || !criterion) return null;
  return (
    <Card title={<bdi>{criterion.title}</bdi>} className="score-aside">
      <p>
        <bdi>{measure.title}</bdi>
      </p>
      <Anchors criterion={criterion} />
      <CellExtras
        measure={measure}
        cell={cellOf(rowOf(measure.name), criterion.name)}
        onChange={(given) => change(measure.name, criterion.name, given)}
      />
    </Card>
  );
}
