#include "services/common/ledger/checkpoint.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace plenum::ledger {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr char kOrigin[] = "plenum.example/deliberations/d1";

Checkpoint Example() { return {kOrigin, 7, HashOfEntry("root")}; }

class CheckpointTest : public ::testing::Test {
 protected:
  absl::StatusOr<Checkpoint> Open(const std::string& text) const {
    return OpenCheckpoint(text, kOrigin, key_.public_bytes());
  }
  const auth::PrivateKey key_ = auth::PrivateKey::Generate();
  const std::string text_ = SignCheckpoint(Example(), key_).value();
};

TEST_F(CheckpointTest, TheTextIsThatOfTheSpecification) {
  EXPECT_THAT(text_,
              StartsWith(absl::StrCat(kOrigin, "\n7\n", absl::Base64Escape(HashOfEntry("root")),
                                      "\n\n\xE2\x80\x94 ", kOrigin, " ")));
  const auto opened = Open(text_);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->size, 7U);
  EXPECT_EQ(opened->root, HashOfEntry("root"));
}

// golang.org/x/mod/sumdb/note, documentation: the key of PeterNeumann.
TEST(VerifierKeyTest, IsWhatOtherToolsTake) {
  std::string key;
  ASSERT_TRUE(absl::Base64Unescape("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", &key));
  EXPECT_EQ(VerifierKey("PeterNeumann", key.substr(1)),
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
}

TEST_F(CheckpointTest, EveryChangedByteIsRefused) {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    for (const int bits : {1, 2, 3, 4, 32, 128}) {
      std::string changed = text_;
      changed[i] = static_cast<char>(changed[i] ^ bits);
      EXPECT_FALSE(Open(changed).ok()) << i << " " << bits;
    }
  }
}

TEST_F(CheckpointTest, EveryCutIsRefused) {
  for (std::size_t size = 0; size < text_.size(); ++size) {
    EXPECT_FALSE(Open(text_.substr(0, size)).ok()) << size;
  }
}

TEST_F(CheckpointTest, SignaturesOfOthersAreKeptAndPassedOver) {
  const auth::PrivateKey witness = auth::PrivateKey::Generate();
  const std::string other =
      SignCheckpoint({"witness.example", 7, HashOfEntry("root")}, witness).value();
  const std::string line = other.substr(other.find("\xE2\x80\x94"));
  EXPECT_TRUE(Open(text_ + line).ok());
  const std::size_t own = text_.find("\xE2\x80\x94");
  EXPECT_EQ(Open(text_.substr(0, own) + line).status().code(),
            absl::StatusCode::kFailedPrecondition);
}

TEST_F(CheckpointTest, SaysWhatIsWrong) {
  EXPECT_THAT(Open("hello").status().message(), HasSubstr("no signatures"));
  EXPECT_THAT(Open("a\n07\nx\n\n\xE2\x80\x94 a eHh4eHh4eHg=\n").status().message(),
              HasSubstr("line 2"));
  EXPECT_THAT(OpenCheckpoint(text_, "other", key_.public_bytes()).status().message(),
              HasSubstr("not of other"));
  EXPECT_EQ(
      OpenCheckpoint(text_, kOrigin, auth::PrivateKey::Generate().public_bytes()).status().code(),
      absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(Open(std::string(kMaxCheckpointBytes + 1, 'x')).ok());
}

TEST_F(CheckpointTest, AnOriginIsOneWord) {
  for (const char* origin : {"", "two words", "a+b", "a\nb", "\xFF"}) {
    EXPECT_FALSE(SignCheckpoint({origin, 1, HashOfNothing()}, key_).ok()) << origin;
  }
}

}  // namespace
}  // namespace plenum::ledger
