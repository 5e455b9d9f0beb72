#include "services/deliberation/tally/formats/starvote.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <variant>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/deliberation/tally/formats/starvote_parts.h"
#include "services/deliberation/tally/formats/utf8.h"

namespace plenum::tally {
namespace {

using Mistake = StarvoteError::Mistake;

constexpr std::string_view kSpaces = " \t\r\f\v";

// A piece of one line that knows its place.
struct Piece {
  std::string_view text;
  size_t column = 1;  // from 1, of the first byte

  Piece Sub(size_t begin, size_t size = std::string_view::npos) const {
    return {text.substr(begin, size), column + begin};
  }
  Piece Trimmed() const {
    const size_t begin = text.find_first_not_of(kSpaces);
    if (begin == std::string_view::npos) return {text.substr(0, 0), column};
    return Sub(begin, text.find_last_not_of(kSpaces) - begin + 1);
  }
};

// An assignment, with its place.
struct Entry {
  std::string key;
  std::variant<std::string, std::vector<std::string>> value;
  int line = 0;  // on which the value ends
  size_t key_column = 1;
  size_t value_column = 1;
};

// The options that a file gives; a file that names another keeps its own where both have one.
struct Options {
  std::optional<StarvoteMethod> method;
  std::optional<int64_t> seats;
  std::optional<int64_t> maximum_score;
  std::optional<int64_t> verbosity;
  std::optional<StarvoteTiebreaker> tiebreaker;
};

struct Contents {
  Options options;
  std::vector<StarvoteBallot> ballots;
};

template <typename T>
void FillFrom(const std::optional<T>& other, std::optional<T>* own) {
  if (!*own) *own = other;
}

// As Python's int(): a sign, digits, single underscores between them.
std::optional<int64_t> ParseInteger(std::string_view text) {
  std::string digits;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool is_digit = c >= '0' && c <= '9';
    if (c == '_') {
      const bool between = i > 0 && i + 1 < text.size() && text[i - 1] >= '0' &&
                           text[i - 1] <= '9' && text[i + 1] >= '0' && text[i + 1] <= '9';
      if (!between) return std::nullopt;
      continue;
    }
    if (!is_digit && !(i == 0 && (c == '+' || c == '-'))) return std::nullopt;
    digits += c;
  }
  int64_t number = 0;
  if (!absl::SimpleAtoi(digits, &number)) return std::nullopt;
  return number;
}

const std::map<std::string_view, StarvoteMethod>& Methods() {
  static const auto& methods = *new std::map<std::string_view, StarvoteMethod>{
      {"star", StarvoteMethod::kStar},
      {"STAR Voting", StarvoteMethod::kStar},
      {"bloc", StarvoteMethod::kBlocStar},
      {"Bloc STAR Voting", StarvoteMethod::kBlocStar},
      {"allocated", StarvoteMethod::kAllocatedScore},
      {"Allocated Score Voting", StarvoteMethod::kAllocatedScore},
      {"rrv", StarvoteMethod::kReweightedRange},
      {"Reweighted Range Voting", StarvoteMethod::kReweightedRange},
      {"sss", StarvoteMethod::kSequentiallySpentScore},
      {"Sequentially Spent Score", StarvoteMethod::kSequentiallySpentScore}};
  return methods;
}

const std::map<std::string_view, StarvoteTiebreaker::Kind>& Tiebreakers() {
  using Kind = StarvoteTiebreaker::Kind;
  static const auto& kinds =
      *new std::map<std::string_view, Kind>{{"none", Kind::kNone},
                                            {"None", Kind::kNone},
                                            {"hashed_ballots", Kind::kHashedBallots},
                                            {"hashed_ballots_tiebreaker", Kind::kHashedBallots},
                                            {"predefined_permutation", Kind::kShuffle},
                                            {"predefined_permutation_tiebreaker", Kind::kShuffle},
                                            {"on_demand_random", Kind::kDraw},
                                            {"on_demand_random_tiebreaker", Kind::kDraw}};
  return kinds;
}

class Reader {
 public:
  Reader(std::string_view text, const StarvoteSource& source, int depth, StarvoteError* error)
      : text_(text), source_(source), depth_(depth), error_(*error) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
  }

  // Nothing when there was a mistake, which is in the error.
  std::optional<Contents> Read() {
    size_t begin = 0;
    while (begin <= text_.size()) {
      const size_t end = std::min(text_.find('\n', begin), text_.size());
      ++line_;
      if (!ReadLine({text_.substr(begin, end - begin)})) return std::nullopt;
      begin = end + 1;
    }
    if (!Flush()) return std::nullopt;
    if (repetitions_ != 1) {
      Fail(Mistake::kPragmaAtEnd, 1, absl::StrCat(repetitions_));
      return std::nullopt;
    }
    if (!AddNamedFiles()) return std::nullopt;
    if (contents_.ballots.empty()) return Fail(Mistake::kNoBallots, 1), std::nullopt;
    if (in_list_) return Fail(Mistake::kUnfinishedList, 1), std::nullopt;
    return std::move(contents_);
  }

 private:
  enum class Section { kNone, kOptions, kBallots };

  bool Fail(Mistake mistake, size_t column, std::string_view subject = "",
            std::string_view detail = "") {
    return FailAt(line_, mistake, column, subject, detail);
  }

  bool FailAt(int line, Mistake mistake, size_t column, std::string_view subject = "",
              std::string_view detail = "") {
    error_ = {mistake,
              source_.path,
              line,
              static_cast<int>(column),
              std::string(subject),
              std::string(detail)};
    return false;
  }

  bool ReadLine(const Piece& whole) {
    if (const size_t bad = FirstInvalidUtf8(whole.text); bad != std::string_view::npos) {
      return Fail(Mistake::kNotUtf8, bad + 1);
    }
    const Piece line = whole.Trimmed();
    if (line.text.empty() || line.text.front() == '#') return in_list_ || Flush();
    if (line.text.front() == '[') return BeginSection(line);
    if (section_ == Section::kNone) return Fail(Mistake::kNoSection, line.column);
    if (line.text.back() == ':') return Pragma(line);
    if (in_list_) return ListLine(line);
    return Assignment(line);
  }

  bool BeginSection(const Piece& line) {
    if (in_list_) return Fail(Mistake::kSectionInList, line.column);
    if (!Flush()) return false;
    if (line.text.back() != ']' || line.text.size() < 2) {
      return Fail(Mistake::kBadSyntax, line.column, line.text);
    }
    const Piece name = line.Sub(1, line.text.size() - 2).Trimmed();
    if (!sections_.insert(std::string(name.text)).second) {
      return Fail(Mistake::kRepeatedSection, name.column, name.text);
    }
    if (name.text == "options") {
      section_ = Section::kOptions;
    } else if (name.text == "ballots") {
      section_ = Section::kBallots;
    } else {
      return Fail(Mistake::kUnknownSection, name.column, name.text);
    }
    return true;
  }

  bool Pragma(const Piece& line) {
    if (in_list_) return Fail(Mistake::kPragmaInList, line.column);
    const Piece pragma = line.Sub(0, line.text.size() - 1).Trimmed();
    if (section_ == Section::kOptions) {
      return Fail(Mistake::kPragmaInOptions, pragma.column, pragma.text);
    }
    const bool many = pragma.text.ends_with(" ballots");
    if (!many && !pragma.text.ends_with(" ballot")) {
      return Fail(Mistake::kUnknownPragma, pragma.column, pragma.text);
    }
    const std::string_view word = many ? " ballots" : " ballot";
    if (pragma.text.find(word) + word.size() != pragma.text.size()) {
      return Fail(Mistake::kUnknownPragma, pragma.column, pragma.text);
    }
    const Piece number = pragma.Sub(0, pragma.text.size() - word.size()).Trimmed();
    const std::optional<int64_t> repetitions = ParseInteger(number.text);
    if (!repetitions) return Fail(Mistake::kNotANumber, number.column, number.text);
    if (many && *repetitions < 2) return Fail(Mistake::kTooFewRepetitions, number.column);
    if (!many && *repetitions != 1) return Fail(Mistake::kTooManyRepetitions, number.column);
    repetitions_ = *repetitions;
    return true;
  }

  bool ListLine(const Piece& line) {
    if (line.text != "]") {
      list_.emplace_back(line.text);
      return true;
    }
    in_list_ = false;
    open_.line = line_;
    open_.value = std::move(list_);
    return Add(std::move(open_));
  }

  bool Assignment(const Piece& line) {
    const size_t equals = line.text.find('=');
    if (equals == std::string_view::npos) {
      return Fail(Mistake::kBadSyntax, line.column, line.text);
    }
    const Piece key = line.Sub(0, equals).Trimmed();
    Piece value = line.Sub(equals + 1).Trimmed();
    Entry entry{std::string(key.text), {}, line_, key.column, value.column};
    if (value.text.starts_with('[')) {
      const Piece rest = value.Sub(1).Trimmed();
      if (!rest.text.empty() && rest.text != "]") {
        return Fail(Mistake::kBadSyntax, line.column, line.text);
      }
      entry.value = std::vector<std::string>();
      if (rest.text == "]") return Add(std::move(entry));
      open_ = std::move(entry);
      list_.clear();
      in_list_ = true;
      return true;
    }
    if (section_ == Section::kBallots && entry_index_.contains(entry.key)) {
      return Fail(Mistake::kRepeatedCandidate, key.column, key.text);
    }
    // A comment may follow the value.
    value = value.Sub(0, value.text.find('#')).Trimmed();
    entry.value = std::string(value.text);
    return Add(std::move(entry));
  }

  bool Add(Entry entry) {
    if (section_ == Section::kOptions) return Option(entry);
    if (entry_index_.contains(entry.key)) {
      return Fail(Mistake::kRepeatedCandidate, entry.key_column, entry.key);
    }
    entry_index_.insert(entry.key);
    entries_.push_back(std::move(entry));
    return true;
  }

  // Ends the ballot that is being read, if any.
  bool Flush() {
    if (entries_.empty()) return true;
    StarvoteBallot ballot;
    ballot.count = repetitions_;
    ballot.line = entries_.front().line;
    for (Entry& entry : entries_) {
      const std::optional<int64_t> score = Number(entry);
      if (!score) return false;
      ballot.scores.emplace_back(std::move(entry.key), *score);
    }
    contents_.ballots.push_back(std::move(ballot));
    entries_.clear();
    entry_index_.clear();
    repetitions_ = 1;
    return true;
  }

  std::optional<int64_t> Number(const Entry& entry) {
    const auto* text = std::get_if<std::string>(&entry.value);
    if (text == nullptr) {
      FailAt(entry.line, Mistake::kListForNumber, entry.value_column);
      return std::nullopt;
    }
    const std::optional<int64_t> number = ParseInteger(*text);
    if (!number) FailAt(entry.line, Mistake::kNotANumber, entry.value_column, *text);
    return number;
  }

  bool Option(const Entry& entry) {
    const std::string name = entry.key == "maximum score" ? "maximum_score" : entry.key;
    static const auto& known = *new std::set<std::string>{
        "method", "seats", "maximum_score", "verbosity", "tiebreaker", "csv_path", "starvote_path"};
    if (!known.contains(name)) {
      return Fail(Mistake::kUnknownOption, entry.key_column, entry.key);
    }
    if (!options_seen_.insert(name).second) {
      return Fail(Mistake::kRepeatedOption, entry.key_column, entry.key);
    }
    if (name == "tiebreaker") return Tiebreaker(entry);
    if (name == "seats") return Keep(Number(entry), &contents_.options.seats);
    if (name == "maximum_score") return Keep(Number(entry), &contents_.options.maximum_score);
    if (name == "verbosity") return Keep(Number(entry), &contents_.options.verbosity);
    const auto* text = std::get_if<std::string>(&entry.value);
    const std::string value = text == nullptr ? "[]" : *text;
    if (name == "method") {
      const auto method = Methods().find(value);
      if (method == Methods().end()) {
        return Fail(Mistake::kUnknownMethod, entry.value_column, value);
      }
      contents_.options.method = method->second;
      return true;
    }
    return NameFile(value, name == "csv_path" ? ".csv" : ".starvote", entry,
                    name == "csv_path" ? &csv_ : &starvote_);
  }

  static bool Keep(std::optional<int64_t> number, std::optional<int64_t>* option) {
    *option = number;
    return number.has_value();
  }

  struct NamedFile {
    std::string path;
    std::string text;
  };

  bool NameFile(const std::string& name, std::string_view extension, const Entry& entry,
                std::optional<NamedFile>* file) {
    const size_t folder = source_.path.rfind('/');
    std::string path = name.starts_with('/') || folder == std::string::npos
                           ? name
                           : source_.path.substr(0, folder + 1) + name;
    std::optional<std::string> text = source_.load ? source_.load(path) : std::nullopt;
    if (!text) return Fail(Mistake::kMissingFile, entry.value_column, name);
    if (!name.ends_with(extension)) {
      return Fail(Mistake::kWrongExtension, entry.value_column, name, extension);
    }
    *file = {std::move(path), *std::move(text)};
    return true;
  }

  bool Tiebreaker(const Entry& entry) {
    StarvoteTiebreaker tiebreaker;
    if (const auto* list = std::get_if<std::vector<std::string>>(&entry.value)) {
      if (list->empty()) return Fail(Mistake::kEmptyTiebreakerList, entry.value_column);
      tiebreaker.kind = StarvoteTiebreaker::Kind::kDeclared;
      tiebreaker.names = *list;
      tiebreaker.declared_in = source_.path;
      contents_.options.tiebreaker = std::move(tiebreaker);
      return true;
    }
    const std::string& value = std::get<std::string>(entry.value);
    const std::string_view whole = value;
    const size_t column = entry.value_column;
    const size_t open = value.find('(');
    if (open != std::string::npos) {
      const size_t close = value.rfind(')');
      if (close == std::string::npos || close < open) {
        return Fail(Mistake::kTiebreakerUnclosed, column, value);
      }
      if (close + 1 != value.size()) return Fail(Mistake::kTextAfterTiebreaker, column, value);
      const std::string_view arguments = whole.substr(open + 1, close - open - 1);
      if (!Arguments(arguments, value, column, &tiebreaker)) return false;
    }
    const auto kind = Tiebreakers().find(whole.substr(0, open));
    if (kind == Tiebreakers().end()) return Fail(Mistake::kUnknownTiebreaker, column, value);
    tiebreaker.kind = kind->second;
    const bool random = tiebreaker.kind == StarvoteTiebreaker::Kind::kShuffle ||
                        tiebreaker.kind == StarvoteTiebreaker::Kind::kDraw;
    if (tiebreaker.seed && !random) return Fail(Mistake::kTiebreakerTakesNoSeed, column, value);
    contents_.options.tiebreaker = std::move(tiebreaker);
    return true;
  }

  // name=value, name=value: all are looked at as text before any is as a seed.
  bool Arguments(std::string_view text, const std::string& value, size_t column,
                 StarvoteTiebreaker* tiebreaker) {
    std::vector<std::pair<std::string, std::string>> arguments;
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find(',', begin), text.size());
      const Piece argument = Piece{text.substr(begin, end - begin)}.Trimmed();
      begin = end + 1;
      if (argument.text.empty()) continue;
      const size_t equals = argument.text.find('=');
      const Piece name = argument.Sub(0, equals).Trimmed();
      const Piece given =
          equals == std::string_view::npos ? Piece{} : argument.Sub(equals + 1).Trimmed();
      if (name.text.empty() || given.text.empty()) {
        return Fail(Mistake::kTiebreakerArgument, column, value);
      }
      for (const auto& [other, unused] : arguments) {
        if (other == name.text) {
          return Fail(Mistake::kTiebreakerArgumentTwice, column, value, name.text);
        }
      }
      arguments.emplace_back(name.text, given.text);
    }
    for (const auto& [name, given] : arguments) {
      if (name != "seed") {
        return Fail(Mistake::kTiebreakerArgumentUnknown, column, value, name);
      }
      tiebreaker->seed = ParseInteger(given);
      if (!tiebreaker->seed) return Fail(Mistake::kTiebreakerSeed, column, value);
    }
    return true;
  }

  // Puts the ballots of the files that this one names before its own, and their options behind.
  bool AddNamedFiles() {
    std::vector<StarvoteBallot> ballots;
    if (csv_ && !ReadCsv(&ballots)) return false;
    if (starvote_) {
      if (depth_ == kDeepestStarvoteFile) return Fail(Mistake::kFilesTooDeep, 1);
      const StarvoteSource source{starvote_->path, source_.load};
      std::optional<Contents> other = Reader(starvote_->text, source, depth_ + 1, &error_).Read();
      if (!other) return false;
      ballots.insert(ballots.end(), other->ballots.begin(), other->ballots.end());
      Options& own = contents_.options;
      FillFrom(other->options.method, &own.method);
      FillFrom(other->options.seats, &own.seats);
      FillFrom(other->options.maximum_score, &own.maximum_score);
      FillFrom(other->options.verbosity, &own.verbosity);
      FillFrom(other->options.tiebreaker, &own.tiebreaker);
    }
    contents_.ballots.insert(contents_.ballots.begin(), ballots.begin(), ballots.end());
    return true;
  }

  // The CSV of star.vote: three columns about the vote, then one for each candidate, whose name is
  // in the first row.
  bool ReadCsv(std::vector<StarvoteBallot>* ballots) {
    constexpr size_t kAboutTheVote = 3;
    const std::vector<std::vector<std::string>> rows = StarvoteCsvRows(csv_->text);
    for (size_t r = 1; r < rows.size(); ++r) {
      StarvoteBallot ballot;
      ballot.line = static_cast<int>(r) + 1;
      const size_t columns = std::min(rows[0].size(), rows[r].size());
      for (size_t c = kAboutTheVote; c < columns; ++c) {
        const std::optional<int64_t> score = ParseInteger(Piece{rows[r][c]}.Trimmed().text);
        if (!score) {
          error_ = {Mistake::kNotANumber, csv_->path, ballot.line, 1, rows[r][c], ""};
          return false;
        }
        ballot.scores.emplace_back(rows[0][c], *score);
      }
      ballots->push_back(std::move(ballot));
    }
    return true;
  }

  std::string_view text_;
  const StarvoteSource& source_;
  int depth_;
  StarvoteError& error_;
  int line_ = 0;
  Section section_ = Section::kNone;
  std::set<std::string> sections_;
  std::set<std::string> options_seen_;
  std::vector<Entry> entries_;         // of the ballot that is being read
  std::set<std::string> entry_index_;  // their keys
  int64_t repetitions_ = 1;
  bool in_list_ = false;
  Entry open_;  // the assignment whose list is being read
  std::vector<std::string> list_;
  std::optional<NamedFile> csv_;
  std::optional<NamedFile> starvote_;
  Contents contents_;
};

}  // namespace

absl::StatusOr<StarvoteElection> ReadStarvote(std::string_view text, const StarvoteSource& source,
                                              StarvoteError* error) {
  StarvoteError own;
  if (error == nullptr) error = &own;
  *error = StarvoteError();
  std::optional<Contents> contents = Reader(text, source, 0, error).Read();
  if (!contents) {
    return absl::InvalidArgumentError(
        absl::StrCat(error->file == source.path ? "" : error->file + ": ", "line ", error->line,
                     ", column ", error->column, ": ", DescribeMistake(*error)));
  }
  StarvoteElection election;
  const Options& options = contents->options;
  election.method = options.method;
  election.seats = options.seats.value_or(election.seats);
  election.maximum_score = options.maximum_score.value_or(election.maximum_score);
  election.verbosity = options.verbosity.value_or(election.verbosity);
  if (options.tiebreaker) election.tiebreaker = *options.tiebreaker;
  election.ballots = std::move(contents->ballots);
  std::set<std::string> names;
  for (const StarvoteBallot& ballot : election.ballots) {
    for (const auto& [name, score] : ballot.scores) names.insert(name);
  }
  election.names.assign(names.begin(), names.end());
  return election;
}

absl::StatusOr<ScoreProfile> MakeScoreProfile(const StarvoteElection& election) {
  if (election.maximum_score < 1 || election.maximum_score > 1'000'000) {
    return absl::InvalidArgumentError(
        absl::StrCat("the maximum score must be 1 to 1000000, not ", election.maximum_score));
  }
  if (!election.names.empty() && election.names.front().empty()) {
    return absl::InvalidArgumentError("a candidate's name is empty");
  }
  absl::StatusOr<ScoreProfile> profile = ScoreProfile::Create(
      static_cast<int>(election.names.size()), {0, static_cast<int>(election.maximum_score)});
  if (!profile.ok()) return profile.status();
  absl::flat_hash_map<std::string, size_t> index;
  for (size_t i = 0; i < election.names.size(); ++i) index[election.names[i]] = i;
  for (const StarvoteBallot& ballot : election.ballots) {
    Scores scores(election.names.size());
    for (const auto& [name, score] : ballot.scores) {
      if (score < 0 || score > election.maximum_score) {
        return absl::InvalidArgumentError(
            absl::StrCat("line ", ballot.line, ": this ballot's score of \"", name, "\" is ", score,
                         ", outside 0 to ", election.maximum_score));
      }
      scores[index[name]] = static_cast<int>(score);
    }
    if (absl::Status added = profile->Add(scores, ballot.count); !added.ok()) return added;
  }
  return profile;
}

}  // namespace plenum::tally
