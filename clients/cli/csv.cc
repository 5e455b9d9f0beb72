#include "clients/cli/csv.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kSeparators = ",;\t";

bool IsBlank(const CsvRow& row) {
  return row.cells.size() == 1 && text::Fold(row.cells[0]).empty();
}

// The mark that the header line uses, the first of kSeparators that stands outside its quotes.
char Separator(std::string_view csv) {
  std::string unquoted;
  bool quoted = false;
  for (const char c : csv) {
    if (c == '"') quoted = !quoted;
    if (c == '\n' && !quoted) break;
    if (!quoted) unquoted += c;
  }
  for (const char separator : kSeparators) {
    if (unquoted.find(separator) != std::string::npos) return separator;
  }
  return ',';
}

// The mark that a first line names, as in "sep=;", which some spreadsheets want and write; that
// line is taken off.
std::optional<char> TakeNamedSeparator(std::string_view& csv) {
  const std::string_view first = csv.substr(0, csv.find('\n'));
  constexpr std::string_view kWord = "sep=";
  if (first.size() <= kWord.size() || text::Fold(first.substr(0, kWord.size())) != kWord) {
    return std::nullopt;
  }
  const std::string_view rest = first.substr(kWord.size() + 1);
  const char separator = first[kWord.size()];
  if (kSeparators.find(separator) == std::string_view::npos || (!rest.empty() && rest != "\r")) {
    return std::nullopt;
  }
  csv.remove_prefix(std::min(first.size() + 1, csv.size()));
  return separator;
}

absl::StatusOr<std::vector<CsvRow>> SplitCsvRows(std::string_view csv, char separator, int line) {
  std::vector<CsvRow> rows;
  CsvRow row;
  std::string cell;
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

absl::StatusOr<double> CsvTable::Number(const std::string& value, int line,
                                        std::string_view column) const {
  const std::string where = absl::StrCat("line ", line, ", column ", std::string(column), ": ");
  std::string trimmed = text::Fold(value);
  if (trimmed.empty()) return UsageError(where + "it is empty, and must be a number");
  const std::size_t comma = trimmed.find(',');
  const bool point = trimmed.find('.') != std::string::npos;
  if (separator != ',' && comma != std::string::npos && !point) trimmed[comma] = '.';
  double number = 0;
  const char* end = trimmed.data() + trimmed.size();
  const auto [stop, error] = std::from_chars(trimmed.data(), end, number);
  if (error != std::errc() || stop != end || !std::isfinite(number)) {
    std::string_view hint;
    if (comma != std::string::npos) {
      hint = point ? "; write it without a mark between thousands"
                   : "; with commas between the columns, decimals take a point";
    }
    return UsageError(
        absl::StrCat(where, "\"", text::Printable(value), "\" is no number", std::string(hint)));
  }
  return number;
}

absl::StatusOr<CsvTable> ParseCsv(std::string_view csv) {
  if (csv.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
    csv.remove_prefix(kByteOrderMark.size());
  }
  if (csv.size() > 1 && (csv.substr(0, 2) == "\xFF\xFE" || csv.substr(0, 2) == "\xFE\xFF")) {
    return UsageError("line 1: the file is in UTF-16; save it as CSV in UTF-8");
  }
  CsvTable table;
  const std::optional<char> named = TakeNamedSeparator(csv);
  table.separator = named.value_or(Separator(csv));
  auto rows = SplitCsvRows(csv, table.separator, named ? 2 : 1);
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

std::string CsvNumber(double number) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

}  // namespace plenum::cli
