import type { Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useText } from "@/i18n";
import { STANCE_SIGN, STANCE_WORD } from "./labels";

/** How an author stands to a measure, by sign, word and colour. */
export function StanceTag(props: { stance: Stance }) {
  const { t } = useText();
  const word = STANCE_WORD[props.stance];
  return (
    <span className={`stance stance-${word}`}>
      <span aria-hidden="true">{STANCE_SIGN[props.stance]} </span>
      {t(`stance.${word}`)}
    </span>
  );
}
