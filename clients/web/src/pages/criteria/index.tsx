import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function CriteriaPage() {
  const { t } = useText();
  return <Page title={t("nav.criteria")}>{null}</Page>;
}
