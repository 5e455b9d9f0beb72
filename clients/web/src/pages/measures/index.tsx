import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function MeasuresPage() {
  const { t } = useText();
  return <Page title={t("nav.measures")}>{null}</Page>;
}
