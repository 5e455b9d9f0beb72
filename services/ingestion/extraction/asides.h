// What stands in a sentence and says nothing of a measure: the number of its paragraph, marks of
// notes and lists, and asides. The rules read the tokens without them; quotes keep them.
#pragma once

#include "services/ingestion/extraction/pattern.h"

namespace plenum::ingestion {

// "4.7 Nor should ...": the number of a paragraph is no word of it.
void DropNumber(Tokens* tokens);

// "(a) plant trees, (b) open parks", "buy the land[4] and build": marks are no words.
void DropMarks(Tokens* tokens);

// "The levy, however, should end", "it would in our view be wrong": what is put in says how surely
// or to whom, and parts the verb from its subject. Never the first words: they may say who speaks.
void DropInsertions(Tokens* tokens);

}  // namespace plenum::ingestion
