#include "services/ingestion/formats/code_points.h"

#include <gtest/gtest.h>

#include <string>

namespace plenum::ingestion {
namespace {

TEST(CodePointIndex, CountsAndSlicesBeyondAscii) {
  const std::string text = "naïve €5 \xF0\x9F\x9A\xB2 end";
  const CodePointIndex index(text);
  EXPECT_EQ(index.size(), 14u);
  EXPECT_EQ(index.Slice(6, 8), "€5");
  EXPECT_EQ(index.Slice(9, 10), "\xF0\x9F\x9A\xB2");
  EXPECT_EQ(index.Slice(11, 14), "end");
  EXPECT_EQ(index.Slice(5, 5), "");
  EXPECT_EQ(index.Slice(99, 120), "");
}

TEST(CodePointIndex, BytesAndOffsetsAreInverse) {
  std::string text;
  for (int i = 0; i < 500; ++i) text += i % 3 == 0 ? "ß" : i % 3 == 1 ? "x" : "漢";
  const CodePointIndex index(text);
  ASSERT_EQ(index.size(), 500u);
  for (std::size_t offset = 0; offset <= 500; ++offset) {
    EXPECT_EQ(index.OffsetOf(index.ByteOf(offset)), offset);
  }
  EXPECT_EQ(index.ByteOf(501), text.size());
}

TEST(CodePointIndex, EmptyText) {
  const CodePointIndex index("");
  EXPECT_EQ(index.size(), 0u);
  EXPECT_EQ(index.OffsetOf(0), 0u);
  EXPECT_EQ(index.Slice(0, 1), "");
}

TEST(FindInvalidUtf8, KnowsWhatRfc3629Forbids) {
  EXPECT_EQ(FindInvalidUtf8("plain, naïve, 漢, \xF0\x9F\x9A\xB2"), std::string_view::npos);
  EXPECT_EQ(FindInvalidUtf8("ab\xFF"), 2u);
  EXPECT_EQ(FindInvalidUtf8("a\xC0\xAF"), 1u);          // overlong
  EXPECT_EQ(FindInvalidUtf8("\xED\xA0\x80"), 0u);       // surrogate
  EXPECT_EQ(FindInvalidUtf8("\xF4\x90\x80\x80"), 0u);   // above U+10FFFF
  EXPECT_EQ(FindInvalidUtf8("abc\xE2\x82"), 3u);        // cut off
  EXPECT_EQ(FindInvalidUtf8("\x80"), 0u);
}

}  // namespace
}  // namespace plenum::ingestion
