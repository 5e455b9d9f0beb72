#include "services/scoring/evidence.h"

#include <gtest/gtest.h>

namespace plenum::scoring {
namespace {

TEST(Evidence, KnowsWhatIsGone) {
  Snapshot snapshot;
  auto& measure = snapshot.measures.emplace_back();
  measure.set_name("deliberations/d/measures/kept");
  measure.set_title("Kept");
  auto& quote = *measure.add_quotes();
  quote.set_document("deliberations/d/documents/x");
  quote.set_start(10);
  quote.set_end(20);
  const auto add = [&](const char* name, std::int64_t start, const char* reason) {
    auto& score = snapshot.scores.emplace_back();
    score.set_measure(name);
    score.set_reason(reason);
    if (start < 0) return;
    score.mutable_quote()->set_document(quote.document());
    score.mutable_quote()->set_start(start);
    score.mutable_quote()->set_end(20);
  };
  add("deliberations/d/measures/kept", 10, "");
  add("deliberations/d/measures/kept", 11, "the quote was detached");
  add("deliberations/d/measures/kept", -1, "no quote");
  add("deliberations/d/measures/rejected", -1, "");
  const auto evidence = EvidenceOf(snapshot);
  ASSERT_EQ(evidence.measures_size(), 1);
  EXPECT_EQ(evidence.measures(0).title(), "Kept");
  EXPECT_EQ(evidence.measures(0).scores(), 3);
  EXPECT_EQ(evidence.measures(0).with_reason(), 2);
  EXPECT_EQ(evidence.measures(0).with_quote(), 1);
  EXPECT_EQ(evidence.measures(0).with_stale_quote(), 1);
  ASSERT_EQ(evidence.stale_size(), 2);
  EXPECT_EQ(evidence.stale(0).reason(), "the quote was detached");
  EXPECT_EQ(evidence.stale(1).measure(), "deliberations/d/measures/rejected");
}

}  // namespace
}  // namespace plenum::scoring
