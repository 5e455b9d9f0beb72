#include "services/deliberation/tally/wording.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

constexpr int kPlaces = 6;
constexpr int kMostPlaces = 30;

// Rounded to so many places, halves away from 0, without zeros at the end.
std::string Decimal(const Rational& value, int places) {
  if (value.get_den() == 1) return ToText(value);
  Integer twice;
  mpz_ui_pow_ui(twice.get_mpz_t(), 10, static_cast<unsigned long>(places));
  twice *= 2;
  const Rational half(Integer(sgn(value)), twice);
  std::string text = ToDecimal(value + half, places);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text;
}

// Names up to this many bytes are never cut; longer ones to about half of that.
constexpr size_t kLongName = 48;
constexpr size_t kShortName = 28;

// The first words of a long name.
std::string Shortened(std::string_view name) {
  size_t end = name.rfind(' ', kShortName);
  if (end == std::string_view::npos || end < kShortName / 2) end = kShortName;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  while (end > 0 && (name[end - 1] == ' ' || name[end - 1] == ',')) --end;
  return absl::StrCat(std::string(name.substr(0, end)), "\u2026");
}

}  // namespace

std::string Number(const Rational& value) {
  int places = kPlaces;
  std::string text = Decimal(value, places);
  while (sgn(value) != 0 && text == "0" && places < kMostPlaces) {
    text = Decimal(value, places += 3);
  }
  return text == "0" && sgn(value) != 0 ? ToText(value) : text;
}

std::pair<std::string, std::string> NumbersApart(const Rational& a, const Rational& b) {
  std::pair<std::string, std::string> texts = {Number(a), Number(b)};
  if (a == b) return texts;
  for (int places = kPlaces; texts.first == texts.second && places <= kMostPlaces; places += 3) {
    texts = {Decimal(a, places), Decimal(b, places)};
  }
  if (texts.first == texts.second) texts = {ToText(a), ToText(b)};
  return texts;
}

std::string Amount(const std::string& number, bool one, const std::string& unit) {
  std::string noun = unit;
  if (one) {
    const size_t first = std::min(noun.find(' '), noun.size());
    if (first > 0 && noun[first - 1] == 's') {
      noun.erase(first - 1, 1);
    } else if (noun.ends_with('s')) {
      noun.pop_back();
    }
  }
  return absl::StrCat(number, " ", noun);
}

std::string Amount(const Rational& value, const std::string& unit) {
  return Amount(Number(value), value == 1, unit);
}

std::string ListOf(std::span<const OptionIndex> options, std::span<const std::string> names) {
  std::string list;
  for (size_t i = 0; i < options.size(); ++i) {
    const char* glue = i == 0 ? "" : i + 1 < options.size() ? ", " : " and ";
    absl::StrAppend(&list, glue, names[static_cast<size_t>(options[i])]);
  }
  return list;
}

std::string ShortenRepeats(std::string text, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (name.size() <= kLongName) continue;
    const std::string cut = Shortened(name);
    size_t at = text.find(name);
    if (at == std::string::npos) continue;
    for (at = text.find(name, at + name.size()); at != std::string::npos;
         at = text.find(name, at + cut.size())) {
      text.replace(at, name.size(), cut);
    }
  }
  return text;
}

}  // namespace plenum::tally
