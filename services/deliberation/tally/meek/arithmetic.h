// The four arithmetics of Meek's method behind one interface, for VoteCounter and the election.
// Part of the library's inside: use meek.h.
//
// Each keeps note of what went wrong (failure()) in place of a check after every operation: the
// count asks before it uses a figure. Roundings are those of stv-rs: products and quotients of
// votes are cut (towards zero in 64 bits, down in big integers), keep factors are rounded up.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/meek/meek.h"

namespace plenum::tally::meek_internal {

inline constexpr int kMaxPascalRow = 66;         // the last whose numbers all fit 64 bits
inline constexpr int64_t kUnit = 1'000'000'000;  // 1 in fixed point
__extension__ using Int128 = __int128;

// Numbers are multiples of 10^-9.
class Fixed9 {
 public:
  using Number = int64_t;
  static constexpr bool kLinear = false;  // (a + b) * c may differ from a * c + b * c
  static constexpr bool kQuotaElects = true;

  static Number Zero() { return 0; }
  static Number One() { return kUnit; }
  static Number Epsilon() { return 1; }
  static bool IsZero(Number a) { return a == 0; }
  static Rational ToRational(Number a) { return MakeRational(a, kUnit); }

  // Ties are shared with the rows of Pascal's triangle up to that of the option count.
  void CheckOptionCount(int option_count) {
    if (option_count > kMaxPascalRow) Overflow();
  }
  Number FromCount(int64_t count) { return TimesCount(count, kUnit); }
  Number Add(Number a, Number b) {
    Number sum = 0;
    if (__builtin_add_overflow(a, b, &sum)) return Overflow();
    return sum;
  }
  Number Sub(Number a, Number b) {
    Number difference = 0;
    if (__builtin_sub_overflow(a, b, &difference)) return Overflow();
    return difference;
  }
  Number Mul(Number a, Number b) {
    Number product = 0;
    if (!__builtin_mul_overflow(a, b, &product)) return product / kUnit;
    return Narrow(Int128{a} * b / kUnit);
  }
  Number TimesCount(Number a, int64_t count) {
    Number product = 0;
    if (__builtin_mul_overflow(a, count, &product)) return Overflow();
    return product;
  }
  Number OverWhole(Number a, const Integer& divisor) {
    if (!divisor.fits_slong_p()) return Overflow();
    return OverCount(a, divisor.get_si());
  }
  Number OverCount(Number a, int64_t divisor) {
    if (divisor == 0) return DivisionByZero();
    return divisor == 1 ? a : a / divisor;
  }
  // factor * quota / votes.
  Number KeepFactor(Number factor, Number quota, Number votes) {
    const Number product = Narrow((Int128{factor} * quota + kUnit - 1) / kUnit);
    if (votes == 0) return DivisionByZero();
    return Narrow((Int128{product} * kUnit + votes - 1) / votes);
  }

  void NoteOverflow() { Overflow(); }
  std::optional<MeekEnd> failure() const { return failure_; }

 private:
  Number Narrow(Int128 value) {
    if (value < std::numeric_limits<int64_t>::min() ||
        value > std::numeric_limits<int64_t>::max()) {
      return Overflow();
    }
    return static_cast<Number>(value);
  }
  Number Overflow() {
    if (!failure_.has_value()) failure_ = MeekEnd::kOverflow;
    return 0;
  }
  Number DivisionByZero() {
    if (!failure_.has_value()) failure_ = MeekEnd::kDivisionByZero;
    return 0;
  }

  std::optional<MeekEnd> failure_;
};

// Numbers are multiples of 10^-9, of any size.
class BigFixed9 {
 public:
  using Number = Integer;
  static constexpr bool kLinear = false;
  static constexpr bool kQuotaElects = true;

  static Number Zero() { return 0; }
  static Number One() { return kUnit; }
  static Number Epsilon() { return 1; }
  static bool IsZero(const Number& a) { return sgn(a) == 0; }
  static Rational ToRational(const Number& a) {
    Rational value(a, Integer(kUnit));
    value.canonicalize();
    return value;
  }

  void CheckOptionCount(int /*option_count*/) {}
  Number FromCount(int64_t count) { return Integer(count) * kUnit; }
  Number Add(const Number& a, const Number& b) { return a + b; }
  Number Sub(const Number& a, const Number& b) { return a - b; }
  Number Mul(const Number& a, const Number& b) { return Floor(a * b, kUnit); }
  Number TimesCount(const Number& a, int64_t count) { return a * count; }
  Number OverWhole(const Number& a, const Integer& divisor) { return Floor(a, divisor); }
  Number OverCount(const Number& a, int64_t divisor) { return Floor(a, divisor); }
  Number KeepFactor(const Number& factor, const Number& quota, const Number& votes) {
    return Ceiling(Ceiling(factor * quota, kUnit) * kUnit, votes);
  }

  void NoteOverflow() { failure_ = MeekEnd::kOverflow; }
  std::optional<MeekEnd> failure() const { return failure_; }

 private:
  Number Floor(const Integer& a, const Integer& divisor) {
    Number quotient;
    if (sgn(divisor) == 0) {
      failure_ = MeekEnd::kDivisionByZero;
    } else {
      mpz_fdiv_q(quotient.get_mpz_t(), a.get_mpz_t(), divisor.get_mpz_t());
    }
    return quotient;
  }
  Number Ceiling(const Integer& a, const Integer& divisor) {
    Number quotient;
    if (sgn(divisor) == 0) {
      failure_ = MeekEnd::kDivisionByZero;
    } else {
      mpz_cdiv_q(quotient.get_mpz_t(), a.get_mpz_t(), divisor.get_mpz_t());
    }
    return quotient;
  }

  std::optional<MeekEnd> failure_;
};

// Fractions, with exact keep factors or with ones rounded up to 10^-6.
template <bool kRoundKeepFactors>
class Fractions {
 public:
  using Number = Rational;
  static constexpr bool kLinear = true;
  static constexpr bool kQuotaElects = false;

  static Number Zero() { return 0; }
  static Number One() { return 1; }
  static Number Epsilon() { return 0; }
  static bool IsZero(const Number& a) { return sgn(a) == 0; }
  static Rational ToRational(const Number& a) { return a; }

  void CheckOptionCount(int /*option_count*/) {}
  Number FromCount(int64_t count) { return Rational(count); }
  Number Add(const Number& a, const Number& b) { return a + b; }
  Number Sub(const Number& a, const Number& b) { return a - b; }
  Number Mul(const Number& a, const Number& b) { return a * b; }
  Number TimesCount(const Number& a, int64_t count) { return a * Rational(count); }
  Number OverWhole(const Number& a, const Integer& divisor) { return Over(a, Rational(divisor)); }
  Number OverCount(const Number& a, int64_t divisor) { return Over(a, Rational(divisor)); }
  Number KeepFactor(const Number& factor, const Number& quota, const Number& votes) {
    Number keep = Over(factor * quota, votes);
    if constexpr (kRoundKeepFactors) {
      const Integer places = 1'000'000;
      Integer scaled = keep.get_num() * places;
      mpz_cdiv_q(scaled.get_mpz_t(), scaled.get_mpz_t(), keep.get_den_mpz_t());
      keep = Rational(scaled, places);
      keep.canonicalize();
    }
    return keep;
  }

  std::optional<MeekEnd> failure() const { return failure_; }

 private:
  Number Over(const Number& a, const Number& divisor) {
    if (sgn(divisor) != 0) return a / divisor;
    failure_ = MeekEnd::kDivisionByZero;
    return 0;
  }

  std::optional<MeekEnd> failure_;
};

}  // namespace plenum::tally::meek_internal
