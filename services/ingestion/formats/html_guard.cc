// A scan over the tags of a page before the parser sees it. The parser (gumbo 0.10) is faithful to
// the HTML standard, and the standard lets a few bytes cost much: every unclosed formatting element
// is opened again in every later paragraph, attributes are compared with each other, and the tree
// is freed by recursion. The scan keeps a stack as the standard's tree builder does, roughly, and
// refuses pages beyond the limits.
#include <algorithm>
#include <array>
#include <cctype>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/readers.h"

namespace plenum::ingestion {
namespace {

template <std::size_t N>
bool IsOneOf(std::string_view name, const std::array<std::string_view, N>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 18> kVoid = {
    "area", "base",  "br",     "col",   "embed", "hr",     "img",   "input", "link",
    "meta", "param", "source", "track", "wbr",   "keygen", "image", "frame", "isindex"};

// Elements whose end tag may be left out: the next of its kind closes them, so they do not nest by
// themselves.
constexpr std::array<std::string_view, 21> kSelfClosing = {
    "p",     "li",       "dt", "dd", "option", "optgroup", "tr",   "td",   "th",   "thead", "tbody",
    "tfoot", "colgroup", "rb", "rt", "rp",     "a",        "body", "html", "head", "nobr"};

constexpr std::array<std::string_view, 12> kFormatting = {
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"};

constexpr std::array<std::string_view, 9> kRawText = {
    "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"};

// End tags look no further up than to these.
constexpr std::array<std::string_view, 7> kScope = {"table",  "caption",  "marquee", "object",
                                                    "applet", "template", "svg"};

struct Tag {
  std::string name;
  bool closing = false;
  bool self_closing = false;
  std::size_t attributes = 0;
  std::size_t end = 0;  // behind '>'
};

// Reads the tag at html[at] == '<', which is followed by a letter or '/' and a letter.
Tag ReadTag(std::string_view html, std::size_t at) {
  Tag tag;
  std::size_t i = at + 1;
  if (html[i] == '/') {
    tag.closing = true;
    ++i;
  }
  constexpr std::size_t kLongestName = 32;
  while (i < html.size() && std::isspace(static_cast<unsigned char>(html[i])) == 0 &&
         html[i] != '>' && html[i] != '/') {
    if (tag.name.size() < kLongestName) {
      tag.name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(html[i]))));
    }
    ++i;
  }
  bool in_name = false;
  while (i < html.size() && html[i] != '>') {
    const char c = html[i];
    if (c == '=') {
      ++i;
      while (i < html.size() && std::isspace(static_cast<unsigned char>(html[i])) != 0) ++i;
      if (i < html.size() && (html[i] == '"' || html[i] == '\'')) {
        const std::size_t close = html.find(html[i], i + 1);
        i = close == std::string_view::npos ? html.size() : close + 1;
      } else {
        while (i < html.size() && html[i] != '>' &&
               std::isspace(static_cast<unsigned char>(html[i])) == 0) {
          ++i;
        }
      }
      in_name = false;
      continue;
    }
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0 || c == '/';
    if (!space && !in_name) ++tag.attributes;
    in_name = !space;
    tag.self_closing = c == '/';
    ++i;
  }
  tag.end = std::min(i + 1, html.size());
  return tag;
}

class Guard {
 public:
  Guard(std::string_view html, std::string_view filename)
      : html_(html),
        name_(filename.empty() ? "the page" : std::string(filename)),
        most_(MostPieces(html.size(), kMaxHtmlTags)) {}

  absl::Status Run() {
    std::size_t at = 0;
    while ((at = html_.find('<', at)) != std::string_view::npos) {
      if (html_.substr(at, 4) == "<!--") {
        const std::size_t close = html_.find("-->", at + 2);
        if (close == std::string_view::npos) break;
        at = close + 3;
        continue;
      }
      const std::size_t letter = at + (at + 1 < html_.size() && html_[at + 1] == '/' ? 2 : 1);
      if (letter >= html_.size() || std::isalpha(static_cast<unsigned char>(html_[letter])) == 0) {
        ++at;
        continue;
      }
      const Tag tag = ReadTag(html_, at);
      const std::size_t tag_start = at;
      at = tag.end;
      if (absl::Status status = Account(tag, tag_start); !status.ok()) return status;
      if (!tag.closing && IsOneOf(tag.name, kRawText)) at = SkipRawText(tag.name, at);
    }
    return absl::OkStatus();
  }

 private:
  absl::Status Account(const Tag& tag, std::size_t at) {
    if (tag.attributes > kMaxHtmlAttributes) {
      return absl::InvalidArgumentError(absl::StrCat(name_, " has a tag with ", tag.attributes,
                                                     " attributes at byte ", at, "; the limit is ",
                                                     kMaxHtmlAttributes));
    }
    cost_ += 1 + reopened_;
    if (cost_ > most_) {
      return absl::InvalidArgumentError(absl::StrCat(
          name_, " has too many tags, or leaves too many formatting tags open, at byte ", at,
          "; the limit for its size is ", most_, " tags"));
    }
    if (tag.closing) {
      Close(tag.name);
    } else if (!tag.self_closing || !IsOneOf(tag.name, kVoid)) {
      Open(tag.name);
    }
    if (stack_.size() > kMaxHtmlDepth) {
      return absl::InvalidArgumentError(
          absl::StrCat(name_, " nests elements more than ", kMaxHtmlDepth, " deep at byte ", at,
                       "; save the page from a browser again, or as text"));
    }
    return absl::OkStatus();
  }

  void Open(const std::string& name) {
    if (IsOneOf(name, kVoid) || IsOneOf(name, kSelfClosing) || IsOneOf(name, kRawText)) return;
    stack_.push_back(name);
  }

  void Close(const std::string& name) {
    if (IsOneOf(name, kFormatting) && reopened_ > 0 &&
        std::find(stack_.begin(), stack_.end(), name) == stack_.end()) {
      --reopened_;
      return;
    }
    for (std::size_t i = stack_.size(); i > 0; --i) {
      if (stack_[i - 1] == name) {
        for (std::size_t k = i; k < stack_.size(); ++k) {
          // Closed by an element around it, a formatting element lives on and is opened again in
          // whatever follows.
          if (IsOneOf(stack_[k], kFormatting)) ++reopened_;
        }
        stack_.resize(i - 1);
        return;
      }
      if (IsOneOf(stack_[i - 1], kScope)) return;
    }
  }

  std::size_t SkipRawText(const std::string& name, std::size_t at) const {
    while ((at = html_.find("</", at)) != std::string_view::npos) {
      const std::string_view candidate = html_.substr(at + 2, name.size());
      if (candidate.size() == name.size() &&
          std::equal(candidate.begin(), candidate.end(), name.begin(), [](char a, char b) {
            return std::tolower(static_cast<unsigned char>(a)) == b;
          })) {
        return at;
      }
      at += 2;
    }
    return html_.size();
  }

  std::string_view html_;
  std::string name_;
  std::size_t most_;
  std::vector<std::string> stack_;
  std::size_t reopened_ = 0;
  std::size_t cost_ = 0;
};

}  // namespace

absl::Status CheckHtmlIsBounded(std::string_view html, std::string_view filename) {
  return Guard(html, filename).Run();
}

}  // namespace plenum::ingestion
