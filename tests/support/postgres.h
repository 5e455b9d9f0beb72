// postgres: a real PostgreSQL server for a test, in a temporary folder, on a unix socket only.
//
// Use it where behaviour of the real engine is what is tested. One server for a test program and a
// database of its own for each test is quick enough: start 1-2 s, NewDatabase 30 ms.
//
//   auto server = plenum::testing::Postgres::Start();
//   ASSERT_TRUE(server.ok()) << server.status();
//   std::string url = (*server)->NewDatabase().value();
//
// Durability is left on (fsync, synchronous_commit). The server runs as user postgres when the test
// runs as root, because it refuses to run as root. It dies with the thread that started it, at the
// latest; the programs are looked for in $PLENUM_POSTGRESQL_BIN, then in Debian's folder.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::testing {

class Postgres {
 public:
  static absl::StatusOr<std::unique_ptr<Postgres>> Start();
  // Stops the server by its process id and removes its folder.
  ~Postgres();
  Postgres(const Postgres&) = delete;
  Postgres& operator=(const Postgres&) = delete;

  // Creates an empty database and returns its url.
  absl::StatusOr<std::string> NewDatabase();

  // The url of a database by name, whether it exists or not.
  std::string Url(const std::string& database) const;

  // Runs one statement in `database` as superuser; its first value, or "".
  absl::StatusOr<std::string> Execute(const std::string& database, const std::string& sql);

  // Stops the server at once, as a crash would (SIGQUIT), and starts it again.
  absl::Status Crash();
  absl::Status StartAgain();

 private:
  Postgres() = default;
  absl::Status Init();

  std::string folder_;
  pid_t pid_ = -1;
  int databases_ = 0;
};

}  // namespace plenum::testing
