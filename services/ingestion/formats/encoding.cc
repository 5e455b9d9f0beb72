#include "services/ingestion/formats/encoding.h"

#include <uchardet/uchardet.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <memory>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/code_points.h"

namespace plenum::ingestion {
namespace {

struct Bom {
  std::string_view bytes;
  const char* encoding;
};

using namespace std::string_view_literals;  // NOLINT(google-build-using-namespace): for embedded
                                            // NULs

// UTF-32LE begins with the mark of UTF-16LE, so it stands first.
constexpr std::array<Bom, 5> kBoms = {{{"\xEF\xBB\xBF"sv, "UTF-8"},
                                       {"\xFF\xFE\0\0"sv, "UTF-32LE"},
                                       {"\0\0\xFE\xFF"sv, "UTF-32BE"},
                                       {"\xFF\xFE"sv, "UTF-16LE"},
                                       {"\xFE\xFF"sv, "UTF-16BE"}}};

std::optional<Bom> FindBom(std::string_view bytes) {
  for (const Bom& bom : kBoms) {
    if (bytes.substr(0, bom.bytes.size()) == bom.bytes) return bom;
  }
  return std::nullopt;
}

struct ConverterCloser {
  void operator()(UConverter* converter) const { ucnv_close(converter); }
};

// Converts to UTF-8. `strict` refuses what the encoding does not define.
absl::StatusOr<std::string> Convert(std::string_view bytes, const std::string& encoding,
                                    bool strict) {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(encoding.c_str(), &error));
  if (U_FAILURE(error) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("the encoding ", encoding, " is not known"));
  }
  if (strict) {
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &error);
  }
  const icu::UnicodeString wide(bytes.data(), static_cast<int32_t>(bytes.size()), converter.get(),
                                error);
  if (U_FAILURE(error) != 0) {
    return absl::InvalidArgumentError(absl::StrCat("it is not valid ", encoding));
  }
  std::string out;
  wide.toUTF8String(out);
  return out;
}

struct DetectorCloser {
  void operator()(uchardet_t detector) const { uchardet_delete(detector); }
};

// What the bytes look like to uchardet; empty if it cannot tell. The first 256 KiB decide.
std::string GuessEncoding(std::string_view bytes) {
  constexpr std::size_t kSample = std::size_t{256} * 1024;
  const std::unique_ptr<std::remove_pointer_t<uchardet_t>, DetectorCloser> detector(uchardet_new());
  if (uchardet_handle_data(detector.get(), bytes.data(), std::min(bytes.size(), kSample)) != 0) {
    return {};
  }
  uchardet_data_end(detector.get());
  return uchardet_get_charset(detector.get());
}

std::string ToLower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  });
  return lower;
}

// The charset that a <meta> in the first 4 KiB declares, or empty.
std::string MetaCharset(std::string_view bytes) {
  const std::string head = ToLower(bytes.substr(0, 4096));
  std::size_t at = 0;
  while ((at = head.find("<meta", at)) != std::string::npos) {
    const std::size_t close = std::min(head.find('>', at), head.size());
    const std::size_t charset = head.find("charset", at);
    at = close;
    if (charset == std::string::npos || charset >= close) continue;
    std::size_t from = head.find('=', charset);
    if (from == std::string::npos || from >= close) continue;
    from = head.find_first_not_of("=\"' \t\r\n", from);
    if (from == std::string::npos || from >= close) continue;
    const std::size_t to = head.find_first_of("\"'; \t\r\n/>", from);
    return head.substr(from, std::min(to, close) - from);
  }
  return {};
}

// Labels that the WHATWG Encoding Standard reads as windows-1252, and UTF-16 declared in ASCII,
// which cannot be true.
std::string EffectiveLabel(const std::string& label) {
  if (label == "iso-8859-1" || label == "latin1" || label == "us-ascii" || label == "ascii" ||
      label == "iso8859-1") {
    return "windows-1252";
  }
  if (label.rfind("utf-16", 0) == 0 || label == "unicode") return "utf-8";
  if (label == "gb2312" || label == "gbk") return "gb18030";
  if (label == "x-sjis" || label == "shift-jis") return "shift_jis";
  return label;
}

bool IsConvertible(const std::string& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(encoding.c_str(), &error));
  return U_SUCCESS(error) != 0;
}

// Bytes that ICU's converter takes for each code point in turn.
std::vector<std::size_t> ConvertedOffsets(std::string_view body, const std::string& encoding,
                                          const std::vector<std::size_t>& offsets) {
  std::vector<std::size_t> found;
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, ConverterCloser> converter(ucnv_open(encoding.c_str(), &error));
  const char* at = body.data();
  const char* const end = at + body.size();
  std::size_t decoded = 0;
  for (const std::size_t offset : offsets) {
    while (U_SUCCESS(error) != 0 && decoded < offset && at < end) {
      const UChar32 code = ucnv_getNextUChar(converter.get(), &at, end, &error);
      if (U_SUCCESS(error) != 0) decoded += static_cast<std::size_t>(U8_LENGTH(code));
    }
    found.push_back(static_cast<std::size_t>(at - body.data()));
  }
  return found;
}

}  // namespace

std::vector<std::size_t> SourceOffsets(std::string_view bytes, const std::string& encoding,
                                       const std::vector<std::size_t>& offsets) {
  const std::optional<Bom> bom = FindBom(bytes);
  const std::size_t mark = bom ? bom->bytes.size() : 0;
  std::vector<std::size_t> found =
      encoding == "UTF-8" ? offsets : ConvertedOffsets(bytes.substr(mark), encoding, offsets);
  for (std::size_t& offset : found) offset = std::min(offset + mark, bytes.size());
  return found;
}

absl::StatusOr<DecodedText> DecodeText(std::string_view bytes, std::string_view filename) {
  const std::string name = filename.empty() ? "the document" : std::string(filename);
  std::string_view body = bytes;
  if (const std::optional<Bom> bom = FindBom(bytes)) {
    body.remove_prefix(bom->bytes.size());
    if (bom->encoding != "UTF-8"sv) {
      absl::StatusOr<std::string> text = Convert(body, bom->encoding, /*strict=*/true);
      if (!text.ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat(name, " begins with the byte order mark of ", bom->encoding, ", but ",
                         text.status().message(), "; save it as UTF-8"));
      }
      return DecodedText{std::move(text).value(), bom->encoding};
    }
  }
  const std::size_t invalid = FindInvalidUtf8(body);
  if (invalid != std::string_view::npos) {
    const std::string guess = GuessEncoding(body);
    const std::string hint =
        guess.empty() || ToLower(guess) == "utf-8" || guess == "ASCII"
            ? std::string("save it as UTF-8")
            : absl::StrCat("it looks like ", guess, ": save it as UTF-8 (iconv -f ", guess,
                           " -t UTF-8)");
    return absl::InvalidArgumentError(absl::StrCat(
        name, " is not valid UTF-8 at byte ", invalid + (bytes.size() - body.size()), "; ", hint));
  }
  return DecodedText{std::string(body), "UTF-8"};
}

absl::StatusOr<DecodedText> DecodeHtml(std::string_view bytes, std::string_view filename) {
  std::string encoding;
  std::string_view body = bytes;
  if (const std::optional<Bom> bom = FindBom(bytes)) {
    body.remove_prefix(bom->bytes.size());
    encoding = bom->encoding;
  } else if (const std::string declared = EffectiveLabel(MetaCharset(bytes));
             !declared.empty() && IsConvertible(declared)) {
    encoding = declared;
  }
  const bool valid_utf8 = FindInvalidUtf8(body) == std::string_view::npos;
  // Pages that declare a one-byte encoding and are valid UTF-8 with characters beyond ASCII are
  // UTF-8: that does not happen by chance.
  if (valid_utf8 && encoding.rfind("UTF-", 0) != 0) return DecodedText{std::string(body), "UTF-8"};
  if (valid_utf8 && encoding == "UTF-8") return DecodedText{std::string(body), "UTF-8"};
  if (encoding.empty()) {
    encoding = EffectiveLabel(ToLower(GuessEncoding(body)));
    if (encoding.empty() || !IsConvertible(encoding)) encoding = "windows-1252";
  }
  absl::StatusOr<std::string> text = Convert(body, encoding, /*strict=*/false);
  if (!text.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat(filename.empty() ? "the page" : std::string(filename),
                     " cannot be decoded: ", text.status().message()));
  }
  return DecodedText{std::move(text).value(), encoding};
}

}  // namespace plenum::ingestion
