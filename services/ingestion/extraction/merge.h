// Duplicates within one document: the same measure said twice becomes one with two quotes.
//
// Direction before likeness: "hold fewer exercises" and "broaden exercises" share their words and
// stay apart, and so do a proposal and its rejection. Only near-equal titles are joined; the rest
// is for people to decide.
#pragma once

#include <string_view>
#include <vector>

#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {

// -1 for less of something, +1 for more, 0 if the title does not say.
int DirectionOf(std::string_view title);

// Likeness of two titles, 0..1: shared word stems over all of them (Jaccard).
double TitleLikeness(std::string_view a, std::string_view b);

// Joins duplicates; keeps the order of first appearance. Expected linear.
Candidates MergeDuplicates(Candidates candidates);

}  // namespace plenum::ingestion
