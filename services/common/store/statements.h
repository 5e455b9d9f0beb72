// statements: every SQL text that the store runs, in the words of both engines side by side.
//
// A statement is one of two kinds. A bulk statement does the same thing for n rows of input: on
// SQLite it is written for one row and run n times while prepared, on PostgreSQL it takes arrays
// and runs once. Any other statement takes one row of input on both.
#pragma once

#include <span>
#include <vector>

#include "services/common/store/columns.h"

namespace plenum::store {

enum class Op {
  // Reads; the comment gives input -> output.
  kGetRow,         // collection, id -> collection, id, revision, data
  kListRows,       // collection, after, limit -> as kGetRow
  kCountRows,      // collection -> number of rows
  kListEvents,     // stream, after, limit -> revision, time_us, kind, subject, actor, data
  kGetHead,        // stream -> revision
  kGetRequest,     // scope, id -> scope, id, digest, response, revision
  kRecentHeads,    // seconds -> stream, revision; PostgreSQL only
  kSchemaVersion,  // -> version
  // The writer's; all of them bulk, but for the last three.
  kLockHeads,      // stream -> stream, revision; locked until the end of the transaction
  kLockRequests,   // scope, id -> as kGetRequest
  kLockRevisions,  // collection, id -> collection, id, revision; locked
  kAddHeads,       // stream: adds those that are missing with revision 0
  kSetHeads,       // stream, revision
  kPutRows,        // collection, id, revision, data
  kEraseRows,      // collection, id
  kAddEvents,      // stream, revision, time_us, kind, subject, actor, data
  kAddRequests,    // scope, id, digest, response, revision, time_us
  kEndOfSlice,  // id, scope, count -> id, scope of the last of the `count` requests after that one
  kPruneRequests,  // id, scope, id, scope, time_us: those after the first, up to the second, older
  kProbeWrite,     // nothing: turns the sign of the schema version; to be run twice
};
inline constexpr int kOpCount = static_cast<int>(Op::kProbeWrite) + 1;

struct Statement {
  const char* sqlite;
  const char* postgresql;
  bool bulk;
  std::vector<Type> in;
  std::vector<Type> out;
};

const Statement& StatementOf(Op op);

}  // namespace plenum::store
