#include "services/common/rpc/stream_call.h"

#include <exception>
#include <utility>

#include "services/common/base/status.h"
#include "services/common/rpc/status.h"
#include "services/common/rpc/unary_call.h"

namespace plenum::rpc {
namespace {

constexpr int kBatch = 64;

}  // namespace

grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamCall::Start(CallRunner& runner,
                                                              StreamRegistry& registry,
                                                              const RunnableMethod& method,
                                                              grpc::CallbackServerContext* context,
                                                              const grpc::ByteBuffer* request) {
  auto call = std::make_shared<StreamCall>(runner, registry, method, context);
  call->self_ = call;
  call->Begin(*request);
  return call.get();
}

StreamCall::StreamCall(CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
                       grpc::CallbackServerContext* context)
    : runner_(runner),
      registry_(registry),
      method_(method),
      context_(context),
      last_write_(arrived_) {}

void StreamCall::Begin(const grpc::ByteBuffer& request) {
  const Method& method = *method_.method;
  const Arrival arrival = ReadArrival(*context_, request.Length());
  request_size_ = arrival.request_bytes;
  request_id_ = CallRunner::RequestId(arrival.request_id);
  context_->AddInitialMetadata("x-request-id", request_id_);
  auto admitted = runner_.Admit(method, arrival, request_id_);
  if (!admitted.ok()) return Close(admitted.status());
  caller_ = *std::move(admitted);
  request_ = method.new_request();
  auto status = Decode(request, *request_);
  if (status.ok()) status = CallRunner::CheckResource(method, caller_, *request_);
  // The reader learns at once that it is connected, even when nothing happens for a long time. Not
  // later: from Add on, other threads may finish the stream.
  if (status.ok()) StartSendInitialMetadata();
  if (status.ok() && !registry_.Add(shared_from_this())) status = StreamRegistry::TooMany();
  if (status.ok()) {
    status = runner_.Run(method, request_size_, [self = shared_from_this()] { self->Open(); });
  }
  if (!status.ok()) Close(std::move(status));
}

void StreamCall::Open() {
  std::weak_ptr<StreamCall> weak = weak_from_this();
  auto wake = [weak] {
    if (auto self = weak.lock()) self->Wake();
  };
  absl::StatusOr<std::unique_ptr<Feed>> feed = absl::InternalError("no feed");
  try {
    feed = method_.method->stream(caller_, *request_, wake);
  } catch (const std::exception& fault) {
    feed = absl::InternalError(std::string("exception: ") + fault.what());
  }
  if (!feed.ok()) return Close(feed.status());
  {
    const std::lock_guard lock(mutex_);
    feed_ = *std::move(feed);
    more_ = true;
  }
  Step();
}

void StreamCall::Wake() {
  {
    const std::lock_guard lock(mutex_);
    more_ = true;
  }
  Step();
}

void StreamCall::Pull() {
  absl::StatusOr<std::vector<std::unique_ptr<Method::Message>>> batch =
      absl::InternalError("no batch");
  // Who was signed out meanwhile reads no more.
  if (auto good = runner_.CheckToken(caller_); !good.ok()) return Close(std::move(good));
  try {
    batch = feed_->Pull(kBatch);
  } catch (const std::exception& fault) {
    batch = absl::InternalError(std::string("exception: ") + fault.what());
  }
  {
    const std::lock_guard lock(mutex_);
    pulling_ = false;
    if (batch.ok()) {
      if (batch->size() >= kBatch) more_ = true;
      at_end_ = feed_->AtEnd();
      for (const auto& message : *batch) queue_.push_back(Encode(*message));
    }
  }
  if (!batch.ok()) return Close(batch.status());
  Step();
}

void StreamCall::Step() {
  enum class Action { kNothing, kWrite, kPull, kFinish } action = Action::kNothing;
  {
    const std::lock_guard lock(mutex_);
    if (finished_ || writing_) return;
    if (at_end_ && queue_.empty() && !closing_) closing_ = absl::OkStatus();
    if (closing_) {
      finished_ = true;
      action = Action::kFinish;
    } else if (!queue_.empty()) {
      in_flight_.Swap(&queue_.front());
      queue_.pop_front();
      writing_ = true;
      last_write_ = std::chrono::steady_clock::now();
      action = Action::kWrite;
    } else if (more_ && !pulling_ && feed_ != nullptr) {
      more_ = false;
      pulling_ = true;
      action = Action::kPull;
    }
  }
  // gRPC may call back from within these, so that they happen outside the lock.
  if (action == Action::kWrite) {
    StartWrite(&in_flight_);
  } else if (action == Action::kFinish) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - arrived_;
    runner_.Finished(method_, caller_, request_id_, request_size_, *closing_, took.count());
    Finish(ToGrpc(*closing_, request_id_));
  } else if (action == Action::kPull) {
    auto queued = runner_.Continue(*method_.method, [self = shared_from_this()] { self->Pull(); });
    if (!queued.ok()) {
      {
        const std::lock_guard lock(mutex_);
        pulling_ = false;
      }
      Close(std::move(queued));
    }
  }
}

void StreamCall::OnWriteDone(bool ok) {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    last_write_ = std::chrono::steady_clock::now();
    if (!ok && !closing_) closing_ = absl::CancelledError("the reader went away");
  }
  Step();
}

void StreamCall::OnCancel() { Close(absl::CancelledError("the reader went away")); }

void StreamCall::OnDone() {
  registry_.Remove(self_);
  std::unique_ptr<Feed> feed;
  {
    const std::lock_guard lock(mutex_);
    // A pull that still runs keeps this object, and with it the feed, until it has returned.
    if (!pulling_) feed = std::move(feed_);
  }
  auto last = std::move(self_);
}

void StreamCall::Close(absl::Status status) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = std::move(status);
    queue_.clear();
  }
  Step();
}

void StreamCall::Tick(std::chrono::steady_clock::time_point now) {
  bool stuck = false;
  {
    const std::lock_guard lock(mutex_);
    if (finished_ || feed_ == nullptr) return;
    const auto idle = now - last_write_;
    stuck = writing_ && idle > registry_.options().write_timeout;
    const bool quiet = !writing_ && !pulling_ && queue_.empty() && !closing_;
    if (quiet && idle > registry_.options().heartbeat) {
      if (auto good = runner_.CheckToken(caller_); !good.ok()) {
        closing_ = std::move(good);
      } else if (const auto heartbeat = feed_->Heartbeat()) {
        queue_.push_back(Encode(*heartbeat));
      }
    }
    if (stuck && !closing_) {
      closing_ = base::Error(absl::StatusCode::kAborted, common::v1::ERROR_REASON_SLOW_READER,
                             "the reader was too slow; go on from the last resume token");
    }
  }
  // Nothing can be said past a message that is stuck, so that the reader sees CANCELLED.
  if (stuck) return context_->TryCancel();
  Step();
}

}  // namespace plenum::rpc
