// For the tests of the readers: test documents, and blocks as one line each.
#pragma once

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/ingestion/formats/code_points.h"
#include "services/ingestion/formats/formats.h"
#include "services/ingestion/formats/strings.h"

namespace plenum::ingestion::testing {

// The bytes of a file of testdata/.
inline std::string TestFile(const std::string& name) {
  std::ifstream file(std::string(PLENUM_FORMATS_TESTDATA) + "/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// "heading 2: What to do" for each block; the level only where there is one.
inline std::vector<std::string> Lines(const ParsedDocument& document) {
  const CodePointIndex index(document.text);
  std::vector<std::string> lines;
  for (const Block& block : document.blocks) {
    lines.push_back(absl::StrCat(Piece(BlockKindName(block.kind)),
                                 block.level == 0 ? "" : absl::StrCat(" ", block.level), ": ",
                                 Piece(index.Slice(block.start, block.end))));
  }
  return lines;
}

}  // namespace plenum::ingestion::testing
