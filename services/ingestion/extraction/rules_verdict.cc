// What is argued against, and sentences that accept or reject what was said before them.
#include <algorithm>
#include <string>
#include <vector>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {

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
  // "We disagree with charging for inspections."
  if (Find(tokens, 0, "we|i also? <adv> disagree with"_p, &end) != kNoMatch ||
      Find(tokens, 0, "we|i do not <adv> agree with"_p, &end) != kNoMatch) {
    const std::size_t idea =
        Match(tokens, end, "the|any <few> proposal|idea|suggestion|plan|plans of|for"_p);
    const bool clause = Match(tokens, end, "the|any|this <few> that"_p) != kNoMatch;
    if (!clause) object(idea == kNoMatch ? end : idea, 0.65);
    if (!out->empty()) return;
  }
  // "We are firmly opposed to charging for inspections."
  if (Find(tokens, 0, "we|i <adv> are|am|remain <adv> opposed to"_p, &end) != kNoMatch ||
      Find(tokens, 0, "we|i <adv> are|am|remain <adv> against"_p, &end) != kNoMatch) {
    object(end, 0.7);
    if (!out->empty()) return;
  }
  // "I am no fan of city beehives", "the state has no business telling farmers what to grow".
  if (Find(tokens, 0, "i|we am|are <adv> no|not a? fan|fans|friend|friends|supporter|keen of|on"_p,
           &end) != kNoMatch ||
      Find(tokens, 0, "has|have no business"_p, &end) != kNoMatch) {
    object(end, 0.55);
    if (!out->empty()) return;
  }
  // "Nobody should sell the harbour."
  if (const std::size_t verb = Match(tokens, 0, "nobody|no one? should|must|may"_p);
      verb != kNoMatch && verb < tokens.size() && IsActionVerb(tokens[verb].lower)) {
    // "No one should pay more than 60,000": a limit.
    const std::size_t limit = Find(tokens, verb, "more|longer|less|later|fewer|further than"_p);
    if (limit < tokens.size()) {
      const std::string& base = tokens[verb].lower;
      Candidate candidate;
      candidate.title = TitleMaker::Finish(
          "Ensure no one " + Agreeing(base, tokens, {verb, verb + 1}) + " " +
          TextOf(tokens, input.titles.Short(tokens, {verb + 1, ClauseEnd(tokens, verb + 1)})));
      candidate.confidence = 0.6;
      out->push_back(std::move(candidate));
      return;
    }
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
    for (const Pattern* pattern :
         {&"is|are|was not <adv> the|a|an <few> answer|solution|remedy|way|cure"_p,
          &"is|are|would be? neither|hardly|not <adv> "
           "enforceable|workable|wise|necessary|fair|practical|sensible|justified|desirable|"
           "affordable|proportionate|realistic"_p,
          &"is|are|would be? <adv> a|an losing|dead|lost|wasted|blind game|end|cause|battle|alley|"
           "effort"_p,
          &"is|are|would be? no answer|solution|substitute|remedy|cure|way"_p,
          &"would|will|is be? the worst"_p, &"makes|make|made no|little sense"_p,
          &"cannot be justified|defended|afforded"_p,
          &"makes|make|would make? matters|things <few> worse"_p,
          &"found|finds|attracted|won|met with? no|little|scant favour|favor|support|enthusiasm"_p,
          &"is|are|would <adv> be? the wrong|false path|answer|course|way|choice|step|approach"_p,
          &"would|will do more harm than good"_p,
          &"is|are|would be? a|an? gimmick|folly|madness|blunder|indefensible|unjustifiable|"
           "unacceptable"_p}) {
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
      // "The council is wrong": who errs is no measure.
      const bool somebody = head != kNoMatch && IsAgentNoun(tokens[head].lower) &&
                            tokens[span.begin].lower != "a" && tokens[span.begin].lower != "an";
      if (phrases.empty() && head != kNoMatch && !figure && !somebody &&
          (!VerbOfNoun(tokens[head].lower).empty() || IsInstrumentNoun(tokens[head].lower))) {
        add(input.titles.FromNounPhrase(tokens, span), 0.65);
      }
      return;
    }
  }
  // "Raising the tax again would hit the very people": what harms is opposed.
  std::size_t harms = Find(tokens, 0, "would|will <adv> put an end to"_p);
  if (harms == kNoMatch) {
    harms =
        Find(tokens, 0,
             "would|will <adv> "
             "hit|hurt|harm|punish|destroy|ruin|undermine|weaken|endanger|damage|waste|worsen|kill|"
             "betray|backfire|bankrupt|cripple|jeopardise|jeopardize|reward"_p);
  }
  if (harms != kNoMatch && harms > 1 && Find(tokens, 0, "if|unless"_p) == kNoMatch) {
    const Subject subject = FindSubject(tokens, harms);
    if (!subject.span.empty() && subject.voice == Voice::kAuthor) {
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens, subject.span, VerbForm::kGerund, false)) {
        if (!IsNonAction(phrase.verb)) add(titled(phrase, subject.span.begin), 0.6);
      }
      // "Abolition of the lower rate would destroy the trade."
      const std::size_t head = HeadOf(tokens, subject.span);
      const bool described =
          head != kNoMatch && subject.span.end - subject.span.begin > 2 &&
          (head == subject.span.begin || IsAny(tokens[subject.span.begin].lower, {"a", "an"}));
      if (out->empty() && described && !VerbOfNoun(tokens[head].lower).empty()) {
        add(input.titles.FromNounPhrase(tokens, subject.span), 0.55);
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
      &"advise|advised|argue|argued|came|come|decided|recommend|recommended|cautioned|caution|"
       "voted "
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
      &"it|this|that|these|they would|is|are|will be? <adv> a|an? <few> mistake|error|folly|"
       "unwise|madness|nonsense|"
      "lunacy|absurd|unacceptable|unthinkable|unworkable|"
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
      &"not intend|propose|plan|wish to take|pursue|adopt this|it|that|them"_p,
      &"do|would|can|cannot not? go so|that|this far"_p,
      &"that|this|it|these|they goes|go|would too|much? far"_p,
      &"i|we <adv> remain|am|are|stay <adv> against|opposed|unconvinced|sceptical|unpersuaded ."_p,
      &"i|we <adv> remain|am|are <adv> opposed|against to? it|this|that|them"_p, &"cannot|not "
       "<adv> commend it|this|that"_p,
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
  constexpr std::size_t kCounted = 9;  // "Carried by 4 votes to 1."
  if (tokens.size() <= kShort &&
      Match(tokens, 0, "agreed|carried|accepted|approved|adopted|resolved"_p) != kNoMatch) {
    return true;
  }
  if (tokens.size() <= kCounted &&
      (Match(tokens, 0, "the? motion|amendment|resolution was? carried|passed|adopted"_p) !=
           kNoMatch ||
       Match(tokens, 0, "carried|passed|agreed unanimously|by|with|nem|,"_p) != kNoMatch)) {
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

}  // namespace plenum::ingestion
