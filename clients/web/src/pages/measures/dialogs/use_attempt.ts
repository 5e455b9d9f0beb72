// Sending what a form says: the same id for every try of the same words, and what is in the way of it.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { useMeasuresContext } from "../context";
import type { Attempt, Intent } from "../intents";

/** `onDone` gets the measures that changed, the one that it was about first. */
export function useAttempt(onDone: (changed: Measure[]) => void) {
  const { curator } = useMeasuresContext();
  const last = useRef<Attempt | null>(null);
  return useMutation({
    mutationFn: ({ base, intent }: { base: Measure; intent: Intent }) => {
      const attempt = curator.attemptOf(base, intent);
      const before = last.current;
      // A repeat is one of the same words on the same versions; another one gets an id of its own.
      if (before && isSame(before, attempt)) attempt.requestId = before.requestId;
      last.current = attempt;
      return curator.submit(attempt);
    },
    onSuccess: ({ conflict, changed }) => {
      if (conflict === null) onDone(changed);
    },
  });
}

function isSame(a: Attempt, b: Attempt): boolean {
  return wordsOf(a) === wordsOf(b);
}

function wordsOf({ base, intent, etags }: Attempt): string {
  return JSON.stringify([base.name, intent, etags], (_, value: unknown) =>
    typeof value === "bigint" ? value.toString() : value,
  );
}
