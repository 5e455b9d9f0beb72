#include "services/deliberation/record/entries.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "services/deliberation/record/words.h"

namespace plenum::record {
namespace {

const Opened kOpened{.deliberation = "deliberations/d1",
                     .method = "schulze-winning",
                     .unranked = "tied-last",
                     .options = {{3, "deliberations/d1/measures/m3", "Open a hotline"},
                                 {7, "deliberations/d1/measures/m7", "Überprüfe 軍"}},
                     .voters = {"a1", "b2"},
                     .time_us = 1'700'000'000'000'000};
const Joined kJoined{.voter = "c3", .time_us = 1'700'000'000'000'001};
const Committed kCommitted{std::string(kCommitmentBytes, '\x5a')};
const Closed kClosed{
    .voters = 3, .ballots = 1, .abstentions = 0, .places = {{1}, {0}}, .time_us = 9};

TEST(EntriesTest, TheFormIsTheOneInTheHeader) {
  EXPECT_EQ(absl::BytesToHexString(Encode(kJoined)), "010200000002633300060a24181e4001");
  EXPECT_EQ(Encode(kCommitted), std::string("\x01\x03", 2) + kCommitted.commitment);
  EXPECT_EQ(absl::BytesToHexString(Encode(kClosed)),
            "0104"
            "0000000000000003"
            "0000000000000001"
            "0000000000000000"
            "00000002"
            "00000001"
            "0000000000000001"
            "00000001"
            "0000000000000000"
            "0000000000000009");
  EXPECT_EQ(Encode(kOpened).substr(0, 2 + 4 + 16),
            std::string("\x01\x01\0\0\0\x10", 6) + "deliberations/d1");
}

TEST(EntriesTest, WhatIsEncodedIsDecoded) {
  for (const Entry& entry : {Entry(kOpened), Entry(Opened{}), Entry(kJoined), Entry(kCommitted),
                             Entry(kClosed), Entry(Closed{})}) {
    const auto decoded = Decode(Encode(entry));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_TRUE(*decoded == entry);
  }
}

TEST(EntriesTest, CutLongerAndOtherBytesAreRefused) {
  for (const Entry& entry : {Entry(kOpened), Entry(kJoined), Entry(kCommitted), Entry(kClosed)}) {
    const std::string bytes = Encode(entry);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(Decode(bytes.substr(0, size)).ok()) << size;
    }
    EXPECT_FALSE(Decode(bytes + '\0').ok());
    EXPECT_FALSE(Decode("\x02" + bytes.substr(1)).ok()) << "another version";
    EXPECT_FALSE(Decode("\x01\x09" + bytes.substr(2)).ok()) << "another kind";
  }
  // A list that says it has four thousand million items ends with the bytes.
  EXPECT_FALSE(
      Decode(std::string("\x01\x04", 2) + std::string(24, '\0') + "\xff\xff\xff\xff").ok());
}

TEST(EntriesTest, CommitmentsDependOnEverything) {
  const std::string salt(kSaltBytes, 's');
  const std::string commitment = CommitmentOf("deliberations/d1", salt, "\x01\x02");
  EXPECT_EQ(commitment.size(), kCommitmentBytes);
  EXPECT_EQ(commitment, CommitmentOf("deliberations/d1", salt, "\x01\x02"));
  EXPECT_NE(commitment, CommitmentOf("deliberations/d2", salt, "\x01\x02"));
  EXPECT_NE(commitment, CommitmentOf("deliberations/d1", std::string(kSaltBytes, 't'), "\x01\x02"));
  EXPECT_NE(commitment, CommitmentOf("deliberations/d1", salt, "\x01\x03"));
}

TEST(WordsTest, AreDistinctShortAndPlain) {
  const std::set<std::string_view> words(kWords.begin(), kWords.end());
  EXPECT_EQ(words.size(), kWords.size());
  for (const std::string_view word : kWords) {
    EXPECT_GE(word.size(), 3U) << word;
    EXPECT_LE(word.size(), 8U) << word;
    EXPECT_EQ(word.find_first_not_of("abcdefghijklmnopqrstuvwxyz"), word.npos) << word;
  }
  std::string expected;
  for (const std::size_t i : {0U, 255U, 0U, 1U, 2U, 3U}) {
    expected.append(expected.empty() ? "" : " ").append(kWords[i]);
  }
  EXPECT_EQ(WordsOf(std::string("\x00\xff\x00\x01\x02\x03rest", 10)), expected);
}

}  // namespace
}  // namespace plenum::record
