// A program that reads what strangers wrote: started without a shell, fenced in, ended in time.
//
//   ChildLimits limits;
//   absl::StatusOr<ChildResult> result = RunChild({"/usr/bin/pdftotext", "/dev/stdin", "-"},
//                                                 bytes, limits, sink, stopped);
//
// The child gets the bytes as a file without a name on its standard input (it can seek in
// /dev/stdin), so that nothing is left on a disk however it ends. It has no other open files, an
// environment of three variables, its own process group, limits of memory, processor time and file
// size, and cannot gain rights. Safe to call from several threads.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"

namespace plenum::ingestion {

struct ChildLimits {
  std::chrono::milliseconds wall{30'000};
  std::chrono::seconds processor{30};
  std::size_t memory_bytes = std::size_t{768} << 20U;  // address space
  std::size_t output_bytes = std::size_t{512} << 20U;
};

struct ChildResult {
  int exit_code = 0;   // -1 when a signal ended it
  int signal = 0;      // that signal
  std::string errors;  // the first 4 KiB of its standard error
};

// Runs arguments[0], an absolute path, and hands its standard output to `sink` as it comes.
// `stopped` (may be empty) is asked at least every 50 ms. The child and its group are gone when
// this returns.
// Errors: NOT_FOUND: no such program; CANCELLED: `stopped` said so; DEADLINE_EXCEEDED: beyond
// limits.wall; RESOURCE_EXHAUSTED: beyond limits.output_bytes; what `sink` returned; INTERNAL: the
// system refused a process or a file.
absl::StatusOr<ChildResult> RunChild(const std::vector<std::string>& arguments,
                                     std::string_view input, const ChildLimits& limits,
                                     const std::function<absl::Status(std::string_view)>& sink,
                                     const base::Stopped& stopped);

}  // namespace plenum::ingestion
