// What the result page asks the server for.

import { create } from "@bufbuild/protobuf";
import type { LogEntry } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { TieRule } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type TallyRequest, TallyRequestSchema } from "@gen/plenum/tally/v1/tally_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Clients } from "@/api/clients";
import { allPages } from "@/api/pages";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import type { ResultView } from "./model/view";
import { ballotsOf, groupsOf } from "./record/ballots";

/** Counting by all methods many times takes longer than other calls. */
const REPORT_MS = 60_000;
const SAMPLES = 200;
/** The same as that of `plenum report`, so that both show the same figures. */
const SEED = "report";
/** CheckRobustness takes no more. */
export const MOST_EXAMINED = 100;

/** `decision` 0: the last one. */
export function useResult(decision: number) {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "result", String(decision)),
    queryFn: async () => {
      const path = decision === 0 ? `${name}/result` : `${name}/results/${decision}`;
      return (await clients.deliberation.getResult({ name: path })).result ?? null;
    },
  });
}

export function fetchLog(clients: Clients, name: string): Promise<LogEntry[]> {
  return allPages(
    (page) => clients.deliberation.listLogEntries({ parent: name, ...page }),
    (page) => page.entries,
  );
}

/** What the log is now, signed. */
export function useCheckpoint() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "result", "checkpoint"),
    queryFn: async () =>
      (await clients.deliberation.getCheckpoint({ parent: name })).checkpoint ?? null,
  });
}

/** The published log. It has the ballots of votes that are closed. */
export function useLog() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    // Below "result": ballots of a vote that is open are no news for what was decided.
    queryKey: keyOf(id, "result", "log"),
    queryFn: () => fetchLog(clients, name),
  });
}

/** The published ballots of the shown vote. */
export function useBallots(view: ResultView) {
  const log = useLog();
  const { decision, names } = view;
  const options = names.all.length;
  const ballots = useMemo(
    () => log.data && ballotsOf(log.data, decision, options),
    [log.data, decision, options],
  );
  return { ballots, error: log.error, refetch: log.refetch };
}

export function useArguments() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "arguments", "said"),
    queryFn: async () => {
      const all = await allPages(
        (page) => clients.argument.listArguments({ parent: name, ...page }),
        (page) => page.arguments,
      );
      return all.filter(({ hiddenBy }) => hiddenBy === "");
    },
  });
}

/** The count of the shown vote, ties kept, as a question to the counting service. */
export function tallyRequestOf(
  { outcome, names }: ResultView,
  ballots: Parameters<typeof groupsOf>[0],
): TallyRequest {
  return create(TallyRequestSchema, {
    options: names.all.map((_, option) => names.label(option)),
    ballots: groupsOf(ballots),
    method: outcome.method,
    unranked: outcome.unranked,
  });
}

export function tiePolicyOf(rule: TieRule, seed: string, options: number) {
  switch (rule) {
    case TieRule.LISTED: {
      const declared = { options: Array.from({ length: options }, (_, option) => option) };
      // biome-ignore lint/suspicious/noThenProperty: the API calls the field so
      return { then: { case: "declaredOrder" as const, value: declared } };
    }
    case TieRule.DRAWN:
      // biome-ignore lint/suspicious/noThenProperty: the API calls the field so
      return { then: { case: "seed" as const, value: seed } };
    default:
      return {};
  }
}

/** How far the result can be relied on: all methods, voters drawn again, changed ballots. */
export function useRobustness(view: ResultView, ballots: ReturnType<typeof useBallots>["ballots"]) {
  const { id, clients } = useDeliberation();
  const options = view.names.all.length;
  return useQuery({
    queryKey: keyOf(id, "result", String(view.decision), "robustness"),
    queryFn: () =>
      clients.tally.checkRobustness(
        {
          tally: tallyRequestOf(view, ballots ?? []),
          seed: SEED,
          samples: SAMPLES,
        },
        { timeoutMs: REPORT_MS },
      ),
    enabled: ballots !== undefined && ballots.length > 0 && options > 1 && options <= MOST_EXAMINED,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useMovements() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "scores", "movements"),
    queryFn: async () => {
      const { round } = await clients.scoring.getRound({ parent: name });
      const rounds = Array.from({ length: Math.max(0, (round?.number ?? 1) - 1) }, (_, i) => i + 2);
      return Promise.all(
        rounds.map((number) => clients.scoring.listMovements({ parent: name, round: number })),
      );
    },
  });
}

export function useAgenda(enabled = true) {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "ranking", "agenda"),
    queryFn: () => clients.scoring.getAgenda({ parent: name, maxItems: 50 }),
    enabled,
  });
}

/** Who has which name. */
export function useNameOf(
  list: { name: string; displayName: string }[] | undefined,
): (member: string) => string {
  return useMemo(() => {
    const names = new Map((list ?? []).map(({ name, displayName }) => [name, displayName]));
    return (member: string) => names.get(member) ?? "?";
  }, [list]);
}
