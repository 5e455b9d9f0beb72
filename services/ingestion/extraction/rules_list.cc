// Sentences and list items that begin with a verb, and nouns that stand for a measure in a list.
#include <cctype>
#include <string>
#include <vector>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

// The token behind "Option B:", "Recommendation 3.", "First,", "Proposal 2 -".
std::size_t SkipLabel(const Tokens& tokens, Section* section) {
  std::size_t at =
      Match(tokens, 0,
            "our|my|the|first|key|main? "
            "option|proposal|recommendation|measure|action|priority|step|alternative|demand|answer|"
            "solution|advice"_p);
  if (at != kNoMatch && at < tokens.size()) {
    const bool option = IsAny(tokens[at - 1].lower, {"option", "alternative"});
    std::size_t end = at;
    if (end < tokens.size() && tokens[end].word && tokens[end].lower.size() <= 3) ++end;
    if (end < tokens.size() && !tokens[end].word && tokens[end].lower != ",") {
      *section = option ? Section::kOptions : Section::kRecommendations;
      return end + 1;
    }
  }
  Span rest = DropConnectives(tokens, {0, tokens.size()});
  return rest.begin;
}

// "do nothing", "business as usual": an option too.
bool IsStandstill(const Tokens& tokens, std::size_t at) {
  return Match(tokens, at, "do nothing|little|minimum"_p) != kNoMatch ||
         Match(tokens, at, "keep|maintain|retain? the? status quo"_p) != kNoMatch ||
         Match(tokens, at, "no change|action|intervention"_p) != kNoMatch ||
         Match(tokens, at, "business as usual"_p) != kNoMatch;
}

// "Sign the petition here", "please send comments": what a page asks of who reads it.
bool AddressesReader(const Tokens& tokens, std::size_t at) {
  if (Match(tokens, at,
            "add|address|allow|buy|cite|complete|copy|credit|direct|email|enter|feed|fill|follow|"
            "hand|"
            "keep|mark|order|post|print|quote|refer|return|send|share|sign|submit|support|tell|use|"
            "visit|write|bring|leave|pass|report|request|book|check|hold|turn|save|pay|"
            "measure|calculate|divide|test|name|move|begin|start|stop|explain|change|choose"_p) !=
      kNoMatch) {
    return true;
  }
  return Find(tokens, 0,
              "your|you|here|website|page|newsletter|petition|link|form|email|below|above|"
              "us|me|readers|article|chart|figure|table"_p) != kNoMatch;
}

// Whether a finite verb shows that the sentence has a subject: then its first word is no command.
bool HasSubjectVerb(const Tokens& tokens, std::size_t from) {
  std::size_t last = from + 9;
  for (std::size_t i = from + 1; i < tokens.size() && i < last; ++i) {
    const std::string& word = tokens[i].lower;
    // "Track maintenance, which is done at night, would": the insertion does not count.
    if (word == "," && Match(tokens, i + 1, "which|who"_p) != kNoMatch) {
      std::size_t close = i + 2;
      while (close < tokens.size() && tokens[close].lower != ",") ++close;
      last += close - i;
      i = close;
      continue;
    }
    if (!tokens[i].word || word == "to" || IsSubordinator(word)) return false;
    if (IsAuxiliary(word) && word != "be" && word != "do" && word != "have") return true;
  }
  return false;
}

// "Councils to fund two pilots": an item that says who is to do what.
void FindAssignment(const RuleInput& input, std::size_t at, Candidates* out) {
  const Tokens& tokens = input.tokens;
  constexpr std::size_t kReach = 8;
  if (SubjectIs(tokens, {at, at + 1}, {"we", "i", "it", "they", "this", "these", "there"})) return;
  for (std::size_t i = at + 1; i + 2 < tokens.size() && i < at + kReach; ++i) {
    if (!tokens[i].word || IsAuxiliary(tokens[i].lower) || IsSubordinator(tokens[i].lower)) return;
    if (tokens[i].lower != "to") continue;
    // "Motion-activated lighting to be fitted in all corridors."
    const std::string done =
        tokens[i + 1].lower == "be" ? BaseOfParticiple(tokens[i + 2].lower, true) : std::string();
    if (!done.empty() && !IsNonAction(done)) {
      Candidate candidate;
      candidate.title =
          input.titles.FromPassive(tokens, done, {at, i}, {i + 3, ClauseEnd(tokens, i + 3)});
      candidate.confidence = 0.8;
      if (candidate.title.find(' ') != std::string::npos) out->push_back(std::move(candidate));
      return;
    }
    if (!IsAgent(tokens, {at, i})) return;
    // "Night workers to receive eleven hours of rest."
    if (IsAny(tokens[i + 1].lower, {"receive", "get", "have"})) {
      const Span thing{i + 2, ClauseEnd(tokens, i + 2)};
      Candidate candidate;
      candidate.title = TitleMaker::Finish("Give " + input.titles.Subject(tokens, {at, i}) + " " +
                                           TextOf(tokens, input.titles.Short(tokens, thing)));
      candidate.confidence = 0.75;
      if (!thing.empty()) out->push_back(std::move(candidate));
      return;
    }
    if (!IsActionVerb(tokens[i + 1].lower)) return;
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens, {i + 1, ClauseEnd(tokens, i + 1)}, VerbForm::kBase, false)) {
      Candidate candidate;
      candidate.title = input.titles.FromVerbPhrase(tokens, phrase);
      if (candidate.title.find(' ') == std::string::npos) continue;
      candidate.actor = input.titles.Subject(tokens, {at, i});
      candidate.confidence = 0.8;
      out->push_back(std::move(candidate));
    }
    return;
  }
}

}  // namespace

void FindImperatives(const RuleInput& input, Candidates* out) {
  const Tokens& tokens = input.tokens;
  const Context& context = input.context;
  if (context.question || tokens.size() < 2) return;
  Section section = context.section;
  std::size_t at = SkipLabel(tokens, &section);
  if (at >= tokens.size()) return;
  const bool labelled = section != context.section;
  if (context.heading && !labelled) return;
  // "We recommend:", "that penalties be applied automatically;".
  if (tokens[at].lower == "that" && section == Section::kRecommendations) {
    Tokens whole = Tokenize("We recommend");
    whole.insert(whole.end(), tokens.begin() + static_cast<std::ptrdiff_t>(at), tokens.end());
    Context alone = context;
    alone.list_item = false;
    FindProposals({whole, alone, input.titles}, out);
    return;
  }
  // "If money is the trouble, hand the place to a trust."
  if (IsAny(tokens[0].lower, {"if", "where", "when", "instead", "rather"})) {
    const std::size_t comma = Find(tokens, 1, ","_p);
    if (comma + 2 < tokens.size() && IsActionVerb(tokens[comma + 1].lower) &&
        IsDeterminer(tokens[comma + 2].lower)) {
      at = comma + 1;
    }
  }
  bool negative = false;
  // "This Council resolves:", "to open three hubs;", "not to renew the contract;".
  if (context.list_item && context.first_in_block && section == Section::kRecommendations) {
    const std::size_t to = Match(tokens, at, "not? to"_p);
    if (to != kNoMatch && to + 1 < tokens.size()) {
      negative = tokens[at].lower == "not";
      at = to;
    }
  }
  // "Never close the gate": an adverb that was passed over as one.
  for (std::size_t i = 0; i < at; ++i) negative |= IsAny(tokens[i].lower, {"never", "not"});
  const std::size_t negated = Match(tokens, at, "please? do not|never"_p);
  const std::size_t short_negated = Match(tokens, at, "please? don't|don’t|never|not"_p);
  const std::size_t asked = Match(tokens, at, "please <adv>"_p);
  const bool polite = asked != kNoMatch || negated != kNoMatch;
  if (negated != kNoMatch) {
    negative = true;
    at = negated;
  } else if (short_negated != kNoMatch) {
    negative = true;
    at = short_negated;
  } else if (asked != kNoMatch) {
    at = asked;
  }
  // An option is one measure, whatever it joins: "Keep the sets and subsidise fuel".
  if (context.heading && section == Section::kOptions) {
    Candidate candidate;
    const Span whole{at, ClauseEnd(tokens, at)};
    const std::string& word = tokens[at].lower;
    const bool acts = IsActionVerb(word) && at + 1 < tokens.size() &&
                      !(IsNounToo(word) && IsConjunction(tokens[at + 1].lower));
    candidate.title = acts ? input.titles.FromVerbPhrase(tokens, {word, {at + 1, whole.end}})
                      : IsStandstill(tokens, at) ? TitleMaker::Finish(TextOf(tokens, whole))
                                                 : input.titles.FromNounPhrase(tokens, whole);
    candidate.nominal = !acts;
    candidate.stance = negative ? Stance::kOpposes : Stance::kMentions;
    candidate.confidence = 0.9;
    if (candidate.title.find(' ') != std::string::npos) out->push_back(std::move(candidate));
    return;
  }
  if (at + 1 >= tokens.size()) return;
  const std::string& verb = tokens[at].lower;
  // "First, give every region the power. Second, cap fares.": a list in running text.
  const bool counted =
      tokens.size() > 4 && tokens[1].lower == "," &&
      Match(tokens, 0, "first|firstly|second|secondly|third|thirdly|fourth|finally|lastly"_p) !=
          kNoMatch;
  const bool listed = context.list_item || section != Section::kNone || labelled || counted;
  const Token& next = tokens[at + 1];
  const std::size_t task = Find(tokens, at + 1, "to"_p);
  const bool asks = verb == "ask" && listed && next.word &&
                    (section != Section::kNone ||
                     (IsDeterminer(next.lower) && task < at + 8 && task + 1 < tokens.size() &&
                      IsActionVerb(tokens[task + 1].lower)));
  if (listed && context.first_in_block && section == Section::kRecommendations) {
    FindAssignment(input, at, out);
    if (!out->empty()) return;
  }
  if (!IsActionVerb(verb) && !asks) {
    // A gerund under a heading of options: "Closing the depot".
    if (listed && context.first_in_block && IsActionVerb(BaseOfGerund(verb, false)) &&
        section != Section::kNone && !HasSubjectVerb(tokens, at)) {
      Candidate candidate;
      candidate.title = input.titles.FromNounPhrase(tokens, {at, tokens.size()});
      candidate.stance = section == Section::kOptions ? Stance::kMentions : Stance::kRecommends;
      candidate.confidence = 0.6;
      if (candidate.title.find(' ') != std::string::npos) out->push_back(std::move(candidate));
    }
    return;
  }
  if (IsReaderVerb(verb) && !asks &&
      !(listed && IsActionVerb(verb) && !IsNonAction(verb) && section != Section::kNone)) {
    return;
  }
  if (IsAny(verb, {"let", "take", "welcome"}) && !listed) return;
  if (!next.word && !listed) return;
  if (next.lower == "of" || IsConjunction(next.lower) || IsAuxiliary(next.lower)) {
    if (!(IsConjunction(next.lower) && listed)) return;
    // "Light and food" names two things.
    if (IsNounToo(verb) && at + 2 < tokens.size() && !IsActionVerb(tokens[at + 2].lower)) return;
  }
  if (HasSubjectVerb(tokens, at) && (IsNounToo(verb) || !IsDeterminer(next.lower))) return;
  // "Replace the licence by a notice. And brief inspectors.": what goes on from a measure.
  const bool goes_on = context.after_measure && next.word && IsActionVerb(verb) &&
                       tokens[0].lower == "and" &&
                       (!IsNounToo(verb) || IsPreposition(next.lower) || IsPronoun(next.lower));
  const bool object =
      IsDeterminer(next.lower) || IsAny(next.lower, {"it", "them"}) || goes_on ||
      // "Give jurors a written summary."
      (LooksPlural(next.lower) && at + 2 < tokens.size() && !IsNounToo(verb) &&
       IsAny(tokens[at + 2].lower, {"a", "an", "the"})) ||
      (context.guides && next.word && !IsNounToo(verb) && !IsPreposition(next.lower));
  if (IsNounToo(verb) && !listed && !polite && !object) return;
  // In running text a command to the reader looks the same: only with the document's own cue.
  if (!listed && !object && !negative && !polite) return;
  if (!listed && Match(tokens, at + 1, "your|you|yourself|me|us|this"_p) != kNoMatch) return;
  if (!listed && !context.option_scope && (AddressesReader(tokens, at) || tokens.size() < 5)) {
    return;
  }
  const std::size_t end = ClauseEnd(tokens, at + 1);
  std::vector<VerbPhrase> phrases = SplitVerbPhrases(tokens, {at, end}, VerbForm::kBase, asks);
  // "refrain from extending the act", "avoid closing it": the extending is opposed.
  if (auto opposed = ShunnedPhrases(tokens, {at, end}); !opposed.empty()) {
    phrases = std::move(opposed);
    negative = !negative;
  }
  for (const VerbPhrase& phrase : phrases) {
    Candidate candidate;
    // "Reinstate the grant, and double it": the second verb looks back to the first one's object.
    const std::size_t clause = &phrase == &phrases.front() ? at : phrase.rest.begin - 1;
    candidate.title = input.titles.FromVerbPhrase(
        tokens, phrase, clause, context.singular_antecedent, context.plural_antecedent);
    if (candidate.title.find(' ') == std::string::npos) continue;
    candidate.stance = negative                       ? Stance::kOpposes
                       : section == Section::kOptions ? Stance::kMentions
                                                      : Stance::kRecommends;
    candidate.actor = context.actor;
    candidate.confidence = section != Section::kNone ? 0.9 : 0.6;
    out->push_back(std::move(candidate));
  }
}

}  // namespace plenum::ingestion
