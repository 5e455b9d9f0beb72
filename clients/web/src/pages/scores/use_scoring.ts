// All that scoring needs, in one place: what there is to score, what the server has, and what is on
// its way.
import { create } from "@bufbuild/protobuf";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type Criterion, type Score, ScoreSchema } from "@gen/plenum/scoring/v1/scoring_pb";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useSyncExternalStore } from "react";
import type { Clients } from "@/api/clients";
import { idOf } from "@/api/names";
import { useDeliberation, useSignedOutCheck } from "@/state/deliberation";
import { draftKey } from "@/state/device";
import { keyOf, useCriteria, useMeasures } from "@/state/queries";
import { cellKey, takingPart, useMovements, useRound, useScores } from "@/state/scores";
import { type ScoreDraft, ScoreSync, type SyncSnapshot } from "./score_sync";
import { mediansOfOthers, scoresOf } from "./score_values";

export function quoteText(quote: { document: string; start: bigint; end: bigint } | undefined) {
  return quote ? `${quote.document} ${quote.start} ${quote.end}` : "";
}

function quoteOf(text: string) {
  const [document = "", start = "0", end = "0"] = text.split(" ");
  return text === "" ? undefined : { document, start: BigInt(start), end: BigInt(end) };
}

function toScore(draft: ScoreDraft, member: string, round: number): Score {
  const { confidence } = draft;
  const quote = quoteOf(draft.quote);
  return create(ScoreSchema, {
    measure: draft.measure,
    criterion: draft.criterion,
    value: draft.value,
    reason: draft.reason,
    argument: draft.argument,
    member,
    round,
    maybeConfidence:
      confidence > 0 ? { case: "confidence", value: confidence } : { case: undefined },
    ...(quote && { quote }),
  });
}

export function toDraft(score: Score): ScoreDraft {
  return {
    measure: score.measure,
    criterion: score.criterion,
    value: score.value,
    confidence: score.maybeConfidence.case === "confidence" ? score.maybeConfidence.value : 0,
    reason: score.reason,
    quote: quoteText(score.quote),
    argument: score.argument,
  };
}

// One for each member of each deliberation, so that leaving the page does not end the sending.
const syncs = new Map<string, ScoreSync>();

function syncOf(id: string, name: string, member: string, clients: Clients, cache: QueryClient) {
  const key = draftKey(id, `scores.${idOf(member)}`);
  let sync = syncs.get(key);
  if (sync === undefined) {
    const scoresKey = keyOf(id, "scores");
    sync = new ScoreSync(
      key,
      async (scores, requestId) => {
        await clients.scoring.setScores({
          parent: name,
          scores: scores.map((draft) => toScore(draft, "", 0)),
          requestId,
        });
      },
      (saved) => {
        // Shown at once; the truth follows.
        cache.setQueryData<Score[]>(scoresKey, (before) => {
          if (before === undefined) return before;
          const cells = new Set(saved.map((one) => cellKey(one.measure, one.criterion)));
          const others = before.filter(
            (one) => one.member !== member || !cells.has(cellKey(one.measure, one.criterion)),
          );
          return [...others, ...saved.map((one) => toScore(one, member, 0))];
        });
        void cache.invalidateQueries({ queryKey: scoresKey });
        void cache.invalidateQueries({ queryKey: keyOf(id, "round") });
      },
    );
    syncs.set(key, sync);
  }
  return sync;
}

/** One measure on one criterion, as its member sees it. */
export interface Cell {
  /** With what is on its way; null when it is not scored. */
  score: ScoreDraft | null;
  unsaved: boolean;
  /** What the server says is wrong with it; empty for nothing. */
  wrong: string;
  /** The member's own before this round; undefined when it was not scored then. */
  before: number | undefined;
  /** Median of the others, and of how many; undefined while scores are sealed. */
  others: { median: number; count: number } | undefined;
}

export interface Scoring {
  measures: Measure[];
  /** By name, what people call a measure by. */
  numbers: ReadonlyMap<string, number>;
  criteria: Criterion[];
  round: number;
  /** The scores of others can be seen. */
  visible: boolean;
  sync: SyncSnapshot;
  flush: () => void;
  cellOf: (measure: string, criterion: string) => Cell;
  /** Changes a score; the value is needed when there is none yet. */
  change: (measure: string, criterion: string, change: Partial<ScoreDraft>) => void;
  /** Takes a score back that the server does not have; false when it has it. */
  takeBack: (measure: string, criterion: string) => boolean;
}

/** Null until everything is loaded. */
export function useScoring(): { scoring: Scoring | null; problem: unknown; retry: () => void } {
  const { id, name, clients, me } = useDeliberation();
  const cache = useQueryClient();
  const measures = useMeasures();
  const criteria = useCriteria();
  const scores = useScores();
  const round = useRound();
  const number = round.data?.round?.number ?? 1;
  const visible = round.data?.scoresVisible ?? false;
  const movements = useMovements(visible && number > 1);
  const store = syncOf(id, name, me.member, clients, cache);
  const sync = useSyncExternalStore(store.subscribe, store.getSnapshot);

  const checkSession = useSignedOutCheck();
  const { problem: refused } = sync;
  useEffect(() => {
    if (refused) checkSession(refused);
  }, [refused, checkSession]);
  useEffect(() => {
    // What an earlier visit could not send.
    store.flush();
    window.addEventListener("online", store.flush);
    return () => window.removeEventListener("online", store.flush);
  }, [store]);

  const own = useMemo(() => scoresOf(scores.data ?? [], me.member), [scores.data, me.member]);
  const others = useMemo(
    () => (visible ? mediansOfOthers(scores.data ?? [], me.member) : null),
    [scores.data, me.member, visible],
  );
  const moved = useMemo(
    () =>
      new Map(
        (movements.data?.movements ?? [])
          .filter(({ member }) => member === me.member)
          .map((one) => [cellKey(one.measure, one.criterion), one.oldValue]),
      ),
    [movements.data, me.member],
  );

  const cellOf = useCallback(
    (measure: string, criterion: string): Cell => {
      const key = cellKey(measure, criterion);
      const draft = sync.drafts.get(key);
      const saved = own.get(key);
      return {
        score: draft ?? (saved ? toDraft(saved) : null),
        unsaved: draft !== undefined,
        wrong: sync.wrong.get(key) ?? "",
        before:
          moved.get(key) ??
          (saved && saved.round > 0 && saved.round < number ? saved.value : undefined),
        others: others?.get(key),
      };
    },
    [sync, own, others, moved, number],
  );
  const change = useCallback(
    (measure: string, criterion: string, given: Partial<ScoreDraft>) => {
      const key = cellKey(measure, criterion);
      const saved = own.get(key);
      const before = store.getSnapshot().drafts.get(key) ?? (saved ? toDraft(saved) : null);
      const value = given.value ?? before?.value;
      if (value === undefined) return;
      const empty = { confidence: 0, reason: "", quote: "", argument: "" };
      store.set({ ...empty, ...before, ...given, measure, criterion, value });
    },
    [store, own],
  );
  const takeBack = useCallback(
    (measure: string, criterion: string) => {
      const key = cellKey(measure, criterion);
      if (own.has(key)) return false;
      store.drop(key);
      return true;
    },
    [store, own],
  );

  const loaded = measures.data && criteria.data && scores.data && round.data;
  const scoring = useMemo(
    (): Scoring | null =>
      loaded
        ? {
            measures: takingPart(measures.data ?? []),
            numbers: new Map((measures.data ?? []).map((one, index) => [one.name, index + 1])),
            criteria: criteria.data ?? [],
            round: number,
            visible,
            sync,
            flush: store.flush,
            cellOf,
            change,
            takeBack,
          }
        : null,
    [loaded, measures.data, criteria.data, number, visible, sync, store, cellOf, change, takeBack],
  );
  const all = [measures, criteria, scores, round];
  const problem = all.find(({ error }) => error !== null)?.error ?? null;
  return { scoring, problem, retry: () => all.forEach((one) => void one.refetch()) };
}
