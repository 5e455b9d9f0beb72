// write: how a service method changes something, once, however often it is asked.
//
// The method says how to decide (read, check, build the mutation and the answer); this runs the
// decision, hands the mutation to the store, decides again when something it was based on changed
// in between, and gives the first answer again to a repeated request_id.
//
//   return resource::Write<RejectMeasureResponse>(store_, caller, "RejectMeasure", request,
//       [&]() -> absl::StatusOr<resource::Decision<RejectMeasureResponse>> { ... },
//       [](RejectMeasureResponse& response, std::int64_t revision) {
//         response.mutable_measure()->set_etag(resource::Etag(revision));
//       });
//
// An answer is remembered without etags and tokens; `finish` adds them each time.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/id.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::resource {

// How often a decision is made anew before the caller is told that there is too much contention.
inline constexpr int kMaxAttempts = 16;

template <class Response>
struct Decision {
  store::Mutation mutation;  // no events and no puts: nothing is to be written; with its stream
  Response response;
  std::int64_t revision = 0;  // of the response when nothing is written
};

// The store's errors as a caller may see them.
absl::Status FromStore(const absl::Status& status);

// What makes a request the same request: method and body, without the request_id.
std::string DigestOf(std::string_view method, const google::protobuf::MessageLite& body);

template <class Request>
std::string Digest(std::string_view method, const Request& request) {
  Request body = request;
  body.clear_request_id();
  return DigestOf(method, body);
}

// Scope of the remembered answers of callers without a token.
inline constexpr std::string_view kAnonymousScope = "anonymous";

inline std::string ScopeOf(const rpc::Caller& caller) {
  return caller.member.empty() ? std::string(kAnonymousScope) : caller.member;
}

// Adds a violation when `request_id` is set and not well-formed.
void CheckRequestId(std::string_view request_id, base::FieldViolations& bad);

template <class Response, class Request, class Decide, class Finish>
absl::StatusOr<Response> Write(store::Store& store, const rpc::Caller& caller,
                               std::string_view method, const Request& request, Decide decide,
                               Finish finish) {
  const std::string& id = request.request_id();
  const std::string scope = ScopeOf(caller);
  const std::string digest = id.empty() ? "" : Digest(method, request);
  const auto replay = [&](const store::Applied& applied) -> absl::StatusOr<Response> {
    Response first;
    if (!first.ParseFromString(applied.response)) {
      return absl::InternalError("a remembered answer cannot be read");
    }
    finish(first, applied.revision);
    return first;
  };
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    absl::StatusOr<Decision<Response>> decision = decide();
    if (!decision.ok()) {
      // What was done before may no longer be possible, and a repeat still gets its answer.
      if (id.empty() || !base::IsValidRequestId(id)) return decision.status();
      auto applied = store.FindRequest(scope, id, digest);
      if (applied.ok()) return replay(*applied);
      if (store::IsRequestReuse(applied.status())) return FromStore(applied.status());
      return decision.status();
    }
    const bool writes = !decision->mutation.puts.empty() || !decision->mutation.events.empty();
    if (!writes && id.empty()) {
      finish(decision->response, decision->revision);
      return std::move(decision->response);
    }
    if (!id.empty()) {
      // Also when nothing else is written: the id must not be good for another request.
      decision->mutation.request =
          store::Request{scope, id, digest, decision->response.SerializeAsString(),
                         writes ? std::nullopt : std::optional(decision->revision)};
    }
    auto applied = store.Apply(std::move(decision->mutation));
    if (applied.ok() && applied->replayed) return replay(*applied);
    if (applied.ok()) {
      finish(decision->response, applied->revision);
      return std::move(decision->response);
    }
    const bool changed_meanwhile =
        absl::IsAborted(applied.status()) ||
        (absl::IsAlreadyExists(applied.status()) && !store::IsRequestReuse(applied.status()));
    if (!changed_meanwhile) return FromStore(applied.status());
  }
  return FromStore(absl::AbortedError(""));
}

}  // namespace plenum::resource
