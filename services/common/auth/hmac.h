// hmac: HMAC-SHA-256 of RFC 2104, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

namespace plenum::auth {

// 32 bytes. Linear.
std::string HmacSha256(std::string_view key, std::string_view text);

}  // namespace plenum::auth
