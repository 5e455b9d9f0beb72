// Which calls are admitted, and what becomes of those that are not: each trap of gRPC 1.51 that the
// runner exists for.
#include "services/common/rpc/call_runner.h"

#include <algorithm>
#include <future>
#include <thread>

#include "services/common/rpc/server_testing.h"

namespace plenum::rpc {
namespace {

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

}  // namespace
}  // namespace plenum::rpc
