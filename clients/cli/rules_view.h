// rules_view: the rules of a vote in words.
#pragma once

#include <vector>

#include "clients/cli/resolve.h"
#include "clients/cli/table.h"
#include "plenum/deliberation/v1/deliberation.pb.h"

namespace plenum::cli {

// A row for everything that the rules say, defaults included. `measures` are those that planned
// rules may name; rules of an opened vote have their own.
void AddRules(const deliberation::v1::VotingRules& rules, Table& table,
              const std::vector<Candidate>& measures = {});

}  // namespace plenum::cli
