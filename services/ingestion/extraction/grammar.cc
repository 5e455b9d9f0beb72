#include "services/ingestion/extraction/grammar.h"

#include <algorithm>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/marks.h"

namespace plenum::ingestion {
namespace {

// Words that leave the title of a measure: what follows explains it.
bool IsExplanation(const Tokens& tokens, std::size_t at) {
  const std::string& word = tokens[at].lower;
  if (IsAny(word, {"because", "whereas", "although", "though", "unless", "until", "if", "when",
                   "provided", "which", "while", "whenever", "lest"})) {
    return true;
  }
  if (Match(tokens, at, "so|in that|order"_p) != kNoMatch) return true;
  if (Match(tokens, at, "even if|though|when"_p) != kNoMatch) return true;
  if (Match(tokens, at, "as if|though|long|soon"_p) != kNoMatch) return true;
  if (Match(tokens, at, "rather than|with an|a|the view|eye|aim|goal"_p) != kNoMatch) {
    return word == "with";
  }
  return false;
}

}  // namespace

Span DropConnectives(const Tokens& tokens, Span span) {
  while (!span.empty()) {
    const Token& token = tokens[span.begin];
    const bool number_lead = token.lower == "first" || token.lower == "second";
    // "more systems" and "both sides" begin a noun phrase.
    const bool quantifier = IsAny(token.lower, {"more", "both", "only", "most", "least", "better",
                                                "best", "further", "either", "at", "even"});
    if (token.word && !quantifier &&
        (IsAdverb(token.lower) || IsConjunction(token.lower) || number_lead)) {
      ++span.begin;
      continue;
    }
    if (!token.word) {
      ++span.begin;
      continue;
    }
    const std::size_t above =
        Match(tokens, span.begin,
              "above|first|most|best|better|last|but|and|still|of? all|foremost|still|"
              "yet|importantly|urgently|least? of? all? ,"_p);
    if (above != kNoMatch && above < span.end && above > span.begin + 1 &&
        (above > span.begin + 2 || !quantifier)) {
      span.begin = above;
      continue;
    }
    const std::size_t least = Match(tokens, span.begin, "at the very least ,?"_p);
    if (least != kNoMatch && least < span.end) {
      span.begin = least;
      continue;
    }
    const std::size_t then =
        Match(tokens, span.begin,
              "until|since|before|after|by then|now|that|today time|point|date|period|stage? ,?"_p);
    if (then != kNoMatch && then < span.end) {
      span.begin = then;
      continue;
    }
    const std::size_t view =
        Match(tokens, span.begin, "in my|our|their|this view|opinion|judgement|judgment|case ,?"_p);
    if (view != kNoMatch && view < span.end) {
      span.begin = view;
      continue;
    }
    const std::size_t lead = Match(
        tokens, span.begin,
        "of|in|on|at|for|to|as the|a? course|addition|particular|short|sum|general|result|fact|"
        "moment|same|end|time|time|all|instance|example|long|medium|meantime|minimum|contrary|"
        "least|other|one|step hand|run|term|time|measure? ,?"_p);
    if (lead != kNoMatch && lead < span.end && lead > span.begin + 1 &&
        (tokens[lead - 1].lower == ",")) {
      span.begin = lead;
      continue;
    }
    break;
  }
  return span;
}

std::size_t ClauseEnd(const Tokens& tokens, std::size_t from) {
  for (std::size_t i = from; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    // "7:20" is a time.
    const bool time = token.lower == ":" && i > from && i + 1 < tokens.size() &&
                      IsNumber(tokens[i - 1]) && IsNumber(tokens[i + 1]) &&
                      tokens[i - 1].end == token.begin && tokens[i + 1].begin == token.end;
    if (IsHardStop(token) && !time) return i;
    if (i > from && IsExplanation(tokens, i)) {
      // "networks in which": the preposition belongs to the clause.
      return token.lower == "which" && IsPreposition(tokens[i - 1].lower) && i - 1 > from ? i - 1
                                                                                          : i;
    }
    // ", the union says": who said it is no part of it.
    if (IsComma(token) && i > from) {
      const Pattern& says =
          "the|it|he|she|they|mr|ms|mrs|dr? <few> "
          "says|said|argues|argued|adds|added|insists|writes|"
          "wrote|claims|suggests|believes"_p;
      const std::size_t said = Match(tokens, i + 1, says);
      if (said != kNoMatch && (said >= tokens.size() || !tokens[said].word)) return i;
    }
    // "...," said the mayor: the end of what is quoted.
    if (IsComma(token) && i > from && i + 1 < tokens.size() && IsQuoteMark(tokens[i + 1])) {
      return i;
    }
    if (IsComma(token) && i + 1 < tokens.size()) {
      const std::string& next = tokens[i + 1].lower;
      if (IsAny(next, {"which",   "who",   "where",       "because",  "since", "so",     "but",
                       "yet",     "as",    "not",         "even",     "given", "while",  "thus",
                       "thereby", "whose", "effectively", "provided", "set",   "rather", "it",
                       "they",    "we",    "this",        "these",    "he"})) {
        return i;
      }
      // ", under which ..."
      if (i + 2 < tokens.size() && IsPreposition(next) &&
          IsAny(tokens[i + 2].lower, {"which", "whom", "whose"})) {
        return i;
      }
    }
    // "cut it by 2030 but operations are rarely counted": the contrast is another clause.
    if (token.lower == "but" && i > from && i + 1 < tokens.size() &&
        tokens[i + 1].lower != "also") {
      for (std::size_t k = i + 1; k < tokens.size() && k < i + 8 && tokens[k].word; ++k) {
        if (IsAuxiliary(tokens[k].lower) && tokens[k].lower != "be") return i;
      }
    }
    const bool joins = token.lower == "and" || token.lower == "but" || token.lower == "or";
    if (joins && i + 1 < tokens.size()) {
      const std::string& next = tokens[i + 1].lower;
      // "pay for the units and proposes yearly tests": another thing that somebody says.
      const bool says = IsAny(next, {"proposes", "recommends", "urges", "wants", "opposes",
                                     "rejects", "suggests", "argues", "says", "warns", "advises"});
      if (says && i > from) return IsComma(tokens[i - 1]) ? i - 1 : i;
      if (IsAny(next, {"it", "they", "we", "he", "she", "that", "this", "these", "there"})) {
        return IsComma(tokens[i - 1]) ? i - 1 : i;
      }
      // "give notice and be required to file": the passive goes on with the subject.
      if (next == "be" && i > from) return IsComma(tokens[i - 1]) ? i - 1 : i;
      // ", and the Commissioner raised no objection": a clause of its own has an auxiliary, or a
      // verb behind a noun phrase.
      if (i > from && IsComma(tokens[i - 1])) {
        for (std::size_t k = i + 1; k < tokens.size() && k < i + 12; ++k) {
          if (!tokens[k].word) break;
          const bool have_to = Match(tokens, k, "have to"_p) != kNoMatch;
          const bool finite = have_to || (IsAuxiliary(tokens[k].lower) && tokens[k].lower != "be" &&
                                          tokens[k].lower != "have" && tokens[k].lower != "do");
          const bool past = k > i + 2 && tokens[k].lower.size() > 4 &&
                            !BaseOfParticiple(tokens[k].lower, false).empty() &&
                            k + 1 < tokens.size() && IsDeterminer(tokens[k + 1].lower);
          const bool elided = tokens[k].lower == "be" && k > i + 2;  // "and the fee be cut"
          if ((finite && k > i + 1) || past || elided) return i - 1;
        }
      }
    }
  }
  return tokens.size();
}

namespace {

// Verbs that are adjectives as often.
bool IsAdjectiveToo(std::string_view base) {
  return IsAny(base, {"free",    "clean",    "clear",   "complete", "correct",  "lower",
                      "narrow",  "separate", "secure",  "open",     "direct",   "slow",
                      "present", "welcome",  "further", "close",    "moderate", "appropriate",
                      "last",    "live",     "even",    "empty"});
}

// Gerunds that are nouns as often.
bool IsGerundNoun(std::string_view word) {
  return IsAny(
      word,
      {"training",    "planning",  "testing",       "funding",   "housing",   "building", "meeting",
       "monitoring",  "spending",  "policing",      "screening", "lending",   "farming",  "parking",
       "counselling", "marketing", "manufacturing", "staffing",  "hearing",   "opening",  "timing",
       "financing",   "budgeting", "banking",       "shipping",  "targeting", "sourcing", "mapping",
       "reporting",   "trading",   "fishing"});
}

std::string VerbAt(const Tokens& tokens, std::size_t at, VerbForm form, bool guess) {
  if (at >= tokens.size() || !tokens[at].word) return {};
  const std::string& word = tokens[at].lower;
  if (form == VerbForm::kGerund) return BaseOfGerund(word, guess);
  if (IsActionVerb(word)) return word;
  const bool possible = guess && word.size() > 2 && !IsDeterminer(word) && !IsPronoun(word) &&
                        !IsPreposition(word) && !IsAuxiliary(word) && !IsConjunction(word) &&
                        std::isalpha(static_cast<unsigned char>(word[0])) != 0;
  return possible ? word : std::string();
}

// "the right to buy and sell it": the verb before the conjunction shares the object behind it.
bool SharesObject(const Tokens& tokens, std::size_t joint) {
  return joint >= 2 && tokens[joint - 2].lower == "to" && IsActionVerb(tokens[joint - 1].lower) &&
         !IsComma(tokens[joint - 1]);
}

// Whether the word behind a conjunction begins another verb phrase, and not another noun.
bool StartsPhrase(const Tokens& tokens, std::size_t at, std::size_t end, const std::string& verb,
                  VerbForm form) {
  if (verb.empty() || !IsActionVerb(verb)) return false;
  if (form == VerbForm::kInfinitive) return true;
  if (at + 1 >= end) return false;
  const Token& next = tokens[at + 1];
  if (!next.word || next.lower == "of" || IsConjunction(next.lower)) return false;
  if (form == VerbForm::kGerund) {
    if (IsGerundNoun(tokens[at].lower)) return IsDeterminer(next.lower) || IsPronoun(next.lower);
    return !IsAuxiliary(next.lower);
  }
  const bool ambiguous = IsNounToo(verb) || IsAdjectiveToo(verb);
  if (ambiguous) return IsDeterminer(next.lower) || IsPronoun(next.lower);
  return !IsPreposition(next.lower) || IsAny(next.lower, {"on", "with", "to", "from", "up", "out"});
}

}  // namespace

std::vector<VerbPhrase> SplitVerbPhrases(const Tokens& tokens, Span span, VerbForm form,
                                         bool guess) {
  std::vector<VerbPhrase> phrases;
  std::string verb = VerbAt(tokens, span.begin, form, guess);
  if (verb.empty()) return phrases;
  phrases.push_back({std::move(verb), {span.begin + 1, span.end}});
  bool list = false;  // a later "and V" proves that commas before it join verbs too
  std::vector<std::size_t> starts;
  for (std::size_t i = span.end; i > span.begin + 2; --i) {
    const std::size_t at = i - 1;
    const std::string& joint = tokens[at].lower;
    const bool conjunction =
        joint == "and" || joint == "or" || joint == "nor" ||
        (joint == "but" && at + 1 < span.end && tokens[at + 1].lower == "also");
    if (!conjunction && !(IsComma(tokens[at]) && list)) continue;
    if (at > span.begin + 2 && SharesObject(tokens, at)) continue;
    std::size_t next = at + 1;
    while (next < span.end && tokens[next].word && IsAdverb(tokens[next].lower)) ++next;
    if (form == VerbForm::kGerund && next + 1 < span.end &&
        IsAny(tokens[next].lower, {"for", "by"})) {
      ++next;
    }
    const bool infinitive =
        next < span.end && tokens[next].lower == "to" && form != VerbForm::kGerund;
    if (infinitive) ++next;
    if (next >= span.end) continue;
    const VerbForm wanted = infinitive                      ? VerbForm::kInfinitive
                            : form == VerbForm::kInfinitive ? VerbForm::kBase
                                                            : form;
    const std::string candidate = VerbAt(tokens, next, wanted, false);
    const bool denied = joint == "nor" && IsActionVerb(candidate);
    if (!denied && !StartsPhrase(tokens, next, span.end, candidate, wanted)) continue;
    list = true;
    starts.push_back(at);
    starts.push_back(next);
  }
  for (std::size_t i = starts.size(); i >= 2; i -= 2) {
    const std::size_t joint = starts[i - 2];
    const std::size_t verb_at = starts[i - 1];
    // "consult and adopt X" shares its object: one measure.
    if (joint <= phrases.back().rest.begin) continue;
    std::size_t cut = joint;
    if (cut > phrases.back().rest.begin && IsComma(tokens[cut - 1])) --cut;
    const std::size_t end = phrases.back().rest.end;
    phrases.back().rest.end = cut;
    std::string next = form == VerbForm::kGerund ? BaseOfGerund(tokens[verb_at].lower, false)
                                                 : tokens[verb_at].lower;
    phrases.push_back({std::move(next), {verb_at + 1, end}});
  }
  return phrases;
}

std::vector<VerbPhrase> ShunnedPhrases(const Tokens& tokens, Span span) {
  const std::size_t shunned =
      Match(tokens, span.begin, "refrain|abstain|desist|avoid|resist|stop from?"_p);
  if (shunned == kNoMatch || shunned >= span.end) return {};
  return SplitVerbPhrases(tokens, {shunned, span.end}, VerbForm::kGerund, false);
}

std::string TextOf(const Tokens& tokens, Span span) {
  std::string text;
  std::size_t last = 0;
  for (std::size_t i = span.begin; i < span.end && i < tokens.size(); ++i) {
    // The apostrophe of "the presidents' offices" is none.
    const bool possessive = i > span.begin && tokens[i].begin == tokens[i - 1].end &&
                            tokens[i - 1].lower.back() == 's' && IsApostropheMark(tokens[i]);
    if (IsQuoteMark(tokens[i]) && !possessive) continue;
    if (!text.empty() && tokens[i].begin != last) text.push_back(' ');
    text += tokens[i].text;
    last = tokens[i].end;
  }
  return text;
}

std::size_t HeadOf(const Tokens& tokens, Span span) {
  std::size_t head = kNoMatch;
  for (std::size_t i = span.begin; i < span.end; ++i) {
    const std::string& word = tokens[i].lower;
    if (!tokens[i].word) {
      if (head != kNoMatch) break;
      continue;
    }
    if (IsPreposition(word) || IsSubordinator(word) || word == "to" || IsAuxiliary(word)) {
      if (head != kNoMatch) break;
      continue;
    }
    if (IsConjunction(word) || IsDeterminer(word)) continue;
    head = i;
  }
  return head;
}

namespace {

// A base form that is no noun: behind a plural it is the verb of a clause.
bool IsVerbAlone(std::string_view word) {
  return (IsActionVerb(word) && !IsNounToo(word)) ||
         IsAny(word,
               {"expire", "exist",  "remain", "face", "fail", "live", "die",     "lose", "become",
                "depend", "suffer", "think",  "feel", "say",  "rely", "deserve", "lack", "differ",
                "appear", "seem",   "belong", "want", "know", "go",   "come",    "get"});
}

}  // namespace

std::vector<Span> NounPhrases(const Tokens& tokens, std::size_t end) {
  std::vector<Span> phrases;
  Span open{0, 0};
  const auto close = [&](std::size_t at) {
    // "to save salaries": the verb is no part of the phrase, nor are phrases of purposes wanted.
    if (open.begin > 0 && open.begin < at && tokens[open.begin - 1].lower == "to" &&
        IsActionVerb(tokens[open.begin].lower)) {
      open = {at + 1, at + 1};
      return;
    }
    // A phrase does not end in a conjunction.
    std::size_t last = at;
    while (last > open.begin && IsConjunction(tokens[last - 1].lower)) --last;
    if (last > open.begin) phrases.push_back({open.begin, last});
    open = {at + 1, at + 1};
  };
  for (std::size_t i = 0; i < end; ++i) {
    const std::string& word = tokens[i].lower;
    const bool breaks =
        !tokens[i].word || IsPreposition(word) || IsAuxiliary(word) || IsSubordinator(word) ||
        word == "to" ||
        (IsAdverb(word) && !IsAny(word, {"first", "second", "third", "only", "more"}));
    // "the pumps feed the valley": the verb ends the phrase too.
    const bool verb =
        i > open.begin && ((LooksPlural(tokens[i - 1].lower) && IsVerbAlone(word)) ||
                           (i > open.begin + 1 &&
                            IsAny(word, {"runs", "lasts", "costs", "takes", "stands", "contains",
                                         "needs", "remains", "goes", "comes", "makes", "gives",
                                         "says", "lies", "loses", "pays", "serves", "expires"})));
    if (breaks || verb) {
      close(i);
    } else if (IsDeterminer(word) && i > open.begin && !IsConjunction(tokens[i - 1].lower) &&
               !IsDeterminer(tokens[i - 1].lower)) {
      close(i);
      open = {i, i};
    } else if (IsConjunction(word) && i == open.begin) {
      open = {i + 1, i + 1};
    }
  }
  close(end);
  return phrases;
}

std::string Agreeing(const std::string& verb, const Tokens& tokens, Span subject) {
  const std::size_t head = HeadOf(tokens, subject);
  if (head == kNoMatch || verb.size() < 2) return verb;
  bool many = LooksPlural(tokens[head].lower) ||
              IsAny(tokens[head].lower, {"staff", "police", "people", "children", "women", "men",
                                         "media", "data", "they", "third", "half", "quarter",
                                         "rest", "cattle", "sheep", "fish", "half"}) ||
              IsAny(tokens[subject.begin].lower, {"all", "both", "these", "those", "many", "most",
                                                  "few", "several", "we", "you"});
  for (std::size_t i = subject.begin; i < head; ++i) {
    many = many || IsConjunction(tokens[i].lower) || tokens[i].lower == ",";
  }
  const std::size_t next = head + 1;
  many = many || (next < subject.end && IsConjunction(tokens[next].lower));
  if (many) return verb;
  if (verb == "be") return "is";
  if (verb == "have") return "has";
  const char last = verb.back();
  const char before = verb[verb.size() - 2];
  if (last == 'y' && std::string_view("aeiou").find(before) == std::string_view::npos) {
    return verb.substr(0, verb.size() - 1) + "ies";
  }
  const bool hisses = last == 's' || last == 'x' || last == 'z' || last == 'o' ||
                      (last == 'h' && (before == 'c' || before == 's'));
  return verb + (hisses ? "es" : "s");
}

Antecedents FindAntecedents(const Tokens& tokens, std::size_t end) {
  constexpr std::size_t kLongest = 9;
  Antecedents found;
  for (const Span& phrase : NounPhrases(tokens, end)) {
    const Token& head = tokens[phrase.end - 1];
    // "We visited one": no phrase of its own.
    if (IsAny(tokens[phrase.begin].lower, {"we", "i", "you", "he", "she", "they", "it"})) continue;
    // "Spending public money": what is done is not what is spoken of.
    if (phrase.end > phrase.begin + 1 &&
        (IsActionVerb(BaseOfGerund(tokens[phrase.begin].lower, false)) ||
         IsAny(tokens[phrase.begin].lower, {"makes", "gives", "takes", "needs", "costs"}))) {
      continue;
    }
    // "ninety minutes", "two miles": an amount is no thing.
    if (IsAny(head.lower,
              {"minutes",   "hours",      "days",      "weeks",    "months",    "years",
               "miles",     "kilometres", "metres",    "cent",     "percent",   "pounds",
               "dollars",   "euros",      "million",   "votes",    "times",     "mondays",
               "tuesdays",  "wednesdays", "nineties",  "eighties", "seventies", "sixties",
               "thursdays", "fridays",    "saturdays", "sundays",  "weekends"})) {
      continue;
    }
    if (phrase.end - phrase.begin > kLongest || !head.word || IsPronoun(head.lower) ||
        IsDeterminer(head.lower) || !BaseOfGerund(head.lower, false).empty() ||
        IsAny(head.lower, {"need", "case", "time", "reason", "way"})) {
      continue;
    }
    if (LooksPlural(head.lower)) {
      found.plural = phrase;
    } else if (found.singular.empty() && phrase.end - phrase.begin >= 2) {
      found.singular = phrase;
    }
  }
  return found;
}

}  // namespace plenum::ingestion
