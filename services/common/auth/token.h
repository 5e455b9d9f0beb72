// token: signed proof of who calls.
//
// A token is a JSON Web Token (RFC 7519) signed with Ed25519 (RFC 8037, alg "EdDSA"), bound to one
// member of one deliberation and one role. The deliberation service signs; every service verifies
// offline with its published keys.
//
//   auto signer = auth::Signer::Generate();
//   std::string token = signer.Sign({.member = "deliberations/d1/members/m1", .role =
//   Role::kMember,
//                                    .issued_at_s = now, .expires_at_s = now + 86400});
//   auth::Verifier verifier;
//   verifier.SetKeys({signer.public_key()});
//   absl::StatusOr<Claims> claims = verifier.Verify(token, now);
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/auth/ed25519.h"
#include "services/common/auth/role.h"
#include "services/common/base/string_map.h"

namespace plenum::auth {

struct Claims {
  std::string member;  // "deliberations/{d}/members/{m}"
  Role role = Role::kNone;
  std::int64_t issued_at_s = 0;   // seconds since 1970
  std::int64_t expires_at_s = 0;  // first second at which the token is no longer good
  Scopes scopes = 0;              // of a service
  std::string session{};          // the sign-in that it comes from; empty for none
};

// Ends tokens before their time: those of `subject` that were issued before `not_before_s`.
struct Revocation {
  std::string subject;            // RevocationSubject of a member or a session
  std::int64_t not_before_s = 0;  // seconds since 1970
  std::int64_t expires_at_s = 0;  // from then on no such token would be good anyhow
};

// What a revocation calls a member's resource name or a session: 32 bytes that say nothing to who
// does not know it.
std::string RevocationSubject(std::string_view name);

struct PublicKey {
  std::string id;     // RFC 7638 style: base64url of the key's SHA-256, first 16 characters
  std::string bytes;  // 32 bytes, Ed25519
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

// Signs tokens. Thread-safe.
class Signer {
 public:
  static Signer Generate();
  // From a PKCS#8 PEM private key. INVALID_ARGUMENT when it is none, or not Ed25519.
  static absl::StatusOr<Signer> FromPem(std::string_view pem);
  // Reads `path`; makes it (mode 0600) with a new key when `create` and it does not exist. Refuses
  // a file that others can read.
  static absl::StatusOr<Signer> FromFile(const std::string& path, bool create);

  // Ed25519 is deterministic: the same claims give the same token.
  [[nodiscard]] std::string Sign(const Claims& claims) const;
  [[nodiscard]] const PublicKey& public_key() const { return public_key_; }
  [[nodiscard]] const PrivateKey& key() const { return key_; }

 private:
  explicit Signer(PrivateKey key);
  PrivateKey key_;
  PublicKey public_key_;
};

// Verifies tokens, remembering those that were good: one signature check costs more than the rest
// of a small call. A revocation makes it forget those that it ends, so that a token that is
// remembered needs no other look. Thread-safe.
class Verifier {
 public:
  // Replaces the keys, and forgets what was verified by keys that are gone.
  void SetKeys(const std::vector<PublicKey>& keys);

  // From its return on, none of the tokens that are revoked is good. Those that are past at `now_s`
  // are forgotten. O(tokens remembered).
  void Revoke(const std::vector<Revocation>& revocations, std::int64_t now_s);

  // UNAUTHENTICATED with reason TOKEN_INVALID, TOKEN_EXPIRED or TOKEN_REVOKED. A token by a key
  // that is not known calls `on_unknown_key`, so that new keys can be fetched, and is UNAVAILABLE
  // when it returns true
  // ("being fetched, try again").
  absl::StatusOr<Claims> Verify(std::string_view token, std::int64_t now_s);

  // Called on the thread of Verify; must not block. Set before the first Verify.
  void SetOnUnknownKey(std::function<bool()> callback) { on_unknown_key_ = std::move(callback); }

 private:
  struct Shard {
    std::mutex mutex;
    base::StringMap<std::shared_ptr<const Claims>> verified;
    std::uint64_t generation = 0;  // of the keys that verified them
  };
  using Keys = std::unordered_map<std::string, std::string>;

  struct Floor {
    std::int64_t not_before_s = 0;
    std::int64_t expires_at_s = 0;
  };
  using Floors = std::unordered_map<std::string, Floor>;

  Shard& ShardOf(std::string_view token);
  static bool IsRevoked(const Floors& floors, const Claims& claims);

  std::mutex keys_mutex_;
  std::shared_ptr<const Keys> keys_ = std::make_shared<Keys>();
  Floors floors_;                 // by subject
  std::uint64_t generation_ = 0;  // counts SetKeys and Revoke
  std::array<Shard, 16> shards_;
  std::function<bool()> on_unknown_key_;
};

}  // namespace plenum::auth
