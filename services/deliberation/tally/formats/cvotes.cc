#include "services/deliberation/tally/formats/cvotes.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/deliberation/tally/formats/utf8.h"

namespace plenum::tally {
namespace {

constexpr std::string_view kSpaces = " \t";
// Reserved by the format, and what would make a vote ambiguous.
constexpr std::string_view kForbiddenInNames = "<>=;,#/*^|";

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(absl::string_view(a.data(), a.size()),
                                absl::string_view(b.data(), b.size()));
}

// A piece of one line that knows its place.
struct Piece {
  std::string_view text;
  size_t column;  // from 1, of the first byte

  Piece Sub(size_t begin, size_t size = std::string_view::npos) const {
    return {text.substr(begin, size), column + begin};
  }

  Piece Trimmed() const {
    const size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {text.substr(0, 0), column};
    return Sub(begin, text.find_last_not_of(kSpaces) - begin + 1);
  }

  bool empty() const { return text.empty(); }
};

// The trimmed parts of a piece between separators; at least one.
std::vector<Piece> Split(const Piece& piece, char separator) {
  std::vector<Piece> parts;
  size_t begin = 0;
  while (true) {
    const size_t end = piece.text.find(separator, begin);
    if (end == std::string_view::npos) break;
    parts.push_back(piece.Sub(begin, end - begin).Trimmed());
    begin = end + 1;
  }
  parts.push_back(piece.Sub(begin).Trimmed());
  return parts;
}

// One vote line, taken apart but not yet looked up.
struct Vote {
  std::vector<std::vector<Piece>> tiers;  // empty for the empty ranking
  int64_t count = 1;                      // quantifier times weight
};

class CvotesReader {
 public:
  explicit CvotesReader(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.substr(0, kByteOrderMark.size()) == kByteOrderMark) {
      text_.remove_prefix(kByteOrderMark.size());
    }
  }

  absl::StatusOr<Election> Read() {
    // The parameters come first, and where they declare no candidates these are those of the votes,
    // so that all of the text has to be read before the first vote can be counted.
    absl::Status status = EachLine(/*count_votes=*/false);
    if (!status.ok()) return status;
    if (names_.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("line ", line_,
                       ", column 1: the file names no candidates, neither in a Candidates "
                       "parameter nor in a vote"));
    }
    absl::StatusOr<Profile> profile =
        Profile::Create(static_cast<int>(names_.size()),
                        implicit_ranking_ ? Unranked::kTiedLast : Unranked::kNotCompared);
    if (!profile.ok()) return profile.status();
    profile_ = &*profile;
    status = EachLine(/*count_votes=*/true);
    if (!status.ok()) return status;
    return Election{std::move(names_), seats_, *std::move(profile)};
  }

 private:
  absl::Status Error(size_t column, const std::string& what) const {
    return absl::InvalidArgumentError(Where(column) + what);
  }

  std::string Where(size_t column) const {
    return absl::StrCat("line ", line_, ", column ", column, ": ");
  }

  static std::string Quoted(std::string_view text) {
    return absl::StrCat("\"", absl::string_view(text.data(), text.size()), "\"");
  }

  // The first pass reads the parameters, up to the votes or, to learn the candidates, through them;
  // the second counts the votes.
  absl::Status EachLine(bool count_votes) {
    line_ = 0;
    bool votes_begun = false;
    size_t begin = 0;
    while (begin <= text_.size()) {
      const size_t end = std::min(text_.find('\n', begin), text_.size());
      std::string_view text = text_.substr(begin, end - begin);
      if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
      ++line_;
      absl::Status status = Line({text, 1}, count_votes, votes_begun);
      if (!status.ok()) return status;
      if (!count_votes && votes_begun && declared_) return absl::OkStatus();
      begin = end + 1;
    }
    return absl::OkStatus();
  }

  absl::Status Line(const Piece& line, bool count_votes, bool& votes_begun) {
    if (const size_t bad = FirstInvalidUtf8(line.text); bad != std::string_view::npos) {
      return Error(bad + 1, "the text is not valid UTF-8");
    }
    if (line.text.starts_with("#/")) {
      if (votes_begun) return Error(1, "a parameter must come before the first vote");
      return count_votes ? absl::OkStatus() : Parameter(line);
    }
    const Piece trimmed = line.Trimmed();
    if (trimmed.text.starts_with("#/")) {
      return Error(trimmed.column, "a parameter must start at the beginning of its line");
    }
    const Piece vote_text = trimmed.Sub(0, trimmed.text.find('#')).Trimmed();
    if (vote_text.empty()) return absl::OkStatus();
    votes_begun = true;
    if (!count_votes && declared_) return absl::OkStatus();
    absl::StatusOr<Vote> vote = ParseVote(vote_text);
    if (!vote.ok()) return vote.status();
    if (count_votes) return Count(*vote, vote_text);
    return Mention(*vote);
  }

  absl::Status Parameter(const Piece& line) {
    if (const size_t hash = line.text.find('#', 1); hash != std::string_view::npos) {
      return Error(hash + 1, "a parameter line cannot hold a comment");
    }
    const size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) {
      return Error(line.text.size() + 1, "a parameter needs a colon after its name");
    }
    const Piece name = line.Sub(2, colon - 2).Trimmed();
    const Piece value = line.Sub(colon + 1).Trimmed();
    if (SameIgnoringCase(name.text, "candidates")) return Candidates(value);
    if (SameIgnoringCase(name.text, "implicit ranking")) return Flag(value, implicit_ranking_);
    if (SameIgnoringCase(name.text, "weight allowed")) return Flag(value, weight_allowed_);
    if (SameIgnoringCase(name.text, "number of seats") ||
        SameIgnoringCase(name.text, "number of seat")) {
      absl::StatusOr<int64_t> seats = PositiveInteger(value, "the number of seats");
      if (!seats.ok()) return seats.status();
      if (*seats > INT32_MAX) return Error(value.column, "the number of seats is too large");
      seats_ = static_cast<int>(*seats);
    }
    return absl::OkStatus();  // the format lets programs add parameters of their own
  }

  absl::Status Candidates(const Piece& value) {
    if (declared_) return Error(value.column, "the candidates are declared twice");
    declared_ = true;
    for (const Piece& name : Split(value, ';')) {
      if (absl::Status status = CheckName(name); !status.ok()) return status;
      if (options_.contains(Key(name))) {
        return Error(name.column, "the candidate " + Quoted(name.text) + " is declared twice");
      }
      if (absl::Status status = AddCandidate(name); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Flag(const Piece& value, bool& flag) const {
    flag = SameIgnoringCase(value.text, "true");
    if (flag || SameIgnoringCase(value.text, "false")) return absl::OkStatus();
    return Error(value.column, "expected true or false, not " + Quoted(value.text));
  }

  absl::StatusOr<int64_t> PositiveInteger(const Piece& value, const std::string& what) const {
    int64_t number = 0;
    for (const char c : value.text) {
      if (c < '0' || c > '9') {
        return Error(value.column, what + " must be a whole number, not " + Quoted(value.text));
      }
      // Anything above kMaxBallots is refused all the same, so it need not be exact beyond.
      if (number <= kMaxBallots) number = number * 10 + (c - '0');
    }
    if (value.empty() || number == 0) return Error(value.column, what + " must be at least 1");
    if (number > kMaxBallots) {
      return absl::OutOfRangeError(Where(value.column) + what + " is above 2^53");
    }
    return number;
  }

  absl::Status CheckName(const Piece& name) const {
    if (name.empty()) return Error(name.column, "a candidate's name is missing");
    for (size_t i = 0; i < name.text.size(); ++i) {
      const char c = name.text[i];
      const bool control = static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
      if (control || kForbiddenInNames.find(c) != std::string_view::npos) {
        return Error(name.column + i, control ? "a control character is not allowed in a name"
                                              : absl::StrCat("the character '", std::string(1, c),
                                                             "' is not allowed in a name"));
      }
    }
    return absl::OkStatus();
  }

  static absl::string_view Key(const Piece& name) { return {name.text.data(), name.text.size()}; }

  absl::Status AddCandidate(const Piece& name) {
    if (names_.size() == static_cast<size_t>(kMaxOptions)) {
      return Error(name.column, absl::StrCat("more than ", kMaxOptions, " candidates"));
    }
    options_.emplace(name.text, static_cast<OptionIndex>(names_.size()));
    names_.emplace_back(name.text);
    return absl::OkStatus();
  }

  // TAGS || RANKING ^WEIGHT * QUANTIFIER, of which only the ranking must be there.
  absl::StatusOr<Vote> ParseVote(const Piece& line) const {
    Piece rest = line;
    if (const size_t tags_end = line.text.find("||"); tags_end != std::string_view::npos) {
      rest = line.Sub(tags_end + 2).Trimmed();
    }
    Vote vote;
    const size_t ranking_end = rest.text.find_first_of("^*");
    if (ranking_end != std::string_view::npos) {
      absl::StatusOr<int64_t> count = ParseCount(rest.Sub(ranking_end));
      if (!count.ok()) return count.status();
      vote.count = *count;
    }
    const Piece ranking = rest.Sub(0, ranking_end).Trimmed();
    if (ranking.empty()) return Error(rest.column, "the vote has no ranking");
    if (ranking.text == "/EMPTY_RANKING/" || ranking.text == "/EMPTY/") return vote;
    for (size_t begin = 0; begin <= ranking.text.size();) {
      const size_t end = std::min(ranking.text.find('>', begin), ranking.text.size());
      vote.tiers.push_back(Split(ranking.Sub(begin, end - begin), '='));
      for (const Piece& name : vote.tiers.back()) {
        if (absl::Status status = CheckName(name); !status.ok()) return status;
      }
      begin = end + 1;
    }
    return vote;
  }

  // "^7 * 8", "^7" or "* 8"; the product, with a weight that is not allowed counting as 1.
  absl::StatusOr<int64_t> ParseCount(const Piece& text) const {
    Piece rest = text;
    int64_t weight = 1;
    if (rest.text.front() == '^') {
      const size_t star = rest.text.find('*');
      absl::StatusOr<int64_t> value = PositiveInteger(
          rest.Sub(1, star == std::string_view::npos ? star : star - 1).Trimmed(), "the weight");
      if (!value.ok()) return value.status();
      if (weight_allowed_) weight = *value;
      if (star == std::string_view::npos) return weight;
      rest = rest.Sub(star);
    }
    if (const size_t caret = rest.text.find('^'); caret != std::string_view::npos) {
      return Error(rest.column + caret, "the weight (^) must come before the quantifier (*)");
    }
    const Piece number = rest.Sub(1).Trimmed();
    absl::StatusOr<int64_t> quantifier = PositiveInteger(number, "the quantifier");
    if (!quantifier.ok()) return quantifier.status();
    if (weight > kMaxBallots / *quantifier) {
      return absl::OutOfRangeError(Where(number.column) + "weight times quantifier is above 2^53");
    }
    return weight * *quantifier;
  }

  absl::Status Mention(const Vote& vote) {
    for (const std::vector<Piece>& tier : vote.tiers) {
      for (const Piece& name : tier) {
        if (options_.contains(Key(name))) continue;
        if (absl::Status status = AddCandidate(name); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Count(const Vote& vote, const Piece& line) {
    std::vector<std::vector<OptionIndex>> tiers;
    std::vector<bool> ranked(names_.size(), false);
    for (const std::vector<Piece>& tier : vote.tiers) {
      std::vector<OptionIndex> standing;
      for (const Piece& name : tier) {
        const auto option = options_.find(Key(name));
        if (option == options_.end()) continue;  // does not stand
        const auto index = static_cast<size_t>(option->second);
        if (ranked[index]) {
          return Error(name.column, "the candidate " + Quoted(name.text) + " is ranked twice");
        }
        ranked[index] = true;
        standing.push_back(option->second);
      }
      if (!standing.empty()) tiers.push_back(std::move(standing));
    }
    absl::StatusOr<Ranking> ranking = Ranking::Create(static_cast<int>(names_.size()), tiers);
    if (!ranking.ok()) return Error(line.column, std::string(ranking.status().message()));
    absl::Status status = profile_->Add(*ranking, vote.count);
    if (status.ok()) return status;
    return absl::Status(status.code(), absl::StrCat(Where(line.column), status.message()));
  }

  std::string_view text_;
  size_t line_ = 0;
  bool declared_ = false;
  bool implicit_ranking_ = true;
  bool weight_allowed_ = false;
  std::optional<int> seats_;
  std::vector<std::string> names_;
  absl::flat_hash_map<std::string, OptionIndex> options_;
  Profile* profile_ = nullptr;
};

}  // namespace

absl::StatusOr<Election> ReadCvotes(std::string_view text) { return CvotesReader(text).Read(); }

}  // namespace plenum::tally
