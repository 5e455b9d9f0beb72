// Helpers for the tests of the cardinal rules.
#pragma once

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {

struct CastScores {
  Scores scores;
  int64_t count = 1;
};

inline ScoreProfile MakeScores(int option_count, ScoreRange range,
                               const std::vector<CastScores>& ballots) {
  absl::StatusOr<ScoreProfile> profile = ScoreProfile::Create(option_count, range);
  EXPECT_TRUE(profile.ok()) << profile.status();
  for (const CastScores& ballot : ballots) {
    const absl::Status status = profile->Add(ballot.scores, ballot.count);
    EXPECT_TRUE(status.ok()) << status;
  }
  return *std::move(profile);
}

// Few ballots of few different scores, so that ties come up; some are silent about options.
inline std::vector<CastScores> RandomScores(RandomEngine& engine, int option_count, int highest) {
  std::vector<CastScores> ballots;
  for (int i = Upto(engine, 8); i >= 0; --i) {
    Scores scores;
    for (int option = 0; option < option_count; ++option) {
      const int score = Upto(engine, highest + 2) - 1;
      scores.push_back(score < 0 ? std::nullopt : std::optional<int>(score));
    }
    ballots.push_back({std::move(scores), 1 + Upto(engine, 3)});
  }
  return ballots;
}

// The same ballots with option i renamed to order[i].
inline std::vector<CastScores> Renamed(const std::vector<CastScores>& ballots,
                                       const std::vector<OptionIndex>& order) {
  std::vector<CastScores> renamed = ballots;
  for (size_t b = 0; b < ballots.size(); ++b) {
    for (size_t i = 0; i < order.size(); ++i) {
      renamed[b].scores[static_cast<size_t>(order[i])] = ballots[b].scores[i];
    }
  }
  return renamed;
}

inline std::vector<OptionIndex> Renamed(std::vector<OptionIndex> options,
                                        const std::vector<OptionIndex>& order) {
  for (OptionIndex& option : options) option = order[static_cast<size_t>(option)];
  return options;
}

inline Tiers Renamed(const Ranking& ranking, const std::vector<OptionIndex>& order) {
  Tiers tiers;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    const std::span<const OptionIndex> tier = ranking.tier(t);
    tiers.push_back(Renamed(std::vector<OptionIndex>(tier.begin(), tier.end()), order));
  }
  return tiers;
}

// Every ballot on its own, silence as the lowest score.
inline std::vector<std::vector<int>> Expanded(const ScoreProfile& profile) {
  std::vector<std::vector<int>> ballots;
  for (const ScoreGroup& group : profile.groups()) {
    std::vector<int> scores;
    for (const std::optional<int>& score : group.scores) {
      scores.push_back(score.value_or(profile.range().lowest));
    }
    for (int64_t i = 0; i < group.count; ++i) ballots.push_back(scores);
  }
  return ballots;
}

}  // namespace plenum::tally
