// Where a server listens, and how it begins and ends.
#include "services/common/rpc/server.h"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <thread>

#include "services/common/rpc/server_testing.h"

namespace plenum::rpc {
namespace {

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
