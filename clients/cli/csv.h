// csv: tables as spreadsheets write them. RFC 4180 with its quotes and line breaks within them; the
// separator may be ';' or a tab, and then a decimal comma is read too. A first line "sep=;" names
// it, else the header does. Pure: no files, no network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::cli {

struct CsvRow {
  int line = 1;  // where it begins, from 1
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<CsvRow> rows;  // without blank lines; the first is the header
  char separator = ',';

  // A usage error that names the line and the column when the cell is no finite number.
  absl::StatusOr<double> Number(const std::string& cell, int line, std::string_view column) const;
};

// A usage error that names the line of a quote that is not closed, and one for a file in UTF-16.
// Linear.
absl::StatusOr<CsvTable> ParseCsv(std::string_view csv);

// A cell of a row, in quotes where it must be.
std::string CsvCell(std::string_view text);

// The shortest decimal that reads back as the same number.
std::string CsvNumber(double number);

}  // namespace plenum::cli
