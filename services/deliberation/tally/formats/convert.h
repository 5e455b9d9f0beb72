// Elections from one file format to another, saying what would be lost on the way.
//
//   absl::StatusOr<BallotFile> file = ReadBallotFile("vote.toi", text, Unranked::kTiedLast);
//   absl::StatusOr<Converted> soc = Convert(*file, Target::kSoc);
//   soc->losses;  // {"ties on 3 ballots: tied options would stand in the order of the options"}
//   soc->text;    // the file, with these losses
//
// A loss is what can change a count: ties, points, options left out, seats, withdrawn options, a
// tie order, costs. Texts that only describe (title, source, comment, nicknames) are notes.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/any.h"
#include "services/deliberation/tally/formats/blt.h"
#include "services/deliberation/tally/formats/election.h"
#include "services/deliberation/tally/formats/pabulib.h"

namespace plenum::tally {

// What a file holds, with what only its own format has.
struct BallotFile {
  FileFormat format;
  std::variant<Election, ScoreElection, ApprovalElection, BltElection, PabulibFile> content;
  // The file's name without folders and extension; empty where the text came without one.
  std::string stem = {};
};

// By the name, else by the content, as ReadElection, and with the errors of the format's reader.
// `unranked` is what an unranked option means where the file does not say; .blt files are read so.
// `load` gets at the files that a .starvote file names, see StarvoteSource.
absl::StatusOr<BallotFile> ReadBallotFile(
    std::string_view file_name, std::string_view text, Unranked unranked,
    const std::function<std::optional<std::string>(const std::string&)>& load = nullptr);

// The formats that have a writer.
enum class Target { kCvotes, kSoc, kSoi, kToc, kToi, kCat, kAbif, kCsv, kBlt, kPabulib };

// By extension, in any case of letters: "cvotes", "soc", ..., "pb".
std::optional<Target> TargetNamed(std::string_view extension);
std::string_view ExtensionOf(Target target);

struct Converted {
  std::string text;
  std::vector<std::string> losses;  // one clause each, without a full stop
  std::vector<std::string> notes;
};

// The file in the other format. Options with a place of their own on a ballot keep it; where the
// target has no ties, tied options stand in their order in the file. INVALID_ARGUMENT, with a
// sentence, for what cannot be written at all: rankings as points, ballots without costs as .pb,
// points that are no whole numbers, and what the writers refuse, such as names. Where the target
// holds a title (.blt and PrefLib's formats) and there is none, the file's own name stands for it,
// with a note. O(size of the file).
absl::StatusOr<Converted> Convert(const BallotFile& file, Target target);

}  // namespace plenum::tally
