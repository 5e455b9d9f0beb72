// Grammar: the shallow parsing that the rules share. Where a clause begins and ends, what its
// subject is, how verb phrases are coordinated, and how a title is made from them.
//
// There is no tagger behind it: closed word classes, the verb list of lexicon.h and punctuation
// decide. All functions are linear in the sentence.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "services/ingestion/extraction/pattern.h"
#include "services/ingestion/extraction/sentences.h"

namespace plenum::ingestion {

// Half-open range of tokens.
struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool empty() const { return begin >= end; }
};

// Lower-case words that the document writes in lower case somewhere: a sentence's first word that
// is among them is no name.
using CommonWords = std::unordered_set<std::string>;

// Who says what a clause says.
enum class Voice { kAuthor, kThirdParty, kSubordinate };

struct Subject {
  Span span;
  Voice voice = Voice::kAuthor;  // kSubordinate: not a claim of its own ("if X should ...")
  bool negated = false;          // "we do not think that X should"
};

// The subject of the verb at token `verb`, looking back.
Subject FindSubject(const Tokens& tokens, std::size_t verb);

// Where the clause that `from` is in ends: behind its object, before any clause about it.
std::size_t ClauseEnd(const Tokens& tokens, std::size_t from);

enum class VerbForm { kBase, kGerund, kInfinitive };

// A verb phrase: the base of its verb, and what follows it.
struct VerbPhrase {
  std::string verb;
  Span rest;
};

// The coordinated verb phrases of [begin, end), whose first token is a verb in the given form (for
// kInfinitive, the word behind "to"): "reduce A or harden B" gives two. Empty if the first token is
// no verb. Unknown verbs are accepted when `guess` is set.
std::vector<VerbPhrase> SplitVerbPhrases(const Tokens& tokens, Span span, VerbForm form,
                                         bool guess);

// "refrain from mapping it and selling it", "avoid closing it": the phrases that are shunned, of a
// span that begins with the verb; empty if it shuns nothing.
std::vector<VerbPhrase> ShunnedPhrases(const Tokens& tokens, Span span);

// The words of a span as the sentence has them, without quotation marks.
std::string TextOf(const Tokens& tokens, Span span);

// Makes titles; one per document.
class TitleMaker {
 public:
  // `common` as CommonWords; `names` the words, in lower case, that the document writes with a
  // capital inside sentences.
  TitleMaker(const CommonWords* common, const CommonWords* names)
      : common_(*common), names_(*names) {}

  // "reduce" + "the number of ... to decrease U.S. exposure" -> "Reduce the number of ...".
  std::string FromVerbPhrase(const Tokens& tokens, const VerbPhrase& phrase) const;

  // The same; an object that is only "it" or "them" is said by what it stands for: a phrase of
  // tokens [0, clause), else the given ones. Empty if such a title would say nothing.
  std::string FromVerbPhrase(const Tokens& tokens, const VerbPhrase& phrase, std::size_t clause,
                             const std::string& singular, const std::string& plural) const;

  // A verb phrase behind another: what "it" or "them" is, is the other's object. "Fund the line" +
  // "electrify it" -> "Electrify the line".
  std::string FromLaterPhrase(const Tokens& tokens, const VerbPhrase& earlier,
                              const VerbPhrase& phrase) const;

  // "the commitment" + "scaled" + "back" -> "Scale back the commitment".
  std::string FromPassive(const Tokens& tokens, std::string_view verb, Span subject,
                          Span rest) const;

  // The same with the subject in words, for one that stands in another sentence.
  std::string FromPassiveOf(const Tokens& tokens, std::string_view verb, const std::string& subject,
                            Span rest) const;

  // "a levy of 0.1% on contracts" -> "Introduce a levy ..."; "systematic integration of exercises"
  // -> "Integrate exercises"; "publishing the data" -> "Publish the data".
  std::string FromNounPhrase(const Tokens& tokens, Span span) const;

  // `text` with its first word in lower case unless it is a name.
  std::string Subject(const Tokens& tokens, Span span) const;

  // A span without what explains it, at most as long as a title may be.
  Span Short(const Tokens& tokens, Span span) const { return Trim(tokens, span, 3); }

  // White space squeezed, marks at the ends dropped, first letter large, at most 160 code points.
  static std::string Finish(std::string_view text);

 private:
  std::string WithLastPronoun(const Tokens& tokens, Span rest, std::size_t clause,
                              std::string title, const std::string& singular,
                              const std::string& plural) const;
  Span Trim(const Tokens& tokens, Span span, std::size_t words_before) const;
  const CommonWords& common_;
  const CommonWords& names_;
};

// The noun that a phrase is about: the last noun before its first preposition or clause.
std::size_t HeadOf(const Tokens& tokens, Span span);

// The noun phrases of tokens [0, end), by function words alone.
std::vector<Span> NounPhrases(const Tokens& tokens, std::size_t end);

// What a pronoun behind tokens [0, end) may stand for: the first singular phrase of two words or
// more, and the last plural one. Empty spans if there is none.
struct Antecedents {
  Span singular;
  Span plural;
};
Antecedents FindAntecedents(const Tokens& tokens, std::size_t end);

// The verb for a subject, "carry" -> "carries" where it is one thing: "Ensure each parcel carries".
std::string Agreeing(const std::string& verb, const Tokens& tokens, Span subject);

// Splits off leading connectives: "However, in the end, also X" -> X.
Span DropConnectives(const Tokens& tokens, Span span);

}  // namespace plenum::ingestion
