// base64: the encoding of RFC 4648, section 4, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plenum::base {

// The bytes of a text that is exactly what base64 makes of them; nothing otherwise. absl's decoder
// alone also takes texts without padding and with other bits in the last character, so that one
// signature would have several texts.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace plenum::base
