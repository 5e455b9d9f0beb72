// What a line of text looks like, where no tag says it. Used by the readers of plain text, PDF and
// DOCX.
#pragma once

#include <cstddef>
#include <string_view>

namespace plenum::ingestion {

// Length in bytes of a list marker with its spaces at the start of the line ("- ", "* ", "1. ",
// "(a) ", "iv) ", bullets), or 0 where there is none or nothing behind it.
std::size_t MarkerLength(std::string_view line);

// Whether a line of `words` words could be a heading: short, begins as one does, ends as no
// sentence does.
bool LooksLikeHeading(std::string_view text, std::size_t words);

}  // namespace plenum::ingestion
