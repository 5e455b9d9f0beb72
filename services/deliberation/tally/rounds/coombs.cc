#include "services/deliberation/tally/rounds/coombs.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "services/deliberation/tally/rounds/elimination.h"

namespace plenum::tally {
namespace {

// The first choice of more than half of the ballots that have one in this count, if there is such.
std::optional<OptionIndex> MajorityChoice(const Profile& profile, const StandingVotes& first) {
  const OptionIndex ahead = first.Highest().front();
  const Rational half = MakeRational(profile.ballots() - first.exhausted(), 2);
  return first.Votes(ahead) > half ? std::optional<OptionIndex>(ahead) : std::nullopt;
}

absl::StatusOr<Count> CountOnce(const Profile& profile, const CoombsOptions& options,
                                const TiePolicy& policy) {
  using Side = StandingVotes::Side;
  const int n = profile.option_count();
  absl::StatusOr<Elimination> work = Elimination::Create(policy, n);
  if (!work.ok()) return work.status();
  StandingVotes against(profile, AllOptions(n), options.tied_preferences, Side::kLast);
  std::optional<StandingVotes> first;
  if (options.majority == CoombsMajority::kElects) {
    first.emplace(profile, AllOptions(n), options.tied_preferences, Side::kFirst);
  }
  Places places;
  while (against.standing().size() > 1) {
    const std::optional<OptionIndex> majority =
        first.has_value() ? MajorityChoice(profile, *first) : std::nullopt;
    if (majority.has_value()) {
      const std::vector<OptionIndex> elected = {*majority};
      Round& round = work->Begin(first->ToRound());
      round.elected = elected;
      round.unit = "first choices";
      round.majority_of = MakeRational(profile.ballots() - first->exhausted(), 1);
      first->Eliminate(elected);
      against.Eliminate(elected);
      places.Top(elected);
      continue;
    }
    const std::vector<OptionIndex> before = against.standing();
    Round& opened = work->Begin(against.ToRound(), /*more_is_better=*/false);
    opened.unit = "last places";
    opened.most_leave = true;
    if (!EliminateOneOf(against.Highest(), against, *work, places)) break;
    if (!first.has_value()) continue;
    const Round& round = work->round();
    first->Eliminate(round.eliminated.empty() ? before : round.eliminated);
  }
  PlaceLastStanding(against, *work, places);
  // First choices in the rounds that elect, last ones in the others.
  work->count().unit = "first or last places";
  return work->Finish(places.Tiers());
}

}  // namespace

absl::StatusOr<Count> Coombs(const Profile& profile, const CoombsOptions& options) {
  return CountWithTies(options.tie_policy, [&](const TiePolicy& policy) {
    return CountOnce(profile, options, policy);
  });
}

}  // namespace plenum::tally
