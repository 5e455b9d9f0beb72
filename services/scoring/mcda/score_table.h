// ScoreTable: what the members gave, member x option x criterion, on the criteria's own scales. A
// cell is a finite number or missing; missing is a state of its own and never a number.
//
//   absl::StatusOr<ScoreTable> scores = ScoreTable::Create(/*members=*/3, /*options=*/4,
//                                                          /*criteria=*/2);
//   absl::Status status = scores->Set(/*member=*/0, /*option=*/2, /*criterion=*/1, 7.5);
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::mcda {

// The most cells of one table (800 MB of scores).
inline constexpr int64_t kMaxScoreCells = 100'000'000;

class ScoreTable {
 public:
  // All cells missing. Rule kShape: a size below 1, or more than kMaxScoreCells cells.
  static absl::StatusOr<ScoreTable> Create(int members, int options, int criteria);

  // Rule kShape for an index outside its range, kNotFinite for NaN and infinity; then nothing
  // changes.
  absl::Status Set(int member, int option, int criterion, double score);
  absl::Status Clear(int member, int option, int criterion);

  // The score, or nothing when it is missing. Indexes must be in range.
  std::optional<double> Get(int member, int option, int criterion) const;

  // A member's scores, options x criteria row by row; NaN where one is missing. For loops over all.
  std::span<const double> Row(int member) const {
    const size_t cells = static_cast<size_t>(options_) * static_cast<size_t>(criteria_);
    return {scores_.data() + static_cast<size_t>(member) * cells, cells};
  }

  int members() const { return members_; }
  int options() const { return options_; }
  int criteria() const { return criteria_; }

 private:
  ScoreTable(int members, int options, int criteria);

  absl::Status CheckIndexes(int member, int option, int criterion) const;
  size_t Cell(int member, int option, int criterion) const {
    return (static_cast<size_t>(member) * static_cast<size_t>(options_) +
            static_cast<size_t>(option)) *
               static_cast<size_t>(criteria_) +
           static_cast<size_t>(criterion);
  }

  int members_;
  int options_;
  int criteria_;
  std::vector<double> scores_;  // NaN marks a missing score; it leaves this class by Row() only
};

}  // namespace plenum::mcda
