#include "services/deliberation/tally/formats/cvotes.h"

#include <algorithm>
#include <array>
#include <cstddef>
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

// Reserved by the format, and what would make a vote ambiguous.
constexpr std::string_view kForbiddenInNames = "<>=;,#/*^|";

// Which bytes can stand in a name.
constexpr std::array<bool, 256> kNameBytes = [] {
  std::array<bool, 256> bytes{};
  for (size_t c = 0x20; c < bytes.size(); ++c) bytes[c] = c != 0x7F;
  for (const char c : kForbiddenInNames) bytes[static_cast<unsigned char>(c)] = false;
  return bytes;
}();

bool InName(char c) { return kNameBytes[static_cast<unsigned char>(c)]; }

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(Abseil(a), Abseil(b));
}

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
  bool weight_passed_over = false;
};

class CvotesReader {
 public:
  explicit CvotesReader(Lines lines) : lines_(lines) {}

  absl::StatusOr<Election> Read() {
    // The parameters come first, and where they declare no candidates these are those of the votes,
    // so that all of the text has to be read before the first vote can be counted.
    absl::Status status = EachLine();
    if (!status.ok()) return status;
    if (names_.size() == 0) {
      return lines_.Error(1,
                          "the file names no candidates, neither in a Candidates parameter nor in "
                          "a vote");
    }
    absl::StatusOr<Profile> profile = Profile::Create(
        names_.size(), implicit_ranking_ ? Unranked::kTiedLast : Unranked::kNotCompared);
    if (!profile.ok()) return profile.status();
    counter_.emplace(*profile);
    lines_.Rewind();
    status = EachLine();
    if (!status.ok()) return status;
    Election election{names_.Take(), seats_, *std::move(profile)};
    election.methods = std::move(methods_);
    election.passed_over = std::move(passed_over_);
    return election;
  }

 private:
  // The first pass reads the parameters, up to the votes or, to learn the candidates, through them;
  // the second counts the votes.
  bool counting() const { return counter_.has_value(); }

  absl::Status Error(size_t column, const std::string& what) const {
    return lines_.Error(column, what);
  }

  absl::Status EachLine() {
    votes_begun_ = false;
    while (lines_.Next()) {
      absl::Status status = Line({lines_.line(), 1});
      if (!status.ok()) return status;
      if (!counting() && votes_begun_ && declared_) break;
    }
    return absl::OkStatus();
  }

  absl::Status Line(const Piece& line) {
    if (line.text.starts_with("#/")) {
      if (votes_begun_) return Error(1, "a parameter must come before the first vote");
      return counting() ? absl::OkStatus() : Parameter(line);
    }
    if (counting()) {
      if (const std::optional<int64_t> count = PlainVote(line.text)) {
        votes_begun_ = true;
        return Count(*count, line);
      }
    }
    const Piece trimmed = line.Trimmed();
    if (trimmed.text.starts_with("#/")) {
      return Error(trimmed.column, "a parameter must start at the beginning of its line");
    }
    const Piece vote_text = trimmed.Sub(0, trimmed.text.find('#')).Trimmed();
    if (vote_text.empty()) return absl::OkStatus();
    votes_begun_ = true;
    if (!counting() && declared_) return absl::OkStatus();
    absl::StatusOr<Vote> vote = ParseVote(vote_text);
    if (!vote.ok()) return vote.status();
    return counting() ? Rank(*vote, vote_text) : Mention(*vote);
  }

  // Nearly all lines are only names of candidates who stand, with a quantifier at most. Those are
  // read here at once, into the counter; anything else, every mistake included, is left to
  // ParseVote. The count, or nothing.
  std::optional<int64_t> PlainVote(std::string_view text) {
    counter_->Begin();
    bool tied = false;
    size_t at = 0;
    while (true) {
      while (at < text.size() && text[at] == ' ') ++at;
      const size_t begin = at;
      while (at < text.size() && InName(text[at])) ++at;
      size_t end = at;
      while (end > begin && text[end - 1] == ' ') --end;
      const OptionIndex option = names_.Find(text.substr(begin, end - begin));
      if (option < 0 || !counter_->Put(option, tied)) return std::nullopt;
      if (at == text.size()) return 1;
      const char separator = text[at++];
      if (separator == '*') return PlainQuantifier(text.substr(at));
      if (separator != '>' && separator != '=') return std::nullopt;
      tied = separator == '=';
    }
  }

  static std::optional<int64_t> PlainQuantifier(std::string_view text) {
    const Piece digits = Piece{text}.Trimmed();
    constexpr size_t kSafeDigits = 15;  // all below 2^53
    int64_t count = 0;
    for (const char c : digits.text) {
      if (c < '0' || c > '9') return std::nullopt;
      if (digits.text.size() <= kSafeDigits) count = count * 10 + (c - '0');
    }
    if (count == 0) return std::nullopt;
    return count;
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
    if (SameIgnoringCase(name.text, "voting methods") ||
        SameIgnoringCase(name.text, "voting method")) {
      for (const Piece& method : Split(value, ';')) {
        if (!method.empty()) methods_.emplace_back(method.text);
      }
      return absl::OkStatus();
    }
    if (SameIgnoringCase(name.text, "number of seats") ||
        SameIgnoringCase(name.text, "number of seat")) {
      absl::StatusOr<int64_t> seats = PositiveInteger(lines_, value, "the number of seats");
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
      if (absl::Status status = names_.Add(lines_, name); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  absl::Status Flag(const Piece& value, bool& flag) const {
    flag = SameIgnoringCase(value.text, "true");
    if (flag || SameIgnoringCase(value.text, "false")) return absl::OkStatus();
    return Error(value.column, "expected true or false, not " + Quoted(value.text));
  }

  absl::Status CheckName(const Piece& name) const {
    if (name.empty()) return Error(name.column, "a candidate's name is missing");
    for (size_t i = 0; i < name.text.size(); ++i) {
      const char c = name.text[i];
      if (InName(c)) continue;
      const bool control = kForbiddenInNames.find(c) == std::string_view::npos;
      return Error(name.column + i, control ? "a control character is not allowed in a name"
                                            : absl::StrCat("the character '", std::string(1, c),
                                                           "' is not allowed in a name"));
    }
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
      vote.weight_passed_over = rest.text[ranking_end] == '^' && !weight_allowed_;
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
          lines_, rest.Sub(1, star == std::string_view::npos ? star : star - 1).Trimmed(),
          "the weight");
      if (!value.ok()) return value.status();
      if (weight_allowed_) weight = *value;
      if (star == std::string_view::npos) return weight;
      rest = rest.Sub(star);
    }
    if (const size_t caret = rest.text.find('^'); caret != std::string_view::npos) {
      return Error(rest.column + caret, "the weight (^) must come before the quantifier (*)");
    }
    const Piece number = rest.Sub(1).Trimmed();
    absl::StatusOr<int64_t> quantifier = PositiveInteger(lines_, number, "the quantifier");
    if (!quantifier.ok()) return quantifier.status();
    if (weight > kMaxBallots / *quantifier) {
      return lines_.Error(number.column, "weight times quantifier is above 2^53",
                          absl::StatusCode::kOutOfRange);
    }
    return weight * *quantifier;
  }

  absl::Status Mention(const Vote& vote) {
    for (const std::vector<Piece>& tier : vote.tiers) {
      for (const Piece& name : tier) {
        if (names_.Find(name.text) >= 0) continue;
        if (absl::Status status = names_.Add(lines_, name); !status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  absl::Status Rank(const Vote& vote, const Piece& line) {
    counter_->Begin();
    bool passed_over = false;
    passed_over_.weights += vote.weight_passed_over ? 1 : 0;
    for (const std::vector<Piece>& tier : vote.tiers) {
      bool tied = false;
      for (const Piece& name : tier) {
        const OptionIndex option = names_.Find(name.text);
        if (option < 0) {  // does not stand
          PassOver(name.text);
          passed_over = true;
          continue;
        }
        if (!counter_->Put(option, tied)) {
          return Error(name.column,
                       absl::StrCat("the candidate ", Quoted(name.text), " is ranked twice"));
        }
        tied = true;
      }
    }
    absl::Status counted = Count(vote.count, line);
    if (passed_over && counted.ok()) passed_over_.ballots += vote.count;
    return counted;
  }

  void PassOver(std::string_view name) {
    std::vector<std::string>& names = passed_over_.names;
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    if (names.size() < PassedOver::kMostNames) {
      names.emplace_back(name);
    } else {
      ++passed_over_.other_names;
    }
  }

  absl::Status Count(int64_t count, const Piece& line) {
    absl::Status status = counter_->Count(count);
    if (status.ok()) return status;
    return lines_.Error(line.Trimmed().column, MessageOf(status), status.code());
  }

  Lines lines_;
  bool votes_begun_ = false;
  bool declared_ = false;
  bool implicit_ranking_ = true;
  bool weight_allowed_ = false;
  std::optional<int> seats_;
  std::vector<std::string> methods_;
  PassedOver passed_over_;
  NameTable names_;
  std::optional<BallotCounter> counter_;  // in the second pass
};

}  // namespace

absl::StatusOr<Election> ReadCvotes(std::string_view text) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return lines.status();
  return CvotesReader(*lines).Read();
}

absl::StatusOr<std::string> WriteCvotes(const Election& election) {
  absl::Status status =
      CheckNames(election.names, election.profile.option_count(), kForbiddenInNames);
  if (!status.ok()) return status;
  std::string text = "#/Candidates: ";
  for (size_t i = 0; i < election.names.size(); ++i) {
    absl::StrAppend(&text, i > 0 ? " ; " : "", election.names[i]);
  }
  if (election.seats) absl::StrAppend(&text, "\n#/Number of Seats: ", *election.seats);
  absl::StrAppend(&text, "\n#/Implicit Ranking: ",
                  election.profile.unranked() == Unranked::kTiedLast ? "true" : "false",
                  "\n#/Weight Allowed: false\n\n");
  for (const BallotGroup& group : election.profile.groups()) {
    const Ranking& ranking = group.ranking;
    if (ranking.tier_count() == 0) text += "/EMPTY_RANKING/";
    for (int t = 0; t < ranking.tier_count(); ++t) {
      const char* separator = t > 0 ? " > " : "";
      for (const OptionIndex option : ranking.tier(t)) {
        absl::StrAppend(&text, separator, election.names[static_cast<size_t>(option)]);
        separator = " = ";
      }
    }
    if (group.count > 1) absl::StrAppend(&text, " * ", group.count);
    text.push_back('\n');
  }
  return text;
}

}  // namespace plenum::tally
