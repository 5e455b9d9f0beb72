#include "services/ingestion/formats/line_shapes.h"

#include <cctype>

#include "services/ingestion/formats/chrome.h"

namespace plenum::ingestion {
namespace {

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

}  // namespace

std::size_t MarkerLength(std::string_view line) {
  std::size_t at = 0;
  for (const std::string_view bullet :
       {"-", "*", "+", "\xE2\x80\xA2", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x97\xA6",
        "\xE2\x96\xAA", "\xC2\xB7", "\xE2\x97\x8F"}) {
    if (line.substr(0, bullet.size()) == bullet) {
      at = bullet.size();
      break;
    }
  }
  if (at == 0) {
    const bool bracket = !line.empty() && line.front() == '(';
    std::size_t i = bracket ? 1 : 0;
    const std::size_t first = i;
    while (i < line.size() && i - first < 4 && IsDigit(line[i])) ++i;
    if (i == first) {
      // A single letter, or a small roman number.
      while (i < line.size() && i - first < 4 &&
             std::string_view("ivxabcdefgh").find(line[i]) != std::string_view::npos) {
        ++i;
      }
      if (i - first > 1 &&
          line.substr(first, i - first).find_first_not_of("ivx") != std::string_view::npos) {
        return 0;
      }
    }
    if (i == first || i >= line.size()) return 0;
    if (line[i] != ')' && (bracket || line[i] != '.')) return 0;
    at = i + 1;
  }
  std::size_t spaces = at;
  while (spaces < line.size() && (line[spaces] == ' ' || line[spaces] == '\t')) ++spaces;
  return spaces > at && spaces < line.size() ? spaces : 0;
}

bool LooksLikeHeading(std::string_view text, std::size_t words) {
  if (words == 0 || words > 16 || EndsAsSentence(text)) return false;
  const char last = text.back();
  if (last == ',' || last == ';') return false;
  const auto first = static_cast<unsigned char>(text.front());
  return std::isupper(first) != 0 || IsDigit(text.front()) || first >= 0x80 || first == '"' ||
         first == '\'';
}

}  // namespace plenum::ingestion
