// The readers behind Parse(), one per format. Internal to formats/: use formats.h.
//
// A reader gets valid UTF-8 and gives blocks in bytes; Parse() turns them into code points and adds
// the heading paths.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

struct ByteBlock {
  BlockKind kind = BlockKind::kParagraph;
  std::size_t start = 0;  // bytes into the stored text
  std::size_t end = 0;
  int level = 0;
  int page = 0;
  // Bytes of the decoded file, end exclusive; both 0 where it has no such stretch.
  std::size_t source_start = 0;
  std::size_t source_end = 0;
};

struct ReaderResult {
  std::string title;     // empty if the document has none
  std::string language;  // declared, or empty
  std::string author;
  std::string date;  // as the document writes it; Parse() keeps what it can read as a date
  std::string source;
  // The stored text; empty for text and Markdown, whose text is the input.
  std::string text;
  std::vector<ByteBlock> blocks;
};

// `stopped` is asked now and then; a reader that is told to stop ends with base::StoppedWork().

// Plain text: paragraphs by line or, if the text is hard-wrapped, by blank line; running heads,
// captions, teasers and calls to action become kChrome or kCaption. Linear.
absl::StatusOr<ReaderResult> ReadPlainText(std::string_view text, const base::Stopped& stopped);

// Markdown (CommonMark blocks and GitHub tables): a scanner of lines, because offsets must point
// into the source. Front matter, link-only lines and call-to-action blocks become kChrome; tables
// and code become kCaption, which yields no measures either. Linear.
absl::StatusOr<ReaderResult> ReadMarkdown(std::string_view text, const base::Stopped& stopped);

// HTML. INVALID_ARGUMENT if the page is nested deeper than kMaxHtmlDepth or otherwise built to cost
// more than its size. Linear.
absl::StatusOr<ReaderResult> ReadHtml(std::string_view text, std::string_view filename,
                                      const base::Stopped& stopped);

// PDF, by the words and boxes that `layout` finds. Errors as Parse() lists them, without the name
// of the file. Linear in what `layout` gives, times its logarithm.
absl::StatusOr<ReaderResult> ReadPdf(std::string_view pdf, const PdfLayoutSource& layout,
                                     const base::Stopped& stopped);

// DOCX (ECMA-376 WordprocessingML). Errors as Parse() lists them, without the name of the file.
// Linear in the unpacked parts.
absl::StatusOr<ReaderResult> ReadDocx(std::string_view archive, const base::Stopped& stopped);

// Checks, before the HTML parser sees them, that the bytes cannot make it deep or slow: nesting,
// number of tags, attributes per tag, and formatting elements left open. Linear.
absl::Status CheckHtmlIsBounded(std::string_view html, std::string_view filename);

}  // namespace plenum::ingestion
