import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function RankingPage() {
  const { t } = useText();
  return <Page title={t("nav.ranking")}>{null}</Page>;
}
