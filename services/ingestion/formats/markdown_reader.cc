#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/readers.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

bool IsBlank(std::string_view line) {
  return line.find_first_not_of(" \t\r\f\v") == std::string_view::npos;
}

// Number of spaces that a line is indented by; a tab counts four.
std::size_t Indent(std::string_view line) {
  std::size_t indent = 0;
  for (const char c : line) {
    if (c == ' ') {
      ++indent;
    } else if (c == '\t') {
      indent += 4;
    } else {
      break;
    }
  }
  return indent;
}

// Length of "- ", "* ", "+ ", "1. ", "1) " at the start of `line` with the spaces behind, or 0.
std::size_t ListMarkerLength(std::string_view line) {
  std::size_t at = 0;
  if (!line.empty() && (line[0] == '-' || line[0] == '*' || line[0] == '+')) {
    at = 1;
  } else {
    while (at < line.size() && at < 9 && std::isdigit(static_cast<unsigned char>(line[at])) != 0) {
      ++at;
    }
    if (at == 0 || at >= line.size() || (line[at] != '.' && line[at] != ')')) return 0;
    ++at;
  }
  std::size_t end = at;
  while (end < line.size() && (line[end] == ' ' || line[end] == '\t')) ++end;
  return end > at ? end : 0;
}

bool IsThematicBreak(std::string_view line) {
  const std::string_view text = Trim(line);
  if (text.size() < 3 || (text[0] != '-' && text[0] != '*' && text[0] != '_')) return false;
  std::size_t marks = 0;
  for (const char c : text) {
    if (c == text[0]) {
      ++marks;
    } else if (c != ' ' && c != '\t') {
      return false;
    }
  }
  return marks >= 3;
}

// "===" or "---" under a paragraph, which makes it a heading.
int SetextLevel(std::string_view line) {
  const std::string_view text = Trim(line);
  if (text.empty()) return 0;
  if (text.find_first_not_of('=') == std::string_view::npos) return 1;
  if (text.find_first_not_of('-') == std::string_view::npos) return 2;
  return 0;
}

int AtxLevel(std::string_view line) {
  std::size_t level = 0;
  while (level < line.size() && line[level] == '#') ++level;
  if (level == 0 || level > 6) return 0;
  if (level < line.size() && line[level] != ' ' && line[level] != '\t' && line[level] != '\r') {
    return 0;
  }
  return static_cast<int>(level);
}

// Share of a block's letters that stand inside [text](target) links, 0..1.
double LinkShare(std::string_view text) {
  std::size_t inside = 0;
  std::size_t outside = 0;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] == '[') {
      const std::size_t close = text.find(']', at);
      if (close != std::string_view::npos && close + 1 < text.size() && text[close + 1] == '(') {
        const std::size_t end = text.find(')', close);
        if (end != std::string_view::npos && end - at < 2000) {
          inside += CountWords(text.substr(at, close - at));
          at = end + 1;
          continue;
        }
      }
    }
    const std::size_t next = std::min(text.find('[', at + 1), text.size());
    outside += CountWords(text.substr(at, next - at));
    at = next;
  }
  return inside + outside == 0
             ? 0.0
             : static_cast<double>(inside) / static_cast<double>(inside + outside);
}

class MarkdownScanner {
 public:
  explicit MarkdownScanner(std::string_view text) : text_(text) {}

  absl::StatusOr<ReaderResult> Run(const base::Stopped& stopped) {
    constexpr std::size_t kLinesBetweenAsking = 1024;
    ReadFrontMatter();
    for (std::size_t line = 0; at_ < text_.size(); ++line) {
      if (line % kLinesBetweenAsking == 0 && base::IsStopped(stopped)) return base::StoppedWork();
      const std::size_t end = LineEnd(at_);
      ScanLine(at_, end);
      at_ = end + 1;
    }
    Close();
    if (!result_.title.empty()) return std::move(result_);
    for (const ByteBlock& block : result_.blocks) {
      if (block.kind != BlockKind::kHeading) continue;
      result_.title = std::string(text_.substr(block.start, block.end - block.start));
      break;
    }
    return std::move(result_);
  }

 private:
  std::size_t LineEnd(std::size_t at) const { return std::min(text_.find('\n', at), text_.size()); }

  // YAML between "---" lines at the very start: kept as chrome, what it says of the document taken.
  void ReadFrontMatter() {
    if (Trim(text_.substr(0, LineEnd(0))) != "---") return;
    ReaderResult said;
    std::size_t at = LineEnd(0) + 1;
    constexpr int kMostLines = 200;
    for (int lines = 0; at < text_.size() && lines < kMostLines; ++lines) {
      const std::size_t end = LineEnd(at);
      const std::string_view line = Trim(text_.substr(at, end - at));
      if (line == "---" || line == "...") {
        said.blocks = std::move(result_.blocks);
        result_ = std::move(said);
        result_.blocks.push_back({BlockKind::kChrome, 0, end, 0});
        at_ = end + 1;
        return;
      }
      TakeFrontMatter(line, &said);
      at = end + 1;
    }
  }

  // One "key: value" line. Lists and nested keys are left alone.
  static void TakeFrontMatter(std::string_view line, ReaderResult* said) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string key = ToLower(line.substr(0, colon));
    std::string_view value = Trim(line.substr(colon + 1));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    if (key == "title") said->title = std::string(value);
    if (key == "author") said->author = std::string(value);
    if (key == "date" || key == "published") said->date = std::string(value);
    if (key == "lang" || key == "language") said->language = std::string(value);
    if (key == "source" || key == "url" || key == "canonical_url" || key == "canonical") {
      said->source = std::string(value);
    }
  }

  void ScanLine(std::size_t start, std::size_t end) {
    std::string_view line = text_.substr(start, end - start);
    const std::string_view trimmed = Trim(line);
    if (!fence_.empty()) {
      block_.end = end;
      if (trimmed.substr(0, 3) == fence_) {
        Close();
        fence_.clear();
      }
      return;
    }
    if (IsBlank(line)) {
      Close();
      return;
    }
    if (trimmed.substr(0, 3) == "```" || trimmed.substr(0, 3) == "~~~") {
      Close();
      Open(BlockKind::kCaption, start, end, 0);
      fence_ = std::string(trimmed.substr(0, 3));
      return;
    }
    const int setext = SetextLevel(line);
    if (open_ && setext != 0 && block_.kind == BlockKind::kParagraph) {
      block_.kind = BlockKind::kHeading;
      block_.level = setext;
      Close();
      return;
    }
    if (IsThematicBreak(line)) {
      Close();
      return;
    }
    // Where the content of the line begins: behind indent, quote marks and list markers.
    std::size_t from = start + line.find_first_not_of(" \t");
    bool quote = false;
    while (from < end && text_[from] == '>') {
      quote = true;
      ++from;
      while (from < end && (text_[from] == ' ' || text_[from] == '\t')) ++from;
    }
    if (from >= end) {
      Close();
      return;
    }
    ScanContent(start, from, end, quote);
  }

  void ScanContent(std::size_t start, std::size_t from, std::size_t end, bool quote) {
    const std::string_view content = text_.substr(from, end - from);
    const std::string_view line = text_.substr(start, end - start);
    if (const int level = AtxLevel(content); level != 0) {
      Close();
      std::size_t first = from + static_cast<std::size_t>(level);
      std::size_t last = end;
      while (first < last && std::isspace(static_cast<unsigned char>(text_[first])) != 0) ++first;
      while (last > first && (std::isspace(static_cast<unsigned char>(text_[last - 1])) != 0 ||
                              text_[last - 1] == '#')) {
        --last;
      }
      if (first < last) Open(BlockKind::kHeading, first, last, level);
      Close();
      return;
    }
    if (content.front() == '|') {  // a table row
      Close();
      Open(BlockKind::kCaption, from, end, 0);
      Close();
      return;
    }
    if (const std::size_t marker = ListMarkerLength(content); marker != 0) {
      Close();
      const int depth = 1 + static_cast<int>(std::min<std::size_t>(Indent(line) / 2, 9));
      if (from + marker < end) Open(BlockKind::kListItem, from + marker, end, depth);
      return;
    }
    if (open_ && (block_.kind == BlockKind::kQuote) == quote) {
      block_.end = end;
      return;
    }
    if (open_ && !quote) {  // lazy continuation of a quote
      block_.end = end;
      return;
    }
    Close();
    Open(quote ? BlockKind::kQuote : BlockKind::kParagraph, from, end, 0);
  }

  void Open(BlockKind kind, std::size_t start, std::size_t end, int level) {
    block_ = {kind, start, end, level};
    open_ = true;
  }

  void Close() {
    if (!open_) return;
    open_ = false;
    while (block_.end > block_.start &&
           std::isspace(static_cast<unsigned char>(text_[block_.end - 1])) != 0) {
      --block_.end;
    }
    if (block_.end == block_.start) return;
    const std::string_view content = text_.substr(block_.start, block_.end - block_.start);
    const ChromeCue cue =
        block_.kind == BlockKind::kCaption ? ChromeCue::kNone : FindChromeCue(content);
    constexpr std::size_t kLongestLinkLine = 4000;
    const bool heading = block_.kind == BlockKind::kHeading;
    const bool links = content.size() < kLongestLinkLine && LinkShare(content) > 0.5;
    // Raw HTML and images are read no further.
    const bool raw = content.front() == '<' || content.substr(0, 2) == "![";
    if (cue == ChromeCue::kCredit || raw) {
      block_.kind = BlockKind::kCaption;
    } else if (!heading && (cue != ChromeCue::kNone || links)) {
      block_.kind = BlockKind::kChrome;
    }
    result_.blocks.push_back(block_);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool open_ = false;
  ByteBlock block_;
  std::string fence_;
  ReaderResult result_;
};

}  // namespace

absl::StatusOr<ReaderResult> ReadMarkdown(std::string_view text, const base::Stopped& stopped) {
  return MarkdownScanner(text).Run(stopped);
}

}  // namespace plenum::ingestion
