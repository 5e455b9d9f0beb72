#include "services/ingestion/formats/encoding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace plenum::ingestion {
namespace {

using ::testing::HasSubstr;

TEST(DecodeText, Utf8IsUnchangedAndItsMarkIsNotText) {
  EXPECT_EQ(DecodeText("naïve\r\n", "a.txt")->text, "naïve\r\n");
  EXPECT_EQ(DecodeText("\xEF\xBB\xBFnaïve", "a.txt")->text, "naïve");
}

TEST(DecodeText, Utf16WithAMarkIsRead) {
  const std::string little("\xFF\xFE\x61\x00\xAC\x20", 6);
  const auto text = DecodeText(little, "a.txt");
  ASSERT_TRUE(text.ok()) << text.status().ToString();
  EXPECT_EQ(text->text, "a€");
  EXPECT_EQ(text->encoding, "UTF-16LE");
}

TEST(DecodeText, InvalidBytesAreNamedWithWhatToDo) {
  const auto text = DecodeText("Die Br\xFC" "cke f\xFCr alle ist sch\xF6n, die Stra\xDF" "e nicht.", "memo.txt");
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(text.status().message(), HasSubstr("memo.txt is not valid UTF-8 at byte 6"));
  EXPECT_THAT(text.status().message(), HasSubstr("save it as UTF-8"));
}

TEST(DecodeText, HalfASurrogateIsRefused) {
  const std::string broken("\xFF\xFE\x00\xD8\x61\x00", 6);
  EXPECT_EQ(DecodeText(broken, "a.txt").status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(DecodeHtml, FollowsMarkThenMetaThenValidityThenGuess) {
  EXPECT_EQ(DecodeHtml("<meta charset=\"windows-1252\"><p>caf\xE9", "")->text,
            "<meta charset=\"windows-1252\"><p>café");
  EXPECT_EQ(DecodeHtml("<meta http-equiv='Content-Type' content='text/html; charset=ISO-8859-2'>"
                       "\xB1", "")->encoding,
            "iso-8859-2");
  // A page that says Latin-1 and is UTF-8.
  EXPECT_EQ(DecodeHtml("<meta charset=latin1><p>café", "")->text, "<meta charset=latin1><p>café");
  EXPECT_EQ(DecodeHtml("<meta charset=no-such><p>caf\xE9 noir et cr\xE8me", "")->text,
            "<meta charset=no-such><p>café noir et crème");
  const std::string wide("\xFE\xFF\x00<\x00p\x00>\x20\xAC", 10);
  EXPECT_EQ(DecodeHtml(wide, "")->text, "<p>€");
}

}  // namespace
}  // namespace plenum::ingestion
