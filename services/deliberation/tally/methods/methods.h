// The methods that rank options from ranked ballots, as one list: for callers that choose one by
// its identifier, and for reports that run them all.
//
//   const RankedMethod* method = FindRankedMethod("ranked-pairs-margins");
//   absl::StatusOr<Count> count = method->count(profile, matrix, KeepTied{}, {});
//
// Each method's header says how it treats ties, what its figures mean and what it refuses.
#pragma once

#include <span>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/report/robustness.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

struct RankedMethod {
  std::string_view id;          // "ranked-pairs-margins"
  std::string_view title;       // "Ranked pairs (margins)"
  std::string_view source;      // where it is defined
  std::string_view complexity;  // in options (n) and distinct ballots (g), after the pairwise count
  bool exponential;             // its count takes up to 2^n n steps
  bool by_matrix;               // it looks at the pairwise matrix alone
  MarginRule margin;
  // `matrix` is that of `profile`. With the defaults of the method's other options. Methods that
  // search, or count in rounds whose cost can add up, ask `stopped`: CANCELLED.
  absl::StatusOr<Count> (*count)(const Profile& profile, const PairwiseMatrix& matrix,
                                 const TiePolicy& tie_policy, const base::Stopped& stopped);
};

// All of them; the first is the default.
std::span<const RankedMethod> RankedMethods();

// Null for an unknown identifier.
const RankedMethod* FindRankedMethod(std::string_view id);

// The method under this tie policy, in the form that CheckRobustness takes.
MethodUnderTest UnderTest(const RankedMethod& method, const TiePolicy& tie_policy,
                          const base::Stopped& stopped = {});

}  // namespace plenum::tally
