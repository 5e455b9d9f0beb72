// Reader and writer of BLT ballot files (.blt), the usual format of single transferable vote:
// https://yingtongli.me/git/OpenTally/about/docs/blt-fmt.md describes the common core; the options
// in brackets are those of Droop and stv-rs.
//
//   4 2                     # four options, two seats
//   -3                      # the third has withdrawn; also: [withdrawn 3]
//   [tie 4 2 1 3]           # who is preferred in a tie, first to last
//   [nick ann bob cy di]    # names for use in ballots
//   [undeclared 4]          # a write-in that was not declared (Minneapolis)
//   [droop precision=5]     # settings, handed on as they are
//   7 1 2 0                 # seven ballots: 1 above 2
//   2 di bob=cy 0           # two ballots: 4, then 2 and 3 tied
//   (a17) 1 0               # one ballot with an identifier
//   3 1 - 4 0               # a rank that was skipped: as 3 1 4 0
//   0                       /* end of the ballots */
//   "Ann" "Bob" "Cy" "Di"
//   "Title" "Source" "Comment"
//
//   absl::StatusOr<BltElection> election = ReadBlt(text);
//   election->profile.ballots();  // 10
//
// Ballots may leave out their 0 when all of them do; then each ends with its line. A name or title
// of one word that is alone on its line needs no quotation marks.
//
// Where the format is silent: line breaks and runs of spaces are the same elsewhere; `#` and `/*`
// begin a comment only at the beginning of a word, and the latter nest; a quoted text ends at a
// quotation mark that a space or the end of a line follows; title, source and comment may be
// missing, and what follows them is ignored; a byte order mark at the start is skipped. Option i of
// the result is the (i+1)th of the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

struct BltElection {
  std::string title;
  std::string source;
  std::string comment;
  int seats = 1;  // at least 1; whether there are as many options is for the count to say
  std::vector<std::string> names;       // one for each option
  std::vector<std::string> nicknames;   // one for each option, or empty
  std::vector<OptionIndex> withdrawn;   // ascending
  std::vector<OptionIndex> undeclared;  // ascending
  std::vector<OptionIndex> tie_order;   // all options, the one preferred in a tie first, or empty
  std::vector<std::string> settings;    // of [droop ...], as written: "precision=5"
  // Ballots as cast: withdrawn options are still in them, and ballots that rank nobody are counted.
  // Unranked options are not compared.
  Profile profile;
};

// INVALID_ARGUMENT with a message that begins "line L, column C: " (both from 1, columns in bytes)
// for anything that the format forbids: a number missing, an unknown option or candidate, one that
// is ranked or withdrawn twice, a missing name, an open quotation or comment, no or too many
// options, no seats, text that is not UTF-8. OUT_OF_RANGE, with the same place, when the total of
// counts passes kMaxBallots. O(text); ballots that are written alike are taken apart once.
absl::StatusOr<BltElection> ReadBlt(std::string_view text);

// The file of an election, with equal bytes for equal elections: ballots with numbers, sorted.
// INVALID_ARGUMENT for what the format cannot hold: another number of names, nicknames or places in
// a tie order than of options, no seats, an option outside the profile or listed twice, a quotation
// mark before a space or a line break in a name or text, spaces or signs of the format in a
// nickname or setting. O(ballots log ballots x options).
absl::StatusOr<std::string> WriteBlt(const BltElection& election);

}  // namespace plenum::tally
