// ranking show, why, sensitivity, agenda, audit, evidence, watch.
#include <cmath>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/outcome_view.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "services/common/rpc/status.h"

namespace plenum::cli {
namespace {

using scoring::v1::EvaluationOptions;

constexpr int kBar = 12;
constexpr std::chrono::hours kStreamTime{1};

struct RankingOptions {
  std::string group = "mean";
  std::string weights = "criteria";
  std::vector<std::string> member_weights;  // "NAME=2"
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
};

struct AgendaOptions {
  RankingOptions how;
  int items = 10;
};

struct WatchOptions {
  RankingOptions how;
  long long count = 0;
};

constexpr std::pair<const char*, scoring::v1::GroupRule> kGroupRules[] = {
    {"mean", scoring::v1::GROUP_RULE_MEAN},
    {"median", scoring::v1::GROUP_RULE_MEDIAN},
    {"trimmed", scoring::v1::GROUP_RULE_TRIMMED_MEAN},
    {"geometric", scoring::v1::GROUP_RULE_GEOMETRIC_MEAN},
    {"totals", scoring::v1::GROUP_RULE_INDIVIDUAL_TOTALS}};

std::string GroupWord(scoring::v1::GroupRule rule) {
  for (const auto& [word, each] : kGroupRules) {
    if (each == rule) return word;
  }
  return "mean";
}

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
  for (const auto& [word, rule] : kGroupRules) {
    if (options.group == word) message.set_group_rule(rule);
  }
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

void PrintNote(Session& session, std::string_view note, Style style = Style::kPlain) {
  for (const auto& line : text::Wrap(note, session.terminal().width)) {
    session.out() << session.terminal().Paint(style, line) << "\n";
  }
}

std::string Percent(double share) { return text::Number(share * 100, 0) + " %"; }

std::string Signed(double value) { return (value < 0 ? "" : "+") + text::Fixed(value, 3); }

// The names that a command shows.
struct Names {
  std::vector<Candidate> measures;
  std::vector<Candidate> criteria;
  std::vector<Candidate> members;
};

absl::StatusOr<Names> ReadNames(Session& session) {
  const auto measures = session.Measures();
  if (!measures.ok()) return measures.status();
  const auto criteria = session.Criteria();
  if (!criteria.ok()) return criteria.status();
  const auto members = session.Members();
  if (!members.ok()) return members.status();
  return Names{CandidatesOf(*measures), CandidatesOf(*criteria), CandidatesOf(*members)};
}

// Who counts as more than one member.
void PrintMemberWeights(Session& session, const EvaluationOptions& options,
                        const std::vector<Candidate>& members) {
  if (options.member_weights().empty()) return;
  std::string line;
  for (const auto& each : options.member_weights()) {
    absl::StrAppend(&line, line.empty() ? "" : ", ", TitleOf(members, each.member()), " counts as ",
                    each.weight());
  }
  PrintNote(session, line + "; everybody else as one member.", Style::kDim);
}

// Asks about the deliberation and prints the answer, as JSON or by `print`.
template <class Request, class Response>
absl::Status AskAndPrint(Session& session, Request request,
                         grpc::Status (Scorings::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                         void (*print)(Session&, const Response&, const Names&)) {
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
template <class Request, class Response>
absl::Status AskAndPrint(Session& session, const RankingOptions& how, Request request,
                         grpc::Status (Scorings::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                         void (*print)(Session&, const Response&, const Names&)) {
  const auto options = ToMessage(session, how);
  if (!options.ok()) return options.status();
  *request.mutable_options() = *options;
  return AskAndPrint(session, std::move(request), method, print);
}

void PrintRanking(Session& session, const scoring::v1::EvaluateRankingResponse& response,
                  const Names& names) {
  const auto& ranking = response.ranking();
  PrintCriteriaRanking(session, ranking, names.measures, names.criteria, true);
  session.out() << "\n";
  PrintNote(session,
            absl::StrCat("Scores of ", text::Count(ranking.member_count(), "member"), " by their ",
                         GroupWord(ranking.options().group_rule()),
                         "; totals from 0 to 1, with what each criterion adds."),
            Style::kDim);
  PrintMemberWeights(session, ranking.options(), names.members);
  if (ranking.missing_cells() > 0) {
    PrintNote(session, absl::StrCat("Nobody scored ", text::Count(ranking.missing_cells(), "cell"),
                                    " (?): such a place is open, between the best and the worst "
                                    "that the missing scores could give."));
  }
  for (const auto& measure : ranking.measures()) {
    for (const auto& criterion : measure.failed_floors()) {
      PrintNote(session,
                absl::StrCat(text::Printable(measure.title()), " is below the floor of ",
                             TitleOf(names.criteria, criterion), "."),
                Style::kWarning);
    }
  }
}

absl::Status Show(Session& session, const RankingOptions& options) {
  return AskAndPrint(session, options, scoring::v1::EvaluateRankingRequest(),
                     &Scorings::EvaluateRanking, PrintRanking);
}

void PrintWhy(Session& session, const scoring::v1::ExplainRankingResponse& response,
              const Names& names) {
  PrintNote(session, text::Printable(response.reason()), Style::kStrong);
  Table table({{"Criterion", Align::kLeft, true},
               {"Weight", Align::kRight},
               {"Value", Align::kRight},
               {"Other's", Align::kRight},
               {"Adds", Align::kRight}});
  for (const auto& criterion : response.criteria()) {
    table.Add({text::Printable(criterion.title()), Percent(criterion.weight()),
               text::Fixed(criterion.value(), 2), text::Fixed(criterion.other_value(), 2),
               Cell(Signed(criterion.difference()),
                    criterion.difference() < 0 ? Style::kWarning : Style::kPlain)});
  }
  session.out() << "\n" << table.Render(session.terminal());
  if (!response.members().empty()) {
    Table members({{"Member", Align::kLeft, true}, {"Adds", Align::kRight}});
    for (const auto& member : response.members()) {
      members.Add({TitleOf(names.members, member.member()), Signed(member.difference())});
    }
    session.out() << "\n" << members.Render(session.terminal());
  }
  session.out() << "\n";
  if (response.flips().empty()) {
    PrintNote(session,
              "No change of one weight, of one score or of one member would turn them round.");
  }
  for (const auto& flip : response.flips()) {
    std::string sentence = flip.sentence();
    if (!flip.member().empty()) {
      absl::StrAppend(&sentence, " (", TitleOf(names.members, flip.member()), ")");
    }
    PrintNote(session, text::Printable(sentence));
  }
  PrintMemberWeights(session, response.options(), names.members);
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

void PrintSensitivity(Session& session, const scoring::v1::AnalyzeSensitivityResponse& response,
                      const Names& names) {
  Table table({{"", Align::kRight},
               {"Measure", Align::kLeft, true},
               {"First", Align::kRight},
               {""},
               {"Top 3", Align::kRight}});
  for (const auto& measure : response.measures()) {
    double top = 0;
    for (int rank = 0; rank < std::min(3, measure.rank_acceptability_size()); ++rank) {
      top += measure.rank_acceptability(rank);
    }
    const double first = measure.rank_acceptability(0);
    table.Add({LabelOf(names.measures, measure.measure(), kMeasure),
               text::Printable(measure.title()), Percent(first),
               Cell(text::Bar(first, kBar, session.terminal().unicode), Style::kAccent),
               Percent(top)});
  }
  session.out() << table.Render(session.terminal()) << "\n";
  PrintNote(session,
            response.clear_winner().empty()
                ? "No clear winner: no measure is first in half of the draws."
                : absl::StrCat(TitleOf(names.measures, response.clear_winner()),
                               " is first in most of the draws."),
            Style::kStrong);
  for (const auto& range : response.weight_ranges()) {
    std::string line = absl::StrCat("It stays first while ", text::Printable(range.title()),
                                    " weighs ", Percent(range.low()), " to ", Percent(range.high()),
                                    " (now ", Percent(range.weight()), ")");
    if (!range.rival_below().empty()) {
      absl::StrAppend(&line, "; below, ", TitleOf(names.measures, range.rival_below()));
    }
    if (!range.rival_above().empty()) {
      absl::StrAppend(&line, "; above, ", TitleOf(names.measures, range.rival_above()));
    }
    PrintNote(session, line + ".");
  }
  if (!response.left_out().empty()) {
    PrintNote(session,
              absl::StrCat(text::Count(response.left_out_size(), "measure"),
                           " took no part, for want of scores."),
              Style::kWarning);
  }
  PrintNote(session,
            absl::StrCat(response.samples(), " draws of the weights",
                         response.drew_members() ? " and members" : "", ", seed ", response.seed(),
                         ", standard error up to ",
                         text::Number(response.standard_error() * 100, 1), " %."),
            Style::kDim);
  PrintMemberWeights(session, response.options(), names.members);
}

absl::Status Sensitivity(Session& session, const SensitivityOptions& options) {
  scoring::v1::AnalyzeSensitivityRequest request;
  request.set_draw_members(options.members);
  request.set_spread(options.spread);
  request.set_samples(options.samples);
  request.set_seed(options.seed);
  return AskAndPrint(session, options.how, request, &Scorings::AnalyzeSensitivity,
                     PrintSensitivity);
}

void PrintAgenda(Session& session, const scoring::v1::GetAgendaResponse& response,
                 const Names& names) {
  if (response.items().empty()) session.out() << "Nobody disagrees on anything.\n";
  int number = 0;
  for (const auto& item : response.items()) {
    const bool facts = item.kind() == scoring::v1::AGENDA_KIND_SCORES;
    session.out() << session.terminal().Paint(
                         Style::kStrong,
                         absl::StrCat(++number, ". ",
                                      facts ? text::Printable(item.measure_title()) + ", " : "",
                                      text::Printable(item.criterion_title()),
                                      facts ? "" : ": how much it matters"))
                  << "\n";
    std::string said;
    for (const auto& each : item.numbers()) {
      absl::StrAppend(&said, said.empty() ? "   " : ", ", TitleOf(names.members, each.member()),
                      " ", facts ? text::Number(each.value()) : Percent(each.value()));
    }
    PrintNote(session, said, Style::kDim);
  }
  session.out() << "\n";
  for (const auto& camp : response.camps()) {
    std::string line = "Camp of ";
    for (int m = 0; m < camp.members_size(); ++m) {
      absl::StrAppend(&line, m > 0 ? ", " : "", TitleOf(names.members, camp.members(m)));
    }
    line += ": first ";
    for (int m = 0; m < camp.first_size(); ++m) {
      absl::StrAppend(&line, m > 0 ? " = " : "", TitleOf(names.measures, camp.first(m)));
    }
    PrintNote(session, line);
  }
  if (!response.common_choice().empty()) {
    PrintNote(
        session,
        absl::StrCat("Both could live with: ", TitleOf(names.measures, response.common_choice())),
        Style::kStrong);
  }
  std::string agreement;
  if (response.agreement().has_kendall_w()) {
    absl::StrAppend(&agreement, "Kendall's W ", text::Number(response.agreement().kendall_w(), 2));
  }
  if (response.agreement().has_alpha()) {
    absl::StrAppend(&agreement, agreement.empty() ? "" : ", ", "Krippendorff's alpha ",
                    text::Number(response.agreement().alpha(), 2));
  }
  if (!agreement.empty()) PrintNote(session, agreement + ".", Style::kDim);
  PrintMemberWeights(session, response.options(), names.members);
}

absl::Status Agenda(Session& session, const AgendaOptions& options) {
  scoring::v1::GetAgendaRequest request;
  request.set_max_items(options.items);
  return AskAndPrint(session, options.how, request, &Scorings::GetAgenda, PrintAgenda);
}

void PrintAudit(Session& session, const scoring::v1::AuditRankingResponse& response,
                const Names& names) {
  Table table({{"Method"}, {"Group"}, {"First", Align::kLeft, true}, {"Agreement", Align::kRight}});
  for (const auto& run : response.runs()) {
    std::string first = run.refused().empty() ? "" : absl::StrCat("not run: ", run.refused());
    for (const auto& measure : run.first()) {
      absl::StrAppend(&first, first.empty() ? "" : " = ",
                      LabelOf(names.measures, measure, kMeasure), " ",
                      TitleOf(names.measures, measure));
    }
    table.Add({run.method(), GroupWord(run.group_rule()),
               Cell(first, run.refused().empty() ? Style::kPlain : Style::kDim),
               run.has_agreement() ? text::Fixed(run.agreement(), 2) : "-"});
  }
  session.out() << table.Render(session.terminal()) << "\n";
  PrintNote(
      session,
      absl::StrCat("The first of the additive model holds in ", Percent(response.share()),
                   " of the runs; agreement is Kendall's tau-b with it, 1 for the same order."),
      Style::kStrong);
  PrintMemberWeights(session, response.options(), names.members);
}

absl::Status Audit(Session& session, const RankingOptions& options) {
  return AskAndPrint(session, options, scoring::v1::AuditRankingRequest(), &Scorings::AuditRanking,
                     PrintAudit);
}

void PrintEvidence(Session& session, const scoring::v1::GetEvidenceResponse& response,
                   const Names& names) {
  Table table({{"", Align::kRight},
               {"Measure", Align::kLeft, true},
               {"Scores", Align::kRight},
               {"With reason", Align::kRight},
               {"With quote", Align::kRight},
               {"Stale", Align::kRight}});
  for (const auto& measure : response.measures()) {
    table.Add({LabelOf(names.measures, measure.measure(), kMeasure),
               text::Printable(measure.title()), std::to_string(measure.scores()),
               std::to_string(measure.with_reason()), std::to_string(measure.with_quote()),
               std::to_string(measure.with_stale_quote())});
  }
  session.out() << table.Render(session.terminal());
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
  auto call = session.CallOptions();
  if (!call.ok()) return call.status();
  call->deadline = kStreamTime;
  const auto stub = session.StubOf<Scorings>();
  if (!stub.ok()) return stub.status();
  // A stream that is cut goes on where it was.
  return rpc::Retry(*call, [&](grpc::ClientContext* context) {
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
  });
}

}  // namespace

void AddRankingCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "ranking", "See the ranking by the criteria, and what it rests on");
  const auto show = AddVerb<RankingOptions>(
      *noun, chosen, "show", "Show the ranking by the criteria, with what each criterion adds",
      {"plenum ranking show", "plenum ranking show --group median --member-weight Ada=2"}, Show);
  AddHow(*show.command, *show.options);
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
