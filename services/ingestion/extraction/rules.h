// The rules that find measures in one sentence. Internal to extraction/: use extraction.h.
//
// Each rule reads the tokens of a sentence and what the document said around it (Context), and adds
// candidates. Rules know nothing of each other; extraction.cc orders them, joins duplicates, and
// applies what later sentences say ("we advise against it").
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "services/ingestion/extraction/extraction.h"
#include "services/ingestion/extraction/grammar.h"

namespace plenum::ingestion {

// What a heading or a lead-in sentence announces.
enum class Section { kNone, kRecommendations, kOptions, kRejected };

struct Context {
  Section section = Section::kNone;
  bool list_item = false;
  bool first_in_block = false;
  bool option_scope = false;    // behind "has several options", or what goes on from there
  bool option_heading = false;  // the innermost heading names an option
  bool heading = false;
  bool after_measure = false;  // the sentences before, in this paragraph, recommended something
  bool labelled = false;       // behind a label that stands alone: "Proposal 14."
  bool minutes = false;        // the document is the minutes of a meeting
  bool question = false;       // the sentence ends with a question mark
  bool prescribes = false;     // it has recommended something before
  bool guides = false;         // the document is guidance: it tells its readers what to do
  bool draft = false;          // the document explains a draft of law
  bool commits = false;        // the document says what its author will do, again and again
  std::string actor;           // whom a lead-in names: "The council should:"
  std::string last_actor;      // who was to act in the measure before, in this paragraph
  // What "it", "these" ... of this sentence may stand for: noun phrases of the sentence before.
  std::string singular_antecedent;
  std::string plural_antecedent;
};

struct Candidate {
  std::string title;
  Stance stance = Stance::kRecommends;
  std::string actor;
  double confidence = 0.5;
  bool third_party = false;       // somebody else's proposal
  bool labelled_heading = false;  // "Recommendation 2: End hotel use"
  bool question = false;          // "Should X be banned?": a measure only if it is answered
  bool asked = false;             // from a question of a consultation that was answered
  bool nominal = false;           // its title is a noun phrase made into one
  std::size_t item = 0;           // the list item that it stands in, from 1; 0 for none
  bool lead = false;              // from the few words that open an item: "Quiet nights."
  std::string option;             // "b" of "Option B: Lease the aircraft"
  std::vector<std::size_t> sentences;
};

struct RuleInput {
  const Tokens& tokens;
  const Context& context;
  const TitleMaker& titles;
};

using Candidates = std::vector<Candidate>;

// should, must, ought to, need to, is to, could, might, may ... with their verb.
void FindModals(const RuleInput& input, Candidates* out);

// What is to be had, got or be: "must have the right to", "needs a second nurse", "must be
// independent", "there should be a register", "let the mayor publish it".
void FindStates(const RuleInput& input, Candidates* out);

// What a meeting decided: "resolved that", "agreed to", "a proposal to V was rejected".
void FindDecisions(const RuleInput& input, Candidates* out);

// "The government should do three things: publish A, fund B and end C."
void FindEnumerations(const RuleInput& input, Candidates* out);

// "that all libraries open on Saturdays and that they close on Mondays": what a clause behind
// token `that` (kNoMatch: the whole sentence) wants, read as if it said "should". True when there
// is something.
bool FindWanted(const RuleInput& input, std::size_t that, Candidates* out);

// Whether a sentence dates what it tells: "in 2019", "last year", "two years ago".
bool TellsHistory(const Tokens& tokens);

// "there is a need to", "it is necessary to", "X are needed", "it would be wise to".
void FindNeeds(const RuleInput& input, Candidates* out);

// "we recommend that", "one option is to", "calls for", "the case for", "this might mean holding".
void FindProposals(const RuleInput& input, Candidates* out);

// Sentences and list items that begin with a verb; nouns that stand for a measure in a list.
void FindImperatives(const RuleInput& input, Candidates* out);

// "we advise against X", "unconvinced by calls to X", "critics who propose X are wrong".
void FindRejections(const RuleInput& input, Candidates* out);

// Petitions and resolutions ("urges Member States to V", "we ask you to V"), and what the author
// would do ("we would abolish zero rates"). True when there is one, as below.
bool FindAddresses(const RuleInput& input, Candidates* out);

// Plain states that are to come about: "wages should rise", "it has no place in the act", "it would
// help if X were open". For sentences in which no other rule found anything.
void FindWishes(const RuleInput& input, Candidates* out);

// "Fares should fall, and so should the fee": what the second clause wishes, beside the first.
void FindEllipses(const RuleInput& input, Candidates* out);

// Whether a sentence says what its author, or a government, will do: "We will introduce ...".
bool IsCommitment(const Tokens& tokens);

// "We will build 800 homes", in a document that says what its author will do. True when there is
// one.
bool FindCommitments(const RuleInput& input, Candidates* out);

// Plans that are to be dropped or cannot be supported: "calls to ban X should be resisted". True
// when there is one, and then no other rule is to read the sentence.
bool FindOpposedPlans(const RuleInput& input, Candidates* out);

// "Do you agree that the logo should appear?", "Should there be a limit on packs?": measures only
// if they are answered.
void FindQuestions(const RuleInput& input, Candidates* out);

// What a draft provides ("clause 4 exempts hospitals"), what somebody turns down, and items that
// tell as a fact what is to be. For sentences in which no other rule found anything.
void FindProvisions(const RuleInput& input, Candidates* out);

// Whether the main clause denies what the other one says: "we do not believe that X is needed".
bool DoubtsItsClause(const RuleInput& input);

// Whether the sentence rejects what was said before it: "We came down against it."
bool RejectsAntecedent(const RuleInput& input);

// Whether it accepts what was said before it: "We recommend it", "this was agreed", "Carried."
bool AcceptsAntecedent(const RuleInput& input);

// What a heading announces, by its words.
Section SectionOfHeading(std::string_view heading_path);

// Whether the innermost heading is one option's own: "Option B: Lease the aircraft".
bool IsOptionHeading(std::string_view heading_path);

// The "b" of "Option B: ...", or nothing.
std::string OptionLabel(const Tokens& tokens);

// Whether the tokens are a label and nothing else: "Recommendation 7.", "Option C".
bool IsBareLabel(const Tokens& tokens, Section* section);

// What a sentence says of options by their labels: "we recommend Option C".
struct OptionVerdict {
  Stance stance = Stance::kMentions;  // kMentions: nothing
  std::vector<std::string> options;
};
OptionVerdict FindOptionVerdict(const Tokens& tokens);

// What a sentence announces for the list or the sentences behind it; kNone for most.
Section SectionOfLeadIn(const Tokens& tokens, std::string* actor);

}  // namespace plenum::ingestion
