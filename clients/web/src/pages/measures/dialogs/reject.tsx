import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { useId, useState } from "react";
import { useText } from "@/i18n";
import { Button } from "@/ui/button";
import { Dialog } from "@/ui/dialog";
import { Field } from "@/ui/field";
import { useMeasuresContext } from "../context";

const PRESETS = ["demandsNothing", "offTopic", "vague", "done"] as const;

export function RejectDialog(props: { measure: Measure; onDone: () => void; onClose: () => void }) {
  const { t } = useText();
  const { curator } = useMeasuresContext();
  const [reason, setReason] = useState("");
  const form = useId();
  const { measure } = props;
  return (
    <Dialog
      title={t("reject.title")}
      onClose={props.onClose}
      actions={
        <Button type="submit" form={form} kind="primary" disabled={reason.trim() === ""}>
          {t("curate.reject")}
        </Button>
      }
    >
      <p>
        <bdi>{measure.title}</bdi>
      </p>
      <form
        id={form}
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim() === "") return;
          props.onClose();
          void curator.run(measure, { kind: "reject", reason: reason.trim() });
          props.onDone();
        }}
      >
        <Field label={t("reject.reason")} hint={t("reject.reason.hint")}>
          <input
            data-autofocus
            value={reason}
            maxLength={1000}
            dir="auto"
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <fieldset className="presets">
          <legend>{t("reject.presets")}</legend>
          {PRESETS.map((preset) => (
            <Button
              key={preset}
              className="button-small"
              onClick={() => setReason(t(`reject.preset.${preset}`))}
            >
              {t(`reject.preset.${preset}`)}
            </Button>
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
}
