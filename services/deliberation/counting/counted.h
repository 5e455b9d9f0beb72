// Requests, counted over the options that stand: the results of the math before they become
// messages, for answers and for reasons. Internal to counting/.
#pragma once

#include <optional>
#include <variant>

#include "absl/status/statusor.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/cardinal/seats.h"
#include "services/deliberation/tally/cardinal/star.h"
#include "services/deliberation/tally/cardinal/why.h"
#include "services/deliberation/tally/committee/committee.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::counting {

// Errors of all: those of the math, and INVALID_ARGUMENT for a rule that is not known. What they
// return refers to the ballots of the request.

// Elections name options by their numbers in the request; the math takes withdrawn ones itself.
absl::StatusOr<Field> FieldOf(const SeatsRequest& request);
// By the rules before STV_RULE_MEEK_SHARED.
absl::StatusOr<math::StvResult> CountElection(const SeatsRequest& request, const Field& field);
// No ballot is passed over in silence; Meek and Warren know what a tie on a ballot means.
math::EqualRanks TiesOnABallot(math::StvRule rule);

struct CountedScores {
  Field field;
  Ballots<math::ScoreProfile> ballots;
  wire::ScoreRule rule = wire::SCORE_RULE_SUM;
  // Count: the sum, the mean and majority judgment.
  std::variant<std::monostate, math::Count, math::StarResult, math::BlocStarResult,
               math::SeatsResult>
      result;
  std::vector<std::string> grades = {};
};
absl::StatusOr<CountedScores> CountByScores(const ScoresRequest& request);
// The ranking of all; null for rules with several winners.
const math::Count* RankingOf(const CountedScores& counted);
// By the numbers of those that stand.
absl::StatusOr<math::ScoreWhy> ExplainPair(const CountedScores& counted, int first, int second);

struct CountedCommittee {
  Field field;
  Ballots<math::ApprovalProfile> ballots;
  math::CommitteeRule rule = math::CommitteeRule::kApproval;
  math::CommitteeOptions options = {};
  math::CommitteeResult result = {};
};
absl::StatusOr<CountedCommittee> CountCommittee(const CommitteeRequest& request);

struct CountedPackage {
  Field all;
  Field field;  // without what needs a withdrawn option, too
  Ballots<math::BudgetElection> ballots;
  wire::PackageRule rule = wire::PACKAGE_RULE_EQUAL_SHARES;
  std::optional<math::BudgetUtility> shares = {};  // nothing for greedy rules
  math::BudgetResult result = {};
};
absl::StatusOr<CountedPackage> CountPackage(const PackageRequest& request);

}  // namespace plenum::counting
