#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/base/random.h"
#include "services/common/base/text.h"

namespace plenum::base {
namespace {

TEST(IdTest, LaterIdsSortLaterAlsoWithinAMillisecond) {
  FakeClock clock;
  TimeOrderedIds ids(clock);
  std::string last;
  for (int i = 0; i < 10'000; ++i) {
    if (i % 1000 == 0) clock.Advance(1000);
    const std::string id = ids.NewId();
    EXPECT_EQ(id.size(), 16U);
    EXPECT_TRUE(IsValidId(id));
    EXPECT_LT(last, id);
    last = id;
  }
  clock.Advance(-3'600'000'000);
  EXPECT_LT(last, ids.NewId()) << "a clock that is set back breaks no order";
}

TEST(IdTest, ThreadsNeverShareAnId) {
  const SystemClock clock;
  TimeOrderedIds ids(clock);
  std::vector<std::vector<std::string>> made(4);
  std::vector<std::thread> threads;
  for (auto& mine : made) {
    threads.emplace_back([&] {
      for (int i = 0; i < 2000; ++i) mine.push_back(ids.NewId());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : made) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 8000U);
}

TEST(IdTest, TwoSourcesDoNotMeet) {
  FakeClock clock;
  TimeOrderedIds one(clock);
  TimeOrderedIds other(clock);
  EXPECT_NE(one.NewId(), other.NewId());
}

TEST(IdTest, RequestIdsSortByTimeAndAreNeverTheSame) {
  FakeClock clock;
  const std::string first = NewRequestId(clock);
  EXPECT_NE(first, NewRequestId(clock));
  clock.Advance(1000);
  const std::string later = NewRequestId(clock);
  EXPECT_LT(first, later);
  EXPECT_EQ(later.size(), 31U);
  EXPECT_TRUE(IsValidRequestId(later));
}

TEST(IdTest, KnowsWhatPeopleMayChoose) {
  EXPECT_TRUE(IsValidId("a-1"));
  EXPECT_TRUE(IsValidId(std::string(63, 'a')));
  for (const std::string& bad : {std::string(), std::string(64, 'a'), std::string("A"),
                                 std::string("a/b"), std::string("a.b"), std::string("\xc3\xa4")}) {
    EXPECT_FALSE(IsValidId(bad)) << bad;
  }
  EXPECT_TRUE(IsValidRequestId("aA0_-"));
  EXPECT_TRUE(IsValidRequestId(std::string(64, 'Z')));
  EXPECT_FALSE(IsValidRequestId(std::string(65, 'Z')));
  EXPECT_FALSE(IsValidRequestId("a b"));
  EXPECT_FALSE(IsValidRequestId(""));
}

TEST(TextTest, CountsCodePointsAndRefusesWhatIsNotUtf8) {
  EXPECT_EQ(CodePoints(""), 0);
  EXPECT_EQ(CodePoints("a\xe2\x82\xac\xf0\x9f\x97\xb3"), 3);
  EXPECT_EQ(CodePoints("\xff"), std::nullopt);
  EXPECT_EQ(CodePoints("\xc0\x80"), std::nullopt);      // overlong
  EXPECT_EQ(CodePoints("\xed\xa0\x80"), std::nullopt);  // a surrogate
}

TEST(TextTest, ShortensBetweenCodePointsOnly) {
  const std::string text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x97\xb3z";
  for (std::size_t bytes = 0; bytes <= text.size() + 1; ++bytes) {
    const std::string_view shorter = Shorten(text, bytes);
    EXPECT_LE(shorter.size(), bytes);
    EXPECT_TRUE(CodePoints(shorter).has_value()) << bytes;
    EXPECT_GE(shorter.size() + 4, std::min(bytes, text.size()));
  }
  EXPECT_EQ(Shorten(text, 4), "a\xc3\xa9");
}

TEST(TextTest, FindsWhatMakesALineLookLikeAnother) {
  for (const char* text : {"a\nb", "\x1b[2J", "\x7f", "\xc2\x85", "\xe2\x80\xae", "\xe2\x81\xa6"}) {
    EXPECT_TRUE(HasControlCharacters(text));
  }
  EXPECT_FALSE(HasControlCharacters("Ångström – \xed\x95\x9c\xea\xb5\xad"));
}

// RFC 4648 section 10, in the URL-safe alphabet and without padding.
TEST(TextTest, EncodesBase64AsTheRfcDoes) {
  const std::pair<const char*, const char*> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(Base64UrlEncode(bytes), text);
    EXPECT_EQ(Base64UrlDecode(text), bytes);
  }
  EXPECT_EQ(Base64UrlEncode("\xfb\xff"), "-_8");
}

TEST(TextTest, DecodesOnlyWhatAnEncoderMakes) {
  for (const char* text : {"Z", "Zg=", "Zh", "Zm9", "+/", "a b"}) {
    EXPECT_EQ(Base64UrlDecode(text), std::nullopt) << text;
  }
}

TEST(TextTest, HashesAndShowsBytes) {
  // FIPS 180-2, appendix B.1.
  EXPECT_EQ(Hex(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(RandomTest, GivesDifferentBytesOfTheSizeAskedFor) {
  EXPECT_EQ(RandomBytes(0), "");
  EXPECT_EQ(RandomBytes(33).size(), 33U);
  EXPECT_NE(RandomBytes(16), RandomBytes(16));
}

}  // namespace
}  // namespace plenum::base
