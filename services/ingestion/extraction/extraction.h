// Extraction: the measures that a document proposes, mentions or rejects, each with its quotes.
//
// What it is: grammar rules over the sentences of a parsed document. No model, no network. Each
// measure carries at least one quote, and each quote is verbatim text[start:end]; that is verified
// before it is returned.
//
//   absl::StatusOr<ParsedDocument> document = Parse(bytes, Format::kText, "article.txt");
//   absl::StatusOr<std::vector<ExtractedMeasure>> measures = ExtractMeasures(*document);
//
// A quote that comes from elsewhere (a client) is checked against a document by VerifyQuote.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"
#include "services/ingestion/formats/formats.h"

namespace plenum::ingestion {

struct Quote {
  std::string text;
  // Code points into the document's stored text, end exclusive.
  std::size_t start = 0;
  std::size_t end = 0;
};

// How the document stands to the measure: argues for it, names it as an option or as somebody
// else's proposal, or argues against it.
enum class Stance { kRecommends, kMentions, kOpposes };

// A sentence near a measure that argues for or against it. A guess for people to take up or leave:
// it is verbatim, what it is held to argue is not certain.
struct Argument {
  Quote quote;
  bool supports = true;
};

struct ExtractedMeasure {
  // A short imperative made from the words of the quote, e.g. "Reduce the troops based abroad".
  // Never empty, at most 160 code points, no line breaks.
  std::string title;
  Stance stance = Stance::kRecommends;
  // Who is to act, as the document says it ("the two allies"), or empty.
  std::string actor;
  // How sure the rule is that this is a measure: 0 < confidence <= 1. Comparable within one
  // version of the rules, not a probability.
  double confidence = 0.0;
  // 1 to kMostQuotes; each verbatim; in document order. Of what a document says more often, the
  // first.
  std::vector<Quote> quotes;
  // At most kMostArguments, in document order; none is also a quote of this measure.
  std::vector<Argument> arguments;
};

inline constexpr std::size_t kMostQuotes = 100;
inline constexpr std::size_t kMostArguments = 4;

// Something by which a document judges measures: "Cost", "Deterrence", "Public trust".
struct CriterionSuggestion {
  std::string name;
  // The sentences that argue with it: at least one, at most kMostCriterionQuotes, in document
  // order.
  std::vector<Quote> quotes;
};

inline constexpr std::size_t kMostCriteria = 8;
inline constexpr std::size_t kMostCriterionQuotes = 5;

// The measures of a document in the order of their first quote, duplicates within the document
// joined. Blocks of kind kChrome and kCaption yield nothing. A document without measures gives an
// empty list. Errors: INTERNAL if a quote failed its own verification (a bug, never expected);
// INVALID_ARGUMENT if the document's blocks do not lie inside its text. Linear in the text.
//
// `stopped`, when given, is asked between sentences: once it says true the work ends with
// CANCELLED.
absl::StatusOr<std::vector<ExtractedMeasure>> ExtractMeasures(
    const ParsedDocument& document, const base::Stopped& stopped = nullptr);

// What the document argues with, the most used first; at most kMostCriteria, names distinct. Found
// from the words of reasons ("because", "the risk of", "would save", "cheaper than"), so a document
// that only lists measures gives none. Errors and `stopped` as in ExtractMeasures. Linear.
absl::StatusOr<std::vector<CriterionSuggestion>> SuggestCriteria(
    const ParsedDocument& document, const base::Stopped& stopped = nullptr);

// OK if quote.text is exactly the code points [quote.start, quote.end) of `text`, and not empty.
// Errors (INVALID_ARGUMENT): empty quote, start >= end, end beyond the text, or other words there
// (the message names the offset of the first difference). `text` must be valid UTF-8. Linear.
absl::Status VerifyQuote(std::string_view text, const Quote& quote);

// "RECOMMENDS", "MENTIONS" or "OPPOSES".
std::string_view StanceName(Stance stance);

}  // namespace plenum::ingestion
