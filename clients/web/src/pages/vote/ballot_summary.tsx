import type { Option, VotingRules } from "@gen/plenum/deliberation/v1/deliberation_pb";
import { Unranked } from "@gen/plenum/tally/v1/tally_pb";
import { type MessageId, useText } from "@/i18n";
import type { RankedBallot } from "./ballot_model";
import { titleOf } from "./wording";

/** What the rules make of measures that a ballot leaves out. */
export function unrankedMeaning(rules: VotingRules | undefined): MessageId {
  if (rules?.package) return "ballot.unranked.package";
  return rules?.unranked === Unranked.NOT_COMPARED
    ? "ballot.unranked.notCompared"
    : "ballot.unranked.tiedLast";
}

const FEW = 6;

/** A ballot in plain sentences. */
export function BallotSummary(props: { ballot: RankedBallot; options: readonly Option[] }) {
  const { t } = useText();
  const { ballot, options } = props;
  if (ballot.tiers.length === 0) {
    return <p className="note">{t("ballot.abstention")}</p>;
  }
  return (
    <div className="stack">
      <ol className="ballot-summary">
        {ballot.tiers.map((tier) => (
          <li key={tier.join()}>
            {tier.length === 1 ? (
              <bdi>{titleOf(options, tier[0] ?? 0)}</bdi>
            ) : (
              <>
                {t("ballot.summary.tied", { count: tier.length })}
                <Titles of={tier} options={options} />
              </>
            )}
          </li>
        ))}
      </ol>
      <NotRanked ballot={ballot} options={options} />
    </div>
  );
}

function NotRanked({ ballot, options }: { ballot: RankedBallot; options: readonly Option[] }) {
  const { t, list } = useText();
  const { unranked } = ballot;
  if (unranked.length === 0) return <p>{t("ballot.summary.all")}</p>;
  if (unranked.length <= FEW) {
    const titles = list(unranked.map((option) => titleOf(options, option)));
    return <p>{t("ballot.summary.notRanked", { titles })}</p>;
  }
  return (
    <details>
      <summary>{t("ballot.summary.notRanked.count", { count: unranked.length })}</summary>
      <Titles of={unranked} options={options} />
    </details>
  );
}

function Titles(props: { of: readonly number[]; options: readonly Option[] }) {
  return (
    <ul>
      {props.of.map((option) => (
        <li key={option}>
          <bdi>{titleOf(props.options, option)}</bdi>
        </li>
      ))}
    </ul>
  );
}
