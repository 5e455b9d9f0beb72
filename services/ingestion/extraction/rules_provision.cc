// What a draft provides: "clause 4 exempts hospitals", "the bill would create an inspectorate",
// "under the plan, shops would close at ten". And what others turn down.
#include <algorithm>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// "abolishes" -> "abolish", of the verbs with which texts of law provide; empty for others.
std::string ProvidingVerb(std::string_view word) {
  for (const std::string_view base :
       {"abolish",    "allow",    "authorise", "authorize", "ban",       "cap",     "create",
        "double",     "empower",  "enable",    "end",       "establish", "exempt",  "extend",
        "forbid",     "freeze",   "give",      "grant",     "halve",     "impose",  "limit",
        "introduce",  "oblige",   "permit",    "prohibit",  "repeal",    "replace", "require",
        "restrict",   "scrap",    "set",       "tax",       "transfer",  "compel",  "entitle",
        "remove",     "merge",    "outlaw",    "provide",   "raise",     "lower",   "reserve",
        "ring-fence", "withdraw", "split",     "phase",     "mandate",   "insert"}) {
    if (word.size() <= base.size() || word.substr(0, base.size()) != base) continue;
    const std::string_view ending = word.substr(base.size());
    if (ending == "s" || ending == "es") return std::string(base);
  }
  return {};
}

bool IsDraft(std::string_view noun) {
  return IsAny(
      noun, {"bill", "amendment", "motion", "draft", "package", "proposal", "plan", "ordinance"});
}

class ProvisionRule {
 public:
  ProvisionRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), titles_(input.titles), context_(input.context), out_(*out) {}

  // "Clause 4 exempts hospitals, ports and prisons", "the bill creates an inspectorate".
  void Provides() {
    for (std::size_t i = 1; i + 1 < tokens_.size(); ++i) {
      const std::string verb = ProvidingVerb(tokens_[i].lower);
      if (verb.empty()) continue;
      const bool clause = context_.draft && IsClause(i);
      if (!clause && !IsOfDraft(i)) continue;
      stance_ = context_.draft ? Stance::kRecommends : Stance::kMentions;
      if (verb == "provide" && tokens_[i + 1].lower == "that") {
        const std::size_t before = out_.size();
        FindWanted({tokens_, context_, titles_}, i + 1, &out_);
        for (std::size_t k = before; k < out_.size(); ++k) out_[k].stance = stance_;
        return;
      }
      if (verb == "provide" && tokens_[i + 1].lower == "for") return;
      Phrases(verb, i);
      return;
    }
  }

  // "The union rejects the offer of self-certification", "parents oppose plans to close it".
  void TurnedDown() {
    if (TellsHistory(tokens_)) return;
    std::size_t what = 0;
    const std::size_t at =
        Find(tokens_, 1,
             "reject|rejects|rejected|oppose|opposes|opposed|resist|resists|dismissed "
             "the|any|its|their|an|a|all? <few> "
             "idea|plan|plans|proposal|proposals|offer|call|calls|suggestion|demand|"
             "demands|notion of|for|to"_p,
             &what);
    if (at == kNoMatch) {
      TurnedDownThing();
      return;
    }
    if (what >= tokens_.size()) return;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate ||
        !IsAgent(tokens_, subject.span) || SubjectIs(tokens_, subject.span, {"we", "you"})) {
      return;
    }
    stance_ = Stance::kOpposes;
    const std::size_t end = std::min(ClauseEnd(tokens_, what), Find(tokens_, what, "as"_p));
    const bool infinitive = tokens_[what - 1].lower == "to";
    const auto phrases = SplitVerbPhrases(tokens_, {what, end},
                                          infinitive ? VerbForm::kBase : VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      if (!IsNonAction(phrase.verb)) Add(titles_.FromVerbPhrase(tokens_, phrase));
    }
    if (phrases.empty() && !infinitive && !IsPronoun(tokens_[what].lower)) {
      Add(titles_.FromNounPhrase(tokens_, {what, end}));
    }
    for (Candidate& candidate : out_) candidate.actor = titles_.Subject(tokens_, subject.span);
  }

  // An item below "Recommendations" that tells as a fact what is to be: "Every museum completes an
  // inventory", "Remains are not put on display".
  void ToldAsFact() {
    if (!context_.list_item || context_.section != Section::kRecommendations) return;
    constexpr std::size_t kReach = 12;
    for (std::size_t i = 1; i + 1 < tokens_.size() && i < kReach; ++i) {
      const std::string& word = tokens_[i].lower;
      const Subject subject = FindSubject(tokens_, i);
      if (subject.span.empty() || subject.voice != Voice::kAuthor ||
          IsPronoun(tokens_[subject.span.begin].lower)) {
        continue;
      }
      stance_ = Stance::kRecommends;
      if (IsAny(word, {"is", "are"})) {
        std::size_t verb = i + 1;
        if (tokens_[verb].lower == "not") stance_ = Stance::kOpposes;
        while (verb + 1 < tokens_.size() && IsAdverb(tokens_[verb].lower)) ++verb;
        const std::string base = BaseOfParticiple(tokens_[verb].lower, false);
        if (!IsActionVerb(base) || IsNonActionParticiple(base)) return;
        Add(titles_.FromPassive(tokens_, base, subject.span, {verb + 1, tokens_.size()}));
        return;
      }
      if (IsAuxiliary(word)) return;
      if (!IsAgent(tokens_, subject.span) || !tokens_[i - 1].word) continue;
      const bool many = LooksPlural(tokens_[HeadOf(tokens_, subject.span)].lower);
      const std::string base = many ? word : BaseOfThird(word);
      if (!IsActionVerb(base) || IsNonAction(base) ||
          (IsNounToo(base) && !IsDeterminer(tokens_[i + 1].lower))) {
        continue;
      }
      Phrases(base, i);
      for (Candidate& candidate : out_) candidate.actor = titles_.Subject(tokens_, subject.span);
      return;
    }
  }

 private:
  // "The society opposes charges for missed appointments."
  void TurnedDownThing() {
    std::size_t what = 0;
    const std::size_t at = Find(tokens_, 1, "rejects|opposes|oppose|reject"_p, &what);
    if (at == kNoMatch || what >= tokens_.size() || IsPronoun(tokens_[what].lower)) return;
    const Subject subject = FindSubject(tokens_, at);
    const std::size_t end = ClauseEnd(tokens_, what);
    const std::size_t head = HeadOf(tokens_, {what, end});
    if (subject.span.empty() || subject.voice == Voice::kSubordinate || head == kNoMatch ||
        !IsAgent(tokens_, subject.span) ||
        !(IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty())) {
      return;
    }
    stance_ = Stance::kOpposes;
    Add(titles_.FromNounPhrase(tokens_, {what, end}));
    for (Candidate& candidate : out_) candidate.actor = titles_.Subject(tokens_, subject.span);
  }

  // "Clause 4", "section 12(3)", "article 3" as the subject of the verb at `verb`.
  bool IsClause(std::size_t verb) const {
    const std::size_t name =
        Match(tokens_, 0, "clause|clauses|section|article|part|paragraph|schedule|regulation"_p);
    return name != kNoMatch && verb <= 6 && name < verb;
  }

  // "the bill creates": the draft is the subject, not "the plans that the bill replaces".
  bool IsOfDraft(std::size_t verb) const {
    const Subject subject = FindSubject(tokens_, verb);
    const std::size_t head = HeadOf(tokens_, subject.span);
    return head != kNoMatch && subject.voice == Voice::kAuthor && IsDraft(tokens_[head].lower) &&
           subject.span.end == verb && IsDeterminer(tokens_[subject.span.begin].lower);
  }

  // "completes" -> "complete", "carries" -> "carry".
  static std::string BaseOfThird(const std::string& word) {
    if (word.size() < 4 || word.back() != 's') return {};
    std::string base = word.substr(0, word.size() - 1);
    if (IsActionVerb(base)) return base;
    if (word.ends_with("ies")) return word.substr(0, word.size() - 3) + "y";
    return word.ends_with("es") ? word.substr(0, word.size() - 2) : std::string();
  }

  // The verb at `at` and those joined to it, all in the third person.
  void Phrases(const std::string& verb, std::size_t at) {
    const std::size_t end = ClauseEnd(tokens_, at + 1);
    for (std::size_t i = at + 1; i + 1 < end; ++i) {
      if (tokens_[i].lower != "and") continue;
      const std::string next = ProvidingVerb(tokens_[i + 1].lower);
      if (next.empty()) continue;
      Add(titles_.FromVerbPhrase(tokens_, {verb, {at + 1, i}}));
      Phrases(next, i + 1);
      return;
    }
    Add(titles_.FromVerbPhrase(tokens_, {verb, {at + 1, end}}));
  }

  void Add(std::string title) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = stance_;
    candidate.third_party = stance_ == Stance::kMentions;
    candidate.confidence = 0.55;
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const TitleMaker& titles_;
  const Context& context_;
  Candidates& out_;
  Stance stance_ = Stance::kRecommends;
};

}  // namespace

void FindProvisions(const RuleInput& input, Candidates* out) {
  if (input.context.question || input.tokens.size() < 4 || !out->empty()) return;
  ProvisionRule rule(input, out);
  rule.Provides();
  if (out->empty()) rule.TurnedDown();
  if (out->empty()) rule.ToldAsFact();
}

}  // namespace plenum::ingestion
