#include "services/scoring/mcda/score_table.h"

#include <cmath>
#include <limits>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
}  // namespace

ScoreTable::ScoreTable(int members, int options, int criteria)
    : members_(members),
      options_(options),
      criteria_(criteria),
      scores_(static_cast<size_t>(members) * static_cast<size_t>(options) *
                  static_cast<size_t>(criteria),
              kMissing) {}

absl::StatusOr<ScoreTable> ScoreTable::Create(int members, int options, int criteria) {
  if (members < 1 || options < 1 || criteria < 1) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat("a table needs at least one member, option and criterion, not ",
                                  members, ", ", options, " and ", criteria));
  }
  if (members > kMaxScoreCells / options / criteria) {
    return MakeError({.rule = ErrorRule::kShape},
                     absl::StrCat(members, " x ", options, " x ", criteria, " cells are more than ",
                                  kMaxScoreCells));
  }
  return ScoreTable(members, options, criteria);
}

absl::Status ScoreTable::CheckIndexes(int member, int option, int criterion) const {
  const auto inside = [](int index, int size) { return index >= 0 && index < size; };
  if (inside(member, members_) && inside(option, options_) && inside(criterion, criteria_)) {
    return absl::OkStatus();
  }
  return MakeError({ErrorRule::kShape, option, criterion, member},
                   absl::StrCat("the table has ", options_, " options, ", criteria_,
                                " criteria and ", members_, " members"));
}

absl::Status ScoreTable::Set(int member, int option, int criterion, double score) {
  if (absl::Status status = CheckIndexes(member, option, criterion); !status.ok()) return status;
  if (!std::isfinite(score)) {
    return MakeError({ErrorRule::kNotFinite, option, criterion, member},
                     "the score is not a finite number");
  }
  scores_[Cell(member, option, criterion)] = score;
  return absl::OkStatus();
}

absl::Status ScoreTable::Clear(int member, int option, int criterion) {
  if (absl::Status status = CheckIndexes(member, option, criterion); !status.ok()) return status;
  scores_[Cell(member, option, criterion)] = kMissing;
  return absl::OkStatus();
}

std::optional<double> ScoreTable::Get(int member, int option, int criterion) const {
  const double score = scores_[Cell(member, option, criterion)];
  if (std::isnan(score)) return std::nullopt;
  return score;
}

}  // namespace plenum::mcda
