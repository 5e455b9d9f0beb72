// Reader of election files of any format: by the extension of the file's name, checked against what
// the content looks like, and by the content alone where the extension says nothing.
//
//   absl::StatusOr<AnyElection> election = ReadElection("board.soi", text);
//   if (!election.ok()) ...  // "line 7, column 9: expected an alternative from 1 to 5"
#pragma once

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/formats/election.h"

namespace plenum::tally {

enum class FileFormat { kCvotes, kPreflib, kAbif, kCsv, kBlt, kPabulib, kStarvote };

// The format that an extension stands for, in any case of letters: cvotes; soc, soi, toc, toi, cat;
// abif; csv; blt; pb; starvote. `file_name` may have folders before it.
std::optional<FileFormat> FormatOfName(std::string_view file_name);

// The format that the first lines of a text look like, nothing when they could be anything. A
// guess, for messages and for files without an extension.
std::optional<FileFormat> SniffFormat(std::string_view text);

// "Condorcet Election Format (.cvotes)", for messages.
std::string_view NameOf(FileFormat format);

// The election in the file. What an unranked option means is `unranked`, unless the format says it
// in the file (.cvotes does). The errors of the format's reader; INVALID_ARGUMENT, "line L, column
// C:
// ...", also for an empty file, a name and content that tell nothing, and a mislabelled file, whose
// message says what the content looks like: content that is plainly of another format, a file that
// its own reader refuses and that looks like another, and PrefLib content that the type in the name
// does not allow (ties in a .soc). UNIMPLEMENTED for a format that has no reader here.
absl::StatusOr<AnyElection> ReadElection(std::string_view file_name, std::string_view text,
                                         Unranked unranked = Unranked::kTiedLast);

}  // namespace plenum::tally
