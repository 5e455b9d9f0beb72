// engine: what differs between SQLite and PostgreSQL, and nothing else.
//
// An Engine knows one database: how to connect, how a transaction begins, how values travel, and
// what a failure means. Session and all above it are written once, against this seam.
//
// Functions marked "throws" let SOCI's exceptions through; callers inside this folder catch them
// and turn them into a Failure. No text of SOCI ever reaches a status: it quotes SQL and values.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace soci {
class session;
}

namespace plenum::store {

// What to do about a failed statement.
enum class Remedy {
  kRetry,      // the transaction met another one: run the whole of it again
  kReconnect,  // the connection is gone: open another one
  kSplit,      // something in the data is not acceptable: find out which mutation it is
  kGiveUp,     // the database cannot work at the moment (full, damaged, forbidden)
};

struct Failure {
  Remedy remedy = Remedy::kGiveUp;
  absl::Status status;  // for the caller; says what to do, tells no SQL and no secret
  // Whether a commit that failed this way may have happened all the same.
  bool commit_in_doubt = false;
};

// The status of a write to the database `name` for which there is no space; see IsStorageFull.
absl::Status StorageFull(const std::string& name);

struct Migration {
  int version;
  const char* sql;  // statements that each end with ";\n"
};

// What an engine is opened for.
enum class Use {
  kServe,    // reads and writes: on a database that is not shared(), alone
  kMigrate,  // the schema only: beside others that do the same
};

class Engine {
 public:
  virtual ~Engine() = default;

  // What errors call this database: a path, or "host:port/database". Never a password.
  virtual const std::string& name() const = 0;

  // Checks that need no connection, to give clearer errors than the connection would, and takes a
  // database that is not shared() for this engine, until it is destroyed. `create` tells whether a
  // missing database may be made. FAILED_PRECONDITION when another engine, of this process or of
  // another one, has the database. Called once, before Connect.
  virtual absl::Status Prepare(bool create, Use use) = 0;

  // Opens a connection with its settings made. Throws.
  virtual std::unique_ptr<soci::session> Connect() = 0;

  // The status for an exception out of Connect.
  virtual absl::Status ConnectFailure(const std::exception& error) = 0;

  // What an exception out of a statement means. Looks at `session` to see whether it still lives.
  virtual Failure Classify(const std::exception& error, soci::session& session) const = 0;

  // True: bulk statements take arrays and blobs as hexadecimal text. False: bound row by row.
  virtual bool arrays() const = 0;
  virtual const char* begin_sql() const = 0;

  // True when other processes commit to this database and must be watched for.
  virtual bool shared() const = 0;

  // Called by the writer between transactions, after the callbacks: the place for housekeeping.
  // Never throws.
  virtual void Idle(soci::session& session) = 0;

  // Migrations in ascending order of version, and a lock that keeps other processes from migrating
  // until the end of the transaction. LockSchema throws.
  virtual std::span<const Migration> migrations() const = 0;
  virtual void LockSchema(soci::session& session) = 0;
  // Whether there are tables at all / the table of the schema version. Throws.
  virtual bool HasTables(soci::session& session) = 0;
  virtual bool HasSchemaTable(soci::session& session) = 0;
};

std::unique_ptr<Engine> MakeSqliteEngine(std::string path);

// INVALID_ARGUMENT when the url cannot be parsed.
absl::StatusOr<std::unique_ptr<Engine>> MakePostgresqlEngine(const std::string& url);

// "sqlite:PATH" or "postgresql://..." (also "postgres://"). INVALID_ARGUMENT for anything else.
absl::StatusOr<std::unique_ptr<Engine>> MakeEngine(const std::string& url);

}  // namespace plenum::store
