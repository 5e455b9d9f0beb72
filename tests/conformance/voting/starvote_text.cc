#include "tests/conformance/voting/starvote_text.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace plenum::conformance {

using tally::Integer;
using tally::Rational;
using tally::StarvoteError;

std::string Repr(const std::string& text) {
  const bool has_single = text.find('\'') != std::string::npos;
  const char quote = has_single && text.find('"') == std::string::npos ? '"' : '\'';
  std::string repr(1, quote);
  for (const char c : text) {
    if (c == '\t') {
      repr += "\\t";
      continue;
    }
    if (c == '\\' || c == quote) repr += '\\';
    repr += c;
  }
  return repr + quote;
}

std::string Raised(const std::string& type, const std::string& message) {
  return absl::StrCat(type, "(", Repr(message), ")");
}

std::string Repr(const std::vector<std::string>& names) {
  return absl::StrCat("[",
                      absl::StrJoin(names, ", ",
                                    [](std::string* out, const std::string& name) {
                                      absl::StrAppend(out, Repr(name));
                                    }),
                      "]");
}

size_t Characters(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Left(const std::string& text, size_t width) {
  const size_t size = Characters(text);
  return size < width ? text + std::string(width - size, ' ') : text;
}

std::string Right(const std::string& text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

std::string Plural(int64_t number) { return number == 1 ? "" : "s"; }

std::string DashedWords(size_t number) {
  static const char* const kSmall[] = {"zero",    "one",     "two",       "three",    "four",
                                       "five",    "six",     "seven",     "eight",    "nine",
                                       "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                       "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
  static const char* const kTens[] = {"",      "",      "twenty",  "thirty", "forty",
                                      "fifty", "sixty", "seventy", "eighty", "ninety"};
  if (number < 20) return kSmall[number];
  const auto join = [](const std::string& head, size_t rest) {
    return rest == 0 ? head : absl::StrCat(head, "-", DashedWords(rest));
  };
  if (number < 100) return join(kTens[number / 10], number % 10);
  if (number < 1000) return join(DashedWords(number / 100) + "-hundred", number % 100);
  return join(DashedWords(number / 1000) + "-thousand", number % 1000);
}

MixedNumber::MixedNumber(const Rational& value) {
  const Integer floor = value.get_num() / value.get_den();
  const Rational rest = value - floor;
  if (sgn(floor) != 0 || sgn(rest) == 0) whole = floor.get_str();
  if (sgn(rest) == 0) return;
  numerator = rest.get_num().get_str();
  denominator = "/" + rest.get_den().get_str();
  if (!whole.empty()) plus = "+";
}

void FractionColumn::Measure(const Rational& value) {
  const MixedNumber number(value);
  whole_ = std::max(whole_, number.whole.size());
  if (!number.plus.empty()) {
    any_plus_ = true;
    numerator_after_plus_ = std::max(numerator_after_plus_, number.numerator.size());
  } else {
    bare_numerator_ = std::max(bare_numerator_, number.numerator.size());
    merged_ = std::max({merged_, number.whole.size(), bare_numerator_});
  }
  denominator_ = std::max(denominator_, number.denominator.size());
}

std::string FractionColumn::Format(const Rational& value) const {
  const MixedNumber number(value);
  const size_t width = (any_plus_ ? whole_ + 1 + numerator_after_plus_ : merged_) + denominator_;
  if (!number.plus.empty()) {
    return Left(Right(number.whole, whole_) + "+" + Right(number.numerator, numerator_after_plus_) +
                    number.denominator,
                width);
  }
  if (!number.whole.empty()) return Left(Right(number.whole, any_plus_ ? whole_ : merged_), width);
  return Left(Right(number.numerator, any_plus_ ? bare_numerator_ : merged_) +
                  Left(number.denominator, denominator_),
              width);
}

// The nearest binary fraction to two places, as Python prints a float.
std::string Percent(const Rational& share) {
  const std::string digits = tally::ToDecimal(100 * share, 60);
  return absl::StrFormat("%2.2f", std::strtod(digits.c_str(), nullptr));
}

std::string StripRight(std::string text) {
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

void Page::Line(const std::string& text) {
  const std::string heading = absl::StrJoin(headings_, ": ");
  if (heading != printed_last_) {
    printed_last_ = heading;
    const bool again = !printed_.insert(heading).second;
    if (!lines_.empty()) lines_.emplace_back();
    lines_.push_back(absl::StrCat("[", heading, again ? " (continued)" : "", "]"));
  }
  lines_.push_back(indent_ + text);
}

std::string RefusalLine(const StarvoteError& error) {
  using Mistake = StarvoteError::Mistake;
  const std::string& subject = error.subject;
  const auto here = [&](const std::string& text) {
    return absl::StrCat("File '", error.file, "', Line ", error.line, ": ", text);
  };
  const auto tiebreaker = [&](const std::string& rest) {
    return absl::StrCat("invalid syntax in tiebreaker '", subject, "'", rest);
  };
  switch (error.mistake) {
    case Mistake::kBadSyntax:
      return here("bad syntax " + Repr(subject));
    case Mistake::kNoSection:
      return here("no section specified");
    case Mistake::kUnknownSection:
      return Raised("KeyError", Repr(subject));
    case Mistake::kRepeatedSection:
      return here(absl::StrCat("section [", subject, "] specified twice"));
    case Mistake::kSectionInList:
      return here("you can't change sections inside a list");
    case Mistake::kPragmaInList:
      return here("you can't use pragmas inside a list");
    case Mistake::kPragmaInOptions:
      return here("unknown pragma " + subject);
    case Mistake::kUnknownPragma:
      return here("unsupported pragma " + subject);
    case Mistake::kTooFewRepetitions:
      return here("ballots pragma must specify 2 or more repetitions");
    case Mistake::kTooManyRepetitions:
      return here("ballot pragma must specify exactly 1 repetition");
    case Mistake::kPragmaAtEnd:
      return Raised("ValueError", absl::StrCat("'", subject,
                                               " ballots: invalid as last line of a starvote "
                                               "format election"));
    case Mistake::kUnknownOption:
      return here(absl::StrCat("unknown option '", subject, "'"));
    case Mistake::kRepeatedOption:
      return here(absl::StrCat("specified option '", subject, "' twice"));
    case Mistake::kRepeatedCandidate:
      return here(absl::StrCat("specified candidate '", subject, "' twice on one ballot"));
    case Mistake::kNotANumber:
      return Raised("ValueError", "invalid literal for int() with base 10: " + Repr(subject));
    case Mistake::kListForNumber:
      return Raised("TypeError",
                    "int() argument must be a string, a bytes-like object or a real number, not "
                    "'list'");
    case Mistake::kUnknownMethod:
      return here("invalid method " + Repr(subject));
    case Mistake::kUnknownTiebreaker:
      return here("invalid tiebreaker " + Repr(subject));
    case Mistake::kEmptyTiebreakerList:
      return Raised("ValueError", "tiebreaker list must not be empty");
    case Mistake::kTiebreakerUnclosed:
      return Raised("SyntaxError", tiebreaker(": no closing )"));
    case Mistake::kTextAfterTiebreaker:
      return Raised("SyntaxError", tiebreaker(": text after )"));
    case Mistake::kTiebreakerArgument:
      return Raised("SyntaxError", tiebreaker(""));
    case Mistake::kTiebreakerArgumentTwice:
      return Raised("ValueError", absl::StrCat("argument '", error.detail,
                                               "' specified twice in tiebreaker '", subject, "'"));
    case Mistake::kTiebreakerArgumentUnknown:
      return Raised("ValueError",
                    tiebreaker(absl::StrCat(": unknown parameter '", error.detail, "'")));
    case Mistake::kTiebreakerSeed:
      return Raised("ValueError", absl::StrCat("invalid seed in tiebreaker '", subject, "'"));
    case Mistake::kMissingFile:
      return Raised("ValueError", absl::StrCat("'", subject, "' does not exist"));
    case Mistake::kWrongExtension:
      return Raised("ValueError", absl::StrCat("'", subject, "' is not a ", error.detail, " file"));
    case Mistake::kNoBallots:
      return Raised("ValueError", "no ballots defined");
    case Mistake::kNone:
    case Mistake::kUnfinishedList:
    case Mistake::kTiebreakerTakesNoSeed:
    case Mistake::kFilesTooDeep:
    case Mistake::kNotUtf8:
      break;  // starvote does not refuse these, or not by a message of its own
  }
  return "";
}

}  // namespace plenum::conformance
