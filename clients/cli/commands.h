// commands: the verbs of `plenum`, one source file for each noun.
//
// Each function adds its verbs to the parser. Parsing only notes which action was chosen; main()
// runs it afterwards, so that help and wrong options never touch the network.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "clients/cli/session.h"

namespace plenum::cli {

using Action = std::function<absl::Status(Session&)>;

void AddSignInCommands(CLI::App& app, Action& chosen);        // login, logout, whoami, use
void AddDeliberationCommands(CLI::App& app, Action& chosen);  // deliberation, turnout
void AddPlanningCommands(CLI::App& app, Action& chosen);      // plan, rules, delegation
void AddMemberCommands(CLI::App& app, Action& chosen);        // member
void AddInviteCommands(CLI::App& app, Action& chosen);        // invite, join
void AddDocumentCommands(CLI::App& app, Action& chosen);      // document
void AddMeasureCommands(CLI::App& app, Action& chosen);       // measure
void AddSuggestionCommands(CLI::App& app, Action& chosen);    // suggestion
void AddArgumentCommands(CLI::App& app, Action& chosen);      // argument
void AddWebhookCommands(CLI::App& app, Action& chosen);       // webhook
void AddDigestCommands(CLI::App& app, Action& chosen);        // digest
void AddStatementCommands(CLI::App& app, Action& chosen);     // statement, opinion
void AddCriterionCommands(CLI::App& app, Action& chosen);     // criterion
void AddScoreCommands(CLI::App& app, Action& chosen);         // score
void AddVoteCommands(CLI::App& app, Action& chosen);          // vote, ballot
void AddWeightCommands(CLI::App& app, Action& chosen);        // weight
void AddRoundCommands(CLI::App& app, Action& chosen);         // round
void AddRankingCommands(CLI::App& app, Action& chosen);       // ranking
void AddEvaluateCommands(CLI::App& app, Action& chosen);      // evaluate
void AddResultCommands(CLI::App& app, Action& chosen);        // result
void AddReportCommands(CLI::App& app, Action& chosen);        // report
void AddVerifyCommands(CLI::App& app, Action& chosen);        // verify, bundle
void AddWatchCommands(CLI::App& app, Action& chosen);         // watch
void AddExtractCommands(CLI::App& app, Action& chosen);       // extract
void AddTallyCommands(CLI::App& app, Action& chosen);         // tally
void AddConvertCommands(CLI::App& app, Action& chosen);       // convert
void AddServerCommands(CLI::App& app, Action& chosen);        // server
void AddCompletionCommands(CLI::App& app, Action& chosen);    // completion

// The verbs of `measure` that curate: accept, edit, merge, split ... (curation.cc).
void AddCurationVerbs(CLI::App& measure, Action& chosen);

// The verb `ballot receipt` (verify.cc).
void AddBallotReceiptVerb(CLI::App& ballot, Action& chosen);

// A noun that needs a verb: "plenum measure" alone shows its help.
CLI::App* AddNoun(CLI::App& app, const std::string& name, const std::string& description);

// A verb with examples in its help. `run` gets the options that the returned pointer fills.
template <class Options>
struct Verb {
  CLI::App* command;
  std::shared_ptr<Options> options;
};

std::string Examples(std::initializer_list<std::string_view> examples);

template <class Options>
Verb<Options> AddVerb(CLI::App& parent, Action& chosen, const std::string& name,
                      const std::string& description,
                      std::initializer_list<std::string_view> examples,
                      absl::Status (*run)(Session&, const Options&)) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->footer(Examples(examples));
  auto options = std::make_shared<Options>();
  command->callback([&chosen, options, run] {
    chosen = [options, run](Session& session) { return run(session, *options); };
  });
  return {command, options};
}

// For verbs without options.
struct NoOptions {};

// What people call the API's values.
std::string_view RoleWord(deliberation::v1::Role role);
// ROLE_UNSPECIFIED for what is none.
deliberation::v1::Role RoleOfWord(std::string_view word);
std::string_view PhaseWord(deliberation::v1::Phase phase);
// Nobody votes any more, unless another vote is opened.
inline bool IsOver(deliberation::v1::Phase phase) {
  return phase == deliberation::v1::PHASE_CLOSED || phase == deliberation::v1::PHASE_PUBLISHED;
}
inline constexpr std::string_view kPhaseWords =
    "draft, collecting, scoring, discussing, revising, voting, closed and published";
// The phase of such a word; nothing for others.
std::optional<deliberation::v1::Phase> ParsePhase(std::string_view word);
std::string_view StanceWord(ingestion::v1::Stance stance);

// "0 to 10, less is better".
std::string ScaleInWords(const scoring::v1::Criterion& criterion);
// "; worst: bankrupt; best: free", or nothing where the ends are not described.
std::string AnchorsInWords(const scoring::v1::Criterion& criterion);

// "2026-11-21 20:29", local time; "-" when unset.
std::string TimeWord(const google::protobuf::Timestamp& time);
// "20:29:05", local time.
std::string ClockWord(const google::protobuf::Timestamp& time);

// Asks before something that cannot be undone, unless `yes` or --json. At a terminal the person is
// asked; else the answer is the first line of standard input. OK to go on; CANCELLED when the
// answer is no; a usage error that names --yes when there is none, when it is neither yes nor no,
// or when nobody could see the question.
absl::Status Confirm(Session& session, bool yes, std::string_view question);

// The name of the argument that `word` means: its number in `plenum argument list`, id or words.
absl::StatusOr<std::string> FindArgument(Session& session, const std::string& deliberation,
                                         const std::string& word);

}  // namespace plenum::cli
