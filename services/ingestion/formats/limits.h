// Limits of what the parsers accept. Every limit is tested at its value and one over.
#pragma once

#include <cstddef>

namespace plenum::ingestion {

// Largest document, in bytes as uploaded.
inline constexpr std::size_t kMaxDocumentBytes = std::size_t{64} * 1024 * 1024;

// Deepest nesting of open HTML elements. The parser behind the HTML reader costs time and memory
// in proportion to the depth of every element, and frees its tree by recursion: deeper pages are
// refused before it sees them. Real pages stay under 100.
inline constexpr std::size_t kMaxHtmlDepth = 512;

// Longest line of a text or Markdown document, in bytes. One line of 10 MB is read; a file that is
// a single line beyond this is data, not a document.
inline constexpr std::size_t kMaxLineBytes = std::size_t{16} * 1024 * 1024;

// Largest number of lines that are not blank of a text or Markdown document. Every line may become
// a block, and a block costs about a hundred bytes.
inline constexpr std::size_t kMaxLines = 1'000'000;

// Largest number of HTML elements that a page may make the parser create.
inline constexpr std::size_t kMaxHtmlTags = 2'000'000;

// Largest number of attributes of one HTML tag; the parser compares each with all before it.
inline constexpr std::size_t kMaxHtmlAttributes = 500;

// Longest sentence, in code points, that is searched for measures; longer runs without a sentence
// end are tables or data.
inline constexpr std::size_t kMaxSentenceCodePoints = 1'200;

}  // namespace plenum::ingestion
