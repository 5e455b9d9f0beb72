// What a ranking rests on: changes that turn it round, draws by the group rule that was asked for,
// criteria that do not count; and analyses that nobody waits for any more give up.
#include "services/scoring/analysis.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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

v1::EvaluationOptions By(v1::GroupRule rule) {
  v1::EvaluationOptions how;
  how.set_group_rule(rule);
  how.set_weight_rule(v1::WEIGHT_RULE_CRITERIA);
  return how;
}

// Members' scores of each measure on each criterion: scores[member][measure][criterion], nothing
// where NaN.
using Given = std::vector<std::vector<std::vector<double>>>;

Snapshot SnapshotOf(const Given& scores) {
  Snapshot snapshot;
  for (std::size_t c = 0; c < scores[0][0].size(); ++c) {
    v1::Criterion criterion;
    criterion.set_name(absl::StrCat("deliberations/d/criteria/", c));
    criterion.set_title(absl::StrCat("Criterion ", c));
    criterion.set_direction(v1::DIRECTION_HIGHER_IS_BETTER);
    criterion.set_scale_max(10);
    criterion.set_weight(1);
    snapshot.criteria.push_back(criterion);
  }
  for (std::size_t o = 0; o < scores[0].size(); ++o) {
    ingestion::v1::Measure measure;
    measure.set_name(absl::StrCat("deliberations/d/measures/", o));
    measure.set_title(absl::StrCat("Measure ", o));
    snapshot.measures.push_back(measure);
  }
  for (std::size_t m = 0; m < scores.size(); ++m) {
    for (std::size_t o = 0; o < scores[m].size(); ++o) {
      for (std::size_t c = 0; c < scores[m][o].size(); ++c) {
        if (std::isnan(scores[m][o][c])) continue;
        v1::Score score;
        score.set_member(absl::StrCat("deliberations/d/members/", m));
        score.set_measure(snapshot.measures[o].name());
        score.set_criterion(snapshot.criteria[c].name());
        score.set_value(scores[m][o][c]);
        snapshot.scores.push_back(score);
      }
    }
  }
  return snapshot;
}

const v1::Flip* ScoreFlipOf(const v1::ExplainRankingResponse& response) {
  for (const v1::Flip& flip : response.flips()) {
    if (flip.kind() == v1::FLIP_KIND_SCORE) return &flip;
  }
  return nullptr;
}

// Neither end of the scale turns it, but a score on the way to the target does.
TEST(Analysis, TheSmallestChangeOfAScoreMayBeTowardsATarget) {
  Snapshot snapshot = SnapshotOf({{{2, 8}, {0, 6}}});
  snapshot.criteria[0].mutable_value_function()->mutable_target()->set_score(5);
  const auto model = RankingModel::Create(snapshot, By(v1::GROUP_RULE_MEAN));
  ASSERT_TRUE(model.ok()) << model.status();
  // 0.6 and 0.3: the second one is level when its value on the target is 0.6, at a score of 3.
  const auto why = ExplainPair(*model, snapshot.measures[0].name(), snapshot.measures[1].name());
  ASSERT_TRUE(why.ok()) << why.status();
  const v1::Flip* flip = ScoreFlipOf(*why);
  ASSERT_NE(flip, nullptr);
  EXPECT_EQ(flip->criterion(), snapshot.criteria[0].name());
  EXPECT_EQ(flip->measure(), snapshot.measures[1].name());
  EXPECT_NEAR(flip->new_value(), 3, 1e-9);
  EXPECT_NEAR(flip->share(), 0.3, 1e-9);
}

// And past it, on the other side.
TEST(Analysis, TheSmallestChangeOfAScoreMayBePastATarget) {
  Snapshot snapshot = SnapshotOf({{{4, 5}, {9, 5}}});
  snapshot.criteria[0].mutable_value_function()->mutable_target()->set_score(5);
  snapshot.criteria[1].set_weight(0);
  const auto model = RankingModel::Create(snapshot, By(v1::GROUP_RULE_MEAN));
  ASSERT_TRUE(model.ok()) << model.status();
  // 0.8 and 0.2: the first one falls to 0.2 at 1, the second one rises to 0.8 at 6.
  const auto why = ExplainPair(*model, snapshot.measures[0].name(), snapshot.measures[1].name());
  ASSERT_TRUE(why.ok()) << why.status();
  const v1::Flip* flip = ScoreFlipOf(*why);
  ASSERT_NE(flip, nullptr);
  EXPECT_NEAR(flip->share(), 0.3, 1e-9);
}

// By the median the first measure is first whatever the weights; by the mean it never is.
TEST(Analysis, DrawsAreOfTheGroupRuleThatWasAskedFor) {
  const Snapshot snapshot = SnapshotOf(
      {{{8, 8}, {7, 7}}, {{8, 8}, {7, 7}}, {{8, 8}, {7, 7}}, {{0, 0}, {7, 7}}, {{0, 0}, {7, 7}}});
  const std::string& robust = snapshot.measures[0].name();
  for (const auto& [rule, share] :
       {std::pair(v1::GROUP_RULE_MEAN, 0.0), std::pair(v1::GROUP_RULE_MEDIAN, 1.0)}) {
    const auto model = RankingModel::Create(snapshot, By(rule));
    ASSERT_TRUE(model.ok()) << model.status();
    const auto sure = AnalyzeSensitivity(*model, {});
    ASSERT_TRUE(sure.ok()) << sure.status();
    for (const auto& measure : sure->measures()) {
      if (measure.measure() != robust) continue;
      EXPECT_EQ(measure.rank_acceptability(0), share);
    }
  }
  const auto model = RankingModel::Create(snapshot, By(v1::GROUP_RULE_MEDIAN));
  ASSERT_TRUE(model.ok());
  v1::AnalyzeSensitivityRequest members;
  members.set_draw_members(true);
  const absl::Status refused = AnalyzeSensitivity(*model, members).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused)) << refused;
}

// A cell matters by the places that its measure moves, among totals by the rule that ranks: the
// second measure's total is 0.8 by the mean, which the first one can pass, and 1 by the median.
TEST(Analysis, TheAgendaRatesByTheGroupRuleThatWasAskedFor) {
  const Snapshot snapshot = SnapshotOf({{{9, 10}, {10, 10}},
                                        {{9, 10}, {10, 10}},
                                        {{9, 10}, {10, 10}},
                                        {{1, 10}, {0, 10}},
                                        {{1, 10}, {0, 10}}});
  const auto influence_by = [&](v1::GroupRule rule) {
    const auto model = RankingModel::Create(snapshot, By(rule));
    const auto agenda = MakeAgenda(*model, {}, 10);
    for (const auto& item : agenda->items()) {
      if (item.measure() == snapshot.measures[0].name()) return item.influence();
    }
    return -1.0;
  };
  EXPECT_EQ(influence_by(v1::GROUP_RULE_MEAN), 1.0);
  EXPECT_EQ(influence_by(v1::GROUP_RULE_MEDIAN), 0.5);
}

// Nobody needs to score what does not count.
TEST(Analysis, ACriterionOfWeightZeroThatIsNotScoredHindersNothing) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  Snapshot snapshot = SnapshotOf({{{8, none}, {7, none}}, {{6, none}, {7, 3}}});
  snapshot.criteria[1].set_weight(0);
  const auto model = RankingModel::Create(WithoutIdleCriteria(snapshot, By(v1::GROUP_RULE_MEAN)),
                                          By(v1::GROUP_RULE_MEAN));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_TRUE(AnalyzeSensitivity(*model, {}).ok());
  EXPECT_TRUE(MakeAgenda(*model, {}, 10).ok());
  EXPECT_TRUE(Audit(*model).ok());
  // It counts for a member who says so, and then it must be scored.
  v1::Weights weights;
  weights.set_member("deliberations/d/members/0");
  for (const v1::Criterion& criterion : snapshot.criteria) {
    auto* number = weights.add_weights();
    number->set_criterion(criterion.name());
    number->set_value(0.5);
  }
  snapshot.weights.push_back(weights);
  EXPECT_EQ(WithoutIdleCriteria(snapshot, By(v1::GROUP_RULE_MEAN)).criteria.size(), 2U);
}

// Three times 0.1 is more than 0.3 in binary: the mean must not fall off the scale by that.
TEST(Analysis, AMeanAtTheEndOfItsScaleIsOnIt) {
  Snapshot snapshot = SnapshotOf({{{0.1}, {0.05}}, {{0.1}, {0.05}}, {{0.1}, {0.05}}});
  snapshot.criteria[0].set_scale_max(0.1);
  const auto model = RankingModel::Create(snapshot, By(v1::GROUP_RULE_MEAN));
  ASSERT_TRUE(model.ok()) << model.status();
  const auto audit = Audit(*model);
  ASSERT_TRUE(audit.ok()) << audit.status();
  for (const auto& run : audit->runs()) EXPECT_EQ(run.refused(), "") << run.method();
}

TEST(Analysis, SaysWhichCriterionNobodyScored) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  const Snapshot snapshot = SnapshotOf({{{8, none}, {7, none}}});
  const auto model = RankingModel::Create(snapshot, By(v1::GROUP_RULE_MEAN));
  ASSERT_TRUE(model.ok()) << model.status();
  EXPECT_NE(Audit(*model).status().message().find("nobody scored \"Criterion 1\""),
            std::string_view::npos)
      << Audit(*model).status();
}

}  // namespace
}  // namespace plenum::scoring
