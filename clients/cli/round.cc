// round show, open, movements: the rounds of scoring.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

struct MovementOptions {
  int round = 0;
};

absl::StatusOr<scoring::v1::GetRoundResponse> Current(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::GetRoundRequest request;
  request.set_parent(who->deliberation);
  return session.Call(&Scorings::GetRound, request);
}

absl::Status Show(Session& session, const NoOptions&) {
  const auto response = Current(session);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Round " << response->round().number() << " of scoring; "
                << (response->scores_visible() ? "you see the scores of the others.\n"
                                               : "the scores of the others are sealed for you.\n");
  return absl::OkStatus();
}

absl::Status Open(Session& session, const NoOptions&) {
  const auto current = Current(session);
  if (!current.ok()) return current.status();
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::OpenRoundRequest request;
  request.set_parent(who->deliberation);
  request.set_number(current->round().number() + 1);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::OpenRound, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out()
      << "Round " << response->round().number()
      << " is open: members who have scored see the others' scores now, and `plenum round "
         "movements` shows what they change.\n";
  return absl::OkStatus();
}

absl::Status Movements(Session& session, const MovementOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::ListMovementsRequest request;
  request.set_parent(who->deliberation);
  request.set_round(options.round);
  const auto response = session.Call(&Scorings::ListMovements, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Round " << response->round() << ": "
                << text::Count(response->movements_size(), "score") << " of "
                << response->score_count() << " moved, of "
                << text::Count(response->moved_members(), "member") << ".\n";
  if (response->movements().empty()) return absl::OkStatus();
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  Table table({{"Who"},
               {"Measure", Align::kLeft, true},
               {"Criterion"},
               {"From", Align::kRight},
               {"To", Align::kRight},
               {"Why", Align::kLeft, true}});
  for (const auto& movement : response->movements()) {
    table.Add({TitleOf(CandidatesOf(*members), movement.member()),
               TitleOf(CandidatesOf(*measures), movement.measure()),
               TitleOf(CandidatesOf(*criteria), movement.criterion()),
               text::Number(movement.old_value()), text::Number(movement.new_value()),
               movement.new_evidence() ? text::Printable(movement.reason()) : "no new evidence"});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

}  // namespace

void AddRoundCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun =
      AddNoun(app, "round", "Score in rounds: sealed at first, then knowing the others");
  AddVerb<NoOptions>(*noun, chosen, "show", "Say which round it is, and what you see",
                     {"plenum round show"}, Show);
  AddVerb<NoOptions>(*noun, chosen, "open", "Begin the next round (facilitator)",
                     {"plenum round open"}, Open);
  const auto movements = AddVerb<MovementOptions>(
      *noun, chosen, "movements", "Show who moved in a round, how far, and with what evidence",
      {"plenum round movements", "plenum round movements --round 2 --json"}, Movements);
  movements.command
      ->add_option("--round", movements.options->round, "The round; by default that now")
      ->check(CLI::Range(2, 100));
}

}  // namespace plenum::cli
