// round show, open, assess, movements: the rounds of scoring.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

struct MovementOptions {
  int round = 0;
};

struct AssessOptions {
  bool all = false;
};

// Cells that nobody needs to talk about are many.
constexpr int kShownCells = 15;
// Fewer members are shown no index, whatever their scores.
constexpr int kLeastForAnIndex = 5;

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

Cell StateCell(scoring::v1::CellState state) {
  switch (state) {
    case scoring::v1::CELL_STATE_MOVING:
      return Cell("moves", Style::kAccent);
    case scoring::v1::CELL_STATE_STABLE_SPLIT:
      return Cell("stays split", Style::kWarning);
    case scoring::v1::CELL_STATE_STABLE_AGREED:
      return Cell("stays, no split", Style::kGood);
    default:
      return Cell("new", Style::kDim);
  }
}

std::string AdviceOf(const scoring::v1::AssessRoundResponse& response) {
  int split = 0;
  int moving = 0;
  for (const auto& cell : response.cells()) {
    if (cell.state() == scoring::v1::CELL_STATE_STABLE_SPLIT) ++split;
    if (cell.state() == scoring::v1::CELL_STATE_MOVING) ++moving;
  }
  if (response.advice() == scoring::v1::ROUND_ADVICE_STOP) {
    return absl::StrCat("Nothing moves any more: another round will hardly change anything. ",
                        split == 0
                            ? "Members are split on no score."
                            : absl::StrCat("Members stay split on ", text::Count(split, "score"),
                                           ", which is a result, too."));
  }
  if (moving > 0) {
    return absl::StrCat("Scores still move on ", text::Count(moving, "cell"),
                        ": another round is worth it.");
  }
  return "There is no earlier round to compare with: `plenum round open` begins the next one.";
}

absl::Status Assess(Session& session, const AssessOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::AssessRoundRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.Call(&Scorings::AssessRound, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Table table({{"Measure", Align::kLeft, true},
               {"Criterion"},
               {"Scores", Align::kRight},
               {"Median", Align::kRight},
               {"Middle half", Align::kRight},
               {"A", Align::kRight},
               {"Moved", Align::kRight},
               {""}});
  const int shown =
      options.all ? response->cells_size() : std::min(kShownCells, response->cells_size());
  for (int i = 0; i < shown; ++i) {
    const auto& cell = response->cells(i);
    table.Add({text::Printable(cell.measure_title()), text::Printable(cell.criterion_title()),
               std::to_string(cell.scores()), text::Number(cell.median()),
               text::Number(cell.interquartile_range()),
               cell.has_agreement() ? text::Fixed(cell.agreement(), 2) : "-",
               cell.has_moved() ? text::Number(cell.moved() * 100, 0) + " %" : "-",
               StateCell(cell.state())});
  }
  if (shown > 0) session.out() << table.Render(session.terminal());
  const bool without_index = std::any_of(
      response->cells().begin(), response->cells().end(),
      [](const auto& cell) { return !cell.has_agreement() && cell.scores() >= kLeastForAnIndex; });
  if (without_index) {
    session.out() << "No A (-) where scores are not whole steps of a scale of up to 20.\n";
  }
  if (shown < response->cells_size()) {
    session.out() << "and " << response->cells_size() - shown << " more; --all shows them\n";
  }
  if (response->cells().empty()) {
    session.out() << "No measure was scored by two members yet.\n";
    return absl::OkStatus();
  }
  std::string alphas;
  for (const auto& criterion : response->criteria()) {
    if (!criterion.has_alpha()) continue;
    absl::StrAppend(&alphas, alphas.empty() ? "Krippendorff's alpha: " : ", ",
                    text::Printable(criterion.title()), " ", text::Number(criterion.alpha(), 2));
  }
  session.out() << "\n";
  for (const auto& line : text::Wrap(AdviceOf(*response), session.terminal().width)) {
    session.out() << session.terminal().Paint(Style::kStrong, line) << "\n";
  }
  for (const auto& line : text::Wrap(alphas, session.terminal().width)) {
    session.out() << session.terminal().Paint(Style::kDim, line) << "\n";
  }
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
  const auto assess = AddVerb<AssessOptions>(
      *noun, chosen, "assess", "Say how far members agree, and whether another round is worth it",
      {"plenum round assess", "plenum round assess --all --json"}, Assess);
  assess.command->add_flag("--all", assess.options->all, "Also what nobody needs to talk about");
  const auto movements = AddVerb<MovementOptions>(
      *noun, chosen, "movements", "Show who moved in a round, how far, and with what evidence",
      {"plenum round movements", "plenum round movements --round 2 --json"}, Movements);
  movements.command
      ->add_option("--round", movements.options->round, "The round; by default that now")
      ->check(CLI::Range(2, 100));
}

}  // namespace plenum::cli
