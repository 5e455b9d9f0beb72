#include "services/common/rpc/executor.h"

#include <utility>

namespace plenum::rpc {

Executor::Executor(int threads, std::size_t max_queued) : max_queued_(max_queued) {
  threads_.reserve(static_cast<std::size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

Executor::~Executor() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

bool Executor::Submit(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

bool Executor::Continue(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (ending_) return false;
    continued_.push_back(std::move(task));
  }
  changed_.notify_one();
  return true;
}

std::function<void()> Executor::Take() {
  continued_last_ = queue_.empty() || (!continued_.empty() && !continued_last_);
  auto& from = continued_last_ ? continued_ : queue_;
  std::function<void()> task = std::move(from.front());
  from.pop_front();
  return task;
}

void Executor::Run() {
  for (;;) {
    std::function<void()> task;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ending_ || !queue_.empty() || !continued_.empty(); });
      if (queue_.empty() && continued_.empty()) return;
      task = Take();
    }
    task();
  }
}

}  // namespace plenum::rpc
