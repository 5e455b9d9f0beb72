// The ballot as on paper: a number beside each measure, the same number for a tie.
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { type ChangeEvent, memo, useCallback, useEffect, useRef, useState } from "react";
import { useText } from "@/i18n";
import {
  ballotOfRanks,
  MAX_RANK,
  parseRank,
  type RankedBallot,
  ranksOf,
  sameBallot,
} from "./ballot_model";

const textsOf = (ballot: RankedBallot) => ranksOf(ballot).map((rank) => rank?.toString() ?? "");

/** Null when some text is no rank. */
function ballotOfTexts(texts: readonly string[]): RankedBallot | null {
  const ranks = texts.map(parseRank);
  const read = ranks.filter((rank): rank is number | null => rank !== undefined);
  return read.length === texts.length ? ballotOfRanks(read) : null;
}

interface Props {
  options: readonly Option[];
  ballot: RankedBallot;
  change: (step: (ballot: RankedBallot) => RankedBallot) => void;
  onDetails: (option: number) => void;
}

export function NumbersView({ options, ballot, change, onDetails }: Props) {
  const { t } = useText();
  const [texts, setTexts] = useState(() => textsOf(ballot));

  // Numbers stay as they were typed, gaps included, unless the ballot was changed elsewhere.
  useEffect(() => {
    setTexts((typed) => {
      const made = ballotOfTexts(typed);
      return made === null || sameBallot(made, ballot) ? typed : textsOf(ballot);
    });
  }, [ballot]);

  const latest = useRef(texts);
  latest.current = texts;
  const onType = useCallback(
    (option: number, text: string) => {
      const next = latest.current.map((old, at) => (at === option ? text : old));
      latest.current = next;
      setTexts(next);
      const made = ballotOfTexts(next);
      if (made !== null) change((before) => (sameBallot(before, made) ? before : made));
    },
    [change],
  );

  return (
    <div className="scrolled">
      <table className="ballot-numbers">
        <caption className="hint">{t("ballot.numbers.help")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("ballot.numbers.rank")}</th>
            <th scope="col">{t("ballot.numbers.measure")}</th>
          </tr>
        </thead>
        <tbody>
          {options.map((option, index) => (
            <NumberRow
              key={option.measure}
              option={index}
              number={option.number}
              title={option.title}
              text={texts[index] ?? ""}
              onType={onType}
              onDetails={onDetails}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NumberRow = memo(function NumberRow(props: {
  option: number;
  number: number;
  title: string;
  text: string;
  onType: (option: number, text: string) => void;
  onDetails: (option: number) => void;
}) {
  const { t } = useText();
  const { option, title, text } = props;
  const wrong = parseRank(text) === undefined;
  const errorId = `rank-error-${option}`;
  return (
    <tr>
      <td>
        <input
          inputMode="numeric"
          autoComplete="off"
          maxLength={4}
          aria-label={t("ballot.numbers.of", { title })}
          aria-invalid={wrong || undefined}
          aria-describedby={wrong ? errorId : undefined}
          value={text}
          onChange={(event: ChangeEvent<HTMLInputElement>) =>
            props.onType(option, event.target.value)
          }
        />
      </td>
      <th scope="row">
        <button
          type="button"
          className="ballot-details"
          aria-haspopup="dialog"
          onClick={() => props.onDetails(option)}
        >
          <bdi>{title}</bdi>
        </button>{" "}
        <span className="hint">{t("ballot.number", { number: props.number })}</span>
        {wrong && (
          <p id={errorId} className="field-error" role="alert">
            {t("ballot.numbers.wrong", { most: MAX_RANK })}
          </p>
        )}
      </th>
    </tr>
  );
});
