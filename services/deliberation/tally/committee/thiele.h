// Thiele rules: a ballot is worth w(1) + w(2) + ... + w(h) to a committee that has h of the options
// it approves of, and the committee of the highest total wins. The weights never rise.
//
//   PAV         w(i) = 1/i          Thiele 1895; Lackner & Skowron, rule 3 (harmonic weights)
//   SLAV        w(i) = 1/(2i-1)     Sainte-Lague weights
//   CC          w(1) = 1, else 0    Chamberlin & Courant, APSR 77 (1983)
//   geometric   w(i) = 1/2^(i-1)    Lackner & Skowron, AI 288 (2020) 103366
//   lex-CC      the number of ballots with 1 or more members, then with 2 or more, ...
//   Adams       the ballots with 1 or more members, then w = 1, 1, 1/2, 1/3, ...
// The last two compare in steps. Both are Thiele rules with weights so far apart that a later step
// never outweighs an earlier one, and are counted as such, in whole numbers of any size.
//
//   ThieleExact       the best of all committees (NP-hard): branch and bound. The bound of a
//   partial
//                     committee is its score plus the highest gains of the options still open,
//                     which is never too low as gains only shrink.
//   ThieleSequential  adds the option that gains most, seats times
//   ThieleReverse     starts from all options and takes the one out that loses least
// Exact: O(nodes x (options log options)). The others: O(steps x sum of ballot sizes) on each path.
#pragma once

#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally {

enum class Thiele { kPav, kSlav, kChamberlinCourant, kGeometric, kLexChamberlinCourant, kAdams };

// The score of a committee, most important figure first: one figure, but for lex-CC `seats` ones
// (ballots with 1 or more, 2 or more, ... members) and for Adams two. Members must be options of
// the profile, each once. O(sum of ballot sizes).
std::vector<Rational> ThieleScore(const ApprovalProfile& profile, Thiele rule,
                                  const std::vector<OptionIndex>& committee);

// Errors as ElectCommittee.
absl::StatusOr<CommitteeResult> ThieleExact(const ApprovalProfile& profile, Thiele rule,
                                            const CommitteeOptions& options);
// As BestCommitteeWith.
absl::StatusOr<std::optional<CommitteeRival>> ThieleExactWith(const ApprovalProfile& profile,
                                                              Thiele rule, OptionIndex with,
                                                              OptionIndex without,
                                                              const CommitteeOptions& options);
absl::StatusOr<CommitteeResult> ThieleSequential(const ApprovalProfile& profile, Thiele rule,
                                                 const CommitteeOptions& options);
absl::StatusOr<CommitteeResult> ThieleReverse(const ApprovalProfile& profile, Thiele rule,
                                              const CommitteeOptions& options);

}  // namespace plenum::tally
