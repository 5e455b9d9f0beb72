#include <cctype>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

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
    modal_begin_ = modal.begin;
    if (modal.end >= tokens_.size() || !tokens_[modal.end].word) return;
    const bool nor = modal.begin > 0 && modal.begin < 3 &&
                     IsAny(tokens_[modal.begin - 1].lower, {"nor", "neither"});
    if (nor || IsDeniedInFront(modal)) {
      Inverted(modal);
      return;
    }
    if (context_.question) {
      JudgeQuestion(modal);
      return;
    }
    Subject subject = FindSubject(tokens_, modal.begin);
    if (modal.begin > 1 && modal.strong &&
        IsAny(tokens_[modal.begin - 1].lower, {"which", "who"})) {
      subject = BeforeRelative(modal.begin - 1);
    }
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return;
    if (IsConcession(subject.span, modal) || IsPresentFact(subject.span, modal)) return;
    // "Ministers are to decide next week": what will be, told.
    if (modal.be_to && IsAny(tokens_[modal.end].lower, {"decide", "meet", "vote", "consider",
                                                        "announce", "discuss", "debate", "hold"})) {
      return;
    }
    if (modal.be_to && !context_.minutes && !IsAgentOfOrder(subject.span) && !IsOrder(modal)) {
      return;
    }
    // "New prisons would have to be built": what follows from something else.
    const bool follows = tokens_[modal.begin].lower == "would" && modal.strong &&
                         Match(tokens_, modal.begin, "would need|have to be"_p) != kNoMatch;
    if (follows) return;
    Modal claim = modal;
    claim.negative = modal.negative != subject.negated;
    // "No permit should be granted" says so in its title: "Grant no permit".
    const bool passive_no =
        tokens_[subject.span.begin].lower == "no" && tokens_[modal.end].lower == "be";
    // "No tariff should take effect before it is costed": the condition is what is wanted.
    if (!passive_no && modal.strong && Match(tokens_, subject.span.begin, "no"_p) != kNoMatch &&
        !modal.negative && !IsAgent(tokens_, {subject.span.begin + 1, subject.span.end}) &&
        Find(tokens_, modal.end, "before|until|unless|without"_p) != kNoMatch &&
        tokens_[modal.end].lower != "have") {
      const Span rest{modal.end + 1, std::min(modal.end + 14, tokens_.size())};
      std::size_t end = rest.begin;
      while (end < rest.end && tokens_[end].word) ++end;
      Add(TitleMaker::Finish("Ensure " + titles_.Subject(tokens_, subject.span) + " " +
                             Agreeing(tokens_[modal.end].lower, tokens_, subject.span) + " " +
                             TextOf(tokens_, {rest.begin, end})),
          "", modal, subject.voice);
      return;
    }
    if (const std::size_t denial = DenialOf(subject.span); denial > 0 && !passive_no) {
      claim.negative = !claim.negative;
      subject.span.begin += denial;
      if (subject.span.empty()) return;
    }
    Claim(subject, claim);
  }

  // "Under no circumstances should the port close": the subject follows.
  bool IsDeniedInFront(const Modal& modal) const {
    constexpr std::size_t kWords = 3;
    if (modal.begin < kWords) return false;
    return Match(tokens_, modal.begin - kWords, "under no circumstances"_p) != kNoMatch ||
           Match(tokens_, modal.begin - kWords, "on no account"_p) != kNoMatch;
  }

  // How many words at the front of a subject say that none of it is meant: "neither government",
  // "no ally", "not a single base".
  std::size_t DenialOf(Span subject) const {
    for (const auto& [pattern, words] :
         {std::pair("not a single"_p, 3), std::pair("not a|one"_p, 2),
          std::pair("no|neither"_p, 1)}) {
      if (Match(tokens_, subject.begin, pattern) != kNoMatch) {
        return static_cast<std::size_t>(words);
      }
    }
    return 0;
  }

  void Claim(const Subject& subject, const Modal& modal) {
    if (!modal.strong && !modal.negative && NamesInstrument(subject, modal)) return;
    if (modal.would) {
      // "Under the plan, shops would close at ten."
      const bool option = context_.option_heading && tokens_[modal.end].lower == "be";
      if (!modal.negative && (UnderPlan() || option)) {
        Emit(subject, modal);
        return;
      }
      if (!modal.negative && !PlanProvides(subject, modal)) FloatIdea(subject, modal);
      return;
    }
    if (!modal.strong && (modal.negative || !IsOption(subject, modal))) return;
    const std::size_t before = out_.size();
    Emit(subject, modal);
    emitted_ = emitted_ || out_.size() > before;
  }

  // "the toll, which should be abolished": what stands before the comma.
  Subject BeforeRelative(std::size_t relative) const {
    Subject subject;
    if (tokens_[relative - 1].lower != ",") return subject;
    constexpr std::size_t kLongest = 9;
    std::size_t begin = relative - 1;
    while (begin > 0 && tokens_[begin - 1].word && !IsAuxiliary(tokens_[begin - 1].lower) &&
           !IsSubordinator(tokens_[begin - 1].lower)) {
      --begin;
    }
    if (relative - 1 - begin <= kLongest) subject.span = {begin, relative - 1};
    return subject;
  }

  // "A captain has to telephone three ministries": how things are, not how they should be.
  bool IsPresentFact(Span subject, const Modal& modal) const {
    const std::string& word = tokens_[modal.begin].lower;
    const bool plain = modal.has_to || word == "must" || word == "need" || word == "needs";
    if (!plain) return false;
    // "Data, which at present each navy guards, need to be shared": told of the thing only.
    const std::size_t today =
        Find(tokens_, 0, "at|under|in the? present|current|existing|moment"_p);
    const bool aside = today < modal.begin && tokens_[modal.begin - 1].lower == "," &&
                       Find(tokens_, 0, ", which|who|where"_p) < today;
    if ((today != kNoMatch && !aside) || Find(tokens_, 0, "currently|today's"_p) != kNoMatch) {
      return true;
    }
    if (!modal.has_to) return false;
    const std::string& first = tokens_[subject.begin].lower;
    if (first == "a" || first == "an" || Match(tokens_, 0, "now"_p) != kNoMatch) return true;
    for (std::size_t i = subject.end; i < modal.end; ++i) {
      if (IsAny(tokens_[i].lower, {"now", "still", "often", "usually", "already"})) {
        return tokens_[i + 1 < tokens_.size() ? i + 1 : i].word && !InInsertion(i);
      }
    }
    return false;
  }

  // "The rota, now left to goodwill, has to": between commas.
  bool InInsertion(std::size_t at) const {
    std::size_t end = at;
    while (end < tokens_.size() && tokens_[end].word && !IsAuxiliary(tokens_[end].lower)) ++end;
    return end < tokens_.size() && tokens_[end].lower == ",";
  }

  // "The bill would oblige banks": what a plan provides for, not what it leads to.
  bool PlanProvides(const Subject& subject, const Modal& modal) {
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool plan =
        head != kNoMatch &&
        IsAny(tokens_[head].lower,
              {"bill",     "plan",      "proposal",  "scheme",     "reform",    "draft",
               "strategy", "programme", "program",   "package",    "law",       "initiative",
               "motion",   "amendment", "act",       "plans",      "proposals", "reforms",
               "treaty",   "compact",   "directive", "regulation", "charter"});
    if (IsOrdinalOption(subject.span) && IsActionVerb(tokens_[modal.end].lower)) {
      EmitActive(subject, modal, modal.end);
      return true;
    }
    if (!plan && !OptionDescribed(subject)) return false;
    const Pattern& provisions =
        "abolish|adopt|agree|allow|appoint|ban|build|buy|close|convert|create|double|end|establish|"
        "exempt|"
        "extend|force|found|freeze|fund|give|grant|halve|impose|introduce|lease|legalise|license|"
        "limit|merge|move|oblige|offer|open|permit|place|plant|prohibit|put|replace|require|"
        "restrict|scrap|sell|set|split|station|tax|train|transfer|turn"_p;
    if (Match(tokens_, modal.end, provisions) == kNoMatch) return false;
    EmitActive(subject, modal, modal.end);
    return true;
  }

  bool UnderPlan() const {
    return Match(tokens_, 0,
                 "under the|this|these|its|their|his|her <few> "
                 "plan|plans|proposal|proposals|scheme|bill|deal|draft|reform|compromise"_p) !=
           kNoMatch;
  }

  // "The first would raise all fees", behind "three options".
  bool IsOrdinalOption(Span subject) const {
    return context_.option_scope &&
           Match(tokens_, subject.begin,
                 "the? first|second|third|fourth|last|other|latter|former one|option?"_p) ==
               subject.end;
  }

  // Below "Option B: ...", what somebody would do is the option.
  bool OptionDescribed(const Subject& subject) const {
    return context_.option_heading && IsAgent(tokens_, subject.span);
  }

  // "Nor should the service be sold": subject behind the modal.
  void Inverted(const Modal& modal) {
    constexpr std::size_t kReach = 9;
    Modal claim = modal;
    claim.negative = true;
    for (std::size_t i = modal.end + 1; i + 1 < tokens_.size() && i < modal.end + kReach; ++i) {
      if (tokens_[i].lower == "be") {
        EmitPassive({{modal.end, i}, Voice::kAuthor, false}, claim, i + 1);
        return;
      }
      // "Nor should anyone think of cutting their cables."
      if (const std::size_t thought = Match(tokens_, i, "think|dream|contemplate|consider of?"_p);
          thought < tokens_.size()) {
        for (const VerbPhrase& phrase : SplitVerbPhrases(
                 tokens_, {thought, ClauseEnd(tokens_, thought)}, VerbForm::kGerund, false)) {
          Add(titles_.FromVerbPhrase(tokens_, phrase), "", claim, Voice::kAuthor);
        }
        return;
      }
      if (IsActionVerb(tokens_[i].lower) &&
          (!IsNounToo(tokens_[i].lower) || IsDeterminer(tokens_[i + 1].lower))) {
        EmitActive({{modal.end, i}, Voice::kAuthor, false}, claim, i);
        return;
      }
    }
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
    if (modal.negative && Match(tokens_, subject.begin, "a|an"_p) != kNoMatch &&
        tokens_[modal.end].lower != "be") {
      for (std::size_t i = subject.begin; i < subject.end; ++i) {
        if (IsAny(tokens_[i].lower, {"that", "which", "who"})) return true;
      }
    }
    if (Match(tokens_, subject.begin, "nobody|nothing|none|no|there|it one?"_p) != kNoMatch &&
        SubjectIs(tokens_, subject, {"nobody", "nothing", "none", "there"})) {
      return true;
    }
    // "No one should be surprised": rhetoric, mostly.
    if (Match(tokens_, subject.begin, "no one"_p) != kNoMatch) return true;
    for (std::size_t i = 0; i + 1 < modal.begin; ++i) {
      const bool of_course = tokens_[i].lower == "of" && tokens_[i + 1].lower == "course";
      if (of_course || tokens_[i].lower == "admittedly" ||
          Match(tokens_, i, "to be sure"_p) != kNoMatch) {
        return !modal.negative;
      }
    }
    // "Readers should write to the editor": a notice of the house.
    return SubjectIs(tokens_, subject,
                     {"readers", "visitors", "subscribers", "attendees", "submissions", "entries",
                      "members", "journalists", "editors"});
  }

  // "Sirens are to be tested every month", in a text that recommends.
  bool IsOrder(const Modal& modal) const {
    if (!(context_.prescribes || context_.commits ||
          context_.section == Section::kRecommendations) ||
        TellsHistory(tokens_)) {
      return false;
    }
    if (tokens_[modal.end].lower != "be" || modal.end + 1 >= tokens_.size()) return false;
    const std::string base = BaseOfParticiple(tokens_[modal.end + 1].lower, false);
    return IsActionVerb(base) && !IsNonActionParticiple(base) &&
           !IsAny(base, {"find", "see", "welcome", "publish", "hold", "announce", "open"}) &&
           Find(tokens_, 0, "if|when|yet|today|tomorrow|tonight|next"_p) == kNoMatch;
  }

  bool IsAgentOfOrder(Span subject) const {
    const std::string& first = tokens_[subject.begin].lower;
    if (IsAny(first, {"each", "every", "all"}) || context_.after_measure) return true;
    const std::size_t head = HeadOf(tokens_, subject);
    if (head == kNoMatch) return false;
    // Of a name it is said what will be ("Smith is to retire"), of a plural body what it must do.
    return IsAgentNoun(tokens_[head].lower) &&
           (!IsName(tokens_[head]) || LooksPlural(tokens_[head].lower));
  }

  // could, might, may: an option that somebody has, not something that may happen.
  bool IsOption(const Subject& subject, const Modal& modal) {
    if (modal.can && context_.section == Section::kNone) return false;
    if (modal.end - modal.begin >= 3 && !modal.can) return true;  // "may wish to"
    if (!modal.can && Find(tokens_, 0, "put to us|me|them that"_p) < modal.begin) return true;
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
      if (base == "ask") return !modal.can && IsAddressed(base, at);
      // "and it could be fed by anything": what is possible, not an option.
      if (SubjectIs(tokens_, subject.span, {"it"}) && !context_.option_scope) return false;
      if (!IsActionVerb(base) || IsNonActionParticiple(base)) return false;
      return !modal.can || context_.option_scope;
    }
    const bool pronoun = SubjectIs(tokens_, subject.span, {"it", "this", "that", "these"});
    // Behind "there are several ways", it may do what no list knows: "it might sail alongside".
    const bool way = context_.option_scope && SubjectIs(tokens_, subject.span, {"it", "they"}) &&
                     !IsNonAction(next) && !IsAuxiliary(next);
    if (!way && !IsActionVerb(next)) return false;
    // "The county might close it, or it could sell it": the second goes with the first.
    if (emitted_ && SubjectIs(tokens_, subject.span, {"it", "they"})) return true;
    // "The ministry should pay. It might also let schools choose."
    if (!modal.can && !context_.last_actor.empty() &&
        SubjectIs(tokens_, subject.span, {"it", "they"})) {
      return true;
    }
    // "Ottawa could also consider moving its exercise": what is considered is an option.
    if (!modal.can && !pronoun &&
        Match(tokens_, modal.end, "consider|explore|contemplate"_p) != kNoMatch) {
      return IsAgent(tokens_, subject.span);
    }
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
    // "Some in the industry would oblige every farm": their proposal.
    if (IsAny(tokens_[subject.span.begin].lower, {"some", "others", "many"}) &&
        IsActionVerb(tokens_[modal.end].lower) && Find(tokens_, 0, "if|had|have"_p) == kNoMatch) {
      for (const VerbPhrase& phrase : SplitVerbPhrases(
               tokens_, {modal.end, ClauseEnd(tokens_, modal.end)}, VerbForm::kBase, false)) {
        if (IsNonAction(phrase.verb)) continue;
        const std::size_t before = out_.size();
        Add(Title(phrase, subject.span), "", modal, Voice::kThirdParty);
        for (std::size_t i = before; i < out_.size(); ++i) out_[i].question = true;
      }
      return;
    }
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
    if (head == kNoMatch || IsAgentNoun(tokens_[head].lower) || tokens_[modal.end].lower == "be") {
      return false;
    }
    if (!IsInstrumentNoun(tokens_[head].lower)) return ServesWell(subject, modal);
    // "A ban could backfire" speaks of any ban; a measure is described.
    if (subject.span.end - subject.span.begin < 3) return false;
    const Pattern& effects =
        "replace|show|reveal|cut|reduce|save|protect|reward|help|raise|provide|ensure|allow|give|"
        "make|end|"
        "improve|"
        "encourage|cost|spare|spread|secure|cover|pay|free|stop|prevent|bring|lower"_p;
    const std::size_t before = out_.size();
    const bool effect = Match(tokens_, modal.end, effects) != kNoMatch ||
                        Match(tokens_, modal.end, "do no|little harm"_p) != kNoMatch;
    if (!effect && !modal.would) return false;
    Add(titles_.FromNounPhrase(tokens_, subject.span), "", modal, subject.voice);
    // "A presumption would leave judges free": a measure if somebody recommends it.
    for (std::size_t i = before; i < out_.size(); ++i) out_[i].question = !effect;
    return true;
  }

  // "A mobile abattoir in each county would spare animals a journey of hours": a thing that is
  // described and does good is proposed.
  bool ServesWell(const Subject& subject, const Modal& modal) {
    constexpr std::size_t kDescribed = 4;
    if (!modal.would || subject.span.end - subject.span.begin < kDescribed) return false;
    if (Find(tokens_, 0, "if|unless|had|such|without"_p) != kNoMatch) return false;
    const bool good =
        Match(tokens_, modal.end,
              "spare|save|help|free|protect|ensure|encourage|improve|ease|relieve|reassure"_p) !=
            kNoMatch ||
        Match(tokens_, modal.end, "do more|much|wonders|good"_p) != kNoMatch ||
        Match(tokens_, modal.end, "go a|some long? way"_p) != kNoMatch ||
        Match(tokens_, modal.end,
              "make a|it|life <few> difference|easier|safer|simpler|cheaper"_p) != kNoMatch;
    if (!good) return false;
    Add(titles_.FromNounPhrase(tokens_, subject.span), "", modal, subject.voice);
    return true;
  }

  // Adjectives and openings of a guess about somebody's behaviour.
  bool IsThreat(Span subject) const {
    if (Find(tokens_, 0, "for instance|example"_p) != kNoMatch) return true;
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
    // "should be ready to offer": to offer.
    const std::size_t ready = Match(tokens_, at, "be <adv> ready|prepared|willing|quick to"_p);
    if (ready != kNoMatch && ready < tokens_.size()) at = ready;
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
    if (modal.strong && EmitRefusal(subject, modal, at)) return;
    if (IsAny(verb, {"stay", "go", "depend"})) return;  // the rule of states has them
    if (Match(tokens_, at, "give|make way"_p) != kNoMatch ||
        Match(tokens_, at, "take their|its place"_p) != kNoMatch) {
      return;  // the rule of wishes
    }
    if (verb == "continue" && Match(tokens_, at, "continue to"_p) != kNoMatch && !modal.be_to) {
      at += 2;
      if (at >= tokens_.size()) return;
    }
    if (modal.strong &&
        Match(tokens_, at, "think|look about|again|at|into|hard at?"_p) != kNoMatch) {
      const std::size_t object = Match(tokens_, at, "think|look about|again|at|into|hard at?"_p);
      Add(titles_.FromVerbPhrase(tokens_, {"review", {object, ClauseEnd(tokens_, object)}}),
          Actor(subject.span), modal, subject.voice);
      return;
    }
    if (Match(tokens_, at, "consider|explore|contemplate"_p) != kNoMatch) {
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
    // "... and be required to file a plan".
    for (std::size_t i = ClauseEnd(tokens_, at + 1); i + 2 < tokens_.size(); ++i) {
      if (!tokens_[i].word && tokens_[i].lower != ",") break;
      if (tokens_[i].lower == "and" && tokens_[i + 1].lower == "be") {
        EmitPassive(subject, modal, i + 2);
        break;
      }
      // "..., and the grants be made simpler".
      if (tokens_[i].lower == "and") {
        const std::size_t be = Find(tokens_, i + 2, "be"_p);
        const bool plain = std::none_of(
            tokens_.begin() + static_cast<std::ptrdiff_t>(i),
            tokens_.begin() + static_cast<std::ptrdiff_t>(std::min(be, tokens_.size())),
            [](const Token& token) { return IsAuxiliary(token.lower); });
        if (plain && be + 1 < tokens_.size() && be < i + 9 &&
            HeadOf(tokens_, {i + 1, be}) != kNoMatch) {
          EmitPassive({{i + 1, be}, subject.voice, false}, modal, be + 1);
        }
        break;
      }
      if (i > ClauseEnd(tokens_, at + 1) + 1) break;
    }
  }

  // "should resist calls to lower X", "must avoid closing Y", "should drop its plan to sell Z".
  bool EmitRefusal(const Subject& subject, const Modal& modal, std::size_t at) {
    std::size_t from =
        Match(tokens_, at,
              "avoid|resist|refrain|reject|oppose|drop|abandon|shelve|forgo|forswear "
              "from?"_p);
    if (from == kNoMatch) {
      from = Match(tokens_, at, "think twice|hard|carefully|again before|about"_p);
      if (from != kNoMatch && tokens_[from - 2].lower != "twice" &&
          tokens_[from - 1].lower != "before") {
        return false;  // "think hard about" is no refusal
      }
    }
    if (from == kNoMatch || from >= tokens_.size()) return false;
    const std::size_t end = ClauseEnd(tokens_, from);
    std::vector<VerbPhrase> phrases =
        SplitVerbPhrases(tokens_, {from, end}, VerbForm::kGerund, false);
    std::size_t inner = kNoMatch;
    Find(tokens_, from,
         "call|calls|pressure|temptation|demand|demands|plan|plans|proposal|proposals|idea|urge|"
         "moves|attempts|appeals to|of"_p,
         &inner);
    if (phrases.empty() && inner != kNoMatch && inner < end && inner <= from + 5) {
      const bool infinitive = tokens_[inner - 1].lower == "to";
      phrases = SplitVerbPhrases(tokens_, {inner, end},
                                 infinitive ? VerbForm::kBase : VerbForm::kGerund, false);
    }
    if (phrases.empty()) return RefusesThing(modal, from, end, subject.voice);
    Modal claim = modal;
    claim.negative = !modal.negative;
    for (const VerbPhrase& phrase : phrases) {
      Add(Title(phrase, subject.span), Actor(subject.span), claim, subject.voice);
    }
    return true;
  }

  // "A year-round ban is hard to enforce; councils should avoid it."
  bool RefusesThing(const Modal& modal, std::size_t from, std::size_t end, Voice voice) {
    if (from >= end || !IsAny(tokens_[from - 1].lower, {"avoid", "resist", "reject", "oppose"})) {
      return false;
    }
    Tokens thing(tokens_.begin() + static_cast<std::ptrdiff_t>(from),
                 tokens_.begin() + static_cast<std::ptrdiff_t>(end));
    std::string known;
    if (thing.size() == 1 && thing.front().lower == "it") {
      const Antecedents here = FindAntecedents(tokens_, modal.begin);
      known = here.singular.empty() ? context_.singular_antecedent : TextOf(tokens_, here.singular);
      thing = Tokenize(known);
    }
    const std::size_t head = HeadOf(thing, {0, thing.size()});
    if (head == kNoMatch || !(IsAny(thing.front().lower, {"a", "an", "any"})) ||
        !(IsInstrumentNoun(thing[head].lower) || !VerbOfNoun(thing[head].lower).empty())) {
      return false;
    }
    Modal claim = modal;
    claim.negative = !modal.negative;
    Add(titles_.FromNounPhrase(thing, {0, thing.size()}), "", claim, voice);
    return true;
  }

  std::string Title(const VerbPhrase& phrase, Span subject) const {
    // "It took the power in 1962 and would be wise to give it back": the object of the verb before.
    if (subject.end + 2 < modal_begin_ && !phrase.rest.empty() &&
        tokens_[phrase.rest.begin].lower == "it" && phrase.rest.begin > modal_begin_) {
      const VerbPhrase earlier{"", {subject.end, modal_begin_}};
      std::string known = titles_.FromLaterPhrase(tokens_, earlier, phrase);
      if (known.find(' ') != std::string::npos && known.find(" it") == std::string::npos) {
        return known;
      }
    }
    return titles_.FromVerbPhrase(tokens_, phrase, subject.begin, context_.singular_antecedent,
                                  context_.plural_antecedent);
  }

  void EmitConsidered(const Subject& subject, const Modal& modal, std::size_t at) {
    const std::size_t whether = Match(tokens_, at + 1, "whether|how to"_p);
    if (whether != kNoMatch && whether < tokens_.size()) {
      EmitActive(subject, modal, whether);
      return;
    }
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
    const auto phrases = SplitVerbPhrases(tokens_, {at, end}, VerbForm::kBase,
                                          modal.strong || context_.option_scope);
    if (phrases.empty()) return;
    const bool agent = IsAgent(tokens_, subject.span) || StandsForAgent(subject.span);
    // Who is no body that acts is what the measure is about: "under-25s should travel free".
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool body = head != kNoMatch && IsAgentNoun(tokens_[head].lower);
    // "All libraries should open on Saturdays": they are opened.
    if (at + 1 < end &&
        Match(tokens_, at, "open|close|reopen on|at|in|until|from|by|for|earlier|later"_p) !=
            kNoMatch) {
      const std::string what = Resolve(subject.span);
      if (what.empty()) return;
      Add(titles_.FromPassiveOf(tokens_, tokens_[at].lower, what, {at + 1, end}), "", modal,
          subject.voice);
      return;
    }
    // "Shops should stop selling them": what is to stop is the selling, whoever sells.
    if (!agent && at + 1 < end &&
        IsAny(tokens_[at].lower, {"stop", "start", "begin", "continue"}) &&
        IsActionVerb(BaseOfGerund(tokens_[at + 1].lower, false)) &&
        !IsPronoun(tokens_[subject.span.begin].lower)) {
      Add(titles_.FromVerbPhrase(tokens_, {tokens_[at].lower, {at + 1, end}}),
          titles_.Subject(tokens_, subject.span), modal, subject.voice);
      return;
    }
    // "Trawling should end": by a decision it is ended.
    if (!agent && !body && (at + 1 >= end || IsPreposition(tokens_[at + 1].lower)) &&
        IsAny(tokens_[at].lower, {"end", "cease", "stop"})) {
      const std::string what = Resolve(subject.span);
      if (what.empty()) return;
      Add(titles_.FromPassiveOf(tokens_, tokens_[at].lower == "stop" ? "stop" : "end", what,
                                {at + 1, end}),
          "", modal, subject.voice);
      return;
    }
    const bool change =
        !context_.option_scope && !body &&
        ((NeedsSubject(phrases.front().verb) && !agent) ||
         (!IsActionVerb(phrases.front().verb) && !IsPronoun(tokens_[subject.span.begin].lower)) ||
         (HeadOf(tokens_, {at + 1, end}) == kNoMatch && !agent));
    if (change) {
      if (SubjectIs(tokens_, subject.span, {"this", "that", "it"})) return;  // "This has to change"
      const std::string what = Resolve(subject.span);
      if (what.empty()) return;
      const std::string tail = titles_.FromVerbPhrase(
          tokens_, {Agreeing(phrases.front().verb, tokens_, subject.span), {at + 1, end}});
      std::string lower = tail;
      lower.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(lower.front())));
      if (modal.negative) {
        // "Nobody injured should return": letting them is what is opposed.
        std::string done = titles_.FromVerbPhrase(tokens_, {phrases.front().verb, {at + 1, end}});
        done.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(done.front())));
        Add(TitleMaker::Finish("Let " + what + " " + done), "", modal, subject.voice);
        return;
      }
      Add(TitleMaker::Finish("Ensure " + what + " " + lower), "", modal, subject.voice);
      return;
    }
    if (!agent && SubjectIs(tokens_, subject.span, {"this", "that", "it"}) &&
        !context_.option_scope && !modal.negative && !emitted_) {
      return;  // "This must mean more than words"
    }
    for (const VerbPhrase& phrase : phrases) {
      if (IsNonAction(phrase.verb)) continue;
      std::string title = Title(phrase, subject.span);
      const bool later = &phrase != &phrases.front() && !phrase.rest.empty() &&
                         IsAny(tokens_[phrase.rest.begin].lower, {"it", "them"});
      if (later) {
        const std::string known = titles_.FromLaterPhrase(tokens_, *(&phrase - 1), phrase);
        if (known.find(' ') != std::string::npos) title = known;
      }
      Add(std::move(title), Actor(subject.span), modal, subject.voice);
    }
  }

  // "If the council wants fewer cars, it should make buses free": the council.
  bool StandsForAgent(Span subject) const {
    if (!SubjectIs(tokens_, subject, {"it"})) return false;
    for (std::size_t i = 0; i < subject.begin; ++i) {
      if (IsAgentNoun(tokens_[i].lower) && !LooksPlural(tokens_[i].lower)) return true;
    }
    const std::string& known = context_.singular_antecedent;
    return IsAgentNoun(known.substr(known.rfind(' ') + 1));
  }

  void EmitPassive(const Subject& subject, const Modal& modal, std::size_t at) {
    if (modal.strong && EmitDoneTo(subject, modal, at)) return;
    // "paid for by a levy": the preposition has lost its object.
    if (Match(tokens_, at + 1, "for|with|on|from|at by"_p) != kNoMatch) return;
    const std::string base = BaseOfParticiple(tokens_[at].lower, modal.strong);
    // "Fans should not be relied on above 35 degrees."
    if (base == "rely" && modal.strong && Match(tokens_, at + 1, "on|upon"_p) != kNoMatch) {
      const Span rest = Sentence(at + 2);
      const std::string what = Resolve(subject.span);
      if (what.empty()) return;
      Add(TitleMaker::Finish("Rely on " + what + " " + TextOf(tokens_, rest)), "", modal,
          subject.voice);
      return;
    }
    // "Exercises ought to be held once a year."
    const std::size_t event = HeadOf(tokens_, subject.span);
    const bool held =
        base == "hold" && event != kNoMatch && VerbForThing(tokens_[event].lower) == "Hold";
    if (base.empty() || (IsNonActionParticiple(base) && !held && !IsAddressed(base, at))) return;
    if (!modal.strong && ((!IsActionVerb(base) && base != "ask") || base == "link")) return;
    const std::string what = Resolve(subject.span);
    if (what.empty() || IsNotice(subject.span, base) || IsVerdict(subject.span, base)) return;
    const Span object = subject.span;
    Span rest{at + 1, tokens_.size()};
    const std::size_t more = SecondParticiple(rest);
    if (more != kNoMatch) rest.end = more;
    const std::size_t joint = SecondPassive(rest);
    if (joint != kNoMatch) rest.end = joint;
    // "made to enter": "make ... enter".
    if (base == "make" && Match(tokens_, rest.begin, "to"_p) != kNoMatch) {
      if (IsPronoun(tokens_[object.begin].lower)) return;  // "it should be made to pay"
      ++rest.begin;
    }
    const bool nothing = tokens_[object.begin].lower == "no" && !modal.negative;
    // "Suspension of the licence could be considered."
    if (const std::size_t head = HeadOf(tokens_, object);
        IsAny(base, {"consider", "explore", "examine"}) && head != kNoMatch &&
        !VerbOfNoun(tokens_[head].lower).empty() && !IsPronoun(tokens_[object.begin].lower)) {
      Add(titles_.FromNounPhrase(tokens_, object), "", modal, subject.voice);
      return;
    }
    Modal claim = modal;
    // "They could be paid for it, and should be."
    if (const std::size_t firm = Find(tokens_, at, ", and|but should|must be"_p);
        firm != kNoMatch && !modal.strong) {
      claim.strong = true;
      rest.end = std::min(rest.end, firm);
    }
    std::string title;
    if (nothing && Find(tokens_, at, "unless|without|until|before"_p) != kNoMatch) {
      title = TitleMaker::Finish(base + " " + what + " " + TextOf(tokens_, Sentence(rest.begin)));
    } else if (nothing) {
      claim.negative = true;
      title = titles_.FromPassiveOf(tokens_, base,
                                    "any " + TextOf(tokens_, {object.begin + 1, object.end}), rest);
    } else if (what == titles_.Subject(tokens_, object)) {
      title = titles_.FromPassive(tokens_, base, object, rest);
    } else {
      title = titles_.FromPassiveOf(tokens_, base, what, rest);
    }
    Add(title, By(rest), claim, subject.voice);
    if (joint != kNoMatch) EmitSecondPassive(joint, claim, subject.voice);
    if (more != kNoMatch && !nothing) {
      std::size_t verb = more + 1;
      while (IsAdverb(tokens_[verb].lower)) ++verb;
      Add(titles_.FromPassiveOf(tokens_, BaseOfParticiple(tokens_[verb].lower, false), what,
                                {verb + 1, tokens_.size()}),
          "", claim, subject.voice);
    }
  }

  // "the idea should be dropped": a verdict on what was put forward.
  bool IsVerdict(Span subject, std::string_view base) const {
    const std::size_t head = HeadOf(tokens_, subject);
    return head != kNoMatch && subject.end - subject.begin <= 3 &&
           IsAny(tokens_[head].lower, {"idea", "ideas", "suggestion", "suggestions", "notion"}) &&
           IsAny(base, {"drop", "reject", "resist", "abandon", "dismiss", "oppose", "shelve"});
  }

  // "More should be done to protect X", "steps must be taken to V", "consideration should be given
  // to V-ing": what the sentence wants is behind "to".
  bool EmitDoneTo(const Subject& subject, const Modal& modal, std::size_t at) {
    const std::size_t to = Match(tokens_, at, "done|taken|made|given|paid <few> to"_p);
    if (to == kNoMatch || to >= tokens_.size()) return false;
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool empty_subject =
        IsAny(tokens_[subject.span.begin].lower, {"more", "everything", "something", "much"}) ||
        (head != kNoMatch &&
         IsAny(tokens_[head].lower, {"steps", "action", "measures", "efforts", "effort", "thought",
                                     "consideration", "attention", "step", "arrangements"}));
    if (!empty_subject) return false;
    const std::size_t end = ClauseEnd(tokens_, to);
    auto phrases = SplitVerbPhrases(tokens_, {to, end}, VerbForm::kGerund, false);
    if (phrases.empty()) phrases = SplitVerbPhrases(tokens_, {to, end}, VerbForm::kBase, false);
    for (const VerbPhrase& phrase : phrases) {
      if (!IsNonAction(phrase.verb)) Add(Title(phrase, subject.span), "", modal, subject.voice);
    }
    return !phrases.empty();
  }

  // Tokens from `begin` to the end of the sentence or twelve words on.
  Span Sentence(std::size_t begin) const {
    constexpr std::size_t kLongest = 12;
    std::size_t end = begin;
    while (end < tokens_.size() && end < begin + kLongest && tokens_[end].word) ++end;
    return {begin, end};
  }

  // "be told what was found", "be asked to report": who is spoken to is to learn or do something.
  bool IsAddressed(std::string_view base, std::size_t at) const {
    if (base == "tell") {
      return Match(tokens_, at + 1, "in|at|of|about|that|what|when|why|how|where|whether|,"_p) !=
             kNoMatch;
    }
    return base == "ask" && Match(tokens_, at + 1, "to|for"_p) != kNoMatch;
  }

  // "..., and the ferry moved to the old dock": where the second passive begins, at its "and".
  std::size_t SecondPassive(Span rest) const {
    for (std::size_t i = rest.begin; i + 3 < rest.end; ++i) {
      if (tokens_[i].lower != "and" || !tokens_[i + 1].word) continue;
      for (std::size_t k = i + 2; k < rest.end && k <= i + 7 && tokens_[k].word; ++k) {
        const std::string& word = tokens_[k].lower;
        if (IsAuxiliary(word) || IsSubordinator(word) || word == "to") break;
        if (!IsActionVerb(BaseOfParticiple(word, false))) continue;
        const bool object = k + 1 < rest.end && IsDeterminer(tokens_[k + 1].lower);
        const bool closes =
            k + 1 >= rest.end || !tokens_[k + 1].word ||
            IsAny(tokens_[k + 1].lower, {"available", "public", "altogether", "free", "outright",
                                         "compulsory", "instead"}) ||
            IsPreposition(tokens_[k + 1].lower) || IsAdverb(tokens_[k + 1].lower);
        return !object && closes ? i : kNoMatch;
      }
    }
    return kNoMatch;
  }

  // "raised by a tenth and extended to milkshakes": the "and" before a second participle, which has
  // the subject of the first.
  std::size_t SecondParticiple(Span rest) const {
    const std::size_t end = std::min(rest.end, ClauseEnd(tokens_, rest.begin));
    for (std::size_t i = rest.begin + 2; i + 2 < end; ++i) {
      if (tokens_[i].lower != "and") continue;
      std::size_t verb = i + 1;
      while (verb + 1 < end && IsAdverb(tokens_[verb].lower)) ++verb;
      const std::string base = BaseOfParticiple(tokens_[verb].lower, false);
      if (!IsActionVerb(base) || IsNonAction(base) || verb + 1 >= end) continue;
      const std::string& next = tokens_[verb + 1].lower;
      if (IsPreposition(next) || next == "to" || base == "make") return i;
    }
    return kNoMatch;
  }

  void EmitSecondPassive(std::size_t joint, const Modal& modal, Voice voice) {
    for (std::size_t k = joint + 2; k < tokens_.size(); ++k) {
      const std::string base = BaseOfParticiple(tokens_[k].lower, false);
      if (!IsActionVerb(base)) continue;
      Add(titles_.FromPassive(tokens_, base, {joint + 1, k}, {k + 1, tokens_.size()}), "", modal,
          voice);
      return;
    }
  }

  // "Responses should be sent to the clerk": office talk around a document.
  bool IsNotice(Span subject, std::string_view base) const {
    const std::size_t head = HeadOf(tokens_, subject);
    if (head == kNoMatch) return false;
    return IsAny(tokens_[head].lower,
                 {"responses", "enquiries", "inquiries", "comments", "copies", "queries",
                  "correspondence", "applications", "submissions", "requests", "questions",
                  "interviews", "transcripts", "images", "tickets", "nominations"}) &&
           IsAny(base, {"request", "download", "book", "send", "address", "direct", "order",
                        "obtain", "submit", "make", "email", "refer", "receive"});
  }

  // The subject in words; pronouns by what the sentence before offers. Empty if unknown.
  std::string Resolve(Span subject) const {
    const Antecedents here = FindAntecedents(tokens_, subject.begin);
    if (SubjectIs(tokens_, subject, {"it", "this", "that"})) {
      return here.singular.empty() ? context_.singular_antecedent
                                   : titles_.Subject(tokens_, here.singular);
    }
    if (SubjectIs(tokens_, subject, {"these", "those", "they"})) {
      return here.plural.empty() ? context_.plural_antecedent
                                 : titles_.Subject(tokens_, here.plural);
    }
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
  std::size_t modal_begin_ = 0;
  bool emitted_ = false;  // an earlier verb of the sentence gave a measure
};

}  // namespace

void FindModals(const RuleInput& input, Candidates* out) { ModalRule(input, out).Run(); }

}  // namespace plenum::ingestion
