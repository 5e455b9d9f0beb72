#include "services/plenumd/data_dir.h"

#include <gmock/gmock.h>

#include <fstream>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using ::testing::HasSubstr;

TEST(DataDirTest, IsUsedByOneAtATime) {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/a/b";
  {
    const auto first = DataDir::Open(path);
    ASSERT_TRUE(first.ok()) << first.status();
    EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms::owner_all);
    const auto second = DataDir::Open(path);
    EXPECT_EQ(second.status().code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(second.status().message()), HasSubstr("in use by another plenumd"));
  }
  EXPECT_TRUE(DataDir::Open(path).ok());
}

TEST(DataDirTest, OneThatCannotBeMadeOrWrittenIsRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/file") << "x";
  EXPECT_THAT(std::string(DataDir::Open(folder.path() + "/file/data").status().message()),
              HasSubstr("cannot be made"));
  // A folder in which even root can make nothing.
  EXPECT_THAT(std::string(DataDir::Open("/proc/self").status().message()),
              HasSubstr("cannot be written"));
}

TEST(DataDirTest, ALostDatabaseIsNotReplacedByAnEmptyOne) {
  const TemporaryFolder folder;
  const base::FakeClock clock;
  ASSERT_TRUE(Embedded::Open(folder.path(), "", clock).ok());
  for (const char* name : {"ingestion.db", "scoring.db", "deliberation.db"}) {
    const std::filesystem::path file = std::filesystem::path(folder.path()) / name;
    std::filesystem::rename(file, file.string() + ".away");
    const auto refused = Embedded::Open(folder.path(), "", clock);
    EXPECT_THAT(std::string(refused.status().message()),
                HasSubstr(std::string("has lost ") + name));
    EXPECT_FALSE(std::filesystem::exists(file));
    std::filesystem::rename(file.string() + ".away", file);
  }
  EXPECT_TRUE(Embedded::Open(folder.path(), "", clock).ok());
}

TEST(DataDirTest, AFolderWhoseFirstStartWasCutOffIsMadeComplete) {
  const TemporaryFolder folder;
  const base::FakeClock clock;
  ASSERT_TRUE(Embedded::Open(folder.path(), "", clock).ok());
  std::filesystem::remove(folder.path() + "/scoring.db");
  std::filesystem::resize_file(folder.path() + "/lock", 0);  // as before all were there
  EXPECT_TRUE(Embedded::Open(folder.path(), "", clock).ok());
}

TEST(DataDirTest, AFileThatIsNoDatabaseIsRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() + "/scoring.db") << std::string(5000, 'x');
  const base::FakeClock clock;
  const auto embedded = Embedded::Open(folder.path(), "", clock);
  ASSERT_FALSE(embedded.ok());
  EXPECT_THAT(std::string(embedded.status().message()), HasSubstr("scoring.db"));
}

}  // namespace
}  // namespace plenum::plenumd
