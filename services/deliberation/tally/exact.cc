#include "services/deliberation/tally/exact.h"

#include <cstddef>

#include "absl/strings/str_cat.h"

namespace plenum::tally {

static_assert(sizeof(long) == sizeof(int64_t), "GMP takes the counts as long");

Rational MakeRational(int64_t numerator, int64_t denominator) {
  Rational value(numerator, denominator);
  value.canonicalize();
  return value;
}

std::string ToText(const Rational& value) { return value.get_str(); }

std::string ToDecimal(const Rational& value, int places) {
  Integer scale;
  mpz_ui_pow_ui(scale.get_mpz_t(), 10, static_cast<unsigned long>(places));
  const Integer scaled = abs(value.get_num()) * scale / value.get_den();
  std::string digits = scaled.get_str();
  const auto fraction = static_cast<size_t>(places);
  if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
  if (places > 0) digits.insert(digits.size() - fraction, 1, '.');
  return sgn(value) < 0 && sgn(scaled) != 0 ? "-" + digits : digits;
}

double ToDouble(const Rational& value) { return value.get_d(); }

absl::Status CheckFractions(std::span<const Rational> values) {
  for (const Rational& value : values) {
    const size_t bits =
        mpz_sizeinbase(value.get_num_mpz_t(), 2) + mpz_sizeinbase(value.get_den_mpz_t(), 2);
    if (bits <= kMostFractionBits) continue;
    return absl::ResourceExhaustedError(
        absl::StrCat("the fractions of the count have grown beyond ", kMostFractionBits,
                     " bits: use a rule that rounds, or one whose fractions stay short, or fewer "
                     "seats"));
  }
  return absl::OkStatus();
}

}  // namespace plenum::tally
