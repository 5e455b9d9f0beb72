// loop: one thread of the server and the connections that it serves. No connection is ever touched
// by two threads, so that nothing of it needs a lock.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>
#include <utility>  // before Boost 1.74's Asio, which forgets it

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace plenum::gateway::http {

class Connection;

// Bytes of large bodies that all connections hold, bounded.
class BodyBudget {
 public:
  [[nodiscard]] bool Take(std::size_t bytes);
  void Give(std::size_t bytes) { held_ -= bytes; }

 private:
  std::atomic<std::size_t> held_{0};
};

class Loop {
 public:
  Loop();
  ~Loop();

  boost::asio::io_context& context() { return context_; }
  void Start();
  // Ends the thread; what is pending is dropped.
  void Stop();

  // On the loop's thread.
  void Add(std::shared_ptr<Connection> connection);
  void Remove(const std::shared_ptr<Connection>& connection);
  // Idle connections are closed, the others after their answer.
  void Drain();
  void CloseAll();

  [[nodiscard]] std::size_t connections() const { return count_; }
  // For the Date header: made once a second.
  [[nodiscard]] const std::string& date() const { return date_; }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const { return now_; }

 private:
  void Sweep();

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  boost::asio::steady_timer timer_;
  std::unordered_set<std::shared_ptr<Connection>> connections_;
  std::atomic<std::size_t> count_{0};
  std::chrono::steady_clock::time_point now_;
  std::string date_;
  std::thread thread_;
};

}  // namespace plenum::gateway::http
