// Encodings: bytes of a document in, UTF-8 out.
//
//   absl::StatusOr<DecodedText> text = DecodeText(bytes, "memo.txt");
//
// Plain text and Markdown must say what they are: UTF-8, or UTF-16/UTF-32 with a byte order mark.
// A guess that is wrong there would silently change the quotes, so other bytes are refused with the
// offset and the encoding they look like. HTML is decoded as browsers do (WHATWG Encoding
// Standard): byte order mark, then <meta>, then UTF-8 if the bytes are valid, then a detector.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::ingestion {

struct DecodedText {
  std::string text;      // valid UTF-8 without byte order mark
  std::string encoding;  // what the bytes were, e.g. "UTF-8", "windows-1252"
};

// Strict. INVALID_ARGUMENT with the byte offset for anything that is not valid in its encoding.
absl::StatusOr<DecodedText> DecodeText(std::string_view bytes, std::string_view filename);

// Lenient: bytes that mean nothing in the encoding become U+FFFD. INVALID_ARGUMENT only when no
// converter exists at all, which is a broken installation.
absl::StatusOr<DecodedText> DecodeHtml(std::string_view bytes, std::string_view filename);

// Where stretches of the decoded text stand in the bytes: for each of `offsets`, which are bytes of
// DecodedText::text in rising order, the byte of the document that it was decoded from. `encoding`
// is DecodedText::encoding. Linear; for UTF-8, constant for each offset.
std::vector<std::size_t> SourceOffsets(std::string_view bytes, const std::string& encoding,
                                       const std::vector<std::size_t>& offsets);

}  // namespace plenum::ingestion
