#include "services/scoring/mcda/value_function.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "services/scoring/mcda/errors.h"

namespace plenum::mcda {
namespace {

using ::testing::HasSubstr;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::optional<ErrorRule> RuleOf(const absl::Status& status) {
  const std::optional<ErrorSite> site = SiteOf(status);
  return site.has_value() ? std::optional(site->rule) : std::nullopt;
}

TEST(ValueFunctionTest, LinearFollowsTheDirection) {
  const ValueFunction more = *ValueFunction::Linear(10, 30, Direction::kMax);
  EXPECT_EQ(*more.Evaluate(10), 0);
  EXPECT_EQ(*more.Evaluate(15), 0.25);
  EXPECT_EQ(*more.Evaluate(30), 1);
  const ValueFunction less = *ValueFunction::Linear(10, 30, Direction::kMin);
  EXPECT_EQ(*less.Evaluate(10), 1);
  EXPECT_EQ(*less.Evaluate(15), 0.75);
  EXPECT_EQ(*less.Evaluate(30), 0);
}

TEST(ValueFunctionTest, PiecewiseIsExactAtKnotsAndStraightBetween) {
  const ValueFunction f = *ValueFunction::PiecewiseLinear({0, 10, 100}, {0, 0.8, 1});
  EXPECT_EQ(*f.Evaluate(0), 0);
  EXPECT_EQ(*f.Evaluate(10), 0.8);
  EXPECT_EQ(*f.Evaluate(100), 1);
  EXPECT_DOUBLE_EQ(*f.Evaluate(5), 0.4);
  EXPECT_DOUBLE_EQ(*f.Evaluate(55), 0.9);
  EXPECT_EQ(f.worst_value(), 0);
  EXPECT_EQ(f.best_value(), 1);
}

TEST(ValueFunctionTest, TargetIsBestInTheMiddle) {
  const ValueFunction f = *ValueFunction::Target(0, 10, 4);
  EXPECT_EQ(*f.Evaluate(4), 1);
  EXPECT_DOUBLE_EQ(*f.Evaluate(1), 0.5);
  EXPECT_DOUBLE_EQ(*f.Evaluate(7), 0.5);
  EXPECT_EQ(*ValueFunction::Target(0, 10, 10)->Evaluate(0), 0);
  EXPECT_EQ(*ValueFunction::Target(0, 10, 0)->Evaluate(10), 0);
}

// A weight is of the swing from the worst to the best score, so that the swing must be whole.
TEST(ValueFunctionTest, TheEndThatIsFurtherFromTheTargetIsWorthNothing) {
  const ValueFunction f = *ValueFunction::Target(0, 10, 4);
  EXPECT_EQ(*f.Evaluate(10), 0);
  EXPECT_DOUBLE_EQ(*f.Evaluate(0), 1 - 4.0 / 6);
  EXPECT_EQ(f.worst_value(), 0);
  EXPECT_EQ(f.best_value(), 1);
  EXPECT_EQ(*ValueFunction::Target(0, 10, 5)->Evaluate(0), 0);
}

TEST(ValueFunctionTest, OutOfScaleIsAnErrorUnlessChosenOtherwise) {
  const ValueFunction strict = *ValueFunction::Linear(0, 10, Direction::kMax);
  const absl::Status refused = strict.Evaluate(10.5).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(RuleOf(refused), ErrorRule::kOutOfScale);
  EXPECT_THAT(refused.message(), HasSubstr("10.5 is outside the scale 0..10"));
  EXPECT_EQ(strict.Evaluate(-0.001).status().code(), absl::StatusCode::kOutOfRange);
  const ValueFunction clip = *ValueFunction::Linear(0, 10, Direction::kMin, OutOfScale::kClip);
  EXPECT_EQ(*clip.Evaluate(12), 0);
  EXPECT_EQ(*clip.Evaluate(-3), 1);
  const ValueFunction on =
      *ValueFunction::PiecewiseLinear({0, 10, 20}, {0, 0.5, 0.6}, OutOfScale::kExtrapolate);
  EXPECT_DOUBLE_EQ(*on.Evaluate(30), 0.7);
  EXPECT_DOUBLE_EQ(*on.Evaluate(-10), -0.5);
}

TEST(ValueFunctionTest, NeverTakesNanOrInfinity) {
  for (const OutOfScale policy :
       {OutOfScale::kError, OutOfScale::kClip, OutOfScale::kExtrapolate}) {
    const ValueFunction f = *ValueFunction::Linear(0, 1, Direction::kMax, policy);
    for (const double bad : {kNan, kInfinity, -kInfinity}) {
      EXPECT_EQ(RuleOf(f.Evaluate(bad).status()), ErrorRule::kNotFinite);
    }
  }
  EXPECT_EQ(RuleOf(ValueFunction::Linear(0, kInfinity, Direction::kMax).status()),
            ErrorRule::kNotFinite);
  EXPECT_EQ(RuleOf(ValueFunction::PiecewiseLinear({0, 1}, {0, kNan}).status()),
            ErrorRule::kNotFinite);
  EXPECT_EQ(RuleOf(ValueFunction::Target(0, 1, kNan).status()), ErrorRule::kNotFinite);
}

TEST(ValueFunctionTest, RefusesWhatIsNoScale) {
  const double huge = std::numeric_limits<double>::max();
  for (const absl::Status& status :
       {ValueFunction::Linear(5, 5, Direction::kMax).status(),
        ValueFunction::Linear(6, 5, Direction::kMax).status(),
        ValueFunction::Linear(-huge, huge, Direction::kMax).status(),
        ValueFunction::PiecewiseLinear({0}, {0}).status(),
        ValueFunction::PiecewiseLinear({}, {}).status(),
        ValueFunction::PiecewiseLinear({0, 1}, {0, 1, 2}).status(),
        ValueFunction::PiecewiseLinear({0, 0}, {0, 1}).status(),
        ValueFunction::PiecewiseLinear({0, 2, 1}, {0, 0.5, 1}).status(),
        ValueFunction::PiecewiseLinear({0, 1, 2}, {0, 1, 0.5}).status(),
        ValueFunction::Target(0, 1, 2).status(), ValueFunction::Target(1, 0, 0.5).status()}) {
    EXPECT_EQ(RuleOf(status), ErrorRule::kBadScale) << status;
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(ErrorsTest, ASiteSurvivesTheStatusAndForeignStatusesHaveNone) {
  const ErrorSite site = {ErrorRule::kOutOfScale, 3, 0, 12};
  const absl::Status status = MakeError(site, "12 is outside 0..10");
  EXPECT_EQ(SiteOf(status), site);
  EXPECT_EQ(status.message(), "option 3, criterion 0, member 12: 12 is outside 0..10");
  const ErrorSite only_criterion = {.rule = ErrorRule::kNegativeWeight, .criterion = 2};
  EXPECT_EQ(SiteOf(MakeError(only_criterion, "x")), only_criterion);
  EXPECT_EQ(ErrorRuleName(ErrorRule::kNegativeWeight), "NEGATIVE_WEIGHT");
  EXPECT_EQ(SiteOf(absl::InternalError("other")), std::nullopt);
  EXPECT_EQ(SiteOf(absl::OkStatus()), std::nullopt);
}

}  // namespace
}  // namespace plenum::mcda
