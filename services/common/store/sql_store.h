// sql_store: the Store of both engines: reads from a pool, writes through the writer.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "services/common/base/mutex.h"
#include "services/common/store/engine.h"
#include "services/common/store/listeners.h"
#include "services/common/store/session_pool.h"
#include "services/common/store/store.h"
#include "services/common/store/writer.h"

namespace plenum::store {

class SqlStore final : public Store {
 public:
  // The schema of `engine` was checked before.
  SqlStore(std::unique_ptr<Engine> engine, const StoreOptions& options);
  ~SqlStore() override;

  absl::StatusOr<Row> Get(const Key& key) override;
  absl::StatusOr<std::vector<Row>> List(std::string_view collection, std::string_view after,
                                        int limit) override;
  absl::StatusOr<std::int64_t> Count(std::string_view collection) override;
  absl::StatusOr<std::vector<Event>> Events(std::string_view stream, std::int64_t after,
                                            int limit) override;
  absl::StatusOr<std::int64_t> Revision(std::string_view stream) override;
  absl::StatusOr<Applied> FindRequest(std::string_view scope, std::string_view id,
                                      std::string_view digest) override;
  void Submit(Mutation mutation, Done done) override;
  std::uint64_t Listen(Listener listener) override;
  void Unlisten(std::uint64_t id) override;
  absl::Status Ping() override;

 private:
  void Poll();
  // Tells listeners about the streams that changed within the last `seconds`.
  absl::Status PollOnce(std::int64_t seconds);

  std::unique_ptr<Engine> engine_;
  Listeners listeners_;
  SessionPool pool_;

  // The poller of a database that other processes write to.
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread poller_;

  std::unique_ptr<Writer> writer_;
};

}  // namespace plenum::store
