// The Kemeny-Young method: the order of all options with which the ballots agree most, counted over
// all ballots and pairs of options.
//
//   absl::StatusOr<KemenyResult> result = Kemeny(matrix, KemenyOptions{});
//   result->best_score;     // agreeing pairs of the best order
//   result->count.ranking;  // the options by their best place in any best order
//   result->count.proven;   // whether no better order can exist
//
// Sources: J. G. Kemeny, "Mathematics without numbers", Daedalus 88 (1959); H. P. Young,
// "Condorcet's theory of voting", American Political Science Review 82 (1988). The score of an
// order is the sum of prefer(a, b) over all pairs with a before b.
//
// How it is computed. An option of one strong component of "beats" need never stand below one of a
// later component (M. Truchon, "An extension of the Condorcet criterion and Kemeny orders", 1998),
// so each component is ordered alone:
//   * up to kKemenyExactOptions options exactly, by dynamic programming over subsets (M. Held and
//     R. M. Karp 1962): O(2^k k) time, 8 x 2^k bytes;
//   * beyond that by local search, then branch and bound within a budget of search nodes; `proven`
//     says whether the order found was shown to be a best one.
//
// Ties. There can be several best orders. `ranking_by_votes` has the options by their best place in
// any best order: the first tier holds those that are first in one, and an option that is before
// another in every best order stands in a higher tier. A policy with an order picks the best order
// that is first by that order of options, so that the final ranking is itself a best order; its
// event names the order of the policy, which only decides where best orders differ. (In groups of
// more than 12 options whose duels are partly level options of different components are compared by
// those that must precede them. In a component beyond kKemenyExactOptions the one order found is
// reported, without a search for others of the same score.)
//
// Condorcet and Smith consistent, neutral, reversal symmetric; not monotonic in general.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

// Largest component that is ordered by dynamic programming: 32 MiB and some 0.3 s at this size.
inline constexpr int kKemenyExactOptions = 22;

struct KemenyOptions {
  TiePolicy tie_policy = KeepTied{};
  // Most nodes of the branch and bound in each larger component, of up to 64 options; a node takes
  // O(k^2) at worst, some microseconds. Above 64 there is only the local search.
  int64_t search_nodes = 20'000;
  base::Stopped stopped = {};
};

struct KemenyResult {
  // proven: `order` is a best order. `defeats` holds every duel that was won with its margin, the
  // strongest first; kept: `order` agrees with it. sets[0] is "Kemeny winners", the options that
  // are first in some best order, ascending (of those found, where it is not proven); the first
  // tier can hold more. figures has the best places,
  // from 1, when there are several best orders; rounds are empty.
  Count count;
  std::vector<OptionIndex> order;  // one best order, or the best one found
  Integer best_score;              // of `order`
  Integer score_bound;             // no order has more; equal to best_score when proven
};

// INVALID_ARGUMENT: a malformed tie policy, or search_nodes < 0. CANCELLED: stopped. Deterministic.
absl::StatusOr<KemenyResult> Kemeny(const PairwiseMatrix& matrix, const KemenyOptions& options);

// The count alone.
absl::StatusOr<Count> KemenyCount(const PairwiseMatrix& matrix, const KemenyOptions& options);

// How many preferences of ballots more the best order with `lower` above `upper` contradicts than
// the best order of all; 0 when that is a best one itself. Nothing when it is not proven, or with
// so many ballots that it cannot be counted. Twice the work of Kemeny(), at worst on all options as
// one component. Errors as Kemeny(), and INVALID_ARGUMENT for options that are not two of the
// matrix.
absl::StatusOr<std::optional<Integer>> KemenyCostOfReversing(const PairwiseMatrix& matrix,
                                                             OptionIndex upper, OptionIndex lower,
                                                             const KemenyOptions& options);

// The score of an order. Requires a permutation of all options. O(n^2).
Integer KemenyScore(const PairwiseMatrix& matrix, std::span<const OptionIndex> order);

}  // namespace plenum::tally
