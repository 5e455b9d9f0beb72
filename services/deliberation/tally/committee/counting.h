// Committees by points for each option alone, by distances to the ballots, and by elimination.
//
//   Approval (AV)        an option's approvals
//   Satisfaction (SAV)   each ballot shares 1 among the options that it approves of. Brams &
//                        Kilgour, "Satisfaction Approval Voting", 2010
//   Minimax approval     the committee whose greatest Hamming distance to a ballot (options in one
//                        but not in the other) is least. Brams, Kilgour, Sanver, Public Choice 132
//                        (2007). Lexicographic: then the second greatest, and so on
//   E Pluribus Hugo      eliminates, until the seats are left: each ballot shares 1 among its
//                        options still in; of the two options of fewest points (and those level
//                        with the second) those of fewest approvals go, together if more than the
//                        seats are left then. Quinn & Schneier, Public Choice 2016. Sequences of
//                        ties before the last elimination go out together
//   Trivial              every committee
// AV, SAV: O(sum of ballot sizes). EPH: times the options. Minimax: branch and bound.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally {

// Errors of all: as ElectCommittee.
absl::StatusOr<CommitteeResult> ApprovalCommittee(const ApprovalProfile& profile, bool satisfaction,
                                                  const CommitteeOptions& options);
// score: the greatest distance; lexicographic: greatest, number of ballots at it, the next, ...
absl::StatusOr<CommitteeResult> MinimaxApproval(const ApprovalProfile& profile, bool lexicographic,
                                                const CommitteeOptions& options);
// As BestCommitteeWith.
absl::StatusOr<std::optional<CommitteeRival>> MinimaxApprovalWith(const ApprovalProfile& profile,
                                                                  bool lexicographic,
                                                                  OptionIndex with,
                                                                  OptionIndex without,
                                                                  const CommitteeOptions& options);
// Steps: one for each option that is eliminated, with its approvals; `level` of the last ones are
// those that were eliminated with it or could have been.
absl::StatusOr<CommitteeResult> EPluribusHugo(const ApprovalProfile& profile,
                                              const CommitteeOptions& options);
absl::StatusOr<CommitteeResult> TrivialCommittees(const ApprovalProfile& profile,
                                                  const CommitteeOptions& options);

}  // namespace plenum::tally
