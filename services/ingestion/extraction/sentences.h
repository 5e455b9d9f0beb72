// Sentences of a document with the words that the rules read.
//
// A sentence has two texts: the quote, which is verbatim text[start:end] of the document, and a
// clean one, in which emphasis and link marks of Markdown are gone and white space is one space.
// Splitting is ICU's sentence BreakIterator (UAX #29), mended for abbreviations ("U.S. forces",
// "Gen. Park", "no. 41"), which the standard's rules break after.
#pragma once

#include <cstddef>
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
  bool word = false;  // letters or digits; else one punctuation mark
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

// Words and punctuation marks of a clean sentence. The tokens point into `clean`.
std::vector<Token> Tokenize(std::string_view clean);

}  // namespace plenum::ingestion
