#include "services/common/store/migrations.h"

#include <soci/soci.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "services/common/store/session.h"

namespace plenum::store {
namespace {

constexpr int kMigrationAttempts = 5;

// nullopt when nothing was ever set up. Throws.
std::optional<int> SchemaVersion(Engine& engine, soci::session& session) {
  if (!engine.HasSchemaTable(session)) return std::nullopt;
  int version = 0;
  session << "select version from plenum_schema", soci::into(version);
  return version;
}

absl::Status NewerSchema(const Engine& engine, int version, int newest) {
  return absl::FailedPreconditionError(
      absl::StrCat(engine.name(), " has schema version ", version, ", this program knows ", newest,
                   ": use the program that wrote it, or a newer one"));
}

absl::Status ForeignTables(const Engine& engine) {
  return absl::FailedPreconditionError(
      absl::StrCat(engine.name(), " holds tables of another program: choose another database"));
}

// Both engines prepare one statement at a time. Comment lines are left out: SOCI would look for
// parameters in them.
void RunScript(soci::session& session, std::string_view script) {
  std::string statement;
  while (!script.empty()) {
    const std::size_t end = std::min(script.find('\n'), script.size() - 1) + 1;
    const std::string_view line = script.substr(0, end);
    script.remove_prefix(end);
    if (line.substr(0, 2) == "--") continue;
    statement += line;
    const std::size_t semicolon = statement.rfind(";\n");
    if (semicolon == std::string::npos) continue;
    session << statement.substr(0, semicolon);
    statement.clear();
  }
}

// One attempt, inside a transaction that the caller ends. Throws.
absl::StatusOr<int> MigrateInTransaction(Engine& engine, soci::session& session) {
  const int newest = engine.migrations().back().version;
  engine.LockSchema(session);
  const std::optional<int> found = SchemaVersion(engine, session);
  const int version = found.value_or(0);
  if (version > newest) return NewerSchema(engine, version, newest);
  if (!found) {
    if (engine.HasTables(session)) return ForeignTables(engine);
    session << "create table plenum_schema (version integer not null)";
    session << "insert into plenum_schema(version) values (0)";
  }
  for (const Migration& migration : engine.migrations()) {
    if (migration.version <= version) continue;
    RunScript(session, migration.sql);
    session << "update plenum_schema set version = " << migration.version;
  }
  return newest;
}

}  // namespace

absl::StatusOr<int> Migrate(Engine& engine) {
  std::unique_ptr<Session> session;
  try {
    session = std::make_unique<Session>(engine);
  } catch (const std::exception& error) {
    return engine.ConnectFailure(error);
  }
  absl::Status last;
  for (int attempt = 0; attempt < kMigrationAttempts; ++attempt) {
    try {
      session->Begin();
      absl::StatusOr<int> version = MigrateInTransaction(engine, session->raw());
      if (version.ok()) {
        session->Commit();
      } else {
        session->Rollback();
      }
      return version;
    } catch (const std::exception& error) {
      const Failure failure = engine.Classify(error, session->raw());
      session->Rollback();
      last = failure.status;
      if (failure.remedy != Remedy::kRetry) break;
    }
  }
  return last;
}

absl::Status CheckSchema(Engine& engine) {
  std::unique_ptr<Session> session;
  try {
    session = std::make_unique<Session>(engine);
  } catch (const std::exception& error) {
    return engine.ConnectFailure(error);
  }
  try {
    const int newest = engine.migrations().back().version;
    const std::optional<int> found = SchemaVersion(engine, session->raw());
    const int version = found.value_or(0);
    if (version > newest) return NewerSchema(engine, version, newest);
    if (!found && engine.HasTables(session->raw())) return ForeignTables(engine);
    if (version < newest) {
      return absl::FailedPreconditionError(absl::StrCat(engine.name(), " has schema version ",
                                                        version, ", this program needs ", newest,
                                                        ": run the migrate command first"));
    }
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return engine.Classify(error, session->raw()).status;
  }
}

}  // namespace plenum::store
