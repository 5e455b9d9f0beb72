// Reader and writer of pabulib files (.pb): participatory-budgeting elections with costs, votes of
// several types and the official outcome. Format: pabulib.org/format; Faliszewski et al., "Pabulib:
// A Library of Participatory Budgeting Data", IJCAI 2023.
//
//   META
//   key;value
//   budget;100000
//   vote_type;approval
//   PROJECTS
//   project_id;cost;votes;name;selected
//   p1;60000;2;"Trees; and benches";1
//   VOTES
//   voter_id;vote
//   7;p1
//
//   absl::StatusOr<PabulibFile> file = ReadPabulib(text);
//   absl::StatusOr<BudgetElection> election = ToBudgetElection(*file);
//   std::string again = WritePabulib(*file);
//
// How the text is read: fields are parted by ";". A field that begins with a quotation mark goes to
// the next single one ("" is one mark inside), over semicolons and line ends; marks elsewhere are
// plain characters. Lines end by LF or CRLF; empty lines and a byte order mark are skipped. The
// three sections stand in the order above, each with its line of column names (that of META may be
// missing). Columns and META keys may be any and are kept. Spaces around META values, ids, names
// and numbers are no part of them; empty fields beyond the columns are dropped, as spreadsheets add
// them. Numbers have a point or a comma before decimals. Names of sections are read in any case.
//
// Points: an approval or choose-1 ballot gives 1 to each project; a cumulative or scoring ballot
// what its "points" column says, and a scoring ballot to all others the default_score of META; an
// ordinal ballot gives its first project max_length points (the
// number of projects, if the file does not say), the next one less, and so on (Borda), not below 0.
//
// Two columns of PROJECTS are ours, not pabulib's, and may be missing: "needs" and "excludes", ids
// parted by commas: projects without which this one cannot be funded, and those that cannot be
// funded with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/exact.h"

namespace plenum::tally {

enum class PabulibVoteType { kApproval, kCumulative, kScoring, kOrdinal, kChooseOne };

struct PabulibVote {
  std::vector<OptionIndex> projects;  // in the order of the file
  std::vector<Rational> points;       // of each of them
};

struct PabulibFile {
  // The text of the file, unquoted, in its order; every row has a field for each column.
  std::vector<std::pair<std::string, std::string>> meta;
  std::vector<std::string> project_columns;
  std::vector<std::vector<std::string>> project_rows;
  std::vector<std::string> vote_columns;
  std::vector<std::vector<std::string>> vote_rows;

  // What it says. Project i and vote i are row i.
  PabulibVoteType vote_type = PabulibVoteType::kApproval;
  Rational budget;
  std::optional<Rational> least_score;  // points below which META lets no project be funded
  std::vector<std::string> ids;
  std::vector<std::string> names;  // the id where there is no column "name", or nothing in it
  std::vector<Rational> costs;
  std::vector<std::vector<OptionIndex>> needs;
  std::vector<std::vector<OptionIndex>> excludes;
  std::vector<PabulibVote> votes;

  // The value of a META key; nothing without it.
  std::optional<std::string> Meta(std::string_view key) const;
  // A column of PROJECTS by row ("votes", "score", "selected"); nothing without it.
  std::optional<std::vector<std::string>> ProjectColumn(std::string_view name) const;
};

// INVALID_ARGUMENT with a message that begins "line L, column C: " (both from 1, columns in bytes)
// for: a missing or repeated section, column or META key that is needed (budget, vote_type;
// project_id, cost; vote, and points where the type has them), a row with more or fewer fields than
// columns, a number that is none or is below 0 (points may be), a project that is named twice or is
// unknown, more or fewer points than projects in a vote, more than one project in a choose-1 vote,
// a quotation mark that is not closed, another number of projects or votes than num_projects and
// num_votes say (a truncated file), more than kMaxOptions projects or none, text that is not UTF-8.
// O(text x log projects).
absl::StatusOr<PabulibFile> ReadPabulib(std::string_view text);

// The election that the file describes. Errors as BudgetElection::Create and Add.
absl::StatusOr<BudgetElection> ToBudgetElection(const PabulibFile& file);

// The rows as text that ReadPabulib reads back to the same file; only they and META are looked at.
// Fields are quoted where they have to be.
std::string WritePabulib(const PabulibFile& file);

// A number as these files write it: digits, at most one point or comma, a minus sign in front;
// nothing for other text. Exact.
std::optional<Rational> ParseDecimal(std::string_view text);

}  // namespace plenum::tally
