// Document formats: bytes as uploaded in, text with blocks out.
//
// What it is: one reader per format behind one function. The result is the *stored text* of the
// document (UTF-8) and the blocks it is made of, each with its kind, its place in the stored text
// and the headings above it. Site chrome is kept as blocks of kind kChrome, so that nothing of the
// document is lost, but nothing downstream takes it for content.
//
// When to use it: whenever bytes come from outside. It touches no files, network, clock or log, is
// safe to call from several threads, and takes time linear in the size of the document (for PDF and
// DOCX: of what is packed in it, which is bounded too).
//
//   absl::StatusOr<Format> format = DetectFormat(bytes, "brief.md", "");
//   absl::StatusOr<ParsedDocument> document = Parse(bytes, *format, "brief.md");
//   for (const Block& block : document->blocks) { ... }
//
// Offsets count Unicode code points of `ParsedDocument::text`, end exclusive. For text and Markdown
// that text is the file itself, decoded to UTF-8 and otherwise unchanged (a leading byte order mark
// is not part of it); for HTML, PDF and DOCX it is the visible text in reading order, one block per
// paragraph.
//
// PDF alone needs help from outside: a program finds the words on the pages. Who calls Parse() says
// which, by a PdfLayoutSource (services/ingestion/pdf_program has the real one).
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"

namespace plenum::ingestion {

enum class Format { kText, kMarkdown, kHtml, kPdf, kDocx };

// What a block is to a reader. kChrome is everything that is not the document itself: menus,
// teasers of other articles, newsletter prompts, author biographies, cookie notices, footers.
enum class BlockKind { kHeading, kParagraph, kListItem, kQuote, kCaption, kChrome };

struct Block {
  BlockKind kind = BlockKind::kParagraph;
  // Code points into ParsedDocument::text, end exclusive; start < end. Blocks are in document
  // order and never overlap. A block may span several source lines (hard-wrapped text).
  std::size_t start = 0;
  std::size_t end = 0;
  // The headings this block stands under, outermost first, joined by " > "; empty above the first
  // heading. A heading's own text is not in its own path.
  std::string heading_path;
  // Heading level 1..6 for kHeading, nesting depth 1.. for kListItem, 0 otherwise.
  int level = 0;
  // The page on which it begins, from 1; 0 in formats without pages.
  int page = 0;
  // The bytes of the file that it was read from, end exclusive; both 0 where the file has no such
  // stretch (PDF, DOCX).
  std::size_t source_start = 0;
  std::size_t source_end = 0;
};

struct ParsedDocument {
  // Best title: <title>/<h1>, front matter, first heading or first line; the file name without its
  // extension where the document has none. Never empty if the file name is not.
  std::string title;
  // The stored text, UTF-8. Offsets everywhere count its code points.
  std::string text;
  std::vector<Block> blocks;
  Format format = Format::kText;
  // Name of the encoding the bytes were read as, e.g. "UTF-8", "windows-1252".
  std::string encoding;
  // BCP 47 primary language ("en"): what the text is clearly written in, whatever the document
  // says; else what the document says; else empty.
  std::string language;
  // Whether the text is clearly not in English, the one language that measures are found in.
  bool foreign = false;
  // What the document says of itself; each empty where it does not.
  std::string author;
  std::string date;    // ISO 8601, "2026-03-14"
  std::string source;  // address that it was published at
};

// Finds the words of a PDF and hands the result of `pdftotext -bbox-layout` (XHTML with boxes of
// pages, flows, blocks, lines and words) to `sink` piece by piece, ending with the first error that
// `sink` gives. `stopped` as in Parse(). Errors are sentences about the document, without its name
// ("is encrypted; ..."), and as Parse() lists them.
using PdfLayoutSink = std::function<absl::Status(std::string_view)>;
using PdfLayoutSource = std::function<absl::Status(std::string_view pdf, const PdfLayoutSink& sink,
                                                   const base::Stopped& stopped)>;

// Which format the bytes are. Looks at the bytes first, then at the extension of `filename`, then
// at `media_type` ("text/html; charset=utf-8"); either may be empty. Plain text is the default.
// Errors (INVALID_ARGUMENT): empty document; a format that is recognised but not read (ZIP files
// other than DOCX, images, old or encrypted Office files), naming it; binary content; data and
// program text, by extension or as JSON, unless the media type is text/plain.
absl::StatusOr<Format> DetectFormat(std::string_view bytes, std::string_view filename,
                                    std::string_view media_type);

// Reads a document. `filename` is only used for the title and in error messages; may be empty.
// Errors, INVALID_ARGUMENT unless said: empty or blank document; larger than kMaxDocumentBytes
// (RESOURCE_EXHAUSTED); binary content; bytes that are not valid UTF-8 (text and Markdown), with
// the byte offset and what to do; HTML nested deeper than kMaxHtmlDepth; a line longer than
// kMaxLineBytes; PDF: encrypted, damaged, without a text layer, more than kMaxPdfPages, or reading
// it takes the program too long or too much; DOCX: damaged, encrypted entries, a DTD, names that
// point out of the archive, or more inside than the kMaxDocx... limits. FAILED_PRECONDITION: a PDF,
// and no `pdf_layout` or its program is not installed. Linear in bytes.size().
// `stopped`, when given, is asked between the passes over the text and now and then within the long
// ones: once it says true the work ends with CANCELLED. The HTML parser alone cannot be interrupted
// (about two seconds for the largest page).
absl::StatusOr<ParsedDocument> Parse(std::string_view bytes, Format format,
                                     std::string_view filename,
                                     const base::Stopped& stopped = nullptr,
                                     const PdfLayoutSource& pdf_layout = nullptr);

// "text", "markdown", "html", "pdf" or "docx".
std::string_view FormatName(Format format);

// "heading", "paragraph", "list item", "quote", "caption" or "chrome".
std::string_view BlockKindName(BlockKind kind);

}  // namespace plenum::ingestion
