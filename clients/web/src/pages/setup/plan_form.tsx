import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useId, useMemo } from "react";
import { toProblem } from "@/api/problem";
import { type MessageId, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useDraft } from "@/state/draft";
import { PHASE_ABOUT, PHASE_LABEL, PHASES } from "@/state/labels";
import { Button } from "@/ui/button";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { Conflict } from "./conflict";
import { SaveActions } from "./details_form";
import {
  errorsOfPlan,
  FIXED_PHASES,
  type PlanValues,
  planOf,
  timeOf,
  valuesOfPlan,
  withPhase,
} from "./plan_model";
import { useSaveDeliberation } from "./save_deliberation";

interface Planning {
  plan: PlanValues;
}

const planIn = (deliberation: Deliberation): Planning => ({ plan: valuesOfPlan(deliberation) });

/** Which phases there are, and when each ends by itself. */
export function PlanForm() {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  const now = useMemo(() => planIn(deliberation), [deliberation]);
  const form = useDraft<Planning>(now);
  const values = form.values.plan;
  const errors = errorsOfPlan(values, deliberation.phase, new Date());
  const saving = useSaveDeliberation({
    draft: form.draft,
    valuesIn: planIn,
    paths: () => ["plan"],
    toMessage: ({ plan }, stored) => ({ plan: planOf(plan, stored.plan) }),
    onSaved: form.clear,
  });
  const stale = toProblem(saving.error).reason === "STALE_ETAG";
  const problem = stale && form.conflicts.length > 0 ? null : saving.error;
  const set = (plan: PlanValues) => form.set({ plan });
  return (
    <Card title={<span id="plan">{t("setup.plan")}</span>}>
      <p className="hint">{t("plan.about")}</p>
      {deliberation.phase === Phase.VOTING ? (
        <p className="hint">{t("setup.rules.closed")}</p>
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          <fieldset>
            <legend>{t("plan.mode")}</legend>
            {[false, true].map((planned) => (
              <label key={String(planned)} className="choice">
                <input
                  type="radio"
                  name="plan-mode"
                  checked={values.planned === planned}
                  onChange={() => set({ ...values, planned })}
                />
                {t(planned ? "plan.mode.plan" : "plan.mode.hand")}
              </label>
            ))}
          </fieldset>
          {values.planned && <PhaseRows values={values} errors={errors} onChange={set} />}
          {form.conflicts.length > 0 && (
            <Conflict
              label={t("setup.plan")}
              mine={<PlanWords values={values} />}
              theirs={<PlanWords values={now.plan} />}
              onKeepMine={() => form.keepMine("plan")}
              onTakeTheirs={() => form.takeTheirs("plan")}
            />
          )}
          {problem && <ProblemNote problem={problem} />}
          <SaveActions
            form={form}
            busy={saving.isPending}
            invalid={Object.keys(errors).length > 0}
          />
        </form>
      )}
    </Card>
  );
}

function PlanWords(props: { values: PlanValues }) {
  const { t, date } = useText();
  if (!props.values.planned) return t("plan.mode.hand");
  return (
    <ul>
      {props.values.phases.map((phase) => {
        const time = timeOf(props.values.ends[phase] ?? "");
        return (
          <li key={phase}>
            {t(PHASE_LABEL[phase])}
            {time && `, ${t("phase.ends", { time: date(time) })}`}
          </li>
        );
      })}
    </ul>
  );
}

function PhaseRows(props: {
  values: PlanValues;
  errors: Partial<Record<Phase, MessageId>>;
  onChange: (values: PlanValues) => void;
}) {
  const { t } = useText();
  const { values, errors, onChange } = props;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <fieldset className="stack">
      <legend>{t("plan.phases")}</legend>
      <p className="hint">{t("plan.zone", { zone })}</p>
      <ul className="plan-phases">
        {PHASES.map((phase) => (
          <PhaseRow
            key={phase}
            phase={phase}
            has={values.phases.includes(phase)}
            ends={phase !== values.phases.at(-1)}
            end={values.ends[phase] ?? ""}
            error={errors[phase]}
            onHas={(has) => onChange(withPhase(values, phase, has))}
            onEnd={(end) => onChange({ ...values, ends: { ...values.ends, [phase]: end } })}
          />
        ))}
      </ul>
    </fieldset>
  );
}

function PhaseRow(props: {
  phase: Phase;
  has: boolean;
  /** The last phase does not end. */
  ends: boolean;
  end: string;
  error: MessageId | undefined;
  onHas: (has: boolean) => void;
  onEnd: (end: string) => void;
}) {
  const { t } = useText();
  const id = useId();
  const { phase, has } = props;
  const label = t(PHASE_LABEL[phase]);
  const fixed = FIXED_PHASES.includes(phase);
  const about = phase === Phase.PUBLISHED ? t("plan.published.about") : t(PHASE_ABOUT[phase]);
  return (
    <li className="plan-phase">
      <label className="choice">
        <input
          type="checkbox"
          checked={has}
          disabled={fixed && has}
          aria-describedby={`${id}-about`}
          onChange={(event) => props.onHas(event.target.checked)}
        />
        <span>
          {label}
          {fixed && <span className="hint"> ({t("plan.always")})</span>}
        </span>
      </label>
      <p id={`${id}-about`} className="hint plan-about">
        {about}
      </p>
      {has && props.ends && (
        <div className="plan-end">
          <label htmlFor={`${id}-end`} className="hint">
            {t("plan.end", { phase: label })}
          </label>
          <input
            id={`${id}-end`}
            type="datetime-local"
            value={props.end}
            aria-invalid={props.error ? true : undefined}
            aria-describedby={props.error ? `${id}-error` : undefined}
            onChange={(event) => props.onEnd(event.target.value)}
          />
          {props.end === "" ? (
            <span className="hint">{t("plan.noEnd")}</span>
          ) : (
            <Button kind="quiet" onClick={() => props.onEnd("")}>
              {t("plan.clear")}
            </Button>
          )}
        </div>
      )}
      {props.error && (
        <p id={`${id}-error`} className="field-error plan-about">
          {t(props.error)}
        </p>
      )}
    </li>
  );
}
