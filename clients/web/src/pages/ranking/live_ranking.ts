// Follows the ranking while scores arrive.
//
// The stream is resumed from its last token after whatever ended it, with a growing wait. What the
// server refuses (a sealed round, nothing to rank) ends it: asking again would change nothing.

import { Code } from "@connectrpc/connect";
import type {
  CriteriaRanking,
  EvaluationOptions,
  RankChange,
  RankingCause,
  WatchRankingResponse,
} from "@gen/plenum/scoring/v1/scoring_pb";
import { useEffect, useState } from "react";
import type { Clients } from "@/api/clients";
import { toProblem } from "@/api/problem";
import { useDeliberation } from "@/state/deliberation";

/** Something that changed the ranking while it was watched. */
export interface RankingStep {
  version: bigint;
  causes: RankingCause[];
  changes: RankChange[];
}

export interface LiveRanking {
  state: "connecting" | "connected" | "reconnecting" | "refused";
  /** Null while there is nothing to rank by. */
  ranking: CriteriaRanking | null;
  /** The newest first. */
  steps: RankingStep[];
  /** Why the server refuses it. */
  problem: unknown;
}

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15_000;
/** The server sends a sign of life each 15 seconds; after this long without one, start anew. */
const SILENCE_MS = 40_000;
const MOST_STEPS = 20;

export const CONNECTING: LiveRanking = {
  state: "connecting",
  ranking: null,
  steps: [],
  problem: null,
};

/** The state after a message of the stream. */
export function afterMessage(before: LiveRanking, message: WatchRankingResponse): LiveRanking {
  const connected: LiveRanking = { ...before, state: "connected", problem: null };
  const news = message.causes.length > 0;
  const first = before.ranking === null && before.steps.length === 0;
  // One with nothing but a token only says that the stream lives.
  if (!news && !message.ranking && !first) return connected;
  const step = { version: message.version, causes: message.causes, changes: message.changes };
  return {
    ...connected,
    ranking: message.ranking ?? (news ? null : before.ranking),
    steps: news ? [step, ...before.steps].slice(0, MOST_STEPS) : before.steps,
  };
}

/** The same call cannot succeed later by itself. */
function isRefusal(error: unknown): boolean {
  const { code } = toProblem(error);
  return (
    code === Code.FailedPrecondition ||
    code === Code.PermissionDenied ||
    code === Code.InvalidArgument ||
    code === Code.NotFound ||
    code === Code.Unauthenticated
  );
}

class Follower {
  private readonly stopped = new AbortController();
  private running = new AbortController();
  private resumeToken = "";
  private wait = FIRST_WAIT_MS;
  private state = CONNECTING;

  constructor(
    private readonly parent: string,
    private readonly clients: Clients,
    private readonly options: Pick<EvaluationOptions, "groupRule" | "weightRule">,
    private readonly tell: (state: LiveRanking) => void,
  ) {}

  stop(): void {
    this.stopped.abort();
    this.running.abort();
  }

  async run(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (this.stopped.signal.aborted) return;
        if (isRefusal(error)) {
          this.change({ ...this.state, state: "refused", problem: error });
          return;
        }
        if (toProblem(error).code === Code.OutOfRange) this.resumeToken = "";
      }
      this.change({ ...this.state, state: "reconnecting" });
      await this.pause();
    }
  }

  private change(state: LiveRanking): void {
    if (this.stopped.signal.aborted) return;
    this.state = state;
    this.tell(state);
  }

  private async follow(): Promise<void> {
    this.running = new AbortController();
    const cut = () => this.running.abort();
    let silence = setTimeout(cut, SILENCE_MS);
    const stream = this.clients.scoring.watchRanking(
      { parent: this.parent, resumeToken: this.resumeToken, options: this.options },
      { signal: this.running.signal, timeoutMs: 0 },
    );
    try {
      for await (const message of stream) {
        clearTimeout(silence);
        silence = setTimeout(cut, SILENCE_MS);
        this.wait = FIRST_WAIT_MS;
        this.resumeToken = message.resumeToken;
        this.change(afterMessage(this.state, message));
      }
    } finally {
      clearTimeout(silence);
    }
  }

  private pause(): Promise<void> {
    const { wait } = this;
    this.wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        this.stopped.signal.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, wait);
      window.addEventListener("online", done);
      this.stopped.signal.addEventListener("abort", done);
    });
  }
}

export function useLiveRanking(
  options: Pick<EvaluationOptions, "groupRule" | "weightRule">,
  enabled: boolean,
): LiveRanking {
  const { name, clients } = useDeliberation();
  const [state, setState] = useState<LiveRanking>(CONNECTING);
  const { groupRule, weightRule } = options;
  useEffect(() => {
    if (!enabled) return;
    setState(CONNECTING);
    const follower = new Follower(name, clients, { groupRule, weightRule }, setState);
    void follower.run();
    return () => follower.stop();
  }, [name, clients, groupRule, weightRule, enabled]);
  return state;
}
