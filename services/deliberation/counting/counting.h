// counting: ballots in memory in, messages of plenum.tally.v1 out. The one place where a count
// becomes an answer, for TallyService, for the result of a deliberation and for the command line.
//
//   RankedRequest request{profile, names};
//   request.method = wire::METHOD_BORDA;
//   absl::StatusOr<wire::Outcome> outcome = CountRanked(request);
//
// Requests name options that have withdrawn; they are taken off every ballot before the count.
//
// Errors are those of the math, INVALID_ARGUMENT with a sentence; OUT_OF_RANGE where totals would
// pass 2^53; CANCELLED when the request's `stopped` (of its workers, where it has some) said true.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/common/base/workers.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::counting {

// What counts of ranked ballots have in common. Option i is called names[i].
struct RankedRequest {
  const tally::Profile& profile;
  const std::vector<std::string>& names;
  tally::v1::Method method = tally::v1::METHOD_UNSPECIFIED;
  tally::v1::TiePolicy tie_policy = {};
  base::Workers workers = {};
  std::vector<tally::OptionIndex> withdrawn = {};
  std::string_view noun = tally::kDefaultNoun;  // what an option is called in reasons
};

// Defaults for what a caller left unspecified.
tally::v1::Method OrDefault(tally::v1::Method method);
tally::v1::Unranked OrDefault(tally::v1::Unranked unranked);
tally::Unranked ToMath(tally::v1::Unranked unranked);

// The identifier of a method on the command line ("schulze-winning"), and the method of one.
std::string_view IdOf(tally::v1::Method method);
std::string_view TitleOf(tally::v1::Method method);
std::optional<tally::v1::Method> MethodOf(std::string_view id);

tally::v1::ListMethodsResponse ListMethods();
// Adds the rules of seats, points, committees and packages; ListMethods does.
void AddRules(tally::v1::ListMethodsResponse& response);

// Counts and gives a reason for every place.
absl::StatusOr<tally::v1::Outcome> CountRanked(const RankedRequest& request);

// Why the higher of two options stands above the other (nothing of the kind when first == second),
// and how `ballot` counted where there is one.
absl::StatusOr<tally::v1::ExplainResponse> Explain(const RankedRequest& request, int first,
                                                   int second, const tally::Ranking* ballot);

// All methods side by side, and how firm the result of request.method is.
absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(const RankedRequest& request,
                                                                   const std::string& seed,
                                                                   int samples);

// Several winners from ranked ballots.
struct SeatsRequest {
  const tally::Profile& profile;
  const std::vector<std::string>& names;
  int seats = 1;
  tally::v1::StvRule rule = tally::v1::STV_RULE_UNSPECIFIED;
  tally::v1::TiePolicy tie_policy = {};
  std::vector<tally::OptionIndex> withdrawn = {};
  base::Stopped stopped = {};
};
absl::StatusOr<tally::v1::ElectResponse> Elect(const SeatsRequest& request);

// Points and grades; `seats` only for rules with several winners.
struct ScoresRequest {
  const tally::ScoreProfile& profile;
  const std::vector<std::string>& names;
  tally::v1::ScoreRule rule = tally::v1::SCORE_RULE_UNSPECIFIED;
  int seats = 1;
  tally::v1::TiePolicy tie_policy = {};
  std::vector<tally::OptionIndex> withdrawn = {};
  base::Stopped stopped = {};
  // What voters saw for each number of points, the lowest first; empty where they saw numbers.
  std::vector<std::string> grades = {};
};
absl::StatusOr<tally::v1::TallyScoresResponse> CountScores(const ScoresRequest& request);

struct CommitteeRequest {
  const tally::ApprovalProfile& profile;
  const std::vector<std::string>& names;
  int seats = 1;
  tally::v1::CommitteeRule rule = tally::v1::COMMITTEE_RULE_UNSPECIFIED;
  tally::v1::TiePolicy tie_policy = {};
  // Limits of the search, see CommitteeOptions; the library's own when not given.
  std::optional<std::int64_t> most_committees = {};
  std::optional<std::int64_t> most_nodes = {};
  std::vector<tally::OptionIndex> withdrawn = {};
  base::Stopped stopped = {};
};
absl::StatusOr<tally::v1::ElectCommitteeResponse> ElectCommittee(const CommitteeRequest& request);

// "pav" for COMMITTEE_RULE_PAV, and so on; also the names of abcvoting, such as "seqpav".
std::optional<tally::v1::CommitteeRule> CommitteeRuleOf(std::string_view word);

// How firm the winners are: all rules of the family side by side, whom they elect in common, and
// how often they are elected when the voters are drawn again; and the fewest ballots that change
// it, where a rule adds up points for each option alone. The examined rule comes first. Rules that
// would take much longer on so many ballots than others are left out, with a sentence.
absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(const SeatsRequest& request,
                                                                   const std::string& seed,
                                                                   int samples,
                                                                   const base::Workers& workers);
absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(const ScoresRequest& request,
                                                                   const std::string& seed,
                                                                   int samples,
                                                                   const base::Workers& workers);
absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(const CommitteeRequest& request,
                                                                   const std::string& seed,
                                                                   int samples,
                                                                   const base::Workers& workers);

// "equal-shares" for PACKAGE_RULE_EQUAL_SHARES, which is also the default, and so on; and back.
std::string_view IdOf(tally::v1::PackageRule rule);
std::optional<tally::v1::PackageRule> PackageRuleOf(std::string_view id);

struct PackageRequest {
  const tally::BudgetElection& election;
  const std::vector<std::string>& names;
  tally::v1::PackageRule rule = tally::v1::PACKAGE_RULE_UNSPECIFIED;
  tally::v1::TiePolicy tie_policy = {};
  std::vector<tally::OptionIndex> withdrawn = {};
  base::Stopped stopped = {};
};
absl::StatusOr<tally::v1::SelectPackageResponse> SelectPackage(const PackageRequest& request);

// How firm a package is, as above: the funded options are those that are elected.
absl::StatusOr<tally::v1::CheckRobustnessResponse> CheckRobustness(const PackageRequest& request,
                                                                   const std::string& seed,
                                                                   int samples,
                                                                   const base::Workers& workers);

// Why the higher of two options stands above the other, as Explain, in the other kinds of counts;
// nothing of the kind when first == second. `ballot`: whose way through the count is asked for, or
// null.
absl::StatusOr<tally::v1::ExplainElectionResponse> ExplainElection(const SeatsRequest& request,
                                                                   int first, int second,
                                                                   const tally::Ranking* ballot);
absl::StatusOr<tally::v1::ExplainScoresResponse> ExplainScores(const ScoresRequest& request,
                                                               int first, int second,
                                                               const tally::Scores* ballot);
absl::StatusOr<tally::v1::ExplainCommitteeResponse> ExplainCommittee(
    const CommitteeRequest& request, int first, int second,
    const std::vector<tally::OptionIndex>* ballot);
absl::StatusOr<tally::v1::ExplainPackageResponse> ExplainPackage(const PackageRequest& request,
                                                                 int first, int second,
                                                                 const tally::BudgetPoints* ballot);

}  // namespace plenum::counting
