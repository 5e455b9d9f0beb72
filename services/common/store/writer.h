// writer: the group-commit thread. One per store; everything that is written goes through it.
//
// Mutations wait in a bounded queue. The thread takes what is there, up to `max_batch`, as one
// transaction: it locks the heads of the batch's streams, looks up what the preconditions are
// about, lets Evaluate decide, writes the plan, commits, and answers. While it commits, the next
// batch gathers, so the batches grow with the load and nobody waits for a timer.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/store/batch.h"
#include "services/common/store/listeners.h"
#include "services/common/store/session.h"
#include "services/common/store/store.h"

namespace plenum::store {

// Bytes from which a batch takes no further mutation.
inline constexpr std::size_t kFullBatchBytes = std::size_t{16} << 20U;

// Requests after which a slice of the table of requests is looked through for old ones, and the
// rows of a slice: some milliseconds of work, between two batches and after their answers.
inline constexpr std::size_t kPruneEvery = 1000;
inline constexpr int kPruneSlice = 2000;

class Writer {
 public:
  Writer(Engine& engine, Listeners& listeners, const StoreOptions& options);
  // Commits and answers what is queued, then stops.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  void Submit(Mutation mutation, Store::Done done);

  // Whether a transaction can begin; after a failed one, whether a write can be committed.
  absl::Status Ping();

 private:
  struct Batch {
    std::vector<Mutation> mutations;
    std::vector<Store::Done> done;
    std::vector<std::function<void(const absl::Status&)>> pings;
    std::size_t bytes = 0;

    bool empty() const { return mutations.empty() && pings.empty(); }
    void Clear();
  };

  // Takes both over when it returns OK, leaves them alone otherwise.
  absl::Status Queue(Mutation& mutation, Store::Done& done);
  void Run();
  bool TakeBatch(Batch& batch);
  void Answer(Batch& batch);

  // Applies the mutations in one transaction and returns their answers; `plan.moved` is what
  // listeners are told. Never throws.
  Plan Apply(std::span<const Mutation> mutations);
  // One attempt at that. A Failure means that nothing was committed, or not known to be.
  struct Attempt {
    std::optional<Plan> plan;
    Failure failure;
    bool committing = false;
  };
  Attempt TryApply(std::span<const Mutation> mutations);
  Plan ApplyOneByOne(std::span<const Mutation> mutations, const absl::Status& status);
  // Forgets requests that are older than kRememberRequestsUs, a slice of the table at a time, in
  // the order of its key: an index by time would cost every write. Looks at twice as many rows as
  // were added since, so that it comes around however the table grows. Never throws.
  void Prune();
  Facts LockFacts(std::span<const Mutation> mutations);
  void Write(Plan& plan);
  absl::Status Connect();
  absl::Status Probe();
  // Waits before another attempt; false when the writer is to stop.
  bool BackOff(int attempt);

  Engine& engine_;
  Listeners& listeners_;
  const std::size_t max_queue_;
  const std::size_t max_queued_bytes_;
  const std::size_t max_batch_;
  const std::function<std::int64_t()> now_us_;

  // Of the writer's thread.
  std::unique_ptr<Session> session_;
  bool last_failed_ = false;
  std::size_t remembered_ = kPruneEvery;  // requests since the last slice; the first is due at once
  RequestKey pruned_to_;                  // end of the last slice; empty to begin at the beginning

  base::Mutex mutex_;
  base::CondVar wake_;
  Batch queue_ ABSL_GUARDED_BY(mutex_);
  bool waiting_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  std::thread thread_;
};

}  // namespace plenum::store
