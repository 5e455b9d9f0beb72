// session_pool: sessions for reads, lent to one thread at a time. Thread-safe.
//
//   absl::StatusOr<Columns> rows = pool.Read(Op::kGetRow, std::move(in));
#pragma once

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/mutex.h"
#include "services/common/store/session.h"

namespace plenum::store {

class SessionPool {
 public:
  // Connects when sessions are needed, `size` of them at most.
  SessionPool(Engine& engine, int size);

  // Runs a read in a session of its own, waiting for one to be free. Tries once more, on a new
  // connection, when the old one turns out to be gone. Errors as Store's.
  absl::StatusOr<Columns> Read(Op op, const Columns& in);

 private:
  // Gives the session back at the end of its life; a broken one is closed instead.
  class Lease {
   public:
    explicit Lease(SessionPool& pool);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    // Connects when the session is new. Throws.
    Session& Open();
    bool is_open() const { return session_ != nullptr; }
    void Close() { session_.reset(); }
    Session& session() { return *session_; }

   private:
    SessionPool& pool_;
    std::unique_ptr<Session> session_;
  };

  Engine& engine_;
  base::Mutex mutex_;
  base::CondVar returned_;
  // Null: a session that is not connected.
  std::vector<std::unique_ptr<Session>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace plenum::store
