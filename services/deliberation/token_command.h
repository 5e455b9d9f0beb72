// token_command: the operator's way back in for a facilitator whose token has run out.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/store/store.h"

namespace plenum::deliberation {

inline constexpr char kTokenCommand[] = "token";
inline constexpr char kTokenHelp[] =
    "Print a new token of a member, and end: for a facilitator whose own has run out";
inline constexpr char kTokenMemberHelp[] = "deliberations/ID/members/ID";

// Prints it on standard output, alone. NOT_FOUND for who is not on the roll.
absl::Status PrintToken(store::Store& store, const auth::Signer& signer, const base::Clock& clock,
                        const std::string& member);

}  // namespace plenum::deliberation
