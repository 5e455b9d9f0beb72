// deliberation create, show, update, advance; turnout.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/rules_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Deliberation;

struct CreateOptions {
  std::string title;
  std::string description;
  std::string facilitator;
  std::string secret_file;
};

struct UpdateOptions {
  std::string title;
  std::string description;
  std::string etag;
  CLI::Option* title_option = nullptr;
  CLI::Option* description_option = nullptr;
};

struct AdvanceOptions {
  std::string phase;
  std::string method;
  std::string unranked;
  std::string etag;
  bool yes = false;
  bool without_criteria = false;
};

constexpr std::size_t kMaxSecretBytes = 16384;

std::string MethodWord(tally::v1::Method method) { return std::string(counting::TitleOf(method)); }

std::string UnrankedWord(tally::v1::Unranked unranked) {
  return unranked == tally::v1::UNRANKED_NOT_COMPARED ? "not compared with anything" : "tied last";
}

// What can be done next, as commands.
std::string NextStep(deliberation::v1::Phase phase) {
  switch (phase) {
    case deliberation::v1::PHASE_DRAFT:
    case deliberation::v1::PHASE_COLLECTING:
      return "Next: `plenum document import FILE...`, `plenum criterion add TITLE`, `plenum member "
             "add NAME`, then `plenum deliberation advance scoring`.";
    case deliberation::v1::PHASE_SCORING:
    case deliberation::v1::PHASE_REVISING:
      return "Next: members enter scores with `plenum score set`, then `plenum deliberation "
             "advance voting`.";
    case deliberation::v1::PHASE_DISCUSSING:
      return "Next: members see all scores and argue with `plenum argument add`, then `plenum "
             "deliberation advance revising`, or voting.";
    case deliberation::v1::PHASE_VOTING:
      return "Next: members vote with `plenum vote`, then `plenum deliberation advance closed`.";
    case deliberation::v1::PHASE_CLOSED:
    case deliberation::v1::PHASE_PUBLISHED:
      return "Next: `plenum result show`. `plenum rules set` and `plenum deliberation advance "
             "voting` open another vote.";
    default:
      return "";
  }
}

void PrintLines(Session& session, std::string_view words, Style style = Style::kPlain) {
  if (words.empty()) return;
  for (const auto& line : text::Wrap(words, session.terminal().width)) {
    session.out() << session.terminal().Paint(style, line) << "\n";
  }
}

// What is wrong with a phase that someone wants to go on to; empty for nothing.
std::string CheckPhase(const std::string& phase) {
  if (ParsePhase(phase)) return "";
  return absl::StrCat("\"", text::Printable(phase), "\" is no phase; they are ",
                      std::string(kPhaseWords));
}

void Show(Session& session, const Deliberation& deliberation) {
  const Terminal& terminal = session.terminal();
  session.out() << terminal.Paint(Style::kStrong, text::Printable(deliberation.title())) << "\n";
  if (!deliberation.description().empty()) {
    for (const auto& line :
         text::Wrap(text::Printable(deliberation.description()), terminal.width - 2)) {
      session.out() << "  " << line << "\n";
    }
  }
  Table table({{""}, {"", Align::kLeft, true}});
  table.Add({Cell("Phase", Style::kDim), std::string(PhaseWord(deliberation.phase()))});
  for (const auto& planned : deliberation.plan()) {
    if (planned.phase() != deliberation.phase() || !planned.has_end_time()) continue;
    table.Add({Cell("Until", Style::kDim), TimeWord(planned.end_time())});
  }
  if (deliberation.has_rules()) {
    if (deliberation.decision_count() > 1) {
      table.Add(
          {Cell("Vote", Style::kDim), absl::StrCat("number ", deliberation.rules().decision())});
    }
    AddRules(deliberation.rules(), table);
    table.Add({Cell("Measures", Style::kDim),
               std::to_string(deliberation.rules().options_size()) + " on the ballot"});
  }
  table.Add({Cell("Created", Style::kDim), TimeWord(deliberation.create_time())});
  table.Add({Cell("Id", Style::kDim), text::Printable(LastSegment(deliberation.name()))});
  session.out() << table.Render(terminal, 2);
  PrintLines(session, NextStep(deliberation.phase()), Style::kDim);
}

absl::StatusOr<std::string> CreationSecret(const CreateOptions& options) {
  if (!options.secret_file.empty()) {
    auto secret = ReadFile(options.secret_file, kMaxSecretBytes);
    if (!secret.ok()) return secret.status();
    while (!secret->empty() && (secret->back() == '\n' || secret->back() == '\r')) {
      secret->pop_back();
    }
    return secret;
  }
  const char* secret = std::getenv("PLENUM_CREATION_SECRET");
  return secret == nullptr ? "" : secret;
}

std::string UserName() {
  const char* user = std::getenv("USER");
  return user == nullptr || *user == '\0' ? "Facilitator" : user;
}

absl::Status Create(Session& session, const CreateOptions& options) {
  const auto store = session.Store();
  if (!store.ok()) return store.status();
  // The token is given only once: make sure first that it can be kept.
  absl::Status status = store->Update([](Credentials&) { return absl::OkStatus(); });
  if (!status.ok()) return status;
  const auto secret = CreationSecret(options);
  if (!secret.ok()) return secret.status();
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  GlobalOptions global = session.options();
  global.addresses = *where;
  Session creator(global, session.out(), session.err());
  creator.UseToken(*secret);

  deliberation::v1::CreateDeliberationRequest request;
  request.mutable_deliberation()->set_title(options.title);
  request.mutable_deliberation()->set_description(options.description);
  request.set_facilitator_name(options.facilitator.empty() ? UserName() : options.facilitator);
  request.set_request_id(NewRequestId());
  const auto response = creator.Call(&Deliberations::CreateDeliberation, request);
  if (!response.ok()) return response.status();

  Profile profile;
  profile.addresses = *where;
  profile.deliberation = response->deliberation().name();
  profile.title = response->deliberation().title();
  profile.member = response->facilitator().name();
  profile.display_name = response->facilitator().display_name();
  profile.role = RoleWord(response->facilitator().role());
  Keep(response->sign_in(), profile);
  status = store->Update([&](Credentials& credentials) {
    credentials.Put(profile);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (session.json()) return session.PrintJson(*response);
  PrintLines(session,
             absl::StrCat("Created \"", text::Printable(profile.title), "\". You, ",
                          text::Printable(profile.display_name), ", are its facilitator."));
  PrintLines(session, NextStep(deliberation::v1::PHASE_DRAFT), Style::kDim);
  return absl::OkStatus();
}

absl::Status ShowDeliberation(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(who->deliberation);
  const auto response = session.Call(&Deliberations::GetDeliberation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Show(session, response->deliberation());
  return absl::OkStatus();
}

absl::Status Update(Session& session, const UpdateOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::UpdateDeliberationRequest request;
  request.mutable_deliberation()->set_name(who->deliberation);
  request.mutable_deliberation()->set_etag(options.etag);
  if (options.title_option->count() > 0) {
    request.mutable_deliberation()->set_title(options.title);
    request.mutable_update_mask()->add_paths("title");
  }
  if (options.description_option->count() > 0) {
    request.mutable_deliberation()->set_description(options.description);
    request.mutable_update_mask()->add_paths("description");
  }
  if (request.update_mask().paths().empty()) {
    return UsageError("say what to change: --title, --description, or both");
  }
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::UpdateDeliberation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Show(session, response->deliberation());
  return absl::OkStatus();
}

absl::StatusOr<deliberation::v1::GetTurnoutResponse> FetchTurnout(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetTurnoutRequest request;
  request.set_name(who->deliberation);
  return session.Call(&Deliberations::GetTurnout, request);
}

// What is going to be fixed, and what the size of the group would reveal in spite of secrecy.
absl::Status PreviewOpening(Session& session, const AdvanceOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::PreviewOpeningRequest request;
  request.set_parent(who->deliberation);
  auto response = session.Call(&Deliberations::PreviewOpening, request);
  if (!response.ok()) return response.status();
  deliberation::v1::VotingRules& rules = *response->mutable_rules();
  if (const auto method = counting::MethodOf(options.method)) rules.set_method(*method);
  if (options.unranked == "tied-last") rules.set_unranked(tally::v1::UNRANKED_TIED_LAST);
  if (options.unranked == "not-compared") rules.set_unranked(tally::v1::UNRANKED_NOT_COMPARED);
  session.out() << "What is fixed when the vote is opened:\n";
  Table table({{""}, {"", Align::kLeft, true}});
  AddRules(rules, table);
  table.Add({Cell("Measures", Style::kDim),
             absl::StrCat(rules.options_size(), " on the ballot, with their titles")});
  table.Add({Cell("Roll", Style::kDim),
             absl::StrCat(response->roll_count(),
                          response->roll_count() == 1 ? " person" : " people", " may vote")});
  session.out() << table.Render(session.terminal(), 2);
  for (const std::string& warning : response->warnings()) {
    PrintLines(session, text::Printable(warning), Style::kWarning);
  }
  return absl::OkStatus();
}

// Closing and opening cannot be taken back: say what it means before.
absl::Status ConfirmAdvance(Session& session, const AdvanceOptions& options) {
  if (options.phase == "closed") {
    const auto turnout = FetchTurnout(session);
    if (!turnout.ok()) return turnout.status();
    return Confirm(session, options.yes,
                   absl::StrCat(turnout->ballot_count(), " of ", turnout->roll_count(),
                                " have voted. Close the vote and count? This is final."));
  }
  if (options.phase == "voting") {
    if (!session.json()) {
      if (absl::Status shown = PreviewOpening(session, options); !shown.ok()) return shown;
    }
    return Confirm(session, options.yes,
                   "Open the vote? Measures, criteria and scores are fixed from then on.");
  }
  return absl::OkStatus();
}

absl::Status Advance(Session& session, const AdvanceOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  if (absl::Status status = ConfirmAdvance(session, options); !status.ok()) return status;
  deliberation::v1::AdvanceDeliberationRequest request;
  request.set_name(who->deliberation);
  request.set_etag(options.etag);
  request.set_phase(ParsePhase(options.phase).value_or(deliberation::v1::PHASE_UNSPECIFIED));
  if (!options.method.empty()) {
    const auto method = counting::MethodOf(options.method);
    if (!method) {
      return UsageError(absl::StrCat("there is no method \"", options.method,
                                     "\"; `plenum tally --methods` lists them"));
    }
    request.set_method(*method);
  }
  if (options.unranked == "tied-last") request.set_unranked(tally::v1::UNRANKED_TIED_LAST);
  if (options.unranked == "not-compared") request.set_unranked(tally::v1::UNRANKED_NOT_COMPARED);
  request.set_without_criteria(options.without_criteria);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::AdvanceDeliberation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Deliberation& deliberation = response->deliberation();
  std::string said =
      absl::StrCat("\"", text::Printable(deliberation.title()), "\" is now ",
                   deliberation.phase() == deliberation::v1::PHASE_CLOSED ? "" : "in phase ",
                   std::string(PhaseWord(deliberation.phase())));
  if (deliberation.phase() == deliberation::v1::PHASE_VOTING) {
    absl::StrAppend(&said, ": ", text::Count(deliberation.rules().options_size(), "measure"),
                    " on the ballot, counted by ", MethodWord(deliberation.rules().method()),
                    ", unranked ones ", UnrankedWord(deliberation.rules().unranked()));
  }
  PrintLines(session, said + ".");
  if (deliberation.closed_without_criteria()) {
    PrintLines(session, "The ranking by the criteria could not be read: the result has none.",
               Style::kWarning);
  }
  PrintLines(session, NextStep(deliberation.phase()), Style::kDim);
  return absl::OkStatus();
}

absl::Status ShowTurnout(Session& session, const NoOptions&) {
  const auto response = FetchTurnout(session);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  constexpr int kBar = 20;
  const double share = response->roll_count() == 0
                           ? 0
                           : static_cast<double>(response->ballot_count()) / response->roll_count();
  session.out() << text::PadRight(text::Bar(share, kBar, session.terminal().unicode), kBar) << "  "
                << response->ballot_count() << " of " << response->roll_count() << " have voted ("
                << text::Number(share * 100, 0) << " %)\n";
  return absl::OkStatus();
}

}  // namespace

void AddDeliberationCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "deliberation", "Start a deliberation and lead it to a decision");
  const auto create = AddVerb<CreateOptions>(
      *noun, chosen, "create", "Start a deliberation; you become its facilitator",
      {"plenum deliberation create \"How should the alliance be recalibrated?\" --as Ana",
       "plenum --server plenum.example.org:7400 deliberation create \"Budget\" --secret-file "
       "s.txt"},
      Create);
  create.command->add_option("TITLE", create.options->title, "The question, one line")->required();
  create.command->add_option("--as", create.options->facilitator,
                             "Your name, shown to the others; your user name when left out");
  create.command->add_option("--description", create.options->description, "More about it");
  create.command->add_option("--secret-file", create.options->secret_file,
                             "File with the creation secret, for servers that ask for one "
                             "(or PLENUM_CREATION_SECRET)");

  AddVerb<NoOptions>(*noun, chosen, "show", "Show title, phase and rules, and what comes next",
                     {"plenum deliberation show", "plenum deliberation show --json"},
                     ShowDeliberation);

  const auto update = AddVerb<UpdateOptions>(
      *noun, chosen, "update", "Change title or description",
      {"plenum deliberation update --title \"How should the alliance change?\""}, Update);
  update.options->title_option =
      update.command->add_option("--title", update.options->title, "The new title");
  update.options->description_option = update.command->add_option(
      "--description", update.options->description, "The new description; \"\" takes it away");
  update.command->add_option("--etag", update.options->etag,
                             "Only if it is still this version (from show --json)");

  const auto advance = AddVerb<AdvanceOptions>(
      *noun, chosen, "advance",
      "Go to another phase: scoring, voting, or closed (which counts the ballots)",
      {"plenum deliberation advance scoring",
       "plenum deliberation advance voting --method ranked-pairs-margins --unranked not-compared",
       "plenum deliberation advance closed --yes"},
      Advance);
  advance.command
      ->add_option("PHASE", advance.options->phase,
                   "draft, collecting, scoring, discussing, revising, voting, closed or published")
      ->required()
      // The description is what completion offers.
      ->check(CheckPhase, "{draft,collecting,scoring,discussing,revising,voting,closed,published}");
  advance.command->add_option("--method", advance.options->method,
                              "Counting rule, fixed when the vote is opened: schulze-winning "
                              "(default) or another one of `plenum tally --methods`");
  advance.command
      ->add_option("--unranked", advance.options->unranked,
                   "How measures that a ballot leaves out are read: tied-last (default) or "
                   "not-compared")
      ->check(CLI::IsMember({"tied-last", "not-compared"}));
  advance.command->add_option("--etag", advance.options->etag, "Only if it is still this version");
  advance.command->add_flag("--yes,-y", advance.options->yes, "Do not ask");
  advance.command->add_flag("--without-criteria", advance.options->without_criteria,
                            "Close even when the ranking by the criteria cannot be read");

  AddVerb<NoOptions>(app, chosen, "turnout", "Say how many have voted",
                     {"plenum turnout", "plenum turnout --json"}, ShowTurnout);
}

}  // namespace plenum::cli
