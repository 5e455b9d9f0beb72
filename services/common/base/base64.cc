#include "services/common/base/base64.h"

#include "absl/strings/escaping.h"

namespace plenum::base {

std::optional<std::string> FromBase64(std::string_view text) {
  const std::string given(text);
  std::string bytes;
  if (!absl::Base64Unescape(given, &bytes) || absl::Base64Escape(bytes) != given) {
    return std::nullopt;
  }
  return bytes;
}

}  // namespace plenum::base
