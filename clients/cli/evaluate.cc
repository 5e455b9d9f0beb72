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

#include <nlohmann/json.hpp>

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{16} << 20U;

struct EvaluateOptions {
  std::string file;
  std::string method = "topsis";
  bool methods = false;
};

// A matrix with its names.
struct Matrix {
  mcda::Problem problem;
  std::vector<mcda::Interval> scales;
  std::vector<std::string> options;
  std::vector<std::string> criteria;
  std::vector<int> lines;  // of the options
};

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

absl::Status Evaluate(Session& session, const EvaluateOptions& options) {
  if (options.methods) return ListMethods(session);
  if (options.file.empty()) return UsageError("name a CSV file, or --methods");
  if (mcda::FindMethod(options.method) == nullptr) {
    return UsageError(absl::StrCat("there is no method \"", text::Printable(options.method),
                                   "\"; `plenum evaluate --methods` lists them"));
  }
  const auto content = ReadFile(options.file, kMaxCsvBytes);
  if (!content.ok()) return content.status();
  const auto matrix = ReadMatrix(*content);
  if (!matrix.ok()) {
    return UsageError(absl::StrCat(options.file, ", ", std::string(matrix.status().message())));
  }
  const auto result = mcda::RunMethod(options.method, matrix->problem, matrix->scales);
  if (!result.ok()) {
    const absl::Status named = WithNames(result.status(), *matrix);
    const bool scales =
        matrix->scales.empty() && result.status().message().find("scale") != std::string_view::npos;
    return UsageError(absl::StrCat(options.file, ", ", std::string(named.message()),
                                   scales ? ": give lines low and high" : ""));
  }
  const auto label = [&](int option) { return matrix->options[static_cast<std::size_t>(option)]; };
  const mcda::MethodInfo& method = *result->method;
  if (session.json()) {
    nlohmann::json places = nlohmann::json::array();
    int position = 1;
    for (const auto& tier : result->tiers) {
      for (const int option : tier) {
        places.push_back({{"option", label(option)},
                          {"position", position},
                          {"score", result->scores[static_cast<std::size_t>(option)]}});
      }
      position += static_cast<int>(tier.size());
    }
    nlohmann::json compromise = nlohmann::json::array();
    for (const int option : result->compromise_set) compromise.push_back(label(option));
    nlohmann::json constant = nlohmann::json::array();
    for (const int c : result->constant_criteria) {
      constant.push_back(matrix->criteria[static_cast<std::size_t>(c)]);
    }
    session.out() << nlohmann::json{{"method", method.id},
                                    {"parameters", method.parameters},
                                    {"source", method.source},
                                    {"places", places},
                                    {"compromiseSet", compromise},
                                    {"constantCriteria", constant}}
                         .dump(2)
                  << "\n";
    return absl::OkStatus();
  }
  session.out() << session.terminal().Paint(Style::kStrong, std::string(method.name)) << ": "
                << method.parameters << "\n";
  Table table({{"", Align::kRight}, {"Option", Align::kLeft, true}, {"Score", Align::kRight}});
  int position = 1;
  for (const auto& tier : result->tiers) {
    for (const int option : tier) {
      table.Add({std::to_string(position), text::Printable(label(option)),
                 text::Fixed(result->scores[static_cast<std::size_t>(option)], 4)});
    }
    position += static_cast<int>(tier.size());
  }
  session.out() << table.Render(session.terminal());
  std::string note = method.higher_is_better ? "More is better." : "Less is better.";
  if (!result->compromise_set.empty()) {
    note += " Can be defended as first:";
    for (const int option : result->compromise_set) {
      absl::StrAppend(&note, option == result->compromise_set.front() ? " " : ", ",
                      text::Printable(label(option)));
    }
    note += ".";
  }
  for (const int c : result->constant_criteria) {
    absl::StrAppend(&note, " All options are equal on ",
                    text::Printable(matrix->criteria[static_cast<std::size_t>(c)]), ".");
  }
  if (!method.keeps_order) {
    note += " The order of two options can change when a third one leaves.";
  }
  for (const auto& line : text::Wrap(note, session.terminal().width)) {
    session.out() << session.terminal().Paint(Style::kDim, line) << "\n";
  }
  return absl::OkStatus();
}

}  // namespace

void AddEvaluateCommands(CLI::App& app, Action& chosen) {
  const auto evaluate = AddVerb<EvaluateOptions>(
      app, chosen, "evaluate",
      "Rank the options of a CSV file by several criteria, without a server",
      {"plenum evaluate cars.csv --method topsis", "plenum evaluate cars.csv --method vikor --json",
       "plenum evaluate --methods"},
      Evaluate);
  evaluate.command->add_option(
      "FILE", evaluate.options->file,
      "CSV: a line of criteria, lines weight, sense, low and high if wanted, then the options");
  evaluate.command->add_option("--method", evaluate.options->method, "The method (topsis)");
  evaluate.command->add_flag("--methods", evaluate.options->methods, "List the methods");
}

}  // namespace plenum::cli
