import { useText } from "@/i18n";
import { useLive } from "@/state/live";

/** Whether what is shown is what is so now. */
export function LiveStatus() {
  const { t } = useText();
  const live = useLive();
  return (
    <span className={`live live-${live}`} role="status" data-live={live}>
      {t(`live.${live}`)}
    </span>
  );
}
