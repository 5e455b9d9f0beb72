#include "services/ingestion/extraction/extraction.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <optional>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/ingestion/extraction/arguments.h"
#include "services/ingestion/extraction/asides.h"
#include "services/ingestion/extraction/grammar.h"
#include "services/ingestion/extraction/lexicon.h"
#include "services/ingestion/extraction/merge.h"
#include "services/ingestion/extraction/modals.h"
#include "services/ingestion/extraction/rules.h"
#include "services/ingestion/extraction/sentences.h"
#include "services/ingestion/formats/code_points.h"

namespace plenum::ingestion {
namespace {

constexpr double kLeastConfidence = 0.4;
// How far back a verdict ("we advise against it") reaches, in sentences.
constexpr std::size_t kVerdictReach = 4;

bool IsQuestion(const Tokens& tokens) {
  for (std::size_t i = tokens.size(); i > 0; --i) {
    if (tokens[i - 1].word) return false;
    if (tokens[i - 1].lower == "?") return true;
  }
  return false;
}

class Extractor {
 public:
  explicit Extractor(const ParsedDocument& document)
      : document_(document), index_(document.text), titles_(&common_, &names_) {}

  absl::StatusOr<std::vector<ExtractedMeasure>> Run(const base::Stopped& stopped) {
    absl::StatusOr<std::vector<Sentence>> sentences = SplitSentences(document_);
    if (!sentences.ok()) return sentences.status();
    sentences_ = *std::move(sentences);
    CollectCommonWords();
    release_ = OpensWith({&"press|news|media release"_p, &"for immediate release|use"_p,
                          &"today called|urged|demanded|launched|proposed"_p});
    minutes_ = OpensWith({&"minutes of|from"_p});
    guides_ = OpensWith({&"guidance|guidelines|advice for|on|to"_p, &"code of practice|conduct"_p,
                         &"good practice guide|note"_p});
    draft_ = OpensWith({&"explanatory memorandum|notes|note|statement"_p,
                        &"draft <few> <few> bill|law|act|ordinance|regulation|regulations"_p,
                        &"this|the bill makes|amends|introduces|concerns"_p});
    // A white paper or a manifesto. One such sentence alone can be a forecast.
    constexpr int kFewestCommitments = 3;
    int commitments = 0;
    for (const Sentence& sentence : sentences_) {
      if (stopped && stopped()) return absl::CancelledError("the extraction was stopped");
      Tokens tokens = Tokenize(sentence.clean);
      if (sentence.first_in_block) DropNumber(&tokens);
      if (IsCommitment(tokens)) ++commitments;
    }
    const bool programme =
        OpensWith({&"white paper"_p, &"manifesto"_p, &"government response"_p, &"action plan"_p,
                   &"delivery plan"_p, &"policy statement"_p, &"draft strategy"_p,
                   &"a|our programme|program for"_p, &"our pledges|plan|promise"_p,
                   &"and next steps"_p, &"what the? <few> will do"_p, &"summary of responses"_p});
    commits_ = commitments >= (programme ? 1 : kFewestCommitments);
    Tokens before;
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
      if (stopped && stopped()) return absl::CancelledError("the extraction was stopped");
      Tokens tokens = Tokenize(sentences_[i].clean);
      if (sentences_[i].first_in_block) DropNumber(&tokens);
      DropMarks(&tokens);
      DropInsertions(&tokens);
      reasons_.push_back(ReasonOf(tokens));
      Read(i, tokens, before);
      before = std::move(tokens);
    }
    return Finish();
  }

 private:
  // What a lead-in sentence or an option lead opened, and for how long.
  struct Scope {
    Section section = Section::kNone;
    std::string actor;
    std::size_t block = 0;      // where it was opened
    bool reaches_list = false;  // ended with a colon: holds for the list that follows
    bool that = false;          // "We recommend that:"
  };

  void CollectCommonWords() {
    for (const Sentence& sentence : sentences_) {
      bool inside = false;  // behind another word: a capital is the word's own
      const bool heading = document_.blocks[sentence.block].kind == BlockKind::kHeading;
      for (const Token& token : Tokenize(sentence.clean)) {
        if (!token.word) {
          inside = token.lower == ",";
          continue;
        }
        const auto first = static_cast<unsigned char>(token.text.front());
        if (std::islower(first) != 0) {
          common_.insert(token.lower);
        } else if (inside && !heading && std::isupper(first) != 0) {
          names_.insert(token.lower);
        }
        inside = true;
      }
    }
  }

  void Read(std::size_t i, const Tokens& tokens, const Tokens& before) {
    const Sentence& sentence = sentences_[i];
    const Block& block = document_.blocks[sentence.block];
    const Context context = MakeContext(i, tokens, before);
    const RuleInput input{tokens, context, titles_};
    if (Section label = Section::kNone; sentence.first_in_block && IsBareLabel(tokens, &label)) {
      label_ = label;
      behind_label_ = i + 1;
      return;
    }
    JudgeOptions(i, tokens);
    if (context.heading) {
      Candidates found;
      FindImperatives(input, &found);
      if (found.empty() && context.question) FindQuestions(input, &found);
      for (Candidate& candidate : found) {
        candidate.labelled_heading = true;
        candidate.option = OptionLabel(tokens);
      }
      Take(i, std::move(found));
      return;
    }
    const bool verdict = RejectsAntecedent(input);
    std::string actor;
    Section lead = SectionOfLeadIn(tokens, &actor);
    if (lead == Section::kNone && tokens.back().lower == ":" && tokens.size() <= 6) {
      lead = StanceBefore(i);  // "In particular:" goes on with what was said
    }
    if (lead != Section::kNone) {
      OpenScope(i, tokens, lead, actor);
      return;
    }
    if (context.section == Section::kRejected && block.kind == BlockKind::kListItem) {
      ReadRejectedItem(i, input, verdict);
      return;
    }
    Candidates found;
    FindEnumerations(input, &found);
    if (found.empty() && !FindOpposedPlans(input, &found) && !FindAddresses(input, &found)) {
      FindRejections(input, &found);
      FindImperatives(input, &found);
      FindDecisions(input, &found);
      FindProposals(input, &found);
      FindModals(input, &found);
      FindStates(input, &found);
      FindNeeds(input, &found);
      if (DoubtsItsClause(input)) {
        for (Candidate& candidate : found) {
          if (candidate.stance == Stance::kRecommends) candidate.stance = Stance::kOpposes;
        }
      }
    }
    const bool floated = std::all_of(found.begin(), found.end(),
                                     [](const Candidate& candidate) { return candidate.question; });
    if (floated && !verdict) FindWishes(input, &found);
    FindEllipses(input, &found);
    if (found.empty() && context.question) FindQuestions(input, &found);
    // "That alarms be tested monthly.": one more of the clauses that were recommended.
    if (found.empty() && tokens[0].lower == "that" && context.prescribes) {
      FindWanted(input, 0, &found);
    }
    // "We recommend that:", "no prisoner be released on a Friday;".
    if (found.empty() && context.list_item && context.first_in_block &&
        (scope_.that || heading_path_.ends_with("that:"))) {
      FindWanted(input, kNoMatch, &found);
    }
    if (found.empty()) FindProvisions(input, &found);
    if (found.empty()) ReadEllipsis(i, tokens, before, &found);
    if (found.empty()) ReadNominalItem(input, &found);
    if (found.empty()) ReadIdea(input, &found);
    if (release_) {
      SpeakForTheAuthor(tokens, &found);
    } else if (IsQuotedSpeech(tokens)) {
      for (Candidate& candidate : found) {
        candidate.third_party = true;
        if (candidate.stance == Stance::kRecommends) candidate.stance = Stance::kMentions;
      }
    }
    if (verdict) {
      ApplyVerdict(i, Stance::kOpposes, &found);
    } else if (AcceptsAntecedent(input)) {
      ApplyVerdict(i, Stance::kRecommends, &found);
    }
    if (context.section == Section::kRejected) {
      for (Candidate& candidate : found) {
        if (candidate.stance == Stance::kMentions) candidate.stance = Stance::kOpposes;
      }
    }
    Take(i, std::move(found));
  }

  Context MakeContext(std::size_t i, const Tokens& tokens, const Tokens& before) {
    const Sentence& sentence = sentences_[i];
    const Block& block = document_.blocks[sentence.block];
    Context context;
    context.heading = block.kind == BlockKind::kHeading;
    context.list_item = block.kind == BlockKind::kListItem;
    context.first_in_block = sentence.first_in_block;
    context.question = IsQuestion(tokens);
    if (block.heading_path != heading_path_ || i == 0) {
      heading_path_ = block.heading_path;
      // The document's own title announces nothing for the sections below it.
      std::string_view path = heading_path_;
      const std::string_view title = document_.title;
      if (path.size() > title.size() + 3 && path.substr(0, title.size()) == title &&
          path.substr(title.size(), 3) == " > ") {
        path.remove_prefix(title.size() + 3);
      }
      heading_section_ = SectionOfHeading(path);
      option_heading_ = IsOptionHeading(path);
      scope_ = Scope{};
    }
    context.section = heading_section_;
    context.option_heading = option_heading_;
    KeepOrCloseScope(sentence, block, tokens);
    if (scope_.section != Section::kNone) {
      context.section = scope_.section;
      context.actor = scope_.actor;
      context.option_scope = scope_.section == Section::kOptions;
    }
    // Sentences of running text under "What we recommend" are not options by that alone.
    if (!context.list_item && !context.option_scope && context.section != Section::kRejected) {
      if (scope_.section == Section::kNone) context.section = Section::kNone;
    }
    const bool next_item = context.list_item && sentence.block > 0 &&
                           document_.blocks[sentence.block - 1].kind == BlockKind::kListItem;
    if (!sentence.first_in_block || next_item) {
      SetAntecedents(before, &context);
    } else {
      singular_.clear();
      plural_.clear();
    }
    // "Proposal 14. A named worker for every child.", "Quiet nights. Lorries to be kept out."
    if (i == behind_label_ && i > 0) {
      context.section = label_;
      context.labelled = true;
      context.list_item = true;
      context.first_in_block = true;
    } else if (context.list_item && i > 0 && IsLead(i - 1)) {
      context.first_in_block = true;
    }
    context.minutes = minutes_;
    context.prescribes = std::any_of(
        candidates_.begin(), candidates_.end(),
        [](const Candidate& c) { return !c.question && c.stance == Stance::kRecommends; });
    context.commits = commits_;
    context.draft = draft_;
    context.guides = guides_;
    context.after_measure = !sentence.first_in_block && !candidates_.empty() &&
                            candidates_.back().stance == Stance::kRecommends &&
                            sentences_[candidates_.back().sentences.back()].block == sentence.block;
    if (context.after_measure) context.last_actor = candidates_.back().actor;
    return context;
  }

  // The few words that open a list item and are told in full behind: "Quiet nights."
  bool IsLead(std::size_t i) const {
    constexpr std::size_t kLongest = 60;  // bytes
    const Sentence& sentence = sentences_[i];
    return sentence.first_in_block && i + 1 < sentences_.size() &&
           sentences_[i + 1].block == sentence.block &&
           document_.blocks[sentence.block].kind == BlockKind::kListItem &&
           sentence.clean.size() <= kLongest &&
           std::count(sentence.clean.begin(), sentence.clean.end(), ' ') < 6;
  }

  // "We recommend Option C": what the heading of that option named is recommended.
  void JudgeOptions(std::size_t i, const Tokens& tokens) {
    const OptionVerdict verdict = FindOptionVerdict(tokens);
    if (verdict.stance == Stance::kMentions) return;
    for (Candidate& candidate : candidates_) {
      if (candidate.option.empty() || candidate.sentences.front() == i) continue;
      if (std::find(verdict.options.begin(), verdict.options.end(), candidate.option) !=
          verdict.options.end()) {
        candidate.stance = verdict.stance;
        AddSentence(i, &candidate);
      }
    }
  }

  void KeepOrCloseScope(const Sentence& sentence, const Block& block, const Tokens& tokens) {
    if (scope_.section == Section::kNone || sentence.block == scope_.block) return;
    if (scope_.reaches_list) {
      if (block.kind != BlockKind::kListItem) scope_ = Scope{};
      return;
    }
    if (!sentence.first_in_block) return;
    // "Finally, ...", "Another option ...": the next paragraph goes on with the options.
    const bool goes_on =
        Match(tokens, 0,
              "finally|alternatively|another|second|secondly|third|thirdly|lastly|also|or|"
              "additionally|fourth|next"_p) != kNoMatch ||
        Match(tokens, 0, "a second|third|further|final|last"_p) != kNoMatch ||
        Match(tokens, 0, "in addition"_p) != kNoMatch;
    if (goes_on && block.kind != BlockKind::kHeading) {
      scope_.block = sentence.block;
    } else {
      scope_ = Scope{};
    }
  }

  void OpenScope(std::size_t i, const Tokens& tokens, Section section, const std::string& actor) {
    scope_.section = section;
    scope_.actor = actor;
    scope_.block = sentences_[i].block;
    scope_.reaches_list = tokens.back().lower == ":";
    scope_.that =
        scope_.reaches_list && tokens.size() > 1 && tokens[tokens.size() - 2].lower == "that";
  }

  void SetAntecedents(const Tokens& before, Context* context) {
    const Antecedents found = FindAntecedents(before, before.size());
    // A sentence that speaks of "it" itself goes on with what "it" was.
    if (singular_.empty() ||
        Find(before, 0, "it ,|.|;|and|or|now|to|by|in|at|tomorrow"_p) == kNoMatch) {
      singular_ = NounPhraseOf(before, found.singular);
    }
    if (plural_.empty() || Find(before, 0, "them"_p) == kNoMatch) {
      plural_ = NounPhraseOf(before, found.plural);
    }
    context->singular_antecedent = singular_;
    context->plural_antecedent = plural_;
  }

  // What a pronoun stands for, in words; nothing when it is no noun phrase alone.
  std::string NounPhraseOf(const Tokens& tokens, Span span) const {
    for (std::size_t i = span.begin; i < span.end && i < tokens.size(); ++i) {
      if (IsAuxiliary(tokens[i].lower) || IsPronoun(tokens[i].lower) ||
          Match(tokens, i, "nobody|everybody|somebody|everyone|someone|nothing"_p) != kNoMatch) {
        return "";
      }
    }
    return titles_.Subject(tokens, span);
  }

  // Whether the beginning of the document has one of the patterns, in whatever kind of block.
  bool OpensWith(std::initializer_list<const Pattern*> patterns) const {
    constexpr std::size_t kHead = 600;
    const std::string_view text = document_.text;
    const Tokens tokens = Tokenize(text.substr(0, kHead));
    return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern* pattern) {
      return Find(tokens, 0, *pattern) != kNoMatch;
    });
  }

  // In a press release "the union calls for X" is the union's own word.
  void SpeakForTheAuthor(const Tokens& tokens, Candidates* found) const {
    constexpr std::size_t kSpeakers = 6;
    if (Find(tokens, 0,
             "critics|opponents|some|others|ministry|minister|government|scientists|experts|"
             "rivals|industry"_p) < kSpeakers) {
      return;
    }
    // A body with a name of its own that the opening does not know is somebody else.
    if (tokens.size() > 2 && IsName(tokens[0]) && IsName(tokens[1]) && tokens[1].word) {
      const std::string_view opening = std::string_view(document_.text).substr(0, 600);
      const std::string name = std::string(tokens[0].text) + " " + std::string(tokens[1].text);
      if (opening.find(name) == std::string_view::npos) return;
    }
    for (Candidate& candidate : *found) {
      if (!candidate.question && candidate.third_party) {
        candidate.third_party = false;
        if (candidate.stance == Stance::kMentions) candidate.stance = Stance::kRecommends;
      }
    }
  }

  // What the last measure of this paragraph announces for a list behind it.
  Section StanceBefore(std::size_t i) const {
    if (candidates_.empty()) return Section::kNone;
    const Candidate& last = candidates_.back();
    if (sentences_[last.sentences.back()].block != sentences_[i].block) return Section::kNone;
    switch (last.stance) {
      case Stance::kRecommends:
        return Section::kRecommendations;
      case Stance::kMentions:
        return Section::kOptions;
      case Stance::kOpposes:
        return Section::kRejected;
    }
    return Section::kNone;
  }

  // Speech of somebody else: the sentence quotes, and says who speaks.
  static bool IsQuotedSpeech(const Tokens& tokens) {
    bool inside = false;
    bool quoted = false;
    bool said = false;
    bool author = false;
    for (const Token& token : tokens) {
      if (token.lower == "\"" || token.lower == "\xE2\x80\x9C" || token.lower == "\xE2\x80\x9D") {
        inside = !inside;
        quoted = true;
        continue;
      }
      if (inside) continue;
      said = said || Match({token}, 0,
                           "said|says|told|tells|argued|argues|warned|warns|insisted|insists|"
                           "wrote|writes|added|adds|explained|demanded|claimed"_p) != kNoMatch;
      author = author || token.lower == "we" || token.lower == "i";
    }
    return quoted && said && !author;
  }

  // "We advise against it", "this was agreed": what was put forward just before is judged.
  // Or what the same sentence puts forward: "unconvinced by calls to close it".
  void ApplyVerdict(std::size_t i, Stance stance, Candidates* found) {
    bool here = false;
    for (Candidate& candidate : *found) {
      const bool floated = candidate.question && stance == Stance::kRecommends;
      if ((candidate.stance == Stance::kMentions && candidate.third_party) || floated) {
        candidate.stance = stance;
        candidate.question = false;
        here = true;
      }
      here = here || candidate.stance == stance;
    }
    if (here) return;
    const Sentence& verdict = sentences_[i];
    for (std::size_t k = candidates_.size(); k > 0; --k) {
      Candidate& candidate = candidates_[k - 1];
      const std::size_t last = candidate.sentences.back();
      if (last + kVerdictReach < i) break;
      const std::size_t block = sentences_[last].block;
      const bool near =
          block == verdict.block ||
          ((verdict.first_in_block || candidate.labelled_heading) && block + 1 == verdict.block);
      const bool open =
          candidate.question || candidate.third_party || candidate.stance == Stance::kMentions;
      if (!near || !open || last == i) continue;
      candidate.stance = stance;
      candidate.question = false;
      candidate.confidence = std::max(candidate.confidence, 0.7);
      candidate.sentences.push_back(i);
    }
  }

  // An item of a list of rejected options: its first words name the option.
  void ReadRejectedItem(std::size_t i, const RuleInput& input, bool verdict) {
    if (!sentences_[i].first_in_block) {
      // What follows says why.
      const bool own =
          !candidates_.empty() &&
          sentences_[candidates_.back().sentences.front()].block == sentences_[i].block;
      if (own && verdict) AddSentence(i, &candidates_.back());
      return;
    }
    Candidates found;
    FindImperatives(input, &found);
    if (found.empty()) {
      Span lead{0, ClauseEnd(input.tokens, 0)};
      for (std::size_t k = lead.begin; k < lead.end; ++k) {
        if (IsAuxiliary(input.tokens[k].lower)) lead.end = k;
      }
      Candidate candidate;
      candidate.title = titles_.FromNounPhrase(input.tokens, lead);
      if (candidate.title.find(' ') == std::string::npos) return;
      found.push_back(std::move(candidate));
    }
    for (Candidate& candidate : found) {
      candidate.stance = Stance::kOpposes;
      candidate.confidence = 0.8;
    }
    Take(i, std::move(found));
  }

  // "Moving the school would split the village", behind "turned down two ideas" or among options.
  void ReadIdea(const RuleInput& input, Candidates* found) const {
    const Tokens& tokens = input.tokens;
    const bool rejected = scope_.section == Section::kRejected;
    const bool option =
        scope_.section == Section::kOptions || heading_section_ == Section::kOptions;
    if (!(rejected || option) || input.context.question) return;
    const Span span = DropConnectives(tokens, {0, tokens.size()});
    std::size_t end = span.begin;
    while (end < span.end && tokens[end].word && !IsAuxiliary(tokens[end].lower)) ++end;
    if (end >= span.end || !IsAuxiliary(tokens[end].lower)) return;
    for (const VerbPhrase& phrase :
         SplitVerbPhrases(tokens, {span.begin, end}, VerbForm::kGerund, false)) {
      // "Heating and cooking" are no measure.
      if (IsNonAction(phrase.verb) || phrase.rest.empty() ||
          IsConjunction(tokens[phrase.rest.begin].lower)) {
        continue;
      }
      Candidate candidate;
      candidate.title = titles_.FromVerbPhrase(tokens, phrase);
      candidate.stance = rejected ? Stance::kOpposes : Stance::kMentions;
      candidate.confidence = rejected ? 0.65 : 0.55;
      if (candidate.title.find(' ') != std::string::npos) found->push_back(std::move(candidate));
    }
  }

  // "Response times are not published. They should be."
  void ReadEllipsis(std::size_t i, const Tokens& tokens, const Tokens& before,
                    Candidates* found) const {
    constexpr std::size_t kLongest = 7;
    const std::size_t end =
        Match(tokens, 0, "and|but? it|they|this|these|that should|must|ought to? be"_p);
    const bool whole =
        end != kNoMatch && tokens.size() <= kLongest && (end >= tokens.size() || !tokens[end].word);
    if (!whole || i == 0 || sentences_[i].first_in_block) return;
    std::size_t verb = 0;
    const std::size_t is = Find(before, 1, "is|are not|never|nowhere <adv>"_p, &verb);
    if (is == kNoMatch || verb >= before.size()) return;
    const std::string base = BaseOfParticiple(before[verb].lower, true);
    const plenum::ingestion::Subject subject = FindSubject(before, is);
    if (base.empty() || IsNonActionParticiple(base) || subject.span.empty()) return;
    Candidate candidate;
    candidate.title = titles_.FromPassive(before, base, subject.span, {verb + 1, before.size()});
    candidate.confidence = 0.65;
    candidate.sentences = {i - 1, i};
    if (candidate.title.find(' ') != std::string::npos) found->push_back(std::move(candidate));
  }

  static void AddSentence(std::size_t i, Candidate* candidate) {
    if (candidate->sentences.back() != i) candidate->sentences.push_back(i);
  }

  void AddUnwanted(const Tokens& tokens, std::size_t at, Candidates* found) const {
    const std::size_t end = ClauseEnd(tokens, at);
    for (std::size_t k = at; k < end; ++k) {
      if (IsAuxiliary(tokens[k].lower) || IsSubordinator(tokens[k].lower)) return;
    }
    Candidate candidate;
    candidate.title = titles_.FromNounPhrase(tokens, {at, end});
    candidate.stance = Stance::kOpposes;
    candidate.confidence = 0.5;
    if (candidate.title.find(' ') != std::string::npos) found->push_back(std::move(candidate));
  }

  // A list item that is a noun phrase: "A moratorium on new licences".
  void ReadNominalItem(const RuleInput& input, Candidates* found) const {
    const Tokens& tokens = input.tokens;
    // "Please, no more homework on a screen."
    const std::size_t no_more = Match(tokens, 0, "please? ,? no more"_p);
    if (no_more < tokens.size() && input.context.prescribes) {
      AddUnwanted(tokens, no_more, found);
      return;
    }
    if (!input.context.list_item || !input.context.first_in_block ||
        input.context.section == Section::kNone || input.context.question) {
      return;
    }
    const std::size_t end = ClauseEnd(tokens, 0);
    // "No more money for generators", "no new airports".
    std::size_t begin = Match(tokens, 0, "no more|further|new|additional"_p);
    const bool none = begin < end;
    if (!none) begin = 0;
    const std::size_t head = HeadOf(tokens, {begin, end});
    if (head == kNoMatch || end > 24 || end < 2) return;
    for (std::size_t k = begin; k < end; ++k) {
      // "One record, that every doctor can see": what is told of it may have its verb.
      if (k > 1 && tokens[k - 1].lower == "," && IsSubordinator(tokens[k].lower)) break;
      if (IsAuxiliary(tokens[k].lower)) return;
    }
    const bool measure = none || IsInstrumentNoun(tokens[head].lower) ||
                         !VerbOfNoun(tokens[head].lower).empty() || scope_.reaches_list ||
                         input.context.labelled || heading_path_.ends_with(':') ||
                         VerbForThing(tokens[head].lower) != "Introduce";
    if (!measure) return;
    Candidate candidate;
    candidate.title = titles_.FromNounPhrase(tokens, {begin, end});
    candidate.nominal = true;
    candidate.stance = none                                         ? Stance::kOpposes
                       : input.context.section == Section::kOptions ? Stance::kMentions
                                                                    : Stance::kRecommends;
    candidate.confidence = 0.6;
    candidate.actor = input.context.actor;
    if (candidate.title.find(' ') != std::string::npos) found->push_back(std::move(candidate));
  }

  // "Unannounce inspections", from "inspections should be unannounced": that is no verb.
  static bool IsUndone(const std::string& title) {
    const Tokens tokens = Tokenize(title.substr(0, title.find(' ')));
    if (tokens.empty() || !tokens[0].lower.starts_with("un")) return false;
    return !IsActionVerb(tokens[0].lower) && IsActionVerb(tokens[0].lower.substr(2));
  }

  // "Legislate accordingly": what, stands elsewhere.
  static bool SaysNothing(const std::string& title) {
    const std::size_t space = title.find(' ');
    // "Pay for it": so does a pronoun that stands for nothing known.
    if (std::count(title.begin(), title.end(), ' ') == 2 &&
        (title.ends_with(" for it") || title.ends_with(" with it") || title.ends_with(" of it") ||
         title.ends_with(" for them") || title.ends_with(" about it"))) {
      return true;
    }
    return space != std::string::npos && title.find(' ', space + 1) == std::string::npos &&
           IsAny(std::string_view(title).substr(space + 1),
                 {"accordingly", "so", "likewise", "differently", "quickly", "soon", "now", "more",
                  "better", "together", "first"});
  }

  // "We urge the Treasury" to do it: the Treasury does. "No home should": nobody does.
  static std::string WhoActs(std::string actor) {
    const Tokens tokens = Tokenize(actor);
    if (tokens.empty()) return actor;
    if (Match(tokens, 0, "no|nobody"_p) != kNoMatch) return "";
    const std::size_t whom = Match(
        tokens, 0, "we|i <adv> urge|ask|recommend|advise|invite|request|encourage|call upon|on?"_p);
    if (whom == kNoMatch) return actor;
    return whom < tokens.size() ? TextOf(tokens, {whom, tokens.size()}) : "";
  }

  void Take(std::size_t i, Candidates found) {
    for (Candidate& candidate : found) {
      if (candidate.confidence < kLeastConfidence || IsUndone(candidate.title) ||
          SaysNothing(candidate.title)) {
        continue;
      }
      candidate.confidence = std::min(candidate.confidence, 0.95);
      candidate.actor = WhoActs(std::move(candidate.actor));
      const Block& block = document_.blocks[sentences_[i].block];
      if (block.kind == BlockKind::kListItem) {
        candidate.item = sentences_[i].block + 1;
        candidate.lead = IsLead(i);
      }
      if (candidate.sentences.empty()) candidate.sentences.push_back(i);
      candidates_.push_back(std::move(candidate));
    }
  }

  // For each sentence, the next heading behind it.
  std::vector<std::size_t> SectionEnds() const {
    std::vector<std::size_t> ends(sentences_.size(), sentences_.size());
    std::size_t next = sentences_.size();
    for (std::size_t i = sentences_.size(); i > 0; --i) {
      ends[i - 1] = next;
      const Block& block = document_.blocks[sentences_[i - 1].block];
      if (block.kind == BlockKind::kHeading) next = i - 1;
    }
    return ends;
  }

  // "Do you agree that ...? Yes. It should appear on every page.": the answer says it itself.
  void DropAnswered() {
    for (std::size_t i = 0; i + 1 < candidates_.size();) {
      const Candidate& next = candidates_[i + 1];
      const bool told = candidates_[i].asked && candidates_[i].stance == Stance::kRecommends &&
                        !next.asked && next.stance == Stance::kRecommends &&
                        next.sentences.front() <= candidates_[i].sentences.back() + kVerdictReach;
      if (told) {
        candidates_.erase(candidates_.begin() + static_cast<std::ptrdiff_t>(i));
      } else {
        ++i;
      }
    }
  }

  absl::StatusOr<std::vector<ExtractedMeasure>> Finish() {
    candidates_.erase(std::remove_if(candidates_.begin(), candidates_.end(),
                                     [](const Candidate& c) { return c.question; }),
                      candidates_.end());
    DropAnswered();
    std::vector<ExtractedMeasure> measures;
    for (const Candidate& candidate : candidates_) {
      proposing_.insert(candidate.sentences.begin(), candidate.sentences.end());
    }
    candidates_ = AbsorbHeadings(std::move(candidates_), SectionEnds());
    candidates_ = JoinItems(std::move(candidates_));
    for (Candidate& candidate : MergeDuplicates(std::move(candidates_))) {
      ExtractedMeasure measure;
      measure.title = candidate.title;
      measure.stance = candidate.stance;
      measure.actor = TitleMaker::Finish(candidate.actor);
      measure.confidence = candidate.confidence;
      for (const std::size_t i : candidate.sentences) {
        Quote quote;
        quote.start = sentences_[i].start;
        quote.end = sentences_[i].end;
        quote.text = std::string(index_.Slice(quote.start, quote.end));
        if (CountCodePoints(quote.text) != quote.end - quote.start) {
          return absl::InternalError("a quote does not have the length of its offsets");
        }
        measure.quotes.push_back(std::move(quote));
      }
      measure.arguments = ArgumentsNear(candidate);
      measures.push_back(std::move(measure));
    }
    return measures;
  }

  // The sentences of a measure's paragraph, or right behind it, that give a reason.
  std::vector<Argument> ArgumentsNear(const Candidate& candidate) const {
    constexpr std::size_t kBefore = 1;
    constexpr std::size_t kBehind = 3;
    std::vector<Argument> arguments;
    std::size_t argued = 0;  // the last sentence that did
    for (const std::size_t place : candidate.sentences) {
      const std::size_t first = place > kBefore ? place - kBefore : 0;
      const std::size_t last = std::min(place + kBehind, sentences_.size() - 1);
      for (std::size_t i = first; i <= last && arguments.size() < kMostArguments; ++i) {
        if (proposing_.count(i) != 0) {
          if (i > place) break;  // what follows belongs to the next measure
          continue;
        }
        if (!SamePassage(place, i)) continue;
        const Reason reason = reasons_[i];
        if (reason == Reason::kNone) continue;
        const std::size_t from = i > place ? std::max(place, argued) : i;
        const Standing standing{i > place, i > place ? i - from : place - i, candidate.stance,
                                candidate.title};
        const std::optional<bool> supports =
            Argues(Tokenize(sentences_[i].clean), reason, standing);
        if (!supports.has_value()) continue;
        Argument argument;
        argument.supports = *supports;
        argued = i;
        argument.quote.start = sentences_[i].start;
        argument.quote.end = sentences_[i].end;
        argument.quote.text = std::string(index_.Slice(argument.quote.start, argument.quote.end));
        const bool known = std::any_of(arguments.begin(), arguments.end(), [&](const Argument& a) {
          return a.quote.start == argument.quote.start;
        });
        if (!known) arguments.push_back(std::move(argument));
      }
    }
    std::sort(arguments.begin(), arguments.end(),
              [](const Argument& a, const Argument& b) { return a.quote.start < b.quote.start; });
    return arguments;
  }

  // The same block, or the paragraph behind that goes on with it.
  bool SamePassage(std::size_t measure, std::size_t other) const {
    const std::size_t a = sentences_[measure].block;
    const std::size_t b = sentences_[other].block;
    if (a == b) return true;
    const auto is_paragraph = [&](std::size_t block) {
      return document_.blocks[block].kind == BlockKind::kParagraph;
    };
    return b == a + 1 && is_paragraph(b) && document_.blocks[a].kind != BlockKind::kListItem;
  }

  const ParsedDocument& document_;
  CodePointIndex index_;
  CommonWords common_;
  CommonWords names_;
  TitleMaker titles_;
  std::vector<Sentence> sentences_;
  Candidates candidates_;
  std::vector<Reason> reasons_;                // by sentence
  std::unordered_set<std::size_t> proposing_;  // sentences that a measure quotes
  Scope scope_;
  Section label_ = Section::kNone;  // what a label that stood alone announced
  std::size_t behind_label_ = 0;    // for this sentence
  std::string singular_;            // what "it" and "they" stood for last
  std::string plural_;
  bool minutes_ = false;
  bool draft_ = false;
  bool guides_ = false;
  bool commits_ = false;
  bool release_ = false;  // a press release: those whom it quotes speak for its author
  std::string heading_path_;
  Section heading_section_ = Section::kNone;
  bool option_heading_ = false;
};

}  // namespace

absl::StatusOr<std::vector<ExtractedMeasure>> ExtractMeasures(const ParsedDocument& document,
                                                              const base::Stopped& stopped) {
  return Extractor(document).Run(stopped);
}

absl::Status VerifyQuote(std::string_view text, const Quote& quote) {
  if (quote.text.empty() || quote.start >= quote.end) {
    return absl::InvalidArgumentError("the quote is empty; give its words and start < end");
  }
  const CodePointIndex index(text);
  if (quote.end > index.size()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the quote ends at ", quote.end, ", but the document has ", index.size(), " characters"));
  }
  const std::string_view there = index.Slice(quote.start, quote.end);
  if (there == quote.text) return absl::OkStatus();
  const auto [here, given] =
      std::mismatch(there.begin(), there.end(), quote.text.begin(), quote.text.end());
  (void)given;
  auto same = static_cast<std::size_t>(here - there.begin());
  while (same > 0 && same < there.size() &&
         (static_cast<unsigned char>(there[same]) & 0xC0U) == 0x80U) {
    --same;
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the quote is not what the document says from character ",
                   quote.start + CountCodePoints(there.substr(0, same))));
}

std::string_view StanceName(Stance stance) {
  switch (stance) {
    case Stance::kRecommends:
      return "RECOMMENDS";
    case Stance::kMentions:
      return "MENTIONS";
    case Stance::kOpposes:
      return "OPPOSES";
  }
  return "MENTIONS";
}

}  // namespace plenum::ingestion
