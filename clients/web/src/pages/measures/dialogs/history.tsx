import {
  CurationKind,
  type CurationStep,
  type Measure,
  type MeasureChange,
} from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMutation, useQuery } from "@tanstack/react-query";
import { idOf } from "@/api/names";
import { allPages } from "@/api/pages";
import { toProblem } from "@/api/problem";
import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { keyOf } from "@/state/queries";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Loading } from "@/ui/loading";
import { ProblemNote } from "@/ui/problem_note";
import { DifferenceList } from "../changed";
import { sentenceOfUndo, useMeasuresContext, useMemberNames } from "../context";
import { type Difference, differencesOf } from "../differences";
import { NOT_UNDOABLE, STEP_LABEL } from "../labels";

/** What was done to a measure, the newest first; what can be taken back is. */
export function HistoryDialog(props: { name: string; onClose: () => void }) {
  const { t } = useText();
  const { id, clients } = useDeliberation();
  const { index } = useMeasuresContext();
  const { name } = props;
  const item = index.get(name);
  const history = useQuery({
    queryKey: keyOf(id, "measures", "history", name, item?.measure.etag ?? ""),
    queryFn: () =>
      allPages(
        (page) => clients.ingestion.listMeasureHistory({ name, ...page }),
        (page) => page.steps,
      ),
    placeholderData: (known) => known,
  });
  return (
    <Dialog
      wide
      title={t("history.title", { m: `m${item?.number ?? ""}` })}
      onClose={props.onClose}
      closeLabel={t("app.close")}
    >
      {item && (
        <p>
          <bdi>{item.measure.title}</bdi>
        </p>
      )}
      {history.isPending && <Loading />}
      {history.error && (
        <ProblemNote problem={history.error} onRetry={() => void history.refetch()} />
      )}
      {history.data && (
        <ol className="history" reversed>
          {history.data.toReversed().map((step) => (
            <Step key={step.name} step={step} steps={history.data} name={name} />
          ))}
        </ol>
      )}
    </Dialog>
  );
}

function Step({ step, steps, name }: { step: CurationStep; steps: CurationStep[]; name: string }) {
  const { t, date } = useText();
  const { may, curator } = useMeasuresContext();
  const nameOf = useMemberNames();
  const undoing = useMutation({ mutationFn: () => curator.undoStep(name, step.name) });
  const own = step.changes.find(({ measure }) => measure === name);
  const undone = step.undoes === "" ? undefined : steps.find((one) => one.name === step.undoes);
  const canUndo = may && step.undoneBy === "" && !NOT_UNDOABLE.includes(step.kind);
  return (
    <li className="history-step" data-undone={step.undoneBy !== "" || undefined}>
      <p>
        <strong>{t(STEP_LABEL[step.kind])}</strong>
        {undone && <> ({t(STEP_LABEL[undone.kind])})</>}{" "}
        {step.undoneBy !== "" && <Badge>{t("history.undone")}</Badge>}{" "}
        <span className="hint">
          {step.automatic ? t("history.byImport") : <bdi>{nameOf(step.actor)}</bdi>}
          {" · "}
          {date(step.createTime)}
        </span>
      </p>
      {step.reason !== "" && (
        <p>
          {t("measures.reason")}: <bdi>{step.reason}</bdi>
        </p>
      )}
      {own && <DifferenceList differences={worthTelling(step.kind, own)} />}
      <Others
        measures={step.changes.flatMap(({ measure, after }) =>
          measure !== name && after ? [after] : [],
        )}
      />
      {canUndo && (
        <Button className="button-small" busy={undoing.isPending} onClick={() => undoing.mutate()}>
          {t("history.undo")}
        </Button>
      )}
      {undoing.error && (
        <p className="field-error" role="alert">
          {sentenceOfUndo(undoing.error, t)} <Blocker error={undoing.error} steps={steps} />
        </p>
      )}
    </li>
  );
}

/** What the kind of the step does not say itself. */
function worthTelling(kind: CurationKind, { before, after }: MeasureChange): Difference[] {
  if (!before || !after) return [];
  const all = differencesOf(before, after);
  if (kind === CurationKind.UNDONE) return all;
  return all.filter(({ field }) => field === "title" || field === "actor" || field === "quotes");
}

/** The step that is in the way, where it is one of this measure. */
function Blocker({ error, steps }: { error: unknown; steps: CurationStep[] }) {
  const { t, date } = useText();
  const nameOf = useMemberNames();
  const blocking = steps.find(({ name }) => name === toProblem(error).metadata.step);
  if (!blocking) return null;
  return (
    <>
      {t(STEP_LABEL[blocking.kind])}, <bdi>{nameOf(blocking.actor)}</bdi>,{" "}
      {date(blocking.createTime)}
    </>
  );
}

function Others({ measures }: { measures: Measure[] }) {
  const { t } = useText();
  const { index } = useMeasuresContext();
  if (measures.length === 0) return null;
  return (
    <p className="hint">
      {t("history.others")}{" "}
      {measures.map((measure) => (
        <span key={measure.name} className="measure-relation-one">
          m{index.get(measure.name)?.number ?? idOf(measure.name)} <bdi>{measure.title}</bdi>
        </span>
      ))}
    </p>
  );
}
