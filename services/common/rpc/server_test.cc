// The call runner on a real server and a real socket: each trap of gRPC 1.51 that it exists for.
#include "services/common/rpc/server.h"

#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <fstream>
#include <future>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "absl/strings/str_cat.h"
#include "echo.grpc.pb.h"
#include "services/common/base/status.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/status.h"

namespace plenum::rpc {
namespace {

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

std::atomic<int> live_feeds{0};

class CountFeed final : public Feed {
 public:
  CountFeed(Counter& counter, int padding) : counter_(counter), padding_(padding) { ++live_feeds; }
  ~CountFeed() override { --live_feeds; }
  absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) override {
    // Pulls of one stream never overlap.
    if (pulling_.exchange(true)) return absl::InternalError("overlapping pulls");
    std::vector<std::unique_ptr<google::protobuf::MessageLite>> batch;
    const std::int64_t limit = counter_.limit();
    while (static_cast<int>(batch.size()) < max && last_ < limit) {
      auto message = std::make_unique<wire::CountResponse>();
      message->set_number(++last_);
      message->set_padding(std::string(static_cast<std::size_t>(padding_), 'x'));
      batch.push_back(std::move(message));
    }
    pulling_ = false;
    return batch;
  }
  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override {
    return std::make_unique<wire::CountResponse>();
  }

 private:
  Counter& counter_;
  const int padding_;
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
    return std::make_unique<CountFeed>(counter, request.padding());
  }

  absl::StatusOr<std::unique_ptr<Intake>> Gather(const Caller&, const wire::GatherRequest&) {
    return absl::UnimplementedError("tested in upload_call_test");
  }

  std::atomic<int> calls{0};
  Gate gate;
  Counter counter;
};

ServiceTable Table(Echo* echo, Level block = Level::kCallsLeaves) {
  ServiceTable table("plenum.testing.v1.EchoService");
  table.Unary("Echo", {.access = Access::kAnyone, .level = Level::kInline}, echo, &Echo::Answer);
  table.Unary("MemberEcho", {.access = Access::kMember}, echo, &Echo::Member);
  table.Unary("Block", {.access = Access::kAnyone, .level = block}, echo, &Echo::Block);
  table.Unary("Fail", {.access = Access::kAnyone}, echo, &Echo::Fail);
  table.Stream<wire::CountResponse>("Count", {.access = Access::kAnyone}, echo, &Echo::Count);
  table.Upload<wire::GatherResponse>("Gather", {.access = Access::kMember}, echo, &Echo::Gather);
  return table;
}

int ThreadsOfThisProcess() {
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

TEST_F(ServerTest, BlockedCallsDoNotStallOthers) {
  Start();
  std::vector<std::future<absl::Status>> blocked;
  constexpr int kBlocked = 8;  // all threads of their level
  for (int i = 0; i < kBlocked; ++i) {
    blocked.push_back(std::async(std::launch::async, [&] {
      return Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
    }));
  }
  echo_.gate.AwaitWaiting(kBlocked);
  EXPECT_TRUE(EchoBytes(10).ok());
  EXPECT_TRUE(MemberEcho(Token(auth::Role::kMember), "deliberations/d1").ok());
  echo_.gate.Open();
  for (auto& call : blocked) EXPECT_TRUE(call.get().ok());
}

TEST_F(ServerTest, TooManyWaitingCallsAreRefusedAndTheRestAnswered) {
  ServerOptions options;
  options.runner.calling_threads = 1;
  options.runner.max_queued_calls = 2;
  Start(options);
  auto running = std::async(std::launch::async, [&] {
    return Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
  });
  echo_.gate.AwaitWaiting(1);  // the one thread is taken, the queue is empty
  std::atomic<int> done{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  constexpr int kCalls = 5;
  constexpr int kQueue = 2;
  for (int i = 0; i < kCalls; ++i) {
    threads.emplace_back([&] {
      const auto status =
          Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
      if (status.ok()) ++done;
      if (base::HasReason(status, common::v1::ERROR_REASON_OVERLOADED)) {
        EXPECT_TRUE(base::GetRetryInfo(status).has_value());
        if (++refused == kCalls - kQueue) echo_.gate.Open();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(running.get().ok());
  EXPECT_EQ(done, kQueue);
  EXPECT_EQ(refused, kCalls - kQueue);
}

TEST_F(ServerTest, AFloodOfStatelessCallsStarvesNoOtherLevel) {
  ServerOptions options;
  options.runner.max_queued_calls = 4;
  Start(options, Level::kStateless);
  // Every thread and every place in the queue of the level is taken, and more knock.
  constexpr int kThreads = 2;
  constexpr int kQueue = 4;
  constexpr int kFlood = 18;
  std::vector<std::thread> running;
  for (int i = 0; i < kThreads; ++i) {
    running.emplace_back([&] {
      EXPECT_TRUE(Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).ok());
    });
  }
  echo_.gate.AwaitWaiting(kThreads);
  std::atomic<int> refused{0};
  Gate all_refused;
  std::vector<std::thread> flood;
  for (int i = 0; i < kFlood; ++i) {
    flood.emplace_back([&] {
      const auto status =
          Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
      if (status.ok()) return;
      EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_OVERLOADED)) << status;
      if (++refused == kFlood - kQueue) all_refused.Open();
    });
  }
  all_refused.Wait();
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(EchoBytes(10).ok());
    EXPECT_TRUE(MemberEcho(Token(auth::Role::kMember), "deliberations/d1").ok());
  }
  echo_.gate.Open();
  for (auto& thread : running) thread.join();
  for (auto& thread : flood) thread.join();
  EXPECT_EQ(refused, kFlood - kQueue);
}

TEST_F(ServerTest, LargeStatelessRequestsTakeNoRoomFromOthers) {
  Start();
  CallRunner& runner = server_->runner();
  Method stateless;
  stateless.options.level = Level::kStateless;
  Method other;
  other.options.level = Level::kLeaf;
  int taken = 0;
  while (runner.Run(stateless, limits::kMaxDocumentBytes, [this] { echo_.gate.Wait(); }).ok()) {
    ASSERT_LT(++taken, 100);
  }
  EXPECT_EQ(taken, limits::kMaxStatelessBytes / limits::kMaxDocumentBytes);
  std::promise<void> done;
  EXPECT_TRUE(runner.Run(other, limits::kMaxDocumentBytes, [&done] { done.set_value(); }).ok());
  done.get_future().wait();
  echo_.gate.Open();
}

// On the runner itself: over the network the client ends such a call before the answer is there.
TEST_F(ServerTest, ACallPastItsDeadlineIsNotAdmitted) {
  Start();
  Method method;
  method.options.access = Access::kAnyone;
  Arrival arrival;
  arrival.deadline = std::chrono::system_clock::now() - std::chrono::milliseconds(1);
  const auto late = server_->runner().Admit(method, arrival, "r1");
  EXPECT_EQ(late.status().code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_TRUE(base::HasReason(late.status(), common::v1::ERROR_REASON_DEADLINE_PASSED));
  arrival.deadline = std::chrono::system_clock::time_point::max();
  const auto endless = server_->runner().Admit(method, arrival, "r2");
  ASSERT_TRUE(endless.ok()) << endless.status();
  EXPECT_LE(endless->deadline, std::chrono::system_clock::now() + limits::kMaxDeadline);
}

TEST_F(ServerTest, ACallWhoseDeadlinePassesInTheQueueIsNotWorkedOn) {
  ServerOptions options;
  options.runner.calling_threads = 1;
  Start(options);
  auto running = std::async(std::launch::async, [&] {
    return Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
  });
  echo_.gate.AwaitWaiting(1);  // the one thread is taken
  CallOptions soon;
  soon.deadline = std::chrono::milliseconds(50);
  EXPECT_EQ(Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), soon).status().code(),
            absl::StatusCode::kDeadlineExceeded);
  // The client gives up by its own clock. The server has the call by the time that it answers the
  // next one of the connection, and counts the deadline from there.
  EXPECT_TRUE(Call(*stub_, &EchoService::Stub::Echo, wire::EchoRequest(), {}).ok());
  std::this_thread::sleep_for(2 * soon.deadline);
  echo_.gate.Open();
  EXPECT_TRUE(running.get().ok());
  // Comes after the one that waited in vain.
  EXPECT_TRUE(Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).ok());
  EXPECT_EQ(echo_.gate.waited(), 2) << "the first and the last";
}

TEST_F(ServerTest, MetadataOverTheLimitIsRefusedAndTheNextCallAnswered) {
  Start();
  const auto echo_with = [&](std::size_t bytes) {
    grpc::ClientContext context;
    context.AddMetadata("x-padding", std::string(bytes, 'x'));
    wire::EchoResponse response;
    return stub_->Echo(&context, wire::EchoRequest(), &response);
  };
  constexpr std::size_t kOthers = 1024;  // what gRPC itself sends, generously
  EXPECT_TRUE(echo_with(limits::kMaxMetadataBytes - kOthers).ok());
  EXPECT_EQ(echo_with(limits::kMaxMetadataBytes).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(echo_.calls, 1);
  EXPECT_TRUE(EchoBytes(1).ok());
}

TEST_F(ServerTest, ARefusedCallNeverReachesTheMethod) {
  Start();
  const std::string parent = "deliberations/d1";
  const std::string good = Token(auth::Role::kMember);
  const auto reason_of = [&](const std::string& token, const std::string& resource) {
    const auto info = base::GetErrorInfo(MemberEcho(token, resource).status());
    return info ? info->reason() : "none";
  };
  EXPECT_EQ(reason_of("", parent), "TOKEN_MISSING");
  EXPECT_EQ(reason_of("x.y.z", parent), "TOKEN_INVALID");
  EXPECT_EQ(reason_of(auth::Signer::Generate().Sign(
                          {parent + "/members/m1", auth::Role::kMember, 0, 1LL << 40}),
                      parent),
            "TOKEN_INVALID");
  EXPECT_EQ(reason_of(Token(auth::Role::kObserver), parent), "ROLE_TOO_LOW");
  EXPECT_EQ(reason_of(good, "deliberations/d2"), "FOREIGN_DELIBERATION");
  EXPECT_EQ(reason_of(good, "deliberations/d1x"), "FOREIGN_DELIBERATION");
  EXPECT_EQ(reason_of(good, "measures/d1"), "INVALID_FIELDS");
  EXPECT_EQ(reason_of(good, ""), "INVALID_FIELDS");
  clock_.Advance(61'000'000);
  EXPECT_EQ(reason_of(good, parent), "TOKEN_EXPIRED");
  EXPECT_EQ(echo_.calls, 0);
  const auto answer = MemberEcho(Token(auth::Role::kFacilitator), parent);
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->member(), "deliberations/d1/members/m1");
  EXPECT_EQ(echo_.calls, 1);
}

TEST_F(ServerTest, UndecodableBytesAreTheCallersMistake) {
  Start();
  auto channel = MakeChannel({.target = absl::StrCat("127.0.0.1:", server_->port())});
  grpc::GenericStub generic(*channel);
  grpc::CompletionQueue queue;
  for (const std::string& bytes : {std::string("\xff\xff\xff"), std::string("\x0a\x7f ab", 5)}) {
    grpc::ClientContext context;
    grpc::Slice slice(bytes);
    grpc::ByteBuffer request(&slice, 1);
    auto call =
        generic.PrepareUnaryCall(&context, "/plenum.testing.v1.EchoService/Echo", request, &queue);
    call->StartCall();
    grpc::ByteBuffer response;
    grpc::Status status;
    call->Finish(&response, &status, nullptr);
    void* tag = nullptr;
    bool ok = false;
    ASSERT_TRUE(queue.Next(&tag, &ok));
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_TRUE(base::HasReason(FromGrpc(status), common::v1::ERROR_REASON_UNDECODABLE_REQUEST));
  }
  EXPECT_EQ(echo_.calls, 0);
}

TEST_F(ServerTest, ARequestIsTakenAtItsSizeLimitAndRefusedOneOver) {
  Start();
  constexpr std::size_t kFraming = 4;  // tag and length of the field
  EXPECT_TRUE(EchoBytes(limits::kMaxRequestBytes - kFraming).ok());
  const absl::Status over = EchoBytes(limits::kMaxRequestBytes - kFraming + 1);
  EXPECT_EQ(over.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_TRUE(base::HasReason(over, common::v1::ERROR_REASON_REQUEST_TOO_LARGE));
}

TEST_F(ServerTest, ManyWrongFieldsDoNotTurnIntoAnotherError) {
  Start();
  wire::FailRequest request;
  request.set_how("500");
  const auto status = Call(*stub_, &EchoService::Stub::Fail, request, {}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  ASSERT_TRUE(base::GetBadRequest(status).has_value());
  EXPECT_GT(base::GetBadRequest(status)->field_violations_size(), 10);
}

TEST_F(ServerTest, FaultsAreAnsweredOnceAndShowNothing) {
  Start();
  for (const char* how : {"throw", "drop", "internal"}) {
    wire::FailRequest request;
    request.set_how(how);
    CallOptions options;
    options.request_id = "my-request";
    const auto status = Call(*stub_, &EchoService::Stub::Fail, request, options).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << how;
    EXPECT_EQ(std::string(status.message()).find("secret"), std::string::npos);
    EXPECT_NE(std::string(status.message()).find("my-request"), std::string::npos);
  }
}

TEST_F(ServerTest, GuessesAtTokensAreHeldToTheRateOfTheirAddress) {
  ServerOptions options;
  options.runner.calls_per_second = 10;
  options.runner.call_burst = 3;
  Start(options);
  const auto guess = [&](const std::string& token) {
    CallOptions call;
    call.token = token;
    return Call(*stub_, &EchoService::Stub::MemberEcho, wire::MemberEchoRequest(), call).status();
  };
  for (const char* token : {"a.b.c", "d.e.f", ""}) {
    EXPECT_EQ(guess(token).code(), absl::StatusCode::kUnauthenticated) << token;
  }
  EXPECT_TRUE(base::HasReason(guess("g.h.i"), common::v1::ERROR_REASON_RATE_LIMITED));
}

TEST_F(ServerTest, CallersAreHeldToTheirRate) {
  ServerOptions options;
  options.runner.calls_per_second = 10;
  options.runner.call_burst = 3;
  Start(options);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(EchoBytes(1).ok());
  const absl::Status status = EchoBytes(1);
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_RATE_LIMITED));
  ASSERT_TRUE(base::GetRetryInfo(status).has_value());
  EXPECT_EQ(base::GetRetryInfo(status)->retry_delay().nanos(), 100'000'000);
  clock_.Advance(100'000);
  EXPECT_TRUE(EchoBytes(1).ok());
}

TEST_F(ServerTest, OpenStreamsTakeNoThreads) {
  Start();
  constexpr int kStreams = 300;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<wire::CountResponse>>> readers;
  echo_.counter.Raise(1);
  int threads_before = 0;
  for (int i = 0; i < kStreams; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(stub_->Count(contexts.back().get(), wire::CountRequest()));
    wire::CountResponse first;
    ASSERT_TRUE(readers.back()->Read(&first));
    if (i == 0) threads_before = ThreadsOfThisProcess();
  }
  EXPECT_EQ(server_->streams().size(), static_cast<std::size_t>(kStreams));
  EXPECT_LE(ThreadsOfThisProcess(), threads_before + 16);
  for (auto& context : contexts) context->TryCancel();
  for (auto& reader : readers) {
    wire::CountResponse rest;
    while (reader->Read(&rest)) {
    }
    EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
}

TEST_F(ServerTest, ShutdownEndsOpenStreamsInsteadOfWaitingForThem) {
  Start();
  grpc::ClientContext context;
  auto reader = stub_->Count(&context, wire::CountRequest());
  echo_.counter.Raise(1);
  wire::CountResponse message;
  ASSERT_TRUE(reader->Read(&message));
  server_->Shutdown();  // hangs here when streams are not ended first
  EXPECT_FALSE(reader->Read(&message));
  const absl::Status status = FromGrpc(reader->Finish());
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_UNAVAILABLE));
}

// Wakes, writes, cancellations and the end of the server meet in every order.
TEST_F(ServerTest, StreamsDeliverEveryNumberOnceWhateverHappensAroundThem) {
  ServerOptions options;
  options.streams.heartbeat = std::chrono::milliseconds(1);
  options.streams.tick = std::chrono::milliseconds(1);
  Start(options);
  constexpr int kStreams = 16;
  constexpr std::int64_t kNumbers = 2000;
  std::vector<std::thread> readers;
  for (int i = 0; i < kStreams; ++i) {
    readers.emplace_back([&, i] {
      grpc::ClientContext context;
      auto reader = stub_->Count(&context, wire::CountRequest());
      wire::CountResponse message;
      std::int64_t expected = 1;
      while (expected <= kNumbers && reader->Read(&message)) {
        if (message.number() == 0) continue;  // a heartbeat
        ASSERT_EQ(message.number(), expected++);
        if (i % 4 == 0 && expected == 500) break;  // leaves in the middle
      }
      context.TryCancel();
      while (reader->Read(&message)) {
      }
      reader->Finish();
      EXPECT_GE(expected, 500);
    });
  }
  std::vector<std::thread> raisers;
  std::atomic<std::int64_t> next{0};
  for (int i = 0; i < 4; ++i) {
    raisers.emplace_back([&] {
      while (next < kNumbers) echo_.counter.Raise(std::min<std::int64_t>(++next, kNumbers));
    });
  }
  for (auto& thread : raisers) thread.join();
  echo_.counter.Raise(kNumbers);
  for (auto& thread : readers) thread.join();
  server_->Shutdown();
  server_.reset();
  EXPECT_EQ(live_feeds, 0);
}

TEST_F(ServerTest, AReaderThatDoesNotReadIsCutAndHoldsNobodyUp) {
  ServerOptions options;
  options.streams.write_timeout = std::chrono::milliseconds(200);
  options.streams.tick = std::chrono::milliseconds(20);
  Start(options);
  echo_.counter.Raise(1'000'000);
  grpc::ClientContext context;
  wire::CountRequest request;
  request.set_padding(100'000);
  auto slow = stub_->Count(&context, request);
  wire::CountResponse message;
  ASSERT_TRUE(slow->Read(&message));
  while (server_->streams().size() > 0) std::this_thread::yield();  // until the server cut it
  int buffered = 0;
  while (slow->Read(&message)) ++buffered;
  // Nothing can be said past the message that is stuck: readers resume on CANCELLED too.
  EXPECT_EQ(slow->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_LT(buffered, 1000) << "the server buffered instead of waiting";
}

TEST_F(ServerTest, StreamsOverTheLimitAreRefused) {
  ServerOptions options;
  options.streams.max_streams = 1;
  Start(options);
  grpc::ClientContext first_context;
  auto first = stub_->Count(&first_context, wire::CountRequest());
  echo_.counter.Raise(1);
  wire::CountResponse message;
  ASSERT_TRUE(first->Read(&message));
  grpc::ClientContext second_context;
  auto second = stub_->Count(&second_context, wire::CountRequest());
  EXPECT_FALSE(second->Read(&message));
  EXPECT_TRUE(base::HasReason(FromGrpc(second->Finish()), common::v1::ERROR_REASON_OVERLOADED));
  first_context.TryCancel();
}

TEST_F(ServerTest, ASecondServerCannotShareThePort) {
  Start();
  ServerOptions options;
  options.listen = absl::StrCat("127.0.0.1:", server_->port());
  options.runner.clock = &clock_;
  options.runner.verifier = &verifier_;
  Echo other;
  const auto second = Server::Start(options, {Table(&other)});
  ASSERT_EQ(second.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_THAT(std::string(second.status().message()), ::testing::HasSubstr("is in use"));
}

TEST_F(ServerTest, AddressesThatAreNoneAreRefused) {
  for (const char* listen :
       {"127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", ":1", "7400", "unix:"}) {
    ServerOptions options;
    options.listen = listen;
    options.runner.clock = &clock_;
    options.runner.verifier = &verifier_;
    EXPECT_EQ(Server::Start(options, {Table(&echo_)}).status().code(),
              absl::StatusCode::kInvalidArgument)
        << listen;
  }
}

TEST_F(ServerTest, ASocketFileInUseIsNotTakenOver) {
  ServerOptions options;
  options.listen = absl::StrCat("unix:/tmp/plenum-server-test-", getpid(), ".sock");
  options.runner.clock = &clock_;
  options.runner.verifier = &verifier_;
  const auto first = Server::Start(options, {Table(&echo_)});
  ASSERT_TRUE(first.ok()) << first.status();
  Echo other;
  EXPECT_EQ(Server::Start(options, {Table(&other)}).status().code(),
            absl::StatusCode::kAlreadyExists);
}

TEST_F(ServerTest, PlaintextBeyondLoopbackMustBeAskedFor) {
  ServerOptions options;
  options.listen = "0.0.0.0:0";
  options.runner.clock = &clock_;
  options.runner.verifier = &verifier_;
  const auto refused = Server::Start(options, {Table(&echo_)});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kFailedPrecondition);
  options.insecure = true;
  EXPECT_TRUE(Server::Start(options, {Table(&echo_)}).ok());
}

TEST_F(ServerTest, ATableThatDoesNotMatchItsProtoIsRefused) {
  ServiceTable table("plenum.testing.v1.EchoService");
  table.Unary("Echo", {.access = Access::kAnyone}, &echo_, &Echo::Answer);
  ServerOptions options;
  options.runner.clock = &clock_;
  options.runner.verifier = &verifier_;
  EXPECT_EQ(Server::Start(options, {table}).status().code(), absl::StatusCode::kInternal);
}

TEST_F(ServerTest, CallsInProcessGoThroughTheSameRunner) {
  Start();
  auto stub = EchoService::NewStub(server_->InProcessChannel());
  wire::MemberEchoRequest request;
  request.set_parent("deliberations/d1");
  CallOptions options;
  EXPECT_EQ(Call(*stub, &EchoService::Stub::MemberEcho, request, options).status().code(),
            absl::StatusCode::kUnauthenticated);
  options.token = Token(auth::Role::kMember);
  EXPECT_TRUE(Call(*stub, &EchoService::Stub::MemberEcho, request, options).ok());
}

TEST_F(ServerTest, ADrainingServerRefusesNewCallsAndFinishesTheOldOnes) {
  Start();
  auto old_call = std::async(std::launch::async, [&] {
    return Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), {}).status();
  });
  echo_.gate.AwaitWaiting(1);
  server_->runner().Drain();
  CallOptions once;
  once.repeatable = false;
  const auto refused = Call(*stub_, &EchoService::Stub::Echo, wire::EchoRequest(), once).status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable);
  echo_.gate.Open();
  EXPECT_TRUE(old_call.get().ok());
}

TEST_F(ServerTest, ShutdownCutsACallThatOutlastsTheDrain) {
  ServerOptions options;
  options.drain = std::chrono::milliseconds(50);
  Start(options);
  CallOptions once;
  once.repeatable = false;
  auto call = std::async(std::launch::async, [&] {
    return Call(*stub_, &EchoService::Stub::Block, wire::BlockRequest(), once).status();
  });
  echo_.gate.AwaitWaiting(1);
  auto ended = std::async(std::launch::async, [&] { server_->Shutdown(); });
  EXPECT_FALSE(call.get().ok()) << "the caller is told although the method still works";
  echo_.gate.Open();
  ended.get();
}

TEST_F(ServerTest, UnavailableIsTriedAgainUntilTheDeadline) {
  Start();
  server_->runner().Drain();
  CallOptions options;
  options.deadline = std::chrono::milliseconds(300);
  const auto before = server_->runner().metrics().registry()->Collect();
  const auto status = Call(*stub_, &EchoService::Stub::Echo, wire::EchoRequest(), options).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  double unavailable = 0;
  for (const auto& family : server_->runner().metrics().registry()->Collect()) {
    if (family.name != "plenum_rpc_calls_total") continue;
    for (const auto& metric : family.metric) {
      const bool counted =
          std::any_of(metric.label.begin(), metric.label.end(),
                      [](const auto& label) { return label.value == "UNAVAILABLE"; });
      if (counted) unavailable += metric.counter.value;
    }
  }
  EXPECT_GE(unavailable, 2);
}

TEST(MetricsTest, LostLogLinesAreOnThePage) {
  std::uint64_t lost = 0;
  const Metrics metrics([&lost] { return lost; });
  lost = 7;
  const auto families = metrics.others()->Collect();
  ASSERT_EQ(families.size(), 1U);
  EXPECT_EQ(families.front().name, "plenum_log_lines_lost_total");
  EXPECT_EQ(families.front().metric.front().counter.value, 7);
}

TEST(LoopbackTest, KnowsWhatIsLoopback) {
  for (const char* address : {"127.0.0.1:1", "127.8.0.1:1", "localhost:0", "[::1]:5", "unix:/a"}) {
    EXPECT_TRUE(IsLoopback(address)) << address;
  }
  for (const char* address : {"0.0.0.0:1", "[::]:1", "10.0.0.1:1", "example.org:1",
                              "127.example.org:1", "127.0.0.1", ""}) {
    EXPECT_FALSE(IsLoopback(address)) << address;
  }
}

}  // namespace
}  // namespace plenum::rpc
