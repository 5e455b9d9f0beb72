// Withdrawal: which options of a count stand, when some have withdrawn after ballots were made. The
// ballots are counted as if those had never been on them, with the options that stand numbered
// anew.
//
//   absl::StatusOr<Withdrawal> withdrawal = Withdrawal::Create(4, {1});  // 0, 2 and 3 stand
//   Profile ballots = withdrawal->Of(profile);                      // over options 0, 1 and 2 ...
//   withdrawal->options();                                          // {0, 2, 3}: ... which are
//   these
//
// A ballot that named nobody else is kept as an empty one: it still counts as a ballot. Single
// transferable vote (stv/, meek/) takes withdrawn options itself and does not need this.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/tally/approval_profile.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/score_profile.h"

namespace plenum::tally {

class Withdrawal {
 public:
  // `withdrawn` in any order. INVALID_ARGUMENT, with a sentence: an option that there is not, one
  // that is named twice, or all options.
  static absl::StatusOr<Withdrawal> Create(int option_count,
                                           std::span<const OptionIndex> withdrawn);

  // Nobody has withdrawn.
  bool complete() const { return withdrawn_.empty(); }
  int option_count() const { return static_cast<int>(number_.size()); }
  // Those that stand, ascending: option i of what Of() returns is options()[i].
  const std::vector<OptionIndex>& options() const { return options_; }
  const std::vector<OptionIndex>& withdrawn() const { return withdrawn_; }  // ascending
  // The new number of an option; nothing when it has withdrawn.
  std::optional<OptionIndex> NumberOf(OptionIndex option) const {
    const OptionIndex number = number_[static_cast<size_t>(option)];
    return number < 0 ? std::nullopt : std::optional<OptionIndex>(number);
  }

  // Ballots over option_count() options as ballots over those that stand. O(size of the ballots).
  Ranking Of(const Ranking& ranking) const;
  Profile Of(const Profile& profile) const;
  ScoreProfile Of(const ScoreProfile& profile) const;
  ApprovalProfile Of(const ApprovalProfile& profile) const;
  // One thing for each option; without those of withdrawn options.
  std::vector<std::string> Of(const std::vector<std::string>& names) const;
  // Options in any order, without withdrawn ones, by their new numbers.
  std::vector<OptionIndex> NumbersOf(std::span<const OptionIndex> options) const;

 private:
  Withdrawal() = default;

  std::vector<OptionIndex> options_;
  std::vector<OptionIndex> withdrawn_;
  std::vector<OptionIndex> number_;  // by option: the new one, or -1
};

}  // namespace plenum::tally
