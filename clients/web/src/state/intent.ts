// One request id for one intent: a call that is tried again, since its answer was lost, is not done
// twice; what was changed before trying again is another intent.
import { useRef } from "react";
import { newRequestId } from "@/api/request_id";

export interface Intent {
  /** The same id as long as `what` is the same, until `done`. */
  idFor: (what: unknown) => string;
  done: () => void;
}

export function makeIntent(): Intent {
  let last: { what: string; id: string } | null = null;
  return {
    idFor: (what) => {
      const text = JSON.stringify(what, (_key, value: unknown) =>
        typeof value === "bigint" ? value.toString() : value,
      );
      if (last?.what !== text) last = { what: text, id: newRequestId() };
      return last.id;
    },
    done: () => {
      last = null;
    },
  };
}

export function useIntent(): Intent {
  const intent = useRef<Intent | null>(null);
  intent.current ??= makeIntent();
  return intent.current;
}
