// Streams of the server: they take no threads, lose nothing, and end.
#include "services/common/rpc/stream_call.h"

#include <algorithm>
#include <future>
#include <thread>

#include "services/common/rpc/server_testing.h"

namespace plenum::rpc {
namespace {

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

TEST_F(ServerTest, AStreamWithAnEndSendsEverythingAndEndsWell) {
  Start();
  for (const std::int64_t last : {1, 63, 64, 65, 500}) {
    echo_.counter.Raise(last);
    grpc::ClientContext context;
    wire::CountRequest request;
    request.set_last(last);
    auto reader = stub_->Count(&context, request);
    wire::CountResponse message;
    std::int64_t read = 0;
    while (reader->Read(&message)) ASSERT_EQ(message.number(), ++read);
    EXPECT_EQ(read, last);
    EXPECT_TRUE(reader->Finish().ok());
  }
  // The server is done a little after the reader knows.
  while (server_->streams().size() > 0) std::this_thread::yield();
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

// More of them than calls may wait.
TEST_F(ServerTest, EveryStreamIsWokenHoweverManyThereAre) {
  ServerOptions options;
  options.runner.max_queued_calls = 2;
  Start(options);
  constexpr int kStreams = 100;
  std::vector<std::unique_ptr<grpc::ClientContext>> contexts;
  std::vector<std::unique_ptr<grpc::ClientReader<wire::CountResponse>>> readers;
  wire::CountResponse message;
  echo_.counter.Raise(1);
  for (int i = 0; i < kStreams; ++i) {
    contexts.push_back(std::make_unique<grpc::ClientContext>());
    readers.push_back(stub_->Count(contexts.back().get(), wire::CountRequest()));
    ASSERT_TRUE(readers.back()->Read(&message));
  }
  for (int number = 2; number < 10; ++number) {
    echo_.counter.Raise(number);
    for (auto& reader : readers) {
      ASSERT_TRUE(reader->Read(&message)) << reader->Finish().error_message();
      ASSERT_EQ(message.number(), number);
    }
  }
  for (auto& context : contexts) context->TryCancel();
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

}  // namespace
}  // namespace plenum::rpc
