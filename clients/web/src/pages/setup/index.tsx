import { Phase } from "@gen/plenum/deliberation/v1/deliberation_pb";
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
  const { leads, deliberation } = useDeliberation();
  const { phase } = deliberation;
  if (!leads) {
    return (
      <Page title={t("nav.setup")}>
        <p>{t("error.ROLE_TOO_LOW")}</p>
      </Page>
    );
  }
  const over = phase === Phase.CLOSED || phase === Phase.PUBLISHED;
  const lead =
    phase === Phase.VOTING ? "setup.rules.closed" : over ? "setup.lead.over" : "setup.lead";
  return (
    <Page title={t("nav.setup")} lead={t(lead)}>
      {phase !== Phase.VOTING && !over && <Checklist />}
      <DetailsForm />
      <PlanForm />
      <RulesForm />
    </Page>
  );
}
