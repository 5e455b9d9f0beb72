// Helpers for the tests of committee rules: profiles in one line, random ones, all committees.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "services/deliberation/tally/committee/committee.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::tally {

using Committees = std::vector<std::vector<OptionIndex>>;

inline ApprovalProfile MakeApprovals(
    int option_count, const std::vector<std::pair<std::vector<OptionIndex>, int64_t>>& ballots) {
  absl::StatusOr<ApprovalProfile> profile = ApprovalProfile::Create(option_count);
  EXPECT_TRUE(profile.ok()) << profile.status();
  for (const auto& [approved, count] : ballots) {
    const absl::Status status = profile->Add(approved, count);
    EXPECT_TRUE(status.ok()) << status;
  }
  return *std::move(profile);
}

// Up to 12 groups of ballots, some empty, each counting 1 to 3 times.
inline ApprovalProfile RandomApprovals(RandomEngine& engine, int option_count) {
  std::vector<std::pair<std::vector<OptionIndex>, int64_t>> ballots;
  for (int i = Upto(engine, 12); i >= 0; --i) {
    std::vector<OptionIndex> approved;
    for (OptionIndex option = 0; option < option_count; ++option) {
      if (Upto(engine, 3) == 0) approved.push_back(option);
    }
    ballots.emplace_back(approved, 1 + Upto(engine, 3));
  }
  return MakeApprovals(option_count, ballots);
}

// Every committee of that size, in lexicographic order.
inline Committees AllCommittees(int option_count, int seats) {
  Committees committees;
  for (unsigned set = 0; set < 1u << option_count; ++set) {
    std::vector<OptionIndex> committee;
    for (OptionIndex option = 0; option < option_count; ++option) {
      if ((set >> option & 1u) != 0) committee.push_back(option);
    }
    if (static_cast<int>(committee.size()) == seats) committees.push_back(committee);
  }
  std::sort(committees.begin(), committees.end());
  return committees;
}

// The committees of the highest value_of(committee), by looking at all.
template <typename ValueOf>
Committees BestByBruteForce(int option_count, int seats, const ValueOf& value_of) {
  const Committees all = AllCommittees(option_count, seats);
  Committees best;
  auto best_value = value_of(all.front());
  for (const std::vector<OptionIndex>& committee : all) {
    auto value = value_of(committee);
    if (best_value < value) {
      best.clear();
      best_value = value;
    }
    if (!(value < best_value)) best.push_back(committee);
  }
  return best;
}

inline int MembersOn(const ApprovalGroup& group, const std::vector<OptionIndex>& committee) {
  int members = 0;
  for (const OptionIndex option : committee) {
    members += std::binary_search(group.approved.begin(), group.approved.end(), option) ? 1 : 0;
  }
  return members;
}

inline CommitteeOptions Seats(int seats) {
  CommitteeOptions options;
  options.seats = seats;
  return options;
}

inline CommitteeResult MustElect(const ApprovalProfile& profile, CommitteeRule rule,
                                 const CommitteeOptions& options) {
  absl::StatusOr<CommitteeResult> result = ElectCommittee(profile, rule, options);
  EXPECT_TRUE(result.ok()) << RuleName(rule) << ": " << result.status();
  return *std::move(result);
}

inline Committees Winners(const ApprovalProfile& profile, CommitteeRule rule, int seats) {
  CommitteeResult result = MustElect(profile, rule, Seats(seats));
  EXPECT_TRUE(result.complete && result.proven) << RuleName(rule);
  return std::move(result.committees);
}

// Two parties: 6 voters for 0, 1, 2 and 3 voters for 3, 4, 5.
inline ApprovalProfile TwoParties() { return MakeApprovals(6, {{{0, 1, 2}, 6}, {{3, 4, 5}, 3}}); }

}  // namespace plenum::tally
