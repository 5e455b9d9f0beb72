import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { Page } from "@/ui/page";
import { Checklist } from "./checklist";
import { DetailsForm } from "./details_form";
import { PlanForm } from "./plan_form";
import { RulesForm } from "./rules_form";
import "./setup.css";

/** What a facilitator prepares before the vote. */
export default function SetupPage() {
  const { t } = useText();
  const { leads } = useDeliberation();
  if (!leads) {
    return (
      <Page title={t("nav.setup")}>
        <p>{t("error.ROLE_TOO_LOW")}</p>
      </Page>
    );
  }
  return (
    <Page title={t("nav.setup")} lead={t("setup.lead")}>
      <Checklist />
      <DetailsForm />
      <PlanForm />
      <RulesForm />
    </Page>
  );
}
