// Sending what a form says: the same id for every try of the same words, and what is in the way of it.
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation } from "@tanstack/react-query";
import { useIntent } from "@/state/intent";
import { useMeasuresContext } from "../context";
import type { Intent } from "../intents";

/** `onDone` gets the measures that changed, the one that it was about first. */
export function useAttempt(onDone: (changed: Measure[]) => void) {
  const { curator } = useMeasuresContext();
  const sent = useIntent();
  return useMutation({
    mutationFn: ({ base, intent }: { base: Measure; intent: Intent }) => {
      const attempt = curator.attemptOf(base, intent);
      const requestId = sent.idFor([base.name, attempt.etags, intent]);
      return curator.submit({ ...attempt, requestId });
    },
    onSuccess: ({ conflict, changed }) => {
      if (conflict === null) onDone(changed);
    },
  });
}
