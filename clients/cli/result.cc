// result show.
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/receipt.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Result;

void Heading(Session& session, std::string_view heading) {
  session.out() << "\n" << session.terminal().Paint(Style::kStrong, heading) << "\n";
}

void PrintNote(Session& session, std::string_view note, Style style = Style::kPlain) {
  for (const auto& line : text::Wrap(note, session.terminal().width)) {
    session.out() << session.terminal().Paint(style, line) << "\n";
  }
}

// With a full stop, unless it ends a sentence already.
std::string AsSentence(std::string words) {
  if (words.empty() || std::string_view(".!?").find(words.back()) == std::string_view::npos) {
    words += '.';
  }
  return words;
}

// Both rankings side by side, in the order of the vote.
void PrintComparison(Session& session, const Result& result,
                     const std::vector<std::string>& labels) {
  std::vector<Divergence> rows;
  for (const auto& place : result.outcome().ranking()) {
    for (const int option : place.options()) {
      if (option < 0 || option >= result.rules().options_size()) continue;
      Divergence row;
      row.title = text::Printable(result.rules().options(option).title());
      row.label = labels[static_cast<std::size_t>(option)];
      row.vote_place = place.position();
      for (const auto& measure : result.criteria_ranking().measures()) {
        if (measure.measure() == result.rules().options(option).measure()) {
          row.criteria_place = measure.position();
        }
      }
      rows.push_back(std::move(row));
    }
  }
  Table table({{"Vote", Align::kRight},
               {"Criteria", Align::kRight},
               {"By the vote"},
               {"", Align::kRight},
               {"Measure", Align::kLeft, true}});
  for (const Divergence& row : rows) {
    const int rise = row.criteria_place - row.vote_place;
    std::string change;
    if (row.criteria_place > 0 && rise != 0) {
      change = absl::StrCat(std::abs(rise), rise > 0 ? " higher" : " lower");
    }
    table.Add(
        {absl::StrCat(row.vote_place, "."),
         row.criteria_place == 0 ? std::string("open") : absl::StrCat(row.criteria_place, "."),
         Cell(change, rise > 0 ? Style::kGood : Style::kBad), Cell(row.label, Style::kAccent),
         row.title});
  }
  session.out() << table.Render(session.terminal());
  PrintNote(session, DivergenceSentence(rows));
}

std::string TurnoutSentence(const Result& result) {
  std::string sentence =
      absl::StrCat(result.ballot_count(), " of ", result.roll_count(), " people voted");
  if (result.delegated_count() > 0) {
    absl::StrAppend(&sentence, ", ", result.delegated_count(), " of them through a delegate");
  }
  if (result.ballot_weight() != result.ballot_count()) {
    absl::StrAppend(&sentence, ", with ", result.ballot_weight(), " of ", result.roll_weight(),
                    " votes");
  }
  if (result.abstention_count() > 0) {
    absl::StrAppend(&sentence, ", ", result.abstention_count(), " of them by a ballot that ranks ",
                    "nothing");
  }
  const bool compared = result.outcome().unranked() != tally::v1::UNRANKED_NOT_COMPARED;
  absl::StrAppend(&sentence, "; counted by ",
                  std::string(counting::TitleOf(result.outcome().method())), ", unranked measures ",
                  compared ? "tied last" : "not compared", ".");
  return sentence;
}

// Whether the result stands, where quorum or threshold say so.
void PrintVerdict(Session& session, const Result& result) {
  if (result.verdict().sentences().empty()) return;
  const bool adopted = result.verdict().decision() == deliberation::v1::DECISION_ADOPTED;
  Heading(session, adopted ? "The decision stands" : "The decision does not stand");
  for (const std::string& sentence : result.verdict().sentences()) {
    PrintNote(session, text::Printable(sentence));
  }
}

void PrintPackage(Session& session, const Result& result, const std::vector<std::string>& labels) {
  if (!result.has_package()) return;
  Heading(session, absl::StrCat("The package: ", result.package().cost(), " of ",
                                result.rules().package().budget()));
  Table table({{""},
               {"Cost", Align::kRight},
               {"Approved by", Align::kRight},
               {""},
               {"Measure", Align::kLeft, true}});
  int place = 0;
  for (const int option : result.package().selected()) {
    table.Add({absl::StrCat(++place, "."), std::to_string(result.rules().options(option).cost()),
               std::to_string(result.package().votes(option)),
               Cell(labels[static_cast<std::size_t>(option)], Style::kAccent),
               text::Printable(result.rules().options(option).title())});
  }
  session.out() << table.Render(session.terminal());
  for (const std::string& step : result.package().steps()) {
    PrintNote(session, text::Printable(step), Style::kDim);
  }
}

// What voters say moved them, in the words of the arguments as far as they can be read.
void PrintMovers(Session& session, const std::string& deliberation, const Result& result) {
  if (result.moved_by().empty()) return;
  deliberation::v1::ListArgumentsRequest request;
  request.set_parent(deliberation);
  const auto arguments = session.CallAll(&Arguments::ListArguments, request);
  Heading(session, "Arguments that moved ballots");
  for (const auto& mover : result.moved_by()) {
    std::string words(LastSegment(mover.argument()));
    for (int i = 0; arguments.ok() && i < arguments->arguments_size(); ++i) {
      if (arguments->arguments(i).name() != mover.argument()) continue;
      words = absl::StrCat(Label(kArgument, i + 1), " ", arguments->arguments(i).text());
    }
    PrintNote(session, absl::StrCat(text::Count(mover.ballot_count(), "ballot"), ": ",
                                    text::Printable(words)));
  }
}

struct ShowOptions {
  int vote = 0;
};

absl::Status ShowResult(Session& session, const ShowOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetResultRequest request;
  request.set_name(options.vote == 0 ? who->deliberation + "/result"
                                     : absl::StrCat(who->deliberation, "/results/", options.vote));
  const auto response = session.Call(&Deliberations::GetResult, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Result& result = response->result();
  std::vector<std::string> labels;
  for (const auto& option : result.rules().options()) {
    labels.push_back(Label(kMeasure, option.number()));
  }
  session.out() << session.terminal().Paint(Style::kStrong, "The ranking") << "\n";
  PrintPlaces(session, result.outcome(), labels);
  PrintPackage(session, result, labels);
  PrintVerdict(session, result);
  PrintMovers(session, who->deliberation, result);
  Heading(session, "How many ballots prefer the row to the column");
  PrintPairwise(session, result.outcome(), labels);
  Heading(session, "Beside the ranking by the criteria");
  if (result.has_criteria_ranking()) {
    PrintComparison(session, result, labels);
  } else {
    PrintNote(session, AsSentence("There is none: " + text::Printable(result.criteria_note())));
  }
  session.out() << "\n";
  PrintNote(session, TurnoutSentence(result));
  if (who->role == "observer") return absl::OkStatus();
  // On every visit, without being asked for.
  const auto receipt = FetchReceipt(session, *who);
  const auto deliberation = session.GetDeliberation();
  if (!receipt.ok() || !deliberation.ok()) return absl::OkStatus();
  const auto check = CheckInPassing(*who, *receipt, IsOver(deliberation->phase()));
  if (check) PrintCheck(session, *check);
  return absl::OkStatus();
}

}  // namespace

void AddResultCommands(CLI::App& app, Action& chosen) {
  CLI::App* result = AddNoun(app, "result", "See what was decided");
  const auto show = AddVerb<ShowOptions>(
      *result, chosen, "show",
      "Show the result: places with reasons, the pairwise table, the criteria beside it",
      {"plenum result show", "plenum result show --json | jq '.result.outcome.ranking[0].reason'"},
      ShowResult);
  show.command->add_option("--vote", show.options->vote,
                           "Number of the vote, where there were several; the last when left out");
}

}  // namespace plenum::cli
