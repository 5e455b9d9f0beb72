// An ingestion service in memory for tests of the page: measures with versions and a history, and the
// rules that the page's behaviour rests on. What members did elsewhere is played with `changeAs`.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { create } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { ErrorInfoSchema } from "@gen/google/rpc/error_details_pb";
import {
  type BlockSchema,
  CurationKind,
  type CurationStep,
  CurationStepSchema,
  type Document,
  IngestionService,
  type Measure,
  MeasureSchema,
  MeasureState,
  type Quote,
  type Suggestion,
  SuggestionState,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Clients } from "@/api/clients";

export const ME = "deliberations/d/members/me";
export const OTHER = "deliberations/d/members/other";

export function measureName(id: string): string {
  return `deliberations/d/measures/${id}`;
}

export function failure(code: Code, reason: string, metadata: Record<string, string> = {}) {
  return new ConnectError(reason, code, undefined, [
    { desc: ErrorInfoSchema, value: { reason, domain: "plenum", metadata } },
  ]);
}

export class FakeIngestion {
  readonly measures = new Map<string, Measure>();
  readonly steps: CurationStep[] = [];
  documents: Document[] = [];
  texts = new Map<string, { text: string; blocks: MessageInitShape<typeof BlockSchema>[] }>();
  suggestions: Suggestion[] = [];
  /** Names of the methods that were called, in order. */
  readonly calls: string[] = [];
  /** Thrown by the next calls of changes, one each, before anything is done. */
  readonly failures: ConnectError[] = [];
  private clock = 1_700_000_000_000;
  private version = 0;
  private readonly answered = new Map<string, unknown>();

  add(id: string, init: MessageInitShape<typeof MeasureSchema> = {}): Measure {
    const measure = create(MeasureSchema, {
      title: `Title of ${id}`,
      ...init,
      name: measureName(id),
      state: init.state || MeasureState.ACTIVE,
      etag: this.nextEtag(),
    });
    this.measures.set(measure.name, measure);
    return measure;
  }

  get(id: string): Measure {
    const measure = this.measures.get(measureName(id));
    if (!measure) throw new Error(`no measure ${id}`);
    return measure;
  }

  /** A step of curation by `actor`. */
  changeAs(actor: string, kind: CurationKind, name: string, change: Partial<Measure>): Measure {
    const before = this.measures.get(name);
    if (!before) throw failure(Code.NotFound, "RESOURCE_NOT_FOUND");
    this.clock += 1000;
    const updateTime = timestampFromMs(this.clock);
    const after = { ...before, ...change, updateTime, etag: this.nextEtag() };
    this.measures.set(name, after);
    this.steps.push(
      create(CurationStepSchema, {
        name: `deliberations/d/steps/s${this.steps.length + 1}`,
        kind,
        actor,
        createTime: updateTime,
        changes: [{ measure: name, before, after }],
      }),
    );
    return after;
  }

  clients(): Clients {
    const transport = createRouterTransport(({ service }) => {
      service(IngestionService, {
        listMeasures: () => ({ measures: [...this.measures.values()] }),
        listDocuments: () => ({ documents: this.documents }),
        listSuggestions: () => ({
          suggestions: this.suggestions.filter(({ state }) => state === SuggestionState.OPEN),
        }),
        getDocument: ({ name }) => {
          const document = this.documents.find((one) => one.name === name);
          return document ? { document } : {};
        },
        getDocumentText: ({ name }) => this.texts.get(name) ?? {},
        createMeasure: (r) =>
          this.remember("create", r, () => ({
            measure: this.add(`new${this.measures.size}`, {
              title: r.measure?.title ?? "",
              actor: r.measure?.actor ?? "",
              quotes: r.measure?.quotes ?? [],
              accepted: true,
            }),
          })),
        attachQuote: (r) =>
          this.write("attach", r, r.name, r.etag, CurationKind.QUOTE_ATTACHED, {
            quotes: [...this.quotesOf(r.name), ...(r.quote ? [r.quote] : [])],
          }),
        detachQuote: (r) =>
          this.write("detach", r, r.name, r.etag, CurationKind.QUOTE_DETACHED, {
            quotes: this.quotesOf(r.name).toSpliced(r.quote, 1),
          }),
        getMeasure: ({ name }) => {
          const measure = this.measures.get(name);
          return measure ? { measure } : {};
        },
        listMeasureHistory: ({ name }) => ({
          steps: this.steps.filter(({ changes }) =>
            changes.some(({ measure }) => measure === name),
          ),
        }),
        acceptMeasure: (r) =>
          this.write("accept", r, r.name, r.etag, CurationKind.ACCEPTED, { accepted: true }),
        rejectMeasure: (r) =>
          this.write("reject", r, r.name, r.etag, CurationKind.REJECTED, {
            state: MeasureState.REJECTED,
            rejectReason: r.reason,
            accepted: false,
          }),
        restoreMeasure: (r) =>
          this.write("restore", r, r.name, r.etag, CurationKind.RESTORED, {
            state: MeasureState.ACTIVE,
            rejectReason: "",
          }),
        updateMeasure: (r) =>
          this.write(
            "update",
            r,
            r.measure?.name ?? "",
            r.measure?.etag ?? "",
            CurationKind.EDITED,
            {
              title: r.measure?.title ?? "",
              actor: r.measure?.actor ?? "",
            },
          ),
        mergeMeasures: (r) => this.merge(r),
        undoMeasureStep: (r) => this.undo(r.step),
        takeSuggestion: (r) => this.settle(r.name, SuggestionState.TAKEN),
        dismissSuggestion: (r) => this.settle(r.name, SuggestionState.DISMISSED),
      });
    });
    const deliberation = {
      listMembers: async () => ({
        members: [{ name: OTHER, displayName: "Ben" }],
        nextPageToken: "",
      }),
    };
    return { ingestion: createClient(IngestionService, transport), deliberation } as never;
  }

  private quotesOf(name: string): Quote[] {
    return this.measures.get(name)?.quotes ?? [];
  }

  private write(
    method: string,
    request: { requestId: string },
    name: string,
    etag: string,
    kind: CurationKind,
    change: Partial<Measure>,
  ): { measure: Measure } {
    return this.remember(method, request, () => {
      this.checkEtag(name, etag);
      return { measure: this.changeAs(ME, kind, name, change) };
    });
  }

  private merge(request: {
    name: string;
    etag: string;
    title: string;
    requestId: string;
    sources: { name: string; etag: string }[];
  }): { measure: Measure; merged: Measure[] } {
    return this.remember("merge", request, () => {
      for (const { name, etag } of [request, ...request.sources]) this.checkEtag(name, etag);
      const title = request.title || (this.measures.get(request.name)?.title ?? "");
      const measure = this.changeAs(ME, CurationKind.MERGED, request.name, {
        title,
        mergedFrom: request.sources.map(({ name }) => name),
      });
      const merged = request.sources.map(({ name }) =>
        this.changeAs(ME, CurationKind.MERGED, name, {
          state: MeasureState.MERGED,
          mergedInto: request.name,
        }),
      );
      return { measure, merged };
    });
  }

  private undo(name: string): { measures: Measure[] } {
    this.calls.push("undo");
    const step = this.steps.find((one) => one.name === name);
    const change = step?.changes[0];
    if (!step || !change?.before) throw failure(Code.FailedPrecondition, "NOT_UNDOABLE");
    const { title, actor, state, accepted, rejectReason } = change.before;
    const back = { title, actor, state, accepted, rejectReason };
    const measure = this.changeAs(ME, CurationKind.UNDONE, change.measure, back);
    step.undoneBy = this.steps.at(-1)?.name ?? "";
    return { measures: [measure] };
  }

  private settle(name: string, state: SuggestionState): { suggestion?: Suggestion } {
    this.calls.push("settle");
    const suggestion = this.suggestions.find((one) => one.name === name);
    if (!suggestion) throw failure(Code.NotFound, "RESOURCE_NOT_FOUND");
    suggestion.state = state;
    return { suggestion };
  }

  private checkEtag(name: string, etag: string): void {
    if (etag !== "" && this.measures.get(name)?.etag !== etag) {
      throw failure(Code.Aborted, "STALE_ETAG");
    }
  }

  private remember<Answer>(
    method: string,
    { requestId }: { requestId: string },
    work: () => Answer,
  ): Answer {
    this.calls.push(method);
    const failed = this.failures.shift();
    if (failed) throw failed;
    const known = this.answered.get(requestId);
    if (known !== undefined) return known as Answer;
    const answer = work();
    this.answered.set(requestId, answer);
    return answer;
  }

  private nextEtag(): string {
    this.version++;
    return `v${this.version}`;
  }
}
