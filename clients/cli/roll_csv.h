// roll_csv: who shall be on the roll, as a table: a column "name", and if wanted "role" (member,
// observer, auditor or facilitator; member where it is empty) and "weight" (1 to 1000; 1 where it
// is empty), in any form that csv.h reads; other columns are passed over. Pure: no files, no
// network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::cli {

struct RollRow {
  int line = 1;
  std::string name;
  std::string role;  // "member", "observer", "auditor" or "facilitator"
  int weight = 1;    // how many votes the ballot counts as
};

// Rows in the order of the file. A usage error that names the line for: no column "name", two
// columns of one name, an empty name, an unknown role, no weight, nothing at all. Linear.
absl::StatusOr<std::vector<RollRow>> ParseRollCsv(std::string_view csv);

// When two names are one: without regard to case and spacing, or when they look alike
// (base/person_name.h), which is more.
enum class Alike { kByLetters, kByLook };

// Names that stand there twice, with their lines; up to five of them. Empty when there is none.
// Linear.
std::string NamesTwice(const std::vector<RollRow>& rows, Alike alike);

}  // namespace plenum::cli
