// What stands on the pages of a PDF around its text: running heads and feet, page numbers, text up
// the margin, lines of a table of contents.
#pragma once

#include <vector>

#include "services/ingestion/formats/pdf_layout.h"

namespace plenum::ingestion {

// For each line whether it is furniture. A running head or foot is text near the top or bottom edge
// that returns at the same height on other pages, figures aside; a page number needs no second one.
// Linear in the lines times their logarithm.
std::vector<bool> FindFurniture(const PdfLayout& layout);

}  // namespace plenum::ingestion
