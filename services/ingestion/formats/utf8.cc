#include "services/ingestion/formats/utf8.h"

#include "services/ingestion/formats/code_points.h"

namespace plenum::ingestion {

void AppendUtf8(char32_t code, std::string* out) {
  if (code == 0 || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) code = 0xFFFD;
  const auto push = [out](char32_t byte) { out->push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    push(code);
  } else if (code < 0x800) {
    push(0xC0U | (code >> 6U));
    push(0x80U | (code & 0x3FU));
  } else if (code < 0x10000) {
    push(0xE0U | (code >> 12U));
    push(0x80U | ((code >> 6U) & 0x3FU));
    push(0x80U | (code & 0x3FU));
  } else {
    push(0xF0U | (code >> 18U));
    push(0x80U | ((code >> 12U) & 0x3FU));
    push(0x80U | ((code >> 6U) & 0x3FU));
    push(0x80U | (code & 0x3FU));
  }
}

std::size_t Utf8Length(char32_t code) {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

char32_t CodePointAt(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) & 0x3FU : 0U;
  };
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) return lead;
  if (lead < 0xE0) return ((lead & 0x1FU) << 6U) | byte(1);
  if (lead < 0xF0) return ((lead & 0x0FU) << 12U) | (byte(1) << 6U) | byte(2);
  return ((lead & 0x07U) << 18U) | (byte(1) << 12U) | (byte(2) << 6U) | byte(3);
}

char32_t LastCodePoint(std::string_view text) {
  std::size_t at = text.size() - 1;
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return CodePointAt(text, at);
}

std::string ToValidUtf8(std::string_view bytes) {
  std::string out;
  while (true) {
    const std::size_t invalid = FindInvalidUtf8(bytes);
    if (invalid == std::string_view::npos) break;
    out.append(bytes.substr(0, invalid));
    out += "\xEF\xBF\xBD";
    bytes.remove_prefix(invalid + 1);
  }
  out.append(bytes);
  return out;
}

}  // namespace plenum::ingestion
