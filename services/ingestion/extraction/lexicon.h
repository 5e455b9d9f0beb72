// Word lists of the extraction rules: English verbs of action with their inflected forms, verbs
// that are not measures, nouns of bodies that act, nouns that name a measure.
//
// Lists instead of a trained model: they are small, readable and the same on every machine. They
// hold words of policy prose in general, none of a single field. All look-ups take lower-case words
// and are constant time; the tables are built once, at first use, and never change.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace plenum::ingestion {

// A verb that names something that can be decided and done: "reduce", "publish", "ban".
bool IsActionVerb(std::string_view base);

// An action verb that is as often a noun: "fund", "plan", "limit".
bool IsNounToo(std::string_view base);

// A verb of state, thought or consequence: "trigger", "remain", "worry". Never a measure.
bool IsNonAction(std::string_view base);

// A verb that addresses the reader: "imagine", "note", "compare", "subscribe".
bool IsReaderVerb(std::string_view base);

// A verb whose subject must be named in a title, because it is what changes: "reach", "apply".
bool NeedsSubject(std::string_view base);

// "reduced" -> "reduce", "held" -> "hold", "banned" -> "ban"; empty if it is no past participle.
// Words outside the list are guessed from their ending when `guess` is set.
std::string BaseOfParticiple(std::string_view word, bool guess);

// "reducing" -> "reduce"; the same for the present participle.
std::string BaseOfGerund(std::string_view word, bool guess);

// Head nouns of who can act: "government", "ministry", "schools".
bool IsAgentNoun(std::string_view noun);

// Head nouns that are a measure by themselves: "ban", "levy", "register".
bool IsInstrumentNoun(std::string_view noun);

// "integration" -> "integrate"; empty if the noun names no action.
std::string_view VerbOfNoun(std::string_view noun);

// The verb that brings a thing about: "Set up" for a centre, "Provide" for training, ...
std::string_view VerbForThing(std::string_view noun);

// Whether a word is one of a few; for lists that one rule alone needs.
bool IsAny(std::string_view word, std::initializer_list<std::string_view> words);

// Word classes.
bool IsDeterminer(std::string_view word);    // the, a, its, this, each, more, ...
bool IsPronoun(std::string_view word);       // it, they, we, this, these, ...
bool IsPreposition(std::string_view word);   // of, in, for, ...
bool IsAuxiliary(std::string_view word);     // is, was, has, will, should, ...
bool IsConjunction(std::string_view word);   // and, or, but, ...
bool IsSubordinator(std::string_view word);  // if, because, which, who, although, ...
bool IsAdverb(std::string_view word);        // therefore, also, now, and words in -ly

// "proposals", "policies" -> true. A guess from the ending.
bool LooksPlural(std::string_view noun);

}  // namespace plenum::ingestion
