// tally_explain: `plenum tally --why` and `--ballot` for every kind of ballots: reads what is asked
// for, counts, and prints reason and ballot, or both as JSON.
//
// All: usage errors for options and ballots that are wrong, see tally_ballot.h; and the errors of
// the count.
#pragma once

#include <string>
#include <vector>

#include "clients/cli/session.h"
#include "services/deliberation/counting/counting.h"

namespace plenum::cli {

// Empty: not asked for.
struct ExplainFlags {
  std::string why;     // "A > B"
  std::string ballot;  // as the ballots of the file
  [[nodiscard]] bool any() const { return !why.empty() || !ballot.empty(); }
};

absl::Status ExplainRanking(Session& session, const ExplainFlags& flags,
                            const counting::RankedRequest& request);
absl::Status ExplainElection(Session& session, const ExplainFlags& flags,
                             const counting::SeatsRequest& request);
absl::Status ExplainScores(Session& session, const ExplainFlags& flags,
                           const counting::ScoresRequest& request);
absl::Status ExplainCommittee(Session& session, const ExplainFlags& flags,
                              const counting::CommitteeRequest& request);
absl::Status ExplainPackage(Session& session, const ExplainFlags& flags,
                            const counting::PackageRequest& request);

}  // namespace plenum::cli
