// Elections for the tests of reasons and traces.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/stv/stv.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {

inline constexpr std::array kEveryStvRule = {
    StvRule::kScottish, StvRule::kWigm,        StvRule::kWigmPrf,  StvRule::kWigmPrfBatch,
    StvRule::kMeek,     StvRule::kMeekPrf,     StvRule::kWarren,   StvRule::kQpq,
    StvRule::kCfer,     StvRule::kMinneapolis, StvRule::kCferBatch};

inline const std::vector<std::string> kPeople = {"Ann", "Bob", "Cy", "Dee", "Eve", "Flo"};

// For the names of tests.
inline std::string RuleNameOf(const ::testing::TestParamInfo<StvRule>& tested) {
  std::string name(NameOf(tested.param));
  for (char& c : name) c = c == '-' ? '_' : c;
  return name;
}

// Strict ballots, some of them short.
inline Profile RandomElection(RandomEngine& engine, int option_count) {
  std::vector<CastBallot> ballots;
  for (int i = 0; i < 9; ++i) {
    const std::vector<OptionIndex> order = RandomPermutation(engine, option_count);
    Tiers tiers;
    const int length = 1 + Upto(engine, option_count);
    for (int place = 0; place < length; ++place) {
      tiers.push_back({order[static_cast<size_t>(place)]});
    }
    ballots.push_back({tiers, 1 + Upto(engine, 5)});
  }
  return MakeProfile(option_count, Unranked::kNotCompared, ballots);
}

inline StvResult MustCount(const Profile& profile, StvRule rule, int seats,
                           TiePolicy ties = Backwards{SeededPermutation{"tests"}},
                           std::vector<OptionIndex> withdrawn = {}) {
  StvOptions options;
  options.rule = rule;
  options.seats = seats;
  options.ties = std::move(ties);
  options.withdrawn = std::move(withdrawn);
  absl::StatusOr<StvResult> result = CountStv(profile, options);
  EXPECT_TRUE(result.ok()) << NameOf(rule) << ": " << result.status();
  return *std::move(result);
}

}  // namespace plenum::tally
