#include "services/common/store/writer.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <iterator>
#include <utility>

namespace plenum::store {
namespace {

// Attempts at one batch before its mutations are answered with the failure.
constexpr int kCommitAttempts = 12;
constexpr std::chrono::milliseconds kFirstBackOff{1};
constexpr std::chrono::milliseconds kLongestBackOff{200};

std::size_t BytesOf(const Mutation& mutation) {
  std::size_t bytes = sizeof(Mutation);
  for (const Put& put : mutation.puts) bytes += sizeof(Put) + put.data.size();
  for (const NewEvent& event : mutation.events) bytes += sizeof(NewEvent) + event.data.size();
  if (mutation.request) bytes += mutation.request->response.size();
  return bytes;
}

// Moves the first `count` elements of `from` to `to`, which is empty.
template <typename T>
void MoveFront(std::vector<T>& from, std::size_t count, std::vector<T>& to) {
  if (count == from.size()) {
    std::swap(from, to);
    return;
  }
  const auto end = from.begin() + static_cast<std::ptrdiff_t>(count);
  to.assign(std::make_move_iterator(from.begin()), std::make_move_iterator(end));
  from.erase(from.begin(), end);
}

Plan AnswerAll(std::size_t count, const absl::Status& status) {
  Plan plan;
  plan.outcomes.assign(count, status);
  return plan;
}

std::int64_t SystemNowUs() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace

void Writer::Batch::Clear() {
  mutations.clear();
  done.clear();
  pings.clear();
  bytes = 0;
}

Writer::Writer(Engine& engine, Listeners& listeners, const StoreOptions& options)
    : engine_(engine),
      listeners_(listeners),
      max_queue_(static_cast<std::size_t>(options.max_queue)),
      max_queued_bytes_(options.max_queued_bytes),
      max_batch_(static_cast<std::size_t>(options.max_batch)),
      now_us_(options.now_us ? options.now_us : SystemNowUs),
      thread_([this] { Run(); }) {}

Writer::~Writer() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  thread_.join();
}

void Writer::Submit(Mutation mutation, Store::Done done) {
  if (absl::Status refusal = Validate(mutation); !refusal.ok()) {
    done(refusal);
    return;
  }
  if (absl::Status refusal = Queue(mutation, done); !refusal.ok()) done(refusal);
}

absl::Status Writer::Queue(Mutation& mutation, Store::Done& done) {
  const std::size_t bytes = BytesOf(mutation);
  bool wake = false;
  {
    base::MutexLock lock(mutex_);
    if (stopping_) return absl::UnavailableError("the store is shutting down");
    if (queue_.mutations.size() >= max_queue_ ||
        (!queue_.mutations.empty() && queue_.bytes + bytes > max_queued_bytes_)) {
      return absl::ResourceExhaustedError("too many writes are waiting; try again later");
    }
    queue_.mutations.push_back(std::move(mutation));
    queue_.done.push_back(std::move(done));
    queue_.bytes += bytes;
    wake = waiting_;
  }
  if (wake) wake_.NotifyOne();
  return absl::OkStatus();
}

absl::Status Writer::Ping() {
  std::promise<absl::Status> promise;
  std::future<absl::Status> answer = promise.get_future();
  {
    base::MutexLock lock(mutex_);
    if (stopping_) return absl::UnavailableError("the store is shutting down");
    queue_.pings.emplace_back(
        [&promise](const absl::Status& status) { promise.set_value(status); });
  }
  wake_.NotifyOne();
  return answer.get();
}

bool Writer::TakeBatch(Batch& batch) {
  base::MutexLock lock(mutex_);
  waiting_ = true;
  while (queue_.empty() && !stopping_) wake_.Wait(mutex_);
  waiting_ = false;
  if (queue_.empty()) return false;
  std::size_t count = 0;
  while (count < queue_.mutations.size() && count < max_batch_ && batch.bytes < kFullBatchBytes) {
    batch.bytes += BytesOf(queue_.mutations[count++]);
  }
  queue_.bytes -= batch.bytes;
  MoveFront(queue_.mutations, count, batch.mutations);
  MoveFront(queue_.done, count, batch.done);
  std::swap(queue_.pings, batch.pings);
  return true;
}

void Writer::Run() {
  Batch batch;
  while (TakeBatch(batch)) {
    Answer(batch);
    batch.Clear();
    if (session_ == nullptr) continue;
    if (remembered_ >= kPruneEvery) Prune();
    if (session_ != nullptr) engine_.Idle(session_->raw());
  }
}

void Writer::Answer(Batch& batch) {
  if (!batch.mutations.empty()) {
    Plan plan = Apply(batch.mutations);
    for (std::size_t i = 0; i < batch.done.size(); ++i) {
      batch.done[i](std::move(plan.outcomes[i]));
    }
    for (const auto& [stream, revision] : plan.moved) listeners_.Notify(stream, revision);
  }
  if (batch.pings.empty()) return;
  const absl::Status status = Probe();
  for (const auto& ping : batch.pings) ping(status);
}

Plan Writer::Apply(std::span<const Mutation> mutations) {
  absl::Status last;
  for (int attempt = 0; attempt < kCommitAttempts; ++attempt) {
    if (attempt > 0 && !BackOff(attempt)) break;
    if (last = Connect(); !last.ok()) break;
    Attempt result = TryApply(mutations);
    if (result.plan) {
      last_failed_ = false;
      return *std::move(result.plan);
    }
    last = result.failure.status;
    if (result.committing && result.failure.commit_in_doubt) {
      last = absl::UnknownError(
          "the connection to the database was lost during a commit: the write may have happened; "
          "repeat the request with the same request id");
      break;
    }
    if (result.failure.remedy == Remedy::kGiveUp) break;
    if (result.failure.remedy == Remedy::kSplit) return ApplyOneByOne(mutations, last);
  }
  last_failed_ = true;
  return AnswerAll(mutations.size(), last);
}

// Keeps a mutation that the database refuses from taking its neighbours with it.
Plan Writer::ApplyOneByOne(std::span<const Mutation> mutations, const absl::Status& status) {
  if (mutations.size() == 1) return AnswerAll(1, status);
  Plan all;
  for (std::size_t i = 0; i < mutations.size(); ++i) {
    Plan one = Apply(mutations.subspan(i, 1));
    all.outcomes.push_back(std::move(one.outcomes.front()));
    for (const auto& [stream, revision] : one.moved) all.moved[stream] = revision;
  }
  return all;
}

Writer::Attempt Writer::TryApply(std::span<const Mutation> mutations) {
  Attempt attempt;
  try {
    session_->Begin();
    Plan plan = Evaluate(mutations, now_us_(), LockFacts(mutations));
    if (plan.writes()) {
      const std::size_t requests = RowCount(plan.requests);
      Write(plan);
      attempt.committing = true;
      session_->Commit();
      remembered_ += requests;
    } else {
      session_->Rollback();
    }
    attempt.plan = std::move(plan);
  } catch (const std::exception& error) {
    attempt.failure = engine_.Classify(error, session_->raw());
    if (attempt.failure.remedy == Remedy::kReconnect) {
      session_.reset();
    } else {
      session_->Rollback();
    }
  }
  return attempt;
}

void Writer::Prune() {
  remembered_ = 0;
  try {
    session_->Begin();
    Columns in = MakeColumns(StatementOf(Op::kEndOfSlice).in, 1);
    in[0].texts.push_back(pruned_to_.id);
    in[1].texts.push_back(pruned_to_.scope);
    in[2].numbers.push_back(kPruneSlice);
    const Columns end = session_->Query(Op::kEndOfSlice, std::move(in));
    if (RowCount(end) == 0) {
      session_->Rollback();
      pruned_to_ = {};
      return;
    }
    RequestKey last{end[1].texts.front(), end[0].texts.front()};
    in = MakeColumns(StatementOf(Op::kPruneRequests).in, 1);
    in[0].texts.push_back(pruned_to_.id);
    in[1].texts.push_back(pruned_to_.scope);
    in[2].texts.push_back(last.id);
    in[3].texts.push_back(last.scope);
    in[4].numbers.push_back(now_us_() - kRememberRequestsUs);
    session_->Execute(Op::kPruneRequests, std::move(in));
    session_->Commit();
    pruned_to_ = std::move(last);
  } catch (const std::exception& error) {
    // Nobody waits for this: the next slice tries again.
    const Failure failure = engine_.Classify(error, session_->raw());
    session_->Rollback();
    if (failure.remedy == Remedy::kReconnect) session_.reset();
  }
}

Facts Writer::LockFacts(std::span<const Mutation> mutations) {
  const Lookups lookups = LookupsOf(mutations);
  Facts facts;

  const auto lock_heads = [&](const std::vector<std::string>& streams) {
    Columns in = MakeColumns(StatementOf(Op::kLockHeads).in);
    in[0].texts = streams;
    const Columns heads = session_->Query(Op::kLockHeads, std::move(in));
    for (std::size_t i = 0; i < RowCount(heads); ++i) {
      facts.heads[heads[0].texts[i]] = heads[1].numbers[i];
    }
  };
  lock_heads({lookups.streams.begin(), lookups.streams.end()});
  if (facts.heads.size() < lookups.streams.size()) {
    // New streams: their rows have to be there to be locked.
    Columns in = MakeColumns(StatementOf(Op::kAddHeads).in);
    for (const std::string& stream : lookups.streams) {
      if (!facts.heads.contains(stream)) in[0].texts.push_back(stream);
    }
    const std::vector<std::string> added = in[0].texts;
    session_->Execute(Op::kAddHeads, std::move(in));
    lock_heads(added);
  }

  Columns in = MakeColumns(StatementOf(Op::kLockRequests).in, lookups.requests.size());
  for (const RequestKey& key : lookups.requests) {
    in[0].texts.push_back(key.scope);
    in[1].texts.push_back(key.id);
  }
  Columns found = session_->Query(Op::kLockRequests, std::move(in));
  for (std::size_t i = 0; i < RowCount(found); ++i) {
    facts.requests[{found[0].texts[i], found[1].texts[i]}] = {
        std::move(found[2].texts[i]), std::move(found[3].texts[i]), found[4].numbers[i]};
  }

  in = MakeColumns(StatementOf(Op::kLockRevisions).in, lookups.keys.size());
  for (const Key& key : lookups.keys) {
    in[0].texts.push_back(key.collection);
    in[1].texts.push_back(key.id);
  }
  found = session_->Query(Op::kLockRevisions, std::move(in));
  for (std::size_t i = 0; i < RowCount(found); ++i) {
    facts.revisions[{found[0].texts[i], found[1].texts[i]}] = found[2].numbers[i];
  }
  return facts;
}

void Writer::Write(Plan& plan) {
  session_->Execute(Op::kAddEvents, std::move(plan.events));
  session_->Execute(Op::kPutRows, std::move(plan.puts));
  session_->Execute(Op::kEraseRows, std::move(plan.erases));
  session_->Execute(Op::kAddRequests, std::move(plan.requests));
  session_->Execute(Op::kSetHeads, std::move(plan.heads));
}

absl::Status Writer::Connect() {
  if (session_ != nullptr) return absl::OkStatus();
  try {
    session_ = std::make_unique<Session>(engine_);
    return absl::OkStatus();
  } catch (const std::exception& error) {
    return engine_.ConnectFailure(error);
  }
}

absl::Status Writer::Probe() {
  absl::Status last;
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (last = Connect(); !last.ok()) return last;
    try {
      session_->Begin();
      if (last_failed_) {
        // There and back: SQLite writes nothing where the new row equals the old one.
        session_->Execute(Op::kProbeWrite, {});
        session_->Execute(Op::kProbeWrite, {});
        session_->Commit();
        last_failed_ = false;
      } else {
        session_->Rollback();
      }
      return absl::OkStatus();
    } catch (const std::exception& error) {
      const Failure failure = engine_.Classify(error, session_->raw());
      last = failure.status;
      session_->Rollback();
      if (failure.remedy == Remedy::kReconnect) session_.reset();
    }
  }
  return last;
}

bool Writer::BackOff(int attempt) {
  const auto until = std::chrono::steady_clock::now() +
                     std::min(kLongestBackOff, kFirstBackOff * (1 << std::min(attempt, 10)));
  base::MutexLock lock(mutex_);
  while (!stopping_) {
    const auto left = until - std::chrono::steady_clock::now();
    if (left <= std::chrono::steady_clock::duration::zero()) return true;
    wake_.WaitFor(mutex_, left);
  }
  return false;
}

}  // namespace plenum::store
