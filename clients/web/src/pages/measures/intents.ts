// What a facilitator may want to do to a measure: how it will look, and how it is asked of the service.
import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type Measure,
  MeasureState,
  type Quote,
  type QuoteSchema,
  type SplitPartSchema,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import type { Clients } from "@/api/clients";

export type NewQuote = MessageInitShape<typeof QuoteSchema>;
export type Part = MessageInitShape<typeof SplitPartSchema>;

export type Intent =
  | { kind: "accept" }
  | { kind: "restore" }
  | { kind: "reject"; reason: string }
  | { kind: "edit"; title: string; actor: string }
  | { kind: "attach"; quote: NewQuote }
  | { kind: "detach"; quote: Quote }
  | { kind: "merge"; sources: Measure[]; title: string; reason: string }
  | { kind: "split"; parts: Part[]; reason: string };

export type IntentKind = Intent["kind"];

/** The measure as it will be when the intent is done; the same one where that cannot be foreseen. */
export function foresee(measure: Measure, intent: Intent): Measure {
  switch (intent.kind) {
    case "accept":
      return { ...measure, accepted: true };
    case "reject":
      return {
        ...measure,
        state: MeasureState.REJECTED,
        rejectReason: intent.reason,
        accepted: false,
      };
    case "restore":
      return { ...measure, state: MeasureState.ACTIVE, rejectReason: "" };
    case "edit":
      return { ...measure, title: intent.title, actor: intent.actor };
    default:
      return measure;
  }
}

/** Whether the measure is already as the intent would make it. */
export function isFulfilled(measure: Measure, intent: Intent): boolean {
  switch (intent.kind) {
    case "accept":
      return measure.state === MeasureState.ACTIVE && measure.accepted;
    case "reject":
      return measure.state === MeasureState.REJECTED;
    case "restore":
      return measure.state === MeasureState.ACTIVE;
    case "edit":
      return measure.title === intent.title && measure.actor === intent.actor;
    case "detach":
      return quoteIndex(measure, intent.quote) < 0;
    default:
      return false;
  }
}

/**
 * Whether the intent means the same for `now` as for `base`, which the reader saw: what changed in
 * between has nothing to do with it.
 */
export function isUntouched(base: Measure, now: Measure, intent: Intent): boolean {
  const same = (...fields: ("title" | "actor" | "state")[]) =>
    fields.every((field) => base[field] === now[field]);
  switch (intent.kind) {
    case "edit":
    case "accept":
      return same("title", "actor", "state");
    case "attach":
    case "detach":
      return same("title", "state");
    default:
      return false;
  }
}

/** Position of a quote by what it is, since positions move. */
export function quoteIndex(measure: Measure, wanted: Quote): number {
  return measure.quotes.findIndex(
    ({ document, start, end }) =>
      document === wanted.document && start === wanted.start && end === wanted.end,
  );
}

/** The measures that an intent changes, the one that it is about first. */
export function namesOf(base: Measure, intent: Intent): string[] {
  const sources = intent.kind === "merge" ? intent.sources.map(({ name }) => name) : [];
  return [base.name, ...sources];
}

export interface Attempt {
  base: Measure;
  intent: Intent;
  /** Of the measures as the reader saw them, the base's first; kept over retries with the id. */
  etags: string[];
  requestId: string;
}

function present(...measures: (Measure | undefined)[]): Measure[] {
  return measures.filter((one) => one !== undefined);
}

/** Asks for it; the measures that changed, the one that it is about first. */
export async function send(clients: Clients, attempt: Attempt): Promise<Measure[]> {
  const { base, intent, requestId } = attempt;
  const { ingestion } = clients;
  const { name } = base;
  const etag = attempt.etags[0] ?? "";
  switch (intent.kind) {
    case "accept":
      return present((await ingestion.acceptMeasure({ name, etag, requestId })).measure);
    case "restore":
      return present((await ingestion.restoreMeasure({ name, etag, requestId })).measure);
    case "reject": {
      const { reason } = intent;
      return present((await ingestion.rejectMeasure({ name, etag, reason, requestId })).measure);
    }
    case "edit": {
      const { title, actor } = intent;
      const response = await ingestion.updateMeasure({
        measure: { name, etag, title, actor },
        updateMask: { paths: ["title", "actor"] },
        requestId,
      });
      return present(response.measure);
    }
    case "attach": {
      const { quote } = intent;
      return present((await ingestion.attachQuote({ name, etag, quote, requestId })).measure);
    }
    case "detach": {
      const quote = quoteIndex(base, intent.quote);
      return present((await ingestion.detachQuote({ name, etag, quote, requestId })).measure);
    }
    case "merge": {
      const sources = intent.sources.map((source, index) => ({
        name: source.name,
        etag: attempt.etags[index + 1] ?? "",
      }));
      const { title, reason } = intent;
      const response = await ingestion.mergeMeasures({
        name,
        etag,
        sources,
        title,
        reason,
        requestId,
      });
      return present(response.measure, ...response.merged);
    }
    case "split": {
      const { parts, reason } = intent;
      const response = await ingestion.splitMeasure({ name, etag, parts, reason, requestId });
      return present(response.measure, ...response.parts);
    }
  }
}
