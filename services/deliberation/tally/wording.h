// Numbers and lists as they stand in the sentences of a reason.
//
//   Number(MakeRational(23, 2));              // "11.5"
//   Amount(Rational(1), "duels won");         // "1 duel won"
//   NumbersApart(a, b);                       // {"3.0001", "3"}: never the same for different ones
//   ListOf(std::vector<OptionIndex>{0, 2, 4}, names);  // "Ann, Cy and Eve"
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::tally {

// Whole numbers as they are, others rounded to six places, or to more where these say nothing.
std::string Number(const Rational& value);

// Both of them, with as many places as it takes to see which is the larger; as fractions where 30
// places do not tell.
std::pair<std::string, std::string> NumbersApart(const Rational& a, const Rational& b);

// "1 vote", "2 votes". Units are nouns in the plural, whose first word ends in s, or else the last.
std::string Amount(const Rational& value, const std::string& unit);
// The same for a number that is worded already; `one`: in the singular.
std::string Amount(const std::string& number, bool one, const std::string& unit);

// "Ann", "Ann and Bob", "Ann, Bob and Cy". names[option] must exist for each.
std::string ListOf(std::span<const OptionIndex> options, std::span<const std::string> names);

// The text with long names given in full only where they first stand; after that cut after a word,
// with an ellipsis. UTF-8. O(text x names).
std::string ShortenRepeats(std::string text, std::initializer_list<std::string_view> names);

}  // namespace plenum::tally
