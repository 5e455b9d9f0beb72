// migrations: the numbered SQL files of migrations/, embedded into the binary, and how they run.
//
// Add a change as migrations/{sqlite,postgresql}/NNNN_what.sql, the same number for both; never
// edit one that was released. Each runs in one transaction together with all the others that are
// due, under a lock: two processes that migrate at once are safe, the second finds nothing to do.
#pragma once

#include <span>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/store/engine.h"

namespace plenum::store {

std::span<const Migration> SqliteMigrations();
std::span<const Migration> PostgresqlMigrations();

// Brings the schema to the newest version of engine.migrations() and returns that. Errors:
// FAILED_PRECONDITION when the schema is newer, or when the database is another program's.
absl::StatusOr<int> Migrate(Engine& engine);

// OK when the schema has exactly the newest version; otherwise FAILED_PRECONDITION, saying what to
// do.
absl::Status CheckSchema(Engine& engine);

}  // namespace plenum::store
