// landscape: what people's votes on statements say together: opinion groups, what each of them
// holds, what all share and what divides them; for few people how far they agree.
//
//   auto landscape = Survey(votes, {});
//   if (landscape->basis == Basis::kGroups) landscape->groups[0].size ...
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/opinions/agreement.h"
#include "services/deliberation/opinions/projection.h"
#include "services/deliberation/opinions/representative.h"
#include "services/deliberation/opinions/votes.h"

namespace plenum::opinions {

struct SurveyOptions {
  // Who answered fewer statements (or not all, where there are fewer) does not count. As in Polis.
  int min_answers = 7;
  int min_people_for_pairs = 4;    // with fewer nothing is said
  int min_people_for_groups = 15;  // with fewer, pairs
  int max_groups = 5;
  // No figure stands for fewer people: smaller groups are joined to others, and statements with
  // fewer answers are not listed.
  int min_behind_figure = 3;
  int min_both = 3;     // statements that a pair has in common, to be compared
  int most_listed = 5;  // statements in a list
};

enum class Basis { kTooFew, kPairs, kGroups };

struct Group {
  int size = 0;
  Point centre;
  std::vector<Tally> tallies;  // of each statement
  std::vector<Representative> representative;
};

// A statement that most of every group answer alike, or that parts the groups.
struct Notable {
  int statement = 0;
  Vote vote = Vote::kAgree;  // what is shared; without meaning for what divides
  double score = 0;          // 0 to 1
};

struct Landscape {
  Basis basis = Basis::kTooFew;
  int answers_needed = 0;     // to count
  std::vector<bool> counted;  // of each member
  int people = 0;             // how many count
  std::vector<Tally> totals;  // of each statement, over those who count
  // Without pairs or groups the rest is empty.
  Agreement agreement;        // kPairs
  Projection plane;           // kGroups: points of those who count, (0, 0) for others
  std::vector<int> group;     // kGroups: of each member, -1 for those who do not count
  std::vector<Group> groups;  // kGroups: the largest first; one when people do not part
  double silhouette = 0;      // kGroups: see clusters.h
  // By group-informed consensus, of all people as one group where there are no groups: more than
  // half of every group say so, and more than half of all significantly. The greatest score first.
  std::vector<Notable> shared;
  // Where most of one group agree and most of another disagree: by the widest gap between two
  // groups' smoothed shares of agreement. With one group: where the smaller side is a third of
  // those who took sides or more, by twice its share of them. The greatest score first.
  std::vector<Notable> divides;
};

// Errors: INVALID_ARGUMENT for options below 1; CANCELLED when stopped. Every number is finite,
// whatever the votes. Deterministic, and without regard to the order of members; statements in
// another order give the same up to rounding, and up to order where scores are level. Time as of
// Project() and FindClusters().
absl::StatusOr<Landscape> Survey(const VoteMatrix& votes, const SurveyOptions& options,
                                 const base::Stopped& stopped = {});

}  // namespace plenum::opinions
