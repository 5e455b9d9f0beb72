// Whether two elections are the same, for the round trips of tests and fuzz targets: the names,
// seats and titles in order, the ballots and their counts in any order of groups.
//
//   if (!SameElection(election, *ReadCvotes(*WriteCvotes(election)))) ...
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

// Which texts must be the same; a format may have no place for some.
struct SameWhat {
  bool seats = true;
  bool title = true;
  bool grades = true;
};

inline bool SameBallots(const Profile& a, const Profile& b) {
  if (a.option_count() != b.option_count() || a.unranked() != b.unranked() ||
      a.ballots() != b.ballots()) {
    return false;
  }
  const auto counts = [](const Profile& profile) {
    std::map<std::pair<std::vector<int>, std::vector<int>>, int64_t> by_ballot;
    for (const BallotGroup& group : profile.groups()) {
      const auto order = group.ranking.order();
      const auto ends = group.ranking.tier_ends();
      by_ballot[{{order.begin(), order.end()}, {ends.begin(), ends.end()}}] += group.count;
    }
    return by_ballot;
  };
  return counts(a) == counts(b);
}

inline bool SameBallots(const ScoreProfile& a, const ScoreProfile& b) {
  const auto counts = [](const ScoreProfile& profile) {
    std::map<Scores, int64_t> by_ballot;
    for (const ScoreGroup& group : profile.groups()) by_ballot[group.scores] += group.count;
    return by_ballot;
  };
  return a.option_count() == b.option_count() && a.range() == b.range() &&
         a.ballots() == b.ballots() && counts(a) == counts(b);
}

inline bool SameBallots(const ApprovalProfile& a, const ApprovalProfile& b) {
  const auto counts = [](const ApprovalProfile& profile) {
    std::map<std::vector<OptionIndex>, int64_t> by_ballot;
    for (const ApprovalGroup& group : profile.groups()) by_ballot[group.approved] += group.count;
    return by_ballot;
  };
  return a.option_count() == b.option_count() && a.ballots() == b.ballots() &&
         counts(a) == counts(b);
}

template <typename E>
bool SameElection(const E& a, const E& b, const SameWhat& what = {}) {
  if constexpr (requires { a.grades; }) {
    if (what.grades && a.grades != b.grades) return false;
  }
  return a.names == b.names && (!what.seats || a.seats == b.seats) &&
         (!what.title || a.title == b.title) && SameBallots(a.profile, b.profile);
}

}  // namespace plenum::tally
