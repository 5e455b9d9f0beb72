#include "services/common/ledger/merkle.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/text.h"

namespace plenum::ledger {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

Tree TreeOf(int entries) {
  Tree tree;
  for (int i = 0; i < entries; ++i) tree.Append(HashOfEntry("entry " + std::to_string(i)));
  return tree;
}

Hash Leaf(std::uint64_t i) { return HashOfEntry("entry " + std::to_string(i)); }

// RFC 9162, section 2.1.1, as it is written.
Hash RootByDefinition(std::uint64_t begin, std::uint64_t end) {
  if (begin == end) return HashOfNothing();
  if (end - begin == 1) return Leaf(begin);
  std::uint64_t k = 1;
  while (2 * k < end - begin) k *= 2;
  return HashOfChildren(RootByDefinition(begin, begin + k), RootByDefinition(begin + k, end));
}

TEST(Merkle, KnownHashes) {
  EXPECT_EQ(base::Hex(HashOfNothing()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(base::Hex(HashOfEntry("")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, RootsAreThoseOfTheDefinition) {
  const Tree tree = TreeOf(70);
  for (std::uint64_t size = 0; size <= 70; ++size) {
    EXPECT_EQ(tree.Root(size).value(), RootByDefinition(0, size)) << size;
  }
  EXPECT_EQ(tree.Root(), RootByDefinition(0, 70));
}

TEST(Merkle, EveryProofOfASmallLogHolds) {
  constexpr std::uint64_t kSize = 34;
  const Tree tree = TreeOf(kSize);
  for (std::uint64_t size = 1; size <= kSize; ++size) {
    const Hash root = tree.Root(size).value();
    for (std::uint64_t i = 0; i < size; ++i) {
      const Proof proof = ProveInclusion(tree.nodes(), i, size).value();
      EXPECT_TRUE(VerifyInclusion(i, size, Leaf(i), proof, root).ok()) << i << " of " << size;
      EXPECT_FALSE(VerifyInclusion(i, size, Leaf(i + 1), proof, root).ok());
    }
    for (std::uint64_t old = 1; old <= size; ++old) {
      const Proof proof = ProveConsistency(tree.nodes(), old, size).value();
      const Hash old_root = tree.Root(old).value();
      EXPECT_TRUE(VerifyConsistency(old, size, old_root, proof, root).ok()) << old << " " << size;
      EXPECT_FALSE(VerifyConsistency(old, size, Leaf(99), proof, root).ok());
      EXPECT_FALSE(VerifyConsistency(old, size, old_root, proof, Leaf(99)).ok());
    }
  }
}

TEST(Merkle, EverySubtreeOfASmallLogHolds) {
  constexpr std::uint64_t kSize = 21;
  const Tree tree = TreeOf(kSize);
  int subtrees = 0;
  for (std::uint64_t size = 1; size <= kSize; ++size) {
    for (std::uint64_t start = 0; start < size; ++start) {
      for (std::uint64_t end = start + 1; end <= size; ++end) {
        const auto proof = ProveSubtree(tree.nodes(), start, end, size);
        if (!proof.ok()) continue;
        ++subtrees;
        const Hash part = RootByDefinition(start, end);
        EXPECT_TRUE(VerifySubtree(start, end, size, part, *proof, tree.Root(size).value()).ok())
            << start << " " << end << " " << size;
      }
    }
  }
  EXPECT_GT(subtrees, 500);
}

TEST(Merkle, OneChangedByteAnywhereIsRefused) {
  std::mt19937_64 random(7);
  const Tree tree = TreeOf(1000);
  const Hash root = tree.Root();
  const Proof good = ProveInclusion(tree.nodes(), 613, 1000).value();
  EXPECT_THAT(good, Each(SizeIs(kHashBytes)));
  for (int round = 0; round < 500; ++round) {
    Proof proof = good;
    char& byte = proof[random() % proof.size()][random() % kHashBytes];
    byte = static_cast<char>(byte ^ static_cast<char>(1 + random() % 255));
    EXPECT_EQ(VerifyInclusion(613, 1000, Leaf(613), proof, root).code(),
              absl::StatusCode::kDataLoss);
  }
}

TEST(Merkle, WhatIsNotInTheLogCannotBeProved) {
  const Tree tree = TreeOf(8);
  EXPECT_EQ(ProveInclusion(tree.nodes(), 8, 8).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ProveInclusion(tree.nodes(), 0, 9).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ProveConsistency(tree.nodes(), 0, 8).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ProveConsistency(tree.nodes(), 9, 8).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(ProveSubtree(tree.nodes(), 2, 6, 8).status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(tree.Root(9).status().code(), absl::StatusCode::kOutOfRange);
}

TEST(Merkle, WhatIsNoHashIsRefused) {
  EXPECT_FALSE(VerifyInclusion(0, 1, "", {}, "").ok());
  EXPECT_FALSE(VerifyConsistency(1, 2, "short", std::vector<Hash>{Leaf(1)}, "short").ok());
  EXPECT_FALSE(VerifyConsistency(0, 0, Leaf(1), {}, Leaf(1)).ok());
  EXPECT_TRUE(VerifyConsistency(0, 0, HashOfNothing(), {}, HashOfNothing()).ok());
}

TEST(Merkle, NumbersBeyondAnyLogAreRefused) {
  const std::uint64_t huge = std::uint64_t{1} << 63;
  EXPECT_FALSE(VerifyInclusion(3, huge + 2, Leaf(3), {}, Leaf(3)).ok());
  EXPECT_FALSE(VerifySubtree(1, huge + 2, huge + 3, Leaf(3), {}, Leaf(3)).ok());
  EXPECT_FALSE(VerifyConsistency(1, ~std::uint64_t{0}, Leaf(3), {}, Leaf(3)).ok());
}

}  // namespace
}  // namespace plenum::ledger
