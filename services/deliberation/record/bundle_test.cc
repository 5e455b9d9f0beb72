#include "services/deliberation/record/bundle.h"

#include <gtest/gtest.h>

#include "services/deliberation/record/entries.h"

namespace plenum::record {
namespace {

const std::string kCommitment(kCommitmentBytes, '\x5a');

Bundle SomeBundle(std::size_t ballots) {
  Bundle bundle{.origin = OriginOf("deliberations/d1"),
                .public_key = std::string(32, 'k'),
                .checkpoint = "a\n\"b\"\n",
                .entries = {},
                .ballots = {}};
  bundle.entries.push_back(Encode(Joined{{"a"}, 1}));
  for (std::size_t i = 0; i < ballots; ++i) {
    bundle.entries.push_back(Encode(Committed{kCommitment}));
    bundle.ballots.push_back({std::string(kSaltBytes, 's'), std::string("\x01\x00\x02", 3),
                              1 + i % 2, i < 3 ? "" : "someone"});
  }
  return bundle;
}

TEST(BundleTest, PiecesOfAnySizeMakeTheWholeText) {
  for (const std::size_t ballots : {0U, 1U, 5U}) {
    const Bundle bundle = SomeBundle(ballots);
    const std::string whole = ToJson(bundle);
    for (const std::size_t bytes : {1U, 40U, 100U, 1000U}) {
      BundleWriter writer(bundle);
      std::string pieces;
      while (!writer.AtEnd()) pieces += writer.Next(bytes);
      EXPECT_EQ(pieces, whole);
    }
    const auto read = ReadBundle(whole);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->origin, bundle.origin);
    EXPECT_EQ(read->public_key, bundle.public_key);
    EXPECT_EQ(read->checkpoint, bundle.checkpoint);
    EXPECT_EQ(read->entries, bundle.entries);
    EXPECT_EQ(read->ballots, bundle.ballots);
    EXPECT_EQ(ToJson(*read), whole);
  }
  Bundle empty;
  EXPECT_TRUE(ReadBundle(ToJson(empty)).ok());
}

TEST(BundleTest, SaysWhichFieldIsWrong) {
  const std::string good = ToJson(SomeBundle(2));
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    return std::string(ReadBundle(text).status().message());
  };
  EXPECT_EQ(changed("plenum bundle 1", "plenum bundle 2"),
            "format is \"plenum bundle 2\", not \"plenum bundle 1\"");
  EXPECT_EQ(changed("\"origin\"", "\"origan\""), "origin must be a text");
  EXPECT_EQ(changed("\"entries\": [", "\"entries\": [7,"), "entries must be a list of base64");
  EXPECT_EQ(changed("\"salt\"", "\"sald\""), "ballots[0].salt must be a text");
  EXPECT_EQ(changed("\"weight\": 2", "\"weight\": -2"), "ballots[1].weight must be a whole number");
  EXPECT_EQ(changed("\"ballots\": [", "\"ballots\": [3,"), "ballots[0].salt must be a text");
  EXPECT_EQ(changed("a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=", "a2t"),
            "public_key must be base64");
  EXPECT_EQ(ReadBundle(good.substr(0, good.size() / 2)).status().message(),
            "it is no JSON object; was the file cut off?");
  EXPECT_EQ(ReadBundle("[]").status().message(), "it is no JSON object; was the file cut off?");
  EXPECT_FALSE(ReadBundle(std::string(100'000, '[')).ok());
}

TEST(ReceiptFileTest, IsReadAsItWasWrittenAndSaysWhatWasChanged) {
  Receipt receipt{"deliberations/d1", kCommitment, std::nullopt};
  EXPECT_EQ(ToJson(*ReadReceipt(ToJson(receipt))), ToJson(receipt));
  receipt.inclusion = Inclusion{4, {std::string(32, 'p')}, std::string(32, 'k'), "text"};
  const std::string text = ToJson(receipt);
  EXPECT_EQ(ToJson(*ReadReceipt(text)), text);
  const std::string words = WordsOf(receipt.commitment);
  const std::string word = words.substr(0, words.find(' '));
  std::string changed = text;
  changed.replace(changed.find(word), word.size(), "zebra");
  EXPECT_EQ(ReadReceipt(changed).status().message(),
            "words are not those of the commitment: the receipt was changed");
  changed = text;
  changed.replace(changed.find("\"index\": 4"), 10, "\"index\": -4");
  EXPECT_EQ(ReadReceipt(changed).status().message(), "inclusion.index must be a whole number");
}

}  // namespace
}  // namespace plenum::record
