#include "services/deliberation/tally/formats/any.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <variant>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/formats/abif.h"
#include "services/deliberation/tally/formats/csv.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/formats/preflib.h"
#include "services/deliberation/tally/formats/text.h"

namespace plenum::tally {
namespace {

using Reader = absl::StatusOr<AnyElection> (*)(std::string_view text, Unranked unranked);

struct Known {
  FileFormat format;
  std::string_view name;
  std::array<std::string_view, 5> extensions;
  Reader reader;
};

absl::StatusOr<AnyElection> Ranked(absl::StatusOr<Election> election) {
  if (!election.ok()) return election.status();
  return AnyElection(*std::move(election));
}

constexpr std::array kKnown = {
    Known{FileFormat::kCvotes,
          "Condorcet Election Format (.cvotes)",
          {"cvotes"},
          [](std::string_view text, Unranked) { return Ranked(ReadCvotes(text)); }},
    Known{FileFormat::kPreflib,
          "PrefLib (.soc, .soi, .toc, .toi, .cat)",
          {"soc", "soi", "toc", "toi", "cat"},
          ReadPreflib},
    Known{FileFormat::kAbif, "ABIF (.abif)", {"abif"}, ReadAbif},
    Known{FileFormat::kCsv,
          "comma-separated ranks (.csv)",
          {"csv"},
          [](std::string_view text, Unranked unranked) { return Ranked(ReadCsv(text, unranked)); }},
    // These hold more than ballots (withdrawn options, costs, tie-breakers) and have readers with
    // results of their own.
    Known{FileFormat::kBlt, "BLT (.blt)", {"blt"}, nullptr},
    Known{FileFormat::kPabulib, "pabulib (.pb)", {"pb"}, nullptr},
    Known{FileFormat::kStarvote, "starvote (.starvote)", {"starvote"}, nullptr},
};

const Known& EntryOf(FileFormat format) {
  return *std::find_if(kKnown.begin(), kKnown.end(),
                       [format](const Known& known) { return known.format == format; });
}

std::string_view ExtensionOf(std::string_view file_name) {
  file_name = file_name.substr(file_name.find_last_of('/') + 1);  // npos + 1 is 0
  const size_t dot = file_name.rfind('.');
  return dot == std::string_view::npos ? "" : file_name.substr(dot + 1);
}

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool Only(std::string_view text, std::string_view characters) {
  return text.find_first_not_of(characters) == std::string_view::npos;
}

// What a text looks like, and the line that shows it.
struct Guess {
  FileFormat format;
  size_t line;
  // No file of another format begins like this.
  bool sure;
};

// A line without the remark at its end, as BLT files have them on every line.
std::string_view WithoutRemark(std::string_view line) {
  return Piece{line.substr(0, std::min(line.find('#'), line.find("/*")))}.Trimmed().text;
}

// Options and seats of a BLT file may stand on two lines. No other format has two lines of one
// number each at its head.
bool IsNumberThenNumber(std::string_view line, Lines& rest) {
  constexpr std::string_view kDigits = "0123456789";
  if (!Only(line, kDigits)) return false;
  while (rest.Next()) {
    const std::string_view next = WithoutRemark(rest.line());
    if (!next.empty()) return Only(next, kDigits);
  }
  return false;
}

// From a line that is neither empty nor begins with '#'; `rest` are the lines after it.
std::optional<Guess> FromFirstLine(std::string_view line, size_t number, Lines& rest) {
  const size_t digits = std::min(line.find_first_not_of("0123456789"), line.size());
  const std::string_view after = Piece{line.substr(digits)}.Trimmed().text;
  if (digits > 0 && after.starts_with(':')) {
    const bool numbers =
        Only(after, "0123456789{}, :") && after.find(',') != std::string_view::npos;
    return Guess{numbers ? FileFormat::kPreflib : FileFormat::kAbif, number, !numbers};
  }
  const std::string_view head = WithoutRemark(line.substr(digits));
  if (digits > 0 && !head.empty() && Only(head, "0123456789")) {
    return Guess{FileFormat::kBlt, number, true};
  }
  if (digits > 0 && IsNumberThenNumber(WithoutRemark(line), rest)) {
    return Guess{FileFormat::kBlt, number, true};
  }
  if (digits > 0 && after.empty()) return Guess{FileFormat::kPreflib, number, false};
  if (line == "META" || line.starts_with("META;")) return Guess{FileFormat::kPabulib, number, true};
  if (line == "[options]" || line == "[ballots]") return Guess{FileFormat::kStarvote, number, true};
  if (line == "ABIF" || (line.starts_with("ABIF ") && line.size() > 5 && IsDigit(line[5]))) {
    return Guess{FileFormat::kAbif, number, true};
  }
  if (line.front() == '=' || line.front() == '{' || line.find(":[") != std::string_view::npos) {
    return Guess{FileFormat::kAbif, number, false};
  }
  if (line.find(',') != std::string_view::npos && line.find('>') == std::string_view::npos) {
    return Guess{FileFormat::kCsv, number, false};
  }
  if (line.find('>') != std::string_view::npos) return Guess{FileFormat::kCvotes, number, false};
  return std::nullopt;
}

std::optional<Guess> GuessFormat(Lines lines) {
  while (lines.Next()) {
    const std::string_view line = Piece{lines.line()}.Trimmed().text;
    if (line.empty()) continue;
    if (line.front() != '#') return FromFirstLine(line, lines.number(), lines);
    if (line.starts_with("#/")) return Guess{FileFormat::kCvotes, lines.number(), true};
    if (line.starts_with("# NUMBER ALTERNATIVES:") || line.starts_with("# DATA TYPE:")) {
      return Guess{FileFormat::kPreflib, lines.number(), true};
    }
  }
  return std::nullopt;
}

absl::StatusOr<AnyElection> ReadAs(FileFormat format, std::string_view text, Unranked unranked) {
  const Known& known = EntryOf(format);
  if (known.reader != nullptr) return known.reader(text, unranked);
  return absl::UnimplementedError(
      absl::StrCat("there is no reader for ", Abseil(known.name), " here"));
}

std::string LooksLike(const Guess& guess, std::string_view extension) {
  return absl::StrCat("the content looks like ", Abseil(NameOf(guess.format)),
                      ", though the file is called .", Abseil(extension));
}

// The types are about the orders themselves, so that a .toi file may well hold what a .soc could.
absl::Status CheckPreflibType(const AnyElection& election, std::string_view extension) {
  const auto* ranked = std::get_if<Election>(&election);
  const std::string_view type = ranked == nullptr ? "cat" : PreflibTypeOf(ranked->profile);
  const bool is_strict = type == "soc" || type == "soi";
  const bool is_complete = type == "soc" || type == "toc";
  const auto called = [extension](std::string_view name) {
    return absl::EqualsIgnoreCase(Abseil(extension), Abseil(name));
  };
  const bool fits = called("cat") == (ranked == nullptr) &&
                    (is_strict || !(called("soc") || called("soi"))) &&
                    (is_complete || !(called("soc") || called("toc")));
  if (fits || (ranked == nullptr && called("cat"))) return absl::OkStatus();
  return ErrorAt(1, 1,
                 absl::StrCat("the file is called .", Abseil(extension),
                              ", but its ballots are those of a .", Abseil(type), " file"));
}

}  // namespace

std::optional<FileFormat> FormatOfName(std::string_view file_name) {
  const std::string_view extension = ExtensionOf(file_name);
  if (extension.empty()) return std::nullopt;
  for (const Known& known : kKnown) {
    for (const std::string_view one : known.extensions) {
      if (absl::EqualsIgnoreCase(Abseil(one), Abseil(extension))) return known.format;
    }
  }
  return std::nullopt;
}

std::optional<FileFormat> SniffFormat(std::string_view text) {
  const absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return std::nullopt;
  const std::optional<Guess> guess = GuessFormat(*lines);
  if (!guess) return std::nullopt;
  return guess->format;
}

std::string_view NameOf(FileFormat format) { return EntryOf(format).name; }

absl::StatusOr<AnyElection> ReadElection(std::string_view file_name, std::string_view text,
                                         Unranked unranked) {
  absl::StatusOr<Lines> lines = Lines::Open(text);
  if (!lines.ok()) return lines.status();
  if (!lines->Next()) return ErrorAt(1, 1, "the file is empty");
  lines->Rewind();
  const std::string_view extension = ExtensionOf(file_name);
  const std::optional<FileFormat> format = FormatOfName(file_name);
  const std::optional<Guess> guess = GuessFormat(*lines);
  if (!format) {
    if (guess) return ReadAs(guess->format, text, unranked);
    std::string message = absl::StrCat("neither the name ", Quoted(file_name),
                                       " nor the content tells the format, expected one of:");
    for (const Known& known : kKnown) {
      absl::StrAppend(&message, &known == kKnown.begin() ? " " : "; ", Abseil(known.name));
    }
    return ErrorAt(1, 1, message);
  }
  const bool contradicts = guess && guess->format != *format;
  if (contradicts && guess->sure && *format != FileFormat::kCsv) {
    return ErrorAt(guess->line, 1, LooksLike(*guess, extension));
  }
  absl::StatusOr<AnyElection> election = ReadAs(*format, text, unranked);
  if (!election.ok() && contradicts) {
    return absl::Status(election.status().code(), absl::StrCat(election.status().message(), " (",
                                                               LooksLike(*guess, extension), ")"));
  }
  if (election.ok() && *format == FileFormat::kPreflib) {
    if (absl::Status status = CheckPreflibType(*election, extension); !status.ok()) return status;
  }
  return election;
}

}  // namespace plenum::tally
