#include "services/deliberation/tally/formats/abif.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/text.h"

namespace plenum::tally {
namespace {

// What ends a bare word.
constexpr std::string_view kDelimiters = " \t>=,/:#[]{}\"*";

constexpr std::array<bool, 256> kEndsWord = [] {
  std::array<bool, 256> bytes{};
  for (const char c : kDelimiters) bytes[static_cast<unsigned char>(c)] = true;
  return bytes;
}();

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  return absl::EqualsIgnoreCase(Abseil(a), Abseil(b));
}

enum class BallotType { kRanked, kRated, kApprovals };

// One option of a vote.
struct Choice {
  Piece name;
  bool tied = false;     // "=" or "," before it
  bool ordered = false;  // ">" or "=" before it
  std::optional<int> points;
  size_t points_column = 0;
};

// One line of ballots, taken apart but not yet looked up.
struct Vote {
  int64_t count = 1;
  std::vector<Choice> choices;
};

// A piece of a line that is read from its front to its back.
class Cursor {
 public:
  Cursor(const Lines& lines, const Piece& piece) : lines_(lines), piece_(piece) {}

  // Skips spaces, then tells whether nothing is left.
  bool AtEnd() {
    while (at_ < piece_.text.size() && (piece_.text[at_] == ' ' || piece_.text[at_] == '\t')) ++at_;
    return at_ == piece_.text.size();
  }
  // The next character that is no space, '\0' at the end.
  char Peek() { return AtEnd() ? '\0' : piece_.text[at_]; }
  bool Accept(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }
  Piece Rest() const { return piece_.Sub(at_); }
  size_t column() const { return piece_.column + at_; }
  absl::Status Error(std::string_view what) const { return lines_.Error(column(), what); }

  // A bare word, or what stands in brackets or quotes.
  absl::StatusOr<Piece> Name() {
    const char open = Peek();
    if (open == '[' || open == '"') {
      const size_t end = piece_.text.find(open == '[' ? ']' : '"', at_ + 1);
      if (end == std::string_view::npos) {
        return Error(open == '[' ? "the bracket is not closed, expected ']'"
                                 : "the quote is not closed, expected '\"'");
      }
      const Piece name = piece_.Sub(at_ + 1, end - at_ - 1).Trimmed();
      if (name.text.find_first_of("[]") != std::string_view::npos) {
        return Error("there can be no brackets within a name");
      }
      at_ = end + 1;
      return Checked(name);
    }
    const Piece name = Word();
    if (name.empty()) return Error("expected an option: a word, or a name in [brackets]");
    return Checked(name);
  }

  Piece Word() {
    AtEnd();
    const size_t end = std::min(piece_.text.find_first_of(kDelimiters, at_), piece_.text.size());
    const Piece word = piece_.Sub(at_, end - at_);
    at_ = end;
    return word;
  }

 private:
  absl::StatusOr<Piece> Checked(const Piece& name) const {
    const std::string wrong = WhatIsWrongWithName(name.text);
    if (wrong.empty()) return name;
    return lines_.Error(name.column, wrong);
  }

  const Lines& lines_;
  Piece piece_;
  size_t at_ = 0;
};

// The line up to a '#' that stands in no brackets and no quotes.
Piece WithoutComment(const Piece& line) {
  const bool metadata = line.Trimmed().text.starts_with('{');  // where \" is no end of a quote
  char close = '\0';
  for (size_t i = 0; i < line.text.size(); ++i) {
    const char c = line.text[i];
    if (close != '\0') {
      if (metadata && c == '\\') ++i;
      if (c == close) close = '\0';
    } else if (c == '[') {
      close = ']';
    } else if (c == '"') {
      close = '"';
    } else if (c == '#') {
      return line.Sub(0, i).Trimmed();
    }
  }
  // A quote or bracket that stays open is told where it is read; after a comment it is none.
  return line.Trimmed();
}

// The quoted text of a metadata value, with \" and \\ for '"' and '\'; or the word that it is.
std::string MetadataValue(std::string_view text) {
  std::string value;
  const bool quoted = !text.empty() && text.front() == '"';
  for (size_t i = quoted ? 1 : 0; i < text.size(); ++i) {
    if (quoted && text[i] == '"') break;
    const bool escape =
        text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
    if (escape) ++i;
    value.push_back(text[i]);
  }
  return OneLine(value);
}

class AbifReader {
 public:
  AbifReader(Lines lines, Unranked unranked) : lines_(lines), unranked_(unranked) {}

  absl::StatusOr<AnyElection> Read() {
    // First what is declared, for that may come after votes, then the options and points of the
    // votes, and then the votes.
    for (const Pass pass : {Pass::kDeclarations, Pass::kMentions, Pass::kCounting}) {
      pass_ = pass;
      if (pass == Pass::kCounting) {
        if (absl::Status status = BeginCounting(); !status.ok()) return status;
      }
      lines_.Rewind();
      first_line_ = true;
      while (lines_.Next()) {
        if (absl::Status status = Line(); !status.ok()) return status;
      }
    }
    return Take();
  }

 private:
  enum class Pass { kDeclarations, kMentions, kCounting };

  absl::Status Line() {
    if (const std::string_view text = lines_.line(); !text.empty() && IsDigit(text.front())) {
      // Where options are declared, a vote without points has nothing to tell before it is counted.
      if (pass_ == Pass::kDeclarations ||
          (pass_ == Pass::kMentions && declared_ && text.find('/') == std::string_view::npos)) {
        first_line_ = false;
        return absl::OkStatus();
      }
      if (const std::optional<int64_t> count = PlainVote(text)) {
        first_line_ = false;
        if (pass_ == Pass::kMentions) return absl::OkStatus();
        const absl::Status status = counter_->Count(*count);
        return status.ok() ? status : lines_.Error(1, MessageOf(status), status.code());
      }
    }
    const Piece line = WithoutComment({lines_.line()});
    if (line.empty()) return absl::OkStatus();
    const bool first_line = std::exchange(first_line_, false);
    if (first_line && line.text.starts_with("ABIF")) {
      const Piece rest = line.Sub(4).Trimmed();
      if (rest.empty() || IsDigit(rest.text.front()) || rest.text.front() == '{') {
        return absl::OkStatus();
      }
    }
    const char first = line.text.front();
    if (first == '{') return pass_ == Pass::kDeclarations ? Metadata(line) : absl::OkStatus();
    if (!IsDigit(first)) {
      return pass_ == Pass::kDeclarations ? Declaration(line) : absl::OkStatus();
    }
    return pass_ == Pass::kDeclarations ? absl::OkStatus() : VoteLine(line);
  }

  // Nearly all lines are only a count and bare words that are options by now. Those are read here
  // at once, into the counter when votes are counted; anything else, every mistake included, is
  // left to ParseVote. The count, or nothing.
  std::optional<int64_t> PlainVote(std::string_view text) {
    const bool counting = pass_ == Pass::kCounting;
    if (counting && *type_ != BallotType::kRanked) return std::nullopt;
    size_t at = 0;
    const auto skip_spaces = [&] {
      while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    };
    constexpr size_t kSafeDigits = 15;  // all below 2^53
    int64_t count = 0;
    for (; at < text.size() && IsDigit(text[at]); ++at) {
      if (at == kSafeDigits) return std::nullopt;
      count = count * 10 + (text[at] - '0');
    }
    if (count == 0) return std::nullopt;
    skip_spaces();
    if (at == text.size() || text[at] != ':') return std::nullopt;
    if (counting) counter_->Begin();
    char separator = text[at++];
    while (true) {
      skip_spaces();
      const size_t begin = at;
      while (at < text.size() && !kEndsWord[static_cast<unsigned char>(text[at])]) ++at;
      const OptionIndex option = Known(text.substr(begin, at - begin));
      if (option < 0 ||
          (counting && !counter_->Put(option, separator == '=' || separator == ','))) {
        return std::nullopt;
      }
      skip_spaces();
      if (at == text.size()) return count;
      separator = text[at++];
      if (separator != '>' && separator != '=' && separator != ',') return std::nullopt;
    }
  }

  // The option of that token or name, -1 without one.
  OptionIndex Known(std::string_view name) const {
    if (!tokens_.empty()) {
      const auto token = tokens_.find(Abseil(name));
      if (token != tokens_.end()) return token->second;
    }
    return names_.Find(name);
  }

  // {key: value}
  absl::Status Metadata(const Piece& line) {
    Cursor cursor(lines_, line);
    cursor.Accept('{');
    const bool quoted = cursor.Accept('"');
    const Piece key = cursor.Word();
    if (key.empty() || (quoted && !cursor.Accept('"')) || !cursor.Accept(':')) {
      // More than one word or pair, or nothing: nothing that matters here.
      if (line.text.back() == '}') return absl::OkStatus();
      return lines_.Error(line.column + line.text.size(), "expected '}' at the end of metadata");
    }
    cursor.AtEnd();
    Piece value = cursor.Rest();
    if (value.empty() || value.text.back() != '}') {
      return lines_.Error(line.column + line.text.size(), "expected '}' at the end of metadata");
    }
    value = value.Sub(0, value.text.size() - 1).Trimmed();
    if (value.text == "null") return absl::OkStatus();  // as if it were not there
    if (key.text == "title") title_ = MetadataValue(value.text);
    if (key.text == "ballot_type") return Type(value);
    if (key.text == "max_rating") return Rating(value, highest_);
    if (key.text == "min_rating") return Rating(value, lowest_);
    if (key.text == "seats") {
      absl::StatusOr<int64_t> seats = PositiveInteger(lines_, value, "the number of seats");
      if (!seats.ok()) return seats.status();
      if (*seats > INT32_MAX) return lines_.Error(value.column, "the number of seats is too large");
      seats_ = static_cast<int>(*seats);
    }
    return absl::OkStatus();
  }

  absl::Status Type(const Piece& value) {
    const std::string type = MetadataValue(value.text);
    if (SameIgnoringCase(type, "ranked") || SameIgnoringCase(type, "ordinal") ||
        SameIgnoringCase(type, "choose_one")) {
      type_ = BallotType::kRanked;
    } else if (SameIgnoringCase(type, "rated") || SameIgnoringCase(type, "cardinal")) {
      type_ = BallotType::kRated;
    } else if (SameIgnoringCase(type, "choose_many") || SameIgnoringCase(type, "approval")) {
      type_ = BallotType::kApprovals;
    } else {
      return lines_.Error(value.column,
                          "expected the ballot type \"ranked\", \"rated\", "
                          "\"choose_many\" or \"choose_one\"");
    }
    return absl::OkStatus();
  }

  absl::Status Rating(const Piece& value, std::optional<int>& rating) {
    const std::string text = MetadataValue(value.text);
    const std::optional<int> number = Points(text);
    if (!number) return lines_.Error(value.column, "expected a whole number within 1,000,000");
    rating = *number;
    return absl::OkStatus();
  }

  static std::optional<int> Points(std::string_view text) {
    constexpr int kLargest = 1'000'000;  // of ScoreProfile
    int number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    if (number < -kLargest || number > kLargest) return std::nullopt;
    return number;
  }

  // =token:[name]
  absl::Status Declaration(const Piece& line) {
    Cursor cursor(lines_, line);
    const bool marked = cursor.Accept('=');
    absl::StatusOr<Piece> token = cursor.Name();
    if (!token.ok() || !cursor.Accept(':')) {
      if (marked && !token.ok()) return token.status();
      return marked ? cursor.Error("expected ':' after the token of the option")
                    : lines_.Error(line.column,
                                   "expected a vote (27: A>B), an option (=A:[Ann]), metadata "
                                   "({title: \"...\"}) or a comment (# ...)");
    }
    cursor.AtEnd();
    Piece name = cursor.Rest().Trimmed();
    const bool bracketed = !name.empty() && name.text.front() == '[';
    if (bracketed) {
      absl::StatusOr<Piece> inner = cursor.Name();
      if (!inner.ok()) return inner.status();
      if (!cursor.AtEnd()) return cursor.Error("expected the end of the line");
      name = *inner;
    } else if (name.text.size() > 1 && name.text.find('"', 1) == name.text.size() - 1 &&
               name.text.front() == '"') {
      name = name.Sub(1, name.text.size() - 2).Trimmed();
    }
    // Without '=' and brackets it is an option only where it cannot be a vote.
    if (!marked && !bracketed && name.text.find_first_of(">=") != std::string_view::npos) {
      return lines_.Error(token->column,
                          absl::StrCat("expected how often this vote was cast, a whole number "
                                       "before ':', not ",
                                       Quoted(token->text)));
    }
    if (const std::string wrong = WhatIsWrongWithName(name.text); !wrong.empty()) {
      return lines_.Error(name.column, wrong);
    }
    if (const size_t at = name.text.find_first_of("[]"); at != std::string_view::npos) {
      return lines_.Error(name.column + at, "there can be no brackets within a name");
    }
    declared_ = true;
    const OptionIndex option = names_.size();
    if (absl::Status status = names_.Add(lines_, name); !status.ok()) return status;
    if (tokens_.try_emplace(std::string(token->text), option).second) return absl::OkStatus();
    return lines_.Error(token->column,
                        absl::StrCat("the token ", Quoted(token->text), " is declared twice"));
  }

  absl::Status VoteLine(const Piece& line) {
    absl::StatusOr<Vote> vote = ParseVote(line);
    if (!vote.ok()) return vote.status();
    options_.clear();
    for (const Choice& choice : vote->choices) {
      absl::StatusOr<OptionIndex> option = Lookup(choice.name);
      if (!option.ok()) return option.status();
      options_.push_back(*option);
    }
    if (pass_ == Pass::kMentions) {
      for (const Choice& choice : vote->choices) {
        if (!choice.points) continue;
        any_points_ = true;
        most_points_ = std::max(most_points_, *choice.points);
      }
      return absl::OkStatus();
    }
    if (absl::Status status = CheckTwice(*vote); !status.ok()) return status;
    absl::Status status;
    if (*type_ == BallotType::kRated) {
      status = CountPoints(*vote);
    } else {
      status = *type_ == BallotType::kRanked ? CountRanks(*vote) : CountApprovals(*vote);
    }
    if (status.ok() || absl::StartsWith(status.message(), "line ")) return status;
    return lines_.Error(line.column, MessageOf(status), status.code());
  }

  // count: A/5 > B = C : {...}
  absl::StatusOr<Vote> ParseVote(const Piece& line) const {
    Vote vote;
    const size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) {
      return lines_.Error(line.column + line.text.size(), "expected ':' after the count");
    }
    absl::StatusOr<int64_t> count =
        PositiveInteger(lines_, line.Sub(0, colon).Trimmed(), "the count before ':'");
    if (!count.ok()) return count.status();
    vote.count = *count;
    Cursor cursor(lines_, line.Sub(colon + 1));
    Choice choice;
    while (!cursor.AtEnd() && !(vote.choices.empty() && cursor.Peek() == ':')) {
      absl::StatusOr<Piece> name = cursor.Name();
      if (!name.ok()) return name.status();
      choice.name = *name;
      if (cursor.Accept('/')) {
        cursor.AtEnd();
        choice.points_column = cursor.column();
        choice.points = Points(cursor.Word().text);
        if (!choice.points) {
          return lines_.Error(choice.points_column,
                              "expected points, a whole number within 1,000,000");
        }
      }
      vote.choices.push_back(choice);
      const char separator = cursor.Peek();
      if (separator == '\0' || separator == ':') break;
      if (separator == '*') return cursor.Error("weights (A*1) are not supported");
      if (!cursor.Accept('>') && !cursor.Accept('=') && !cursor.Accept(',')) {
        return cursor.Error("expected '>', '=', ',' or the end of the line");
      }
      if (cursor.AtEnd()) return cursor.Error("expected another option after the separator");
      choice = Choice{};
      choice.tied = separator != '>';
      choice.ordered = separator != ',';
    }
    if (cursor.Accept(':') && cursor.Peek() != '{') {
      return cursor.Error("expected data in braces, {...}, after the second ':'");
    }
    return vote;
  }

  absl::StatusOr<OptionIndex> Lookup(const Piece& name) {
    OptionIndex option = Known(name.text);
    if (option >= 0) return option;
    if (declared_) {
      return lines_.Error(name.column,
                          absl::StrCat("the option ", Quoted(name.text), " is not declared"));
    }
    option = names_.size();
    if (absl::Status status = names_.Add(lines_, name); !status.ok()) return status;
    return option;
  }

  absl::Status CheckTwice(const Vote& vote) {
    last_vote_.resize(static_cast<size_t>(names_.size()), 0);
    ++vote_;
    for (size_t i = 0; i < options_.size(); ++i) {
      if (std::exchange(last_vote_[static_cast<size_t>(options_[i])], vote_) == vote_) {
        const Piece& name = vote.choices[i].name;
        return lines_.Error(name.column, absl::StrCat("the option ", Quoted(name.text),
                                                      " is in this ballot already"));
      }
    }
    return absl::OkStatus();
  }

  absl::Status BeginCounting() {
    if (names_.size() == 0) {
      return lines_.Error(1,
                          "the file names no options, neither declared (=A:[Ann]) nor in a vote");
    }
    if (!type_) type_ = any_points_ ? BallotType::kRated : BallotType::kRanked;
    if (*type_ == BallotType::kApprovals) {
      approvals_.emplace(*ApprovalProfile::Create(names_.size()));
      return absl::OkStatus();
    }
    if (*type_ == BallotType::kRanked) {
      ranked_.emplace(*Profile::Create(names_.size(), unranked_));
      counter_.emplace(*ranked_);
      return absl::OkStatus();
    }
    range_.lowest = lowest_.value_or(0);
    range_.highest = highest_.value_or(std::max(most_points_, range_.lowest + 1));
    absl::StatusOr<ScoreProfile> scores = ScoreProfile::Create(names_.size(), range_);
    if (!scores.ok()) return lines_.Error(1, MessageOf(scores.status()));
    scores_.emplace(*std::move(scores));
    return absl::OkStatus();
  }

  absl::Status CountRanks(const Vote& vote) {
    counter_->Begin();
    for (size_t i = 0; i < options_.size(); ++i) {
      counter_->Put(options_[i], vote.choices[i].tied);
    }
    return counter_->Count(vote.count);
  }

  absl::Status CountApprovals(const Vote& vote) {
    std::vector<OptionIndex> approved;
    for (size_t i = 0; i < options_.size(); ++i) {
      const Choice& choice = vote.choices[i];
      if (i > 0 && !choice.tied) {
        return lines_.Error(choice.name.column, "approvals have no order, expected '=' or ','");
      }
      if (choice.points && *choice.points != 0 && *choice.points != 1) {
        return lines_.Error(choice.points_column, "an approval is 0 or 1 point");
      }
      if (choice.points != 0) approved.push_back(options_[i]);
    }
    return approvals_->Add(std::move(approved), vote.count);
  }

  // Whether a ballot with points names an option without any, and puts it in no order.
  static bool IsSilent(const Vote& vote, size_t i) {
    const auto next = i + 1;
    if (vote.choices[i].ordered || (next < vote.choices.size() && vote.choices[next].ordered)) {
      return false;
    }
    return std::any_of(vote.choices.begin(), vote.choices.end(),
                       [](const Choice& choice) { return choice.points.has_value(); });
  }

  absl::Status CountPoints(const Vote& vote) {
    Scores scores(static_cast<size_t>(names_.size()));
    for (size_t i = 0; i < options_.size(); ++i) {
      const Choice& choice = vote.choices[i];
      if (!choice.points) {
        if (IsSilent(vote, i)) continue;
        return lines_.Error(choice.name.column,
                            absl::StrCat("the option ", Quoted(choice.name.text),
                                         " needs points (A/5), as others of the file have"));
      }
      if (*choice.points < range_.lowest || *choice.points > range_.highest) {
        return lines_.Error(
            choice.points_column,
            absl::StrCat("the points must be from ", range_.lowest, " to ", range_.highest));
      }
      if (i > 0 && choice.ordered) {
        const int before = *vote.choices[i - 1].points;
        if (choice.tied ? before != *choice.points : before < *choice.points) {
          return lines_.Error(choice.points_column,
                              absl::StrCat("the points contradict the '", choice.tied ? "=" : ">",
                                           "' before the option"));
        }
      }
      scores[static_cast<size_t>(options_[i])] = choice.points;
    }
    return scores_->Add(scores, vote.count);
  }

  AnyElection Take() {
    if (approvals_) {
      return ApprovalElection{names_.Take(), seats_, *std::move(approvals_), std::move(title_)};
    }
    if (scores_) {
      return ScoreElection{names_.Take(), seats_, *std::move(scores_), std::move(title_)};
    }
    return Election{names_.Take(), seats_, *std::move(ranked_), std::move(title_)};
  }

  Lines lines_;
  Unranked unranked_;
  Pass pass_ = Pass::kDeclarations;
  bool first_line_ = true;

  std::string title_;
  std::optional<int> seats_;
  std::optional<BallotType> type_;
  std::optional<int> lowest_;
  std::optional<int> highest_;
  bool declared_ = false;
  NameTable names_;
  absl::flat_hash_map<std::string, OptionIndex> tokens_;

  bool any_points_ = false;
  int most_points_ = 0;

  ScoreRange range_;
  std::optional<Profile> ranked_;
  std::optional<BallotCounter> counter_;  // with ranked_
  std::optional<ScoreProfile> scores_;
  std::optional<ApprovalProfile> approvals_;
  std::vector<OptionIndex> options_;  // of the vote's choices
  std::vector<int64_t> last_vote_;    // that named the option
  int64_t vote_ = 0;
};

// A token for each name: the name itself where it is a plain word, else a made-up word that is no
// option's name.
std::vector<std::string> TokensOf(const std::vector<std::string>& names) {
  const absl::flat_hash_set<std::string> known(names.begin(), names.end());
  std::vector<std::string> tokens;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    const bool plain = absl::ascii_isalpha(static_cast<unsigned char>(name[0])) &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                         return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
                       });
    std::string token = plain ? name : absl::StrCat("c", i + 1);
    while (!plain && known.contains(token)) token = absl::StrCat("c", token);
    tokens.push_back(std::move(token));
  }
  return tokens;
}

// The lines before the votes; the tokens of the options into `tokens`.
absl::StatusOr<std::string> HeaderOf(const std::vector<std::string>& names, int option_count,
                                     std::string_view title, std::optional<int> seats,
                                     std::string_view type, std::vector<std::string>& tokens) {
  absl::Status status = CheckNames(names, option_count, "[]");
  if (!status.ok()) return status;
  std::string text = "ABIF 1.0\n";
  if (!title.empty()) {
    if (const std::string wrong = WhatIsWrongWithName(title); !wrong.empty()) {
      return absl::InvalidArgumentError(absl::StrCat("the title, ", Quoted(title), ": ", wrong));
    }
    text += "{title: \"";
    for (const char c : title) {
      if (c == '"' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    text += "\"}\n";
  }
  absl::StrAppend(&text, "{ballot_type: \"", Abseil(type), "\"}\n");
  if (seats) absl::StrAppend(&text, "{seats: ", *seats, "}\n");
  tokens = TokensOf(names);
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(&text, "=", tokens[i], ":[", names[i], "]\n");
  }
  return text;
}

}  // namespace

absl::StatusOr<AnyElection> ReadAbif(std::string_view text, Unranked unranked) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return lines.status();
  return AbifReader(*lines, unranked).Read();
}

absl::StatusOr<std::string> WriteAbif(const Election& election) {
  const Profile& profile = election.profile;
  std::vector<std::string> tokens;
  absl::StatusOr<std::string> text = HeaderOf(election.names, profile.option_count(),
                                              election.title, election.seats, "ranked", tokens);
  if (!text.ok()) return text;
  for (const BallotGroup& group : profile.groups()) {
    absl::StrAppend(&*text, group.count, ":");
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      const char* separator = t > 0 ? " > " : " ";
      for (const OptionIndex option : group.ranking.tier(t)) {
        absl::StrAppend(&*text, separator, tokens[static_cast<size_t>(option)]);
        separator = " = ";
      }
    }
    text->push_back('\n');
  }
  return text;
}

absl::StatusOr<std::string> WriteAbif(const ScoreElection& election) {
  const ScoreProfile& profile = election.profile;
  std::vector<std::string> tokens;
  absl::StatusOr<std::string> text = HeaderOf(election.names, profile.option_count(),
                                              election.title, election.seats, "rated", tokens);
  if (!text.ok()) return text;
  absl::StrAppend(&*text, "{min_rating: ", profile.range().lowest,
                  "}\n{max_rating: ", profile.range().highest, "}\n");
  for (const ScoreGroup& group : profile.groups()) {
    absl::StrAppend(&*text, group.count, ":");
    const char* separator = " ";
    for (size_t option = 0; option < group.scores.size(); ++option) {
      if (!group.scores[option]) continue;
      absl::StrAppend(&*text, separator, tokens[option], "/", *group.scores[option]);
      separator = ", ";
    }
    text->push_back('\n');
  }
  return text;
}

absl::StatusOr<std::string> WriteAbif(const ApprovalElection& election) {
  const ApprovalProfile& profile = election.profile;
  std::vector<std::string> tokens;
  absl::StatusOr<std::string> text =
      HeaderOf(election.names, profile.option_count(), election.title, election.seats,
               "choose_many", tokens);
  if (!text.ok()) return text;
  for (const ApprovalGroup& group : profile.groups()) {
    absl::StrAppend(&*text, group.count, ":");
    const char* separator = " ";
    for (const OptionIndex option : group.approved) {
      absl::StrAppend(&*text, separator, tokens[static_cast<size_t>(option)]);
      separator = " = ";
    }
    text->push_back('\n');
  }
  return text;
}

}  // namespace plenum::tally
