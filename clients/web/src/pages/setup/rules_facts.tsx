import { useText } from "@/i18n";
import { PART_LABEL, type RulesWords } from "./rules_words";

/** Rules one below the other. */
export function RulesFacts(props: { words: RulesWords }) {
  const { t } = useText();
  return (
    <dl className="facts">
      {(Object.keys(PART_LABEL) as (keyof RulesWords)[]).map((part) => (
        <div key={part}>
          <dt>{t(PART_LABEL[part])}</dt>
          <dd>{props.words[part]}</dd>
        </div>
      ))}
    </dl>
  );
}
