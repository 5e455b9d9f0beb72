// Rules that balance over the voters: the load of the seats, the support behind them, or the
// districts that they stand for.
//
//   Minimax Phragmen   Each seat is a load of 1, spread in any way over the voters who approve of
//                      the option; the committee whose most loaded voter can be kept lowest wins.
//                      By the theorem on flows and cuts that load is the highest |S| / voters(S),
//                      S any part of the committee, voters(S) those who approve of some of S.
//   Leximax Phragmen   The same, then the second most loaded voter, and so on. Both: Brill,
//   Freeman,
//                      Janson, Lackner, Math. Programming 203 (2024), arXiv:2102.12305. The loads
//                      are found by taking out, again and again, the largest part S of the highest
//                      ratio with its voters (Fujishige's lexicographically optimal base).
//   Maximin support    Step by step: adds the option with which the support behind the least
//                      supported member, ballots shared out as well as possible, is highest: the
//                      lowest voters(S) / |S|. Sanchez-Fernandez et al., Math. Programming (2022),
//                      arXiv:1609.05370.
//   Monroe             The voters are divided into districts as equal as can be, one for each seat;
//                      the committee wins for which most voters can be in the district of an option
//                      that they approve of. Monroe, APSR 89 (1995).
//   Greedy Monroe      Adds the option with most supporters among the voters still free; at most a
//                      district of them, the earliest ballots first, are then represented. Skowron,
//                      Faliszewski, Slinko, AI 222 (2015). One committee.
//
// Minimax and leximax never take an option without a supporter while others are left; when there
// are fewer approved options than seats, these win with any others.
//
// The exact rules are NP-hard and found by branch and bound; each node costs a few flows through a
// network of options and groups.
#pragma once

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally {

// All: errors as ElectCommittee; OUT_OF_RANGE when ballots times seats pass 2^62.

// score: the highest load of a voter; empty when fewer options than seats have supporters.
absl::StatusOr<CommitteeResult> MinimaxPhragmen(const ApprovalProfile& profile,
                                                const CommitteeOptions& options);
// score: the highest load, the number of voters with it, the next load, ...
absl::StatusOr<CommitteeResult> LeximaxPhragmen(const ApprovalProfile& profile,
                                                const CommitteeOptions& options);
absl::StatusOr<CommitteeResult> MaximinSupport(const ApprovalProfile& profile,
                                               const CommitteeOptions& options);
// score: the voters that can be in the district of an option that they approve of.
absl::StatusOr<CommitteeResult> Monroe(const ApprovalProfile& profile,
                                       const CommitteeOptions& options);

// As BestCommitteeWith; `all_loads`: leximax.
absl::StatusOr<std::optional<CommitteeRival>> PhragmenWith(const ApprovalProfile& profile,
                                                           bool all_loads, OptionIndex with,
                                                           OptionIndex without,
                                                           const CommitteeOptions& options);
absl::StatusOr<std::optional<CommitteeRival>> MonroeWith(const ApprovalProfile& profile,
                                                         OptionIndex with, OptionIndex without,
                                                         const CommitteeOptions& options);

// A voter in the order in which ballots were cast: the index of its group in the profile.
using VoterOrder = std::vector<size_t>;

// `voters` names every ballot once (each group as often as it counts); empty: group after group.
// INVALID_ARGUMENT also for an order that is not that. Without an order in the tie policy, level
// options go by index.
absl::StatusOr<CommitteeResult> GreedyMonroe(const ApprovalProfile& profile,
                                             const CommitteeOptions& options,
                                             const VoterOrder& voters = {});

// The support behind the least supported of `members` when each ballot is shared out among the
// members that it approves of as well as possible; 0 when nobody approves of one of them. Requires
// at least one member and ballots x members <= 2^62.
Rational SupportOfLeast(const ApprovalProfile& profile, const std::vector<OptionIndex>& members);

// The voters' loads for a committee in the leximax balance: (load, voters), highest first, voters
// without a load left out. Requires a supporter for each member, and as above.
std::vector<std::pair<Rational, int64_t>> BalancedLoads(const ApprovalProfile& profile,
                                                        const std::vector<OptionIndex>& members);

// Monroe's score of the committee. O(flow of members x groups).
int64_t MonroeScore(const ApprovalProfile& profile, const std::vector<OptionIndex>& members);

}  // namespace plenum::tally
