#include "services/deliberation/tally/exact.h"

#include <gtest/gtest.h>

namespace plenum::tally {
namespace {

TEST(Exact, FractionsAreInLowestTerms) {
  EXPECT_EQ(ToText(MakeRational(6, -4)), "-3/2");
  EXPECT_EQ(ToText(MakeRational(6, 3)), "2");
  EXPECT_EQ(MakeRational(1, 3) + MakeRational(1, 6), MakeRational(1, 2));
}

TEST(Exact, DecimalsAreCutTowardsZero) {
  EXPECT_EQ(ToDecimal(MakeRational(2, 3), 3), "0.666");
  EXPECT_EQ(ToDecimal(MakeRational(-2, 3), 3), "-0.666");
  EXPECT_EQ(ToDecimal(MakeRational(-1, 3000), 3), "0.000");
  EXPECT_EQ(ToDecimal(MakeRational(1234, 100), 1), "12.3");
  EXPECT_EQ(ToDecimal(MakeRational(7, 2), 0), "3");
}

TEST(Exact, CountsOf53BitsMultiplyWithoutLoss) {
  const int64_t count = int64_t{1} << 53;
  EXPECT_EQ(ToText(MakeRational(count, 1) * MakeRational(count, 3)),
            "81129638414606681695789005144064/3");
}

}  // namespace
}  // namespace plenum::tally
