import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function PeoplePage() {
  const { t } = useText();
  return <Page title={t("nav.people")}>{null}</Page>;
}
