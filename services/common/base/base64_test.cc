#include "services/common/base/base64.h"

#include <gtest/gtest.h>

namespace plenum::base {
namespace {

// RFC 4648, section 10, and section 3.5 on bits that are not used.
TEST(FromBase64, ReadsTheOneTextOfSomeBytes) {
  EXPECT_EQ(FromBase64(""), "");
  EXPECT_EQ(FromBase64("Zg=="), "f");
  EXPECT_EQ(FromBase64("Zm9vYg=="), "foob");
  EXPECT_EQ(FromBase64("Zm9vYmFy"), "foobar");
  for (const char* other :
       {"Zg", "Zg=", "Zh==", "Zm9vYh==", "Zm9v YmFy", "Zm9vYmFy\n", "Zm9vYm-_", "="}) {
    EXPECT_FALSE(FromBase64(other).has_value()) << other;
  }
}

}  // namespace
}  // namespace plenum::base
