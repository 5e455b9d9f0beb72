#include "services/common/base/person_name.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <cstdlib>
#include <memory>

namespace plenum::base {
namespace {

using icu::UnicodeString;

constexpr UChar32 kNonJoiner = 0x200c;
constexpr UChar32 kJoiner = 0x200d;
constexpr int kVirama = 9;  // canonical combining class

UnicodeString FromUtf8(std::string_view utf8) {
  return UnicodeString::fromUTF8({utf8.data(), static_cast<std::int32_t>(utf8.size())});
}

std::string ToUtf8(const UnicodeString& text) {
  std::string utf8;
  return text.toUTF8String(utf8);
}

bool IsMark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

bool Joins(UChar32 c, std::initializer_list<int> types) {
  const int type = u_getIntPropertyValue(c, UCHAR_JOINING_TYPE);
  for (const int wanted : types) {
    if (type == wanted) return true;
  }
  return false;
}

bool IsJoinerInPlace(const UnicodeString& text, std::int32_t at, UChar32 c) {
  if (at == 0) return false;
  const UChar32 before = text.char32At(text.moveIndex32(at, -1));
  if (u_getCombiningClass(before) == kVirama) return true;
  if (c == kJoiner || at + 1 >= text.length()) return false;
  return Joins(before, {U_JT_DUAL_JOINING, U_JT_LEFT_JOINING}) &&
         Joins(text.char32At(at + 1), {U_JT_DUAL_JOINING, U_JT_RIGHT_JOINING});
}

bool IsUnseen(UChar32 c) {
  return u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0 ||
         (U_GET_GC_MASK(c) & (U_GC_CF_MASK | U_GC_CO_MASK | U_GC_CS_MASK)) != 0;
}

// The checker of confusable names, made once; it is never changed, and safe to share then.
const USpoofChecker* Checker() {
  static const USpoofChecker* const kChecker = [] {
    UErrorCode error = U_ZERO_ERROR;
    const USpoofChecker* made = uspoof_open(&error);
    if (U_FAILURE(error)) std::abort();  // ICU without its data
    return made;
  }();
  return kChecker;
}

UnicodeString WithoutSpacing(const UnicodeString& text) {
  UnicodeString out;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (u_isUWhiteSpace(c) == 0) out.append(c);
  }
  return out;
}

}  // namespace

std::string Nfc(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const nfc = icu::Normalizer2::getNFCInstance(error);
  if (U_FAILURE(error)) std::abort();
  return ToUtf8(nfc->normalize(FromUtf8(utf8), error));
}

std::optional<std::string_view> NameFault(std::string_view utf8) {
  const UnicodeString text = FromUtf8(utf8);
  bool base = false;  // something that a mark can stand on came before
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const bool joiner = c == kNonJoiner || c == kJoiner;
    if (joiner ? !IsJoinerInPlace(text, at, c) : IsUnseen(c)) {
      return "must not hold characters that cannot be seen";
    }
    if (IsMark(c) && !base) return "must not hold an accent that stands on no letter";
    base = u_isUWhiteSpace(c) == 0;
  }
  return std::nullopt;
}

std::array<std::string, 2> NameSkeletons(std::string_view utf8) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* const folding = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) std::abort();
  const auto fold = [&](const UnicodeString& text) {
    return WithoutSpacing(folding->normalize(text, error));
  };
  const auto skeleton = [&](const UnicodeString& text) {
    UnicodeString out;
    UErrorCode failed = U_ZERO_ERROR;
    uspoof_getSkeletonUnicodeString(Checker(), 0, text, out, &failed);
    return U_SUCCESS(failed) ? out : text;
  };
  const UnicodeString name = FromUtf8(utf8);
  return {ToUtf8(skeleton(fold(name))), ToUtf8(skeleton(fold(skeleton(name))))};
}

}  // namespace plenum::base
