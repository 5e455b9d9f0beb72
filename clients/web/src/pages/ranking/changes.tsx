import { useText } from "@/i18n";
import { Card } from "@/ui/page";
import type { LiveRanking, RankingStep } from "./live_ranking";
import { type Called, causeSentence, changeSentence } from "./ranking_text";

const MOST_CHANGES = 6;

/** What changed while this page was open, and why; the newest is read out. */
export function Changes(props: { live: LiveRanking; called: Called }) {
  const { t } = useText();
  const { steps } = props.live;
  return (
    <Card title={t("ranking.changes.title")}>
      {steps.length === 0 && <p className="hint">{t("ranking.changes.none")}</p>}
      <div role="status" className="stack">
        {steps[0] && <Step step={steps[0]} called={props.called} />}
      </div>
      {steps.length > 1 && (
        <details>
          <summary>{t("ranking.changes.earlier", { n: steps.length - 1 })}</summary>
          <div className="stack">
            {steps.slice(1).map((step) => (
              <Step key={String(step.version)} step={step} called={props.called} />
            ))}
          </div>
        </details>
      )}
    </Card>
  );
}

function Step(props: { step: RankingStep; called: Called }) {
  const text = useText();
  const { step, called } = props;
  const causes = [...new Set(step.causes.map((cause) => causeSentence(cause, called, text)))];
  const moved = step.changes.filter(({ oldPosition, newPosition }) => oldPosition !== newPosition);
  const shown = (moved.length > 0 ? moved : step.changes).slice(0, MOST_CHANGES);
  return (
    <div className="change">
      <p>
        <strong>{causes.join(" ")}</strong>
      </p>
      {shown.length === 0 ? (
        <p className="hint">{text.t("ranking.changes.same")}</p>
      ) : (
        <ul>
          {shown.map((change) => (
            <li key={change.measure}>{changeSentence(change, text)}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
