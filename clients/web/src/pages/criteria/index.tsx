import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { allPages } from "@/api/pages";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Button } from "@/ui/button";
import { Loading } from "@/ui/loading";
import { Empty, Page } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { AddUsual } from "./add_usual";
import { CriterionCard } from "./criterion_card";
import { CriterionEditor } from "./criterion_editor";
import { OwnWeights } from "./own_weights";
import { SuggestedCriteria } from "./suggested";
import { sharesOf } from "./weight_model";
import { WeightsPanel } from "./weights_panel";
import "../setup/setup.css";
import "./criteria.css";

/** Criteria make no event in the deliberation's stream. */
const LOOK_AGAIN_MS = 15_000;

/** What measures are judged by: the facilitator sets it up, everybody reads it. */
export default function CriteriaPage() {
  const { t } = useText();
  const { id, name, clients, deliberation, leads, votes } = useDeliberation();
  const [editing, setEditing] = useState<{ criterion?: Criterion; title?: string } | null>(null);
  const criteria = useQuery({
    queryKey: keyOf(id, "criteria"),
    queryFn: () =>
      allPages(
        (page) => clients.scoring.listCriteria({ parent: name, ...page }),
        (page) => page.criteria,
      ),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const list = criteria.data;
  const shares = useMemo(() => sharesOf((list ?? []).map(({ weight }) => weight)), [list]);
  const { phase } = deliberation;
  const mayChange = leads && (phase === Phase.DRAFT || phase === Phase.COLLECTING);
  const mayScore = phase === Phase.SCORING || phase === Phase.REVISING;
  const add = (
    <Button kind="primary" onClick={() => setEditing({})}>
      {t("criteria.add")}
    </Button>
  );
  if (criteria.isPending) return <Loading />;
  if (list === undefined) {
    return <ProblemNote problem={criteria.error} onRetry={() => void criteria.refetch()} />;
  }
  return (
    <Page
      title={t("nav.criteria")}
      lead={t("criteria.lead")}
      actions={mayChange && list.length > 0 && add}
    >
      {list.length === 0 && (
        <Empty
          actions={
            mayChange && (
              <>
                {add}
                <AddUsual />
              </>
            )
          }
        >
          {t(mayChange ? "criteria.empty.lead" : "criteria.empty.member")}
        </Empty>
      )}
      {leads && !mayChange && list.length > 0 && (
        <p className="note">{t(mayScore ? "criteria.fixed.weights" : "criteria.fixed")}</p>
      )}
      {list.length > 0 && (
        <ul className="criteria">
          {list.map((criterion, index) => (
            <CriterionCard
              key={criterion.name}
              criterion={criterion}
              share={shares?.[index] ?? 0}
              onEdit={mayChange ? () => setEditing({ criterion }) : undefined}
            />
          ))}
        </ul>
      )}
      {mayChange && <SuggestedCriteria criteria={list} onTake={(title) => setEditing({ title })} />}
      {list.length > 1 && (
        <WeightsPanel criteria={list} mayChange={leads && (mayChange || mayScore)} />
      )}
      {list.length > 1 && votes && <OwnWeights criteria={list} mayChange={mayScore} />}
      {editing && (
        <CriterionEditor
          // Its latest version, when somebody else changes it meanwhile.
          criterion={list.find((one) => one.name === editing.criterion?.name)}
          title={editing.title}
          onClose={() => setEditing(null)}
        />
      )}
    </Page>
  );
}
