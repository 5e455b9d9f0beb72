// convert: a file of ballots in another format.
#include <filesystem>
#include <fstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/commands.h"
#include "clients/cli/tally_input.h"
#include "clients/cli/text.h"
#include "services/deliberation/tally/formats/convert.h"

namespace plenum::cli {
namespace {

namespace math = plenum::tally;

constexpr std::size_t kMaxBytes = std::size_t{1} << 30U;
constexpr char kFormats[] = "cvotes, soc, soi, toc, toi, cat, abif, csv, blt or pb";

struct ConvertOptions {
  std::string in;
  std::string out;
  std::string from;
  std::string to;
  std::string unranked = "tied-last";
  bool lossy = false;
};

// "cvotes" of "vote.cvotes"; empty without one.
std::string ExtensionOf(const std::string& path) {
  const size_t dot = path.rfind('.');
  const size_t slash = path.rfind('/');
  const bool in_name = dot != std::string::npos && (slash == std::string::npos || slash < dot);
  return in_name ? path.substr(dot + 1) : "";
}

std::string WithoutDot(const std::string& format) {
  return format.starts_with('.') ? format.substr(1) : format;
}

absl::StatusOr<math::Target> TargetOf(const ConvertOptions& options) {
  const std::string name = options.to.empty() ? ExtensionOf(options.out) : WithoutDot(options.to);
  if (const auto target = math::TargetNamed(name)) return *target;
  if (name.empty()) {
    return UsageError(absl::StrCat("say which format to write: --to ", kFormats));
  }
  return UsageError(absl::StrCat("\".", text::Printable(name),
                                 "\" is no format that can be written; give --to ", kFormats));
}

absl::Status WriteOut(Session& session, const std::string& path, const std::string& text) {
  if (path == "-") {
    session.out() << text;
    return absl::OkStatus();
  }
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (file.fail()) return UsageError(absl::StrCat(path, " cannot be written"));
  return absl::OkStatus();
}

// One file under two names is one file, too.
bool IsSameFile(const std::string& in, const std::string& out) {
  if (in == "-" || out == "-") return false;
  std::error_code none;
  return in == out || std::filesystem::equivalent(in, out, none);
}

absl::Status Convert(Session& session, const ConvertOptions& options) {
  const auto target = TargetOf(options);
  if (!target.ok()) return target.status();
  if (IsSameFile(options.in, options.out)) {
    return UsageError(absl::StrCat(options.out,
                                   " is the file that is read: give OUT another name, "
                                   "so that the ballots are not written over"));
  }
  const auto content = ReadFile(options.in, kMaxBytes);
  if (!content.ok()) return content.status();
  const std::string name =
      options.from.empty() ? options.in : absl::StrCat(options.in, ".", WithoutDot(options.from));
  if (!options.from.empty() && !math::FormatOfName(name)) {
    return UsageError(absl::StrCat("--from: \"", text::Printable(options.from),
                                   "\" is no format that can be read"));
  }
  const auto file = math::ReadBallotFile(
      name, *content,
      options.unranked == "not-compared" ? math::Unranked::kNotCompared : math::Unranked::kTiedLast,
      LoadNamedFile);
  if (!file.ok()) return UsageError(absl::StrCat(options.in, ", ", file.status().message()));
  const auto converted = math::Convert(*file, *target);
  const std::string extension = absl::StrCat(".", std::string(math::ExtensionOf(*target)));
  if (!converted.ok()) {
    return UsageError(absl::StrCat(options.in, " cannot be written as ", extension, ": ",
                                   converted.status().message()));
  }
  if (!converted->losses.empty() && !options.lossy) {
    return UsageError(absl::StrCat("as ", extension, " this would be lost:\n  ",
                                   absl::StrJoin(converted->losses, "\n  "),
                                   "\n  nothing was written; add --lossy to convert all the same"));
  }
  for (const std::string& loss : converted->losses) session.err() << "lost: " << loss << "\n";
  for (const std::string& note : converted->notes) session.err() << "note: " << note << "\n";
  return WriteOut(session, options.out, converted->text);
}

}  // namespace

void AddConvertCommands(CLI::App& app, Action& chosen) {
  const auto convert = AddVerb<ConvertOptions>(
      app, chosen, "convert", "Write a file of ballots in another format, without a server",
      {"plenum convert election.cvotes election.toi", "plenum convert council.blt council.abif",
       "plenum convert ties.toi strict.soi --lossy",
       "plenum convert - - --from csv --to cvotes < ballots.csv"},
      Convert);
  CLI::App& command = *convert.command;
  ConvertOptions& options = *convert.options;
  command
      .add_option("IN", options.in,
                  ".cvotes, .soc, .soi, .toc, .toi, .cat, .blt, .abif, .pb, .starvote or .csv; "
                  "- is standard input")
      ->required();
  command.add_option("OUT", options.out, "The file to write; - is standard output")->required();
  command.add_option(
      "--to", options.to,
      absl::StrCat("The format to write, when the name of OUT does not say it: ", kFormats));
  command.add_option("--from", options.from,
                     "The format to read, when the name of IN does not say it");
  command
      .add_option(
          "--unranked", options.unranked,
          "tied-last (default) or not-compared: what options that a ballot leaves out mean, "
          "where the file does not say it")
      ->check(CLI::IsMember({"tied-last", "not-compared"}));
  command.add_flag("--lossy", options.lossy,
                   "Also when ties, points, seats or the like would be lost");
}

}  // namespace plenum::cli
