// jwks: public keys of an identity provider, as it publishes them (RFC 7517), and signatures by
// them (RFC 7515): RS256, ES256 and EdDSA with Ed25519 (RFC 7518, RFC 8037).
//
// A key's kind decides the algorithm; a token that says another one is refused. So "none" and a
// public key taken as a shared secret lead nowhere.
//
//   auto keys = auth::KeySet::FromJson(text);
//   auto claims = keys->Verify(token);   // its payload, as JSON text
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace plenum::auth {

// Immutable; thread-safe.
class KeySet {
 public:
  // At most kMaxKeys keys. Keys of other kinds, and those not for signatures, are passed over.
  // INVALID_ARGUMENT, saying what is wrong: no JSON of this form, a secret or private key in it, an
  // RSA key below 2048 bits, two keys of one id, no key that can be used.
  static absl::StatusOr<KeySet> FromJson(std::string_view json);
  static constexpr std::size_t kMaxKeys = 100;
  static constexpr std::size_t kMaxTokenBytes = 16 << 10;

  // The payload of a compact JWS whose signature holds, as it was signed. The key is that of its
  // "kid"; without one, the only key of the set. INVALID_ARGUMENT, saying why not, without a word
  // of the token.
  [[nodiscard]] absl::StatusOr<std::string> Verify(std::string_view token) const;

  [[nodiscard]] std::size_t size() const { return keys_.size(); }

 private:
  struct Key {
    std::string id;  // may be empty
    std::string algorithm;
    std::shared_ptr<EVP_PKEY> key;
  };
  std::vector<Key> keys_;
};

}  // namespace plenum::auth
