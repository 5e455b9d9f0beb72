// Duplicates within one document: the same measure said twice becomes one with two quotes.
//
// Direction before likeness: "hold fewer exercises" and "broaden exercises" share their words and
// stay apart, and so do a proposal and its rejection. Only near-equal titles are joined; the rest
// is for people to decide.
#pragma once

#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {

// Joins duplicates; keeps the order of first appearance. Expected linear.
Candidates MergeDuplicates(Candidates candidates);

}  // namespace plenum::ingestion
