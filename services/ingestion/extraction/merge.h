// Duplicates within one document: the same measure said twice becomes one with two quotes.
//
// Direction before likeness: "hold fewer exercises" and "broaden exercises" share their words and
// stay apart, and so do a proposal and its rejection. Only near-equal titles are joined; the rest
// is for people to decide.
#pragma once

#include <cstddef>
#include <vector>

#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {

// Joins labelled headings with what is said below them: the heading's words become the title of the
// first candidate of its section that shares one with it. A recommending heading whose section has
// candidates but none like it only announces them, and is dropped. `section_end[i]` is the sentence
// at which the section of a heading in sentence i ends.
Candidates AbsorbHeadings(Candidates candidates, const std::vector<std::size_t>& section_end);

// Joins the lead of a list item ("**No supplement.**") with the next sentence of the same item that
// spells it out: same stance, and a word in common.
Candidates JoinItems(Candidates candidates);

// Joins duplicates; keeps the order of first appearance, and of what is said more often the first
// kMostQuotes places. Expected linear.
Candidates MergeDuplicates(Candidates candidates);

}  // namespace plenum::ingestion
