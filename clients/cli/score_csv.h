// score_csv: scores as a table that spreadsheets write.
//
//   measure,criterion,value,reason
//   m3,Deterrence,7,"Shown by the 2019 exercise, says the report"
//   hotlines,Cost,2,
//
// in any form that csv.h reads. The header names the columns, in any order; "reason", "confidence"
// (above 0 to 1) and "quote" (the number of a quote of the measure) may be missing, and so may
// their cells; a column "about", which templates have for people, is passed over. Rows without a
// value are not entered. Pure: no files, no network.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::cli {

struct ScoreRow {
  int line = 0;  // where the row begins, from 1
  std::string measure;
  std::string criterion;
  double value = 0;
  std::string reason;
  std::optional<double> confidence;
  int quote = 0;  // from 1; 0 for none
};

// Rows in the order of the file. A usage error that names the line and the column for: no header, a
// header without measure, criterion or value, an unknown or repeated column, a row with another
// number of cells, an empty measure or criterion, a value or confidence that is no finite number,
// a quote that is no whole number from 1, a double quote that is not closed, no rows at all.
// Linear.
absl::StatusOr<std::vector<ScoreRow>> ParseScoreCsv(std::string_view csv);

}  // namespace plenum::cli
