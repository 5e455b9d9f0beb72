// Carries out what a facilitator does to measures: at once on the screen, then at the service, one
// after the other for each measure. Nobody else's change is written over: every write names the version
// that the reader saw, and when there is a newer one, both are shown and the reader chooses.
import type { Timestamp } from "@bufbuild/protobuf/wkt";
import type { CurationStep, Measure, Suggestion } from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Clients } from "@/api/clients";
import { allPages } from "@/api/pages";
import { type Problem, toProblem } from "@/api/problem";
import { newRequestId } from "@/api/request_id";
import {
  type Attempt,
  foresee,
  type Intent,
  type IntentKind,
  isFulfilled,
  isUntouched,
  namesOf,
  send,
} from "./intents";

/** Somebody changed the measure after the reader saw it. */
export interface Conflict {
  intent: Intent;
  /** As the reader saw it. */
  base: Measure;
  /** As it is. */
  now: Measure;
  /** What was done to it last; absent when that could not be read. */
  step: CurationStep | undefined;
}

/** What could not be sent, and is kept for another try. */
export interface Unsaved {
  attempt: Attempt;
  problem: Problem;
}

/** A step that can be taken back. */
export interface Done {
  kind: IntentKind | "suggestion";
  measure: Measure;
  time: Timestamp | undefined;
  /** The suggestion that was taken; empty when it was none. */
  suggestion: string;
}

export interface CuratorState {
  /** What is on its way, by measure. */
  pending: ReadonlyMap<string, readonly Intent[]>;
  unsaved: readonly Unsaved[];
  conflicts: readonly Conflict[];
  /** The last one at the end. */
  done: readonly Done[];
}

export type Outcome = "done" | "already" | "conflict" | "unsaved";

interface Result {
  outcome: "done" | "already" | "conflict";
  conflict?: Conflict;
  changed?: Measure[];
}

export interface Submitted {
  conflict: Conflict | null;
  /** The measure that it was about first, then the others. */
  changed: Measure[];
}

/** Where the measures are kept. */
export interface MeasureStore {
  /** Takes in measures as the service answered them. */
  put(measures: Measure[]): void;
}

const KEPT_STEPS = 50;

const NOTHING: CuratorState = { pending: new Map(), unsaved: [], conflicts: [], done: [] };

export class Curator {
  private state = NOTHING;
  private readonly listeners = new Set<() => void>();
  /** The last write of each measure, whether or not it came off. */
  private readonly last = new Map<string, Promise<unknown>>();
  /** The version that a version became by a write from here: "name etag" to etag. */
  private readonly successors = new Map<string, string>();

  constructor(
    private readonly clients: Clients,
    /** The member who acts. */
    private readonly me: string,
    private readonly store: MeasureStore,
    private readonly onDone: (done: Done) => void = () => undefined,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getState = (): CuratorState => this.state;

  /** Shows it as done, does it, and keeps it when it fails. */
  async run(base: Measure, intent: Intent): Promise<Outcome> {
    return this.runAttempt(this.attemptOf(base, intent));
  }

  /**
   * The same for what a form asks, which keeps what was typed and shows itself what came in between:
   * a conflict is answered, other problems are thrown.
   */
  async submit(attempt: Attempt): Promise<Submitted> {
    const { conflict, changed } = await this.track(attempt);
    return { conflict: conflict ?? null, changed: changed ?? [] };
  }

  attemptOf(base: Measure, intent: Intent): Attempt {
    const seen = [base, ...(intent.kind === "merge" ? intent.sources : [])];
    return { base, intent, etags: seen.map(({ etag }) => etag), requestId: newRequestId() };
  }

  async retry(unsaved: Unsaved): Promise<Outcome> {
    this.discard(unsaved);
    return this.runAttempt(unsaved.attempt);
  }

  discard(unsaved: Unsaved): void {
    this.change({ unsaved: this.state.unsaved.filter((one) => one !== unsaved) });
  }

  /** Ends a conflict: the other one's version stays, or `intent` is done to it. */
  async settle(conflict: Conflict, intent: Intent | null): Promise<Outcome> {
    this.change({ conflicts: this.state.conflicts.filter((one) => one !== conflict) });
    return intent === null ? "already" : this.run(conflict.now, intent);
  }

  /** Takes back the last step that was done from here; null when there is none. */
  async undoLast(): Promise<Done | null> {
    const done = this.state.done.at(-1);
    if (done === undefined) return null;
    await this.undo(done);
    return done;
  }

  /** False when somebody took it back already. */
  async undo(done: Done): Promise<boolean> {
    const { name } = done.measure;
    await this.last.get(name);
    const steps = await this.historyOf(name);
    const step = steps.find((one) => this.isStepOf(one, done));
    const inEffect = step !== undefined && step.undoneBy === "";
    try {
      if (inEffect) await this.undoStep(name, step.name);
    } catch (error) {
      if (toProblem(error).passing) throw error;
      this.forgetDone(done);
      throw error;
    }
    this.forgetDone(done);
    return inEffect;
  }

  async undoStep(name: string, step: string): Promise<void> {
    const { measures } = await this.clients.ingestion.undoMeasureStep({
      name,
      step,
      requestId: newRequestId(),
    });
    this.store.put(measures);
  }

  async takeSuggestion(suggestion: Suggestion, requestId: string): Promise<void> {
    const { name, etag } = suggestion;
    const { measures } = await this.clients.ingestion.takeSuggestion({ name, etag, requestId });
    this.store.put(measures);
    const measure = measures[0];
    if (measure) this.note({ kind: "suggestion", measure, suggestion: name });
  }

  private isStepOf(step: CurationStep, done: Done): boolean {
    if (done.suggestion !== "") return step.suggestion === done.suggestion && step.undoneBy === "";
    const { createTime } = step;
    return (
      step.actor === this.me &&
      createTime?.seconds === done.time?.seconds &&
      createTime?.nanos === done.time?.nanos
    );
  }

  private forgetDone(done: Done): void {
    this.change({ done: this.state.done.filter((one) => one !== done) });
  }

  private async runAttempt(attempt: Attempt): Promise<Outcome> {
    try {
      const { outcome, conflict } = await this.track(attempt);
      if (conflict) this.change({ conflicts: [...this.state.conflicts, conflict] });
      return outcome;
    } catch (error) {
      const unsaved = { attempt, problem: toProblem(error) };
      this.change({ unsaved: [...this.state.unsaved, unsaved] });
      return "unsaved";
    }
  }

  /** Carries it out after what is on its way for the same measures. */
  private async track(attempt: Attempt): Promise<Result> {
    const names = namesOf(attempt.base, attempt.intent);
    const before = names.map((name) => this.last.get(name));
    this.addPending(attempt);
    const running = Promise.all(before).then(() => this.carryOut(attempt));
    const settled = running.catch(() => undefined);
    for (const name of names) this.last.set(name, settled);
    try {
      return await running;
    } finally {
      this.removePending(attempt);
      for (const name of names) {
        if (this.last.get(name) === settled) this.last.delete(name);
      }
    }
  }

  private async carryOut(attempt: Attempt): Promise<Result> {
    const current = this.afterOwnWrites(attempt);
    try {
      const changed = await send(this.clients, current);
      this.takeIn(current, changed);
      return { outcome: "done", changed };
    } catch (error) {
      if (toProblem(error).reason !== "STALE_ETAG") throw error;
      return this.meetNewer(current, error);
    }
  }

  /** The attempt on the versions that earlier writes from here made of those that the reader saw. */
  private afterOwnWrites(attempt: Attempt): Attempt {
    const names = namesOf(attempt.base, attempt.intent);
    const etags = attempt.etags.map((etag, index) => this.newest(names[index] ?? "", etag));
    const isSame = etags.every((etag, index) => etag === attempt.etags[index]);
    return isSame ? attempt : { ...attempt, etags, requestId: newRequestId() };
  }

  private newest(name: string, etag: string): string {
    let newest = etag;
    for (;;) {
      const next = this.successors.get(`${name} ${newest}`);
      if (next === undefined) return newest;
      newest = next;
    }
  }

  private takeIn(attempt: Attempt, changed: Measure[]): void {
    const names = namesOf(attempt.base, attempt.intent);
    for (const measure of changed) {
      const before = attempt.etags[names.indexOf(measure.name)];
      if (before !== undefined && before !== "" && before !== measure.etag) {
        this.successors.set(`${measure.name} ${before}`, measure.etag);
      }
    }
    this.store.put(changed);
    const measure = changed[0];
    if (measure) this.note({ kind: attempt.intent.kind, measure, suggestion: "" });
  }

  private note(done: Omit<Done, "time">): void {
    const whole = { ...done, time: done.measure.updateTime };
    this.change({ done: [...this.state.done, whole].slice(-KEPT_STEPS) });
    this.onDone(whole);
  }

  private async meetNewer(attempt: Attempt, error: unknown): Promise<Result> {
    const { intent } = attempt;
    const changed = await this.findChanged(attempt);
    if (changed === null) throw error;
    const { base, now } = changed;
    this.store.put([now]);
    if (isFulfilled(now, intent)) return { outcome: "already" };
    if (isUntouched(base, now, intent)) {
      this.successors.set(`${base.name} ${attempt.etags[0] ?? ""}`, now.etag);
      return this.carryOut(this.attemptOf(now, intent));
    }
    const step = await this.lastStep(now.name);
    return { outcome: "conflict", conflict: { intent, base, now, step } };
  }

  /** The first measure of the attempt that has another version now. */
  private async findChanged(attempt: Attempt): Promise<{ base: Measure; now: Measure } | null> {
    const { base, intent, etags } = attempt;
    const seen = [base, ...(intent.kind === "merge" ? intent.sources : [])];
    for (const [index, one] of seen.entries()) {
      const { measure } = await this.clients.ingestion.getMeasure({ name: one.name });
      if (measure && measure.etag !== etags[index]) return { base: one, now: measure };
    }
    return null;
  }

  /** Undefined where it cannot be read: who it was is of less weight than the conflict itself. */
  private async lastStep(name: string): Promise<CurationStep | undefined> {
    return (await this.historyOf(name).catch(() => [])).at(-1);
  }

  private historyOf(name: string): Promise<CurationStep[]> {
    return allPages(
      (page) => this.clients.ingestion.listMeasureHistory({ name, ...page }),
      (page) => page.steps,
    );
  }

  private addPending({ base, intent }: Attempt): void {
    const pending = new Map(this.state.pending);
    pending.set(base.name, [...(pending.get(base.name) ?? []), intent]);
    this.change({ pending });
  }

  private removePending({ base, intent }: Attempt): void {
    const pending = new Map(this.state.pending);
    const rest = (pending.get(base.name) ?? []).filter((one) => one !== intent);
    if (rest.length > 0) pending.set(base.name, rest);
    else pending.delete(base.name);
    this.change({ pending });
  }

  private change(part: Partial<CuratorState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

/** The measures as they will be when what is on its way has arrived. */
export function withPending(
  measures: Measure[],
  pending: ReadonlyMap<string, readonly Intent[]>,
): Measure[] {
  if (pending.size === 0) return measures;
  return measures.map((measure) => (pending.get(measure.name) ?? []).reduce(foresee, measure));
}
