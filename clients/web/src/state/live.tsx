// The live stream of a deliberation: keeps the cache true, and says whether it is connected.
//
// The stream is resumed from its last token after whatever ended it, with a growing wait. Events say
// what changed and not what it is now: that is fetched again.
import { Code } from "@connectrpc/connect";
import { EventKind } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { Clients } from "@/api/clients";
import { toProblem } from "@/api/problem";
import { sessionKey, useDeliberation } from "./deliberation";
import { keyOf, type Topic } from "./queries";

/** "back": connected again a moment ago. */
export type LiveState = "connecting" | "connected" | "reconnecting" | "offline" | "back";

const LiveContext = createContext<LiveState>("connecting");

export function useLive(): LiveState {
  return useContext(LiveContext);
}

/** What an event makes old. */
const CHANGED_BY: Partial<Record<EventKind, Topic[]>> = {
  [EventKind.DELIBERATION_UPDATED]: ["deliberation"],
  [EventKind.PHASE_CHANGED]: [
    "deliberation",
    "turnout",
    "result",
    "scores",
    "round",
    "ranking",
    "ballot",
    "log",
    "measures",
    "documents",
    "criteria",
    "weights",
    "opinions",
  ],
  [EventKind.MEMBER_CREATED]: ["members", "turnout", "invitations"],
  [EventKind.BALLOT_CAST]: ["turnout", "log"],
  [EventKind.DELEGATION_CHANGED]: ["delegation", "turnout"],
  [EventKind.RESULT_STORED]: ["result", "deliberation"],
  [EventKind.ARGUMENT_CREATED]: ["arguments"],
  [EventKind.ARGUMENT_UPDATED]: ["arguments"],
  [EventKind.ARGUMENT_HIDDEN]: ["arguments"],
  [EventKind.ARGUMENT_RESTORED]: ["arguments"],
  [EventKind.STATEMENT_CREATED]: ["statements"],
  [EventKind.STATEMENT_HIDDEN]: ["statements", "opinions"],
  [EventKind.STATEMENT_RESTORED]: ["statements", "opinions"],
  [EventKind.INVITATIONS_CREATED]: ["invitations"],
  [EventKind.INVITATION_USED]: ["invitations", "members"],
  [EventKind.INVITATION_REVOKED]: ["invitations"],
  [EventKind.TOKENS_REVOKED]: ["members"],
};

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** How long "connected again" is shown. */
const BACK_MS = 6_000;
/** The server sends a sign of life each 15 seconds; after this long without one, start anew. */
const SILENCE_MS = 40_000;
/** Events that come together are answered by one fetch. */
const GATHER_MS = 100;

/** Follows the stream of one deliberation until it is stopped. */
class Follower {
  private readonly stopped = new AbortController();
  private running = new AbortController();
  private resumeToken = "";
  private wait = FIRST_WAIT_MS;
  private wake: () => void = () => undefined;
  private old = new Set<Topic>();
  private gathering: ReturnType<typeof setTimeout> | undefined;
  private wasConnected = false;

  constructor(
    private readonly id: string,
    private readonly name: string,
    private readonly clients: Clients,
    private readonly cache: QueryClient,
    private readonly tell: (state: LiveState) => void,
  ) {}

  start(): void {
    window.addEventListener("offline", this.goneOffline);
    window.addEventListener("online", this.backOnline);
    void this.run();
  }

  stop(): void {
    this.stopped.abort();
    this.running.abort();
    this.wake();
    clearTimeout(this.gathering);
    window.removeEventListener("offline", this.goneOffline);
    window.removeEventListener("online", this.backOnline);
  }

  private readonly goneOffline = () => {
    this.tell("offline");
    this.running.abort();
  };

  private readonly backOnline = () => {
    this.wait = FIRST_WAIT_MS;
    this.wake();
  };

  private async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        await this.afterFailure(error);
      }
      if (this.stopped.signal.aborted) return;
      this.tell(navigator.onLine ? (this.wasConnected ? "reconnecting" : "connecting") : "offline");
      await this.pause();
    }
  }

  private async follow(): Promise<void> {
    this.running = new AbortController();
    const { signal } = this.running;
    const cut = () => this.running.abort();
    let silence = setTimeout(cut, SILENCE_MS);
    const stream = this.clients.deliberation.watchDeliberation(
      { name: this.name, resumeToken: this.resumeToken },
      { signal, timeoutMs: 0, onHeader: () => this.connected() },
    );
    try {
      for await (const message of stream) {
        clearTimeout(silence);
        silence = setTimeout(cut, SILENCE_MS);
        this.resumeToken = message.resumeToken;
        if (message.event) this.outdate(CHANGED_BY[message.event.kind] ?? []);
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private connected(): void {
    this.wait = FIRST_WAIT_MS;
    this.tell(this.wasConnected ? "back" : "connected");
    this.wasConnected = true;
  }

  private async afterFailure(error: unknown): Promise<void> {
    const problem = toProblem(error);
    if (problem.signedOut) {
      // Asks the gateway whether the sign-in can be renewed; the page shows when it cannot.
      await this.cache.invalidateQueries({ queryKey: sessionKey(this.id) });
    } else if (problem.code === Code.OutOfRange) {
      this.resumeToken = "";
    }
  }

  private pause(): Promise<void> {
    const wait = this.wait;
    this.wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, wait);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private outdate(topics: Topic[]): void {
    for (const topic of topics) this.old.add(topic);
    if (this.gathering !== undefined || this.old.size === 0) return;
    this.gathering = setTimeout(() => {
      this.gathering = undefined;
      const old = this.old;
      this.old = new Set();
      for (const topic of old) {
        void this.cache.invalidateQueries({ queryKey: keyOf(this.id, topic) });
      }
    }, GATHER_MS);
  }
}

export function LiveProvider(props: { children: ReactNode }) {
  const { id, name, clients } = useDeliberation();
  const cache = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");

  useEffect(() => {
    const follower = new Follower(id, name, clients, cache, setState);
    follower.start();
    return () => follower.stop();
  }, [id, name, clients, cache]);

  useEffect(() => {
    if (state !== "back") return;
    // What happened meanwhile in services that send no events to this stream.
    void cache.invalidateQueries({ queryKey: [id] });
    const timer = setTimeout(() => setState("connected"), BACK_MS);
    return () => clearTimeout(timer);
  }, [state, cache, id]);

  return <LiveContext.Provider value={state}>{props.children}</LiveContext.Provider>;
}
