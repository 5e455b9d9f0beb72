#include "services/deliberation/tally/formats/starvote_parts.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

using Mistake = StarvoteError::Mistake;

}  // namespace

std::string DescribeMistake(const StarvoteError& error) {
  const std::string quoted = absl::StrCat("\"", error.subject, "\"");
  switch (error.mistake) {
    case Mistake::kNone:
      return "";
    case Mistake::kBadSyntax:
      return absl::StrCat("this line is no section, pragma or assignment: ", quoted);
    case Mistake::kNoSection:
      return "a section such as [options] or [ballots] must come before anything else";
    case Mistake::kUnknownSection:
      return absl::StrCat("there is no section ", quoted, ", only options and ballots");
    case Mistake::kRepeatedSection:
      return absl::StrCat("the section ", quoted, " is given twice");
    case Mistake::kSectionInList:
      return "a section cannot begin inside a list; close the list with ]";
    case Mistake::kPragmaInList:
      return "a line inside a list cannot end with a colon";
    case Mistake::kUnfinishedList:
      return "the file ends inside a list; close it with ]";
    case Mistake::kPragmaInOptions:
      return absl::StrCat("the options have no pragmas, so ", quoted, " is unknown");
    case Mistake::kUnknownPragma:
      return absl::StrCat("the pragma ", quoted,
                          " is unknown; \"5 ballots:\" is an example of one");
    case Mistake::kTooFewRepetitions:
      return "\"ballots:\" takes a number of 2 or more";
    case Mistake::kTooManyRepetitions:
      return "\"ballot:\" takes the number 1";
    case Mistake::kPragmaAtEnd:
      return absl::StrCat("no ballot follows \"", error.subject, " ballots:\"");
    case Mistake::kUnknownOption:
      return absl::StrCat("the option ", quoted, " is unknown");
    case Mistake::kRepeatedOption:
      return absl::StrCat("the option ", quoted, " is given twice");
    case Mistake::kRepeatedCandidate:
      return absl::StrCat("the candidate ", quoted, " is scored twice on one ballot");
    case Mistake::kNotANumber:
      return absl::StrCat("a whole number is needed here, not ", quoted);
    case Mistake::kListForNumber:
      return "a number is needed here, not a list";
    case Mistake::kUnknownMethod:
      return absl::StrCat("the method ", quoted,
                          " is unknown; star, bloc, allocated, rrv and sss are known");
    case Mistake::kUnknownTiebreaker:
      return absl::StrCat("the tiebreaker ", quoted, " is unknown");
    case Mistake::kEmptyTiebreakerList:
      return "the list of the tiebreaker is empty";
    case Mistake::kTiebreakerUnclosed:
      return absl::StrCat("the tiebreaker ", quoted, " lacks its closing parenthesis");
    case Mistake::kTextAfterTiebreaker:
      return absl::StrCat("the tiebreaker ", quoted, " goes on after its closing parenthesis");
    case Mistake::kTiebreakerArgument:
      return absl::StrCat("the tiebreaker ", quoted, " needs arguments of the form name=value");
    case Mistake::kTiebreakerArgumentTwice:
      return absl::StrCat("the tiebreaker ", quoted, " has the argument \"", error.detail,
                          "\" twice");
    case Mistake::kTiebreakerArgumentUnknown:
      return absl::StrCat("the tiebreaker ", quoted, " has the unknown argument \"", error.detail,
                          "\"");
    case Mistake::kTiebreakerSeed:
      return absl::StrCat("the seed of the tiebreaker ", quoted, " must be a whole number");
    case Mistake::kTiebreakerTakesNoSeed:
      return absl::StrCat("the tiebreaker ", quoted, " takes no seed");
    case Mistake::kMissingFile:
      return absl::StrCat("there is no file ", quoted);
    case Mistake::kWrongExtension:
      return absl::StrCat("the file ", quoted, " must have the extension ", error.detail);
    case Mistake::kFilesTooDeep:
      return absl::StrCat("files name each other more than ", kDeepestStarvoteFile, " deep");
    case Mistake::kNotUtf8:
      return "the text is not valid UTF-8";
    case Mistake::kNoBallots:
      return "there are no ballots";
  }
  return "";
}

std::vector<std::vector<std::string>> StarvoteCsvRows(std::string_view text) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false;
  bool begun = false;  // the row has a field or a separator
  const auto end_row = [&] {
    if (begun) row.push_back(std::move(field));
    rows.push_back(std::move(row));
    row.clear();
    field.clear();
    begun = false;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        field += c;
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        field += text[++i];
      } else {
        quoted = false;
      }
      continue;
    }
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n' || c == '\r') {
      end_row();
      continue;
    }
    begun = true;
    if (c == '"' && field.empty()) {
      quoted = true;
    } else if (c == ',') {
      row.push_back(std::move(field));
      field.clear();
    } else {
      field += c;
    }
  }
  if (begun) end_row();
  return rows;
}

}  // namespace plenum::tally
