// The participatory-budgeting files. Checked in each: that it reads, that it survives being written
// and read again, the official vote totals, and the official outcome where it is that of a greedy
// count.
//
// Which outcomes are greedy is not decided by the engine that is tested. For the official selection
// S, with the official totals, it is argued from the definition alone:
//   skipping misfits   S is the outcome for some order of level projects exactly when S costs no
//                      more than the budget and no project outside S would have fitted in what the
//                      members of S with as many or more votes leave. Such a project is a witness.
//   stopping           exactly when S costs no more than the budget, no project outside S has more
//                      votes than one inside, and one of those with the most votes outside does not
//                      fit in what S leaves (or there is none).
// A file whose outcome is neither is excluded with its witness. "selected" 2 is a project funded
// later, from what other districts had left, as the files' own comments say: it is no member of S.
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/formats/pabulib.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

namespace fs = std::filesystem;
using tally::BudgetElection;
using tally::OptionIndex;
using tally::PabulibFile;
using tally::PabulibVoteType;
using tally::Rational;
using tally::ToText;

// The official numbers, taken from the columns of PROJECTS.
struct Official {
  std::vector<Rational> figures;  // "score" where ballots give points, else "votes"
  std::vector<char> selected;
};

std::optional<std::vector<Rational>> Numbers(const PabulibFile& file, const char* column) {
  const std::optional<std::vector<std::string>> texts = file.ProjectColumn(column);
  if (!texts.has_value()) return std::nullopt;
  std::vector<Rational> numbers;
  for (const std::string& text : *texts) {
    const std::optional<Rational> number = tally::ParseDecimal(text);
    if (!number.has_value()) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

// The first difference between two columns, as text; empty when there is none.
std::string Difference(const PabulibFile& file, const std::vector<Rational>& want,
                       const std::vector<Rational>& got) {
  for (size_t i = 0; i < want.size(); ++i) {
    if (want[i] != got[i]) {
      return absl::StrCat(file.ids[i], ": expected ", ToText(want[i]), ", got ", ToText(got[i]));
    }
  }
  return "";
}

bool HasPoints(const PabulibFile& file) {
  return file.vote_type == PabulibVoteType::kCumulative ||
         file.vote_type == PabulibVoteType::kScoring;
}

void CheckTotals(const std::string& name, const PabulibFile& file, const BudgetElection& election,
                 Report& report) {
  if (const std::optional<std::vector<Rational>> votes = Numbers(file, "votes")) {
    std::vector<Rational> got;
    for (const int64_t count : election.Votes()) got.emplace_back(count);
    const std::string detail = Difference(file, *votes, got);
    report.Check("budget votes", name, detail.empty(), detail);
  }
  if (const std::optional<std::vector<Rational>> score = Numbers(file, "score")) {
    const std::string detail = Difference(file, *score, election.Points());
    if (HasPoints(file) || detail.empty()) {
      report.Check("budget score", name, detail.empty(), detail);
    } else {
      report.Exclude("budget score",
                     absl::StrCat(name, ": the ballots in the file give no points (vote_type ",
                                  file.Meta("vote_type").value_or(""),
                                  "), so that its score column does not come from them; ", detail));
    }
  }
}

std::optional<Official> ReadOfficial(const PabulibFile& file) {
  const std::optional<std::vector<Rational>> selected = Numbers(file, "selected");
  std::optional<std::vector<Rational>> figures =
      HasPoints(file) ? Numbers(file, "score") : Numbers(file, "votes");
  if (!selected.has_value() || !figures.has_value()) return std::nullopt;
  Official official{*std::move(figures), {}};
  for (const Rational& mark : *selected) official.selected.push_back(mark == 1 ? 1 : 0);
  return official;
}

// What the selected projects cost: those that have at least this many votes, or all.
Rational CostOfSelected(const PabulibFile& file, const Official& official,
                        const std::optional<Rational>& least) {
  Rational cost(0);
  for (size_t i = 0; i < file.costs.size(); ++i) {
    if (official.selected[i] != 0 && (!least.has_value() || official.figures[i] >= *least)) {
      cost += file.costs[i];
    }
  }
  return cost;
}

// Why the selection is no outcome of skipping misfits; empty when it is one.
std::string SkippingWitness(const PabulibFile& file, const Official& official) {
  const Rational all = CostOfSelected(file, official, std::nullopt);
  if (all > file.budget) {
    return absl::StrCat("what is selected costs ", ToText(all), ", more than the budget of ",
                        ToText(file.budget));
  }
  for (size_t i = 0; i < file.costs.size(); ++i) {
    if (official.selected[i] != 0) continue;
    const Rational left = file.budget - CostOfSelected(file, official, official.figures[i]);
    if (file.costs[i] <= left) {
      return absl::StrCat("project ", file.ids[i], " (", ToText(official.figures[i]),
                          ") is not selected, though it costs ", ToText(file.costs[i]), " and ",
                          ToText(left), " are left when those with as many or more are funded");
    }
  }
  return "";
}

// Why it is no outcome of stopping at the first misfit; empty when it is one.
std::string StoppingWitness(const PabulibFile& file, const Official& official) {
  std::optional<Rational> most_outside;
  for (size_t i = 0; i < file.costs.size(); ++i) {
    if (official.selected[i] == 0 &&
        (!most_outside.has_value() || official.figures[i] > *most_outside)) {
      most_outside = official.figures[i];
    }
  }
  const Rational left = file.budget - CostOfSelected(file, official, std::nullopt);
  if (sgn(left) < 0) return "costs more than the budget";
  if (!most_outside.has_value()) return "";
  bool misfit = false;
  for (size_t i = 0; i < file.costs.size(); ++i) {
    if (official.selected[i] != 0 && official.figures[i] < *most_outside) {
      return absl::StrCat("project ", file.ids[i], " is selected with fewer votes than another");
    }
    if (official.selected[i] == 0 && official.figures[i] == *most_outside) {
      misfit = misfit || file.costs[i] > left;
    }
  }
  return misfit ? "" : "it ends though the next project fits";
}

std::string Ids(const PabulibFile& file, const std::vector<OptionIndex>& projects) {
  std::string text;
  for (const OptionIndex project : projects) {
    absl::StrAppend(&text, text.empty() ? "" : " ", file.ids[static_cast<size_t>(project)]);
  }
  return text;
}

// The order in which level projects are taken: that of the file, or, where a tie decided, with
// those first that were funded in fact (a drawing of lots, which a count cannot know).
tally::DeclaredOrder TieOrder(const Official& official, bool as_decided) {
  tally::DeclaredOrder policy;
  policy.order.resize(official.selected.size());
  std::iota(policy.order.begin(), policy.order.end(), 0);
  if (as_decided) {
    std::stable_partition(policy.order.begin(), policy.order.end(), [&](OptionIndex option) {
      return official.selected[static_cast<size_t>(option)] != 0;
    });
  }
  return policy;
}

void CheckGreedy(const std::string& name, const PabulibFile& file, const BudgetElection& election,
                 const Official& official, Report& report) {
  const std::string skipping = SkippingWitness(file, official);
  if (!skipping.empty() && !StoppingWitness(file, official).empty()) {
    report.Exclude("budget greedy outcome", absl::StrCat(name, ": not greedy: ", skipping));
    return;
  }
  std::vector<OptionIndex> want;
  for (size_t i = 0; i < official.selected.size(); ++i) {
    if (official.selected[i] != 0) want.push_back(static_cast<OptionIndex>(i));
  }
  tally::GreedyOptions options;
  options.measure = HasPoints(file) ? tally::BudgetMeasure::kPoints : tally::BudgetMeasure::kVotes;
  options.stop_at_misfit = !skipping.empty();
  const std::string key = options.stop_at_misfit ? "budget greedy outcome (stops at a misfit)"
                                                 : "budget greedy outcome (skips misfits)";
  options.tie_policy = TieOrder(official, /*as_decided=*/false);
  absl::StatusOr<tally::BudgetResult> result = tally::GreedyBudget(election, options);
  const bool by_lot = result.ok() && result->tie_decided && result->funded != want;
  if (by_lot) {
    options.tie_policy = TieOrder(official, /*as_decided=*/true);
    result = tally::GreedyBudget(election, options);
  }
  const bool same = result.ok() && result->funded == want;
  report.Check(key + (by_lot ? " with level projects as decided" : ""), name, same,
               absl::StrCat("expected ", Ids(file, want), "\n    got      ",
                            result.ok() ? Ids(file, result->funded) : result.status().ToString()));
}

void RunFile(const fs::path& path, Report& report) {
  const std::string name = path.stem().string();
  const std::optional<std::string> text = ReadText(path);
  if (!text.has_value()) {
    report.Check("files", name, false);
    return;
  }
  const absl::StatusOr<PabulibFile> file = tally::ReadPabulib(*text);
  report.Check("budget reader", name, file.ok(), file.status().ToString());
  if (!file.ok()) return;
  const absl::StatusOr<PabulibFile> again = tally::ReadPabulib(tally::WritePabulib(*file));
  report.Check(
      "budget writer", name,
      again.ok() && again->meta == file->meta && again->project_columns == file->project_columns &&
          again->project_rows == file->project_rows && again->vote_columns == file->vote_columns &&
          again->vote_rows == file->vote_rows);
  const absl::StatusOr<BudgetElection> election = tally::ToBudgetElection(*file);
  if (!election.ok()) {
    report.Check("budget votes", name, false, election.status().ToString());
    return;
  }
  CheckTotals(name, *file, *election, report);
  const std::optional<Official> official = ReadOfficial(*file);
  if (!official.has_value()) {
    report.Exclude("budget greedy outcome", name + ": the file gives no official outcome");
    return;
  }
  CheckGreedy(name, *file, *election, *official, report);
}

}  // namespace

void RunBudget(const fs::path& folder, Report& report) {
  ForEachFile(folder, ".pb", report, [&](const fs::path& file) { RunFile(file, report); });
}

}  // namespace plenum::conformance
