#include "clients/cli/csv.h"

#include <charconv>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsBlank(const CsvRow& row) {
  return row.cells.size() == 1 && text::Fold(row.cells[0]).empty();
}

// The mark that the header line uses.
char Separator(std::string_view csv) {
  const std::string_view header = csv.substr(0, csv.find('\n'));
  if (header.find(',') != std::string_view::npos) return ',';
  if (header.find(';') != std::string_view::npos) return ';';
  return header.find('\t') != std::string_view::npos ? '\t' : ',';
}

absl::StatusOr<std::vector<CsvRow>> SplitCsvRows(std::string_view csv, char separator) {
  std::vector<CsvRow> rows;
  CsvRow row;
  std::string cell;
  int line = 1;
  bool quoted = false;
  bool begun = false;
  const auto end_cell = [&] { row.cells.push_back(std::move(cell)), cell.clear(); };
  const auto end_row = [&] {
    end_cell();
    if (!IsBlank(row)) rows.push_back(std::move(row));
    row = CsvRow{line, {}};
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

}  // namespace

absl::StatusOr<double> CsvTable::Number(std::string value, int line,
                                        std::string_view column) const {
  if (separator != ',') {
    const std::size_t comma = value.find(',');
    if (comma != std::string::npos) value[comma] = '.';
  }
  const std::string trimmed = text::Fold(value);
  double number = 0;
  const char* end = trimmed.data() + trimmed.size();
  const auto [stop, error] = std::from_chars(trimmed.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) {
    return UsageError(absl::StrCat("line ", line, ", column ", std::string(column), ": \"",
                                   text::Printable(value), "\" is no number"));
  }
  return number;
}

absl::StatusOr<CsvTable> ParseCsv(std::string_view csv) {
  if (csv.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    csv.remove_prefix(kByteOrderMark.size());
  }
  CsvTable table;
  table.separator = Separator(csv);
  auto rows = SplitCsvRows(csv, table.separator);
  if (!rows.ok()) return rows.status();
  table.rows = *std::move(rows);
  return table;
}

std::string CsvCell(std::string_view text) {
  if (text.find_first_of(",;\t\"\r\n") == std::string_view::npos) return std::string(text);
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + "\"";
}

}  // namespace plenum::cli
