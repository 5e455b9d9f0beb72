import type { Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { PHASE_LABEL } from "@/state/labels";
import { keyOf } from "@/state/queries";
import { useToast } from "@/ui/toast";

/** Goes to a phase, from the deliberation as the reader sees it: it is refused when it changed since. */
export function useAdvance(to: Phase, onDone: (deliberation: Deliberation | undefined) => void) {
  const { id, name, clients, deliberation } = useDeliberation();
  const { t } = useText();
  const toast = useToast();
  const cache = useQueryClient();
  const intent = useIntent();
  const key = keyOf(id, "deliberation");
  return useMutation({
    mutationFn: async (options: { withoutCriteria?: boolean }) => {
      const request = { name, phase: to, etag: deliberation.etag, ...options };
      const { deliberation: moved } = await clients.deliberation.advanceDeliberation({
        ...request,
        requestId: intent.idFor(request),
      });
      return moved;
    },
    onSuccess: (moved) => {
      intent.done();
      if (moved) cache.setQueryData(key, moved);
      void cache.invalidateQueries({ queryKey: [id] });
      toast(t("step.done", { phase: t(PHASE_LABEL[to]) }));
      onDone(moved);
    },
    onError: (error) => {
      const { reason } = toProblem(error);
      if (reason === "STALE_ETAG" || reason === "WRONG_PHASE") {
        void cache.invalidateQueries({ queryKey: key });
      }
    },
  });
}
