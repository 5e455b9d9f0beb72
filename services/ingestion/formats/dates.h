// Dates as documents write them.
#pragma once

#include <string>
#include <string_view>

namespace plenum::ingestion {

// The date at the start of `text` as "2026-03-14", or empty if there is none: ISO 8601 with or
// without a time, "2026/03/14", "20260314", "14 March 2026", "March 14th, 2026", "Mar. 14, 2026".
// Dates whose order of day and month is not certain ("3/4/2026") are none.
std::string ToIsoDate(std::string_view text);

}  // namespace plenum::ingestion
