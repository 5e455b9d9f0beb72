// Wishes: plain states that are to come about ("wages should rise", "half of it ought to come from
// farms"), places that things have or should not have, and what would help. They are read where no
// other rule found anything.
#include <algorithm>
#include <cctype>
#include <utility>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// What is done to a thing so that it does this by itself: "rise" is brought about by "raise".
std::string_view CauseOf(std::string_view verb) {
  using Pair = std::pair<std::string_view, std::string_view>;
  static constexpr Pair kCauses[] = {
      {"rise", "raise"},        {"increase", "raise"},    {"grow", "increase"},
      {"climb", "raise"},       {"fall", "lower"},        {"decrease", "lower"},
      {"drop", "lower"},        {"decline", "lower"},     {"shrink", "shrink"},
      {"double", "double"},     {"treble", "treble"},     {"triple", "triple"},
      {"halve", "halve"},       {"end", "end"},           {"stop", "stop"},
      {"cease", "end"},         {"start", "start"},       {"begin", "begin"},
      {"continue", "continue"}, {"remain", "keep"},       {"stay", "keep"},
      {"persist", "keep"},      {"open", "open"},         {"close", "close"},
      {"change", "change"},     {"disappear", "abolish"}, {"vanish", "abolish"},
      {"expire", "end"},        {"lapse", "end"},         {"become", "make"},
      {"resume", "resume"},     {"reopen", "reopen"}};
  for (const auto& [state, cause] : kCauses) {
    if (state == verb) return cause;
  }
  return {};
}

// States that a decision can bring about without a verb of its own: "ensure that half of it comes
// from farms".
bool IsState(std::string_view verb) {
  return IsAny(
      verb, {"come",  "rest",      "lie",     "belong",   "apply",  "reach",   "last",    "extend",
             "count", "match",     "follow",  "depend",   "serve",  "contain", "include", "cover",
             "meet",  "reflect",   "cost",    "exceed",   "form",   "stand",   "sit",     "live",
             "run",   "focus",     "carry",   "consist",  "result", "vary",    "fit",     "go",
             "rely",  "represent", "account", "comprise", "appear"});
}

// What a thing may be that is no more than a view of it: "it should be clear".
bool IsOpinion(std::string_view word) {
  return IsAny(
      word,
      {"clear",       "obvious",    "evident",    "plain",     "noted",   "surprised", "surprising",
       "enough",      "sufficient", "possible",   "able",      "aware",   "careful",   "wary",
       "proud",       "ashamed",    "grateful",   "glad",      "welcome", "familiar",  "easy",
       "hard",        "difficult",  "simple",     "concerned", "worried", "alarmed",   "mindful",
       "cautious",    "sure",       "certain",    "said",      "so",      "true",      "happy",
       "content",     "honest",     "ready",      "prepared",  "willing", "in",        "under",
       "about",       "like",       "too",        "among",     "of",      "there",     "worth",
       "back",        "better",     "best",       "fine",      "good",    "wrong",     "bad",
       "interesting", "useful",     "reassuring", "no",        "told",    "used",      "a",
       "an",          "the",        "our",        "their",     "one",     "what",      "more",
       "less",        "with"});
}

class WishRule {
 public:
  WishRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    if (tokens_.size() < 4) return;
    if (context_.question) {
      WhyNot();
      return;
    }
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
      if (!tokens_[i].word) continue;
      const std::size_t come = Match(tokens_, i - 1, "time has <adv> come for"_p);
      if (come < tokens_.size() && TimeFor(come)) return;
      if (HasPlace(i) || Helps(i) || HighTime(i) || RuleThat(i) || Wondered(i) || WasProposed(i)) {
        return;
      }
    }
    for (std::size_t i = 1; i < tokens_.size(); ++i) {
      Modal modal;
      if (!tokens_[i].word || !FindModalAt(tokens_, i, &modal)) continue;
      if (modal.strong && !modal.be_to && !modal.has_to && !modal.would) Judge(modal);
      i = modal.end - 1;
    }
  }

  // "Fares should fall, and so should the fee": the same is wished for another thing.
  void SoShould() {
    std::size_t thing = 0;
    const std::size_t joint = Find(tokens_, 1, "so should|must|ought"_p, &thing);
    if (joint == kNoMatch || thing >= tokens_.size() || context_.question) return;
    Modal modal;
    std::size_t verb = kNoMatch;
    for (std::size_t i = 1; i < joint; ++i) {
      if (FindModalAt(tokens_, i, &modal) && modal.strong) verb = modal.end;
    }
    if (verb == kNoMatch || verb >= joint) return;
    Span span{thing, thing};
    const std::size_t end = ClauseEnd(tokens_, thing);
    while (span.end < end && tokens_[span.end].word) ++span.end;
    std::string done(CauseOf(tokens_[verb].lower));
    if (tokens_[verb].lower == "be") done = BaseOfParticiple(tokens_[verb + 1].lower, false);
    if (done.empty() || IsNonActionParticiple(done) || span.empty()) return;
    Add(done + " " + titles_.Subject(tokens_, span),
        modal.negative ? Stance::kOpposes : Stance::kRecommends, 0.55);
  }

 private:
  // "And why not turn the empty offices into homes?"
  void WhyNot() {
    const std::size_t verb = Match(tokens_, 0, "and|so|but|then? why not <adv>"_p);
    // At the head of a paragraph others ask so.
    if (context_.first_in_block || verb == kNoMatch || verb + 1 >= tokens_.size() ||
        !IsActionVerb(tokens_[verb].lower)) {
      return;
    }
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {verb, ClauseEnd(tokens_, verb)}, VerbForm::kBase, false)) {
      Add(titles_.FromVerbPhrase(tokens_, phrase, verb, context_.singular_antecedent,
                                 context_.plural_antecedent),
          Stance::kRecommends, 0.55);
    }
  }

  // "Wages should rise", "the fees ought to fall, not rise", "half should come from farms".
  void Judge(const Modal& modal) {
    if (modal.end >= tokens_.size() || !tokens_[modal.end].word || IsForecast()) return;
    const Subject subject = FindSubject(tokens_, modal.begin);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return;
    const std::string what = InWords(subject.span);
    if (what.empty()) return;
    third_party_ = subject.voice == Voice::kThirdParty;
    const bool negative = modal.negative != subject.negated;
    const Stance stance = negative       ? Stance::kOpposes
                          : third_party_ ? Stance::kMentions
                                         : Stance::kRecommends;
    BringAbout(subject.span, what, modal.end, stance);
  }

  bool BringAbout(Span subject, const std::string& what, std::size_t at, Stance stance) {
    const std::string& verb = tokens_[at].lower;
    const std::size_t end = ClauseEnd(tokens_, at);
    // "Prices should fall again by the spring": how it is expected to go.
    const bool believed =
        Match(tokens_, 0, "we|i <adv> believe|think|recommend|argue"_p) != kNoMatch;
    const bool expected =
        Match(tokens_, at + 1,
              "again|soon|shortly|eventually|gradually|slightly|next|this|further|somewhat"_p) !=
            kNoMatch ||
        Match(tokens_, at + 1,
              "by|in|over|from|during the? next|coming|spring|summer|autumn|winter"_p) != kNoMatch;
    if (expected && !believed) return false;
    // "should give way to X": X takes its place.
    if (const std::size_t to = Match(tokens_, at, "give|make way to|for"_p);
        to != kNoMatch && to < end) {
      Add("Replace " + what + " with " + Rest({to, end}), stance, 0.6);
      return true;
    }
    // "One tariff should take their place."
    if (const std::size_t place = Match(tokens_, at, "take their|its place"_p); place != kNoMatch) {
      const bool many = tokens_[at + 1].lower == "their";
      const std::string& old = many ? context_.plural_antecedent : context_.singular_antecedent;
      if (old.empty()) return false;
      Add("Replace " + old + " with " + what, stance, 0.6);
      return true;
    }
    if (Match(tokens_, at, "come to an end"_p) != kNoMatch) {
      Add("End " + what, stance, 0.6);
      return true;
    }
    if (const std::size_t in = Match(tokens_, at, "go|come up"_p); in != kNoMatch) {
      Add("Raise " + what + " " + Rest({in, end}), stance, 0.55);
      return true;
    }
    if (const std::size_t in = Match(tokens_, at, "go|come down"_p); in != kNoMatch) {
      Add("Lower " + what + " " + Rest({in, end}), stance, 0.55);
      return true;
    }
    // "must not exceed two months": a limit.
    if (verb == "exceed" && stance == Stance::kOpposes && at + 1 < end) {
      Add("Limit " + what + " to " + Rest({at + 1, end}), Stance::kRecommends, 0.6);
      return true;
    }
    if (verb == "be") return BeThat(subject, what, at + 1, end, stance);
    // "No crew should wait longer than thirty minutes."
    if (tokens_[subject.begin].lower == "no" && stance == Stance::kRecommends &&
        Find(tokens_, at, "longer|more|further|later|less|fewer than"_p) < end) {
      Add("Ensure " + what + " " + Agreeing(verb, tokens_, subject) + " " + Rest({at + 1, end}),
          stance, 0.55);
      return true;
    }
    // "Exercises should take place in winter."
    if (const std::size_t place = Match(tokens_, at, "take place"_p);
        place <= end && !third_party_) {
      Add("Hold " + what + " " + Rest({place, end}), stance, 0.55);
      return true;
    }
    const bool agent = IsAgent(tokens_, subject);
    if (const std::string_view cause = CauseOf(verb); !cause.empty()) {
      // "The council should rise to the challenge": it is no wage.
      const bool object =
          at + 1 < end && tokens_[at + 1].lower != "no" && IsDeterminer(tokens_[at + 1].lower);
      if (object && verb != "become") return false;
      if (agent && verb != "become") return false;
      // "Bills must not rise": by this measures are judged, it is none.
      if (stance == Stance::kOpposes && IsAny(cause, {"raise", "lower", "increase"})) return false;
      Add(std::string(cause) + " " + what + " " + Rest({at + 1, end}), stance, 0.55);
      return true;
    }
    if (agent || !IsState(verb) || at + 1 >= end) return false;
    Add("Ensure " + what + " " + Agreeing(verb, tokens_, subject) + " " + Rest({at + 1, end}),
        stance, 0.5);
    return true;
  }

  // "should be brighter in the first half", "ought to be the norm", "must be at least 2 metres".
  bool BeThat(Span subject, const std::string& what, std::size_t at, std::size_t end,
              Stance stance) {
    while (at < end && IsAdverb(tokens_[at].lower)) ++at;
    if (at >= end || IsAgent(tokens_, subject)) return false;
    const std::string& word = tokens_[at].lower;
    const bool usual =
        Match(tokens_, at, "the norm|rule|default|standard|minimum|maximum|limit|exception"_p) !=
            kNoMatch ||
        Match(tokens_, at, "a|an <few> duty|requirement|condition|right|offence|priority"_p) !=
            kNoMatch ||
        Match(tokens_, at, "in|at|on|within place|line|cash|full|least|request|demand|writing"_p) !=
            kNoMatch;
    if (!usual && (IsOpinion(word) || IsNonAction(word) || IsPreposition(word) || IsPronoun(word) ||
                   IsNonActionParticiple(BaseOfParticiple(word, true)))) {
      return false;
    }
    if (!usual && (!BaseOfParticiple(word, true).empty() || !BaseOfGerund(word, false).empty())) {
      return false;
    }
    Add("Make " + what + " " + Rest({at, end}), stance, 0.5);
    return true;
  }

  // "Fizzy drinks have no place on a school menu", "a health check belongs in the act".
  bool HasPlace(std::size_t at) {
    std::size_t place =
        Match(tokens_, at, "has|have no <few> place|business|role in|on|at|within"_p);
    bool none = place != kNoMatch;
    if (!none) place = Match(tokens_, at, "belongs|belong in|on|under|with|within"_p);
    if (place == kNoMatch || place >= tokens_.size()) return false;
    for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i) {
      none = none || IsAny(tokens_[i].lower, {"not", "don't", "doesn't", "no"});
    }
    std::size_t subject_end = at;
    while (subject_end > 0 &&
           IsAny(tokens_[subject_end - 1].lower, {"not", "do", "does", "don't", "doesn't"})) {
      --subject_end;
    }
    const Subject subject = FindSubject(tokens_, subject_end);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    const std::string what = InWords(subject.span);
    if (what.empty()) return false;
    const std::string where = Rest({place, ClauseEnd(tokens_, place)});
    if (where.empty()) return false;
    if (none) {
      Add("Keep " + what + " out of " + where, Stance::kRecommends, 0.55);
    } else {
      Add("Put " + what + " " + std::string(tokens_[place - 1].lower) + " " + where,
          Stance::kRecommends, 0.5);
    }
    return true;
  }

  // "It would help if reserve barracks were kept heated", "it would be better if X were closed".
  bool Helps(std::size_t at) {
    const std::size_t clause =
        Match(tokens_, at - 1,
              "it would <adv> help|be <adv> "
              "better|best|wise|wiser|sensible|useful|helpful|good|preferable? "
              "if"_p);
    if (clause == kNoMatch || clause >= tokens_.size()) return false;
    return PastClause(clause, 0.6);
  }

  // "It is high time the government banned them."
  bool HighTime(std::size_t at) {
    const std::size_t clause =
        Match(tokens_, at - 1, "it is|'s <adv> high|about|past? time that?"_p);
    if (clause == kNoMatch || clause >= tokens_.size() || tokens_[clause].lower == "to") {
      return false;
    }
    if (tokens_[clause].lower == "for") return TimeFor(clause + 1);
    return PastClause(clause, 0.6);
  }

  // "It is time for a single regulator of waste", "time for the state to own it".
  bool TimeFor(std::size_t at) {
    const std::size_t end = ClauseEnd(tokens_, at);
    for (std::size_t i = at + 1; i + 1 < end && i < at + 9; ++i) {
      if (tokens_[i].lower != "to" || !IsActionVerb(tokens_[i + 1].lower)) continue;
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {i + 1, end}, VerbForm::kBase, false)) {
        if (!IsNonAction(phrase.verb)) {
          Add(titles_.FromVerbPhrase(tokens_, phrase), Stance::kRecommends, 0.6);
        }
      }
      return true;
    }
    const std::size_t head = HeadOf(tokens_, {at, end});
    if (head == kNoMatch || !IsAny(tokens_[at].lower, {"a", "an", "new", "more"}) ||
        !(IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty())) {
      return false;
    }
    Add(titles_.FromNounPhrase(tokens_, {at, end}), Stance::kRecommends, 0.55);
    return true;
  }

  // "It should be a rule that no child is held far from home."
  bool RuleThat(std::size_t at) {
    const std::size_t clause = Match(
        tokens_, at - 1,
        "it should|must be a|an rule|principle|requirement|condition|offence|given|law that"_p);
    return clause != kNoMatch && clause < tokens_.size() && PastClause(clause, 0.6);
  }

  // "Councillor Doyle wondered whether duplicates could be sold."
  bool Wondered(std::size_t at) {
    const std::size_t clause = Match(tokens_, at, "wondered|asked|wonders|asks whether|if"_p);
    if (clause == kNoMatch || clause + 2 >= tokens_.size()) return false;
    std::size_t be = kNoMatch;
    const std::size_t modal = Find(tokens_, clause, "could|should|might not? be <adv>"_p, &be);
    if (modal == kNoMatch || be >= tokens_.size() || modal > clause + 8) return false;
    const std::string base = BaseOfParticiple(tokens_[be].lower, false);
    const std::string what = InWords({clause, modal});
    if (!IsActionVerb(base) || IsNonActionParticiple(base) || what.empty()) return false;
    third_party_ = true;
    Add(titles_.FromPassiveOf(tokens_, base, what, {be + 1, tokens_.size()}), Stance::kMentions,
        0.55);
    return true;
  }

  // "An exemption for the last fifty kilometres has been proposed by the chambers."
  bool WasProposed(std::size_t at) {
    const std::size_t end = Match(
        tokens_, at,
        "is|are|was|were|has|have <adv> been? <adv> proposed|suggested|mooted|floated|advocated"_p);
    if (end == kNoMatch || TellsHistory(tokens_)) return false;
    const Subject subject = FindSubject(tokens_, at);
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head == kNoMatch || subject.voice == Voice::kSubordinate ||
        !IsAny(tokens_[subject.span.begin].lower, {"a", "an", "another", "more"})) {
      return false;
    }
    third_party_ = true;
    Add(titles_.FromNounPhrase(tokens_, subject.span), Stance::kMentions, 0.55);
    return true;
  }

  // A wish in the past tense: "the council published its plans", "barracks were kept heated".
  bool PastClause(std::size_t begin, double confidence) {
    const std::size_t end = ClauseEnd(tokens_, begin);
    for (std::size_t i = begin + 1; i < end; ++i) {
      const std::string& word = tokens_[i].lower;
      if (IsAny(word, {"were", "was", "is", "are"})) {
        std::size_t verb = i + 1;
        const bool negative = verb < end && tokens_[verb].lower == "not";
        while (verb < end && IsAdverb(tokens_[verb].lower)) ++verb;
        if (verb >= end) return false;
        const std::string base = BaseOfParticiple(tokens_[verb].lower, true);
        const std::string what = InWords({begin, i});
        const bool plain = base == "hold" || base == "tell";
        if (base.empty() || what.empty() || (!plain && IsNonActionParticiple(base))) return false;
        Add(titles_.FromPassiveOf(tokens_, base, what, {verb + 1, end}),
            negative ? Stance::kOpposes : Stance::kRecommends, confidence);
        return true;
      }
      // "that every stop had a display": give it one.
      if (word == "had" && i + 1 < end && IsDeterminer(tokens_[i + 1].lower)) {
        const std::string what = InWords({begin, i});
        if (what.empty()) return false;
        Add("Give " + what + " " + Rest({i + 1, end}), Stance::kRecommends, confidence);
        return true;
      }
      const std::string base = BaseOfParticiple(word, false);
      const bool object =
          i + 1 < end && (IsDeterminer(tokens_[i + 1].lower) || IsPronoun(tokens_[i + 1].lower) ||
                          !IsPreposition(tokens_[i + 1].lower));
      if (!IsActionVerb(base) || !object || IsNonAction(base)) continue;
      if (IsPronoun(tokens_[i + 1].lower) && !IsDeterminer(tokens_[i + 1].lower)) return true;
      Add(titles_.FromVerbPhrase(tokens_, {base, {i + 1, end}}, begin, context_.singular_antecedent,
                                 context_.plural_antecedent),
          Stance::kRecommends, confidence);
      return true;
    }
    return false;
  }

  // "should fall by half next year as a result": what is expected, not wished.
  bool IsForecast() const {
    return Find(tokens_, 0,
                "forecast|forecasts|expect|expected|projected|predicted|estimate|estimates|"
                "according|thanks|result|consequence|anyway"_p) != kNoMatch ||
           Find(tokens_, 0, "if|once|unless|when"_p) == 0;
  }

  std::string Rest(Span span) const {
    // "ought to fall, not rise": the contrast is no part of it.
    for (std::size_t i = span.begin; i < span.end; ++i) {
      if (tokens_[i].lower == "," && i + 1 < span.end &&
          IsAny(tokens_[i + 1].lower, {"not", "and", "rather", "instead"})) {
        span.end = i;
      }
    }
    return TextOf(tokens_, titles_.Short(tokens_, span));
  }

  // The subject in words, a pronoun by what it stands for; empty if that is not known.
  std::string InWords(Span subject) const {
    if (SubjectIs(tokens_, subject, {"it"})) return context_.singular_antecedent;
    if (SubjectIs(tokens_, subject, {"they", "these", "those"})) return context_.plural_antecedent;
    const std::string& first = tokens_[subject.begin].lower;
    if (IsPronoun(first) && subject.end == subject.begin + 1) return {};
    if (IsAny(first, {"nobody", "nothing", "there", "everything", "something", "anyone", "who",
                      "what", "which", "everyone", "none", "readers", "visitors"})) {
      return {};
    }
    // Longer ones hold a clause that was not seen.
    constexpr std::size_t kLongest = 14;
    if (subject.end - subject.begin > kLongest) return {};
    return titles_.Subject(tokens_, titles_.Short(tokens_, subject));
  }

  void Add(const std::string& text, Stance stance, double confidence) {
    std::string title = TitleMaker::Finish(text);
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = stance;
    candidate.third_party = third_party_;
    candidate.confidence = confidence + (context_.section != Section::kNone ? 0.1 : 0.0);
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  bool third_party_ = false;
};

}  // namespace

void FindWishes(const RuleInput& input, Candidates* out) { WishRule(input, out).Run(); }

bool FindWanted(const RuleInput& input, std::size_t that, Candidates* out) {
  const Tokens& tokens = input.tokens;
  constexpr std::size_t kReach = 12;
  static const auto* const kShould = new Tokens(Tokenize("should"));
  Tokens whole;
  bool found = false;
  std::size_t begin = that == kNoMatch ? 0 : that + 1;
  while (begin < tokens.size()) {
    const std::size_t next = std::min(Find(tokens, begin, "and that"_p), tokens.size());
    bool done = false;
    for (std::size_t i = begin; i < next; ++i) {
      const std::string& word = tokens[i].lower;
      // A clause that has its own auxiliary says something else.
      if (!done && IsAuxiliary(word) && word != "be" && word != "have" && word != "do") {
        return false;
      }
      const bool verb = word == "be" || (word == "not" && i + 1 < next) ||
                        ((IsActionVerb(word) || !CauseOf(word).empty() || IsState(word)) &&
                         (!IsNounToo(word) || (i + 1 < next && IsDeterminer(tokens[i + 1].lower))));
      const bool place = i > begin && i < begin + kReach && tokens[i - 1].word &&
                         !IsDeterminer(tokens[i - 1].lower) &&
                         !IsPreposition(tokens[i - 1].lower) && tokens[i - 1].lower != "to";
      if (!done && verb && place) {
        whole.push_back(kShould->front());
        done = true;
      }
      whole.push_back(tokens[i]);
    }
    found = found || done;
    if (next < tokens.size()) whole.push_back(tokens[next]);
    begin = next + 2;
  }
  if (!found) return false;
  Context context = input.context;
  context.list_item = false;
  const RuleInput clause{whole, context, input.titles};
  const std::size_t before = out->size();
  FindModals(clause, out);
  if (out->size() == before) FindStates(clause, out);
  if (out->size() == before) FindWishes(clause, out);
  return out->size() > before;
}

void FindEllipses(const RuleInput& input, Candidates* out) { WishRule(input, out).SoShould(); }

}  // namespace plenum::ingestion
