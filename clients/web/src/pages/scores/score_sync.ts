// Sends scores as they are entered: gathered into batches, kept on this device until the server has
// them, sent again after lost connections under the same request id.
import { type Problem, toProblem } from "@/api/problem";
import { newRequestId } from "@/api/request_id";
import { isUnkept, readStored, setStored } from "@/state/stored";
import { CellMap } from "./cell_map";

/** A score as its member enters it. */
export interface ScoreDraft {
  measure: string;
  criterion: string;
  value: number;
  /** Above 0 to 1; 0 for not said. */
  confidence: number;
  reason: string;
  /** "document start end" of a quote of the measure; empty for none. */
  quote: string;
  /** Name of the argument that moved the member; empty for none. */
  argument: string;
}

export type SyncState =
  | "saved"
  /** Entered, and sent in a moment. */
  | "waiting"
  | "saving"
  /** The server cannot be reached; tried again by itself. */
  | "offline"
  /** The server does not take them: see problem. */
  | "refused";

export interface SyncSnapshot {
  state: SyncState;
  /** What the server does not have yet. */
  drafts: CellMap<ScoreDraft>;
  problem: Problem | null;
  /** What the server says is wrong with a draft. */
  wrong: CellMap<string>;
  /** A reload of the page would lose the drafts. */
  unkept: boolean;
}

export const GATHER_MS = 600;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;
/** Of one call. */
const MOST_SCORES = 2_000;

type Send = (scores: ScoreDraft[], requestId: string) => Promise<void>;

export function readDrafts(kept: unknown): CellMap<ScoreDraft> {
  const drafts: [string, string, ScoreDraft][] = [];
  for (const one of Array.isArray(kept) ? kept : []) {
    const given: { [Field in keyof ScoreDraft]?: unknown } = typeof one === "object" ? one : {};
    const text = (value: unknown) => (typeof value === "string" ? value : "");
    const draft: ScoreDraft = {
      measure: text(given?.measure),
      criterion: text(given?.criterion),
      value: typeof given?.value === "number" ? given.value : Number.NaN,
      confidence: typeof given?.confidence === "number" ? given.confidence : 0,
      reason: text(given?.reason),
      quote: text(given?.quote),
      argument: text(given?.argument),
    };
    if (draft.measure && draft.criterion && Number.isFinite(draft.value)) {
      drafts.push([draft.measure, draft.criterion, draft]);
    }
  }
  return CellMap.of(drafts);
}

/** The drafts of one member in one deliberation. Lives as long as the page, whatever part is shown. */
export class ScoreSync {
  private drafts: CellMap<ScoreDraft>;
  private wrong = CellMap.empty<string>();
  private state: SyncState;
  private problem: Problem | null = null;
  private snapshot: SyncSnapshot | null = null;
  private readonly watchers = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private retryMs = FIRST_RETRY_MS;
  private request = { of: "", id: "" };
  private sending = false;

  constructor(
    private readonly storageKey: string,
    private readonly send: Send,
    /** What the server took. */
    private readonly onSaved: (scores: ScoreDraft[]) => void,
  ) {
    this.drafts = readDrafts(readStored(storageKey));
    this.state = this.drafts.size > 0 ? "waiting" : "saved";
  }

  readonly subscribe = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  readonly getSnapshot = (): SyncSnapshot => {
    this.snapshot ??= {
      state: this.state,
      drafts: this.drafts,
      problem: this.problem,
      wrong: this.wrong,
      unkept: isUnkept(this.storageKey),
    };
    return this.snapshot;
  };

  set(draft: ScoreDraft): void {
    const { measure, criterion } = draft;
    this.drafts = this.drafts.with(measure, criterion, draft);
    this.wrong = this.wrong.without(measure, criterion);
    this.keep();
    this.later(GATHER_MS);
  }

  /** Takes back what the server does not have. */
  drop(measure: string, criterion: string): void {
    if (!this.drafts.has(measure, criterion)) return;
    this.drafts = this.drafts.without(measure, criterion);
    this.wrong = this.wrong.without(measure, criterion);
    this.keep();
    this.later(GATHER_MS);
  }

  /** Sends now, for example since the network is back. */
  readonly flush = (): void => {
    this.retryMs = FIRST_RETRY_MS;
    if (this.drafts.size > 0) this.later(0);
  };

  private keep(): void {
    setStored(this.storageKey, this.drafts.size > 0 ? [...this.drafts.values()] : null);
  }

  private later(ms: number): void {
    if (this.sending) return;
    clearTimeout(this.timer);
    if (this.state !== "offline" || ms === 0) this.become("waiting");
    else this.become("offline");
    this.timer = setTimeout(() => void this.run(), ms);
  }

  private become(state: SyncState, problem: Problem | null = null): void {
    this.state = this.drafts.size === 0 && state === "waiting" ? "saved" : state;
    this.problem = problem;
    this.snapshot = null;
    for (const watcher of this.watchers) watcher();
  }

  private async run(): Promise<void> {
    const batch = [...this.drafts.values()]
      .filter(({ measure, criterion }) => !this.wrong.has(measure, criterion))
      .slice(0, MOST_SCORES);
    if (batch.length === 0 || this.sending) {
      return this.become(this.drafts.size > 0 ? "refused" : "saved", this.problem);
    }
    const of = JSON.stringify(batch);
    if (this.request.of !== of) this.request = { of, id: newRequestId() };
    this.sending = true;
    this.become("saving");
    try {
      await this.send(batch, this.request.id);
      this.sending = false;
      this.took(batch);
    } catch (error) {
      this.sending = false;
      this.failed(batch, toProblem(error));
    }
  }

  private took(batch: ScoreDraft[]): void {
    this.retryMs = FIRST_RETRY_MS;
    for (const sent of batch) {
      const { measure, criterion } = sent;
      // What was changed meanwhile is sent next.
      if (this.drafts.get(measure, criterion) === sent) {
        this.drafts = this.drafts.without(measure, criterion);
      }
    }
    this.keep();
    this.onSaved(batch);
    this.become("saved");
    if (this.drafts.size > 0) this.later(GATHER_MS);
  }

  private failed(batch: ScoreDraft[], problem: Problem): void {
    if (problem.passing || problem.reason === "DEADLINE_PASSED") {
      this.become("offline", problem);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => void this.run(), this.retryMs);
      this.retryMs = Math.min(this.retryMs * 2, LONGEST_RETRY_MS);
      return;
    }
    let wrong = this.wrong;
    for (const { field, description } of problem.fields) {
      const draft = batch[Number(/^scores\[(\d+)\]/.exec(field)?.[1] ?? Number.NaN)];
      if (draft) wrong = wrong.with(draft.measure, draft.criterion, description);
    }
    // All or none are taken: the others go again without those that are wrong.
    const goOn = wrong.size > this.wrong.size;
    this.wrong = wrong;
    this.become("refused", problem);
    if (goOn && this.drafts.size > wrong.size) this.later(0);
  }
}
