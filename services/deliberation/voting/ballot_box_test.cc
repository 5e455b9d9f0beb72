#include "services/deliberation/voting/ballot_box.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/deliberation/record/entries.h"
#include "services/deliberation/record/packed_ballot.h"
#include "services/deliberation/voting/vote_secret.h"

namespace plenum::deliberation {
namespace {

constexpr char kName[] = "deliberations/d1";

std::string Measure(int option) { return absl::StrCat(kName, "/measures/m", option); }

ElectionSnapshot Election(int options) {
  v1::Deliberation deliberation;
  deliberation.set_name(kName);
  for (int i = 0; i < options; ++i) {
    deliberation.mutable_rules()->add_options()->set_measure(Measure(i));
  }
  return {deliberation, 1};
}

v1::Ballot BallotOf(const std::vector<std::vector<int>>& tiers) {
  v1::Ballot ballot;
  for (const auto& tier : tiers) {
    auto* added = ballot.add_tiers();
    for (const int option : tier) added->add_measures(Measure(option));
  }
  return ballot;
}

std::string Pack(int options, const std::vector<std::vector<int>>& tiers) {
  base::FieldViolations bad;
  auto packed = PackBallot(Election(options), BallotOf(tiers), bad);
  EXPECT_TRUE(bad.empty()) << bad.ToStatus();
  return packed;
}

TEST(BallotBoxTest, PackedFormIsTheOneInTheHeader) {
  EXPECT_EQ(Pack(4, {{2}, {0, 3}}), std::string("\x01\x02\x00\x01\x02", 5));
  EXPECT_EQ(Pack(3, {}), std::string("\x01\x00\x00\x00", 4)) << "an abstention";
}

TEST(BallotBoxTest, TheOrderOfTiedMeasuresDoesNotMatter) {
  EXPECT_EQ(Pack(4, {{0, 3}, {1}}), Pack(4, {{3, 0}, {1}}));
  EXPECT_NE(Pack(4, {{0, 3}, {1}}), Pack(4, {{0}, {3}, {1}}));
}

TEST(BallotBoxTest, WhatIsPackedIsUnpackedWithAnyNumberOfTiers) {
  for (const int options : {1, 2, 127, 128, 129, 1000}) {
    std::vector<std::vector<int>> tiers;
    for (int i = options - 1; i >= 0; --i) tiers.push_back({i});
    auto ranking = record::Unpack(options, Pack(options, tiers));
    ASSERT_TRUE(ranking.ok()) << options << ": " << ranking.status();
    EXPECT_EQ(ranking->Tiers(), tiers);
    v1::Ballot named;
    AddTiers(Election(options), *ranking, named);
    EXPECT_EQ(named.SerializeAsString(), BallotOf(tiers).SerializeAsString());
  }
}

TEST(BallotBoxTest, BytesThatAreNoPackedBallotAreRefused) {
  const std::string good = Pack(4, {{2}, {0, 3}});
  EXPECT_TRUE(record::Unpack(4, good).ok());
  EXPECT_FALSE(record::Unpack(4, "").ok());
  for (std::size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(record::Unpack(4, good.substr(0, size)).ok()) << "cut to " << size;
  }
  EXPECT_FALSE(record::Unpack(4, good + '\0').ok()) << "bytes too many";
  EXPECT_FALSE(record::Unpack(4, "\x02" + good.substr(1)).ok()) << "another version";
  EXPECT_FALSE(record::Unpack(4, std::string("\x01\x02\x00\x00\x02", 5)).ok())
      << "nothing is first";
  EXPECT_FALSE(record::Unpack(4, std::string("\x01\x05\x00\x01\x02", 5)).ok()) << "a fifth tier";
  EXPECT_FALSE(record::Unpack(1, "\x01\xff\xff\xff\xff\xff").ok()) << "a number without end";
  EXPECT_FALSE(record::Unpack(4, BallotOf({{2}}).SerializeAsString()).ok()) << "a message";
}

TEST(BallotBoxTest, RowsHoldASaltAndTheBallot) {
  const std::string packed = Pack(3, {{1}, {0}});
  const std::string salt(record::kSaltBytes, 's');
  const auto salted = ReadBallotRow(3, ToRow(salt, packed));
  ASSERT_TRUE(salted.ok()) << salted.status();
  EXPECT_EQ(salted->salt, salt);
  EXPECT_EQ(salted->packed, packed);
  EXPECT_EQ(salted->ranking.tier(0).front(), 1);
  EXPECT_EQ(salted->argument, "");
  const auto moved = ReadBallotRow(3, ToRow(salt, packed, "a1"));
  ASSERT_TRUE(moved.ok()) << moved.status();
  EXPECT_EQ(moved->argument, "a1");
  EXPECT_EQ(moved->packed, packed);
  for (std::size_t size = 0; size < ToRow(salt, packed, "a1").size(); ++size) {
    EXPECT_FALSE(ReadBallotRow(3, ToRow(salt, packed, "a1").substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(ReadBallotRow(3, packed).ok());
  EXPECT_FALSE(ReadBallotRow(3, ToRow("short", "")).ok());
  EXPECT_FALSE(ReadBallotRow(4, ToRow(salt, packed)).ok());
}

TEST(BallotBoxTest, EveryMistakeOnABallotIsNamed) {
  v1::Ballot ballot = BallotOf({{0}, {}, {0, 9}});
  ballot.add_tiers()->add_measures("deliberations/d2/measures/m1");
  base::FieldViolations bad;
  PackBallot(Election(3), ballot, bad);
  const std::string text(bad.ToStatus().ToString());
  EXPECT_NE(text.find("is empty"), std::string::npos) << text;
  EXPECT_NE(text.find("twice"), std::string::npos) << text;
  EXPECT_NE(text.find("is not voted on"), std::string::npos) << text;
  EXPECT_NE(text.find("no measure of"), std::string::npos) << text;
}

// Remembered requests outlive the vote, with their order: those of like ballots must not be alike,
// or how often each occurs would tell which of the published ballots was cast when.
TEST(VoteSecretTest, LikeBallotsOfTwoVotersHaveNothingInCommon) {
  const VoteSecret secret(std::string(VoteSecret::kBytes, 's'), /*detached=*/true);
  const std::string packed = Pack(3, {{1}, {0}});
  const auto one = secret.MarksOf("deliberations/d1/members/m1", packed);
  const auto two = secret.MarksOf("deliberations/d1/members/m2", packed);
  EXPECT_NE(one.digest, two.digest);
  EXPECT_NE(one.salt, two.salt);
  EXPECT_EQ(one.digest, secret.MarksOf("deliberations/d1/members/m1", packed).digest);
  EXPECT_NE(one.digest.substr(0, one.salt.size()), one.salt) << "the salt is published";
}

}  // namespace
}  // namespace plenum::deliberation
