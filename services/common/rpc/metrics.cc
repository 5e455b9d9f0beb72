#include "services/common/rpc/metrics.h"

#include <utility>

namespace plenum::rpc {
namespace {

const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const prometheus::Histogram::BucketBoundaries kBuckets = {
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30};
  return kBuckets;
}

class LogLines final : public prometheus::Collectable {
 public:
  explicit LogLines(std::function<std::uint64_t()> lost) : lost_(std::move(lost)) {}
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override {
    prometheus::MetricFamily family;
    family.name = "plenum_log_lines_lost_total";
    family.help = "Log lines that were dropped because standard error was too slow";
    family.type = prometheus::MetricType::Counter;
    family.metric.emplace_back().counter.value = static_cast<double>(lost_());
    return {family};
  }

 private:
  const std::function<std::uint64_t()> lost_;
};

}  // namespace

MethodMetrics::MethodMetrics(prometheus::Family<prometheus::Counter>& calls,
                             prometheus::Family<prometheus::Histogram>& seconds,
                             const std::string& method)
    : seconds_(&seconds.Add({{"method", method}}, Buckets())) {
  for (int code = 0; code < kCodes; ++code) {
    calls_[static_cast<std::size_t>(code)] =
        &calls.Add({{"method", method},
                    {"code", absl::StatusCodeToString(static_cast<absl::StatusCode>(code))}});
  }
}

void MethodMetrics::Record(absl::StatusCode code, double seconds) {
  const auto index = static_cast<std::size_t>(code);
  if (index < calls_.size()) calls_[index]->Increment();
  seconds_->Observe(seconds);
}

Metrics::Metrics(std::function<std::uint64_t()> lost_log_lines)
    : registry_(std::make_shared<prometheus::Registry>()),
      others_(std::make_shared<LogLines>(std::move(lost_log_lines))),
      calls_(&prometheus::BuildCounter()
                  .Name("plenum_rpc_calls_total")
                  .Help("Calls that ended, by method and status code")
                  .Register(*registry_)),
      seconds_(&prometheus::BuildHistogram()
                    .Name("plenum_rpc_seconds")
                    .Help("From the arrival of a call to its answer")
                    .Register(*registry_)),
      streams_(&prometheus::BuildGauge()
                    .Name("plenum_rpc_streams")
                    .Help("Open watch streams")
                    .Register(*registry_)
                    .Add({})) {}

std::unique_ptr<MethodMetrics> Metrics::ForMethod(const std::string& method) {
  return std::make_unique<MethodMetrics>(*calls_, *seconds_, method);
}

}  // namespace plenum::rpc
