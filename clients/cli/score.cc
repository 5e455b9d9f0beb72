// score set, list.
#include <cstdlib>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/csv.h"
#include "clients/cli/score_csv.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxCsvBytes = std::size_t{16} << 20U;
constexpr int kMaxScoresPerCall = 2000;

struct SetOptions {
  std::string measure;
  std::string criterion;
  std::string value;
  std::string reason;
  std::optional<double> confidence;
  int quote = 0;  // of the measure, from 1
  std::string argument;
  std::string file;
};

struct ListOptions {
  std::string member;
  bool csv = false;
};

struct ImportOptions {
  std::string file;
};

// The quote of that number; a usage error when the measure has no such one.
absl::Status TakeQuote(const ingestion::v1::Measure& measure, int number,
                       scoring::v1::Score& score) {
  if (number == 0) return absl::OkStatus();
  if (number > measure.quotes_size()) {
    return UsageError(absl::StrCat("\"", text::Printable(measure.title()), "\" has ",
                                   text::Count(measure.quotes_size(), "quote"),
                                   "; `plenum measure show` numbers them"));
  }
  const auto& quote = measure.quotes(number - 1);
  score.mutable_quote()->set_document(quote.document());
  score.mutable_quote()->set_start(quote.start());
  score.mutable_quote()->set_end(quote.end());
  return absl::OkStatus();
}

// The number of the quote that a score leans on; 0 when it has none, or the measure has it no more.
int NumberOfQuote(const ingestion::v1::Measure& measure, const scoring::v1::Score& score) {
  for (int q = 0; q < measure.quotes_size() && score.has_quote(); ++q) {
    const auto& quote = measure.quotes(q);
    if (quote.document() == score.quote().document() && quote.start() == score.quote().start() &&
        quote.end() == score.quote().end()) {
      return q + 1;
    }
  }
  return 0;
}

// What a row of a file means: the measure and criterion by any of their names.
absl::Status FillFromRows(Session& session, const std::string& file,
                          const std::vector<ScoreRow>& rows,
                          scoring::v1::SetScoresRequest& request) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto measure_names = CandidatesOf(*measures);
  const auto criterion_names = CandidatesOf(*criteria);
  const auto at = [&](const ScoreRow& row, const absl::Status& status) {
    return UsageError(absl::StrCat(file, ", line ", row.line, ": ", status.message()));
  };
  std::map<std::pair<std::size_t, std::size_t>, int> seen;
  for (const ScoreRow& row : rows) {
    const auto measure = Resolve(row.measure, measure_names, kMeasure);
    if (!measure.ok()) return at(row, measure.status());
    const auto criterion = Resolve(row.criterion, criterion_names, kCriterion);
    if (!criterion.ok()) return at(row, criterion.status());
    const auto [earlier, fresh] = seen.emplace(std::pair(*measure, *criterion), row.line);
    if (!fresh) {
      return UsageError(absl::StrCat(file, ", line ", row.line,
                                     ": the same measure and criterion already stand in line ",
                                     earlier->second));
    }
    scoring::v1::Score& score = *request.add_scores();
    score.set_measure((*measures)[*measure].name());
    score.set_criterion((*criteria)[*criterion].name());
    score.set_value(row.value);
    score.set_reason(row.reason);
    if (row.confidence) score.set_confidence(*row.confidence);
    absl::Status quoted = TakeQuote((*measures)[*measure], row.quote, score);
    if (!quoted.ok()) return at(row, quoted);
  }
  if (request.scores_size() > kMaxScoresPerCall) {
    return UsageError(absl::StrCat(file, " holds ", request.scores_size(),
                                   " scores; all or none are entered, so at most ",
                                   kMaxScoresPerCall, " in one file"));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ScoreRow>> RowsOf(const SetOptions& options) {
  const bool one = !options.measure.empty() || !options.criterion.empty() || !options.value.empty();
  if (!options.file.empty() && one) {
    return UsageError("give either MEASURE CRITERION VALUE, or --file, not both");
  }
  if (!options.file.empty() && (options.confidence || options.quote > 0 ||
                                !options.reason.empty() || !options.argument.empty())) {
    return UsageError(
        "--reason, --confidence, --quote and --argument are for one score; a file has columns of "
        "the "
        "first three names");
  }
  if (options.file.empty()) {
    if (options.value.empty()) {
      return UsageError(
          "a score needs a measure, a criterion and a value: `plenum score set m3 "
          "Deterrence 7`, or a file: `plenum score set --file scores.csv`");
    }
    // Read by the same rules as a cell of a file.
    const auto value = ParseScoreCsv("measure\tcriterion\tvalue\nx\tx\t" + options.value + "\n");
    if (!value.ok()) {
      return UsageError(
          absl::StrCat("the value \"", text::Printable(options.value), "\" is no number"));
    }
    return std::vector<ScoreRow>{{1, options.measure, options.criterion, value->front().value,
                                  options.reason, options.confidence, options.quote}};
  }
  const auto content = ReadFile(options.file, kMaxCsvBytes);
  if (!content.ok()) return content.status();
  auto rows = ParseScoreCsv(*content);
  if (!rows.ok()) {
    return UsageError(absl::StrCat(options.file, ", ", rows.status().message()));
  }
  return rows;
}

// What the server finds wrong, in the words of the command line: "scores[3].value" is a line of the
// file, and nothing at all when one score was given by itself. Unchanged when it is anything else.
absl::Status InPeoplesWords(const absl::Status& status, const SetOptions& options,
                            const std::vector<ScoreRow>& rows) {
  const auto bad = base::GetBadRequest(status);
  if (!bad) return status;
  constexpr std::string_view kScores = "scores[";
  base::FieldViolations said;
  std::string sentence;
  for (const auto& violation : bad->field_violations()) {
    const std::string& field = violation.field();
    if (field.compare(0, kScores.size(), kScores) != 0) return status;
    const std::size_t row = std::strtoul(field.c_str() + kScores.size(), nullptr, 10);
    if (row >= rows.size()) return status;
    std::string words = violation.description();
    for (const char* part : {"reason", "confidence", "quote"}) {
      if (field.find(absl::StrCat("].", part)) == std::string::npos) continue;
      words = absl::StrCat("the ", part, " ", violation.description());
    }
    said.Add(absl::StrCat("line ", rows[row].line), words);
    absl::StrAppend(&sentence, sentence.empty() ? "" : "; ", words);
  }
  if (!options.file.empty()) return said.ToStatus();
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     sentence);
}

absl::Status Set(Session& session, const SetOptions& options) {
  const auto rows = RowsOf(options);
  if (!rows.ok()) return rows.status();
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::SetScoresRequest request;
  request.set_parent(who->deliberation);
  if (options.file.empty()) {
    const auto measure = session.FindMeasure(options.measure);
    if (!measure.ok()) return measure.status();
    const auto criterion = session.FindCriterion(options.criterion);
    if (!criterion.ok()) return criterion.status();
    scoring::v1::Score& score = *request.add_scores();
    score.set_measure(measure->name());
    score.set_criterion(criterion->name());
    score.set_value(rows->front().value);
    score.set_reason(options.reason);
    if (options.confidence) score.set_confidence(*options.confidence);
    absl::Status quoted = TakeQuote(*measure, options.quote, score);
    if (!quoted.ok()) return quoted;
    if (!options.argument.empty()) {
      const auto argument = FindArgument(session, who->deliberation, options.argument);
      if (!argument.ok()) return argument.status();
      score.set_argument(*argument);
    }
  } else if (absl::Status s = FillFromRows(session, options.file, *rows, request); !s.ok()) {
    return s;
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Scorings::SetScores, request);
  if (!response.ok()) {
    return session.json() ? response.status() : InPeoplesWords(response.status(), options, *rows);
  }
  if (session.json()) return session.PrintJson(*response);
  session.out() << "Entered " << text::Count(response->scores_size(), "score") << ".\n";
  return absl::OkStatus();
}

absl::Status Import(Session& session, const ImportOptions& options) {
  SetOptions set;
  set.file = options.file;
  return Set(session, set);
}

// A table to fill in: a row for each measure and criterion, with what it is about and the score
// now.
absl::Status Template(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  scoring::v1::ListScoresRequest request;
  request.set_parent(who->deliberation);
  const auto scores = session.CallAll(&Scorings::ListScores, request);
  if (!scores.ok()) return scores.status();
  std::map<std::pair<std::string, std::string>, const scoring::v1::Score*> own;
  for (const auto& score : scores->scores()) {
    if (score.member() == who->member) own[{score.measure(), score.criterion()}] = &score;
  }
  session.out() << "measure,criterion,value,reason,confidence,quote,about\n";
  int measure_number = 0;
  for (const auto& measure : *measures) {
    ++measure_number;
    if (measure.state() != ingestion::v1::MEASURE_STATE_ACTIVE) continue;
    int criterion_number = 0;
    for (const auto& criterion : *criteria) {
      const auto found = own.find({measure.name(), criterion.name()});
      const std::string about =
          absl::StrCat(measure.title(), " / ", criterion.title(), ": ", ScaleInWords(criterion),
                       criterion.description().empty() ? "" : "; ", criterion.description(),
                       AnchorsInWords(criterion));
      const scoring::v1::Score none;
      const scoring::v1::Score& now = found == own.end() ? none : *found->second;
      const int quote = NumberOfQuote(measure, now);
      session.out() << Label(kMeasure, measure_number) << ","
                    << Label(kCriterion, ++criterion_number) << ","
                    << (found == own.end() ? "" : CsvNumber(now.value())) << ","
                    << CsvCell(now.reason()) << ","
                    << (now.has_confidence() ? CsvNumber(now.confidence()) : "") << ","
                    << (quote > 0 ? std::to_string(quote) : "") << "," << CsvCell(about) << "\n";
    }
  }
  return absl::OkStatus();
}

// One member's scores as a table of measures by criteria.
void PrintMatrix(Session& session, const std::vector<scoring::v1::Score>& scores,
                 const std::vector<Candidate>& measures, const std::vector<Candidate>& criteria) {
  std::map<std::pair<std::string, std::string>, double> values;
  std::set<std::string> scored;
  for (const auto& score : scores) {
    values[{score.measure(), score.criterion()}] = score.value();
    scored.insert(score.measure());
  }
  std::vector<Column> columns = {{"", Align::kRight}, {"Measure", Align::kLeft, true}};
  for (const Candidate& criterion : criteria) {
    columns.push_back(
        {text::Truncate(text::Printable(criterion.title), 14, session.terminal().unicode),
         Align::kRight});
  }
  Table table(columns);
  for (const Candidate& measure : measures) {
    if (!scored.contains(measure.name)) continue;
    std::vector<Cell> cells = {Label(kMeasure, measure.number), text::Printable(measure.title)};
    for (const Candidate& criterion : criteria) {
      const auto value = values.find({measure.name, criterion.name});
      cells.emplace_back(value == values.end() ? "-" : text::Number(value->second));
    }
    table.Add(std::move(cells));
  }
  session.out() << table.Render(session.terminal());
}

// For spreadsheets: a line for each score, measures and criteria as an import takes them.
void PrintScoresCsv(Session& session, const scoring::v1::ListScoresResponse& shown,
                    const std::vector<Candidate>& measures, const std::vector<Candidate>& criteria,
                    const std::vector<Candidate>& members) {
  session.out() << "member,measure,criterion,value,reason,confidence,round,about\n";
  for (const auto& score : shown.scores()) {
    session.out() << CsvCell(TitleOf(members, score.member())) << ","
                  << LabelOf(measures, score.measure(), kMeasure) << ","
                  << LabelOf(criteria, score.criterion(), kCriterion) << ","
                  << CsvNumber(score.value()) << "," << CsvCell(score.reason()) << ","
                  << (score.has_confidence() ? CsvNumber(score.confidence()) : "") << ","
                  << score.round() << ","
                  << CsvCell(absl::StrCat(TitleOf(measures, score.measure()), " / ",
                                          TitleOf(criteria, score.criterion())))
                  << "\n";
  }
}

absl::Status List(Session& session, const ListOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  scoring::v1::ListScoresRequest request;
  request.set_parent(who->deliberation);
  auto response = session.CallAll(&Scorings::ListScores, request);
  if (!response.ok()) return response.status();
  std::string only;
  if (!options.member.empty()) {
    const auto member = session.FindMember(options.member);
    if (!member.ok()) return member.status();
    only = member->name();
  }
  std::map<std::string, std::vector<scoring::v1::Score>> by_member;
  std::vector<std::string> order;
  scoring::v1::ListScoresResponse shown;
  for (const auto& score : response->scores()) {
    if (!only.empty() && score.member() != only) continue;
    if (!by_member.contains(score.member())) order.push_back(score.member());
    by_member[score.member()].push_back(score);
    *shown.add_scores() = score;
  }
  if (session.json()) return session.PrintJson(shown);
  if (order.empty() && !options.csv) {
    session.out() << "No scores yet; `plenum score set MEASURE CRITERION VALUE` enters one.\n";
    return absl::OkStatus();
  }
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  if (options.csv) {
    PrintScoresCsv(session, shown, CandidatesOf(*measures), CandidatesOf(*criteria),
                   CandidatesOf(*members));
    return absl::OkStatus();
  }
  for (const std::string& member : order) {
    session.out() << session.terminal().Paint(Style::kStrong,
                                              TitleOf(CandidatesOf(*members), member))
                  << "\n";
    PrintMatrix(session, by_member[member], CandidatesOf(*measures), CandidatesOf(*criteria));
  }
  return absl::OkStatus();
}

}  // namespace

void AddScoreCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "score", "Score the measures on the criteria");
  const auto set = AddVerb<SetOptions>(
      *noun, chosen, "set", "Enter or replace your own scores, one or a file of them",
      {"plenum score set m3 Deterrence 7 --reason \"Shown by the last exercise\"",
       "plenum score set hotlines cost 2",
       "plenum score set --file scores.csv   # columns measure,criterion,value"},
      Set);
  set.command->add_option("MEASURE", set.options->measure, "Number, title or id");
  set.command->add_option("CRITERION", set.options->criterion, "Number, title or id");
  set.command->add_option("VALUE", set.options->value, "On the criterion's scale");
  set.command
      ->add_option("--confidence", set.options->confidence,
                   "How sure you are, above 0 (a guess) to 1 (certain)")
      ->check(CLI::Range(0.0, 1.0));
  set.command->add_option("--reason", set.options->reason, "Why");
  set.command
      ->add_option("--quote", set.options->quote,
                   "The quote that it leans on, by its number in `plenum measure show`")
      ->check(CLI::Range(1, 100));
  set.command->add_option("--argument", set.options->argument,
                          "The argument that moved you: its number, id or words");
  set.command->add_option("--file", set.options->file,
                          "CSV file, all or none of it is entered; - is standard input");
  const auto import = AddVerb<ImportOptions>(
      *noun, chosen, "import", "Enter a file of your own scores, all or none of it",
      {"plenum score import scores.csv   # columns measure,criterion,value, and if wanted "
       "reason,confidence,quote"},
      Import);
  import.command->add_option("FILE", import.options->file, "CSV file; - is standard input")
      ->required();
  AddVerb<NoOptions>(
      *noun, chosen, "template",
      "Print a table to fill in with a spreadsheet and import, with your scores so far",
      {"plenum score template > scores.csv"}, Template);
  const auto list = AddVerb<ListOptions>(
      *noun, chosen, "list", "Show your scores, and everybody's when they may be seen",
      {"plenum score list", "plenum score list --member Ana --json",
       "plenum score list --csv > all.csv"},
      List);
  list.command->add_flag("--csv", list.options->csv, "Print them as CSV, for a spreadsheet");
  list.command->add_option("--member", list.options->member, "Only those of this member");
}

}  // namespace plenum::cli
