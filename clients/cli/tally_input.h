// tally_input: a file of ballots of any format as what a count takes.
#pragma once

#include <cstddef>
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

// Of a file of ballots, and of each file that it names.
constexpr std::size_t kMaxTallyBytes = std::size_t{1} << 30U;

struct TallyInput {
  std::vector<std::string> names;  // of the options
  std::variant<plenum::tally::Profile, plenum::tally::ScoreProfile, plenum::tally::ApprovalProfile,
               plenum::tally::BudgetElection>
      ballots;
  std::optional<int> seats;                                // where the file says so
  std::vector<plenum::tally::OptionIndex> withdrawn;       // where the file says so
  std::string method;                                      // where the file says so
  std::vector<plenum::tally::OptionIndex> tie_order = {};  // all of them, where the file says so
  std::vector<std::string> notes = {};   // what was not followed, one sentence each
  std::vector<std::string> grades = {};  // of points with names, the lowest first
};

// The content of a file that a file of ballots names; nothing where it cannot be read.
std::optional<std::string> LoadNamedFile(const std::string& path);

// `file_name` tells the format where its content does not, and the folder of files that it names.
// `unranked`: nothing leaves it to the file, or to tied last. Errors name line and column.
absl::StatusOr<TallyInput> ReadTallyInput(std::string_view file_name, const std::string& text,
                                          std::optional<plenum::tally::Unranked> unranked);

}  // namespace plenum::cli
