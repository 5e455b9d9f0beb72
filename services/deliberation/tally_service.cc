#include "services/deliberation/tally_service.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/text_field.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/tally/ranking.h"

namespace plenum::deliberation {
namespace {

namespace math = plenum::tally;
namespace wire = tally::v1;

constexpr int kMaxTallyOptions = 1000;
// An answer tells every option's votes at every stage, and there are stages for every option.
constexpr int kMaxElectionOptions = 200;
constexpr int kMaxBallotGroups = 100'000;
constexpr std::int64_t kMaxOptionLength = 200;
constexpr int kMaxSamples = 1000;
// Steps of one count, groups x options^2: a few seconds of one core.
constexpr std::int64_t kMaxPairwiseSteps = 2'000'000'000;
// The same where all methods and samples are counted.
constexpr std::int64_t kMaxReportSteps = 300'000'000;
constexpr int kMaxReportOptions = 100;
// Elections, whose rules take more for a step, and each its own.
constexpr std::int64_t kMaxElectionReportSteps = 30'000'000;
// Committees look at each approval for each seat, again for each tied committee that is followed
// and each node of a search; these keep a call to a few seconds of one core. Packages look at each
// approval for each option.
constexpr std::int64_t kMaxApprovalSteps = 100'000;
constexpr std::int64_t kCommitteeSteps = 200'000;
constexpr std::int64_t kMostCommittees = 100;
constexpr std::int64_t kSearchSteps = 10'000'000;
constexpr std::int64_t kMostNodes = 100'000;
constexpr std::int64_t kMaxPackageSteps = 5'000'000;
// Rules that go down from all options look at each approval for each option that goes; maximin
// support balances the ballots for each option at each seat.
constexpr std::int64_t kMaxEliminationSteps = 5'000'000;
constexpr std::int64_t kMaxSupportSteps = 10'000'000;
// Meek's method with shared ties, whose cost on a tie grows with the elected options in it.
constexpr std::int64_t kMaxSharedSteps = 20'000'000;
// The same in fractions that grow with every iteration.
constexpr std::int64_t kMaxExactSteps = 2'500'000;

absl::Status FromMath(const absl::Status& status) {
  if (status.ok() || absl::IsInternal(status)) return status;
  if (absl::IsCancelled(status)) {
    return base::DeadlinePassed(
        "the count takes longer than the call's deadline; give it more time, or "
        "choose a rule that takes less");
  }
  return base::Error(status.code(),
                     absl::IsResourceExhausted(status) ? common::v1::ERROR_REASON_LIMIT_REACHED
                                                       : common::v1::ERROR_REASON_INVALID_FIELDS,
                     absl::StrCat(status.message()));
}

template <typename Response>
absl::StatusOr<Response> Answer(absl::StatusOr<Response> counted) {
  if (!counted.ok()) return FromMath(counted.status());
  return counted;
}

std::int64_t CountOf(std::int64_t count) { return count == 0 ? 1 : count; }

void CheckOptionTexts(const google::protobuf::RepeatedPtrField<std::string>& options,
                      base::FieldViolations& bad) {
  if (options.empty() || options.size() > kMaxTallyOptions) {
    bad.Add("options", absl::StrCat("has ", options.size(), "; give 1 to ", kMaxTallyOptions));
  }
  std::set<std::string> seen;
  for (int i = 0; i < options.size(); ++i) {
    const std::string field = absl::StrCat("options[", i, "]");
    resource::CheckText(field, options[i], {.min = 1, .max = kMaxOptionLength}, bad);
    if (!seen.insert(options[i]).second) {
      bad.Add(field, absl::StrCat("\"", options[i], "\" stands there twice"));
    }
  }
}

void CheckGroups(int groups, int options, std::int64_t most_steps, base::FieldViolations& bad) {
  if (groups > kMaxBallotGroups) {
    bad.Add("ballots", absl::StrCat("has ", groups, " groups; at most ", kMaxBallotGroups,
                                    ", equal ballots go into one group"));
  }
  if (std::int64_t{options} * options * groups > most_steps) {
    bad.Add("ballots", absl::StrCat("are too many for ", options,
                                    " options; groups x options x options may be ", most_steps));
  }
}

const std::string& NameOf(const std::string& option) { return option; }
const std::string& NameOf(const wire::PackageOption& option) { return option.title(); }

template <typename Request>
void CheckWithdrawn(const Request& request, base::FieldViolations& bad) {
  std::set<int> seen;
  const int n = request.options_size();
  for (int i = 0; i < request.withdrawn_size(); ++i) {
    const int option = request.withdrawn(i);
    const std::string field = absl::StrCat("withdrawn[", i, "]");
    if (option < 0 || option >= n) {
      bad.Add(field, absl::StrCat("there is no option ", option));
    } else if (!seen.insert(option).second) {
      bad.Add(field, absl::StrCat("\"", NameOf(request.options(option)), "\" stands there twice"));
    }
  }
  if (n > 0 && std::ssize(seen) == n) {
    bad.Add("withdrawn", "all options have withdrawn: there is nothing to count");
  }
}

template <typename Request>
std::vector<int> WithdrawnOf(const Request& request) {
  return {request.withdrawn().begin(), request.withdrawn().end()};
}

absl::StatusOr<math::Ranking> ToRanking(const wire::BallotGroup& group, int options) {
  std::vector<std::vector<int>> tiers;
  for (const auto& tier : group.tiers()) {
    tiers.emplace_back(tier.options().begin(), tier.options().end());
  }
  return math::Ranking::Create(options, tiers);
}

// Adds the ballots; mistakes go to `bad`, with the ballot's place. Totals beyond 2^53 are an error
// of the whole.
template <typename Groups, typename Add>
absl::Status AddBallots(const Groups& groups, base::FieldViolations& bad, const Add& add) {
  for (int b = 0; b < groups.size(); ++b) {
    const absl::Status added = add(groups[b]);
    if (absl::IsOutOfRange(added)) return FromMath(added);
    if (!added.ok()) bad.Add(absl::StrCat("ballots[", b, "]"), absl::StrCat(added.message()));
  }
  return bad.empty() ? absl::OkStatus() : bad.ToStatus();
}

// The ballots of a request, or its mistakes.
absl::StatusOr<math::Profile> ReadRanked(const wire::TallyRequest& request,
                                         std::int64_t most_steps) {
  base::FieldViolations bad;
  const int n = request.options_size();
  CheckOptionTexts(request.options(), bad);
  CheckGroups(request.ballots_size(), n, most_steps, bad);
  if (!wire::Method_IsValid(request.method())) bad.Add("method", "is not known");
  if (!wire::Unranked_IsValid(request.unranked())) bad.Add("unranked", "is not known");
  CheckWithdrawn(request, bad);
  if (!bad.empty()) return bad.ToStatus();
  auto profile = math::Profile::Create(n, counting::ToMath(request.unranked()));
  if (!profile.ok()) return FromMath(profile.status());
  const absl::Status added = AddBallots(request.ballots(), bad, [&](const auto& group) {
    const auto ranking = ToRanking(group, n);
    return ranking.ok() ? profile->Add(*ranking, CountOf(group.count())) : ranking.status();
  });
  if (!added.ok()) return added;
  return profile;
}

std::int64_t ApprovalsOf(const wire::ElectCommitteeRequest& request) {
  std::int64_t approvals = 0;
  for (const auto& group : request.ballots()) approvals += group.approved_size();
  return approvals;
}

// What a committee's rule does, in approvals looked at, and how much of that a call may ask for.
struct CommitteeWork {
  std::int64_t steps;
  std::int64_t most;
  std::string_view product;
};

CommitteeWork WorkOf(const wire::ElectCommitteeRequest& request) {
  const std::int64_t approvals = ApprovalsOf(request);
  const std::int64_t seats = std::max(request.seats(), 1);
  const std::int64_t options = request.options_size();
  switch (request.rule()) {
    case wire::COMMITTEE_RULE_REVERSE_SEQUENTIAL_PAV:
    case wire::COMMITTEE_RULE_E_PLURIBUS_HUGO:
      return {approvals * options, kMaxEliminationSteps, "approvals x options"};
    case wire::COMMITTEE_RULE_MAXIMIN_SUPPORT:
      return {approvals * seats * options, kMaxSupportSteps, "approvals x seats x options"};
    default:
      return {approvals * seats, kMaxApprovalSteps, "approvals x seats"};
  }
}

void CheckCommitteeWork(const wire::ElectCommitteeRequest& request, base::FieldViolations& bad) {
  const std::int64_t approvals = ApprovalsOf(request);
  const CommitteeWork work = WorkOf(request);
  // Every rule looks at each approval for each seat at least once.
  const bool plain = approvals * std::max(request.seats(), 1) > kMaxApprovalSteps;
  if (!plain && work.steps <= work.most) return;
  bad.Add("ballots", absl::StrCat("have ", approvals, " approvals of ", request.options_size(),
                                  " options for ", request.seats(), " seats; ",
                                  plain ? "approvals x seats" : std::string(work.product),
                                  " may be ", plain ? kMaxApprovalSteps : work.most,
                                  " by this rule, equal ballots go into one group"));
}

absl::StatusOr<math::ApprovalProfile> ReadApprovals(const wire::ElectCommitteeRequest& request) {
  base::FieldViolations bad;
  CheckOptionTexts(request.options(), bad);
  CheckGroups(request.ballots_size(), 1, kMaxPairwiseSteps, bad);
  CheckCommitteeWork(request, bad);
  if (!wire::CommitteeRule_IsValid(request.rule())) bad.Add("rule", "is not known");
  CheckWithdrawn(request, bad);
  if (!bad.empty()) return bad.ToStatus();
  auto profile = math::ApprovalProfile::Create(request.options_size());
  if (!profile.ok()) return FromMath(profile.status());
  const absl::Status added = AddBallots(request.ballots(), bad, [&](const auto& group) {
    return profile->Add({group.approved().begin(), group.approved().end()}, CountOf(group.count()));
  });
  if (!added.ok()) return added;
  return profile;
}

absl::StatusOr<math::Scores> ToScores(
    const wire::ScoreBallotGroup& group,
    const google::protobuf::RepeatedPtrField<std::string>& options) {
  math::Scores scores(static_cast<size_t>(options.size()));
  for (const auto& score : group.scores()) {
    if (score.option() < 0 || score.option() >= options.size()) {
      return absl::InvalidArgumentError(absl::StrCat("there is no option ", score.option()));
    }
    auto& place = scores[static_cast<size_t>(score.option())];
    if (place) {
      return absl::InvalidArgumentError(
          absl::StrCat("\"", options[score.option()], "\" has points twice"));
    }
    place = score.score();
  }
  return scores;
}

absl::StatusOr<math::ScoreProfile> ReadScores(const wire::TallyScoresRequest& request,
                                              std::int64_t most_steps = kMaxPairwiseSteps) {
  base::FieldViolations bad;
  const int n = request.options_size();
  CheckOptionTexts(request.options(), bad);
  CheckGroups(request.ballots_size(), n, most_steps, bad);
  if (!wire::ScoreRule_IsValid(request.rule())) bad.Add("rule", "is not known");
  if (request.grades_size() > kMaxTallyOptions) {
    bad.Add("grades",
            absl::StrCat("has ", request.grades_size(), "; give at most ", kMaxTallyOptions));
  }
  for (int i = 0; i < request.grades_size(); ++i) {
    resource::CheckText(absl::StrCat("grades[", i, "]"), request.grades(i),
                        {.min = 1, .max = kMaxOptionLength}, bad);
  }
  CheckWithdrawn(request, bad);
  if (!bad.empty()) return bad.ToStatus();
  auto profile = math::ScoreProfile::Create(n, {request.lowest(), request.highest()});
  if (!profile.ok()) return FromMath(profile.status());
  const absl::Status added = AddBallots(request.ballots(), bad, [&](const auto& group) {
    const auto scores = ToScores(group, request.options());
    return scores.ok() ? profile->Add(*scores, CountOf(group.count())) : scores.status();
  });
  if (!added.ok()) return added;
  return profile;
}

// Exclusions are given by option, from either side; a group of two for each pair.
std::vector<std::vector<int>> ExclusionsOf(const wire::SelectPackageRequest& request) {
  std::set<std::vector<int>> pairs;
  for (int i = 0; i < request.options_size(); ++i) {
    for (const int other : request.options(i).exclusions()) {
      pairs.insert({std::min(i, other), std::max(i, other)});
    }
  }
  return {pairs.begin(), pairs.end()};
}

absl::StatusOr<math::BudgetElection> ReadPackage(const wire::SelectPackageRequest& request) {
  base::FieldViolations bad;
  google::protobuf::RepeatedPtrField<std::string> titles;
  for (const auto& option : request.options()) *titles.Add() = option.title();
  CheckOptionTexts(titles, bad);
  CheckGroups(request.ballots_size(), 1, kMaxPairwiseSteps, bad);
  std::int64_t approvals = 0;
  for (const auto& group : request.ballots()) approvals += group.approved_size();
  if (approvals * request.options_size() > kMaxPackageSteps) {
    bad.Add("ballots", absl::StrCat("have ", approvals, " approvals of ", request.options_size(),
                                    " options; approvals x options may be ", kMaxPackageSteps,
                                    ", equal ballots go into one group"));
  }
  if (!wire::PackageRule_IsValid(request.rule())) bad.Add("rule", "is not known");
  CheckWithdrawn(request, bad);
  if (!bad.empty()) return bad.ToStatus();
  std::vector<math::BudgetOption> options;
  std::vector<std::string> names;
  for (const auto& option : request.options()) {
    names.push_back(option.title());
    options.push_back({math::MakeRational(option.cost(), 1),
                       {option.prerequisites().begin(), option.prerequisites().end()}});
  }
  auto election = math::BudgetElection::Create(math::MakeRational(request.budget(), 1),
                                               std::move(options), ExclusionsOf(request), names);
  if (!election.ok()) return FromMath(election.status());
  const absl::Status added = AddBallots(request.ballots(), bad, [&](const auto& group) {
    math::BudgetPoints points;
    for (const int option : group.approved()) points.emplace_back(option, 1);
    return election->Add(std::move(points), CountOf(group.count()));
  });
  if (!added.ok()) return added;
  return election;
}

// How many groups x options x options an election may have.
std::int64_t MostStepsOf(const wire::ElectRequest& request) {
  if (request.rule() < wire::STV_RULE_MEEK_SHARED) return kMaxPairwiseSteps;
  const std::int64_t steps =
      request.rule() == wire::STV_RULE_MEEK_SHARED_EXACT ? kMaxExactSteps : kMaxSharedSteps;
  return steps / std::clamp(request.seats(), 1, kMaxTallyOptions);
}

template <typename Request>
std::vector<std::string> NamesOf(const Request& request) {
  return {request.options().begin(), request.options().end()};
}

// The count of a request over its ballots; `names` must outlive it.
counting::RankedRequest CountRequestOf(const wire::TallyRequest& request,
                                       const math::Profile& profile,
                                       const std::vector<std::string>& names,
                                       const rpc::Caller& caller) {
  counting::RankedRequest count{profile, names, request.method(), request.tie_policy()};
  count.workers.stopped = caller.stopped;
  count.withdrawn = WithdrawnOf(request);
  return count;
}

std::vector<std::string> TitlesOf(const wire::SelectPackageRequest& request) {
  std::vector<std::string> titles;
  for (const auto& option : request.options()) titles.push_back(option.title());
  return titles;
}

absl::StatusOr<math::Profile> ReadElection(const wire::ElectRequest& request,
                                           std::int64_t most_steps) {
  if (request.options_size() > kMaxElectionOptions) {
    base::FieldViolations bad;
    bad.Add("options", absl::StrCat("has ", request.options_size(), "; give 1 to ",
                                    kMaxElectionOptions, " for an election"));
    return bad.ToStatus();
  }
  wire::TallyRequest ballots;
  *ballots.mutable_options() = request.options();
  *ballots.mutable_ballots() = request.ballots();
  *ballots.mutable_withdrawn() = request.withdrawn();
  return ReadRanked(ballots, std::min(most_steps, MostStepsOf(request)));
}

absl::StatusOr<math::Profile> ReadElection(const wire::ElectRequest& request) {
  return ReadElection(request, kMaxPairwiseSteps);
}

// The counts of requests over their ballots; `names` must outlive them.
counting::SeatsRequest CountRequestOf(const wire::ElectRequest& request,
                                      const math::Profile& profile,
                                      const std::vector<std::string>& names,
                                      const rpc::Caller& caller) {
  return {profile,
          names,
          request.seats(),
          request.rule(),
          request.tie_policy(),
          WithdrawnOf(request),
          caller.stopped};
}

counting::ScoresRequest CountRequestOf(const wire::TallyScoresRequest& request,
                                       const math::ScoreProfile& profile,
                                       const std::vector<std::string>& names,
                                       const rpc::Caller& caller) {
  return {profile,
          names,
          request.rule(),
          request.seats() == 0 ? 1 : request.seats(),
          request.tie_policy(),
          WithdrawnOf(request),
          caller.stopped,
          {request.grades().begin(), request.grades().end()}};
}

// With limits that keep a call to a few seconds.
counting::CommitteeRequest CountRequestOf(const wire::ElectCommitteeRequest& request,
                                          const math::ApprovalProfile& profile,
                                          const std::vector<std::string>& names,
                                          const rpc::Caller& caller) {
  const std::int64_t approvals = ApprovalsOf(request) + 1;
  const std::int64_t steps = WorkOf(request).steps + 1;
  counting::CommitteeRequest committee{profile, names, request.seats(), request.rule(),
                                       request.tie_policy()};
  committee.most_committees = std::clamp<std::int64_t>(kCommitteeSteps / steps, 1, kMostCommittees);
  committee.most_nodes = std::clamp<std::int64_t>(
      kSearchSteps / (approvals + request.options_size()), 100, kMostNodes);
  committee.withdrawn = WithdrawnOf(request);
  committee.stopped = caller.stopped;
  return committee;
}

counting::PackageRequest CountRequestOf(const wire::SelectPackageRequest& request,
                                        const math::BudgetElection& election,
                                        const std::vector<std::string>& names,
                                        const rpc::Caller& caller) {
  return {election,      names, request.rule(), request.tie_policy(), WithdrawnOf(request),
          caller.stopped};
}

// The report on a count that elects, of the ballots that were read for it.
template <typename Request, typename Profile>
absl::StatusOr<wire::CheckRobustnessResponse> Report(const wire::CheckRobustnessRequest& check,
                                                     const Request& request,
                                                     const absl::StatusOr<Profile>& profile,
                                                     const rpc::Caller& caller) {
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(request);
  return Answer(counting::CheckRobustness(CountRequestOf(request, *profile, names, caller),
                                          check.seed(), check.samples(), {}));
}

}  // namespace

absl::StatusOr<wire::TallyResponse> TallyService::Tally(const rpc::Caller& caller,
                                                        const wire::TallyRequest& request) {
  const auto profile = ReadRanked(request, kMaxPairwiseSteps);
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(request);
  auto outcome = counting::CountRanked(CountRequestOf(request, *profile, names, caller));
  if (!outcome.ok()) return FromMath(outcome.status());
  wire::TallyResponse response;
  *response.mutable_outcome() = *std::move(outcome);
  return response;
}

absl::StatusOr<wire::ElectResponse> TallyService::Elect(const rpc::Caller& caller,
                                                        const wire::ElectRequest& request) {
  const auto profile = ReadElection(request);
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(request);
  return Answer(counting::Elect(CountRequestOf(request, *profile, names, caller)));
}

absl::StatusOr<wire::TallyScoresResponse> TallyService::TallyScores(
    const rpc::Caller& caller, const wire::TallyScoresRequest& request) {
  const auto profile = ReadScores(request);
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(request);
  return Answer(counting::CountScores(CountRequestOf(request, *profile, names, caller)));
}

absl::StatusOr<wire::ElectCommitteeResponse> TallyService::ElectCommittee(
    const rpc::Caller& caller, const wire::ElectCommitteeRequest& request) {
  const auto profile = ReadApprovals(request);
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(request);
  return Answer(counting::ElectCommittee(CountRequestOf(request, *profile, names, caller)));
}

absl::StatusOr<wire::SelectPackageResponse> TallyService::SelectPackage(
    const rpc::Caller& caller, const wire::SelectPackageRequest& request) {
  const auto election = ReadPackage(request);
  if (!election.ok()) return election.status();
  const std::vector<std::string> titles = TitlesOf(request);
  return Answer(counting::SelectPackage(CountRequestOf(request, *election, titles, caller)));
}

absl::StatusOr<wire::ExplainResponse> TallyService::Explain(const rpc::Caller& caller,
                                                            const wire::ExplainRequest& request) {
  const wire::TallyRequest& tally = request.tally();
  const auto profile = ReadRanked(tally, kMaxPairwiseSteps);
  if (!profile.ok()) return profile.status();
  std::optional<math::Ranking> ballot;
  if (request.has_ballot()) {
    auto ranking = ToRanking(request.ballot(), tally.options_size());
    if (!ranking.ok()) return FromMath(ranking.status());
    ballot = *std::move(ranking);
  }
  const std::vector<std::string> names = NamesOf(tally);
  return Answer(counting::Explain(CountRequestOf(tally, *profile, names, caller), request.first(),
                                  request.second(), ballot ? &*ballot : nullptr));
}

absl::StatusOr<wire::ExplainElectionResponse> TallyService::ExplainElection(
    const rpc::Caller& caller, const wire::ExplainElectionRequest& request) {
  const wire::ElectRequest& election = request.election();
  const auto profile = ReadElection(election);
  if (!profile.ok()) return profile.status();
  std::optional<math::Ranking> ballot;
  if (request.has_ballot()) {
    auto ranking = ToRanking(request.ballot(), election.options_size());
    if (!ranking.ok()) return FromMath(ranking.status());
    ballot = *std::move(ranking);
  }
  const std::vector<std::string> names = NamesOf(election);
  return Answer(counting::ExplainElection(CountRequestOf(election, *profile, names, caller),
                                          request.first(), request.second(),
                                          ballot ? &*ballot : nullptr));
}

absl::StatusOr<wire::ExplainScoresResponse> TallyService::ExplainScores(
    const rpc::Caller& caller, const wire::ExplainScoresRequest& request) {
  const wire::TallyScoresRequest& scores = request.scores();
  const auto profile = ReadScores(scores);
  if (!profile.ok()) return profile.status();
  std::optional<math::Scores> ballot;
  if (request.has_ballot()) {
    auto given = ToScores(request.ballot(), scores.options());
    if (!given.ok()) return FromMath(given.status());
    ballot = *std::move(given);
  }
  const std::vector<std::string> names = NamesOf(scores);
  return Answer(counting::ExplainScores(CountRequestOf(scores, *profile, names, caller),
                                        request.first(), request.second(),
                                        ballot ? &*ballot : nullptr));
}

absl::StatusOr<wire::ExplainCommitteeResponse> TallyService::ExplainCommittee(
    const rpc::Caller& caller, const wire::ExplainCommitteeRequest& request) {
  const auto profile = ReadApprovals(request.committee());
  if (!profile.ok()) return profile.status();
  const auto& approved = request.ballot().approved();
  const std::vector<math::OptionIndex> ballot(approved.begin(), approved.end());
  const std::vector<std::string> names = NamesOf(request.committee());
  return Answer(counting::ExplainCommittee(
      CountRequestOf(request.committee(), *profile, names, caller), request.first(),
      request.second(), request.has_ballot() ? &ballot : nullptr));
}

absl::StatusOr<wire::ExplainPackageResponse> TallyService::ExplainPackage(
    const rpc::Caller& caller, const wire::ExplainPackageRequest& request) {
  const wire::SelectPackageRequest& selection = request.selection();
  const auto election = ReadPackage(selection);
  if (!election.ok()) return election.status();
  math::BudgetPoints ballot;
  for (const int option : request.ballot().approved()) ballot.emplace_back(option, 1);
  const std::vector<std::string> titles = TitlesOf(selection);
  return Answer(counting::ExplainPackage(CountRequestOf(selection, *election, titles, caller),
                                         request.first(), request.second(),
                                         request.has_ballot() ? &ballot : nullptr));
}

absl::StatusOr<wire::CheckRobustnessResponse> TallyService::CheckRobustness(
    const rpc::Caller& caller, const wire::CheckRobustnessRequest& request) {
  base::FieldViolations bad;
  int given = 0;
  const auto check = [&](bool is_given, const char* field, int options) {
    if (!is_given) return;
    ++given;
    if (options <= kMaxReportOptions) return;
    bad.Add(absl::StrCat(field, ".options"),
            absl::StrCat("has ", options, "; a report takes at most ", kMaxReportOptions));
  };
  check(request.has_tally(), "tally", request.tally().options_size());
  check(request.has_election(), "election", request.election().options_size());
  check(request.has_scores(), "scores", request.scores().options_size());
  check(request.has_committee(), "committee", request.committee().options_size());
  check(request.has_package(), "package", request.package().options_size());
  if (given != 1) {
    bad.Add("tally",
            absl::StrCat("give exactly one of tally, election, scores, committee and package, not ",
                         given));
  }
  if (request.samples() < 0 || request.samples() > kMaxSamples) {
    bad.Add("samples", absl::StrCat("is ", request.samples(), "; give 0 to ", kMaxSamples));
  }
  if (!bad.empty()) return bad.ToStatus();
  if (request.has_election()) {
    const auto profile = ReadElection(request.election(), kMaxElectionReportSteps);
    return Report(request, request.election(), profile, caller);
  }
  if (request.has_scores()) {
    const wire::TallyScoresRequest& scores = request.scores();
    return Report(request, scores, ReadScores(scores, kMaxReportSteps), caller);
  }
  if (request.has_committee()) {
    return Report(request, request.committee(), ReadApprovals(request.committee()), caller);
  }
  if (request.has_package()) {
    const auto election = ReadPackage(request.package());
    if (!election.ok()) return election.status();
    const std::vector<std::string> titles = TitlesOf(request.package());
    return Answer(
        counting::CheckRobustness(CountRequestOf(request.package(), *election, titles, caller),
                                  request.seed(), request.samples(), {}));
  }
  const wire::TallyRequest& tally = request.tally();
  const auto profile = ReadRanked(tally, kMaxReportSteps);
  if (!profile.ok()) return profile.status();
  const std::vector<std::string> names = NamesOf(tally);
  return Answer(counting::CheckRobustness(CountRequestOf(tally, *profile, names, caller),
                                          request.seed(), request.samples()));
}

absl::StatusOr<wire::ListMethodsResponse> TallyService::ListMethods(
    const rpc::Caller& /*caller*/, const wire::ListMethodsRequest& /*request*/) {
  return counting::ListMethods();
}

rpc::ServiceTable Table(TallyService* service) {
  constexpr rpc::MethodOptions kOptions = {.access = rpc::Access::kAnyone,
                                           .level = rpc::Level::kStateless,
                                           .max_request_bytes = std::size_t{16} << 20};
  rpc::ServiceTable table("plenum.tally.v1.TallyService");
  table.Unary("Tally", kOptions, service, &TallyService::Tally);
  table.Unary("Elect", kOptions, service, &TallyService::Elect);
  table.Unary("TallyScores", kOptions, service, &TallyService::TallyScores);
  table.Unary("ElectCommittee", kOptions, service, &TallyService::ElectCommittee);
  table.Unary("SelectPackage", kOptions, service, &TallyService::SelectPackage);
  table.Unary("Explain", kOptions, service, &TallyService::Explain);
  table.Unary("ExplainElection", kOptions, service, &TallyService::ExplainElection);
  table.Unary("ExplainScores", kOptions, service, &TallyService::ExplainScores);
  table.Unary("ExplainCommittee", kOptions, service, &TallyService::ExplainCommittee);
  table.Unary("ExplainPackage", kOptions, service, &TallyService::ExplainPackage);
  table.Unary("CheckRobustness", kOptions, service, &TallyService::CheckRobustness);
  table.Unary("ListMethods", kOptions, service, &TallyService::ListMethods);
  return table;
}

}  // namespace plenum::deliberation
