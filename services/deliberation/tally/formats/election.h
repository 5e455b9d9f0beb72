// What an election file holds, whatever its format: the options' names and all ballots, which rank
// the options, give them points, or name those that they approve of. Option i is names[i].
//
//   absl::StatusOr<AnyElection> any = ReadElection("vote.abif", text);  // any.h
//   if (const auto* ranked = std::get_if<Election>(&*any)) Schulze(...ranked->profile...);
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

// Ranked ballots.
struct Election {
  std::vector<std::string> names;
  // How many options are to be elected, where the file says so.
  std::optional<int> seats;
  Profile profile;
  // Empty where the file, or its format, has none.
  std::string title = {};
};

// Points, or grades.
struct ScoreElection {
  std::vector<std::string> names;
  std::optional<int> seats;
  ScoreProfile profile;
  std::string title = {};
  // The names of the points, from the lowest to the highest, where they have names; else empty.
  std::vector<std::string> grades = {};
};

// Approvals.
struct ApprovalElection {
  std::vector<std::string> names;
  std::optional<int> seats;
  ApprovalProfile profile;
  std::string title = {};
};

using AnyElection = std::variant<Election, ScoreElection, ApprovalElection>;

}  // namespace plenum::tally
