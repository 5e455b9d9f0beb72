#include "services/deliberation/tally/formats/csv.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/text.h"

namespace plenum::tally {
namespace {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsCount(std::string_view name) {
  return absl::EqualsIgnoreCase(Abseil(name), "count") ||
         absl::EqualsIgnoreCase(Abseil(name), "weight");
}

class CsvReader {
 public:
  CsvReader(Lines lines, Unranked unranked) : lines_(lines), unranked_(unranked) {}

  absl::StatusOr<Election> Read() {
    bool in_rows = false;
    while (lines_.Next()) {
      if (Piece{lines_.line()}.Trimmed().empty()) continue;
      absl::Status status = in_rows ? Row() : Header();
      if (!status.ok()) return status;
      in_rows = true;
    }
    if (!in_rows) return lines_.Error(1, "expected a header row with the names of the options");
    return Election{names_.Take(), {}, *std::move(profile_)};
  }

 private:
  static constexpr OptionIndex kCountColumn = -1;

  // The field that begins at at_, which then is at the comma or the end after it. Its text is that
  // of the line, or, where quotes are doubled, of unquoted_.
  absl::StatusOr<Piece> Field() {
    const std::string_view line = lines_.line();
    size_t begin = at_;
    while (begin < line.size() && (line[begin] == ' ' || line[begin] == '\t')) ++begin;
    if (begin < line.size() && line[begin] == '"') return QuotedField(begin);
    at_ = std::min(line.find(',', at_), line.size());
    const Piece field = Piece{line}.Sub(begin, at_ > begin ? at_ - begin : 0).Trimmed();
    if (const size_t quote = field.text.find('"'); quote != std::string_view::npos) {
      return lines_.Error(field.column + quote,
                          "a quote in the middle of a field: the whole field must be in quotes, "
                          "and a quote in it doubled");
    }
    return field;
  }

  absl::StatusOr<Piece> QuotedField(size_t open) {
    const std::string_view line = lines_.line();
    unquoted_.clear();
    size_t at = open + 1;
    while (true) {
      const size_t quote = line.find('"', at);
      if (quote == std::string_view::npos) {
        return lines_.Error(open + 1, "the quote is not closed on its line, expected another '\"'");
      }
      unquoted_.append(line, at, quote - at);
      at = quote + 1;
      if (at == line.size() || line[at] != '"') break;
      unquoted_.push_back('"');
      ++at;
    }
    while (at < line.size() && (line[at] == ' ' || line[at] == '\t')) ++at;
    if (at < line.size() && line[at] != ',') {
      return lines_.Error(at + 1, "expected ',' or the end of the line after the closing quote");
    }
    at_ = at;
    return Piece{unquoted_, open + 1};
  }

  absl::Status Header() {
    const std::string_view line = lines_.line();
    if (line.find(',') == std::string_view::npos && line.find('"') == std::string_view::npos) {
      if (const size_t other = line.find_first_of(";\t"); other != std::string_view::npos) {
        return lines_.Error(other + 1, line[other] == ';'
                                           ? "fields must be separated by ',', not by ';'"
                                           : "fields must be separated by ',', not by tabs");
      }
    }
    for (at_ = 0;; ++at_) {
      absl::StatusOr<Piece> name = Field();
      if (!name.ok()) return name.status();
      if (absl::Status status = Column(*name); !status.ok()) return status;
      if (at_ == line.size()) break;
    }
    if (names_.size() == 0) return lines_.Error(1, "expected the name of an option");
    absl::StatusOr<Profile> profile = Profile::Create(names_.size(), unranked_);
    if (!profile.ok()) return profile.status();
    profile_.emplace(*std::move(profile));
    counter_.emplace(*profile_);
    return absl::OkStatus();
  }

  absl::Status Column(const Piece& name) {
    if (IsCount(name.text)) {
      for (const std::string& other : counts_) {
        if (absl::EqualsIgnoreCase(other, Abseil(name.text))) {
          return lines_.Error(name.column, absl::StrCat("a second column ", Quoted(name.text)));
        }
      }
      counts_.emplace_back(name.text);
      columns_.push_back(kCountColumn);
      return absl::OkStatus();
    }
    if (const std::string wrong = WhatIsWrongWithName(name.text); !wrong.empty()) {
      return lines_.Error(name.column, wrong);
    }
    columns_.push_back(names_.size());
    return names_.Add(lines_, name);
  }

  absl::Status Row() {
    const std::string_view line = lines_.line();
    int64_t count = 1;
    ranks_.clear();
    at_ = 0;
    for (size_t column = 0;; ++column, ++at_) {
      if (column == columns_.size()) {
        return lines_.Error(at_, absl::StrCat("the row has more fields than the header, which has ",
                                              columns_.size()));
      }
      if (columns_[column] == kCountColumn) {
        if (absl::Status status = Count(count); !status.ok()) return status;
      } else if (absl::Status status = Rank(columns_[column]); !status.ok()) {
        return status;
      }
      if (at_ != line.size()) continue;
      if (column + 1 < columns_.size()) {
        return lines_.Error(line.size() + 1,
                            absl::StrCat("expected ", columns_.size(),
                                         " fields as in the header, not ", column + 1));
      }
      break;
    }
    PutInOrder();
    absl::Status status = counter_->Count(count);
    if (status.ok()) return status;
    return lines_.Error(1, MessageOf(status), status.code());
  }

  absl::Status Count(int64_t& count) {
    absl::StatusOr<Piece> field = Field();
    if (!field.ok()) return field.status();
    absl::StatusOr<int64_t> value = PositiveInteger(lines_, *field, "the count");
    if (!value.ok()) return value.status();
    if (count > kMaxBallots / *value) {
      return lines_.Error(field->column, "count times weight is above 2^53",
                          absl::StatusCode::kOutOfRange);
    }
    count *= *value;
    return absl::OkStatus();
  }

  absl::Status Rank(OptionIndex option) {
    // Nearly all cells are only digits, or nothing.
    const std::string_view line = lines_.line();
    constexpr size_t kSafeDigits = 6;  // at most 999,999
    size_t end = at_;
    uint32_t rank = 0;
    while (end < line.size() && IsDigit(line[end]) && end - at_ < kSafeDigits) {
      rank = rank * 10 + static_cast<uint32_t>(line[end++] - '0');
    }
    if ((end == line.size() || line[end] == ',') && (rank > 0 || end == at_)) {
      at_ = end;
    } else {
      absl::StatusOr<Piece> field = Field();
      if (!field.ok()) return field.status();
      if (field->Trimmed().empty()) return absl::OkStatus();
      absl::StatusOr<int64_t> value = PositiveInteger(lines_, *field, "a rank");
      if (!value.ok()) return value.status();
      if (*value > kMaxCsvRank) {
        return lines_.Error(field->column, absl::StrCat("a rank is at most ", kMaxCsvRank));
      }
      rank = static_cast<uint32_t>(*value);
    }
    if (rank > 0) ranks_.push_back(uint64_t{rank} << 32 | static_cast<uint32_t>(option));
    return absl::OkStatus();
  }

  void PutInOrder() {
    counter_->Begin();
    if (!PutByCounting()) {
      std::sort(ranks_.begin(), ranks_.end());
      uint64_t last = 0;
      for (const uint64_t rank : ranks_) {
        counter_->Put(static_cast<OptionIndex>(rank & UINT32_MAX), rank >> 32 == last);
        last = rank >> 32;
      }
    }
  }

  // The usual row, of few options with the ranks 1 to n without ties, needs no sorting.
  bool PutByCounting() {
    constexpr size_t kFew = 64;
    if (ranks_.size() > kFew) return false;
    std::array<OptionIndex, kFew> by_rank;  // only the places of `taken` are ever read
    uint64_t taken = 0;
    for (const uint64_t entry : ranks_) {
      const uint64_t place = (entry >> 32) - 1;
      if (place >= ranks_.size() || (taken >> place & 1) != 0) return false;
      taken |= uint64_t{1} << place;
      by_rank[place] = static_cast<OptionIndex>(entry & UINT32_MAX);
    }
    for (size_t place = 0; place < ranks_.size(); ++place) counter_->Put(by_rank[place], false);
    return true;
  }

  Lines lines_;
  Unranked unranked_;
  NameTable names_;
  std::vector<OptionIndex> columns_;  // the option of each, or kCountColumn
  std::vector<std::string> counts_;
  std::optional<Profile> profile_;
  std::optional<BallotCounter> counter_;
  size_t at_ = 0;
  std::string unquoted_;
  std::vector<uint64_t> ranks_;  // of the row: the rank, then the option
};

std::string AsField(const std::string& name) {
  // A byte order mark in front of the first name would be taken for that of the file.
  const bool plain = name.find_first_of("\",;\t") == std::string::npos && name[0] != '\xEF';
  if (plain) return name;
  std::string field = "\"";
  for (const char c : name) {
    if (c == '"') field.push_back('"');
    field.push_back(c);
  }
  return field + "\"";
}

}  // namespace

absl::StatusOr<Election> ReadCsv(std::string_view text, Unranked unranked) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return lines.status();
  return CsvReader(*lines, unranked).Read();
}

absl::StatusOr<std::string> WriteCsv(const Election& election) {
  const Profile& profile = election.profile;
  absl::Status status = CheckNames(election.names, profile.option_count(), "");
  if (!status.ok()) return status;
  std::string text;
  for (const std::string& name : election.names) {
    if (IsCount(name)) {
      return absl::InvalidArgumentError(absl::StrCat("an option called ", Quoted(name),
                                                     " would be read as the column of counts"));
    }
    absl::StrAppend(&text, AsField(name), ",");
  }
  text += "count\n";
  std::vector<int> ranks(election.names.size());
  for (const BallotGroup& group : profile.groups()) {
    std::fill(ranks.begin(), ranks.end(), 0);
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      for (const OptionIndex option : group.ranking.tier(t)) {
        ranks[static_cast<size_t>(option)] = t + 1;
      }
    }
    for (const int rank : ranks) {
      if (rank > 0) absl::StrAppend(&text, rank);
      text.push_back(',');
    }
    absl::StrAppend(&text, group.count, "\n");
  }
  return text;
}

}  // namespace plenum::tally
