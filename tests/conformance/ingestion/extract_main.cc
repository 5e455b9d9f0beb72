// Prints the measures of a file as JSON, as `plenum extract --json` does: for scoring the rules
// where the command line is not built.
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/json.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/pdf_program/pdf_program.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: ingestion_extract FILE\n";
    return 2;
  }
  const std::string path = argv[1];
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
  const auto measures = plenum::ingestion::ExtractMeasures(*document);
  if (!measures.ok()) {
    std::cerr << measures.status().message() << "\n";
    return 1;
  }
  std::cout << plenum::ingestion::ExtractionToJson(*document, *measures);
  return 0;
}
