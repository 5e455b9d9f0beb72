#include "services/deliberation/record/verify.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "absl/strings/str_cat.h"
#include "services/common/ledger/checkpoint.h"
#include "services/common/ledger/merkle.h"
#include "services/deliberation/record/random_votes.h"

namespace plenum::record {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string TextOf(const Verdict& verdict) {
  std::string text;
  for (const Check& check : verdict.checks) absl::StrAppend(&text, check.sentence, "\n");
  return text;
}

class VerifyTest : public testing::Test {
 protected:
  const auth::PrivateKey key_ = auth::PrivateKey::FromSeed(std::string(32, 'k')).value();
};

TEST_F(VerifyTest, RecordsOfVotesHold) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const Verdict verdict = VerifyBundle(RecordOf(RandomVote(seed), key_));
    EXPECT_TRUE(verdict.holds()) << seed << "\n" << TextOf(verdict);
    EXPECT_EQ(verdict.checks.back().held, Held::kYes) << seed;
  }
}

TEST_F(VerifyTest, WhateverWasChangedIsFoundAndSaid) {
  const std::map<std::string, std::string> kSays = {
      {"rules", "The entries are not those of the checkpoint"},
      {"result", "The entries are not those of the checkpoint"},
      {"leaf", "The entries are not those of the checkpoint"},
      {"entry left out", "entries were added or left out"},
      {"checkpoint", "The checkpoint is not good"},
      {"key", "The checkpoint is not good"},
      {"origin", "The checkpoint is not good"},
      {"signed: result", "give another result than the one that was stored"},
      {"signed: abstentions", "give another result than the one that was stored"},
      {"signed: roll", "The result speaks of"},
      {"signed: twice on the roll", "voter who is on the roll"},
      {"signed: decision", "give another result than the one that was stored"},
      {"signed: vote number", "a number that is not the next one"},
      {"signed: opened twice", "a number that is not the next one"},
      {"signed: weight of a ballot", "votes"},
      {"signed: delegated", "More ballots were delegated than there are"},
      {"signed: ballot of nobody", "who is not on the roll"},
      {"weight", "is not the one that was committed to"},
      {"voter", "is not the one that was committed to"},
      {"salt", "is not the one that was committed to"},
      {"ballot", "is not the one that was committed to"},
      {"ballot left out", "The bundle has"},
      {"signed: ballot without a voter", "There are more ballots"},
      {"signed: ballot that is no ranking", "is no ranking of the measures"},
  };
  std::map<std::string, int> met;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    for (const auto& [what, bundle] : TamperWith(RandomVote(seed), key_, seed)) {
      const Verdict verdict = VerifyBundle(bundle);
      EXPECT_FALSE(verdict.holds()) << seed << " " << what;
      ASSERT_TRUE(kSays.contains(what)) << what;
      EXPECT_THAT(TextOf(verdict), HasSubstr(kSays.at(what))) << seed << " " << what;
      ++met[what];
    }
  }
  EXPECT_EQ(met.size(), kSays.size());
}

TEST_F(VerifyTest, AnOpenVoteHasNothingToCountYet) {
  Vote vote = RandomVote(4);
  vote.earlier.clear();
  vote.opened.decision = vote.opened.version = 1;
  Bundle bundle = RecordOf(vote, key_);
  bundle.entries.resize(3 + vote.joined.size());
  bundle.ballots.clear();
  ledger::Tree tree;
  for (const std::string& entry : bundle.entries) tree.Append(ledger::HashOfEntry(entry));
  bundle.checkpoint =
      ledger::SignCheckpoint({bundle.origin, tree.size(), tree.Root()}, key_).value();
  const Verdict verdict = VerifyBundle(bundle);
  EXPECT_TRUE(verdict.holds());
  EXPECT_EQ(verdict.checks.back().held, Held::kNotYet);
  EXPECT_EQ(verdict.checks.back().sentence,
            "The vote is not closed: there are no ballots and no result to check.");
}

class ReceiptTest : public VerifyTest {
 protected:
  // The receipt of the ballot at a place of the bundle.
  Receipt ReceiptOf(std::size_t ballot) const {
    const OpenedBallot& opened = bundle_.ballots[ballot];
    Receipt receipt;
    receipt.deliberation = vote_.opened.deliberation;
    receipt.commitment = CommitmentOf(receipt.deliberation, vote_.opened.decision, opened);
    ledger::Tree tree;
    for (const std::string& entry : bundle_.entries) tree.Append(ledger::HashOfEntry(entry));
    const std::size_t index = bundle_.entries.size() - 1 - bundle_.ballots.size() + ballot;
    receipt.inclusion =
        Inclusion{index, ledger::ProveInclusion(tree.nodes(), index, tree.size()).value(),
                  key_.public_bytes(), bundle_.checkpoint};
    return receipt;
  }

  // One without votes before it.
  const Vote vote_ = [] {
    Vote vote = RandomVote(11);
    for (std::uint64_t seed = 12; !vote.earlier.empty() || vote.ballots.size() < 4; ++seed) {
      vote = RandomVote(seed);
    }
    return vote;
  }();
  const Bundle bundle_ = RecordOf(vote_, key_);
};

TEST_F(ReceiptTest, EveryCountedBallotIsFoundAloneAndInTheBundle) {
  ASSERT_GT(bundle_.ballots.size(), 3U);
  for (std::size_t i = 0; i < bundle_.ballots.size(); ++i) {
    Receipt receipt = ReceiptOf(i);
    EXPECT_EQ(VerifyReceipt(receipt).held, Held::kYes);
    EXPECT_EQ(VerifyReceipt(receipt, bundle_).held, Held::kYes);
    receipt.inclusion.reset();
    EXPECT_EQ(VerifyReceipt(receipt).held, Held::kNotYet);
    EXPECT_EQ(VerifyReceipt(receipt, bundle_).held, Held::kYes);
  }
}

TEST_F(ReceiptTest, AnythingElseIsNot) {
  const Receipt good = ReceiptOf(2);
  Receipt other = good;
  other.commitment[7] = static_cast<char>(other.commitment[7] ^ 1);
  EXPECT_THAT(VerifyReceipt(other).sentence, HasSubstr("does not hold"));
  other.inclusion.reset();
  EXPECT_EQ(VerifyReceipt(other, bundle_).held, Held::kNo);
  EXPECT_THAT(VerifyReceipt(other, bundle_).sentence, HasSubstr("was not counted. If you did not"));

  for (std::size_t i = 0; i < good.inclusion->proof.size(); ++i) {
    other = good;
    other.inclusion->proof[i][9] = static_cast<char>(other.inclusion->proof[i][9] ^ 4);
    EXPECT_EQ(VerifyReceipt(other).held, Held::kNo);
  }
  other = good;
  other.inclusion->index ^= 1;
  EXPECT_EQ(VerifyReceipt(other).held, Held::kNo);
  other = good;
  other.inclusion->checkpoint[30] = static_cast<char>(other.inclusion->checkpoint[30] ^ 1);
  EXPECT_THAT(VerifyReceipt(other).sentence,
              StartsWith("The checkpoint of the receipt is not good"));
  other = good;
  other.deliberation = "deliberations/other";
  EXPECT_THAT(VerifyReceipt(other, bundle_).sentence, HasSubstr("the bundle of another vote"));
}

TEST_F(ReceiptTest, ALogThatGrewSinceIsTheSameLog) {
  const auto grown = [&](std::size_t size) {
    Bundle bundle = bundle_;
    bundle.entries.resize(std::min(size, bundle.entries.size()));
    if (size > bundle.entries.size()) {
      bundle.entries.push_back(Encode(Moved{"closed", "published", 7}));
    }
    ledger::Tree tree;
    for (const std::string& entry : bundle.entries) tree.Append(ledger::HashOfEntry(entry));
    bundle.checkpoint =
        ledger::SignCheckpoint({bundle.origin, tree.size(), tree.Root()}, key_).value();
    return bundle;
  };
  const std::size_t size = bundle_.entries.size();
  const Bundle later = grown(size + 1);
  ASSERT_TRUE(VerifyBundle(later).holds());
  const Check check = VerifyReceipt(ReceiptOf(0), later);
  EXPECT_EQ(check.held, Held::kYes) << check.sentence;
  // A bundle from before the close does not have the ballot yet.
  const Check early = VerifyReceipt(ReceiptOf(0), grown(1));
  EXPECT_EQ(early.held, Held::kNotYet);
  EXPECT_THAT(early.sentence, HasSubstr("export the bundle again"));
}

TEST_F(ReceiptTest, TwoLogsOfOneVoteAreFound) {
  Vote forged = vote_;
  forged.closed.time_us += 1;
  const Bundle second = RecordOf(forged, key_);
  ASSERT_TRUE(VerifyBundle(second).holds());
  const Check check = VerifyReceipt(ReceiptOf(0), second);
  EXPECT_EQ(check.held, Held::kNo);
  EXPECT_THAT(check.sentence, HasSubstr("are of two logs"));
}

TEST(CheckKeyTest, TheWholeKeyIsComparedAlsoWhenItHasAPlus) {
  int with_plus = 0;
  for (char seed = 'a'; seed <= 'z'; ++seed) {
    const std::string key =
        auth::PrivateKey::FromSeed(std::string(32, seed)).value().public_bytes();
    const std::string text = ledger::VerifierKey("plenum/deliberations/d1", key);
    const std::string bytes = text.substr(text.size() - 44);
    with_plus += bytes.find('+') != std::string::npos ? 1 : 0;
    const auto held = [&](const std::string& wanted) {
      return CheckKey(wanted, "plenum/deliberations/d2", key).held;
    };
    EXPECT_EQ(held(text), Held::kYes) << text;
    EXPECT_EQ(held(bytes), Held::kYes);
    EXPECT_EQ(held(""), Held::kNo);
    EXPECT_EQ(held(text.substr(text.rfind('+') + 1)),
              bytes.find('+') == std::string::npos ? Held::kYes : Held::kNo);
    std::string forged = text;
    forged[text.size() - 43] = forged[text.size() - 43] == 'A' ? 'B' : 'A';
    EXPECT_EQ(held(forged), Held::kNo);
  }
  EXPECT_GT(with_plus, 3);
}

}  // namespace
}  // namespace plenum::record
