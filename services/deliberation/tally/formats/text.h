// The ground that all readers of election files stand on: lines with numbers, pieces of a line that
// know their column, errors that begin "line L, column C: " (both from 1, columns in bytes), whole
// numbers with limits, and the limits themselves.
//
//   absl::StatusOr<Lines> lines = Lines::Open(text);  // refuses what is no text
//   if (!lines.ok()) return lines.status();
//   while (lines->Next()) {
//     const Piece line = Piece{lines->line(), 1}.Trimmed();
//     if (line.empty()) return lines->Error(line.column, "expected a ballot");
//   }
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::tally {

inline constexpr size_t kMaxFileBytes = size_t{1} << 30;
inline constexpr size_t kMaxLineBytes = size_t{1} << 20;

// A piece of one line that knows its place.
struct Piece {
  std::string_view text;
  size_t column = 1;  // from 1, of the first byte

  Piece Sub(size_t begin, size_t size = std::string_view::npos) const {
    return {text.substr(begin, size), column + begin};
  }
  // Without the spaces and tabs at its ends; an empty piece keeps its column.
  Piece Trimmed() const;
  bool empty() const { return text.empty(); }
};

// The lines of a text, one at a time. Lines end by LF or CRLF, the last one also by the end of the
// text; a byte order mark at the start is no part of the first line. The text must outlive this.
class Lines {
 public:
  // INVALID_ARGUMENT, with the place, for text that is not UTF-8 (UTF-16 is named as such) or holds
  // a NUL byte, for a line longer than kMaxLineBytes, for more than kMaxFileBytes in all. O(text).
  static absl::StatusOr<Lines> Open(std::string_view text);

  // Goes to the next line, at first to the first; false when there is none.
  bool Next();
  // Back to before the first line.
  void Rewind();

  std::string_view line() const { return line_; }
  // Of the current line, from 1; 0 before the first. After the last Next() that of the last line.
  size_t number() const { return number_; }

  // "line L, column C: what", for the current line.
  absl::Status Error(size_t column, std::string_view what,
                     absl::StatusCode code = absl::StatusCode::kInvalidArgument) const;

 private:
  explicit Lines(std::string_view text) : text_(text) {}

  std::string_view text_;
  size_t next_ = 0;
  std::string_view line_;
  size_t number_ = 0;
};

// "line L, column C: what", for any place.
absl::Status ErrorAt(size_t line, size_t column, std::string_view what,
                     absl::StatusCode code = absl::StatusCode::kInvalidArgument);

// A string in quotation marks for a message: a long one is cut, control characters become '?'.
std::string Quoted(std::string_view text);

// A whole number from 1 to kMaxBallots. INVALID_ARGUMENT for anything that is no whole number, or
// 0; OUT_OF_RANGE above kMaxBallots. `what` names it: "the count".
absl::StatusOr<int64_t> PositiveInteger(const Lines& lines, const Piece& value,
                                        std::string_view what);

// Whether a text can be an option's name in every format: not empty, UTF-8, no control characters,
// and no spaces at its ends. The sentence of what is wrong, empty when nothing is.
std::string WhatIsWrongWithName(std::string_view name);

// A title or remark as one line of text: control characters become spaces, those at the ends go.
std::string OneLine(std::string_view text);

// INVALID_ARGUMENT, naming the option, unless the names are as many as the profile's options, fit
// WhatIsWrongWithName, hold none of the `forbidden` characters and are all different. For writers.
absl::Status CheckNames(std::span<const std::string> names, int option_count,
                        std::string_view forbidden);

// Between the standard's views and Abseil's, which are different types here.
absl::string_view Abseil(std::string_view text);
std::string_view MessageOf(const absl::Status& status);  // lives as long as the status

// The options of a file as they are declared or come up: names to indexes.
class NameTable {
 public:
  // The option of this name, -1 when there is none.
  OptionIndex Find(std::string_view name) const {
    const auto option = options_.find(absl::string_view(name.data(), name.size()));
    return option == options_.end() ? -1 : option->second;
  }
  // The next option. With the place of the name as errors of `lines`: INVALID_ARGUMENT when the
  // name is there already, or kMaxOptions are.
  absl::Status Add(const Lines& lines, const Piece& name);

  int size() const { return static_cast<int>(names_.size()); }
  const std::vector<std::string>& names() const { return names_; }
  std::vector<std::string> Take() { return std::move(names_); }

 private:
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, OptionIndex> options_;
};

// Builds one ballot after another and counts them, without an allocation for each.
class BallotCounter {
 public:
  // The profile must outlive this.
  explicit BallotCounter(Profile& profile);

  // An empty ballot again.
  void Begin();
  // Puts an option below those before it, or level with the last one. False, and nothing changes,
  // when the ballot ranks it already. Requires an option of the profile, and for `tied` one before.
  bool Put(OptionIndex option, bool tied) {
    uint32_t& last_seen = seen_[static_cast<size_t>(option)];
    if (last_seen == ballot_) return false;
    last_seen = ballot_;
    ranked_[ranked_count_++] = option;
    if (!tied) ++tier_count_;
    tier_ends_[tier_count_ - 1] = static_cast<int>(ranked_count_);
    return true;
  }
  size_t ranked_count() const { return ranked_count_; }
  // Counts the ballot; the errors of Profile::Add.
  absl::Status Count(int64_t count);

 private:
  Profile* profile_;
  Ranking ranking_;
  std::vector<OptionIndex> ranked_;
  std::vector<int> tier_ends_;
  std::vector<uint32_t> seen_;  // the number of the ballot that ranked the option last
  uint32_t ballot_ = 0;
  size_t ranked_count_ = 0;
  size_t tier_count_ = 0;
};

}  // namespace plenum::tally
