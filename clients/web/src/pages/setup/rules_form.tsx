import { type Deliberation, Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { MeasureState } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useMemo } from "react";
import { toProblem } from "@/api/problem";
import { type MessageId, useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { useDraft } from "@/state/draft";
import { useMeasures } from "@/state/queries";
import { Card } from "@/ui/page";
import { ProblemNote } from "@/ui/problem_note";
import { Conflict } from "./conflict";
import { SaveActions } from "./details_form";
import { MethodRule } from "./method_rule";
import { PackageRuleFields } from "./package_rule";
import { QuorumRule, SecrecyRule, ThresholdRule, TiesRule, UnrankedRule } from "./rule_fields";
import { RulesFacts } from "./rules_facts";
import { errorsOf, hasErrors, type RulesValues, rulesOf, valuesOfRules } from "./rules_model";
import { PART_LABEL, wordsOfRules } from "./rules_words";
import { useSaveDeliberation } from "./save_deliberation";

const FIELD_LABEL: Record<keyof RulesValues, MessageId> = {
  method: "rules.method",
  unranked: "rules.unranked",
  secrecy: "rules.secrecy",
  tieRule: "rules.ties",
  tieSeed: "rules.ties.seed",
  quorumBasis: "rules.quorum",
  quorumPercent: "rules.quorum.percent",
  threshold: "rules.threshold",
  baseline: "rules.threshold.baseline",
  choosesPackage: "rules.package",
  packageRule: "rules.package.rule",
  budget: "rules.package.budget",
  costs: "rules.package.costs",
};

const rulesIn = ({ plannedRules }: Deliberation) => valuesOfRules(plannedRules);

export interface RuleProps {
  values: RulesValues;
  set: (change: Partial<RulesValues>) => void;
}

/** What the next vote will be held by. Each rule stands there in one phrase, and opens to be changed. */
export function RulesForm() {
  const text = useText();
  const { t } = text;
  const { deliberation } = useDeliberation();
  const measures = useMeasures();
  const voted = useMemo(
    () => (measures.data ?? []).filter(({ state }) => state === MeasureState.ACTIVE),
    [measures.data],
  );
  const titleOf = (name: string) =>
    measures.data?.find((measure) => measure.name === name)?.title ?? "";
  const now = useMemo(() => rulesIn(deliberation), [deliberation]);
  const form = useDraft<RulesValues>(now);
  const { values, set } = form;
  const errors = errorsOf(values);
  const toRules = (of: RulesValues) =>
    rulesOf(of, measures.data ? voted.map(({ name }) => name) : Object.keys(of.costs));
  const saving = useSaveDeliberation({
    draft: form.draft,
    valuesIn: rulesIn,
    paths: () => ["planned_rules"],
    toMessage: (of) => ({ plannedRules: toRules(of) }),
    onSaved: form.clear,
  });
  const stale = toProblem(saving.error).reason === "STALE_ETAG";
  const problem = stale && form.conflicts.length > 0 ? null : saving.error;
  const words = (of: RulesValues) => wordsOfRules(toRules(of), text, titleOf);
  const said = words(values);
  return (
    <Card title={<span id="rules">{t("setup.rules")}</span>}>
      {deliberation.phase === Phase.VOTING ? (
        deliberation.rules && <RulesFacts words={wordsOfRules(deliberation.rules, text, titleOf)} />
      ) : (
        <form
          className="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            saving.mutate();
          }}
        >
          <p className="hint">{t("rules.about")}</p>
          <div className="rules">
            <Rule label={t(PART_LABEL.method)} now={said.method}>
              <MethodRule values={values} set={set} measures={voted.length} />
            </Rule>
            <Rule label={t(PART_LABEL.unranked)} now={said.unranked}>
              <UnrankedRule values={values} set={set} />
            </Rule>
            <Rule label={t(PART_LABEL.secrecy)} now={said.secrecy}>
              <SecrecyRule values={values} set={set} />
            </Rule>
            <Rule label={t(PART_LABEL.ties)} now={said.ties}>
              <TiesRule values={values} set={set} />
            </Rule>
            <Rule label={t(PART_LABEL.quorum)} now={said.quorum} wrong={!!errors.quorumPercent}>
              <QuorumRule values={values} set={set} error={errors.quorumPercent} />
            </Rule>
            <Rule label={t(PART_LABEL.threshold)} now={said.threshold}>
              <ThresholdRule values={values} set={set} measures={voted} titleOf={titleOf} />
            </Rule>
            <Rule
              label={t(PART_LABEL.package)}
              now={said.package}
              wrong={!!errors.budget || errors.costs.length > 0}
            >
              <PackageRuleFields values={values} set={set} errors={errors} measures={voted} />
            </Rule>
          </div>
          {form.conflicts.map((field) => (
            <Conflict
              key={field}
              label={t(FIELD_LABEL[field])}
              mine={<RulesFacts words={said} />}
              theirs={<RulesFacts words={words(now)} />}
              onKeepMine={() => form.keepMine(field)}
              onTakeTheirs={() => form.takeTheirs(field)}
            />
          ))}
          {hasErrors(errors) && <p className="field-error">{t("rules.invalid")}</p>}
          {problem && <ProblemNote problem={problem} />}
          <SaveActions form={form} busy={saving.isPending} invalid={hasErrors(errors)} />
        </form>
      )}
    </Card>
  );
}

function Rule(props: { label: string; now: string; wrong?: boolean; children: React.ReactNode }) {
  return (
    <details className={props.wrong ? "rule rule-wrong" : "rule"}>
      <summary>
        <span className="rule-label">{props.label}</span>
        <span className="rule-now">{props.now}</span>
      </summary>
      <div className="rule-body stack">{props.children}</div>
    </details>
  );
}
