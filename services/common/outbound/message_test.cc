#include "services/common/outbound/message.h"

#include <gmock/gmock.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/outbound/testing/local_servers.h"

namespace plenum::outbound {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Message Sample() {
  return {.from = "plenum@example.org",
          .to = "ann@example.org",
          .subject = "Your vote is needed",
          .text = "Hello,\nvote now.\n",
          .id = "digest.1",
          .date_us = 1'700'000'000'000'000,
          .headers = {{"List-Unsubscribe", "<mailto:plenum@example.org>"}}};
}

TEST(Compose, WritesWhatAMailNeeds) {
  const ReceivedMail mail{.data = Compose(Sample())};
  EXPECT_EQ(mail.Header("Date"), "Tue, 14 Nov 2023 22:13:20 +0000");
  EXPECT_EQ(mail.Header("From"), "Plenum <plenum@example.org>");
  EXPECT_EQ(mail.Header("To"), "ann@example.org");
  EXPECT_EQ(mail.Header("Subject"), "Your vote is needed");
  EXPECT_EQ(mail.Header("Message-ID"), "<digest.1@example.org>");
  EXPECT_EQ(mail.Header("List-Unsubscribe"), "<mailto:plenum@example.org>");
  EXPECT_EQ(mail.Header("Auto-Submitted"), "auto-generated");
  EXPECT_EQ(mail.Header("MIME-Version"), "1.0");
  EXPECT_EQ(mail.Header("Content-Type"), "text/plain; charset=utf-8");
  EXPECT_EQ(mail.Text(), "Hello,\r\nvote now.\r\n");
}

TEST(Compose, EncodesAndFoldsASubjectThatIsNotShortAscii) {
  Message message = Sample();
  message.subject =
      "Über die Verlegung der Kasernen und die Krisentelefone beider Regierungen 🏛🏛🏛";
  const ReceivedMail mail{.data = Compose(message)};
  EXPECT_THAT(mail.data, HasSubstr("Subject: =?UTF-8?B?"));
  for (const auto line : absl::StrSplit(mail.data, "\r\n")) EXPECT_LE(line.size(), 76U) << line;
  EXPECT_THAT(mail.data, Not(HasSubstr("Über")));
}

TEST(Compose, LetsNothingAddAHeader) {
  Message message = Sample();
  message.subject = "Hi\r\nBcc: all@example.org\r\n\r\nBody";
  message.headers = {{"X-Note", "a\r\nBcc: all@example.org"}};
  message.text = "x\r\n.\r\nQUIT\r\n";
  const std::string bytes = Compose(message);
  EXPECT_THAT(bytes, Not(HasSubstr("\r\nBcc:")));
  EXPECT_THAT(bytes, Not(HasSubstr("\r\n.\r\n")));
  EXPECT_THAT(bytes, HasSubstr("X-Note: aBcc: all@example.org\r\n"));
}

TEST(IsMailAddress, TakesPlainAddressesOnly) {
  for (const char* good :
       {"ann@example.org", "a.b+c@mail.example.org", "root@localhost", "o'neil_1@ex-ample.co"}) {
    EXPECT_TRUE(IsMailAddress(good)) << good;
  }
  for (const char* bad : {"",
                          "ann",
                          "@example.org",
                          "ann@",
                          "ann@example",
                          ".a@example.org",
                          "a.@example.org",
                          "a..b@example.org",
                          "ann@example..org",
                          "ann@-example.org",
                          "ann@example.org-",
                          "ann@.example.org",
                          "a b@example.org",
                          "\"a b\"@example.org",
                          "ann@[10.0.0.1]",
                          "a@b@example.org",
                          "ann@example.org\r\nBcc: b@example.org",
                          "ann@example.org,b@example.org",
                          "Ann <ann@example.org>",
                          "änn@example.org",
                          "ann@exämple.org"}) {
    EXPECT_FALSE(IsMailAddress(bad)) << bad;
  }
  const std::string local(64, 'a');
  EXPECT_TRUE(IsMailAddress(absl::StrCat(local, "@example.org")));
  EXPECT_FALSE(IsMailAddress(absl::StrCat(local, "a@example.org")));
  std::string host;
  while (host.size() < 186) absl::StrAppend(&host, "abcde.");
  EXPECT_TRUE(IsMailAddress(absl::StrCat(local, "@", host, "org"))) << "254 bytes";
  EXPECT_FALSE(IsMailAddress(absl::StrCat(local, "@", host, "info")));
}

}  // namespace
}  // namespace plenum::outbound
