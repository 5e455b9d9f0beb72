#include "clients/cli/roll_csv.h"

#include <map>
#include <optional>

#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr int kMostNamed = 5;

// The place of a column of the header; nothing when there is none.
absl::StatusOr<std::optional<std::size_t>> ColumnOf(const CsvRow& header, std::string_view name) {
  std::optional<std::size_t> at;
  for (std::size_t i = 0; i < header.cells.size(); ++i) {
    if (text::Fold(header.cells[i]) != name) continue;
    if (at) {
      return UsageError(
          absl::StrCat("line ", header.line, ": two columns are called ", std::string(name)));
    }
    at = i;
  }
  return at;
}

absl::Status CheckTwice(const std::vector<RollRow>& rows) {
  std::map<std::string, int> first_line;
  std::string twice;
  int named = 0;
  for (const RollRow& row : rows) {
    const auto [found, is_new] = first_line.emplace(text::Fold(row.name), row.line);
    if (is_new) continue;
    if (++named > kMostNamed) continue;
    absl::StrAppend(&twice, twice.empty() ? "" : ", ", "\"", text::Printable(row.name),
                    "\" (lines ", found->second, " and ", row.line, ")");
  }
  if (named == 0) return absl::OkStatus();
  return UsageError(
      absl::StrCat("names that stand there twice: ", twice,
                   named > kMostNamed ? absl::StrCat(", and ", named - kMostNamed, " more") : "",
                   "; take one out, or tell two people apart by their names"));
}

}  // namespace

absl::StatusOr<std::vector<RollRow>> ParseRollCsv(std::string_view csv) {
  const auto table = ParseCsv(csv);
  if (!table.ok()) return table.status();
  if (table->rows.empty()) {
    return UsageError("there is nothing in it; the first line is name, or name,role");
  }
  const CsvRow& header = table->rows.front();
  const auto name = ColumnOf(header, "name");
  if (!name.ok()) return name.status();
  const auto role = ColumnOf(header, "role");
  if (!role.ok()) return role.status();
  if (!*name) {
    return UsageError(absl::StrCat("line ", header.line,
                                   ": no column is called name; the first line is name, or "
                                   "name,role"));
  }
  std::vector<RollRow> rows;
  for (std::size_t i = 1; i < table->rows.size(); ++i) {
    const CsvRow& cells = table->rows[i];
    const auto cell = [&](std::size_t column) {
      return column < cells.cells.size() ? cells.cells[column] : std::string();
    };
    RollRow row{cells.line, cell(**name), "member"};
    if (text::Fold(row.name).empty()) {
      return UsageError(absl::StrCat("line ", row.line, ", column name: it is empty"));
    }
    if (*role && !text::Fold(cell(**role)).empty()) row.role = text::Fold(cell(**role));
    if (row.role != "member" && row.role != "observer" && row.role != "facilitator" &&
        row.role != "auditor") {
      return UsageError(absl::StrCat("line ", row.line, ", column role: \"",
                                     text::Printable(row.role),
                                     "\" is none; the roles are member, observer, auditor and "
                                     "facilitator"));
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return UsageError("there is nobody in it below the first line");
  absl::Status twice = CheckTwice(rows);
  if (!twice.ok()) return twice;
  return rows;
}

}  // namespace plenum::cli
