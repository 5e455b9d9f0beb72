// Rules in which a seat has a price that the supporters of the elected option pay.
//
//   Sequential Phragmen      A seat is a load of 1 that is spread over the supporters; the next
//                            option is the one whose supporters then carry the lowest equal load:
//                            (1 + their loads) / their number. Brill, Freeman, Janson, Lackner,
//                            Math. Programming 203 (2024), arXiv:2102.12305.
//   Phragmen-Enestroem       Each ballot has weight 1; the option of most remaining weight is next;
//                            its supporters pay ballots/seats in proportion to what they have left
//                            (all that they have, if that is less). Also called Enestroem-Phragmen;
//                            Janson, arXiv:1611.08826, section 18.5.
//   Equal shares ("rule X")  Each voter has seats/ballots to spend, a seat costs 1. An option can
//   be
//                            bought at q if its supporters, each paying q or all they have, raise
//                            1; the lowest q is next. Peters & Skowron, EC 2020, arXiv:1911.11747.
//                            When nothing can be bought, the seats that are left
//                            - go by sequential Phragmen from loads of minus the money left,
//                            - go to the most approved options,
//                            - stay empty, or
//                            - are avoided: the rule is run anew with (seats+1)/ballots,
//                              (seats+2)/ballots, ... for each voter, until all seats are filled.
//                              Level options then go by the tie policy's order, by index without
//                              one; with fewer approved options than seats it is approval voting.
//   Consensus                Before each seat every voter gets 1; the option whose supporters with
//                            money have most of it is next, and these pay the ballots' number in
//                            equal parts (and may owe). Perpetual consensus, Lackner, AAAI 2020.
//
// An option that nobody approves of is taken only when no other one is left. Everything is counted
// in fractions without rounding. Voters of one group always stand level, so accounts are kept by
// group. O(seats x sum of ballot sizes) on each path; equal shares x log of groups.
#pragma once

#include "absl/status/statusor.h"
#include "services/deliberation/tally/committee/committee.h"

namespace plenum::tally {

enum class SharesCompletion { kNone, kPhragmen, kApproval };

// Errors as ElectCommittee. accounts of the steps: each voter's load.
absl::StatusOr<CommitteeResult> SequentialPhragmen(const ApprovalProfile& profile,
                                                   const CommitteeOptions& options);
// accounts: each voter's weight left.
absl::StatusOr<CommitteeResult> PhragmenEnestroem(const ApprovalProfile& profile,
                                                  const CommitteeOptions& options);
// accounts: each voter's money left; in Phragmen's completion, each voter's load.
absl::StatusOr<CommitteeResult> EqualShares(const ApprovalProfile& profile,
                                            SharesCompletion completion,
                                            const CommitteeOptions& options);
// RESOURCE_EXHAUSTED when options.most_nodes budgets were tried.
absl::StatusOr<CommitteeResult> EqualSharesByIncrement(const ApprovalProfile& profile,
                                                       const CommitteeOptions& options);
// accounts: each voter's balance, which may be negative.
absl::StatusOr<CommitteeResult> Consensus(const ApprovalProfile& profile,
                                          const CommitteeOptions& options);

}  // namespace plenum::tally
