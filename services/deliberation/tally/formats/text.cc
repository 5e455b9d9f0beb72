#include "services/deliberation/tally/formats/text.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/utf8.h"

namespace plenum::tally {
namespace {

constexpr std::string_view kSpaces = " \t";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// The error at an offset of a whole text.
absl::Status ErrorAtOffset(std::string_view text, size_t offset, std::string_view what) {
  const std::string_view before = text.substr(0, offset);
  const auto line = static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
  const size_t line_begin = before.rfind('\n') + 1;  // npos + 1 is 0, the first line
  return ErrorAt(line, offset - line_begin + 1, what);
}

absl::Status CheckLineLengths(std::string_view text) {
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    if (end - begin > kMaxLineBytes) {
      return ErrorAtOffset(text, begin + kMaxLineBytes,
                           absl::StrCat("a line can have at most ", kMaxLineBytes, " bytes"));
    }
    begin = end + 1;
  }
  return absl::OkStatus();
}

}  // namespace

Piece Piece::Trimmed() const {
  const size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {text.substr(0, 0), column};
  return Sub(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

absl::StatusOr<Lines> Lines::Open(std::string_view text) {
  if (text.size() > kMaxFileBytes) {
    return ErrorAt(
        1, 1, absl::StrCat("a file can have at most 1 GiB, this one has ", text.size(), " bytes"));
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return ErrorAt(1, 1, "the text is UTF-16, expected UTF-8: save the file as UTF-8");
  }
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return ErrorAtOffset(text, nul, "the control character NUL has no place in a text file");
  }
  if (const size_t bad = FirstInvalidUtf8(text); bad != std::string_view::npos) {
    return ErrorAtOffset(text, bad, "the text is not valid UTF-8");
  }
  if (absl::Status status = CheckLineLengths(text); !status.ok()) return status;
  return Lines(text);
}

bool Lines::Next() {
  if (next_ >= text_.size()) return false;
  const size_t end = std::min(text_.find('\n', next_), text_.size());
  line_ = text_.substr(next_, end - next_);
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  next_ = end + 1;
  ++number_;
  return true;
}

void Lines::Rewind() {
  next_ = 0;
  number_ = 0;
  line_ = {};
}

absl::Status Lines::Error(size_t column, std::string_view what, absl::StatusCode code) const {
  return ErrorAt(std::max<size_t>(number_, 1), column, what, code);
}

absl::Status ErrorAt(size_t line, size_t column, std::string_view what, absl::StatusCode code) {
  return absl::Status(code, absl::StrCat("line ", line, ", column ", column, ": ", Abseil(what)));
}

std::string Quoted(std::string_view text) {
  constexpr size_t kLongest = 60;
  size_t size = std::min(text.size(), kLongest);
  // Not through the middle of a character.
  while (size < text.size() && size > 0 &&
         (static_cast<unsigned char>(text[size]) & 0xC0) == 0x80) {
    --size;
  }
  std::string quoted = "\"";
  for (const char c : text.substr(0, size)) quoted.push_back(IsControl(c) ? '?' : c);
  absl::StrAppend(&quoted, size < text.size() ? "...\"" : "\"");
  return quoted;
}

absl::StatusOr<int64_t> PositiveInteger(const Lines& lines, const Piece& value,
                                        std::string_view what) {
  int64_t number = 0;
  for (const char c : value.text) {
    if (c < '0' || c > '9') {
      return lines.Error(value.column, absl::StrCat(Abseil(what), " must be a whole number, not ",
                                                    Quoted(value.text)));
    }
    // Anything above kMaxBallots is refused all the same, so it need not be exact beyond.
    if (number <= kMaxBallots) number = number * 10 + (c - '0');
  }
  if (value.empty()) {
    return lines.Error(value.column,
                       absl::StrCat(Abseil(what), " must be at least 1, and none is given"));
  }
  if (number == 0) {
    return lines.Error(value.column, absl::StrCat(Abseil(what), " must be at least 1"));
  }
  if (number > kMaxBallots) {
    return lines.Error(value.column, absl::StrCat(Abseil(what), " is above 2^53"),
                       absl::StatusCode::kOutOfRange);
  }
  return number;
}

std::string WhatIsWrongWithName(std::string_view name) {
  if (name.empty()) return "a name cannot be empty";
  if (FirstInvalidUtf8(name) != std::string_view::npos) return "a name must be valid UTF-8";
  if (std::any_of(name.begin(), name.end(), IsControl)) {
    return "a control character is not allowed in a name";
  }
  if (name.front() == ' ' || name.back() == ' ') return "a name cannot begin or end with a space";
  return "";
}

std::string OneLine(std::string_view text) {
  std::string line(text);
  for (char& c : line) {
    if (IsControl(c)) c = ' ';
  }
  return std::string(Piece{line}.Trimmed().text);
}

absl::Status CheckNames(std::span<const std::string> names, int option_count,
                        std::string_view forbidden) {
  if (std::ssize(names) != option_count) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", names.size(), " names for ", option_count, " options"));
  }
  absl::flat_hash_map<std::string, size_t> known;
  for (size_t option = 0; option < names.size(); ++option) {
    std::string wrong = WhatIsWrongWithName(names[option]);
    if (const size_t at = names[option].find_first_of(forbidden);
        wrong.empty() && at != std::string::npos) {
      wrong = absl::StrCat("this format allows no '", names[option].substr(at, 1), "' in a name");
    }
    const auto [entry, is_new] = known.try_emplace(names[option], option);
    if (wrong.empty() && !is_new) {
      wrong = absl::StrCat("option ", entry->second, " has the same name");
    }
    if (!wrong.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("option ", option, ", ", Quoted(names[option]), ": ", wrong));
    }
  }
  return absl::OkStatus();
}

absl::string_view Abseil(std::string_view text) { return {text.data(), text.size()}; }

std::string_view MessageOf(const absl::Status& status) {
  return {status.message().data(), status.message().size()};
}

absl::Status NameTable::Add(const Lines& lines, const Piece& name) {
  if (names_.size() == static_cast<size_t>(kMaxOptions)) {
    return lines.Error(name.column, absl::StrCat("more than ", kMaxOptions, " candidates"));
  }
  const auto [entry, is_new] =
      options_.try_emplace(std::string(name.text), static_cast<OptionIndex>(names_.size()));
  if (!is_new) {
    return lines.Error(name.column,
                       absl::StrCat("the candidate ", Quoted(name.text), " is declared twice"));
  }
  names_.emplace_back(name.text);
  return absl::OkStatus();
}

BallotCounter::BallotCounter(Profile& profile)
    : profile_(&profile),
      // A profile has a number of options that a ranking can have.
      ranking_(*Ranking::Create(profile.option_count(), {})),
      ranked_(static_cast<size_t>(profile.option_count())),
      tier_ends_(ranked_.size()),
      seen_(ranked_.size(), 0) {
  Begin();
}

void BallotCounter::Begin() {
  if (++ballot_ == 0) {  // the numbers have come around
    std::fill(seen_.begin(), seen_.end(), 0);
    ballot_ = 1;
  }
  ranked_count_ = 0;
  tier_count_ = 0;
}

absl::Status BallotCounter::Count(int64_t count) {
  absl::Status status = ranking_.Assign(profile_->option_count(), {ranked_.data(), ranked_count_},
                                        {tier_ends_.data(), tier_count_});
  if (!status.ok()) return status;
  return profile_->Add(ranking_, count);
}

}  // namespace plenum::tally
