// Uploads on a real server and a real socket: each trap of the bidirectional reactor.
#include "services/common/rpc/upload_call.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "absl/strings/str_cat.h"
#include "echo.grpc.pb.h"
#include "services/common/base/status.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/server.h"
#include "services/common/rpc/status.h"

namespace plenum::rpc {
namespace {

using testing::v1::EchoService;
namespace wire = testing::v1;
using google::protobuf::MessageLite;

// What the test and the working thread tell each other.
struct Shared {
  std::promise<void> working;  // set when the work has begun
  std::promise<void> go;       // lets blocked work go on
  std::promise<void> sealed;   // set after sealing, when `hold_sealed`
  std::promise<void> store;    // lets sealed work go on
  bool hold_sealed = false;
  bool wait_for_stop = false;  // the work ends only when it is told to stop
  std::atomic<int> stored{0};
  std::atomic<int> live{0};
};

class GatherIntake final : public Intake {
 public:
  GatherIntake(Shared& shared, const wire::GatherMetadata& metadata)
      : shared_(shared), metadata_(metadata) {
    ++shared_.live;
  }
  ~GatherIntake() override { --shared_.live; }
  [[nodiscard]] std::size_t BytesNeeded() const override {
    return static_cast<std::size_t>(metadata_.size());
  }
  [[nodiscard]] bool IsCancel(const MessageLite& message) const override {
    return static_cast<const wire::GatherRequest&>(message).cancel();
  }
  absl::StatusOr<bool> Take(MessageLite& message) override {
    bytes_ += static_cast<wire::GatherRequest&>(message).piece().size();
    return bytes_ >= BytesNeeded();
  }
  std::unique_ptr<MessageLite> Progress() override { return Answer(false); }
  absl::StatusOr<std::unique_ptr<MessageLite>> Finish(const Caller& caller,
                                                      const IntakeControl& control) override {
    shared_.working.set_value();
    if (metadata_.block()) shared_.go.get_future().wait();
    while (shared_.wait_for_stop && !caller.stopped()) std::this_thread::yield();
    control.report(Answer(false));
    if (!control.seal()) return absl::CancelledError("too late");
    if (shared_.hold_sealed) {
      shared_.sealed.set_value();
      shared_.store.get_future().wait();
    }
    ++shared_.stored;
    return Answer(true);
  }

 private:
  std::unique_ptr<MessageLite> Answer(bool done) const {
    auto answer = std::make_unique<wire::GatherResponse>();
    answer->set_received(static_cast<std::int64_t>(bytes_));
    answer->set_done(done);
    return answer;
  }

  Shared& shared_;
  const wire::GatherMetadata metadata_;
  std::size_t bytes_ = 0;
};

class Gatherer {
 public:
  absl::StatusOr<std::unique_ptr<Intake>> Gather(const Caller&,
                                                 const wire::GatherRequest& request) {
    return std::make_unique<GatherIntake>(shared, request.metadata());
  }
  template <class Request, class Response>
  absl::StatusOr<Response> None(const Caller&, const Request&) {
    return absl::UnimplementedError("tested in server_test");
  }
  absl::StatusOr<std::unique_ptr<Feed>> Count(
      const Caller&, const wire::CountRequest&,
      Waker /*waker*/) {  // NOLINT(performance-unnecessary-value-param)
    return absl::UnimplementedError("tested in server_test");
  }
  Shared shared;
};

ServiceTable Table(Gatherer* gatherer) {
  using G = Gatherer;
  ServiceTable table("plenum.testing.v1.EchoService");
  const MethodOptions anyone = {.access = Access::kAnyone};
  table.Unary("Echo", anyone, gatherer, &G::None<wire::EchoRequest, wire::EchoResponse>);
  table.Unary("MemberEcho", anyone, gatherer,
              &G::None<wire::MemberEchoRequest, wire::MemberEchoResponse>);
  table.Unary("Block", anyone, gatherer, &G::None<wire::BlockRequest, wire::BlockResponse>);
  table.Unary("Fail", anyone, gatherer, &G::None<wire::FailRequest, wire::FailResponse>);
  table.Stream<wire::CountResponse>("Count", anyone, gatherer, &G::Count);
  table.Upload<wire::GatherResponse>(
      "Gather", {.access = Access::kMember, .max_request_bytes = 1000}, gatherer, &G::Gather);
  return table;
}

class UploadCallTest : public ::testing::Test {
 protected:
  UploadCallTest() { verifier_.SetKeys({signer_.public_key()}); }

  void Start(ServerOptions options = {}) {
    options.runner.clock = &clock_;
    options.runner.verifier = &verifier_;
    auto server = Server::Start(std::move(options), {Table(&gatherer_)});
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
    stub_ =
        EchoService::NewStub(*MakeChannel({.target = absl::StrCat("127.0.0.1:", server_->port())}));
  }

  struct Upload {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReaderWriter<wire::GatherRequest, wire::GatherResponse>> stream;
    wire::GatherResponse last;

    bool Piece(std::size_t size) {
      wire::GatherRequest request;
      request.set_piece(std::string(size, 'x'));
      return stream->Write(request);
    }
    void Cancel() {
      wire::GatherRequest request;
      request.set_cancel(true);
      stream->Write(request);
    }
    absl::Status End() {
      while (stream->Read(&last)) {
      }
      return FromGrpc(stream->Finish());
    }
  };
  std::unique_ptr<Upload> Begin(std::int64_t size, bool block = false,
                                const std::string& parent = "deliberations/d1",
                                auth::Role role = auth::Role::kMember) {
    auto upload = std::make_unique<Upload>();
    const std::int64_t now = clock_.NowMicros() / 1'000'000;
    CallOptions options;
    options.token = signer_.Sign({"deliberations/d1/members/m1", role, now, now + 60});
    Prepare(upload->context, options);
    upload->context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    upload->stream = stub_->Gather(&upload->context);
    wire::GatherRequest request;
    request.mutable_metadata()->set_parent(parent);
    request.mutable_metadata()->set_size(size);
    request.mutable_metadata()->set_block(block);
    upload->stream->Write(request);
    return upload;
  }
  // Nothing of any call is left, and the server still answers.
  void ExpectClean() {
    server_->Shutdown();
    EXPECT_EQ(gatherer_.shared.live, 0);
    EXPECT_EQ(server_->streams().size(), 0U);
  }
  std::string ReasonOf(const absl::Status& status) {
    const auto info = base::GetErrorInfo(status);
    return info ? info->reason() : std::string(status.message());
  }

  base::FakeClock clock_;
  auth::Signer signer_ = auth::Signer::Generate();
  auth::Verifier verifier_;
  Gatherer gatherer_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<EchoService::Stub> stub_;
};

TEST_F(UploadCallTest, GathersWorksAndAnswersOnce) {
  Start();
  auto upload = Begin(300);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(upload->Piece(100));
  const absl::Status status = upload->End();
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_TRUE(upload->last.done());
  EXPECT_EQ(upload->last.received(), 300);
  EXPECT_EQ(gatherer_.shared.stored, 1);
  ExpectClean();
}

TEST_F(UploadCallTest, AClientThatClosesItsSideAfterTheLastPieceGetsItsResult) {
  Start();
  auto upload = Begin(100, /*block=*/true);
  EXPECT_TRUE(upload->Piece(100));
  upload->stream->WritesDone();
  gatherer_.shared.working.get_future().wait();
  gatherer_.shared.go.set_value();
  EXPECT_TRUE(upload->End().ok());
  EXPECT_TRUE(upload->last.done());
  ExpectClean();
}

TEST_F(UploadCallTest, AClientThatClosesItsSideBeforeGetsAnErrorAndNothingIsDone) {
  Start();
  auto upload = Begin(100);
  EXPECT_TRUE(upload->Piece(99));
  upload->stream->WritesDone();
  EXPECT_EQ(ReasonOf(upload->End()), "UPLOAD_INCOMPLETE");
  EXPECT_EQ(gatherer_.shared.stored, 0);
  ExpectClean();
}

TEST_F(UploadCallTest, CallersAreCheckedBeforeAnythingIsTaken) {
  Start();
  EXPECT_EQ(ReasonOf(Begin(10, false, "deliberations/d2")->End()), "FOREIGN_DELIBERATION");
  EXPECT_EQ(ReasonOf(Begin(10, false, "")->End()), "INVALID_FIELDS");
  EXPECT_EQ(ReasonOf(Begin(10, false, "deliberations/d1", auth::Role::kObserver)->End()),
            "ROLE_TOO_LOW");
  ExpectClean();
}

TEST_F(UploadCallTest, AMessageAtTheLimitIsTakenAndALargerOneIsNot) {
  Start();
  wire::GatherRequest request;
  request.set_piece(std::string(997, 'x'));
  ASSERT_EQ(request.ByteSizeLong(), 1000U);
  auto fits = Begin(997);
  EXPECT_TRUE(fits->Piece(997));
  EXPECT_TRUE(fits->End().ok());
  auto large = Begin(998);
  large->Piece(998);
  EXPECT_EQ(ReasonOf(large->End()), "REQUEST_TOO_LARGE");
  EXPECT_EQ(gatherer_.shared.stored, 1);
  ExpectClean();
}

TEST_F(UploadCallTest, CallingItOffBeforeTheEffectPreventsIt) {
  Start();
  gatherer_.shared.wait_for_stop = true;
  auto upload = Begin(10);
  EXPECT_TRUE(upload->Piece(10));
  gatherer_.shared.working.get_future().wait();
  upload->Cancel();
  EXPECT_EQ(ReasonOf(upload->End()), "UPLOAD_CANCELLED");
  EXPECT_EQ(gatherer_.shared.stored, 0);
  ExpectClean();
}

TEST_F(UploadCallTest, CallingItOffTooLateGivesTheResult) {
  Start();
  gatherer_.shared.hold_sealed = true;
  auto upload = Begin(10);
  EXPECT_TRUE(upload->Piece(10));
  gatherer_.shared.sealed.get_future().wait();
  upload->Cancel();
  gatherer_.shared.store.set_value();
  EXPECT_TRUE(upload->End().ok());
  EXPECT_TRUE(upload->last.done());
  ExpectClean();
}

TEST_F(UploadCallTest, AClientThatGoesAwayStopsTheWork) {
  Start();
  gatherer_.shared.wait_for_stop = true;
  auto upload = Begin(10);
  EXPECT_TRUE(upload->Piece(10));
  gatherer_.shared.working.get_future().wait();
  upload->context.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(upload->End()));
  ExpectClean();
  EXPECT_EQ(gatherer_.shared.stored, 0);
}

TEST_F(UploadCallTest, MoreThanWasAnnouncedIsRefused) {
  Start();
  gatherer_.shared.wait_for_stop = true;
  auto upload = Begin(10);
  EXPECT_TRUE(upload->Piece(10));
  gatherer_.shared.working.get_future().wait();
  upload->Piece(1);
  EXPECT_EQ(ReasonOf(upload->End()), "UPLOAD_INCOMPLETE");
  EXPECT_EQ(gatherer_.shared.stored, 0);
  ExpectClean();
}

TEST_F(UploadCallTest, ASilentClientIsEnded) {
  ServerOptions options;
  options.streams.upload_idle = std::chrono::milliseconds(20);
  options.streams.tick = std::chrono::milliseconds(5);
  Start(options);
  auto upload = Begin(100);
  const absl::Status status = upload->End();
  EXPECT_TRUE(absl::IsDeadlineExceeded(status)) << status;
  EXPECT_EQ(ReasonOf(status), "DEADLINE_PASSED");
  ExpectClean();
}

TEST_F(UploadCallTest, MemoryOfAllUploadsTogetherIsBounded) {
  Start();
  const auto most = static_cast<std::int64_t>(limits::kMaxUploadBytes);
  auto first = Begin(most);
  wire::GatherResponse ready;
  ASSERT_TRUE(first->stream->Read(&ready));  // its room is taken
  EXPECT_EQ(ReasonOf(Begin(1)->End()), "OVERLOADED");
  first->context.TryCancel();
  EXPECT_TRUE(absl::IsCancelled(first->End()));
  while (gatherer_.shared.live > 0) std::this_thread::yield();
  auto second = Begin(most);
  EXPECT_TRUE(second->stream->Read(&ready));
  second->context.TryCancel();
  second->End().IgnoreError();
  ExpectClean();
}

TEST_F(UploadCallTest, AServerThatEndsDropsWhatIsNotCompleteAndFinishesWhatIsBeingStored) {
  Start();
  gatherer_.shared.hold_sealed = true;
  auto storing = Begin(10);
  EXPECT_TRUE(storing->Piece(10));
  gatherer_.shared.sealed.get_future().wait();
  auto waiting = Begin(10);
  wire::GatherResponse ready;
  ASSERT_TRUE(waiting->stream->Read(&ready));
  auto ending = std::async(std::launch::async, [this] { server_->Shutdown(); });
  EXPECT_EQ(ReasonOf(waiting->End()), "UNAVAILABLE");
  gatherer_.shared.store.set_value();
  EXPECT_TRUE(storing->End().ok());
  EXPECT_TRUE(storing->last.done());
  ending.get();
  EXPECT_EQ(gatherer_.shared.live, 0);
}

TEST_F(UploadCallTest, ATableThatSaysTheWrongKindOfStreamDoesNotStart) {
  Gatherer gatherer;
  ServiceTable table("plenum.testing.v1.EchoService");
  const MethodOptions anyone = {.access = Access::kAnyone};
  using G = Gatherer;
  table.Unary("Echo", anyone, &gatherer, &G::None<wire::EchoRequest, wire::EchoResponse>);
  table.Unary("MemberEcho", anyone, &gatherer,
              &G::None<wire::MemberEchoRequest, wire::MemberEchoResponse>);
  table.Unary("Block", anyone, &gatherer, &G::None<wire::BlockRequest, wire::BlockResponse>);
  table.Unary("Fail", anyone, &gatherer, &G::None<wire::FailRequest, wire::FailResponse>);
  table.Stream<wire::CountResponse>("Count", anyone, &gatherer, &G::Count);
  table.Unary("Gather", anyone, &gatherer, &G::None<wire::GatherRequest, wire::GatherResponse>);
  ServerOptions options;
  options.runner.clock = &clock_;
  options.runner.verifier = &verifier_;
  const auto server = Server::Start(std::move(options), {std::move(table)});
  EXPECT_EQ(server.status().code(), absl::StatusCode::kInternal) << server.status();
}

}  // namespace
}  // namespace plenum::rpc
