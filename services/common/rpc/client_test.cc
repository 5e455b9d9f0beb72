#include "services/common/rpc/client.h"

#include <gtest/gtest.h>

namespace plenum::rpc {
namespace {

using std::chrono::milliseconds;

// Answers `failures` times with `code`, then well.
struct Server {
  grpc::StatusCode code = grpc::StatusCode::UNAVAILABLE;
  int failures = 0;
  int attempts = 0;

  grpc::Status operator()(grpc::ClientContext* /*context*/) {
    return ++attempts <= failures ? grpc::Status(code, "not now") : grpc::Status::OK;
  }
};

TEST(Retry, RepeatsUntilTheServerIsBack) {
  Server server{.failures = 2};
  EXPECT_TRUE(Retry({}, std::ref(server)).ok());
  EXPECT_EQ(server.attempts, 3);
}

TEST(Retry, TakesAServerThatEndedInTheMiddleForAbsent) {
  Server server{.code = grpc::StatusCode::CANCELLED, .failures = 1};
  EXPECT_TRUE(Retry({}, std::ref(server)).ok());
  EXPECT_EQ(server.attempts, 2);
}

TEST(Retry, DoesNotRepeatWhatFailsForGood) {
  Server server{.code = grpc::StatusCode::INVALID_ARGUMENT, .failures = 1};
  EXPECT_TRUE(absl::IsInvalidArgument(Retry({}, std::ref(server))));
  EXPECT_EQ(server.attempts, 1);
}

TEST(Retry, SendsOnceWhatMayNotBeRepeated) {
  Server server{.failures = 1};
  CallOptions options;
  options.repeatable = false;
  EXPECT_TRUE(absl::IsUnavailable(Retry(options, std::ref(server))));
  EXPECT_EQ(server.attempts, 1);
}

TEST(Retry, EndsWhenTheCallerHasCalledItOff) {
  Server server{.code = grpc::StatusCode::CANCELLED, .failures = 1000};
  CallOptions options;
  options.deadline = milliseconds{60'000};
  options.called_off = [&] { return server.attempts == 2; };
  EXPECT_TRUE(absl::IsCancelled(Retry(options, std::ref(server))));
  EXPECT_EQ(server.attempts, 2);
}

TEST(Retry, EndsBeforeTheDeadlineWouldPass) {
  Server server{.failures = 1000};
  CallOptions options;
  options.deadline = milliseconds{20};
  EXPECT_TRUE(absl::IsUnavailable(Retry(options, std::ref(server))));
  EXPECT_EQ(server.attempts, 1);
}

}  // namespace
}  // namespace plenum::rpc
