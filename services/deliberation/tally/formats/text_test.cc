#include "services/deliberation/tally/formats/text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

std::vector<std::string> LinesOf(std::string_view text) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  EXPECT_TRUE(lines.ok()) << lines.status();
  std::vector<std::string> all;
  while (lines->Next()) all.emplace_back(lines->line());
  EXPECT_EQ(lines->number(), all.size());
  return all;
}

std::string OpenError(std::string_view text) {
  return std::string(Lines::Open(text).status().message());
}

using Strings = std::vector<std::string>;

TEST(LinesTest, EndByLfOrCrlfOrTheEndOfTheText) {
  EXPECT_EQ(LinesOf(""), Strings{});
  EXPECT_EQ(LinesOf("\n"), Strings{""});
  EXPECT_EQ(LinesOf("a\nb\r\n\r\nc"), (Strings{"a", "b", "", "c"}));
  EXPECT_EQ(LinesOf("a\nc\n"), (Strings{"a", "c"}));
  EXPECT_EQ(LinesOf("\xEF\xBB\xBF"
                    "a"),
            Strings{"a"})
      << "a byte order mark";
}

TEST(LinesTest, RefusesWhatIsNoTextAndNamesThePlace) {
  EXPECT_EQ(OpenError("ab\nc\xFFx"), "line 2, column 2: the text is not valid UTF-8");
  EXPECT_EQ(OpenError(std::string("ab\n\0", 4)).substr(0, 18), "line 2, column 1: ");
  EXPECT_NE(OpenError(std::string("\xFF\xFE"
                                  "a\0",
                                  4))
                .find("UTF-16"),
            std::string::npos);
  const std::string longest(kMaxLineBytes, 'x');
  EXPECT_EQ(OpenError("\n" + longest), "");
  EXPECT_EQ(OpenError("\n" + longest + "x"),
            "line 2, column 1048577: a line can have at most 1048576 bytes");
}

TEST(LinesTest, RefusesMoreThanAGibibyte) {
  // Only the size is looked at, so the bytes need not be there.
  const std::string one = "x";
  EXPECT_NE(OpenError(std::string_view(one.data(), kMaxFileBytes + 1)).find("1 GiB"),
            std::string::npos);
}

TEST(QuotedTest, CutsBetweenCharactersAndHidesControls) {
  EXPECT_EQ(Quoted("a\tb"), "\"a?b\"");
  EXPECT_EQ(Quoted(std::string(59, 'x') + "é and more"),
            absl::StrCat("\"", std::string(59, 'x'), "...\""));
}

TEST(CheckNamesTest, NamesTheOption) {
  EXPECT_TRUE(CheckNames(Strings{"a", "b"}, 2, ",").ok());
  EXPECT_FALSE(CheckNames(Strings{"a"}, 2, ",").ok());
  for (const std::string bad : {"", " a", "a ", "x\ny", "a,b", "\xFF", "first"}) {
    const absl::Status status = CheckNames(Strings{"first", bad}, 2, ",");
    EXPECT_EQ(status.message().substr(0, 8), "option 1") << status;
  }
}

TEST(BallotCounterTest, RefusesAnOptionTwiceInOneBallotOnly) {
  Profile profile = *Profile::Create(3, Unranked::kTiedLast);
  BallotCounter counter(profile);
  EXPECT_TRUE(counter.Put(2, false));
  EXPECT_TRUE(counter.Put(0, true));
  EXPECT_FALSE(counter.Put(2, false));
  EXPECT_TRUE(counter.Count(4).ok());
  counter.Begin();
  EXPECT_TRUE(counter.Put(2, false));
  EXPECT_TRUE(counter.Count(1).ok());
  EXPECT_EQ(profile.groups()[0].ranking, *Ranking::Create(3, {{0, 2}}));
  EXPECT_EQ(profile.groups()[1].ranking, *Ranking::Create(3, {{2}}));
}

}  // namespace
}  // namespace plenum::tally
