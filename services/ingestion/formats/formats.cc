#include "services/ingestion/formats/formats.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/chrome.h"
#include "services/ingestion/formats/dates.h"
#include "services/ingestion/formats/docx_package.h"
#include "services/ingestion/formats/encoding.h"
#include "services/ingestion/formats/language.h"
#include "services/ingestion/formats/limits.h"
#include "services/ingestion/formats/readers.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion {
namespace {

using namespace std::string_view_literals;  // NOLINT(google-build-using-namespace): for embedded
                                            // NULs

struct Magic {
  std::string_view bytes;
  const char* what;
};

constexpr std::array<Magic, 9> kMagics = {{
    {"PK\x05\x06"sv, "an empty ZIP file"},
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

// A PDF may have up to 1 KiB of anything before its head (ISO 32000-1, annex H.3.4.1), which in
// practice is white space or lines of a mail or of HTTP.
bool IsPdf(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 1024);
  const std::size_t at = head.find("%PDF-");
  return at == 0 ||
         (at != std::string_view::npos &&
          head.substr(0, at).find_first_not_of(" \t\r\n\xEF\xBB\xBF") == std::string_view::npos);
}

bool IsZip(std::string_view bytes) { return StartsWith(bytes, "PK\x03\x04"sv); }

// The compound files of old Office, in which new Office also keeps what it encrypted.
absl::Status CheckNotCompoundFile(std::string_view bytes, std::string_view filename) {
  if (!StartsWith(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return absl::OkStatus();
  constexpr std::string_view kEncrypted = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv;
  return absl::InvalidArgumentError(
      bytes.find(kEncrypted) != std::string_view::npos
          ? absl::StrCat(Name(filename), " is an encrypted Office file; save it without a password")
          : absl::StrCat(Name(filename),
                         " is an old Office file (DOC, XLS, PPT); save it as DOCX or PDF"));
}

absl::Status CheckNotBinary(std::string_view bytes, std::string_view filename) {
  if (absl::Status status = CheckNotCompoundFile(bytes, filename); !status.ok()) return status;
  for (const Magic& magic : kMagics) {
    if (bytes.substr(0, magic.bytes.size()) != magic.bytes) continue;
    return absl::InvalidArgumentError(
        absl::StrCat(Name(filename), " is ", magic.what,
                     ", which is not read; save it as PDF, DOCX, HTML, Markdown or text"));
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
  const std::size_t most = MostPieces(bytes.size(), kMaxLines);
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
    if (end > at && ++filled > most) {
      return absl::InvalidArgumentError(
          absl::StrCat(Name(filename), " has more than ", most,
                       " lines, which is too many for its size; split it"));
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
    done.page = block.page;
    done.source_start = block.source_start;
    done.source_end = block.source_end;
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

// The readers of what is packed speak of "it"; this says whose it is.
absl::Status About(std::string_view filename, const absl::Status& status) {
  if (absl::IsCancelled(status) || absl::IsInternal(status)) return status;
  return {status.code(), absl::StrCat(Name(filename), " ", status.message())};
}

// Up to 16 KiB of what the document itself says.
std::string LanguageSample(std::string_view text, const std::vector<ByteBlock>& blocks) {
  constexpr std::size_t kSample = std::size_t{16} * 1024;
  std::string sample;
  for (const ByteBlock& block : blocks) {
    if (sample.size() >= kSample) break;
    if (block.kind == BlockKind::kChrome || block.kind == BlockKind::kCaption) continue;
    absl::StrAppend(&sample, Piece(text.substr(block.start, block.end - block.start)), "\n");
  }
  return sample;
}

// Turns the blocks' places in the decoded text into places in the file.
void FindSources(std::string_view bytes, const std::string& encoding,
                 std::vector<ByteBlock>* blocks) {
  std::vector<std::size_t> offsets;
  offsets.reserve(blocks->size() * 2);
  for (const ByteBlock& block : *blocks) {
    offsets.push_back(block.source_start);
    offsets.push_back(block.source_end);
  }
  std::sort(offsets.begin(), offsets.end());
  const std::vector<std::size_t> found = SourceOffsets(bytes, encoding, offsets);
  const auto source_of = [&](std::size_t offset) {
    const auto at = std::lower_bound(offsets.begin(), offsets.end(), offset);
    return found[static_cast<std::size_t>(at - offsets.begin())];
  };
  for (ByteBlock& block : *blocks) {
    block.source_start = source_of(block.source_start);
    block.source_end = source_of(block.source_end);
  }
}

// Text, Markdown and HTML: bytes that are letters.
absl::StatusOr<ReaderResult> ReadTextual(std::string_view bytes, Format format,
                                         std::string_view filename, const base::Stopped& stopped,
                                         std::string* encoding) {
  if (absl::Status status = CheckNotBinary(bytes, filename); !status.ok()) return status;
  if (base::IsStopped(stopped)) return base::StoppedWork();
  const bool html = format == Format::kHtml;
  if (!html) {
    if (absl::Status status = CheckLines(bytes, filename); !status.ok()) return status;
  }
  absl::StatusOr<DecodedText> decoded =
      html ? DecodeHtml(bytes, filename) : DecodeText(bytes, filename);
  if (!decoded.ok()) return decoded.status();
  if (base::IsStopped(stopped)) return base::StoppedWork();
  if (!html && decoded->text.find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
    return absl::InvalidArgumentError(absl::StrCat(Name(filename), " is empty"));
  }
  absl::StatusOr<ReaderResult> read = html ? ReadHtml(decoded->text, filename, stopped)
                                      : format == Format::kMarkdown
                                          ? ReadMarkdown(decoded->text, stopped)
                                          : ReadPlainText(decoded->text, stopped);
  if (!read.ok()) return read.status();
  if (html && CountWords(read->text) == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(Name(filename),
                     " has no visible text; a page that scripts fill must be saved from the "
                     "browser first"));
  }
  if (!html) {
    read->text = std::move(decoded->text);
    for (ByteBlock& block : read->blocks) {
      block.source_start = block.start;
      block.source_end = block.end;
    }
  }
  *encoding = std::move(decoded->encoding);
  FindSources(bytes, *encoding, &read->blocks);
  return read;
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
    case Format::kPdf:
      return "pdf";
    case Format::kDocx:
      return "docx";
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

namespace {

// Data and program text: full of words, but no prose in which anybody proposes anything.
constexpr std::array<std::string_view, 30> kNoProse = {
    ".json", ".jsonl", ".csv", ".tsv", ".xml", ".yaml", ".yml", ".toml", ".ini", ".log",
    ".sql",  ".c",     ".cc",  ".cpp", ".h",   ".hpp",  ".cs",  ".go",   ".rs",  ".java",
    ".kt",   ".py",    ".rb",  ".js",  ".ts",  ".tsx",  ".php", ".sh",   ".r",   ".css"};

bool IsJson(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (bytes[first] != '{' && bytes[first] != '[')) return false;
  return nlohmann::json::accept(bytes.begin(), bytes.end());
}

// Refuses what its name or its content says is no prose.
absl::Status CheckProse(std::string_view bytes, std::string_view filename,
                        const std::string& name) {
  const bool named = std::any_of(kNoProse.begin(), kNoProse.end(), [&](std::string_view extension) {
    return HasExtension(name, extension);
  });
  if (!named && !IsJson(bytes)) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(
      Name(filename),
      " is data or program text, and measures are looked for in prose; save what it says "
      "as text, Markdown, HTML, PDF or DOCX, or say that it is text"));
}

}  // namespace

absl::StatusOr<Format> DetectFormat(std::string_view bytes, std::string_view filename,
                                    std::string_view media_type) {
  if (absl::Status status = CheckSize(bytes, filename); !status.ok()) return status;
  if (IsPdf(bytes)) return Format::kPdf;
  if (IsZip(bytes)) {
    const absl::StatusOr<std::unique_ptr<DocxPackage>> package = DocxPackage::Open(bytes);
    if (package.ok()) return Format::kDocx;
    return About(filename, package.status());
  }
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
  if (media.rfind("text/plain", 0) == 0) return Format::kText;
  if (absl::Status status = CheckProse(bytes, filename, name); !status.ok()) return status;
  return Format::kText;
}

absl::StatusOr<ParsedDocument> Parse(std::string_view bytes, Format format,
                                     std::string_view filename, const base::Stopped& stopped,
                                     const PdfLayoutSource& pdf_layout) {
  if (absl::Status status = CheckSize(bytes, filename); !status.ok()) return status;
  ParsedDocument document;
  document.format = format;
  document.encoding = "UTF-8";
  absl::StatusOr<ReaderResult> read;
  if (format == Format::kPdf) {
    read = ReadPdf(bytes, pdf_layout, stopped);
    if (!read.ok()) return About(filename, read.status());
  } else if (format == Format::kDocx) {
    read = ReadDocx(bytes, stopped);
    if (!read.ok()) return About(filename, read.status());
  } else {
    read = ReadTextual(bytes, format, filename, stopped, &document.encoding);
    if (!read.ok()) return read.status();
  }
  if (base::IsStopped(stopped)) return base::StoppedWork();
  constexpr std::size_t kLongestTitle = 300;
  constexpr std::size_t kLongestOrigin = 2000;
  document.title = OneLine(read->title, kLongestTitle);
  if (document.title.empty()) document.title = TitleFromFilename(filename);
  document.author = OneLine(read->author, kLongestTitle);
  document.date = ToIsoDate(read->date);
  document.source = OneLine(read->source, kLongestOrigin);
  document.text = std::move(read->text);
  const Language language = DetectLanguage(LanguageSample(document.text, read->blocks));
  document.language = language.code.empty() ? PrimaryLanguage(read->language) : language.code;
  document.foreign = language.foreign;
  document.blocks = FinishBlocks(document.text, read->blocks);
  return document;
}

}  // namespace plenum::ingestion
