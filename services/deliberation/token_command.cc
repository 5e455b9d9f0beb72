#include "services/deliberation/token_command.h"

#include <iostream>

#include "services/deliberation/deliberation_service.h"

namespace plenum::deliberation {

absl::Status PrintToken(store::Store& store, const auth::Signer& signer, const base::Clock& clock,
                        const std::string& member) {
  const auto found = ReadMember(store, member);
  if (!found.ok()) return found.status();
  std::cout << SignToken(signer, *found, clock) << "\n";
  return absl::OkStatus();
}

}  // namespace plenum::deliberation
