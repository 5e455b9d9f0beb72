#include "services/gateway/health.h"

#include <set>
#include <utility>

#include "grpc/health/v1/health.pb.h"
#include "services/gateway/limits.h"

namespace plenum::gateway {
namespace {

constexpr std::string_view kLives = "/healthz";
constexpr std::string_view kReady = "/readyz";

// What several answers come to.
struct Tally {
  std::size_t awaited = 0;
  bool all_serve = true;
};

bool Serves(const grpc::Status& status, const grpc::ByteBuffer& bytes) {
  grpc::health::v1::HealthCheckResponse response;
  return status.ok() && response.ParseFromString(backend::ToString(bytes)) &&
         response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
}

}  // namespace

Health::Health(const backend::Channels& channels, backend::CallCounter& counter)
    : counter_(counter) {
  const std::set<std::shared_ptr<grpc::Channel>> distinct = {channels.ingestion, channels.scoring,
                                                             channels.deliberation};
  for (const auto& channel : distinct) {
    stubs_.push_back(std::make_unique<grpc::GenericStub>(channel));
    auto check = std::make_unique<backend::Method>();
    check->name = "grpc.health.v1.Health/Check";
    check->path = "/" + check->name;
    check->stub = stubs_.back().get();
    checks_.push_back(std::move(check));
  }
}

bool Health::IsHealthPath(std::string_view path) { return path == kLives || path == kReady; }

void Health::Handle(const std::shared_ptr<http::Exchange>& exchange) {
  if (exchange->head().path == kLives)
    return exchange->Send(http::TextResponse(http::status::kOk, "ok"));
  if (draining_) return exchange->Send(http::TextResponse(http::status::kUnavailable, "draining"));
  AskAll(exchange);
}

void Health::AskAll(const std::shared_ptr<http::Exchange>& exchange) {
  auto tally = std::make_shared<Tally>();  // of the connection's thread
  tally->awaited = checks_.size();
  backend::CallOptions options;
  options.timeout = limits::kHealthTimeout;
  for (const auto& check : checks_) {
    backend::UnaryCall::Start(
        *check, options, backend::ToBuffer(""), counter_,
        [exchange, tally](const backend::Outcome& outcome, const grpc::ByteBuffer& bytes) {
          const bool serves = Serves(outcome.status, bytes);
          exchange->Post([exchange, tally, serves] {
            tally->all_serve = tally->all_serve && serves;
            if (--tally->awaited > 0) return;
            exchange->Send(tally->all_serve ? http::TextResponse(http::status::kOk, "ready")
                                            : http::TextResponse(http::status::kUnavailable,
                                                                 "a service does not answer"));
          });
        });
  }
}

}  // namespace plenum::gateway
