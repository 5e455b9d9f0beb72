#include <algorithm>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "services/ingestion/extraction/grammar.h"
#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/formats/code_points.h"

namespace plenum::ingestion {
namespace {

constexpr std::size_t kLongestTitleWords = 17;
constexpr std::size_t kLongestTitleCodePoints = 160;

bool IsParticle(std::string_view word) {
  return IsAny(word, {"back", "down", "up", "out", "off", "away", "over", "forward", "together"});
}

// Adverbs that say when or how surely, not what.
bool IsFiller(std::string_view word) {
  return IsAny(word, {"therefore", "also", "now", "urgently", "simply", "thus", "then", "instead",
                      "still", "clearly", "certainly", "hence", "at"});
}

// A noun that wants its infinitive: "efforts to deepen", "the obligation to report".
bool TakesInfinitive(std::string_view noun) {
  return IsAny(
      noun, {"effort",    "efforts",    "ability",     "obligation", "obligations", "right",
             "rights",    "plan",       "plans",       "power",      "powers",      "capacity",
             "duty",      "commitment", "commitments", "permission", "attempt",     "attempts",
             "readiness", "decision",   "time",        "way",        "ways",        "access",
             "incentive", "incentives", "how",         "need",       "claim",       "claims",
             "seek",      "seeks",      "want",        "wants",      "wish",        "try",
             "tries",     "fail",       "fails",       "refuse",     "refuses",     "able",
             "willing",   "ready",      "free",        "likely",     "required",    "allowed",
             "forced",    "obliged",    "entitled",    "continue",   "begin",       "agree",
             "agrees",    "choose",     "chooses",     "decide",     "intend",      "requirement",
             "freedom",   "chance",     "opportunity", "licence",    "authority",   "ought"});
}

bool IsCapital(std::string_view text) {
  return !text.empty() && std::isupper(static_cast<unsigned char>(text.front())) != 0;
}

bool IsAcronym(std::string_view text) {
  std::size_t capitals = 0;
  for (const char c : text) {
    if (std::isupper(static_cast<unsigned char>(c)) != 0) ++capitals;
  }
  return capitals >= 2;
}

}  // namespace

std::string TitleMaker::Finish(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out.push_back(c);
  }
  for (std::size_t at = out.find(" ,"); at != std::string::npos; at = out.find(" ,", at)) {
    out.erase(at, 1);
  }
  for (const std::string_view tail :
       {" as well", " too", " also", " first", " instead", " either"}) {
    if (out.size() > tail.size() + 8 &&
        out.compare(out.size() - tail.size(), tail.size(), tail) == 0) {
      out.resize(out.size() - tail.size());
    }
  }
  const std::string_view drop = " ,;:.-";
  while (!out.empty() && drop.find(out.back()) != std::string_view::npos) {
    // "U.S." keeps its dot.
    const bool acronym = out.back() == '.' && out.size() >= 3 && out[out.size() - 3] == '.';
    if (acronym) break;
    out.pop_back();
  }
  const CodePointIndex index(out);
  if (index.size() > kLongestTitleCodePoints) {
    out.resize(index.ByteOf(kLongestTitleCodePoints - 1));
    const std::size_t space = out.rfind(' ');
    if (space != std::string::npos && space > out.size() / 2) out.resize(space);
    out += "\xE2\x80\xA6";
  }
  if (!out.empty()) {
    out.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(out.front())));
  }
  return out;
}

std::string TitleMaker::Subject(const Tokens& tokens, Span span) const {
  std::string text = TextOf(tokens, span);
  if (text.empty() || span.begin >= tokens.size()) return text;
  const Token& first = tokens[span.begin];
  const bool sentence_start = span.begin == 0 || !tokens[span.begin - 1].word;
  // A plural or an adjective that only the sentence made large; names look otherwise.
  const auto ends = [&](std::string_view ending) {
    return first.lower.size() > ending.size() + 2 &&
           first.lower.compare(first.lower.size() - ending.size(), ending.size(), ending) == 0;
  };
  const bool lower_next = span.begin + 1 < tokens.size() && tokens[span.begin + 1].word &&
                          !IsCapital(tokens[span.begin + 1].text);
  const bool ordinary =
      sentence_start && lower_next && first.lower.size() > 4 &&
      (LooksPlural(first.lower) || ends("able") || ends("al") || ends("ive") || ends("ary") ||
       ends("ory") || ends("tion") || ends("ment") || ends("ing") || ends("ed"));
  const bool unnamed =
      sentence_start && lower_next && first.lower.size() > 2 && names_.count(first.lower) == 0 &&
      !IsAny(first.lower, {"washington", "whitehall", "beijing", "brussels", "london", "moscow",
                           "seoul", "tokyo", "berlin", "paris", "congress", "parliament"});
  const bool common = ordinary || unnamed || IsDeterminer(first.lower) || IsPronoun(first.lower) ||
                      !BaseOfParticiple(first.lower, false).empty() ||
                      (sentence_start && common_.count(first.lower) != 0);
  if (common && IsCapital(first.text) && !IsAcronym(first.text)) {
    text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  }
  return text;
}

// Cuts what explains: purpose clauses of long phrases, insertions, everything beyond the limit.
Span TitleMaker::Trim(const Tokens& tokens, Span span, std::size_t words_before) const {
  std::size_t words = words_before;
  for (std::size_t i = span.begin; i < span.end; ++i) {
    const Token& token = tokens[i];
    if (!token.word) {
      if (token.lower == "," && i + 1 < span.end &&
          IsAny(tokens[i + 1].lower, {"who", "which", "where", "whose"})) {
        return {span.begin, i};
      }
      // What follows a comma in a long title is detail, unless it is a list ("A, B and C") or
      // names what is included.
      const bool detail = token.lower == "," && words >= 7 && i + 1 < span.end &&
                          !IsAny(tokens[i + 1].lower, {"and", "or", "including"});
      bool list = false;
      for (std::size_t k = i + 1; detail && k < span.end && k <= i + 6; ++k) {
        list = list || tokens[k].lower == "and" || tokens[k].lower == "or";
      }
      if (detail && !list) return {span.begin, i};
      continue;
    }
    ++words;
    if (words > kLongestTitleWords) {
      // Back to the last joint, so that the title does not end in the middle of a phrase.
      std::size_t end = i;
      while (end > span.begin + 3 && !IsPreposition(tokens[end].lower) &&
             !IsConjunction(tokens[end].lower) && tokens[end].word && tokens[end].lower != "to") {
        --end;
      }
      return {span.begin, end > span.begin + 3 ? end : i};
    }
    const bool purpose = token.lower == "to" && words > 6 && i + 1 < span.end && i > span.begin &&
                         !TakesInfinitive(tokens[i - 1].lower) &&
                         (IsActionVerb(tokens[i + 1].lower) || IsAdverb(tokens[i + 1].lower) ||
                          IsNonAction(tokens[i + 1].lower)) &&
                         !IsDeterminer(tokens[i + 1].lower);
    if (purpose) return {span.begin, i};
  }
  return span;
}

std::string TitleMaker::FromVerbPhrase(const Tokens& tokens, const VerbPhrase& phrase) const {
  Span rest = phrase.rest;
  rest.end = std::min(rest.end, ClauseEnd(tokens, std::min(rest.begin, tokens.size())));
  // "Form networks in which ...": alone, the object would say too little.
  constexpr std::size_t kTelling = 2;
  const std::size_t clause =
      Match(tokens, rest.end, "in|on|for|by|to|under|with|at? which|whose|where|who"_p);
  if (!rest.empty() && rest.end - rest.begin <= kTelling && clause != kNoMatch) {
    rest.end = ClauseEnd(tokens, clause);
  }
  rest = Trim(tokens, rest, 1);
  std::string title = phrase.verb + " " + TextOf(tokens, rest);
  return Finish(title);
}

std::string TitleMaker::FromVerbPhrase(const Tokens& tokens, const VerbPhrase& phrase,
                                       std::size_t clause, const std::string& singular,
                                       const std::string& plural) const {
  std::string title = FromVerbPhrase(tokens, phrase);
  if (phrase.rest.empty()) return title;
  const std::string& word = tokens[phrase.rest.begin].lower;
  if (!IsAny(word, {"it", "them", "this", "these"})) {
    return WithLastPronoun(tokens, phrase.rest, clause, std::move(title), singular, plural);
  }
  const bool determiner =
      (word == "this" || word == "these") &&
      !IsDeterminer(tokens[std::min(phrase.rest.begin + 1, tokens.size() - 1)].lower) &&
      phrase.rest.end > phrase.rest.begin + 1 && tokens[phrase.rest.begin + 1].word;
  if (determiner) return title;
  const bool many = word == "them" || word == "these";
  const Antecedents here = FindAntecedents(tokens, clause);
  const Span span = many ? here.plural : here.singular;
  const std::string known = !span.empty() ? Subject(tokens, span) : many ? plural : singular;
  const std::size_t at = title.find(' ' + word);
  if (known.empty() || at == std::string::npos) {
    const bool bare = title.find(' ', title.find(' ') + 1) == std::string::npos;
    return bare ? std::string() : title;
  }
  return Finish(title.substr(0, at + 1) + known + title.substr(at + 1 + word.size()));
}

std::string TitleMaker::FromLaterPhrase(const Tokens& tokens, const VerbPhrase& earlier,
                                        const VerbPhrase& phrase) const {
  const Tokens object(tokens.begin() + static_cast<std::ptrdiff_t>(earlier.rest.begin),
                      tokens.begin() + static_cast<std::ptrdiff_t>(earlier.rest.end));
  const Antecedents found = FindAntecedents(object, object.size());
  return FromVerbPhrase(tokens, phrase, 0, TextOf(object, found.singular),
                        TextOf(object, found.plural));
}

// "Pay for reopening them": the pronoun behind a preposition or a gerund, if what it stands for is
// known.
std::string TitleMaker::WithLastPronoun(const Tokens& tokens, Span rest, std::size_t clause,
                                        std::string title, const std::string& singular,
                                        const std::string& plural) const {
  for (std::size_t i = rest.begin + 1; i < rest.end && i < tokens.size(); ++i) {
    const std::string& word = tokens[i].lower;
    if (word != "them" && word != "it") continue;
    const std::string& before = tokens[i - 1].lower;
    const bool object = !BaseOfGerund(before, false).empty() ||
                        IsAny(before, {"of", "on", "for", "with", "from", "about", "behind"});
    const Antecedents here = FindAntecedents(tokens, clause);
    const Span span = word == "them" ? here.plural : here.singular;
    const std::string known = !span.empty()    ? Subject(tokens, span)
                              : word == "them" ? plural
                                               : singular;
    const std::string phrase = absl::StrCat(" ", before, " ", word);
    const std::size_t at = title.find(phrase);
    if (!object || known.empty() || at == std::string::npos) continue;
    const std::size_t end = at + phrase.size();
    if (end < title.size() && title[end] != ' ' && title[end] != ',') continue;
    return Finish(absl::StrCat(title.substr(0, at), " ", before, " ", known, title.substr(end)));
  }
  return title;
}

std::string TitleMaker::FromPassive(const Tokens& tokens, std::string_view verb, Span subject,
                                    Span rest) const {
  return FromPassiveOf(tokens, verb, Subject(tokens, Trim(tokens, subject, 1)), rest);
}

std::string TitleMaker::FromPassiveOf(const Tokens& tokens, std::string_view verb,
                                      const std::string& subject, Span rest) const {
  std::string title(verb);
  rest.end = std::min(rest.end, std::max(rest.begin, ClauseEnd(tokens, rest.begin)));
  // "broadened and deepened with care": the second participle follows the first.
  std::size_t at = rest.begin;
  // "at once" says nothing of the thing; "at death" and "at least" do.
  while (at < rest.end && IsFiller(tokens[at].lower)) {
    if (tokens[at].lower == "at") {
      if (at + 1 >= rest.end || !IsAny(tokens[at + 1].lower, {"once", "last", "present"})) break;
      ++at;
    }
    ++at;
  }
  if (at < rest.end && IsParticle(tokens[at].lower)) {
    title += " " + std::string(tokens[at].text);
    ++at;
  }
  // "cleaned, lit and staffed": verbs as long as participles follow.
  while (at + 1 < rest.end) {
    const bool comma = tokens[at].lower == ",";
    if (!comma && tokens[at].lower != "and" && tokens[at].lower != "or") break;
    std::size_t next = at + 1;
    if (comma && tokens[next].lower == "and") ++next;
    while (next + 1 < rest.end && IsAdverb(tokens[next].lower)) ++next;
    if (next >= rest.end) break;
    const std::string more = BaseOfParticiple(tokens[next].lower, !comma);
    if (more.empty()) break;
    title += (comma ? ", " : " " + tokens[at].lower + " ") + more;
    at = next + 1;
  }
  title += " " + subject;
  const std::size_t words =
      2 + static_cast<std::size_t>(std::count(subject.begin(), subject.end(), ' '));
  Span tail = Trim(tokens, {at, rest.end}, words);
  // "halved rather than scrapped": what it is not done.
  if (tail.begin + 2 < tail.end && Match(tokens, tail.begin, "rather than"_p) != kNoMatch &&
      !BaseOfParticiple(tokens[tail.begin + 2].lower, true).empty()) {
    tail = {};
  }
  // "trained for it": what "it" is stands elsewhere.
  if (tail.end > tail.begin + 1 && tail.end <= tail.begin + 2 &&
      IsPreposition(tokens[tail.begin].lower) && IsPronoun(tokens[tail.begin + 1].lower)) {
    tail = {};
  }
  if (!tail.empty()) title += " " + TextOf(tokens, tail);
  return Finish(title);
}

std::string TitleMaker::FromNounPhrase(const Tokens& tokens, Span span) const {
  span.end = std::min(span.end, std::max(span.begin + 1, ClauseEnd(tokens, span.begin)));
  if (span.empty()) return {};
  const std::string gerund = BaseOfGerund(tokens[span.begin].lower, false);
  if (IsActionVerb(gerund) && span.begin + 1 < span.end && tokens[span.begin + 1].lower != "of") {
    return FromVerbPhrase(tokens, {gerund, {span.begin + 1, span.end}});
  }
  const std::size_t head = HeadOf(tokens, span);
  if (head == kNoMatch) return {};
  const bool of = head + 1 < span.end && tokens[head + 1].lower == "of";
  std::size_t obliged = kNoMatch;
  std::string manner;
  for (std::size_t i = span.begin; i < head; ++i) {
    const std::string& word = tokens[i].lower;
    if (IsAny(word, {"compulsory", "mandatory", "obligatory"})) obliged = i + 1;
    if (word == "full" || word == "complete") manner = " " + word + "y";
    if (word == "systematic") manner = " systematically";
  }
  if (manner == " completey") manner = " completely";
  // "a doubling of the number of inspectors".
  const std::string doing = of ? BaseOfGerund(tokens[head].lower, false) : std::string();
  const std::string_view verb =
      IsActionVerb(doing) ? std::string_view(doing) : VerbOfNoun(tokens[head].lower);
  // "A requirement on every university to sign an agreement".
  if (IsAny(tokens[head].lower, {"requirement", "duty", "obligation"}) && head + 1 < span.end &&
      IsAny(tokens[head + 1].lower, {"on", "for", "upon"})) {
    for (std::size_t i = head + 3; i + 1 < span.end; ++i) {
      if (tokens[i].lower != "to") continue;
      return Finish("Require " + TextOf(tokens, {head + 2, i}) + " " +
                    TextOf(tokens, Trim(tokens, {i, span.end}, i - head)));
    }
  }
  if (obliged != kNoMatch) {
    return Finish("Require " + TextOf(tokens, Trim(tokens, {obliged, span.end}, 1)));
  }
  // "an increase in the levy", "a reduction in fees".
  const bool change = head + 1 < span.end && IsAny(tokens[head + 1].lower, {"in", "to"}) &&
                      IsAny(tokens[head].lower, {"increase", "increases", "reduction", "reductions",
                                                 "cut", "cuts", "improvement", "improvements"});
  if (!verb.empty() && (of || change)) {
    const Span object = Trim(tokens, {head + 2, span.end}, 1);
    return Finish(std::string(verb) + " " + TextOf(tokens, object) +
                  (object.end - object.begin < 9 ? manner : ""));
  }
  if (!verb.empty() && head > span.begin && !IsInstrumentNoun(tokens[head].lower)) {
    // "price regulation" -> "regulate price ..." reads badly; keep the noun.
    return Finish("Carry out " + Subject(tokens, Trim(tokens, span, 2)));
  }
  const std::string_view bring = VerbForThing(tokens[head].lower);
  return Finish(std::string(bring) + " " + Subject(tokens, Trim(tokens, span, 1)));
}

}  // namespace plenum::ingestion
