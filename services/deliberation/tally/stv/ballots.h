// The ballots of a count by single transferable vote in one row, without withdrawn options and with
// equal ranks treated as declared. Internal to the stv folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally::stv {

class Ballots {
 public:
  // INVALID_ARGUMENT: equal ranks that are refused, or no ballot that ranks an option that stands.
  // O(all places of all distinct ballots).
  static absl::StatusOr<Ballots> Create(const Profile& profile, const std::vector<bool>& stands,
                                        EqualRanks equal_ranks);

  // Distinct ballots; those that rank nobody are left out.
  size_t size() const { return counts_.size(); }
  int64_t count(size_t ballot) const { return counts_[ballot]; }
  // How many ballots there are in all.
  int64_t total() const { return total_; }
  // The ranked options, best first.
  std::span<const uint16_t> options(size_t ballot) const {
    return {options_.data() + begins_[ballot], begins_[ballot + 1] - begins_[ballot]};
  }
  // How many options from place `begin` of options() on share its tier. Always 1 unless equal ranks
  // are shared.
  size_t TierSize(size_t ballot, size_t begin) const;

 private:
  Ballots() = default;

  int64_t total_ = 0;
  std::vector<int64_t> counts_;
  std::vector<size_t> begins_ = {0};
  std::vector<uint16_t> options_;
  std::vector<bool> tied_with_next_;  // beside options_; empty where no ballot has a tie
};

}  // namespace plenum::tally::stv
