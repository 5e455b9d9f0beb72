#include "services/deliberation/notices/retry.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::deliberation {

std::int64_t RetryDelay(const RetrySchedule& schedule, std::string_view what, int failed) {
  std::int64_t delay = schedule.first_us;
  for (int i = 1; i < failed && delay < schedule.longest_us; ++i) delay *= 2;
  delay = std::min(delay, schedule.longest_us);
  const std::string hash = base::Sha256(absl::StrCat(std::string(what), "\n", failed));
  std::int64_t chance = 0;  // 0 to 65535
  for (const std::size_t i : {0U, 1U}) {
    chance = chance * 256 + static_cast<unsigned char>(hash[i]);
  }
  return delay / 2 + delay / 2 * chance / 65'535;
}

}  // namespace plenum::deliberation
