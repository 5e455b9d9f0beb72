#include "services/deliberation/tally/formats/preflib.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/text.h"

namespace plenum::tally {
namespace {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The points of categories whose names are whole numbers, each one less than the one before; best
// first, as the categories are.
std::optional<ScoreRange> PointsInNames(const std::vector<std::string>& categories) {
  std::vector<int> points;
  for (const std::string& name : categories) {
    int number = 0;
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data(), end, number);
    if (error != std::errc() || stop != end) return std::nullopt;
    if (!points.empty() && points.back() - 1 != number) return std::nullopt;
    points.push_back(number);
  }
  return ScoreRange{points.back(), points.front()};
}

class PreflibReader {
 public:
  PreflibReader(Lines lines, Unranked unranked) : lines_(lines), unranked_(unranked) {}

  absl::StatusOr<AnyElection> Read() {
    while (lines_.Next()) {
      const Piece line = Piece{lines_.line()}.Trimmed();
      if (line.empty()) continue;
      const bool is_header = line.text.front() == '#';
      if (is_header && in_ballots_) {
        return lines_.Error(line.column, "a header line must come before the first ballot");
      }
      if (!is_header && !in_ballots_) {
        if (absl::Status status = EndHeader(); !status.ok()) return status;
      }
      absl::Status status = is_header ? Header(line) : Ballot(line);
      if (!status.ok()) return status;
    }
    if (!in_ballots_) {
      if (absl::Status status = EndHeader(); !status.ok()) return status;
    }
    if (absl::Status status = CheckVoters(); !status.ok()) return status;
    return Take();
  }

 private:
  // A number that a header gives, and where.
  struct Announced {
    int64_t value;
    size_t line;
    size_t column;
  };

  using Names = std::map<int64_t, std::pair<std::string, size_t>>;  // by number; the name, its line

  // "# KEY: value"
  absl::Status Header(const Piece& line) {
    const Piece text = line.Sub(1).Trimmed();
    const size_t colon = text.text.find(':');
    if (colon == std::string_view::npos) return absl::OkStatus();  // a remark
    const Piece key = text.Sub(0, colon).Trimmed();
    const Piece value = text.Sub(colon + 1).Trimmed();
    if (key.text == "DATA TYPE") return DataType(value);
    if (key.text == "NUMBER ALTERNATIVES") return Number(key, value, alternatives_);
    if (key.text == "NUMBER VOTERS") return Number(key, value, voters_);
    if (key.text == "NUMBER CATEGORIES") return Number(key, value, category_count_);
    if (key.text == "TITLE") title_ = OneLine(value.text);
    for (const bool category : {false, true}) {
      const std::string_view named = category ? "CATEGORY NAME" : "ALTERNATIVE NAME";
      if (key.text.starts_with(named)) {
        return Name(key.Sub(named.size()).Trimmed(), value,
                    category ? category_names_ : alternative_names_);
      }
    }
    return absl::OkStatus();
  }

  absl::Status DataType(const Piece& value) {
    for (const std::string_view known : {"soc", "soi", "toc", "toi", "cat"}) {
      if (value.text == known) {
        type_ = known;
        has_type_ = true;
        return absl::OkStatus();
      }
    }
    return lines_.Error(
        value.column,
        absl::StrCat("expected the data type soc, soi, toc, toi or cat, not ", Quoted(value.text)));
  }

  absl::Status Number(const Piece& key, const Piece& value, std::optional<Announced>& number) {
    if (number) {
      return lines_.Error(key.column, absl::StrCat(Abseil(key.text), " is given twice"));
    }
    // A file of no ballots has no voters.
    if (value.text == "0" && key.text == "NUMBER VOTERS") {
      number = Announced{0, lines_.number(), value.column};
      return absl::OkStatus();
    }
    absl::StatusOr<int64_t> parsed = PositiveInteger(lines_, value, key.text);
    if (!parsed.ok()) return parsed.status();
    if (key.text != "NUMBER VOTERS" && *parsed > kMaxOptions) {
      return lines_.Error(value.column, absl::StrCat(Abseil(key.text), " is above ", kMaxOptions));
    }
    number = Announced{*parsed, lines_.number(), value.column};
    return absl::OkStatus();
  }

  absl::Status Name(const Piece& number, const Piece& name, Names& names) {
    absl::StatusOr<int64_t> parsed = PositiveInteger(lines_, number, "the number of the name");
    if (!parsed.ok()) return parsed.status();
    if (name.empty()) return absl::OkStatus();
    if (const std::string wrong = WhatIsWrongWithName(name.text); !wrong.empty()) {
      return lines_.Error(name.column, wrong);
    }
    const auto [entry, is_new] =
        names.try_emplace(*parsed, std::string(name.text), lines_.number());
    if (is_new) return absl::OkStatus();
    return lines_.Error(number.column, absl::StrCat("number ", *parsed, " has a name since line ",
                                                    entry->second.second));
  }

  // Once, before the first ballot or at the end of the file.
  absl::Status EndHeader() {
    in_ballots_ = true;
    if (!alternatives_) {
      const std::string_view line = lines_.line();
      const bool old =
          lines_.number() == 1 && !line.empty() && std::all_of(line.begin(), line.end(), IsDigit);
      return lines_.Error(
          1, old ? "this is PrefLib's format of before 2022, expected \"# NUMBER ALTERNATIVES: n\""
                 : "expected the header line \"# NUMBER ALTERNATIVES: n\" before this");
    }
    absl::StatusOr<std::vector<std::string>> names =
        AllNames(alternative_names_, alternatives_->value, "", "ALTERNATIVES");
    if (!names.ok()) return names.status();
    names_ = *std::move(names);
    if (!has_type_ && category_count_) type_ = "cat";
    if (type_ == "cat") return BeginCategories();
    absl::StatusOr<Profile> profile = Profile::Create(static_cast<int>(names_.size()), unranked_);
    if (!profile.ok()) return profile.status();
    ranked_.emplace(*std::move(profile));
    counter_.emplace(*ranked_);
    strict_ = type_ == "soc" || type_ == "soi";
    complete_ = type_ == "soc" || type_ == "toc";
    return absl::OkStatus();
  }

  // The names 1 to count, those that are not given made of the number.
  absl::StatusOr<std::vector<std::string>> AllNames(const Names& given, int64_t count,
                                                    std::string_view otherwise,
                                                    std::string_view what) const {
    std::vector<std::string> names;
    std::map<std::string, int64_t> known;
    for (int64_t number = 1; number <= count; ++number) {
      const auto name = given.find(number);
      names.push_back(name == given.end() ? absl::StrCat(Abseil(otherwise), number)
                                          : name->second.first);
    }
    if (!given.empty() && given.rbegin()->first > count) {
      return ErrorAt(given.rbegin()->second.second, 1,
                     absl::StrCat("a name for number ", given.rbegin()->first, " where NUMBER ",
                                  Abseil(what), " is ", count));
    }
    for (const auto& [number, name] : given) {
      const auto [entry, is_new] = known.try_emplace(name.first, number);
      if (!is_new) {
        return ErrorAt(name.second, 1,
                       absl::StrCat("the name ", Quoted(name.first), " is that of number ",
                                    entry->second, " too"));
      }
    }
    for (int64_t number = 1; number <= count; ++number) {
      const auto same = known.find(names[static_cast<size_t>(number - 1)]);
      if (same != known.end() && same->second != number) {
        return ErrorAt(given.at(same->second).second, 1,
                       absl::StrCat("the name ", Quoted(same->first), " is taken by number ",
                                    number, ", which has no other"));
      }
    }
    return names;
  }

  absl::Status BeginCategories() {
    if (!category_count_) {
      return lines_.Error(1, "expected the header line \"# NUMBER CATEGORIES: n\" before this");
    }
    absl::StatusOr<std::vector<std::string>> names =
        AllNames(category_names_, category_count_->value, "Category ", "CATEGORIES");
    if (!names.ok()) return names.status();
    const int options = static_cast<int>(names_.size());
    if (category_count_->value <= 2) {
      approvals_.emplace(*ApprovalProfile::Create(options));
      return absl::OkStatus();
    }
    range_ = {0, static_cast<int>(category_count_->value) - 1};
    if (const std::optional<ScoreRange> points = PointsInNames(*names)) {
      range_ = *points;
    } else if (!category_names_.empty()) {
      grades_.assign(names->rbegin(), names->rend());
    }
    absl::StatusOr<ScoreProfile> profile = ScoreProfile::Create(options, range_);
    if (!profile.ok()) return lines_.Error(1, MessageOf(profile.status()));
    scores_.emplace(*std::move(profile));
    return absl::OkStatus();
  }

  // "count: 1,{2,3},4"
  absl::Status Ballot(const Piece& line) {
    const size_t colon = line.text.find(':');
    if (colon == std::string_view::npos) {
      return lines_.Error(line.column + line.text.size(),
                          "expected \"count: alternatives\", there is no ':'");
    }
    absl::StatusOr<int64_t> count =
        PositiveInteger(lines_, line.Sub(0, colon).Trimmed(), "the count before ':'");
    if (!count.ok()) return count.status();
    absl::Status status = ParseTiers(line.Sub(colon + 1));
    if (status.ok()) status = Count(*count, line);
    return status;
  }

  // Between commas, alternatives and sets of alternatives in braces.
  absl::Status ParseTiers(const Piece& list) {
    text_ = list.text;
    column_ = list.column;
    at_ = 0;
    tier_ = 0;
    if (counter_) counter_->Begin();
    if (!counter_) category_of_.assign(names_.size(), -1);
    SkipSpaces();
    if (at_ == text_.size()) return absl::OkStatus();
    while (true) {
      SkipSpaces();
      const bool braces = at_ < text_.size() && text_[at_] == '{';
      absl::Status status = braces ? Braces() : Alternative(/*tied=*/false);
      if (!status.ok()) return status;
      ++tier_;
      SkipSpaces();
      if (at_ == text_.size()) return absl::OkStatus();
      if (text_[at_] != ',') return ErrorHere("expected ',' or the end of the line");
      ++at_;
    }
  }

  absl::Status Braces() {
    const size_t begin = at_++;
    SkipSpaces();
    if (at_ < text_.size() && text_[at_] == '}') {
      if (counter_) {
        at_ = begin;
        return ErrorHere("a rank cannot be empty");
      }
      ++at_;
      return absl::OkStatus();
    }
    bool tied = false;
    while (true) {
      if (tied && strict_) {
        return ErrorHere(absl::StrCat("a file of type ", Abseil(type_), " can have no ties"));
      }
      SkipSpaces();
      absl::Status status = Alternative(tied);
      if (!status.ok()) return status;
      tied = true;
      SkipSpaces();
      if (at_ < text_.size() && text_[at_] == '}') break;
      if (at_ == text_.size() || text_[at_] != ',') return ErrorHere("expected ',' or '}'");
      ++at_;
    }
    ++at_;
    return absl::OkStatus();
  }

  absl::Status Alternative(bool tied) {
    const size_t begin = at_;
    size_t number = 0;
    for (; at_ < text_.size() && IsDigit(text_[at_]); ++at_) {
      number = number * 10 + static_cast<size_t>(text_[at_] - '0');
      if (number > names_.size()) break;
    }
    if (at_ == begin && number == 0) return ErrorHere("expected the number of an alternative");
    if (number < 1 || number > names_.size()) {
      at_ = begin;
      return ErrorHere(absl::StrCat("expected an alternative from 1 to ", names_.size()));
    }
    const auto option = static_cast<OptionIndex>(number - 1);
    bool is_new = false;
    if (counter_) {
      is_new = counter_->Put(option, tied);
    } else {
      if (tier_ >= category_count_->value) {
        at_ = begin;
        return ErrorHere(absl::StrCat("there are only ", category_count_->value, " categories"));
      }
      int& category = category_of_[number - 1];
      is_new = category < 0;
      if (is_new) category = static_cast<int>(tier_);
    }
    if (is_new) return absl::OkStatus();
    at_ = begin;
    return ErrorHere(absl::StrCat("alternative ", number, " is in this ballot already"));
  }

  absl::Status Count(int64_t count, const Piece& line) {
    if (complete_ && counter_->ranked_count() < names_.size()) {
      return lines_.Error(
          column_ + text_.size(),
          absl::StrCat("a file of type ", Abseil(type_), " ranks all ", names_.size(),
                       " alternatives, this line only ", counter_->ranked_count()));
    }
    if (!counter_ && tier_ > category_count_->value) {
      return lines_.Error(column_, absl::StrCat("there are only ", category_count_->value,
                                                " categories, not ", tier_));
    }
    absl::Status status = counter_ ? counter_->Count(count) : CountCategories(count);
    if (status.ok()) {
      total_ += count;
      return status;
    }
    return lines_.Error(line.column, MessageOf(status), status.code());
  }

  absl::Status CountCategories(int64_t count) {
    if (approvals_) {
      std::vector<OptionIndex> approved;
      for (size_t option = 0; option < names_.size(); ++option) {
        if (category_of_[option] == 0) approved.push_back(static_cast<OptionIndex>(option));
      }
      return approvals_->Add(std::move(approved), count);
    }
    Scores scores(names_.size());
    for (size_t option = 0; option < names_.size(); ++option) {
      if (category_of_[option] >= 0) scores[option] = range_.highest - category_of_[option];
    }
    return scores_->Add(scores, count);
  }

  absl::Status CheckVoters() const {
    if (!voters_ || voters_->value == total_) return absl::OkStatus();
    return ErrorAt(voters_->line, voters_->column,
                   absl::StrCat("NUMBER VOTERS is ", voters_->value, ", the ballots are ", total_,
                                voters_->value > total_ ? ": the file seems to be cut short" : ""));
  }

  AnyElection Take() {
    if (approvals_) {
      return ApprovalElection{std::move(names_), {}, *std::move(approvals_), std::move(title_)};
    }
    if (scores_) {
      return ScoreElection{
          std::move(names_), {}, *std::move(scores_), std::move(title_), std::move(grades_)};
    }
    return Election{std::move(names_), {}, *std::move(ranked_), std::move(title_)};
  }

  void SkipSpaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }

  absl::Status ErrorHere(std::string_view what) const { return lines_.Error(column_ + at_, what); }

  Lines lines_;
  Unranked unranked_;

  // The header.
  bool in_ballots_ = false;
  std::string type_ = "toi";
  bool has_type_ = false;  // said by the file
  std::string title_;
  std::optional<Announced> alternatives_;
  std::optional<Announced> voters_;
  std::optional<Announced> category_count_;
  Names alternative_names_;
  Names category_names_;

  // What it comes to.
  std::vector<std::string> names_;
  std::vector<std::string> grades_;
  bool strict_ = false;
  bool complete_ = false;
  ScoreRange range_;
  std::optional<Profile> ranked_;
  std::optional<BallotCounter> counter_;  // with ranked_
  std::optional<ScoreProfile> scores_;
  std::optional<ApprovalProfile> approvals_;
  int64_t total_ = 0;

  // The ballot being read.
  std::string_view text_;
  size_t column_ = 1;  // of text_
  size_t at_ = 0;      // in text_
  int64_t tier_ = 0;
  std::vector<int> category_of_;
};

// The lines before the ballots.
std::string HeaderOf(std::string_view type, std::string_view title, size_t alternatives,
                     int64_t voters, size_t groups) {
  return absl::StrCat(
      "# TITLE: ", Abseil(title), "\n# DATA TYPE: ", Abseil(type),
      "\n# NUMBER ALTERNATIVES: ", alternatives, "\n# NUMBER VOTERS: ", voters,
      type == "cat" ? "\n# NUMBER UNIQUE PREFERENCES: " : "\n# NUMBER UNIQUE ORDERS: ", groups,
      "\n");
}

void AppendNames(std::string_view what, const std::vector<std::string>& names, std::string& text) {
  for (size_t i = 0; i < names.size(); ++i) {
    absl::StrAppend(&text, "# ", Abseil(what), " NAME ", i + 1, ": ", names[i], "\n");
  }
}

// "2", "{1,3}" or "{}"
void AppendSet(std::span<const OptionIndex> options, std::string& text) {
  if (options.size() != 1) text.push_back('{');
  for (size_t i = 0; i < options.size(); ++i) {
    absl::StrAppend(&text, i > 0 ? "," : "", options[i] + 1);
  }
  if (options.size() != 1) text.push_back('}');
}

absl::Status CheckTexts(const std::vector<std::string>& names, int option_count,
                        std::string_view title) {
  if (absl::Status status = CheckNames(names, option_count, ""); !status.ok()) return status;
  if (title.empty()) return absl::OkStatus();
  const std::string wrong = WhatIsWrongWithName(title);
  if (wrong.empty()) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("the title, ", Quoted(title), ": ", wrong));
}

// The names of the categories, best first.
absl::StatusOr<std::vector<std::string>> CategoriesOf(const ScoreElection& election) {
  const ScoreRange range = election.profile.range();
  const int count = range.highest - range.lowest + 1;
  if (count < 3 || count > kMaxOptions) {
    return absl::InvalidArgumentError(absl::StrCat("a .cat file of scores has 3 to ", kMaxOptions,
                                                   " categories, not ", count,
                                                   count < 3 ? ": write approvals" : ""));
  }
  std::vector<std::string> categories(election.grades.rbegin(), election.grades.rend());
  if (categories.empty()) {
    for (int points = range.highest; points >= range.lowest; --points) {
      categories.push_back(absl::StrCat(points));
    }
    return categories;
  }
  if (absl::Status status = CheckNames(categories, count, ""); !status.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("the grades: ", status.message()));
  }
  if (range.lowest != 0 || PointsInNames(categories)) {
    return absl::InvalidArgumentError(
        "grades can be categories where the lowest is worth 0 points and they do not look like "
        "points");
  }
  return categories;
}

}  // namespace

std::string_view PreflibTypeOf(const Profile& profile) {
  bool strict = true;
  bool complete = true;
  for (const BallotGroup& group : profile.groups()) {
    strict = strict && group.ranking.tier_count() == group.ranking.ranked_count();
    complete = complete && group.ranking.complete();
  }
  if (strict) return complete ? "soc" : "soi";
  return complete ? "toc" : "toi";
}

absl::StatusOr<AnyElection> ReadPreflib(std::string_view text, Unranked unranked) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return lines.status();
  return PreflibReader(*lines, unranked).Read();
}

absl::StatusOr<std::string> WritePreflib(const Election& election, std::string_view type) {
  const Profile& profile = election.profile;
  absl::Status status = CheckTexts(election.names, profile.option_count(), election.title);
  if (!status.ok()) return status;
  const std::string_view narrowest = PreflibTypeOf(profile);
  if (type.empty()) type = narrowest;
  if ((type[0] == 's' && narrowest[0] != 's') || (type[2] == 'c' && narrowest[2] != 'c')) {
    return absl::InvalidArgumentError(absl::StrCat("the orders are those of a .", Abseil(narrowest),
                                                   " file, and do not fit .", Abseil(type)));
  }
  std::string text = HeaderOf(type, election.title, election.names.size(), profile.ballots(),
                              profile.groups().size());
  AppendNames("ALTERNATIVE", election.names, text);
  for (const BallotGroup& group : profile.groups()) {
    absl::StrAppend(&text, group.count, ":");
    for (int t = 0; t < group.ranking.tier_count(); ++t) {
      text.push_back(t == 0 ? ' ' : ',');
      AppendSet(group.ranking.tier(t), text);
    }
    text.push_back('\n');
  }
  return text;
}

absl::StatusOr<std::string> WritePreflib(const ScoreElection& election) {
  const ScoreProfile& profile = election.profile;
  absl::Status status = CheckTexts(election.names, profile.option_count(), election.title);
  if (!status.ok()) return status;
  absl::StatusOr<std::vector<std::string>> categories = CategoriesOf(election);
  if (!categories.ok()) return categories.status();
  std::string text = HeaderOf("cat", election.title, election.names.size(), profile.ballots(),
                              profile.groups().size());
  absl::StrAppend(&text, "# NUMBER CATEGORIES: ", categories->size(), "\n");
  AppendNames("CATEGORY", *categories, text);
  AppendNames("ALTERNATIVE", election.names, text);
  std::vector<std::vector<OptionIndex>> sets(categories->size());
  for (const ScoreGroup& group : profile.groups()) {
    for (std::vector<OptionIndex>& set : sets) set.clear();
    for (size_t option = 0; option < group.scores.size(); ++option) {
      if (!group.scores[option]) continue;
      sets[static_cast<size_t>(profile.range().highest - *group.scores[option])].push_back(
          static_cast<OptionIndex>(option));
    }
    absl::StrAppend(&text, group.count, ": ");
    for (size_t c = 0; c < sets.size(); ++c) {
      if (c > 0) text.push_back(',');
      AppendSet(sets[c], text);
    }
    text.push_back('\n');
  }
  return text;
}

absl::StatusOr<std::string> WritePreflib(const ApprovalElection& election) {
  const ApprovalProfile& profile = election.profile;
  absl::Status status = CheckTexts(election.names, profile.option_count(), election.title);
  if (!status.ok()) return status;
  std::string text = HeaderOf("cat", election.title, election.names.size(), profile.ballots(),
                              profile.groups().size());
  absl::StrAppend(&text, "# NUMBER CATEGORIES: 2\n");
  AppendNames("CATEGORY", {"Approved", "Not approved"}, text);
  AppendNames("ALTERNATIVE", election.names, text);
  for (const ApprovalGroup& group : profile.groups()) {
    std::vector<OptionIndex> others;
    for (OptionIndex option = 0; option < profile.option_count(); ++option) {
      if (!std::binary_search(group.approved.begin(), group.approved.end(), option)) {
        others.push_back(option);
      }
    }
    absl::StrAppend(&text, group.count, ": ");
    AppendSet(group.approved, text);
    text.push_back(',');
    AppendSet(others, text);
    text.push_back('\n');
  }
  return text;
}

}  // namespace plenum::tally
