import type { Stance } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useText } from "@/i18n";
import { Field } from "@/ui/field";
import { STANCE_SIGN, STANCE_WORD, STANCES } from "../labels";

export function StanceField(props: { stance: Stance; onChange: (stance: Stance) => void }) {
  const { t } = useText();
  return (
    <Field label={t("stance.label")}>
      <select
        value={props.stance}
        onChange={(event) => {
          const chosen = STANCES.find((stance) => String(stance) === event.target.value);
          if (chosen !== undefined) props.onChange(chosen);
        }}
      >
        {STANCES.map((stance) => (
          <option key={stance} value={stance}>
            {STANCE_SIGN[stance]} {t(`stance.${STANCE_WORD[stance]}`)}
          </option>
        ))}
      </select>
    </Field>
  );
}
