#include "services/ingestion/formats/pdf_lines.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/strings.h"
#include "services/ingestion/formats/utf8.h"

namespace plenum::ingestion {
namespace {

constexpr std::string_view kUnicodeHyphen = "\xE2\x80\x90";

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

std::size_t HyphenLength(std::string_view text) {
  if (!text.empty() && text.back() == '-') return 1;
  const std::size_t size = kUnicodeHyphen.size();
  return text.size() > size && text.substr(text.size() - size) == kUnicodeHyphen ? size : 0;
}

// Scripts that are written without spaces between words.
bool IsUnspaced(char32_t code) {
  return (code >= 0x3000 && code <= 0x30FF) || (code >= 0x3400 && code <= 0x9FFF) ||
         (code >= 0xF900 && code <= 0xFAFF) || (code >= 0xFF00 && code <= 0xFFEF);
}

std::string_view LastWord(std::string_view text) {
  const std::size_t space = text.rfind(' ');
  return space == std::string_view::npos ? text : text.substr(space + 1);
}

// The first word without the punctuation behind it.
std::string_view FirstWord(std::string_view text) {
  std::string_view word = text.substr(0, std::min(text.find(' '), text.size()));
  while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back())) != 0) {
    word.remove_suffix(1);
  }
  return word;
}

// First parts of words that keep their hyphen more often than not.
bool KeepsHyphen(std::string_view part) {
  static constexpr std::array<std::string_view, 14> kParts = {
      "self", "non", "long", "short", "high",  "low",  "well",
      "so",   "ex",  "all",  "half",  "cross", "full", "decision"};
  return std::find(kParts.begin(), kParts.end(), part) != kParts.end();
}

}  // namespace

void LineJoiner::Learn(std::string_view line) {
  std::size_t at = 0;
  while ((at = line.find('-', at + 1)) != std::string_view::npos) {
    if (at + 1 >= line.size() || line[at + 1] == ' ') continue;
    const std::size_t from = line.rfind(' ', at) + 1;  // npos + 1 is 0
    const std::size_t to = std::min(line.find(' ', at), line.size());
    constexpr std::size_t kLongestWord = 60;
    if (to - from > kLongestWord) continue;
    hyphened_.insert(ToLower(FirstWord(line.substr(from, to - from))));
    at = to - 1;
  }
}

void LineJoiner::Append(std::string_view line, std::string* paragraph) const {
  if (paragraph->empty()) {
    *paragraph = std::string(line);
    return;
  }
  if (EndsWithHyphen(*paragraph)) {
    const std::string_view whole = *paragraph;
    const std::size_t hyphen = HyphenLength(whole);
    if (BeginsLower(line)) {
      const std::string_view part = LastWord(whole.substr(0, whole.size() - hyphen));
      const bool keep =
          KeepsHyphen(ToLower(part)) ||
          hyphened_.count(ToLower(absl::StrCat(Piece(part), "-", Piece(FirstWord(line))))) != 0;
      if (!keep) paragraph->erase(paragraph->size() - hyphen);
    }
    *paragraph += line;
    return;
  }
  const bool unspaced = IsUnspaced(LastCodePoint(*paragraph)) && IsUnspaced(CodePointAt(line, 0));
  if (!unspaced) paragraph->push_back(' ');
  *paragraph += line;
}

bool EndsWithHyphen(std::string_view text) {
  const std::size_t hyphen = HyphenLength(text);
  if (hyphen == 0 || text.size() <= hyphen) return false;
  return u_isalpha(static_cast<UChar32>(LastCodePoint(text.substr(0, text.size() - hyphen)))) != 0;
}

bool BeginsLower(std::string_view text) {
  return !text.empty() && u_islower(static_cast<UChar32>(CodePointAt(text, 0))) != 0;
}

bool IsCaptionText(std::string_view text) {
  const std::string lower = ToLower(text.substr(0, 24));
  for (const std::string_view word :
       {"figure ", "fig. ", "table ", "chart ", "graph ", "map ", "exhibit ", "photo "}) {
    if (lower.compare(0, word.size(), word) != 0) continue;
    std::size_t at = word.size();
    while (at < lower.size() && (std::isalnum(static_cast<unsigned char>(lower[at])) != 0)) ++at;
    // "Table 3 shows that ..." is a sentence of the text.
    const bool number = at > word.size() && IsDigit(lower[word.size()]);
    if (!number) return false;
    while (at < lower.size() && (lower[at] == '.' || lower[at] == '-') && at + 1 < lower.size() &&
           IsDigit(lower[at + 1])) {
      ++at;
      while (at < lower.size() && IsDigit(lower[at])) ++at;
    }
    return at >= lower.size() ||
           std::string_view(".:|-\xE2").find(lower[at]) != std::string::npos ||
           (lower[at] == ' ' && at + 1 < text.size() &&
            std::isupper(static_cast<unsigned char>(text[at + 1])) != 0);
  }
  return lower.compare(0, 7, "source:") == 0 || lower.compare(0, 8, "sources:") == 0;
}

bool BeginsAsNote(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && at < 3 && IsDigit(text[at])) ++at;
  if (at == 0) {
    for (const std::string_view mark : {"*", "\xE2\x80\xA0", "\xE2\x80\xA1"}) {
      if (text.substr(0, mark.size()) == mark) at = mark.size();
    }
  }
  if (at == 0 || at >= text.size()) return false;
  if (text[at] == '.' || text[at] == ' ') ++at;
  return at < text.size() && std::isdigit(static_cast<unsigned char>(text[at])) == 0;
}

}  // namespace plenum::ingestion
