// Approval and score voting: the option with the most approvals, or the most points, stands first.
//
//   absl::StatusOr<Count> approval = Approval(approvals, KeepTied{});
//   absl::StatusOr<Count> score = Score(scores, ScoreRule::kMean, KeepTied{});
//   score->figures[0];   // "mean scores", exact fractions
//
// Sources: S. Brams and P. Fishburn, "Approval Voting", APSR 72 (1978) 831-847; W. D. Smith, "Range
// voting" (2000), and its rule for averages, which leaves silent ballots out.
//
// Both rules rank all options; options with equal figures share a tier until the tie policy splits
// it (Backwards and Forwards have no rounds here and go to their fallback). O(ballots' text + n log
// n).
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/score_profile.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally {

enum class ScoreRule {
  kSum,   // of all ballots; a silent one gives the lowest score of the range
  kMean,  // over the ballots that score the option; the lowest score where none does
};

// Figures: "approvals". INVALID_ARGUMENT only for a malformed tie policy. With no ballots all
// options are level.
absl::StatusOr<Count> Approval(const ApprovalProfile& profile, const TiePolicy& tie_policy);

// Figures: "total scores" or "mean scores", then "ballots that score the option". Errors as
// Approval.
absl::StatusOr<Count> Score(const ScoreProfile& profile, ScoreRule rule,
                            const TiePolicy& tie_policy);

// Ranks the options by figures[0] and splits its ties by the policy: the common end of these rules.
absl::StatusOr<Count> CountByFigure(std::vector<Figure> figures, const TiePolicy& tie_policy);

}  // namespace plenum::tally
