// store_testing: databases for tests of the store and of what stands on it, on either engine.
//
//   TestDatabase database(EngineKind::kPostgresql);
//   std::unique_ptr<Store> store = database.Open();
//
// Each TestDatabase is empty and goes away with the object. The PostgreSQL server is started once
// for the test program, when the first test asks for it.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

#include "absl/strings/str_cat.h"
#include "services/common/store/store.h"
#include "tests/support/postgres.h"

namespace plenum::store {

enum class EngineKind { kSqlite, kPostgresql };

inline void PrintTo(EngineKind kind, std::ostream* out) {
  *out << (kind == EngineKind::kSqlite ? "SQLite" : "PostgreSQL");
}

inline testing::Postgres& SharedPostgres() {
  static const absl::StatusOr<std::unique_ptr<testing::Postgres>> kServer =
      testing::Postgres::Start();
  if (!kServer.ok()) {
    ADD_FAILURE() << kServer.status();
    std::abort();
  }
  return **kServer;
}

// A folder that is removed at the end.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plenum-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) std::abort();
    path_ = pattern;
  }
  ~TestFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

class TestDatabase {
 public:
  explicit TestDatabase(EngineKind kind)
      : url_(kind == EngineKind::kSqlite ? absl::StrCat("sqlite:", folder_.path(), "/store.db")
                                         : SharedPostgres().NewDatabase().value()) {}

  const std::string& url() const { return url_; }

  // Opens and migrates it. A SQLite file belongs to one store at a time; on PostgreSQL it may be
  // called more than once, for stores that share the database.
  std::unique_ptr<Store> Open(StoreOptions options = {}) const {
    options.url = url_;
    options.migrate = true;
    absl::StatusOr<std::unique_ptr<Store>> store = OpenStore(options);
    if (!store.ok()) {
      ADD_FAILURE() << store.status();
      std::abort();
    }
    return *std::move(store);
  }

 private:
  TestFolder folder_;
  std::string url_;
};

// A mutation that adds one event to `stream`; tests add to it what they are about.
inline Mutation EventOn(const std::string& stream) {
  Mutation mutation;
  mutation.stream = stream;
  mutation.events.push_back({1, stream, "", ""});
  return mutation;
}

}  // namespace plenum::store
