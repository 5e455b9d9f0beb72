#include <algorithm>
#include <cctype>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// What a meeting does with its own business.
bool IsProcedure(std::string_view verb) {
  return IsAny(verb, {"note", "receive", "return", "thank", "adjourn", "meet", "defer", "consider",
                      "discuss", "approve", "accept", "sign", "record", "invite", "circulate",
                      "reconvene", "await", "proceed", "close"});
}

class DecisionRule {
 public:
  DecisionRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    if (context_.question || tokens_.size() < 4 || TellsHistory(tokens_)) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (Moved(i) || Decided(i) || Directed(i) || Voted(i) || NounList(i)) return;
    }
  }

 private:
  // "It was resolved that", "the Council voted to", "RESOLVED: to".
  bool Decided(std::size_t at) {
    std::size_t next = Match(
        tokens_, at, "resolved|agreed|decided|voted|determined <adv> in? principle? <adv> :?"_p);
    // "Decides to establish a registry": a clause of a resolution.
    if (at == 0 && next == kNoMatch) {
      next = Match(tokens_, at, "further? decides|resolves|agrees <adv>"_p);
    }
    if (next == kNoMatch || next >= tokens_.size() || !MeetingBefore(at)) return false;
    // "RESOLVED, that", "Resolved, by four votes to one, to adopt it".
    if (tokens_[next].lower == "," && next + 1 < tokens_.size() &&
        IsAny(tokens_[next + 1].lower, {"that", "to"})) {
      ++next;
    } else if (tokens_[next].lower == ",") {
      constexpr std::size_t kLongest = 8;
      for (std::size_t i = next + 1; i + 1 < tokens_.size() && i < next + kLongest; ++i) {
        if (tokens_[i].lower != ",") continue;
        next = i + 1;
        break;
      }
    }
    bool negative =
        Match(tokens_, at + 1, "not|against"_p) != kNoMatch || tokens_[next].lower == "against";
    if (tokens_[next].lower == "not" || tokens_[next].lower == "against") ++next;
    if (next >= tokens_.size()) return false;
    if (tokens_[next].lower == "that") {
      return Subjunctive(next + 1, negative) ||
             (!negative && FindWanted({tokens_, context_, titles_}, next, &out_));
    }
    // "voted by four to one to renew it".
    if (tokens_[next].lower == "by") {
      for (std::size_t i = next; i + 1 < tokens_.size() && i < next + 8; ++i) {
        if (tokens_[i].lower == "to" && IsActionVerb(tokens_[i + 1].lower)) next = i;
      }
    }
    const bool infinitive = tokens_[next].lower == "to";
    if (infinitive) ++next;
    const std::size_t end = ClauseEnd(tokens_, next);
    if (next >= end) return false;
    bool found = false;
    for (const VerbPhrase& phrase : SplitVerbPhrases(
             tokens_, {next, end}, infinitive ? VerbForm::kBase : VerbForm::kGerund, false)) {
      if (IsNonAction(phrase.verb) || (IsProcedure(phrase.verb) && !IsThing(phrase.rest))) continue;
      Add(titles_.FromVerbPhrase(tokens_, phrase), negative);
      found = true;
    }
    return found;
  }

  // "close the baths" against "close the meeting".
  bool IsThing(Span rest) const {
    const std::size_t head = HeadOf(tokens_, rest);
    return head != kNoMatch &&
           !IsAny(tokens_[head].lower,
                  {"matter", "item", "report", "minutes", "meeting", "apologies", "discussion",
                   "question", "point", "thanks", "update", "letter", "paper", "issue"});
  }

  bool Subjunctive(std::size_t begin, bool negative, std::size_t limit = kNoMatch) {
    for (std::size_t i = begin + 1; i + 1 < tokens_.size(); ++i) {
      if (IsAny(tokens_[i].lower, {"should", "must", "would", "was", "were", "had", "is", "are"})) {
        return false;
      }
      if (tokens_[i].lower != "be") continue;
      std::size_t verb = i + 1;
      while (verb + 1 < tokens_.size() && IsAdverb(tokens_[verb].lower)) ++verb;
      const std::string base = BaseOfParticiple(tokens_[verb].lower, true);
      if (base.empty() || IsNonAction(base)) return false;
      if (IsProcedure(base) && !IsThing({begin, i})) return true;
      const Span rest{verb + 1, std::min(limit, tokens_.size())};
      Add(titles_.FromPassive(tokens_, base, {begin, i}, rest), negative);
      return true;
    }
    return false;
  }

  // "Moved by A, seconded by B, that licences be capped": put forward, until the vote is told.
  bool Moved(std::size_t at) {
    if (at > 1 || Match(tokens_, at, "moved|motion by|to|that|:"_p) == kNoMatch) return false;
    constexpr std::size_t kLongest = 20;
    const std::size_t that = Find(tokens_, at + 1, "that|to"_p);
    if (that == kNoMatch || that > at + kLongest || that + 2 >= tokens_.size()) return false;
    const std::size_t before = out_.size();
    if (tokens_[that].lower == "to") {
      for (const VerbPhrase& phrase : SplitVerbPhrases(
               tokens_, {that + 1, ClauseEnd(tokens_, that + 1)}, VerbForm::kBase, false)) {
        if (!IsNonAction(phrase.verb) && (!IsProcedure(phrase.verb) || IsThing(phrase.rest))) {
          Add(titles_.FromVerbPhrase(tokens_, phrase), false);
        }
      }
    } else if (!Subjunctive(that + 1, false)) {
      FindWanted({tokens_, context_, titles_}, that, &out_);
    }
    for (std::size_t i = before; i < out_.size(); ++i) {
      out_[i].stance = Stance::kMentions;
      out_[i].third_party = true;
    }
    return true;
  }

  // "Staff were directed to report back on the cost": what a meeting gives to somebody to do.
  bool Directed(std::size_t at) {
    if (!context_.minutes || at == 0) return false;
    const std::size_t verb = Match(
        tokens_, at,
        "is|are|was|were <adv> directed|instructed|tasked|authorised|authorized|asked|requested "
        "with|to"_p);
    if (verb == kNoMatch || verb >= tokens_.size()) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    const bool gerund = tokens_[verb - 1].lower == "with";
    const std::size_t before = out_.size();
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {verb, ClauseEnd(tokens_, verb)},
                          gerund ? VerbForm::kGerund : VerbForm::kBase, false)) {
      if (IsNonAction(phrase.verb) || (IsProcedure(phrase.verb) && !IsThing(phrase.rest))) continue;
      Add(titles_.FromVerbPhrase(tokens_, phrase, at, context_.singular_antecedent,
                                 context_.plural_antecedent),
          false);
      if (out_.size() > before) out_.back().actor = titles_.Subject(tokens_, subject.span);
    }
    return out_.size() > before;
  }

  // Who decides: "it was", a body that meets, or the word alone at the beginning.
  bool MeetingBefore(std::size_t at) const {
    if (at == 0) return true;
    constexpr std::size_t kReach = 6;
    for (std::size_t i = at; i > (at > kReach ? at - kReach : 0); --i) {
      const std::string& word = tokens_[i - 1].lower;
      if (!tokens_[i - 1].word) return false;
      if (IsAuxiliary(word) || IsAdverb(word)) continue;
      if (word == "we") return context_.minutes;  // "we decided to drive": told, not decided
      return IsAny(
          word, {"it", "council", "board", "committee", "trustees", "members", "meeting", "panel",
                 "assembly", "cabinet", "executive", "councillors", "governors", "directors"});
    }
    return false;
  }

  // "A proposal to move the market was rejected."
  bool Voted(std::size_t at) {
    const std::size_t what = Match(
        tokens_, at, "proposal|motion|suggestion|amendment|plan|request|idea|call to|of|that"_p);
    if (what == kNoMatch || what >= tokens_.size()) return false;
    std::size_t outcome_end = 0;
    const std::size_t outcome =
        Find(tokens_, what,
             "was|were|is|has not? <adv> been? "
             "rejected|defeated|lost|dropped|refused|withdrawn|dismissed|turned|voted|ruled|"
             "accepted|carried|approved|adopted|agreed|supported|passed down|out?"_p,
             &outcome_end);
    bool failed = false;
    std::size_t verdict = outcome;
    if (outcome == kNoMatch) {
      verdict = Find(tokens_, what, "found no|little seconder|support|favour"_p, &outcome_end);
      if (verdict == kNoMatch) verdict = Find(tokens_, what, "failed|fell|lapsed"_p, &outcome_end);
      if (verdict == kNoMatch) {
        verdict = Find(tokens_, what,
                       "strikes|struck us|me as <few> perverse|wrong|mistaken|odd|unwise|"
                       "misguided|unfair|premature|naive"_p,
                       &outcome_end);
      }
      failed = verdict != kNoMatch;
    }
    if (verdict == kNoMatch || verdict <= what) return false;
    const bool passed =
        Find(tokens_, outcome, "accepted|carried|approved|adopted|agreed|supported|passed"_p) <
        outcome_end;
    const bool negated = !failed && Find(tokens_, verdict, "not"_p) < outcome_end;
    const std::string& joint = tokens_[what - 1].lower;
    if (joint == "that") return Subjunctive(what, passed == negated, verdict);
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {what, verdict},
                          joint == "to" ? VerbForm::kBase : VerbForm::kGerund, false)) {
      Add(titles_.FromVerbPhrase(tokens_, phrase), passed == negated);
    }
    return true;
  }

  // "Among its demands are a grant, a ceiling on payments and a tax."
  bool NounList(std::size_t at) {
    std::size_t begin = Match(tokens_, at,
                              "demands|points|proposals|measures|recommendations|reforms|ideas|"
                              "requests|steps|priorities <few> include|includes|are|:"_p);
    if (begin == kNoMatch) {
      begin = Match(tokens_, at,
                    "demands|points|proposals|measures|recommendations|reforms|ideas|requests of "
                    "<few> <few> are|include"_p);
    }
    if (begin == kNoMatch || begin >= tokens_.size()) return false;
    bool found = false;
    std::size_t from = begin;
    for (std::size_t i = begin; i <= tokens_.size(); ++i) {
      const bool end = i == tokens_.size() || (!tokens_[i].word && tokens_[i].lower != ",");
      const bool joint = !end && (tokens_[i].lower == "," || tokens_[i].lower == "and") &&
                         i + 1 < tokens_.size() &&
                         IsAny(tokens_[i + 1].lower, {"a", "an", "and", "more", "new", "the"});
      if (!end && !joint) continue;
      const bool noun = i > from + 1 && IsAny(tokens_[from].lower, {"a", "an", "more", "new"});
      if (noun) Add(titles_.FromNounPhrase(tokens_, {from, i}), false);
      found = found || noun;
      from = i + 1;
      if (end) break;
    }
    return found;
  }

  void Add(std::string title, bool negative) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = negative ? Stance::kOpposes : Stance::kRecommends;
    candidate.confidence = 0.75;
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
};

}  // namespace

bool TellsHistory(const Tokens& tokens) {
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::string& next = tokens[i + 1].lower;
    const bool year =
        next.size() == 4 && (next.substr(0, 2) == "19" || next.substr(0, 2) == "20") &&
        std::all_of(next.begin(), next.end(),
                    [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    if (year && IsAny(tokens[i].lower, {"in", "since", "of", "during", "until", "the"})) {
      return true;
    }
    if (tokens[i].lower == "last" && IsAny(next, {"year", "month", "week", "autumn", "spring",
                                                  "summer", "winter", "decade", "time"})) {
      return true;
    }
    if (next == "ago" || tokens[i].lower == "formerly" || tokens[i].lower == "previously") {
      return true;
    }
  }
  return false;
}

void FindQuestions(const RuleInput& input, Candidates* out) {
  const Tokens& tokens = input.tokens;
  // "Question 2: Should ..."
  std::size_t begin = Match(tokens, 0, "question|q <few> :|."_p);
  if (begin == kNoMatch) begin = 0;
  const std::size_t before = out->size();
  const auto rest = [&](std::size_t from) {
    return Tokens(tokens.begin() + static_cast<std::ptrdiff_t>(from), tokens.end());
  };
  Context context = input.context;
  std::size_t what = Match(tokens, begin, "do|would you <adv> agree|think|believe <few> that"_p);
  if (what < tokens.size()) {
    context.question = false;
    const Tokens clause = rest(what);
    FindModals({clause, context, input.titles}, out);
    if (out->size() == before) FindStates({clause, context, input.titles}, out);
    if (out->size() == before) FindWishes({clause, context, input.titles}, out);
  } else if (begin > 0) {
    const Tokens clause = rest(begin);
    FindModals({clause, context, input.titles}, out);
  }
  if (out->size() == before) {
    what = Match(tokens, begin, "should|must|ought there be"_p);
    if (what == kNoMatch) {
      what = Match(tokens, begin, "do|would you support|favour|favor|back|oppose|want"_p);
    }
    if (what < tokens.size() && IsDeterminer(tokens[what].lower)) {
      Candidate candidate;
      candidate.title = input.titles.FromNounPhrase(tokens, {what, tokens.size()});
      candidate.confidence = 0.6;
      if (candidate.title.find(' ') != std::string::npos) out->push_back(std::move(candidate));
    }
  }
  for (std::size_t i = before; i < out->size(); ++i) {
    (*out)[i].question = true;
    (*out)[i].asked = true;
    (*out)[i].stance = Stance::kMentions;
  }
}

void FindDecisions(const RuleInput& input, Candidates* out) { DecisionRule(input, out).Run(); }

void FindEnumerations(const RuleInput& input, Candidates* out) {
  const Tokens& tokens = input.tokens;
  std::size_t colon = 0;
  while (colon < tokens.size() && tokens[colon].lower != ":") ++colon;
  if (input.context.question || colon < 3 || colon + 3 >= tokens.size()) return;
  std::string actor;
  const Tokens lead(tokens.begin(), tokens.begin() + static_cast<std::ptrdiff_t>(colon) + 1);
  const Section section = SectionOfLeadIn(lead, &actor);
  if (section == Section::kNone) return;
  std::size_t begin = colon + 1;
  while (begin < tokens.size()) {
    std::size_t end = begin;
    while (end < tokens.size() && tokens[end].lower != ";") ++end;
    Span item = DropConnectives(tokens, {begin, end});
    while (!item.empty() &&
           (tokens[item.begin].lower == "to" || tokens[item.begin].lower.size() == 1)) {
      ++item.begin;
    }
    item = DropConnectives(tokens, item);
    if (!item.empty()) {
      item.end = std::min(item.end, ClauseEnd(tokens, item.begin));
      std::vector<VerbPhrase> phrases = SplitVerbPhrases(tokens, item, VerbForm::kBase, false);
      if (phrases.empty()) phrases = SplitVerbPhrases(tokens, item, VerbForm::kGerund, false);
      for (const VerbPhrase& phrase : phrases) {
        if (IsNonAction(phrase.verb)) continue;
        Candidate candidate;
        candidate.title = input.titles.FromVerbPhrase(tokens, phrase);
        if (candidate.title.find(' ') == std::string::npos) continue;
        candidate.actor = actor;
        candidate.stance = section == Section::kOptions    ? Stance::kMentions
                           : section == Section::kRejected ? Stance::kOpposes
                                                           : Stance::kRecommends;
        candidate.confidence = 0.75;
        out->push_back(std::move(candidate));
      }
    }
    begin = end + 1;
  }
}

}  // namespace plenum::ingestion
