#include "services/deliberation/counting/counting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "services/deliberation/counting/field.h"
#include "services/deliberation/tally/committee/committee.h"
#include "services/deliberation/tally/testing.h"

namespace plenum::counting {
namespace {

namespace math = plenum::tally;
namespace wire = plenum::tally::v1;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<std::string> kNames = {"Ann", "Bob", "Cy"};
const std::vector<std::string> kNames4 = {"Ann", "Bob", "Cy", "Di"};

math::Profile Ballots() {
  return math::MakeProfile(3, math::Unranked::kTiedLast,
                           {{{{0}, {1}, {2}}, 5}, {{{1}, {2}, {0}}, 4}, {{{2}, {1}, {0}}, 2}});
}

// The enumeration and the math's list are two lists of the same; an order that drifts apart would
// count by another method than was asked for.
TEST(Counting, TheEnumerationNamesTheMethodsOfTheList) {
  const auto list = ListMethods();
  ASSERT_EQ(list.methods_size(), wire::Method_ARRAYSIZE - 1);
  for (const auto& method : list.methods()) {
    std::string name = wire::Method_Name(method.method()).substr(std::string("METHOD_").size());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c == '_' ? '-' : static_cast<char>(c | 0x20); });
    EXPECT_EQ(absl::StrReplaceAll(name, {{"-votes", ""}}), method.id());
    EXPECT_EQ(MethodOf(method.id()), method.method());
  }
  EXPECT_FALSE(MethodOf("unknown").has_value());
}

// Every value of the four enumerations has an entry, in order, with where it is defined and its
// cost.
TEST(Counting, TheRulesAreThoseOfTheEnumerations) {
  std::vector<std::string> ids;
  const auto add = [&](const google::protobuf::EnumDescriptor* rules, std::string_view prefix) {
    for (int i = 1; i < rules->value_count(); ++i) {
      std::string id = rules->value(i)->name().substr(prefix.size());
      for (char& c : id) c = c == '_' ? '-' : static_cast<char>(c | 0x20);
      ids.push_back(std::move(id));
    }
  };
  add(wire::StvRule_descriptor(), "STV_RULE_");
  add(wire::ScoreRule_descriptor(), "SCORE_RULE_");
  add(wire::CommitteeRule_descriptor(), "COMMITTEE_RULE_");
  add(wire::PackageRule_descriptor(), "PACKAGE_RULE_");
  std::vector<std::string> listed;
  const auto list = ListMethods();
  for (const auto& rule : list.rules()) {
    listed.push_back(rule.id());
    EXPECT_GE(rule.source().size(), 10U) << rule.id();
    EXPECT_FALSE(rule.complexity().empty()) << rule.id();
    EXPECT_NE(rule.family(), wire::RULE_FAMILY_UNSPECIFIED) << rule.id();
  }
  EXPECT_EQ(listed, ids);
  for (const auto& method : list.methods()) {
    EXPECT_GE(method.source().size(), 10U) << method.id();
    EXPECT_FALSE(method.complexity().empty()) << method.id();
  }
}

TEST(Counting, ReasonsSpeakOfOptionsUnlessTheCallerSaysOtherwise) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  const auto neutral = CountRanked(request);
  request.noun = "measure";
  const auto measures = CountRanked(request);
  ASSERT_TRUE(neutral.ok() && measures.ok());
  EXPECT_EQ(neutral->DebugString().find("measure"), std::string::npos);
  EXPECT_NE(measures->DebugString().find("measure"), std::string::npos);
}

TEST(Counting, EveryMethodGivesEveryPlaceAReason) {
  const math::Profile profile = Ballots();
  const auto list = ListMethods();
  for (const auto& method : list.methods()) {
    RankedRequest request{profile, kNames};
    request.method = method.method();
    const auto outcome = CountRanked(request);
    ASSERT_TRUE(outcome.ok()) << method.id();
    EXPECT_EQ(outcome->method(), method.method());
    EXPECT_EQ(outcome->ballot_count(), 11);
    for (const auto& place : outcome->ranking()) EXPECT_FALSE(place.reason().empty());
  }
}

TEST(Counting, ShowsTheRoundsOfARunoff) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_INSTANT_RUNOFF;
  const auto outcome = CountRanked(request);
  ASSERT_TRUE(outcome.ok());
  const auto& rounds = outcome->working().rounds();
  ASSERT_GE(rounds.size(), 1);
  EXPECT_EQ(rounds[0].votes(0).votes(), "5");
  EXPECT_THAT(rounds[0].eliminated(), ElementsAre(2));
  EXPECT_THAT(outcome->ranking(0).options(), ElementsAre(1));
}

TEST(Counting, AppliesTheTiePolicyAndSaysSo) {
  const math::Profile level =
      math::MakeProfile(3, math::Unranked::kTiedLast, {{{{0}, {1}, {2}}, 1}, {{{1}, {0}, {2}}, 1}});
  RankedRequest request{level, kNames};
  request.method = wire::METHOD_BORDA;
  for (const int option : {2, 1, 0}) {
    request.tie_policy.mutable_declared_order()->add_options(option);
  }
  auto outcome = CountRanked(request);
  ASSERT_TRUE(outcome.ok());
  EXPECT_THAT(outcome->ranking(0).options(), ElementsAre(1));
  ASSERT_EQ(outcome->working().ties_size(), 1);
  EXPECT_EQ(outcome->working().ties(0).rule(), "declared order");
  request.tie_policy.set_hold(true);
  outcome = CountRanked(request);
  EXPECT_TRUE(outcome->working().held());
  request.tie_policy.mutable_declared_order()->add_options(0);
  EXPECT_EQ(CountRanked(request).status().code(), absl::StatusCode::kInvalidArgument);
  request.tie_policy.set_seed("");
  EXPECT_THAT(std::string(CountRanked(request).status().message()), HasSubstr("seed"));
}

TEST(Counting, ExplainsAPairAndABallot) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_BORDA;
  const math::Ranking ballot = math::MakeRanking(3, {{2}, {1}});
  const auto response = Explain(request, 0, 1, &ballot);
  ASSERT_TRUE(response.ok());
  EXPECT_EQ(response->kind(), wire::ExplainResponse::KIND_FIGURE);
  EXPECT_EQ(response->upper(), 1);
  EXPECT_EQ(response->votes_upper(), 6);
  EXPECT_THAT(response->sentence(), HasSubstr("Bob stands above Ann"));
  EXPECT_EQ(response->ballot().pairs_size(), 2);
  EXPECT_FALSE(Explain(request, 0, 3, nullptr).ok());
}

TEST(Counting, SaysWhatItWouldCostToReverseAPairOfAKemenyOrder) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_KEMENY_YOUNG;
  const auto response = Explain(request, 0, 1, nullptr);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->kind(), wire::ExplainResponse::KIND_ORDER);
  EXPECT_FALSE(response->unproven());
  const std::int64_t cost = std::stoll(response->cost_of_reversing());
  EXPECT_GT(cost, 0);
  EXPECT_THAT(response->sentence(),
              HasSubstr(absl::StrCat("the other way round contradicts ", cost, " preference")));
}

TEST(Counting, PutsTheExaminedMethodFirstInTheReport) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  request.method = wire::METHOD_PLURALITY;
  const auto report = CheckRobustness(request, "a seed", 50);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->outcomes(0).method(), wire::METHOD_PLURALITY);
  EXPECT_EQ(report->outcomes_size(), ListMethods().methods_size());
  EXPECT_EQ(report->seed(), "a seed");
  EXPECT_EQ(report->samples(), 50);
  EXPECT_TRUE(report->margin().has_at_most());
  EXPECT_FALSE(report->margin().because().empty());
  EXPECT_EQ(report->options_size(), 3);
}

TEST(Counting, ElectsSeveral) {
  const math::Profile profile = Ballots();
  SeatsRequest request{profile, kNames, 2};
  auto response = Elect(request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->rule(), wire::STV_RULE_SCOTTISH);
  EXPECT_THAT(response->elected(), ElementsAre(0, 1));
  EXPECT_EQ(response->stages(0).quota(), "4.00000");
  for (int rule = 1; rule < wire::StvRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::StvRule>(rule);
    EXPECT_TRUE(Elect(request).ok()) << wire::StvRule_Name(request.rule);
  }
  request.seats = 0;
  EXPECT_EQ(Elect(request).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Counting, NumbersTiesOfAnElectionAsItsStages) {
  const math::Profile level =
      math::MakeProfile(3, math::Unranked::kTiedLast, {{{{0}}, 4}, {{{1}}, 2}, {{{2}}, 2}});
  const auto response = Elect({level, kNames, 2});
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_TRUE(response->held());
  ASSERT_GE(response->ties_size(), 1);
  EXPECT_EQ(response->ties(response->ties_size() - 1).round(),
            response->stages(response->stages_size() - 1).round());
}

TEST(Counting, CountsPoints) {
  math::ScoreProfile profile = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(profile.Add({5, 4, 0}, 3).ok());
  ASSERT_TRUE(profile.Add({0, 4, 5}, 2).ok());
  ScoresRequest request{profile, kNames};
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(1));
  request.rule = wire::SCORE_RULE_STAR;
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(0));
  request.rule = wire::SCORE_RULE_MAJORITY_JUDGMENT;
  EXPECT_THAT(CountScores(request)->elected(), ElementsAre(0));
  request.seats = 2;
  EXPECT_EQ(CountScores(request).status().code(), absl::StatusCode::kInvalidArgument);
  for (const auto rule :
       {wire::SCORE_RULE_BLOC_STAR, wire::SCORE_RULE_ALLOCATED_SCORE,
        wire::SCORE_RULE_SEQUENTIALLY_SPENT_SCORE, wire::SCORE_RULE_REWEIGHTED_RANGE}) {
    request.rule = rule;
    const auto response = CountScores(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->elected_size(), 2);
    EXPECT_THAT(response->ranking(), IsEmpty());
    EXPECT_EQ(response->working().rounds_size(), 2);
  }
}

TEST(Counting, WhenEverybodyAbstainsEachFamilyHasItsAnswer) {
  const math::Profile ranked = math::MakeProfile(3, math::Unranked::kTiedLast, {{{}, 4}});
  for (int method = 1; method < wire::Method_ARRAYSIZE; ++method) {
    RankedRequest request{ranked, kNames, static_cast<wire::Method>(method)};
    const auto outcome = CountRanked(request);
    ASSERT_TRUE(outcome.ok()) << wire::Method_Name(request.method) << outcome.status();
    ASSERT_EQ(outcome->ranking_size(), 1) << wire::Method_Name(request.method);
    EXPECT_EQ(outcome->ranking(0).options_size(), 3) << wire::Method_Name(request.method);
    EXPECT_EQ(outcome->ballot_count(), 4);
  }
  for (int rule = 1; rule < wire::StvRule_ARRAYSIZE; ++rule) {
    const auto shared = rule >= wire::STV_RULE_MEEK_SHARED;
    const auto elected = Elect({ranked, kNames, 2, static_cast<wire::StvRule>(rule)});
    if (shared) {
      ASSERT_TRUE(elected.ok()) << rule;
      EXPECT_TRUE(elected->held()) << rule;
      EXPECT_THAT(elected->elected(), IsEmpty()) << rule;
    } else {
      EXPECT_THAT(std::string(elected.status().message()), HasSubstr("no ballot ranks an option"));
    }
  }
  math::ScoreProfile points = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(points.Add(math::Scores(3), 4).ok());
  for (int rule = 1; rule < wire::ScoreRule_ARRAYSIZE; ++rule) {
    ScoresRequest request{points, kNames};
    request.rule = static_cast<wire::ScoreRule>(rule);
    request.seats = rule >= wire::SCORE_RULE_BLOC_STAR ? 2 : 1;
    const auto counted = CountScores(request);
    ASSERT_TRUE(counted.ok()) << wire::ScoreRule_Name(request.rule) << counted.status();
    if (counted->ranking().empty()) {
      EXPECT_THAT(counted->elected(), IsEmpty()) << wire::ScoreRule_Name(request.rule);
      EXPECT_THAT(counted->undecided(), ElementsAre(0, 1, 2)) << wire::ScoreRule_Name(request.rule);
    } else {
      EXPECT_EQ(counted->ranking_size(), 1) << wire::ScoreRule_Name(request.rule);
    }
  }
  math::ApprovalProfile approvals = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(approvals.Add({}, 4).ok());
  for (int rule = 1; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    CommitteeRequest request{approvals, kNames, 2};
    request.rule = static_cast<wire::CommitteeRule>(rule);
    const auto counted = ElectCommittee(request);
    ASSERT_TRUE(counted.ok()) << wire::CommitteeRule_Name(request.rule) << counted.status();
    // All three committees are level, but for the rules whose source lets the earlier option go
    // first, and the one that leaves seats empty.
    const bool empty = request.rule == wire::COMMITTEE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION;
    const bool by_index = request.rule == wire::COMMITTEE_RULE_GREEDY_MONROE ||
                          request.rule == wire::COMMITTEE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION;
    EXPECT_EQ(counted->committees_size(), empty || by_index ? 1 : 3)
        << wire::CommitteeRule_Name(request.rule);
    EXPECT_EQ(counted->committees(0).options_size(), empty ? 0 : 2);
  }
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {30}, {20}});
  ASSERT_TRUE(election.Add({}, 4).ok());
  for (int rule = 1; rule < wire::PackageRule_ARRAYSIZE; ++rule) {
    PackageRequest request{election, kNames};
    request.rule = static_cast<wire::PackageRule>(rule);
    const auto package = SelectPackage(request);
    ASSERT_TRUE(package.ok()) << package.status();
    // What nobody pays for is funded only where the rule completes the package.
    const bool completes = rule != wire::PACKAGE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION;
    EXPECT_EQ(package->selected_size(), completes ? 2 : 0) << wire::PackageRule_Name(request.rule);
  }
}

TEST(Counting, ElectsACommittee) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(profile.Add({0, 1}, 6).ok());
  ASSERT_TRUE(profile.Add({2}, 4).ok());
  CommitteeRequest request{profile, kNames, 2};
  request.rule = wire::COMMITTEE_RULE_APPROVAL;
  EXPECT_THAT(ElectCommittee(request)->committees(0).options(), ElementsAre(0, 1));
  request.rule = wire::COMMITTEE_RULE_PAV;
  const auto pav = ElectCommittee(request);
  EXPECT_EQ(pav->committees_size(), 2);  // 2 with either of the others
  EXPECT_THAT(pav->score(), ElementsAre("10"));
  for (int rule = 0; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::CommitteeRule>(rule);
    EXPECT_TRUE(ElectCommittee(request).ok());
  }
}

// Fewer votes, but money of their own: worked out by hand. Each of 10 voters has 10; A's six
// supporters pay 8 each and have 2 left, B's four cannot raise 44. With one unit more they can,
// which A and B together (92) allow; greedily C comes before B.
TEST(Counting, CompletesEqualSharesAsTheRuleSays) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{48}, {44}, {50}});
  ASSERT_TRUE(election.Add({{0, 1}, {2, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{1, 1}}, 4).ok());
  PackageRequest request{election, kNames};
  const auto selected = [&](wire::PackageRule rule) {
    request.rule = rule;
    const auto response = SelectPackage(request);
    return std::vector<int>(response->selected().begin(), response->selected().end());
  };
  EXPECT_THAT(selected(wire::PACKAGE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION), ElementsAre(0));
  EXPECT_THAT(selected(wire::PACKAGE_RULE_EQUAL_SHARES), ElementsAre(0, 2));
  EXPECT_THAT(selected(wire::PACKAGE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION), ElementsAre(0, 1));
}

TEST(Counting, SaysWhereTheIncrementsOfEqualSharesEndAtTheirLimit) {
  math::BudgetElection election =
      *math::BudgetElection::Create(1'000'000'000, {{900'000'000}, {800'000'000}, {850'000'000}});
  ASSERT_TRUE(election.Add({{0, 1}}, 1).ok());
  ASSERT_TRUE(election.Add({{1, 1}}, 2).ok());
  const auto response =
      SelectPackage({election, kNames, wire::PACKAGE_RULE_EQUAL_SHARES_INCREMENT_COMPLETION});
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->steps(), Contains(HasSubstr("increments ended at their limit")));
}

TEST(Counting, SelectsAPackage) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  PackageRequest request{election, kNames};
  request.rule = wire::PACKAGE_RULE_GREEDY_VOTES;
  const auto greedy = SelectPackage(request);
  ASSERT_TRUE(greedy.ok());
  EXPECT_THAT(greedy->selected(), ElementsAre(0, 2));
  EXPECT_EQ(greedy->cost(), "100");
  EXPECT_THAT(greedy->votes(), ElementsAre(6, 6, 4));
  EXPECT_FALSE(greedy->steps().empty());
  for (int rule = 0; rule < wire::PackageRule_ARRAYSIZE; ++rule) {
    request.rule = static_cast<wire::PackageRule>(rule);
    EXPECT_TRUE(SelectPackage(request).ok());
  }
}

// Cy runs against Ann and Bob with the votes of both; without Cy it is as if there had never been
// one, but for the numbers.
TEST(Counting, EveryMethodCountsAsIfWithdrawnOptionsHadNeverStood) {
  const std::vector<math::CastBallot> with = {
      {{{1}, {0}, {3}, {2}}, 4}, {{{2}, {1, 3}}, 3}, {{{1}}, 2}};
  const std::vector<math::CastBallot> without = {{{{0}, {2}, {1}}, 4}, {{{1}, {2}}, 3}, {{}, 2}};
  const math::Profile all = math::MakeProfile(4, math::Unranked::kTiedLast, with);
  const math::Profile rest = math::MakeProfile(3, math::Unranked::kTiedLast, without);
  const std::vector<std::string> names = {"Ann", "Bob", "Cy", "Di"};
  const std::vector<std::string> rest_names = {"Ann", "Cy", "Di"};
  constexpr std::array kOld = {0, 2, 3};
  const auto list = ListMethods();
  for (const auto& method : list.methods()) {
    RankedRequest request{all, names, method.method()};
    request.withdrawn = {1};
    const auto outcome = CountRanked(request);
    const auto expected = CountRanked({rest, rest_names, method.method()});
    ASSERT_TRUE(outcome.ok() && expected.ok()) << method.id();
    EXPECT_THAT(outcome->withdrawn(), ElementsAre(1));
    EXPECT_EQ(outcome->options_size(), 4);
    EXPECT_EQ(outcome->ballot_count(), 9);
    ASSERT_EQ(outcome->ranking_size(), expected->ranking_size()) << method.id();
    for (int p = 0; p < outcome->ranking_size(); ++p) {
      const auto& place = outcome->ranking(p);
      EXPECT_EQ(place.reason(), expected->ranking(p).reason()) << method.id();
      ASSERT_EQ(place.options_size(), expected->ranking(p).options_size());
      for (int i = 0; i < place.options_size(); ++i) {
        EXPECT_EQ(place.options(i), kOld[static_cast<size_t>(expected->ranking(p).options(i))]);
      }
    }
    EXPECT_EQ(outcome->pairwise(0).values(2), expected->pairwise(0).values(1));
    EXPECT_EQ(outcome->pairwise(0).values(1), 0);
    EXPECT_EQ(outcome->pairwise(1).values_size(), 4);
    for (int f = 0; f < outcome->working().figures_size(); ++f) {
      EXPECT_EQ(outcome->working().figures(f).values(1), "") << method.id();
      EXPECT_EQ(outcome->working().figures(f).values(3), expected->working().figures(f).values(2))
          << method.id();
    }
  }
}

TEST(Counting, ExplainsAndReportsOverThoseThatStand) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames, wire::METHOD_BORDA};
  request.withdrawn = {1};
  const math::Ranking ballot = math::MakeRanking(3, {{2}, {1}, {0}});
  const auto response = Explain(request, 0, 2, &ballot);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->upper(), 2);  // 6 of 11
  EXPECT_EQ(response->lower(), 0);
  ASSERT_EQ(response->ballot().pairs_size(), 1);
  EXPECT_EQ(response->ballot().pairs(0).upper(), 2);
  EXPECT_THAT(std::string(Explain(request, 0, 1, nullptr).status().message()),
              HasSubstr("\"Bob\" has withdrawn"));
  const auto report = CheckRobustness(request, "", 20);
  ASSERT_TRUE(report.ok());
  EXPECT_THAT(report->withdrawn(), ElementsAre(1));
  ASSERT_EQ(report->options_size(), 2);
  EXPECT_EQ(report->options(1).option(), 2);
}

TEST(Counting, EveryKindOfBallotTakesWithdrawnOptions) {
  math::ScoreProfile scores = *math::ScoreProfile::Create(3, {0, 5});
  ASSERT_TRUE(scores.Add({5, 4, 0}, 3).ok());
  ASSERT_TRUE(scores.Add({0, 4, 5}, 2).ok());
  for (int rule = 1; rule < wire::ScoreRule_ARRAYSIZE; ++rule) {
    ScoresRequest request{scores, kNames, static_cast<wire::ScoreRule>(rule)};
    request.withdrawn = {0};
    const auto response = CountScores(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_THAT(response->elected(), ElementsAre(1)) << rule;
    EXPECT_THAT(response->withdrawn(), ElementsAre(0));
  }
  math::ApprovalProfile approvals = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(approvals.Add({0, 1}, 6).ok());
  ASSERT_TRUE(approvals.Add({2}, 4).ok());
  for (int rule = 1; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    CommitteeRequest request{approvals, kNames, 2};
    request.rule = static_cast<wire::CommitteeRule>(rule);
    request.withdrawn = {0};
    const auto response = ElectCommittee(request);
    ASSERT_TRUE(response.ok()) << wire::CommitteeRule_Name(request.rule) << response.status();
    // 1 and 2 are all that stand; only one rule may leave a seat empty.
    if (request.rule != wire::COMMITTEE_RULE_EQUAL_SHARES_WITHOUT_COMPLETION) {
      EXPECT_THAT(response->committees(0).options(), ElementsAre(1, 2));
    }
    EXPECT_THAT(response->withdrawn(), ElementsAre(0));
  }
  const math::Profile ranked = Ballots();
  for (int rule = 1; rule < wire::StvRule_ARRAYSIZE; ++rule) {
    SeatsRequest request{ranked, kNames, 2, static_cast<wire::StvRule>(rule)};
    request.withdrawn = {0};
    const auto response = Elect(request);
    ASSERT_TRUE(response.ok()) << wire::StvRule_Name(request.rule) << response.status();
    EXPECT_THAT(response->elected(), testing::UnorderedElementsAre(1, 2));
    EXPECT_THAT(response->withdrawn(), ElementsAre(0));
  }
}

TEST(Counting, WhereAllAreLevelTheFigureIsGiven) {
  const math::Profile profile =
      math::MakeProfile(2, math::Unranked::kTiedLast, {{{{0}, {1}}, 3}, {{{1}, {0}}, 3}});
  const std::vector<std::string> names = {"Ann", "Bob"};
  RankedRequest request{profile, names};
  request.method = wire::METHOD_BORDA;
  const auto outcome = CountRanked(request);
  ASSERT_TRUE(outcome.ok()) << outcome.status();
  EXPECT_EQ(outcome->ranking(0).reason(),
            "The method puts all of them level, at 3 Borda points each.");
}

TEST(Counting, WhatCostsTooMuchIsSaidOnce) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {50}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  const auto response = SelectPackage({election, kNames, wire::PACKAGE_RULE_GREEDY_VOTES});
  ASSERT_TRUE(response.ok()) << response.status();
  int said = 0;
  for (const auto& step : response->steps()) {
    said += step.starts_with("Bob costs more than is left") ? 1 : 0;
    EXPECT_FALSE(step.starts_with("Bob is not funded")) << step;
  }
  EXPECT_EQ(said, 1);
}

TEST(Counting, APackageHasNothingThatNeedsAWithdrawnOption) {
  math::BudgetElection election = *math::BudgetElection::Create(100, {{60}, {30, {0}}, {40}});
  ASSERT_TRUE(election.Add({{0, 1}, {1, 1}}, 6).ok());
  ASSERT_TRUE(election.Add({{2, 1}}, 4).ok());
  for (int rule = 1; rule < wire::PackageRule_ARRAYSIZE; ++rule) {
    PackageRequest request{election, kNames, static_cast<wire::PackageRule>(rule)};
    request.withdrawn = {0};
    auto response = SelectPackage(request);
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_THAT(response->selected(), ElementsAre(2));
    EXPECT_THAT(response->withdrawn(), ElementsAre(0));
    EXPECT_THAT(response->votes(), ElementsAre(0, 6, 4));
    EXPECT_THAT(response->steps(response->steps_size() - 1), HasSubstr("Bob is not funded"));
    request.withdrawn = {0, 2};
    EXPECT_THAT(std::string(SelectPackage(request).status().message()), HasSubstr("need"));
  }
}

TEST(Counting, RefusesWhenAllHaveWithdrawn) {
  const math::Profile profile = Ballots();
  RankedRequest ranked{profile, kNames};
  ranked.withdrawn = {2, 0, 1};
  EXPECT_THAT(std::string(CountRanked(ranked).status().message()), HasSubstr("all options"));
  SeatsRequest seats{profile, kNames};
  seats.withdrawn = ranked.withdrawn;
  EXPECT_THAT(std::string(Elect(seats).status().message()), HasSubstr("all options"));
}

// A seed goes by the numbers of the request: who withdraws does not shuffle the others.
TEST(Counting, SeparatesThoseThatStandAsIfNobodyHadWithdrawn) {
  const math::Profile level = math::MakeProfile(3, math::Unranked::kTiedLast, {{{}, 4}});
  RankedRequest request{level, kNames, wire::METHOD_BORDA};
  request.tie_policy.set_seed("lottery");
  const auto all = CountRanked(request);
  request.withdrawn = {all->ranking(1).options(0)};
  const auto rest = CountRanked(request);
  ASSERT_EQ(rest->ranking_size(), 2);
  EXPECT_EQ(rest->ranking(0).options(0), all->ranking(0).options(0));
  EXPECT_EQ(rest->ranking(1).options(0), all->ranking(2).options(0));
  EXPECT_EQ(rest->working().ties(0).rule(), "seeded permutation");
}

TEST(Counting, NamesTheOptionThatADeclaredOrderGetsWrong) {
  const math::Profile profile = Ballots();
  RankedRequest request{profile, kNames};
  const auto message = [&](const std::vector<int>& order) {
    request.tie_policy.mutable_declared_order()->clear_options();
    for (const int option : order) {
      request.tie_policy.mutable_declared_order()->add_options(option);
    }
    return std::string(CountRanked(request).status().message());
  };
  EXPECT_THAT(message({0, 1}), HasSubstr("\"Cy\" is missing"));
  EXPECT_THAT(message({0, 1, 1, 2}), HasSubstr("\"Bob\" stands there twice"));
  EXPECT_THAT(message({0, 1, 3}), HasSubstr("no option 3"));
  request.withdrawn = {2};  // who has withdrawn need not be in it
  EXPECT_EQ(message({0, 1}), "");
}

TEST(Counting, BlockVotingRefusesTooManyMarks) {
  math::ApprovalProfile profile = *math::ApprovalProfile::Create(3);
  ASSERT_TRUE(profile.Add({0, 1}, 6).ok());
  ASSERT_TRUE(profile.Add({2}, 4).ok());
  CommitteeRequest request{profile, kNames, 2};
  request.rule = wire::COMMITTEE_RULE_BLOCK;
  const auto response = ElectCommittee(request);
  ASSERT_TRUE(response.ok());
  EXPECT_THAT(response->committees(0).options(), ElementsAre(0, 1));
  EXPECT_THAT(response->points(), ElementsAre("6", "6", "4"));
  request.seats = 1;
  EXPECT_THAT(std::string(ElectCommittee(request).status().message()),
              HasSubstr("marks 2 options"));
}

TEST(Counting, KnowsCommitteeRulesByBothNames) {
  EXPECT_EQ(CommitteeRuleOf("sequential-pav"), wire::COMMITTEE_RULE_SEQUENTIAL_PAV);
  EXPECT_EQ(CommitteeRuleOf("seqpav"), wire::COMMITTEE_RULE_SEQUENTIAL_PAV);
  EXPECT_EQ(CommitteeRuleOf("equal-shares"), wire::COMMITTEE_RULE_EQUAL_SHARES);
  EXPECT_EQ(CommitteeRuleOf("av"), wire::COMMITTEE_RULE_APPROVAL);
  EXPECT_FALSE(CommitteeRuleOf("best").has_value());
  for (const math::CommitteeRule rule : math::AllCommitteeRules()) {
    EXPECT_TRUE(CommitteeRuleOf(math::RuleName(rule)).has_value()) << math::RuleName(rule);
  }
}

// 0 and 1 are tied on 20 ballots of 30: each order of them counts for half.
TEST(Counting, TwoEnginesOfMeekReadTiesInTheirOwnWay) {
  const math::Profile profile = math::MakeProfile(
      4, math::Unranked::kTiedLast, {{{{0, 1}, {2}}, 20}, {{{0}, {3}}, 6}, {{{3}, {2}}, 5}});
  SeatsRequest request{profile, kNames4, 2, wire::STV_RULE_MEEK_SHARED_EXACT};
  request.tie_policy.set_seed("s");
  const auto exact = Elect(request);
  ASSERT_TRUE(exact.ok()) << exact.status();
  EXPECT_EQ(exact->elected(0), 0);
  EXPECT_EQ(exact->stages(0).votes(0), "16.000000000000");
  // What 0 passes on of the tied ballots stays with 1 as long as it can.
  EXPECT_EQ(exact->elected(1), 1);
  request.rule = wire::STV_RULE_MEEK_SHARED;
  const auto fixed = Elect(request);
  ASSERT_TRUE(fixed.ok());
  EXPECT_EQ(fixed->stages(0).votes(0), "16.000000000");
  EXPECT_EQ(fixed->stages(0).action(), "begin");
  EXPECT_EQ(fixed->stages(fixed->stages_size() - 1).action(), "end");
  EXPECT_EQ(fixed->valid_ballots(), 31);
}

// A field that is on no list would be taken for a number of the request when some have withdrawn.
TEST(Counting, EveryNumberOfAnAnswerIsKnownAsAnOptionOrNot) {
  std::vector<const google::protobuf::Descriptor*> queue = {
      wire::TallyResponse::descriptor(),           wire::ElectResponse::descriptor(),
      wire::TallyScoresResponse::descriptor(),     wire::ElectCommitteeResponse::descriptor(),
      wire::SelectPackageResponse::descriptor(),   wire::ExplainResponse::descriptor(),
      wire::CheckRobustnessResponse::descriptor(), wire::ExplainElectionResponse::descriptor(),
      wire::ExplainScoresResponse::descriptor(),   wire::ExplainCommitteeResponse::descriptor(),
      wire::ExplainPackageResponse::descriptor()};
  std::set<std::string> numbers;
  for (size_t i = 0; i < queue.size(); ++i) {
    for (int f = 0; f < queue[i]->field_count(); ++f) {
      const auto& field = *queue[i]->field(f);
      if (field.message_type() != nullptr &&
          std::find(queue.begin(), queue.end(), field.message_type()) == queue.end()) {
        queue.push_back(field.message_type());
      }
      if (field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT32) {
        numbers.insert(field.full_name().substr(std::string("plenum.tally.v1.").size()));
      }
    }
  }
  std::set<std::string> known(OptionFields().begin(), OptionFields().end());
  known.insert(OtherNumberFields().begin(), OtherNumberFields().end());
  EXPECT_EQ(numbers, known);
}

}  // namespace
}  // namespace plenum::counting
