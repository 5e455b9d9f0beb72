import { create } from "@bufbuild/protobuf";
import { CriterionSchema, Direction } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useIntent } from "@/state/intent";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { ProblemNote } from "@/ui/problem_note";

const USUAL = ["effect", "cost", "feasible", "acceptance"] as const;

/** Four criteria that fit most questions, in the reader's language, to be changed. */
export function AddUsual() {
  const { t } = useText();
  const { id, name, clients } = useDeliberation();
  const cache = useQueryClient();
  const intents = [useIntent(), useIntent(), useIntent(), useIntent()];
  const adding = useMutation({
    mutationFn: async () => {
      for (const [index, kind] of USUAL.entries()) {
        const criterion = create(CriterionSchema, {
          title: t(`criteria.usual.${kind}`),
          worstAnchor: t(`criteria.usual.${kind}.worst`),
          bestAnchor: t(`criteria.usual.${kind}.best`),
          // Of all four 10 is the good end: a scale that runs the other way is misread easily.
          direction: Direction.HIGHER_IS_BETTER,
          scaleMin: 0,
          scaleMax: 10,
          weight: 50,
        });
        await clients.scoring.createCriterion({
          parent: name,
          criterion,
          requestId: intents[index]?.idFor(criterion.title) ?? "",
        });
      }
    },
    onSettled: () => cache.invalidateQueries({ queryKey: keyOf(id, "criteria") }),
  });
  return (
    <>
      <Button busy={adding.isPending} onClick={() => adding.mutate()}>
        {t("criteria.usual")}
      </Button>
      {adding.error && <ProblemNote problem={adding.error} />}
    </>
  );
}
