// tally_ballot: options and ballots as they are written on the command line of `plenum tally`, read
// against the options of a file.
//
//   ranked      A > B = C
//   points      A=5, B=3        (or grades: A=good, B=poor)
//   approvals   A, B            (of a budget also with points: A=3, B)
//   needs       A = B, C        (A cannot be funded without B and C)
//
// A name may be cut short where only one option begins so, or holds it; one that holds > = or , is
// put in double quotes. Pure: no files, no terminal, no network.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::cli {

// All: a usage error that begins with the flag's name and says what is wrong: an option that the
// file does not have (with those that it has), one that is named twice, a number that is none.
// names[i] is what option i is called.
class BallotReader {
 public:
  BallotReader(std::string flag, const std::vector<std::string>& names)
      : flag_(std::move(flag)), names_(names) {}

  // Two different options: "A > B". Also "A, B".
  absl::StatusOr<std::pair<int, int>> Pair(std::string_view words) const;
  absl::StatusOr<plenum::tally::Ranking> Ranked(std::string_view words) const;
  // `grades`: names of the points, the first for `lowest`; they can stand in place of numbers.
  absl::StatusOr<plenum::tally::Scores> Points(std::string_view words, int lowest = 0,
                                               const std::vector<std::string>& grades = {}) const;
  absl::StatusOr<std::vector<plenum::tally::OptionIndex>> Approvals(std::string_view words) const;
  absl::StatusOr<plenum::tally::BudgetPoints> Budget(std::string_view words) const;
  // An option and what it needs, different ones: "A = B, C".
  absl::StatusOr<std::pair<int, std::vector<int>>> Needs(std::string_view words) const;
  // Two or more options: "A, B".
  absl::StatusOr<std::vector<int>> Exclusion(std::string_view words) const;

 private:
  absl::Status Wrong(std::string_view what) const;
  absl::StatusOr<int> Option(std::string_view word) const;
  // An option that is not in `named` yet; it is then.
  absl::StatusOr<int> New(std::string_view word, std::set<int>& named) const;
  // "A=5" parts between commas: an option, and the number if there is one. `usage`: what the flag
  // takes.
  absl::StatusOr<std::vector<std::pair<int, std::string>>> Given(std::string_view words,
                                                                 std::string_view usage) const;

  std::string flag_;
  const std::vector<std::string>& names_;
};

}  // namespace plenum::cli
