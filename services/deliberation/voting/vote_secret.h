// vote_secret: what keeps the ballots of a detached vote apart from who cast them.
//
// A vote has 32 random bytes of its own while it is open. From them and a voter come the place in
// which the ballot is stored, the salt of its commitment, and the name under which a repeated
// request is known again: so that a voter can replace a ballot and gets the same receipt twice,
// while rows, read without the bytes, say nothing of voters. The bytes are stored sealed with the
// server's key, so that the database alone tells nothing, and are erased when the vote is closed,
// so that from then on the key tells nothing either (docs/adr/0016).
//
//   VoteSecret secret(key_of_sealing, base::RandomBytes(kBytes), /*detached=*/true);
//   store::Key row{"deliberations/d/ballots", secret.AliasOf("deliberations/d/members/m").slot};
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace plenum::deliberation {

class VoteSecret {
 public:
  static constexpr std::size_t kBytes = 32;

  VoteSecret() = default;
  // `bytes` are kBytes; in an open vote slots and scopes are the voters' own names.
  VoteSecret(std::string bytes, bool detached) : bytes_(std::move(bytes)), detached_(detached) {}

  [[nodiscard]] bool detached() const { return detached_; }

  // What a voter is called in this vote, by the member's resource name.
  struct Alias {
    std::string slot;   // id of the ballot's row
    std::string scope;  // of remembered requests
  };
  [[nodiscard]] Alias AliasOf(std::string_view member) const;
  // What goes with a member's ballot. One hash for both: it is a tenth of what a ballot costs.
  struct Marks {
    std::string salt;    // record::kSaltBytes
    std::string digest;  // what makes a repeated request the same, telling nothing of the ballot
  };
  [[nodiscard]] Marks MarksOf(std::string_view member, std::string_view packed) const;

  // `bytes` as they are stored, and back: an exclusive or with a key stream of the vote's own.
  static std::string Seal(std::string_view sealing_key, std::string_view vote,
                          std::string_view bytes);

 private:
  [[nodiscard]] std::string Derive(std::string_view purpose, std::string_view text) const;

  std::string bytes_;
  bool detached_ = true;
};

}  // namespace plenum::deliberation
