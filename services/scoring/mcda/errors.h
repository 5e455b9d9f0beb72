// Errors of the scoring math that say where the mistake is: which option, criterion and member.
//
// Every non-OK status of this folder carries an ErrorSite, so that a caller who knows the names can
// point at the cell ("Harden bases, criterion Cost, member Ada: 12 is outside 0..10") without
// reading the message.
//
//   absl::StatusOr<AdditiveResult> result = EvaluateAdditive(...);
//   if (!result.ok()) {
//     std::optional<ErrorSite> site = SiteOf(result.status());
//     if (site.has_value() && site->rule == ErrorRule::kNegativeWeight) ... *site->criterion ...
//   }
#pragma once

#include <optional>
#include <string>

#include "absl/status/status.h"

namespace plenum::mcda {

// The rule that the input broke.
enum class ErrorRule {
  kShape = 1,       // sizes do not match, or are zero or too large; an index is outside its range
  kNotFinite,       // NaN or infinity
  kOutOfScale,      // a score outside the criterion's scale
  kBadScale,        // a value function that is none: low >= high, knots not ascending, ...
  kNegativeWeight,  // a weight below zero
  kAllZeroWeights,  // nothing to normalise
  kMissingScore,    // the question needs scores that nobody gave
  kBadTolerance,    // a negative or non-finite tolerance
  kBadRank,         // a rank below 1
  kBadJudgement,    // a judgement of a pair that is no ratio, or contradicts itself
  kDisconnected,    // judgements that leave an item unconnected
  kSingular,        // equations without a single solution
  kConstant,        // a criterion on which all options are equal, for a method that divides by that
  kNotPositive,     // a value of 0 or below, for a method of ratios or logarithms
  kTooFew,          // fewer options than the method can compare
  kBadThreshold,    // thresholds out of order, negative or missing
  kUnknownMethod,   // no method of that name
  kTooMany,         // more options than the method can compare in reasonable time and memory
  kBadCount,        // a member who counts as fewer than 1 or more than kMostCounts
  kTooExtreme,      // a number too great or too near to 0 to compute with
};

// Indexes into the caller's options, criteria and members; those that do not apply are empty.
struct ErrorSite {
  ErrorRule rule = ErrorRule::kShape;
  std::optional<int> option = std::nullopt;
  std::optional<int> criterion = std::nullopt;
  std::optional<int> member = std::nullopt;
  friend bool operator==(const ErrorSite&, const ErrorSite&) = default;
};

// The rule's name as in an API: "NOT_FINITE", "OUT_OF_SCALE", ...
std::string ErrorRuleName(ErrorRule rule);

// INVALID_ARGUMENT (OUT_OF_RANGE for kOutOfScale, FAILED_PRECONDITION for kMissingScore) with the
// place in front of `what` and the site attached.
absl::Status MakeError(const ErrorSite& site, const std::string& what);

// The message of a status made by MakeError without the place in front, for callers who know names.
std::string WithoutPlace(const absl::Status& status);

// The site of a status made by MakeError; nothing for any other.
std::optional<ErrorSite> SiteOf(const absl::Status& status);

}  // namespace plenum::mcda
