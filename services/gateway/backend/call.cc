#include "services/gateway/backend/call.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace plenum::gateway::backend {
namespace {

// Of what services say beside their answers.
constexpr std::array<std::string_view, 1> kPassedOn = {"x-request-id"};

Metadata PassedOn(const std::multimap<grpc::string_ref, grpc::string_ref>& metadata) {
  Metadata passed;
  for (const auto name : kPassedOn) {
    const auto found = metadata.find(grpc::string_ref(name.data(), name.size()));
    if (found == metadata.end()) continue;
    passed.emplace_back(std::string(name), std::string(found->second.data(), found->second.size()));
  }
  return passed;
}

// What HTTP lets a header hold, and gRPC ends the process for.
bool IsLegalMetadata(const std::string& value) {
  return !value.empty() &&
         std::all_of(value.begin(), value.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

// A value that gRPC does not take is left out: such a token is none, and such an id of no use.
void Prepare(grpc::ClientContext& context, const CallOptions& options) {
  if (IsLegalMetadata(options.authorization)) {
    context.AddMetadata("authorization", options.authorization);
  }
  if (IsLegalMetadata(options.request_id)) context.AddMetadata("x-request-id", options.request_id);
  if (options.timeout) context.set_deadline(std::chrono::system_clock::now() + *options.timeout);
}

}  // namespace

void CallCounter::Add() { ++count_; }

void CallCounter::Remove() {
  const std::lock_guard lock(mutex_);
  if (--count_ == 0) none_.notify_all();
}

void CallCounter::AwaitNone() {
  std::unique_lock lock(mutex_);
  none_.wait(lock, [this] { return count_ == 0; });
}

std::shared_ptr<UnaryCall> UnaryCall::Start(const Method& method, const CallOptions& options,
                                            const grpc::ByteBuffer& request, CallCounter& counter,
                                            Done done) {
  auto call = std::make_shared<UnaryCall>();
  Prepare(call->context_, options);
  call->request_ = request;
  counter.Add();
  method.stub->UnaryCall(&call->context_, method.path, grpc::StubOptions(), &call->request_,
                         &call->response_,
                         [call, &counter, done = std::move(done)](grpc::Status status) mutable {
                           Outcome outcome;
                           outcome.status = std::move(status);
                           outcome.headers = PassedOn(call->context_.GetServerInitialMetadata());
                           outcome.trailers = PassedOn(call->context_.GetServerTrailingMetadata());
                           std::exchange(done, nullptr)(std::move(outcome), call->response_);
                           counter.Remove();
                         });
  return call;
}

std::shared_ptr<StreamCall> StreamCall::Start(const Method& method, const CallOptions& options,
                                              const grpc::ByteBuffer& request, CallCounter& counter,
                                              Events events) {
  std::shared_ptr<StreamCall> call(new StreamCall(counter, std::move(events)));
  call->self_ = call;
  counter.Add();
  Prepare(call->context_, options);
  call->request_ = request;
  method.stub->PrepareBidiStreamingCall(&call->context_, method.path, grpc::StubOptions(),
                                        call.get());
  // Reads are started from the connection's thread; the hold lasts until one of them fails.
  call->AddHold();
  call->StartWriteLast(&call->request_, grpc::WriteOptions());
  call->StartCall();
  return call;
}

void StreamCall::Read() { StartRead(&message_); }

void StreamCall::OnReadInitialMetadataDone(bool ok) {
  events_.headers(ok ? PassedOn(context_.GetServerInitialMetadata()) : Metadata());
}

void StreamCall::OnReadDone(bool ok) {
  if (!ok) return RemoveHold();
  // The next read may start before this returns.
  grpc::ByteBuffer taken;
  taken.Swap(&message_);
  events_.message(taken);
}

void StreamCall::OnDone(const grpc::Status& status) {
  Outcome outcome;
  outcome.status = status;
  outcome.trailers = PassedOn(context_.GetServerTrailingMetadata());
  // Nothing that waits for this call may be held here when it is counted out.
  auto done = std::move(events_.done);
  events_ = Events();
  CallCounter& counter = counter_;
  const auto last = std::exchange(self_, nullptr);
  std::exchange(done, nullptr)(std::move(outcome));
  counter.Remove();
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  bytes.reserve(buffer.Length());
  for (const auto& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

grpc::ByteBuffer ToBuffer(std::string bytes) {
  constexpr std::size_t kCopied = 512;  // cheaper than to remember who owns it
  if (bytes.size() <= kCopied) {
    const grpc::Slice copy(bytes.data(), bytes.size());
    return {&copy, 1};
  }
  auto* const owned = new std::string(std::move(bytes));
  const grpc::Slice slice(
      owned->data(), owned->size(), [](void* owner) { delete static_cast<std::string*>(owner); },
      owned);
  return {&slice, 1};
}

}  // namespace plenum::gateway::backend
