#include <algorithm>
#include <cctype>
#include <initializer_list>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

bool IsAny(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A modal with what it claims.
struct Modal {
  std::size_t begin = 0;
  std::size_t end = 0;  // behind it, negation and adverbs
  bool strong = true;   // should, must; else could, might, may, can
  bool can = false;
  bool would = false;
  bool be_to = false;
  bool negative = false;
};

struct ModalPattern {
  const char* pattern;
  bool strong;
};

constexpr ModalPattern kPatterns[] = {
    {"ought not? to", true},
    {"will|would need to", true},
    {"will|would have to", true},
    {"need|needs not? to", true},
    {"must|should|shall", true},
    {"shouldn't|mustn't", true},
    {"has|have to", true},
    {"had better", true},
    {"may|might wish|want|like|choose|decide|need to", false},
    {"may|might find it helpful|useful|worthwhile to", false},
    {"could|might|may simply? decide|choose|opt to", false},
    {"could|might|may", false},
    {"can", false},
    {"would", false},
};

bool FindModalAt(const Tokens& tokens, std::size_t at, Modal* modal) {
  // "a need to": the noun.
  if (tokens[at].lower == "need" && at > 0) {
    const std::string& before = tokens[at - 1].lower;
    const bool subject =
        IsPronoun(before) || LooksPlural(before) || IsAdverb(before) || before == "not";
    if (!subject || before == "one") return false;
  }
  for (const ModalPattern& pattern : kPatterns) {
    std::size_t end = Match(tokens, at, pattern.pattern);
    if (end == kNoMatch) continue;
    modal->begin = at;
    modal->strong = pattern.strong;
    modal->can = tokens[at].lower == "can";
    modal->would = tokens[at].lower == "would" && !modal->strong;
    modal->be_to = false;
    modal->negative = tokens[at].lower == "shouldn't" || tokens[at].lower == "mustn't";
    for (std::size_t i = at; i < end; ++i) modal->negative |= tokens[i].lower == "not";
    while (end < tokens.size() && tokens[end].word &&
           (IsAdverb(tokens[end].lower) || tokens[end].lower == "no")) {
      if (IsAny(tokens[end].lower, {"not", "never"})) modal->negative = true;
      if (tokens[end].lower == "no" && Match(tokens, end, "no longer") == kNoMatch) break;
      if (tokens[end].lower == "no") {
        modal->negative = true;
        ++end;
      }
      ++end;
    }
    modal->end = end;
    return true;
  }
  // "Each hospital is to run": an order, if who acts is named.
  const std::size_t end = Match(tokens, at, "is|are not? to");
  if (end == kNoMatch || at == 0) return false;
  *modal = {at, end, true, false, false, true, Match(tokens, at, "is|are not") != kNoMatch};
  return true;
}

bool SubjectIs(const Tokens& tokens, Span subject, std::initializer_list<std::string_view> words) {
  return subject.end == subject.begin + 1 && IsAny(tokens[subject.begin].lower, words);
}

bool IsName(const Token& token) {
  return std::isupper(static_cast<unsigned char>(token.text.front())) != 0;
}

// Whether the subject is somebody who can decide.
bool IsAgent(const Tokens& tokens, Span subject) {
  if (subject.empty()) return false;
  if (SubjectIs(tokens, subject, {"we", "they", "he", "she", "you"})) return true;
  const std::size_t head = HeadOf(tokens, subject);
  if (head == kNoMatch) return false;
  std::string_view noun = tokens[head].lower;
  const std::size_t possessive = noun.rfind('\'');
  if (possessive != std::string_view::npos) noun = noun.substr(0, possessive);
  if (IsAgentNoun(noun)) return true;
  // A name: capitals, and not only because it begins the sentence.
  return IsName(tokens[head]) && (head > 0 || subject.end - subject.begin == 1);
}

// Past participles that report or judge instead of doing.
bool IsNonActionParticiple(std::string_view base) {
  return IsNonAction(base) ||
         IsAny(base,
               {"treat",    "measure",       "weigh",     "judge",   "base",     "bear",
                "involve",  "call",          "do",        "explain", "hold",     "link-x",
                "aim",      "interest",      "tire",      "worry",   "please",   "rush",
                "overlook", "underestimate", "overstate", "say",     "describe", "congratulate",
                "commend",  "applaud",       "praise",    "blame",   "excuse",   "forgive",
                "pity",     "prepare",       "allow-x"});
}

// "X should know", "must have allies", "should be clear": no measure.
bool IsMeasureVerb(const Tokens& tokens, std::size_t at, const std::string& verb) {
  if (verb == "have" || verb == "hold") {
    // "have honest discussions": only with a noun of an event.
    for (std::size_t i = at + 1; i < tokens.size() && i < at + 5; ++i) {
      if (IsAny(tokens[i].lower, {"discussion", "discussions", "debate", "dialogue", "talks",
                                  "conversation", "conversations", "consultation", "consultations",
                                  "review", "meeting", "meetings", "plan", "plans", "access",
                                  "exercise", "exercises", "inspection", "inspections"})) {
        return true;
      }
    }
    return verb == "hold" && !IsNonAction(verb);
  }
  if (verb == "be" || verb == "do") return false;
  if (verb == "take") {
    return Match(tokens, at + 1, "account|heed|note|comfort|pride|care") == kNoMatch;
  }
  if (verb == "make" && Match(tokens, at + 1, "clear|sense") != kNoMatch) return false;
  if (verb == "get") return Match(tokens, at + 1, "on the same page|rid") != kNoMatch;
  return !IsNonAction(verb);
}

class ModalRule {
 public:
  ModalRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    Modal modal;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!FindModalAt(tokens_, i, &modal)) continue;
      Judge(modal);
      i = modal.end - 1;
    }
  }

 private:
  void Judge(const Modal& modal) {
    if (modal.end >= tokens_.size() || !tokens_[modal.end].word) return;
    if (context_.question) {
      JudgeQuestion(modal);
      return;
    }
    Subject subject = FindSubject(tokens_, modal.begin);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return;
    if (IsConcession(subject.span, modal)) return;
    if (modal.be_to && !IsAgentOfOrder(subject.span)) return;

    if (!modal.strong && !modal.negative && NamesInstrument(subject, modal)) return;
    if (modal.would) {
      if (!modal.negative) FloatIdea(subject, modal);
      return;
    }
    if (!modal.strong && (modal.negative || !IsOption(subject, modal))) return;
    const std::size_t before = out_.size();
    Emit(subject, modal);
    emitted_ = emitted_ || out_.size() > before;
  }

  // "Should ransom payments be outlawed?": subject behind the modal.
  void JudgeQuestion(const Modal& modal) {
    if (modal.begin != 0 || !IsAny(tokens_[0].lower, {"should", "must", "could", "might"})) return;
    const std::size_t before = out_.size();
    for (std::size_t i = 2; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].lower == "be") {
        const std::string verb = BaseOfParticiple(tokens_[i + 1].lower, true);
        if (verb.empty() || IsNonActionParticiple(verb)) return;
        Add(titles_.FromPassive(tokens_, verb, {1, i}, {i + 2, tokens_.size() - 1}), "", modal,
            Voice::kAuthor);
        break;
      }
      if (IsActionVerb(tokens_[i].lower) && !IsNounToo(tokens_[i].lower)) {
        Add(titles_.FromVerbPhrase(tokens_, {tokens_[i].lower, {i + 1, tokens_.size() - 1}}),
            TextOf(tokens_, {1, i}), modal, Voice::kAuthor);
        break;
      }
    }
    // A title may have said nothing: then there is none.
    for (std::size_t i = before; i < out_.size(); ++i) out_[i].question = true;
  }

  // "Of course it should promote its interests, but ..."; "it is true that".
  bool IsConcession(Span subject, const Modal& modal) const {
    // "An alliance that lost its nerve should not lose its memory": a saying, no rejection.
    if (modal.negative && Match(tokens_, subject.begin, "a|an") != kNoMatch &&
        tokens_[modal.end].lower != "be") {
      for (std::size_t i = subject.begin; i < subject.end; ++i) {
        if (IsAny(tokens_[i].lower, {"that", "which", "who"})) return true;
      }
    }
    if (Match(tokens_, subject.begin, "nobody|nothing|none|no|there|it one?") != kNoMatch &&
        SubjectIs(tokens_, subject, {"nobody", "nothing", "none", "there"})) {
      return true;
    }
    for (std::size_t i = 0; i + 1 < modal.begin; ++i) {
      const bool of_course = tokens_[i].lower == "of" && tokens_[i + 1].lower == "course";
      if (of_course || tokens_[i].lower == "admittedly") {
        return !modal.negative;
      }
    }
    return false;
  }

  bool IsAgentOfOrder(Span subject) const {
    const std::string& first = tokens_[subject.begin].lower;
    if (IsAny(first, {"each", "every", "all"})) return true;
    const std::size_t head = HeadOf(tokens_, subject);
    return head != kNoMatch && IsAgentNoun(tokens_[head].lower) && !IsName(tokens_[head]);
  }

  // could, might, may: an option that somebody has, not something that may happen.
  bool IsOption(const Subject& subject, const Modal& modal) {
    if (modal.can && context_.section == Section::kNone) return false;
    if (modal.end - modal.begin >= 3 && !modal.can) return true;  // "may wish to"
    for (const Token& token : tokens_) {
      if (IsAny(token.lower, {"if", "unless", "had"})) return false;
    }
    const std::string& first = tokens_[subject.span.begin].lower;
    const bool one_of_many = first == "a" || first == "an" || first == "any" || first == "some";
    const bool passive = tokens_[modal.end].lower == "be";
    if (one_of_many && !passive) return false;
    const std::string& next = tokens_[modal.end].lower;
    if (passive) {
      std::size_t at = modal.end + 1;
      while (at < tokens_.size() && IsAdverb(tokens_[at].lower)) ++at;
      if (at >= tokens_.size()) return false;
      const std::string base = BaseOfParticiple(tokens_[at].lower, false);
      if (!IsActionVerb(base) || IsNonActionParticiple(base)) return false;
      return !modal.can || context_.option_scope;
    }
    if (!IsActionVerb(next)) return false;
    const bool pronoun = SubjectIs(tokens_, subject.span, {"it", "this", "that", "these"});
    // "The county might close it, or it could sell it": the second goes with the first.
    if (emitted_ && SubjectIs(tokens_, subject.span, {"it", "they"})) return true;
    if (context_.option_scope) return !modal.can && (pronoun || IsAgent(tokens_, subject.span));
    if (pronoun || modal.can) return false;
    // "The government could use X" is an option; "China could use X" is what may happen.
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool body = head != kNoMatch && IsAgentNoun(tokens_[head].lower);
    return (body || SubjectIs(tokens_, subject.span, {"we"})) &&
           !IsAny(first, {"these", "those", "such"}) && !IsThreat(subject.span);
  }

  // "They would end the treaty": somebody's idea, a measure only if a verdict on it follows.
  void FloatIdea(const Subject& subject, const Modal& modal) {
    const bool they = SubjectIs(tokens_, subject.span, {"they", "it", "this", "he", "she"});
    if (!they && !IsAgent(tokens_, subject.span)) return;
    if (!IsActionVerb(tokens_[modal.end].lower)) return;
    const std::size_t before = out_.size();
    EmitActive(subject, modal, modal.end);
    for (std::size_t i = before; i < out_.size(); ++i) out_[i].question = true;
  }

  // "A levy of 0.1% could cover a third": the subject is the measure, the rest its effect.
  bool NamesInstrument(const Subject& subject, const Modal& modal) {
    const std::string& first = tokens_[subject.span.begin].lower;
    if ((first != "a" && first != "an") || modal.can) return false;
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head == kNoMatch || !IsInstrumentNoun(tokens_[head].lower)) return false;
    if (IsAgentNoun(tokens_[head].lower) || tokens_[modal.end].lower == "be") return false;
    // "A ban could backfire" speaks of any ban; a measure is described.
    if (subject.span.end - subject.span.begin < 3) return false;
    static constexpr const char* kEffects =
        "cut|reduce|save|protect|reward|help|raise|provide|ensure|allow|give|make|end|improve|"
        "encourage|cost|spare|spread|secure|cover|pay|free|stop|prevent|bring|lower";
    if (Match(tokens_, modal.end, kEffects) == kNoMatch) return false;
    Add(titles_.FromNounPhrase(tokens_, subject.span), "", modal, subject.voice);
    return true;
  }

  // Adjectives and openings of a guess about somebody's behaviour.
  bool IsThreat(Span subject) const {
    if (Find(tokens_, 0, "for instance|example") != kNoMatch) return true;
    for (std::size_t i = subject.begin; i < subject.end; ++i) {
      if (IsAny(tokens_[i].lower, {"hostile", "rival", "foreign", "enemy", "other", "critics",
                                   "opponents", "adversaries"})) {
        return true;
      }
    }
    return false;
  }

  void Emit(const Subject& subject, const Modal& modal) {
    std::size_t at = modal.end;
    if (tokens_[at].lower == "be") {
      ++at;
      while (at < tokens_.size() && IsAdverb(tokens_[at].lower)) ++at;
      if (at < tokens_.size()) EmitPassive(subject, modal, at);
      return;
    }
    if (tokens_[at].lower == "have" && at + 1 < tokens_.size() &&
        !BaseOfParticiple(tokens_[at + 1].lower, true).empty()) {
      return;  // "should have offered"
    }
    const std::string& verb = tokens_[at].lower;
    if (verb == "continue" && Match(tokens_, at, "continue to") != kNoMatch && !modal.be_to) {
      at += 2;
      if (at >= tokens_.size()) return;
    }
    if (modal.strong && Match(tokens_, at, "think|look about|again|at|into|hard at?") != kNoMatch) {
      const std::size_t object = Match(tokens_, at, "think|look about|again|at|into|hard at?");
      Add(titles_.FromVerbPhrase(tokens_, {"review", {object, ClauseEnd(tokens_, object)}}),
          Actor(subject.span), modal, subject.voice);
      return;
    }
    if (Match(tokens_, at, "consider|explore|contemplate") != kNoMatch) {
      EmitConsidered(subject, modal, at);
      return;
    }
    if (!IsMeasureVerb(tokens_, at, tokens_[at].lower)) return;
    if (tokens_[at].lower == "have") {
      const Span rest{at + 1, ClauseEnd(tokens_, at + 1)};
      Add(titles_.FromVerbPhrase(tokens_, {"hold", rest}), Actor(subject.span), modal,
          subject.voice);
      return;
    }
    EmitActive(subject, modal, at);
  }

  void EmitConsidered(const Subject& subject, const Modal& modal, std::size_t at) {
    const Span rest{at + 1, ClauseEnd(tokens_, at + 1)};
    if (rest.empty()) return;
    const auto phrases = SplitVerbPhrases(tokens_, rest, VerbForm::kGerund, false);
    if (phrases.empty()) {
      EmitActive(subject, modal, at);
      return;
    }
    for (const VerbPhrase& phrase : phrases) {
      Add(titles_.FromVerbPhrase(tokens_, phrase), Actor(subject.span), modal, subject.voice);
    }
  }

  void EmitActive(const Subject& subject, const Modal& modal, std::size_t at) {
    const std::size_t end = ClauseEnd(tokens_, at + 1);
    const auto phrases = SplitVerbPhrases(tokens_, {at, end}, VerbForm::kBase, modal.strong);
    if (phrases.empty()) return;
    const bool agent = IsAgent(tokens_, subject.span);
    // Who is no body that acts is what the measure is about: "under-25s should travel free".
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool body = head != kNoMatch && IsAgentNoun(tokens_[head].lower);
    const bool change =
        !context_.option_scope && !body &&
        ((NeedsSubject(phrases.front().verb) && !agent) ||
         (!IsActionVerb(phrases.front().verb) && !IsPronoun(tokens_[subject.span.begin].lower)));
    if (change) {
      const std::string what = Resolve(subject.span);
      if (what.empty()) return;
      const std::string tail =
          titles_.FromVerbPhrase(tokens_, {phrases.front().verb, {at + 1, end}});
      std::string lower = tail;
      lower.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(lower.front())));
      Add(TitleMaker::Finish("Ensure " + what + " " + lower), "", modal, subject.voice);
      return;
    }
    if (!agent && SubjectIs(tokens_, subject.span, {"this", "that", "it"}) &&
        !context_.option_scope && !modal.negative && !emitted_) {
      return;  // "This must mean more than words"
    }
    for (const VerbPhrase& phrase : phrases) {
      if (IsNonAction(phrase.verb)) continue;
      Add(titles_.FromVerbPhrase(tokens_, phrase, subject.span.begin, context_.singular_antecedent,
                                 context_.plural_antecedent),
          Actor(subject.span), modal, subject.voice);
    }
  }

  void EmitPassive(const Subject& subject, const Modal& modal, std::size_t at) {
    const std::string base = BaseOfParticiple(tokens_[at].lower, modal.strong);
    if (base.empty() || IsNonActionParticiple(base)) return;
    if (!modal.strong && !IsActionVerb(base)) return;
    const std::string what = Resolve(subject.span);
    if (what.empty()) return;
    if (IsNotice(subject.span, base)) return;
    Span object = subject.span;
    const Span rest{at + 1, tokens_.size()};
    std::string title = what == titles_.Subject(tokens_, object)
                            ? titles_.FromPassive(tokens_, base, object, rest)
                            : titles_.FromPassiveOf(tokens_, base, what, rest);
    const bool nothing = tokens_[object.begin].lower == "no" && !modal.negative;
    Modal claim = modal;
    if (nothing) {
      claim.negative = true;
      title = titles_.FromPassive(tokens_, base, {object.begin + 1, object.end}, rest);
    }
    Add(title, By(rest), claim, subject.voice);
  }

  // "Responses should be sent to the clerk": office talk around a document.
  bool IsNotice(Span subject, std::string_view base) const {
    const std::size_t head = HeadOf(tokens_, subject);
    if (head == kNoMatch) return false;
    return IsAny(tokens_[head].lower,
                 {"responses", "enquiries", "inquiries", "comments", "copies", "queries",
                  "correspondence", "applications", "submissions", "requests", "questions"}) &&
           IsAny(base, {"send", "address", "direct", "order", "obtain", "submit", "make", "email",
                        "refer", "receive"});
  }

  // The subject in words; pronouns by what the sentence before offers. Empty if unknown.
  std::string Resolve(Span subject) const {
    if (SubjectIs(tokens_, subject, {"it", "this", "that"})) return context_.singular_antecedent;
    if (SubjectIs(tokens_, subject, {"these", "those", "they"})) return context_.plural_antecedent;
    if (SubjectIs(tokens_, subject,
                  {"all", "some", "many", "much", "we", "you", "i", "one", "what", "which", "who",
                   "there", "both"})) {
      return {};
    }
    return titles_.Subject(tokens_, subject);
  }

  std::string By(Span rest) const {
    const std::size_t end = ClauseEnd(tokens_, rest.begin);
    for (std::size_t i = rest.begin; i + 1 < end; ++i) {
      if (tokens_[i].lower != "by") continue;
      std::size_t stop = i + 1;
      while (stop < end && tokens_[stop].word && !IsPreposition(tokens_[stop].lower)) ++stop;
      const std::size_t head = HeadOf(tokens_, {i + 1, stop});
      if (head == kNoMatch || !IsAgentNoun(tokens_[head].lower)) return {};
      return TextOf(tokens_, {i + 1, stop});
    }
    return {};
  }

  std::string Actor(Span subject) const {
    if (subject.end - subject.begin > 10) return {};
    if (SubjectIs(tokens_, subject, {"it", "this", "they", "these"})) return context_.actor;
    return titles_.Subject(tokens_, subject);
  }

  void Add(std::string title, std::string actor, const Modal& modal, Voice voice) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.actor = std::move(actor);
    candidate.third_party = voice == Voice::kThirdParty;
    candidate.stance = modal.negative                           ? Stance::kOpposes
                       : candidate.third_party || !modal.strong ? Stance::kMentions
                                                                : Stance::kRecommends;
    candidate.confidence = modal.strong ? 0.75 : 0.55;
    if (context_.section != Section::kNone || context_.option_scope) candidate.confidence += 0.15;
    if (candidate.third_party) candidate.confidence -= 0.1;
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  bool emitted_ = false;  // an earlier verb of the sentence gave a measure
};

}  // namespace

void FindModals(const RuleInput& input, Candidates* out) { ModalRule(input, out).Run(); }

}  // namespace plenum::ingestion
