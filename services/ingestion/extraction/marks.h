// Which punctuation a token is. Internal to extraction/.
#pragma once

#include <algorithm>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {

// Ends a clause whatever stands around it.
inline bool IsHardStop(const Token& token) {
  return !token.word && IsAny(token.lower, {";", ":", ".", "?", "!", "(", ")", "\xE2\x80\x94",
                                            "\xE2\x80\x93", "\xE2\x80\xA6", "[", "]"});
}

inline bool IsNumber(const Token& token) {
  return std::all_of(token.lower.begin(), token.lower.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

inline bool IsQuoteMark(const Token& token) {
  return !token.word && IsAny(token.lower, {"\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D",
                                            "\xE2\x80\x98", "\xE2\x80\x99"});
}

inline bool IsApostropheMark(const Token& token) {
  return token.lower == "'" || token.lower == "\xE2\x80\x99";
}

inline bool IsComma(const Token& token) { return token.lower == ","; }

}  // namespace plenum::ingestion
