#include "clients/cli/resolve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "clients/cli/errors.h"

namespace plenum::cli {
namespace {

using ::testing::HasSubstr;

std::vector<Candidate> Measures() {
  return {{"deliberations/d/measures/0k3abcd1", "Reduce the troops", 1},
          {"deliberations/d/measures/0k3abcd2", "Reduce exercises", 2},
          {"deliberations/d/measures/0k3zzzz3", "Add crisis hotlines", 3},
          {"deliberations/d/measures/12", "12 new bases", 4},
          {"deliberations/d/measures/0k3yyyy5", "Straße öffnen", 5}};
}

std::size_t Found(std::string_view query) {
  const auto found = Resolve(query, Measures(), kMeasure);
  EXPECT_TRUE(found.ok()) << found.status();
  return found.ok() ? *found : 999;
}

absl::Status Failure(std::string_view query) {
  return Resolve(query, Measures(), kMeasure).status();
}

TEST(Resolve, NumbersOfTheListWithOrWithoutTheLetter) {
  EXPECT_EQ(Found("3"), 2U);
  EXPECT_EQ(Found("m3"), 2U);
  EXPECT_EQ(Found("M3"), 2U);
}

TEST(Resolve, WholeNamesAndIdsWinOverNumbers) {
  EXPECT_EQ(Found("deliberations/d/measures/0k3zzzz3"), 2U);
  EXPECT_EQ(Found("12"), 3U);
}

TEST(Resolve, StartsOfIdsAndTitles) {
  EXPECT_EQ(Found("0k3z"), 2U);
  EXPECT_EQ(Found("reduce  THE"), 0U);
  EXPECT_EQ(Found("strasse"), 4U);
}

TEST(Resolve, WordsWithinATitleButNotWithinAWord) {
  EXPECT_EQ(Found("hotl"), 2U);
  EXPECT_TRUE(absl::IsNotFound(Failure("otlines")));
}

TEST(Resolve, AmbiguityListsTheCandidates) {
  const absl::Status status = Failure("reduce");
  EXPECT_EQ(ExitCodeOf(status), kExitUsage);
  EXPECT_THAT(MessageOf(status), HasSubstr("could be 2 measures"));
  EXPECT_THAT(MessageOf(status), HasSubstr("\n  m1  Reduce the troops\n  m2  Reduce"));
  EXPECT_EQ(ExitCodeOf(Failure("0k3abcd")), kExitUsage);
}

TEST(Resolve, NothingFitsIsNotFoundAndSaysWhereToLook) {
  const absl::Status status = Failure("m99");
  EXPECT_EQ(ExitCodeOf(status), kExitNotFound);
  EXPECT_THAT(MessageOf(status), HasSubstr("`plenum measure list`"));
}

TEST(Resolve, AnUnknownNumberIsNeverTakenForTheStartOfATitle) {
  EXPECT_TRUE(absl::IsNotFound(Failure("1200")));
  EXPECT_EQ(Found("1"), 0U);
}

TEST(Resolve, EmptyIsAnErrorOfUsage) { EXPECT_EQ(ExitCodeOf(Failure("  ")), kExitUsage); }

TEST(ParseLabel, OnlyNumbersOfReasonableLength) {
  EXPECT_EQ(ParseLabel("m12", kMeasure), 12);
  EXPECT_EQ(ParseLabel("c12", kMeasure), 0);
  EXPECT_EQ(ParseLabel("m", kMeasure), 0);
  EXPECT_EQ(ParseLabel("99999999999999999999", kMeasure), 0);
  EXPECT_EQ(ParseLabel("-1", kMeasure), 0);
}

}  // namespace
}  // namespace plenum::cli
