// executor: a bounded queue in front of a fixed number of threads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace plenum::rpc {

// Runs tasks in order of arrival. Thread-safe.
class Executor {
 public:
  Executor(int threads, std::size_t max_queued);
  // Runs what is queued, then ends the threads.
  ~Executor();
  Executor(const Executor&) = delete;
  Executor& operator=(const Executor&) = delete;

  // False, and nothing taken, when the queue is full or the executor is ending.
  [[nodiscard]] bool Submit(std::function<void()> task);

  // For more work on something that was taken before: waits beside the queue, whatever its length,
  // and takes turns with it, so that neither holds the other up. The caller bounds how much of it
  // there is. False only when the executor is ending.
  [[nodiscard]] bool Continue(std::function<void()> task);

 private:
  void Run();
  // The next task, of the other queue than before when both have one. Call with the lock, when
  // there is one.
  std::function<void()> Take();

  const std::size_t max_queued_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  std::deque<std::function<void()>> continued_;
  bool continued_last_ = false;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace plenum::rpc
