// evaluate: a matrix in a file by any method, without a server.
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/methods.h"
#include "services/scoring/mcda/objective_weights.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{16} << 20U;
constexpr std::size_t kMostPairsNamed = 5;  // in a sentence

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

struct EvaluateOptions {
  std::string file;
  std::string method = "topsis";
  std::string weights;  // empty: those of the file
  bool csv = false;
  bool methods = false;
};

// A matrix with its names.
struct Matrix {
  mcda::Problem problem;
  std::vector<mcda::Interval> scales;
  std::vector<std::string> options;
  std::vector<std::string> criteria;
  std::vector<int> lines;  // of the options
  bool weighed = false;    // a line says the weights
};

// A line that says something of the criteria stands once.
absl::Status CheckOnce(const CsvRow& row, std::map<std::string, int>& seen) {
  std::string word = text::Fold(row.cells[0]);
  if (word == "weights") word = "weight";
  const auto [before, first] = seen.emplace(word, row.line);
  if (first) return absl::OkStatus();
  return UsageError(absl::StrCat("line ", row.line, ": \"", text::Printable(row.cells[0]),
                                 "\" already stands in line ", before->second));
}

absl::Status CheckCriteria(const std::vector<std::string>& criteria) {
  std::set<std::string> seen;
  for (const std::string& criterion : criteria) {
    if (seen.insert(text::Fold(criterion)).second) continue;
    return UsageError(absl::StrCat("line 1: the criterion \"", text::Printable(criterion),
                                   "\" stands there twice"));
  }
  return absl::OkStatus();
}

// The first cell of a row that says something of the criteria instead of being an option.
bool IsAbout(const CsvRow& row, std::string_view word) {
  return !row.cells.empty() && text::Fold(row.cells[0]) == word;
}

absl::Status ReadSense(const CsvRow& row, Matrix& matrix) {
  for (std::size_t c = 0; c < matrix.criteria.size(); ++c) {
    const std::string word = text::Fold(row.cells[c + 1]);
    if (word != "max" && word != "min") {
      return UsageError(absl::StrCat("line ", row.line, ", column ",
                                     text::Printable(matrix.criteria[c]),
                                     ": the sense is max (more is better) or min, not \"",
                                     text::Printable(row.cells[c + 1]), "\""));
    }
    matrix.problem.directions[c] = word == "min" ? mcda::Direction::kMin : mcda::Direction::kMax;
  }
  return absl::OkStatus();
}

absl::StatusOr<Matrix> ReadMatrix(std::string_view csv) {
  const auto table = ParseCsv(csv);
  if (!table.ok()) return table.status();
  if (table->rows.empty() || table->rows.front().cells.size() < 2) {
    return UsageError(
        "the first line names the criteria: option,Effect,Cost; a line beginning with weight, "
        "sense "
        "(max or min), low or high says that of them; every other line is an option");
  }
  Matrix matrix;
  const CsvRow& header = table->rows.front();
  matrix.criteria.assign(header.cells.begin() + 1, header.cells.end());
  absl::Status distinct = CheckCriteria(matrix.criteria);
  if (!distinct.ok()) return distinct;
  std::map<std::string, int> lines;
  const std::size_t criteria = matrix.criteria.size();
  matrix.problem.criteria = static_cast<int>(criteria);
  matrix.problem.directions.assign(criteria, mcda::Direction::kMax);
  matrix.problem.weights.assign(criteria, 1.0);
  std::vector<double> low;
  std::vector<double> high;
  for (std::size_t i = 1; i < table->rows.size(); ++i) {
    const CsvRow& row = table->rows[i];
    if (row.cells.size() != criteria + 1) {
      return UsageError(absl::StrCat("line ", row.line, ": ", row.cells.size(), " cells, but ",
                                     criteria + 1, " columns"));
    }
    absl::Status once = CheckOnce(row, lines);
    if (!once.ok()) return once;
    if (IsAbout(row, "sense")) {
      absl::Status read = ReadSense(row, matrix);
      if (!read.ok()) return read;
      continue;
    }
    std::vector<double> numbers;
    for (std::size_t c = 0; c < criteria; ++c) {
      const auto number = table->Number(row.cells[c + 1], row.line, matrix.criteria[c]);
      if (!number.ok()) return number.status();
      numbers.push_back(*number);
    }
    if (IsAbout(row, "weight") || IsAbout(row, "weights")) {
      matrix.problem.weights = std::move(numbers);
      matrix.weighed = true;
    } else if (IsAbout(row, "low")) {
      low = std::move(numbers);
    } else if (IsAbout(row, "high")) {
      high = std::move(numbers);
    } else {
      matrix.options.push_back(row.cells[0]);
      matrix.lines.push_back(row.line);
      matrix.problem.matrix.insert(matrix.problem.matrix.end(), numbers.begin(), numbers.end());
    }
  }
  if (matrix.options.empty()) return UsageError("there is no option in it");
  if (low.empty() != high.empty()) {
    return UsageError("a scale has both ends: give a line low and a line high, or neither");
  }
  for (std::size_t c = 0; c < low.size(); ++c) matrix.scales.push_back({low[c], high[c]});
  matrix.problem.options = static_cast<int>(matrix.options.size());
  return matrix;
}

// The math's error in the names of the file.
absl::Status WithNames(const absl::Status& status, const Matrix& matrix) {
  const auto site = mcda::SiteOf(status);
  if (!site) return status;
  std::string where;
  if (site->option) {
    const auto option = static_cast<std::size_t>(*site->option);
    where =
        absl::StrCat("line ", matrix.lines[option], ", ", text::Printable(matrix.options[option]));
  }
  if (site->criterion) {
    absl::StrAppend(&where, where.empty() ? "" : ", ",
                    text::Printable(matrix.criteria[static_cast<std::size_t>(*site->criterion)]));
  }
  return UsageError(absl::StrCat(where, where.empty() ? "" : ": ", mcda::WithoutPlace(status)));
}

absl::Status ListMethods(Session& session) {
  if (session.json()) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& method : mcda::Methods()) {
      list.push_back({{"id", method.id},
                      {"name", method.name},
                      {"parameters", method.parameters},
                      {"source", method.source},
                      {"complexity", method.complexity},
                      {"higherIsBetter", method.higher_is_better},
                      {"needsScales", method.needs_scales},
                      {"keepsOrder", method.keeps_order},
                      {"mostOptions", method.most_options}});
    }
    session.out() << nlohmann::json{{"methods", list}}.dump(2) << "\n";
    return absl::OkStatus();
  }
  Table table({{"Method"},
               {"Computes with", Align::kLeft, true},
               {"Source", Align::kLeft, true},
               {"Steps"}});
  for (const auto& method : mcda::Methods()) {
    table.Add({std::string(method.id), std::string(method.parameters), std::string(method.source),
               std::string(method.complexity)});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

// The weights of the criteria by what tells the options apart, in place of those of the file.
absl::Status WeighByMatrix(const std::string& rule, mcda::Problem& problem) {
  if (rule.empty()) return absl::OkStatus();
  if (rule == "equal") {
    problem.weights.assign(problem.weights.size(), 1.0);
    return absl::OkStatus();
  }
  auto weights = rule == "entropy"  ? mcda::EntropyWeights(problem)
                 : rule == "critic" ? mcda::CriticWeights(problem)
                                    : mcda::MerecWeights(problem);
  if (!weights.ok()) return weights.status();
  problem.weights = *std::move(weights);
  return absl::OkStatus();
}

absl::StatusOr<mcda::MethodResult> Run(const std::string& method, const std::string& weights,
                                       Matrix& matrix) {
  absl::Status weighed = WeighByMatrix(weights, matrix.problem);
  if (!weighed.ok()) return weighed;
  matrix.weighed = matrix.weighed || !weights.empty();
  return mcda::RunMethod(method, matrix.problem, matrix.scales);
}

nlohmann::json ToJson(const mcda::MethodResult& result, const Matrix& matrix) {
  const auto label = [&](int option) { return matrix.options[Index(option)]; };
  nlohmann::json places = nlohmann::json::array();
  int position = 1;
  for (const auto& tier : result.tiers) {
    for (const int option : tier) {
      nlohmann::json place = {{"option", label(option)},
                              {"position", position},
                              {"score", result.scores[Index(option)]}};
      for (const mcda::Figure& figure : result.figures) {
        place[std::string(figure.name)] = figure.values[Index(option)];
      }
      places.push_back(std::move(place));
    }
    position += static_cast<int>(tier.size());
  }
  nlohmann::json compromise = nlohmann::json::array();
  for (const int option : result.compromise_set) compromise.push_back(label(option));
  nlohmann::json constant = nlohmann::json::array();
  for (const int c : result.constant_criteria) constant.push_back(matrix.criteria[Index(c)]);
  nlohmann::json incomparable = nlohmann::json::array();
  for (const auto& [a, b] : result.incomparable) incomparable.push_back({label(a), label(b)});
  nlohmann::json weights = nlohmann::json::array();
  for (std::size_t c = 0; c < result.weights.size(); ++c) {
    weights.push_back({{"criterion", matrix.criteria[c]}, {"weight", result.weights[c]}});
  }
  return {{"method", result.method->id},
          {"parameters", result.method->parameters},
          {"source", result.method->source},
          {"weights", weights},
          {"places", places},
          {"compromiseSet", compromise},
          {"incomparable", incomparable},
          {"constantCriteria", constant}};
}

void PrintCsv(Session& session, const mcda::MethodResult& result, const Matrix& matrix) {
  session.out() << "position,option,score";
  for (const mcda::Figure& figure : result.figures) session.out() << "," << figure.name;
  session.out() << "\n";
  int position = 1;
  for (const auto& tier : result.tiers) {
    for (const int option : tier) {
      session.out() << position << "," << CsvCell(matrix.options[Index(option)]) << ","
                    << CsvNumber(result.scores[Index(option)]);
      for (const mcda::Figure& figure : result.figures) {
        session.out() << "," << CsvNumber(figure.values[Index(option)]);
      }
      session.out() << "\n";
    }
    position += static_cast<int>(tier.size());
  }
}

std::string NoteOf(const mcda::MethodResult& result, const Matrix& matrix) {
  const mcda::MethodInfo& method = *result.method;
  const auto label = [&](int option) { return text::Printable(matrix.options[Index(option)]); };
  std::string note = method.higher_is_better ? "More is better." : "Less is better.";
  if (!result.compromise_set.empty()) {
    note += " Can be defended as first:";
    for (const int option : result.compromise_set) {
      absl::StrAppend(&note, option == result.compromise_set.front() ? " " : ", ", label(option));
    }
    note += ".";
  }
  if (!result.incomparable.empty()) {
    const std::size_t named = std::min(result.incomparable.size(), kMostPairsNamed);
    note += " PROMETHEE I leaves open:";
    for (std::size_t i = 0; i < named; ++i) {
      const auto& [a, b] = result.incomparable[i];
      absl::StrAppend(&note, i == 0 ? " " : "; ", label(a), " and ", label(b));
    }
    if (named < result.incomparable.size()) {
      absl::StrAppend(&note, "; and ", result.incomparable.size() - named, " more pairs");
    }
    note += ".";
  }
  for (const int c : result.constant_criteria) {
    absl::StrAppend(&note, " All options are equal on ", text::Printable(matrix.criteria[Index(c)]),
                    ".");
  }
  if (!method.keeps_order) {
    note += " The order of two options can change when a third one leaves.";
  }
  return note;
}

std::string WeightsNote(const mcda::MethodResult& result, const Matrix& matrix) {
  std::string note = "Weights:";
  for (std::size_t c = 0; c < result.weights.size(); ++c) {
    absl::StrAppend(&note, c == 0 ? " " : ", ", text::Printable(matrix.criteria[c]), " ",
                    text::Number(100 * result.weights[c], 1), " %");
  }
  return note + (matrix.weighed ? "." : ", since there is no line weight.");
}

void PrintResult(Session& session, const mcda::MethodResult& result, const Matrix& matrix) {
  session.out() << session.terminal().Paint(Style::kStrong, std::string(result.method->name))
                << ": " << result.method->parameters << "\n";
  std::vector<Column> columns = {
      {"", Align::kRight}, {"Option", Align::kLeft, true}, {"Score", Align::kRight}};
  for (const mcda::Figure& figure : result.figures) {
    columns.push_back({std::string(figure.name), Align::kRight});
  }
  Table table(columns);
  int position = 1;
  for (const auto& tier : result.tiers) {
    for (const int option : tier) {
      std::vector<Cell> cells = {std::to_string(position),
                                 text::Printable(matrix.options[Index(option)]),
                                 text::Fixed(result.scores[Index(option)], 4)};
      for (const mcda::Figure& figure : result.figures) {
        cells.emplace_back(text::Fixed(figure.values[Index(option)], 4));
      }
      table.Add(std::move(cells));
    }
    position += static_cast<int>(tier.size());
  }
  session.out() << table.Render(session.terminal());
  for (const std::string& note : {NoteOf(result, matrix), WeightsNote(result, matrix)}) {
    for (const auto& line : text::Wrap(note, session.terminal().width)) {
      session.out() << session.terminal().Paint(Style::kDim, line) << "\n";
    }
  }
}

absl::Status Evaluate(Session& session, const EvaluateOptions& options) {
  if (options.methods) return ListMethods(session);
  if (options.file.empty()) return UsageError("name a CSV file, or --methods");
  const std::string method = text::Fold(options.method);
  if (mcda::FindMethod(method) == nullptr) {
    return UsageError(absl::StrCat("there is no method \"", text::Printable(options.method),
                                   "\"; `plenum evaluate --methods` lists them"));
  }
  const auto content = ReadFile(options.file, kMaxCsvBytes);
  if (!content.ok()) return content.status();
  auto matrix = ReadMatrix(*content);
  if (!matrix.ok()) {
    return UsageError(absl::StrCat(options.file, ", ", std::string(matrix.status().message())));
  }
  auto result = Run(method, options.weights, *matrix);
  if (!result.ok()) {
    const absl::Status named = WithNames(result.status(), *matrix);
    const auto site = mcda::SiteOf(result.status());
    const bool scales = matrix->scales.empty() && site && site->rule == mcda::ErrorRule::kShape;
    return UsageError(absl::StrCat(options.file, ", ", std::string(named.message()),
                                   scales ? ": give lines low and high" : ""));
  }
  if (session.json()) {
    session.out() << ToJson(*result, *matrix).dump(2) << "\n";
  } else if (options.csv) {
    PrintCsv(session, *result, *matrix);
  } else {
    PrintResult(session, *result, *matrix);
  }
  return absl::OkStatus();
}

}  // namespace

void AddEvaluateCommands(CLI::App& app, Action& chosen) {
  const auto evaluate = AddVerb<EvaluateOptions>(
      app, chosen, "evaluate",
      "Rank the options of a CSV file by several criteria, without a server",
      {"plenum evaluate cars.csv --method topsis", "plenum evaluate cars.csv --method vikor --json",
       "plenum evaluate cars.csv --method promethee --weights critic --csv > ranking.csv",
       "plenum evaluate --methods"},
      Evaluate);
  evaluate.command->add_option(
      "FILE", evaluate.options->file,
      "CSV: a line of criteria, lines weight, sense, low and high if wanted, then the options");
  evaluate.command->add_option("--method", evaluate.options->method, "The method (topsis)");
  evaluate.command
      ->add_option("--weights", evaluate.options->weights,
                   "In place of the line weight: equal, or by what tells the options apart, which "
                   "says nothing of what matters: entropy, critic or merec")
      ->check(CLI::IsMember({"equal", "entropy", "critic", "merec"}));
  evaluate.command->add_flag("--csv", evaluate.options->csv, "Print the ranking as CSV");
  evaluate.command->add_flag("--methods", evaluate.options->methods, "List the methods");
}

}  // namespace plenum::cli
