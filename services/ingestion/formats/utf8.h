// Single code points of UTF-8, for readers that look at letters.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plenum::ingestion {

// Appends a code point; U+FFFD in place of what is none (surrogates, beyond U+10FFFF, NUL).
void AppendUtf8(char32_t code, std::string* out);

// The code point at text[at] of valid UTF-8.
char32_t CodePointAt(std::string_view text, std::size_t at);

// The last code point of valid UTF-8 that is not empty.
char32_t LastCodePoint(std::string_view text);

// Bytes of a code point in UTF-8.
std::size_t Utf8Length(char32_t code);

// The text with each byte that is not part of valid UTF-8 made U+FFFD. Linear.
std::string ToValidUtf8(std::string_view bytes);

}  // namespace plenum::ingestion
