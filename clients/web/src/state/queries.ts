// What the page knows of a deliberation, kept in one cache and fetched again when the live stream says
// that it changed. Keys begin with the deliberation's id: ["d", "measures"].
import { QueryClient, useQuery } from "@tanstack/react-query";
import { allPages } from "@/api/pages";
import { toProblem } from "@/api/problem";
import { useDeliberation } from "./deliberation";

const FRESH_MS = 30_000;
const RETRIES = 3;
/** How often what comes without events is looked for. */
const LIVE_MS = 10_000;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < RETRIES && toProblem(error).passing,
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
}

/** The parts of a deliberation that are cached, as the second element of their keys. */
export type Topic =
  | "deliberation"
  | "session"
  | "members"
  | "invitations"
  | "documents"
  | "measures"
  | "suggestions"
  | "criteria"
  | "round"
  | "scores"
  | "weights"
  | "ranking"
  | "arguments"
  | "statements"
  | "opinions"
  | "turnout"
  | "ballot"
  | "delegation"
  | "result"
  | "log";

export function keyOf(deliberationId: string, topic: Topic, ...rest: string[]): string[] {
  return [deliberationId, topic, ...rest];
}

export function useMembers() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "members"),
    queryFn: () =>
      allPages(
        (page) => clients.deliberation.listMembers({ parent: name, ...page }),
        (page) => page.members,
      ),
  });
}

export function useDocuments() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "documents"),
    queryFn: () =>
      allPages(
        (page) => clients.ingestion.listDocuments({ parent: name, ...page }),
        (page) => page.documents,
      ),
  });
}

/**
 * All measures, those that take no part included, in the order of their finding. `live`: changes by
 * others are looked for every few seconds while the page is seen; the live stream does not tell them.
 */
export function useMeasures(options: { live?: boolean } = {}) {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "measures"),
    queryFn: () =>
      allPages(
        (page) => clients.ingestion.listMeasures({ parent: name, showRejected: true, ...page }),
        (page) => page.measures,
      ),
    refetchInterval: options.live ? LIVE_MS : false,
    refetchOnWindowFocus: options.live ? "always" : true,
  });
}

/** What the documents suggest; `all`: what was settled too. */
export function useSuggestions(options: { live?: boolean; all?: boolean } = {}) {
  const { id, name, clients } = useDeliberation();
  const showSettled = options.all ?? false;
  return useQuery({
    queryKey: keyOf(id, "suggestions", showSettled ? "all" : "open"),
    queryFn: () =>
      allPages(
        (page) => clients.ingestion.listSuggestions({ parent: name, showSettled, ...page }),
        (page) => page.suggestions,
      ),
    refetchInterval: options.live ? LIVE_MS : false,
  });
}

export function useCriteria() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "criteria"),
    queryFn: () =>
      allPages(
        (page) => clients.scoring.listCriteria({ parent: name, ...page }),
        (page) => page.criteria,
      ),
  });
}

export function useTurnout() {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "turnout"),
    queryFn: () => clients.deliberation.getTurnout({ name }),
  });
}

/** Facilitators and auditors. Invitations expire by the clock, which makes no event. */
export function useInvitations(options?: { enabled?: boolean }) {
  const { id, name, clients } = useDeliberation();
  return useQuery({
    queryKey: keyOf(id, "invitations"),
    queryFn: () =>
      allPages(
        (page) => clients.access.listInvitations({ parent: name, ...page }),
        (page) => page.invitations,
      ),
    refetchInterval: 60_000,
    enabled: options?.enabled ?? true,
  });
}
