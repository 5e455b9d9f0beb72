// What an election file holds, whatever its format: the options' names and all ballots, which rank
// the options, give them points, or name those that they approve of. Option i is names[i].
//
//   absl::StatusOr<AnyElection> any = ReadElection("vote.abif", text);  // any.h
//   if (const auto* ranked = std::get_if<Election>(&*any)) Schulze(...ranked->profile...);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

// What a reader passed over, as its format says it must: names on ballots of options that do not
// stand, and weights that the file does not allow.
struct PassedOver {
  static constexpr size_t kMostNames = 100;
  std::vector<std::string> names = {};  // in order of first mention, the first kMostNames
  int64_t other_names = 0;              // mentions of further ones
  int64_t ballots = 0;                  // that name at least one of them
  int64_t weights = 0;                  // lines whose weight counted as 1

  friend bool operator==(const PassedOver&, const PassedOver&) = default;
};

// Ranked ballots.
struct Election {
  std::vector<std::string> names;
  // How many options are to be elected, where the file says so.
  std::optional<int> seats;
  Profile profile;
  // Empty where the file, or its format, has none.
  std::string title = {};
  // What the file asks to be counted by, in its words: "Schulze Winning".
  std::vector<std::string> methods = {};
  PassedOver passed_over = {};
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
