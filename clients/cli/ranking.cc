// ranking show, why, sensitivity, agenda, audit, evidence, watch.
#include <cmath>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/ranking_view.h"
#include "clients/cli/text.h"
#include "services/common/rpc/status.h"

namespace plenum::cli {
namespace {

using scoring::v1::EvaluationOptions;

constexpr std::chrono::hours kStreamTime{1};

struct RankingOptions {
  std::string group = "mean";
  std::string weights = "criteria";
  std::vector<std::string> member_weights;  // "NAME=2"
};

struct ShowOptions {
  RankingOptions how;
  bool csv = false;
};

struct WhyOptions {
  RankingOptions how;
  std::string measure;
  std::string other;
};

struct SensitivityOptions {
  RankingOptions how;
  bool members = false;
  double spread = 0;
  int samples = 10'000;
  std::uint64_t seed = 1;
  double clear_winner = 0.5;
};

struct AgendaOptions {
  RankingOptions how;
  int items = 10;
};

struct WatchOptions {
  RankingOptions how;
  long long count = 0;
};

// What "NAME=2" says. The name may itself hold an equals sign.
absl::StatusOr<scoring::v1::MemberWeight> ReadMemberWeight(Session& session,
                                                           const std::string& said) {
  scoring::v1::MemberWeight weight;
  const auto at = said.rfind('=');
  std::int32_t number = 0;
  if (at == std::string::npos || at == 0 || !absl::SimpleAtoi(said.substr(at + 1), &number)) {
    return UsageError(absl::StrCat("--member-weight ", said,
                                   ": write MEMBER=NUMBER with a whole number, for example Ada=2"));
  }
  const auto member = session.FindMember(said.substr(0, at));
  if (!member.ok()) return member.status();
  weight.set_member(member->name());
  weight.set_weight(number);
  return weight;
}

absl::StatusOr<EvaluationOptions> ToMessage(Session& session, const RankingOptions& options) {
  EvaluationOptions message;
  for (const std::string& said : options.member_weights) {
    const auto weight = ReadMemberWeight(session, said);
    if (!weight.ok()) return weight.status();
    *message.add_member_weights() = *weight;
  }
  message.set_group_rule(GroupRuleOf(options.group));
  message.set_weight_rule(options.weights == "members" ? scoring::v1::WEIGHT_RULE_MEMBERS
                                                       : scoring::v1::WEIGHT_RULE_CRITERIA);
  return message;
}

void AddHow(CLI::App& command, RankingOptions& options) {
  command
      .add_option("--group", options.group,
                  "How members' scores become the group's: mean (the default), median, trimmed, "
                  "geometric, or totals (each member's own, then their mean)")
      ->check(CLI::IsMember({"mean", "median", "trimmed", "geometric", "totals"}));
  command
      .add_option(
          "--weights", options.weights,
          "criteria: those of the criteria (the default); members: the mean of what members "
          "said with `plenum weight set`")
      ->check(CLI::IsMember({"criteria", "members"}));
  command
      .add_option("--member-weight", options.member_weights,
                  "MEMBER=NUMBER: this member counts as so many members (a whole number, for "
                  "example Ada=2); may be given several times")
      ->allow_extra_args(false);
}

absl::StatusOr<Names> ReadNames(Session& session) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  return Names{CandidatesOf(*measures), CandidatesOf(*criteria), CandidatesOf(*members)};
}

// Asks about the deliberation and prints the answer, as JSON or by `print`.
template <class Request, class Response, class Print>
absl::Status AskAndPrint(Session& session, Request request,
                         grpc::Status (Scorings::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                         const Print& print) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  request.set_parent(who->deliberation);
  const auto response = session.Call(method, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const auto names = ReadNames(session);
  if (!names.ok()) return names.status();
  print(session, *response, *names);
  return absl::OkStatus();
}

// Asks about the deliberation, fills in how the ranking is made, and prints the answer, as JSON or
// by `print`.
template <class Request, class Response, class Print>
absl::Status AskAndPrint(Session& session, const RankingOptions& how, Request request,
                         grpc::Status (Scorings::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                         const Print& print) {
  const auto options = ToMessage(session, how);
  if (!options.ok()) return options.status();
  *request.mutable_options() = *options;
  return AskAndPrint(session, std::move(request), method, print);
}

absl::Status Show(Session& session, const ShowOptions& options) {
  return AskAndPrint(session, options.how, scoring::v1::EvaluateRankingRequest(),
                     &Scorings::EvaluateRanking, options.csv ? PrintRankingCsv : PrintRanking);
}

absl::Status Why(Session& session, const WhyOptions& options) {
  const auto measure = session.FindMeasure(options.measure);
  if (!measure.ok()) return measure.status();
  const auto other = session.FindMeasure(options.other);
  if (!other.ok()) return other.status();
  scoring::v1::ExplainRankingRequest request;
  request.set_measure(measure->name());
  request.set_other(other->name());
  return AskAndPrint(session, options.how, request, &Scorings::ExplainRanking, PrintWhy);
}

absl::Status Sensitivity(Session& session, const SensitivityOptions& options) {
  scoring::v1::AnalyzeSensitivityRequest request;
  request.set_draw_members(options.members);
  request.set_spread(options.spread);
  request.set_samples(options.samples);
  request.set_seed(options.seed);
  request.set_clear_winner(options.clear_winner);
  return AskAndPrint(session, options.how, request, &Scorings::AnalyzeSensitivity,
                     [&](Session& to, const auto& response, const Names& names) {
                       PrintSensitivity(to, response, names, options.clear_winner);
                     });
}

absl::Status Agenda(Session& session, const AgendaOptions& options) {
  scoring::v1::GetAgendaRequest request;
  request.set_max_items(options.items);
  return AskAndPrint(session, options.how, request, &Scorings::GetAgenda, PrintAgenda);
}

absl::Status Audit(Session& session, const RankingOptions& options) {
  return AskAndPrint(session, options, scoring::v1::AuditRankingRequest(), &Scorings::AuditRanking,
                     PrintAudit);
}

absl::Status Evidence(Session& session, const NoOptions&) {
  return AskAndPrint(session, scoring::v1::GetEvidenceRequest(), &Scorings::GetEvidence,
                     PrintEvidence);
}

void PrintStep(Session& session, const scoring::v1::WatchRankingResponse& step,
               const std::vector<Candidate>& members) {
  if (step.changes().empty() && step.causes().empty()) {
    for (const auto& measure : step.ranking().measures()) {
      session.out() << text::PadLeft(std::to_string(measure.position()), 3) << "  "
                    << text::Printable(measure.title()) << "\n";
    }
    if (!step.has_ranking()) session.out() << "There is nothing to rank by yet.\n";
    PrintMemberWeights(session, step.ranking().options(), members);
  }
  for (const auto& cause : step.causes()) {
    const bool scores = cause.kind() == scoring::v1::RANKING_CAUSE_KIND_SCORES_SET;
    session.out() << session.terminal().Paint(
                         Style::kDim,
                         absl::StrCat(TitleOf(members, cause.actor()),
                                      scores ? " entered scores" : " changed the rules"))
                  << "\n";
  }
  for (const auto& change : step.changes()) {
    session.out() << "  " << text::Printable(change.title()) << ": place "
                  << (change.old_position() == 0 ? "-" : std::to_string(change.old_position()))
                  << " -> "
                  << (change.new_position() == 0 ? "-" : std::to_string(change.new_position()))
                  << ", total " << text::Fixed(change.old_total(), 3) << " -> "
                  << text::Fixed(change.new_total(), 3) << "\n";
  }
  session.out() << std::flush;
}

absl::Status Watch(Session& session, const WatchOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  scoring::v1::WatchRankingRequest request;
  request.set_parent(who->deliberation);
  const auto how = ToMessage(session, options.how);
  if (!how.ok()) return how.status();
  *request.mutable_options() = *how;
  long long steps = 0;
  bool done = false;
  const auto stub = session.StubOf<Scorings>();
  if (!stub.ok()) return stub.status();
  const auto follow = [&](grpc::ClientContext* context) {
    const auto reader = (*stub)->WatchRanking(context, request);
    scoring::v1::WatchRankingResponse step;
    while (!done && reader->Read(&step)) {
      request.set_resume_token(step.resume_token());
      if (!step.has_ranking() && step.causes().empty() && steps > 0) continue;  // it lives
      ++steps;
      if (session.json()) {
        session.PrintJsonLine(step).IgnoreError();
      } else {
        PrintStep(session, step, CandidatesOf(*members));
      }
      done = options.count > 0 && steps >= options.count;
    }
    if (done) context->TryCancel();
    const grpc::Status status = reader->Finish();
    return done ? grpc::Status::OK : status;
  };
  // A stream that is cut goes on where it was, and one whose token has ended with the next one.
  for (;;) {
    auto call = session.CallOptions();
    if (!call.ok()) return call.status();
    call->deadline = kStreamTime;
    absl::Status status = rpc::Retry(*call, follow);
    if (!Session::TokenHasEnded(status) || !session.Renew().ok()) return status;
  }
}

}  // namespace

void AddRankingCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "ranking", "See the ranking by the criteria, and what it rests on");
  const auto show = AddVerb<ShowOptions>(
      *noun, chosen, "show", "Show the ranking by the criteria, with what each criterion adds",
      {"plenum ranking show", "plenum ranking show --group median --member-weight Ada=2",
       "plenum ranking show --csv > ranking.csv"},
      Show);
  show.command->add_flag("--csv", show.options->csv, "Print it as CSV, for a spreadsheet");
  AddHow(*show.command, show.options->how);
  const auto why = AddVerb<WhyOptions>(
      *noun, chosen, "why", "Say why one measure is above another, and what would turn them round",
      {"plenum ranking why m3 m1", "plenum ranking why hotlines reductions --json"}, Why);
  why.command->add_option("MEASURE", why.options->measure, "Number, title or id")->required();
  why.command->add_option("OTHER", why.options->other, "Number, title or id")->required();
  AddHow(*why.command, why.options->how);
  const auto sensitivity = AddVerb<SensitivityOptions>(
      *noun, chosen, "sensitivity", "Say how sure it is, over all weights (SMAA)",
      {"plenum ranking sensitivity", "plenum ranking sensitivity --members --spread 0.1 --seed 7"},
      Sensitivity);
  sensitivity.command->add_flag("--members", sensitivity.options->members,
                                "Draw the members anew too, with replacement");
  sensitivity.command
      ->add_option("--spread", sensitivity.options->spread,
                   "Error of every group value, as a share of the scale (0 to 1)")
      ->check(CLI::Range(0.0, 1.0));
  sensitivity.command
      ->add_option("--samples", sensitivity.options->samples, "Number of draws (10000)")
      ->check(CLI::Range(1, 1'000'000));
  sensitivity.command->add_option("--seed", sensitivity.options->seed,
                                  "The same seed gives the same figures (1)");
  sensitivity.command
      ->add_option("--clear-winner", sensitivity.options->clear_winner,
                   "The share of first places that makes a clear winner, above 0 to 1 (0.5)")
      ->check(CLI::Range(0.001, 1.0));
  AddHow(*sensitivity.command, sensitivity.options->how);
  const auto agenda = AddVerb<AgendaOptions>(
      *noun, chosen, "agenda", "Say what to talk about: where members disagree and it matters",
      {"plenum ranking agenda", "plenum ranking agenda --items 3"}, Agenda);
  agenda.command->add_option("--items", agenda.options->items, "At most this many (10)")
      ->check(CLI::Range(1, 1000));
  AddHow(*agenda.command, agenda.options->how);
  const auto audit = AddVerb<RankingOptions>(
      *noun, chosen, "audit", "Rank the same scores by every method and group rule",
      {"plenum ranking audit", "plenum ranking audit --weights members --json"}, Audit);
  AddHow(*audit.command, *audit.options);
  AddVerb<NoOptions>(*noun, chosen, "evidence", "Say which scores lean on reasons and quotes",
                     {"plenum ranking evidence"}, Evidence);
  const auto watch = AddVerb<WatchOptions>(
      *noun, chosen, "watch", "Follow the ranking while scores arrive",
      {"plenum ranking watch", "plenum ranking watch --count 5 --json"}, Watch);
  watch.command->add_option("--count", watch.options->count, "End after this many steps")
      ->check(CLI::Range(1LL, 1LL << 40));
  AddHow(*watch.command, watch.options->how);
}

}  // namespace plenum::cli
