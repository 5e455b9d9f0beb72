// sign_in: how members come in.
#pragma once

#include <string>
#include <string_view>

#include "clients/cli/credentials.h"

namespace plenum::cli {

// The one line that an invited member types. It holds the token: a secret.
std::string InvitationCommand(const Addresses& addresses, std::string_view token);

}  // namespace plenum::cli
