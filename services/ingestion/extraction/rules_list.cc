#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <vector>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"
#include "services/ingestion/formats/chrome.h"

namespace plenum::ingestion {
namespace {

bool IsAny(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool Contains(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) {
    return text.find(part) != std::string_view::npos;
  });
}

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
              "your|you|here|online|website|page|newsletter|petition|link|form|email|below|above|"
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

}  // namespace

namespace {

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
  const bool asks = verb == "ask" && section != Section::kNone && listed;
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
  const bool object = IsDeterminer(next.lower) || IsAny(next.lower, {"it", "them"});
  if (IsNounToo(verb) && !listed && !polite && !object) return;
  // In running text a command to the reader looks the same: only with the document's own cue.
  if (!listed && !object && !negative && !polite) return;
  if (!listed && Match(tokens, at + 1, "your|you|yourself|me|us|this"_p) != kNoMatch) return;
  if (!listed && !context.option_scope && (AddressesReader(tokens, at) || tokens.size() < 5))
    return;
  const std::size_t end = ClauseEnd(tokens, at + 1);
  std::vector<VerbPhrase> phrases = SplitVerbPhrases(tokens, {at, end}, VerbForm::kBase, asks);
  // "refrain from extending the act", "avoid closing it": the extending is opposed.
  if (auto opposed = ShunnedPhrases(tokens, {at, end}); !opposed.empty()) {
    phrases = std::move(opposed);
    negative = !negative;
  }
  for (const VerbPhrase& phrase : phrases) {
    Candidate candidate;
    candidate.title = input.titles.FromVerbPhrase(tokens, phrase, at, context.singular_antecedent,
                                                  context.plural_antecedent);
    if (candidate.title.find(' ') == std::string::npos) continue;
    candidate.stance = negative                       ? Stance::kOpposes
                       : section == Section::kOptions ? Stance::kMentions
                                                      : Stance::kRecommends;
    candidate.actor = context.actor;
    candidate.confidence = section != Section::kNone ? 0.9 : 0.6;
    out->push_back(std::move(candidate));
  }
}

void FindRejections(const RuleInput& input, Candidates* out) {
  const Tokens& tokens = input.tokens;
  std::size_t end = 0;
  const auto add = [&](std::string title, double confidence) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.stance = Stance::kOpposes;
    candidate.confidence = confidence;
    out->push_back(std::move(candidate));
  };
  const auto titled = [&](const VerbPhrase& phrase, std::size_t clause) {
    return input.titles.FromVerbPhrase(tokens, phrase, clause, input.context.singular_antecedent,
                                       input.context.plural_antecedent);
  };
  const auto object = [&](std::size_t at, double confidence) {
    if (at >= tokens.size() || IsPronoun(tokens[at].lower)) return;
    const std::size_t stop = ClauseEnd(tokens, at);
    if (at >= stop) return;
    const auto phrases = SplitVerbPhrases(tokens, {at, stop}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) add(titled(phrase, at), confidence);
    // "lecturing the junta" is no noun.
    if (phrases.empty() && !tokens[at].lower.ends_with("ing")) {
      add(input.titles.FromNounPhrase(tokens, {at, stop}), confidence);
    }
  };
  if (Find(
          tokens, 0,
          "we|i|committee|panel|inquiry|commission|report|paper|group <adv> have|has|do|would|"
          "cannot? not? <adv> "
          "advise|advised|argue|argued|came|come|decided|warn|warned|recommend|recommended|caution|"
          "cautioned down? against"_p,
          &end) != kNoMatch) {
    object(end, 0.75);
    return;
  }
  // "There is no point in lecturing them", "we see no role for salvage logging".
  if (Find(tokens, 0, "is|see|sees|find no|little point|sense|merit|value in"_p, &end) !=
          kNoMatch ||
      Find(tokens, 0, "we|i <adv> see no|little role|place|case|room|need for"_p, &end) !=
          kNoMatch ||
      Find(tokens, 0,
           "we|i|board|committee|panel|commission|report|inquiry also? <adv> "
           "reject|rejects|rejected|"
           "oppose|opposes|opposed the idea|notion|proposal|suggestion|plan|call of|for"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "we|i also|strongly|firmly|likewise|equally oppose|reject|rejected|opposed"_p,
           &end) != kNoMatch) {
    object(end, 0.7);
    if (!out->empty()) return;
  }
  // "We are firmly opposed to charging for inspections."
  if (Find(tokens, 0, "we|i <adv> are|am|remain <adv> opposed to"_p, &end) != kNoMatch ||
      Find(tokens, 0, "we|i <adv> are|am|remain <adv> against"_p, &end) != kNoMatch) {
    object(end, 0.7);
    if (!out->empty()) return;
  }
  // "Nobody should sell the harbour."
  if (const std::size_t verb = Match(tokens, 0, "nobody|no one? should|must|may"_p);
      verb != kNoMatch && verb < tokens.size() && IsActionVerb(tokens[verb].lower)) {
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens, {verb, ClauseEnd(tokens, verb)}, VerbForm::kBase, false)) {
      add(titled(phrase, 0), 0.7);
    }
    if (!out->empty()) return;
  }
  // "critics who propose closing X are wrong".
  const std::size_t who =
      Find(tokens, 0,
           "those|critics|voices|people|some who|that now? propose|want|demand|advocate|urge|"
           "suggest|call|favour|favor for?"_p,
           &end);
  if (who != kNoMatch) {
    const std::size_t wrong = Find(tokens, end, "are|is <adv> wrong|mistaken|misguided|naive"_p);
    if (wrong != kNoMatch) {
      if (tokens[end].lower == "to") {
        for (const VerbPhrase& phrase :
             SplitVerbPhrases(tokens, {end + 1, wrong}, VerbForm::kBase, false)) {
          add(input.titles.FromVerbPhrase(tokens, phrase), 0.7);
        }
      } else {
        const auto phrases = SplitVerbPhrases(tokens, {end, wrong}, VerbForm::kGerund, false);
        for (const VerbPhrase& phrase : phrases) {
          add(input.titles.FromVerbPhrase(tokens, phrase), 0.7);
        }
        if (phrases.empty()) add(input.titles.FromNounPhrase(tokens, {end, wrong}), 0.65);
      }
      return;
    }
  }
  // "V-ing X would be a mistake".
  std::size_t mistake = Find(
      tokens, 0,
      "would|will|is <adv> be? <adv> a|an? <few> "
      "mistake|naive|error|folly|unwise|foolish|reckless|counterproductive|waste|"
      "self-defeating|"
      "pointless|futile|absurd|disastrous|ruinous|unworkable|unjust|gimmick|distraction|illusion|"
      "non-starter|premature|wrong|dangerous"_p,
      &end);
  // "Building a reservoir is not the answer", "a third runway cannot be justified".
  if (mistake == kNoMatch) {
    for (
        const Pattern* pattern :
        {&"is|are|was not <adv> the|a|an <few> answer|solution|remedy|way|cure"_p,
         &"is|are|would be? neither|hardly|not <adv> "
          "enforceable|workable|wise|necessary|fair|practical|sensible|justified|desirable|"
          "affordable|proportionate|realistic"_p,
         &"is|are|would be? <adv> a|an losing|dead|lost|wasted|blind game|end|cause|battle|alley|"
          "effort"_p,
         &"is|are|would be? no answer|solution|substitute|remedy|cure|way"_p,
         &"would|will|is be? the worst"_p, &"makes|make|made no|little sense"_p,
         &"cannot be justified|defended|afforded"_p,
         &"is|are|would <adv> be? the wrong|false path|answer|course|way|choice|step|approach"_p,
         &"would|will do more harm than good"_p,
         &"is|are|would be? a|an? gimmick|folly|madness|blunder|indefensible|unjustifiable|unacceptable"_p}) {
      mistake = Find(tokens, 0, *pattern, &end);
      if (mistake != kNoMatch) break;
    }
  }
  // "To walk away from it would be a mistake."
  if (mistake != kNoMatch && mistake > 2) {
    const Span lead = DropConnectives(tokens, {0, mistake});
    if (!lead.empty() && tokens[lead.begin].lower == "to") {
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens, {lead.begin + 1, mistake}, VerbForm::kBase, true)) {
        if (!IsNonAction(phrase.verb)) add(titled(phrase, 0), 0.65);
      }
      return;
    }
  }
  if (mistake != kNoMatch && mistake > 1) {
    Subject subject = FindSubject(tokens, mistake);
    // "Closing them now": what stands before the verb belongs to the action.
    while (subject.span.end < mistake && IsAny(tokens[subject.span.end].lower, {"now", "again"})) {
      ++subject.span.end;
    }
    // "Employers told us that a ban would be unworkable": an objection of theirs.
    if (!subject.span.empty() && subject.voice == Voice::kAuthor &&
        !IsPronoun(tokens[subject.span.begin].lower)) {
      const Span span = subject.span;
      const auto phrases = SplitVerbPhrases(tokens, span, VerbForm::kGerund, false);
      for (const VerbPhrase& phrase : phrases) add(titled(phrase, span.begin), 0.7);
      const std::size_t head = HeadOf(tokens, span);
      const bool figure =
          head != kNoMatch &&
          IsAny(tokens[head].lower, {"price", "cost", "bill", "fee", "charge", "budget", "tax",
                                     "fine", "policy", "system"}) &&
          tokens[span.begin].lower == "the";
      if (phrases.empty() && head != kNoMatch && !figure &&
          (!VerbOfNoun(tokens[head].lower).empty() || IsInstrumentNoun(tokens[head].lower))) {
        add(input.titles.FromNounPhrase(tokens, span), 0.65);
      }
      return;
    }
  }
  // "Raising the tax again would hit the very people": what harms is opposed.
  const std::size_t harms =
      Find(tokens, 0,
           "would|will <adv> "
           "hit|hurt|harm|punish|destroy|ruin|undermine|weaken|endanger|damage|waste|worsen|kill|"
           "betray|backfire|bankrupt|cripple|jeopardise|jeopardize|reward"_p);
  if (harms != kNoMatch && harms > 1 && Find(tokens, 0, "if|unless"_p) == kNoMatch) {
    const Subject subject = FindSubject(tokens, harms);
    if (!subject.span.empty() && subject.voice == Voice::kAuthor) {
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens, subject.span, VerbForm::kGerund, false)) {
        if (!IsNonAction(phrase.verb)) add(titled(phrase, subject.span.begin), 0.6);
      }
      if (!out->empty()) return;
    }
  }
  // "does not warrant an immediate termination of X", "we reject a ban on X", "rule out X".
  const std::size_t reject = Find(
      tokens, 0,
      "do|does|did <adv> not <adv> warrant|justify|support|favour|favor|endorse|advocate|need"_p,
      &end);
  const std::size_t plain =
      Find(tokens, 0,
           "we|i <adv> reject|oppose|rejected|opposed|rule|ruled|discount|discounted out?"_p, &end);
  if (plain == kNoMatch && reject != kNoMatch) {
    Find(tokens, reject,
         "do|does|did <adv> not <adv> warrant|justify|support|favour|favor|endorse|advocate|need"_p,
         &end);
  }
  if ((reject != kNoMatch || plain != kNoMatch) && end < tokens.size()) {
    const bool own = plain != kNoMatch || tokens[end - 1].lower == "warrant" ||
                     tokens[end - 1].lower == "justify" ||
                     (reject > 0 && IsAny(tokens[reject - 1].lower, {"we", "i"}));
    const std::size_t head = HeadOf(tokens, {end, ClauseEnd(tokens, end)});
    const bool measure = head != kNoMatch && (!VerbOfNoun(tokens[head].lower).empty() ||
                                              IsInstrumentNoun(tokens[head].lower) ||
                                              !BaseOfGerund(tokens[end].lower, false).empty());
    if (own && measure) object(end, 0.6);
  }
}

bool RejectsAntecedent(const RuleInput& input) {
  const Tokens& tokens = input.tokens;
  if (input.context.question) return false;
  // "Should the depot be closed? No."
  constexpr std::size_t kOneWord = 3;
  if ((tokens.size() <= kOneWord && Match(tokens, 0, "no|never|hardly"_p) != kNoMatch) ||
      Match(tokens, 0, "we|i <adv> think|believe|say not|no ."_p) != kNoMatch ||
      Match(tokens, 0, "our|my|the answer is <adv> no"_p) != kNoMatch) {
    return true;
  }
  // "I would not.", "We would not go there."
  constexpr std::size_t kShort = 6;
  if (tokens.size() <= kShort &&
      Match(tokens, 0, "i|we would|could|will|cannot not"_p) != kNoMatch) {
    return true;
  }
  static const auto* const kPatterns = new std::vector<const Pattern*>{
      &"advise|advised|argue|argued|came|come|decided|recommend|recommended|cautioned|caution|voted "
      "down? against it|this|that|them|these|either|both"_p,
      &"not <adv> convinced|persuaded"_p,
      &"unconvinced|unpersuaded|disagree|disagrees|disagreed"_p,
      &"cannot|not <adv> agree|accept|share"_p,
      &"not <adv> think|believe|find|consider that? it|this|that|these|they is|are|would|to be? "
      "<adv> "
      "justified|warranted|wise|right|necessary|needed|proportionate|fair|practical|sensible|the"_p,
      &"reject|rejected|oppose|opposed|dismiss|dismissed it|this|that|them|these|both"_p,
      &"rule|ruled|set this|it|that|them|these out|aside"_p,
      &"do|did|does|would|cannot not? <adv> recommend|support|endorse|favour|favor|advocate|pursue "
      "it|"
      "this|that|them|these|either"_p,
      &"it|this|that|these|they would|is|are|will be? <adv> a|an? <few> mistake|error|folly|unwise|"
      "foolish|reckless|misguided|wrong"_p,
      &"it|this|that|these|they should|must be <adv> rejected|resisted|dropped|abandoned|avoided|"
      "refused"_p,
      &"it|this|that|these|they should|must not|never"_p,
      &"it|this|that|these|both|they is|are|would|was be? <adv> a|an|the? terrible|bad|poor|awful|"
      "dreadful|misguided|mistaken|wrong|dangerous|daft|silly idea|ideas|answer|approach|course"_p,
      &"motion|amendment|proposal|motions|amendments was|were <adv> "
      "lost|defeated|rejected|withdrawn|refused"_p,
      &"motion|amendment|proposal|motions|amendments <adv> fell|failed|lapsed"_p,
      &"the|this|that idea|suggestion|notion|ideas|suggestions should|must|is|was|were|can|cannot "
      "<adv> be? <adv> dropped|rejected|resisted|abandoned|dismissed|opposed|shelved|refused"_p,
      &"this|it|that|these|they not? <adv> consider|considered|pursue|pursued|take|taken it? any? "
      "further|forward"_p,
      &"do|would|can|cannot not? go so|that|this far"_p,
      &"that|this|it|these|they goes|go|would too|much? far"_p,
      &"i|we <adv> remain|am|are|stay <adv> against|opposed|unconvinced|sceptical|unpersuaded ."_p,
      &"i|we <adv> remain|am|are <adv> opposed|against to? it|this|that|them"_p, &"cannot|not <adv> commend it|this|that"_p,
      &"not <adv> consider|pursue|take it|this|that|them|these any? further|forward"_p,
      &"there was|were no seconder|seconders|support"_p, &"found|had no seconder|support"_p,
      &"both|all|these|they are|were <adv> mistaken|misguided|wrong|unwise"_p,
      &"it|this|that|these|they is|are not <adv> the right|a right|sensible|good|wise? "
      "answer|way|idea|"
      "solution|course"_p,
  };
  for (const Pattern* pattern : *kPatterns) {
    const std::size_t at = Find(tokens, 0, *pattern);
    if (at == kNoMatch) continue;
    // The author's own verdict, or a plain statement; "unions oppose it" is theirs.
    const std::string& word = tokens[at].lower;
    const bool impersonal =
        IsAny(word, {"it", "this", "that", "these", "they", "both", "all", "motion", "amendment",
                     "proposal", "motions", "amendments", "the", "there", "found", "had"});
    if (impersonal) return true;
    for (std::size_t i = 0; i < at; ++i) {
      if (IsAny(tokens[i].lower, {"we", "i", "committee", "panel", "inquiry", "commission",
                                  "report", "board", "paper"})) {
        return true;
      }
    }
    if (at == 0) return true;
  }
  return false;
}

bool AcceptsAntecedent(const RuleInput& input) {
  const Tokens& tokens = input.tokens;
  if (input.context.question) return false;
  constexpr std::size_t kShort = 3;
  if (tokens.size() <= kShort &&
      Match(tokens, 0, "agreed|carried|accepted|approved|adopted|resolved"_p) != kNoMatch) {
    return true;
  }
  if ((tokens.size() <= kShort &&
       Match(tokens, 0, "yes|certainly|absolutely|definitely"_p) != kNoMatch) ||
      Match(tokens, 0, "we|i <adv> think|believe|say so|yes ."_p) != kNoMatch ||
      Match(tokens, 0, "our|my|the answer is <adv> yes"_p) != kNoMatch) {
    return true;
  }
  return Find(tokens, 0,
              "this|that|it|these|they|both|which was|were|has|have <adv> been? "
              "accepted|agreed|approved|carried|adopted|endorsed"_p) != kNoMatch ||
         Find(tokens, 0,
              "both|all|the|his|her|this <few> "
              "recommendations|proposals|suggestions|motions|motion|amendment|proposal was|were "
              "accepted|agreed|approved|carried|adopted|endorsed"_p) != kNoMatch ||
         Find(tokens, 0,
              "we|i <adv> recommend|support|endorse|favour|favor|share|accept|propose "
              "it|this|that|them|both"_p) != kNoMatch ||
         Find(tokens, 0,
              "we|i|committee|panel <adv> share|shares|shared this|that|their|his|her "
              "view|conclusion|opinion"_p) != kNoMatch ||
         Find(tokens, 0,
              "we|i <adv> think|find|consider|believe it|this|that|them <adv> "
              "reasonable|sensible|right|fair|justified|wise|necessary"_p) != kNoMatch ||
         Match(tokens, 0, "it|they|he|she|we <adv> should|must <adv> do so|this|that|it"_p) !=
             kNoMatch ||
         Find(tokens, 0, "and we|i <adv> agree|concur"_p) != kNoMatch ||
         (Match(tokens, 0, "we|i <adv> agree|concur"_p) != kNoMatch &&
          Match(tokens, 0, "we|i <adv> agree that"_p) == kNoMatch);
}

Section SectionOfHeading(std::string_view heading_path) {
  // The innermost heading decides; the ones above it where it says nothing.
  const std::string normal = NormalizeForCues(heading_path);
  const std::string_view path = normal;
  std::size_t end = path.size();
  while (end > 0) {
    const std::size_t mark = path.rfind(" > ", end - 1);
    const std::size_t begin = mark == std::string_view::npos || mark >= end ? 0 : mark + 3;
    const std::string_view heading = path.substr(begin, end - begin);
    if (Contains(heading,
                 {"set aside",        "reject",      "not recommend",     "ruled out",
                  "rule out",         "what not to", "not propos",        "not to do",
                  "dismissed",        "discarded",   "should not",        "not pursued",
                  "considered and",   "do not ",     "we oppose",         "not adopted",
                  "not favoured",     "against",     "not taken forward", "not recommended",
                  "to avoid",         "don't",       "abandoned",         "not to propose",
                  "not to recommend", "decided not", "would not",         "left out",
                  "we reject"}) ||
        heading == "do not") {
      return Section::kRejected;
    }
    if (Contains(heading,
                 {"recommend",   "proposal",       "we propose",  "what should", "should do",
                  "must do",     "next steps",     "action plan", "actions",     "way forward",
                  "priorities",  "our asks",       "our demands", "measures",    "what to do",
                  "what needs",  "what is needed", "steps",       "agenda for",  "to-do",
                  "what we ask", "what works",     "can do",      "could do",    "plan of action",
                  "our advice",  "remedies",       "would help",  "what helps",  "can be done",
                  "things that", "ways to",        "to fix"}) ||
        heading == "advice") {
      return Section::kRecommendations;
    }
    if (Contains(heading,
                 {"option", "alternative", "choices", "possible ", "ideas", "what might"})) {
      return Section::kOptions;
    }
    // "This Council resolves:" is as good as a lead-in sentence.
    if (heading.ends_with(':')) {
      std::string actor;
      const std::string lead(heading);
      const Section section = SectionOfLeadIn(Tokenize(lead), &actor);
      if (section != Section::kNone) return section;
    }
    if (begin == 0) break;
    end = begin - 3;
  }
  return Section::kNone;
}

bool IsOptionHeading(std::string_view heading_path) {
  const std::size_t mark = heading_path.rfind(" > ");
  if (mark != std::string_view::npos) heading_path.remove_prefix(mark + 3);
  const std::string heading = NormalizeForCues(heading_path.substr(0, 60));
  const Tokens tokens = Tokenize(heading);
  return Match(tokens, 0, "option|alternative|scenario|variant|model|approach|path"_p) !=
             kNoMatch &&
         tokens.size() > 1 && tokens[1].lower.size() <= 3;
}

std::string OptionLabel(const Tokens& tokens) {
  const std::size_t label = Match(tokens, 0, "option|alternative|scenario|model"_p);
  if (label == kNoMatch || label + 1 >= tokens.size() || tokens[label + 1].word) return {};
  return tokens[label].word && tokens[label].lower.size() <= 3 ? tokens[label].lower : "";
}

bool IsBareLabel(const Tokens& tokens, Section* section) {
  const std::size_t label =
      Match(tokens, 0, "recommendation|proposal|measure|action|option|priority|demand|ask"_p);
  if (label == kNoMatch || label >= tokens.size() || tokens[label].lower.size() > 3) return false;
  const std::string& name = tokens[label].lower;
  const bool number = std::isdigit(static_cast<unsigned char>(name.front())) != 0;
  if (!number && name.size() > 1) return false;
  for (std::size_t i = label + 1; i < tokens.size(); ++i) {
    if (tokens[i].word) return false;
  }
  *section = tokens[0].lower == "option" ? Section::kOptions : Section::kRecommendations;
  return true;
}

OptionVerdict FindOptionVerdict(const Tokens& tokens) {
  OptionVerdict verdict;
  std::size_t end = 0;
  const std::size_t at = Find(tokens, 0, "option|options"_p, &end);
  if (at == kNoMatch) return verdict;
  std::size_t behind = end;
  for (; behind < tokens.size() && behind < end + 6; ++behind) {
    const std::string& word = tokens[behind].lower;
    if (word == "," || word == "and" || word == "or") continue;
    if (!tokens[behind].word || word.size() > 2 || IsAuxiliary(word) || IsPreposition(word)) break;
    verdict.options.push_back(word);
  }
  if (verdict.options.empty()) return verdict;
  const bool denied = Find(tokens, 0, "not|never|neither|cannot|nor"_p) < behind + 3;
  if (Find(tokens, 0,
           "recommend|recommends|recommended|favour|favours|favor|favors|prefer|prefers|propose|"
           "proposes|endorse|endorses|choose|chose|support|supports|adopt"_p) < at ||
      Match(tokens, behind,
            "should|is|be|are|was|must|therefore <adv> not? be? our|the? "
            "recommended|preferred|chosen|adopted|pursued|taken|recommendation|favoured"_p) !=
          kNoMatch) {
    verdict.stance = denied ? Stance::kOpposes : Stance::kRecommends;
  } else if (Find(tokens, 0, "reject|rejects|rejected|dismiss|discard|discount|oppose"_p) < at ||
             Match(tokens, behind,
                   "should|is|be|are|was|were|must|can|can <adv> be? "
                   "rejected|dismissed|discarded|dropped|discounted|ruled|excluded"_p) !=
                 kNoMatch) {
    verdict.stance = denied ? Stance::kMentions : Stance::kOpposes;
  }
  return verdict;
}

Section SectionOfLeadIn(const Tokens& tokens, std::string* actor) {
  actor->clear();
  if (tokens.size() < 2 || tokens.size() > 45) return Section::kNone;
  const bool colon =
      tokens.back().lower == ":" || (tokens.size() > 1 && tokens[tokens.size() - 2].lower == ":");
  if (colon &&
      (Find(tokens, 0, "should|must|shall|may|need|ought not|never"_p) != kNoMatch ||
       Find(tokens, 0, "shouldn't|mustn't|shouldn’t|mustn’t"_p) != kNoMatch ||
       Find(tokens, 0,
            "options|proposals|ideas|following <few> were|was|are|is|should|must be? <adv> "
            "rejected|dismissed|avoided|resisted|discarded|ruled|dropped"_p) != kNoMatch)) {
    return Section::kRejected;
  }
  const bool options =
      Find(tokens, 0,
           "has|have|are|is|face|faces|remain|offers|consider|considered|presented|presents|"
           "identified|examined|compared|compare|outlined|describes|weighed "
           "several|some|many|three|two|four|"
           "five|various|a|other|multiple|number|a|few|range|of|number|different of? different? "
           "options|alternatives|choices|ways|avenues|paths|possibilities|tools|levers|steps"_p) !=
          kNoMatch ||
      (colon && Find(tokens, 0, "options|alternatives|choices|possibilities|ways"_p) != kNoMatch);
  if (options) return Section::kOptions;
  if (!colon) {
    const bool refuses =
        Find(tokens, 0,
             "reject|rejects|rejected|dismiss|dismisses|dismissed|turned|turn|turns|discarded|"
             "oppose|opposes down? <few> ideas|options|proposals|suggestions|alternatives"_p) !=
            kNoMatch ||
        Find(tokens, 0,
             "ideas|options|proposals|alternatives were|was|are <adv> rejected|dismissed|"
             "discarded|turned"_p) != kNoMatch;
    if (refuses) return Section::kRejected;
    const bool announces =
        Find(tokens, 0,
             "we|report|paper|brief|committee|i <adv> propose|recommend|suggest|offer|make|urge "
             "<few> "
             "proposals|recommendations|measures|steps|actions|reforms|changes"_p) != kNoMatch;
    return announces ? Section::kRecommendations : Section::kNone;
  }
  const bool rejected =
      Find(tokens, 0, "not <adv> recommend|propose|support|favour|endorse|pursue"_p) != kNoMatch ||
      Find(tokens, 0, "rejected|dismissed|oppose|reject"_p) != kNoMatch;
  if (rejected) return Section::kRejected;
  std::size_t end = 0;
  const std::size_t modal = Find(tokens, 0, "should|must|ought|needs|need|shall"_p, &end);
  if (modal != kNoMatch) {
    const Subject subject = FindSubject(tokens, modal);
    if (!subject.span.empty() && subject.voice == Voice::kAuthor) {
      *actor = TextOf(tokens, subject.span);
      return Section::kRecommendations;
    }
  }
  if (Find(tokens, 0, "could|might|may"_p) != kNoMatch) return Section::kOptions;
  const bool recommends =
      Find(tokens, 0,
           "recommend|recommends|propose|proposes|urge|urges|suggest|suggests|call|calls|following|"
           "steps|measures|actions|recommendations|proposals|priorities|advise|reforms|changes|ask|"
           "asks|forward|resolves|resolved|decides|decided|agrees|agreed|demands|demand"_p) !=
      kNoMatch;
  return recommends ? Section::kRecommendations : Section::kNone;
}

}  // namespace plenum::ingestion
