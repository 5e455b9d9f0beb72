// metrics: counts and durations of RPCs, in the Prometheus text form.
#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

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
// plenum_log_lines_lost.
class Metrics {
 public:
  Metrics();
  std::unique_ptr<MethodMetrics> ForMethod(const std::string& method);
  prometheus::Gauge& streams() { return *streams_; }
  [[nodiscard]] std::shared_ptr<prometheus::Registry> registry() const { return registry_; }

 private:
  std::shared_ptr<prometheus::Registry> registry_;
  prometheus::Family<prometheus::Counter>* calls_;
  prometheus::Family<prometheus::Histogram>* seconds_;
  prometheus::Gauge* streams_;
};

}  // namespace plenum::rpc
