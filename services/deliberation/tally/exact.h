// Exact numbers for the tally, by the GNU Multiple Precision library. Integers that are certain to
// fit stay int64_t; these are for fractions and for products of counts.
//
//   Rational share(1, 3);          // canonical: lowest terms, positive denominator
//   share += Rational(1, 6);       // 1/2
//   ToText(share);                 // "1/2"
//   ToDecimal(share, 3);           // "0.500", cut (not rounded) after the last place
#pragma once

#include <gmpxx.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "absl/status/status.h"

namespace plenum::tally {

using Integer = mpz_class;
// Always canonical. Construct from two numbers with MakeRational, as the class itself does not
// reduce what it is given.
using Rational = mpq_class;

// numerator / denominator in lowest terms. Requires denominator != 0.
Rational MakeRational(int64_t numerator, int64_t denominator);

// "7" for whole numbers, "-7/2" otherwise.
std::string ToText(const Rational& value);

// Decimal digits with `places` (0 or more) after the point, cut towards zero.
std::string ToDecimal(const Rational& value, int places);

// The nearest double, for showing only.
double ToDouble(const Rational& value);

// Some rules multiply fractions with each other at each seat, so that their length can double each
// time. Beyond this length, of numerator and denominator together, such a count gives up.
inline constexpr size_t kMostFractionBits = size_t{1} << 14;

// RESOURCE_EXHAUSTED, with a sentence, when one of the numbers is longer than that.
absl::Status CheckFractions(std::span<const Rational> values);

}  // namespace plenum::tally
