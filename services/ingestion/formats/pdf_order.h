// The reading order of a PDF's pages.
#pragma once

#include <vector>

#include "services/ingestion/formats/pdf_layout.h"

namespace plenum::ingestion {

// Puts the lines of each page in reading order, column by column, furniture at the top first and at
// the bottom last, and `furniture` with them. PdfLine::flow becomes the number of the column.
//
// Method: recursive XY cut (Nagy and Seth, 1984) over the program's blocks, cutting columns before
// bands; bands that stand above each other and share a gutter are one piece, so that paragraphs
// that happen to end side by side do not cut the columns. The order that the program gives is kept
// where no cut can be made, and on pages of more than 400 blocks. O(n log n) for each cut of a
// page.
void OrderLines(PdfLayout* layout, std::vector<bool>* furniture);

}  // namespace plenum::ingestion
