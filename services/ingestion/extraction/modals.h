// Modals: where a sentence says that something should, must, could be done, and whether the verb
// behind is one of action. Shared by the rules of modals and of states; internal to extraction/.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include "services/ingestion/extraction/grammar.h"

namespace plenum::ingestion {

// A modal with what it claims.
struct Modal {
  std::size_t begin = 0;
  std::size_t end = 0;  // behind it, negation and adverbs
  bool strong = true;   // should, must; else could, might, may, can
  bool can = false;
  bool would = false;
  bool be_to = false;   // "is to"
  bool has_to = false;  // "has to": often no more than a fact
  bool negative = false;
};

// The modal that begins at token `at`, with what belongs to it: "could and should at least".
bool FindModalAt(const Tokens& tokens, std::size_t at, Modal* modal);

// Whether the subject is one of these words alone.
bool SubjectIs(const Tokens& tokens, Span subject, std::initializer_list<std::string_view> words);

bool IsName(const Token& token);

// Whether the subject is somebody who can decide.
bool IsAgent(const Tokens& tokens, Span subject);

// A past participle that reports or judges instead of doing.
bool IsNonActionParticiple(std::string_view base);

// Whether the verb at `at` can be a measure: not "should know", "must have allies", "make sense".
bool IsMeasureVerb(const Tokens& tokens, std::size_t at, const std::string& verb);

}  // namespace plenum::ingestion
