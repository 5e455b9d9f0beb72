#include "services/common/ledger/merkle.h"

#include <algorithm>
#include <bit>
#include <initializer_list>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::ledger {
namespace {

constexpr char kLeafPrefix = '\0';
constexpr char kNodePrefix = '\1';

// [begin, end) of a log's entries.
struct Range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;

  [[nodiscard]] std::uint64_t size() const { return end - begin; }
  // Where the tree over the range divides: the largest power of two below its size.
  [[nodiscard]] std::uint64_t middle() const { return begin + (std::bit_ceil(size()) >> 1); }
};

bool IsSubtree(const Range& range) {
  return range.begin < range.end && range.end <= kMaxEntries &&
         range.begin % std::bit_ceil(range.size()) == 0;
}

// `range` must be a subtree, as all are that come from dividing one at its middle.
absl::StatusOr<Hash> HashOf(const Nodes& nodes, const Range& range) {
  if (std::has_single_bit(range.size())) {
    const int level = std::countr_zero(range.size());
    return nodes(level, range.begin >> level);
  }
  absl::StatusOr<Hash> left = HashOf(nodes, {range.begin, range.middle()});
  if (!left.ok()) return left;
  absl::StatusOr<Hash> right = HashOf(nodes, {range.middle(), range.end});
  if (!right.ok()) return right;
  return HashOfChildren(*left, *right);
}

// Adds the siblings on the way from `part` up to `whole`, and says whether the verifier knows the
// hash that the way begins with: it does unless `part` is no single node of the tree over `whole`.
absl::Status Climb(const Nodes& nodes, const Range& part, const Range& whole, bool known,
                   Proof& proof) {
  if (part.begin == whole.begin && part.end == whole.end) {
    if (known) return absl::OkStatus();
    absl::StatusOr<Hash> own = HashOf(nodes, whole);
    if (!own.ok()) return own.status();
    proof.push_back(*std::move(own));
    return absl::OkStatus();
  }
  const std::uint64_t middle = whole.middle();
  const Range left{whole.begin, middle};
  const Range right{middle, whole.end};
  absl::Status below;
  const bool in_left = part.end <= middle;
  if (in_left) {
    below = Climb(nodes, part, left, known, proof);
  } else if (part.begin >= middle) {
    below = Climb(nodes, part, right, known, proof);
  } else {
    below = Climb(nodes, {middle, part.end}, right, false, proof);
  }
  if (!below.ok()) return below;
  absl::StatusOr<Hash> sibling = HashOf(nodes, in_left ? right : left);
  if (!sibling.ok()) return sibling.status();
  proof.push_back(*std::move(sibling));
  return absl::OkStatus();
}

absl::Status Impossible(std::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("the proof cannot be: ", std::string(why)));
}

bool AreHashes(std::initializer_list<std::string_view> ends, std::span<const Hash> proof) {
  const auto is_hash = [](std::string_view bytes) { return bytes.size() == kHashBytes; };
  return std::all_of(ends.begin(), ends.end(), is_hash) &&
         std::all_of(proof.begin(), proof.end(), is_hash);
}

absl::Status DoesNotFit(std::string_view what) {
  return absl::DataLossError(absl::StrCat("the hashes do not lead to the ", std::string(what)));
}

absl::Status NotInLog(std::string_view what) { return absl::OutOfRangeError(std::string(what)); }

}  // namespace

Hash HashOfEntry(std::string_view entry) {
  std::string bytes;
  bytes.reserve(entry.size() + 1);
  bytes.push_back(kLeafPrefix);
  bytes.append(entry);
  return base::Sha256(bytes);
}

Hash HashOfChildren(std::string_view left, std::string_view right) {
  std::string bytes;
  bytes.reserve(left.size() + right.size() + 1);
  bytes.push_back(kNodePrefix);
  bytes.append(left).append(right);
  return base::Sha256(bytes);
}

Hash HashOfNothing() { return base::Sha256(""); }

absl::StatusOr<Hash> RootOf(const Nodes& nodes, std::uint64_t size) {
  if (size == 0) return HashOfNothing();
  if (size > kMaxEntries) return NotInLog("no log has so many entries");
  return HashOf(nodes, {0, size});
}

absl::StatusOr<Proof> ProveInclusion(const Nodes& nodes, std::uint64_t index, std::uint64_t size) {
  if (index >= size) {
    return NotInLog(absl::StrCat("entry ", index, " is not among the first ", size));
  }
  return ProveSubtree(nodes, index, index + 1, size);
}

absl::StatusOr<Proof> ProveConsistency(const Nodes& nodes, std::uint64_t old_size,
                                       std::uint64_t size) {
  if (old_size == 0) {
    return NotInLog("every log begins with the empty one; there is nothing to prove");
  }
  return ProveSubtree(nodes, 0, old_size, size);
}

absl::StatusOr<Proof> ProveSubtree(const Nodes& nodes, std::uint64_t start, std::uint64_t end,
                                   std::uint64_t size) {
  if (!IsSubtree({start, end}) || end > size || size > kMaxEntries) {
    return NotInLog(
        absl::StrCat("the entries [", start, ", ", end, ") are no subtree of the first ", size));
  }
  Proof proof;
  absl::Status climbed = Climb(nodes, {start, end}, {0, size}, true, proof);
  if (!climbed.ok()) return climbed;
  return proof;
}

absl::Status VerifyInclusion(std::uint64_t index, std::uint64_t size, std::string_view leaf_hash,
                             std::span<const Hash> proof, std::string_view root) {
  return VerifySubtreeInclusion(index, 0, size, leaf_hash, proof, root);
}

absl::Status VerifyConsistency(std::uint64_t old_size, std::uint64_t size,
                               std::string_view old_root, std::span<const Hash> proof,
                               std::string_view root) {
  if (old_size == 0 && size == 0) {
    if (!proof.empty()) return Impossible("it is longer than it can be");
    return old_root == root && root == HashOfNothing() ? absl::OkStatus() : DoesNotFit("root");
  }
  if (old_size == 0) return Impossible("every log begins with the empty one");
  return VerifySubtree(0, old_size, size, old_root, proof, root);
}

// RFC 9162, section 2.1.3.2, on the numbers counted from the subtree's start.
absl::Status VerifySubtreeInclusion(std::uint64_t index, std::uint64_t start, std::uint64_t end,
                                    std::string_view leaf_hash, std::span<const Hash> proof,
                                    std::string_view subtree_root) {
  if (!IsSubtree({start, end})) return Impossible("there is no such subtree");
  if (index < start || index >= end) return Impossible("the entry is outside");
  if (!AreHashes({leaf_hash, subtree_root}, proof)) return Impossible("a hash has not 32 bytes");
  std::uint64_t node = index - start;
  std::uint64_t last = end - start - 1;
  Hash hash(leaf_hash);
  for (const Hash& sibling : proof) {
    if (last == 0) return Impossible("it is longer than it can be");
    if ((node & 1) != 0 || node == last) {
      hash = HashOfChildren(sibling, hash);
      // A last node without a sibling goes up unchanged.
      while (node != 0 && (node & 1) == 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = HashOfChildren(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return Impossible("it is shorter than it can be");
  return hash == subtree_root ? absl::OkStatus() : DoesNotFit("root");
}

// draft-ietf-plants-merkle-tree-certs, section 4.4.3; with start 0 this is RFC 9162, section
// 2.1.4.2.
absl::Status VerifySubtree(std::uint64_t start, std::uint64_t end, std::uint64_t size,
                           std::string_view subtree_root, std::span<const Hash> proof,
                           std::string_view root) {
  if (start == end && end <= size) {
    if (!proof.empty()) return Impossible("it is longer than it can be");
    return subtree_root == HashOfNothing() ? absl::OkStatus() : DoesNotFit("root of the subtree");
  }
  if (!IsSubtree({start, end}) || end > size || size > kMaxEntries) {
    return Impossible("there is no such subtree");
  }
  if (end - start == size) {  // the same log: its root is compared as it was given
    if (!proof.empty()) return Impossible("it is longer than it can be");
    return subtree_root == root ? absl::OkStatus() : DoesNotFit("root");
  }
  if (!AreHashes({subtree_root, root}, proof)) return Impossible("a hash has not 32 bytes");
  // The subtree's first and last node and the log's last node, on the level that is reached.
  std::uint64_t first = start;
  std::uint64_t last = end - 1;
  std::uint64_t log_last = size - 1;
  const auto rise = [&] {
    first >>= 1;
    last >>= 1;
    log_last >>= 1;
  };
  // To the largest complete subtree at the end of the range, from which the proof begins.
  const bool at_the_end = last == log_last;
  while (first != last && (at_the_end || (last & 1) != 0)) rise();
  Hash subtree_hash(subtree_root);
  if (first != last) {
    if (proof.empty()) return Impossible("it is shorter than it can be");
    subtree_hash = proof.front();
    proof = proof.subspan(1);
  }
  Hash log_hash = subtree_hash;
  for (const Hash& sibling : proof) {
    if (log_last == 0) return Impossible("it is longer than it can be");
    if ((last & 1) != 0 || last == log_last) {
      if (first < last) subtree_hash = HashOfChildren(sibling, subtree_hash);
      log_hash = HashOfChildren(sibling, log_hash);
      while (last != 0 && (last & 1) == 0) rise();
    } else {
      log_hash = HashOfChildren(log_hash, sibling);
    }
    rise();
  }
  if (log_last != 0) return Impossible("it is shorter than it can be");
  if (subtree_hash != subtree_root) return DoesNotFit("root of the older log");
  return log_hash == root ? absl::OkStatus() : DoesNotFit("root");
}

void Tree::Append(std::string_view leaf_hash) {
  Hash hash(leaf_hash);
  std::uint64_t index = size_++;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].append(hash);
    if ((index & 1) == 0) return;
    const std::string_view pair =
        std::string_view(levels_[level]).substr(levels_[level].size() - 2 * kHashBytes);
    hash = HashOfChildren(pair.substr(0, kHashBytes), pair.substr(kHashBytes));
    index >>= 1;
  }
}

absl::StatusOr<Hash> Tree::Node(int level, std::uint64_t index) const {
  const auto at = static_cast<std::size_t>(level);
  if (level < 0 || at >= levels_.size() || index >= levels_[at].size() / kHashBytes) {
    return NotInLog(absl::StrCat("the log has no node ", index, " on level ", level));
  }
  return levels_[at].substr(static_cast<std::size_t>(index) * kHashBytes, kHashBytes);
}

Nodes Tree::nodes() const {
  return [this](int level, std::uint64_t index) { return Node(level, index); };
}

absl::StatusOr<Hash> Tree::Root(std::uint64_t size) const { return RootOf(nodes(), size); }

Hash Tree::Root() const {
  // What Append stored is all there.
  return *RootOf(nodes(), size_);
}

}  // namespace plenum::ledger
