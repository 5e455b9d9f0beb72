#include "services/deliberation/tally/cardinal/python_random.h"

#include <gtest/gtest.h>

#include <numeric>
#include <string_view>

namespace plenum::tally {
namespace {

// The expected values were computed with CPython 3.11.

std::vector<OptionIndex> Numbers(int count) {
  std::vector<OptionIndex> numbers(static_cast<size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

std::vector<OptionIndex> Shuffled(PythonRandom random) {
  std::vector<OptionIndex> numbers = Numbers(8);
  random.Shuffle(&numbers);
  return numbers;
}

TEST(PythonRandomTest, ShufflesAsPythonDoesForASeedThatIsANumber) {
  EXPECT_EQ(Shuffled(PythonRandom(int64_t{0})), (std::vector<OptionIndex>{4, 1, 5, 2, 0, 3, 7, 6}));
  EXPECT_EQ(Shuffled(PythonRandom(int64_t{42})),
            (std::vector<OptionIndex>{3, 4, 6, 7, 2, 5, 0, 1}));
  EXPECT_EQ(Shuffled(PythonRandom((int64_t{1} << 40) + 7)),
            (std::vector<OptionIndex>{0, 5, 6, 3, 1, 4, 2, 7}));
}

TEST(PythonRandomTest, IgnoresTheSignOfASeed) {
  EXPECT_EQ(Shuffled(PythonRandom(int64_t{-42})), Shuffled(PythonRandom(int64_t{42})));
}

TEST(PythonRandomTest, ShufflesAsPythonDoesForASeedOfBytes) {
  EXPECT_EQ(Shuffled(PythonRandom(std::string_view("plenum"))),
            (std::vector<OptionIndex>{6, 1, 0, 7, 2, 4, 5, 3}));
  EXPECT_EQ(Shuffled(PythonRandom(std::string_view(""))),
            (std::vector<OptionIndex>{2, 0, 6, 5, 3, 1, 4, 7}));
}

TEST(PythonRandomTest, DrawsNumbersBelowALimitAsPythonDoes) {
  PythonRandom random(int64_t{5});
  std::vector<uint32_t> drawn;
  for (int i = 0; i < 10; ++i) drawn.push_back(random.Below(6));
  for (int i = 0; i < 3; ++i) drawn.push_back(random.Below(1000));
  EXPECT_EQ(drawn, (std::vector<uint32_t>{4, 2, 5, 2, 5, 5, 5, 4, 0, 3, 794, 965, 255}));
}

TEST(PythonRandomTest, SamplesSmallAndLargePopulationsAsPythonDoes) {
  PythonRandom random(int64_t{7});
  EXPECT_EQ(random.Sample(Numbers(5), 2), (std::vector<OptionIndex>{2, 1}));
  EXPECT_EQ(random.Sample(Numbers(30), 2), (std::vector<OptionIndex>{12, 20}));
  EXPECT_EQ(random.Sample(Numbers(30), 5), (std::vector<OptionIndex>{1, 2, 26, 17, 3}));
}

}  // namespace
}  // namespace plenum::tally
