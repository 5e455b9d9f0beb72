// Sentences that are addressed to somebody, or to a plan of somebody's: petitions and resolutions,
// what the author would do, plans that are to be dropped.
#include <algorithm>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

class AddressRule {
 public:
  AddressRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  // "Urges Member States to criminalise it", "We ask you to ban the sale".
  void Petition() {
    const std::size_t start = DropConnectives(tokens_, {0, tokens_.size()}).begin;
    if (start + 3 >= tokens_.size()) return;
    std::size_t verb = start;
    if (IsAny(tokens_[start].lower, {"we", "i"})) {
      ++verb;
      while (verb < tokens_.size() && tokens_[verb].word && IsAdverb(tokens_[verb].lower)) ++verb;
    }
    const bool we = verb > start;
    const std::size_t whom =
        we ? Match(tokens_, verb,
                   "ask|implore|beg|entreat|exhort|appeal|invite|request|urge|call upon|on|to?"_p)
           : Match(tokens_, verb,
                   "urges|requests|implores|invites|encourages|exhorts|instructs|directs|calls|"
                   "appeals upon|on|to?"_p);
    if (whom == kNoMatch || whom + 2 >= tokens_.size()) return;
    constexpr std::size_t kReach = 10;
    for (std::size_t i = whom + 1; i + 1 < tokens_.size() && i < whom + kReach; ++i) {
      if (!tokens_[i].word || IsAuxiliary(tokens_[i].lower)) return;
      if (tokens_[i].lower != "to") continue;
      const bool denied = tokens_[i - 1].lower == "not";
      const std::size_t goes_on = Match(tokens_, i + 1, "go|press|push|proceed ahead|on? with"_p);
      if (denied && goes_on < tokens_.size()) {
        Oppose(titles_.FromNounPhrase(tokens_, {goes_on, ClauseEnd(tokens_, goes_on)}));
        return;
      }
      if (!IsActionVerb(tokens_[i + 1].lower)) continue;
      addressed_ = true;
      const std::size_t end = denied ? i - 1 : i;
      const bool you = end == whom + 1 && IsPronoun(tokens_[whom].lower);
      Infinitive(i + 1, ClauseEnd(tokens_, i + 1), denied ? Stance::kOpposes : Stance::kRecommends,
                 you ? std::string() : titles_.Subject(tokens_, {whom, end}));
      return;
    }
  }

  // "We would abolish zero rates", "I'd legalise it": what the author would do.
  void WouldDo() {
    std::size_t verb = Match(tokens_, 0, "we|i would"_p);
    if (verb == kNoMatch) verb = Match(tokens_, 0, "we'd|i'd|we’d|i’d"_p);
    if (verb == kNoMatch) verb = Match(tokens_, 0, "many|most|some of us would"_p);
    if (verb == kNoMatch) return;
    const std::size_t further = Match(tokens_, verb, "also? go even? further|farther and <adv>"_p);
    if (further != kNoMatch) verb = further;
    if (verb == kNoMatch || verb + 1 >= tokens_.size()) return;
    const bool denied = verb < tokens_.size() && IsAny(tokens_[verb].lower, {"not", "never"});
    if (denied) ++verb;
    while (verb < tokens_.size() && tokens_[verb].word &&
           IsAny(tokens_[verb].lower, {"also", "therefore", "instead", "simply", "rather"})) {
      ++verb;
    }
    if (verb + 1 >= tokens_.size() || !IsActionVerb(tokens_[verb].lower) ||
        IsNonAction(tokens_[verb].lower) || IsReaderVerb(tokens_[verb].lower)) {
      return;
    }
    // "We would support a doubling of inspectors."
    if (const std::size_t what = Match(tokens_, verb, "support|welcome|back|favour|favor"_p);
        what < tokens_.size() && IsAny(tokens_[what].lower, {"a", "an", "the", "more"})) {
      Candidate candidate;
      candidate.title = titles_.FromNounPhrase(tokens_, {what, ClauseEnd(tokens_, what)});
      candidate.confidence = 0.6;
      if (candidate.title.find(' ') != std::string::npos) out_.push_back(std::move(candidate));
      return;
    }
    // A condition makes it another matter.
    if (Find(tokens_, verb, "if|unless|had|like|were|have"_p) != kNoMatch) return;
    const bool few = tokens_[0].lower == "some";
    if (denied) {
      Infinitive(verb, ClauseEnd(tokens_, verb), Stance::kOpposes, "");
      return;
    }
    Infinitive(verb, ClauseEnd(tokens_, verb), few ? Stance::kMentions : Stance::kRecommends, "");
  }

  // "A better thing would be to V", "the least that legislators can do is to V", "there is every
  // reason to V", "it falls to the council to V".
  void Wise() {
    std::size_t verb = kNoMatch;
    std::string actor;
    for (const Pattern* pattern :
         {&"better|best still|yet? to"_p, &"the least|best|most that? <few> can|could do is to?"_p,
          &"the first|next|simplest|obvious|quickest|only? "
           "step|task|priority|duty|thing|move|remedy "
           "is|must|should be? to"_p,
          &"better|best still|yet would|is be? to"_p,
          &"thing|course|move|answer|option|remedy|step|policy would|might be to"_p,
          &"there is every|good|ample reason to"_p, &"could|might do worse than to?"_p,
          &"it will|should be for the <few> to"_p,
          &"our|my <few> recommendation|advice|proposal|suggestion|demand|request|answer is|"
           "would be? to"_p,
          &"it is high? time to"_p}) {
      const std::size_t at = Find(tokens_, 0, *pattern, &verb);
      if (at != kNoMatch) break;
      verb = kNoMatch;
    }
    if (verb == kNoMatch) {
      std::size_t whom = 0;
      if (Find(tokens_, 0, "it falls|is|remains up? to"_p, &whom) == kNoMatch) return;
      if (Find(tokens_, 0, "it falls|up to"_p) == kNoMatch &&
          Find(tokens_, 0, "is up to"_p) == kNoMatch) {
        return;
      }
      for (std::size_t i = whom + 1; i + 1 < tokens_.size() && i < whom + 8; ++i) {
        if (tokens_[i].lower != "to" || !IsActionVerb(tokens_[i + 1].lower)) continue;
        actor = titles_.Subject(tokens_, {whom, i});
        verb = i + 1;
        break;
      }
    }
    if (verb == kNoMatch || verb >= tokens_.size() || !IsActionVerb(tokens_[verb].lower)) return;
    Infinitive(verb, ClauseEnd(tokens_, verb), Stance::kRecommends, actor);
  }

  // "A moratorium on licences would be sensible", "extending the scheme makes sense".
  void Sensible() {
    std::size_t at = kNoMatch;
    for (const Pattern* pattern :
         {&"would|is|are be? <adv> "
           "sensible|wise|prudent|desirable|overdue|advisable|worthwhile"_p,
          &"makes|make good|perfect|excellent|economic? sense"_p,
          &"would be a good|welcome|sensible|wise|useful|better? first|next? idea|step|start|"
           "move"_p}) {
      at = Find(tokens_, 0, *pattern);
      if (at != kNoMatch) break;
    }
    if (at == kNoMatch || at < 2) return;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice != Voice::kAuthor || subject.negated ||
        IsPronoun(tokens_[subject.span.begin].lower)) {
      return;
    }
    const auto add = [&](std::string title) {
      if (title.find(' ') == std::string::npos) return;
      Candidate candidate;
      candidate.title = std::move(title);
      candidate.confidence = 0.6;
      out_.push_back(std::move(candidate));
    };
    const auto phrases = SplitVerbPhrases(tokens_, subject.span, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      if (!IsNonAction(phrase.verb)) add(titles_.FromVerbPhrase(tokens_, phrase));
    }
    if (!phrases.empty()) return;
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head != kNoMatch &&
        (IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty())) {
      add(titles_.FromNounPhrase(tokens_, subject.span));
    }
  }

  // "We need a new library", "we need a national register".
  void WeNeed() {
    const std::size_t thing = Match(tokens_, 0, "we|they? <adv> need a|an|another"_p);
    if (thing == kNoMatch || thing >= tokens_.size() || tokens_[0].lower != "we") return;
    const Span span{thing - 1, ClauseEnd(tokens_, thing)};
    const std::size_t head = HeadOf(tokens_, span);
    if (head == kNoMatch || !IsInstrumentNoun(tokens_[head].lower)) return;
    Candidate candidate;
    candidate.title = titles_.FromNounPhrase(tokens_, span);
    if (candidate.title.find(' ') == std::string::npos) return;
    candidate.confidence = 0.6;
    out_.push_back(std::move(candidate));
  }

  // "Pumped storage deserves a cap-and-floor regime."
  void Deserves() {
    std::size_t thing = 0;
    const std::size_t at =
        Find(tokens_, 0, "deserves|deserve|merits a|an|more|another|better"_p, &thing);
    if (at == kNoMatch || at == 0) return;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice != Voice::kAuthor ||
        IsPronoun(tokens_[subject.span.begin].lower)) {
      return;
    }
    const std::size_t head = HeadOf(tokens_, {thing - 1, ClauseEnd(tokens_, thing)});
    if (head == kNoMatch ||
        !(IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty())) {
      return;
    }
    Candidate candidate;
    candidate.title = TitleMaker::Finish(
        "Give " + titles_.Subject(tokens_, subject.span) + " " +
        TextOf(tokens_, titles_.Short(tokens_, {thing - 1, ClauseEnd(tokens_, thing)})));
    candidate.confidence = 0.55;
    out_.push_back(std::move(candidate));
  }

  // "The Government does not intend to charge a fee", "we have no plans to close it".
  void Disclaims() {
    std::size_t verb = 0;
    std::size_t at =
        Find(tokens_, 0, "do|does not <adv> intend|plan|propose|wish|want|mean to"_p, &verb);
    if (at == kNoMatch) at = Find(tokens_, 0, "have|has no plans|intention|wish to|of"_p, &verb);
    if (at == kNoMatch || at == 0 || verb >= tokens_.size()) return;
    const Subject subject = FindSubject(tokens_, at);
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head == kNoMatch || subject.voice != Voice::kAuthor) return;
    if (!IsAgentNoun(tokens_[head].lower) &&
        !IsAny(tokens_[subject.span.begin].lower, {"we", "i"})) {
      return;
    }
    if (tokens_[verb - 1].lower == "to") {
      Infinitive(verb, ClauseEnd(tokens_, verb), Stance::kOpposes, "");
      return;
    }
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {verb, ClauseEnd(tokens_, verb)}, VerbForm::kGerund, false)) {
      Oppose(Title(phrase, phrase.rest.begin - 1));
    }
  }

  // "We are not persuaded that a ban is justified", "nor do we believe that V-ing is the answer",
  // "we looked at V-ing and decided against it", "she ruled out V-ing".
  void Unpersuaded() {
    std::size_t what = 0;
    std::size_t stop = tokens_.size();
    if (Find(tokens_, 0,
             "not|never <adv> persuaded|convinced|satisfied|believe|think|accept|agree|consider "
             "that"_p,
             &what) != kNoMatch ||
        Find(tokens_, 0,
             "nor do|does|is|are|am <few> believe|think|accept|convinced|persuaded that"_p,
             &what) != kNoMatch) {
      stop = Find(
          tokens_, what,
          "is|are|would|was be? <adv> the? "
          "called|best|answer|justified|needed|necessary|warranted|solution|right|proportionate|"
          "workable|appropriate|wise|way|desirable|practical"_p);
    } else if (Find(tokens_, 0, "looked|look|considered|examined|thought|weighed at|about?"_p,
                    &what) != kNoMatch) {
      stop = Find(tokens_, what,
                  "and|but <few> decided|rejected|dismissed|ruled|concluded|dropped|set|discarded|"
                  "abandoned|shelved "
                  "against|it|this|that|them|out|aside"_p);
    } else if (Find(tokens_, 0, "ruled|rules|rule out"_p, &what) != kNoMatch) {
      stop = ClauseEnd(tokens_, what);
    } else {
      return;
    }
    if (stop == kNoMatch || what >= stop) return;
    const auto phrases = SplitVerbPhrases(tokens_, {what, stop}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      if (!IsNonAction(phrase.verb)) Oppose(Title(phrase, phrase.rest.begin - 1));
    }
    const std::size_t head = HeadOf(tokens_, {what, stop});
    if (!phrases.empty() || head == kNoMatch || IsPronoun(tokens_[what].lower)) return;
    if (IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty()) {
      Oppose(titles_.FromNounPhrase(tokens_, {what, stop}));
    }
  }

  // "We cannot support the proposal to merge X", "calls to ban X should be resisted", "ministers
  // should drop plans to cut X". True when there is one: then the plan is told by nothing else.
  bool OpposedPlan() {
    std::size_t end = 0;
    const std::size_t refused =
        Find(tokens_, 0,
             "cannot|not <adv> support|back|accept|endorse|welcome the|this|these|any|a? <few> "
             "proposal|proposals|plan|plans|idea|call|calls|move|moves|motion to"_p,
             &end);
    if (refused != kNoMatch && OfTheAuthor(refused)) return Plan(end, tokens_.size());
    const std::size_t dropped = Find(
        tokens_, 0,
        "should|must|ought to? <adv> drop|abandon|scrap|shelve|withdraw|reconsider|resist|"
        "reject|oppose its|the|their|any|all|these? plans|proposals|plan|proposal|calls|demands|"
        "pressure|moves to"_p,
        &end);
    if (dropped != kNoMatch) return Plan(end, tokens_.size());
    const std::size_t calls = Match(tokens_, DropConnectives(tokens_, {0, tokens_.size()}).begin,
                                    "the|these|recent|all|any? "
                                    "calls|proposals|plans|demands|pressure|suggestions|proposal|"
                                    "plan|temptation|urge|attempts|moves "
                                    "to|for"_p);
    if (calls == kNoMatch) return false;
    const std::size_t resisted =
        Find(tokens_, calls,
             "should|must|ought to? <adv> be <adv> "
             "resisted|rejected|refused|dropped|ignored|abandoned|shelved|opposed|treated|declined "
             "with?"_p);
    std::size_t verdict_too_far = Find(tokens_, calls, "go|goes too? far|further"_p);
    if (verdict_too_far == kNoMatch) {
      verdict_too_far = Find(tokens_, calls,
                             "are|is <adv> misguided|premature|mistaken|misplaced|unjustified|"
                             "unwise|wrong|unworkable"_p);
    }
    const std::size_t verdict = std::min(resisted, verdict_too_far);
    if (verdict == kNoMatch) return false;
    if (tokens_[calls - 1].lower == "to") return Plan(calls, verdict);
    const std::size_t before = out_.size();
    const auto phrases = SplitVerbPhrases(tokens_, {calls, verdict}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) Oppose(Title(phrase, phrase.rest.begin - 1));
    if (phrases.empty()) Oppose(titles_.FromNounPhrase(tokens_, {calls, verdict}));
    return out_.size() > before;
  }

 private:
  void Oppose(std::string title) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = Stance::kOpposes;
    candidate.confidence = 0.65;
    out_.push_back(std::move(candidate));
  }

  bool OfTheAuthor(std::size_t at) const {
    for (std::size_t i = 0; i < at; ++i) {
      if (IsAny(tokens_[i].lower, {"we", "i", "committee", "panel", "commission", "board", "report",
                                   "paper", "inquiry"})) {
        return true;
      }
    }
    return false;
  }

  bool Plan(std::size_t at, std::size_t limit) {
    return Infinitive(at, std::min(ClauseEnd(tokens_, at), limit), Stance::kOpposes, "");
  }

  bool Infinitive(std::size_t at, std::size_t end, Stance stance, const std::string& actor) {
    bool found = false;
    if (at >= end) return false;
    auto phrases = SplitVerbPhrases(tokens_, {at, end}, VerbForm::kBase, false);
    if (auto shunned = ShunnedPhrases(tokens_, {at, end}); !shunned.empty()) {
      phrases = std::move(shunned);
      stance = stance == Stance::kOpposes ? Stance::kRecommends : Stance::kOpposes;
    }
    for (const VerbPhrase& phrase : phrases) {
      if (IsNonAction(phrase.verb)) continue;
      Candidate candidate;
      candidate.title = Title(phrase, addressed_ ? 0 : at);
      if (candidate.title.find(' ') == std::string::npos) continue;
      candidate.stance = stance;
      candidate.actor = actor;
      candidate.confidence = 0.7;
      out_.push_back(std::move(candidate));
      found = true;
    }
    return found;
  }

  // A title with what its pronouns stand for.
  std::string Title(const VerbPhrase& phrase, std::size_t clause) const {
    return titles_.FromVerbPhrase(tokens_, phrase, clause, context_.singular_antecedent,
                                  context_.plural_antecedent);
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  bool addressed_ = false;  // "we invite the Agency to cut it": "it" is not the Agency
};

}  // namespace

bool FindAddresses(const RuleInput& input, Candidates* out) {
  if (input.context.question || input.tokens.size() < 4) return false;
  AddressRule rule(input, out);
  rule.Petition();
  if (out->empty()) rule.WouldDo();
  if (out->empty()) rule.Wise();
  if (out->empty()) rule.Deserves();
  if (out->empty()) rule.Sensible();
  if (out->empty()) rule.WeNeed();
  if (out->empty()) rule.Disclaims();
  if (out->empty()) rule.Unpersuaded();
  if (out->empty() && input.context.commits) FindCommitments(input, out);
  return !out->empty();
}

bool FindOpposedPlans(const RuleInput& input, Candidates* out) {
  return !input.context.question && input.tokens.size() >= 5 &&
         AddressRule(input, out).OpposedPlan();
}

bool DoubtsItsClause(const RuleInput& input) {
  const Tokens& tokens = input.tokens;
  if (input.context.question) return false;
  std::size_t end = 0;
  const bool doubts =
      Find(tokens, 0,
           "we|i do|did not|never <adv> believe|think|consider|accept|agree|see|feel|find|"
           "propose that|it"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "we|i don't|don’t|didn't <adv> believe|think|accept|agree|see|feel that|it"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "nor do we|i <adv> believe|think|accept|agree|propose|see that|to|it"_p,
           &end) != kNoMatch ||
      Find(tokens, 0,
           "we|i also? <adv> disagree|reject|oppose|dispute with? the|any|this? <few> "
           "proposal|idea|suggestion|notion|view|argument|claim? that"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "it is|was|remains not|far <few> clear|evident|obvious|certain|plain that"_p,
           &end) != kNoMatch;
  if (!doubts) return false;
  // What another clause says is not doubted.
  return Find(tokens, end, "but|;|:"_p) == kNoMatch;
}

}  // namespace plenum::ingestion
