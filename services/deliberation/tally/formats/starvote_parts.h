// Parts of the reader of starvote files (starvote.h) that stand alone: its messages and its CSV.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "services/deliberation/tally/formats/starvote.h"

namespace plenum::tally {

// How deep files may name each other.
inline constexpr int kDeepestStarvoteFile = 8;

// The mistake as a sentence, without its place.
std::string DescribeMistake(const StarvoteError& error);

// The rows of a CSV file. A field may be in quotation marks, doubled for one inside; an empty line
// is a row without fields. O(text).
std::vector<std::vector<std::string>> StarvoteCsvRows(std::string_view text);

}  // namespace plenum::tally
