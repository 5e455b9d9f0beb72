#include "services/ingestion/lineage.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace plenum::ingestion {
namespace {

constexpr char kMeasure[] = "deliberations/d/measures/m";

v1::Measure Base() {
  v1::Measure measure;
  measure.set_name(kMeasure);
  measure.set_title("Title");
  measure.set_state(v1::MEASURE_STATE_ACTIVE);
  measure.add_quotes()->set_text("a quote");
  return measure;
}

v1::CurationStep StepOf(v1::CurationKind kind, const v1::Measure& before,
                        const v1::Measure& after) {
  v1::CurationStep step;
  step.set_kind(kind);
  auto& change = *step.add_changes();
  change.set_measure(after.name());
  *change.mutable_before() = before;
  *change.mutable_after() = after;
  return step;
}

TEST(Lineage, UndoingLeavesWhatTheStepDidNotChange) {
  v1::Measure merged = Base();
  merged.add_quotes()->set_text("another");
  merged.add_merged_from("deliberations/d/measures/n");
  const auto step = StepOf(v1::CURATION_KIND_MERGED, Base(), merged);
  v1::Measure now = merged;
  now.set_title("Renamed later");
  now.set_accepted(true);
  const v1::Measure back = TakeBack(step.changes(0), now);
  EXPECT_EQ(back.quotes_size(), 1);
  EXPECT_EQ(back.merged_from_size(), 0);
  EXPECT_EQ(back.title(), "Renamed later");
  EXPECT_TRUE(back.accepted());
}

TEST(Lineage, ALaterStepDependsWhereItChangedTheSame) {
  v1::Measure renamed = Base();
  renamed.set_title("Renamed");
  v1::Measure again = renamed;
  again.set_title("Renamed again");
  v1::Measure quoted = renamed;
  quoted.add_quotes()->set_text("another");
  const auto first = StepOf(v1::CURATION_KIND_EDITED, Base(), renamed);
  auto second = StepOf(v1::CURATION_KIND_EDITED, renamed, again);
  EXPECT_TRUE(Depends(second, first, kMeasure));
  EXPECT_FALSE(Depends(StepOf(v1::CURATION_KIND_QUOTE_ATTACHED, renamed, quoted), first, kMeasure));
  EXPECT_FALSE(Depends(second, first, "deliberations/d/measures/other"));
  second.set_undone_by("deliberations/d/steps/s");
  EXPECT_FALSE(Depends(second, first, kMeasure));
}

TEST(Lineage, WhatTookAMeasureOverDependsOnAllThatCameBefore) {
  v1::Measure renamed = Base();
  renamed.set_title("Renamed");
  const auto first = StepOf(v1::CURATION_KIND_EDITED, Base(), renamed);
  for (const auto state : {v1::MEASURE_STATE_MERGED, v1::MEASURE_STATE_SPLIT}) {
    v1::Measure gone = renamed;
    gone.set_state(state);
    EXPECT_TRUE(Depends(StepOf(v1::CURATION_KIND_MERGED, renamed, gone), first, kMeasure));
  }
  v1::Measure rejected = renamed;
  rejected.set_state(v1::MEASURE_STATE_REJECTED);
  EXPECT_FALSE(Depends(StepOf(v1::CURATION_KIND_REJECTED, renamed, rejected), first, kMeasure));
}

TEST(Lineage, WhatAStepMadeIsKeptAsUndone) {
  v1::MeasureChange change;
  change.set_measure(kMeasure);
  *change.mutable_after() = Base();
  EXPECT_EQ(ChangedGroups(change), kAllGroups);
  const v1::Measure back = TakeBack(change, Base());
  EXPECT_EQ(back.state(), v1::MEASURE_STATE_UNDONE);
  EXPECT_EQ(back.quotes_size(), 1);
}

TEST(Lineage, AStepIsWrittenWithItsEffect) {
  StepWriter step(v1::CURATION_KIND_EDITED, "deliberations/d", "deliberations/d/members/p", "s1",
                  1'000'000);
  v1::Measure after = Base();
  after.set_title("Renamed");
  step.Change(Base(), 7, after);
  store::Mutation mutation;
  step.AddTo(mutation);
  EXPECT_EQ(mutation.stream, "deliberations/d");
  ASSERT_EQ(mutation.puts.size(), 3U);  // the measure, its history, the step
  EXPECT_EQ(mutation.puts[0].expected, 7);
  EXPECT_EQ(mutation.puts[1].key.collection, std::string(kMeasure) + "/steps");
  EXPECT_EQ(mutation.puts[2].key.collection, "deliberations/d/steps");
  ASSERT_EQ(mutation.events.size(), 1U);
  EXPECT_EQ(mutation.events[0].actor, "deliberations/d/members/p");
  EXPECT_EQ(mutation.events[0].data, "deliberations/d/steps/s1");
  EXPECT_EQ(step.Changed()[0].update_time().seconds(), 1);
}

TEST(Lineage, AMeasureThatTwoStepsOfOneWriteChangeIsWrittenOnceAsItIsThen) {
  store::Mutation mutation;
  StepWriter found(v1::CURATION_KIND_FOUND, "deliberations/d", "p", "s1", 1);
  v1::Measure measure = Base();
  found.Create(measure);
  found.AddTo(mutation);
  StepWriter merged(v1::CURATION_KIND_MERGED, "deliberations/d", "p", "s2", 1);
  v1::Measure after = measure;
  after.set_state(v1::MEASURE_STATE_MERGED);
  merged.Change(measure, 0, after);
  merged.AddTo(mutation);
  int written = 0;
  for (const auto& put : mutation.puts) {
    if (put.key != store::Key{"deliberations/d/measures", "m"}) continue;
    ++written;
    v1::Measure stored;
    ASSERT_TRUE(stored.ParseFromString(put.data));
    EXPECT_EQ(stored.state(), v1::MEASURE_STATE_MERGED);
    EXPECT_EQ(put.expected, 0);
  }
  EXPECT_EQ(written, 1);
}

}  // namespace
}  // namespace plenum::ingestion
