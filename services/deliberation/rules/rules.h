// rules: what a vote is held by: checked when it is planned, and as the log has it when it is
// opened.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"
#include "services/deliberation/record/count_vote.h"
#include "services/deliberation/record/entries.h"

namespace plenum::deliberation {

// Adds a violation, under `field`, for everything in planned rules that cannot be, of the measures
// of `deliberation`. What is set by the server is not looked at.
void CheckPlannedRules(const std::string& deliberation, const v1::VotingRules& rules,
                       const std::string& field, base::FieldViolations& bad);

// The rules of a vote that is opened, with defaults in the place of what is unspecified; without
// options, numbers and what comes from the roll.
v1::VotingRules Completed(const v1::VotingRules& planned);

// What enters the log. `rules` are completed, with options.
record::Opened OpeningOf(const std::string& deliberation, const v1::VotingRules& rules,
                         std::vector<record::Voter> voters, std::int64_t now_us);

// Quorum and threshold of a count, with a sentence for each.
v1::Verdict VerdictOf(const v1::VotingRules& rules, const record::CountedVote& counted);

}  // namespace plenum::deliberation
