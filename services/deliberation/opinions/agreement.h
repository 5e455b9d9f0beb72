// agreement: how often pairs of people say the same, for few people.
//
//   Agreement agreement = PairwiseAgreement(votes, counted, 3);
//   agreement.members[m].mean ...
#pragma once

#include <vector>

#include "services/deliberation/opinions/votes.h"

namespace plenum::opinions {

// How two people answered the statements on which both took a side.
struct Pair {
  int same = 0;
  int both = 0;
};

// Statements on which one of the two passed, or that one has not seen, are not compared.
Pair Compare(std::span<const Vote> one, std::span<const Vote> other);

// One member beside all others.
struct Closeness {
  int others = 0;   // that could be compared
  double mean = 0;  // share of the same answers, 0 to 1, mean over the others; 0 without others
  // How many of the others say the same on two thirds or more, on between one and two thirds, and
  // on one third or less of what is compared.
  int near = 0;
  int between = 0;
  int far = 0;
};

struct Agreement {
  int pairs = 0;    // that could be compared
  double mean = 0;  // share of the same answers, mean over the pairs; 0 without pairs
  std::vector<Closeness> members;
};

// Of the members that `counted` names, each of whom has a row in the result; pairs with fewer than
// `min_both` statements in common are left out. O(members^2 x statements).
Agreement PairwiseAgreement(const VoteMatrix& votes, const std::vector<bool>& counted,
                            int min_both);

}  // namespace plenum::opinions
