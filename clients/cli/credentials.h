// credentials: who the person at this computer is, in which deliberations.
//
// One file, $XDG_CONFIG_HOME/plenum/credentials.json (default ~/.config/plenum), holds a profile
// for each member that signed in here: several deliberations, and several members of one. It holds
// secrets: its directory is made with mode 0700 and it with 0600, and a file that others could read
// is refused.
//
//   absl::StatusOr<std::string> directory = ConfigDirectory();
//   CredentialStore store(*directory);
//   absl::StatusOr<Credentials> credentials = store.Load();
//   absl::Status saved = store.Update([&](Credentials& c) { c.Put(profile); return OkStatus(); });
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::cli {

// Where the services answer. An empty address falls back to `server`.
struct Addresses {
  std::string server{};
  std::string ingestion{};
  std::string scoring{};
  std::string deliberation{};
  std::string ca_file{};           // of the servers' certificates (PEM); the system's when empty
  std::string client_cert_file{};  // PEM, for servers that ask who calls; with client_key_file
  std::string client_key_file{};
  std::optional<bool> tls{};  // unset: nobody said
};

// One member of one deliberation.
struct Profile {
  Addresses addresses;
  std::string deliberation;  // resource name
  std::string title;         // of the deliberation, when signed in
  std::string member;        // resource name
  std::string display_name;
  std::string role;  // "facilitator", "member", "observer"
  std::string token;
  std::string refresh_token{};  // gives the next token, once; empty for a token without one
  // The id of the request that will do so, kept with it: when the answer is lost, the same question
  // gets it again.
  std::string refresh_request{};
  std::string receipt{};  // commitment of the ballot that was cast last from here, in base64
};

struct Credentials {
  std::vector<Profile> profiles;
  std::string current;  // member name of the profile in use; empty for none

  // Adds the profile, or replaces that of the same member, and makes it the current one.
  void Put(Profile profile);
  // The profile in use, or null.
  [[nodiscard]] const Profile* Current() const;
  // The profile that `query` means: the id or title (or its start) of a deliberation, the name of a
  // member, or both as "DELIBERATION/MEMBER"; a number of the list. Errors: NOT_FOUND; a usage
  // error that lists the candidates.
  [[nodiscard]] absl::StatusOr<const Profile*> Find(std::string_view query) const;
};

// $XDG_CONFIG_HOME/plenum or $HOME/.config/plenum. FAILED_PRECONDITION when neither is set.
absl::StatusOr<std::string> ConfigDirectory();

class CredentialStore {
 public:
  explicit CredentialStore(std::string directory) : directory_(std::move(directory)) {}

  [[nodiscard]] std::string path() const { return directory_ + "/credentials.json"; }

  // What is kept; nothing when there is no file. Errors, saying what to do: PERMISSION_DENIED
  // when others may read the file or write to its directory, or when it belongs to someone else;
  // FAILED_PRECONDITION when it is damaged or of a newer version.
  [[nodiscard]] absl::StatusOr<Credentials> Load() const;

  // Loads, changes and saves, alone: other processes wait. The file is replaced as a whole, so that
  // a crash leaves the old one or the new one. Errors: those of Load, of `change`, and
  // FAILED_PRECONDITION when it cannot be written.
  absl::Status Update(const std::function<absl::Status(Credentials&)>& change) const;

 private:
  [[nodiscard]] absl::Status Save(const Credentials& credentials) const;
  std::string directory_;
};

// Whether it looks like a refresh token, and not like a token. Only a server knows whether it is
// one.
bool IsRefreshToken(std::string_view text);

// What a token says about itself, read without checking it; only servers can check it.
struct TokenClaims {
  std::string member;             // resource name
  std::string deliberation;       // resource name
  std::int64_t expires_at_s = 0;  // seconds since 1970; 0 when it does not say
};

// UNAUTHENTICATED (TOKEN_INVALID) when it is no token of Plenum. The token never stands in the
// message.
absl::StatusOr<TokenClaims> ReadToken(std::string_view token);

}  // namespace plenum::cli
