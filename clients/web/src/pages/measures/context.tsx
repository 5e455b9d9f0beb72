// The measures of the deliberation for the pages that list and curate them, with what is on its way.
import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { toProblem } from "@/api/problem";
import { type Text, useText } from "@/i18n";
import { type DeliberationContext, useDeliberation } from "@/state/deliberation";
import { keyOf, useMeasures, useMembers } from "@/state/queries";
import { Loading } from "@/ui/loading";
import { ProblemNote, sentenceOf } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { Curator, type CuratorState, type Done, withPending } from "./curator";
import { type Item, isolated, numbered } from "./list";

export interface MeasuresContext {
  /** All, in the order of their numbers. */
  items: Item[];
  index: ReadonlyMap<string, Item>;
  curator: Curator;
  state: CuratorState;
  /** The reader may change measures, and now. */
  may: boolean;
  /** Takes in measures as the service answered them. */
  put: (measures: Measure[]) => void;
  undo: (done: Done) => Promise<void>;
}

const Context = createContext<MeasuresContext | null>(null);

export function useMeasuresContext(): MeasuresContext {
  const context = useContext(Context);
  if (context === null) throw new Error("useMeasuresContext outside of a MeasuresProvider");
  return context;
}

/** Whether measures can be changed in the phase at all. */
export function isSetUp({ deliberation: { phase } }: DeliberationContext): boolean {
  return phase === Phase.DRAFT || phase === Phase.COLLECTING;
}

/** A function that stays the same and does what the last render's would do. */
export function useStable<Arguments extends unknown[], Result>(
  callback: (...given: Arguments) => Result,
): (...given: Arguments) => Result {
  const last = useRef(callback);
  useEffect(() => {
    last.current = callback;
  });
  return useCallback((...given: Arguments) => last.current(...given), []);
}

export function MeasuresProvider(props: { children: ReactNode }) {
  const deliberation = useDeliberation();
  const { id, clients, me, leads } = deliberation;
  const may = leads && isSetUp(deliberation);
  const cache = useQueryClient();
  const query = useMeasures({ live: may });
  const show = useToast();
  const text = useText();

  const put = useCallback(
    (changed: Measure[]) => {
      const key = keyOf(id, "measures");
      // What is being fetched may be older than this.
      void cache.cancelQueries({ queryKey: key });
      cache.setQueryData<Measure[]>(key, (known) => (known ? putInto(known, changed) : known));
      void cache.invalidateQueries({ queryKey: keyOf(id, "suggestions") });
    },
    [cache, id],
  );

  const numberOf = useRef<(name: string) => number>(() => 0);
  const undo = useStable(async (done: Done) => {
    try {
      const undone = await curator.undo(done);
      const m = `m${numberOf.current(done.measure.name)}`;
      show(text.t(undone ? "curate.undone" : "curate.undoneAlready", { m }));
    } catch (error) {
      show(sentenceOfUndo(error, text.t));
    }
  });
  const onDone = useStable((done: Done) => {
    const label = text.t("app.undo");
    show(sentenceOfDone(done, numberOf.current(done.measure.name), text.t), {
      label,
      run: () => void undo(done),
    });
  });
  const [curator] = useState(() => new Curator(clients, me.member, { put }, onDone));
  const state = useSyncExternalStore(curator.subscribe, curator.getState);

  const measures = query.data;
  const items = useMemo(
    () => numbered(withPending(measures ?? [], state.pending)),
    [measures, state.pending],
  );
  const index = useMemo(
    () => new Map(items.map((item) => [item.measure.name, item] as const)),
    [items],
  );
  useEffect(() => {
    numberOf.current = (name) => index.get(name)?.number ?? 0;
  }, [index]);
  const context = useMemo(
    () => ({ items, index, curator, state, may, put, undo }),
    [items, index, curator, state, may, put, undo],
  );

  if (measures === undefined) {
    return query.error ? (
      <ProblemNote problem={query.error} onRetry={() => void query.refetch()} />
    ) : (
      <Loading />
    );
  }
  return <Context.Provider value={context}>{props.children}</Context.Provider>;
}

/** Those of the same name are replaced, new ones come last, as in the order of finding. */
export function putInto(known: Measure[], changed: Measure[]): Measure[] {
  const byName = new Map(changed.map((measure) => [measure.name, measure]));
  const replaced = known.map((measure) => byName.get(measure.name) ?? measure);
  const names = new Set(known.map(({ name }) => name));
  return [...replaced, ...changed.filter(({ name }) => !names.has(name))];
}

export function sentenceOfDone(done: Done, number: number, t: Text["t"]): string {
  return t(`curate.done.${done.kind}`, { m: `m${number}`, title: isolated(done.measure.title) });
}

export function sentenceOfUndo(error: unknown, t: Text["t"]): string {
  const isBlocked = toProblem(error).reason === "NOT_UNDOABLE";
  return isBlocked ? t("curate.notUndoable") : sentenceOf(error, t);
}

/** The name that the others see, by resource name; "you" for the reader. */
export function useMemberNames(): (member: string) => string {
  const { t } = useText();
  const { me } = useDeliberation();
  const members = useMembers().data;
  return useMemo(() => {
    const names = new Map((members ?? []).map(({ name, displayName }) => [name, displayName]));
    return (member) =>
      member === me.member ? t("app.you") : (names.get(member) ?? t("measures.somebody"));
  }, [members, me.member, t]);
}
