// The report of `plenum tally --report` as people read it.
#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/page.h"
#include "clients/cli/table.h"
#include "clients/cli/tally_view.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

namespace wire = tally::v1;

// Samples' places beyond these are left to --json.
constexpr int kMostPlaces = 8;
// Fewer samples say nothing about a place.
constexpr int kFewestSamples = 20;

std::string Percent(int part, int whole) {
  return absl::StrCat((100 * part + whole / 2) / whole, "%");
}

// `stands`: what a change ends, such as "The winner stands first alone". `shared`: what is to be
// said when the place is shared already. Then, how it is known that fewer cannot.
void PrintMargin(Page& page, const wire::FlipMargin& margin, std::string_view stands,
                 std::string_view rival_would, std::string_view shared) {
  if (margin.has_at_most() && margin.at_most() == 0) {
    page.Line(std::string(shared));
    return;
  }
  if (margin.at_least() == 0) {
    page.Line("No change of ballots moves it: there is nobody else.");
    return;
  }
  const std::string least = text::Count(margin.at_least(), "ballot");
  std::string sentence;
  if (margin.has_at_most()) {
    absl::StrAppend(&sentence, std::string(stands), " until ", margin.exact() ? "" : "at most ",
                    text::Count(margin.at_most(), "ballot"),
                    margin.at_most() == 1 ? " changes" : " change");
    if (margin.has_rival()) {
      absl::StrAppend(&sentence, " (", page.Name(margin.rival()), " would ",
                      std::string(rival_would), ")");
    }
    absl::StrAppend(&sentence,
                    margin.exact() ? "; no smaller number can move it." : "; a recount shows it.");
  } else {
    sentence = "No change of ballots that was tried moves it.";
  }
  if (!margin.exact()) {
    absl::StrAppend(&sentence, " At least ", least, margin.at_least() == 1 ? " has" : " have",
                    " to change",
                    margin.has_at_most() && margin.at_most() > margin.at_least() + 1
                        ? "; what lies between is not known."
                        : ".");
  }
  page.Line(sentence);
  page.Line(absl::StrCat(margin.exact() ? "How that is known: " : "How the lower bound is known: ",
                         margin.because(), "."));
}

void PrintOtherMethods(Page& page, const wire::CheckRobustnessResponse& response) {
  const wire::Method examined = response.outcomes(0).method();
  page.Gap();
  page.Head("What other methods say");
  Table methods({{"", Align::kLeft}, {"First", Align::kLeft, true}, {"Agreement", Align::kRight}});
  for (const auto& outcome : response.outcomes()) {
    std::string tau = outcome.method() == examined ? "-" : "";
    for (const auto& agreement : response.agreements()) {
      if (agreement.first() == examined && agreement.second() == outcome.method() &&
          agreement.has_tau_b()) {
        tau = text::Fixed(agreement.tau_b(), 2);
      }
    }
    methods.Add({std::string(counting::TitleOf(outcome.method())),
                 outcome.ranking().empty() ? text::Printable(outcome.refusal())
                                           : page.Names(outcome.ranking(0).options(), " = "),
                 tau});
  }
  page.session().out() << methods.Render(page.terminal(), 2);
}

// Square tables of what is between each two of a list, numbered, cut into as many as the terminal
// is wide for. value(i, j) of i != j.
template <typename Value>
void PrintSquare(Page& page, const std::vector<std::string>& rows, const Value& value) {
  constexpr int kCell = 7;  // with its gap
  constexpr int kFewest = 4;
  const int count = static_cast<int>(rows.size());
  int widest = 0;
  for (const std::string& row : rows) widest = std::max(widest, text::Width(row));
  const int label = std::min(widest, page.terminal().width / 2) + 8;
  const int most = std::max(kFewest, (page.terminal().width - label) / kCell);
  for (int begin = 0; begin < count; begin += most) {
    const int end = std::min(count, begin + most);
    std::vector<Column> columns = {{"", Align::kRight}, {"", Align::kLeft, true}};
    for (int j = begin; j < end; ++j) columns.push_back({absl::StrCat(j + 1), Align::kRight});
    Table table(columns);
    for (int i = 0; i < count; ++i) {
      std::vector<Cell> cells = {absl::StrCat(i + 1), rows[static_cast<size_t>(i)]};
      for (int j = begin; j < end; ++j) {
        cells.push_back(i == j ? Cell("-", Style::kDim) : Cell(value(i, j)));
      }
      table.Add(std::move(cells));
    }
    page.session().out() << table.Render(page.terminal(), 2);
  }
}

std::string PlacesKey(const wire::MethodOutcome& outcome) {
  std::string key;
  for (const auto& place : outcome.ranking()) {
    for (const int option : place.options()) absl::StrAppend(&key, option, " ");
    key += '/';
  }
  return key;
}

// Kendall's tau-b between all methods, those that rank alike in one row.
void PrintAgreement(Page& page, const wire::CheckRobustnessResponse& response) {
  std::vector<std::string> rows;
  std::vector<wire::Method> first_of;  // by row
  std::map<std::string, size_t> row_of;
  for (const auto& outcome : response.outcomes()) {
    if (outcome.ranking().empty()) continue;
    const auto [found, is_new] = row_of.emplace(PlacesKey(outcome), rows.size());
    const std::string id(counting::IdOf(outcome.method()));
    if (is_new) {
      rows.push_back(id);
      first_of.push_back(outcome.method());
    } else {
      absl::StrAppend(&rows[found->second], ", ", id);
    }
  }
  page.Gap();
  page.Head("How the methods agree with each other");
  if (rows.size() == 1) {
    page.Line("All methods that count these ballots rank the options alike.", 2);
    return;
  }
  std::map<std::pair<wire::Method, wire::Method>, std::string> tau;
  for (const auto& agreement : response.agreements()) {
    const std::string value =
        agreement.has_tau_b() ? text::Fixed(agreement.tau_b(), 2) : std::string("?");
    tau[{agreement.first(), agreement.second()}] = value;
    tau[{agreement.second(), agreement.first()}] = value;
  }
  PrintSquare(page, rows, [&](int i, int j) {
    return tau[{first_of[static_cast<size_t>(i)], first_of[static_cast<size_t>(j)]}];
  });
  page.Line(
      "Methods in one row rank the options alike. The numbers are Kendall's tau-b: 1 the same "
      "order, -1 the reverse, ? where one ties all options.");
}

// Who is first whatever the method.
std::string AlwaysFirst(const Page& page, const wire::CheckRobustnessResponse& response) {
  for (const auto& option : response.options()) {
    if (option.worst_place() == 1) {
      return absl::StrCat(page.Name(option.option()), " is first under every method.");
    }
  }
  google::protobuf::RepeatedField<int> first;
  for (const auto& option : response.options()) {
    const bool always = std::all_of(
        response.outcomes().begin(), response.outcomes().end(), [&](const auto& outcome) {
          if (outcome.ranking().empty()) return true;
          const auto& options = outcome.ranking(0).options();
          return std::find(options.begin(), options.end(), option.option()) != options.end();
        });
    if (always) first.Add(option.option());
  }
  if (first.empty()) return "No option is first under every method.";
  return absl::StrCat(page.Names(first), first.size() == 1 ? " has" : " have",
                      " the first place under every method, but not always alone.");
}

void PrintMethodsReport(Page& page, const wire::CheckRobustnessResponse& response) {
  const wire::Method examined = response.outcomes(0).method();
  page.Head("How far the result can be relied on");
  PrintMargin(page, response.margin(), "The winner stands first alone", "share or take the place",
              "The first place is shared.");
  page.Line(AlwaysFirst(page, response));
  page.Withdrawn(response.withdrawn());
  page.Gap();

  std::vector<Column> columns = {
      {"", Align::kLeft, true}, {"Best", Align::kRight}, {"Worst", Align::kRight}};
  const int places = std::min(response.options_size(), kMostPlaces);
  // Those that have withdrawn have no row.
  const auto stability_of = [&](int option) -> const wire::OptionStability& {
    return *std::find_if(response.options().begin(), response.options().end(),
                         [&](const auto& one) { return one.option() == option; });
  };
  // A handful of samples would look like certainty.
  const bool enough = response.samples() >= kFewestSamples;
  if (enough) {
    for (int p = 1; p <= places; ++p) columns.push_back({text::Ordinal(p), Align::kRight});
  }
  Table table(columns);
  for (const auto& place : response.outcomes(0).ranking()) {
    for (const int option : place.options()) {
      const wire::OptionStability& stability = stability_of(option);
      std::vector<Cell> cells = {page.Name(option), absl::StrCat(stability.best_place()),
                                 absl::StrCat(stability.worst_place())};
      for (int p = 0; enough && p < places && p < stability.places_size(); ++p) {
        cells.emplace_back(
            stability.places(p) == 0 ? "" : Percent(stability.places(p), response.samples()));
      }
      table.Add(std::move(cells));
    }
  }
  page.Head(enough ? "Places over all methods, and how often each place when the voters are drawn "
                     "again"
                   : "Places over all methods");
  page.session().out() << table.Render(page.terminal(), 2);
  page.Line(!enough
                ? absl::StrCat("How firm each place is cannot be said: of the samples ",
                               response.samples(), " were drawn within the limits, and it takes ",
                               kFewestSamples, ".")
                : absl::StrCat("By ", std::string(counting::TitleOf(examined)), ", ",
                               text::Count(response.samples(), "sample"), ", seed \"",
                               text::Printable(response.seed()), "\"."));
  PrintOtherMethods(page, response);
  PrintAgreement(page, response);
}

// ---- elections, points and committees

void PrintStability(Page& page, const wire::CheckRobustnessResponse& response) {
  const wire::WinnersReport& report = response.winners();
  const wire::RuleWinners& examined = report.rules(0);
  std::vector<const wire::WinnerStability*> options;
  for (const auto& option : report.options()) {
    if (option.rules() > 0 || option.samples() > 0) options.push_back(&option);
  }
  std::stable_sort(options.begin(), options.end(), [](const auto* a, const auto* b) {
    return std::pair(a->samples(), a->rules()) > std::pair(b->samples(), b->rules());
  });
  Table table({{"", Align::kLeft, true},
               {"By this rule", Align::kRight},
               {"Rules", Align::kRight},
               {"Samples", Align::kRight}});
  const auto is_in = [](const auto& list, int option) {
    return std::find(list.begin(), list.end(), option) != list.end();
  };
  for (const wire::WinnerStability* option : options) {
    const char* now = is_in(examined.elected(), option->option()) ? "elected"
                      : is_in(examined.level(), option->option()) ? "level"
                                                                  : "";
    table.Add({page.Name(option->option()), now,
               absl::StrCat(option->rules(), " of ", report.rules_counted()),
               response.samples() == 0 ? "" : Percent(option->samples(), response.samples())});
  }
  page.Head("Who is elected: by how many rules, and how often when the voters are drawn again");
  page.session().out() << table.Render(page.terminal(), 2);
  page.Line(absl::StrCat("Samples are by ", examined.rule(), ": ",
                         text::Count(response.samples(), "sample"), ", seed \"",
                         text::Printable(response.seed()), "\"."));
  if (report.unproven_samples() > 0) {
    page.Line(absl::StrCat("In ", report.unproven_samples(),
                           " of them the search ended at its limit, and the best that it found is "
                           "counted."));
  }
}

void PrintWinnersReport(Page& page, const wire::CheckRobustnessResponse& response) {
  const wire::WinnersReport& report = response.winners();
  page.Head("How far the result can be relied on");
  if (response.has_margin()) {
    PrintMargin(page, response.margin(), "The same are elected", "share or take a place",
                "The last place is shared.");
  } else {
    page.Line(
        "How few changed ballots would move it is not known: no bound is known for this rule.");
  }
  if (response.samples() > 0) {
    page.Line(absl::StrCat("The same are elected in ",
                           Percent(report.same_winners(), response.samples()),
                           " of the samples, in which the voters are drawn again."));
  }
  page.Withdrawn(response.withdrawn());
  page.Gap();
  PrintStability(page, response);
  page.Gap();
  page.Head("Whom other rules elect");
  Table table({{"", Align::kLeft}, {"Elected", Align::kLeft, true}, {"Level", Align::kLeft, true}});
  std::map<std::string, size_t> row_of;
  std::vector<std::string> rows;
  std::vector<std::string> first_of;
  for (const auto& rule : report.rules()) {
    table.Add(
        {rule.rule(),
         rule.refusal().empty() ? page.Names(rule.elected()) : text::Printable(rule.refusal()),
         absl::StrCat(page.Names(rule.level()), rule.unproven() ? " (not proven)" : "")});
    if (!rule.refusal().empty()) continue;
    const std::string key = absl::StrCat(page.Names(rule.elected()), "/", page.Names(rule.level()));
    const auto [found, is_new] = row_of.emplace(key, rows.size());
    if (is_new) {
      rows.push_back(rule.rule());
      first_of.push_back(rule.rule());
    } else {
      absl::StrAppend(&rows[found->second], ", ", rule.rule());
    }
  }
  page.session().out() << table.Render(page.terminal(), 2);
  page.Gap();
  page.Head("How many both elect");
  if (rows.size() == 1) {
    page.Line("All rules that count these ballots elect the same.", 2);
    return;
  }
  std::map<std::pair<std::string, std::string>, int> shared;
  for (const auto& pair : report.agreements()) {
    shared[{pair.first(), pair.second()}] = pair.shared();
    shared[{pair.second(), pair.first()}] = pair.shared();
  }
  PrintSquare(page, rows, [&](int i, int j) {
    return absl::StrCat(
        shared[{first_of[static_cast<size_t>(i)], first_of[static_cast<size_t>(j)]}]);
  });
  page.Line("Rules in one row elect the same, with the same ties.");
}

}  // namespace

void PrintRobustness(Session& session, const wire::CheckRobustnessResponse& response,
                     const std::vector<std::string>& names) {
  Page page(session, names);
  if (response.has_winners()) {
    PrintWinnersReport(page, response);
  } else {
    PrintMethodsReport(page, response);
  }
}

}  // namespace plenum::cli
