#include "services/ingestion/formats/dates.h"

#include <array>
#include <cctype>
#include <cstdio>
#include <vector>
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

struct Token {
  bool number = false;
  int value = 0;
  std::size_t digits = 0;
  std::string word;  // lower case
};

// The first few numbers and words; the separators do not matter.
std::vector<Token> Tokens(std::string_view text) {
  std::vector<Token> tokens;
  constexpr std::size_t kMostTokens = 4;
  std::size_t at = 0;
  while (at < text.size() && tokens.size() < kMostTokens) {
    Token token;
    const std::size_t from = at;
    while (at < text.size() && IsAsciiDigit(text[at]) && at - from < 8) {
      token.value = token.value * 10 + (text[at++] - '0');
    }
    token.number = at > from;
    token.digits = at - from;
    while (!token.number && at < text.size() && IsAsciiLetter(text[at])) {
      token.word.push_back(text[at++]);
    }
    if (at == from) {
      ++at;
    } else {
      tokens.push_back(std::move(token));
    }
  }
  return tokens;
}

int Month(const std::string& word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  if (word.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    const bool short_form = word.size() <= 4 && kMonths[i].substr(0, 3) == word.substr(0, 3);
    if (word == kMonths[i] || (short_form && (word.size() == 3 || word == "sept"))) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

std::string Format(int year, int month, int day) {
  static constexpr std::array<int, 12> kDays = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1000 || year > 2999 || month < 1 || month > 12 || day < 1 ||
      day > kDays[static_cast<std::size_t>(month) - 1]) {
    return {};
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", year, month, day);
  return text.data();
}

}  // namespace

std::string ToIsoDate(std::string_view text) {
  text = Trim(text);
  if (text.substr(0, 2) == "D:") text.remove_prefix(2);
  std::vector<Token> tokens = Tokens(ToLower(text.substr(0, 60)));
  // "14th", "1st"
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const std::string& word = tokens[i].word;
    if (tokens[i - 1].number && (word == "st" || word == "nd" || word == "rd" || word == "th")) {
      tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
  if (!tokens.empty() && tokens[0].digits == 8) {
    return Format(tokens[0].value / 10000, tokens[0].value / 100 % 100, tokens[0].value % 100);
  }
  if (tokens.size() < 3) return {};
  if (tokens[0].digits == 4 && tokens[1].number && tokens[2].number) {
    return Format(tokens[0].value, tokens[1].value, tokens[2].value);
  }
  if (tokens[0].number && tokens[2].digits == 4) {
    return Format(tokens[2].value, Month(tokens[1].word), tokens[0].value);
  }
  if (tokens[1].number && tokens[2].digits == 4) {
    return Format(tokens[2].value, Month(tokens[0].word), tokens[1].value);
  }
  return {};
}

}  // namespace plenum::ingestion
