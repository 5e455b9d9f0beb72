// Saving a part of the deliberation over what others may have saved since: when the part itself was
// not changed by them, it is saved over their version; when it was, they are in conflict.
import type { MessageInitShape } from "@bufbuild/protobuf";
import type { Deliberation, DeliberationSchema } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { conflictsOf, type Draft } from "@/state/draft";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { useToast } from "@/ui/toast";

/** How often a save is tried anew over somebody else's version. */
const TRIES = 5;

export function useSaveDeliberation<Values extends object>(parts: {
  draft: Draft<Values>;
  valuesIn: (deliberation: Deliberation) => Values;
  /** Fields of the update mask. */
  paths: (values: Values) => string[];
  toMessage: (values: Values, stored: Deliberation) => MessageInitShape<typeof DeliberationSchema>;
  onSaved: () => void;
}) {
  const { id, name, clients, deliberation } = useDeliberation();
  const { t } = useText();
  const toast = useToast();
  const cache = useQueryClient();
  const intent = useIntent();
  const key = keyOf(id, "deliberation");

  const save = async (): Promise<void> => {
    let stored = deliberation;
    for (let tries = 1; ; tries++) {
      const values = { ...parts.valuesIn(stored), ...parts.draft.touched };
      try {
        const { deliberation: saved } = await clients.deliberation.updateDeliberation({
          deliberation: { ...parts.toMessage(values, stored), name, etag: stored.etag },
          updateMask: { paths: parts.paths(values) },
          requestId: intent.idFor([values, stored.etag]),
        });
        intent.done();
        cache.setQueryData(key, saved);
        return;
      } catch (error) {
        if (toProblem(error).reason !== "STALE_ETAG" || tries === TRIES) throw error;
        const { deliberation: now } = await clients.deliberation.getDeliberation({ name });
        if (now === undefined) throw error;
        cache.setQueryData(key, now);
        if (conflictsOf(parts.draft, parts.valuesIn(now)).length > 0) throw error;
        stored = now;
      }
    }
  };

  return useMutation({
    mutationFn: save,
    onSuccess: () => {
      parts.onSaved();
      toast(t("draft.saved"));
    },
  });
}
