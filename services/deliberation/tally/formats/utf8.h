// UTF-8 validity, for the readers of election files.
//
//   if (size_t bad = FirstInvalidUtf8(line); bad != std::string_view::npos) ... byte `bad` is wrong
#pragma once

#include <cstddef>
#include <string_view>

namespace plenum::tally {

// The offset of the first byte that begins no well-formed UTF-8 sequence (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF), or npos when the text is valid. O(text).
size_t FirstInvalidUtf8(std::string_view text);

}  // namespace plenum::tally
