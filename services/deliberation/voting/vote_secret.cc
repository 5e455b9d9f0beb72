#include "services/deliberation/voting/vote_secret.h"

#include "absl/strings/escaping.h"
#include "services/common/auth/hmac.h"
#include "services/common/resource/name.h"
#include "services/deliberation/record/entries.h"

namespace plenum::deliberation {
namespace {

// 128 bits: two voters never meet.
constexpr std::size_t kSlotBytes = 16;

}  // namespace

std::string VoteSecret::Derive(std::string_view purpose, std::string_view text) const {
  std::string message(purpose);
  message.append("\n").append(text);
  return auth::HmacSha256(bytes_, message);
}

VoteSecret::Alias VoteSecret::AliasOf(std::string_view member) const {
  if (!detached_) return {resource::KeyOf(member).id, std::string(member)};
  const std::string derived = Derive("voter", member);
  return {absl::BytesToHexString(derived.substr(0, kSlotBytes)),
          "ballot " + absl::BytesToHexString(derived.substr(kSlotBytes))};
}

VoteSecret::Marks VoteSecret::MarksOf(std::string_view member, std::string_view packed) const {
  std::string text(member);
  text.append("\n").append(packed);
  const std::string derived = Derive("ballot", text);
  return {derived.substr(0, record::kSaltBytes), derived.substr(record::kSaltBytes)};
}

std::string VoteSecret::Seal(std::string_view sealing_key, std::string_view vote,
                             std::string_view bytes) {
  std::string stream = auth::HmacSha256(sealing_key, vote);
  for (std::size_t i = 0; i < bytes.size() && i < stream.size(); ++i) {
    stream[i] = static_cast<char>(stream[i] ^ bytes[i]);
  }
  return stream;
}

}  // namespace plenum::deliberation
