#include "services/ingestion/formats/formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/readers.h"

namespace plenum::ingestion {
namespace {

using namespace std::string_view_literals;  // NOLINT(google-build-using-namespace): for embedded
                                            // NULs

struct Magic {
  std::string_view bytes;
  const char* what;
};

constexpr std::array<Magic, 12> kMagics = {{
    {"%PDF-"sv, "a PDF"},
    {"PK\x03\x04"sv, "a ZIP or Office file (DOCX, XLSX, ODT, EPUB)"},
    {"PK\x05\x06"sv, "an empty ZIP file"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv, "an old Office file (DOC, XLS, PPT)"},
    {"{\\rtf"sv, "an RTF file"},
    {"\x89PNG\r\n"sv, "a PNG image"},
    {"\xFF\xD8\xFF"sv, "a JPEG image"},
    {"GIF8"sv, "a GIF image"},
    {"\x1F\x8B"sv, "a gzip file"},
    {"BZh"sv, "a bzip2 file"},
    {"\x7F"
     "ELF"sv,
     "a program"},
    {"\xFD"
     "7zXZ"sv,
     "an xz file"},
}};

std::string Name(std::string_view filename) {
  return filename.empty() ? "the document" : std::string(filename);
}

std::string ToLower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lower;
}

bool HasWideBom(std::string_view bytes) {
  return bytes.substr(0, 2) == "\xFF\xFE"sv || bytes.substr(0, 2) == "\xFE\xFF"sv ||
         bytes.substr(0, 4) == "\0\0\xFE\xFF"sv;
}

absl::Status CheckSize(std::string_view bytes, std::string_view filename) {
  if (bytes.size() > kMaxDocumentBytes) {
    return absl::ResourceExhaustedError(absl::StrCat(Name(filename), " has ", bytes.size(),
                                                     " bytes; the limit is ", kMaxDocumentBytes,
                                                     " (64 MiB). Split it"));
  }
  if (bytes.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos) {
    return absl::InvalidArgumentError(absl::StrCat(Name(filename), " is empty"));
  }
  return absl::OkStatus();
}

absl::Status CheckNotBinary(std::string_view bytes, std::string_view filename) {
  for (const Magic& magic : kMagics) {
    if (bytes.substr(0, magic.bytes.size()) != magic.bytes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(Name(filename), " is ", magic.what,
                     ", a format that is not read yet; save it as text, Markdown or HTML"));
  }
  if (HasWideBom(bytes)) return absl::OkStatus();
  std::size_t control = 0;
  std::size_t first = std::string_view::npos;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const bool harmless =
        byte >= 0x20 || (byte >= '\t' && byte <= '\r') || byte == 0x1B || byte == 0x1A;
    if (harmless) continue;
    ++control;
    if (first == std::string_view::npos || (byte == 0 && bytes[first] != 0)) first = i;
  }
  const bool nul = first != std::string_view::npos && bytes[first] == 0;
  if (nul || control > 8 + bytes.size() / 200) {
    return absl::InvalidArgumentError(absl::StrCat(
        Name(filename), " is binary, not text: byte ", first,
        nul ? " is NUL" : " is a control character", "; save it as UTF-8 text, Markdown or HTML"));
  }
  return absl::OkStatus();
}

absl::Status CheckLines(std::string_view bytes, std::string_view filename) {
  std::size_t line = 1;
  std::size_t filled = 0;
  std::size_t at = 0;
  while (at < bytes.size()) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    if (end - at > kMaxLineBytes) {
      return absl::InvalidArgumentError(absl::StrCat(Name(filename), " line ", line, " has ",
                                                     end - at, " bytes; the limit is ",
                                                     kMaxLineBytes, ". Wrap it into paragraphs"));
    }
    if (end > at && ++filled > kMaxLines) {
      return absl::InvalidArgumentError(
          absl::StrCat(Name(filename), " has more than ", kMaxLines, " lines; split it"));
    }
    at = end + 1;
    ++line;
  }
  return absl::OkStatus();
}

bool LooksLikeHtml(std::string_view bytes) {
  const std::string head = ToLower(bytes.substr(0, 2048));
  const std::size_t first = head.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  if (first == std::string::npos || head[first] != '<') return false;
  for (const std::string_view tag : {"<!doctype html", "<html", "<head", "<body", "<article"}) {
    if (head.find(tag) != std::string::npos) return true;
  }
  return false;
}

bool HasExtension(const std::string& name, std::string_view extension) {
  return name.size() > extension.size() &&
         name.compare(name.size() - extension.size(), extension.size(), extension) == 0;
}

// Turns growing byte offsets into code-point offsets in one pass over the text.
class CodePointCursor {
 public:
  explicit CodePointCursor(std::string_view text) : text_(text) {}
  std::size_t To(std::size_t byte) {
    for (; byte_ < byte && byte_ < text_.size(); ++byte_) {
      if ((static_cast<unsigned char>(text_[byte_]) & 0xC0U) != 0x80U) ++offset_;
    }
    return offset_;
  }

 private:
  std::string_view text_;
  std::size_t byte_ = 0;
  std::size_t offset_ = 0;
};

std::string OneLine(std::string_view text, std::size_t most_bytes) {
  std::string out;
  for (const char c : text) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (space && (out.empty() || out.back() == ' ')) continue;
    out.push_back(space ? ' ' : c);
    if (out.size() >= most_bytes) break;
  }
  // Not in the middle of a code point.
  while (!out.empty() && out.size() >= most_bytes &&
         (static_cast<unsigned char>(out.back()) & 0x80U) != 0) {
    out.pop_back();
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Adds the headings above each block, and code points for bytes.
std::vector<Block> FinishBlocks(std::string_view text, const std::vector<ByteBlock>& blocks) {
  constexpr std::size_t kLongestHeading = 160;
  std::vector<std::pair<int, std::string>> open;
  std::string path;
  CodePointCursor cursor(text);
  std::vector<Block> out;
  out.reserve(blocks.size());
  for (const ByteBlock& block : blocks) {
    Block done;
    done.kind = block.kind;
    done.level = block.level;
    done.start = cursor.To(block.start);
    done.end = cursor.To(block.end);
    if (done.start >= done.end) continue;
    if (block.kind == BlockKind::kHeading) {
      while (!open.empty() && open.back().first >= block.level) open.pop_back();
    }
    if (block.kind == BlockKind::kHeading) {
      path.clear();
      for (const auto& [level, heading] : open) {
        absl::StrAppend(&path, path.empty() ? "" : " > ", heading);
      }
    }
    done.heading_path = path;
    if (block.kind == BlockKind::kHeading) {
      open.emplace_back(
          block.level, OneLine(text.substr(block.start, block.end - block.start), kLongestHeading));
      absl::StrAppend(&path, path.empty() ? "" : " > ", open.back().second);
    }
    out.push_back(std::move(done));
  }
  return out;
}

std::string TitleFromFilename(std::string_view filename) {
  const std::size_t slash = filename.find_last_of("/\\");
  if (slash != std::string_view::npos) filename.remove_prefix(slash + 1);
  const std::size_t dot = filename.rfind('.');
  return std::string(dot == std::string_view::npos || dot == 0 ? filename
                                                               : filename.substr(0, dot));
}

}  // namespace

std::string_view FormatName(Format format) {
  switch (format) {
    case Format::kText:
      return "text";
    case Format::kMarkdown:
      return "markdown";
    case Format::kHtml:
      return "html";
  }
  return "text";
}

std::string_view BlockKindName(BlockKind kind) {
  switch (kind) {
    case BlockKind::kHeading:
      return "heading";
    case BlockKind::kParagraph:
      return "paragraph";
    case BlockKind::kListItem:
      return "list item";
    case BlockKind::kQuote:
      return "quote";
    case BlockKind::kCaption:
      return "caption";
    case BlockKind::kChrome:
      return "chrome";
  }
  return "paragraph";
}

absl::StatusOr<Format> DetectFormat(std::string_view bytes, std::string_view filename,
                                    std::string_view media_type) {
  if (absl::Status status = CheckSize(bytes, filename); !status.ok()) return status;
  if (absl::Status status = CheckNotBinary(bytes, filename); !status.ok()) return status;
  const std::string name = ToLower(filename);
  const std::string media = ToLower(media_type);
  if (LooksLikeHtml(bytes)) return Format::kHtml;
  for (const std::string_view extension : {".html", ".htm", ".xhtml"}) {
    if (HasExtension(name, extension)) return Format::kHtml;
  }
  for (const std::string_view extension : {".md", ".markdown", ".mdown", ".mkd"}) {
    if (HasExtension(name, extension)) return Format::kMarkdown;
  }
  if (HasExtension(name, ".txt")) return Format::kText;
  if (media.rfind("text/html", 0) == 0 || media.rfind("application/xhtml+xml", 0) == 0) {
    return Format::kHtml;
  }
  if (media.rfind("text/markdown", 0) == 0) return Format::kMarkdown;
  return Format::kText;
}

absl::StatusOr<ParsedDocument> Parse(std::string_view bytes, Format format,
                                     std::string_view filename,
                                     const std::function<bool()>& stopped) {
  if (absl::Status status = CheckSize(bytes, filename); !status.ok()) return status;
  if (absl::Status status = CheckNotBinary(bytes, filename); !status.ok()) return status;
  if (IsStopped(stopped)) return StoppedReading();
  if (format != Format::kHtml) {
    if (absl::Status status = CheckLines(bytes, filename); !status.ok()) return status;
  }
  absl::StatusOr<DecodedText> decoded =
      format == Format::kHtml ? DecodeHtml(bytes, filename) : DecodeText(bytes, filename);
  if (!decoded.ok()) return decoded.status();
  if (IsStopped(stopped)) return StoppedReading();
  ReaderResult read;
  ParsedDocument document;
  document.format = format;
  document.encoding = std::move(decoded->encoding);
  if (format == Format::kHtml) {
    absl::StatusOr<ReaderResult> html = ReadHtml(decoded->text, filename, stopped);
    if (!html.ok()) return html.status();
    read = *std::move(html);
    document.text = std::move(read.text);
    if (CountWords(document.text) == 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(Name(filename),
                       " has no visible text; a page that scripts fill must be saved from the "
                       "browser first"));
    }
  } else {
    document.text = std::move(decoded->text);
    if (document.text.find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
      return absl::InvalidArgumentError(absl::StrCat(Name(filename), " is empty"));
    }
    absl::StatusOr<ReaderResult> text = format == Format::kMarkdown
                                            ? ReadMarkdown(document.text, stopped)
                                            : ReadPlainText(document.text, stopped);
    if (!text.ok()) return text.status();
    read = *std::move(text);
  }
  if (IsStopped(stopped)) return StoppedReading();
  constexpr std::size_t kLongestTitle = 300;
  document.title = OneLine(read.title, kLongestTitle);
  if (document.title.empty()) document.title = TitleFromFilename(filename);
  document.language = std::move(read.language);
  document.blocks = FinishBlocks(document.text, read.blocks);
  return document;
}

}  // namespace plenum::ingestion
