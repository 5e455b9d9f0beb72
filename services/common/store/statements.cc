#include "services/common/store/statements.h"

#include <array>

namespace plenum::store {
namespace {

constexpr Type kT = Type::kText;
constexpr Type kI = Type::kInteger;
constexpr Type kB = Type::kBlob;

// SOCI binds std::string as text on SQLite; the cast keeps its bytes, NULs included, as a blob.
// In the order of Op.
const std::array<Statement, kOpCount>& AllStatements() {
  static const std::array<Statement, kOpCount> kStatements = {{
      // kGetRow
      {"select collection, id, revision, data from resource where collection = :a and id = :b",
       "select collection, id, revision, data from resource where collection = :a and id = :b",
       false,
       {kT, kT},
       {kT, kT, kI, kB}},
      // kListRows
      {"select collection, id, revision, data from resource"
       " where collection = :a and id > :b order by id limit :c",
       "select collection, id, revision, data from resource"
       " where collection = :a and id > :b order by id limit :c",
       false,
       {kT, kT, kI},
       {kT, kT, kI, kB}},
      // kCountRows
      {"select count(*) from resource where collection = :a",
       "select count(*) from resource where collection = :a",
       false,
       {kT},
       {kI}},
      // kListEvents
      {"select revision, time_us, kind, subject, actor, data from event"
       " where stream = :a and revision > :b order by revision limit :c",
       "select revision, time_us, kind, subject, actor, data from event"
       " where stream = :a and revision > :b order by revision limit :c",
       false,
       {kT, kI, kI},
       {kI, kI, kI, kT, kT, kB}},
      // kGetHead
      {"select revision from stream_head where stream = :a",
       "select revision from stream_head where stream = :a",
       false,
       {kT},
       {kI}},
      // kGetRequest
      {"select scope, id, digest, response, revision from request where scope = :a and id = :b",
       "select scope, id, digest, response, revision from request where scope = :a and id = :b",
       false,
       {kT, kT},
       {kT, kT, kB, kB, kI}},
      // kRecentHeads
      {"select stream, revision from stream_head where :a < 0",
       "select stream, revision from stream_head"
       " where changed > clock_timestamp() - cast(:a as bigint) * interval '1 second'",
       false,
       {kI},
       {kT, kI}},
      // kSchemaVersion
      {"select version from plenum_schema", "select version from plenum_schema", false, {}, {kI}},
      // kLockHeads: on SQLite the transaction holds the one write lock already.
      {"select stream, revision from stream_head where stream = :a",
       "select stream, revision from stream_head where stream = any(cast(:a as text[]))"
       " order by stream for update",
       true,
       {kT},
       {kT, kI}},
      // kLockRequests
      {"select scope, id, digest, response, revision from request where scope = :a and id = :b",
       "select r.scope, r.id, r.digest, r.response, r.revision"
       " from unnest(cast(:a as text[]), cast(:b as text[])) as k(scope, id)"
       " join request r on r.scope = k.scope and r.id = k.id",
       true,
       {kT, kT},
       {kT, kT, kB, kB, kI}},
      // kLockRevisions
      {"select collection, id, revision from resource where collection = :a and id = :b",
       "select r.collection, r.id, r.revision"
       " from unnest(cast(:a as text[]), cast(:b as text[])) as k(collection, id)"
       " join resource r on r.collection = k.collection and r.id = k.id"
       " order by r.collection, r.id for update of r",
       true,
       {kT, kT},
       {kT, kT, kI}},
      // kAddHeads
      {"insert into stream_head(stream, revision) values (:a, 0) on conflict do nothing",
       "insert into stream_head(stream, revision, changed)"
       " select k.stream, 0, clock_timestamp() from unnest(cast(:a as text[])) as k(stream)"
       " order by k.stream on conflict do nothing",
       true,
       {kT},
       {}},
      // kSetHeads
      {"insert into stream_head(stream, revision) values (:a, :b)"
       " on conflict(stream) do update set revision = excluded.revision",
       "update stream_head h set revision = k.revision, changed = clock_timestamp()"
       " from unnest(cast(:a as text[]), cast(:b as bigint[])) as k(stream, revision)"
       " where h.stream = k.stream",
       true,
       {kT, kI},
       {}},
      // kPutRows
      {"insert into resource(collection, id, revision, data)"
       " values (:a, :b, :c, cast(:d as blob)) on conflict(collection, id)"
       " do update set revision = excluded.revision, data = excluded.data",
       "insert into resource(collection, id, revision, data) select * from"
       " unnest(cast(:a as text[]), cast(:b as text[]), cast(:c as bigint[]), cast(:d as bytea[]))"
       " on conflict (collection, id)"
       " do update set revision = excluded.revision, data = excluded.data",
       true,
       {kT, kT, kI, kB},
       {}},
      // kEraseRows
      {"delete from resource where collection = :a and id = :b",
       "delete from resource r using"
       " unnest(cast(:a as text[]), cast(:b as text[])) as k(collection, id)"
       " where r.collection = k.collection and r.id = k.id",
       true,
       {kT, kT},
       {}},
      // kAddEvents
      {"insert into event(stream, revision, time_us, kind, subject, actor, data)"
       " values (:a, :b, :c, :d, :e, :f, cast(:g as blob))",
       "insert into event(stream, revision, time_us, kind, subject, actor, data) select * from"
       " unnest(cast(:a as text[]), cast(:b as bigint[]), cast(:c as bigint[]),"
       " cast(:d as integer[]), cast(:e as text[]), cast(:f as text[]), cast(:g as bytea[]))",
       true,
       {kT, kI, kI, kI, kT, kT, kB},
       {}},
      // kAddRequests
      {"insert into request(scope, id, digest, response, revision, time_us)"
       " values (:a, :b, cast(:c as blob), cast(:d as blob), :e, :f)",
       "insert into request(scope, id, digest, response, revision, time_us) select * from"
       " unnest(cast(:a as text[]), cast(:b as text[]), cast(:c as bytea[]),"
       " cast(:d as bytea[]), cast(:e as bigint[]), cast(:f as bigint[]))",
       true,
       {kT, kT, kB, kB, kI, kI},
       {}},
      // kEndOfSlice
      {"select id, scope from (select id, scope from request where (id, scope) > (:a, :b)"
       " order by id, scope limit :c) as slice order by id desc, scope desc limit 1",
       "select id, scope from (select id, scope from request where (id, scope) > (:a, :b)"
       " order by id, scope limit :c) as slice order by id desc, scope desc limit 1",
       false,
       {kT, kT, kI},
       {kT, kT}},
      // kPruneRequests
      {"delete from request"
       " where (id, scope) > (:a, :b) and (id, scope) <= (:c, :d) and time_us < :e",
       "delete from request"
       " where (id, scope) > (:a, :b) and (id, scope) <= (:c, :d) and time_us < :e",
       false,
       {kT, kT, kT, kT, kI},
       {}},
      // kProbeWrite
      {"update plenum_schema set version = -version",
       "update plenum_schema set version = -version",
       false,
       {},
       {}},
  }};
  return kStatements;
}

}  // namespace

const Statement& StatementOf(Op op) { return AllStatements()[static_cast<std::size_t>(op)]; }

}  // namespace plenum::store
