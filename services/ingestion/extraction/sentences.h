// Sentences of a document with the words that the rules read.
//
// A sentence has two texts: the quote, which is verbatim text[start:end] of the document, and a
// clean one, in which emphasis and link marks of Markdown are gone and white space is one space.
// Splitting is ICU's sentence BreakIterator (UAX #29), mended for abbreviations ("U.S. forces",
// "Gen. Park", "no. 41"), which the standard's rules break after.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

struct Token {
  std::string_view text;  // into Sentence::clean
  std::string lower;      // ASCII lower case, typographic apostrophes made plain
  std::size_t begin = 0;  // bytes into Sentence::clean
  std::size_t end = 0;
  std::uint64_t hash = 0;  // HashOfWord(lower)
  bool word = false;       // letters or digits; else one punctuation mark
};

struct Sentence {
  std::string clean;
  std::size_t start = 0;  // code points into the document's text, end exclusive
  std::size_t end = 0;
  std::size_t block = 0;  // index into ParsedDocument::blocks
  bool first_in_block = false;
};

// Sentences of all blocks that are neither chrome nor caption, in document order; a heading is one
// sentence. Sentences longer than kMaxSentenceCodePoints are left out. Linear.
// INVALID_ARGUMENT if a block does not lie inside the text.
absl::StatusOr<std::vector<Sentence>> SplitSentences(const ParsedDocument& document);

// 64-bit FNV-1a of a lower-case word. Words are compared by it: among the few thousand of the rules
// and those of a document, two with one hash are not to be expected.
constexpr std::uint64_t HashOfWord(std::string_view word) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : word) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  return hash ^ (hash >> 32U);
}

// Words and punctuation marks of a clean sentence. The tokens point into `clean`.
std::vector<Token> Tokenize(std::string_view clean);

}  // namespace plenum::ingestion
