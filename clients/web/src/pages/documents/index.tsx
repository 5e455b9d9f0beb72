import { useText } from "@/i18n";
import { Page } from "@/ui/page";

export default function DocumentsPage() {
  const { t } = useText();
  return <Page title={t("nav.documents")}>{null}</Page>;
}
