#include "services/common/rpc/upload_call.h"

#include <exception>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/rpc/status.h"
#include "services/common/rpc/unary_call.h"

namespace plenum::rpc {
namespace {

using absl::StatusCode;

absl::Status WentAway() { return absl::CancelledError("the client went away"); }

absl::Status CalledOff() {
  return base::Error(StatusCode::kCancelled, common::v1::ERROR_REASON_UPLOAD_CANCELLED,
                     "the upload was called off; nothing was stored");
}

absl::Status OutOfTime() {
  return base::DeadlinePassed(
      "the deadline passed before everything had arrived; nothing was stored");
}

absl::Status Ending() {
  return base::Error(StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                     "the server is ending; nothing was stored, try again");
}

absl::Status Silent(std::chrono::milliseconds idle) {
  return base::DeadlinePassed(
      absl::StrCat("nothing arrived for ", idle.count(),
                   " milliseconds; the upload was ended and nothing was stored"));
}

}  // namespace

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* UploadCall::Start(
    CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
    grpc::CallbackServerContext* context) {
  auto call = std::make_shared<UploadCall>(runner, registry, method, context);
  call->self_ = call;
  call->Begin();
  return call.get();
}

UploadCall::UploadCall(CallRunner& runner, StreamRegistry& registry, const RunnableMethod& method,
                       grpc::CallbackServerContext* context)
    : runner_(runner),
      registry_(registry),
      method_(method),
      context_(context),
      last_message_(arrived_),
      last_write_(arrived_) {}

void UploadCall::Begin() {
  handling_ = 1;
  const Arrival arrival = ReadArrival(*context_, 0);
  request_id_ = CallRunner::RequestId(arrival.request_id);
  context_->AddInitialMetadata("x-request-id", request_id_);
  auto admitted = runner_.Admit(*method_.method, arrival, request_id_);
  absl::Status status = admitted.status();
  if (status.ok()) {
    caller_ = *std::move(admitted);
    out_of_time_ = std::move(caller_.stopped);
    caller_.stopped = [this] {
      const std::lock_guard lock(mutex_);
      return !sealed_ && (closing_.has_value() || out_of_time_());
    };
    if (!registry_.Add(shared_from_this())) status = StreamRegistry::TooMany();
  }
  if (status.ok()) {
    StartRead(&incoming_);
  } else {
    Close(std::move(status));
  }
  {
    const std::lock_guard lock(mutex_);
    --handling_;
  }
  Step();
}

void UploadCall::OnReadDone(bool ok) {
  {
    const std::lock_guard lock(mutex_);
    if (finished_) return;
    ++handling_;
    last_message_ = std::chrono::steady_clock::now();
  }
  bool read_on = ok;
  if (ok) {
    absl::Status status = Handle();
    if (!status.ok()) Close(std::move(status));
  } else {
    Phase phase = Phase::kFirst;
    {
      const std::lock_guard lock(mutex_);
      phase = phase_;
    }
    // While it is worked on, a client may have closed its side: all of its bytes are here.
    if (context_->IsCancelled()) {
      Close(WentAway());
    } else if (phase != Phase::kWorking) {
      Close(base::Error(StatusCode::kInvalidArgument, common::v1::ERROR_REASON_UPLOAD_INCOMPLETE,
                        "the upload ended before all of it had arrived; nothing was stored"));
    }
  }
  {
    const std::lock_guard lock(mutex_);
    read_on = read_on && !closing_;
  }
  if (read_on) StartRead(&incoming_);
  {
    const std::lock_guard lock(mutex_);
    --handling_;
  }
  Step();
}

absl::Status UploadCall::Handle() {
  const Method& method = *method_.method;
  const std::size_t size = incoming_.Length();
  Phase phase = Phase::kFirst;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return absl::OkStatus();
    received_bytes_ += size;
    phase = phase_;
  }
  if (size > method.options.max_request_bytes) {
    return base::Error(
        StatusCode::kInvalidArgument, common::v1::ERROR_REASON_REQUEST_TOO_LARGE,
        absl::StrCat("a message of the upload has ", size, " bytes, and ", method.name, " takes ",
                     method.options.max_request_bytes, "; send smaller pieces. Nothing was stored"),
        {{"size_bytes", absl::StrCat(size)},
         {"limit_bytes", absl::StrCat(method.options.max_request_bytes)}});
  }
  auto message = method.new_request();
  auto decoded = Decode(incoming_, *message);
  if (!decoded.ok()) return decoded;
  incoming_.Clear();
  if (phase == Phase::kFirst) return Open(*message);
  if (intake_->IsCancel(*message)) {
    const std::lock_guard lock(mutex_);
    // Too late: the result is the answer.
    return sealed_ ? absl::OkStatus() : CalledOff();
  }
  if (phase == Phase::kWorking) {
    return base::Error(StatusCode::kInvalidArgument, common::v1::ERROR_REASON_UPLOAD_INCOMPLETE,
                       "more arrived than was announced; nothing was stored");
  }
  auto complete = intake_->Take(*message);
  if (!complete.ok()) return complete.status();
  Report(intake_->Progress());
  return *complete ? StartWork() : absl::OkStatus();
}

absl::Status UploadCall::Open(const Method::Message& first) {
  auto own = CallRunner::CheckResource(*method_.method, caller_, first);
  if (!own.ok()) return own;
  auto intake = method_.method->upload(caller_, first);
  if (!intake.ok()) return intake.status();
  auto reserved = runner_.ReserveUpload((*intake)->BytesNeeded());
  if (!reserved.ok()) return reserved.status();
  reservation_ = *std::move(reserved);
  intake_ = *std::move(intake);
  {
    const std::lock_guard lock(mutex_);
    phase_ = Phase::kTaking;
  }
  Report(intake_->Progress());
  return absl::OkStatus();
}

absl::Status UploadCall::StartWork() {
  {
    const std::lock_guard lock(mutex_);
    phase_ = Phase::kWorking;
    working_ = true;
  }
  auto queued = runner_.Run(*method_.method, 0, [self = shared_from_this()] { self->Work(); });
  if (queued.ok()) return queued;
  const std::lock_guard lock(mutex_);
  working_ = false;
  return queued;
}

void UploadCall::Work() {
  const IntakeControl control = {[this](auto message) { Report(std::move(message)); },
                                 [this] { return Seal(); }};
  absl::StatusOr<std::unique_ptr<Method::Message>> result = absl::InternalError("no result");
  try {
    result = intake_->Finish(caller_, control);
  } catch (const std::exception& fault) {
    result = absl::InternalError(std::string("exception: ") + fault.what());
  }
  {
    const std::lock_guard lock(mutex_);
    working_ = false;
    if (!closing_ || (sealed_ && result.ok())) {
      closing_ = result.status();
      progress_.reset();
      if (result.ok()) result_ = Encode(**result);
    }
  }
  Step();
}

void UploadCall::Report(std::unique_ptr<Method::Message> message) {
  if (message == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    progress_ = Encode(*message);
  }
  Step();
}

bool UploadCall::Seal() {
  const std::lock_guard lock(mutex_);
  if (!closing_ && out_of_time_()) closing_ = runner_.draining() ? Ending() : OutOfTime();
  if (closing_) return false;
  sealed_ = true;
  return true;
}

void UploadCall::Step() {
  enum class Action { kNothing, kWrite, kFinish } action = Action::kNothing;
  {
    const std::lock_guard lock(mutex_);
    if (finished_ || writing_ || handling_ > 0) return;
    std::optional<grpc::ByteBuffer>& next = result_ ? result_ : progress_;
    if (next) {
      in_flight_.Swap(&*next);
      next.reset();
      writing_ = true;
      last_write_ = std::chrono::steady_clock::now();
      action = Action::kWrite;
    } else if (closing_ && !working_) {
      finished_ = true;
      action = Action::kFinish;
    }
  }
  // gRPC may call back from within these, so that they happen outside the lock.
  if (action == Action::kWrite) {
    StartWrite(&in_flight_);
  } else if (action == Action::kFinish) {
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - arrived_;
    runner_.Finished(method_, caller_, request_id_, received_bytes_, *closing_, took.count());
    Finish(ToGrpc(*closing_, request_id_));
  }
}

void UploadCall::OnWriteDone(bool ok) {
  {
    const std::lock_guard lock(mutex_);
    writing_ = false;
    last_write_ = std::chrono::steady_clock::now();
  }
  if (!ok) Close(WentAway());
  Step();
}

void UploadCall::OnCancel() { Close(WentAway()); }

void UploadCall::OnDone() {
  registry_.Remove(self_);
  auto last = std::move(self_);
}

void UploadCall::Close(absl::Status status) {
  {
    const std::lock_guard lock(mutex_);
    if (closing_) return;
    closing_ = std::move(status);
    progress_.reset();
  }
  Step();
}

void UploadCall::Drain(const absl::Status& /*status*/) {
  {
    const std::lock_guard lock(mutex_);
    if (sealed_) return;
  }
  Close(Ending());
}

void UploadCall::Tick(std::chrono::steady_clock::time_point now) {
  bool stuck = false;
  absl::Status status;
  {
    const std::lock_guard lock(mutex_);
    if (finished_) return;
    const auto& options = registry_.options();
    stuck = writing_ && now - last_write_ > options.write_timeout;
    if (phase_ != Phase::kWorking && !closing_) {
      if (std::chrono::system_clock::now() >= caller_.deadline) {
        status = OutOfTime();
      } else if (now - last_message_ > options.upload_idle) {
        status = Silent(options.upload_idle);
      }
    }
  }
  if (stuck) return context_->TryCancel();
  if (!status.ok()) Close(std::move(status));
}

}  // namespace plenum::rpc
