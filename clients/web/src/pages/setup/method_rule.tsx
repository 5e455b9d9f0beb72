import { Method } from "@gen/plenum/tally/v1/tally_pb";
import { useId } from "react";
import { useText } from "@/i18n";
import { Choice } from "./choice";
import { methodAbout, methodName, OTHER_METHODS, USUAL_METHODS } from "./method_labels";
import type { RuleProps } from "./rules_form";

/** Above this it is not certain to end, and the server refuses it. */
const MOST_STABLE_VOTING = 12;

export function MethodRule({ values, set, measures }: RuleProps & { measures: number }) {
  const { t } = useText();
  const group = useId();
  const choice = (method: Method) => (
    <Choice
      key={method}
      group={group}
      checked={values.method === method}
      label={t(methodName(method))}
      about={t(methodAbout(method))}
      disabled={method === Method.STABLE_VOTING && measures > MOST_STABLE_VOTING}
      onChoose={() => set({ method })}
    />
  );
  return (
    <fieldset className="bare stack">
      <legend className="visually-hidden">{t("rules.method")}</legend>
      {USUAL_METHODS.map(choice)}
      <details open={OTHER_METHODS.includes(values.method) || undefined}>
        <summary>{t("rules.method.more")}</summary>
        <div className="stack rule-body">{OTHER_METHODS.map(choice)}</div>
      </details>
    </fieldset>
  );
}
