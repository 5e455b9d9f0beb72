#include "clients/cli/text.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace plenum::cli::text {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// The macro narrows within itself.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
// The next code point at `at`, which moves past it; negative for bytes that are not UTF-8.
UChar32 Next(std::string_view text, std::size_t& at) {
  auto position = static_cast<int32_t>(at);
  UChar32 code = 0;
  U8_NEXT(text.data(), position, static_cast<int32_t>(text.size()), code);
  at = static_cast<std::size_t>(position);
  return code;
}
#pragma GCC diagnostic pop

// Bidirectional controls reorder what is around them: a title could show as another one.
bool IsBidiControl(UChar32 code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

bool IsSpace(UChar32 code) { return code == ' ' || code == '\t' || code == '\n' || code == '\r'; }

int CodeWidth(UChar32 code) {
  if (code < 0) return 1;
  switch (u_charType(code)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
    case U_CONTROL_CHAR:
      return 0;
    default:
      break;
  }
  const int width = u_getIntPropertyValue(code, UCHAR_EAST_ASIAN_WIDTH);
  return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

std::string Clean(std::string_view text, bool keep_lines) {
  std::string out;
  out.reserve(text.size());
  bool space = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const UChar32 code = Next(text, at);
    if (IsSpace(code) && code != ' ') {
      if (keep_lines && code != '\r') out += static_cast<char>(code);
      if (!keep_lines && !space) out += ' ';
      space = true;
      continue;
    }
    space = code == ' ';
    if (code < 0 || IsBidiControl(code)) {
      out += kReplacement;
    } else if (u_charType(code) == U_CONTROL_CHAR || code == 0x2028 || code == 0x2029) {
      out += keep_lines ? kReplacement : std::string_view(" ");
    } else {
      out += text.substr(start, at - start);
    }
  }
  return out;
}

// Past a style sequence that starts at `at`, or `at` itself.
std::size_t SkipStyle(std::string_view text, std::size_t at) {
  if (text.size() - at < 2 || text[at] != '\x1b' || text[at + 1] != '[') return at;
  const std::size_t end = text.find('m', at);
  return end == std::string_view::npos ? at : end + 1;
}

// Appends `word` to `lines`, breaking it when it is longer than a line.
void PlaceWord(std::string_view word, int width, std::vector<std::string>& lines, int& used) {
  const int word_width = Width(word);
  if (used > 0 && used + 1 + word_width <= width) {
    lines.back() += ' ';
    lines.back() += word;
    used += 1 + word_width;
    return;
  }
  if (used > 0) {
    lines.emplace_back();
    used = 0;
  }
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t start = at;
    const int code_width = CodeWidth(Next(word, at));
    if (used > 0 && used + code_width > width) {
      lines.emplace_back();
      used = 0;
    }
    lines.back() += word.substr(start, at - start);
    used += code_width;
  }
}

}  // namespace

std::string Printable(std::string_view text) { return Clean(text, false); }

std::string PrintableLines(std::string_view text) { return Clean(text, true); }

int Width(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t after = SkipStyle(text, at);
    if (after != at) {
      at = after;
      continue;
    }
    width += CodeWidth(Next(text, at));
  }
  return width;
}

std::string Fold(std::string_view text) {
  auto unicode = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  std::string folded;
  unicode.foldCase().toUTF8String(folded);
  std::string out;
  for (const char c : folded) {
    if (!IsSpace(static_cast<unsigned char>(c))) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string Truncate(std::string_view text, int width, bool unicode) {
  if (Width(text) <= width) return std::string(text);
  const std::string_view mark = unicode ? "…" : "...";
  const int room = width - Width(mark);
  std::string out;
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const int code_width = CodeWidth(Next(text, at));
    if (used + code_width > room) break;
    out += text.substr(start, at - start);
    used += code_width;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  out += mark;
  return out;
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  width = std::max(width, 2);
  std::vector<std::string> lines(1);
  int used = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    if (end > at) PlaceWord(text.substr(at, end - at), width, lines, used);
    at = end + 1;
  }
  return lines;
}

std::string PadRight(std::string_view text, int width) {
  std::string out(text);
  out.append(static_cast<std::size_t>(std::max(0, width - Width(text))), ' ');
  return out;
}

std::string PadLeft(std::string_view text, int width) {
  std::string out(static_cast<std::size_t>(std::max(0, width - Width(text))), ' ');
  out += text;
  return out;
}

std::string Bar(double fraction, int width, bool unicode) {
  if (!std::isfinite(fraction)) fraction = 0;
  fraction = std::clamp(fraction, 0.0, 1.0);
  if (!unicode) {
    const auto columns = static_cast<std::size_t>(std::lround(fraction * width));
    return std::string(columns, '#');
  }
  static constexpr std::array<std::string_view, 8> kEighths = {"",  "▏", "▎", "▍",
                                                               "▌", "▋", "▊", "▉"};
  const long eighths = std::lround(fraction * width * 8);
  std::string out;
  for (long i = 0; i < eighths / 8; ++i) out += "█";
  out += kEighths.at(static_cast<std::size_t>(eighths % 8));
  return out;
}

std::string Decimal(std::string_view exact, int digits) {
  const auto point = exact.find('.');
  const auto first = exact.find_first_not_of('-');
  if (point == std::string_view::npos || first == std::string_view::npos ||
      exact.find_first_not_of("0123456789.", first) != std::string_view::npos) {
    return std::string(exact);
  }
  const auto end = std::min(exact.size(), point + 1 + static_cast<std::size_t>(digits));
  std::string shown(exact.substr(0, end));
  if (end < exact.size() && exact[end] >= '5') {
    // Adds one in the last place; a carry out of the first digit becomes a digit of its own.
    std::size_t at = shown.size();
    while (at > first && (shown[at - 1] == '9' || shown[at - 1] == '.')) {
      if (shown[at - 1] == '9') shown[at - 1] = '0';
      --at;
    }
    if (at > first) {
      ++shown[at - 1];
    } else {
      shown.insert(first, 1, '1');
    }
  }
  shown.erase(shown.find_last_not_of('0') + 1);
  if (shown.back() == '.') shown.pop_back();
  return shown == "-0" ? "0" : shown;
}

std::string Fixed(double value, int digits) {
  std::array<char, 400> buffer{};
  std::snprintf(buffer.data(), buffer.size(), "%.*f", digits, value);
  return buffer.data();
}

std::string Number(double value, int digits) {
  std::string out = Fixed(value, digits);
  if (out.find('.') == std::string::npos) return out;
  while (out.back() == '0') out.pop_back();
  if (out.back() == '.') out.pop_back();
  return out == "-0" ? "0" : out;
}

std::string Count(long long count, std::string_view noun) {
  std::string out = std::to_string(count) + " " + std::string(noun);
  if (count != 1) out += 's';
  return out;
}

std::string Ordinal(int n) {
  const int tens = n % 100;
  const int ones = n % 10;
  const char* ending = "th";
  if (tens < 11 || tens > 13) {
    if (ones == 1) ending = "st";
    if (ones == 2) ending = "nd";
    if (ones == 3) ending = "rd";
  }
  return std::to_string(n) + ending;
}

}  // namespace plenum::cli::text
