#include "clients/cli/roll_csv.h"

#include <optional>
#include <unordered_map>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/csv.h"
#include "clients/cli/errors.h"
#include "clients/cli/text.h"
#include "services/common/base/person_name.h"

namespace plenum::cli {
namespace {

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

std::vector<std::string> KeysOf(const std::string& name, Alike alike) {
  if (alike == Alike::kByLetters) return {text::Fold(name)};
  const auto skeletons = base::NameSkeletons(name);
  return {skeletons.begin(), skeletons.end()};
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
  const auto weight = ColumnOf(header, "weight");
  if (!weight.ok()) return weight.status();
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
    if (*weight && !text::Fold(cell(**weight)).empty()) {
      constexpr int kMaxWeight = 1000;
      if (!absl::SimpleAtoi(text::Fold(cell(**weight)), &row.weight) || row.weight < 1 ||
          row.weight > kMaxWeight) {
        return UsageError(absl::StrCat("line ", row.line, ", column weight: \"",
                                       text::Printable(cell(**weight)),
                                       "\" is none; it takes 1 to ", kMaxWeight));
      }
    }
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return UsageError("there is nobody in it below the first line");
  return rows;
}

std::string NamesTwice(const std::vector<RollRow>& rows, Alike alike) {
  constexpr int kMostNamed = 5;
  std::unordered_map<std::string, const RollRow*> first;
  std::string twice;
  int named = 0;
  for (const RollRow& row : rows) {
    const RollRow* seen = nullptr;
    for (const std::string& key : KeysOf(row.name, alike)) {
      const auto [found, is_new] = first.emplace(key, &row);
      if (!is_new && found->second != &row) seen = found->second;
    }
    if (seen == nullptr || ++named > kMostNamed) continue;
    const RollRow& before = *seen;
    absl::StrAppend(&twice, twice.empty() ? "" : ", ", "\"", text::Printable(before.name), "\"",
                    before.name == row.name
                        ? std::string()
                        : absl::StrCat(" and \"", text::Printable(row.name), "\""),
                    " (lines ", before.line, " and ", row.line, ")");
  }
  if (named > kMostNamed) absl::StrAppend(&twice, ", and ", named - kMostNamed, " more");
  return twice;
}

}  // namespace plenum::cli
