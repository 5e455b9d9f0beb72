#include "services/deliberation/tally/formats/utf8.h"

#include <cstdint>
#include <cstring>

namespace plenum::tally {
namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

// The length of the sequence that a lead byte begins, 0 for a byte that begins none.
size_t SequenceLength(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

// The second byte's range is narrower after four lead bytes (RFC 3629, section 4).
bool SecondByteFits(unsigned char lead, unsigned char second) {
  const unsigned char low = lead == 0xE0 ? 0xA0 : (lead == 0xF0 ? 0x90 : 0x80);
  const unsigned char high = lead == 0xED ? 0x9F : (lead == 0xF4 ? 0x8F : 0xBF);
  return second >= low && second <= high;
}

}  // namespace

size_t FirstInvalidUtf8(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    // Most text is ASCII, eight bytes of which are looked at together.
    uint64_t eight = 0;
    while (text.size() - i >= sizeof eight) {
      std::memcpy(&eight, text.data() + i, sizeof eight);
      if ((eight & kHighBits) != 0) break;
      i += sizeof eight;
    }
    if (i == text.size()) break;
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = SequenceLength(lead);
    if (length == 0 || length > text.size() - i) return i;
    for (size_t k = 1; k < length; ++k) {
      const auto byte = static_cast<unsigned char>(text[i + k]);
      const bool fits = k == 1 ? SecondByteFits(lead, byte) : (byte & 0xC0) == 0x80;
      if (!fits) return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace plenum::tally
