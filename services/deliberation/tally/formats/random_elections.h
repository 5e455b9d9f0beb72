// Seeded random elections for the tests of the formats, with names that are hard to write.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/election.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {

// Different names; `hard` puts characters between that most formats give a meaning.
inline std::vector<std::string> RandomNames(RandomEngine& engine, int count, bool hard) {
  constexpr std::array kPlain = {"Ann", "Côte d'Azur", "x_1", "3", "c2", "Łódź", "café noir"};
  constexpr std::array kHard = {"a,b", "say \"so\"", "x;y", "#1", "A > B", "5: {1}", "a/b = c\\"};
  std::vector<std::string> names;
  for (int i = 0; i < count; ++i) {
    const std::string name = hard && Upto(engine, 2) == 0
                                 ? kHard[static_cast<size_t>(Upto(engine, kHard.size()))]
                                 : kPlain[static_cast<size_t>(Upto(engine, kPlain.size()))];
    const bool taken = std::find(names.begin(), names.end(), name) != names.end();
    names.push_back(taken ? absl::StrCat(name, " no ", i) : name);
  }
  return names;
}

inline Election RandomElection(RandomEngine& engine, bool hard) {
  const int options = 1 + Upto(engine, 9);
  const Unranked unranked = Upto(engine, 2) == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
  return {RandomNames(engine, options, hard),
          {},
          MakeProfile(options, unranked, RandomBallots(engine, options, Upto(engine, 3) == 0))};
}

inline ScoreElection RandomScores(RandomEngine& engine) {
  const int options = 1 + Upto(engine, 6);
  const int lowest = Upto(engine, 4) - 2;
  const ScoreRange range{lowest, lowest + 2 + Upto(engine, 5)};
  ScoreProfile profile = *ScoreProfile::Create(options, range);
  for (int i = Upto(engine, 9); i > 0; --i) {
    Scores scores(static_cast<size_t>(options));
    for (std::optional<int>& score : scores) {
      if (Upto(engine, 4) > 0) score = range.lowest + Upto(engine, range.highest - lowest + 1);
    }
    EXPECT_TRUE(profile.Add(scores, 1 + Upto(engine, 5)).ok());
  }
  return {RandomNames(engine, options, true), {}, std::move(profile)};
}

inline ApprovalElection RandomApprovals(RandomEngine& engine) {
  const int options = 1 + Upto(engine, 6);
  ApprovalProfile profile = *ApprovalProfile::Create(options);
  for (int i = Upto(engine, 9); i > 0; --i) {
    std::vector<OptionIndex> approved = RandomPermutation(engine, options);
    approved.resize(static_cast<size_t>(Upto(engine, options + 1)));
    EXPECT_TRUE(profile.Add(approved, 1 + Upto(engine, 5)).ok());
  }
  return {RandomNames(engine, options, true), {}, std::move(profile)};
}

}  // namespace plenum::tally
