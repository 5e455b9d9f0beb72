#include "clients/cli/tally_view.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/page.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

namespace wire = tally::v1;

// Committees that are level beyond these are left to --json.
constexpr int kMostCommittees = 10;

class View : public Page {
 public:
  using Page::Page;

  static std::string DecidedBy(const std::string& rule) {
    if (rule == "backwards") return "the latest round before in which they were not level";
    if (rule == "forwards") return "the first round in which they were not level";
    return absl::StrCat("the ", rule);
  }

  void Ties(const google::protobuf::RepeatedPtrField<wire::Tie>& ties) {
    for (const auto& tie : ties) {
      const std::string where = tie.round() > 0 ? absl::StrCat(" in round ", tie.round()) : "";
      if (tie.rule() == "kept") {
        Line(absl::StrCat(Names(tie.tied()), " are level", where,
                          " and leave together; --ties says who goes first instead."));
      } else if (tie.resolved().empty()) {
        Line(absl::StrCat("Held for a decision", where, ": ", Names(tie.tied()), " are level."));
      } else {
        Line(absl::StrCat("A tie", where, " between ", Names(tie.tied()), " was broken by ",
                          DecidedBy(tie.rule()), ": ", Names(tie.resolved(), " > "), "."));
      }
    }
  }

  // Rounds as a table: one row an option, one column a round.
  void Rounds(const wire::Working& working) {
    if (working.rounds().empty()) return;
    std::vector<Column> columns = {{"", Align::kLeft, true}};
    for (int r = 0; r < working.rounds_size(); ++r) {
      columns.push_back({absl::StrCat(r + 1), Align::kRight});
    }
    Table table(columns);
    for (int option = 0; option < static_cast<int>(names().size()); ++option) {
      std::vector<Cell> cells = {Name(option)};
      for (const auto& round : working.rounds()) cells.push_back(VotesOf(round, option));
      table.Add(std::move(cells));
    }
    Gap();
    Head(absl::StrCat("Round by round (", working.unit(), ")"));
    session().out() << table.Render(terminal(), 2);
  }

  void Figures(const wire::Working& working) {
    if (working.figures().empty()) return;
    std::vector<Column> columns = {{"", Align::kLeft, true}};
    for (const auto& figure : working.figures()) columns.push_back({figure.name(), Align::kRight});
    Table table(columns);
    for (int option = 0; option < static_cast<int>(names().size()); ++option) {
      std::vector<Cell> cells = {Name(option)};
      for (const auto& figure : working.figures()) cells.emplace_back(figure.values(option));
      table.Add(std::move(cells));
    }
    Gap();
    Head("What was counted");
    session().out() << table.Render(terminal(), 2);
  }

  // What a method of defeats dropped; the others stand in the matrix.
  void DroppedDefeats(const wire::Working& working) {
    bool any = false;
    for (const auto& defeat : working.defeats()) {
      if (defeat.kept()) continue;
      if (!any) {
        Gap();
        Head("Defeats that the ranking does not follow, with their strength");
      }
      any = true;
      Line(absl::StrCat(Name(defeat.winner()), " beats ", Name(defeat.loser()), " (",
                        defeat.strength(), ")"),
           2);
    }
  }

  void Working(const wire::Working& working, bool stages) {
    if (stages) {
      Figures(working);
      Rounds(working);
      DroppedDefeats(working);
    }
    if (!working.ties().empty()) Gap();
    Ties(working.ties());
    if (working.unproven()) {
      Line("The method could not prove within its limits that no better order exists.");
    }
  }

  void Places(const google::protobuf::RepeatedPtrField<wire::Place>& ranking) {
    wire::Outcome outcome;
    for (const std::string& name : names()) outcome.add_options(name);
    *outcome.mutable_ranking() = ranking;
    PrintPlaces(session(), outcome, {});
  }

  void Elected(const google::protobuf::RepeatedField<int>& elected) {
    for (int i = 0; i < elected.size(); ++i) {
      session().out() << text::PadLeft(absl::StrCat(i + 1, "."), 3) << "  "
                      << terminal().Paint(Style::kGood, Name(elected[i])) << "\n";
    }
  }

  // What a rule adds up for each option alone, best first as the committee is.
  void Points(const google::protobuf::RepeatedPtrField<std::string>& points,
              std::string_view what) {
    if (points.empty()) return;
    Gap();
    Table table({{"", Align::kLeft, true}, {std::string(what), Align::kRight}});
    for (int option = 0; option < points.size(); ++option) {
      if (!points[option].empty()) table.Add({Name(option), text::Decimal(points[option])});
    }
    session().out() << table.Render(terminal(), 2);
  }

  void Steps(const google::protobuf::RepeatedPtrField<std::string>& steps) {
    if (steps.empty()) return;
    Gap();
    Head("Step by step");
    for (const std::string& step : steps) Line(text::Printable(step), 2);
  }

 private:
  static Cell VotesOf(const wire::Round& round, int option) {
    for (const auto& votes : round.votes()) {
      if (votes.option() != option) continue;
      const auto& elected = round.elected();
      const auto& out = round.eliminated();
      const bool wins = std::find(elected.begin(), elected.end(), option) != elected.end();
      const bool leaves = std::find(out.begin(), out.end(), option) != out.end();
      return Cell(text::Decimal(votes.votes()), wins     ? Style::kGood
                                                : leaves ? Style::kDim
                                                         : Style::kPlain);
    }
    return Cell("-", Style::kDim);
  }
};

// "STV_RULE_WIGM_PRF" without its prefix, as on the command line: "wigm-prf".
template <typename Enum>
std::string Word(Enum value, const google::protobuf::EnumDescriptor* type, size_t prefix) {
  std::string word = type->FindValueByNumber(value)->name().substr(prefix);
  for (char& c : word) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
  return word;
}

}  // namespace

void PrintOutcome(Session& session, const wire::Outcome& outcome, bool stages) {
  const std::vector<std::string> names(outcome.options().begin(), outcome.options().end());
  View view(session, names);
  view.Head("The ranking, by " + std::string(counting::TitleOf(outcome.method())));
  PrintPlaces(session, outcome, {});
  view.Working(outcome.working(), stages);
  view.Withdrawn(outcome.withdrawn());
  view.Gap();
  view.Head("How many ballots prefer the row to the column");
  PrintPairwise(session, outcome, {});
  session.out() << "\n";
  if (outcome.options_size() > 1) {
    std::string duels = outcome.has_condorcet_winner()
                            ? absl::StrCat("Condorcet winner, who beats every other: ",
                                           view.Name(outcome.condorcet_winner()), ".")
                            : "Nobody beats every other: there is no Condorcet winner.";
    if (outcome.has_condorcet_loser()) {
      absl::StrAppend(&duels, " Condorcet loser: ", view.Name(outcome.condorcet_loser()), ".");
    }
    view.Line(duels);
  }
  session.out() << text::Count(outcome.ballot_count(), "ballot") << ".\n";
}

void PrintElect(Session& session, const wire::ElectResponse& response,
                const std::vector<std::string>& names, bool stages) {
  View view(session, names);
  view.Head(absl::StrCat("Elected, by single transferable vote (",
                         Word(response.rule(), wire::StvRule_descriptor(), 9), ")"));
  view.Elected(response.elected());
  view.Gap();
  view.Head("How it came about");
  for (const auto& stage : response.stages()) {
    const bool decisive =
        stage.action() == "elect" || stage.action() == "exclude" || stage.action() == "tie";
    if (!stages && !decisive) continue;
    std::string words = stage.round() == 0 ? "At once" : absl::StrCat("Round ", stage.round());
    absl::StrAppend(&words, ": ", stage.action());
    if (!stage.options().empty()) absl::StrAppend(&words, " ", view.Names(stage.options()));
    if (!stage.options().empty() && stage.votes_size() > stage.options(0)) {
      absl::StrAppend(&words, " at ", text::Decimal(stage.votes(stage.options(0))));
    }
    if (!stage.reason().empty()) absl::StrAppend(&words, " (", stage.reason(), ")");
    view.Line(words, 2);
    if (!stages) continue;
    std::string votes;
    for (int option = 0; option < stage.votes_size(); ++option) {
      absl::StrAppend(&votes, option == 0 ? "" : ", ", view.Name(option), " ",
                      text::Decimal(stage.votes(option)));
    }
    view.Line(absl::StrCat(votes, "; quota ", text::Decimal(stage.quota()), ", not transferable ",
                           text::Decimal(stage.nontransferable()),
                           stage.lost().empty() ? ""
                                                : absl::StrCat(", lost by cutting decimals ",
                                                               text::Decimal(stage.lost()))),
              6);
  }
  view.Gap();
  view.Ties(response.ties());
  if (response.held()) view.Line("The count is held for a decision and not finished.");
  view.Withdrawn(response.withdrawn());
  const std::string lost =
      response.stages().empty() ? "" : response.stages(response.stages_size() - 1).lost();
  session.out() << text::Count(response.valid_ballots(), "valid ballot")
                << (lost.empty() ? ""
                                 : absl::StrCat("; ", text::Decimal(lost),
                                                " votes were lost by cutting decimals"))
                << ".\n";
}

void PrintScores(Session& session, const wire::TallyScoresResponse& response,
                 const std::vector<std::string>& names, plenum::tally::ScoreRange range,
                 const std::vector<std::string>& grades, bool stages) {
  View view(session, names);
  const std::string rule = Word(response.rule(), wire::ScoreRule_descriptor(), 11);
  if (response.ranking().empty()) {
    view.Head(absl::StrCat("Elected, by ", rule));
    view.Elected(response.elected());
    if (!response.undecided().empty()) {
      view.Line(absl::StrCat(view.Names(response.undecided()), " are level for seat ",
                             response.elected_size() + 1,
                             ", and the count stops there; --ties says how to go on."));
    }
  } else {
    view.Head(absl::StrCat("The ranking, by ", rule));
    view.Places(response.ranking());
  }
  wire::Working working = response.working();
  // In the words that voters saw.
  for (auto& figure : *working.mutable_figures()) {
    if (grades.empty() || figure.name() != "median grades") continue;
    for (std::string& value : *figure.mutable_values()) {
      value = plenum::tally::GradeText(range, grades, std::stoi(value));
    }
  }
  view.Working(working, stages);
  view.Withdrawn(response.withdrawn());
  session.out() << "\n" << text::Count(response.ballot_count(), "ballot") << ".\n";
}

void PrintCommittee(Session& session, const wire::ElectCommitteeResponse& response,
                    const std::vector<std::string>& names, bool stages) {
  View view(session, names);
  const std::string rule = Word(response.rule(), wire::CommitteeRule_descriptor(), 15);
  if (response.committees_size() == 1) {
    view.Head(absl::StrCat("The committee, by ", rule));
    view.Elected(response.committees(0).options());
  } else {
    view.Head(absl::StrCat(response.committees_size(), " committees are level, by ", rule));
    const int shown = std::min(kMostCommittees, response.committees_size());
    for (int i = 0; i < shown; ++i) view.Line(view.Names(response.committees(i).options()), 2);
    if (shown < response.committees_size()) {
      view.Line(absl::StrCat("and ", response.committees_size() - shown, " more"), 2);
    }
  }
  if (response.incomplete()) view.Line("There may be more that are level with these.");
  if (response.unproven()) view.Line("Not proven to be the best within the limits of the search.");
  view.Withdrawn(response.withdrawn());
  view.Points(response.points(), rule == "satisfaction-approval" ? "Points"
                                 : rule == "block"               ? "Marks"
                                                                 : "Approvals");
  if (stages) view.Steps(response.steps());
  view.Ties(response.ties());
}

void PrintPackage(Session& session, const wire::SelectPackageResponse& response,
                  const std::vector<std::string>& names, bool stages) {
  View view(session, names);
  view.Head(
      absl::StrCat("The package, by ", Word(response.rule(), wire::PackageRule_descriptor(), 13)));
  Table table({{"", Align::kRight}, {"", Align::kLeft, true}, {"Votes", Align::kRight}});
  for (int i = 0; i < response.selected_size(); ++i) {
    const int option = response.selected(i);
    table.Add({absl::StrCat(i + 1, "."), Cell(view.Name(option), Style::kGood),
               absl::StrCat(response.votes(option))});
  }
  if (table.empty()) {
    const bool by_shares_alone =
        response.rule() == wire::PACKAGE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION;
    view.Line(!response.ties().empty()
                  ? "Nothing is funded yet: the count is held at the first step."
              : by_shares_alone ? "Nothing is funded: no option has supporters who can pay for "
                                  "it out of their shares."
                                : "Nothing fits: no option can be funded within the budget.");
  } else {
    session.out() << table.Render(session.terminal());
    view.Line(absl::StrCat("It costs ", response.cost(), "."));
  }
  view.Withdrawn(response.withdrawn());
  if (stages) view.Steps(response.steps());
  view.Ties(response.ties());
}

void PrintExplain(Session& session, const wire::ExplainResponse& response,
                  const std::vector<std::string>& names) {
  View view(session, names);
  if (!response.sentence().empty()) view.Line(text::Printable(response.sentence()));
  if (!response.has_ballot()) return;
  const wire::BallotTrace& ballot = response.ballot();
  view.Head("How the ballot counted");
  for (int r = 0; r < ballot.rounds_size(); ++r) {
    const auto& options = ballot.rounds(r).options();
    view.Line(absl::StrCat("Round ", r + 1, ": ",
                           options.empty() ? "exhausted, it ranks nobody who was left"
                                           : absl::StrCat("for ", view.Names(options))),
              2);
  }
  for (const auto& pair : ballot.pairs()) {
    const char* says = pair.says() == wire::BallotTrace::SAYS_AGREES      ? "agrees"
                       : pair.says() == wire::BallotTrace::SAYS_DISAGREES ? "disagrees"
                       : pair.says() == wire::BallotTrace::SAYS_LEVEL     ? "puts them level"
                                                                          : "says nothing";
    view.Line(
        absl::StrCat(view.Name(pair.upper()), " above ", view.Name(pair.lower()), ": it ", says),
        2);
  }
  view.Line(absl::StrCat("Of all pairs it agrees with ", ballot.agrees(), " and disagrees with ",
                         ballot.disagrees(), "."),
            2);
}

void PrintMethods(Session& session, const wire::ListMethodsResponse& response) {
  Table table({{"Method", Align::kLeft},
               {"Name", Align::kLeft},
               {"Source", Align::kLeft, true},
               {"Steps", Align::kLeft, true}});
  for (const auto& method : response.methods()) {
    table.Add(
        {Cell(method.id(), Style::kAccent), method.title(), method.source(), method.complexity()});
  }
  session.out() << table.Render(session.terminal());
  constexpr std::pair<wire::RuleFamily, const char*> kFamilies[] = {
      {wire::RULE_FAMILY_SEATS, "For several seats"},
      {wire::RULE_FAMILY_POINTS, "For points"},
      {wire::RULE_FAMILY_COMMITTEE, "For approvals"},
      {wire::RULE_FAMILY_PACKAGE, "For a budget"}};
  for (const auto& [family, title] : kFamilies) {
    Table rules(
        {{title, Align::kLeft}, {"Source", Align::kLeft, true}, {"Steps", Align::kLeft, true}});
    for (const auto& rule : response.rules()) {
      if (rule.family() != family) continue;
      rules.Add({Cell(rule.id(), Style::kAccent), rule.source(), rule.complexity()});
    }
    session.out() << "\n" << rules.Render(session.terminal());
  }
}

}  // namespace plenum::cli
