// bundle: everything public of a vote in one file, and what one voter keeps; as JSON.
//
// A bundle is an object with "format": "plenum bundle 1", "origin", "public_key" (base64),
// "checkpoint" (the signed text), "entries" (base64 each, in the order of the log) and "ballots",
// in the order of their entries: {"salt", "packed"} in base64, with "weight" where it is not 1, and
// with "voter" where the vote was open. A receipt is an object with
// "format": "plenum receipt 1", "deliberation", "commitment" (base64) and "words"; one that was
// taken after the close also has "inclusion": {"index", "proof" (a list of base64), "public_key",
// "checkpoint"}. It tells neither the ranking nor the salt, but whoever has it finds the ballot in
// the bundle of a closed vote: it is the voter's to keep. Base64 is that of RFC 4648, section 4,
// with padding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/deliberation/record/entries.h"

namespace plenum::record {

struct Bundle {
  std::string origin;      // of the log
  std::string public_key;  // of the log, 32 bytes
  std::string checkpoint;
  std::vector<std::string> entries;
  std::vector<OpenedBallot> ballots;  // none before a vote was closed
};

// Where the log has a ballot, with the hashes of RFC 9162 that prove it.
struct Inclusion {
  std::uint64_t index = 0;
  std::vector<std::string> proof;
  std::string public_key;
  std::string checkpoint;
};

struct Receipt {
  std::string deliberation;
  std::string commitment;
  std::optional<Inclusion> inclusion;
};

// The log of a deliberation ("deliberations/{d}") is called so.
std::string OriginOf(std::string_view deliberation);

// Writes a bundle piece by piece: one of a million ballots has 150 MB.
//
//   BundleWriter writer(bundle);
//   while (!writer.AtEnd()) out << writer.Next(1 << 20);
class BundleWriter {
 public:
  // `bundle` must outlive the writer.
  explicit BundleWriter(const Bundle& bundle) : bundle_(bundle) {}

  // At least `bytes` of the text, or all that is left; little more.
  std::string Next(std::size_t bytes);
  [[nodiscard]] bool AtEnd() const { return part_ == Part::kEnd; }

 private:
  const Bundle& bundle_;
  enum class Part { kHead, kEntries, kBallots, kEnd } part_ = Part::kHead;
  std::size_t entry_ = 0;
  std::size_t ballot_ = 0;
};

std::string ToJson(const Bundle& bundle);
std::string ToJson(const Receipt& receipt);
// INVALID_ARGUMENT that names the field that is missing or is not what it should be.
absl::StatusOr<Bundle> ReadBundle(std::string_view json);
absl::StatusOr<Receipt> ReadReceipt(std::string_view json);

}  // namespace plenum::record
