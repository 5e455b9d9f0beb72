// log: one JSON object a line on standard error.
//
//   base::Log(base::LogLevel::kInfo, "started", {{"listen", address}, {"pid",
//   std::to_string(pid)}});
//   {"time":"2026-01-02T03:04:05.678Z","level":"info","event":"started","listen":...}
//
// Lines are written by a thread of their own, in pieces, a fifth of a second late at most. When it
// cannot keep up, lines are lost and counted, so that a slow disk never stops the service. Nothing
// secret is passed here: tokens, keys, ballots and document texts have no field.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>

namespace plenum::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError, kOff };

struct LogField {
  std::string_view key;    // a literal of ours
  std::string_view value;  // anything; escaped
};

// Lines below `level` are dropped from now on. Before the first call it is kWarning.
void SetLogLevel(LogLevel level);
bool LogEnabled(LogLevel level);

// `event` is a literal of ours. Thread-safe, never waits for the disk.
void Log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

// Lines lost so far.
std::uint64_t LostLogLines();

// Writes out what waits. Called before a process ends.
void FlushLog();

}  // namespace plenum::base
