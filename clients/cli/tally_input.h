// tally_input: a file of ballots of any format as what a count takes.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::cli {

struct TallyInput {
  std::vector<std::string> names;  // of the options
  std::variant<plenum::tally::Profile, plenum::tally::ScoreProfile, plenum::tally::ApprovalProfile,
               plenum::tally::BudgetElection>
      ballots;
  std::optional<int> seats;                           // where the file says so
  std::vector<plenum::tally::OptionIndex> withdrawn;  // where the file says so
  std::string method;                                 // where the file says so
  std::vector<std::string> notes = {};                // what was not followed, one sentence each
  std::vector<std::string> grades = {};               // of points with names, the lowest first
};

// `file_name` tells the format where its content does not. `unranked`: nothing leaves it to the
// file, or to tied last. Errors name line and column.
absl::StatusOr<TallyInput> ReadTallyInput(std::string_view file_name, const std::string& text,
                                          std::optional<plenum::tally::Unranked> unranked);

}  // namespace plenum::cli
