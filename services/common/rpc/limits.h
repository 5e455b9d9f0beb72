// limits: the sizes, lengths and rates that a server holds callers to, by name.
#pragma once

#include <chrono>
#include <cstddef>

namespace plenum::rpc::limits {

// A request of a method that names no larger limit of its own.
inline constexpr std::size_t kMaxRequestBytes = std::size_t{1} << 20;
// A document's bytes, and the request around it.
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{64} << 20;
inline constexpr std::size_t kMaxImportRequestBytes = kMaxDocumentBytes + (std::size_t{64} << 10);
// A piece of an upload, and the message around it.
inline constexpr std::size_t kMaxChunkBytes = std::size_t{1} << 20;
inline constexpr std::size_t kMaxChunkMessageBytes = kMaxChunkBytes + (std::size_t{4} << 10);
// What gRPC itself lets through. Above every limit of ours, so that ours gives the answer, with
// room for a request that is somewhat too large to be told so.
inline constexpr int kMaxMessageBytes = 80 << 20;
// Headers of a call; a token is under 1 KiB.
inline constexpr int kMaxMetadataBytes = 16 << 10;

// Calls waiting for a worker thread.
inline constexpr std::size_t kMaxQueuedCalls = 1024;
// Bytes of requests that are queued or worked on: of those that anybody may send to be computed on,
// and of all others. Apart, so that the first cannot take the room of the second.
inline constexpr std::size_t kMaxStatelessBytes = std::size_t{128} << 20;
inline constexpr std::size_t kMaxQueuedBytes = std::size_t{256} << 20;
// Bytes that running uploads hold or have announced. Apart as well: a slow one must not take the
// room of others' calls.
inline constexpr std::size_t kMaxUploadBytes = std::size_t{256} << 20;

// Sustained calls a second of one caller (a member, or everybody without a token), and the burst
// above it. High: they stop runaway programs, not people.
inline constexpr double kCallsPerSecond = 20'000;
inline constexpr double kCallBurst = 40'000;
// The same for one address and the methods that take secrets for proof. These have 128 bits, so
// that this is not what keeps them from being guessed, but what keeps guessing from costing much.
inline constexpr double kGuardedCallsPerSecond = 100;
inline constexpr double kGuardedCallBurst = 1000;
inline constexpr std::size_t kMaxTrackedCallers = 100'000;

// A call without a deadline gets this one; a longer one is cut to it.
inline constexpr std::chrono::milliseconds kMaxDeadline{300'000};

// Open watch streams of one server.
inline constexpr std::size_t kMaxStreams = 10'000;
inline constexpr std::chrono::milliseconds kHeartbeatInterval{15'000};

// An upload whose client sends nothing for this long is ended.
inline constexpr std::chrono::milliseconds kUploadIdle{30'000};

// Lists.
inline constexpr int kDefaultPageSize = 100;
inline constexpr int kMaxPageSize = 1000;

}  // namespace plenum::rpc::limits
