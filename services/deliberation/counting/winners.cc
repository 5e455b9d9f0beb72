// How firm the winners of elections, points and committees are.
#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/counted.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/counting/meek.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/report/score_margin.h"
#include "services/deliberation/tally/report/winners.h"

namespace plenum::counting {
namespace {

// Other rules than the examined one are left out of a report when they would take more steps, as
// each family counts them below: some seconds.
constexpr int64_t kMostSteps = 200'000'000;
// Of Equal Shares with increments, for each approval and option: some hundred runs.
constexpr int64_t kStepsOfIncrements = 1'000;
// Searches look at so many partial committees, times the approvals; samples at fewer.
constexpr int64_t kSearchSteps = 20'000'000;
constexpr int64_t kSampleSearchSteps = 1'000'000;
constexpr int64_t kMostNodes = 100'000;
constexpr int64_t kFewestNodes = 100;
constexpr int64_t kMostCommittees = 100;

template <typename Enum>
std::string WordOf(Enum rule, const google::protobuf::EnumDescriptor* type, size_t prefix) {
  std::string word = type->FindValueByNumber(rule)->name().substr(prefix);
  for (char& c : word) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
  return word;
}

template <typename Profile>
std::vector<int64_t> CountsOf(const Profile& profile) {
  std::vector<int64_t> counts;
  counts.reserve(profile.groups().size());
  for (const auto& group : profile.groups()) counts.push_back(group.count);
  return counts;
}

// The ballots, each group so often as `counts` says. OUT_OF_RANGE: a sample passes 2^53 ballots.
template <typename Profile, typename Ballot>
absl::StatusOr<Profile> Drawn(Profile drawn, const Profile& all, std::span<const int64_t> counts,
                              const Ballot& ballot) {
  for (size_t g = 0; g < counts.size(); ++g) {
    if (counts[g] == 0) continue;
    const absl::Status added = drawn.Add(ballot(all.groups()[g]), counts[g]);
    if (!added.ok()) return added;
  }
  return drawn;
}

// What one count by a rule takes, and as what product.
struct Work {
  int64_t steps;
  std::string_view product;
};

math::RuleUnderTest LeftOut(std::string name, std::string_view product) {
  return {
      std::move(name),
      [product = std::string(product)](std::span<const int64_t>) -> absl::StatusOr<math::Winners> {
        return absl::InvalidArgumentError(
            absl::StrCat("left out, for it would take long on so many ballots: ", product,
                         " is more than ", kMostSteps, "; count by it alone"));
      }};
}

// The rules of one family for a report: the examined one first, with how it counts samples.
struct Family {
  std::vector<math::RuleUnderTest> rules;
  math::RuleUnderTest sampled;
};

// The examined rule, then the others from `first` to `last`.
template <typename Enum>
std::vector<Enum> ExaminedFirst(Enum examined, Enum first, int last) {
  std::vector<Enum> rules = {examined};
  for (int rule = first; rule <= last; ++rule) {
    if (rule != examined) rules.push_back(static_cast<Enum>(rule));
  }
  return rules;
}

absl::StatusOr<wire::CheckRobustnessResponse> Report(std::span<const int64_t> counts,
                                                     const Field& field, const Family& family,
                                                     const std::string& seed, int samples,
                                                     const base::Workers& workers,
                                                     const base::Stopped& stopped) {
  math::RobustnessOptions options;
  if (!seed.empty()) options.seed = seed;
  if (samples != 0) options.samples = samples;
  options.workers = workers;
  options.workers.stopped = stopped;
  const int n = static_cast<int>(field.names().size());
  const auto report = math::CheckWinners(counts, n, family.rules, family.sampled, options);
  if (!report.ok()) return report.status();
  wire::CheckRobustnessResponse response;
  wire::WinnersReport& winners = *response.mutable_winners();
  for (size_t i = 0; i < report->outcomes.size(); ++i) {
    const auto& outcome = report->outcomes[i];
    auto* rule = winners.add_rules();
    rule->set_rule(outcome.rule);
    rule->set_refusal(outcome.refusal);
    if (!outcome.winners) continue;
    AddOptions(outcome.winners->elected, rule->mutable_elected());
    AddOptions(outcome.winners->level, rule->mutable_level());
    rule->set_unproven(!outcome.winners->proven);
    winners.set_rules_counted(winners.rules_counted() + 1);
    for (size_t j = i + 1; j < report->outcomes.size(); ++j) {
      if (!report->shared[i][j]) continue;
      auto* shared = winners.add_agreements();
      shared->set_first(outcome.rule);
      shared->set_second(report->outcomes[j].rule);
      shared->set_shared(*report->shared[i][j]);
    }
  }
  for (int option = 0; option < n; ++option) {
    auto* stability = winners.add_options();
    stability->set_option(option);
    stability->set_rules(report->elected_by[static_cast<size_t>(option)]);
    stability->set_samples(report->elected_in[static_cast<size_t>(option)]);
  }
  winners.set_same_winners(report->same_winners);
  winners.set_unproven_samples(report->unproven_samples);
  response.set_samples(report->samples);
  response.set_seed(options.seed);
  return response;
}

// The margin of a rule that adds up points, where the votes decide all seats.
void FillPointsMargin(const wire::RuleWinners& examined, const math::PointBallots& ballots,
                      int option_count, wire::CheckRobustnessResponse& response) {
  math::FlipMargin margin;
  margin.at_most = 0;
  if (examined.level().empty()) {
    const std::vector<math::OptionIndex> elected(examined.elected().begin(),
                                                 examined.elected().end());
    margin = math::PointsFlipMargin(ballots, option_count, elected);
  }
  FillMargin(margin, response.mutable_margin());
}

std::optional<math::ScoreMarginRule> MarginRuleOf(wire::ScoreRule rule) {
  switch (rule) {
    case wire::SCORE_RULE_MEAN:
      return math::ScoreMarginRule::kMean;
    case wire::SCORE_RULE_STAR:
      return math::ScoreMarginRule::kStar;
    case wire::SCORE_RULE_MAJORITY_JUDGMENT:
      return math::ScoreMarginRule::kMajorityJudgment;
    default:
      return std::nullopt;
  }
}

// ---- single transferable vote

absl::StatusOr<math::Winners> ElectedBy(const SeatsRequest& request) {
  const auto field = FieldOf(request);
  if (!field.ok()) return field.status();
  math::Winners winners;
  const auto fill = [&](const auto& result) -> absl::Status {
    if (!result.ok()) return result.status();
    winners.elected = field->standing().NumbersOf(result->elected);
    if (result->held && !result->events.empty()) {
      winners.level = field->standing().NumbersOf(result->events.back().tied);
    }
    return absl::OkStatus();
  };
  const absl::Status status = request.rule >= wire::STV_RULE_MEEK_SHARED
                                  ? fill(CountMeekShared(request, *field))
                                  : fill(CountElection(request, *field));
  if (!status.ok()) return status;
  std::ranges::sort(winners.elected);
  std::ranges::sort(winners.level);
  std::erase_if(winners.level, [&](math::OptionIndex option) {
    return std::ranges::binary_search(winners.elected, option);
  });
  return winners;
}

// Rounds look at all ballots, one for each option; iterations for each digit and elected option.
Work WorkOf(wire::StvRule rule, const SeatsRequest& request) {
  const int64_t once = std::ssize(request.profile.groups()) * request.profile.option_count();
  const int64_t iterated = once * request.profile.option_count();
  switch (rule) {
    case wire::STV_RULE_MEEK:
    case wire::STV_RULE_MEEK_PRF:
    case wire::STV_RULE_WARREN:
      return {iterated, "distinct ballots x options x options"};
    case wire::STV_RULE_MEEK_SHARED:
    case wire::STV_RULE_MEEK_SHARED_ROUNDED:
      return {iterated * request.seats * 10, "distinct ballots x options x options x seats x 10"};
    case wire::STV_RULE_MEEK_SHARED_EXACT:
      return {iterated * request.seats * 80, "distinct ballots x options x options x seats x 80"};
    default:
      return {once * 4, "distinct ballots x options x 4"};
  }
}

// ---- points

absl::StatusOr<math::Winners> ElectedBy(const ScoresRequest& request) {
  const auto counted = CountByScores(request);
  if (!counted.ok()) return counted.status();
  math::Winners winners;
  const auto take = [&](const auto& result) {
    winners.elected = result.winners;
    winners.level = result.undecided;
  };
  if (const auto* bloc = std::get_if<math::BlocStarResult>(&counted->result)) {
    take(*bloc);
  } else if (const auto* seats = std::get_if<math::SeatsResult>(&counted->result)) {
    take(*seats);
  } else {
    const auto first = RankingOf(*counted)->ranking.tier(0);
    (first.size() == 1 ? winners.elected : winners.level).assign(first.begin(), first.end());
  }
  std::ranges::sort(winners.elected);
  std::ranges::sort(winners.level);
  return winners;
}

// ---- committees

absl::StatusOr<math::Winners> ElectedBy(const CommitteeRequest& request) {
  const auto counted = CountCommittee(request);
  if (!counted.ok()) return counted.status();
  const math::CommitteeResult& result = counted->result;
  std::vector<size_t> committees(counted->field.names().size(), 0);  // by option: that have it
  for (const auto& committee : result.committees) {
    for (const math::OptionIndex member : committee) ++committees[static_cast<size_t>(member)];
  }
  math::Winners winners;
  winners.proven = result.proven && result.complete;
  for (size_t option = 0; option < committees.size(); ++option) {
    if (committees[option] == 0) continue;
    (committees[option] == result.committees.size() ? winners.elected : winners.level)
        .push_back(static_cast<math::OptionIndex>(option));
  }
  return winners;
}

Work WorkOf(wire::CommitteeRule rule, int64_t approvals, int64_t seats, int64_t options) {
  switch (rule) {
    case wire::COMMITTEE_RULE_REVERSE_SEQUENTIAL_PAV:
    case wire::COMMITTEE_RULE_E_PLURIBUS_HUGO:
      return {approvals * options * 2, "approvals x options x 2"};
    case wire::COMMITTEE_RULE_MAXIMIN_SUPPORT:
      return {approvals * seats * options * 20, "approvals x seats x options x 20"};
    case wire::COMMITTEE_RULE_MINIMAX_PHRAGMEN:
    case wire::COMMITTEE_RULE_LEXIMAX_PHRAGMEN:
    case wire::COMMITTEE_RULE_MONROE:
      return {approvals * seats * 1000, "approvals x seats x 1000"};
    default:
      return {approvals * seats * 20, "approvals x seats x 20"};
  }
}

// ---- packages

absl::StatusOr<math::Winners> ElectedBy(const PackageRequest& request) {
  const auto counted = CountPackage(request);
  if (!counted.ok()) return counted.status();
  math::Winners winners;
  for (const math::BudgetStep& step : counted->result.steps) {
    if (step.outcome == math::BudgetOutcome::kFunded) winners.elected.push_back(step.option);
  }
  std::ranges::sort(winners.elected);
  if (counted->result.held && !counted->result.events.empty()) {
    winners.level = counted->result.events.back().tied;
    std::erase_if(winners.level, [&](math::OptionIndex option) {
      return std::ranges::binary_search(winners.elected, option);
    });
  }
  return winners;
}

int64_t Nodes(int64_t steps, int64_t approvals, int64_t options) {
  return std::clamp(steps / (approvals + options), kFewestNodes, kMostNodes);
}

}  // namespace

absl::StatusOr<wire::CheckRobustnessResponse> CheckRobustness(const SeatsRequest& request,
                                                              const std::string& seed, int samples,
                                                              const base::Workers& workers) {
  const auto field = FieldOf(request);
  if (!field.ok()) return field.status();
  const math::Profile& all = request.profile;
  const wire::StvRule examined =
      request.rule == wire::STV_RULE_UNSPECIFIED ? wire::STV_RULE_SCOTTISH : request.rule;
  Family family;
  for (const wire::StvRule rule :
       ExaminedFirst(examined, wire::STV_RULE_SCOTTISH, wire::StvRule_MAX)) {
    std::string name = WordOf(rule, wire::StvRule_descriptor(), 9);
    const Work work = WorkOf(rule, request);
    if (rule != examined && work.steps > kMostSteps) {
      family.rules.push_back(LeftOut(std::move(name), work.product));
      continue;
    }
    const auto count = [&request, &all, rule](std::span<const int64_t> counts) {
      const auto drawn =
          Drawn(*math::Profile::Create(all.option_count(), all.unranked()), all, counts,
                [](const math::BallotGroup& group) { return group.ranking; });
      if (!drawn.ok()) return absl::StatusOr<math::Winners>(drawn.status());
      return ElectedBy(SeatsRequest{*drawn, request.names, request.seats, rule, request.tie_policy,
                                    request.withdrawn, request.stopped});
    };
    family.rules.push_back({std::move(name), count, work.steps});
  }
  family.sampled = family.rules[0];
  auto response = Report(CountsOf(all), *field, family, seed, samples, workers, request.stopped);
  if (response.ok()) field->Restore(*response);
  return response;
}

absl::StatusOr<wire::CheckRobustnessResponse> CheckRobustness(const ScoresRequest& request,
                                                              const std::string& seed, int samples,
                                                              const base::Workers& workers) {
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  if (!wire::ScoreRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const math::ScoreProfile& all = request.profile;
  const wire::ScoreRule examined =
      request.rule == wire::SCORE_RULE_UNSPECIFIED ? wire::SCORE_RULE_SUM : request.rule;
  // Rules with one winner beside each other, and those with several.
  const bool several = examined >= wire::SCORE_RULE_BLOC_STAR;
  const wire::ScoreRule first = several ? wire::SCORE_RULE_BLOC_STAR : wire::SCORE_RULE_SUM;
  const int last = several ? wire::ScoreRule_MAX : wire::SCORE_RULE_BLOC_STAR - 1;
  const int64_t steps = std::ssize(all.groups()) * all.option_count() * request.seats * 4;
  Family family;
  for (const wire::ScoreRule rule : ExaminedFirst(examined, first, last)) {
    const auto count = [&request, &all, rule](std::span<const int64_t> counts) {
      const auto drawn = Drawn(*math::ScoreProfile::Create(all.option_count(), all.range()), all,
                               counts, [](const math::ScoreGroup& group) { return group.scores; });
      if (!drawn.ok()) return absl::StatusOr<math::Winners>(drawn.status());
      return ElectedBy(ScoresRequest{*drawn, request.names, rule, request.seats, request.tie_policy,
                                     request.withdrawn, request.stopped});
    };
    family.rules.push_back({WordOf(rule, wire::ScoreRule_descriptor(), 11), count, steps});
  }
  family.sampled = family.rules[0];
  const std::vector<int64_t> counts = CountsOf(all);
  auto response = Report(counts, *field, family, seed, samples, workers, request.stopped);
  if (!response.ok()) return response;
  if (examined == wire::SCORE_RULE_SUM) {
    const std::vector<math::OptionIndex>& standing = field->standing().options();
    const auto points = [&](size_t g, math::OptionIndex option) -> int64_t {
      const auto given =
          all.groups()[g].scores[static_cast<size_t>(standing[static_cast<size_t>(option)])];
      return given.value_or(all.range().lowest);
    };
    FillPointsMargin(response->winners().rules(0),
                     {counts, points, all.range().highest - all.range().lowest},
                     static_cast<int>(standing.size()), *response);
  } else if (const auto rule = MarginRuleOf(examined)) {
    const auto margin =
        math::FindScoreFlipMargin(Ballots(*field, all).get(), *rule, request.stopped);
    if (!margin.ok()) return margin.status();
    FillMargin(*margin, response->mutable_margin());
  }
  field->Restore(*response);
  return response;
}

absl::StatusOr<wire::CheckRobustnessResponse> CheckRobustness(const CommitteeRequest& request,
                                                              const std::string& seed, int samples,
                                                              const base::Workers& workers) {
  const auto field = Field::Create(request, request.profile.option_count());
  if (!field.ok()) return field.status();
  if (!wire::CommitteeRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const math::ApprovalProfile& all = request.profile;
  const wire::CommitteeRule examined = request.rule == wire::COMMITTEE_RULE_UNSPECIFIED
                                           ? wire::COMMITTEE_RULE_EQUAL_SHARES
                                           : request.rule;
  int64_t approvals = 1;
  for (const auto& group : all.groups()) approvals += std::ssize(group.approved);
  const auto counter = [&](wire::CommitteeRule rule, int64_t nodes) {
    return [&request, &all, rule, nodes](std::span<const int64_t> counts) {
      const auto drawn = Drawn(*math::ApprovalProfile::Create(all.option_count()), all, counts,
                               [](const math::ApprovalGroup& group) { return group.approved; });
      if (!drawn.ok()) return absl::StatusOr<math::Winners>(drawn.status());
      return ElectedBy(CommitteeRequest{*drawn, request.names, request.seats, rule,
                                        request.tie_policy,
                                        request.most_committees.value_or(kMostCommittees), nodes,
                                        request.withdrawn, request.stopped});
    };
  };
  const int64_t most_nodes = request.most_nodes.value_or(kMostNodes);
  const auto nodes = [&](int64_t steps) {
    return std::min(most_nodes, Nodes(steps, approvals, all.option_count()));
  };
  Family family;
  for (const wire::CommitteeRule rule :
       ExaminedFirst(examined, wire::COMMITTEE_RULE_APPROVAL, wire::CommitteeRule_MAX)) {
    std::string name = WordOf(rule, wire::CommitteeRule_descriptor(), 15);
    const Work work = WorkOf(rule, approvals, request.seats, all.option_count());
    if (rule != examined && work.steps > kMostSteps) {
      family.rules.push_back(LeftOut(std::move(name), work.product));
      continue;
    }
    family.rules.push_back({std::move(name), counter(rule, nodes(kSearchSteps)), work.steps});
  }
  const Work work = WorkOf(examined, approvals, request.seats, all.option_count());
  family.sampled = {family.rules[0].name, counter(examined, nodes(kSampleSearchSteps)), work.steps};
  const std::vector<int64_t> counts = CountsOf(all);
  auto response = Report(counts, *field, family, seed, samples, workers, request.stopped);
  if (!response.ok()) return response;
  if (examined == wire::COMMITTEE_RULE_APPROVAL || examined == wire::COMMITTEE_RULE_BLOCK) {
    const std::vector<math::OptionIndex>& standing = field->standing().options();
    const auto points = [&](size_t g, math::OptionIndex option) -> int64_t {
      const auto& approved = all.groups()[g].approved;
      return std::ranges::binary_search(approved, standing[static_cast<size_t>(option)]) ? 1 : 0;
    };
    FillPointsMargin(response->winners().rules(0), {counts, points, 1},
                     static_cast<int>(standing.size()), *response);
  }
  field->Restore(*response);
  return response;
}

absl::StatusOr<wire::CheckRobustnessResponse> CheckRobustness(const PackageRequest& request,
                                                              const std::string& seed, int samples,
                                                              const base::Workers& workers) {
  if (!wire::PackageRule_IsValid(request.rule)) {
    return absl::InvalidArgumentError("the rule is not known");
  }
  const auto counted = CountPackage(request);
  if (!counted.ok()) return counted.status();
  const math::BudgetElection& all = request.election;
  const wire::PackageRule examined = request.rule == wire::PACKAGE_RULE_UNSPECIFIED
                                         ? wire::PACKAGE_RULE_EQUAL_SHARES
                                         : request.rule;
  int64_t approvals = 1;
  for (const auto& group : all.groups()) approvals += std::ssize(group.points);
  Family family;
  for (const wire::PackageRule rule :
       ExaminedFirst(examined, wire::PACKAGE_RULE_GREEDY_VOTES, wire::PackageRule_MAX)) {
    const auto count = [&request, &all, rule](std::span<const int64_t> counts) {
      const auto drawn = all.Drawn(counts);
      if (!drawn.ok()) return absl::StatusOr<math::Winners>(drawn.status());
      return ElectedBy(PackageRequest{*drawn, request.names, rule, request.tie_policy,
                                      request.withdrawn, request.stopped});
    };
    std::string name = WordOf(rule, wire::PackageRule_descriptor(), 13);
    const bool many_runs = rule == wire::PACKAGE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION;
    const int64_t steps = approvals * all.option_count() * (many_runs ? kStepsOfIncrements : 4);
    if (rule != examined && steps > kMostSteps) {
      family.rules.push_back(LeftOut(std::move(name), "increments x approvals x options"));
      continue;
    }
    family.rules.push_back({std::move(name), count, steps});
  }
  family.sampled = family.rules[0];
  auto response =
      Report(CountsOf(all), counted->field, family, seed, samples, workers, request.stopped);
  if (response.ok()) counted->field.Restore(*response);
  return response;
}

}  // namespace plenum::counting
