// Parses and extracts whatever bytes come as text, Markdown or HTML; the first byte says which.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/parsed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using plenum::ingestion::Format;
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  static constexpr Format kFormats[] = {Format::kText, Format::kMarkdown, Format::kHtml};
  plenum::fuzz::CheckParsed(
      plenum::ingestion::Parse(bytes.substr(1), kFormats[data[0] % 3], "fuzz"));
  return 0;
}
