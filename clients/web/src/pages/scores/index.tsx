import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function ScoresPage() {
  const { t } = useText();
  return <Page title={t("nav.scores")}>{null}</Page>;
}
