// rules set, show; plan set, show, clear; delegation set, show, remove.
#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "clients/cli/commands.h"
#include "clients/cli/rules_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Deliberation;
using deliberation::v1::Phase;
using deliberation::v1::VotingRules;

struct RulesOptions {
  std::string method;
  std::string unranked;
  std::string ties;
  std::string seed;
  std::string secrecy;
  int quorum = 0;
  std::string quorum_of = "people";
  std::string threshold;
  std::string baseline;
  std::int64_t budget = 0;
  std::vector<std::string> costs;
  std::string package_rule;
  CLI::Option* quorum_option = nullptr;
  CLI::Option* budget_option = nullptr;
};

struct PlanOptions {
  std::vector<std::string> phases;
  std::vector<std::string> ends;
};

struct DelegateOptions {
  std::string member;
};

void Say(Session& session, std::string_view words, Style style = Style::kPlain) {
  for (const auto& line : text::Wrap(words, session.terminal().width)) {
    session.out() << session.terminal().Paint(style, line) << "\n";
  }
}

absl::StatusOr<Deliberation> Change(Session& session, Deliberation changed, const char* path) {
  deliberation::v1::UpdateDeliberationRequest request;
  *request.mutable_deliberation() = std::move(changed);
  request.mutable_update_mask()->add_paths(path);
  request.set_request_id(NewRequestId());
  auto response = session.Call(&Deliberations::UpdateDeliberation, request);
  if (!response.ok()) return response.status();
  return response->deliberation();
}

// --- rules
// ----------------------------------------------------------------------------------------

absl::StatusOr<std::string> MeasureOf(Session& session, const std::string& word) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto candidates = CandidatesOf(*measures);
  const auto at = Resolve(word, candidates, kMeasure);
  if (!at.ok()) return at.status();
  return candidates[*at].name;
}

absl::Status SetWords(const RulesOptions& options, VotingRules& rules) {
  if (!options.method.empty()) {
    const auto method = counting::MethodOf(options.method);
    if (!method) {
      return UsageError(absl::StrCat("there is no method \"", text::Printable(options.method),
                                     "\"; `plenum tally --methods` lists them"));
    }
    rules.set_method(*method);
  }
  if (options.unranked == "tied-last") rules.set_unranked(tally::v1::UNRANKED_TIED_LAST);
  if (options.unranked == "not-compared") rules.set_unranked(tally::v1::UNRANKED_NOT_COMPARED);
  if (!options.ties.empty()) rules.clear_tie_seed();
  if (options.ties == "shared") rules.set_tie_rule(deliberation::v1::TIE_RULE_SHARED);
  if (options.ties == "listed") rules.set_tie_rule(deliberation::v1::TIE_RULE_LISTED);
  if (options.ties == "drawn") rules.set_tie_rule(deliberation::v1::TIE_RULE_DRAWN);
  if (!options.seed.empty()) rules.set_tie_seed(options.seed);
  if (options.secrecy == "detached") rules.set_secrecy(deliberation::v1::SECRECY_DETACHED);
  if (options.secrecy == "open") rules.set_secrecy(deliberation::v1::SECRECY_OPEN);
  if (options.threshold == "none") {
    rules.clear_threshold();
    rules.clear_baseline();
  }
  if (options.threshold == "majority") rules.set_threshold(deliberation::v1::THRESHOLD_MAJORITY);
  if (options.threshold == "two-thirds") {
    rules.set_threshold(deliberation::v1::THRESHOLD_TWO_THIRDS);
  }
  if (options.quorum_option->count() > 0) {
    rules.clear_quorum();
    if (options.quorum != 0) {
      rules.mutable_quorum()->set_percent(options.quorum);
      rules.mutable_quorum()->set_basis(options.quorum_of == "weights"
                                            ? deliberation::v1::QUORUM_BASIS_WEIGHTS
                                            : deliberation::v1::QUORUM_BASIS_ROLL);
    }
  }
  return absl::OkStatus();
}

// "m3=100", or a title in the place of m3.
absl::Status SetCost(Session& session, const std::string& word, VotingRules& rules) {
  const std::size_t equals = word.rfind('=');
  std::int64_t cost = 0;
  if (equals == std::string::npos || !absl::SimpleAtoi(word.substr(equals + 1), &cost)) {
    return UsageError(absl::StrCat("\"", text::Printable(word),
                                   "\" is no cost; it takes MEASURE=NUMBER, for example m3=100"));
  }
  const auto measure = MeasureOf(session, word.substr(0, equals));
  if (!measure.ok()) return measure.status();
  for (auto& known : *rules.mutable_package()->mutable_costs()) {
    if (known.measure() != *measure) continue;
    known.set_cost(cost);
    return absl::OkStatus();
  }
  auto* added = rules.mutable_package()->add_costs();
  added->set_measure(*measure);
  added->set_cost(cost);
  return absl::OkStatus();
}

absl::Status SetPackage(Session& session, const RulesOptions& options, VotingRules& rules) {
  if (options.budget_option->count() > 0) {
    if (options.budget == 0) {
      rules.clear_package();
      return absl::OkStatus();
    }
    rules.mutable_package()->set_budget(options.budget);
  }
  if (!options.package_rule.empty()) {
    const auto rule = counting::PackageRuleOf(options.package_rule);
    if (!rule) {
      return UsageError(absl::StrCat("there is no rule \"", text::Printable(options.package_rule),
                                     "\" for packages; `plenum tally --methods` lists them"));
    }
    rules.mutable_package()->set_rule(*rule);
  }
  for (const std::string& cost : options.costs) {
    if (auto set = SetCost(session, cost, rules); !set.ok()) return set;
  }
  return absl::OkStatus();
}

absl::Status PrintRules(Session& session, const VotingRules& rules) {
  std::vector<Candidate> measures;
  if (!rules.baseline().empty()) {
    const auto listed = session.Measures();
    if (!listed.ok()) return listed.status();
    measures = CandidatesOf(*listed);
  }
  Table table({{""}, {"", Align::kLeft, true}});
  AddRules(rules, table, measures);
  session.out() << table.Render(session.terminal(), 2);
  return absl::OkStatus();
}

absl::Status SetRules(Session& session, const RulesOptions& options) {
  auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  VotingRules& rules = *deliberation->mutable_planned_rules();
  if (auto set = SetWords(options, rules); !set.ok()) return set;
  if (!options.baseline.empty()) {
    const auto measure = MeasureOf(session, options.baseline);
    if (!measure.ok()) return measure.status();
    rules.set_baseline(*measure);
  }
  if (auto set = SetPackage(session, options, rules); !set.ok()) return set;
  const auto changed = Change(session, *std::move(deliberation), "planned_rules");
  if (!changed.ok()) return changed.status();
  if (session.json()) return session.PrintJson(changed->planned_rules());
  Say(session, "The next vote:");
  return PrintRules(session, changed->planned_rules());
}

absl::Status ShowRules(Session& session, const NoOptions&) {
  const auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  const bool open = deliberation->phase() == deliberation::v1::PHASE_VOTING;
  const VotingRules& rules = open ? deliberation->rules() : deliberation->planned_rules();
  if (session.json()) return session.PrintJson(rules);
  Say(session, open ? "The vote, fixed since it was opened:" : "The next vote, as planned:");
  return PrintRules(session, rules);
}

// --- plan
// -----------------------------------------------------------------------------------------

absl::StatusOr<Phase> PhaseOf(std::string_view word) {
  if (const auto phase = ParsePhase(word)) return *phase;
  return UsageError(absl::StrCat("\"", text::Printable(word), "\" is no phase; they are ",
                                 std::string(kPhaseWords)));
}

// "2026-12-01 18:00" here, or with a time zone as RFC 3339 has it.
std::optional<absl::Time> ParseTime(std::string_view word) {
  const absl::string_view text(word.data(), word.size());
  absl::Time time;
  std::string error;
  for (const char* form : {"%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S"}) {
    if (absl::ParseTime(form, text, absl::LocalTimeZone(), &time, &error)) return time;
  }
  for (const char* form : {absl::RFC3339_full, "%Y-%m-%dT%H:%M%Ez"}) {
    if (absl::ParseTime(form, text, &time, &error)) return time;
  }
  return std::nullopt;
}

// "voting=2026-12-01 18:00".
absl::Status SetEnd(const std::string& word, Deliberation& changed) {
  const std::size_t equals = word.find('=');
  const auto phase = PhaseOf(word.substr(0, equals));
  if (!phase.ok()) return phase.status();
  const auto time = equals == std::string::npos ? std::nullopt : ParseTime(word.substr(equals + 1));
  if (!time) {
    return UsageError(absl::StrCat("\"", text::Printable(word),
                                   "\" is no end of a phase; it takes PHASE=TIME, for example "
                                   "\"voting=2026-12-01 18:00\""));
  }
  for (auto& planned : *changed.mutable_plan()) {
    if (planned.phase() != *phase) continue;
    planned.mutable_end_time()->set_seconds(absl::ToUnixSeconds(*time));
    return absl::OkStatus();
  }
  return UsageError(absl::StrCat("the plan has no phase ", std::string(PhaseWord(*phase)),
                                 "; give the phases with --phases"));
}

absl::Status PrintPlan(Session& session, const Deliberation& deliberation) {
  if (deliberation.plan().empty()) {
    Say(session, "There is no plan: the facilitator goes from phase to phase.");
    return absl::OkStatus();
  }
  Table table({{""}, {"Phase"}, {"Ends", Align::kLeft, true}});
  for (const auto& planned : deliberation.plan()) {
    const bool now = planned.phase() == deliberation.phase();
    const bool last = &planned == &*deliberation.plan().rbegin();
    table.Add({now ? "now" : "", std::string(PhaseWord(planned.phase())),
               planned.has_end_time() ? TimeWord(planned.end_time())
               : last                 ? std::string("-")
                                      : std::string("when the facilitator goes on")});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

absl::Status SetPlan(Session& session, const PlanOptions& options) {
  auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  if (!options.phases.empty()) {
    deliberation->clear_plan();
    for (const std::string& words : options.phases) {
      for (const auto word : absl::StrSplit(words, ',', absl::SkipWhitespace())) {
        const auto phase = PhaseOf({word.data(), word.size()});
        if (!phase.ok()) return phase.status();
        deliberation->add_plan()->set_phase(*phase);
      }
    }
  } else if (options.ends.empty()) {
    return UsageError("say what to plan: --phases, --end, or both");
  } else if (deliberation->plan().empty()) {
    return UsageError("there is no plan yet; begin with --phases draft,scoring,voting,closed");
  }
  for (const std::string& end : options.ends) {
    if (auto set = SetEnd(end, *deliberation); !set.ok()) return set;
  }
  const auto changed = Change(session, *std::move(deliberation), "plan");
  if (!changed.ok()) return changed.status();
  if (session.json()) return session.PrintJson(*changed);
  return PrintPlan(session, *changed);
}

absl::Status ShowPlan(Session& session, const NoOptions&) {
  const auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  if (session.json()) return session.PrintJson(*deliberation);
  return PrintPlan(session, *deliberation);
}

absl::Status ClearPlan(Session& session, const NoOptions&) {
  auto deliberation = session.GetDeliberation();
  if (!deliberation.ok()) return deliberation.status();
  deliberation->clear_plan();
  const auto changed = Change(session, *std::move(deliberation), "plan");
  if (!changed.ok()) return changed.status();
  if (session.json()) return session.PrintJson(*changed);
  return PrintPlan(session, *changed);
}

// --- delegation
// -----------------------------------------------------------------------------------

absl::StatusOr<std::string> NameOfMember(const std::vector<Candidate>& members,
                                         const std::string& name) {
  for (const Candidate& member : members) {
    if (member.name == name) return text::Printable(member.title);
  }
  return text::Printable(LastSegment(name));
}

absl::Status ShowDelegation(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::GetDelegationRequest request;
  request.set_parent(who->deliberation);
  const auto response = session.Call(&Deliberations::GetDelegation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  const auto candidates = CandidatesOf(*members);
  if (response->delegate().empty()) {
    Say(session, "You delegate to nobody.");
  } else {
    Say(session, absl::StrCat("The ballot of ", *NameOfMember(candidates, response->delegate()),
                              " counts for you as well, as long as you cast none yourself."));
  }
  for (const std::string& delegator : response->delegators()) {
    Say(session, absl::StrCat(*NameOfMember(candidates, delegator),
                              " delegates to you: your ballot counts for both."));
  }
  return absl::OkStatus();
}

absl::Status SetDelegation(Session& session, const DelegateOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  const auto candidates = CandidatesOf(*members);
  const auto at = Resolve(options.member, candidates, kMember);
  if (!at.ok()) return at.status();
  deliberation::v1::SetDelegationRequest request;
  request.set_parent(who->deliberation);
  request.set_delegate(candidates[*at].name);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::SetDelegation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Say(session, absl::StrCat("The ballot of ", text::Printable(candidates[*at].title),
                            " counts for you as well, as long as you cast none yourself. `plenum "
                            "delegation remove` takes that back until the vote is closed."));
  return absl::OkStatus();
}

absl::Status RemoveDelegation(Session& session, const NoOptions&) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::DeleteDelegationRequest request;
  request.set_parent(who->deliberation);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Deliberations::DeleteDelegation, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  Say(session, "You delegate to nobody.");
  return absl::OkStatus();
}

void AddRulesCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "rules", "Plan how the next vote is held and counted");
  AddVerb<NoOptions>(*noun, chosen, "show", "Show the rules of the open vote, or of the next one",
                     {"plenum rules show"}, ShowRules);
  const auto set = AddVerb<RulesOptions>(
      *noun, chosen, "set", "Change some of the rules; they are fixed when the vote is opened",
      {"plenum rules set --quorum 50 --threshold two-thirds --baseline m1",
       "plenum rules set --ties drawn --seed \"dice of 4 May: 3 1 6\"",
       "plenum rules set --secrecy open",
       "plenum rules set --budget 1000 --cost m1=300 --cost m2=650"},
      SetRules);
  RulesOptions& options = *set.options;
  CLI::App& command = *set.command;
  command.add_option("--method", options.method,
                     "Counting rule, for example schulze-winning (`plenum tally --methods`)");
  command
      .add_option("--unranked", options.unranked, "How measures are read that a ballot leaves out")
      ->check(CLI::IsMember({"tied-last", "not-compared"}));
  command.add_option("--ties", options.ties, "What separates measures that the count leaves level")
      ->check(CLI::IsMember({"shared", "listed", "drawn"}));
  command.add_option("--seed", options.seed,
                     "Text that ties are drawn from; the server draws one when left out");
  command.add_option("--secrecy", options.secrecy, "Whether ballots are published with names")
      ->check(CLI::IsMember({"detached", "open"}));
  options.quorum_option =
      command.add_option("--quorum", options.quorum, "Percent that has to vote; 0 for no quorum")
          ->check(CLI::Range(0, 100));
  command.add_option("--quorum-of", options.quorum_of, "What the quorum is a share of")
      ->check(CLI::IsMember({"people", "weights"}));
  command.add_option("--threshold", options.threshold, "Votes that the decision needs")
      ->check(CLI::IsMember({"none", "majority", "two-thirds"}));
  command.add_option("--baseline", options.baseline,
                     "Measure for \"leave things as they are\", which the threshold compares with");
  options.budget_option =
      command.add_option("--budget", options.budget,
                         "Choose a package of measures for at most that; 0 for no package");
  command.add_option("--cost", options.costs, "What a measure costs: m3=100; once for each")
      ->allow_extra_args(false);
  command.add_option("--package-rule", options.package_rule,
                     "How the package is chosen; equal-shares when left out");
}

void AddPlanCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "plan", "Plan the phases and when they end");
  AddVerb<NoOptions>(*noun, chosen, "show", "Show the phases and their ends", {"plenum plan show"},
                     ShowPlan);
  const auto set = AddVerb<PlanOptions>(
      *noun, chosen, "set", "Choose the phases, and when the server goes on by itself",
      {"plenum plan set --phases draft,scoring,discussing,revising,voting,closed",
       "plenum plan set --end \"voting=2026-12-01 18:00\"",
       "plenum plan set --end voting=2026-12-01T18:00:00+01:00"},
      SetPlan);
  set.command->add_option("--phases", set.options->phases,
                          "The phases in their order, with commas: of draft, collecting, scoring, "
                          "discussing, revising, voting, closed, published");
  set.command->add_option("--end", set.options->ends, "PHASE=TIME, local time; once for each phase")
      ->allow_extra_args(false);
  AddVerb<NoOptions>(*noun, chosen, "clear", "Go from phase to phase by hand",
                     {"plenum plan clear"}, ClearPlan);
}

void AddDelegationCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "delegation", "Let another member's ballot count for you");
  AddVerb<NoOptions>(*noun, chosen, "show", "Show to whom you delegate, and who to you",
                     {"plenum delegation show"}, ShowDelegation);
  const auto set = AddVerb<DelegateOptions>(
      *noun, chosen, "set", "Delegate to a member, until you take it back or vote yourself",
      {"plenum delegation set Ana", "plenum delegation set p3"}, SetDelegation);
  set.command->add_option("MEMBER", set.options->member, "Number, id or name of the member")
      ->required();
  AddVerb<NoOptions>(*noun, chosen, "remove", "Delegate to nobody", {"plenum delegation remove"},
                     RemoveDelegation);
}

}  // namespace

void AddPlanningCommands(CLI::App& app, Action& chosen) {
  AddPlanCommands(app, chosen);
  AddRulesCommands(app, chosen);
  AddDelegationCommands(app, chosen);
}

}  // namespace plenum::cli
