// The two kinds of numbers that a count by single transferable vote calculates with, behind one
// set of operations, so that each rule is written once. Internal to the stv folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "services/deliberation/tally/exact.h"

namespace plenum::tally::stv {

// 10^exponent.
Integer PowerOfTen(int exponent);

// Decimals with precision + guard places, held as whole multiples of the last one. All roundings
// are downwards unless the name says otherwise, which guard digits make no use of.
class DecimalNumbers {
 public:
  using Value = Integer;

  DecimalNumbers(int precision, int guard)
      : guarded_(guard > 0),
        scale_(PowerOfTen(precision + guard)),
        tolerance_(guard > 0 ? Integer(PowerOfTen(guard) / 2) : Integer(1)) {}

  // Whether numbers are as good as exact, so that quotas need no rounding up.
  bool exact() const { return guarded_; }
  Value Whole(int64_t number) const { return Integer(number) * scale_; }
  Value smallest() const { return 1; }

  Value Times(const Value& a, const Value& b) const { return Floor(a * b, scale_); }
  Value TimesUp(const Value& a, const Value& b) const { return Round(a * b, scale_); }
  Value Times(const Value& a, int64_t count) const { return a * Integer(count); }
  Value Divided(const Value& a, const Value& b) const { return Floor(a * scale_, b); }
  Value DividedUp(const Value& a, const Value& b) const { return Round(a * scale_, b); }
  Value Divided(const Value& a, int64_t count) const { return Floor(a, Integer(count)); }
  // a * b / c, cut once.
  Value TimesDivided(const Value& a, const Value& b, const Value& c) const {
    return Floor(a * b, c);
  }

  // Below, at or above 0 as a is smaller than, equal to or larger than b.
  int Compare(const Value& a, const Value& b) const {
    if (!guarded_) return cmp(a, b);
    return abs(Integer(a - b)) < tolerance_ ? 0 : cmp(a, b);
  }

  Rational Exactly(const Value& value) const {
    Rational exact(value, scale_);
    exact.canonicalize();
    return exact;
  }
  // The value whose Exactly this is.
  Value Held(const Rational& exact) const {
    return Integer(exact.get_num() * scale_ / exact.get_den());
  }

 private:
  static Integer Floor(const Integer& a, const Integer& b) {
    Integer quotient;
    mpz_fdiv_q(quotient.get_mpz_t(), a.get_mpz_t(), b.get_mpz_t());
    return quotient;
  }
  Integer Round(const Integer& a, const Integer& b) const {
    if (guarded_) return Floor(a, b);
    Integer quotient;
    mpz_cdiv_q(quotient.get_mpz_t(), a.get_mpz_t(), b.get_mpz_t());
    return quotient;
  }

  bool guarded_;
  Integer scale_;
  Integer tolerance_;
};

// Fractions.
class RationalNumbers {
 public:
  using Value = Rational;

  bool exact() const { return true; }
  Value Whole(int64_t number) const { return Rational(number); }
  Value smallest() const { return 0; }

  Value Times(const Value& a, const Value& b) const { return a * b; }
  Value TimesUp(const Value& a, const Value& b) const { return a * b; }
  Value Times(const Value& a, int64_t count) const { return a * Rational(count); }
  Value Divided(const Value& a, const Value& b) const { return a / b; }
  Value DividedUp(const Value& a, const Value& b) const { return a / b; }
  Value Divided(const Value& a, int64_t count) const { return a / Rational(count); }
  Value TimesDivided(const Value& a, const Value& b, const Value& c) const { return a * b / c; }

  int Compare(const Value& a, const Value& b) const { return cmp(a, b); }
  Rational Exactly(const Value& value) const { return value; }
  Value Held(const Rational& exact) const { return exact; }
};

// The length of the longer part of a number.
inline size_t Bits(const Integer& value) { return mpz_sizeinbase(value.get_mpz_t(), 2); }
inline size_t Bits(const Rational& value) {
  return std::max(mpz_sizeinbase(value.get_num_mpz_t(), 2),
                  mpz_sizeinbase(value.get_den_mpz_t(), 2));
}

}  // namespace plenum::tally::stv
