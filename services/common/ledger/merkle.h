// merkle: the hash tree of RFC 9162, section 2.1, over a log that only grows: its root, and short
// proofs that an entry is in it and that an older log is the beginning of a newer one.
//
//   ledger::Tree tree;
//   tree.Append(ledger::HashOfEntry("first"));
//   tree.Append(ledger::HashOfEntry("second"));
//   auto proof = ledger::ProveInclusion(tree.nodes(), 0, 2);           // log2(size) hashes
//   absl::Status holds = ledger::VerifyInclusion(0, 2, ledger::HashOfEntry("first"), *proof,
//                                                *tree.Root(2));
//
// Ranges of entries that are subtrees of the log can be proved too, as in
// draft-ietf-plants-merkle-tree-certs, section 4: [start, end) where start is a multiple of the
// least power of two that is not below end - start.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::ledger {

inline constexpr std::size_t kHashBytes = 32;
// More entries than any log has; sizes beyond it are refused before anything is computed.
inline constexpr std::uint64_t kMaxEntries = std::uint64_t{1} << 62;

// SHA-256, kHashBytes raw bytes.
using Hash = std::string;
// Hashes from the leaf's side to the root's.
using Proof = std::vector<Hash>;

Hash HashOfEntry(std::string_view entry);                            // SHA-256(0x00 || entry)
Hash HashOfChildren(std::string_view left, std::string_view right);  // SHA-256(0x01 || l || r)
Hash HashOfNothing();                                                // the root of an empty log

// The hash of the complete subtree over the entries [index << level, (index + 1) << level), which
// must be in the log. Level 0 are the leaves. Errors are passed on.
using Nodes = std::function<absl::StatusOr<Hash>(int level, std::uint64_t index)>;

// The root of the first `size` entries. O(log size) nodes are read, as by the proofs below.
absl::StatusOr<Hash> RootOf(const Nodes& nodes, std::uint64_t size);

// That entry `index` is in the log of the first `size` entries. OUT_OF_RANGE when it is not.
absl::StatusOr<Proof> ProveInclusion(const Nodes& nodes, std::uint64_t index, std::uint64_t size);

// That the log of `old_size` entries is the beginning of that of `size`. OUT_OF_RANGE when old_size
// is 0 (everything begins with nothing) or above size.
absl::StatusOr<Proof> ProveConsistency(const Nodes& nodes, std::uint64_t old_size,
                                       std::uint64_t size);

// That the subtree over [start, end) is in the log of `size` entries. OUT_OF_RANGE when it is no
// subtree of it.
absl::StatusOr<Proof> ProveSubtree(const Nodes& nodes, std::uint64_t start, std::uint64_t end,
                                   std::uint64_t size);

// The verifiers. OK when the proof holds. Errors: INVALID_ARGUMENT when the numbers, or the lengths
// of the proof and its hashes, cannot be; DATA_LOSS when the hashes do not fit. Either way nothing
// was shown.
absl::Status VerifyInclusion(std::uint64_t index, std::uint64_t size, std::string_view leaf_hash,
                             std::span<const Hash> proof, std::string_view root);
absl::Status VerifyConsistency(std::uint64_t old_size, std::uint64_t size,
                               std::string_view old_root, std::span<const Hash> proof,
                               std::string_view root);
// An entry in the subtree over [start, end) with that root.
absl::Status VerifySubtreeInclusion(std::uint64_t index, std::uint64_t start, std::uint64_t end,
                                    std::string_view leaf_hash, std::span<const Hash> proof,
                                    std::string_view subtree_root);
// The subtree over [start, end) in the log of `size` entries. The empty one (start = end) is in
// every log that is long enough: its root is HashOfNothing() and its proof is empty.
absl::Status VerifySubtree(std::uint64_t start, std::uint64_t end, std::uint64_t size,
                           std::string_view subtree_root, std::span<const Hash> proof,
                           std::string_view root);

// A log's hashes in memory, 64 bytes an entry.
class Tree {
 public:
  void Append(std::string_view leaf_hash);  // kHashBytes
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // OUT_OF_RANGE for nodes and sizes beyond the log. The tree must outlive what nodes() gives.
  [[nodiscard]] Nodes nodes() const;
  [[nodiscard]] absl::StatusOr<Hash> Root(std::uint64_t size) const;
  [[nodiscard]] Hash Root() const;

 private:
  [[nodiscard]] absl::StatusOr<Hash> Node(int level, std::uint64_t index) const;

  std::uint64_t size_ = 0;
  std::vector<std::string> levels_;  // kHashBytes a node
};

}  // namespace plenum::ledger
