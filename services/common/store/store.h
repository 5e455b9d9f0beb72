// store: where a service keeps its resources and its events, on SQLite or PostgreSQL.
//
// A service decides what to write and hands the store one `Mutation`: the rows that it puts, the
// facts that it read and relied on, the events that it adds, and the answer to remember. The store
// gathers waiting mutations into one transaction (group commit), checks each mutation's
// preconditions inside that transaction, allots revisions, and calls back after the commit
// returned. A refused mutation takes nothing else of its batch with it.
//
//   Mutation m;
//   m.stream = "deliberations/d1";
//   m.requires_.push_back({{"deliberations", "d1"}, revision_the_decision_was_based_on});
//   m.puts.push_back({{"deliberations/d1/ballots", "m7"}, ballot.SerializeAsString(),
//   std::nullopt}); m.events.push_back({EVENT_BALLOT_CAST, "deliberations/d1/ballots/m7", "", ""});
//   m.request = Request{caller, request_id, Digest(body), response.SerializeAsString()};
//   store.Submit(std::move(m), [](absl::StatusOr<Applied> applied) { ... });
//
// Rows are addressed as AIP resource names are: `collection` is everything before the last slash
// ("deliberations/d1/ballots"), `id` what follows it. A row's revision is the stream revision of
// the mutation that wrote it last; services show it as the resource's etag. All writers of a row
// use the same stream: its lock is what puts writes of several replicas in order. Names (stream,
// collection, id, subject, actor, request scope and id) are UTF-8 without NUL, at most 1024 bytes;
// data, digests and responses are any bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::store {

struct Key {
  std::string collection;
  std::string id;
  friend bool operator==(const Key&, const Key&) = default;
};

// A resource at rest. `data` is the serialized message, without its etag.
struct Row {
  Key key;
  std::int64_t revision = 0;
  std::string data;
};

// Writes one row. `expected` is the revision that the row must still have: nullopt takes any state,
// 0 demands that the row does not exist. `erase` removes the row.
struct Put {
  Key key;
  std::string data;
  std::optional<std::int64_t> expected;
  bool erase = false;
};

// A row that the decision was based on and that must not have changed since.
struct Require {
  Key key;
  std::int64_t revision = 0;  // 0: must not exist
};

// One entry of the stream, before its revision is allotted.
struct NewEvent {
  std::int32_t kind = 0;  // the service's own enum
  std::string subject;    // resource name
  std::string actor;      // resource name of the member, empty where the event must not tell
  std::string data;       // serialized payload, may be empty
};

struct Event {
  std::int64_t revision = 0;  // 1, 2, 3 ... without gaps within its stream
  std::int64_t time_us = 0;   // microseconds since 1970 (UTC), by the store's clock at the batch
  NewEvent body;
};

// A request is remembered for at least this long, by the store's clock, and forgotten some time
// after: its id then makes a new write.
inline constexpr std::int64_t kRememberRequestsUs = std::int64_t{24} * 3600 * 1'000'000;

// Makes a write repeatable: the same (scope, id) with the same digest gets the first answer.
struct Request {
  std::string scope;     // who asks: requests of different callers never meet
  std::string id;        // the caller's request_id
  std::string digest;    // SHA-256 of method and body
  std::string response;  // what to answer again; must hold no secret
  // Remembered instead of the mutation's own revision, by one that only remembers.
  std::optional<std::int64_t> revision{};
};

struct Mutation {
  std::string stream;  // resource name of the deliberation; events are numbered within it
  std::vector<Require> requires_;
  std::vector<Put> puts;
  std::vector<NewEvent> events;  // at least one, unless all that is written is the request
  std::optional<Request> request;
};

struct Applied {
  std::int64_t revision = 0;  // of the mutation's last event; the new revision of its rows
  bool replayed = false;      // true: nothing was written, `response` is the first answer
  std::string response;
};

// Errors of every call: UNAVAILABLE when the database cannot be reached (try again), INTERNAL when
// it is damaged. Thread-safe.
class Store {
 public:
  virtual ~Store() = default;

  // NOT_FOUND when there is no such row.
  virtual absl::StatusOr<Row> Get(const Key& key) = 0;

  // Rows of `collection` with id > `after` in byte order of id, at most `limit`.
  virtual absl::StatusOr<std::vector<Row>> List(std::string_view collection, std::string_view after,
                                                int limit) = 0;

  // How many rows `collection` has.
  virtual absl::StatusOr<std::int64_t> Count(std::string_view collection) = 0;

  // Events of `stream` with revision > `after`, in order, at most `limit`.
  virtual absl::StatusOr<std::vector<Event>> Events(std::string_view stream, std::int64_t after,
                                                    int limit) = 0;

  // Revision of the last event of `stream`, 0 when there is none.
  virtual absl::StatusOr<std::int64_t> Revision(std::string_view stream) = 0;

  // The first answer given to this request. NOT_FOUND when it was never applied; ALREADY_EXISTS
  // when it was applied with another digest.
  virtual absl::StatusOr<Applied> FindRequest(std::string_view scope, std::string_view id,
                                              std::string_view digest) = 0;

  // Queues `mutation`; `done` runs once, on the writer's thread, after the commit (keep it short),
  // or at once on this thread when the mutation cannot be queued. Errors:
  //   ABORTED             a `requires_` or `expected` revision no longer holds (or a row that was
  //   to
  //                       be new exists: ALREADY_EXISTS)
  //   ALREADY_EXISTS      an `expected` of 0 met a row; or the request id was used with another
  //                       digest (then IsRequestReuse(status) is true)
  //   INVALID_ARGUMENT    no event, no stream, a key put twice, or a name as above does not allow
  //   RESOURCE_EXHAUSTED  the queue is full (try again soon), or the database has no space left
  //                       (then IsStorageFull(status) is true)
  //   UNAVAILABLE         the database went away, and the commit is known not to have happened
  //   UNKNOWN             the connection was lost during commit: the write may have happened
  //                       (a repeat with the same request id tells)
  using Done = std::function<void(absl::StatusOr<Applied>)>;
  virtual void Submit(Mutation mutation, Done done) = 0;

  // Submit and wait.
  absl::StatusOr<Applied> Apply(Mutation mutation);

  // Calls `listener(stream, revision)` after commits of this process (and, on PostgreSQL, soon
  // after those of other replicas) that added events. Keep it short. Returns an id for Unlisten,
  // which returns only when no call of the listener is running.
  using Listener = std::function<void(const std::string& stream, std::int64_t revision)>;
  virtual std::uint64_t Listen(Listener listener) = 0;
  virtual void Unlisten(std::uint64_t id) = 0;

  // OK when a trivial read and the writer both work (readiness).
  virtual absl::Status Ping() = 0;
};

// True for the ALREADY_EXISTS that means "this request id was used for another request".
bool IsRequestReuse(const absl::Status& status);

// True for the RESOURCE_EXHAUSTED that means "no space left": it does not pass by itself.
bool IsStorageFull(const absl::Status& status);

// Bytes of mutations that may wait for the writer, whatever their number.
inline constexpr std::size_t kMaxQueuedBytes = std::size_t{256} << 20U;

struct StoreOptions {
  // "sqlite:PATH" (a file, made when missing) or "postgresql://user@host:port/db?..." .
  std::string url;
  int readers = 4;                                 // pooled sessions for reads, 1..64
  int max_queue = 4096;                            // mutations waiting for the writer
  std::size_t max_queued_bytes = kMaxQueuedBytes;  // of those; a larger one may wait alone
  int max_batch = 512;                             // mutations in one transaction
  bool migrate = false;                            // bring an older schema up to date on opening
  std::function<std::int64_t()> now_us;            // injected clock; system clock when empty
};

// Opens the database. Errors say what to do: FAILED_PRECONDITION when the schema is newer than this
// program, or older and `migrate` is false, or when a SQLite file is in use by another store, of
// this process or of another one; INVALID_ARGUMENT for an url of neither engine; PERMISSION_DENIED
// when the file or folder cannot be written; UNAVAILABLE when the server does not answer.
absl::StatusOr<std::unique_ptr<Store>> OpenStore(const StoreOptions& options);

// Brings the schema to the version of this program (the `migrate` command). Safe to run twice and
// from two processes at once. Returns the version.
absl::StatusOr<int> MigrateStore(const std::string& url);

}  // namespace plenum::store
