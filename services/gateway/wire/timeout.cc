#include "services/gateway/wire/timeout.h"

#include <charconv>

namespace plenum::gateway::wire {
namespace {

constexpr std::int64_t kMillisecond = 1000;
constexpr std::int64_t kSecond = 1000 * kMillisecond;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;

std::optional<std::int64_t> Digits(std::string_view text, std::size_t most) {
  if (text.empty() || text.size() > most) return std::nullopt;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
  }
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

}  // namespace

std::optional<std::int64_t> ParseGrpcTimeout(std::string_view text) {
  constexpr std::size_t kMaxDigits = 8;
  if (text.empty()) return std::nullopt;
  const auto number = Digits(text.substr(0, text.size() - 1), kMaxDigits);
  if (!number) return std::nullopt;
  switch (text.back()) {
    case 'H':
      return *number * kHour;
    case 'M':
      return *number * kMinute;
    case 'S':
      return *number * kSecond;
    case 'm':
      return *number * kMillisecond;
    case 'u':
      return *number;
    case 'n':
      return *number / 1000;
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> ParseConnectTimeout(std::string_view text) {
  constexpr std::size_t kMaxDigits = 10;
  const auto number = Digits(text, kMaxDigits);
  if (!number) return std::nullopt;
  return *number * kMillisecond;
}

}  // namespace plenum::gateway::wire
