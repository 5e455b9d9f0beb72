// What the gateway knows of the services, held to what they say of themselves; and who may start.
#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "services/gateway/backend/methods.h"
#include "services/plenumd/start_link.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class GatewayMethodsTest : public ServicesTest {};

TEST_F(GatewayMethodsTest, EveryMethodIsThereWithItsSizeLimit) {
  const auto channel = rpc::MakeChannel({.target = "127.0.0.1:1"});
  ASSERT_TRUE(channel.ok());
  const gateway::backend::MethodTable methods({*channel, *channel, *channel});
  std::size_t count = 0;
  for (const auto& table : embedded_->Tables()) {
    for (const auto& method : table.methods()) {
      const std::string name = absl::StrCat(table.full_name(), "/", method.name);
      const auto* found = methods.Find(name);
      ASSERT_NE(found, nullptr) << name;
      ++count;
      // Streams from the client do not pass.
      if (found->client_streaming) continue;
      EXPECT_EQ(found->max_request_bytes, method.options.max_request_bytes) << name;
      EXPECT_EQ(found->server_streaming, static_cast<bool>(method.stream)) << name;
    }
  }
  EXPECT_EQ(methods.all().size(), count);
}

class StartLinksTest : public ::testing::Test {
 protected:
  static std::string CodeOf(const std::string& link) { return link.substr(link.find('#') + 1); }

  TemporaryFolder folder_;
  StartLinks links_{folder_.path(), ""};
};

TEST_F(StartLinksTest, ACodeIsGoodOnce) {
  const auto link = links_.Begin("http://127.0.0.1:8080");
  ASSERT_TRUE(link.ok());
  EXPECT_THAT(*link, testing::StartsWith("http://127.0.0.1:8080/start#"));
  EXPECT_TRUE(absl::IsNotFound(links_.Redeem("x").status()));
  const auto key = links_.Redeem(CodeOf(*link));
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(absl::IsNotFound(links_.Redeem(CodeOf(*link)).status()));
  EXPECT_TRUE(links_.MayCreate(*key));
  for (const std::string& other : {std::string(), *key + "x", CodeOf(*link)}) {
    EXPECT_FALSE(links_.MayCreate(other));
  }
}

TEST_F(StartLinksTest, LinksAreMadeUntilABrowserCame) {
  const auto first = links_.Begin("http://127.0.0.1:1");
  const auto second = links_.Begin("http://127.0.0.1:2");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_NE(CodeOf(*first), CodeOf(*second));
  ASSERT_TRUE(links_.Redeem(CodeOf(*first)).ok());
  EXPECT_EQ(*links_.Begin("http://127.0.0.1:3"), "");
  EXPECT_THAT(*links_.NewLink(), testing::StartsWith("http://127.0.0.1:3/start#"));
}

TEST_F(StartLinksTest, ALinkThatAnotherProcessMadeIsKnown) {
  ASSERT_TRUE(links_.Begin("http://127.0.0.1:1").ok());
  const auto link = StartLinks(folder_.path(), "").NewLink();
  ASSERT_TRUE(link.ok());
  const auto key = links_.Redeem(CodeOf(*link));
  ASSERT_TRUE(key.ok());
  EXPECT_TRUE(StartLinks(folder_.path(), "").MayCreate(*key)) << "after a restart";
}

TEST_F(StartLinksTest, TheFileIsPrivateAndHoldsNoSecret) {
  const auto link = links_.Begin("http://127.0.0.1:1");
  const auto key = links_.Redeem(CodeOf(*link));
  ASSERT_TRUE(key.ok());
  const std::string path = folder_.path() + "/start-links";
  struct stat status {};
  ASSERT_EQ(stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("browser "));
  EXPECT_THAT(text.str(), Not(HasSubstr(*key)));
  EXPECT_THAT(text.str(), Not(HasSubstr(CodeOf(*link))));
}

TEST_F(StartLinksTest, WithoutAPageThereIsNoLink) {
  EXPECT_TRUE(absl::IsFailedPrecondition(links_.NewLink().status()));
  EXPECT_TRUE(absl::IsFailedPrecondition(
      StartLinks(folder_.path() + "/none", "").Begin("http://127.0.0.1:1").status()));
}

}  // namespace
}  // namespace plenum::plenumd
