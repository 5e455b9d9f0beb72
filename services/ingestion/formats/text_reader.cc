#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/strings/match.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/dates.h"
#include "services/ingestion/formats/line_shapes.h"
#include "services/ingestion/formats/readers.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

struct Line {
  std::size_t start = 0;  // trimmed
  std::size_t end = 0;
  std::size_t blank_before = 0;  // blank lines between it and the one before
  bool running_head = false;
};

// A paragraph with what the classifier looks at.
struct Paragraph {
  ByteBlock block;
  std::size_t words = 0;
  std::size_t blank_lines_before = 0;
  bool sentence = false;  // content by its own look: a sentence or several
  ChromeCue cue = ChromeCue::kNone;
};

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }
bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// The lines that are not blank.
std::vector<Line> SplitLines(std::string_view text) {
  std::vector<Line> lines;
  std::size_t at = 0;
  std::size_t blank = 0;
  while (at < text.size()) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    Line line{at, end, blank};
    while (line.start < line.end && IsSpace(text[line.start])) ++line.start;
    while (line.end > line.start && IsSpace(text[line.end - 1])) --line.end;
    at = end + 1;
    ++blank;
    if (line.start == line.end) continue;
    lines.push_back(line);
    blank = 0;
  }
  return lines;
}

// Hard-wrapped: most lines that have a following line are nearly full and none is long.
bool IsHardWrapped(const std::vector<Line>& lines) {
  std::size_t followed = 0;
  std::size_t full = 0;
  std::size_t overlong = 0;
  std::size_t filled = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::size_t length = lines[i].end - lines[i].start;
    ++filled;
    if (length > 130) ++overlong;
    if (i + 1 < lines.size() && lines[i + 1].blank_before == 0) {
      ++followed;
      if (length >= 50 && length <= 130) ++full;
    }
  }
  return followed >= 3 && full * 10 >= followed * 6 && overlong * 20 <= filled &&
         full * 10 >= filled * 3;
}

// A line with digits made equal and spaces squeezed, to recognise "Report  Page 41" on each page.
std::string PageKey(std::string_view line) {
  std::string key;
  for (const char c : line) {
    const char mapped = IsDigit(c) ? '#' : c;
    if (IsSpace(mapped) && !key.empty() && key.back() == ' ') continue;
    if (mapped == '#' && !key.empty() && key.back() == '#') continue;
    key.push_back(IsSpace(mapped) ? ' ' : mapped);
  }
  return key;
}

bool IsRuleOrPageNumber(std::string_view line) {
  const bool no_letters = std::none_of(line.begin(), line.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 ||
           std::isalpha(static_cast<unsigned char>(c)) != 0;
  });
  if (no_letters) return true;
  const std::string key = PageKey(NormalizeForCues(line));
  return key == "page #" || key == "page # of #" || key == "p. #";
}

void MarkRunningHeads(std::string_view text, std::vector<Line>* lines) {
  constexpr std::size_t kFewestWordsOfASentence = 5;
  std::unordered_map<std::string, int> seen;
  const auto key_of = [&](const Line& line) {
    return PageKey(text.substr(line.start, std::min<std::size_t>(line.end - line.start, 160)));
  };
  for (const Line& line : *lines) {
    if (line.end - line.start <= 160) ++seen[key_of(line)];
  }
  for (Line& line : *lines) {
    if (line.end - line.start > 160) continue;
    const std::string_view content = text.substr(line.start, line.end - line.start);
    const std::string key = key_of(line);
    const bool numbered = key.find('#') != std::string::npos;
    const bool repeated = (seen[key] >= 2 && numbered && key.size() > 4) || seen[key] >= 3;
    // What a document says twice in a sentence it means twice; layout repeats less.
    const bool said = EndsAsSentence(content) && CountWords(content) >= kFewestWordsOfASentence;
    line.running_head = IsRuleOrPageNumber(content) || (repeated && !said);
  }
}

// Groups lines to paragraphs. Running heads become chrome paragraphs of their own.
// A short paragraph between a heading and a line "Credit: ..." says what a picture shows.
void MarkCaptions(std::string_view text, std::vector<Paragraph>* paragraphs) {
  constexpr std::size_t kLongest = 70;
  for (std::size_t i = 1; i + 1 < paragraphs->size(); ++i) {
    Paragraph& paragraph = (*paragraphs)[i];
    const ByteBlock& next = (*paragraphs)[i + 1].block;
    const bool credited =
        (*paragraphs)[i + 1].cue == ChromeCue::kCredit && text.substr(next.start, 7) == "Credit:";
    if (credited && paragraph.block.kind == BlockKind::kParagraph && paragraph.words <= kLongest &&
        (*paragraphs)[i - 1].block.kind == BlockKind::kHeading) {
      paragraph.cue = ChromeCue::kCredit;
    }
  }
}

std::vector<Paragraph> GroupParagraphs(std::string_view text, const std::vector<Line>& lines,
                                       bool wrapped) {
  std::vector<Paragraph> paragraphs;
  bool open = false;
  for (const Line& line : lines) {
    if (line.blank_before > 0) open = false;
    const std::string_view content = text.substr(line.start, line.end - line.start);
    const std::size_t marker = line.running_head ? 0 : MarkerLength(content);
    if (line.running_head || !open || !wrapped || marker != 0) {
      Paragraph paragraph;
      paragraph.block = {BlockKind::kParagraph, line.start + marker, line.end, 0};
      if (line.running_head) paragraph.block.kind = BlockKind::kChrome;
      if (marker != 0) paragraph.block.kind = BlockKind::kListItem;
      paragraph.blank_lines_before = line.blank_before;
      paragraphs.push_back(paragraph);
      open = !line.running_head;
    } else {
      paragraphs.back().block.end = line.end;
    }
  }
  for (Paragraph& paragraph : paragraphs) {
    ByteBlock& block = paragraph.block;
    const std::string_view content = text.substr(block.start, block.end - block.start);
    paragraph.words = CountWords(content);
    paragraph.sentence = (EndsAsSentence(content) && paragraph.words >= 8) || paragraph.words >= 25;
    paragraph.cue = FindChromeCue(content);
    // Numbered paragraphs of a report are paragraphs, not a list.
    if (block.kind == BlockKind::kListItem && paragraph.words > 60) {
      block.kind = BlockKind::kParagraph;
    }
    if (block.kind == BlockKind::kListItem) block.level = 1;
    if (block.kind == BlockKind::kParagraph && LooksLikeHeading(content, paragraph.words)) {
      block.kind = BlockKind::kHeading;
      block.level = 2;
    }
  }
  MarkCaptions(text, &paragraphs);
  return paragraphs;
}

void ApplyCue(Paragraph* paragraph) {
  if (paragraph->cue == ChromeCue::kCredit) {
    paragraph->block.kind = BlockKind::kCaption;
  } else if (paragraph->cue != ChromeCue::kNone) {
    paragraph->block.kind = BlockKind::kChrome;
  }
}

// A run of paragraphs between two separators.
struct Segment {
  std::size_t first = 0;
  std::size_t last = 0;  // exclusive
  std::size_t words = 0;
  bool teaser = false;       // ended by "keep reading"
  bool hard_border = false;  // what stands before it ends an article
  bool opens_with_sentence = false;
  bool keep = false;
};

bool IsHardSeparator(ChromeCue cue) {
  return cue == ChromeCue::kTeaserEnd || cue == ChromeCue::kArticleEnd ||
         cue == ChromeCue::kBreadcrumb || cue == ChromeCue::kAuthorNote;
}

std::vector<Segment> SplitSegments(const std::vector<Paragraph>& paragraphs) {
  std::vector<Segment> segments;
  Segment current;
  const auto close = [&](std::size_t at) {
    current.last = at;
    if (current.last > current.first) segments.push_back(current);
    current = Segment{};
  };
  for (std::size_t i = 0; i < paragraphs.size(); ++i) {
    const Paragraph& paragraph = paragraphs[i];
    if (paragraph.blank_lines_before >= 4) {
      close(i);
      current.first = i;
      current.hard_border = true;
    }
    if (paragraph.cue != ChromeCue::kNone && paragraph.cue != ChromeCue::kByline) {
      if (paragraph.cue == ChromeCue::kTeaserEnd) current.teaser = true;
      const bool was_hard = current.hard_border && current.first == i;
      close(i);
      current.first = i + 1;
      current.hard_border = was_hard || IsHardSeparator(paragraph.cue);
      continue;
    }
    if (paragraph.sentence) {
      if (current.words == 0) current.opens_with_sentence = current.first == i;
      current.words += paragraph.words;
    }
  }
  close(paragraphs.size());
  return segments;
}

// Which segments are the article. The longest is; others stay when they are long themselves, or
// when only a caption or a prompt stands between them and it.
void ChooseSegments(std::vector<Segment>* segments) {
  const auto main =
      std::max_element(segments->begin(), segments->end(),
                       [](const Segment& a, const Segment& b) { return a.words < b.words; });
  main->keep = true;
  // A long text before "read more" is an article with a link behind it, not a teaser.
  for (Segment& segment : *segments) {
    if (segment.words >= std::max<std::size_t>(150, main->words / 3)) segment.teaser = false;
  }
  const auto is_long = [&](const Segment& s) {
    return !s.teaser && s.words >= std::max<std::size_t>(120, main->words / 3);
  };
  bool border = false;
  for (auto it = main + 1; it != segments->end(); ++it) {
    border = border || it->hard_border;
    it->keep = !it->teaser && (is_long(*it) || (!border && it->opens_with_sentence));
    if (!it->keep) border = true;
  }
  border = main->hard_border;
  for (auto it = main; it != segments->begin();) {
    --it;
    it->keep = is_long(*it) || (!border && it->words >= 60 && !it->teaser);
    border = border || it->hard_border || !it->keep;
  }
  main->keep = true;
}

// Scraped text: keeps the article, makes the rest chrome.
void ClassifyScraped(std::vector<Paragraph>* paragraphs) {
  std::vector<Segment> segments = SplitSegments(*paragraphs);
  std::size_t most = 0;
  for (const Segment& segment : segments) most = std::max(most, segment.words);
  constexpr std::size_t kSmallestArticle = 150;
  if (most < kSmallestArticle) return;
  ChooseSegments(&segments);
  std::vector<bool> keep(paragraphs->size(), false);
  std::size_t first_kept = paragraphs->size();
  std::size_t last_sentence = 0;
  for (const Segment& segment : segments) {
    if (!segment.keep) continue;
    bool started = false;
    for (std::size_t i = segment.first; i < segment.last; ++i) {
      const Paragraph& paragraph = (*paragraphs)[i];
      const bool list = paragraph.block.kind == BlockKind::kListItem;
      started = started || paragraph.sentence || list || first_kept < i;
      keep[i] = started;
      if (started) first_kept = std::min(first_kept, i);
      if ((paragraph.sentence && paragraph.words >= 12) || list) last_sentence = i;
    }
  }
  for (std::size_t i = 0; i < paragraphs->size(); ++i) {
    // Short lines behind the last real paragraph are the first lines of the page's foot.
    if (!keep[i] || i > last_sentence) (*paragraphs)[i].block.kind = BlockKind::kChrome;
  }
}

// Short paragraphs below "Read next" or "Most popular" are the first lines of other articles, up to
// the next paragraph that is long enough to be one of this. So is what goes with a form.
void MarkTeasers(std::string_view text, std::vector<Paragraph>* paragraphs) {
  constexpr std::size_t kShortestOfAnArticle = 20;
  constexpr std::size_t kLongestHead = 6;
  bool teasers = false;
  bool form = false;
  for (Paragraph& paragraph : *paragraphs) {
    const bool brief = paragraph.words < kShortestOfAnArticle;
    const std::string_view content =
        text.substr(paragraph.block.start, paragraph.block.end - paragraph.block.start);
    const bool advertisement = absl::EqualsIgnoreCase(std::string(content), "advertisement");
    if (paragraph.cue == ChromeCue::kArticleEnd && paragraph.words <= kLongestHead &&
        !advertisement) {
      teasers = true;
      continue;
    }
    const bool begins_form = advertisement || (paragraph.cue == ChromeCue::kCallToAction &&
                                               paragraph.words <= kLongestHead);
    if (!brief) teasers = false;
    if (brief && (teasers || form)) paragraph.block.kind = BlockKind::kChrome;
    form = begins_form;
  }
}

// "By Ada Lindqvist" and a date, each a line of its own among the first: nothing else is taken for
// what the text says of itself.
void FindByline(std::string_view text, const std::vector<Paragraph>& paragraphs,
                ReaderResult* result) {
  constexpr std::size_t kFirstLines = 6;
  constexpr std::size_t kMostWords = 8;
  for (std::size_t i = 0; i < std::min(paragraphs.size(), kFirstLines); ++i) {
    const Paragraph& paragraph = paragraphs[i];
    if (paragraph.words > kMostWords || paragraph.words == 0) continue;
    std::string_view line =
        text.substr(paragraph.block.start, paragraph.block.end - paragraph.block.start);
    if (Contains(line, "\n")) continue;
    if (result->date.empty()) result->date = ToIsoDate(line);
    const bool by = StartsWith(line, "By ") || StartsWith(line, "by ") || StartsWith(line, "BY ");
    if (!by || !result->author.empty()) continue;
    line = Trim(line.substr(3));
    // Names begin with a capital and have no digits ("By 2030 ...").
    if (line.empty() || !(line[0] >= 'A' && line[0] <= 'Z') || EndsAsSentence(line)) continue;
    if (std::any_of(line.begin(), line.end(), IsAsciiDigit)) continue;
    if (paragraph.words >= 3) result->author = std::string(line);
  }
}

std::string FindTitle(std::string_view text, const std::vector<Paragraph>& paragraphs) {
  const Paragraph* fallback = nullptr;
  for (const Paragraph& paragraph : paragraphs) {
    if (paragraph.block.end - paragraph.block.start > 300) break;
    if (paragraph.cue != ChromeCue::kNone || paragraph.words == 0) continue;
    const bool sentence = EndsAsSentence(
        text.substr(paragraph.block.start, paragraph.block.end - paragraph.block.start));
    // Below a short headline a sentence is the first of the text.
    if (fallback != nullptr && sentence) break;
    if (fallback == nullptr) fallback = &paragraph;
    if (paragraph.words >= 6) {
      fallback = &paragraph;
      break;
    }
  }
  if (fallback == nullptr) return {};
  return std::string(
      text.substr(fallback->block.start, fallback->block.end - fallback->block.start));
}

}  // namespace

absl::StatusOr<ReaderResult> ReadPlainText(std::string_view text, const base::Stopped& stopped) {
  std::vector<Line> lines = SplitLines(text);
  const bool wrapped = IsHardWrapped(lines);
  if (base::IsStopped(stopped)) return base::StoppedWork();
  if (wrapped) MarkRunningHeads(text, &lines);
  std::vector<Paragraph> paragraphs = GroupParagraphs(text, lines, wrapped);
  if (base::IsStopped(stopped)) return base::StoppedWork();
  if (!wrapped && !paragraphs.empty()) {
    MarkTeasers(text, &paragraphs);
    ClassifyScraped(&paragraphs);
  }
  if (base::IsStopped(stopped)) return base::StoppedWork();
  ReaderResult result;
  result.title = FindTitle(text, paragraphs);
  FindByline(text, paragraphs, &result);
  for (Paragraph& paragraph : paragraphs) {
    ApplyCue(&paragraph);
    result.blocks.push_back(paragraph.block);
  }
  return result;
}

}  // namespace plenum::ingestion
