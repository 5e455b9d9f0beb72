#include "services/deliberation/tally/wording.h"

#include <gtest/gtest.h>

#include <vector>

namespace plenum::tally {
namespace {

TEST(Wording, CutsLongNumbersButNeverToNothing) {
  EXPECT_EQ(Number(Rational(7)), "7");
  EXPECT_EQ(Number(MakeRational(23, 2)), "11.5");
  EXPECT_EQ(Number(MakeRational(-1, 3)), "-0.333333");
  EXPECT_EQ(Number(MakeRational(2, 3)), "0.666667");
  EXPECT_EQ(Number(MakeRational(-2, 3)), "-0.666667");
  EXPECT_EQ(Number(MakeRational(1, 3'000'000'000)), "0.000000000333");
  EXPECT_EQ(Number(Rational(0)), "0");
}

TEST(Wording, ShowsWhichOfTwoNumbersIsLarger) {
  const auto apart = NumbersApart(MakeRational(1'000'000'001, 1'000'000'000), Rational(1));
  EXPECT_EQ(apart.first, "1.000000001");
  EXPECT_EQ(apart.second, "1");
  EXPECT_EQ(NumbersApart(MakeRational(5, 2), Rational(3)).first, "2.5");
}

TEST(Wording, PutsTheNounOfAUnitInTheSingular) {
  EXPECT_EQ(Amount(Rational(1), "votes"), "1 vote");
  EXPECT_EQ(Amount(Rational(1), "duels won"), "1 duel won");
  EXPECT_EQ(Amount(Rational(1), "first choices"), "1 first choice");
  EXPECT_EQ(Amount(Rational(2), "first choices"), "2 first choices");
}

TEST(Wording, GivesLongNamesInFullOnlyOnce) {
  const std::string name =
      "Nasadzenia kwiat\u00f3w i innych kompozycji ro\u015blinnych przy ulicach";
  EXPECT_EQ(ShortenRepeats("A, " + name + ": " + name + " and A, " + name + ".", {"A", name}),
            "A, " + name +
                ": Nasadzenia kwiat\u00f3w i innych\u2026 and A, Nasadzenia kwiat\u00f3w i "
                "innych\u2026.");
  // Never within a character.
  const std::string wide = std::string(27, 'x') + "\u015b" + std::string(40, 'y');
  EXPECT_EQ(ShortenRepeats(wide + wide, {wide}), wide + std::string(27, 'x') + "\u2026");
}

TEST(Wording, ListsOptions) {
  const std::vector<std::string> names = {"Ann", "Bob", "Cy"};
  EXPECT_EQ(ListOf(std::vector<OptionIndex>{}, names), "");
  EXPECT_EQ(ListOf(std::vector<OptionIndex>{2, 0}, names), "Cy and Ann");
  EXPECT_EQ(ListOf(std::vector<OptionIndex>{0, 1, 2}, names), "Ann, Bob and Cy");
}

}  // namespace
}  // namespace plenum::tally
