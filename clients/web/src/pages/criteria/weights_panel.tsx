import type { Criterion } from "@gen/plenum/scoring/v1/scoring_pb";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { toProblem } from "@/api/problem";
import { newRequestId } from "@/api/request_id";
import { useText } from "@/i18n";
import { Conflict } from "@/pages/setup/conflict";
import { SaveActions } from "@/pages/setup/details_form";
import { useDeliberation } from "@/state/deliberation";
import { useDraft } from "@/state/draft";
import { keyOf } from "@/state/queries";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { useToast } from "@/ui/toast";
import { comparisonOf, sharesOf } from "./weight_model";

const USUAL_MOST = 100;

/** The facilitator's weights, with what they mean. */
export function WeightsPanel(props: { criteria: readonly Criterion[]; mayChange: boolean }) {
  const { t, number, percent } = useText();
  const { id, clients } = useDeliberation();
  const cache = useQueryClient();
  const toast = useToast();
  const { criteria, mayChange } = props;
  const now = useMemo<Record<string, number>>(
    () => Object.fromEntries(criteria.map(({ name, weight }) => [name, weight])),
    [criteria],
  );
  const form = useDraft(now);
  const weights = criteria.map(({ name }) => form.values[name] ?? 0);
  const shares = sharesOf(weights);
  const most = Math.max(USUAL_MOST, ...criteria.map(({ weight }) => weight));
  const saving = useMutation({
    mutationFn: async () => {
      for (const { name, etag, weight } of criteria) {
        const wanted = form.values[name] ?? weight;
        if (wanted === weight) continue;
        await clients.scoring.updateCriterion({
          criterion: { name, etag, weight: wanted },
          updateMask: { paths: ["weight"] },
          requestId: newRequestId(),
        });
      }
    },
    onSuccess: () => toast(t("weights.saved")),
    onSettled: async (_data, error) => {
      await cache.invalidateQueries({ queryKey: keyOf(id, "criteria") });
      if (!error) form.clear();
    },
  });
  const stale = toProblem(saving.error).reason === "STALE_ETAG";
  const shown = saving.error && !(stale && form.conflicts.length > 0);
  return (
    <Card title={t("weights.title")}>
      <p className="hint">{t("weights.about")}</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate();
        }}
      >
        <div className="weights">
          {criteria.map(({ name, title }, index) => (
            <WeightRow
              key={name}
              title={title}
              weight={weights[index] ?? 0}
              most={most}
              share={shares?.[index] ?? 0}
              onChange={mayChange ? (weight) => form.set({ [name]: weight }) : undefined}
            />
          ))}
        </div>
        <WeightWords criteria={criteria} shares={shares} />
        {form.conflicts.map((name) => (
          <Conflict
            key={name}
            label={t("weights.of", {
              title: criteria.find((one) => one.name === name)?.title ?? "",
            })}
            mine={number(form.values[name] ?? 0)}
            theirs={number(now[name] ?? 0)}
            onKeepMine={() => form.keepMine(name)}
            onTakeTheirs={() => form.takeTheirs(name)}
          />
        ))}
        {shown && <ProblemNote problem={saving.error} />}
        {mayChange && <SaveActions form={form} busy={saving.isPending} invalid={!shares} />}
      </form>
      <span className="visually-hidden" role="status">
        {form.changed && shares
          ? criteria.map(({ title }, index) => `${title} ${percent(shares[index] ?? 0)}`).join(", ")
          : ""}
      </span>
    </Card>
  );
}

function WeightRow(props: {
  title: string;
  weight: number;
  most: number;
  share: number;
  onChange?: ((weight: number) => void) | undefined;
}) {
  const { t, percent } = useText();
  const { title, weight, share, onChange } = props;
  return (
    <div className="weight-row">
      <span className="weight-title" dir="auto">
        {title}
      </span>
      {onChange ? (
        <input
          type="range"
          min={0}
          max={props.most}
          step={1}
          value={weight}
          aria-label={t("weights.of", { title })}
          aria-valuetext={t("criteria.weight.share", { percent: percent(share) })}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      ) : (
        <ShareBar share={share} />
      )}
      <span className="weight-share">{percent(share)}</span>
    </div>
  );
}

export function ShareBar(props: { share: number }) {
  return (
    <span className="share-bar" aria-hidden="true">
      <span style={{ inlineSize: `${props.share * 100}%` }} />
    </span>
  );
}

/** What the weights mean, in a sentence. */
export function WeightWords(props: {
  criteria: readonly Criterion[];
  shares: readonly number[] | null;
}) {
  const { t, number } = useText();
  const { criteria, shares } = props;
  if (shares === null) return <p className="field-error">{t("weights.allZero")}</p>;
  const compared = comparisonOf(shares);
  const titleAt = (index: number) => criteria[index]?.title ?? "";
  const nothing = criteria.filter((_, index) => shares[index] === 0);
  return (
    <p className="weight-words">
      {compared
        ? t("weights.means", {
            most: titleAt(compared.most),
            least: titleAt(compared.least),
            ratio: number(compared.ratio, { digits: 1 }),
          })
        : t("weights.means.equal")}{" "}
      {nothing.map(({ title }) => t("weights.means.none", { title })).join(" ")}
    </p>
  );
}
