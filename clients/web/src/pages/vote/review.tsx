// The last look at a ballot before it is cast.
import type { Argument } from "@gen/plenum/deliberation/v1/argument_pb";
import { Side } from "@gen/plenum/deliberation/v1/argument_pb";
import type { VotingRules } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Secrecy } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { useEffect, useRef } from "react";
import { useText } from "@/i18n";
import { useArguments } from "@/state/arguments";
import { Button } from "@/ui/button";
import { Field } from "@/ui/field";
import { ProblemNote } from "@/ui/problem_note";
import type { BallotPaper } from "./ballot_draft";
import { BallotSummary, unrankedMeaning } from "./ballot_summary";

const SHOWN_CHARS = 80;

export function Review(props: {
  rules: VotingRules;
  paper: BallotPaper;
  suspended: boolean;
  casting: boolean;
  problem: Error | null;
  onCast: () => void;
}) {
  const { t } = useText();
  const { rules, paper } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="card ballot-review">
      <h2 ref={heading} tabIndex={-1}>
        {t("ballot.review.title")}
      </h2>
      <BallotSummary ballot={paper.ballot} options={rules.options} />
      {paper.ballot.tiers.length > 0 && paper.ballot.unranked.length > 0 && (
        <p className="hint">{t(unrankedMeaning(rules))}</p>
      )}
      <MovedBy value={paper.argument} onChange={paper.setArgument} options={rules.options} />
      <p className="hint">
        {t(rules.secrecy === Secrecy.OPEN ? "ballot.secrecy.open" : "ballot.secrecy.detached")}
      </p>
      {props.problem !== null && (
        <>
          <ProblemNote problem={props.problem} />
          <p className="hint">{t("ballot.kept")}</p>
        </>
      )}
      <div className="actions">
        <Button
          kind="primary"
          busy={props.casting}
          disabled={props.suspended}
          onClick={props.onCast}
        >
          {t(paper.ballot.tiers.length === 0 ? "ballot.cast.abstain" : "ballot.cast")}
        </Button>
        <Button onClick={() => paper.setStep("edit")}>{t("ballot.review.back")}</Button>
      </div>
    </section>
  );
}

/** The argument that moved the voter, if there was one. */
function MovedBy(props: {
  value: string;
  onChange: (argument: string) => void;
  options: VotingRules["options"];
}) {
  const { t } = useText();
  const all = useArguments().data ?? [];
  const groups = props.options
    .map((option) => ({
      option,
      said: all.filter(
        ({ measure, hiddenBy, replyTo }) =>
          measure === option.measure && hiddenBy === "" && replyTo === "",
      ),
    }))
    .filter(({ said }) => said.length > 0);
  if (groups.length === 0) return null;
  return (
    <Field label={t("ballot.movedBy")} hint={t("ballot.movedBy.hint")}>
      <select value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="">{t("ballot.movedBy.none")}</option>
        {groups.map(({ option, said }) => (
          <optgroup key={option.measure} label={option.title}>
            {said.map((argument) => (
              <option key={argument.name} value={argument.name}>
                {t(argument.side === Side.PRO ? "argument.option.pro" : "argument.option.con", {
                  text: shortened(argument),
                })}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </Field>
  );
}

function shortened({ text }: Argument): string {
  const chars = Array.from(text);
  return chars.length > SHOWN_CHARS ? `${chars.slice(0, SHOWN_CHARS).join("")}…` : text;
}
