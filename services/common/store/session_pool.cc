#include "services/common/store/session_pool.h"

#include <utility>

namespace plenum::store {
namespace {

// A server that restarted has cut every idle connection; each is found broken once.
constexpr int kReadAttempts = 3;

}  // namespace

SessionPool::Lease::Lease(SessionPool& pool) : pool_(pool) {
  base::MutexLock lock(pool_.mutex_);
  while (pool_.idle_.empty()) pool_.returned_.Wait(pool_.mutex_);
  session_ = std::move(pool_.idle_.back());
  pool_.idle_.pop_back();
}

SessionPool::Lease::~Lease() {
  {
    base::MutexLock lock(pool_.mutex_);
    pool_.idle_.push_back(std::move(session_));
  }
  pool_.returned_.NotifyOne();
}

Session& SessionPool::Lease::Open() {
  if (session_ == nullptr) session_ = std::make_unique<Session>(pool_.engine_);
  return *session_;
}

SessionPool::SessionPool(Engine& engine, int size) : engine_(engine) {
  base::MutexLock lock(mutex_);
  idle_.resize(static_cast<std::size_t>(size));
}

absl::StatusOr<Columns> SessionPool::Read(Op op, const Columns& in) {
  Lease lease(*this);
  absl::Status last;
  for (int attempt = 0; attempt < kReadAttempts; ++attempt) {
    try {
      lease.Open();
    } catch (const std::exception& error) {
      return engine_.ConnectFailure(error);
    }
    try {
      return lease.session().Query(op, in);
    } catch (const std::exception& error) {
      const Failure failure = engine_.Classify(error, lease.session().raw());
      lease.Close();  // a statement may be left half read
      last = failure.status;
      if (failure.remedy != Remedy::kReconnect && failure.remedy != Remedy::kRetry) break;
    }
  }
  return last;
}

}  // namespace plenum::store
