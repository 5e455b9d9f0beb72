// Lines of a PDF with their boxes, from the XHTML of `pdftotext -bbox-layout`.
//
//   PdfLayoutReader reader;
//   absl::Status status = reader.Feed(piece);   // as often as there are pieces
//   absl::StatusOr<PdfLayout> layout = reader.Finish();
//
// The XHTML is read as it comes and not kept, so that memory follows the text and not its markup.
// It need not be well-formed: what is not understood is passed over.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::ingestion {

// Lengths are in points (1/72 inch); y grows downwards from the top of the page.
struct PdfLine {
  // UTF-8; words one space apart. Ligatures are letters again, soft hyphens stand only at the end
  // of a line (as "-"), numbers that refer to a footnote are left out.
  std::string text;
  double x_min = 0;
  double y_min = 0;
  double x_max = 0;
  double y_max = 0;
  double size = 0;              // height of most of its words: follows the size of the letters
  double first_word_width = 0;  // what would have had to fit on the line before
  int page = 0;                 // from 1
  int block = 0;                // numbers of the program's blocks and flows, in reading order
  int flow = 0;
};

struct PdfPage {
  double width = 0;
  double height = 0;
};

struct PdfLayout {
  std::vector<PdfPage> pages;
  std::vector<PdfLine> lines;  // in reading order; none is empty
  std::string title;
  std::string author;
  std::string date;
};

class PdfLayoutReader {
 public:
  // Takes the next piece, cut anywhere. INVALID_ARGUMENT: more than kMaxPdfPages pages, more text
  // than kMaxUnpackedTextBytes, more than kMaxLines lines, or a tag or word of more than 64 KiB.
  absl::Status Feed(std::string_view piece);

  // The whole; call once.
  absl::StatusOr<PdfLayout> Finish();

 private:
  struct Word {
    std::string text;
    double x_min = 0;
    double y_min = 0;
    double x_max = 0;
    double y_max = 0;
  };

  absl::Status TakeTag(std::string_view tag);
  absl::Status CloseLine();

  PdfLayout layout_;
  std::string rest_;         // not yet a whole tag or text
  std::string text_;         // since the last tag that opened a word or the title
  std::vector<Word> words_;  // of the open line
  int block_ = 0;
  int flow_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace plenum::ingestion
