#include "services/deliberation/tally/formats/pabulib.h"

#include <algorithm>
#include <map>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/utf8.h"

namespace plenum::tally {
namespace {

struct Place {
  size_t line = 1;
  size_t column = 1;
};

absl::Status Mistake(const Place& place, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("line ", place.line, ", column ", place.column, ": ", std::string(what)));
}

struct Field {
  std::string text;
  Place place;  // of its first byte, the quotation mark included
  bool quoted = false;
};

using Row = std::vector<Field>;

// Cuts the text into rows of fields; empty lines are no rows.
class RowReader {
 public:
  explicit RowReader(std::string_view text) : text_(text) {
    if (text_.substr(0, 3) == "\xEF\xBB\xBF") text_.remove_prefix(3);
  }

  const Place& place() const { return place_; }

  // The next row; an empty one at the end of the text.
  absl::StatusOr<Row> Next() {
    Row row;
    while (next_ < text_.size() && AtLineEnd()) TakeLineEnd();
    if (next_ == text_.size()) return row;
    do {
      Field field{"", place_, At('"')};
      absl::Status status = ReadField(&field.text);
      if (!status.ok()) return status;
      row.push_back(std::move(field));
    } while (Take(';'));
    TakeLineEnd();
    return row;
  }

 private:
  bool At(char c) const { return next_ < text_.size() && text_[next_] == c; }
  bool AtLineEnd() const {
    return next_ == text_.size() || At('\n') ||
           (At('\r') && (next_ + 1 == text_.size() || text_[next_ + 1] == '\n'));
  }
  char Read() {
    const char c = text_[next_++];
    if (c == '\n') {
      ++place_.line;
      place_.column = 1;
    } else {
      ++place_.column;
    }
    return c;
  }
  bool Take(char c) {
    if (!At(c)) return false;
    Read();
    return true;
  }
  void TakeLineEnd() {
    Take('\r');
    Take('\n');
  }

  absl::Status ReadField(std::string* field) {
    if (At('"')) {
      const Place opened = place_;
      Read();
      while (true) {
        if (next_ == text_.size()) return Mistake(opened, "the quotation mark is not closed");
        const char c = Read();
        if (c != '"') {
          field->push_back(c);
        } else if (At('"')) {
          field->push_back(Read());
        } else {
          break;
        }
      }
    }
    while (!AtLineEnd() && !At(';')) field->push_back(Read());
    return absl::OkStatus();
  }

  std::string_view text_;
  size_t next_ = 0;
  Place place_;
};

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string_view Trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// What is said where an amount of money should be.
std::string NoAmount(std::string_view where, std::string_view text) {
  return absl::StrCat(std::string(where), ": \"", std::string(text),
                      "\" is no amount; write a number such as 1200 or 99.50, not below 0");
}

// Takes off the empty fields at the end that make the row longer than it should be: spreadsheets
// write all lines of a file as wide as the widest of its tables.
void DropSurplus(size_t width, Row* row) {
  while (row->size() > width && row->back().text.empty()) row->pop_back();
}

// The section that a row opens, in lower case; empty for any other row.
std::string SectionOf(const Row& row) {
  for (size_t i = 1; i < row.size(); ++i) {
    if (!row[i].text.empty()) return "";
  }
  const std::string name = Lower(Trim(row.front().text));
  return name == "meta" || name == "projects" || name == "votes" ? name : "";
}

class Reader {
 public:
  explicit Reader(std::string_view text) : rows_(text) {}

  absl::StatusOr<PabulibFile> Read() {
    absl::Status status = ReadMeta();
    if (status.ok()) status = ReadProjects();
    if (status.ok()) status = ReadVotes();
    if (!status.ok()) return status;
    return std::move(file_);
  }

 private:
  absl::Status Next(Row* row) {
    absl::StatusOr<Row> next = rows_.Next();
    if (!next.ok()) return next.status();
    *row = *std::move(next);
    return absl::OkStatus();
  }

  absl::Status ReadMeta() {
    Row row;
    absl::Status status = Next(&row);
    if (!status.ok()) return status;
    if (row.empty() || SectionOf(row) != "meta") {
      return Mistake(row.empty() ? rows_.place() : row.front().place,
                     "the section META must come first");
    }
    for (bool first = true;; first = false) {
      status = Next(&row);
      if (!status.ok()) return status;
      if (row.empty()) return Mistake(rows_.place(), "the section PROJECTS is missing");
      const std::string section = SectionOf(row);
      if (section == "projects") break;
      if (!section.empty()) return Mistake(row.front().place, "the section PROJECTS must be next");
      if (row.size() < 2) return Mistake(row.front().place, "a META line is a key, \";\", a value");
      DropSurplus(2, &row);
      const std::string key(Trim(row.front().text));
      if (first && Lower(key) == "key") continue;
      if (key.empty()) return Mistake(row.front().place, "a META line without a key");
      if (!meta_places_.emplace(key, row[1].place).second) {
        return Mistake(row.front().place, absl::StrCat("META has ", key, " twice"));
      }
      // Values with semicolons are meant to be quoted; where they are not, the rest belongs to
      // them.
      std::string value = row[1].text;
      for (size_t i = 2; i < row.size(); ++i) absl::StrAppend(&value, ";", row[i].text);
      file_.meta.emplace_back(key, Trim(value));
    }
    return UseMeta(row.front().place);
  }

  absl::Status UseMeta(const Place& end) {
    const std::optional<std::string> budget = file_.Meta("budget");
    if (!budget.has_value()) {
      return Mistake(end, "META has no budget; write a line such as budget;100000 above");
    }
    const std::optional<Rational> amount = ParseDecimal(*budget);
    if (!amount.has_value() || sgn(*amount) < 0) {
      return Mistake(meta_places_.at("budget"), NoAmount("the value of budget", *budget));
    }
    file_.budget = *amount;
    absl::Status status = UseNumber("min_project_score_threshold", &file_.least_score);
    if (status.ok()) status = UseNumber("default_score", &default_score_);
    if (!status.ok()) return status;
    static constexpr std::pair<const char*, PabulibVoteType> kTypes[] = {
        {"approval", PabulibVoteType::kApproval},
        {"cumulative", PabulibVoteType::kCumulative},
        {"scoring", PabulibVoteType::kScoring},
        {"ordinal", PabulibVoteType::kOrdinal},
        {"choose-1", PabulibVoteType::kChooseOne}};
    const std::optional<std::string> type = file_.Meta("vote_type");
    if (!type.has_value()) {
      return Mistake(end, "META has no vote_type; write a line such as vote_type;approval above");
    }
    for (const auto& [name, value] : kTypes) {
      if (Lower(Trim(*type)) == name) {
        file_.vote_type = value;
        return absl::OkStatus();
      }
    }
    return Mistake(meta_places_.at("vote_type"),
                   absl::StrCat("the value of vote_type is \"", *type,
                                "\"; write approval, cumulative, scoring, ordinal or choose-1"));
  }

  // The number of a META key that may be missing.
  absl::Status UseNumber(const std::string& key, std::optional<Rational>* number) const {
    const std::optional<std::string> value = file_.Meta(key);
    if (value.has_value()) *number = ParseDecimal(*value);
    return !value.has_value() || number->has_value() ? absl::OkStatus() : NoNumber(key);
  }
  absl::Status NoNumber(const std::string& key) const {
    return Mistake(meta_places_.at(key),
                   absl::StrCat("the value of ", key, " is \"", *file_.Meta(key),
                                "\"; write a number such as 5"));
  }

  // The column names of a section into `columns`; INVALID_ARGUMENT when one of `needed` is missing.
  absl::Status ReadColumns(const std::vector<std::string>& needed,
                           std::vector<std::string>* columns) {
    Row row;
    absl::Status status = Next(&row);
    if (!status.ok()) return status;
    if (row.empty()) return Mistake(rows_.place(), "the line of column names is missing");
    DropSurplus(1, &row);
    for (const Field& field : row) {
      std::string name(Trim(field.text));
      if (std::find(columns->begin(), columns->end(), name) != columns->end()) {
        return Mistake(field.place, absl::StrCat("column ", name, " is there twice"));
      }
      columns->push_back(std::move(name));
    }
    for (const std::string& name : needed) {
      if (std::find(columns->begin(), columns->end(), name) == columns->end()) {
        return Mistake(row.front().place,
                       absl::StrCat("there is no column ", name, "; this line names the columns"));
      }
    }
    return absl::OkStatus();
  }

  static std::optional<size_t> Find(const std::vector<std::string>& columns,
                                    std::string_view name) {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found == columns.end()) return std::nullopt;
    return static_cast<size_t>(found - columns.begin());
  }

  static absl::Status FitWidth(size_t columns, Row* row) {
    DropSurplus(columns, row);
    if (row->size() == columns) return absl::OkStatus();
    return Mistake(row->size() > columns ? (*row)[columns].place : row->back().place,
                   absl::StrCat("the row has ", row->size(), " fields for ", columns,
                                " columns; write one for each, in quotation marks where it holds "
                                "a semicolon"));
  }

  static std::vector<std::string> Texts(const Row& row) {
    std::vector<std::string> texts;
    texts.reserve(row.size());
    for (const Field& field : row) texts.push_back(field.text);
    return texts;
  }

  absl::Status ReadProjects() {
    std::vector<std::string>& columns = file_.project_columns;
    absl::Status status = ReadColumns({"project_id", "cost"}, &columns);
    if (!status.ok()) return status;
    std::vector<Row> rows;
    Row row;
    while (true) {
      status = Next(&row);
      if (!status.ok()) return status;
      if (row.empty()) return Mistake(rows_.place(), "the section VOTES is missing");
      const std::string section = SectionOf(row);
      if (section == "votes") break;
      if (!section.empty()) return Mistake(row.front().place, "the section VOTES must be next");
      status = FitWidth(columns.size(), &row);
      if (status.ok()) status = AddProject(row);
      if (!status.ok()) return status;
      rows.push_back(std::move(row));
    }
    if (rows.empty()) return Mistake(row.front().place, "there are no projects");
    status = CheckNumber("num_projects", rows.size());
    if (!status.ok()) return status;
    return ReadLinks(rows);
  }

  absl::Status AddProject(const Row& row) {
    const std::vector<std::string>& columns = file_.project_columns;
    const Field& id = row[*Find(columns, "project_id")];
    const Field& cost = row[*Find(columns, "cost")];
    const std::optional<size_t> name = Find(columns, "name");
    const std::string key(Trim(id.text));
    if (key.empty()) {
      return Mistake(id.place, "column project_id: it is empty; write an id of the project's own");
    }
    if (file_.ids.size() == static_cast<size_t>(kMaxOptions)) {
      return Mistake(id.place, absl::StrCat("more than ", kMaxOptions, " projects"));
    }
    if (!project_of_.emplace(key, static_cast<OptionIndex>(file_.ids.size())).second) {
      return Mistake(id.place, absl::StrCat("column project_id: project ", key,
                                            " is there twice; write an id of the project's own"));
    }
    const std::optional<Rational> amount = ParseDecimal(cost.text);
    if (!amount.has_value() || sgn(*amount) < 0) {
      return Mistake(cost.place, NoAmount("column cost", cost.text));
    }
    file_.ids.push_back(key);
    // A project without a name is called by its id.
    const std::string title(name.has_value() ? Trim(row[*name].text) : "");
    file_.names.push_back(title.empty() ? key : title);
    file_.costs.push_back(*amount);
    file_.project_rows.push_back(Texts(row));
    return absl::OkStatus();
  }

  // The columns needs and excludes, once all ids are known.
  absl::Status ReadLinks(const std::vector<Row>& rows) {
    file_.needs.resize(rows.size());
    file_.excludes.resize(rows.size());
    const std::pair<const char*, std::vector<std::vector<OptionIndex>>*> kLinks[] = {
        {"needs", &file_.needs}, {"excludes", &file_.excludes}};
    for (const auto& [name, links] : kLinks) {
      const std::optional<size_t> column = Find(file_.project_columns, name);
      if (!column.has_value()) continue;
      for (size_t i = 0; i < rows.size(); ++i) {
        absl::Status status = ReadIds(rows[i][*column], name, &(*links)[i]);
        if (!status.ok()) return status;
      }
    }
    return absl::OkStatus();
  }

  // Calls use(part, its place) for the parts between commas; none for an empty field.
  template <typename Use>
  static absl::Status ForEachPart(const Field& field, const Use& use) {
    if (Trim(field.text).empty()) return absl::OkStatus();
    const std::string_view text = field.text;
    for (size_t begin = 0; begin <= text.size();) {
      const size_t end = std::min(text.find(',', begin), text.size());
      const Place place{field.place.line, field.place.column + begin + (field.quoted ? 1 : 0)};
      absl::Status status = use(Trim(text.substr(begin, end - begin)), place);
      if (!status.ok()) return status;
      begin = end + 1;
    }
    return absl::OkStatus();
  }

  absl::Status ReadIds(const Field& field, const char* column,
                       std::vector<OptionIndex>* ids) const {
    return ForEachPart(field, [&](std::string_view part, const Place& place) {
      const auto project = project_of_.find(std::string(part));
      if (project == project_of_.end()) {
        return Mistake(
            place, absl::StrCat("column ", column, ": there is no project \"", std::string(part),
                                "\"; write ids of PROJECTS, parted by commas"));
      }
      if (std::find(ids->begin(), ids->end(), project->second) != ids->end()) {
        return Mistake(place, absl::StrCat("column ", column, ": project ", std::string(part),
                                           " is named twice; write it once"));
      }
      ids->push_back(project->second);
      return absl::OkStatus();
    });
  }

  absl::Status ReadVotes() {
    const bool has_points = file_.vote_type == PabulibVoteType::kCumulative ||
                            file_.vote_type == PabulibVoteType::kScoring;
    std::vector<std::string> needed = {"vote"};
    if (has_points) needed.emplace_back("points");
    absl::Status status = ReadColumns(needed, &file_.vote_columns);
    if (!status.ok()) return status;
    status = FindMostPoints();
    if (!status.ok()) return status;
    const size_t vote = *Find(file_.vote_columns, "vote");
    const size_t points = has_points ? *Find(file_.vote_columns, "points") : 0;
    while (true) {
      Row row;
      status = Next(&row);
      if (!status.ok()) return status;
      if (row.empty()) break;
      if (row.size() != file_.vote_columns.size() && !SectionOf(row).empty()) {
        return Mistake(row.front().place, "VOTES is the last section");
      }
      status = FitWidth(file_.vote_columns.size(), &row);
      if (status.ok()) status = AddVote(row[vote], has_points ? &row[points] : nullptr);
      if (!status.ok()) return status;
      file_.vote_rows.push_back(Texts(row));
    }
    return CheckNumber("num_votes", file_.vote_rows.size());
  }

  absl::Status AddVote(const Field& vote, const Field* points) {
    PabulibVote read;
    absl::Status status = ReadIds(vote, "vote", &read.projects);
    if (!status.ok()) return status;
    if (file_.vote_type == PabulibVoteType::kChooseOne && read.projects.size() > 1) {
      return Mistake(vote.place,
                     "column vote: a choose-1 vote for more than one project; write one id");
    }
    if (points != nullptr) {
      status = ForEachPart(*points, [&](std::string_view part, const Place& place) {
        const std::optional<Rational> number = ParseDecimal(part);
        if (!number.has_value()) {
          return Mistake(place, absl::StrCat("column points: \"", std::string(part),
                                             "\" is no number; write points such as 3 or 1.5, one "
                                             "for each project of the vote"));
        }
        read.points.push_back(*number);
        return absl::OkStatus();
      });
      if (!status.ok()) return status;
      if (read.points.size() != read.projects.size()) {
        return Mistake(points->place,
                       absl::StrCat("column points: ", read.points.size(), " for ",
                                    read.projects.size(), " projects; write one for each"));
      }
      if (file_.vote_type == PabulibVoteType::kScoring) AddDefaultPoints(&read);
    } else if (file_.vote_type == PabulibVoteType::kOrdinal) {
      for (size_t i = 0; i < read.projects.size(); ++i) {
        const Rational place_points = most_points_ - Rational(static_cast<int64_t>(i));
        read.points.push_back(sgn(place_points) > 0 ? place_points : Rational(0));
      }
    } else {
      read.points.assign(read.projects.size(), Rational(1));
    }
    file_.votes.push_back(std::move(read));
    return absl::OkStatus();
  }

  // What a scoring vote gives to the projects that it does not list.
  void AddDefaultPoints(PabulibVote* vote) const {
    const Rational points = default_score_.value_or(Rational(0));
    if (sgn(points) == 0) return;
    std::vector<bool> listed(file_.ids.size());
    for (const OptionIndex project : vote->projects) listed[static_cast<size_t>(project)] = true;
    for (size_t i = 0; i < listed.size(); ++i) {
      if (listed[i]) continue;
      vote->projects.push_back(static_cast<OptionIndex>(i));
      vote->points.push_back(points);
    }
  }

  // What the first place of an ordinal vote gets.
  absl::Status FindMostPoints() {
    most_points_ = Rational(static_cast<int64_t>(file_.ids.size()));
    std::optional<Rational> length;
    if (absl::Status status = UseNumber("max_length", &length); !status.ok()) return status;
    if (length.has_value() && sgn(*length) < 0) return NoNumber("max_length");
    if (length.has_value()) most_points_ = *length;
    return absl::OkStatus();
  }

  absl::Status CheckNumber(const std::string& key, size_t found) const {
    const std::optional<std::string> said = file_.Meta(key);
    if (!said.has_value()) return absl::OkStatus();
    const std::optional<Rational> number = ParseDecimal(*said);
    if (number.has_value() && *number == Rational(static_cast<int64_t>(found))) {
      return absl::OkStatus();
    }
    return Mistake(meta_places_.at(key),
                   absl::StrCat(key, " is ", *said, ", but the file has ", found,
                                "; add what is missing, or write that number"));
  }

  RowReader rows_;
  PabulibFile file_;
  std::map<std::string, Place> meta_places_;
  std::map<std::string, OptionIndex> project_of_;
  Rational most_points_;
  std::optional<Rational> default_score_;
};

std::string Quoted(const std::string& field) {
  const bool plain =
      field.find_first_of(";\n\r") == std::string::npos && (field.empty() || field.front() != '"');
  if (plain) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted.push_back(c);
    quoted.push_back(c);
  }
  return quoted + "\"";
}

void AppendRow(const std::vector<std::string>& row, std::string* text) {
  // An empty line would be no row.
  if (row.size() == 1 && row.front().empty()) *text += "\"\"";
  for (size_t i = 0; i < row.size(); ++i) {
    absl::StrAppend(text, i > 0 ? ";" : "", Quoted(row[i]));
  }
  text->push_back('\n');
}

}  // namespace

std::optional<std::string> PabulibFile::Meta(std::string_view key) const {
  for (const auto& [name, value] : meta) {
    if (name == key) return value;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> PabulibFile::ProjectColumn(std::string_view name) const {
  const auto found = std::find(project_columns.begin(), project_columns.end(), name);
  if (found == project_columns.end()) return std::nullopt;
  std::vector<std::string> column;
  for (const std::vector<std::string>& row : project_rows) {
    column.push_back(row[static_cast<size_t>(found - project_columns.begin())]);
  }
  return column;
}

absl::StatusOr<PabulibFile> ReadPabulib(std::string_view text) {
  const size_t bad = FirstInvalidUtf8(text);
  if (bad != std::string_view::npos) {
    Place place;
    place.line += static_cast<size_t>(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(bad), '\n'));
    const size_t line_end = text.substr(0, bad).rfind('\n');
    place.column = line_end == std::string_view::npos ? bad + 1 : bad - line_end;
    return Mistake(place, "the text is not UTF-8");
  }
  return Reader(text).Read();
}

absl::StatusOr<BudgetElection> ToBudgetElection(const PabulibFile& file) {
  std::vector<BudgetOption> options;
  std::vector<std::vector<OptionIndex>> exclusions;
  for (size_t i = 0; i < file.costs.size(); ++i) {
    options.push_back({file.costs[i], file.needs[i]});
    for (const OptionIndex other : file.excludes[i]) {
      exclusions.push_back({static_cast<OptionIndex>(i), other});
    }
  }
  absl::StatusOr<BudgetElection> election =
      BudgetElection::Create(file.budget, std::move(options), std::move(exclusions), file.names);
  if (!election.ok()) return election;
  for (const PabulibVote& vote : file.votes) {
    BudgetPoints points;
    for (size_t i = 0; i < vote.projects.size(); ++i) {
      points.emplace_back(vote.projects[i], vote.points[i]);
    }
    absl::Status status = election->Add(std::move(points));
    if (!status.ok()) return status;
  }
  return election;
}

std::string WritePabulib(const PabulibFile& file) {
  std::string text = "META\nkey;value\n";
  for (const auto& [key, value] : file.meta) AppendRow({key, value}, &text);
  text += "PROJECTS\n";
  AppendRow(file.project_columns, &text);
  for (const std::vector<std::string>& row : file.project_rows) AppendRow(row, &text);
  text += "VOTES\n";
  AppendRow(file.vote_columns, &text);
  for (const std::vector<std::string>& row : file.vote_rows) AppendRow(row, &text);
  return text;
}

std::optional<Rational> ParseDecimal(std::string_view text) {
  text = Trim(text);
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  constexpr size_t kMostDigits = 40;
  std::string digits;
  std::optional<size_t> point;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digits.push_back(c);
    } else if ((c == '.' || c == ',') && !point.has_value() && !digits.empty()) {
      point = digits.size();
    } else {
      return std::nullopt;
    }
  }
  if (digits.empty() || digits.size() > kMostDigits || point == digits.size()) return std::nullopt;
  Integer scale(1);
  for (size_t i = point.value_or(digits.size()); i < digits.size(); ++i) scale *= 10;
  Rational value(Integer(digits, 10), scale);
  value.canonicalize();
  return negative ? Rational(-value) : value;
}

}  // namespace plenum::tally
