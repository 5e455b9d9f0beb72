// All that scoring needs, in one place: what there is to score, what the server has, and what is on
// its way.
import { create } from "@bufbuild/protobuf";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import {
  type Criterion,
  type GetRoundResponse,
  type Score,
  ScoreSchema,
} from "@gen/plenum/scoring/v1/scoring_pb";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import type { Clients } from "@/api/clients";
import { idOf } from "@/api/names";
import { useDeliberation, useSignedOutCheck } from "@/state/deliberation";
import { draftKey } from "@/state/device";
import { keyOf, useCriteria, useMeasures } from "@/state/queries";
import { cellKey, takingPart, useMovements, useRound, useScores } from "@/state/scores";
import { CellMap, type Row } from "./cell_map";
import { type ScoreDraft, ScoreSync, type SyncSnapshot } from "./score_sync";
import { mediansOfOthers, type Others, scoresOf } from "./score_values";

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
        const round = cache.getQueryData<GetRoundResponse>(keyOf(id, "round"));
        const number = round?.round?.number ?? 1;
        cache.setQueryData<Score[]>(scoresKey, (before) => {
          if (before === undefined) return before;
          const cells = new Set(saved.map((one) => cellKey(one.measure, one.criterion)));
          const others = before.filter(
            (one) => one.member !== member || !cells.has(cellKey(one.measure, one.criterion)),
          );
          return [...others, ...saved.map((one) => toScore(one, member, number))];
        });
        // The first own score of a later round lifts the seal; a changed one is a movement.
        if (number > 1) {
          void cache.invalidateQueries({ queryKey: keyOf(id, "round") });
          void cache.invalidateQueries({ queryKey: scoresKey });
        }
      },
    );
    syncs.set(key, sync);
  }
  return sync;
}

/** What is known of one measure, by criterion. The same objects as long as nothing of it changes. */
export interface MeasureRow {
  saved: Row<Score> | undefined;
  drafts: Row<ScoreDraft> | undefined;
  wrong: Row<string> | undefined;
  /** One's own values before this round, where they were changed in it. */
  moved: Row<number> | undefined;
  others: Row<Others> | undefined;
  round: number;
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
  /** Undefined while scores are sealed. */
  others: Others | undefined;
}

export function cellOf(row: MeasureRow, criterion: string): Cell {
  const draft = row.drafts?.get(criterion);
  const saved = row.saved?.get(criterion);
  const isEarlier = saved !== undefined && saved.round > 0 && saved.round < row.round;
  return {
    score: draft ?? (saved ? toDraft(saved) : null),
    unsaved: draft !== undefined,
    wrong: row.wrong?.get(criterion) ?? "",
    before: row.moved?.get(criterion) ?? (isEarlier ? saved.value : undefined),
    others: row.others?.get(criterion),
  };
}

export function isScored({ drafts, saved }: MeasureRow, criterion: string): boolean {
  return (drafts?.has(criterion) ?? false) || (saved?.has(criterion) ?? false);
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
  rowOf: (measure: string) => MeasureRow;
  /** Changes a score; the value is needed when there is none yet. */
  change: (measure: string, criterion: string, change: Partial<ScoreDraft>) => void;
  /** Takes a score back that the server does not have; false when it has it. */
  takeBack: (measure: string, criterion: string) => boolean;
}

/** A score that says the same, whenever it was entered. */
function sameScore(a: Score, b: Score): boolean {
  return (
    a.value === b.value &&
    a.round === b.round &&
    a.reason === b.reason &&
    a.argument === b.argument &&
    a.maybeConfidence.value === b.maybeConfidence.value &&
    quoteText(a.quote) === quoteText(b.quote)
  );
}

/** The same cells with as many rows as possible being those of the last time. */
function useShared<Value>(cells: CellMap<Value>, same: (a: Value, b: Value) => boolean) {
  const last = useRef(cells);
  return useMemo(() => {
    last.current = cells.sharing(last.current, same);
    return last.current;
  }, [cells, same]);
}

const sameOthers = (a: Others, b: Others) => a.median === b.median && a.count === b.count;
const sameNumber = (a: number, b: number) => a === b;

/** Null until everything is loaded. */
export function useScoring(): {
  scoring: Scoring | null;
  problem: Error | null;
  retry: () => void;
} {
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

  const own = useShared(
    useMemo(() => scoresOf(scores.data ?? [], me.member), [scores.data, me.member]),
    sameScore,
  );
  const others = useShared(
    useMemo(
      () => mediansOfOthers(visible ? (scores.data ?? []) : [], me.member),
      [scores.data, me.member, visible],
    ),
    sameOthers,
  );
  const moved = useShared(
    useMemo(
      () =>
        CellMap.of(
          (movements.data?.movements ?? [])
            .filter(({ member }) => member === me.member)
            .map((one) => [one.measure, one.criterion, one.oldValue]),
        ),
      [movements.data, me.member],
    ),
    sameNumber,
  );

  const { drafts, wrong } = sync;
  const rowOf = useCallback(
    (measure: string): MeasureRow => ({
      saved: own.row(measure),
      drafts: drafts.row(measure),
      wrong: wrong.row(measure),
      moved: moved.row(measure),
      others: others.row(measure),
      round: number,
    }),
    [own, drafts, wrong, moved, others, number],
  );
  // What callbacks that stay the same read.
  const saved = useRef(own);
  saved.current = own;
  const change = useCallback(
    (measure: string, criterion: string, given: Partial<ScoreDraft>) => {
      const known = saved.current.get(measure, criterion);
      const before =
        store.getSnapshot().drafts.get(measure, criterion) ?? (known ? toDraft(known) : null);
      const value = given.value ?? before?.value;
      if (value === undefined) return;
      const empty = { confidence: 0, reason: "", quote: "", argument: "" };
      store.set({ ...empty, ...before, ...given, measure, criterion, value });
    },
    [store],
  );
  const takeBack = useCallback(
    (measure: string, criterion: string) => {
      if (saved.current.has(measure, criterion)) return false;
      store.drop(measure, criterion);
      return true;
    },
    [store],
  );

  const active = useMemo(() => takingPart(measures.data ?? []), [measures.data]);
  const numbers = useMemo(
    () => new Map((measures.data ?? []).map((one, index) => [one.name, index + 1])),
    [measures.data],
  );
  const loaded = measures.data && criteria.data && scores.data && round.data;
  const all = [measures, criteria, scores, round];
  return {
    scoring: loaded
      ? {
          measures: active,
          numbers,
          criteria: criteria.data,
          round: number,
          visible,
          sync,
          flush: store.flush,
          rowOf,
          change,
          takeBack,
        }
      : null,
    problem: all.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const one of all) void one.refetch();
    },
  };
}
