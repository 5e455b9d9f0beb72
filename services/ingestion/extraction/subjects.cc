// Subjects: what stands before a verb, and who says so.
#include "services/ingestion/extraction/grammar.h"

#include <algorithm>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/marks.h"

namespace plenum::ingestion {
namespace {

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
      "recommendations|agreement|consensus|unanimous|conviction|demands|calls|call|convinced|"
      "persuaded|accept|accepts|accepted|doubt|means|follows"_p;
  const std::size_t floor = that > 4 ? that - 4 : 0;
  if (that >= 3 && Match(tokens, that - 3, "put to us|me|them"_p) == that) {
    return Voice::kThirdParty;
  }
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

}  // namespace

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

}  // namespace plenum::ingestion
