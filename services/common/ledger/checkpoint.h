// checkpoint: what a log was at some moment, signed: its origin, size and root.
//
// The text is that of C2SP tlog-checkpoint, a signed note (C2SP signed-note) with Ed25519
// signatures:
//
//   plenum.example/deliberations/d1
//   4027
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
//   — plenum.example/deliberations/d1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhc…
//
// Lines after the root are extensions; ours has none, and others' are kept and signed over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/ed25519.h"
#include "services/common/ledger/merkle.h"

namespace plenum::ledger {

struct Checkpoint {
  std::string origin;  // names the log: one word of ASCII without '+'
  std::uint64_t size = 0;
  Hash root;
};

// Longer texts are refused unread.
inline constexpr std::size_t kMaxCheckpointBytes = std::size_t{64} << 10;

// The signed text. INVALID_ARGUMENT for an origin that cannot be one.
absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const auth::PrivateKey& key);

// The checkpoint of a text that is signed by `public_key` under the name `origin`; signatures by
// others are passed over. Errors, each with the place: INVALID_ARGUMENT for what is no checkpoint;
// FAILED_PRECONDITION when it is of another log or that key has not signed it; DATA_LOSS when its
// signature does not hold.
absl::StatusOr<Checkpoint> OpenCheckpoint(std::string_view text, std::string_view origin,
                                          std::string_view public_key);

// The key as others' tools take it (C2SP signed-note, verifier keys): NAME+HASH+BASE64.
std::string VerifierKey(std::string_view origin, std::string_view public_key);

}  // namespace plenum::ledger
