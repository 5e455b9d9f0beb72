// limits: the sizes, counts and times that the gateway holds its callers to, by name. What a
// message may hold is up to the services (services/common/rpc/limits.h).
#pragma once

#include <chrono>
#include <cstddef>

#include "services/common/rpc/limits.h"

namespace plenum::gateway::limits {

// Request line and headers of one request. A session cookie takes under 2 KiB of it.
inline constexpr std::size_t kMaxHeaderBytes = std::size_t{16} << 10;
inline constexpr std::size_t kMaxHeaders = 64;
// Fields after the last chunk of a body.
inline constexpr std::size_t kMaxTrailerBytes = std::size_t{1} << 10;

// Room for the frame around a message, and for the white space and field names of JSON.
inline constexpr std::size_t kFrameBytes = 5;
inline constexpr std::size_t kJsonRoomBytes = std::size_t{64} << 10;
// Body of a request to /session/….
inline constexpr std::size_t kMaxSessionBodyBytes = std::size_t{64} << 10;
// Larger bodies are read only while all of them together stay below kMaxBufferedBytes.
inline constexpr std::size_t kSmallBodyBytes = std::size_t{64} << 10;
inline constexpr std::size_t kMaxBufferedBytes = std::size_t{256} << 20;

// Levels of objects and arrays in JSON.
inline constexpr int kMaxJsonDepth = 100;
// JSON of up to this size is read on the thread of the connection, a larger one beside it.
inline constexpr std::size_t kInlineJsonBytes = std::size_t{8} << 10;
inline constexpr int kJsonThreads = 2;
inline constexpr std::size_t kMaxQueuedJson = 256;

// Open connections, and streams on them.
inline constexpr std::size_t kMaxConnections = 8192;
inline constexpr std::size_t kMaxStreams = 4096;
inline constexpr int kIoThreads = 2;

// From the first byte of a request (from the start of a connection) to the last of its headers.
inline constexpr std::chrono::milliseconds kHeaderTimeout{10'000};
// A body: between two pieces of it, and its whole, which gets more time for each byte that came.
inline constexpr std::chrono::milliseconds kBodyIdleTimeout{10'000};
inline constexpr std::chrono::milliseconds kBodyGrace{30'000};
inline constexpr std::size_t kSlowestBodyBytesPerSecond = std::size_t{8} << 10;
// Between requests of one connection.
inline constexpr std::chrono::milliseconds kKeepAliveTimeout{75'000};
// A client that takes nothing of an answer.
inline constexpr std::chrono::milliseconds kWriteTimeout{30'000};
// For what runs when the gateway ends.
inline constexpr std::chrono::milliseconds kDrain{5'000};
// Calls that the gateway makes for itself: renewing a session, health.
inline constexpr std::chrono::milliseconds kOwnCallTimeout{10'000};
inline constexpr std::chrono::milliseconds kHealthTimeout{2'000};

}  // namespace plenum::gateway::limits
