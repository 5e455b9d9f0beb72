// notice_keys: the secrets of notices, none of which is stored.
//
// What a webhook signs with, and the codes of digests, are made from the server's signing key and
// public facts each time that they are needed: replicas agree on them, a copy of the database holds
// none of them, and a new signing key makes all of them void.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "services/common/auth/ed25519.h"

namespace plenum::deliberation {

class NoticeKeys {
 public:
  explicit NoticeKeys(const auth::PrivateKey& signing_key);

  // The 32 bytes that calls of the webhook with this resource name are signed with.
  [[nodiscard]] std::string WebhookKey(std::string_view webhook) const;
  // The code that proves that `address` belongs to the owner of the digest with this resource name:
  // 10 characters of Crockford's base 32, in upper case.
  [[nodiscard]] std::string DigestCode(std::string_view digest, std::string_view address,
                                       std::int64_t good_until_us) const;

 private:
  const std::string webhook_key_;
  const std::string code_key_;
};

}  // namespace plenum::deliberation
