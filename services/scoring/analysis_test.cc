// Analyses that nobody waits for any more give up.
#include "services/scoring/analysis.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"

namespace plenum::scoring {
namespace {

// Six members who scored three measures on two criteria.
Snapshot MakeSnapshot() {
  Snapshot snapshot;
  for (int c = 0; c < 2; ++c) {
    v1::Criterion criterion;
    criterion.set_name(absl::StrCat("deliberations/d/criteria/", c));
    criterion.set_direction(v1::DIRECTION_HIGHER_IS_BETTER);
    criterion.set_scale_max(10);
    criterion.set_weight(1);
    snapshot.criteria.push_back(criterion);
  }
  for (int o = 0; o < 3; ++o) {
    ingestion::v1::Measure measure;
    measure.set_name(absl::StrCat("deliberations/d/measures/", o));
    snapshot.measures.push_back(measure);
  }
  for (int m = 0; m < 6; ++m) {
    for (int o = 0; o < 3; ++o) {
      for (int c = 0; c < 2; ++c) {
        v1::Score score;
        score.set_member(absl::StrCat("deliberations/d/members/", m));
        score.set_measure(snapshot.measures[static_cast<std::size_t>(o)].name());
        score.set_criterion(snapshot.criteria[static_cast<std::size_t>(c)].name());
        score.set_value(m % 2 == 0 ? 4 * o : 6 - 3 * o + c);
        snapshot.scores.push_back(score);
      }
    }
  }
  return snapshot;
}

TEST(Analysis, GivesUpWhenNobodyWaits) {
  const Snapshot snapshot = MakeSnapshot();
  v1::EvaluationOptions how;
  how.set_group_rule(v1::GROUP_RULE_MEAN);
  how.set_weight_rule(v1::WEIGHT_RULE_CRITERIA);
  const auto model = RankingModel::Create(snapshot, how);
  ASSERT_TRUE(model.ok()) << model.status();
  const std::string first = snapshot.measures[0].name();
  const std::string other = snapshot.measures[2].name();
  ASSERT_TRUE(ExplainPair(*model, first, other).ok());
  ASSERT_TRUE(MakeAgenda(*model, {}, 10).ok());
  ASSERT_TRUE(AnalyzeSensitivity(*model, {}).ok());
  const auto stopped = [] { return true; };
  EXPECT_TRUE(absl::IsCancelled(ExplainPair(*model, first, other, stopped).status()));
  EXPECT_TRUE(absl::IsCancelled(MakeAgenda(*model, {}, 10, stopped).status()));
  EXPECT_TRUE(absl::IsCancelled(AnalyzeSensitivity(*model, {}, stopped).status()));
}

}  // namespace
}  // namespace plenum::scoring
