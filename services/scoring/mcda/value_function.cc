#include "services/scoring/mcda/value_function.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

absl::Status NotFinite(const std::string& what) {
  return MakeError({.rule = ErrorRule::kNotFinite}, what);
}

absl::Status BadScale(const std::string& what) {
  return MakeError({.rule = ErrorRule::kBadScale}, what);
}

absl::Status CheckEnds(double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) {
    return NotFinite("the scale's ends must be finite");
  }
  if (low >= high) {
    return BadScale(absl::StrCat("the scale must rise, not run from ", low, " to ", high));
  }
  if (!std::isfinite(high - low)) return BadScale("the scale is too wide for a double");
  return absl::OkStatus();
}

// The line through knots i and i+1, exact at both.
double OnSegment(const std::vector<double>& cutoffs, const std::vector<double>& values, size_t i,
                 double x) {
  if (x == cutoffs[i]) return values[i];
  if (x == cutoffs[i + 1]) return values[i + 1];
  const double share = (x - cutoffs[i]) / (cutoffs[i + 1] - cutoffs[i]);
  return values[i] + share * (values[i + 1] - values[i]);
}

}  // namespace

ValueFunction::ValueFunction(std::vector<double> cutoffs, std::vector<double> values,
                             OutOfScale out_of_scale)
    : cutoffs_(std::move(cutoffs)),
      values_(std::move(values)),
      out_of_scale_(out_of_scale),
      worst_value_(*std::min_element(values_.begin(), values_.end())),
      best_value_(*std::max_element(values_.begin(), values_.end())) {}

absl::StatusOr<ValueFunction> ValueFunction::Linear(double low, double high, Direction direction,
                                                    OutOfScale out_of_scale) {
  if (absl::Status status = CheckEnds(low, high); !status.ok()) return status;
  const bool rises = direction == Direction::kMax;
  return ValueFunction({low, high}, {rises ? 0.0 : 1.0, rises ? 1.0 : 0.0}, out_of_scale);
}

absl::StatusOr<ValueFunction> ValueFunction::PiecewiseLinear(std::vector<double> cutoffs,
                                                             std::vector<double> values,
                                                             OutOfScale out_of_scale) {
  if (cutoffs.size() != values.size() || cutoffs.size() < 2) {
    return BadScale(
        absl::StrCat("a piecewise function needs as many values as cutoffs, at least 2; ",
                     "it has ", values.size(), " and ", cutoffs.size()));
  }
  bool rises = true;
  bool falls = true;
  for (size_t i = 0; i < cutoffs.size(); ++i) {
    if (!std::isfinite(cutoffs[i]) || !std::isfinite(values[i])) {
      return NotFinite(absl::StrCat("knot ", i, " is not finite"));
    }
    if (i == 0) continue;
    if (absl::Status status = CheckEnds(cutoffs[i - 1], cutoffs[i]); !status.ok()) {
      return BadScale(absl::StrCat("cutoff ", i, " (", cutoffs[i],
                                   ") must be above the one before it (", cutoffs[i - 1], ")"));
    }
    rises = rises && values[i] >= values[i - 1];
    falls = falls && values[i] <= values[i - 1];
  }
  if (!rises && !falls) return BadScale("the values must only rise or only fall");
  return ValueFunction(std::move(cutoffs), std::move(values), out_of_scale);
}

absl::StatusOr<ValueFunction> ValueFunction::Target(double low, double high, double target,
                                                    OutOfScale out_of_scale) {
  if (absl::Status status = CheckEnds(low, high); !status.ok()) return status;
  if (!std::isfinite(target)) return NotFinite("the target must be finite");
  if (target < low || target > high) {
    return BadScale(absl::StrCat("the target ", target, " is outside the scale ", low, "..", high));
  }
  // To the further end, so that it is worth 0: a weight is of a whole swing.
  const double width = std::max(target - low, high - target);
  std::vector<double> cutoffs;
  std::vector<double> values;
  if (target > low) {
    cutoffs.push_back(low);
    values.push_back(1.0 - (target - low) / width);
  }
  cutoffs.push_back(target);
  values.push_back(1.0);
  if (target < high) {
    cutoffs.push_back(high);
    values.push_back(1.0 - (high - target) / width);
  }
  return ValueFunction(std::move(cutoffs), std::move(values), out_of_scale);
}

absl::StatusOr<double> ValueFunction::Evaluate(double score) const {
  if (!std::isfinite(score)) return NotFinite("the score is not a finite number");
  const size_t last_segment = cutoffs_.size() - 2;
  if (score < scale_low() || score > scale_high()) {
    const bool below = score < scale_low();
    switch (out_of_scale_) {
      case OutOfScale::kError:
        return MakeError(
            {.rule = ErrorRule::kOutOfScale},
            absl::StrCat(score, " is outside the scale ", scale_low(), "..", scale_high()));
      case OutOfScale::kClip:
        return below ? values_.front() : values_.back();
      case OutOfScale::kExtrapolate:
        return OnSegment(cutoffs_, values_, below ? 0 : last_segment, score);
    }
  }
  const auto above = std::upper_bound(cutoffs_.begin(), cutoffs_.end(), score);
  const auto knots_passed = static_cast<size_t>(above - cutoffs_.begin());
  return OnSegment(cutoffs_, values_, std::min(knots_passed - 1, last_segment), score);
}

}  // namespace plenum::mcda
