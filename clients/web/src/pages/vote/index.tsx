import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function VotePage() {
  const { t } = useText();
  return <Page title={t("nav.vote")}>{null}</Page>;
}
