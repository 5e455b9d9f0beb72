import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function MeasurePage() {
  const { t } = useText();
  return <Page title={t("nav.measures")}>{null}</Page>;
}
