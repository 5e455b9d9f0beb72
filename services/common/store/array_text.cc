#include "services/common/store/array_text.h"

namespace plenum::store {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

void AppendHex(std::string_view bytes, std::string& out) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out.push_back(kDigits[byte >> 4U]);
    out.push_back(kDigits[byte & 15U]);
  }
}

void AppendQuoted(std::string_view text, std::string& out) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') out.push_back('\\');
    out.push_back(c);
  }
  out.push_back('"');
}

int DigitValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string ArrayText(const Column& column) {
  std::size_t bytes = 2;
  for (const std::string& text : column.texts) bytes += 2 * text.size() + 6;
  std::string out;
  out.reserve(bytes + column.numbers.size() * 12);
  out.push_back('{');
  for (std::size_t i = 0; i < column.size(); ++i) {
    if (i > 0) out.push_back(',');
    switch (column.type) {
      case Type::kInteger:
        out += std::to_string(column.numbers[i]);
        break;
      case Type::kText:
        AppendQuoted(column.texts[i], out);
        break;
      case Type::kBlob:
        out += R"("\\x)";
        AppendHex(column.texts[i], out);
        out.push_back('"');
        break;
    }
  }
  out.push_back('}');
  return out;
}

std::string HexText(std::string_view bytes) {
  std::string out = "\\x";
  out.reserve(2 + 2 * bytes.size());
  AppendHex(bytes, out);
  return out;
}

std::optional<std::string> FromHexText(std::string_view text) {
  if (text.size() % 2 != 0 || text.substr(0, 2) != "\\x") return std::nullopt;
  std::string out;
  out.reserve(text.size() / 2 - 1);
  for (std::size_t i = 2; i < text.size(); i += 2) {
    const int high = DigitValue(text[i]);
    const int low = DigitValue(text[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    out.push_back(static_cast<char>(high * 16 + low));
  }
  return out;
}

}  // namespace plenum::store
