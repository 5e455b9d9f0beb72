#include "clients/cli/score_csv.h"

#include <charconv>
#include <cmath>
#include <map>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Row {
  int line = 1;
  std::vector<std::string> cells;
};

bool IsBlank(const Row& row) { return row.cells.size() == 1 && text::Fold(row.cells[0]).empty(); }

// The mark that the header line uses.
char Separator(std::string_view csv) {
  const std::string_view header = csv.substr(0, csv.find('\n'));
  if (header.find(',') != std::string_view::npos) return ',';
  if (header.find(';') != std::string_view::npos) return ';';
  return header.find('\t') != std::string_view::npos ? '\t' : ',';
}

absl::StatusOr<std::vector<Row>> SplitRows(std::string_view csv, char separator) {
  std::vector<Row> rows;
  Row row;
  std::string cell;
  int line = 1;
  bool quoted = false;
  bool begun = false;
  const auto end_cell = [&] { row.cells.push_back(std::move(cell)), cell.clear(); };
  const auto end_row = [&] {
    end_cell();
    if (!IsBlank(row)) rows.push_back(std::move(row));
    row = Row{line, {}};
    begun = false;
  };
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char c = csv[i];
    if (!begun) row.line = line;
    begun = true;
    if (quoted) {
      if (c == '\n') ++line;
      if (c != '"') {
        cell += c;
      } else if (i + 1 < csv.size() && csv[i + 1] == '"') {
        cell += csv[++i];
      } else {
        quoted = false;
      }
    } else if (c == '"' && text::Fold(cell).empty()) {
      cell.clear();
      quoted = true;
    } else if (c == separator) {
      end_cell();
    } else if (c == '\n') {
      ++line;
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) {
    return UsageError(absl::StrCat("line ", row.line, ": a double quote is not closed"));
  }
  if (begun) end_row();
  return rows;
}

absl::StatusOr<double> ParseValue(std::string value, char separator, int line) {
  if (separator != ',') {
    const std::size_t comma = value.find(',');
    if (comma != std::string::npos) value[comma] = '.';
  }
  const std::string trimmed = text::Fold(value);
  double number = 0;
  const char* end = trimmed.data() + trimmed.size();
  const auto [stop, error] = std::from_chars(trimmed.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) {
    return UsageError(absl::StrCat("line ", line, ", column value: \"", text::Printable(value),
                                   "\" is no number"));
  }
  return number;
}

absl::StatusOr<std::map<std::string, std::size_t>> ReadHeader(const Row& header) {
  std::map<std::string, std::size_t> columns;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    const std::string name = text::Fold(header.cells[i]);
    if (name != "measure" && name != "criterion" && name != "value" && name != "reason") {
      return UsageError(absl::StrCat("line ", header.line, ": unknown column \"",
                                     text::Printable(header.cells[i]),
                                     "\"; the columns are measure, criterion, value and reason"));
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
  if (csv.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    csv.remove_prefix(kByteOrderMark.size());
  }
  const char separator = Separator(csv);
  const auto rows = SplitRows(csv, separator);
  if (!rows.ok()) return rows.status();
  if (rows->empty()) {
    return UsageError("there is nothing in it; the first line is measure,criterion,value,reason");
  }
  const auto columns = ReadHeader(rows->front());
  if (!columns.ok()) return columns.status();
  std::vector<ScoreRow> scores;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const Row& row = (*rows)[i];
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
    const auto value = ParseValue(row.cells[columns->at("value")], separator, row.line);
    if (!value.ok()) return value.status();
    score.value = *value;
    if (columns->contains("reason")) score.reason = row.cells[columns->at("reason")];
    scores.push_back(std::move(score));
  }
  if (scores.empty()) return UsageError("there is a header but no score in it");
  return scores;
}

}  // namespace plenum::cli
