// metrics: counts and durations of RPCs, in the Prometheus text form.
#pragma once

#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "services/common/base/log.h"

namespace plenum::rpc {

// The instruments of one method, looked up once. Thread-safe.
class MethodMetrics {
 public:
  MethodMetrics(prometheus::Family<prometheus::Counter>& calls,
                prometheus::Family<prometheus::Histogram>& seconds, const std::string& method);
  void Record(absl::StatusCode code, double seconds);

 private:
  static constexpr int kCodes = 17;  // OK .. UNAUTHENTICATED
  std::array<prometheus::Counter*, kCodes> calls_{};
  prometheus::Histogram* seconds_;
};

// plenum_rpc_calls_total{method,code}, plenum_rpc_seconds{method}, plenum_rpc_streams,
// plenum_log_lines_lost_total.
class Metrics {
 public:
  // `lost_log_lines` is asked each time that the page is made.
  explicit Metrics(std::function<std::uint64_t()> lost_log_lines = base::LostLogLines);
  std::unique_ptr<MethodMetrics> ForMethod(const std::string& method);
  prometheus::Gauge& streams() { return *streams_; }
  [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const { return registry_; }
  // What is counted elsewhere; belongs on the page beside the registry.
  [[nodiscard]] std::shared_ptr<prometheus::Collectable> others() const { return others_; }

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  std::shared_ptr<prometheus::Collectable> others_;
  prometheus::Family<prometheus::Counter>* calls_;
  prometheus::Family<prometheus::Histogram>* seconds_;
  prometheus::Gauge* streams_;
};

}  // namespace plenum::rpc
