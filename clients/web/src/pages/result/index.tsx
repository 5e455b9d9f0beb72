import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function ResultPage() {
  const { t } = useText();
  return <Page title={t("nav.result")}>{null}</Page>;
}
