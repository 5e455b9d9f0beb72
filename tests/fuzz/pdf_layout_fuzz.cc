// Reads whatever bytes come as what pdftotext says about a PDF, in pieces of a size that the first
// byte gives.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/parsed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using plenum::ingestion::PdfLayoutSink;
  if (size == 0) return 0;
  const std::size_t piece = 1 + std::size_t{data[0]} * 16;
  const std::string_view xml(reinterpret_cast<const char*>(data) + 1, size - 1);
  const plenum::ingestion::PdfLayoutSource source = [&](std::string_view, const PdfLayoutSink& sink,
                                                        const std::function<bool()>&) {
    absl::Status status;
    for (std::size_t at = 0; at < xml.size() && status.ok(); at += piece) {
      status = sink(xml.substr(at, piece));
    }
    return status;
  };
  plenum::fuzz::CheckParsed(plenum::ingestion::Parse("%PDF-1.7", plenum::ingestion::Format::kPdf,
                                                     "fuzz", nullptr, source));
  return 0;
}
