#include "clients/cli/app.h"

#include <unistd.h>

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/completion.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

constexpr char kFooter[] =
    "Measures, criteria, documents and members are named by their number in the list (3 or m3), "
    "by\n"
    "the start of their title or id, or by words of the title.\n"
    "\n"
    "Environment: PLENUM_SERVER, or PLENUM_INGESTION, PLENUM_SCORING and PLENUM_DELIBERATION for\n"
    "services run apart; PLENUM_TLS (0 or 1), PLENUM_CA, PLENUM_CLIENT_CERT, PLENUM_CLIENT_KEY;\n"
    "PLENUM_TOKEN; NO_COLOR; VISUAL, EDITOR. Who you are is kept in $XDG_CONFIG_HOME/plenum\n"
    "(~/.config/plenum).\n"
    "\n"
    "Exit codes: 0 done; 1 refused, or another failure; 2 wrong command line or file; 3 a server\n"
    "does not answer; 4 not signed in or not allowed; 5 no such thing; 6 changed or made by "
    "someone\n"
    "else meanwhile.\n"
    "\n"
    "Examples:\n"
    "  plenum deliberation create \"How should the alliance be recalibrated?\" --as Ana\n"
    "  plenum document import article.txt && plenum measure list\n"
    "  plenum vote --rank \"m4 > m1 = m2\"\n"
    "  plenum result show --json";

void SetTimeout(const std::string& word, GlobalOptions& global) {
  double seconds = 0;
  if (!absl::SimpleAtod(word, &seconds) || !(seconds >= 0.1 && seconds <= 3600)) {
    throw CLI::ValidationError("--timeout",
                               absl::StrCat("it takes seconds, from 0.1 to 3600, and \"",
                                            text::Printable(word), "\" is not that"));
  }
  global.timeout_s = seconds;
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& global) {
  Addresses& addresses = global.addresses;
  app.add_flag("--json", global.json, "Print the answer as JSON (protobuf's mapping); errors too");
  app.add_option("--profile", global.profile,
                 "Run in this deliberation, see `plenum use`: DELIBERATION or DELIBERATION/MEMBER");
  app.add_option("--server", addresses.server, "Address of plenumd (default 127.0.0.1:7400)");
  app.add_option("--ingestion", addresses.ingestion, "Address of the ingestion service, run apart");
  app.add_option("--scoring", addresses.scoring, "Address of the scoring service, run apart");
  app.add_option("--deliberation", addresses.deliberation,
                 "Address of the deliberation service, run apart");
  app.add_option("--ca", addresses.ca_file,
                 "Use TLS and verify the servers with these certificates (PEM)");
  CLI::Option* tls = app.add_flag_callback(
      "--tls", [&addresses] { addresses.tls = true; },
      "Use TLS; without --ca with the system's certificates");
  app.add_flag_callback(
         "--no-tls", [&addresses] { addresses.tls = false; },
         "Use no TLS, whatever the profile says")
      ->excludes(tls);
  app.add_option("--client-cert", addresses.client_cert_file,
                 "Your own certificate (PEM), for servers that ask for one; with --client-key");
  app.add_option("--client-key", addresses.client_key_file, "The key of --client-cert (PEM)");
  app.add_option("--token", global.token, "Act as the member of this token");
  app.add_option("--token-file", global.token_file, "The same, from a file; - is standard input");
  app.add_option_function<std::string>(
      "--timeout", [&global](const std::string& word) { SetTimeout(word, global); },
      "Seconds that a call may take, 0.1 to 3600 (default 10)");
}

// Where the words stop being verbs: the last verb, and the word after it.
struct Stop {
  const CLI::App* at;
  std::string word;
};

Stop FindStop(const CLI::App& app, const std::vector<std::string>& arguments) {
  Stop stop{&app, ""};
  for (const std::string& word : arguments) {
    if (word.empty() || word.front() == '-') continue;
    const CLI::App* verb = FindVerb(*stop.at, word);
    if (verb == nullptr) {
      stop.word = word;
      return stop;
    }
    stop.at = verb;
  }
  return stop;
}

// Close enough: the same first two letters, or the same letters in another order.
bool Resembles(std::string a, std::string b) {
  if (a.size() > 1 && a.substr(0, 2) == b.substr(0, 2)) return true;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  return a == b;
}

std::string FullName(const CLI::App* app) {
  std::string name = app->get_name();
  while ((app = app->get_parent()) != nullptr) name = absl::StrCat(app->get_name(), " ", name);
  return name;
}

absl::Status ParseFailure(const CLI::App& app, const CLI::ParseError& error,
                          const std::vector<std::string>& arguments) {
  const Stop stop = FindStop(app, arguments);
  const std::string name = FullName(stop.at);
  std::string verbs;
  std::string meant;
  for (const CLI::App* verb : stop.at->get_subcommands(nullptr)) {
    absl::StrAppend(&verbs, verbs.empty() ? "" : ", ", verb->get_name());
    if (meant.empty() && Resembles(stop.word, verb->get_name())) meant = verb->get_name();
  }
  std::string message = error.what();
  // A value that is wrong says so itself; the words before it may all be right.
  const bool value = error.get_name() == "ValidationError" || error.get_name() == "ConversionError";
  if (value) {
    // The message is the error's.
  } else if (!verbs.empty() && stop.word.empty()) {
    message = absl::StrCat("say what to do: `", name, "` takes ", verbs);
  } else if (!verbs.empty()) {
    message = absl::StrCat("`", name, "` has no \"", text::Printable(stop.word), "\"; ",
                           meant.empty() ? "it takes " + verbs : "did you mean \"" + meant + "\"?");
  }
  absl::StrAppend(&message, "\n  `", name, " --help` explains it");
  return UsageError(message);
}

int Report(const absl::Status& status, bool json, std::ostream& err) {
  if (status.ok()) return kExitOk;
  err << (json ? FormatErrorJson(status) : FormatError(status, Terminal::Detect(STDERR_FILENO)));
  return ExitCodeOf(status);
}

// What a noun alone means: "show" if that needs no further word, else "list"; empty for none.
std::string DefaultVerb(const CLI::App& noun) {
  for (const char* name : {"show", "list"}) {
    const CLI::App* verb = FindVerb(noun, name);
    if (verb == nullptr) continue;
    const auto options = verb->get_options();
    const bool complete = std::none_of(options.begin(), options.end(),
                                       [](const auto* option) { return option->get_required(); });
    if (complete) return name;
  }
  return "";
}

// `plenum result` is `plenum result show`: one thing is meant when somebody asks for it by name.
std::vector<std::string> WithDefaultVerb(const CLI::App& app, std::vector<std::string> arguments) {
  const Stop stop = FindStop(app, arguments);
  const bool noun =
      stop.at != &app && stop.word.empty() && !stop.at->get_subcommands(nullptr).empty();
  const bool asks_help = std::any_of(arguments.begin(), arguments.end(), [](const auto& word) {
    return word == "-h" || word == "--help";
  });
  if (!noun || asks_help) return arguments;
  if (std::string verb = DefaultVerb(*stop.at); !verb.empty()) arguments.push_back(std::move(verb));
  return arguments;
}

// The help of a noun ends with one example of each of its verbs.
void AddNounExamples(CLI::App& app) {
  for (CLI::App* noun : app.get_subcommands(nullptr)) {
    const auto verbs = noun->get_subcommands(nullptr);
    if (verbs.empty()) continue;
    std::string footer = "Examples:";
    for (const CLI::App* verb : verbs) {
      const std::vector<std::string> lines = absl::StrSplit(verb->get_footer(), '\n');
      if (lines.size() > 1) absl::StrAppend(&footer, "\n", lines[1]);
    }
    noun->footer(footer);
  }
}

// The parser wants the words last to first.
std::vector<std::string> Reversed(std::vector<std::string> arguments) {
  std::reverse(arguments.begin(), arguments.end());
  return arguments;
}

}  // namespace

std::unique_ptr<CLI::App> MakeApp(GlobalOptions& global, Action& chosen) {
  auto app = std::make_unique<CLI::App>(
      "Plenum turns policy documents into a decision that a team can defend.", "plenum");
  app->fallthrough();
  app->require_subcommand(1);
  app->set_version_flag("--version", std::string("plenum ") + PLENUM_VERSION);
  app->get_formatter()->column_width(28);
  app->footer(kFooter);
  AddGlobalOptions(*app, global);
  AddDeliberationCommands(*app, chosen);
  AddPlanningCommands(*app, chosen);
  AddMemberCommands(*app, chosen);
  AddInviteCommands(*app, chosen);
  AddSignInCommands(*app, chosen);
  AddDocumentCommands(*app, chosen);
  AddMeasureCommands(*app, chosen);
  AddSuggestionCommands(*app, chosen);
  AddArgumentCommands(*app, chosen);
  AddStatementCommands(*app, chosen);
  AddCriterionCommands(*app, chosen);
  AddScoreCommands(*app, chosen);
  AddWeightCommands(*app, chosen);
  AddRoundCommands(*app, chosen);
  AddRankingCommands(*app, chosen);
  AddVoteCommands(*app, chosen);
  AddResultCommands(*app, chosen);
  AddReportCommands(*app, chosen);
  AddVerifyCommands(*app, chosen);
  AddWatchCommands(*app, chosen);
  AddWebhookCommands(*app, chosen);
  AddDigestCommands(*app, chosen);
#ifdef PLENUM_HAS_EXTRACTION
  AddExtractCommands(*app, chosen);
#endif
  AddTallyCommands(*app, chosen);
  AddEvaluateCommands(*app, chosen);
  AddConvertCommands(*app, chosen);
  AddServerCommands(*app, chosen);
  AddCompletionCommands(*app, chosen);
  AddNounExamples(*app);
  return app;
}

int Run(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  GlobalOptions global;
  Action chosen;
  const auto app = MakeApp(global, chosen);
  if (!arguments.empty() && arguments.front() == "__complete") {
    const std::size_t skip = arguments.size() > 1 && arguments[1] == "--" ? 2 : 1;
    const auto start = arguments.begin() + static_cast<std::ptrdiff_t>(skip);
    for (const Completion& completion :
         Complete(*app, std::vector<std::string>(start, arguments.end()))) {
      out << completion.word;
      if (completion.word != kFilesWord) out << "\t" << text::Printable(completion.description);
      out << "\n";
    }
    return kExitOk;
  }
  try {
    app->parse(Reversed(WithDefaultVerb(*app, arguments)));
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app->exit(error, out, err);  // --help, --version
    const bool json = std::find(arguments.begin(), arguments.end(), "--json") != arguments.end();
    return Report(ParseFailure(*app, error, arguments), json, err);
  }
  Session session(global, out, err);
  const absl::Status status = chosen(session);
  out << std::flush;
  if (status.ok() && !out) {
    return Report(absl::DataLossError("cannot write the output"), false, err);
  }
  return Report(status, global.json, err);
}

}  // namespace plenum::cli
