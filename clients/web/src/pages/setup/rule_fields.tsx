import {
  QuorumBasis,
  Secrecy,
  Threshold,
  TieRule,
} from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Measure } from "@gen/plenum/ingestion/v1/ingestion_pb";
import { Unranked } from "@gen/plenum/tally/v1/tally_pb";
import { useId } from "react";
import { type MessageId, useText } from "@/i18n";
import { Field } from "@/ui/field";
import { Choice } from "./choice";
import type { RuleProps } from "./rules_form";
import type { RulesValues } from "./rules_model";

interface Option<Value> {
  value: Value;
  label: MessageId;
  about?: MessageId;
}

function Options<Name extends keyof RulesValues>(
  props: RuleProps & { name: Name; legend: MessageId; options: Option<RulesValues[Name]>[] },
) {
  const { t } = useText();
  const group = useId();
  return (
    <fieldset className="bare stack">
      <legend className="visually-hidden">{t(props.legend)}</legend>
      {props.options.map(({ value, label, about }) => (
        <Choice
          key={String(value)}
          group={group}
          checked={props.values[props.name] === value}
          label={t(label)}
          about={about && t(about)}
          onChoose={() => props.set({ [props.name]: value } as Partial<RulesValues>)}
        />
      ))}
    </fieldset>
  );
}

export function UnrankedRule(props: RuleProps) {
  return (
    <Options
      {...props}
      name="unranked"
      legend="rules.unranked"
      options={[
        {
          value: Unranked.TIED_LAST,
          label: "rules.unranked.tied",
          about: "rules.unranked.tied.about",
        },
        {
          value: Unranked.NOT_COMPARED,
          label: "rules.unranked.not",
          about: "rules.unranked.not.about",
        },
      ]}
    />
  );
}

export function SecrecyRule(props: RuleProps) {
  return (
    <Options
      {...props}
      name="secrecy"
      legend="rules.secrecy"
      options={[
        {
          value: Secrecy.DETACHED,
          label: "rules.secrecy.detached",
          about: "rules.secrecy.detached.about",
        },
        { value: Secrecy.OPEN, label: "rules.secrecy.open", about: "rules.secrecy.open.about" },
      ]}
    />
  );
}

export function TiesRule(props: RuleProps) {
  const { t } = useText();
  return (
    <>
      <Options
        {...props}
        name="tieRule"
        legend="rules.ties"
        options={[
          { value: TieRule.SHARED, label: "rules.ties.shared", about: "rules.ties.shared.about" },
          { value: TieRule.LISTED, label: "rules.ties.listed", about: "rules.ties.listed.about" },
          { value: TieRule.DRAWN, label: "rules.ties.drawn", about: "rules.ties.drawn.about" },
        ]}
      />
      {props.values.tieRule === TieRule.DRAWN && (
        <Field
          label={`${t("rules.ties.seed")} (${t("app.optional")})`}
          hint={t("rules.ties.seed.hint")}
        >
          <input
            maxLength={200}
            dir="auto"
            value={props.values.tieSeed}
            onChange={(event) => props.set({ tieSeed: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

export function QuorumRule(props: RuleProps & { error: MessageId | undefined }) {
  const { t } = useText();
  return (
    <>
      <Options
        {...props}
        name="quorumBasis"
        legend="rules.quorum"
        options={[
          { value: QuorumBasis.UNSPECIFIED, label: "rules.quorum.none" },
          { value: QuorumBasis.ROLL, label: "rules.quorum.roll" },
          { value: QuorumBasis.WEIGHTS, label: "rules.quorum.weights" },
        ]}
      />
      {props.values.quorumBasis !== QuorumBasis.UNSPECIFIED && (
        <Field
          label={t("rules.quorum.percent")}
          hint={t("rules.quorum.about")}
          error={props.error && t(props.error)}
        >
          <input
            className="short-number"
            inputMode="numeric"
            value={props.values.quorumPercent}
            onChange={(event) => props.set({ quorumPercent: event.target.value })}
          />
        </Field>
      )}
    </>
  );
}

export function ThresholdRule(
  props: RuleProps & { measures: readonly Measure[]; titleOf: (name: string) => string },
) {
  const { t } = useText();
  const { baseline, threshold, choosesPackage } = props.values;
  if (choosesPackage) return <p className="hint">{t("rules.threshold.package")}</p>;
  const gone = baseline !== "" && !props.measures.some(({ name }) => name === baseline);
  return (
    <>
      <Options
        {...props}
        name="threshold"
        legend="rules.threshold"
        options={[
          { value: Threshold.UNSPECIFIED, label: "rules.threshold.none" },
          { value: Threshold.MAJORITY, label: "rules.threshold.majority" },
          { value: Threshold.TWO_THIRDS, label: "rules.threshold.twoThirds" },
        ]}
      />
      {threshold !== Threshold.UNSPECIFIED && (
        <Field
          label={t("rules.threshold.baseline")}
          hint={t("rules.threshold.baseline.hint")}
          error={gone ? t("rules.threshold.baseline.gone") : undefined}
        >
          <select
            value={baseline}
            onChange={(event) => props.set({ baseline: event.target.value })}
          >
            <option value="">{t("rules.threshold.others")}</option>
            {gone && <option value={baseline}>{props.titleOf(baseline)}</option>}
            {props.measures.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </Field>
      )}
    </>
  );
}
