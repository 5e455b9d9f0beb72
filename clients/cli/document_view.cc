#include "clients/cli/document_view.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using ingestion::v1::Block;

// Slices of UTF-8 by code points, fast when they come in order.
class Slicer {
 public:
  explicit Slicer(std::string_view text) : text_(text) {}
  std::string_view Slice(std::int64_t start, std::int64_t end) {
    const std::size_t from = ByteOf(start);
    return text_.substr(from, ByteOf(end) - from);
  }

 private:
  std::size_t ByteOf(std::int64_t offset) {
    if (offset < offset_) offset_ = 0, byte_ = 0;
    while (offset_ < offset && byte_ < text_.size()) {
      ++byte_;
      while (byte_ < text_.size() && (static_cast<unsigned char>(text_[byte_]) & 0xC0U) == 0x80U) {
        ++byte_;
      }
      ++offset_;
    }
    return byte_;
  }

  std::string_view text_;
  std::int64_t offset_ = 0;
  std::size_t byte_ = 0;
};

Style StyleOf(ingestion::v1::Stance stance) {
  switch (stance) {
    case ingestion::v1::STANCE_OPPOSES:
      return Style::kBad;
    case ingestion::v1::STANCE_MENTIONS:
      return Style::kWarning;
    default:
      return Style::kGood;
  }
}

// Paints each word by itself, so that lines can be broken between them.
std::string PaintWords(const Terminal& terminal, Style style, const std::string& words) {
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t space = std::min(words.find(' ', at), words.size());
    out += terminal.Paint(style, words.substr(at, space - at));
    if (space < words.size()) out += ' ';
    at = space + 1;
  }
  return out;
}

class View {
 public:
  View(const ingestion::v1::GetDocumentTextResponse& text, const std::vector<Mark>& marks,
       const Terminal& terminal, bool chrome)
      : text_(text), marks_(marks), terminal_(terminal), chrome_(chrome), slicer_(text.text()) {}

  std::string Render() {
    int left_out = 0;
    for (const Block& block : text_.blocks()) {
      if (block.kind() == ingestion::v1::BLOCK_KIND_CHROME && !chrome_) {
        ++left_out;
        continue;
      }
      AddPage(block.page());
      AddBlock(block);
    }
    if (left_out > 0) {
      absl::StrAppend(
          &out_, "\n",
          terminal_.Paint(Style::kDim, absl::StrCat(text::Count(left_out, "block"),
                                                    " of site chrome left out; --chrome shows it")),
          "\n");
    }
    return std::move(out_);
  }

 private:
  void AddPage(int page) {
    if (page == page_ || page == 0) return;
    page_ = page;
    absl::StrAppend(&out_, "\n", terminal_.Paint(Style::kDim, absl::StrCat("- page ", page, " -")),
                    "\n");
  }

  // The words of a block with its marks. A mark that reaches into the next block is closed and
  // opened again there.
  std::string Words(const Block& block, Style plain) {
    std::vector<std::int64_t> cuts = {block.start(), block.end()};
    std::vector<const Mark*> inside;
    for (const Mark& mark : marks_) {
      if (mark.end <= block.start() || mark.start >= block.end()) continue;
      inside.push_back(&mark);
      cuts.push_back(std::max(mark.start, block.start()));
      cuts.push_back(std::min(mark.end, block.end()));
    }
    std::sort(cuts.begin(), cuts.end());
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    std::string words;
    for (std::size_t i = 0; i + 1 < cuts.size(); ++i) {
      std::string labels;
      Style style = plain;
      std::string closing;
      for (const Mark* mark : inside) {
        if (mark->start >= cuts[i + 1] || mark->end <= cuts[i]) continue;
        style = StyleOf(mark->stance);
        if (std::max(mark->start, block.start()) == cuts[i]) {
          absl::StrAppend(&labels, "[", mark->label, " ");
        }
        if (std::min(mark->end, block.end()) == cuts[i + 1]) closing += "]";
      }
      const std::string piece = text::Printable(slicer_.Slice(cuts[i], cuts[i + 1]));
      words += terminal_.Paint(Style::kAccent, labels);
      words += PaintWords(terminal_, style, piece);
      words += terminal_.Paint(Style::kAccent, closing);
    }
    return words;
  }

  void AddBlock(const Block& block) {
    int indent = 0;
    std::string lead;
    Style style = Style::kPlain;
    switch (block.kind()) {
      case ingestion::v1::BLOCK_KIND_HEADING:
        style = Style::kStrong;
        // Markdown's own marks are part of the text.
        if (slicer_.Slice(block.start(), block.start() + 1) != "#") {
          lead = std::string(static_cast<std::size_t>(std::max(1, block.level())), '#') + " ";
        }
        break;
      case ingestion::v1::BLOCK_KIND_LIST_ITEM:
        indent = 2 * std::max(0, block.level() - 1);
        lead = "- ";
        break;
      case ingestion::v1::BLOCK_KIND_QUOTE:
        lead = "> ";
        break;
      case ingestion::v1::BLOCK_KIND_CAPTION:
      case ingestion::v1::BLOCK_KIND_CHROME:
        style = Style::kDim;
        break;
      default:
        break;
    }
    std::string words = Words(block, style);
    // A list item's own bullet is part of the text.
    if (lead == "- " && !words.empty() && (words[0] == '-' || words[0] == '*' || words[0] == '+')) {
      lead.clear();
    }
    indent = std::min(indent, terminal_.width / 2);
    const int room = terminal_.width - indent - static_cast<int>(lead.size());
    const std::string margin(static_cast<std::size_t>(indent), ' ');
    bool first = true;
    if (!last_was_item_ || block.kind() != ingestion::v1::BLOCK_KIND_LIST_ITEM) out_ += "\n";
    for (const auto& line : text::Wrap(words, room)) {
      absl::StrAppend(&out_, margin, first ? lead : std::string(lead.size(), ' '), line, "\n");
      first = false;
    }
    last_was_item_ = block.kind() == ingestion::v1::BLOCK_KIND_LIST_ITEM;
  }

  const ingestion::v1::GetDocumentTextResponse& text_;
  const std::vector<Mark>& marks_;
  const Terminal& terminal_;
  const bool chrome_;
  Slicer slicer_;
  std::string out_;
  int page_ = 0;
  bool last_was_item_ = false;
};

}  // namespace

std::vector<Mark> MarksOf(const std::string& document,
                          const std::vector<ingestion::v1::Measure>& measures) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < measures.size(); ++i) {
    if (measures[i].state() != ingestion::v1::MEASURE_STATE_ACTIVE) continue;
    for (const auto& quote : measures[i].quotes()) {
      if (quote.document() != document) continue;
      marks.push_back(
          {quote.start(), quote.end(), Label(kMeasure, static_cast<int>(i) + 1), quote.stance()});
    }
  }
  std::stable_sort(marks.begin(), marks.end(),
                   [](const Mark& a, const Mark& b) { return a.start < b.start; });
  return marks;
}

std::string RenderDocument(const ingestion::v1::GetDocumentTextResponse& text,
                           const std::vector<Mark>& marks, const Terminal& terminal, bool chrome) {
  return View(text, marks, terminal, chrome).Render();
}

}  // namespace plenum::cli
