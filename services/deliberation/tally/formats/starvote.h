// Reader of the "starvote format" (.starvote): ballots with scores and the options of a count by
// STAR voting or its relatives, as the tabulator starvote reads it.
// Described in the README of github.com/larryhastings/starvote, version 2.1.
//
//   [options]
//   method = allocated
//   seats = 2
//   tiebreaker = [
//       Brian
//       Amy
//   ]
//
//   [ballots]
//   3 ballots:        # the next ballot, three times
//   Amy = 5
//   Brian = 2
//
//   Brian = 4         # an empty line or a comment ends a ballot
//
//   absl::StatusOr<StarvoteElection> election = ReadStarvote(text, {});
//   absl::StatusOr<ScoreProfile> profile = MakeScoreProfile(*election);
//
// Read here as the README says, and where it is silent:
//   - an unfinished list is refused, as is a file that names itself (starvote ignores the one and
//     fails on the other);
//   - numbers outside 64 bits are no numbers; lines end by LF or CRLF; a byte order mark is
//   skipped;
//   - text that is not UTF-8 is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

enum class StarvoteMethod {
  kStar,
  kBlocStar,
  kAllocatedScore,
  kReweightedRange,
  kSequentiallySpentScore,
};

struct StarvoteTiebreaker {
  enum class Kind {
    kHashedBallots,  // also when the file names none
    kNone,
    kDeclared,  // `names`
    kShuffle,   // predefined_permutation: one random permutation
    kDraw,      // on_demand_random: a random draw for each tie
  };
  Kind kind = Kind::kHashedBallots;
  std::vector<std::string> names;  // kDeclared: as listed, best first
  std::string declared_in;         // kDeclared: the file that lists them
  std::optional<int64_t> seed;     // kShuffle, kDraw: not repeatable without it
};

struct StarvoteBallot {
  std::vector<std::pair<std::string, int64_t>> scores;  // in the order of the file
  int64_t count = 1;
  int line = 0;  // of its first score, in the file that holds it
};

struct StarvoteElection {
  std::optional<StarvoteMethod> method;
  int64_t seats = 1;
  int64_t maximum_score = 5;
  int64_t verbosity = 0;
  StarvoteTiebreaker tiebreaker;
  std::vector<std::string> names;  // of all candidates that a ballot mentions, in order of bytes
  std::vector<StarvoteBallot>
      ballots;  // at least one; a CSV file's, a named file's, the file's own
};

// What is wrong with a file, for programs; the status says it in words.
struct StarvoteError {
  enum class Mistake {
    kNone,
    kBadSyntax,                  // subject: the line
    kNoSection,                  //
    kUnknownSection,             // subject: its name
    kRepeatedSection,            // subject: its name
    kSectionInList,              //
    kPragmaInList,               //
    kUnfinishedList,             //
    kPragmaInOptions,            // subject: the pragma
    kUnknownPragma,              // subject: the pragma
    kTooFewRepetitions,          // "1 ballots:"
    kTooManyRepetitions,         // "2 ballot:"
    kPragmaAtEnd,                // subject: the number of repetitions
    kUnknownOption,              // subject: the option
    kRepeatedOption,             // subject: the option
    kRepeatedCandidate,          // subject: the candidate
    kNotANumber,                 // subject: the text
    kListForNumber,              //
    kUnknownMethod,              // subject: the text
    kUnknownTiebreaker,          // subject: the text
    kEmptyTiebreakerList,        //
    kTiebreakerUnclosed,         // subject: the tiebreaker; so to the end of the list
    kTextAfterTiebreaker,        //
    kTiebreakerArgument,         //
    kTiebreakerArgumentTwice,    // detail: the argument
    kTiebreakerArgumentUnknown,  // detail: the argument
    kTiebreakerSeed,             //
    kTiebreakerTakesNoSeed,      //
    kMissingFile,                // subject: the file as named
    kWrongExtension,             // subject: the file as named; detail: the extension
    kFilesTooDeep,               // files name files more than 8 deep, or in a circle
    kNotUtf8,                    //
    kNoBallots,                  //
  };
  Mistake mistake = Mistake::kNone;
  std::string file;  // the path of the file that has the mistake, as given or composed
  int line = 0;      // from 1; the last one where something is missing from the whole file
  int column = 0;    // from 1, in bytes
  std::string subject;
  std::string detail;
};

// The file that is read, and how to get at those that it names.
struct StarvoteSource {
  std::string path;  // for messages, and the folder that names are relative to
  // The text of the file at a path composed of that folder and the name; nothing when there is
  // none.
  std::function<std::optional<std::string>(const std::string&)> load;
};

// INVALID_ARGUMENT with a message that begins "line L, column C: " (with "FILE: " before it for
// another file than source.path) for anything the format forbids, see Mistake. `error`, when given,
// gets the same as data. Ranges of scores, seats and names are checked by MakeScoreProfile and the
// methods. O(text + candidates log candidates).
absl::StatusOr<StarvoteElection> ReadStarvote(std::string_view text, const StarvoteSource& source,
                                              StarvoteError* error = nullptr);

// The ballots as a profile of election.names, range 0 to maximum_score. INVALID_ARGUMENT with the
// line: a score outside the range; maximum_score outside 1..1,000,000; an empty name; no name at
// all, or too many. OUT_OF_RANGE: more ballots than kMaxBallots. O(text).
absl::StatusOr<ScoreProfile> MakeScoreProfile(const StarvoteElection& election);

}  // namespace plenum::tally
