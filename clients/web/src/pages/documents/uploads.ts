// The files that are being sent. They go on while the reader looks at other parts of the page.
import { Code } from "@connectrpc/connect";
import type { ImportDocumentResponse } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { type Problem, toProblem } from "@/api/problem";
import { newRequestId } from "@/api/request_id";
import { type Refusal, refusalOf, type Sending, sendFile } from "./upload";

export type Stage =
  | { kind: "waiting" }
  | { kind: "sending"; share: number }
  | { kind: "reading" }
  | { kind: "done"; document: string; measures: number; duplicate: boolean; searched: boolean }
  | { kind: "refused"; why: Refusal }
  | { kind: "failed"; problem: Problem };

export interface Upload {
  id: number;
  file: File;
  stage: Stage;
  /** Kept over retries, so that a lost answer makes no second document. */
  requestId: string;
}

type Send = typeof sendFile;

const AT_ONCE = 2;

export class Uploads {
  private list: readonly Upload[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly running = new Map<number, Sending>();
  private next = 0;

  constructor(
    private readonly parent: string,
    private readonly send: Send = sendFile,
  ) {}

  /** Called with each answer of the service. */
  onImported: (response: ImportDocumentResponse) => void = () => undefined;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getList = (): readonly Upload[] => this.list;

  /** Some are not done with. */
  get busy(): boolean {
    return this.list.some(({ stage }) => isBusy(stage));
  }

  add(files: readonly File[]): void {
    const added = files.map((file) => {
      const why = refusalOf(file);
      const stage: Stage = why ? { kind: "refused", why } : { kind: "waiting" };
      return { id: this.next++, file, stage, requestId: newRequestId() };
    });
    this.change([...this.list, ...added]);
    this.startWaiting();
  }

  retry(id: number): void {
    this.setStage(id, { kind: "waiting" });
    this.startWaiting();
  }

  /** Ends it while it is being sent, and takes it off the list. */
  remove(id: number): void {
    const sending = this.running.get(id);
    this.change(this.list.filter((one) => one.id !== id));
    sending?.cancel();
  }

  removeDone(): void {
    this.change(this.list.filter(({ stage }) => stage.kind !== "done"));
  }

  private startWaiting(): void {
    for (const upload of this.list) {
      if (this.running.size >= AT_ONCE) return;
      if (upload.stage.kind === "waiting" && !this.running.has(upload.id)) void this.run(upload);
    }
  }

  private async run({ id, file, requestId }: Upload): Promise<void> {
    this.setStage(id, { kind: "sending", share: 0 });
    const sending = this.send(this.parent, file, requestId, {
      progress: (share) => this.setStage(id, { kind: "sending", share }),
      sent: () => this.setStage(id, { kind: "reading" }),
    });
    this.running.set(id, sending);
    try {
      const response = await sending.result;
      const { document, duplicate, measures } = response;
      this.setStage(id, {
        kind: "done",
        document: document?.name ?? "",
        measures: measures.length,
        searched: document?.searched ?? true,
        duplicate,
      });
      this.onImported(response);
    } catch (error) {
      const problem = toProblem(error);
      if (problem.code !== Code.Canceled) this.setStage(id, { kind: "failed", problem });
    } finally {
      this.running.delete(id);
      this.startWaiting();
    }
  }

  private setStage(id: number, stage: Stage): void {
    this.change(this.list.map((one) => (one.id === id ? { ...one, stage } : one)));
  }

  private change(list: readonly Upload[]): void {
    this.list = list;
    for (const listener of this.listeners) listener();
  }
}

export function isBusy({ kind }: Stage): boolean {
  return kind === "waiting" || kind === "sending" || kind === "reading";
}

const known = new Map<string, Uploads>();

/** Those of one deliberation. */
export function uploadsOf(deliberation: string): Uploads {
  let uploads = known.get(deliberation);
  if (!uploads) {
    uploads = new Uploads(deliberation);
    known.set(deliberation, uploads);
  }
  return uploads;
}
