#include "services/common/store/array_text.h"

#include <gtest/gtest.h>

namespace plenum::store {
namespace {

TEST(ArrayText, QuotesEveryText) {
  EXPECT_EQ(ArrayText({Type::kText, {"a", "", "NULL", "x,y", "{}"}, {}}),
            R"({"a","","NULL","x,y","{}"})");
}

TEST(ArrayText, EscapesQuotesAndBackslashes) {
  EXPECT_EQ(ArrayText({Type::kText, {R"(a"b\c)"}, {}}), R"({"a\"b\\c"})");
}

TEST(ArrayText, WritesNumbersBare) {
  EXPECT_EQ(ArrayText({Type::kInteger, {}, {1, -2, 9223372036854775807}}),
            "{1,-2,9223372036854775807}");
  EXPECT_EQ(ArrayText({Type::kInteger, {}, {}}), "{}");
}

TEST(ArrayText, WritesBlobsInHex) {
  EXPECT_EQ(ArrayText({Type::kBlob, {std::string("\0\xff", 2), ""}, {}}), R"({"\\x00ff","\\x"})");
}

TEST(HexText, RoundTripsEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  EXPECT_EQ(FromHexText(HexText(bytes)), bytes);
  EXPECT_EQ(FromHexText("\\x"), "");
  EXPECT_EQ(FromHexText("\\xAB"), "\xab");
}

TEST(HexText, RefusesOtherForms) {
  for (const char* text : {"", "x00", "\\x0", "\\x0g", "\\000"}) {
    EXPECT_EQ(FromHexText(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace plenum::store
