// Reading PDF by poppler's pdftotext, which runs as a process of its own: its library is GPL, and
// what parses strangers' PDFs is better kept where it can be stopped.
//
//   const PdfLayoutSource pdf = PdfToText();
//   absl::StatusOr<ParsedDocument> document = Parse(bytes, Format::kPdf, "brief.pdf", stopped,
//   pdf);
//
// Needs the Debian package poppler-utils.
#pragma once

#include <string>

#include "services/ingestion/formats/formats.h"
#include "services/ingestion/pdf_program/child.h"

namespace plenum::ingestion {

struct PdfProgramOptions {
  // Absolute path, and its arguments before "/dev/stdin -".
  std::string program = "/usr/bin/pdftotext";
  ChildLimits limits;
};

// A source for Parse(). The memory that the program may use is limits.memory_bytes and 16 times the
// document. Errors, as sentences without the file's name: INVALID_ARGUMENT: encrypted, damaged, or
// reading it takes too long, too much memory or gives too much; FAILED_PRECONDITION: the program is
// not installed; CANCELLED; INTERNAL: no process could be started.
PdfLayoutSource PdfToText(const PdfProgramOptions& options = {});

}  // namespace plenum::ingestion
