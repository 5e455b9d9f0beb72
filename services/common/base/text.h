// text: small facts about UTF-8 and encodings that validation and tokens need.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plenum::base {

// Code points of valid UTF-8; nullopt when it is not valid.
std::optional<std::int64_t> CodePoints(std::string_view utf8);

// True when `text` holds a control character (C0, DEL, C1), a line or paragraph separator, or a
// bidirectional override or isolate: things that make one line look like something else.
bool HasControlCharacters(std::string_view utf8);

// True when something of `utf8` can be seen: not when all of it is white space, controls, and what
// Unicode tells renderers to show nothing for (U+200B, U+3164, variation selectors ...).
bool HasVisibleCharacter(std::string_view utf8);

// The longest beginning of `utf8` that has at most `bytes` bytes and ends between code points.
std::string_view Shorten(std::string_view utf8, std::size_t bytes);

// URL-safe base 64 without padding (RFC 4648 section 5).
std::string Base64UrlEncode(std::string_view bytes);
std::optional<std::string> Base64UrlDecode(std::string_view text);

// Lower-case hexadecimal.
std::string Hex(std::string_view bytes);

// SHA-256, 32 bytes.
std::string Sha256(std::string_view bytes);

}  // namespace plenum::base
