#include "services/common/outbound/mail.h"

#include <gmock/gmock.h>

#include "absl/strings/str_cat.h"
#include "services/common/outbound/message.h"
#include "services/common/outbound/testing/local_servers.h"

namespace plenum::outbound {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kFrom = "plenum@example.org";
const std::string kTo = "ann@example.org";

std::string Bytes() {
  return Compose(
      {.from = kFrom, .to = kTo, .subject = "Hi", .text = ".\n.Dots\nÜber\n", .id = "1"});
}

TEST(SendMail, HandsTheMailOver) {
  LocalSmtpServer server;
  const std::string bytes = Bytes();
  const MailServer known{.url = server.url()};
  const auto sent = SendMail({known, kFrom, kTo, bytes});
  ASSERT_TRUE(sent.ok()) << sent;
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0].from, kFrom);
  EXPECT_THAT(mails[0].to, ElementsAre(kTo));
  EXPECT_EQ(mails[0].data, bytes);
  EXPECT_EQ(mails[0].Text(), ".\r\n.Dots\r\nÜber\r\n");
  EXPECT_EQ(mails[0].user, "");
}

TEST(SendMail, SignsInWhenAskedTo) {
  LocalSmtpServer server;
  const std::string bytes = Bytes();
  const MailServer known{.url = server.url(), .user = "plenum", .password = "a secret"};
  ASSERT_TRUE(SendMail({known, kFrom, kTo, bytes}).ok());
  EXPECT_EQ(server.mails()[0].user, "plenum");
  EXPECT_EQ(server.mails()[0].password, "a secret");
}

TEST(SendMail, SaysThatItWasRefusedAndNotToWhom) {
  LocalSmtpServer server;
  server.AnswerRecipients("550 no such mailbox");
  const std::string bytes = Bytes();
  const MailServer known{.url = server.url()};
  const auto sent = SendMail({known, kFrom, kTo, bytes});
  EXPECT_TRUE(absl::IsUnavailable(sent)) << sent;
  EXPECT_THAT(std::string(sent.message()), HasSubstr("550"));
  EXPECT_THAT(std::string(sent.message()), Not(HasSubstr(kTo)));
  EXPECT_TRUE(server.mails().empty());
  const ReservedPort closed;
  const MailServer nobody{.url = absl::StrCat("smtp://127.0.0.1:", closed.port())};
  EXPECT_TRUE(absl::IsUnavailable(SendMail({nobody, kFrom, kTo, bytes})));
}

TEST(CheckMailServer, TakesSmtpUrlsOnly) {
  EXPECT_TRUE(CheckMailServer("smtp://localhost:2525").ok());
  EXPECT_TRUE(CheckMailServer("smtps://mail.example.org").ok());
  for (const char* bad : {"", "mail.example.org", "http://mail.example.org", "smtp://"}) {
    EXPECT_THAT(std::string(CheckMailServer(bad).message()), HasSubstr("smtps://")) << bad;
  }
  EXPECT_THAT(std::string(CheckMailServer("smtp://u:p@localhost").message()),
              HasSubstr("--smtp-user"));
}

}  // namespace
}  // namespace plenum::outbound
