// What the author of a programme, a manifesto or a government paper undertakes to do: "we will
// build", "fares will be frozen", "every pupil will receive a laptop". In such a document "will"
// proposes as "should" does elsewhere, so a promise is read by the rules of modals and states with
// "should" in its place. Forecasts say "will" too: who acts, and what is done, tells them apart.
#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// Bodies that speak of themselves in their programme.
bool IsPromisingBody(std::string_view noun) {
  return IsAny(noun, {"government", "ministry", "department", "council", "party", "administration",
                      "coalition", "alliance", "movement", "executive", "greens", "liberals",
                      "democrats", "conservatives", "labour", "mayor", "ministers", "ministries"});
}

bool IsOfOthers(std::string_view word) {
  return IsAny(word, {"other", "previous", "last", "rival", "opposition", "foreign", "any", "no",
                      "which", "whichever", "old", "present", "current", "their", "that"});
}

// The verb behind "will", past "also", "not", "never again".
std::size_t VerbBehind(const Tokens& tokens, std::size_t at) {
  while (at < tokens.size() && tokens[at].word && IsAdverb(tokens[at].lower)) ++at;
  return at;
}

bool IsDeed(const Tokens& tokens, std::size_t verb) {
  if (verb + 1 >= tokens.size()) return false;
  const std::string& word = tokens[verb].lower;
  return IsActionVerb(word) && !IsNonAction(word) && !IsReaderVerb(word);
}

// Whether who stands before "will" promises for itself.
bool Promises(const Tokens& tokens, Span subject) {
  if (SubjectIs(tokens, subject, {"we", "i"})) return true;
  const std::size_t head = HeadOf(tokens, subject);
  if (head == kNoMatch || !IsPromisingBody(tokens[head].lower)) return false;
  constexpr std::size_t kLongest = 6;
  if (subject.end - subject.begin > kLongest) return false;
  for (std::size_t i = subject.begin; i < head; ++i) {
    if (IsOfOthers(tokens[i].lower)) return false;
  }
  return true;
}

// What comes about by the promise, whoever brings it about: "fares will be frozen", "every pupil
// will receive a laptop", "trawling will end".
bool IsPromised(const Tokens& tokens, const Subject& subject, std::size_t verb) {
  const std::string& first = tokens[subject.span.begin].lower;
  const bool pronoun = subject.span.end == subject.span.begin + 1 && IsPronoun(first);
  if (pronoun || HeadOf(tokens, subject.span) == kNoMatch || verb + 1 >= tokens.size()) {
    return false;
  }
  if (Find(tokens, 0, "if|when|unless|probably|likely|parliamentary|allows|expected|forecast"_p) !=
      kNoMatch) {
    return false;
  }
  const std::string& word = tokens[verb].lower;
  if (word == "be") {
    const std::size_t done = VerbBehind(tokens, verb + 1);
    if (done >= tokens.size()) return false;
    const std::string base = BaseOfParticiple(tokens[done].lower, false);
    return IsActionVerb(base) && !IsNonActionParticiple(base);
  }
  if (IsAny(word, {"receive", "get", "gain"})) return tokens[verb + 1].word;
  if (IsAny(word, {"end", "cease", "stop"})) return !IsAgent(tokens, subject.span);
  return IsAny(first, {"every", "each", "all"}) && IsAgent(tokens, subject.span) &&
         IsDeed(tokens, verb);
}

// The tokens with "should" for the first "will" that promises; empty if none does.
Tokens WithShould(const Tokens& tokens) {
  static const auto* const kWeShould = new Tokens(Tokenize("we should"));
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const bool short_form = IsAny(tokens[i].lower, {"we'll", "i'll"});
    if (!short_form && (tokens[i].lower != "will" || i == 0)) continue;
    const std::size_t verb = VerbBehind(tokens, i + 1);
    bool promise = short_form && IsDeed(tokens, verb);
    if (!short_form) {
      const Subject subject = FindSubject(tokens, i);
      if (subject.span.empty() || subject.voice != Voice::kAuthor) continue;
      promise = (Promises(tokens, subject.span) && IsDeed(tokens, verb)) ||
                IsPromised(tokens, subject, verb);
    }
    if (!promise) continue;
    Tokens whole(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(i));
    if (short_form) whole.push_back(kWeShould->front());
    whole.push_back(kWeShould->back());
    whole.insert(whole.end(), tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1, tokens.end());
    return whole;
  }
  return {};
}

// "We are committed to bringing it back", "we pledge to build", "our plan is to halve it".
std::size_t Pledge(const Tokens& tokens, bool* gerund) {
  *gerund = false;
  std::size_t end = 0;
  if (Find(tokens, 0,
           "we|i also? therefore? pledge|commit|promise|undertake|intend|plan|aim|propose to"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "our plan|aim|ambition|commitment|promise|pledge|goal is to"_p, &end) !=
          kNoMatch ||
      Find(tokens, 0, "we are <adv> going|determined to"_p, &end) != kNoMatch) {
    return end;
  }
  *gerund = true;
  return Find(tokens, 0, "we|i are|remain|am <adv> committed to"_p, &end) != kNoMatch ? end
                                                                                      : kNoMatch;
}

}  // namespace

bool IsCommitment(const Tokens& tokens) {
  bool gerund = false;
  const std::size_t pledge = Pledge(tokens, &gerund);
  if (pledge < tokens.size()) {
    const std::string& word = tokens[pledge].lower;
    const std::string base = gerund ? BaseOfGerund(word, false) : word;
    if (IsActionVerb(base) && !IsNonAction(base)) return true;
  }
  for (std::size_t i = 0; i + 2 < tokens.size(); ++i) {
    const std::string& word = tokens[i].lower;
    if (word == "we'll" && IsDeed(tokens, VerbBehind(tokens, i + 1))) return true;
    if (i == 0 || !IsAny(word, {"will", "shall"})) continue;
    if (!IsDeed(tokens, VerbBehind(tokens, i + 1))) continue;
    const Subject subject = FindSubject(tokens, i);
    if (!subject.span.empty() && subject.voice == Voice::kAuthor &&
        Promises(tokens, subject.span)) {
      return true;
    }
  }
  return false;
}

bool FindCommitments(const RuleInput& input, Candidates* out) {
  const Tokens& tokens = input.tokens;
  const std::size_t before = out->size();
  bool gerund = false;
  if (const std::size_t pledge = Pledge(tokens, &gerund); pledge < tokens.size()) {
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens, {pledge, ClauseEnd(tokens, pledge)},
                          gerund ? VerbForm::kGerund : VerbForm::kBase, false)) {
      if (IsNonAction(phrase.verb)) continue;
      Candidate candidate;
      candidate.title = input.titles.FromVerbPhrase(tokens, phrase);
      candidate.confidence = 0.65;
      if (candidate.title.find(' ') != std::string::npos) out->push_back(std::move(candidate));
    }
  }
  if (out->size() > before) return true;
  // "We want islanders to own a fifth of every wind farm."
  if (const std::size_t whom = Match(tokens, 0, "we|i <adv> want"_p);
      whom < tokens.size() && tokens[whom].lower != "to") {
    constexpr std::size_t kReach = 8;
    for (std::size_t i = whom + 1; i + 2 < tokens.size() && i < whom + kReach; ++i) {
      if (!tokens[i].word || IsAuxiliary(tokens[i].lower) || IsSubordinator(tokens[i].lower)) break;
      if (tokens[i].lower != "to" || IsNonAction(tokens[i + 1].lower)) continue;
      if (IsActionVerb(tokens[i + 1].lower) && IsAgent(tokens, {whom, i})) break;  // a proposal
      if (tokens[i + 1].lower == "be") break;
      const Span rest{i + 1, ClauseEnd(tokens, i + 1)};
      Candidate candidate;
      candidate.title =
          TitleMaker::Finish("Enable " + input.titles.Subject(tokens, {whom, i}) + " to " +
                             TextOf(tokens, input.titles.Short(tokens, rest)));
      candidate.confidence = 0.5;
      out->push_back(std::move(candidate));
      return true;
    }
  }
  const Tokens whole = WithShould(tokens);
  if (whole.empty()) return false;
  const RuleInput promise{whole, input.context, input.titles};
  FindModals(promise, out);
  if (out->size() == before) FindStates(promise, out);
  if (out->size() == before) FindWishes(promise, out);
  return out->size() > before;
}

}  // namespace plenum::ingestion
