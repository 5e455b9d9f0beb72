// The echo service on a real server and a real socket, and what tests do with it.
#pragma once

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "echo.grpc.pb.h"
#include "services/common/base/status.h"
#include "services/common/rpc/address.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/server.h"
#include "services/common/rpc/status.h"

namespace plenum::rpc {

using testing::v1::EchoService;
namespace wire = testing::v1;

// Opens once, for all who wait.
class Gate {
 public:
  void Open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void Wait() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  // How many came to wait so far.
  int waited() {
    const std::lock_guard lock(mutex_);
    return waiting_;
  }
  void AwaitWaiting(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

// Numbers up to a limit that the test raises.
class Counter {
 public:
  void Raise(std::int64_t limit) {
    std::vector<Waker> wakers;
    {
      const std::lock_guard lock(mutex_);
      limit_ = limit;
      wakers = wakers_;
    }
    for (const auto& waker : wakers) waker();
  }
  std::int64_t limit() {
    const std::lock_guard lock(mutex_);
    return limit_;
  }
  void Add(Waker waker) {
    const std::lock_guard lock(mutex_);
    wakers_.push_back(std::move(waker));
  }

 private:
  std::mutex mutex_;
  std::int64_t limit_ = 0;
  std::vector<Waker> wakers_;
};

inline std::atomic<int> live_feeds{0};

class CountFeed final : public Feed {
 public:
  CountFeed(Counter& counter, int padding, std::int64_t end)
      : counter_(counter), padding_(padding), end_(end) {
    ++live_feeds;
  }
  ~CountFeed() override { --live_feeds; }
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) override {
    // Pulls of one stream never overlap.
    if (pulling_.exchange(true)) return absl::InternalError("overlapping pulls");
    std::vector<std::unique_ptr<google::protobuf::MessageLite>> batch;
    const std::int64_t limit = end_ > 0 ? std::min(end_, counter_.limit()) : counter_.limit();
    while (static_cast<int>(batch.size()) < max && last_ < limit) {
      auto message = std::make_unique<wire::CountResponse>();
      message->set_number(++last_);
      message->set_padding(std::string(static_cast<std::size_t>(padding_), 'x'));
      batch.push_back(std::move(message));
    }
    pulling_ = false;
    return batch;
  }
  [[nodiscard]] bool AtEnd() const override { return end_ > 0 && last_ == end_; }
  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override {
    return std::make_unique<wire::CountResponse>();
  }

 private:
  Counter& counter_;
  const int padding_;
  const std::int64_t end_;
  std::int64_t last_ = 0;
  std::atomic<bool> pulling_{false};
};

class Echo {
 public:
  absl::StatusOr<wire::EchoResponse> Answer(const Caller&, const wire::EchoRequest& request) {
    ++calls;
    wire::EchoResponse response;
    response.set_body(request.body());
    return response;
  }
  absl::StatusOr<wire::MemberEchoResponse> Member(const Caller& caller,
                                                  const wire::MemberEchoRequest&) {
    ++calls;
    wire::MemberEchoResponse response;
    response.set_member(caller.member);
    return response;
  }
  absl::StatusOr<wire::BlockResponse> Block(const Caller&, const wire::BlockRequest&) {
    gate.Wait();
    return wire::BlockResponse();
  }
  void Fail(const Caller&,
            wire::FailRequest request,  // NOLINT(performance-unnecessary-value-param)
            // NOLINTNEXTLINE(performance-unnecessary-value-param)
            std::function<void(absl::StatusOr<wire::FailResponse>)> done) {
    if (request.how() == "throw") throw std::runtime_error("a secret of the inside");
    if (request.how() == "drop") return;
    if (request.how() == "internal") return done(absl::InternalError("a secret of the inside"));
    base::FieldViolations bad;
    for (int i = 0; i < std::stoi(request.how()); ++i) {
      bad.Add(absl::StrCat("field[", i, "]"), "is wrong in a way that takes some words to say");
    }
    done(bad.ToStatus());
  }
  absl::StatusOr<std::unique_ptr<Feed>> Count(const Caller&, const wire::CountRequest& request,
                                              Waker waker) {
    counter.Add(std::move(waker));
    return std::make_unique<CountFeed>(counter, request.padding(), request.last());
  }

  absl::StatusOr<std::unique_ptr<Intake>> Gather(const Caller&, const wire::GatherRequest&) {
    return absl::UnimplementedError("tested in upload_call_test");
  }

  std::atomic<int> calls{0};
  Gate gate;
  Counter counter;
};

inline ServiceTable Table(Echo* echo, Level block = Level::kCallsLeaves) {
  ServiceTable table("plenum.testing.v1.EchoService");
  table.Unary("Echo", {.access = Access::kAnyone, .level = Level::kInline}, echo, &Echo::Answer);
  table.Unary("MemberEcho", {.access = Access::kMember}, echo, &Echo::Member);
  table.Unary("Block", {.access = Access::kAnyone, .level = block}, echo, &Echo::Block);
  table.Unary("Fail", {.access = Access::kAnyone}, echo, &Echo::Fail);
  table.Stream<wire::CountResponse>("Count", {.access = Access::kAnyone}, echo, &Echo::Count);
  table.Upload<wire::GatherResponse>("Gather", {.access = Access::kMember}, echo, &Echo::Gather);
  return table;
}

inline int ThreadsOfThisProcess() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "Threads:") {
      int threads = 0;
      status >> threads;
      return threads;
    }
  }
  return -1;
}

class ServerTest : public ::testing::Test {
 protected:
  ServerTest() { verifier_.SetKeys({signer_.public_key()}); }
  ~ServerTest() override { echo_.gate.Open(); }

  void Start(ServerOptions options = {}, Level block = Level::kCallsLeaves) {
    options.runner.clock = &clock_;
    options.runner.verifier = &verifier_;
    auto server = Server::Start(std::move(options), {Table(&echo_, block)});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    server_->SetServing(true);
    stub_ = NewStub();
  }
  std::unique_ptr<EchoService::Stub> NewStub() const {
    auto channel = MakeChannel({.target = absl::StrCat("127.0.0.1:", server_->port())});
    return EchoService::NewStub(*channel);
  }
  std::string Token(auth::Role role, const std::string& deliberation = "deliberations/d1") const {
    const std::int64_t now = clock_.NowMicros() / 1'000'000;
    return signer_.Sign({deliberation + "/members/m1", role, now, now + 60});
  }
  absl::StatusOr<wire::MemberEchoResponse> MemberEcho(const std::string& token,
                                                      const std::string& parent) const {
    wire::MemberEchoRequest request;
    request.set_parent(parent);
    CallOptions options;
    options.token = token;
    return Call(*stub_, &EchoService::Stub::MemberEcho, request, options);
  }
  absl::Status EchoBytes(std::size_t size) const {
    wire::EchoRequest request;
    request.set_body(std::string(size, 'x'));
    return Call(*stub_, &EchoService::Stub::Echo, request, {}).status();
  }

  base::FakeClock clock_;
  auth::Signer signer_ = auth::Signer::Generate();
  auth::Verifier verifier_;
  Echo echo_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<EchoService::Stub> stub_;
};

}  // namespace plenum::rpc
