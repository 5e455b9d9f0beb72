// The score transcripts: each .starvote file is read, counted, and its count written in the form of
// the transcript beside it.
//
// Compared is every line, blank ones included, with the indentation of the version of starvote that
// wrote the transcript (one space or two below a heading). Of a file that is refused, the message
// with its file and line is compared; the usage text of starvote's command line that follows it is
// left out, as it says nothing about the file.
#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/deliberation/tally/formats/starvote.h"
#include "tests/conformance/voting/starvote_text.h"
#include "tests/conformance/voting/starvote_transcript.h"
#include "tests/conformance/voting/suites.h"

namespace plenum::conformance {
namespace {

namespace fs = std::filesystem;
using tally::StarvoteElection;
using tally::StarvoteError;
using tally::StarvoteMethod;

// The transcripts were made in the parent of this folder, which their messages name.
constexpr std::string_view kFolder = "test_elections/";

// starvote lists the names that a declared order lacks, or has too many of, in the order of a
// Python set, which changes from run to run; here they are sorted.
std::string WithNamesSorted(const std::string& line) {
  if (!absl::StrContains(line, "candidates list doesn")) return line;
  std::string sorted;
  for (size_t at = 0; at < line.size();) {
    const size_t open = std::min(line.find('[', at), line.size() - 1);
    const size_t close = std::min(line.find(']', open), line.size() - 1);
    std::vector<std::string> names =
        absl::StrSplit(line.substr(open + 1, close - open - 1), absl::ByString(", "));
    std::sort(names.begin(), names.end());
    absl::StrAppend(&sorted, line.substr(at, open + 1 - at), absl::StrJoin(names, ", "),
                    line.substr(close, 1));
    at = close + 1;
  }
  return sorted;
}

// The lines that are compared: up to a usage text, without blank lines at the end.
std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (absl::StartsWith(line, "usage: starvote.py")) break;
    lines.push_back(WithNamesSorted(std::string(absl::StripSuffix(line, "\r"))));
  }
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

// Below the first heading stands a line of text.
int Indent(const std::vector<std::string>& lines) {
  for (size_t i = 1; i < lines.size(); ++i) {
    if (!absl::StartsWith(lines[i - 1], "[")) continue;
    const size_t indent = lines[i].find_first_not_of(' ');
    if (indent != std::string::npos) return static_cast<int>(indent);
  }
  return 1;
}

std::string RuleName(const StarvoteElection& election) {
  if (!election.method) return "score_no_method";
  switch (*election.method) {
    case StarvoteMethod::kStar:
      return "star";
    case StarvoteMethod::kBlocStar:
      return "bloc_star";
    case StarvoteMethod::kAllocatedScore:
      return "allocated_score";
    case StarvoteMethod::kReweightedRange:
      return "reweighted_range";
    case StarvoteMethod::kSequentiallySpentScore:
      return "sequentially_spent_score";
  }
  return "";
}

std::string FirstDifference(const std::vector<std::string>& expected,
                            const std::vector<std::string>& got) {
  for (size_t i = 0; i < expected.size() || i < got.size(); ++i) {
    const std::string want =
        i < expected.size() ? absl::StrCat("\"", expected[i], "\"") : "the end";
    const std::string have = i < got.size() ? absl::StrCat("\"", got[i], "\"") : "the end";
    if (want != have) return absl::StrCat("line ", i + 1, ": expected ", want, ", got ", have);
  }
  return "";
}

void RunFile(const fs::path& file, Report& report) {
  const std::string name = file.filename().string();
  fs::path transcript_path = file;
  transcript_path.replace_extension(".txt");
  if (!fs::exists(transcript_path)) {
    report.Exclude("score", absl::StrCat("no transcript beside ", name));
    return;
  }
  const std::optional<std::string> text = ReadText(file);
  const std::optional<std::string> expected_text = ReadText(transcript_path);
  if (!text || !expected_text) {
    report.Check("files", name, false, "cannot be read");
    return;
  }
  const std::vector<std::string> expected = Lines(*expected_text);
  const tally::StarvoteSource source{
      absl::StrCat(std::string(kFolder), name),
      [&](const std::string& path) -> std::optional<std::string> {
        if (!absl::StartsWith(path, std::string(kFolder))) return std::nullopt;
        const fs::path named = file.parent_path() / path.substr(kFolder.size());
        return fs::is_regular_file(named) ? ReadText(named) : std::nullopt;
      }};
  StarvoteError error;
  const absl::StatusOr<StarvoteElection> election = tally::ReadStarvote(*text, source, &error);
  if (!election.ok()) {
    const std::vector<std::string> got = {RefusalLine(error)};
    if (error.mistake == StarvoteError::Mistake::kMissingFile && expected != got) {
      report.Exclude("score", absl::StrCat(name, ": its ballots are in ", error.subject,
                                           ", which the set does not hold"));
      return;
    }
    report.Check("refused_files", name, expected == got, FirstDifference(expected, got));
    return;
  }
  std::string why;
  const std::optional<Transcript> got = WriteTranscript(*election, Indent(expected), &why);
  if (!got) {
    report.Check(RuleName(*election), name, false, absl::StrCat("refused: ", why));
  } else if (got->by_chance) {
    report.Exclude("score", absl::StrCat(name, ": draws lots without a seed"));
  } else {
    const std::vector<std::string> lines = Lines(absl::StrJoin(got->lines, "\n"));
    report.Check(RuleName(*election), name, lines == expected, FirstDifference(expected, lines));
  }
}

}  // namespace

void RunScore(const std::filesystem::path& folder, Report& report) {
  ForEachFile(folder, ".starvote", report,
              [&](const std::filesystem::path& file) { RunFile(file, report); });
}

}  // namespace plenum::conformance
