// token_command: the operator's way back in for a facilitator whose sign-in has ended.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/sessions.h"

namespace plenum::deliberation {

inline constexpr char kTokenCommand[] = "token";
inline constexpr char kTokenHelp[] =
    "Print a new sign-in of a member for `plenum login -`, and end: for a facilitator who has lost "
    "the own one";
inline constexpr char kTokenMemberHelp[] =
    "deliberations/ID/members/ID; deliberations/ID alone tells who leads it";

// Prints a refresh token on standard output, alone. NOT_FOUND for who is not on the roll.
// INVALID_ARGUMENT for a deliberation, with the names of those who lead it.
absl::Status PrintToken(store::Store& store, Sessions& sessions, const std::string& member);

}  // namespace plenum::deliberation
