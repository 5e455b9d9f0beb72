// sign_in: how members come in.
#pragma once

#include <string>
#include <string_view>

#include "clients/cli/credentials.h"

namespace plenum::cli {

// The one line that a member types who was put on the roll. It holds the sign-in: a secret.
std::string InvitationCommand(const Addresses& addresses, std::string_view token);

// The same for who was invited, with the invitation's code.
std::string JoinCommand(const Addresses& addresses, std::string_view code);

}  // namespace plenum::cli
