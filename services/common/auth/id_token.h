// id_token: who somebody is, as an OpenID Connect identity provider says it.
//
//   auto verifier = auth::IdTokenVerifier::Open({"https://id.example.org", "plenum", "jwks.json"});
//   auto who = (*verifier)->Verify(token, nonce, now_s);   // {issuer, subject, name}
//
// The provider's keys come from a file, which is read again when it changes: nothing is fetched.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "services/common/auth/jwks.h"

namespace plenum::auth {

struct Identity {
  std::string issuer;
  std::string subject;  // unique within the issuer, never given to another (OpenID Connect Core, 8)
  std::string name;     // to be shown; may be empty
};

// Thread-safe.
class IdTokenVerifier {
 public:
  struct Config {
    std::string issuer;     // as in the tokens' "iss", to the letter
    std::string audience;   // the client id of this server at the provider
    std::string keys_file;  // JWKS
  };
  // How far the provider's clock may be off.
  static constexpr std::int64_t kSkewSeconds = 60;

  // INVALID_ARGUMENT when a part is missing; FAILED_PRECONDITION for a file that cannot be read or
  // holds no keys.
  static absl::StatusOr<std::unique_ptr<IdTokenVerifier>> Open(Config config);

  // OpenID Connect Core 1.0, section 3.1.3.7: signature, issuer, audience (and "azp" where there is
  // one, or several audiences), times, and `nonce` when it is not empty. INVALID_ARGUMENT, saying
  // why not, without a word of the token. A file that changed is read first; when it is no good,
  // the keys from before hold, and the log says so.
  absl::StatusOr<Identity> Verify(std::string_view token, std::string_view nonce,
                                  std::int64_t now_s);

 private:
  struct Stamp {
    std::int64_t modified_ns = -1;
    std::int64_t size = -1;
    std::uint64_t inode = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
  };
  explicit IdTokenVerifier(Config config) : config_(std::move(config)) {}
  [[nodiscard]] Stamp Look() const;
  absl::Status Load();
  std::shared_ptr<const KeySet> Keys();

  const Config config_;
  std::mutex mutex_;
  Stamp stamp_;
  std::shared_ptr<const KeySet> keys_;
};

}  // namespace plenum::auth
