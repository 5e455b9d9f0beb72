import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function SetupPage() {
  const { t } = useText();
  return <Page title={t("nav.setup")}>{null}</Page>;
}
