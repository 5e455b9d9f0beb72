#include "services/ingestion/formats/pdf_layout.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/strings.h"
#include "services/ingestion/formats/utf8.h"

namespace plenum::ingestion {
namespace {

constexpr std::size_t kMaxToken = std::size_t{64} * 1024;

// The value of name="..." in a tag, still with its entities; empty if it is not there.
std::string_view TagValue(std::string_view tag, std::string_view name) {
  std::size_t at = 0;
  while ((at = tag.find(name, at)) != std::string_view::npos) {
    const std::size_t from = at + name.size();
    if (at > 0 && tag[at - 1] == ' ' && tag.substr(from, 2) == "=\"") {
      const std::size_t to = tag.find('"', from + 2);
      return tag.substr(from + 2, to == std::string_view::npos ? to : to - from - 2);
    }
    at = from;
  }
  return {};
}

double TagNumber(std::string_view tag, std::string_view name) {
  const std::string_view value = TagValue(tag, name);
  double number = 0;
  constexpr double kFarthest = 1e6;
  const auto result = std::from_chars(value.data(), value.data() + value.size(), number);
  if (result.ec != std::errc() || !std::isfinite(number)) return 0;
  return std::clamp(number, -kFarthest, kFarthest);
}

std::string DecodeEntities(std::string_view text) {
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text[at] != '&') {
      out.push_back(text[at++]);
      continue;
    }
    const std::size_t end = text.find(';', at);
    if (end == std::string_view::npos || end - at > 10) {
      out.push_back(text[at++]);
      continue;
    }
    const std::string_view name = text.substr(at + 1, end - at - 1);
    unsigned int code = 0;
    if (name == "amp") {
      out.push_back('&');
    } else if (name == "lt") {
      out.push_back('<');
    } else if (name == "gt") {
      out.push_back('>');
    } else if (name == "quot") {
      out.push_back('"');
    } else if (name == "apos") {
      out.push_back('\'');
    } else if (name.size() > 1 && name[0] == '#') {
      const bool hex = name[1] == 'x';
      const std::string_view digits = name.substr(hex ? 2 : 1);
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hex ? 16 : 10);
      AppendUtf8(code, &out);
    }
    at = end + 1;
  }
  return out;
}

// What fonts do to letters, undone: ligatures, symbols at private places, spaces that do not break.
// Soft hyphens are left to CloseLine. Bytes that are no UTF-8 become U+FFFD.
std::string CleanWord(std::string_view raw) {
  static constexpr std::array<std::string_view, 7> kLigatures = {"ff",  "fi", "fl", "ffi",
                                                                 "ffl", "st", "st"};
  const std::string valid = ToValidUtf8(raw);
  std::string out;
  for (std::size_t at = 0; at < valid.size();) {
    const char32_t code = CodePointAt(valid, at);
    const std::size_t length = Utf8Length(code);
    if (code >= 0xFB00 && code <= 0xFB06) {
      out += kLigatures[code - 0xFB00];
    } else if (code == 0xF0B7 || code == 0xF0A7 || code == 0xF0D8 || code == 0xF076) {
      out += "\xE2\x80\xA2";
    } else if (code == 0xA0 || code == 0x2007 || code == 0x202F) {
      out.push_back(' ');
    } else if (code >= 0x20 && code != 0x7F && code != 0xFEFF && !(code >= 0x80 && code < 0xA0)) {
      out.append(valid, at, length);
    }
    at += length;
  }
  return out;
}

constexpr std::string_view kSoftHyphen = "\xC2\xAD";

void HardenSoftHyphens(std::string* text) {
  std::size_t at = 0;
  while ((at = text->find(kSoftHyphen, at)) != std::string::npos) {
    const bool last = at + kSoftHyphen.size() == text->size();
    text->erase(at, kSoftHyphen.size());
    if (last) text->push_back('-');
  }
}

bool IsNumber(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || c == ',';
  });
}

}  // namespace

absl::Status PdfLayoutReader::CloseLine() {
  std::vector<Word> words = std::exchange(words_, {});
  if (words.empty() || layout_.pages.empty()) return absl::OkStatus();
  // The height that most letters have: names of files and the like are set in other fonts.
  std::map<long, std::size_t> letters;
  const auto height_of = [](const Word& word) {
    return std::lround(4.0 * (word.y_max - word.y_min));
  };
  for (const Word& word : words) letters[height_of(word)] += word.text.size();
  const long height =
      std::max_element(letters.begin(), letters.end(), [](const auto& a, const auto& b) {
        return a.second < b.second;
      })->first;
  const auto usual = std::find_if(words.begin(), words.end(),
                                  [&](const Word& word) { return height_of(word) == height; });
  PdfLine line;
  line.size = usual->y_max - usual->y_min;
  line.x_min = words.front().x_min;
  line.x_max = words.front().x_max;
  line.y_min = usual->y_min;
  line.y_max = usual->y_max;
  line.first_word_width = words.front().x_max - words.front().x_min;
  for (const Word& word : words) {
    const bool raised = &word != &words.front() && IsNumber(word.text) &&
                        word.y_max - word.y_min < 0.8 * line.size &&
                        word.y_max < line.y_max - 0.1 * line.size;
    if (raised) continue;
    absl::StrAppend(&line.text, line.text.empty() ? "" : " ", word.text);
    line.x_min = std::min(line.x_min, word.x_min);
    line.x_max = std::max(line.x_max, word.x_max);
  }
  HardenSoftHyphens(&line.text);
  if (line.text.find_first_not_of(' ') == std::string::npos) return absl::OkStatus();
  line.page = static_cast<int>(layout_.pages.size());
  line.block = block_;
  line.flow = flow_;
  bytes_ += line.text.size();
  if (bytes_ > kMaxUnpackedTextBytes || layout_.lines.size() >= kMaxLines) {
    return absl::InvalidArgumentError(absl::StrCat("has more text than is read: the limits are ",
                                                   kMaxUnpackedTextBytes, " bytes and ", kMaxLines,
                                                   " lines; split it"));
  }
  layout_.lines.push_back(std::move(line));
  return absl::OkStatus();
}

absl::Status PdfLayoutReader::TakeTag(std::string_view tag) {
  if (StartsWith(tag, "word ")) {
    Word word;
    word.x_min = TagNumber(tag, "xMin");
    word.y_min = TagNumber(tag, "yMin");
    word.x_max = TagNumber(tag, "xMax");
    word.y_max = TagNumber(tag, "yMax");
    words_.push_back(std::move(word));
    text_.clear();
  } else if (tag == "/word") {
    if (!words_.empty()) words_.back().text = CleanWord(DecodeEntities(text_));
    if (!words_.empty() && words_.back().text.empty()) words_.pop_back();
    constexpr std::size_t kMaxWordsInLine = 20'000;
    if (words_.size() >= kMaxWordsInLine) return CloseLine();
  } else if (tag == "/line") {
    return CloseLine();
  } else if (StartsWith(tag, "block ")) {
    ++block_;
  } else if (tag == "flow") {
    ++flow_;
  } else if (StartsWith(tag, "page ")) {
    if (layout_.pages.size() >= static_cast<std::size_t>(kMaxPdfPages)) {
      return absl::InvalidArgumentError(
          absl::StrCat("has more than ", kMaxPdfPages, " pages, which is the limit; split it"));
    }
    layout_.pages.push_back({TagNumber(tag, "width"), TagNumber(tag, "height")});
  } else if (tag == "title") {
    text_.clear();
  } else if (tag == "/title") {
    layout_.title = CleanWord(DecodeEntities(text_));
  } else if (StartsWith(tag, "meta ")) {
    const std::string_view name = TagValue(tag, "name");
    std::string value = CleanWord(DecodeEntities(TagValue(tag, "content")));
    if (name == "Author") {
      layout_.author = std::move(value);
    } else if (name == "CreationDate") {
      layout_.date = std::move(value);
    }
  }
  return absl::OkStatus();
}

absl::Status PdfLayoutReader::Feed(std::string_view piece) {
  std::string joined;
  if (!rest_.empty()) {
    joined = std::exchange(rest_, {});
    joined += piece;
    piece = joined;
  }
  std::size_t at = 0;
  while (at < piece.size()) {
    if (piece[at] != '<') {
      const std::size_t next = std::min(piece.find('<', at), piece.size());
      text_.append(piece.substr(at, next - at));
      at = next;
    } else {
      const std::size_t close = piece.find('>', at);
      if (close == std::string_view::npos) break;
      std::string_view tag = piece.substr(at + 1, close - at - 1);
      if (!tag.empty() && tag.back() == '/') tag.remove_suffix(1);
      if (absl::Status status = TakeTag(tag); !status.ok()) return status;
      at = close + 1;
    }
    if (text_.size() > kMaxToken) {
      return absl::InvalidArgumentError("has a word of more than 64 KiB, which no text has");
    }
  }
  rest_ = std::string(piece.substr(at));
  if (rest_.size() > kMaxToken) {
    return absl::InvalidArgumentError("has metadata of more than 64 KiB, which are not read");
  }
  return absl::OkStatus();
}

absl::StatusOr<PdfLayout> PdfLayoutReader::Finish() {
  if (absl::Status status = CloseLine(); !status.ok()) return status;
  return std::move(layout_);
}

}  // namespace plenum::ingestion
