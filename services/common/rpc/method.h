// method: what a service tells the call runner about its RPCs.
//
// A service is a plain class; its table says, for each RPC, who may call it, how it waits, and
// which member function answers. Types are deduced and checked against the .proto when the server
// starts.
//
//   rpc::ServiceTable Table(ScoringService* service) {
//     rpc::ServiceTable table("plenum.scoring.v1.ScoringService");
//     table.Unary("ListCriteria", {Access::kObserver}, service, &ScoringService::ListCriteria);
//     table.Unary("SetScores", {.access = Access::kMember, .level = Level::kCallsLeaves}, service,
//                 &ScoringService::SetScores);
//     return table;
//   }
//
// There is no generated service class on the server side: the runner registers every method of the
// table with gRPC's raw callback API itself (docs/adr/0001).
#pragma once

#include <google/protobuf/message.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/token.h"
#include "services/common/base/stopped.h"
#include "services/common/rpc/limits.h"

namespace plenum::rpc {

// Who calls, as the runner found out. Outlives the synchronous part of the call only: completion
// callbacks copy what they need.
struct Caller {
  std::string member;        // resource name; empty without a token
  std::string deliberation;  // resource name; empty without a token
  auth::Role role = auth::Role::kNone;
  auth::Scopes scopes = 0;  // of a service
  std::string session;      // the sign-in that the token comes from; empty for none
  std::string token;        // to pass on to other services; never to a log
  std::string request_id;   // of this call
  std::chrono::system_clock::time_point deadline;
  // True when nobody waits for the answer any more (past the deadline, or the server is ending):
  // long computations ask now and then, and give up. May be empty.
  base::Stopped stopped{};
};

// What a method needs of its caller; auth/role.h says which role has what.
using auth::Access;

// A method may wait only for methods of a lower level; each level has threads of its own, so that
// waiting calls can never hold all the threads that they wait for.
enum class Level {
  kInline,     // microseconds of work, never waits: runs on the gRPC thread
  kStateless,  // computes on what it was sent, for anybody: two threads, so that it starves nobody
  kLeaf,       // waits for the database at most
  kCallsLeaves,   // calls other services' leaf methods
  kCallsCallers,  // calls methods that themselves call leaves
};

struct MethodOptions {
  Access access = Access::kFacilitator;
  Level level = Level::kLeaf;
  std::size_t max_request_bytes = limits::kMaxRequestBytes;
  // A secret in the request is the proof of who calls: each address is held to a lower rate, so
  // that nobody tries many.
  bool guarded = false;
};

// A server stream, made by pulling: the runner asks for more when the last message is on its way
// and the feed has woken it, so that a slow reader never makes anything pile up. Calls never
// overlap.
class Feed {
 public:
  virtual ~Feed() = default;
  // Up to `max` next messages; none when there is nothing now. May wait for the database. An error
  // ends the stream.
  virtual absl::StatusOr<std::vector<std::unique_ptr<google::protobuf::MessageLite>>> Pull(
      int max) = 0;
  // Asked after each Pull: true when there will never be more. The stream then ends well.
  [[nodiscard]] virtual bool AtEnd() const { return false; }
  // Sent when nothing else was for a while; null for nothing.
  virtual std::unique_ptr<google::protobuf::MessageLite> Heartbeat() = 0;
};

// What the work on an upload may tell the runner, from its thread.
struct IntakeControl {
  // An answer on the way. Only the last of those that the client did not take yet is kept.
  std::function<void(std::unique_ptr<google::protobuf::MessageLite>)> report;
  // To be asked before the effect: false when the client called it off or went away, and then there
  // must be none. After true it is too late to call it off.
  std::function<bool()> seal;
};

// A client stream that is gathered in memory, then worked on, with answers on the way. The runner
// takes the messages one by one: never more than one waits.
class Intake {
 public:
  virtual ~Intake() = default;
  // How much memory it will hold. Constant.
  [[nodiscard]] virtual std::size_t BytesNeeded() const = 0;
  // Whether this message calls everything off. Safe at any time.
  [[nodiscard]] virtual bool IsCancel(const google::protobuf::MessageLite& message) const = 0;
  // One message after the first; true when it was the last one that is needed. On gRPC's thread:
  // never waits. Calls never overlap.
  virtual absl::StatusOr<bool> Take(google::protobuf::MessageLite& message) = 0;
  // What to answer after a message. Called between Take()s.
  virtual std::unique_ptr<google::protobuf::MessageLite> Progress() = 0;
  // The work, once, when everything was taken; on a thread of the method's level.
  virtual absl::StatusOr<std::unique_ptr<google::protobuf::MessageLite>> Finish(
      const Caller& caller, const IntakeControl& control) = 0;
};

// Tells the runner that a feed may have more. Safe from any thread, at any time, also after the
// stream has ended.
using Waker = std::function<void()>;

// One RPC, types erased.
struct Method {
  using Message = google::protobuf::MessageLite;
  using Reply = std::function<void(absl::StatusOr<std::unique_ptr<Message>>)>;

  std::string name;  // "SetScores"
  MethodOptions options;
  std::function<std::unique_ptr<Message>()> new_request;
  // The resource that the request is about, for the check that it belongs to the caller's
  // deliberation. Empty function where the access is kAnyone or kCreator.
  std::function<std::string_view(const Message&)> resource;
  std::string_view resource_field;  // path of that field in the request
  // Exactly one of these is set.
  std::function<void(const Caller&, Message&, Reply)> unary;
  std::function<absl::StatusOr<std::unique_ptr<Feed>>(const Caller&, const Message&, Waker)> stream;
  std::function<absl::StatusOr<std::unique_ptr<Intake>>(const Caller&, const Message&)> upload;
  std::string request_type;  // full names, checked against the descriptor
  std::string response_type;
};

namespace internal {

// Path of the field that ResourceOf reads.
template <class Request>
std::string_view ResourceField() {
  if constexpr (requires(const Request& request) { request.parent(); }) {
    return "parent";
  } else if constexpr (requires(const Request& request) { request.name(); }) {
    return "name";
  } else if constexpr (requires(const Request& request) { request.measure().name(); }) {
    return "measure.name";
  } else if constexpr (requires(const Request& request) { request.criterion().name(); }) {
    return "criterion.name";
  } else if constexpr (requires(const Request& request) { request.metadata().parent(); }) {
    return "metadata.parent";
  } else {
    return "deliberation.name";
  }
}

template <class Request>
std::string_view ResourceOf(const Request& request) {
  if constexpr (requires { request.parent(); }) {
    return request.parent();
  } else if constexpr (requires { request.name(); }) {
    return request.name();
  } else if constexpr (requires { request.measure().name(); }) {
    return request.measure().name();
  } else if constexpr (requires { request.criterion().name(); }) {
    return request.criterion().name();
  } else if constexpr (requires { request.metadata().parent(); }) {
    return request.metadata().parent();
  } else if constexpr (requires { request.deliberation().name(); }) {
    return request.deliberation().name();
  } else {
    return {};
  }
}

}  // namespace internal

// The RPCs of one service.
class ServiceTable {
 public:
  // `full_name` as in the .proto, "plenum.scoring.v1.ScoringService".
  explicit ServiceTable(std::string full_name) : full_name_(std::move(full_name)) {}

  // A method that returns its answer.
  template <class Service, class Base, class Request, class Response>
  void Unary(std::string_view name, MethodOptions options, Service* service,
             absl::StatusOr<Response> (Base::*method)(const Caller&, const Request&)) {
    Async<Request, Response>(
        name, options, [service, method](const Caller& caller, const Request& request, auto done) {
          done((service->*method)(caller, request));
        });
  }

  // A method that answers later, by a callback that it must call exactly once. The request is its
  // own, to be taken apart without a copy.
  template <class Service, class Base, class Request, class Response>
  void Unary(std::string_view name, MethodOptions options, Service* service,
             void (Base::*method)(const Caller&, Request,
                                  std::function<void(absl::StatusOr<Response>)>)) {
    Async<Request, Response>(name, options,
                             [service, method](const Caller& caller, Request& request, auto done) {
                               (service->*method)(caller, std::move(request), std::move(done));
                             });
  }

  // A server stream.
  template <class Response, class Service, class Base, class Request>
  void Stream(std::string_view name, MethodOptions options, Service* service,
              absl::StatusOr<std::unique_ptr<Feed>> (Base::*method)(const Caller&, const Request&,
                                                                    Waker)) {
    Method& added = Add<Request, Response>(name, options);
    added.stream = [service, method](const Caller& caller, const Method::Message& request,
                                     Waker waker) {
      return (service->*method)(caller, static_cast<const Request&>(request), std::move(waker));
    };
  }

  // A client stream with answers on the way. `method` gets the first message; options'
  // max_request_bytes is the limit of each message.
  template <class Response, class Service, class Base, class Request>
  void Upload(std::string_view name, MethodOptions options, Service* service,
              absl::StatusOr<std::unique_ptr<Intake>> (Base::*method)(const Caller&,
                                                                      const Request&)) {
    Method& added = Add<Request, Response>(name, options);
    added.upload = [service, method](const Caller& caller, const Method::Message& first) {
      return (service->*method)(caller, static_cast<const Request&>(first));
    };
  }

  [[nodiscard]] const std::string& full_name() const { return full_name_; }
  [[nodiscard]] const std::vector<Method>& methods() const { return methods_; }

 private:
  template <class Request, class Response>
  Method& Add(std::string_view name, MethodOptions options) {
    Method& method = methods_.emplace_back();
    method.name = std::string(name);
    method.options = options;
    method.new_request = [] { return std::make_unique<Request>(); };
    if (auth::NeedsToken(options.access)) {
      method.resource_field = internal::ResourceField<Request>();
      method.resource = [](const Method::Message& request) {
        return internal::ResourceOf(static_cast<const Request&>(request));
      };
    }
    method.request_type = Request::descriptor()->full_name();
    method.response_type = Response::descriptor()->full_name();
    return method;
  }

  template <class Request, class Response, class Function>
  void Async(std::string_view name, MethodOptions options, Function function) {
    Add<Request, Response>(name, options).unary =
        [function](const Caller& caller, Method::Message& request, Method::Reply reply) {
          std::function<void(absl::StatusOr<Response>)> done =
              [reply = std::move(reply)](absl::StatusOr<Response> response) {
                if (!response.ok()) return reply(std::move(response).status());
                reply(std::make_unique<Response>(*std::move(response)));
              };
          function(caller, static_cast<Request&>(request), std::move(done));
        };
  }

  std::string full_name_;
  std::vector<Method> methods_;
};

}  // namespace plenum::rpc
