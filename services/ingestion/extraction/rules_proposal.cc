#include <algorithm>

#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"

namespace plenum::ingestion {
namespace {

const Pattern& Author() {
  return "we|i|paper|report|brief|review|committee|inquiry|commission|panel|authors|group|"
         "taskforce|"
         "memo|"
         "study|note|submission|article|chapter|statement|council"_p;
}

class ProposalRule {
 public:
  ProposalRule(const RuleInput& input, Candidates* out)
      : tokens_(input.tokens), context_(input.context), titles_(input.titles), out_(*out) {}

  void Run() {
    if (context_.question) return;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].word) continue;
      if (Performative(i) || Urged(i) || PlanWouldSee(i) || RecommendationIs(i) || VitalThat(i) ||
          InFavour(i) || NamedOption(i) || IsAnOption(i) || CaseFor(i) || MightMean(i) ||
          CallsTo(i) || ByDoing(i)) {
        continue;
      }
    }
  }

 private:
  struct Speaker {
    bool author = false;
    bool known = false;
    bool negative = false;
  };

  // Who stands before a verb of proposing: "we therefore", "this report", "campaigners have".
  Speaker FindSpeaker(std::size_t verb) const {
    Speaker speaker;
    const std::size_t floor = verb > 8 ? verb - 8 : 0;
    bool first = true;
    for (std::size_t i = verb; i > floor; --i) {
      const Token& token = tokens_[i - 1];
      if (!token.word) {
        if (token.lower == ",") continue;
        // "a clear majority (68) wanted": past the bracket.
        if (token.lower == ")" && i > 3 && tokens_[i - 3].lower == "(") {
          i -= 2;
          continue;
        }
        break;
      }
      if (IsAny(token.lower, {"not", "don't", "cannot", "never"})) speaker.negative = true;
      if (IsAdverb(token.lower) || IsAuxiliary(token.lower)) continue;
      if (token.lower == "to" || IsSubordinator(token.lower)) {
        // "those who propose": not the speaker's own act.
        if (first) return {};
        break;
      }
      if (first) {
        speaker.known = true;
        speaker.author = token.lower == "we" || token.lower == "i" ||
                         (token.lower == "it" &&
                          IsAny(tokens_[verb].lower, {"recommended", "proposed", "advised"}));
        const bool own = Match(tokens_, i - 1, Author()) != kNoMatch && i >= 2 &&
                         IsAny(tokens_[i - 2].lower, {"this", "our", "the", "present"});
        // "The council wants to sell it": told of others, as a column does.
        const bool wants = IsAny(tokens_[verb].lower, {"want", "wants", "wanted"});
        if ((own && !(wants && IsAny(tokens_[i - 2].lower, {"the", "present"}))) ||
            IsOwnBody(i - 1)) {
          speaker.author = true;
        }
        first = false;
        continue;
      }
      if (token.lower == "we" || token.lower == "our") speaker.author = true;
      // "Some of our members want": they alone.
      if (IsAny(token.lower, {"some", "many", "several", "others", "few"})) {
        speaker.author = false;
        break;
      }
    }
    if (first && context_.list_item) speaker = {true, true, speaker.negative};
    return speaker;
  }

  // "Members supported a higher tax", "a clear majority wanted": those whose report it is.
  bool IsOwnBody(std::size_t at) const {
    if (!IsAny(tokens_[at].lower,
               {"members", "delegates", "jurors", "participants", "majority", "assembly"})) {
      return false;
    }
    for (std::size_t i = at > 3 ? at - 3 : 0; i < at; ++i) {
      if (IsAny(tokens_[i].lower, {"some", "many", "several", "few", "half", "one", "two", "three",
                                   "other", "our", "their", "its", "opposition"})) {
        return false;
      }
    }
    return true;
  }

  // "we recommend that X be cut, and that Y be granted"; "campaigners propose banning Z".
  bool Performative(std::size_t at) {
    const std::string& word = tokens_[at].lower;
    const bool verb =
        Match(tokens_, at,
              "recommend|recommends|recommended|propose|proposes|proposed|suggest|suggests|"
              "suggested|urge|urges|urged|advise|advises|invite|invites|advocate|advocates|"
              "advocated|favour|favours|favoured|favor|favors|favored|endorse|endorses|endorsed|"
              "demand|demands|"
              "request|requests|encourage|encourages|asked|asks|ask|want|wants|support|supports|"
              "supported|backed|"
              "back|backs|call|calls|called|calling|argue|argues|argued|push|pushed|press|pressed|"
              "expect|expects|asking|pressing|pushing|campaigning|"
              "wanted|prefer|prefers|floated|mooted|tabled|demanded|moved"_p) != kNoMatch;
    if (!verb || at == 0) return false;
    // "bringing back the centres": no backing.
    const std::string& before = tokens_[at - 1].lower;
    if (word == "back" && (!BaseOfGerund(before, false).empty() || IsActionVerb(before) ||
                           !BaseOfParticiple(before, false).empty())) {
      return false;
    }
    // "the demand is understandable": a noun.
    if (IsAny(tokens_[at - 1].lower,
              {"the", "a", "an", "their", "its", "his", "her", "our", "no"})) {
      return false;
    }
    if (IsCompound(at)) return false;
    const Speaker speaker = FindSpeaker(at);
    if (!speaker.known) return false;
    // "We expect all companies to publish it": a demand of who prescribes, else a forecast.
    const bool expects = word == "expect" || word == "expects";
    const bool prescribes = context_.prescribes || context_.section != Section::kNone;
    if (expects && (!speaker.author || !prescribes || Find(tokens_, at, "be"_p) != kNoMatch)) {
      return false;
    }
    // "the dam that the company wants to build": not what the sentence says.
    if (FindSubject(tokens_, at).voice == Voice::kSubordinate) return false;
    std::size_t next = at + 1;
    const bool pressed = IsAny(word, {"pressed", "press", "pushed", "push"}) &&
                         at + 1 < tokens_.size() && IsPronoun(tokens_[at + 1].lower);
    const bool call =
        !pressed &&
        IsAny(word, {"call", "calls", "called", "calling", "argue", "argues", "argued", "push",
                     "pushed", "press", "pressed", "asking", "pressing", "pushing", "campaigning"});
    if (call) {
      if (next >= tokens_.size() || !IsAny(tokens_[next].lower, {"for", "on", "upon"})) {
        return false;
      }
      ++next;
    }
    if (next >= tokens_.size() || tokens_[next].lower == ",") return false;
    if (word == "moved" && tokens_[next].lower != "that") return false;
    speaker_ = speaker;
    clause_ = at;
    bool found = false;
    if (tokens_[next].lower == "that") {
      const bool asks =
          IsAny(word, {"recommend", "recommends", "recommended", "propose", "proposes", "urge",
                       "urges", "ask", "asks", "request", "requests", "demand", "demands"});
      found = ThatClauses(next + 1) ||
              (asks && speaker_.author && !speaker_.negative && Indicative(next + 1)) ||
              (!speaker_.negative && (speaker_.author || asks || word == "asked") &&
               WantedBySpeaker(next)) ||
              (asks && speaker_.author && !speaker_.negative && EnsureClause(next + 1));
    } else if (tokens_[next].lower == "against") {
      return false;  // a rejection
    } else {
      found = Complement(next, word, call);
    }
    return found;
  }

  // "A good social support system": a noun among nouns, though it could be a verb.
  bool IsCompound(std::size_t at) const {
    if (!IsAny(tokens_[at].lower, {"support", "back", "demand", "request", "call", "supports",
                                   "calls", "demands", "requests"})) {
      return false;
    }
    const Token& before = tokens_[at - 1];
    if (!before.word) return false;
    return !IsAgentNoun(before.lower) && !IsPronoun(before.lower) && !IsAuxiliary(before.lower) &&
           !IsAdverb(before.lower) && !IsConjunction(before.lower) && !LooksPlural(before.lower) &&
           before.lower != "to" && !IsName(before) && !IsSubordinator(before.lower);
  }

  // "He wanted to work with her": what a person wants to do alone is no proposal.
  bool IsOwnWish(std::size_t at) const {
    const Subject subject = FindSubject(tokens_, at);
    return subject.span.empty() || SubjectIs(tokens_, subject.span, {"he", "she", "i", "you"});
  }

  // What the clause behind "that" wants, in the speaker's voice.
  bool WantedBySpeaker(std::size_t that) {
    // What others ask to "be done" was read already, or is the meeting's own business.
    if (!speaker_.author && Find(tokens_, that, "be"_p) != kNoMatch) return false;
    const std::size_t before = out_.size();
    FindWanted({tokens_, context_, titles_}, that, &out_);
    for (std::size_t i = before; i < out_.size() && !speaker_.author; ++i) {
      out_[i].third_party = true;
      if (out_[i].stance == Stance::kRecommends) out_[i].stance = Stance::kMentions;
    }
    return out_.size() > before;
  }

  // "The council is urged to reconsider"; "the opposition has pledged to abolish it".
  bool Urged(std::size_t at) {
    const std::size_t urged = Match(
        tokens_, at,
        "is|are <adv> urged|asked|invited|encouraged|advised|requested|called|recommended to"_p);
    const std::size_t pledged =
        Match(tokens_, at, "has|have <adv> pledged|promised|vowed|undertaken to"_p);
    std::size_t plans = Match(tokens_, at, "plans|intends|proposes to"_p);
    // "promised in 2019 to end evictions": a measure if the author holds them to it.
    std::size_t promised = Match(tokens_, at, "promised|pledged|vowed|undertook <few> to"_p);
    if (plans == kNoMatch && at > 0 && !IsAuxiliary(tokens_[at - 1].lower)) plans = promised;
    const std::size_t before = out_.size();
    const std::size_t to = urged != kNoMatch ? urged : pledged != kNoMatch ? pledged : plans;
    if (to == kNoMatch || at == 0 || to >= tokens_.size()) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice == Voice::kSubordinate) return false;
    const std::size_t head = HeadOf(tokens_, subject.span);
    const bool whoever =
        Match(tokens_, at, "is|are <adv> encouraged|urged|advised"_p) != kNoMatch &&
        head != kNoMatch && !IsPronoun(tokens_[subject.span.begin].lower) &&
        !IsAny(tokens_[head].lower, {"readers", "visitors", "members", "applicants", "authors",
                                     "participants", "users"});
    if (head == kNoMatch || (!whoever && !IsAgentNoun(tokens_[head].lower))) return false;
    speaker_ = {urged != kNoMatch, true, false};
    const bool found =
        Infinitive(to, ClauseEnd(tokens_, to), titles_.Subject(tokens_, subject.span));
    if (urged == kNoMatch && pledged == kNoMatch && promised != kNoMatch) {
      for (std::size_t i = before; i < out_.size(); ++i) out_[i].question = true;
    }
    return found;
  }

  // "Our first recommendation is that the ministry appoint a scientist."
  bool RecommendationIs(std::size_t at) {
    const std::size_t that =
        Match(tokens_, at,
              "recommendation|proposal|suggestion|demand|advice|request|plea <few> is that"_p);
    if (that == kNoMatch || at == 0) return false;
    speaker_ = {true, true, false};
    for (std::size_t i = 0; i < at; ++i) {
      if (IsAny(tokens_[i].lower, {"their", "his", "her"})) speaker_.author = false;
    }
    return ThatClauses(that);
  }

  // "It is vital that tenants be consulted."
  bool VitalThat(std::size_t at) {
    const std::size_t that = Match(
        tokens_, at,
        "it is|was|would|remains|seems be? <adv> "
        "vital|essential|important|necessary|crucial|imperative|desirable|right|critical|urgent|"
        "advisable|preferable that"_p);
    if (that == kNoMatch || (at > 0 && IsSubordinator(tokens_[at - 1].lower))) return false;
    speaker_ = {true, true, false};
    return ThatClauses(that) || Indicative(that) ||
           FindWanted({tokens_, context_, titles_}, that - 1, &out_) || Ensured(at, that);
  }

  // "that tenants are consulted": as a fact told, meant as a wish.
  bool Indicative(std::size_t begin) {
    constexpr std::size_t kReach = 10;
    for (std::size_t i = begin + 1; i + 1 < tokens_.size() && i < begin + kReach; ++i) {
      if (!IsAny(tokens_[i].lower, {"is", "are"})) {
        if (!tokens_[i].word || IsAuxiliary(tokens_[i].lower)) return false;
        continue;
      }
      std::size_t verb = i + 1;
      const bool negative = tokens_[verb].lower == "not";
      while (verb + 1 < tokens_.size() && IsAdverb(tokens_[verb].lower)) ++verb;
      const std::string base = BaseOfParticiple(tokens_[verb].lower, false);
      const bool pronoun = i == begin + 1 && IsPronoun(tokens_[begin].lower);
      if (pronoun || !IsActionVerb(base) || IsNonActionParticiple(base)) return false;
      Add(titles_.FromPassive(tokens_, base, {begin, i}, {verb + 1, ClauseEnd(tokens_, verb + 1)}),
          negative, 0.7, "");
      return true;
    }
    return false;
  }

  // "It is essential that vaccines travel in cooled boxes": what else it is, is to be ensured.
  bool Ensured(std::size_t at, std::size_t that) {
    return Find(tokens_, at, "vital|essential|imperative|crucial|critical|important"_p) < that &&
           EnsureClause(that);
  }

  bool EnsureClause(std::size_t that) {
    const std::size_t end = ClauseEnd(tokens_, that);
    constexpr std::size_t kFewest = 5;
    if (end < that + kFewest || !LooksLikeThing(that)) return false;
    for (std::size_t i = that; i < end; ++i) {
      if (IsAny(tokens_[i].lower, {"was", "were", "had", "will", "would", "could", "cannot", "can",
                                   "may", "might", "not"})) {
        return false;
      }
    }
    Add(TitleMaker::Finish("Ensure that " +
                           titles_.Subject(tokens_, titles_.Short(tokens_, {that, end}))),
        false, 0.55, "");
    return true;
  }

  bool LooksLikeThing(std::size_t at) const {
    const std::string& word = tokens_[at].lower;
    return (!IsPronoun(word) || IsAny(word, {"all", "both", "some", "many"})) && word != "there";
  }

  // "We are in favour of banning lead shot"; "the union is against a toll".
  bool InFavour(std::size_t at) {
    const std::size_t what = Match(tokens_, at, "in favour|favor|support of"_p);
    if (what == kNoMatch || at == 0 || what >= tokens_.size()) return false;
    const std::string& before = tokens_[at - 1].lower;
    if (!IsAuxiliary(before) && !IsAdverb(before) &&
        Match(tokens_, at - 1, "came|come|out"_p) == kNoMatch) {
      return false;
    }
    const Speaker speaker = FindSpeaker(at);
    if (!speaker.known) return false;
    speaker_ = speaker;
    const std::size_t end = ClauseEnd(tokens_, what);
    const auto phrases = SplitVerbPhrases(tokens_, {what, end}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      Add(Title(phrase), false, 0.7, "");
    }
    if (phrases.empty()) return NounComplement({what, end}, "favour", false);
    return true;
  }

  // "that the distance be cut", "and that free travel be granted", "that it close the depot".
  bool ThatClauses(std::size_t at) {
    bool found = false;
    while (at < tokens_.size()) {
      std::size_t next_that = Find(tokens_, at, "and that"_p);
      const std::size_t end = std::min(next_that, tokens_.size());
      found |= Subjunctive({at, end});
      if (next_that == kNoMatch) break;
      at = next_that + 2;
    }
    return found;
  }

  bool Subjunctive(Span span) {
    for (std::size_t i = span.begin + 1; i < span.end; ++i) {
      const std::string& word = tokens_[i].lower;
      if (IsAny(word, {"should", "must", "could", "ought", "would", "will", "is", "are", "was",
                       "has", "have", "had", "can", "may", "might"})) {
        return false;  // the rule of modals has it, or it is no proposal
      }
      if (word == "be" || (word == "not" && i + 1 < span.end && tokens_[i + 1].lower == "be")) {
        const bool negative = word == "not";
        const std::size_t be = negative ? i + 1 : i;
        std::size_t verb = be + 1;
        while (verb < span.end && IsAdverb(tokens_[verb].lower)) ++verb;
        if (verb >= span.end) return false;
        const std::string base = BaseOfParticiple(tokens_[verb].lower, true);
        // "asked that her dissent be recorded": the meeting's own business.
        const bool business =
            IsAny(base, {"record", "note", "minute"}) &&
            Find(tokens_, span.begin, "dissent|vote|votes|thanks|abstention|apologies|interest"_p) <
                be;
        if (business || base.empty() ||
            (IsPronoun(tokens_[span.begin].lower) && i == span.begin + 1)) {
          return false;
        }
        std::size_t stop = span.end;
        if (stop > verb + 1 && tokens_[stop - 1].lower == ",") --stop;
        Add(titles_.FromPassive(tokens_, base, {span.begin, i}, {verb + 1, stop}), negative, 0.85,
            "");
        return true;
      }
    }
    // "that the ministry publish the data": a bare verb behind a body.
    for (std::size_t i = span.begin + 1; i < span.end && i < span.begin + 8; ++i) {
      if (!IsActionVerb(tokens_[i].lower) ||
          (IsNounToo(tokens_[i].lower) &&
           !(i + 1 < span.end && IsDeterminer(tokens_[i + 1].lower)))) {
        continue;
      }
      if (Match(tokens_, i, "take place"_p) != kNoMatch) return false;  // the rule of wishes
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {i, ClauseEnd(tokens_, i)}, VerbForm::kBase, false)) {
        Add(Title(phrase), false, 0.8, titles_.Subject(tokens_, {span.begin, i}));
      }
      return true;
    }
    return false;
  }

  // What follows the verb: "banning X", "to ban X", "the council to ban X", "a ban on X".
  bool Complement(std::size_t at, const std::string& verb, bool call) {
    const std::size_t end = ClauseEnd(tokens_, at);
    if (at >= end) return false;
    const auto gerunds = SplitVerbPhrases(tokens_, {at, end}, VerbForm::kGerund, false);
    // "rising tariffs" is a noun phrase.
    if (!gerunds.empty() && IsActionVerb(gerunds.front().verb) && tokens_[at].lower != "during") {
      for (const VerbPhrase& phrase : gerunds) {
        Add(Title(phrase), false, 0.75, "");
      }
      return true;
    }
    if (tokens_[at].lower == "to") {
      if (IsAny(verb, {"want", "wants", "wanted", "prefer"}) && IsOwnWish(clause_)) return false;
      if (IsAny(verb, {"want", "wants", "propose", "proposes", "proposed", "wanted", "prefer"})) {
        return Infinitive(at + 1, end, "");
      }
      return false;
    }
    // "calls for X to be closed".
    for (std::size_t i = at + 1; i + 2 < end && i < at + 12; ++i) {
      if (tokens_[i].lower != "to" || tokens_[i + 1].lower != "be") continue;
      const std::string base = BaseOfParticiple(tokens_[i + 2].lower, true);
      if (base.empty() || IsNonAction(base)) return false;
      Add(titles_.FromPassive(tokens_, base, {at, i}, {i + 3, end}), false, 0.7, "");
      return true;
    }
    // Somebody is to do it: the first "to V" behind a noun phrase.
    for (std::size_t i = at + 1; i + 1 < end && i < at + 12; ++i) {
      if (tokens_[i].lower != "to" || !tokens_[i - 1].word) continue;
      if (IsDeterminer(tokens_[i + 1].lower)) continue;
      const bool urges = IsAny(verb, {"urge", "urges", "urged"});
      const bool backs = i + 2 < end && tokens_[i + 2].lower == "that" &&
                         IsAny(tokens_[i + 1].lower, {"propose", "recommend", "suggest"});
      if (!backs && !IsActionVerb(tokens_[i + 1].lower) &&
          (!urges || IsNonAction(tokens_[i + 1].lower))) {
        continue;
      }
      // "urge you not to replace them".
      if (IsAny(tokens_[i - 1].lower, {"not", "never"})) speaker_.negative = !speaker_.negative;
      const std::size_t head = HeadOf(tokens_, {at, i});
      // "asked us to", not "asked guests to": who is asked must be able to decide.
      const bool asks =
          IsAny(verb, {"ask", "asks", "asked", "want", "wants", "wanted", "expect", "expects"});
      const bool known = tokens_[at].lower == "it" && !context_.last_actor.empty();
      const bool decides =
          known || Find(tokens_, at, "us|me|minister|congress|regulator|auditors"_p) < i ||
          (head != kNoMatch && IsAgentNoun(tokens_[head].lower) &&
           !IsAny(tokens_[head].lower, {"households", "residents", "consumers", "users", "citizens",
                                        "pupils", "parents", "volunteers", "voters", "students"}));
      if (asks && !decides) return false;
      const bool somebody =
          head != kNoMatch && (IsAgentNoun(tokens_[head].lower) || IsPronoun(tokens_[at].lower) ||
                               IsAny(verb, {"urge", "urges", "urged", "invite", "invites"}));
      if (!somebody) break;
      if (backs) {
        speaker_.author = false;
        return ThatClauses(i + 3);
      }
      if (IsAny(tokens_[i + 1].lower, {"endorse", "support", "propose", "recommend"})) {
        const Span what{i + 2, end};
        if (what.empty()) return false;
        Add(titles_.FromNounPhrase(tokens_, what), false, 0.6, "");
        return true;
      }
      return Infinitive(i + 1, end, titles_.Subject(tokens_, {at, i}), urges);
    }
    return NounComplement({at, end}, verb, call);
  }

  // "We recommend its replacement by 2027": what "it" is, is replaced.
  bool Replacing(Span span, std::size_t head) {
    if (head != span.begin + 1 || !IsAny(tokens_[span.begin].lower, {"its", "their"})) return false;
    const std::string_view done = VerbOfNoun(tokens_[head].lower);
    const bool many = tokens_[span.begin].lower == "their";
    const Antecedents here = FindAntecedents(tokens_, clause_);
    const Span thing = many ? here.plural : here.singular;
    const std::string known = !thing.empty() ? titles_.Subject(tokens_, thing)
                              : many         ? context_.plural_antecedent
                                             : context_.singular_antecedent;
    if (done.empty() || known.empty()) return false;
    Add(titles_.FromPassiveOf(tokens_, done, known, {head + 1, span.end}), false, 0.65, "");
    return true;
  }

  bool NounComplement(Span span, const std::string& verb, bool call) {
    // Past tense of somebody else is history if it is dated or speaks of a known thing.
    const bool past = verb.size() > 2 && verb.substr(verb.size() - 2) == "ed";
    const bool some = IsAny(tokens_[span.begin].lower, {"a", "an", "another", "more"});
    const bool witness = some && !TellsHistory(tokens_) &&
                         IsAny(verb, {"favoured", "favored", "proposed", "suggested", "advocated",
                                      "recommended", "supported", "called", "argued", "wanted",
                                      "floated", "mooted", "tabled", "demanded"});
    if (past && !speaker_.author && !call && !witness) return false;
    const std::size_t head = HeadOf(tokens_, span);
    if (head == kNoMatch) return false;
    const std::string& noun = tokens_[head].lower;
    if (Replacing(span, head)) return true;
    const bool measure = IsInstrumentNoun(noun) || !VerbOfNoun(noun).empty();
    const bool strong = IsAny(verb, {"recommend", "recommends", "propose", "proposes",
                                     "recommended", "proposed"}) ||
                        call;
    if (!measure && !witness &&
        !(strong && IsDeterminer(tokens_[span.begin].lower) && (speaker_.author || some))) {
      return false;
    }
    if (IsAny(noun, {"proposals", "recommendations", "measures", "steps", "options", "following",
                     "changes", "actions", "ideas"})) {
      return false;  // announces a list
    }
    const bool weak = IsAny(verb, {"ask", "asks", "want", "wants", "demand", "demands", "request",
                                   "requests", "back", "backs", "support", "supports"});
    Add(titles_.FromNounPhrase(tokens_, span), false, weak ? 0.5 : 0.65, "");
    return true;
  }

  bool Infinitive(std::size_t at, std::size_t end, const std::string& actor, bool guess = false) {
    bool found = false;
    auto phrases = SplitVerbPhrases(tokens_, {at, end}, VerbForm::kBase, guess);
    auto shunned = ShunnedPhrases(tokens_, {at, end});
    const bool opposed = !shunned.empty();
    if (opposed) phrases = std::move(shunned);
    for (const VerbPhrase& phrase : phrases) {
      if (IsNonAction(phrase.verb)) continue;
      // "asks the Authority to decide by the autumn": no word of what.
      if (!IsMeasureVerb(tokens_, phrase.rest.begin - 1, phrase.verb)) continue;
      const bool bare = IsAny(phrase.verb, {"decide", "respond", "act", "reply", "answer"}) &&
                        (phrase.rest.empty() || !IsDeterminer(tokens_[phrase.rest.begin].lower));
      if (bare) continue;
      Add(Title(phrase), opposed, 0.75, actor);
      found = true;
    }
    return found;
  }

  // "One suggestion was to V", "another option would be V-ing", "a third possibility is a ban".
  bool NamedOption(std::size_t at) {
    std::size_t end = Match(
        tokens_, at,
        "one|another|a|an|the|second|third|fourth|final|last|first second|third|fourth|further|"
        "final|last|other|related|possible|possible|alternative|cheaper|bolder|softer|milder|"
        "better|wiser|simpler|smarter|more? "
        "radical|modest|ambitious? "
        "option|suggestion|proposal|possibility|idea|approach|alternative|route|variant|avenue|"
        "reform|remedy|measure|step|move|course|solution|way forward|ahead? is|was|would|"
        "could|might|may also|still? be? "_p);
    if (end == kNoMatch && at == 0) end = Match(tokens_, at, "another would|is|was|might be?"_p);
    if (end == kNoMatch && (context_.option_scope || context_.section == Section::kRejected)) {
      end = Match(tokens_, at,
                  "the? first|second|third|fourth|last|other|latter|one is|was|would be?"_p);
    }
    if (end == kNoMatch || end >= tokens_.size()) return false;
    speaker_ = {false, true, false};
    const std::size_t stop = ClauseEnd(tokens_, end);
    if (tokens_[end].lower == "to") return Infinitive(end + 1, stop, "");
    const auto phrases = SplitVerbPhrases(tokens_, {end, stop}, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      Add(Title(phrase), false, 0.75, "");
    }
    if (!phrases.empty()) return true;
    if (end < stop && IsDeterminer(tokens_[end].lower)) {
      const std::size_t head = HeadOf(tokens_, {end, stop});
      if (head == kNoMatch ||
          !(IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty() ||
            VerbForThing(tokens_[head].lower) != "Introduce")) {
        return false;
      }
      Add(titles_.FromNounPhrase(tokens_, {end, stop}), false, 0.6, "");
      return true;
    }
    return false;
  }

  // "The compromise would see the quota halved", "a plan under which trawling would be banned".
  bool PlanWouldSee(std::size_t at) {
    const bool sees = Match(tokens_, at, "would|will|should see"_p) != kNoMatch;
    const bool whereby = tokens_[at].lower == "whereby";
    const bool under = whereby || Match(tokens_, at, "under which"_p) != kNoMatch;
    const std::size_t begin = at + (whereby ? 1 : 2);
    if ((!sees && !under) || begin + 2 >= tokens_.size() || IsPronoun(tokens_[begin].lower)) {
      return false;
    }
    const std::size_t plan =
        Find(tokens_, 0,
             "plan|plans|proposal|proposals|compromise|scheme|bill|reform|reforms|deal|package|"
             "draft|motion|amendment|idea|alternative|blueprint"_p);
    if (plan >= at) return false;
    speaker_ = {false, true, false};
    constexpr std::size_t kReach = 9;
    for (std::size_t i = begin + 1; i < tokens_.size() && i < begin + kReach; ++i) {
      const std::size_t verb = under ? Match(tokens_, i, "would|will|should be <adv>"_p) : i;
      if (verb >= tokens_.size()) continue;
      const std::string base = BaseOfParticiple(tokens_[verb].lower, false);
      if (!IsActionVerb(base) || IsNonAction(base)) continue;
      Add(titles_.FromPassive(tokens_, base, {begin, i}, {verb + 1, tokens_.size()}), false, 0.55,
          "");
      return true;
    }
    return false;
  }

  // "A voluntary code is another possibility", "air conditioning may be appropriate".
  bool IsAnOption(std::size_t at) {
    const bool named =
        Match(tokens_, at,
              "is|are|would|remains|might|may|could be? also? another|one|an|a|the "
              "other|further|possible|cheaper|third|second|realistic|viable|credible? "
              "option|possibility|alternative|way route|forward?"_p) != kNoMatch;
    const bool fitting =
        Match(tokens_, at,
              "may|might|could also? <adv> be appropriate|justified|worthwhile|desirable|"
              "useful|advisable|warranted"_p) != kNoMatch ||
        Match(tokens_, at, "may|might|could also? <adv> be worth considering|exploring"_p) !=
            kNoMatch;
    const bool sensible =
        Match(tokens_, at, "may|might|could make more|better|good sense"_p) != kNoMatch;
    // "A single contact point is the answer."
    const bool answer =
        Match(tokens_, at, "is|would be? the answer|solution|remedy|cure"_p) != kNoMatch ||
        Match(tokens_, at, "is|would be? the way forward"_p) != kNoMatch;
    if ((!named && !fitting && !answer && !sensible) || at == 0) return false;
    const Subject subject = FindSubject(tokens_, at);
    if (subject.span.empty() || subject.voice != Voice::kAuthor || subject.negated) return false;
    const std::string& first = tokens_[subject.span.begin].lower;
    const std::size_t head = HeadOf(tokens_, subject.span);
    if (head == kNoMatch || IsPronoun(first) || IsAny(first, {"the", "there", "this", "that"})) {
      return false;
    }
    speaker_ = {answer, true, false};
    const std::size_t before = out_.size();
    const auto phrases = SplitVerbPhrases(tokens_, subject.span, VerbForm::kGerund, false);
    for (const VerbPhrase& phrase : phrases) {
      if (!IsNonAction(phrase.verb)) Add(Title(phrase), false, 0.55, "");
    }
    if (phrases.empty() && (named || !IsAgentNoun(tokens_[head].lower))) {
      Add(titles_.FromNounPhrase(tokens_, subject.span), false, 0.45, "");
    }
    return out_.size() > before;
  }

  // "we see a case for making X", "there is certainly justification for a recalibration".
  bool CaseFor(std::size_t at) {
    const std::size_t end =
        Match(tokens_, at,
              "case|justification|argument|arguments|grounds|rationale|room|scope|reasons for"_p);
    if (end == kNoMatch || end >= tokens_.size()) return false;
    bool negative = false;
    bool present = false;
    bool heard = false;
    bool guess = false;  // "there may be a case for"
    for (std::size_t i = at > 8 ? at - 8 : 0; i < at; ++i) {
      const std::string& word = tokens_[i].lower;
      negative |= IsAny(word, {"no", "not", "little", "weak"});
      present |= IsAny(word, {"is", "see", "sees", "makes", "make", "are", "remains", "'s",
                              "believe", "find", "there's", "be"});
      guess |= IsAny(word, {"may", "might", "could"});
      heard |= IsAny(word, {"heard", "hear", "made", "put", "make", "received", "makes"});
    }
    // "The case for a land tax is overwhelming."
    const std::size_t strong =
        Find(tokens_, end,
             "is|remains|looks <adv> overwhelming|strong|compelling|clear|unanswerable|powerful"_p);
    present = present || strong != kNoMatch;
    if (!present && !heard) return false;
    // What was heard is somebody's argument; "an argument for it" is not the author's demand.
    const bool mild =
        guess || (strong == kNoMatch &&
                  IsAny(tokens_[at].lower, {"argument", "arguments", "reasons", "scope", "room"}));
    speaker_ = {(present || !heard) && !mild, true, false};
    const std::size_t stop = std::min(ClauseEnd(tokens_, end), strong);
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {end, stop}, VerbForm::kGerund, false)) {
      Add(Title(phrase), negative, 0.7, "");
      return true;
    }
    const std::size_t head = HeadOf(tokens_, {end, stop});
    if (head == kNoMatch) return false;
    const bool measure =
        IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty();
    if (!measure) return false;
    Add(titles_.FromNounPhrase(tokens_, {end, stop}), negative, 0.6, "");
    return true;
  }

  // "This might mean holding fewer X and pausing Y"; "options include V-ing".
  bool MightMean(std::size_t at) {
    std::size_t end =
        Match(tokens_, at,
              "might|could|would|may|should also? mean|involve|include|entail|require|start|begin "
              "with|by?"_p);
    if (end == kNoMatch) {
      end = Match(tokens_, at,
                  "options|steps|measures|alternatives|proposals|ideas|this|that|it "
                  "include|includes|range|means|mean from?"_p);
      if (end == kNoMatch) return false;
    }
    if (end >= tokens_.size() || tokens_[end - 1].lower == "would") return false;
    // "holding" in "options include holding": not a noun before it.
    speaker_ = {false, true, false};
    const std::size_t stop = ClauseEnd(tokens_, end);
    bool found = false;
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens_, {end, stop}, VerbForm::kGerund, false)) {
      if (IsNonAction(phrase.verb) || !IsActionVerb(phrase.verb)) continue;
      Add(Title(phrase), false, 0.6, "");
      found = true;
    }
    // "It means an end to building on flood plains."
    if (const std::size_t what = Match(tokens_, end, "an end to"_p); what < stop) {
      speaker_.author = context_.after_measure;
      Add(TitleMaker::Finish("End " + TextOf(tokens_, titles_.Short(tokens_, {what, stop}))), false,
          0.6, "");
      found = true;
    }
    return found;
  }

  // "there have been calls to V", "proposals to V have ...", "plans for a levy".
  bool CallsTo(std::size_t at) {
    const std::size_t end = Match(
        tokens_, at,
        "calls|proposals|suggestions|demands|proposal|suggestion|idea|talk|notion to|of|for"_p);
    if (end == kNoMatch || end >= tokens_.size()) return false;
    if (at > 0 && IsAny(tokens_[at - 1].lower, {"he", "she", "it", "who"})) return false;
    const bool idea = IsAny(tokens_[at].lower, {"idea", "talk", "notion"});
    // "the proposal to exempt firms would drive a coach through it": what is said of it ends it.
    const std::size_t stop = std::min(
        ClauseEnd(tokens_, end),
        Find(tokens_, end, "would|will|has|have|is|are|was|were|should|could|might|must|may"_p));
    // "resist calls to", "a proposal to V was rejected": other rules have them.
    const bool judged =
        Find(
            tokens_, end,
            "was|were rejected|defeated|lost|carried|accepted|approved|adopted|dropped|agreed"_p) !=
            kNoMatch ||
        (at > 0 && Refuses(at - 1)) || (at > 1 && Refuses(at - 2));
    if (judged) return false;
    speaker_ = {false, true, false};
    if (tokens_[end - 1].lower == "to") return Infinitive(end, stop, "");
    if (tokens_[end - 1].lower == "of") {
      for (const VerbPhrase& phrase :
           SplitVerbPhrases(tokens_, {end, stop}, VerbForm::kGerund, false)) {
        if (IsNonAction(phrase.verb)) return false;
        Add(Title(phrase), false, 0.5, "");
        return true;
      }
      return false;
    }
    if (idea) return false;
    const std::size_t head = HeadOf(tokens_, {end, stop});
    if (head == kNoMatch ||
        !(IsInstrumentNoun(tokens_[head].lower) || !VerbOfNoun(tokens_[head].lower).empty())) {
      return false;
    }
    // Only the noun phrase: what follows is said about the calls.
    std::size_t object_end = head + 1;
    while (object_end < stop && !IsAuxiliary(tokens_[object_end].lower)) ++object_end;
    Add(titles_.FromNounPhrase(tokens_, {end, object_end}), false, 0.5, "");
    return true;
  }

  bool Refuses(std::size_t at) const {
    return IsAny(tokens_[at].lower, {"resist", "reject", "drop", "abandon", "oppose", "shelve"});
  }

  // "deterrence can be achieved by enhancing interoperability".
  bool ByDoing(std::size_t at) {
    if (tokens_[at].lower != "by" || at + 2 >= tokens_.size()) return false;
    const std::string verb = BaseOfGerund(tokens_[at + 1].lower, false);
    if (!IsActionVerb(verb) || IsNonAction(verb)) return false;
    bool possible = false;
    for (std::size_t i = at > 25 ? at - 25 : 0; i < at; ++i) {
      possible |= tokens_[i].lower == "can";
      if (IsAny(tokens_[i].lower, {"if", "was", "were", "had", "has", "should", "must", "not"})) {
        return false;
      }
    }
    if (!possible) return false;
    speaker_ = {true, true, false};
    for (const VerbPhrase& phrase : SplitVerbPhrases(tokens_, {at + 1, ClauseEnd(tokens_, at + 1)},
                                                     VerbForm::kGerund, false)) {
      Add(Title(phrase), false, 0.45, "");
    }
    return true;
  }

  // A title with what its pronouns stand for.
  std::string Title(const VerbPhrase& phrase) const {
    return titles_.FromVerbPhrase(tokens_, phrase, clause_, context_.singular_antecedent,
                                  context_.plural_antecedent);
  }

  void Add(std::string title, bool negative, double confidence, const std::string& actor) {
    if (title.find(' ') == std::string::npos) return;
    Candidate candidate;
    candidate.title = std::move(title);
    candidate.actor = actor;
    candidate.third_party = !speaker_.author;
    const bool against = negative != speaker_.negative;
    candidate.stance = against           ? Stance::kOpposes
                       : speaker_.author ? Stance::kRecommends
                                         : Stance::kMentions;
    candidate.confidence = confidence;
    if (context_.section != Section::kNone || context_.option_scope) candidate.confidence += 0.1;
    out_.push_back(std::move(candidate));
  }

  const Tokens& tokens_;
  const Context& context_;
  const TitleMaker& titles_;
  Candidates& out_;
  Speaker speaker_;
  std::size_t clause_ = 0;  // what "it" stands for is looked for before this token
};

}  // namespace

void FindProposals(const RuleInput& input, Candidates* out) { ProposalRule(input, out).Run(); }

}  // namespace plenum::ingestion
