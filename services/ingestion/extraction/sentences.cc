#include "services/ingestion/extraction/sentences.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <unordered_set>
#include <utility>

#include "absl/status/status.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/limits.h"

namespace plenum::ingestion {
namespace {

bool IsSpace(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

// A block's text without markup, with the code point of the document behind each byte.
struct CleanText {
  std::string text;
  std::vector<std::size_t> code_point;
};

class Cleaner {
 public:
  Cleaner(std::string_view source, std::size_t first_code_point, bool markdown)
      : source_(source), offset_(first_code_point), markdown_(markdown) {}

  CleanText Run() {
    clean_.text.reserve(source_.size());
    clean_.code_point.reserve(source_.size());
    while (at_ < source_.size()) {
      if (!markdown_ || !SkipMarkup()) TakeCodePoint();
    }
    return std::move(clean_);
  }

 private:
  // Steps over emphasis marks, link targets and images. True if it stepped.
  bool SkipMarkup() {
    const char c = source_[at_];
    if (c == '*' || c == '`') return Skip(1);
    if (c == '_') {
      // Inside a word an underscore is a letter.
      const bool inside = at_ > 0 && at_ + 1 < source_.size() &&
                          std::isalnum(static_cast<unsigned char>(source_[at_ - 1])) != 0 &&
                          std::isalnum(static_cast<unsigned char>(source_[at_ + 1])) != 0;
      return !inside && Skip(1);
    }
    if (c == '\\' && at_ + 1 < source_.size() &&
        std::ispunct(static_cast<unsigned char>(source_[at_ + 1])) != 0) {
      Skip(1);
      TakeCodePoint();
      return true;
    }
    constexpr std::size_t kLongestTarget = 2000;
    if (c == ']' && at_ + 1 < source_.size() && source_[at_ + 1] == '(') {
      const std::size_t close = source_.substr(0, at_ + kLongestTarget).find(')', at_);
      if (close != std::string_view::npos) return Skip(close + 1 - at_);
    }
    if (c == '[' || c == ']') return Skip(1);
    if (c == '>' && (at_ == 0 || source_[at_ - 1] == '\n')) return Skip(1);
    return false;
  }

  bool Skip(std::size_t bytes) {
    for (const std::size_t end = std::min(at_ + bytes, source_.size()); at_ < end; ++at_) {
      if ((static_cast<unsigned char>(source_[at_]) & 0xC0U) != 0x80U) ++offset_;
    }
    return true;
  }

  void TakeCodePoint() {
    std::size_t length = 1;
    while (at_ + length < source_.size() &&
           (static_cast<unsigned char>(source_[at_ + length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    const bool space = IsSpace(source_[at_]) || source_.substr(at_, length) == "\xC2\xA0";
    if (space) {
      if (!clean_.text.empty() && clean_.text.back() != ' ') Put(' ');
    } else {
      for (std::size_t i = 0; i < length; ++i) Put(source_[at_ + i]);
    }
    at_ += length;
    ++offset_;
  }

  void Put(char c) {
    clean_.text.push_back(c);
    clean_.code_point.push_back(offset_);
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::size_t offset_;
  bool markdown_;
  CleanText clean_;
};

const std::unordered_set<std::string_view>& Abbreviations() {
  static const auto* const kWords = new std::unordered_set<std::string_view>{
      "mr",   "mrs",   "ms",  "dr",   "prof", "gen", "lt",     "col",  "maj", "sgt",  "capt",
      "cmdr", "adm",   "rev", "hon",  "sen",  "rep", "gov",    "pres", "st",  "jr",   "sr",
      "vs",   "cf",    "e.g", "i.e",  "no",   "nos", "fig",    "figs", "art", "arts", "sec",
      "para", "paras", "ch",  "vol",  "pp",   "p",   "approx", "dept", "est", "ca",   "al",
      "inc",  "ltd",   "co",  "corp", "jan",  "feb", "mar",    "apr",  "jun", "jul",  "aug",
      "sept", "sep",   "oct", "nov",  "dec",  "mt",  "ft",     "brig", "spc", "pvt",  "cpl"};
  return *kWords;
}

// Words that begin a sentence much more often than they follow "U.S.".
bool StartsSentence(std::string_view word) {
  static const auto* const kWords = new std::unordered_set<std::string_view>{
      "The",  "This",  "These", "Those",    "It", "In", "He",  "She",   "They",    "But",
      "And",  "We",    "A",     "An",       "If", "As", "At",  "For",   "However", "There",
      "That", "While", "When",  "Although", "To", "On", "Our", "Their", "Its",     "So"};
  return kWords->count(word) != 0;
}

// Whether the break behind text[0:end] is not the end of a sentence.
bool IsFalseBreak(std::string_view text, std::size_t end) {
  std::size_t last = end;
  while (last > 0 && text[last - 1] == ' ') --last;
  if (last == 0 || text[last - 1] != '.') return false;
  std::size_t begin = last - 1;
  while (begin > 0 && text[begin - 1] != ' ' && text[begin - 1] != '(') --begin;
  std::string word;
  for (const char c : text.substr(begin, last - 1 - begin)) {
    word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  }
  const std::string_view rest = text.substr(end);
  const std::string_view next = rest.substr(0, rest.find_first_of(" ,.;:'"));
  const bool number_next = !next.empty() && std::isdigit(static_cast<unsigned char>(next[0])) != 0;
  if (word == "no" || word == "nos" || word == "p" || word == "art" || word == "co" ||
      word == "mar" || word == "sec" || word == "fig" || word == "ch" || word == "vol" ||
      word == "al" || word == "st" || word == "para") {
    return number_next || word == "st";
  }
  if (Abbreviations().count(word) != 0) return true;
  // "between midnight and 5 a.m. Clause 4 exempts": no name follows a time of day.
  if (word == "a.m" || word == "p.m") {
    return next.empty() || std::isupper(static_cast<unsigned char>(next[0])) == 0;
  }
  // "J." is an initial; "U.S." and "E.U." end a sentence only before a word that starts one.
  if (word.size() == 1 && std::isalpha(static_cast<unsigned char>(word[0])) != 0) {
    return !StartsSentence(next);
  }
  const std::size_t hyphen = word.rfind('-');
  if (hyphen != std::string::npos) word.erase(0, hyphen + 1);
  const bool dotted = word.size() >= 3 && word[1] == '.';
  return dotted && !StartsSentence(next);
}

class Splitter {
 public:
  explicit Splitter(const ParsedDocument& document) : document_(document), index_(document.text) {}

  absl::StatusOr<std::vector<Sentence>> Run() {
    UErrorCode error = U_ZERO_ERROR;
    breaker_.reset(icu::BreakIterator::createSentenceInstance(icu::Locale::getEnglish(), error));
    if (U_FAILURE(error) != 0) {
      return absl::InternalError("ICU has no sentence rules; its data package is missing");
    }
    std::size_t before = 0;
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      const Block& block = document_.blocks[i];
      if (block.start >= block.end || block.end > index_.size() || block.start < before) {
        return absl::InvalidArgumentError("a block does not lie inside the document's text");
      }
      before = block.end;
      if (block.kind == BlockKind::kChrome || block.kind == BlockKind::kCaption) continue;
      if (absl::Status status = SplitBlock(i); !status.ok()) return status;
    }
    return std::move(sentences_);
  }

 private:
  absl::Status SplitBlock(std::size_t index) {
    const Block& block = document_.blocks[index];
    const std::string_view source = index_.Slice(block.start, block.end);
    const CleanText clean =
        Cleaner(source, block.start, document_.format == Format::kMarkdown).Run();
    if (block.kind == BlockKind::kHeading) {
      Add(clean, 0, clean.text.size(), index, true);
      return absl::OkStatus();
    }
    UErrorCode error = U_ZERO_ERROR;
    UText* text =
        utext_openUTF8(nullptr, clean.text.data(), static_cast<int64_t>(clean.text.size()), &error);
    const std::unique_ptr<UText, decltype(&utext_close)> closer(text, &utext_close);
    breaker_->setText(text, error);
    if (U_FAILURE(error) != 0) return absl::InternalError("ICU cannot read the text");
    std::size_t from = 0;
    bool first = true;
    for (int32_t end = breaker_->next(); end != icu::BreakIterator::DONE; end = breaker_->next()) {
      const auto to = static_cast<std::size_t>(end);
      if (to < clean.text.size() && IsFalseBreak(clean.text, to)) continue;
      Add(clean, from, to, index, first);
      first = false;
      from = to;
    }
    return absl::OkStatus();
  }

  void Add(const CleanText& clean, std::size_t from, std::size_t to, std::size_t block,
           bool first) {
    while (from < to && clean.text[from] == ' ') ++from;
    while (to > from && clean.text[to - 1] == ' ') --to;
    if (from == to) return;
    Sentence sentence;
    sentence.start = clean.code_point[from];
    sentence.end = clean.code_point[to - 1] + 1;
    sentence.block = block;
    sentence.first_in_block = first;
    if (sentence.end - sentence.start > kMaxSentenceCodePoints) return;
    sentence.clean = clean.text.substr(from, to - from);
    if (document_.format == Format::kMarkdown) TakeMarks(&sentence);
    sentences_.push_back(std::move(sentence));
  }

  // Emphasis marks that touch a sentence belong to its quote.
  void TakeMarks(Sentence* sentence) const {
    const Block& block = document_.blocks[sentence->block];
    const std::size_t floor =
        sentences_.empty() ? block.start : std::max(block.start, sentences_.back().end);
    const auto is_mark = [&](std::size_t at) {
      const std::string_view c = index_.Slice(at, at + 1);
      return c == "*" || c == "_" || c == "`";
    };
    while (sentence->start > floor && is_mark(sentence->start - 1)) --sentence->start;
    while (sentence->end < block.end && is_mark(sentence->end)) ++sentence->end;
  }

  const ParsedDocument& document_;
  CodePointIndex index_;
  std::unique_ptr<icu::BreakIterator> breaker_;
  std::vector<Sentence> sentences_;
};

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return std::isalnum(byte) != 0 || byte >= 0x80;
}

// Length of a typographic mark of three bytes (U+2010..U+203F) at `at`, or 0.
std::size_t MarkLength(std::string_view text, std::size_t at) {
  return text.substr(at, 2) == "\xE2\x80" && at + 2 < text.size() ? 3 : 0;
}

bool IsApostrophe(std::string_view text, std::size_t at) {
  return text[at] == '\'' || text.substr(at, 3) == "\xE2\x80\x99";
}

}  // namespace

absl::StatusOr<std::vector<Sentence>> SplitSentences(const ParsedDocument& document) {
  return Splitter(document).Run();
}

std::vector<Token> Tokenize(std::string_view clean) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  const auto joins = [&](std::size_t i) {
    // A mark inside a word: apostrophe, hyphen, the dots of "U.S.", the comma of "1,100", a slash.
    const std::size_t length = MarkLength(clean, i) != 0 ? 3 : 1;
    if (i + length >= clean.size() || !IsWordByte(clean[i + length]) ||
        MarkLength(clean, i + length) != 0) {
      return std::size_t{0};
    }
    const bool digit_after = std::isdigit(static_cast<unsigned char>(clean[i + length])) != 0;
    const bool digit_before = i > 0 && std::isdigit(static_cast<unsigned char>(clean[i - 1])) != 0;
    if (IsApostrophe(clean, i) || clean[i] == '-' || clean[i] == '&') return length;
    if (clean[i] == '.' || (clean[i] == ',' && digit_after && digit_before)) return length;
    return std::size_t{0};
  };
  while (at < clean.size()) {
    if (clean[at] == ' ') {
      ++at;
      continue;
    }
    Token token;
    token.begin = at;
    const std::size_t mark = MarkLength(clean, at);
    if (mark != 0 || !IsWordByte(clean[at])) {
      token.end = at + (mark != 0 ? mark : 1);
    } else {
      token.word = true;
      std::size_t end = at;
      while (end < clean.size()) {
        if (IsWordByte(clean[end]) && MarkLength(clean, end) == 0) {
          ++end;
        } else if (const std::size_t length = joins(end); length != 0) {
          end += length;
        } else {
          break;
        }
      }
      // The last dot of "U.S." and a per cent sign belong to the word.
      const bool dotted = end - at >= 3 && clean[at + 1] == '.' && end < clean.size() &&
                          clean[end] == '.' && end - at <= 7;
      if (dotted || (end < clean.size() && clean[end] == '%')) ++end;
      token.end = end;
    }
    token.text = clean.substr(token.begin, token.end - token.begin);
    for (std::size_t i = token.begin; i < token.end; ++i) {
      if (clean.substr(i, 3) == "\xE2\x80\x99") {
        token.lower.push_back('\'');
        i += 2;
      } else {
        token.lower.push_back(
            static_cast<char>(std::tolower(static_cast<unsigned char>(clean[i]))));
      }
    }
    token.hash = HashOfWord(token.lower);
    at = token.end;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

}  // namespace plenum::ingestion
