#include "services/deliberation/tally/report/trace.h"

#include <cstddef>
#include <limits>
#include <span>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

constexpr int kNotCompared = std::numeric_limits<int>::max();

// The tier of each option, the unranked in one after the last or marked as not compared.
std::vector<int> TiersOf(const Ranking& ballot, Unranked unranked) {
  std::vector<int> tiers(static_cast<size_t>(ballot.option_count()),
                         unranked == Unranked::kTiedLast ? ballot.tier_count() : kNotCompared);
  for (int t = 0; t < ballot.tier_count(); ++t) {
    for (const OptionIndex option : ballot.tier(t)) tiers[static_cast<size_t>(option)] = t;
  }
  return tiers;
}

BallotTrace::Says SaysOf(int upper_tier, int lower_tier) {
  if (upper_tier == kNotCompared || lower_tier == kNotCompared) return BallotTrace::Says::kNothing;
  if (upper_tier == lower_tier) return BallotTrace::Says::kLevel;
  return upper_tier < lower_tier ? BallotTrace::Says::kAgrees : BallotTrace::Says::kDisagrees;
}

}  // namespace

absl::StatusOr<BallotTrace> TraceBallot(const Ranking& ballot, const Count& count,
                                        Unranked unranked) {
  if (ballot.option_count() != count.ranking.option_count()) {
    return absl::InvalidArgumentError(absl::StrCat("the ballot is over ", ballot.option_count(),
                                                   " options, the count over ",
                                                   count.ranking.option_count()));
  }
  BallotTrace trace;
  for (const Round& round : count.rounds) {
    BallotTrace::InRound in_round;
    for (int t = 0; t < ballot.tier_count() && in_round.options.empty(); ++t) {
      for (const OptionIndex option : ballot.tier(t)) {
        if (round.votes[static_cast<size_t>(option)]) in_round.options.push_back(option);
      }
    }
    trace.rounds.push_back(std::move(in_round));
  }
  const std::vector<int> tiers = TiersOf(ballot, unranked);
  const Ranking& result = count.ranking;
  for (int t = 0; t < result.tier_count(); ++t) {
    for (const OptionIndex upper : result.tier(t)) {
      const std::span<const OptionIndex> below =
          result.order().subspan(static_cast<size_t>(result.tier_ends()[static_cast<size_t>(t)]));
      for (const OptionIndex lower : below) {
        const BallotTrace::Says says =
            SaysOf(tiers[static_cast<size_t>(upper)], tiers[static_cast<size_t>(lower)]);
        if (result.TierOf(lower) == t + 1) trace.pairs.push_back({upper, lower, says});
        trace.agrees += says == BallotTrace::Says::kAgrees ? 1 : 0;
        trace.disagrees += says == BallotTrace::Says::kDisagrees ? 1 : 0;
      }
    }
  }
  return trace;
}

}  // namespace plenum::tally
