// time: microseconds of our clocks as protobuf timestamps.
#pragma once

#include <google/protobuf/timestamp.pb.h>

#include <cstdint>

namespace plenum::resource {

inline google::protobuf::Timestamp ToTimestamp(std::int64_t micros) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(micros / 1'000'000);
  timestamp.set_nanos(static_cast<std::int32_t>(micros % 1'000'000 * 1000));
  return timestamp;
}

// What is finer than a microsecond is cut off.
inline std::int64_t ToMicros(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() * 1'000'000 + timestamp.nanos() / 1000;
}

}  // namespace plenum::resource
