// Limits of what the parsers accept. Every limit is tested at its value and one over.
#pragma once

#include <algorithm>
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

// Memory follows the pieces that a document falls into, and must stay under 20 times its bytes:
// beyond so many lines or tags (opening and closing), there must be so many bytes for each.
inline constexpr std::size_t kPiecesFloor = 100'000;
inline constexpr std::size_t kMinBytesPerPiece = 16;
inline constexpr std::size_t MostPieces(std::size_t bytes, std::size_t most) {
  return std::min(most, std::max(kPiecesFloor, bytes / kMinBytesPerPiece));
}

// Largest number of HTML elements that a page may make the parser create.
inline constexpr std::size_t kMaxHtmlTags = 2'000'000;

// Largest number of attributes of one HTML tag; the parser compares each with all before it.
inline constexpr std::size_t kMaxHtmlAttributes = 500;

// Most pages of a PDF.
inline constexpr int kMaxPdfPages = 3'000;

// Most XHTML that the program may say about a PDF, in bytes: about 100 for each word. It is read as
// it comes and not kept.
inline constexpr std::size_t kMaxPdfLayoutBytes = std::size_t{512} * 1024 * 1024;

// Most text that a packed document (PDF, DOCX) may unfold into, in bytes of UTF-8.
inline constexpr std::size_t kMaxUnpackedTextBytes = std::size_t{32} * 1024 * 1024;

// Most entries of a DOCX archive. Only the parts with text are unpacked; pictures never are.
inline constexpr int kMaxDocxEntries = 10'000;

// Largest part of a DOCX, and largest sum of all parts that are read, in bytes unpacked.
inline constexpr std::size_t kMaxDocxPartBytes = std::size_t{32} * 1024 * 1024;
inline constexpr std::size_t kMaxDocxUnpackedBytes = std::size_t{48} * 1024 * 1024;

// A part of a DOCX beyond kDocxRatioFloor may unpack to so many times its packed size. Real text
// parts stay under 40.
inline constexpr std::size_t kMaxDocxRatio = 100;
inline constexpr std::size_t kDocxRatioFloor = std::size_t{4} * 1024 * 1024;

// Most tags in a part of a DOCX: each becomes a node of about a hundred bytes.
inline constexpr std::size_t kMaxDocxTags = 2'000'000;

// Deepest nesting of elements in a part of a DOCX; a table in a cell costs about four.
inline constexpr int kMaxDocxDepth = 200;

// Least text, in bytes, whose language is guessed at.
inline constexpr std::size_t kMinLanguageBytes = 200;

// Longest sentence, in code points, that is searched for measures; longer runs without a sentence
// end are tables or data.
inline constexpr std::size_t kMaxSentenceCodePoints = 1'200;

}  // namespace plenum::ingestion
