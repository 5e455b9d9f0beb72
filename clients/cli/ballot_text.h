// ballot_text: a ranked ballot as text that people edit, and as one line.
//
// The text has one measure a line, the best first, in the manner of `git rebase -i`:
//
//   m4  Add crisis hotlines      the best
//   m1  Harden bases
//   = m2  Hold fewer exercises   as good as the line above
//   # m3  Reduce troops          a comment: m3 is left unranked, as if the line were deleted
//
// The one-line form is "A > B = C", where A is a number, a title or the start of one; a title that
// holds > or = is put in double quotes. Pure: no files, no terminal, no network.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "clients/cli/resolve.h"

namespace plenum::cli {

// Indexes into the options: tiers, best first; options of one tier are tied.
using Tiers = std::vector<std::vector<std::size_t>>;

struct LineError {
  int line = 0;  // from 1; for the one-line form the place in the ranking
  std::string message;
};

struct ParsedBallot {
  Tiers tiers;                    // meaningful when there are no errors
  std::vector<LineError> errors;  // every one, in order
  [[nodiscard]] bool ok() const { return errors.empty(); }
};

// The text to edit: `tiers` first, then the other options, then what the marks mean. Other options
// stand as comments when `tiers` ranks something, and as a list to be put in order otherwise.
// `notes` are lines of explanation, put in front of the comment block.
std::string BallotToText(const std::vector<Candidate>& options, const Tiers& tiers,
                         std::string_view title, const std::vector<std::string>& notes);

// Reads an edited text. LF and CRLF, a byte order mark and spaces around marks are all right. A
// line is a number ("m3" or "3", what follows is not read), or a title, an id or the start of one.
ParsedBallot ParseBallotText(std::string_view text, const std::vector<Candidate>& options);

// Reads "A > B = C". Empty text is an error: an abstention must be asked for by name.
ParsedBallot ParseRanking(std::string_view expression, const std::vector<Candidate>& options);

// "m4 > m1 = m2".
std::string RankingToText(const std::vector<Candidate>& options, const Tiers& tiers);

// `text` without the lines that say what was wrong before, with one line for each error above the
// line it is about. The text can be read again as it is.
std::string AnnotateErrors(std::string_view text, const std::vector<LineError>& errors);

}  // namespace plenum::cli
