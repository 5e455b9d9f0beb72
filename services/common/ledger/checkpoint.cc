#include "services/common/ledger/checkpoint.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/base64.h"
#include "services/common/base/text.h"

namespace plenum::ledger {
namespace {

constexpr char kSignatureStart[] = "\xE2\x80\x94 ";  // em dash
constexpr char kAlgorithm = '\1';                    // Ed25519
constexpr std::size_t kKeyIdBytes = 4;

absl::Status NoCheckpoint(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("this is no checkpoint: ", std::string(why)));
}

bool IsOrigin(std::string_view origin) {
  const auto fits = [](char c) { return c > ' ' && c <= '~' && c != '+'; };
  return !origin.empty() && std::all_of(origin.begin(), origin.end(), fits);
}

std::string TypedKey(std::string_view public_key) {
  return std::string(1, kAlgorithm) + std::string(public_key);
}

// Which key it is: the first bytes of SHA-256(name, line break, algorithm, key).
std::string KeyId(std::string_view origin, std::string_view public_key) {
  return base::Sha256(absl::StrCat(std::string(origin), "\n", TypedKey(public_key)))
      .substr(0, kKeyIdBytes);
}

std::string Body(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(checkpoint.root), "\n");
}

absl::StatusOr<Checkpoint> ReadBody(std::string_view body) {
  const std::vector<std::string> lines = absl::StrSplit(std::string(body), '\n');
  // Three lines and the end of the last; extensions may stand between.
  if (lines.size() < 4) return NoCheckpoint("it has fewer than three lines");
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  if (!IsOrigin(checkpoint.origin)) return NoCheckpoint("line 1 is no origin");
  if (!absl::SimpleAtoi(lines[1], &checkpoint.size) || lines[1] != absl::StrCat(checkpoint.size)) {
    return NoCheckpoint("line 2 is not the number of entries");
  }
  const std::optional<std::string> root = base::FromBase64(lines[2]);
  if (!root || root->size() != kHashBytes) return NoCheckpoint("line 3 is not a hash in base64");
  checkpoint.root = *root;
  return checkpoint;
}

// The bytes of a line "— NAME BASE64" of that name; nothing when it is of another. An error when it
// is no such line.
absl::StatusOr<std::optional<std::string>> SignatureOf(std::string_view line,
                                                       std::string_view name) {
  constexpr std::size_t kStart = sizeof(kSignatureStart) - 1;
  const std::size_t space = line.find(' ', kStart);
  if (line.substr(0, kStart) != kSignatureStart || space == line.npos) {
    return NoCheckpoint("a line below the empty one is no signature");
  }
  const std::optional<std::string> bytes = base::FromBase64(line.substr(space + 1));
  if (!bytes || bytes->size() <= kKeyIdBytes) return NoCheckpoint("a signature is not in base64");
  if (line.substr(kStart, space - kStart) != name) return std::nullopt;
  return bytes;
}

}  // namespace

absl::StatusOr<std::string> SignCheckpoint(const Checkpoint& checkpoint,
                                           const auth::PrivateKey& key) {
  if (!IsOrigin(checkpoint.origin)) {
    return absl::InvalidArgumentError(
        "the origin of a log is one word without '+', for example plenum.example/log");
  }
  const std::string body = Body(checkpoint);
  return absl::StrCat(
      body, "\n", kSignatureStart, checkpoint.origin, " ",
      absl::Base64Escape(KeyId(checkpoint.origin, key.public_bytes()) + key.Sign(body)), "\n");
}

absl::StatusOr<Checkpoint> OpenCheckpoint(std::string_view text, std::string_view origin,
                                          std::string_view public_key) {
  if (text.size() > kMaxCheckpointBytes) return NoCheckpoint("it is too long");
  const std::size_t gap = text.rfind("\n\n");
  if (gap == text.npos || text.back() != '\n') {
    return NoCheckpoint("there are no signatures below an empty line");
  }
  const std::string_view body = text.substr(0, gap + 1);
  auto checkpoint = ReadBody(body);
  if (!checkpoint.ok()) return checkpoint;
  if (checkpoint->origin != origin) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the checkpoint is of the log ", checkpoint->origin, ", not of ", std::string(origin)));
  }
  std::string_view rest = text.substr(gap + 2);
  const std::string id = KeyId(origin, public_key);
  bool signed_by_key = false;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    auto signature = SignatureOf(rest.substr(0, end), origin);
    if (!signature.ok()) return signature.status();
    rest.remove_prefix(end + 1);
    if (!signature->has_value() || (*signature)->substr(0, kKeyIdBytes) != id) continue;
    if (!auth::SignatureHolds(public_key, body, (*signature)->substr(kKeyIdBytes))) {
      return absl::DataLossError("the signature of the checkpoint does not hold");
    }
    signed_by_key = true;
  }
  if (!signed_by_key) {
    return absl::FailedPreconditionError("the checkpoint is not signed by the key of the log");
  }
  return checkpoint;
}

std::string VerifierKey(std::string_view origin, std::string_view public_key) {
  return absl::StrCat(std::string(origin), "+", base::Hex(KeyId(origin, public_key)), "+",
                      absl::Base64Escape(TypedKey(public_key)));
}

}  // namespace plenum::ledger
