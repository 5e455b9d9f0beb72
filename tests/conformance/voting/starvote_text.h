// How the tabulator starvote writes texts, numbers and errors: the parts of its transcripts that do
// not depend on the count.
//
//   Page page(/*indent=*/2);
//   page.Enter("STAR Voting");
//   page.Line("Tabulating 3 ballots.");   // below the heading [STAR Voting]
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/formats/starvote.h"

namespace plenum::conformance {

// Python's repr() of a string of printable characters, and of a list of such.
std::string Repr(const std::string& text);
std::string Repr(const std::vector<std::string>& names);
// "ValueError('message')".
std::string Raised(const std::string& type, const std::string& message);

// The number of Unicode characters of a UTF-8 text.
size_t Characters(std::string_view text);
// Padded with spaces to that many characters.
std::string Left(const std::string& text, size_t width);
std::string Right(const std::string& text, size_t width);
std::string StripRight(std::string text);

std::string Plural(int64_t number);      // "s" unless 1
std::string DashedWords(size_t number);  // "twenty-one", "one-hundred-four"; below a million
std::string Percent(const tally::Rational& share);  // "33.33"

// A number of 0 or more as whole part, plus sign, numerator and "/denominator"; parts that are zero
// are empty.
struct MixedNumber {
  explicit MixedNumber(const tally::Rational& value);
  std::string Text() const { return whole + plus + numerator + denominator; }

  std::string whole;
  std::string plus;
  std::string numerator;
  std::string denominator;
};

// A column of such numbers, in the two layouts of starvote's notes on "formatting fractions in
// columns of text": with any plus sign, whole parts and numerators have columns of their own;
// without, they share one. Measure all of them, then format each.
class FractionColumn {
 public:
  void Measure(const tally::Rational& value);
  std::string Format(const tally::Rational& value) const;

 private:
  bool any_plus_ = false;
  size_t whole_ = 0;
  size_t numerator_after_plus_ = 0;
  size_t bare_numerator_ = 0;
  size_t merged_ = 0;
  size_t denominator_ = 0;
};

// Lines below headings of the form [Method: Round 1: Score round]; a heading is printed with the
// first line below it.
class Page {
 public:
  explicit Page(int indent) : indent_(static_cast<size_t>(indent), ' ') {}

  void Enter(std::string heading) { headings_.push_back(std::move(heading)); }
  void Leave() { headings_.pop_back(); }
  void Line(const std::string& text);
  // A line without indentation or heading of its own, as errors are.
  void Bare(std::string text) { lines_.push_back(std::move(text)); }

  std::vector<std::string> lines() && { return std::move(lines_); }

 private:
  std::string indent_;
  std::vector<std::string> headings_;
  std::string printed_last_;
  std::set<std::string> printed_;
  std::vector<std::string> lines_;
};

// The line by which starvote refuses a file; empty for mistakes that it does not refuse.
std::string RefusalLine(const tally::StarvoteError& error);

}  // namespace plenum::conformance
