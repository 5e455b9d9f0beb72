#include "services/ingestion/extraction/grammar.h"

#include <algorithm>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"

namespace plenum::ingestion {
namespace {

bool IsHardStop(const Token& token) {
  return !token.word && IsAny(token.lower, {";", ":", ".", "?", "!", "(", ")", "\xE2\x80\x94",
                                            "\xE2\x80\x93", "\xE2\x80\xA6", "[", "]"});
}

bool IsNumber(const Token& token) {
  return std::all_of(token.lower.begin(), token.lower.end(),
                     [](char c) { return c >= '0' && c <= '9'; });
}

bool IsQuoteMark(const Token& token) {
  return !token.word && IsAny(token.lower, {"\"", "'", "\xE2\x80\x9C", "\xE2\x80\x9D",
                                            "\xE2\x80\x98", "\xE2\x80\x99"});
}

bool IsApostropheMark(const Token& token) {
  return token.lower == "'" || token.lower == "\xE2\x80\x99";
}

bool IsComma(const Token& token) { return token.lower == ","; }

bool HasAuxiliary(const Tokens& tokens, Span span) {
  for (std::size_t i = span.begin; i < span.end; ++i) {
    if (IsAuxiliary(tokens[i].lower)) return true;
  }
  return false;
}

// A form that may be a finite verb: base, -s or -ed form of a listed verb.
bool LooksVerbal(std::string_view word) {
  if (IsAuxiliary(word) || IsActionVerb(word) || IsNonAction(word)) return true;
  if (!BaseOfParticiple(word, false).empty()) return true;
  if (word.size() > 3 && word.back() == 's') {
    const std::string_view stem = word.substr(0, word.size() - 1);
    if (IsActionVerb(stem) || IsNonAction(stem)) return true;
    if (word.size() > 4 && word.substr(word.size() - 2) == "es") {
      return IsActionVerb(word.substr(0, word.size() - 2));
    }
  }
  return false;
}

// Whether a relative clause is complete: "that now stand idle", "in which children live".
bool HasFiniteVerb(const Tokens& tokens, Span span) {
  for (std::size_t i = span.begin; i < span.end; ++i) {
    const std::string& word = tokens[i].lower;
    if (!tokens[i].word || !LooksVerbal(word)) continue;
    if (i == span.begin) return true;
    const std::string& before = tokens[i - 1].lower;
    if (IsAuxiliary(word) || (!IsDeterminer(before) && !IsNounToo(word))) return true;
  }
  return false;
}

// "you'll", "it's", "we've": a pronoun with its verb. No noun phrase holds one.
bool IsContraction(std::string_view word) {
  const std::size_t mark = word.find('\'');
  if (mark == std::string_view::npos || mark == 0) return false;
  const std::string_view tail = word.substr(mark);
  if (IsAny(tail, {"'ll", "'ve", "'re", "'m", "'d"})) return true;
  if (tail == "'t") return true;
  return tail == "'s" && IsAny(word.substr(0, mark), {"it", "that", "there", "he", "she", "what",
                                                      "who", "this", "here", "let", "where"});
}

// "Sasse said the charges are overdue": behind the verb of saying another clause begins, that of
// what is said. kNoMatch if the span holds none.
std::size_t BehindReport(const Tokens& tokens, Span span) {
  const Pattern& reports =
      "said|says|found|finds|argued|argues|believes|believed|thinks|thought|suggests|suggested|"
      "claims|claimed|warned|warns|insisted|insists|estimates|estimated|concluded|concludes|"
      "stressed|stresses|added|adds|noted|notes|hopes|hoped|feels|felt"_p;
  for (std::size_t i = span.begin + 1; i + 1 < span.end; ++i) {
    const bool own = i == span.begin + 1 && IsAny(tokens[span.begin].lower, {"we", "i"}) &&
                     IsAny(tokens[i].lower, {"believe", "think", "feel", "argue", "suggest"});
    if (!own && Match(tokens, i, reports) == kNoMatch) continue;
    // "the site they found", "the amount thought to be lost": told of a noun.
    const std::string& next = tokens[i + 1].lower;
    const bool clause = IsDeterminer(next) || IsPronoun(next) || LooksPlural(next) ||
                        IsAny(next, {"some", "many", "most", "both"});
    if (clause && !IsPreposition(tokens[i - 1].lower)) return i + 1;
  }
  return kNoMatch;
}

// "all you need to", "the water each person should drink": the object of the modal stands before
// its subject, so this is no claim.
bool IsContactClause(const Tokens& tokens, Span span) {
  if (span.end < span.begin + 2) return false;
  const std::size_t last = span.end - 1;
  if (!IsAny(tokens[last].lower, {"you", "we", "they", "i", "he", "she"})) return false;
  std::size_t at = last;
  const auto inside = [&](const Token& token) {
    const bool ordinal = IsAny(token.lower, {"first", "second", "third", "only"});
    return token.word && !IsDeterminer(token.lower) && !IsPreposition(token.lower) &&
           !IsConjunction(token.lower) && (ordinal || !IsAdverb(token.lower)) &&
           !IsSubordinator(token.lower) && !IsAuxiliary(token.lower);
  };
  while (at > 0 && inside(tokens[at - 1])) --at;
  if (at == 0) return false;
  const std::string& opens = tokens[at - 1].lower;
  if (IsAny(opens, {"all", "anything", "everything"})) return true;
  // "In the next phase we should": when, not what.
  return at < last && IsDeterminer(opens) && !IsPreposition(tokens[span.begin].lower);
}

// "landlords who neglect damp": behind "who" stands its verb, even one that no list knows.
bool NamesWho(const Tokens& tokens, std::size_t who) {
  if (tokens[who].lower != "who" || who == 0 || who + 1 >= tokens.size()) return false;
  const Token& verb = tokens[who + 1];
  return verb.word && tokens[who - 1].word && !IsPronoun(verb.lower) && !IsDeterminer(verb.lower) &&
         !IsPreposition(verb.lower) && !IsAuxiliary(verb.lower) &&
         LooksPlural(tokens[who - 1].lower) != LooksPlural(verb.lower);
}

// "In villages of 500 households a small grid": where and when stand before the subject without a
// comma; the subject begins with the determiner that follows a noun.
Span PastAdverbial(const Tokens& tokens, Span span) {
  if (span.empty() || !IsAny(tokens[span.begin].lower, {"in", "for", "on", "at", "within", "during",
                                                        "across", "after", "before"})) {
    return span;
  }
  for (std::size_t i = span.begin + 2; i + 1 < span.end; ++i) {
    const std::string& before = tokens[i - 1].lower;
    if (!IsAny(tokens[i].lower, {"a", "an", "the", "every", "each", "all", "no"})) continue;
    if (!tokens[i - 1].word || IsPreposition(before) || IsConjunction(before) ||
        IsDeterminer(before) || IsAuxiliary(before) || before == "to" || IsSubordinator(before)) {
      continue;
    }
    return {i, span.end};
  }
  return span;
}

// Who reports: looks at the words before "that" for a verb of saying, and who its subject is.
Voice VoiceBefore(const Tokens& tokens, std::size_t that) {
  const Pattern& reporting =
      "recommend|recommends|recommended|recommending|propose|proposes|proposed|suggest|suggests|"
      "suggested|urge|urges|urged|argue|argues|argued|say|says|said|tell|told|believe|believes|"
      "believed|think|thinks|thought|conclude|concludes|concluded|insist|insists|insisted|agree|"
      "agrees|agreed|ask|asks|asked|demand|demands|demanded|request|requests|requested|advise|"
      "advises|advised|feel|feels|contend|contends|contended|stress|stresses|stressed|maintain|"
      "maintains|maintained|consider|emphasise|emphasised|emphasize|emphasized|claim|claims|"
      "claimed|note|notes|noted|hold|holds|view|clear|essential|important|vital|imperative|crucial|"
      "necessary|propose|proposal|proposals|idea|suggestion|suggestions|argument|recommendation|"
      "recommendations|agreement|consensus|unanimous|conviction|demands|calls|call|convinced|persuaded|accept|accepts|accepted|doubt|means|follows"_p;
  const std::size_t floor = that > 4 ? that - 4 : 0;
  if (that >= 3 && Match(tokens, that - 3, "put to us|me|them"_p) == that)
    return Voice::kThirdParty;
  for (std::size_t i = that; i > floor; --i) {
    const Token& token = tokens[i - 1];
    if (IsHardStop(token)) break;
    if (Match(tokens, i - 1, reporting) == kNoMatch) continue;
    if (IsAny(token.lower,
              {"clear", "essential", "important", "vital", "imperative", "crucial", "necessary",
               "means", "follows", "agreement", "consensus", "unanimous"})) {
      return Voice::kAuthor;
    }
    // "by its argument that": theirs.
    if (IsAny(token.lower, {"argument", "suggestion", "suggestions", "proposal", "proposals",
                            "claim", "view", "idea", "demands", "calls", "recommendation"}) &&
        i >= 2 && IsAny(tokens[i - 2].lower, {"its", "their", "his", "her"})) {
      return Voice::kThirdParty;
    }
    // The author speaks as "we", or through "this report".
    const std::size_t back = i > 8 ? i - 8 : 0;
    for (std::size_t k = i - 1; k > back; --k) {
      const std::string& word = tokens[k - 1].lower;
      // "we do, however, think that": the commas enclose an adverb.
      const bool adverb = word == "," && ((k < i && IsAdverb(tokens[k].lower)) ||
                                          (k >= 2 && IsAdverb(tokens[k - 2].lower)));
      if (IsHardStop(tokens[k - 1]) || (word == "," && !adverb)) break;
      if (word == "we" || word == "i" || word == "our" || word == "my" || word == "this") {
        return Voice::kAuthor;
      }
    }
    return Voice::kThirdParty;
  }
  return Voice::kSubordinate;
}

// "we do not think that": the negation belongs to what is thought.
bool DeniedBefore(const Tokens& tokens, std::size_t that) {
  const std::size_t floor = that > 4 ? that - 4 : 0;
  return that > 0 &&
         IsAny(tokens[that - 1].lower, {"think", "believe", "recommend", "propose", "suggest",
                                        "convinced", "persuaded", "accept", "agree", "consider"}) &&
         std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(floor),
                     tokens.begin() + static_cast<std::ptrdiff_t>(that), [](const Token& token) {
                       return IsAny(token.lower, {"not", "don't", "cannot", "never"});
                     });
}

// What a comma before the verb does to the subject that is looked for behind it.
enum class CommaRole { kBoundary, kInside };

CommaRole JudgeComma(const Tokens& tokens, std::size_t comma, std::size_t verb) {
  const std::string& next = tokens[comma + 1].lower;
  std::size_t before = comma;
  while (before > 0 && !IsHardStop(tokens[before - 1]) && !IsComma(tokens[before - 1])) --before;
  if (before == comma) return CommaRole::kBoundary;
  const Span segment{before, comma};
  if (IsConjunction(next)) {
    if (next == "but" || next == "so" || next == "yet") return CommaRole::kBoundary;
    return HasAuxiliary(tokens, segment) ? CommaRole::kBoundary : CommaRole::kInside;
  }
  const std::string& first = tokens[before].lower;
  const bool introduces =
      IsPreposition(first) || IsSubordinator(first) || IsAdverb(first) || IsConjunction(first) ||
      first == "to" || !BaseOfGerund(first, false).empty() ||
      // "Faced with X, the council", not "combined plans, systems and".
      (!BaseOfParticiple(first, false).empty() && before + 1 < comma &&
       (IsPreposition(tokens[before + 1].lower) || tokens[before + 1].lower == "to"));
  if (introduces || HasAuxiliary(tokens, segment)) return CommaRole::kBoundary;
  if (IsAny(next,
            {"including", "such", "especially", "notably", "particularly", "like", "along"})) {
    return CommaRole::kInside;
  }
  for (std::size_t i = comma + 1; i < verb; ++i) {
    if (tokens[i].lower == "and" || tokens[i].lower == "or") return CommaRole::kInside;
  }
  return CommaRole::kBoundary;
}

std::size_t PreviousMark(const Tokens& tokens, std::size_t from, std::string_view mark) {
  for (std::size_t i = from; i > 0; --i) {
    if (tokens[i - 1].lower == mark) return i - 1;
  }
  return kNoMatch;
}

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

Subject FindSubject(const Tokens& tokens, std::size_t verb) {
  Subject subject;
  std::size_t begin = 0;
  std::size_t subject_end = verb;
  std::size_t i = verb;
  while (i > 0) {
    const Token& token = tokens[i - 1];
    if (IsQuoteMark(token)) {
      --i;
      continue;
    }
    const bool dash = token.lower == "\xE2\x80\x94" || token.lower == "\xE2\x80\x93";
    if (i == verb && (dash || IsComma(token) || token.lower == ")")) {
      // "The board, long under pressure, should": an insertion between subject and verb.
      const std::string_view mark = token.lower;
      const std::size_t open = PreviousMark(tokens, i - 1, mark == ")" ? "(" : mark);
      if (open == kNoMatch || open == 0) {
        begin = i;
        break;
      }
      i = open;
      subject_end = open;
      continue;
    }
    if (IsHardStop(token)) {
      begin = i;
      break;
    }
    if (IsComma(token)) {
      if (JudgeComma(tokens, i - 1, verb) == CommaRole::kBoundary) {
        begin = i;
        break;
      }
    } else if (token.lower == "but" || token.lower == "yet" || token.lower == "so") {
      begin = i;
      break;
    } else if (token.lower == "and" || token.lower == "or") {
      const bool new_clause = i < verb && IsAny(tokens[i].lower, {"it", "they", "we", "he", "she"});
      if (new_clause || HasAuxiliary(tokens, {0, i - 1})) {
        begin = i;
        break;
      }
    } else if (IsSubordinator(token.lower) && !IsPreposition(token.lower) &&
               !(token.lower == "that" && i < verb && i - 1 == 0)) {
      const Span inner{i, verb};
      // "the board that runs the port should": the relative clause has its own verb.
      const bool said =
          i >= 2 &&
          Match(tokens, i - 2,
                "argue|argues|argued|say|says|said|believe|believes|believed|think|thinks|"
                "claim|claims|claimed|insist|insists|warn|warns|warned"_p) != kNoMatch;
      const bool relative = !said &&
                            IsAny(token.lower, {"that", "which", "who", "whose", "where"}) &&
                            i >= 2 && inner.end >= inner.begin + (token.lower == "who" ? 1 : 2) &&
                            (HasFiniteVerb(tokens, inner) || NamesWho(tokens, i - 1));
      if (!relative) {
        begin = i;
        subject.voice =
            token.lower == "that" && i < verb ? VoiceBefore(tokens, i - 1) : Voice::kSubordinate;
        subject.negated = subject.voice != Voice::kSubordinate && DeniedBefore(tokens, i - 1);
        break;
      }
    }
    --i;
  }
  subject.span = DropConnectives(tokens, {begin, std::max(begin, subject_end)});
  // "The fund is empty and should be wound up": the subject of the verb before.
  if (subject.span.empty() && begin > 1 && subject.voice == Voice::kAuthor &&
      IsAny(tokens[begin - 1].lower, {"and", "but"})) {
    for (std::size_t k = begin - 1; k > 0 && !IsHardStop(tokens[k - 1]); --k) {
      if (IsAuxiliary(tokens[k - 1].lower)) return FindSubject(tokens, k - 1);
    }
  }
  if (const std::size_t said = BehindReport(tokens, subject.span); said != kNoMatch) {
    const bool own = IsAny(tokens[subject.span.begin].lower, {"we", "i"});
    subject.span.begin = said;
    if (subject.voice == Voice::kAuthor && !own) subject.voice = Voice::kThirdParty;
  }
  if (IsContactClause(tokens, subject.span)) subject.voice = Voice::kSubordinate;
  subject.span = PastAdverbial(tokens, subject.span);
  // "in the next emergency it could": the pronoun alone is the subject.
  if (subject.span.end > subject.span.begin + 1 &&
      IsAny(tokens[subject.span.end - 1].lower, {"it", "they", "we", "he", "she"})) {
    subject.span.begin = subject.span.end - 1;
  }
  // A clause that opens the sentence: "If X ...", "While X ...".
  const bool adverbial =
      Match(tokens, begin, "until|since|before|after then|now|that|this|today"_p) !=
      kNoMatch;  // "until then the company might"
  if (begin < verb && subject.voice == Voice::kAuthor && IsSubordinator(tokens[begin].lower) &&
      !adverbial && !IsAny(tokens[begin].lower, {"that", "as", "since", "once", "than"})) {
    subject.voice = Voice::kSubordinate;
  }
  const auto trails = [&](std::size_t last) {
    if (!tokens[last].word) return true;
    // "the first would raise fees": an ordinal behind its article is the subject.
    return IsAdverb(tokens[last].lower) && last > subject.span.begin &&
           !IsAny(tokens[last - 1].lower, {"the", "a"});
  };
  while (!subject.span.empty() && trails(subject.span.end - 1)) --subject.span.end;
  for (std::size_t k = subject.span.begin; k < subject.span.end; ++k) {
    if (IsContraction(tokens[k].lower)) return {};
  }
  return subject;
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
          if ((finite && k > i + 1) || past) return i - 1;
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
