import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { allPages } from "@/api/pages";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { conflictsOf, type Draft } from "@/state/draft";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { useToast } from "@/ui/toast";
import { type CriterionValues, criterionOf, pathsOf, valuesOfCriterion } from "./criterion_model";

const TRIES = 5;

/** Adds a criterion, or saves changes over what others changed elsewhere in it since. */
export function useSaveCriterion(
  criterion: Criterion | undefined,
  draft: Draft<CriterionValues>,
  onSaved: () => void,
) {
  const { id, name, clients } = useDeliberation();
  const { t } = useText();
  const toast = useToast();
  const cache = useQueryClient();
  const intent = useIntent();
  const key = keyOf(id, "criteria");

  const add = async (values: CriterionValues) => {
    await clients.scoring.createCriterion({
      parent: name,
      criterion: criterionOf(values),
      requestId: intent.idFor(values),
    });
  };

  const change = async (first: Criterion) => {
    let stored = first;
    for (let tries = 1; ; tries++) {
      const values = { ...valuesOfCriterion(stored), ...draft.touched };
      const paths = pathsOf(Object.keys(draft.touched) as (keyof CriterionValues)[]);
      if (paths.length === 0) return;
      try {
        await clients.scoring.updateCriterion({
          criterion: {
            ...criterionOf(values, stored.weight),
            name: stored.name,
            etag: stored.etag,
          },
          updateMask: { paths },
          requestId: intent.idFor([values, stored.etag]),
        });
        return;
      } catch (error) {
        if (toProblem(error).reason !== "STALE_ETAG" || tries === TRIES) throw error;
        const all = await allPages(
          (page) => clients.scoring.listCriteria({ parent: name, ...page }),
          (page) => page.criteria,
        );
        cache.setQueryData(key, all);
        const now = all.find((one) => one.name === stored.name);
        if (!now || conflictsOf(draft, valuesOfCriterion(now)).length > 0) throw error;
        stored = now;
      }
    }
  };

  return useMutation({
    mutationFn: (values: CriterionValues) => (criterion ? change(criterion) : add(values)),
    onSuccess: async () => {
      intent.done();
      await cache.invalidateQueries({ queryKey: key });
      toast(t("draft.saved"));
      onSaved();
    },
  });
}
