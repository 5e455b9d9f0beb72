// ed25519: signatures of RFC 8032, by OpenSSL.
//
//   const auto key = auth::PrivateKey::Generate();
//   std::string signature = key.Sign("text");
//   bool holds = auth::SignatureHolds(key.public_bytes(), "text", signature);
#pragma once

#include <openssl/types.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace plenum::auth {

inline constexpr std::size_t kPublicKeyBytes = 32;
inline constexpr std::size_t kSignatureBytes = 64;

// Thread-safe; copies share the key.
class PrivateKey {
 public:
  static PrivateKey Generate();
  // From the 32 bytes that RFC 8032 calls the private key. INVALID_ARGUMENT for another length.
  static absl::StatusOr<PrivateKey> FromSeed(std::string_view seed);
  // From a PKCS#8 PEM. INVALID_ARGUMENT when it is none, encrypted, or not Ed25519.
  static absl::StatusOr<PrivateKey> FromPem(std::string_view pem);

  [[nodiscard]] std::string ToPem() const;
  [[nodiscard]] const std::string& public_bytes() const { return public_bytes_; }
  // kSignatureBytes; the same text gives the same signature.
  [[nodiscard]] std::string Sign(std::string_view text) const;

 private:
  explicit PrivateKey(std::shared_ptr<EVP_PKEY> key);

  std::shared_ptr<EVP_PKEY> key_;
  std::string public_bytes_;
};

// False for keys and signatures of a wrong length, too. About 50 µs.
bool SignatureHolds(std::string_view public_bytes, std::string_view text,
                    std::string_view signature);

}  // namespace plenum::auth
