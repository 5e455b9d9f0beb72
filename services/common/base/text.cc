#include "services/common/base/text.h"

#include <openssl/sha.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>

namespace plenum::base {
namespace {

constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::array<int, 256> DecodingTable() {
  std::array<int, 256> table{};
  for (auto& entry : table) entry = -1;
  for (std::size_t i = 0; i < kBase64Url.size(); ++i) {
    table[static_cast<unsigned char>(kBase64Url[i])] = static_cast<int>(i);
  }
  return table;
}

// The next code point, negative for an invalid sequence.
UChar32 Next(std::string_view text, std::int64_t& at) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  UChar32 code_point = 0;
  U8_NEXT(bytes, at, size, code_point);
  return code_point;
}

bool IsControl(UChar32 c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x2028 || c == 0x2029 ||
         (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
}

// By the properties of UAX #44. Unassigned code points count as visible: they may be a newer
// version's.
bool IsVisible(UChar32 c) {
  constexpr UChar32 kBlankBraille = 0x2800;
  if (c < 0 || c == kBlankBraille) return false;
  constexpr std::uint32_t kUnseen =
      U_GC_ZS_MASK | U_GC_ZL_MASK | U_GC_ZP_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_CS_MASK;
  const bool unseen = (U_GET_GC_MASK(c) & kUnseen) != 0;
  return !unseen && u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) == 0;
}

}  // namespace

std::optional<std::int64_t> CodePoints(std::string_view utf8) {
  std::int64_t count = 0;
  for (std::int64_t at = 0; at < static_cast<std::int64_t>(utf8.size()); ++count) {
    if (Next(utf8, at) < 0) return std::nullopt;
  }
  return count;
}

bool HasControlCharacters(std::string_view utf8) {
  for (std::int64_t at = 0; at < static_cast<std::int64_t>(utf8.size());) {
    if (IsControl(Next(utf8, at))) return true;
  }
  return false;
}

bool HasVisibleCharacter(std::string_view utf8) {
  for (std::int64_t at = 0; at < static_cast<std::int64_t>(utf8.size());) {
    if (IsVisible(Next(utf8, at))) return true;
  }
  return false;
}

std::string_view Shorten(std::string_view utf8, std::size_t bytes) {
  if (utf8.size() <= bytes) return utf8;
  constexpr unsigned kLead = 0xc0;
  constexpr unsigned kContinuation = 0x80;
  while (bytes > 0 && (static_cast<unsigned char>(utf8[bytes]) & kLead) == kContinuation) --bytes;
  return utf8.substr(0, bytes);
}

std::string Base64UrlEncode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = buffer << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6;) text.push_back(kBase64Url[buffer >> (bits -= 6) & 63]);
  }
  if (bits > 0) text.push_back(kBase64Url[buffer << (6 - bits) & 63]);
  return text;
}

std::optional<std::string> Base64UrlDecode(std::string_view text) {
  static constexpr auto kTable = DecodingTable();
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const int value = kTable[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    buffer = buffer << 6 | static_cast<std::uint32_t>(value);
    if ((bits += 6) >= 8) bytes.push_back(static_cast<char>(buffer >> (bits -= 8) & 255));
  }
  // A lone sixth of a byte, or bits that are not zero, come from no encoder.
  if (text.size() % 4 == 1 || (buffer & ((1U << bits) - 1)) != 0) return std::nullopt;
  return bytes;
}

std::string Hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    hex.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    hex.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
  }
  return hex;
}

std::string Sha256(std::string_view bytes) {
  std::string digest(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(digest.data()));
  return digest;
}

}  // namespace plenum::base
