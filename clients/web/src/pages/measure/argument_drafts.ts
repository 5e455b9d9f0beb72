// What is being said, kept on this device until it is said.
import { newRequestId } from "@/api/request_id";
import { useDeliberation } from "@/state/deliberation";
import { draftKey } from "@/state/device";
import { useStored } from "@/state/stored";

export interface ArgumentDraft {
  text: string;
  /** "document start end" of a quote of the measure; empty for none. */
  quote: string;
  /** Names; empty for none. */
  criterion: string;
  scoreBy: string;
  /** Of a change: the version that it changes. */
  etag: string;
  /** Makes saying it repeatable. */
  requestId: string;
}

const FIELDS = ["text", "quote", "criterion", "scoreBy", "etag", "requestId"] as const;

export function readArgumentDraft(kept: unknown): ArgumentDraft | null {
  if (typeof kept !== "object" || kept === null) return null;
  const given: { [Field in keyof ArgumentDraft]?: unknown } = kept;
  const text = (field: keyof ArgumentDraft) => {
    const value = given[field];
    return typeof value === "string" ? value : "";
  };
  const [said, quote, criterion, scoreBy, etag, requestId] = FIELDS.map(text);
  return {
    text: said ?? "",
    quote: quote ?? "",
    criterion: criterion ?? "",
    scoreBy: scoreBy ?? "",
    etag: etag ?? "",
    requestId: requestId ?? "",
  };
}

/** `what`: "pro.m1", "reply.a1", "edit.a1". Null while nothing is begun. */
export function useArgumentDraft(what: string) {
  const { id } = useDeliberation();
  const [draft, store] = useStored(draftKey(id, `argument.${what}`), readArgumentDraft);
  const begin = (start: Partial<ArgumentDraft> = {}): ArgumentDraft => {
    const empty = { text: "", quote: "", criterion: "", scoreBy: "", etag: "" };
    const begun = { ...empty, ...start, requestId: newRequestId() };
    store(begun);
    return begun;
  };
  return {
    draft,
    begin,
    /** What is changed is another request. */
    change: (given: Partial<ArgumentDraft>) => {
      if (draft) store({ ...draft, ...given, requestId: newRequestId() });
    },
    done: () => store(null),
  };
}
