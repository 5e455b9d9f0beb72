import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function StatementsPage() {
  const { t } = useText();
  return <Page title={t("nav.statements")}>{null}</Page>;
}
