#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/rpc/limits.h"

namespace plenum::resource {
namespace {

using ::testing::ElementsAre;
using ::testing::Optional;

TEST(NameTest, MatchesAPatternWhole) {
  EXPECT_THAT(Match("deliberations/*/measures/*", "deliberations/d1/measures/m2"),
              Optional(ElementsAre("d1", "m2")));
  for (const char* name :
       {"", "deliberations/d1", "deliberations/d1/measures", "deliberations/d1/measures/",
        "deliberations//measures/m2", "deliberations/d1/measures/m2/x",
        "deliberations/d1/criteria/m2", "deliberations/d1/measures/M2",
        "/deliberations/d1/measures/m2", "deliberations/../measures/m2"}) {
    EXPECT_EQ(Match("deliberations/*/measures/*", name), std::nullopt) << name;
  }
}

TEST(NameTest, AnEtagIsCurrentStaleOrNotGiven) {
  EXPECT_TRUE(CheckEtag("", 7, "x").ok());
  EXPECT_TRUE(CheckEtag(Etag(7), 7, "x").ok());
  for (const char* etag : {"6", "07", "x", "7 "}) {
    EXPECT_TRUE(base::HasReason(CheckEtag(etag, 7, "x"), common::v1::ERROR_REASON_STALE_ETAG));
  }
}

std::vector<store::Row> Rows(int count) {
  std::vector<store::Row> rows;
  for (int i = 0; i < count; ++i)
    rows.push_back({{"c", std::string(1, static_cast<char>('a' + i))}, 1, ""});
  return rows;
}

TEST(PageTest, ATokenGoesOnAfterTheLastRowThatWasShown) {
  const auto page = ReadPage("c", "", 2, "");
  ASSERT_TRUE(page.ok());
  auto rows = Rows(3);
  const std::string token = NextToken(*page, rows);
  EXPECT_EQ(rows.size(), 2U);
  const auto next = ReadPage("c", "", 2, token);
  ASSERT_TRUE(next.ok()) << next.status();
  EXPECT_EQ(next->after, "b");
  auto last = Rows(2);
  EXPECT_EQ(NextToken(*next, last), "");
  EXPECT_EQ(last.size(), 2U);
}

TEST(PageTest, ATokenOfAnotherListOrFilterIsRefused) {
  const std::string token = MakeToken(*ReadPage("c", "active", 2, ""), "b");
  EXPECT_TRUE(ReadPage("c", "active", 9, token).ok()) << "the size may change";
  EXPECT_FALSE(ReadPage("c", "all", 2, token).ok());
  EXPECT_FALSE(ReadPage("d", "active", 2, token).ok());
  EXPECT_FALSE(ReadPage("c", "active", 2, token.substr(0, 11)).ok());
  EXPECT_FALSE(ReadPage("c", "active", 2, "!").ok());
}

TEST(PageTest, SizesAreHeldToTheirLimits) {
  EXPECT_EQ(ReadPage("c", "", 0, "")->size, rpc::limits::kDefaultPageSize);
  EXPECT_EQ(ReadPage("c", "", rpc::limits::kMaxPageSize, "")->size, rpc::limits::kMaxPageSize);
  EXPECT_EQ(ReadPage("c", "", rpc::limits::kMaxPageSize + 1, "")->size, rpc::limits::kMaxPageSize);
  EXPECT_FALSE(ReadPage("c", "", -1, "").ok());
}

TEST(TextFieldTest, IsTakenAtItsLimitsAndRefusedBeyond) {
  const auto bad = [](const std::string& text, TextRule rule) {
    base::FieldViolations violations;
    CheckText("field", text, rule, violations);
    return !violations.empty();
  };
  const TextRule line{.min = 1, .max = 3};
  EXPECT_TRUE(bad("", line));
  EXPECT_TRUE(bad(" \t", line));
  EXPECT_FALSE(bad("a", line));
  EXPECT_FALSE(bad("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac", line)) << "code points, not bytes";
  EXPECT_TRUE(bad("abcd", line));
  EXPECT_TRUE(bad("a\n", line));
  EXPECT_TRUE(bad("\xff", line));
  const TextRule text{.min = 0, .max = 9, .one_line = false};
  EXPECT_FALSE(bad("", text));
  EXPECT_FALSE(bad("a\n\tb", text));
  EXPECT_TRUE(bad("a\x1b", text));
}

}  // namespace
}  // namespace plenum::resource
