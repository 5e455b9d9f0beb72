import { DataTable, ScrollBox } from "@/charts/data_table";
import { useText } from "@/i18n";
import type { ResultView } from "./model/view";
import { Section } from "./section";

/** The measures that were chosen under the budget. */
export function PackageResult(props: { view: ResultView }) {
  const { t, number } = useText();
  const { view } = props;
  const chosen = view.result.package;
  const rules = view.result.rules;
  if (!chosen || !rules) return null;
  const budget = Number(rules.package?.budget ?? 0);
  const cost = Number(chosen.cost);
  return (
    <Section
      id="package"
      lead={t("result.package.lead", {
        n: chosen.selected.length,
        cost: number(cost),
        budget: number(budget),
      })}
    >
      <progress
        className="progress"
        max={budget}
        value={cost}
        aria-label={t("result.package.spent")}
      />
      <ScrollBox label={t("result.package.title")}>
        <DataTable
          caption={t("result.package.title")}
          data={{
            columns: [
              { label: t("result.measure") },
              { label: t("result.package.cost"), numeric: true },
              { label: t("result.package.approved"), numeric: true },
            ],
            rows: chosen.selected.map((option) => ({
              key: String(option),
              cells: [
                view.names.title(option),
                number(Number(rules.options[option]?.cost ?? 0)),
                number(Number(chosen.votes[option] ?? 0)),
              ],
            })),
          }}
        />
      </ScrollBox>
      <p>{t("result.package.left", { left: number(budget - cost) })}</p>
      {chosen.steps.length > 0 && (
        <details className="no-print">
          <summary>{t("result.package.steps")}</summary>
          <ol lang="en" dir="ltr">
            {chosen.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
    </Section>
  );
}
