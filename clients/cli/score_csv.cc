#include "clients/cli/score_csv.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr double kMostQuotes = 1e6;
constexpr std::string_view kColumns[] = {"measure",    "criterion", "value", "reason",
                                         "confidence", "quote",     "about"};

absl::StatusOr<std::map<std::string, std::size_t>> ReadHeader(const CsvRow& header) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string name = text::Fold(header.cells[i]);
    if (std::find(std::begin(kColumns), std::end(kColumns), name) == std::end(kColumns)) {
      return UsageError(absl::StrCat(
          "line ", header.line, ": unknown column \"", text::Printable(header.cells[i]),
          "\"; the columns are measure, criterion, value, and if wanted reason, confidence and "
          "quote"));
    }
    if (!columns.emplace(name, i).second) {
      return UsageError(absl::StrCat("line ", header.line, ": two columns are called ", name));
    }
  }
  for (const char* needed : {"measure", "criterion", "value"}) {
    if (!columns.contains(needed)) {
      return UsageError(
          absl::StrCat("line ", header.line, ": no column is called ", needed,
                       "; the first line names them: measure,criterion,value,reason"));
    }
  }
  return columns;
}

}  // namespace

absl::StatusOr<std::vector<ScoreRow>> ParseScoreCsv(std::string_view csv) {
  const auto table = ParseCsv(csv);
  if (!table.ok()) return table.status();
  const std::vector<CsvRow>& rows = table->rows;
  if (rows.empty()) {
    return UsageError("there is nothing in it; the first line is measure,criterion,value,reason");
  }
  const auto columns = ReadHeader(rows.front());
  if (!columns.ok()) return columns.status();
  std::vector<ScoreRow> scores;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const CsvRow& row = rows[i];
    if (row.cells.size() != columns->size()) {
      return UsageError(absl::StrCat("line ", row.line, ": ", row.cells.size(), " cells, but ",
                                     columns->size(), " columns"));
    }
    ScoreRow score;
    score.line = row.line;
    score.measure = row.cells[columns->at("measure")];
    score.criterion = row.cells[columns->at("criterion")];
    for (const char* needed : {"measure", "criterion"}) {
      if (!text::Fold(row.cells[columns->at(needed)]).empty()) continue;
      return UsageError(absl::StrCat("line ", row.line, ", column ", needed, ": it is empty"));
    }
    // Nothing entered yet, as in most of a template.
    if (text::Fold(row.cells[columns->at("value")]).empty()) continue;
    const auto value = table->Number(row.cells[columns->at("value")], row.line, "value");
    if (!value.ok()) return value.status();
    score.value = *value;
    const auto cell = [&](const char* column) {
      const auto at = columns->find(column);
      return at == columns->end() ? std::string() : row.cells[at->second];
    };
    score.reason = cell("reason");
    for (const char* column : {"confidence", "quote"}) {
      if (text::Fold(cell(column)).empty()) continue;
      const auto number = table->Number(cell(column), row.line, column);
      if (!number.ok()) return number.status();
      if (column == std::string_view("confidence")) {
        score.confidence = *number;
      } else if (*number >= 1 && *number <= kMostQuotes && *number == std::floor(*number)) {
        score.quote = static_cast<int>(*number);
      } else {
        return UsageError(absl::StrCat("line ", row.line, ", column quote: ", *number,
                                       " is no number of a quote; `plenum measure show` has them"));
      }
    }
    scores.push_back(std::move(score));
  }
  if (scores.empty()) {
    return UsageError("there is a header but no score in it; fill the column value");
  }
  return scores;
}

}  // namespace plenum::cli
