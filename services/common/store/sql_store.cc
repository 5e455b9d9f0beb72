#include "services/common/store/sql_store.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::store {
namespace {

constexpr std::chrono::milliseconds kPollEvery{200};
// A transaction stamps its heads before it commits: look back this much further, so that one that
// took its time is not overlooked.
constexpr std::chrono::seconds kPollOverlap{10};

Row RowAt(Columns& columns, std::size_t i) {
  return {{std::move(columns[0].texts[i]), std::move(columns[1].texts[i])},
          columns[2].numbers[i],
          std::move(columns[3].texts[i])};
}

// A name that cannot be stored is in no row; PostgreSQL would answer with an error instead.
bool CanBeStored(std::string_view name) { return ValidateName("name", name).ok(); }

}  // namespace

SqlStore::SqlStore(std::unique_ptr<Engine> engine, const StoreOptions& options)
    : engine_(std::move(engine)),
      pool_(*engine_, options.readers),
      writer_(std::make_unique<Writer>(*engine_, listeners_, options)) {
  if (engine_->shared()) poller_ = std::thread([this] { Poll(); });
}

SqlStore::~SqlStore() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  if (poller_.joinable()) poller_.join();
  writer_.reset();
}

absl::StatusOr<Row> SqlStore::Get(const Key& key) {
  const absl::Status none = absl::NotFoundError("there is no such row");
  if (!CanBeStored(key.collection) || !CanBeStored(key.id)) return none;
  Columns in = MakeColumns(StatementOf(Op::kGetRow).in, 1);
  in[0].texts.push_back(key.collection);
  in[1].texts.push_back(key.id);
  absl::StatusOr<Columns> out = pool_.Read(Op::kGetRow, in);
  if (!out.ok()) return out.status();
  if (RowCount(*out) == 0) return none;
  return RowAt(*out, 0);
}

absl::StatusOr<std::vector<Row>> SqlStore::List(std::string_view collection, std::string_view after,
                                                int limit) {
  std::vector<Row> rows;
  if (limit <= 0 || !CanBeStored(collection)) return rows;
  if (!CanBeStored(after)) return absl::InvalidArgumentError("`after` cannot be an id");
  Columns in = MakeColumns(StatementOf(Op::kListRows).in, 1);
  in[0].texts.emplace_back(collection);
  in[1].texts.emplace_back(after);
  in[2].numbers.push_back(limit);
  absl::StatusOr<Columns> out = pool_.Read(Op::kListRows, in);
  if (!out.ok()) return out.status();
  rows.reserve(RowCount(*out));
  for (std::size_t i = 0; i < RowCount(*out); ++i) rows.push_back(RowAt(*out, i));
  return rows;
}

absl::StatusOr<std::int64_t> SqlStore::Count(std::string_view collection) {
  if (!CanBeStored(collection)) return 0;
  Columns in = MakeColumns(StatementOf(Op::kCountRows).in, 1);
  in[0].texts.emplace_back(collection);
  absl::StatusOr<Columns> out = pool_.Read(Op::kCountRows, in);
  if (!out.ok()) return out.status();
  return (*out)[0].numbers.at(0);
}

absl::StatusOr<std::vector<Event>> SqlStore::Events(std::string_view stream, std::int64_t after,
                                                    int limit) {
  std::vector<Event> events;
  if (limit <= 0 || !CanBeStored(stream)) return events;
  Columns in = MakeColumns(StatementOf(Op::kListEvents).in, 1);
  in[0].texts.emplace_back(stream);
  in[1].numbers.push_back(after);
  in[2].numbers.push_back(limit);
  absl::StatusOr<Columns> read = pool_.Read(Op::kListEvents, in);
  if (!read.ok()) return read.status();
  Columns& out = *read;
  events.reserve(RowCount(out));
  for (std::size_t i = 0; i < RowCount(out); ++i) {
    events.push_back({out[0].numbers[i],
                      out[1].numbers[i],
                      {static_cast<std::int32_t>(out[2].numbers[i]), std::move(out[3].texts[i]),
                       std::move(out[4].texts[i]), std::move(out[5].texts[i])}});
  }
  return events;
}

absl::StatusOr<std::int64_t> SqlStore::Revision(std::string_view stream) {
  if (!CanBeStored(stream)) return 0;
  Columns in = MakeColumns(StatementOf(Op::kGetHead).in, 1);
  in[0].texts.emplace_back(stream);
  absl::StatusOr<Columns> out = pool_.Read(Op::kGetHead, in);
  if (!out.ok()) return out.status();
  return RowCount(*out) == 0 ? 0 : (*out)[0].numbers[0];
}

absl::StatusOr<Applied> SqlStore::FindRequest(std::string_view scope, std::string_view id,
                                              std::string_view digest) {
  const absl::Status none = absl::NotFoundError("this request was never applied");
  if (!CanBeStored(scope) || !CanBeStored(id)) return none;
  Columns in = MakeColumns(StatementOf(Op::kGetRequest).in, 1);
  in[0].texts.emplace_back(scope);
  in[1].texts.emplace_back(id);
  absl::StatusOr<Columns> read = pool_.Read(Op::kGetRequest, in);
  if (!read.ok()) return read.status();
  Columns& out = *read;
  if (RowCount(out) == 0) return none;
  return Replay({std::move(out[2].texts[0]), std::move(out[3].texts[0]), out[4].numbers[0]},
                digest);
}

void SqlStore::Submit(Mutation mutation, Done done) {
  writer_->Submit(std::move(mutation), std::move(done));
}

std::uint64_t SqlStore::Listen(Listener listener) {
  const std::uint64_t id = listeners_.Add(std::move(listener));
  wake_.NotifyAll();
  return id;
}

void SqlStore::Unlisten(std::uint64_t id) { listeners_.Remove(id); }

absl::Status SqlStore::Ping() {
  absl::StatusOr<Columns> version = pool_.Read(Op::kSchemaVersion, {});
  if (!version.ok()) return version.status();
  return writer_->Ping();
}

absl::Status SqlStore::PollOnce(std::int64_t seconds) {
  Columns in = MakeColumns(StatementOf(Op::kRecentHeads).in, 1);
  in[0].numbers.push_back(seconds);
  absl::StatusOr<Columns> out = pool_.Read(Op::kRecentHeads, in);
  if (!out.ok()) return out.status();
  std::map<std::string, std::int64_t> recent;
  for (std::size_t i = 0; i < RowCount(*out); ++i) {
    recent[(*out)[0].texts[i]] = (*out)[1].numbers[i];
  }
  for (const auto& [stream, revision] : recent) listeners_.Notify(stream, revision);
  listeners_.KeepOnly(recent);
  return absl::OkStatus();
}

void SqlStore::Poll() {
  using Clock = std::chrono::steady_clock;
  Clock::time_point seen_until = Clock::now();
  while (true) {
    {
      base::MutexLock lock(mutex_);
      if (!stopping_) wake_.WaitFor(mutex_, kPollEvery);
      if (stopping_) return;
    }
    const Clock::time_point start = Clock::now();
    // Nobody listens: what happens meanwhile is of no interest to those who come later.
    if (!listeners_.empty()) {
      const auto back = start - seen_until + kPollOverlap;
      if (!PollOnce(std::chrono::ceil<std::chrono::seconds>(back).count()).ok()) continue;
    }
    seen_until = start;
  }
}

}  // namespace plenum::store
