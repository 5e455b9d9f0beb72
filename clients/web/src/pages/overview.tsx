import { useText } from "@/i18n";
import { useDeliberation } from "@/state/deliberation";
import { PHASE_ABOUT } from "@/state/labels";
import { Page } from "@/ui/page";

/** Where things stand, and what the reader is needed for. */
export default function Overview() {
  const { t } = useText();
  const { deliberation } = useDeliberation();
  return (
    <Page title={deliberation.title} lead={t(PHASE_ABOUT[deliberation.phase])}>
      {deliberation.description && (
        <p className="prose" dir="auto">
          {deliberation.description}
        </p>
      )}
    </Page>
  );
}
