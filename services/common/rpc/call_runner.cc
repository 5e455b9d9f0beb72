#include "services/common/rpc/call_runner.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstdio>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/id.h"
#include "services/common/base/log.h"
#include "services/common/base/random.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::rpc {
namespace {

using absl::StatusCode;
using base::Error;

constexpr std::string_view kBearer = "Bearer ";

// "deliberations/d1" of "deliberations/d1/members/m1".
std::string_view DeliberationOf(std::string_view resource) {
  constexpr std::string_view kPrefix = "deliberations/";
  if (resource.substr(0, kPrefix.size()) != kPrefix) return {};
  const auto end = resource.find('/', kPrefix.size());
  const auto name = resource.substr(0, end);
  return base::IsValidId(name.substr(kPrefix.size())) ? name : std::string_view{};
}

absl::Status Overloaded() {
  return base::WithRetryAfter(
      Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_OVERLOADED,
            "the server has too much waiting; try again in a moment"),
      200);
}

std::string_view Bearer(std::string_view authorization) {
  // The scheme is the same in any case (RFC 9110 section 11.1).
  const std::string_view scheme = authorization.substr(0, kBearer.size());
  if (!absl::EqualsIgnoreCase(absl::string_view(scheme.data(), scheme.size()), kBearer.data())) {
    return {};
  }
  return authorization.substr(kBearer.size());
}

}  // namespace

CallRunner::CallRunner(RunnerOptions options)
    : options_(std::move(options)),
      limiter_(options_.calls_per_second, options_.call_burst, limits::kMaxTrackedCallers),
      guarded_limiter_(options_.guarded_calls_per_second, options_.guarded_call_burst,
                       limits::kMaxTrackedCallers) {
  constexpr int kStatelessThreads = 2;
  const std::array<int, 4> threads = {kStatelessThreads, options_.leaf_threads,
                                      options_.calling_threads, options_.leaf_threads};
  for (std::size_t i = 0; i < executors_.size(); ++i) {
    executors_[i] = std::make_unique<Executor>(threads[i], options_.max_queued_calls);
  }
}

RunnableMethod CallRunner::Prepare(const ServiceTable& table, const Method& method) {
  std::string full_name = absl::StrCat(table.full_name(), "/", method.name);
  auto instruments = metrics_.ForMethod(full_name);
  return {&method, std::move(full_name), std::move(instruments)};
}

std::string CallRunner::RequestId(std::string_view given) {
  if (base::IsValidRequestId(given)) return std::string(given);
  static std::atomic<std::uint64_t> next{base::RandomNumber()};
  // SplitMix64 (Steele, Lea and Flood 2014): different for different numbers, and looks random.
  std::uint64_t x = next.fetch_add(0x9e3779b97f4a7c15, std::memory_order_relaxed);
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  x ^= x >> 31;
  return base::Hex({reinterpret_cast<const char*>(&x), sizeof(x)});
}

absl::Status CallRunner::CheckCreator(std::string_view bearer) const {
  if (options_.creation_secret.empty()) return absl::OkStatus();
  // Digests have one length, so that the comparison takes the same time for every guess.
  const std::string given = base::Sha256(bearer);
  const std::string wanted = base::Sha256(options_.creation_secret);
  if (CRYPTO_memcmp(given.data(), wanted.data(), wanted.size()) == 0) return absl::OkStatus();
  return Error(StatusCode::kUnauthenticated,
               bearer.empty() ? common::v1::ERROR_REASON_TOKEN_MISSING
                              : common::v1::ERROR_REASON_TOKEN_INVALID,
               "this server lets only holders of its creation secret create deliberations; send it "
               "as the bearer token (the command line client reads it from --secret-file or "
               "PLENUM_CREATION_SECRET)");
}

absl::StatusOr<Caller> CallRunner::Identify(const Method& method, const Arrival& arrival) {
  const Access access = method.options.access;
  const std::string_view bearer = Bearer(arrival.authorization);
  Caller caller;
  if (access == Access::kCreator) {
    auto allowed = CheckCreator(bearer);
    if (!allowed.ok()) return allowed;
    return caller;
  }
  if (!auth::NeedsToken(access)) return caller;
  if (bearer.empty()) {
    return Error(StatusCode::kUnauthenticated, common::v1::ERROR_REASON_TOKEN_MISSING,
                 "this call needs a token: send the metadata `authorization: Bearer TOKEN` "
                 "(`plenum login TOKEN` on the command line)");
  }
  auto claims = options_.verifier->Verify(bearer, options_.clock->NowMicros() / 1'000'000);
  if (!claims.ok()) return claims.status();
  const std::string_view deliberation = DeliberationOf(claims->member);
  if (deliberation.empty()) {
    return Error(StatusCode::kUnauthenticated, common::v1::ERROR_REASON_TOKEN_INVALID,
                 "the token names no member of a deliberation; sign in again");
  }
  caller.deliberation = std::string(deliberation);
  caller.member = std::move(claims->member);
  caller.role = claims->role;
  caller.token = std::string(bearer);
  caller.scopes = claims->scopes;
  caller.session = std::move(claims->session);
  if (!auth::Allows(access, caller.role, caller.scopes)) {
    const std::string has(auth::RoleName(caller.role));
    const std::string needs(auth::WhoHas(access));
    return Error(StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
                 absl::StrCat(method.name, " needs the role ", needs, ", and your role is ", has),
                 {{"role", has}, {"required", needs}});
  }
  return caller;
}

int CallRunner::TakeTurn(const Method& method, const std::string& who) {
  const std::int64_t now_us = options_.clock->NowMicros();
  const int wait_ms = limiter_.Take(who, now_us);
  return wait_ms == 0 && method.options.guarded ? guarded_limiter_.Take(who, now_us) : wait_ms;
}

absl::StatusOr<Caller> CallRunner::Admit(const Method& method, const Arrival& arrival,
                                         std::string request_id) {
  if (draining_) {
    return Error(StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                 "the server is ending; try again");
  }
  if (arrival.repeated_metadata) {
    return Error(StatusCode::kUnauthenticated, common::v1::ERROR_REASON_TOKEN_INVALID,
                 "the call carries more than one authorization; send one");
  }
  auto caller = Identify(method, arrival);
  // Callers without a token share the bucket of their address, and so do those whose token is not
  // good: guessing is held to the same rate.
  const bool known = caller.ok() && !caller->member.empty();
  const std::string who = known ? caller->member : arrival.peer ? arrival.peer() : "";
  if (const int wait_ms = TakeTurn(method, who); wait_ms > 0) {
    return base::WithRetryAfter(
        Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_RATE_LIMITED,
              "too many calls of one caller; slow down"),
        wait_ms);
  }
  if (!caller.ok()) return caller;
  if (arrival.request_bytes > method.options.max_request_bytes) {
    return Error(StatusCode::kInvalidArgument, common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
                 absl::StrCat("the request has ", arrival.request_bytes, " bytes, and ",
                              method.name, " takes ", method.options.max_request_bytes),
                 {{"size_bytes", absl::StrCat(arrival.request_bytes)},
                  {"limit_bytes", absl::StrCat(method.options.max_request_bytes)}});
  }
  const auto now = std::chrono::system_clock::now();
  if (arrival.deadline <= now) {
    return base::DeadlinePassed("the deadline passed before the call arrived");
  }
  caller->deadline = std::min(arrival.deadline, now + limits::kMaxDeadline);
  caller->request_id = std::move(request_id);
  caller->stopped = [this, deadline = caller->deadline] {
    return draining_ || std::chrono::system_clock::now() >= deadline;
  };
  return caller;
}

absl::Status CallRunner::CheckToken(const Caller& caller) const {
  if (caller.token.empty()) return absl::OkStatus();
  return options_.verifier->Verify(caller.token, options_.clock->NowMicros() / 1'000'000).status();
}

absl::Status CallRunner::CheckResource(const Method& method, const Caller& caller,
                                       const Method::Message& request) {
  if (!method.resource) return absl::OkStatus();
  const std::string_view resource = method.resource(request);
  const std::string_view deliberation = DeliberationOf(resource);
  if (deliberation.empty()) {
    base::FieldViolations bad;
    bad.Add(method.resource_field,
            absl::StrCat("\"", std::string(base::Shorten(resource, 100)),
                         "\" is no resource name; one begins with deliberations/ID"));
    return bad.ToStatus();
  }
  if (deliberation != caller.deliberation) {
    return Error(StatusCode::kPermissionDenied, common::v1::ERROR_REASON_FOREIGN_DELIBERATION,
                 absl::StrCat("your token is for ", caller.deliberation, ", not for ",
                              std::string(deliberation)));
  }
  return absl::OkStatus();
}

absl::Status CallRunner::Run(const Method& method, std::size_t request_bytes,
                             std::function<void()> task) {
  if (method.options.level == Level::kInline) {
    task();
    return absl::OkStatus();
  }
  const bool stateless = method.options.level == Level::kStateless;
  std::atomic<std::size_t>& bytes = stateless ? stateless_bytes_ : queued_bytes_;
  const std::size_t queued = bytes.fetch_add(request_bytes) + request_bytes;
  auto counted = [&bytes, request_bytes, task = std::move(task)] {
    task();
    bytes -= request_bytes;
  };
  const auto index = static_cast<std::size_t>(method.options.level) - 1;
  // One large request always gets through, however large the others are together.
  const std::size_t limit = stateless ? limits::kMaxStatelessBytes : limits::kMaxQueuedBytes;
  const bool fits = queued <= limit || queued == request_bytes;
  if (fits && executors_[index]->Submit(std::move(counted))) return absl::OkStatus();
  bytes -= request_bytes;
  return Overloaded();
}

absl::Status CallRunner::Continue(const Method& method, std::function<void()> task) {
  if (method.options.level == Level::kInline) {
    task();
    return absl::OkStatus();
  }
  const auto index = static_cast<std::size_t>(method.options.level) - 1;
  if (executors_[index]->Continue(std::move(task))) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                     "the server is ending; try again soon");
}

absl::StatusOr<CallRunner::Reservation> CallRunner::ReserveUpload(std::size_t bytes) {
  if (upload_bytes_.fetch_add(bytes) + bytes > limits::kMaxUploadBytes) {
    upload_bytes_ -= bytes;
    return Overloaded();
  }
  return Reservation(this, [this, bytes](void*) { upload_bytes_ -= bytes; });
}

void CallRunner::Finished(const RunnableMethod& method, const Caller& caller,
                          const std::string& request_id, std::size_t request_bytes,
                          const absl::Status& status, double seconds) {
  method.metrics->Record(status.code(), seconds);
  const bool fault = status.code() == StatusCode::kInternal ||
                     status.code() == StatusCode::kUnknown ||
                     status.code() == StatusCode::kDataLoss;
  const auto level = fault ? base::LogLevel::kError : base::LogLevel::kInfo;
  if (!base::LogEnabled(level)) return;
  std::array<char, 32> ms{};
  std::snprintf(ms.data(), ms.size(), "%.3f", seconds * 1000);
  const auto info = status.ok() ? std::nullopt : base::GetErrorInfo(status);
  base::Log(level, "rpc",
            {{"method", method.full_name},
             {"code", absl::StatusCodeToString(status.code())},
             {"reason", info ? std::string_view(info->reason()) : std::string_view()},
             {"request_id", request_id},
             {"deliberation", caller.deliberation},
             {"role", auth::RoleName(caller.role)},
             {"bytes", std::to_string(request_bytes)},
             {"ms", ms.data()},
             // The cause of a fault is told here and nowhere else.
             {"detail", fault ? std::string_view(status.message().data(), status.message().size())
                              : std::string_view()}});
}

}  // namespace plenum::rpc
