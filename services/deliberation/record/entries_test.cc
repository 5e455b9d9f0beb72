#include "services/deliberation/record/entries.h"

#include <gtest/gtest.h>

#include <set>

#include "absl/strings/escaping.h"
#include "services/deliberation/record/words.h"

namespace plenum::record {
namespace {

const Opened kOpened{.deliberation = "deliberations/d1",
                     .decision = 2,
                     .version = 3,
                     .method = "schulze-winning",
                     .tie_rule = "drawn",
                     .tie_seed = "dice of 4 May",
                     .secrecy = "open",
                     .quorum_basis = "weights",
                     .quorum_percent = 50,
                     .threshold = "two-thirds",
                     .baseline = "deliberations/d1/measures/m3",
                     .package_rule = "equal-shares",
                     .budget = 900,
                     .close_time_us = 1'800'000'000'000'000,
                     .options = {{3, "deliberations/d1/measures/m3", "Open a hotline", 100},
                                 {7, "deliberations/d1/measures/m7", "Überprüfe 軍", 0}},
                     .voters = {{"a1", 1}, {"b2", 5}},
                     .time_us = 1'700'000'000'000'000};
const Joined kJoined{.voter = {"c3", 2}, .time_us = 1'700'000'000'000'001};
const Committed kCommitted{std::string(kCommitmentBytes, '\x5a')};
const Closed kClosed{.voters = 3,
                     .ballots = 1,
                     .abstentions = 0,
                     .delegated = 1,
                     .weight = 5,
                     .decision = "adopted",
                     .places = {{1}, {0}},
                     .package = {1},
                     .time_us = 9};
const Moved kMoved{.from = "draft", .to = "voting", .time_us = 7};
const Content kContent{.documents = {{"d/documents/1", std::string(kHashBytes, '\x11')}},
                       .measures = {{"d/measures/1", std::string(kHashBytes, '\x22')}},
                       .arguments = {},
                       .scores = 4,
                       .scores_hash = std::string(kHashBytes, '\x33'),
                       .time_us = 8};
const std::vector<Entry> kOneOfEach = {kOpened, kJoined, kCommitted, kClosed, kMoved, kContent};

TEST(EntriesTest, TheFormIsTheOneInTheHeader) {
  EXPECT_EQ(absl::BytesToHexString(Encode(kJoined)),
            "01020000000263330000000000000002"
            "00060a24181e4001");
  EXPECT_EQ(Encode(kCommitted), std::string("\x01\x03", 2) + kCommitted.commitment);
  EXPECT_EQ(absl::BytesToHexString(Encode(kClosed)),
            "0104"
            "0000000000000003"
            "0000000000000001"
            "0000000000000000"
            "0000000000000001"
            "0000000000000005"
            "0000000761646f70746564"
            "00000002"
            "00000001"
            "0000000000000001"
            "00000001"
            "0000000000000000"
            "00000001"
            "0000000000000001"
            "0000000000000009");
  EXPECT_EQ(absl::BytesToHexString(Encode(kMoved)),
            "0105000000056472616674"
            "00000006766f74696e67"
            "0000000000000007");
  EXPECT_EQ(Encode(kOpened).substr(0, 2 + 4 + 16 + 8), std::string("\x01\x01\0\0\0\x10", 6) +
                                                           "deliberations/d1" +
                                                           std::string("\0\0\0\0\0\0\0\x02", 8));
}

TEST(EntriesTest, WhatIsEncodedIsDecoded) {
  std::vector<Entry> entries = kOneOfEach;
  entries.emplace_back(Opened{});
  entries.emplace_back(Closed{});
  for (const Entry& entry : entries) {
    const auto decoded = Decode(Encode(entry));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_TRUE(*decoded == entry);
  }
}

TEST(EntriesTest, CutLongerAndOtherBytesAreRefused) {
  for (const Entry& entry : kOneOfEach) {
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
      Decode(std::string("\x01\x04", 2) + std::string(44, '\0') + "\xff\xff\xff\xff").ok());
}

TEST(EntriesTest, CommitmentsDependOnEverything) {
  const OpenedBallot ballot{std::string(kSaltBytes, 's'), "\x01\x02", 3, "a1"};
  const std::string commitment = CommitmentOf("deliberations/d1", 1, ballot);
  EXPECT_EQ(commitment.size(), kCommitmentBytes);
  EXPECT_EQ(commitment, CommitmentOf("deliberations/d1", 1, ballot));
  EXPECT_NE(commitment, CommitmentOf("deliberations/d2", 1, ballot));
  EXPECT_NE(commitment, CommitmentOf("deliberations/d1", 2, ballot));
  const auto changed = [&](auto change) {
    OpenedBallot other = ballot;
    change(other);
    return CommitmentOf("deliberations/d1", 1, other);
  };
  EXPECT_NE(commitment, changed([](OpenedBallot& b) { b.salt[0] = 't'; }));
  EXPECT_NE(commitment, changed([](OpenedBallot& b) { b.packed[1] = '\x03'; }));
  EXPECT_NE(commitment, changed([](OpenedBallot& b) { b.weight = 4; }));
  EXPECT_NE(commitment, changed([](OpenedBallot& b) { b.voter = ""; }));
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
