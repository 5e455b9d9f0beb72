// receipt: the check that one's own ballot is where it should be, made on every visit.
#pragma once

#include <optional>

#include "absl/status/statusor.h"
#include "clients/cli/session.h"
#include "services/deliberation/record/bundle.h"
#include "services/deliberation/record/verify.h"

namespace plenum::cli {

// Remembers in the profile of `who` which ballot was cast from here. Without a profile, nothing. A
// failure is said, and no error: the ballot is cast.
void KeepReceipt(Session& session, const Profile& who, const deliberation::v1::Receipt& receipt);

// The receipt of the caller's ballot as the server has it. Nothing when there is no ballot, or the
// vote has no log.
absl::StatusOr<std::optional<record::Receipt>> FetchReceipt(Session& session, const Profile& who);

// What `receipt`, as the server has it, proves, and whether it is that of the ballot that was cast
// from here. A ballot that was cast from here and has no receipt there is a failed check; nothing
// when there is neither.
std::optional<record::Check> CheckReceipt(const Profile& who,
                                          const std::optional<record::Receipt>& receipt);

// The same in few words when nothing is wrong: for where it was not asked for. A ballot that waits
// although the vote `is_over` is a failed check.
std::optional<record::Check> CheckInPassing(const Profile& who,
                                            const std::optional<record::Receipt>& receipt,
                                            bool is_over);

// A line for each check: what held in one colour, what did not in another.
void PrintCheck(Session& session, const record::Check& check);

}  // namespace plenum::cli
