// From lines with boxes to blocks. Sizes are told by the height of the words' boxes, which is all
// that the layout has of fonts; the rest is told by what a typesetter does: a line ends early only
// where a paragraph does, headings stand alone, notes are small and at the foot of the page.
#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/line_shapes.h"
#include "services/ingestion/formats/pdf_furniture.h"
#include "services/ingestion/formats/pdf_layout.h"
#include "services/ingestion/formats/pdf_lines.h"
#include "services/ingestion/formats/pdf_order.h"
#include "services/ingestion/formats/readers.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

// What is known of the whole document before its lines are joined.
struct Typography {
  double body = 0;                              // height of the words of most of the text
  double pitch = 0;                             // from a line of it to the next
  std::map<std::pair<int, int>, double> right;  // edge of the column, by page and flow
  LineJoiner joiner;
};

constexpr double kHeadingSize = 1.12;  // times the body's
constexpr double kNoteSize = 0.93;

bool SameSize(double a, double b) { return std::abs(a - b) <= 0.1 * std::max(a, b); }

// "•", "3." or "(b)" and nothing else.
bool IsLoneMarker(const PdfLine& line) {
  constexpr std::size_t kLongestMarker = 6;
  return line.text.size() <= kLongestMarker && !Contains(line.text, " ") &&
         MarkerLength(line.text + " x") != 0;
}

// Typesetters place the mark of a list item apart from its text, which makes it a line of its own,
// anywhere in the reading order of its page. Puts each back before the text to its right.
void AttachMarkers(PdfLayout* layout) {
  std::vector<PdfLine>& lines = layout->lines;
  constexpr double kFarthest = 60;
  for (std::size_t first = 0, last = 0; first < lines.size(); first = last) {
    while (last < lines.size() && lines[last].page == lines[first].page) ++last;
    std::multimap<double, std::size_t> by_foot;
    for (std::size_t i = first; i < last; ++i) by_foot.emplace(lines[i].y_max, i);
    for (std::size_t i = first; i < last; ++i) {
      if (!IsLoneMarker(lines[i])) continue;
      PdfLine& marker = lines[i];
      const double reach = 0.4 * marker.size;
      PdfLine* right = nullptr;
      for (auto at = by_foot.lower_bound(marker.y_max - reach);
           at != by_foot.end() && at->first <= marker.y_max + reach; ++at) {
        PdfLine& line = lines[at->second];
        const double distance = line.x_min - marker.x_max;
        if (at->second == i || distance < 0 || distance > kFarthest || line.text.empty()) continue;
        if (right == nullptr || line.x_min < right->x_min) right = &line;
      }
      if (right == nullptr || IsLoneMarker(*right)) continue;
      right->text.insert(0, marker.text + " ");
      right->x_min = marker.x_min;
      marker.text.clear();
    }
  }
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const PdfLine& line) { return line.text.empty(); }),
              lines.end());
}

Typography Survey(const PdfLayout& layout, const std::vector<bool>& furniture) {
  Typography found;
  std::map<int, std::size_t> sizes;  // in half points
  for (std::size_t i = 0; i < layout.lines.size(); ++i) {
    const PdfLine& line = layout.lines[i];
    if (furniture[i]) continue;
    sizes[static_cast<int>(std::lround(line.size * 2.0))] += line.text.size();
    double& right = found.right[{line.page, line.flow}];
    right = std::max(right, line.x_max);
    found.joiner.Learn(line.text);
  }
  std::size_t most = 0;
  for (const auto& [size, letters] : sizes) {
    if (letters <= most) continue;
    most = letters;
    found.body = size / 2.0;
  }
  std::vector<double> pitches;
  for (std::size_t i = 1; i < layout.lines.size(); ++i) {
    const PdfLine& before = layout.lines[i - 1];
    const PdfLine& line = layout.lines[i];
    if (before.block != line.block || !SameSize(line.size, found.body)) continue;
    if (line.y_min > before.y_min) pitches.push_back(line.y_min - before.y_min);
  }
  found.pitch = 1.25 * found.body;
  if (!pitches.empty()) {
    const auto middle = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2);
    std::nth_element(pitches.begin(), middle, pitches.end());
    found.pitch = *middle;
  }
  return found;
}

// A block in the making, and when it is made.
struct Paragraph {
  BlockKind kind = BlockKind::kParagraph;
  std::string text;
  int page = 0;
  int level = 0;
  int lines = 0;
  bool numbered = false;   // a list item whose mark has a number
  bool early_end = false;  // the next line's first word would have fitted on its last line
  bool note = false;
  std::string mark;   // of a list item
  double mark_x = 0;  // where it stood
  double gap = 0;     // white above it, in pitches; large at the top of a column
  PdfLine last;       // without text
};

class ParagraphBuilder {
 public:
  ParagraphBuilder(const PdfLayout& layout, const std::vector<bool>& furniture)
      : layout_(layout), furniture_(furniture), type_(Survey(layout, furniture)) {}

  absl::StatusOr<std::vector<Paragraph>> Build(const base::Stopped& stopped) {
    constexpr std::size_t kLinesBetweenAsking = 1024;
    for (std::size_t i = 0; i < layout_.lines.size(); ++i) {
      if (i % kLinesBetweenAsking == 0 && base::IsStopped(stopped)) return base::StoppedWork();
      const PdfLine& line = layout_.lines[i];
      if (furniture_[i]) {
        Defer(line, BlockKind::kChrome);
      } else {
        AddLine(line);
      }
    }
    Close();
    SetHeadings();
    return std::move(done_);
  }

 private:
  // Furniture, notes and captions do not end the paragraph that flows around them.
  void Defer(const PdfLine& line, BlockKind kind) {
    Paragraph aside = Begin(line);
    aside.kind = kind;
    aside.mark.clear();
    aside.text = line.text;
    (open_.lines > 0 ? aside_ : done_).push_back(std::move(aside));
  }

  void AddLine(const PdfLine& line) {
    if (IsNote(line)) {
      AddNote(line);
      return;
    }
    in_note_ = false;
    if (open_.lines > 0 && Continues(line)) {
      type_.joiner.Append(line.text, &open_.text);
      open_.last = Box(line);
      ++open_.lines;
      return;
    }
    const PdfLine before = open_.lines > 0 ? open_.last : PdfLine{};
    Close();
    open_ = Begin(line);
    const bool below = before.page == line.page && before.flow == line.flow;
    open_.gap = below ? (line.y_min - before.y_min) / std::max(type_.pitch, 1.0) : 9.0;
  }

  // Small letters in the lower part of the page that begin as a note does, and what follows them.
  bool IsNote(const PdfLine& line) const {
    const double height = layout_.pages[static_cast<std::size_t>(line.page) - 1].height;
    if (line.size > kNoteSize * type_.body || line.y_min < 0.5 * height) return false;
    return BeginsAsNote(line.text) || (in_note_ && note_page_ == line.page);
  }

  void AddNote(const PdfLine& line) {
    std::vector<Paragraph>& list = open_.lines > 0 ? aside_ : done_;
    const bool goes_on = in_note_ && note_page_ == line.page && !list.empty() && list.back().note &&
                         !BeginsAsNote(line.text);
    in_note_ = true;
    note_page_ = line.page;
    if (goes_on) {
      type_.joiner.Append(line.text, &list.back().text);
      return;
    }
    Defer(line, BlockKind::kCaption);
    list.back().note = true;
  }

  Paragraph Begin(const PdfLine& line) const {
    Paragraph paragraph;
    paragraph.page = line.page;
    paragraph.lines = 1;
    paragraph.last = Box(line);
    std::string_view text = line.text;
    if (const std::size_t marker = MarkerLength(text);
        marker != 0 && line.size < kHeadingSize * type_.body) {
      paragraph.kind = BlockKind::kListItem;
      paragraph.mark = std::string(text.substr(0, marker));
      paragraph.mark_x = line.x_min;
      text.remove_prefix(marker);
    }
    paragraph.text = std::string(text);
    return paragraph;
  }

  static PdfLine Box(const PdfLine& line) {
    PdfLine box = line;
    box.text.clear();
    return box;
  }

  // Whether the first word of `line` would have fitted behind the open paragraph's last line: then
  // that line ended where it did because the paragraph ended.
  bool EndedEarly(const PdfLine& line) const {
    const auto right = type_.right.find({open_.last.page, open_.last.flow});
    if (right == type_.right.end()) return true;
    const double space = 0.3 * line.size;
    return right->second - open_.last.x_max > line.first_word_width + space;
  }

  bool IsHeadingSize(double size) const { return size >= kHeadingSize * type_.body; }

  bool Continues(const PdfLine& line) const {
    if (!SameSize(open_.last.size, line.size)) return false;
    const bool hyphen = EndsWithHyphen(open_.text);
    const bool lower = BeginsLower(line.text);
    const bool sentence = EndsAsSentence(open_.text);
    const bool same_column = line.page == open_.last.page && line.flow == open_.last.flow;
    if (IsHeadingSize(line.size)) {
      const double step = line.y_min - open_.last.y_min;
      return same_column && step > 0 && step < 1.5 * line.size && open_.lines < 4;
    }
    if (MarkerLength(line.text) != 0 && BeginsItem(line, sentence)) return false;
    if (IsCaptionText(line.text) && !lower) return false;
    const bool early = EndedEarly(line);
    if (line.block == open_.last.block) {
      const double step = line.y_min - open_.last.y_min;
      if (step > 1.35 * type_.pitch && !hyphen && !(lower && !sentence)) return false;
      if (early && !lower && !hyphen) return false;
      if (open_.kind == BlockKind::kListItem) {
        // Back to the margin left of where the item's text stands.
        return line.x_min > open_.mark_x + 1.0 || lower || !sentence;
      }
      const bool indented = line.x_min > open_.last.x_min + 0.8 * line.size;
      return !(indented && open_.lines > 1 && sentence);
    }
    if (hyphen && lower) return true;
    const double below = line.y_min - open_.last.y_min;
    if (open_.kind == BlockKind::kListItem && same_column && below > 0 &&
        below < 1.2 * type_.pitch && line.x_min > open_.mark_x + 2.0 && !early) {
      return true;
    }
    if (sentence || IsCaptionText(open_.text)) return false;
    // To the next column or page; within one, only where the words say that they go on.
    if (lower) return !early || open_.lines > 1;
    return !same_column && !early && open_.lines > 1;
  }

  // A mark at the begin of a line is one of a list unless a sentence broke before a number.
  bool BeginsItem(const PdfLine& line, bool sentence) const {
    const char first = line.text.front();
    const bool bullet = std::isalnum(static_cast<unsigned char>(first)) == 0;
    if (bullet) return true;
    return sentence || open_.kind == BlockKind::kListItem || EndedEarly(line) ||
           open_.text.back() == ':' || open_.text.back() == ';';
  }

  void Close() {
    if (open_.lines > 0) {
      if (open_.kind == BlockKind::kListItem) {
        open_.level = 1;
        // Deeper than the item before it by where the mark stands.
        if (!done_.empty() && done_.back().kind == BlockKind::kListItem) {
          const Paragraph& before = done_.back();
          open_.level = before.level;
          if (open_.mark_x > before.mark_x + 4.0) ++open_.level;
          if (open_.mark_x < before.mark_x - 4.0) open_.level = std::max(1, open_.level - 1);
        }
      } else if (IsCaptionText(open_.text)) {
        open_.kind = BlockKind::kCaption;
      }
      done_.push_back(std::exchange(open_, {}));
    }
    for (Paragraph& aside : aside_) done_.push_back(std::move(aside));
    aside_.clear();
  }

  // Levels by size, the largest first; below them lines of the body's size that stand as headings.
  void SetHeadings() {
    std::vector<double> sizes;
    for (Paragraph& paragraph : done_) {
      const std::size_t words = CountWords(paragraph.text);
      if (paragraph.kind != BlockKind::kParagraph || !IsHeadingSize(paragraph.last.size)) continue;
      if (words == 0 || words > 30 || paragraph.text.back() == '.') continue;
      paragraph.kind = BlockKind::kHeading;
      sizes.push_back(paragraph.last.size);
    }
    std::sort(sizes.rbegin(), sizes.rend());
    std::vector<double> levels;
    for (const double size : sizes) {
      if (levels.empty() || size < 0.94 * levels.back()) levels.push_back(size);
    }
    const auto level_of = [&](double size) {
      int level = 1;
      for (const double limit : levels) level += size < 0.94 * limit ? 1 : 0;
      return std::min(level, 5);
    };
    const int shaped = std::min(static_cast<int>(levels.size()) + 1, 6);
    for (std::size_t i = 0; i < done_.size(); ++i) {
      Paragraph& paragraph = done_[i];
      if (paragraph.kind == BlockKind::kHeading) {
        paragraph.level = level_of(paragraph.last.size);
      } else if (StandsAsHeading(i)) {
        paragraph.kind = BlockKind::kHeading;
        paragraph.text.insert(0, paragraph.mark);
        paragraph.level = shaped;
      } else if (paragraph.kind == BlockKind::kParagraph && IsFragment(paragraph)) {
        paragraph.kind = BlockKind::kCaption;  // the cell of a table, the label of a figure
      }
    }
  }

  static bool IsFragment(const Paragraph& paragraph) {
    const std::size_t words = CountWords(paragraph.text);
    return words < 3 || (paragraph.lines == 1 && words < 7 && !EndsAsSentence(paragraph.text) &&
                         paragraph.text.back() != ':');
  }

  // One short line with white above it, and under it running text that begins anew.
  bool StandsAsHeading(std::size_t at) const {
    const Paragraph& paragraph = done_[at];
    const bool item = paragraph.kind == BlockKind::kListItem;
    if ((paragraph.kind != BlockKind::kParagraph && !item) || paragraph.lines > 2) return false;
    const std::size_t words = CountWords(paragraph.text);
    if (words > 12 || !LooksLikeHeading(paragraph.text, words)) return false;
    if (paragraph.text.back() == ':' || BeginsLower(paragraph.text)) return false;
    if (item && std::isdigit(static_cast<unsigned char>(paragraph.mark.front())) == 0) return false;
    if (paragraph.gap < 1.2 || paragraph.last.size < kNoteSize * type_.body) return false;
    const auto next = std::find_if(
        done_.begin() + static_cast<std::ptrdiff_t>(at) + 1, done_.end(), [](const Paragraph& p) {
          return p.kind != BlockKind::kChrome && p.kind != BlockKind::kCaption;
        });
    if (next == done_.end() || next->page > paragraph.page + 1) return false;
    if (item && next->kind == BlockKind::kListItem) return false;
    return CountWords(next->text) >= 12 || next->kind == BlockKind::kListItem ||
           next->kind == BlockKind::kHeading;
  }

  const PdfLayout& layout_;
  const std::vector<bool>& furniture_;
  Typography type_;
  Paragraph open_;  // lines == 0: none
  std::vector<Paragraph> aside_;
  std::vector<Paragraph> done_;
  bool in_note_ = false;
  int note_page_ = 0;
};

// Titles that programs make up.
bool IsRealTitle(std::string_view title) {
  const std::string lower = NormalizeForCues(title);
  if (CountWords(lower) == 0 || StartsWith(lower, "microsoft ") || lower == "untitled" ||
      lower == "(anonymous)" || lower == "unspecified" || lower == "title") {
    return false;
  }
  for (const std::string_view ending : {".doc", ".docx", ".indd", ".pdf", ".qxd", ".tex", ".dvi",
                                        ".odt", ".pages", ".ppt", ".pptx"}) {
    if (EndsWith(lower, ending)) return false;
  }
  return true;
}

std::string ChooseTitle(const PdfLayout& layout, const std::vector<Paragraph>& paragraphs) {
  if (IsRealTitle(layout.title)) return layout.title;
  const Paragraph* best = nullptr;
  for (const Paragraph& paragraph : paragraphs) {
    if (paragraph.page > 2) break;
    if (paragraph.kind != BlockKind::kHeading) continue;
    if (best == nullptr || paragraph.level < best->level) best = &paragraph;
  }
  return best == nullptr ? std::string() : best->text;
}

bool IsRealName(std::string_view author) {
  return CountWords(author) > 0 && author != "(anonymous)" && author != "(unspecified)" &&
         author != "anonymous" && author != "Unknown";
}

}  // namespace

absl::StatusOr<ReaderResult> ReadPdf(std::string_view pdf, const PdfLayoutSource& layout,
                                     const base::Stopped& stopped) {
  if (!layout) {
    return absl::FailedPreconditionError(
        "is a PDF, and this program was started without a reader for PDF; save it as text");
  }
  PdfLayoutReader reader;
  const PdfLayoutSink sink = [&reader](std::string_view piece) { return reader.Feed(piece); };
  if (absl::Status status = layout(pdf, sink, stopped); !status.ok()) return status;
  absl::StatusOr<PdfLayout> found = reader.Finish();
  if (!found.ok()) return found.status();
  if (found->lines.empty()) {
    return absl::InvalidArgumentError(
        "has no text layer: its pages are pictures; recognise the text first, for example with "
        "`ocrmypdf in.pdf out.pdf`");
  }
  AttachMarkers(&*found);
  std::vector<bool> furniture = FindFurniture(*found);
  OrderLines(&*found, &furniture);
  if (base::IsStopped(stopped)) return base::StoppedWork();
  absl::StatusOr<std::vector<Paragraph>> paragraphs =
      ParagraphBuilder(*found, furniture).Build(stopped);
  if (!paragraphs.ok()) return paragraphs.status();
  ReaderResult result;
  result.title = ChooseTitle(*found, *paragraphs);
  if (IsRealName(found->author)) result.author = found->author;
  result.date = found->date;
  for (const Paragraph& paragraph : *paragraphs) {
    const std::string_view text = Trim(paragraph.text);
    if (text.empty()) continue;
    if (!result.text.empty()) result.text += "\n\n";
    const std::size_t start = result.text.size();
    result.text += text;
    result.blocks.push_back(
        {paragraph.kind, start, result.text.size(), paragraph.level, paragraph.page});
  }
  return result;
}

}  // namespace plenum::ingestion
