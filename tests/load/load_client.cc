#include "tests/load/load_client.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <chrono>
#include <memory>

namespace plenum::load {
namespace {

using Clock = std::chrono::steady_clock;

// One call on its way; used again for the next.
struct Call {
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
  Clock::time_point started;
  grpc::GenericStub* stub = nullptr;
};

class Loop {
 public:
  explicit Loop(const Load& load) : load_(load) {
    for (int i = 0; i < load.channels; ++i) {
      grpc::ChannelArguments arguments;
      arguments.SetInt("plenum.channel", i);  // else gRPC shares one connection
      stubs_.push_back(std::make_unique<grpc::GenericStub>(
          grpc::CreateCustomChannel(load.target, grpc::InsecureChannelCredentials(), arguments)));
    }
    calls_.resize(static_cast<std::size_t>(load.in_flight));
    for (std::size_t i = 0; i < calls_.size(); ++i) {
      calls_[i].stub = stubs_[i % stubs_.size()].get();
    }
  }

  Measured Run() {
    for (auto& call : calls_) Start(call);
    const auto begin = Clock::now() + Part(0.1);
    const auto end = begin + Part(1);
    std::size_t open = calls_.size();
    void* tag = nullptr;
    bool ok = false;
    while (open > 0 && queue_.Next(&tag, &ok)) {
      auto& call = *static_cast<Call*>(tag);
      const auto now = Clock::now();
      if (now >= begin && now < end) Record(call, now);
      if (now < end) {
        Start(call);
      } else {
        --open;
      }
    }
    measured_.seconds = load_.seconds;
    measured_.started = next_;
    measured_.p50_us = Percentile(0.50);
    measured_.p99_us = Percentile(0.99);
    return measured_;
  }

 private:
  [[nodiscard]] Clock::duration Part(double share) const {
    return std::chrono::duration_cast<Clock::duration>(
        std::chrono::duration<double>(load_.seconds * share));
  }

  void Start(Call& call) {
    const Load::Request request = load_.make_request(next_++);
    grpc::Slice slice(request.body);
    const grpc::ByteBuffer bytes(&slice, 1);
    call.context = std::make_unique<grpc::ClientContext>();
    if (!request.token.empty()) {
      call.context->AddMetadata("authorization", "Bearer " + request.token);
    }
    call.started = Clock::now();
    call.reader = call.stub->PrepareUnaryCall(call.context.get(), load_.method, bytes, &queue_);
    call.reader->StartCall();
    call.reader->Finish(&call.response, &call.status, &call);
  }

  void Record(const Call& call, Clock::time_point now) {
    if (!call.status.ok()) {
      if (measured_.failed++ == 0) measured_.first_failure = call.status.error_message();
      return;
    }
    ++measured_.calls;
    latencies_.push_back(std::chrono::duration<double, std::micro>(now - call.started).count());
  }

  double Percentile(double share) {
    if (latencies_.empty()) return 0;
    const auto at = latencies_.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(latencies_.size() - 1));
    std::nth_element(latencies_.begin(), at, latencies_.end());
    return *at;
  }

  const Load& load_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  std::vector<Call> calls_;
  std::vector<double> latencies_;
  std::uint64_t next_ = 0;
  Measured measured_;
};

}  // namespace

Measured Run(const Load& load) { return Loop(load).Run(); }

}  // namespace plenum::load
