// Value functions: how a score on a criterion's own fixed scale becomes a value, 1 for the best
// anchor and 0 for the worst. The scale is declared beforehand and never taken from the options at
// hand, so an option that comes or goes changes nobody else's value.
//
//   linear, maximise   v(x) = (x - low) / (high - low)
//   linear, minimise   v(x) = (high - x) / (high - low)
//   piecewise linear   straight lines between the knots (cutoff_i, value_i)
//   target             v(x) = 1 - |x - target| / max(target - low, high - target)
//
// Sources: R. L. Keeney, H. Raiffa, "Decisions with Multiple Objectives" (1976), ch. 3 (additive
// value functions); V. Belton, T. J. Stewart, "Multiple Criteria Decision Analysis" (2002), 5.2
// (fixed scales). The target form is the distance of SPOTIS (J. Dezert et al. 2020) over the
// greatest one on the scale, so that its worst score is worth 0 as in every other form.
//
//   absl::StatusOr<ValueFunction> cost = ValueFunction::Linear(0, 40, Direction::kMin);
//   cost->Evaluate(10);  // 0.75
//   cost->Evaluate(41);  // OUT_OF_RANGE: "41 is outside the scale 0..40"
#pragma once

#include <vector>

#include "absl/status/statusor.h"

namespace plenum::mcda {

enum class Direction {
  kMax,  // more is better
  kMin,  // less is better
};

// What a score outside the scale gives. Anything but kError has to be asked for.
enum class OutOfScale {
  kError,        // OUT_OF_RANGE
  kClip,         // the value of the nearest end
  kExtrapolate,  // the line of the first or last segment, continued; values may leave 0..1
};

class ValueFunction {
 public:
  // All factories: INVALID_ARGUMENT, with rule kNotFinite or kBadScale, when an argument is not
  // finite, or as said below.

  // Requires low < high.
  static absl::StatusOr<ValueFunction> Linear(double low, double high, Direction direction,
                                              OutOfScale out_of_scale = OutOfScale::kError);
  // Requires at least two knots, cutoffs strictly ascending, and values that only rise or only
  // fall.
  static absl::StatusOr<ValueFunction> PiecewiseLinear(
      std::vector<double> cutoffs, std::vector<double> values,
      OutOfScale out_of_scale = OutOfScale::kError);
  // Best at `target`. Requires low < high and low <= target <= high.
  static absl::StatusOr<ValueFunction> Target(double low, double high, double target,
                                              OutOfScale out_of_scale = OutOfScale::kError);

  // The value of a score. Rule kNotFinite for NaN and infinity, kOutOfScale (OUT_OF_RANGE) outside
  // the scale under OutOfScale::kError. Exact at the knots. O(log knots).
  absl::StatusOr<double> Evaluate(double score) const;

  // Whether it is one straight line from 0 to 1 or from 1 to 0, with an error outside the scale:
  // then a score's value is (score - low) / (high - low), or 1 less that.
  bool IsPlainLine() const {
    return cutoffs_.size() == 2 && out_of_scale_ == OutOfScale::kError && worst_value_ == 0 &&
           best_value_ == 1;
  }
  bool rises() const { return values_.front() < values_.back(); }

  double scale_low() const { return cutoffs_.front(); }
  double scale_high() const { return cutoffs_.back(); }
  // The least and greatest value of any score on the scale: what a missing score could be worth.
  double worst_value() const { return worst_value_; }
  double best_value() const { return best_value_; }

 private:
  ValueFunction(std::vector<double> cutoffs, std::vector<double> values, OutOfScale out_of_scale);

  std::vector<double> cutoffs_;  // strictly ascending, at least two
  std::vector<double> values_;   // as many
  OutOfScale out_of_scale_;
  double worst_value_;
  double best_value_;
};

}  // namespace plenum::mcda
