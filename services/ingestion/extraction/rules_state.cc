#include <algorithm>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// What somebody can be given by a decision.
bool IsEntitlement(std::string_view noun) {
  return IsAny(noun, {"right",  "rights",      "power",     "powers", "duty",     "access",
                      "say",    "voice",       "authority", "option", "choice",   "means",
                      "vote",   "opportunity", "freedom",   "seat",   "seats",    "votes",
                      "budget", "plan",        "plans",     "duties", "strategy", "resources"});
}

// Adjectives for what a decision can make of a thing.
const Pattern& Settable() {
  return "accessible|accountable|affordable|answerable|automatic|available|electric|equal|"
         "recyclable|"
         "reusable|statutory|universal|binding|compulsory|conditional|contingent|"
         "dependent|eligible|exempt|free|illegal|independent|lawful|legal|liable|mandatory|"
         "optional|"
         "open|payable|permanent|proportionate|public|responsible|separate|subject|tax-free|"
         "temporary|"
         "transparent|unlawful|voluntary|visible"_p;
}
const Pattern& Comparative() {
  return "bigger|broader|cheaper|easier|fairer|faster|fewer|greater|harder|higher|larger|longer|"
         "lower|"
         "shorter|simpler|smaller|stricter|stronger|tougher|wider|later|earlier"_p;
}

class StateRule {
 public:
  StateRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    if (context_.question || tokens_.size() < 4) return;
    LetSomebody();
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].word) continue;
      if (Wanted(i) || HeartOfPlan(i) || NeedsThing(i)) continue;
      Modal modal;
      if (!FindModalAt(tokens_, i, &modal)) continue;
      if (modal.strong && !modal.be_to && modal.end < tokens_.size()) Judge(modal);
      i = modal.end - 1;
    }
  }

 private:
  void Judge(const Modal& modal) {
    const Subject subject = FindSubject(tokens_, modal.begin);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return;
    negative_ = modal.negative != subject.negated;
    voice_ = subject.voice;
    if (SubjectIs(tokens_, subject.span, {"there"})) {
      ThereShouldBe(modal);
      return;
    }
    const std::string& verb = tokens_[modal.end].lower;
    if (verb == "be") {
      BeSuch(subject.span, modal);
    } else if (verb == "have" || verb == "receive" || verb == "get") {
      Have(subject.span, modal);
    } else if (verb == "lose" || verb == "forfeit" || verb == "face") {
      Suffer(subject.span, modal);
    } else {
      StayOrGo(subject.span, modal);
    }
  }

  // "Landlords who fail should lose their licence", "who leaks water should face a fine".
  void Suffer(Span subject, const Modal& modal) {
    const Span thing{modal.end + 1, ClauseEnd(tokens_, modal.end + 1)};
    const std::string what = InWords(subject);
    const std::size_t head = HeadOf(tokens_, thing);
    if (what.empty() || head == kNoMatch || !IsDeterminer(tokens_[thing.begin].lower)) return;
    const std::string words = TextOf(tokens_, titles_.Short(tokens_, thing));
    if (tokens_[modal.end].lower != "face") {
      Add("Strip " + what + " of " + words, 0.6);
    } else if (IsAny(tokens_[head].lower, {"fine", "fines", "penalty", "penalties", "ban", "levy",
                                           "charge", "charges", "sanction", "sanctions", "duty"})) {
      Add("Impose " + words + " on " + what, 0.6);
    }
  }

  // "The ban should stay", "the formula has to go", "funding should depend on results".
  void StayOrGo(Span subject, const Modal& modal) {
    const std::string& verb = tokens_[modal.end].lower;
    if (!IsAny(verb, {"stay", "remain", "go", "depend"}) || IsAgent(tokens_, subject)) return;
    const bool last = modal.end + 1 >= tokens_.size() || !tokens_[modal.end + 1].word ||
                      Match(tokens_, modal.end + 1, "in place|force"_p) != kNoMatch;
    const std::string what = InWords(subject);
    if (what.empty()) return;
    if (verb == "depend" && Match(tokens_, modal.end, "depend on"_p) != kNoMatch) {
      const Span on{modal.end, ClauseEnd(tokens_, modal.end)};
      Add("Make " + what + " " + TextOf(tokens_, titles_.Short(tokens_, on)), 0.5);
    } else if (last && verb == "go") {
      Add("Abolish " + what, 0.5);
    } else if (last && verb != "depend") {
      Add("Keep " + what, 0.55);
    }
  }

  // "There should be a register", "there must be no exemption".
  void ThereShouldBe(const Modal& modal) {
    std::size_t at = modal.end;
    if (tokens_[at].lower != "be" || at + 1 >= tokens_.size()) return;
    ++at;
    if (IsAny(tokens_[at].lower, {"no", "not"})) {
      negative_ = !negative_;
      ++at;
    }
    const std::size_t end = ClauseEnd(tokens_, at);
    const std::size_t head = HeadOf(tokens_, {at, end});
    if (at >= end || head == kNoMatch) return;
    // "there must be a reason": what is inferred is no measure.
    if (IsAny(tokens_[head].lower,
              {"reason", "reasons", "way", "doubt", "something", "illusions", "misunderstanding",
               "mistake", "surprise", "question", "time", "hope", "room", "illusion"})) {
      return;
    }
    Span span{at, end};
    for (std::size_t i = head + 1; i < end; ++i) {
      if (tokens_[i].lower == ",") span.end = std::min(span.end, i);
    }
    Add(titles_.FromNounPhrase(tokens_, span), 0.65);
  }

  // "must be independent of X", "should be free to V", "must not be higher than X".
  void BeSuch(Span subject, const Modal& modal) {
    std::size_t at = modal.end + 1;
    while (at < tokens_.size() && IsAdverb(tokens_[at].lower)) ++at;
    if (at >= tokens_.size()) return;
    const std::string what = InWords(subject);
    if (what.empty()) return;
    const std::size_t end = std::min(ClauseEnd(tokens_, at), at + 12);
    const std::string state = TextOf(tokens_, {at, end});
    if (Match(tokens_, at, "able|free to"_p) != kNoMatch) {
      Add("Allow " + what + " " + TextOf(tokens_, {at + 1, end}), 0.65);
    } else if (Match(tokens_, at, "entitled to"_p) != kNoMatch) {
      Add("Entitle " + what + " " + TextOf(tokens_, {at + 1, end}), 0.65);
    } else if (Match(tokens_, at, Comparative()) != kNoMatch && at + 1 < end) {
      if (negative_ || tokens_[at - 1].lower == "no") {
        negative_ = false;
        Add("Keep " + what + " no " + state, 0.55);
      } else if (!SubjectIs(tokens_, subject, {"it", "this", "that", "they"})) {
        Add("Make " + what + " " + state, 0.5);
      }
    } else if (Match(tokens_, at, Settable()) != kNoMatch) {
      Add("Make " + what + " " + state, 0.6);
    }
  }

  // "must have the right to V", "ought to receive a grant".
  void Have(Span subject, const Modal& modal) {
    const std::size_t at = modal.end + 1;
    if (at >= tokens_.size()) return;
    const std::size_t end = ClauseEnd(tokens_, at);
    const std::size_t head = HeadOf(tokens_, {at, end});
    if (head == kNoMatch || IsPronoun(tokens_[at].lower)) return;
    const std::string& noun = tokens_[head].lower;
    const bool receives = tokens_[modal.end].lower == "receive";
    // "should have the rest written off": it is to be written off.
    for (std::size_t i = at + 1; i < end; ++i) {
      if (IsAuxiliary(tokens_[i].lower)) break;  // another clause
      const std::string base = BaseOfParticiple(tokens_[i].lower, false);
      const bool closes =
          i + 1 >= end || !tokens_[i + 1].word ||
          (!IsDeterminer(tokens_[i + 1].lower) && HeadOf(tokens_, {at, i}) != kNoMatch);
      if (!IsActionVerb(base) || !closes || IsPreposition(tokens_[i - 1].lower)) continue;
      if (i + 1 < end && !IsPreposition(tokens_[i + 1].lower) &&
          !IsAny(tokens_[i + 1].lower, {"off", "out", "down", "up", "back", "away"})) {
        continue;
      }
      Add(titles_.FromPassive(tokens_, base, {at, i}, {i + 1, end}), 0.6);
      return;
    }
    const bool everybody = IsAny(tokens_[subject.begin].lower,
                                 {"every", "each", "all", "everyone", "everybody", "any"});
    const bool given =
        IsEntitlement(noun) || (everybody && IsDeterminer(tokens_[at].lower)) ||
        (IsInstrumentNoun(noun) && IsDeterminer(tokens_[at].lower)) || receives ||
        (IsAny(tokens_[at].lower, {"a", "an"}) &&
         (IsAgent(tokens_, subject) || tokens_[subject.begin].lower == "the" ||
          IsAny(tokens_[subject.begin].lower, {"every", "each", "all"})) &&
         !IsAny(noun, {"word", "look", "idea", "sense", "interest", "chance", "point", "reason",
                       "hope", "problem", "view", "lot", "conscience", "answer", "strategy", "ear",
                       "heart", "rethink"}));
    // "should have received": a past.
    if (!given || !BaseOfParticiple(tokens_[at].lower, false).empty()) return;
    const std::string what = InWords(subject);
    if (what.empty()) return;
    const Span thing = titles_.Short(tokens_, {at, end});
    Add("Give " + what + " " + TextOf(tokens_, thing), 0.65);
  }

  // What stands between a subject and its "need": where the subject ends, and whether it does not.
  struct Needing {
    std::size_t subject_end = 0;
    bool negative = false;
    bool past = false;
  };
  Needing NeedingBefore(std::size_t at) const {
    Needing needing{at};
    for (; needing.subject_end > 1; --needing.subject_end) {
      const std::string& word = tokens_[needing.subject_end - 1].lower;
      if (word == "longer" && tokens_[needing.subject_end - 2].lower == "no") {
        needing.negative = true;
        --needing.subject_end;
      } else if (IsAny(word, {"not", "never", "hardly", "scarcely", "don't", "doesn't", "don’t",
                              "doesn’t"})) {
        needing.negative = true;
      } else if (IsAny(word, {"did", "didn't", "didn’t"})) {
        needing.past = true;
      } else if (!IsAny(word, {"do", "does"}) && !IsAdverb(word)) {
        break;
      }
    }
    return needing;
  }

  // "Every ward needs a second night nurse", "the strait does not need more targets".
  bool NeedsThing(std::size_t need) {
    const std::size_t thing = Match(tokens_, need, "need|needs"_p);
    if (thing == kNoMatch || need == 0 || thing >= tokens_.size()) return false;
    const Needing needing = NeedingBefore(need);
    if (needing.past || needing.subject_end == 0) {
      return false;  // "No longer need a nurse": nobody does
    }
    // "It would need an escrow agent."
    if (IsAny(tokens_[needing.subject_end - 1].lower,
              {"would", "will", "may", "might", "could", "can", "should", "must"})) {
      return false;
    }
    const std::size_t at = needing.subject_end;
    negative_ = needing.negative;
    if (NeedsDoing(at, thing)) return true;
    const bool number = std::isdigit(static_cast<unsigned char>(tokens_[thing].lower.front())) != 0;
    const bool described =
        number ||
        IsAny(tokens_[thing].lower, {"a", "an", "more", "another", "new", "two", "three", "four",
                                     "five", "six", "ten", "better", "stronger", "clear", "proper",
                                     "independent", "dedicated", "regular", "fewer"});
    if (!described) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    const std::string& first = tokens_[subject.span.begin].lower;
    if (IsPronoun(first) && subject.span.end == subject.span.begin + 1) return false;
    if (IsAny(first, {"a", "an", "any", "no", "who", "nobody", "everybody", "what"})) return false;
    const std::size_t end = ClauseEnd(tokens_, thing);
    const std::size_t head = HeadOf(tokens_, {thing, end});
    if (head == kNoMatch ||
        IsAny(tokens_[head].lower,
              {"reason", "time", "moment", "look", "friend", "friends", "luck", "explanation",
               "word", "break", "deal", "way", "lot", "rest", "lift", "hand", "chance"})) {
      return false;
    }
    for (const Token& token : tokens_) {
      if (IsAny(token.lower, {"if", "when", "why", "whether"})) return false;
    }
    const std::string what = InWords(subject.span);
    if (what.empty()) return false;
    voice_ = subject.voice;
    Add("Give " + what + " " + TextOf(tokens_, titles_.Short(tokens_, {thing, end})), 0.5);
    return true;
  }

  // "The two air bases need hardening."
  bool NeedsDoing(std::size_t at, std::size_t gerund) {
    const std::string base = BaseOfGerund(tokens_[gerund].lower, false);
    const bool closes = gerund + 1 >= tokens_.size() || !tokens_[gerund + 1].word ||
                        IsPreposition(tokens_[gerund + 1].lower) ||
                        IsAdverb(tokens_[gerund + 1].lower);
    if (!IsActionVerb(base) || !closes) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    const std::string what = InWords(subject.span);
    if (what.empty()) return false;
    voice_ = subject.voice;
    Add(titles_.FromPassiveOf(tokens_, base, what, {gerund + 1, tokens_.size()}), 0.6);
    return true;
  }

  // "Let the mayor publish the contract."
  void LetSomebody() {
    LeaveItTo();
    if (tokens_[0].lower != "let" ||
        Match(tokens_, 1, "us|me|it|him|her|them|alone"_p) != kNoMatch) {
      return;
    }
    for (std::size_t i = 2; i + 1 < tokens_.size() && i < 8 && tokens_[i].word; ++i) {
      if (!IsActionVerb(tokens_[i].lower) ||
          (IsNounToo(tokens_[i].lower) && !IsDeterminer(tokens_[i + 1].lower))) {
        continue;
      }
      actor_ = TextOf(tokens_, {1, i});
      negative_ = false;
      voice_ = Voice::kAuthor;
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {i, ClauseEnd(tokens_, i)}, VerbForm::kBase, false)) {
        const bool pronoun =
            phrase.rest.end == phrase.rest.begin + 1 && IsPronoun(tokens_[phrase.rest.begin].lower);
        if (!pronoun) Add(titles_.FromVerbPhrase(tokens_, phrase), 0.55);
      }
      actor_.clear();
      return;
    }
  }

  // "Please leave it to each school to decide", "we should leave this to the regions".
  void LeaveItTo() {
    std::size_t whom = 0;
    const std::size_t leave = Find(tokens_, 0, "leave it|this|that to"_p, &whom);
    if (leave == kNoMatch || whom + 2 >= tokens_.size()) return;
    const bool order =
        leave == 0 || !tokens_[leave - 1].word ||
        IsAny(tokens_[leave - 1].lower, {"please", "should", "must", "not", "better", "rather"});
    constexpr std::size_t kReach = 7;
    for (std::size_t i = whom + 1; order && i + 1 < tokens_.size() && i < whom + kReach; ++i) {
      if (tokens_[i].lower != "to") continue;
      negative_ = leave > 0 && tokens_[leave - 1].lower == "not";
      voice_ = Voice::kAuthor;
      Add("Let " + titles_.Subject(tokens_, {whom, i}) + " " +
              TextOf(tokens_, titles_.Short(tokens_, {i + 1, ClauseEnd(tokens_, i + 1)})),
          0.6);
      return;
    }
  }

  // "The police would like advice to be given by video."
  bool WouldLike(std::size_t at) {
    const std::size_t what = Match(tokens_, at, "would|should <adv> like|prefer|wish"_p);
    if (what == kNoMatch || at == 0 || what >= tokens_.size()) return false;
    const std::size_t end = ClauseEnd(tokens_, what);
    for (std::size_t i = what + 1; i + 2 < end; ++i) {
      if (Match(tokens_, i, "to be"_p) == kNoMatch) continue;
      const std::string base = BaseOfParticiple(tokens_[i + 2].lower, true);
      if (base.empty() || IsNonActionParticiple(base) || IsPronoun(tokens_[what].lower)) {
        return false;
      }
      negative_ = false;
      voice_ = SubjectIs(tokens_, FindSubject(tokens_, at).span, {"we", "i"}) ? Voice::kAuthor
                                                                              : Voice::kThirdParty;
      Add(titles_.FromPassive(tokens_, base, {what, i}, {i + 3, end}), 0.6);
      return true;
    }
    // "They would like the government to report back."
    for (std::size_t i = what + 1; i + 1 < end && i < what + 7; ++i) {
      if (tokens_[i].lower != "to" || !IsActionVerb(tokens_[i + 1].lower) ||
          !IsAgent(tokens_, {what, i}) || IsPronoun(tokens_[what].lower)) {
        continue;
      }
      negative_ = false;
      voice_ = SubjectIs(tokens_, FindSubject(tokens_, at).span, {"we", "i", "they"})
                   ? Voice::kAuthor
                   : Voice::kThirdParty;
      actor_ = titles_.Subject(tokens_, {what, i});
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {i + 1, end}, VerbForm::kBase, false)) {
        if (IsMeasureVerb(tokens_, phrase.rest.begin - 1, phrase.verb)) {
          Add(titles_.FromVerbPhrase(tokens_, phrase), 0.6);
        }
      }
      actor_.clear();
      return true;
    }
    return false;
  }

  // "We would like to see the levy replaced", "we want the station to be lit".
  bool Wanted(std::size_t at) {
    const std::size_t see = Match(tokens_, at, "like|want|wants|wish|wished|wanted|liked to see"_p);
    if (see == kNoMatch && WouldLike(at)) return true;
    if (see == kNoMatch || at == 0 || see >= tokens_.size()) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.voice == Voice::kSubordinate) return false;
    bool author = false;
    for (std::size_t i = 0; i < at; ++i) author |= IsAny(tokens_[i].lower, {"we", "i"});
    author = author && !IsAny(tokens_[0].lower, {"some", "many", "several", "others", "few"});
    negative_ = false;
    for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i) negative_ |= tokens_[i].lower == "not";
    voice_ = author ? Voice::kAuthor : Voice::kThirdParty;
    const std::size_t end = ClauseEnd(tokens_, see);
    for (std::size_t i = see + 1; i < end; ++i) {
      const std::string base = BaseOfParticiple(tokens_[i].lower, false);
      // "misuse of the mark made an offence": what it is to become.
      const bool closes = i + 1 >= end || !IsDeterminer(tokens_[i + 1].lower) || base == "make";
      if (!IsActionVerb(base) || !closes || i == see) continue;
      Add(titles_.FromPassive(tokens_, base, {see, i}, {i + 1, end}), 0.7);
      return true;
    }
    // "we would like to see councils publish their data".
    for (std::size_t i = see + 1; i + 1 < end && i < see + 7; ++i) {
      if (!IsActionVerb(tokens_[i].lower) || IsNonAction(tokens_[i].lower) ||
          (IsNounToo(tokens_[i].lower) && !IsDeterminer(tokens_[i + 1].lower)) ||
          !IsAgent(tokens_, {see, i})) {
        continue;
      }
      actor_ = titles_.Subject(tokens_, {see, i});
      for (const VerbPhrase& phrase : SplitVerbPhrases(tokens_, {i, end}, VerbForm::kBase, false)) {
        Add(titles_.FromVerbPhrase(tokens_, phrase), 0.65);
      }
      actor_.clear();
      return true;
    }
    if (IsDeterminer(tokens_[see].lower)) {
      Add(titles_.FromNounPhrase(tokens_, {see, end}), 0.6);
      return true;
    }
    return false;
  }

  // "At the heart of the plan is a base grant for every museum."
  bool HeartOfPlan(std::size_t at) {
    const std::size_t thing =
        Match(tokens_, at,
              "heart|centre|center|core|basis|centrepiece of <few> is|are|stands|lies|would be?"_p);
    if (thing == kNoMatch || thing >= tokens_.size()) return false;
    if (!IsDeterminer(tokens_[thing].lower)) return false;
    const std::size_t plan = HeadOf(tokens_, {at + 2, thing});
    if (plan == kNoMatch ||
        !IsAny(tokens_[plan].lower, {"plan", "proposal", "proposals", "plans", "scheme", "reform",
                                     "strategy", "approach", "programme", "program", "package"})) {
      return false;
    }
    const std::size_t end = ClauseEnd(tokens_, thing);
    const std::size_t head = HeadOf(tokens_, {thing, end});
    if (head == kNoMatch) return false;
    Span span{thing, end};
    for (std::size_t i = head; i < end; ++i) {
      if (tokens_[i].lower == ",") span.end = std::min(span.end, i);
    }
    negative_ = false;
    voice_ = Voice::kAuthor;
    Add(titles_.FromNounPhrase(tokens_, span), 0.6);
    return true;
  }

  // The subject in words, without what is said of it; a pronoun by what it stands for.
  std::string InWords(Span subject) const {
    if (SubjectIs(tokens_, subject, {"it", "this", "that"})) return context_.singular_antecedent;
    if (SubjectIs(tokens_, subject, {"they", "these", "those"})) return context_.plural_antecedent;
    if (SubjectIs(tokens_, subject,
                  {"we", "you", "i", "he", "she", "one", "what", "which", "who", "nobody", "all",
                   "nothing", "everything", "something"})) {
      return {};
    }
    constexpr std::size_t kLongest = 8;
    for (std::size_t i = subject.begin + 1; i < subject.end; ++i) {
      const bool clause = IsAny(tokens_[i].lower, {"that", "which", "who", ","});
      if (clause && subject.end - subject.begin > kLongest) subject.end = i;
    }
    return titles_.Subject(tokens_, subject);
  }

  void Add(const std::string& text, double confidence) {
    std::string title = TitleMaker::Finish(text);
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.actor = actor_;
    candidate.third_party = voice_ == Voice::kThirdParty;
    candidate.stance = negative_               ? Stance::kOpposes
                       : candidate.third_party ? Stance::kMentions
                                               : Stance::kRecommends;
    candidate.confidence = confidence + (context_.section != Section::kNone ? 0.1 : 0.0);
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  std::string actor_;
  Voice voice_ = Voice::kAuthor;
  bool negative_ = false;
};

}  // namespace

void FindStates(const RuleInput& input, Candidates* out) { StateRule(input, out).Run(); }

}  // namespace plenum::ingestion
