import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { memo, useCallback, useId, useRef } from "react";
import { useText } from "@/i18n";
import { Field } from "@/ui/field";
import { Choice } from "./choice";
import { PACKAGE_RULES, packageRuleAbout, packageRuleName } from "./method_labels";
import type { RuleProps } from "./rules_form";
import type { RulesErrors } from "./rules_model";

/** A vote that chooses what fits a budget: the budget, how, and what each measure costs. */
export function PackageRuleFields({
  values,
  set,
  errors,
  measures,
}: RuleProps & { errors: RulesErrors; measures: readonly Measure[] }) {
  const { t } = useText();
  const group = useId();
  // Rows are not drawn anew for each key that is pressed in one of them.
  const latest = useRef({ values, set });
  latest.current = { values, set };
  const setCost = useCallback((measure: string, cost: string) => {
    const { values: now, set: change } = latest.current;
    change({ costs: { ...now.costs, [measure]: cost } });
  }, []);
  const missing = measures.filter(({ name }) => !values.costs[name]?.trim()).length;
  return (
    <>
      <label className="choice">
        <input
          type="checkbox"
          checked={values.choosesPackage}
          onChange={(event) => set({ choosesPackage: event.target.checked })}
        />
        {t("rules.package.on")}
      </label>
      <p className="hint">{t("rules.package.about")}</p>
      {values.choosesPackage && (
        <>
          <Field
            label={t("rules.package.budget")}
            hint={t("rules.package.budget.hint")}
            error={errors.budget && t(errors.budget)}
          >
            <input
              className="short-number"
              inputMode="numeric"
              value={values.budget}
              onChange={(event) => set({ budget: event.target.value })}
            />
          </Field>
          <fieldset className="stack">
            <legend>{t("rules.package.rule")}</legend>
            {PACKAGE_RULES.map((packageRule) => (
              <Choice
                key={packageRule}
                group={group}
                checked={values.packageRule === packageRule}
                label={t(packageRuleName(packageRule))}
                about={t(packageRuleAbout(packageRule))}
                onChoose={() => set({ packageRule })}
              />
            ))}
          </fieldset>
          {missing > 0 && (
            <p className="hint" role="status">
              {t("rules.package.missing", { count: missing })}
            </p>
          )}
          <div className="scrolled">
            <table className="costs">
              <caption>{t("rules.package.costs")}</caption>
              <thead>
                <tr>
                  <th scope="col">{t("rules.package.measure")}</th>
                  <th scope="col">{t("rules.package.cost")}</th>
                </tr>
              </thead>
              <tbody>
                {measures.map(({ name, title }) => (
                  <CostRow
                    key={name}
                    name={name}
                    title={title}
                    cost={values.costs[name] ?? ""}
                    wrong={errors.costs.includes(name)}
                    onChange={setCost}
                  />
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}

const CostRow = memo(function CostRow(props: {
  name: string;
  title: string;
  cost: string;
  wrong: boolean;
  onChange: (measure: string, cost: string) => void;
}) {
  const { t } = useText();
  const id = useId();
  return (
    <tr>
      <th scope="row" dir="auto">
        {props.title}
      </th>
      <td>
        <input
          className="short-number"
          inputMode="numeric"
          aria-label={t("rules.package.costOf", { measure: props.title })}
          aria-invalid={props.wrong || undefined}
          aria-describedby={props.wrong ? id : undefined}
          value={props.cost}
          onChange={(event) => props.onChange(props.name, event.target.value)}
        />
        {props.wrong && (
          <span id={id} className="field-error">
            {t("rules.package.number")}
          </span>
        )}
      </td>
    </tr>
  );
});
