import { useText } from "@/i18n";
import { useTurnout } from "@/state/queries";

/** How many have voted; kept true by the live stream. */
export function Turnout() {
  const { t, percent } = useText();
  const { data } = useTurnout();
  if (!data) return null;
  const { ballotCount: voted, rollCount: total } = data;
  return (
    <div className="turnout">
      <p role="status">
        {t("turnout.voted", { voted, total, share: percent(total > 0 ? voted / total : 0) })}
      </p>
      <progress
        className="progress"
        value={voted}
        max={Math.max(total, 1)}
        aria-label={t("turnout.label")}
      />
    </div>
  );
}
