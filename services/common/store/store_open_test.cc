// Opening, migrating, and what is said when that is not possible.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/store/store.h"
#include "services/common/store/store_testing.h"

namespace plenum::store {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr int kNewestSchema = 2;

absl::Status OpenStatus(const std::string& url, bool migrate) {
  StoreOptions options;
  options.url = url;
  options.migrate = migrate;
  return OpenStore(options).status();
}

// Runs one statement in the database behind the store's back.
void Execute(EngineKind kind, const std::string& url, const std::string& sql) {
  if (kind == EngineKind::kPostgresql) {
    const std::string database = url.substr(url.rfind('/') + 1);
    const auto done = SharedPostgres().Execute(database, sql);
    ASSERT_TRUE(done.ok()) << done.status();
    return;
  }
  sqlite3* connection = nullptr;
  ASSERT_EQ(sqlite3_open(url.substr(7).c_str(), &connection), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(connection);
}

class StoreOpen : public ::testing::TestWithParam<EngineKind> {
 protected:
  TestDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreOpen,
                         ::testing::Values(EngineKind::kSqlite, EngineKind::kPostgresql),
                         ::testing::PrintToStringParamName());

TEST_P(StoreOpen, RefusesAnEmptyDatabaseUntilItIsMigrated) {
  const absl::Status status = OpenStatus(database_.url(), false);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("migrate"));
  EXPECT_EQ(MigrateStore(database_.url()).value(), kNewestSchema);
  EXPECT_TRUE(OpenStatus(database_.url(), false).ok());
}

TEST_P(StoreOpen, MigratesTwiceWithoutHarm) {
  ASSERT_TRUE(database_.Open()->Apply(EventOn("s")).ok());
  EXPECT_EQ(MigrateStore(database_.url()).value(), kNewestSchema);
  EXPECT_EQ(MigrateStore(database_.url()).value(), kNewestSchema);
  EXPECT_EQ(database_.Open()->Events("s", 0, 10)->size(), 1U);
}

TEST_P(StoreOpen, MigratesOnceWhenManyDoItAtTheSameTime) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&] {
      const auto version = MigrateStore(database_.url());
      EXPECT_TRUE(version.ok()) << version.status();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(database_.Open()->Apply(EventOn("s")).ok());
}

TEST_P(StoreOpen, RefusesANewerSchema) {
  ASSERT_TRUE(MigrateStore(database_.url()).ok());
  Execute(GetParam(), database_.url(), "update plenum_schema set version = 99");
  for (const bool migrate : {false, true}) {
    const absl::Status status = OpenStatus(database_.url(), migrate);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("99"));
  }
}

TEST_P(StoreOpen, RefusesAnOlderSchemaUnlessItMayMigrate) {
  Execute(GetParam(), database_.url(), "create table plenum_schema (version integer not null)");
  Execute(GetParam(), database_.url(), "insert into plenum_schema(version) values (0)");
  const absl::Status status = OpenStatus(database_.url(), false);
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("run the migrate command"));
}

TEST_P(StoreOpen, KeepsRequestsThatAnOlderSchemaRemembered) {
  Mutation mutation = EventOn("s");
  mutation.request = Request{"scope", "r1", "digest", "answer"};
  ASSERT_TRUE(database_.Open()->Apply(mutation).ok());
  Execute(GetParam(), database_.url(), "alter table request drop column time_us");
  Execute(GetParam(), database_.url(), "update plenum_schema set version = 1");
  const auto store = database_.Open();
  ASSERT_TRUE(store->Apply(EventOn("s")).ok());
  ASSERT_TRUE(store->Ping().ok());  // the writer has looked for old requests
  EXPECT_TRUE(store->FindRequest("scope", "r1", "digest").ok()) << "its time counts from now";
}

TEST_P(StoreOpen, LeavesADatabaseOfAnotherProgramAlone) {
  Execute(GetParam(), database_.url(), "create table customers (id integer)");
  for (const bool migrate : {false, true}) {
    const absl::Status status = OpenStatus(database_.url(), migrate);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("another program"));
  }
}

TEST(StoreUrl, NamesBothFormsWhenItIsNeither) {
  for (const char* url : {"", "mysql://localhost/x", "store.db", "sqlite:", "sqlite:a\"b"}) {
    const absl::Status status = OpenStatus(url, true);
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << url;
    EXPECT_THAT(std::string(status.message()), HasSubstr("sqlite:PATH")) << url;
  }
}

TEST(StoreUrl, NeverRepeatsAPassword) {
  for (const char* url : {"postgresql://u:hunter2@127.0.0.1:1/db", "postgresql://u:hunter2@[::1/db",
                          "postgresql://u:hunter2@h/db?nonsense=hunter2"}) {
    const absl::Status status = OpenStatus(url, true);
    EXPECT_FALSE(status.ok());
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("hunter2")));
  }
}

TEST(StoreOptionsCheck, RefusesSizesThatCannotWork) {
  const TestFolder folder;
  for (const auto& change : std::vector<std::function<void(StoreOptions&)>>{
           [](StoreOptions& o) { o.readers = 0; }, [](StoreOptions& o) { o.readers = 65; },
           [](StoreOptions& o) { o.max_queue = 0; }, [](StoreOptions& o) { o.max_batch = 0; }}) {
    StoreOptions options;
    options.url = absl::StrCat("sqlite:", folder.path(), "/x.db");
    options.migrate = true;
    change(options);
    EXPECT_EQ(OpenStore(options).status().code(), absl::StatusCode::kInvalidArgument);
  }
}

TEST(StorePostgresql, SaysThatNoServerAnswers) {
  const absl::Status status = OpenStatus("postgresql://u@127.0.0.1:1/db", true);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("127.0.0.1:1/db"));
}

TEST(StorePostgresql, SaysThatTheDatabaseIsMissing) {
  const absl::Status status = OpenStatus(SharedPostgres().Url("none"), true);
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr("check user, password and database"));
}

// Tests may run as root, whom no file mode stops: these paths cannot be written by anybody.
TEST(StoreSqlite, SaysThatThePlaceCannotBeWritten) {
  const TestFolder folder;
  std::ofstream(folder.path() + "/file") << "x";
  for (const std::string& path :
       {folder.path() + "/file/store.db", folder.path() + "/none/store.db",
        std::string("/proc/store.db"), folder.path()}) {
    const absl::Status status = OpenStatus("sqlite:" + path, true);
    EXPECT_EQ(status.code(), absl::StatusCode::kPermissionDenied) << path << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(path));
  }
}

TEST(StoreSqlite, GivesAFileToOneStoreAtATime) {
  const TestDatabase database(EngineKind::kSqlite);
  const TestFolder elsewhere;
  const std::string link = elsewhere.path() + "/link.db";
  auto first = database.Open();
  std::filesystem::create_symlink(database.url().substr(7), link);
  for (const std::string& url : {database.url(), "sqlite:" + link}) {
    for (const absl::Status& status :
         {OpenStatus(url, true), OpenStatus(url, false), MigrateStore(url).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition) << url;
      EXPECT_THAT(std::string(status.message()), HasSubstr("is in use by another server: end"));
    }
  }
  ASSERT_TRUE(first->Apply(EventOn("s")).ok()) << "the first one is not disturbed";
  first.reset();
  EXPECT_TRUE(MigrateStore(database.url()).ok());
  EXPECT_EQ(database.Open()->Events("s", 0, 10)->size(), 1U);
}

TEST(StoreSqlite, SaysThatAFileIsNotADatabase) {
  const TestFolder folder;
  std::ofstream(folder.path() + "/store.db") << std::string(10000, 'x');
  for (const bool migrate : {false, true}) {
    const absl::Status status = OpenStatus("sqlite:" + folder.path() + "/store.db", migrate);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("is not a database"));
  }
}

TEST(StoreSqlite, MakesAFileThatOnlyItsOwnerCanRead) {
  const TestDatabase database(EngineKind::kSqlite);
  const auto store = database.Open();
  ASSERT_TRUE(store->Apply(EventOn("s")).ok());
  for (const char* suffix : {"", "-wal"}) {
    struct stat file = {};
    ASSERT_EQ(stat((database.url().substr(7) + suffix).c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 0777U, 0600U) << suffix;
  }
}

TEST(StoreSqlite, TakesAPathWithSpacesAndSigns) {
  const TestFolder folder;
  EXPECT_TRUE(OpenStatus("sqlite:" + folder.path() + "/my data = 'x'?%20;.db", true).ok());
  EXPECT_TRUE(std::filesystem::exists(folder.path() + "/my data = 'x'?%20;.db"));
}

TEST(StoreSqlite, DoesNotMakeAFileWhenItMayNotMigrate) {
  const TestFolder folder;
  EXPECT_EQ(OpenStatus("sqlite:" + folder.path() + "/x.db", false).code(),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_FALSE(std::filesystem::exists(folder.path() + "/x.db"));
}

}  // namespace
}  // namespace plenum::store
