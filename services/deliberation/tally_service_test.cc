#include "services/deliberation/tally_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"

namespace plenum::deliberation {
namespace {

namespace wire = tally::v1;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

template <typename Request>
void AddOptions(Request& request, int count) {
  for (int i = 0; i < count; ++i) request.add_options(absl::StrCat("o", i));
}

// Ballots of `each` approvals, `approvals` in all.
wire::ElectCommitteeRequest Committee(int options, int seats, int approvals, int each) {
  std::mt19937 engine(7);
  wire::ElectCommitteeRequest request;
  AddOptions(request, options);
  request.set_seats(seats);
  for (int left = approvals; left >= each; left -= each) {
    std::set<int> chosen;
    while (static_cast<int>(chosen.size()) < each) {
      chosen.insert(static_cast<int>(engine() % static_cast<unsigned>(options)));
    }
    auto* ballot = request.add_ballots();
    for (const int option : chosen) ballot->add_approved(option);
    ballot->set_count(1 + static_cast<int>(engine() % 97U));
  }
  return request;
}

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  if (const auto bad = base::GetBadRequest(status)) {
    for (const auto& violation : bad->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

// What a caller without a deadline may ask for: a question a step, so that a call that would take
// minutes asks for ever. Each shape is at the limit of the usual bound, approvals x seats.
TEST(TallyService, TheWorstCommitteesThatAreAllowedEnd) {
  TallyService service;
  for (int rule = 1; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    for (const auto& [options, seats, approvals, each] :
         {std::array{1000, 1, 100000, 10}, std::array{1000, 100, 1000, 10},
          std::array{100, 10, 10000, 10}, std::array{1000, 500, 200, 10}}) {
      wire::ElectCommitteeRequest request = Committee(options, seats, approvals, each);
      request.set_rule(static_cast<wire::CommitteeRule>(rule));
      // A ballot of block voting has no more marks than there are seats.
      if (request.rule() == wire::COMMITTEE_RULE_BLOCK && each > seats) continue;
      std::int64_t asked = 0;
      rpc::Caller caller;
      caller.stopped = [&] { return ++asked > 20'000'000; };
      const auto response = service.ElectCommittee(caller, request);
      if (response.ok()) continue;
      const std::string what =
          absl::StrCat(wire::CommitteeRule_Name(request.rule()), " ", options, " ", seats, ": ",
                       std::string(response.status().message()));
      const bool no_budget = absl::IsResourceExhausted(response.status());
      if (no_budget) continue;
      EXPECT_THAT(FieldsOf(response.status()), ElementsAre("ballots")) << what;
    }
  }
}

TEST(TallyService, EveryCommitteeRuleTakesASmallElection) {
  TallyService service;
  for (int rule = 0; rule < wire::CommitteeRule_ARRAYSIZE; ++rule) {
    wire::ElectCommitteeRequest request = Committee(8, 3, 60, 3);
    request.set_rule(static_cast<wire::CommitteeRule>(rule));
    const auto response = service.ElectCommittee({}, request);
    ASSERT_TRUE(response.ok()) << wire::CommitteeRule_Name(request.rule()) << response.status();
    EXPECT_GE(response->committees_size(), 1);
    EXPECT_EQ(response->rule(), rule == 0 ? wire::COMMITTEE_RULE_EQUAL_SHARES : request.rule());
  }
  wire::ElectCommitteeRequest request = Committee(8, 3, 60, 3);
  request.set_rule(static_cast<wire::CommitteeRule>(99));
  EXPECT_THAT(FieldsOf(service.ElectCommittee({}, request).status()), ElementsAre("rule"));
}

TEST(TallyService, BoundsRulesThatDoMoreForEachApproval) {
  TallyService service;
  wire::ElectCommitteeRequest request = Committee(100, 1, 50000, 10);
  request.set_rule(wire::COMMITTEE_RULE_E_PLURIBUS_HUGO);
  EXPECT_TRUE(service.ElectCommittee({}, request).ok());  // 5,000,000 steps
  request.add_ballots()->add_approved(1);
  const auto refused = service.ElectCommittee({}, request).status();
  EXPECT_THAT(FieldsOf(refused), ElementsAre("ballots"));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("approvals x options may be 5000000"));
}

TEST(TallyService, TakesElectionsWhoseAnswerCanBeSent) {
  const auto elect = [](int options) {
    wire::ElectRequest request;
    AddOptions(request, options);
    request.set_seats(10);
    request.set_rule(wire::STV_RULE_QPQ);
    request.mutable_tie_policy()->set_seed("q");
    for (int i = 0; i < options; ++i) {
      auto* ballot = request.add_ballots();
      ballot->add_tiers()->add_options(i);
      ballot->add_tiers()->add_options((i + 1) % options);
    }
    return TallyService().Elect({}, request);
  };
  const auto most = elect(200);
  ASSERT_TRUE(most.ok()) << most.status();
  EXPECT_LT(most->ByteSizeLong(), std::size_t{64} << 20);
  EXPECT_THAT(FieldsOf(elect(201).status()), ElementsAre("options"));
}

TEST(TallyService, BoundsMeekWithSharedTies) {
  TallyService service;
  wire::ElectRequest request;
  AddOptions(request, 50);
  for (int i = 0; i < 500; ++i) request.add_ballots()->add_tiers()->add_options(i % 50);
  request.set_seats(2);  // 500 x 50 x 50 x 2 is 2,500,000
  request.set_rule(wire::STV_RULE_MEEK_SHARED_EXACT);
  EXPECT_TRUE(service.Elect({}, request).ok());
  request.add_ballots()->add_tiers()->add_options(0);
  EXPECT_THAT(FieldsOf(service.Elect({}, request).status()), ElementsAre("ballots"));
  request.set_rule(wire::STV_RULE_MEEK_SHARED);
  EXPECT_TRUE(service.Elect({}, request).ok());
}

// Random orders, in which the searches have something to do.
wire::TallyRequest Cycle(int options) {
  wire::TallyRequest request;
  AddOptions(request, options);
  std::mt19937 engine(11);
  for (int ballot = 0; ballot < 41; ++ballot) {
    auto* group = request.add_ballots();
    std::vector<int> order(static_cast<size_t>(options));
    for (int i = 0; i < options; ++i) order[static_cast<size_t>(i)] = i;
    std::shuffle(order.begin(), order.end(), engine);
    for (const int option : order) group->add_tiers()->add_options(option);
  }
  return request;
}

void ExpectDeadline(const absl::Status& status) {
  EXPECT_EQ(status.code(), absl::StatusCode::kDeadlineExceeded) << status;
  EXPECT_TRUE(base::HasReason(status, common::v1::ERROR_REASON_DEADLINE_PASSED));
}

TEST(TallyService, GivesUpSoonAfterTheDeadline) {
  TallyService service;
  std::int64_t asked = 0;
  std::int64_t limit = 0;
  rpc::Caller caller;
  caller.stopped = [&] { return ++asked > limit; };
  for (const std::int64_t later : {0, 40}) {
    limit = later;
    for (const wire::Method method : {wire::METHOD_KEMENY_YOUNG, wire::METHOD_STABLE_VOTING}) {
      wire::TallyRequest request = Cycle(method == wire::METHOD_KEMENY_YOUNG ? 22 : 40);
      request.set_method(method);
      asked = 0;
      ExpectDeadline(service.Tally(caller, request).status());
      EXPECT_LT(asked, limit + 10);
    }
    wire::CheckRobustnessRequest check;
    *check.mutable_tally() = Cycle(12);
    asked = 0;
    ExpectDeadline(service.CheckRobustness(caller, check).status());
    wire::ElectCommitteeRequest committee = Committee(60, 10, 2000, 10);
    committee.set_rule(wire::COMMITTEE_RULE_PAV);
    asked = 0;
    ExpectDeadline(service.ElectCommittee(caller, committee).status());
    EXPECT_LT(asked, limit + 100);
    wire::SelectPackageRequest package;
    for (int i = 0; i < 60; ++i) {
      auto* option = package.add_options();
      option->set_title(absl::StrCat("o", i));
      option->set_cost(10 + i % 7);
    }
    package.set_budget(300);
    *package.mutable_ballots() = committee.ballots();
    asked = 0;
    ExpectDeadline(service.SelectPackage(caller, package).status());
  }
  limit = 3;
  wire::ElectRequest elect;
  *elect.mutable_options() = Cycle(12).options();
  *elect.mutable_ballots() = Cycle(12).ballots();
  elect.set_seats(5);
  for (const wire::StvRule rule : {wire::STV_RULE_MEEK, wire::STV_RULE_MEEK_SHARED_EXACT}) {
    elect.set_rule(rule);
    asked = 0;
    ExpectDeadline(service.Elect(caller, elect).status());
  }
  wire::TallyScoresRequest scores;
  AddOptions(scores, 3);
  scores.set_highest(5);
  scores.set_seats(2);
  scores.set_rule(wire::SCORE_RULE_ALLOCATED_SCORE);
  auto* given = scores.add_ballots()->add_scores();
  given->set_score(5);
  limit = 0;
  ExpectDeadline(service.TallyScores(caller, scores).status());
}

TEST(TallyService, ReportsOnExactlyOneCountOfAnyKind) {
  TallyService service;
  wire::CheckRobustnessRequest check;
  EXPECT_THAT(FieldsOf(service.CheckRobustness({}, check).status()), ElementsAre("tally"));
  *check.mutable_committee() = Committee(8, 3, 60, 3);
  check.mutable_committee()->set_rule(wire::COMMITTEE_RULE_PAV);
  const auto committee = service.CheckRobustness({}, check);
  ASSERT_TRUE(committee.ok()) << committee.status();
  EXPECT_EQ(committee->winners().rules(0).rule(), "pav");
  *check.mutable_scores() = wire::TallyScoresRequest();
  EXPECT_THAT(FieldsOf(service.CheckRobustness({}, check).status()), ElementsAre("tally"));
  check.clear_committee();
  AddOptions(*check.mutable_scores(), 101);
  EXPECT_THAT(FieldsOf(service.CheckRobustness({}, check).status()), ElementsAre("scores.options"));
  wire::TallyScoresRequest& scores = *check.mutable_scores();
  scores.clear_options();
  AddOptions(scores, 3);
  scores.set_highest(5);
  auto* given = scores.add_ballots()->add_scores();
  given->set_option(1);
  given->set_score(4);
  EXPECT_THAT(service.CheckRobustness({}, check)->winners().rules(0).elected(), ElementsAre(1));
  check.clear_scores();
  wire::ElectRequest& election = *check.mutable_election();
  *election.mutable_options() = Cycle(5).options();
  *election.mutable_ballots() = Cycle(5).ballots();
  election.set_seats(2);
  const auto elected = service.CheckRobustness({}, check);
  ASSERT_TRUE(elected.ok()) << elected.status();
  EXPECT_EQ(elected->winners().rules(0).rule(), "scottish");
  EXPECT_EQ(elected->winners().rules_counted(), wire::StvRule_ARRAYSIZE - 1);
}

TEST(TallyService, NamesWhatIsWrongWithWithdrawnOptions) {
  TallyService service;
  wire::TallyRequest request = Cycle(3);
  request.add_withdrawn(1);
  request.add_withdrawn(1);
  request.add_withdrawn(3);
  EXPECT_THAT(FieldsOf(service.Tally({}, request).status()),
              ElementsAre("withdrawn[1]", "withdrawn[2]"));
  request.clear_withdrawn();
  for (int i = 0; i < 3; ++i) request.add_withdrawn(i);
  EXPECT_THAT(FieldsOf(service.Tally({}, request).status()), ElementsAre("withdrawn"));
  request.mutable_withdrawn()->RemoveLast();
  const auto response = service.Tally({}, request);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->outcome().ranking(0).options(), ElementsAre(2));
  EXPECT_THAT(response->outcome().withdrawn(), ElementsAre(0, 1));
  wire::ElectRequest elect;
  *elect.mutable_options() = request.options();
  *elect.mutable_ballots() = request.ballots();
  elect.set_seats(1);
  for (int i = 0; i < 3; ++i) elect.add_withdrawn(i);
  EXPECT_THAT(FieldsOf(service.Elect({}, elect).status()), ElementsAre("withdrawn"));
}

}  // namespace
}  // namespace plenum::deliberation
