#include "services/common/base/id.h"

#include <algorithm>

#include "services/common/base/random.h"
#include "services/common/base/text.h"

namespace plenum::base {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kRandomBits = 35;
constexpr std::uint64_t kRandomMask = (std::uint64_t{1} << kRandomBits) - 1;
constexpr int kTimeDigits = 9;
constexpr int kRandomDigits = 7;

void AppendBase32(std::string& out, std::uint64_t value, int digits) {
  for (int i = digits - 1; i >= 0; --i) out.push_back(kAlphabet[(value >> (5 * i)) & 31]);
}

bool IsLowerOrDigit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string TimeOrderedIds::NewId() {
  const auto now = static_cast<std::uint64_t>(clock_.NowMicros()) / 1000;
  const std::uint64_t random = RandomNumber() & kRandomMask;
  const std::lock_guard lock(mutex_);
  if (now > last_time_) {
    last_time_ = now;
    // The top bit stays free, so that a burst within one millisecond has room to count up.
    last_random_ = random >> 1;
  } else if (++last_random_ > kRandomMask) {
    ++last_time_;
    last_random_ = random >> 1;
  }
  std::string id;
  AppendBase32(id, last_time_, kTimeDigits);
  AppendBase32(id, last_random_, kRandomDigits);
  return id;
}

std::string NewRequestId(const Clock& clock) {
  constexpr std::size_t kRandomBytes = 16;
  std::string id;
  AppendBase32(id, static_cast<std::uint64_t>(clock.NowMicros()) / 1000, kTimeDigits);
  return id + Base64UrlEncode(RandomBytes(kRandomBytes));
}

bool IsValidId(std::string_view id) {
  return !id.empty() && id.size() <= 63 &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsLowerOrDigit(c) || c == '-'; });
}

bool IsValidRequestId(std::string_view id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return IsLowerOrDigit(c) || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

}  // namespace plenum::base
