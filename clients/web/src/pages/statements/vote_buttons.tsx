import { StatementVote } from "@gen/plenum/deliberation/v1/opinion_pb";
import { type MessageId, useText } from "@/i18n";

export const VOTE_LABEL: Record<StatementVote, MessageId> = {
  [StatementVote.UNSPECIFIED]: "statements.show.open",
  [StatementVote.AGREE]: "statements.agree",
  [StatementVote.DISAGREE]: "statements.disagree",
  [StatementVote.PASS]: "statements.pass",
};

/** In the order of the keys 1, 2 and 3. */
export const VOTES = [StatementVote.AGREE, StatementVote.DISAGREE, StatementVote.PASS] as const;

const SIGN: Record<StatementVote, string> = {
  [StatementVote.UNSPECIFIED]: "",
  [StatementVote.AGREE]: "✓",
  [StatementVote.DISAGREE]: "✗",
  [StatementVote.PASS]: "–",
};

const LOOK: Record<StatementVote, string> = {
  [StatementVote.UNSPECIFIED]: "",
  [StatementVote.AGREE]: "agree",
  [StatementVote.DISAGREE]: "disagree",
  [StatementVote.PASS]: "pass",
};

export function VoteButtons(props: {
  number: number;
  vote: StatementVote;
  large?: boolean;
  onVote: (vote: StatementVote) => void;
}) {
  const { t } = useText();
  return (
    <fieldset className={props.large ? "vote-buttons vote-large" : "vote-buttons"}>
      <legend className="visually-hidden">
        {t("statements.answerTo", { number: props.number })}
      </legend>
      {VOTES.map((vote) => (
        <button
          key={vote}
          type="button"
          className={`button vote vote-${LOOK[vote]}`}
          aria-pressed={props.vote === vote}
          onClick={() => props.onVote(vote)}
        >
          <span aria-hidden="true">{SIGN[vote]}</span> {t(VOTE_LABEL[vote])}
        </button>
      ))}
    </fieldset>
  );
}
