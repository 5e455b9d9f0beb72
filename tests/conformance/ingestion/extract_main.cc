// Prints the measures of a file as JSON, as `plenum extract --json` does: for scoring the rules
// where the command line is not built. With --blocks, prints the blocks that the file was read
// into, one "KIND START END" a line (code points), for scoring what is kept as content.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <string_view>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/pdf_program/pdf_program.h"

int main(int argc, char** argv) {
  const bool blocks = argc == 3 && std::string_view(argv[1]) == "--blocks";
  if (argc != 2 && !blocks) {
    std::cerr << "usage: ingestion_extract [--blocks] FILE\n";
    return 2;
  }
  const std::string path = argv[argc - 1];
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  const auto format = plenum::ingestion::DetectFormat(bytes.str(), path, "");
  if (!format.ok()) {
    std::cerr << format.status().message() << "\n";
    return 1;
  }
  const auto document =
      plenum::ingestion::Parse(bytes.str(), *format, path, nullptr, plenum::ingestion::PdfToText());
  if (!document.ok()) {
    std::cerr << document.status().message() << "\n";
    return 1;
  }
  if (blocks) {
    for (const plenum::ingestion::Block& block : document->blocks) {
      std::cout << plenum::ingestion::BlockKindName(block.kind) << '\t' << block.start << '\t'
                << block.end << '\n';
    }
    return 0;
  }
  const auto measures = plenum::ingestion::ExtractMeasures(*document);
  if (!measures.ok()) {
    std::cerr << measures.status().message() << "\n";
    return 1;
  }
  std::cout << plenum::ingestion::ExtractionToJson(*document, *measures);
  return 0;
}
