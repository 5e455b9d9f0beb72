import { useText } from "@/i18n";
import type { ResultView } from "./model/view";
import { Section } from "./section";
import { turnoutSentences } from "./verdict";

export function Turnout(props: { view: ResultView }) {
  const text = useText();
  const { result } = props.view;
  const share = result.rollCount === 0 ? 0 : result.ballotCount / result.rollCount;
  return (
    <Section id="turnout">
      <div className="turnout-line">
        <p className="turnout-share">{text.percent(share)}</p>
        <div className="stack">
          <progress
            className="progress"
            max={result.rollCount}
            value={result.ballotCount}
            aria-label={text.t("result.turnout.title")}
          />
          <p>{turnoutSentences(props.view, text).join(" ")}</p>
        </div>
      </div>
    </Section>
  );
}
