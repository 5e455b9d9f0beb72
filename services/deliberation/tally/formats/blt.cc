#include "services/deliberation/tally/formats/blt.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/deliberation/tally/formats/utf8.h"

namespace plenum::tally {
namespace {

bool IsSpace(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\v' || c == '\f';
}

bool IsNumber(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

// The value of a word of digits, or a number above kMaxBallots when it is that large.
int64_t NumberOf(std::string_view digits) {
  int64_t number = 0;
  for (const char c : digits) {
    if (number > kMaxBallots) break;
    number = number * 10 + (c - '0');
  }
  return number;
}

absl::string_view View(std::string_view text) { return {text.data(), text.size()}; }

std::string Quoted(std::string_view text) { return absl::StrCat("\"", View(text), "\""); }

// A word of the text; its place is its address.
struct Word {
  std::string_view text;
  bool quoted = false;  // the text between the quotation marks
};

// Ballots that are written alike, counted before they are taken apart.
struct WrittenBallot {
  size_t begin = 0;  // of its places in the row of all
  int64_t count = 0;
};

// One ranked option in that row.
struct Place {
  uint16_t option;
  bool begins_tier;
};

class BltReader {
 public:
  explicit BltReader(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) begin_ = kByteOrderMark.size();
    next_ = begin_;
  }

  absl::StatusOr<BltElection> Read() {
    if (const size_t bad = FirstInvalidUtf8(text_); bad != std::string_view::npos) {
      return ErrorAt(bad, "the text is not valid UTF-8");
    }
    if (absl::Status status = Head(); !status.ok()) return status;
    if (absl::Status status = Options(); !status.ok()) return status;
    ballots_are_lines_ = BallotsAreLines();
    if (absl::Status status = Ballots(); !status.ok()) return status;
    if (absl::Status status = Texts(); !status.ok()) return status;
    absl::StatusOr<Profile> profile = Profile::Create(option_count_, Unranked::kNotCompared);
    if (!profile.ok()) return profile.status();
    std::vector<std::vector<OptionIndex>> tiers;
    for (size_t b = 0; b < ballots_.size(); ++b) {
      const WrittenBallot& ballot = ballots_[b];
      const size_t end = b + 1 < ballots_.size() ? ballots_[b + 1].begin : places_.size();
      tiers.clear();
      for (size_t place = ballot.begin; place < end; ++place) {
        if (places_[place].begins_tier) tiers.emplace_back();
        tiers.back().push_back(places_[place].option);
      }
      absl::StatusOr<Ranking> ranking = Ranking::Create(option_count_, tiers);
      if (!ranking.ok()) return ranking.status();
      if (absl::Status status = profile->Add(*ranking, ballot.count); !status.ok()) return status;
    }
    return BltElection{
        std::move(title_),     std::move(source_),    std::move(comment_), seats_,
        std::move(names_),     std::move(nicknames_), Marked(withdrawn_),  Marked(undeclared_),
        std::move(tie_order_), std::move(settings_),  *std::move(profile)};
  }

 private:
  std::string Where(size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const size_t line_start = line == 1 ? begin_ : before.rfind('\n') + 1;
    return absl::StrCat("line ", line, ", column ", std::max(offset, line_start) - line_start + 1,
                        ": ");
  }
  absl::Status ErrorAt(size_t offset, const std::string& what) const {
    return absl::InvalidArgumentError(Where(offset) + what);
  }
  size_t OffsetOf(std::string_view part) const {
    return static_cast<size_t>(part.data() - text_.data());
  }
  ptrdiff_t LineOf(std::string_view part) const { return LineAt(OffsetOf(part)); }
  ptrdiff_t LineAt(size_t offset) const {
    const std::string_view before = text_.substr(0, offset);
    return std::count(before.begin(), before.end(), '\n') + 1;
  }
  absl::Status Error(const Word& word, const std::string& what) const {
    return ErrorAt(OffsetOf(word.text) - (word.quoted ? 1 : 0), what);
  }

  static std::vector<OptionIndex> Marked(const std::vector<bool>& marks) {
    std::vector<OptionIndex> marked;
    for (size_t i = 0; i < marks.size(); ++i) {
      if (marks[i]) marked.push_back(static_cast<OptionIndex>(i));
    }
    return marked;
  }

  // The characters up to the next space.
  std::string_view TakeRun() {
    const size_t start = next_;
    while (next_ < text_.size() && !IsSpace(text_[next_])) ++next_;
    return text_.substr(start, next_ - start);
  }

  void SkipSpaces() {
    while (next_ < text_.size() && IsSpace(text_[next_])) ++next_;
  }

  // From the "/*" that begins at next_ to the word that ends the outermost comment.
  absl::Status SkipComment() {
    const size_t start = next_;
    int depth = 0;
    do {
      SkipSpaces();
      if (next_ >= text_.size()) return ErrorAt(start, "the comment is not closed");
      const std::string_view run = TakeRun();
      if (run.starts_with("/*")) ++depth;
      if (run.ends_with("*/") && run.size() > 2) --depth;
      if (run == "*/") --depth;
    } while (depth > 0);
    return absl::OkStatus();
  }

  absl::StatusOr<Word> QuotedWord() {
    const size_t start = next_++;
    bool at_line_start = false;
    for (; next_ < text_.size(); ++next_) {
      const char c = text_[next_];
      const bool closes = c == '"' && (next_ + 1 == text_.size() || IsSpace(text_[next_ + 1]));
      if (closes) return Word{text_.substr(start + 1, next_++ - start - 1), true};
      if (c == '"' && at_line_start) break;  // the next quoted text, not the end of this one
      at_line_start = c == '\n' || (at_line_start && IsSpace(c));
    }
    return ErrorAt(start, "the quoted text is not closed");
  }

  // The next word, or nothing at the end of the text.
  absl::StatusOr<std::optional<Word>> Next() {
    while (true) {
      SkipSpaces();
      if (next_ >= text_.size()) return std::nullopt;
      if (text_[next_] == '#') {
        next_ = std::min(text_.find('\n', next_), text_.size());
      } else if (text_.substr(next_).starts_with("/*")) {
        if (absl::Status status = SkipComment(); !status.ok()) return status;
      } else if (text_[next_] == '"') {
        return QuotedWord();
      } else {
        return Word{TakeRun()};
      }
    }
  }

  // The next word, which there must be.
  absl::StatusOr<Word> Expect(const std::string& what) {
    absl::StatusOr<std::optional<Word>> word = Next();
    if (!word.ok()) return word.status();
    if (!word->has_value()) {
      return ErrorAt(text_.size(), "the text ends where " + what + " should be");
    }
    return **word;
  }

  absl::StatusOr<int64_t> ExpectNumber(const std::string& what, int64_t most) {
    absl::StatusOr<Word> word = Expect(what);
    if (!word.ok()) return word.status();
    if (word->quoted || !IsNumber(word->text)) {
      return Error(*word, absl::StrCat("expected ", what, ", not ", Quoted(word->text)));
    }
    const int64_t number = NumberOf(word->text);
    if (number < 1 || number > most) {
      return Error(*word, absl::StrCat(what, " must be from 1 to ", most));
    }
    return number;
  }

  absl::Status Head() {
    absl::StatusOr<int64_t> options = ExpectNumber("the number of options", kMaxOptions);
    if (!options.ok()) return options.status();
    option_count_ = static_cast<int>(*options);
    absl::StatusOr<int64_t> seats = ExpectNumber("the number of seats", kMaxOptions);
    if (!seats.ok()) return seats.status();
    seats_ = static_cast<int>(*seats);
    withdrawn_.resize(static_cast<size_t>(option_count_));
    undeclared_.resize(static_cast<size_t>(option_count_));
    ranked_in_.resize(static_cast<size_t>(option_count_));
    return absl::OkStatus();
  }

  // Everything between the head and the first ballot.
  absl::Status Options() {
    while (true) {
      SkipSpaces();
      const size_t start = next_;
      absl::StatusOr<Word> word = Expect("a ballot");
      if (!word.ok()) return word.status();
      absl::Status status;
      if (!word->quoted && word->text.starts_with('[')) {
        status = BracketOption(*word);
      } else if (!word->quoted && word->text.starts_with('-') && IsNumber(word->text.substr(1))) {
        status = Mark({word->text.substr(1)}, withdrawn_, "withdrawn");
      } else {
        next_ = start;  // the first ballot
        return absl::OkStatus();
      }
      if (!status.ok()) return status;
    }
  }

  absl::Status BracketOption(const Word& first) {
    std::string_view name = first.text.substr(1);
    std::vector<Word> values;
    bool closed = name.ends_with(']');
    if (closed) name.remove_suffix(1);
    while (!closed) {
      absl::StatusOr<std::optional<Word>> word = Next();
      if (!word.ok()) return word.status();
      if (!word->has_value()) return Error(first, "the option in brackets is not closed");
      std::string_view value = (*word)->text;
      closed = !(*word)->quoted && value.ends_with(']');
      if (closed) value.remove_suffix(1);
      if (!value.empty()) values.push_back({value, (*word)->quoted});
    }
    if (name == "tie") return TieOrder(first, values);
    if (name == "nick") return Nicknames(first, values);
    if (name == "withdrawn" || name == "undeclared") {
      std::vector<bool>& marks = name == "withdrawn" ? withdrawn_ : undeclared_;
      for (const Word& value : values) {
        if (absl::Status status = Mark(value, marks, std::string(name)); !status.ok()) {
          return status;
        }
      }
      return absl::OkStatus();
    }
    if (name == "droop") {
      for (const Word& value : values) settings_.emplace_back(value.text);
      return absl::OkStatus();
    }
    return Error(first, "there is no option " + Quoted(name));
  }

  absl::Status Mark(const Word& word, std::vector<bool>& marks, const std::string& what) {
    absl::StatusOr<OptionIndex> option = Option(word);
    if (!option.ok()) return option.status();
    const auto place = static_cast<size_t>(*option);
    if (marks[place]) return Error(word, Quoted(word.text) + " is " + what + " twice");
    marks[place] = true;
    return absl::OkStatus();
  }

  absl::Status TieOrder(const Word& first, const std::vector<Word>& values) {
    if (!tie_order_.empty()) return Error(first, "the tie order is given twice");
    std::vector<bool> seen(static_cast<size_t>(option_count_));
    for (const Word& value : values) {
      if (absl::Status status = Mark(value, seen, "in the tie order"); !status.ok()) return status;
      tie_order_.push_back(*Option(value));
    }
    if (tie_order_.size() == seen.size()) return absl::OkStatus();
    return Error(first, absl::StrCat("the tie order must name all ", option_count_, " options"));
  }

  absl::Status Nicknames(const Word& first, const std::vector<Word>& values) {
    if (!nicknames_.empty()) return Error(first, "the nicknames are given twice");
    if (values.size() != static_cast<size_t>(option_count_)) {
      return Error(first, absl::StrCat("there must be a nickname for each of the ", option_count_,
                                       " options"));
    }
    for (const Word& value : values) {
      const auto option = static_cast<OptionIndex>(nicknames_.size());
      if (!option_of_nickname_.emplace(value.text, option).second) {
        return Error(value, "the nickname " + Quoted(value.text) + " is given twice");
      }
      nicknames_.emplace_back(value.text);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<OptionIndex> Option(const Word& word) const {
    if (!word.quoted && IsNumber(word.text)) {
      const int64_t number = NumberOf(word.text);
      if (number >= 1 && number <= option_count_) return static_cast<OptionIndex>(number - 1);
      return Error(word,
                   absl::StrCat("option ", View(word.text), " is not one of 1 to ", option_count_));
    }
    const auto found = option_of_nickname_.find(word.text);
    if (found != option_of_nickname_.end()) return found->second;
    return Error(word, Quoted(word.text) + " is neither the number nor the nickname of an option");
  }

  // Whether ballots end with their lines: no line up to a lone 0 has a 0, and after that comes a
  // name. (With 0s at their ends the first lone 0 is followed by another ballot or 0.)
  bool BallotsAreLines() const {
    bool any = false;
    for (size_t at = next_; at < text_.size();) {
      const size_t end = std::min(text_.find('\n', at), text_.size());
      const Words words = WordsOf(text_.substr(at, end - at));
      at = end + 1;
      if (words.count == 0) continue;
      if (words.zeros > 0) return any && words.count == 1 && NameComesAt(at);
      any = true;
    }
    return false;
  }

  // How many words of a line there are before its comment, and how many of them are "0".
  struct Words {
    int count = 0;
    int zeros = 0;
  };
  static Words WordsOf(std::string_view line) {
    Words words;
    size_t at = 0;
    while (true) {
      while (at < line.size() && IsSpace(line[at])) ++at;
      const size_t begin = at;
      while (at < line.size() && !IsSpace(line[at])) ++at;
      const std::string_view word = line.substr(begin, at - begin);
      if (word.empty() || word.front() == '#') return words;
      ++words.count;
      words.zeros += word == "0" ? 1 : 0;
    }
  }

  bool NameComesAt(size_t at) const {
    while (at < text_.size()) {
      const size_t end = std::min(text_.find('\n', at), text_.size());
      const std::string_view line = text_.substr(at, end - at);
      if (WordsOf(line).count > 0) {
        const char first = line[line.find_first_not_of(" \t\r\v\f")];
        return first != '(' && (first < '0' || first > '9');
      }
      at = end + 1;
    }
    return false;
  }

  // Whether nothing more stands on the line, or only a comment.
  bool AtLineEnd() {
    while (next_ < text_.size() && text_[next_] != '\n' && IsSpace(text_[next_])) ++next_;
    return next_ == text_.size() || text_[next_] == '\n' || text_[next_] == '#';
  }

  // All ballots and the 0 that ends them.
  absl::Status Ballots() {
    while (true) {
      absl::StatusOr<Word> word = Expect("a ballot or the 0 that ends the ballots");
      if (!word.ok()) return word.status();
      int64_t count = 1;
      if (!word->quoted && word->text.starts_with('(')) {
        if (absl::Status status = Identifier(*word); !status.ok()) return status;
      } else if (word->quoted) {
        return NoFinalZero(*word);
      } else if (!IsNumber(word->text)) {
        return Error(*word, absl::StrCat("expected how often a ballot was cast or the 0 that ends ",
                                         "the ballots, not ", Quoted(word->text)));
      } else {
        count = NumberOf(word->text);
        if (count == 0) return absl::OkStatus();
      }
      if (count > kMaxBallots - total_) {
        return absl::OutOfRangeError(absl::StrCat(Where(OffsetOf(word->text)), "more than ",
                                                  kMaxBallots, " ballots in all"));
      }
      total_ += count;
      ballot_begins_ = OffsetOf(word->text);
      absl::StatusOr<size_t> ballot = Ballot();
      if (!ballot.ok()) return ballot.status();
      ballots_[*ballot].count += count;
    }
  }

  // Names have begun, and no 0 has ended the ballots; or the last ballot has taken that 0.
  absl::Status NoFinalZero(const Word& name) const {
    std::string message = absl::StrCat(
        "the 0 that ends the ballots is missing: write it on a line of its own before the names, "
        "of which ",
        Quoted(name.text), " is the first");
    if (LineAt(ballot_begins_) != LineAt(ballot_ends_)) {
      absl::StrAppend(&message, "; or the ballot on line ", LineAt(ballot_begins_),
                      " lacks the 0 that ends it, and has taken that of the ballots");
    }
    return Error(name, message);
  }

  // What is wrong on a later line than the ballot began on may well be the next ballot.
  absl::Status WithMissingZero(const absl::Status& status, const Word& word) const {
    const ptrdiff_t line = LineAt(ballot_begins_);
    if (LineOf(word.text) == line) return status;
    return {status.code(), absl::StrCat(status.message(), "; does the ballot on line ", line,
                                        " lack the 0 that ends it?")};
  }

  absl::Status Identifier(const Word& first) {
    std::string identifier(first.text);
    std::string_view last = first.text;
    while (!last.ends_with(')')) {
      absl::StatusOr<std::optional<Word>> word = Next();
      if (!word.ok()) return word.status();
      if (!word->has_value()) return Error(first, "the ballot identifier is not closed");
      last = (*word)->text;
      absl::StrAppend(&identifier, " ", View(last));
    }
    if (identifiers_.insert(identifier).second) return absl::OkStatus();
    return Error(first, "the ballot identifier " + Quoted(identifier) + " is used twice");
  }

  // The rest of the line, when it is certain to be exactly one ballot; else empty.
  std::string_view PlainLine() const {
    const size_t end = std::min(text_.find('\n', next_), text_.size());
    std::string_view line = text_.substr(next_, end - next_);
    while (!line.empty() && IsSpace(line.back())) line.remove_suffix(1);
    if (line.find_first_of("\t#/\"(") != std::string_view::npos) return {};
    if (ballots_are_lines_) return line;
    if (!line.ends_with(" 0")) return {};
    return line.find(" 0 ") == std::string_view::npos ? line : std::string_view();
  }

  // The index in ballots_ of the ballot that begins here.
  absl::StatusOr<size_t> Ballot() {
    const std::string_view line = PlainLine();
    if (!line.empty()) {
      const auto [entry, is_new] = ballot_of_line_.try_emplace(line, ballots_.size());
      if (!is_new) {
        next_ += line.size();
        return entry->second;
      }
    }
    ballots_.push_back({places_.size(), 0});
    while (!ballots_are_lines_ || !AtLineEnd()) {
      absl::StatusOr<Word> word = Expect("an option or the 0 that ends the ballot");
      if (!word.ok()) return word.status();
      if (!word->quoted && word->text == "0") {
        ballot_ends_ = OffsetOf(word->text);
        return ballots_.size() - 1;
      }
      if (!word->quoted && word->text == "-") continue;  // a rank that was skipped
      if (absl::Status status = Tier(*word); !status.ok()) return WithMissingZero(status, *word);
    }
    return ballots_.size() - 1;
  }

  // Options of one place on a ballot: "3", "ann", "3=4=ann".
  absl::Status Tier(const Word& word) {
    const size_t ballot = ballots_.size();  // from 1
    std::string_view rest = word.text;
    bool begins_tier = true;
    while (true) {
      const size_t end = word.quoted ? rest.size() : std::min(rest.find('='), rest.size());
      const Word part{rest.substr(0, end), word.quoted};
      if (part.text.empty()) return Error(part, "an option is missing beside the equals sign");
      absl::StatusOr<OptionIndex> option = Option(part);
      if (!option.ok()) return option.status();
      size_t& ranked_in = ranked_in_[static_cast<size_t>(*option)];
      if (ranked_in == ballot) {
        return Error(part, "the ballot ranks " + Quoted(part.text) + " twice");
      }
      ranked_in = ballot;
      places_.push_back({static_cast<uint16_t>(*option), std::exchange(begins_tier, false)});
      if (end == rest.size()) return absl::OkStatus();
      rest.remove_prefix(end + 1);
    }
  }

  // Runs of spaces and line breaks as one space, none at the ends.
  static std::string Tidy(std::string_view text) {
    std::string tidy;
    bool space = false;
    for (const char c : text) {
      if (IsSpace(c)) {
        space = true;
        continue;
      }
      if (space && !tidy.empty()) tidy += ' ';
      space = false;
      tidy += c;
    }
    return tidy;
  }

  // Why a word that has just been read is no name without quotation marks; empty if it is one. A
  // name is a single word, alone on the rest of its line, so that of two words none is taken for a
  // name.
  std::string WhatIsWrongWithBareName(std::string_view word) {
    if (IsNumber(word) || word.find('"') != std::string_view::npos) {
      return Quoted(word) + ": write it in quotation marks";
    }
    if (AtLineEnd()) return "";
    return Quoted(word) + " and more on its line: write a name of several words in quotation marks";
  }

  absl::Status Texts() {
    absl::flat_hash_map<std::string, Word> word_of_name;
    for (int i = 1; i <= option_count_; ++i) {
      const std::string what = absl::StrCat("the name of option ", i);
      absl::StatusOr<Word> word = Expect(what);
      if (!word.ok()) return word.status();
      if (!word->quoted) {
        const std::string wrong = WhatIsWrongWithBareName(word->text);
        if (!wrong.empty()) return Error(*word, absl::StrCat("expected ", what, ", not ", wrong));
      }
      names_.push_back(Tidy(word->text));
      if (names_.back().empty()) {
        return Error(*word, absl::StrCat("option ", i, " has no name: write one between the ",
                                         "quotation marks"));
      }
      const auto [first, is_new] = word_of_name.emplace(names_.back(), *word);
      if (!is_new) {
        return Error(*word, absl::StrCat("option ", i, " is called ", Quoted(names_.back()),
                                         " as the one on line ", LineOf(first->second.text),
                                         ": write names that tell them apart"));
      }
    }
    for (std::string* text : {&title_, &source_, &comment_}) {
      absl::StatusOr<std::optional<Word>> word = Next();
      if (!word.ok()) return word.status();
      if (!word->has_value()) break;
      if (!(*word)->quoted && !WhatIsWrongWithBareName((*word)->text).empty()) break;
      *text = Tidy((*word)->text);
    }
    return absl::OkStatus();
  }

  std::string_view text_;
  size_t begin_ = 0;          // after a byte order mark
  size_t next_ = 0;           // where reading goes on
  size_t ballot_begins_ = 0;  // the last one
  size_t ballot_ends_ = 0;    // its 0
  bool ballots_are_lines_ = false;

  int option_count_ = 0;
  int seats_ = 0;
  std::vector<bool> withdrawn_;
  std::vector<bool> undeclared_;
  std::vector<OptionIndex> tie_order_;
  std::vector<std::string> nicknames_;
  absl::flat_hash_map<std::string_view, OptionIndex> option_of_nickname_;
  std::vector<std::string> settings_;
  absl::flat_hash_set<std::string> identifiers_;
  int64_t total_ = 0;
  std::vector<WrittenBallot> ballots_;
  std::vector<Place> places_;  // of all of them in one row
  absl::flat_hash_map<std::string_view, size_t> ballot_of_line_;
  std::vector<size_t> ranked_in_;  // the last ballot (counted from 1) that ranked the option
  std::vector<std::string> names_;
  std::string title_;
  std::string source_;
  std::string comment_;
};

absl::Status CheckQuotable(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n' || text[i] == '\r' ||
        (text[i] == '"' && (i + 1 == text.size() || IsSpace(text[i + 1])))) {
      return absl::InvalidArgumentError("the text " + Quoted(text) +
                                        " cannot be quoted in a BLT file");
    }
  }
  return absl::OkStatus();
}

absl::Status CheckWord(std::string_view word) {
  if (!word.empty() && word.find_first_of(" \t\n\r\v\f[]()=\"#/") == std::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(Quoted(word) + " cannot stand as a word in a BLT file");
}

absl::Status CheckOptions(const std::vector<OptionIndex>& options, int option_count) {
  std::vector<bool> seen(static_cast<size_t>(option_count));
  for (const OptionIndex option : options) {
    if (option < 0 || option >= option_count || seen[static_cast<size_t>(option)]) {
      return absl::InvalidArgumentError(
          absl::StrCat("option ", option, " is listed twice or is none of the profile"));
    }
    seen[static_cast<size_t>(option)] = true;
  }
  return absl::OkStatus();
}

absl::Status CheckWritable(const BltElection& election) {
  const int count = election.profile.option_count();
  const auto is_full = [count](size_t size) { return size == static_cast<size_t>(count); };
  if (!is_full(election.names.size()) ||
      (!election.nicknames.empty() && !is_full(election.nicknames.size())) ||
      (!election.tie_order.empty() && !is_full(election.tie_order.size()))) {
    return absl::InvalidArgumentError(
        absl::StrCat("names, nicknames and tie order must be of ", count, " options"));
  }
  if (election.seats < 1 || election.seats > kMaxOptions) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of seats must be from 1 to ", kMaxOptions));
  }
  for (const auto* options : {&election.withdrawn, &election.undeclared, &election.tie_order}) {
    if (absl::Status status = CheckOptions(*options, count); !status.ok()) return status;
  }
  for (const std::string& word : election.nicknames) {
    if (absl::Status status = CheckWord(word); !status.ok()) return status;
    if (IsNumber(word)) return absl::InvalidArgumentError("a nickname cannot be a number");
  }
  absl::flat_hash_set<std::string_view> nicknames(election.nicknames.begin(),
                                                  election.nicknames.end());
  if (nicknames.size() != election.nicknames.size()) {
    return absl::InvalidArgumentError("two options have the same nickname");
  }
  for (const std::string& setting : election.settings) {
    if (setting.empty() || setting.find_first_of(" \t\n\r\v\f[]\"") != std::string::npos) {
      return absl::InvalidArgumentError(Quoted(setting) + " cannot stand as a setting");
    }
  }
  absl::flat_hash_set<std::string_view> names;
  for (const std::string& name : election.names) {
    if (name.empty()) return absl::InvalidArgumentError("an option has no name");
    if (!names.insert(name).second) {
      return absl::InvalidArgumentError("two options are called " + Quoted(name));
    }
    if (absl::Status status = CheckQuotable(name); !status.ok()) return status;
  }
  for (const auto* text : {&election.title, &election.source, &election.comment}) {
    if (absl::Status status = CheckQuotable(*text); !status.ok()) return status;
  }
  return absl::OkStatus();
}

void AppendBallots(const Profile& profile, std::string& out) {
  std::vector<const BallotGroup*> groups;
  for (const BallotGroup& group : profile.groups()) groups.push_back(&group);
  std::sort(groups.begin(), groups.end(), [](const BallotGroup* a, const BallotGroup* b) {
    const auto ranked = [](const Ranking& ranking) {
      return ranking.order().first(static_cast<size_t>(ranking.ranked_count()));
    };
    const auto a_ranked = ranked(a->ranking);
    const auto b_ranked = ranked(b->ranking);
    if (!std::ranges::equal(a_ranked, b_ranked)) {
      return std::ranges::lexicographical_compare(a_ranked, b_ranked);
    }
    return std::ranges::lexicographical_compare(a->ranking.tier_ends(), b->ranking.tier_ends());
  });
  for (const BallotGroup* group : groups) {
    absl::StrAppend(&out, group->count);
    for (int t = 0; t < group->ranking.tier_count(); ++t) {
      char separator = ' ';
      for (const OptionIndex option : group->ranking.tier(t)) {
        out += separator;
        absl::StrAppend(&out, option + 1);
        separator = '=';
      }
    }
    out += " 0\n";
  }
}

}  // namespace

absl::StatusOr<BltElection> ReadBlt(std::string_view text) { return BltReader(text).Read(); }

absl::StatusOr<std::string> WriteBlt(const BltElection& election) {
  if (absl::Status status = CheckWritable(election); !status.ok()) return status;
  std::string out = absl::StrCat(election.profile.option_count(), " ", election.seats, "\n");
  const auto option_line = [&out](absl::string_view name, const auto& values, const auto& text_of) {
    if (values.empty()) return;
    absl::StrAppend(&out, "[", name);
    for (const auto& value : values) absl::StrAppend(&out, " ", text_of(value));
    out += "]\n";
  };
  const auto number = [](OptionIndex option) { return absl::StrCat(option + 1); };
  const auto as_is = [](const std::string& text) { return text; };
  option_line("nick", election.nicknames, as_is);
  option_line("withdrawn", election.withdrawn, number);
  option_line("undeclared", election.undeclared, number);
  option_line("tie", election.tie_order, number);
  option_line("droop", election.settings, as_is);
  AppendBallots(election.profile, out);
  out += "0\n";
  for (const std::string& name : election.names) absl::StrAppend(&out, Quoted(name), "\n");
  absl::StrAppend(&out, Quoted(election.title), "\n");
  if (!election.source.empty() || !election.comment.empty()) {
    absl::StrAppend(&out, Quoted(election.source), "\n");
  }
  if (!election.comment.empty()) absl::StrAppend(&out, Quoted(election.comment), "\n");
  return out;
}

}  // namespace plenum::tally
