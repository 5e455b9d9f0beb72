#include <array>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// Adjectives that call for something, and that warn of it.
const Pattern& Good() {
  return "necessary|essential|vital|crucial|important|imperative|wise|wiser|better|prudent|"
         "sensible|"
         "advisable|best|right|time|desirable|urgent|appropriate|worthwhile|critical|reasonable|"
         "key|"
         "indispensable|helpful|useful|preferable"_p;
}
const Pattern& Bad() {
  return "foolish|unwise|wrong|mistake|reckless|dangerous|premature|irresponsible|folly|"
         "shortsighted|"
         "short-sighted|error|counterproductive|counter-productive|misguided|unhelpful"_p;
}

class NeedRule {
 public:
  NeedRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    if (context_.question) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (IsWhatWeNeed(i) || WhatIsNeeded(i) || ThereIsNeed(i) || ItIsNecessary(i) || IsNeeded(i) ||
          GerundIsTask(i) || BestCourse(i) || PlainTime(i) || Worth(i) || ToBeSaid(i)) {
        continue;
      }
    }
  }

 private:
  // "there is a [clear] need to V", "... need for NP".
  bool ThereIsNeed(std::size_t at) {
    const std::size_t need = Match(
        tokens_, at,
        "there is|remains|exists also? <adv> a|an|no|now? <few> need|case|justification|reason|"
        "excuse"_p);
    if (need == kNoMatch || need >= tokens_.size()) return false;
    bool none = false;
    for (std::size_t i = at; i < need; ++i) {
      none |= IsAny(tokens_[i].lower, {"no", "little", "hardly", "scant", "not"});
    }
    if (!none && IsAny(tokens_[need - 1].lower, {"reason", "excuse"})) return false;
    if (tokens_[need].lower == "to") {
      Infinitives(need + 1, none ? Stance::kOpposes : Stance::kRecommends, 0.8);
      return true;
    }
    if (tokens_[need].lower != "for") return false;
    NounPhrase({need + 1, tokens_.size()}, none ? Stance::kOpposes : Stance::kRecommends, 0.75);
    return true;
  }

  // "Higher walls are what we do not need."
  bool IsWhatWeNeed(std::size_t at) {
    std::size_t end = 0;
    const std::size_t what =
        Match(tokens_, at, "is|are <adv> what we|they|the|is|are"_p) == kNoMatch
            ? kNoMatch
            : Find(tokens_, at, "need|needs|want|wants|require|needed|required"_p, &end);
    constexpr std::size_t kReach = 9;
    if (what == kNoMatch || what > at + kReach || at == 0) return false;
    if (end < tokens_.size() && tokens_[end].word) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice != Voice::kAuthor ||
        IsPronoun(tokens_[subject.span.begin].lower)) {
      return false;
    }
    const bool denied = Find(tokens_, at, "not|never|don't"_p) < what;
    Add(titles_.FromNounPhrase(tokens_, subject.span),
        denied ? Stance::kOpposes : Stance::kRecommends, 0.6, Voice::kAuthor);
    return true;
  }

  // "What is needed is X"; "what the port does not need is another study".
  bool WhatIsNeeded(std::size_t at) {
    if (tokens_[at].lower != "what" || (at != 0 && (at > 2 || tokens_[at - 1].word))) return false;
    std::size_t end = 0;
    std::size_t verb = Find(tokens_, at + 1,
                            "need|needs|needed|required|missing|recommend|propose|suggest|favour|"
                            "want|advocate|seek is|are"_p,
                            &end);
    // "What the government ought to do is to extend it."
    if (verb == kNoMatch) {
      verb = Find(tokens_, at + 1, "should|must|could|ought|can to? not? do <few> is"_p, &end);
      if (verb != kNoMatch && end < tokens_.size() && tokens_[end].lower != "to" && verb <= 10) {
        bool denied = false;
        for (std::size_t i = 1; i < end; ++i) denied |= tokens_[i].lower == "not";
        Infinitives(end, denied ? Stance::kOpposes : Stance::kRecommends, 0.7);
        return true;
      }
    }
    if (verb == kNoMatch) verb = Find(tokens_, at + 1, "must|should not? happen is"_p, &end);
    if (verb == kNoMatch || verb > 10 || end >= tokens_.size()) return false;
    bool negative = false;
    for (std::size_t i = 1; i < end; ++i) negative |= tokens_[i].lower == "not";
    const Stance stance = negative ? Stance::kOpposes : Stance::kRecommends;
    if (tokens_[end].lower == "to") {
      Infinitives(end + 1, stance, 0.75);
    } else {
      NounPhrase({end, tokens_.size()}, stance, 0.65);
    }
    return true;
  }

  // "it is necessary [for X] to V"; "it would be foolish to V".
  bool ItIsNecessary(std::size_t at) {
    std::size_t verb =
        Match(tokens_, at, "it is|would|will|'s|seems|makes|may|might be? not? <adv>"_p);
    if (verb == kNoMatch) verb = Match(tokens_, at, "it's not? <adv>"_p);
    bool negative = false;
    if (verb == kNoMatch) {
      // "Nor is it necessary to", "nor would it be wise to".
      verb = Match(tokens_, at, "nor|neither is|would|was it be?"_p);
      negative = true;
    }
    if (verb == kNoMatch) return false;
    if (Subordinate(at)) return true;
    for (std::size_t i = at; i < verb; ++i) negative |= tokens_[i].lower == "not";
    constexpr std::size_t kReach = 4;
    for (std::size_t skip = 0; skip < kReach && verb + skip < tokens_.size(); ++skip) {
      const std::size_t adjective = verb + skip;
      const bool good = Match(tokens_, adjective, Good()) != kNoMatch ||
                        (tokens_[adjective].lower == "sense" && skip <= 2);
      const bool bad = Match(tokens_, adjective, Bad()) != kNoMatch;
      if (!good && !bad) continue;
      const std::size_t to = InfinitiveAfter(adjective + 1);
      if (to == kNoMatch) return false;
      const bool senseless = tokens_[adjective].lower == "sense" &&
                             IsAny(tokens_[adjective - 1].lower, {"little", "no"});
      const Stance stance = good != negative && !senseless ? Stance::kRecommends : Stance::kOpposes;
      if (good && negative && tokens_[adjective].lower == "sense") return true;
      actor_ = to > adjective + 2 && tokens_[adjective + 1].lower == "for"
                   ? TextOf(tokens_, {adjective + 2, to})
                   : "";
      subject_before_ = at > 2 ? SubjectOfSentence(at) : "";
      Infinitives(to + 1, stance, 0.8);
      actor_.clear();
      subject_before_.clear();
      return true;
    }
    return false;
  }

  // The subject of the clause before token `at`, for "..., and it is necessary to reform them".
  std::string SubjectOfSentence(std::size_t at) const {
    std::size_t end = 0;
    while (end < at && tokens_[end].word && !IsAuxiliary(tokens_[end].lower)) ++end;
    const Span span = DropConnectives(tokens_, {0, end});
    if (span.empty() || span.end - span.begin > 8 ||
        !BaseOfGerund(tokens_[span.begin].lower, false).empty() ||
        IsPreposition(tokens_[span.begin].lower) || IsPronoun(tokens_[span.begin].lower) ||
        end == at) {
      return {};
    }
    return titles_.Subject(tokens_, span);
  }

  // "[for X] to": the token "to" within a few words.
  std::size_t InfinitiveAfter(std::size_t at) const {
    // "It is essential, too, to explain it."
    if (at + 2 < tokens_.size() && tokens_[at].lower == "," && IsAdverb(tokens_[at + 1].lower) &&
        tokens_[at + 2].lower == ",") {
      at += 3;
    }
    for (std::size_t i = at; i < tokens_.size() && i < at + 8; ++i) {
      if (!tokens_[i].word) return kNoMatch;
      if (tokens_[i].lower == "to") return i;
      if (i == at && tokens_[i].lower != "for" && !IsAdverb(tokens_[i].lower)) return kNoMatch;
    }
    return kNoMatch;
  }

  // "it is time to V", also without "it is".
  bool PlainTime(std::size_t at) {
    // "This is not the moment to negotiate."
    const std::size_t moment = Match(
        tokens_, at, "this|now|today is <adv> the|a|hardly|no right|good|best? moment|time to"_p);
    if (moment != kNoMatch) {
      const bool denied = Find(tokens_, at, "not|never|hardly|no"_p) < moment;
      Infinitives(moment, denied ? Stance::kOpposes : Stance::kRecommends, 0.65);
      return true;
    }
    if (at != 0) return false;
    const std::size_t to = Match(tokens_, at, "now|the? <adv> time is? has? come? now? to"_p);
    if (to == kNoMatch || tokens_[at].lower == "now") return false;
    Infinitives(to, Stance::kRecommends, 0.6);
    return true;
  }

  bool Subordinate(std::size_t at) const {
    return at > 0 && IsAny(tokens_[at - 1].lower, {"if", "when", "whether", "because", "although",
                                                   "though", "while", "where", "once", "why"});
  }

  // "X are [urgently] needed"; "X is needed to Y".
  bool IsNeeded(std::size_t at) {
    const std::size_t end = Match(tokens_, at,
                                  "is|are also? now? still? therefore? long|badly|sorely? <adv> "
                                  "needed|required|recommended|advisable|desirable|preferable|"
                                  "necessary|essential|overdue|imperative|"
                                  "indispensable|warranted|vital|crucial"_p);
    if (end == kNoMatch || at == 0) return false;
    if (Match(tokens_, end, "for|that|if|when|by"_p) != kNoMatch &&
        tokens_[end - 1].lower != "needed") {
      return false;
    }
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return true;
    // "The agency is recommended to publish its maps": asked, not needed.
    if (tokens_[end - 1].lower == "recommended" && Match(tokens_, end, "to"_p) != kNoMatch) {
      return false;
    }
    const std::string& first = tokens_[subject.span.begin].lower;
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head == kNoMatch || IsPronoun(first) || first == "what" || first == "there") {
      const bool demonstrative = IsAny(first, {"this", "these", "that", "those"}) &&
                                 subject.span.end - subject.span.begin > 1;
      if (!demonstrative) return true;
    }
    // "the money that is required"; "no change is needed".
    bool none = false;
    for (std::size_t i = at; i < end; ++i) none |= tokens_[i].lower == "not";
    none |= first == "no";
    // "95 are needed" says not of what.
    if (std::isdigit(static_cast<unsigned char>(tokens_[head].lower.front())) != 0) return true;
    // "More research is needed": every paper says so.
    if (IsAny(tokens_[head].lower, {"research", "evidence", "work", "information", "study"}) &&
        !IsAny(first, {"the", "this", "an", "a", "our"})) {
      return true;
    }
    // "required to V": an obligation on somebody.
    if (tokens_[end - 1].lower == "required" && Match(tokens_, end, "to|by|under"_p) != kNoMatch) {
      return true;
    }
    Span span = subject.span;
    if (first == "no") ++span.begin;
    none = none != subject.negated;
    Add(titles_.FromNounPhrase(tokens_, span), none ? Stance::kOpposes : Stance::kRecommends, 0.7,
        subject.voice);
    return true;
  }

  // "Engaging with allies is an essential task".
  bool GerundIsTask(std::size_t at) {
    if (BaseOfGerund(tokens_[at].lower, false).empty() || tokens_[at].lower == "being" ||
        IsAny(tokens_[at].lower, {"including", "regarding", "according", "concerning", "following",
                                  "during", "considering", "depending"})) {
      return false;
    }
    const bool starts = at == 0 || !tokens_[at - 1].word || IsAny(tokens_[at - 1].lower, {"and"});
    if (!starts || (at > 0 && tokens_[at - 1].lower == "and")) return false;
    for (std::size_t i = at + 1; i < tokens_.size() && i < at + 25; ++i) {
      const std::size_t end = Match(
          tokens_, i,
          "is|are|remains|would|will|should|must be? now? also? a|an|the? <adv> "
          "essential|necessary|urgent|crucial|vital|key|priority|imperative|important|simple|cheap|"
          "easy|wise|wiser|better|sensible|prudent|cheaper|simpler|best|right|affordable|feasible|"
          "worthwhile|overdue"_p);
      // "Naming one officer would go a long way."
      const bool serves =
          end == kNoMatch &&
          (Match(tokens_, i, "would|could|can|will <adv> go a|some long? way"_p) != kNoMatch ||
           Match(tokens_, i, "would|could <adv> help|make a <few> difference"_p) != kNoMatch ||
           Match(tokens_, i, "would|could <adv> help , but|and|."_p) != kNoMatch);
      if (end == kNoMatch && serves) {
        for (const VerbPhrase& phrase :
             SplitVerbPhrases(tokens_, {at, i}, VerbForm::kGerund, false)) {
          if (!IsNonAction(phrase.verb)) {
            Add(WithPronoun(phrase), Stance::kRecommends, 0.5, Voice::kAuthor);
          }
        }
        return true;
      }
      if (end == kNoMatch) {
        const std::size_t cheap = Match(tokens_, i, "would? costs|cost less|little|nothing"_p);
        if (cheap != kNoMatch) {
          for (const VerbPhrase& phrase :
               SplitVerbPhrases(tokens_, {at, i}, VerbForm::kGerund, false)) {
            if (!IsNonAction(phrase.verb)) {
              Add(WithPronoun(phrase), Stance::kMentions, 0.5, Voice::kAuthor);
            }
          }
          return true;
        }
      }
      if (!tokens_[i].word && tokens_[i].lower != ",") return false;
      if (end == kNoMatch) continue;
      // "Scrapping them all is best avoided."
      const bool shunned =
          Match(tokens_, end, "avoided|resisted|forgotten|dropped|left"_p) != kNoMatch;
      const bool mild =
          Match(tokens_, end - 1, "simple|cheap|easy|cheaper|simpler|affordable|feasible"_p) !=
          kNoMatch;
      std::size_t clause = at;
      while (clause < i && !IsAuxiliary(tokens_[clause].lower)) ++clause;
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {at, clause}, VerbForm::kGerund, false)) {
        if (IsNonAction(phrase.verb)) continue;
        Add(WithPronoun(phrase),
            shunned ? Stance::kOpposes
            : mild  ? Stance::kMentions
                    : Stance::kRecommends,
            0.55, Voice::kAuthor);
      }
      return true;
    }
    return false;
  }

  // A title with what "it" or "them" stands for.
  std::string WithPronoun(const VerbPhrase& phrase) const {
    return titles_.FromVerbPhrase(
        tokens_, phrase, 0,
        subject_before_.empty() ? context_.singular_antecedent : subject_before_,
        subject_before_.empty() ? context_.plural_antecedent : subject_before_);
  }

  // "A short season is worth trying in the north."
  bool Worth(std::size_t at) {
    const std::size_t verb = Match(tokens_, at, "is|are|be|seems|remains <adv> worth"_p);
    if (verb == kNoMatch || at == 0 || verb >= tokens_.size()) return false;
    const std::string base = BaseOfGerund(tokens_[verb].lower, false);
    if (!IsActionVerb(base) || IsNonAction(base) ||
        IsAny(base, {"visit", "watch", "listen", "look"})) {
      return false;
    }
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    if (IsPronoun(tokens_[subject.span.begin].lower)) {
      if (tokens_[subject.span.begin].lower != "it" || verb + 1 >= tokens_.size()) return false;
      // "It is worth trying X."
      Add(titles_.FromVerbPhrase(tokens_, {base, {verb + 1, ClauseEnd(tokens_, verb + 1)}}),
          Stance::kMentions, 0.55, subject.voice);
      return true;
    }
    Add(titles_.FromPassive(tokens_, base, subject.span, {verb + 1, tokens_.size()}),
        Stance::kMentions, 0.55, subject.voice);
    return true;
  }

  // "There is much to be said for merging them", "we see merit in allowing it"; "nothing would be
  // gained by moving it".
  bool ToBeSaid(std::size_t at) {
    std::size_t what = Match(tokens_, at, "much|something|lot|more to be said for"_p);
    if (what == kNoMatch) {
      what = Match(tokens_, at,
                   "see|find|is some|much|considerable|clear|great|real|strong|obvious|particular? "
                   "merit|value|sense|advantage|benefit|wisdom in"_p);
    }
    Stance stance = Stance::kRecommends;
    if (what == kNoMatch) {
      what = Match(tokens_, at, "nothing|little <few> gained|won|achieved by|from"_p);
      if (what == kNoMatch) {
        const std::size_t to =
            Match(tokens_, at,
                  "see|sees|find|finds|have|has|is no|little reason|need|cause|justification "
                  "to"_p);
        if (to != kNoMatch && at > 0 && tokens_[at - 1].lower != "there") {
          Infinitives(to, Stance::kOpposes, 0.65);
          return true;
        }
        what =
            Match(tokens_, at, "no|little|rarely|hardly any? point|sense|merit|value|virtue in"_p);
      }
      stance = Stance::kOpposes;
    } else if (tokens_[at].lower == "something") {
      stance = Stance::kMentions;
    }
    if (what == kNoMatch || what >= tokens_.size()) return false;
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {what, ClauseEnd(tokens_, what)}, VerbForm::kGerund, false)) {
      if (!IsNonAction(phrase.verb)) Add(WithPronoun(phrase), stance, 0.6, Voice::kAuthor);
    }
    return true;
  }

  // "Disclosure is the better course"; "the first step is to V".
  bool BestCourse(std::size_t at) {
    const std::size_t named =
        Match(tokens_, at,
              "is|are|remains|would|offers be? also? the|a|an|our clearly|probably|surely? "
              "better|best|right|wiser|wisest|"
              "sensible|preferred|preferable|safer|cheaper|obvious|only|safest|cheapest|prudent "
              "course|option|way|approach|choice|"
              "answer|solution|path|policy|step|remedy|response|alternative"_p);
    if (named != kNoMatch && at > 0) {
      const Subject subject = FindSubject(tokens_, at);
      if (subject.span.empty() || subject.voice == Voice::kSubordinate) return true;
      if (IsPronoun(tokens_[subject.span.begin].lower)) return true;
      Add(titles_.FromNounPhrase(tokens_, subject.span), Stance::kRecommends, 0.65, subject.voice);
      return true;
    }
    std::size_t is = Match(
        tokens_, at,
        "the|our|a|one first|next|second|third|best|right|obvious|simplest|better|only|most|"
        "immediate|main|wiser|sensible|cheapest|safest|urgent|top|key "
        "urgent|important|effective|sensible|"
        "promising|obvious? step|option|course|way|approach|answer|solution|priority|task|choice|"
        "response|policy|remedy|measure|path forward|ahead? here|now? is|would|should|must be?"_p);
    if (is == kNoMatch) {
      is = Match(tokens_, at,
                 "the|our|its|my answer|solution|remedy|key|trick|cure|priority|task|challenge|"
                 "way forward|out|ahead? here|now|then|therefore? is|must|should be? to"_p);
      if (is != kNoMatch) --is;
    }
    if (is == kNoMatch) is = RemedyThat(at);
    if (is == kNoMatch || is >= tokens_.size()) return false;
    if (tokens_[is].lower == "to") {
      Infinitives(is + 1, Stance::kRecommends, 0.75);
      return true;
    }
    const auto phrases =
        SplitVerbPhrases(tokens_, {is, ClauseEnd(tokens_, is)}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      Add(titles_.FromVerbPhrase(tokens_, phrase), Stance::kRecommends, 0.65, Voice::kAuthor);
    }
    if (phrases.empty() && IsDeterminer(tokens_[is].lower)) {
      NounPhrase({is, tokens_.size()}, Stance::kRecommends, 0.55);
    }
    return true;
  }

  // "The remedy that economists agree on is a price for each region": behind its "is".
  std::size_t RemedyThat(std::size_t at) const {
    constexpr std::size_t kReach = 9;
    const std::size_t that =
        Match(tokens_, at,
              "the|one|our remedy|answer|solution|cure|alternative|reform|change that|which|we"_p);
    if (that == kNoMatch) return kNoMatch;
    for (std::size_t i = that; i + 1 < tokens_.size() && i < that + kReach; ++i) {
      if (!tokens_[i].word) return kNoMatch;
      if (tokens_[i].lower == "is") return i + 1;
    }
    return kNoMatch;
  }

  void Infinitives(std::size_t at, Stance stance, double confidence) {
    if (at >= tokens_.size()) return;
    while (at < tokens_.size() && IsAdverb(tokens_[at].lower)) ++at;
    if (at >= tokens_.size()) return;
    // "to be able to", "to note that": no measure.
    if (tokens_[at].lower == "think" && Match(tokens_, at, "think about"_p) != kNoMatch) {
      Add(titles_.FromVerbPhrase(tokens_, {"review", {at + 2, tokens_.size()}}), stance,
          confidence - 0.1, Voice::kAuthor);
      return;
    }
    if (IsNonAction(tokens_[at].lower) || tokens_[at].lower == "be" ||
        tokens_[at].lower == "have" || tokens_[at].lower == "recognise" ||
        tokens_[at].lower == "recognize") {
      return;
    }
    const std::size_t end = ClauseEnd(tokens_, at);
    for (VerbPhrase& phrase : SplitVerbPhrases(tokens_, {at, end}, VerbForm::kBase, true)) {
      Add(WithPronoun(phrase), stance, confidence, Voice::kAuthor);
    }
  }

  void NounPhrase(Span span, Stance stance, double confidence) {
    if (span.empty()) return;
    Add(titles_.FromNounPhrase(tokens_, span), stance, confidence, Voice::kAuthor);
  }

  void Add(std::string title, Stance stance, double confidence, Voice voice) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = stance;
    candidate.confidence = confidence;
    candidate.actor = actor_;
    candidate.third_party = voice == Voice::kThirdParty;
    if (candidate.third_party && stance == Stance::kRecommends) {
      candidate.stance = Stance::kMentions;
    }
    if (context_.section == Section::kRecommendations) candidate.confidence += 0.1;
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  std::string actor_;
  std::string subject_before_;
};

}  // namespace

void FindNeeds(const RuleInput& input, Candidates* out) { NeedRule(input, out).Run(); }

}  // namespace plenum::ingestion
