// representative: what a group holds in contrast to the others, and what all groups share.
//
// As Polis does it (C. Small et al., "Polis: Scaling Deliberation by Mapping High Dimensional
// Opinion Spaces", Recerca 26(2), 2021, doi 10.6035/recerca.5516). Every proportion is smoothed by
// one answer of each kind, so that a statement that few have seen is no extreme.
#pragma once

#include <span>
#include <vector>

#include "services/deliberation/opinions/votes.h"

namespace plenum::opinions {

// z above which a proportion is greater at 90%, one-sided.
inline constexpr double kSignificant = 1.2816;

// (a + 1) / (n + 2): how likely one of these people is to answer so.
double Smoothed(int successes, int trials);

// z of the test that more than half answer so, each count raised by one:
// 2 sqrt(n + 1) ((s + 1) / (n + 1) - 1/2).
double ProportionTest(int successes, int trials);

// z of the test that the first proportion is the greater one, pooled, each count raised by one:
// (p1 - p2) / sqrt(p (1 - p) (1 / (n1 + 1) + 1 / (n2 + 1))). 0 where all answered so.
double TwoProportionTest(int successes, int trials, int other_successes, int other_trials);

struct Representative {
  int statement = 0;
  Vote vote = Vote::kAgree;  // what the group says: agree or disagree
  Tally group;
  Tally others;      // of all other groups together
  double ratio = 0;  // how much likelier one of the group is to say so than one of the others
  double test = 0;   // z of TwoProportionTest
  // ratio x test x smoothed proportion x z of ProportionTest: what they are sorted by.
  double weight = 0;
};

// The statements of which the group says something that most of it says (ProportionTest) and that
// the others say less (TwoProportionTest), both significant, the greatest weight first, at most
// `most`; where both answers qualify, that of the greater test. Statements with fewer than
// `min_answers` of the group or of the others are passed over. The program Polis also shows the
// best of a group where none is significant; this does not. O(statements log statements).
std::vector<Representative> FindRepresentative(std::span<const Tally> group,
                                               std::span<const Tally> others, int min_answers,
                                               int most);

// Group-informed consensus: the probability that one of every group, taken at random, says `vote`:
// the product over the groups of (answers so + 1) / (answers + 2). 1 without groups.
double GroupInformedConsensus(std::span<const Tally> groups, Vote vote);

}  // namespace plenum::opinions
