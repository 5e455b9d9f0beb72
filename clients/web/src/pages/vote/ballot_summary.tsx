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

/** A ballot in plain sentences. */
export function BallotSummary(props: { ballot: RankedBallot; options: readonly Option[] }) {
  const { t, list } = useText();
  const { ballot, options } = props;
  const titles = (some: readonly number[]) => list(some.map((option) => titleOf(options, option)));
  if (ballot.tiers.length === 0) {
    return <p className="note">{t("ballot.abstention")}</p>;
  }
  return (
    <div className="stack">
      <ol className="ballot-summary">
        {ballot.tiers.map((tier) => (
          <li key={tier.join()}>
            <bdi>{titles(tier)}</bdi>
            {tier.length > 1 && <span className="ballot-tied">{t("ballot.tied")}</span>}
          </li>
        ))}
      </ol>
      <p dir="auto">
        {ballot.unranked.length === 0
          ? t("ballot.summary.all")
          : t("ballot.summary.notRanked", {
              count: ballot.unranked.length,
              titles: titles(ballot.unranked),
            })}
      </p>
    </div>
  );
}
