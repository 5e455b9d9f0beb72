// A ballot in the reader's words.
import type { Option } from "@gen/plenum/deliberation/v1/deliberation_pb";
import type { Text } from "@/i18n";
import { type RankedBallot, tiedWith, tierOf } from "./ballot_model";

export function titleOf(options: readonly Option[], option: number): string {
  return options[option]?.title ?? "";
}

/** "Place 2 of 5, tied with Harden bases" */
export function placeText(
  { t, list }: Text,
  ballot: RankedBallot,
  options: readonly Option[],
  option: number,
): string {
  const tier = tierOf(ballot, option);
  if (tier < 0) return t("ballot.place.none");
  const place = t("ballot.place", { place: tier + 1, places: ballot.tiers.length });
  const tied = tiedWith(ballot, option);
  if (tied.length === 0) return place;
  const shown = tied.slice(0, 3).map((other) => titleOf(options, other));
  const more = tied.length - shown.length;
  if (more > 0) shown.push(t("ballot.place.more", { count: more }));
  return t("ballot.place.tied", { place, titles: list(shown) });
}
