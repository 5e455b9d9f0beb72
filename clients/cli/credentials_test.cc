#include "clients/cli/credentials.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "clients/cli/errors.h"
#include "services/common/base/text.h"

namespace plenum::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

class CredentialStoreTest : public ::testing::Test {
 protected:
  CredentialStoreTest() {
    std::string path = ::testing::TempDir() + "credentials-XXXXXX";
    root_ = mkdtemp(path.data());
    store_ = std::make_unique<CredentialStore>(root_ + "/config/plenum");
  }
  ~CredentialStoreTest() override { std::filesystem::remove_all(root_); }

  absl::Status Put(const Profile& profile) {
    return store_->Update([&](Credentials& credentials) {
      credentials.Put(profile);
      return absl::OkStatus();
    });
  }

  static unsigned ModeOf(const std::string& path) {
    struct stat info {};
    EXPECT_EQ(stat(path.c_str(), &info), 0);
    return info.st_mode & 0777U;
  }

  std::string root_;
  std::unique_ptr<CredentialStore> store_;
};

Profile Ana(const std::string& deliberation = "d1", const std::string& title = "Recalibration") {
  Profile profile;
  profile.addresses.server = "127.0.0.1:7400";
  profile.deliberation = "deliberations/" + deliberation;
  profile.title = title;
  profile.member = profile.deliberation + "/members/ana";
  profile.display_name = "Ana";
  profile.role = "member";
  profile.token = "secret-token";
  return profile;
}

TEST_F(CredentialStoreTest, NoFileMeansNobody) {
  const auto credentials = store_->Load();
  ASSERT_TRUE(credentials.ok()) << credentials.status();
  EXPECT_EQ(credentials->Current(), nullptr);
}

TEST_F(CredentialStoreTest, KeepsProfilesBehindNarrowModes) {
  umask(0);
  ASSERT_TRUE(Put(Ana()).ok());
  EXPECT_EQ(ModeOf(root_ + "/config/plenum"), 0700U);
  EXPECT_EQ(ModeOf(store_->path()), 0600U);
  const auto credentials = store_->Load();
  ASSERT_TRUE(credentials.ok());
  ASSERT_NE(credentials->Current(), nullptr);
  EXPECT_EQ(credentials->Current()->token, "secret-token");
  EXPECT_EQ(credentials->Current()->addresses.server, "127.0.0.1:7400");
}

TEST_F(CredentialStoreTest, RefusesAFileThatOthersCanRead) {
  ASSERT_TRUE(Put(Ana()).ok());
  ASSERT_EQ(chmod(store_->path().c_str(), 0640), 0);
  const auto credentials = store_->Load();
  EXPECT_EQ(ExitCodeOf(credentials.status()), kExitNotAllowed);
  EXPECT_THAT(MessageOf(credentials.status()), HasSubstr("mode 0640; run: chmod 600 "));
  EXPECT_FALSE(Put(Ana()).ok());
}

TEST_F(CredentialStoreTest, RefusesADirectoryThatOthersCanWriteTo) {
  ASSERT_TRUE(Put(Ana()).ok());
  ASSERT_EQ(chmod((root_ + "/config/plenum").c_str(), 0777), 0);
  EXPECT_THAT(MessageOf(store_->Load().status()), HasSubstr("chmod 700"));
}

TEST_F(CredentialStoreTest, ADamagedOrNewerFileIsNeverOverwritten) {
  ASSERT_TRUE(Put(Ana()).ok());
  for (const char* content : {"{", "[]", "{\"version\":1}", "{\"version\":1,\"profiles\":[3]}",
                              "{\"version\":2,\"profiles\":[]}"}) {
    std::ofstream(store_->path()) << content;
    EXPECT_EQ(Put(Ana()).code(), absl::StatusCode::kFailedPrecondition) << content;
    std::ifstream file(store_->path());
    std::string left;
    std::getline(file, left);
    EXPECT_EQ(left, content);
  }
}

TEST_F(CredentialStoreTest, ARefusedChangeLeavesTheFileAsItWas) {
  ASSERT_TRUE(Put(Ana()).ok());
  const absl::Status status = store_->Update([](Credentials& credentials) {
    credentials.profiles.clear();
    return absl::AbortedError("no");
  });
  EXPECT_TRUE(absl::IsAborted(status));
  EXPECT_THAT(store_->Load()->profiles, SizeIs(1));
}

TEST_F(CredentialStoreTest, ConcurrentUpdatesAllCount) {
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] { EXPECT_TRUE(Put(Ana("d" + std::to_string(i))).ok()); });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_THAT(store_->Load()->profiles, SizeIs(8));
  // Nothing but the file and its lock stays behind.
  const std::filesystem::directory_iterator files(root_ + "/config/plenum");
  EXPECT_EQ(std::distance(begin(files), end(files)), 2);
}

TEST(Credentials, SigningInAgainReplacesTheProfile) {
  Credentials credentials;
  credentials.Put(Ana());
  Profile again = Ana();
  again.token = "new";
  credentials.Put(again);
  EXPECT_THAT(credentials.profiles, SizeIs(1));
  EXPECT_EQ(credentials.Current()->token, "new");
}

TEST(Credentials, ProfilesAreFoundByDeliberationMemberOrBoth) {
  Credentials credentials;
  credentials.Put(Ana("d1", "Recalibration"));
  credentials.Put(Ana("d2", "Budget"));
  Profile ben = Ana("d2", "Budget");
  ben.member = "deliberations/d2/members/ben";
  ben.display_name = "Ben";
  credentials.Put(ben);
  EXPECT_EQ((*credentials.Find("recal"))->deliberation, "deliberations/d1");
  EXPECT_EQ((*credentials.Find("Ben"))->display_name, "Ben");
  EXPECT_EQ((*credentials.Find("budget/ana"))->member, "deliberations/d2/members/ana");
  EXPECT_EQ((*credentials.Find("deliberations/d1"))->title, "Recalibration");
  EXPECT_EQ((*credentials.Find("3"))->display_name, "Ben");
  EXPECT_EQ(ExitCodeOf(credentials.Find("budget").status()), kExitUsage);
  EXPECT_EQ(ExitCodeOf(credentials.Find("nowhere").status()), kExitNotFound);
}

TEST(ConfigDirectory, FollowsTheXdgRules) {
  setenv("HOME", "/elsewhere/ana", 1);
  setenv("XDG_CONFIG_HOME", "/elsewhere", 1);
  EXPECT_EQ(*ConfigDirectory(), "/elsewhere/plenum");
  setenv("XDG_CONFIG_HOME", "relative", 1);
  EXPECT_EQ(*ConfigDirectory(), "/elsewhere/ana/.config/plenum");
  unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(*ConfigDirectory(), "/elsewhere/ana/.config/plenum");
  unsetenv("HOME");
  EXPECT_FALSE(ConfigDirectory().ok());
}

TEST(ReadToken, TellsTheMemberAndTheDeliberation) {
  const std::string payload = R"({"sub":"deliberations/d1/members/m1","role":"member"})";
  const auto claims = ReadToken("head." + base::Base64UrlEncode(payload) + ".signature");
  ASSERT_TRUE(claims.ok()) << claims.status();
  EXPECT_EQ(claims->member, "deliberations/d1/members/m1");
  EXPECT_EQ(claims->deliberation, "deliberations/d1");
}

TEST(ReadToken, ABadTokenIsRefusedAndNeverRepeated) {
  for (const std::string& token :
       {std::string("swordfish"), std::string("a.b"), std::string("a.!!.c"), std::string("a..c"),
        "a." + base::Base64UrlEncode("[1]") + ".c",
        "a." + base::Base64UrlEncode(R"({"sub":"members/x"})") + ".c"}) {
    const auto claims = ReadToken(token);
    EXPECT_EQ(ExitCodeOf(claims.status()), kExitNotAllowed);
    EXPECT_THAT(MessageOf(claims.status()), Not(HasSubstr("swordfish")));
  }
}

}  // namespace
}  // namespace plenum::cli
