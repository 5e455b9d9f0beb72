// How much a result can be relied on: what other methods say of the same ballots, how few ballots
// would have to change to move the first place, and how stable each place is when the voters are
// drawn again.
//
//   std::vector<MethodUnderTest> methods = ...;        // the method of the count and the others
//   RobustnessOptions options;
//   options.seed = "2031-05-04";
//   absl::StatusOr<Robustness> report = CheckRobustness(profile, methods, 0, options);
//
// Nothing depends on time, on the number of workers or on the order of the ballots in the file
// except where ballots are drawn again, which depends on the order of the profile's groups.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/workers.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

// What is known of a method that gives a proven bound on the ballots that move its first place.
enum class MarginRule {
  kUnknown,               // nothing: at least one ballot
  kCondorcet,             // a Condorcet winner stands alone in the first place
  kOpposition,            // minimax by opposition
  kEliminatesLowest,      // instant runoff: each round drops the option with the fewest votes
  kEliminatesLowestSkip,  // the same, with ranks of several options passed over
  kCoombs,                // each round drops the option with the most last places
  kTwoRounds,             // two rounds
  kBucklin,               // votes at a rank or better
  kPlurality,             // most first preferences, shared where tied; exact
  kBorda,                 // averaged Borda points, or duels; exact
  kDowdall,               // averaged Dowdall points; exact
};

struct MethodUnderTest {
  std::string name;
  std::function<absl::StatusOr<Count>(const Profile&, const PairwiseMatrix&)> count;
  bool by_matrix = false;  // the count depends on the matrix alone
  MarginRule margin = MarginRule::kUnknown;
  // A count takes up to 2^n n steps, n options (at most 22 of them count here), however few the
  // ballots are.
  bool exponential = false;
};

// Steps of one recount, roughly: to share out a budget of them.
int64_t RecountSteps(const MethodUnderTest& method, int64_t groups, int option_count);

// How two rankings of the same options agree, over all pairs of options.
struct Agreement {
  int64_t concordant = 0;  // both rankings separate the pair, alike
  int64_t discordant = 0;  // both separate it, the opposite way
  int64_t tied_first = 0;  // tied in the first ranking only
  int64_t tied_second = 0;
  int64_t tied_both = 0;

  // Kendall's tau-b (Kendall 1945): (C - D) / sqrt((C + D + T1)(C + D + T2)); 1 for the same order,
  // -1 for the reverse. Nothing when a ranking ties all options.
  std::optional<double> TauB() const;
};

// O(n^2). Requires complete rankings of the same options.
Agreement Compare(const Ranking& first, const Ranking& second);

// The fewest ballots that have to be replaced by others so that the winner no longer stands alone
// in the first place: at least `at_least` (proven), at most `at_most` (shown by a recount). Exact
// between two options: see flip_margin.h.
struct FlipMargin {
  int64_t at_least = 0;
  std::optional<int64_t> at_most;    // nothing: no change that was tried moves it
  std::optional<OptionIndex> rival;  // who reaches the first place with at_most changes
  std::string because;  // why fewer than at_least cannot, a clause; empty where none are needed
  bool exact() const { return at_most == at_least; }
};

// The places of the options when the ballots are drawn again with replacement (bootstrap, Efron
// 1979), approximately: the count of each ballot group is drawn from a Poisson distribution with
// its count as mean; above 4,096 groups, seeded random blocks of groups take the groups' place.
struct Bootstrap {
  int samples = 0;
  int units = 0;  // groups, or blocks of groups, that were drawn
  // places[option][p]: samples in which the option stood at place p (0 is the first; tied options
  // share the best place of their tier).
  std::vector<std::vector<int>> places;
};

struct RobustnessOptions {
  std::string seed = "plenum";  // of the bootstrap; not empty
  int samples = 200;            // at most; fewer where a recount is expensive, 0 for none
  base::Workers workers = {};
};

// INVALID_ARGUMENT: an empty seed, negative samples.
absl::Status CheckOptions(const RobustnessOptions& options);

struct Robustness {
  struct Outcome {
    std::string method;
    std::optional<Count> count;  // nothing when the method refused the ballots
    std::string refusal;
  };
  std::vector<Outcome> outcomes;  // in the order of the methods
  // agreement[i][j] of the outcomes i and j, i < j; nothing where one of them refused.
  std::vector<std::vector<std::optional<Agreement>>> agreement;
  // Over all methods that counted: the best and the worst place of each option, from 1; of options
  // that are tied, the best is the first and the worst the last place of the tier. An option is
  // among the top k under every method exactly when its worst place is at most k.
  std::vector<int> best_place;
  std::vector<int> worst_place;
  FlipMargin margin;    // of methods[chosen]
  Bootstrap bootstrap;  // of methods[chosen]
};

// Runs all methods on the ballots and examines methods[chosen]. INVALID_ARGUMENT: no methods,
// `chosen` outside them, an empty seed, negative samples; and what methods[chosen] refuses.
// CANCELLED: options.workers.stopped, asked between counts, said true.
absl::StatusOr<Robustness> CheckRobustness(const Profile& profile,
                                           std::span<const MethodUnderTest> methods, size_t chosen,
                                           const RobustnessOptions& options);

// As above, with the pairwise matrix of the profile where the caller has it already.
absl::StatusOr<Robustness> CheckRobustness(const Profile& profile, const PairwiseMatrix& pairwise,
                                           std::span<const MethodUnderTest> methods, size_t chosen,
                                           const RobustnessOptions& options);

}  // namespace plenum::tally
