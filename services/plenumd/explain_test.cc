// Reasons from every kind of count, over the wire.
#include <gmock/gmock.h>

#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

class ExplainTest : public ServicesTest {
 protected:
  template <typename Count>
  static void AddOptions(Count* count) {
    for (const char* option : {"A", "B"}) count->add_options(option);
  }
};

TEST_F(ExplainTest, OfAnElection) {
  tally::v1::ExplainElectionRequest request;
  AddOptions(request.mutable_election());
  auto* group = request.mutable_election()->add_ballots();
  group->add_tiers()->add_options(1);
  group->set_count(4);
  request.mutable_election()->set_seats(1);
  request.set_second(1);
  *request.mutable_ballot() = *group;
  const auto response = Call(*tallies_, &Tallies::Stub::ExplainElection, request, "");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->upper(), 1);
  EXPECT_EQ(response->ballot().helped_size(), 1);
  request.set_first(7);
  EXPECT_EQ(ReasonOf(Call(*tallies_, &Tallies::Stub::ExplainElection, request, "").status()),
            "INVALID_FIELDS");
  request.set_first(0);
  request.mutable_ballot()->add_tiers()->add_options(1);
  EXPECT_EQ(ReasonOf(Call(*tallies_, &Tallies::Stub::ExplainElection, request, "").status()),
            "INVALID_FIELDS");
}

TEST_F(ExplainTest, OfPoints) {
  tally::v1::ExplainScoresRequest request;
  AddOptions(request.mutable_scores());
  request.mutable_scores()->set_highest(5);
  request.mutable_scores()->add_ballots()->add_scores()->set_score(4);
  request.set_second(1);
  const auto response = Call(*tallies_, &Tallies::Stub::ExplainScores, request, "");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->compared(0).upper_value(), "4");
  for (int i = 0; i < 2; ++i) request.mutable_ballot()->add_scores()->set_score(1);
  EXPECT_EQ(ReasonOf(Call(*tallies_, &Tallies::Stub::ExplainScores, request, "").status()),
            "INVALID_FIELDS");
}

TEST_F(ExplainTest, OfACommittee) {
  tally::v1::ExplainCommitteeRequest request;
  AddOptions(request.mutable_committee());
  request.mutable_committee()->add_ballots()->add_approved(1);
  request.mutable_committee()->set_seats(1);
  request.set_second(1);
  request.mutable_ballot()->add_approved(1);
  const auto response = Call(*tallies_, &Tallies::Stub::ExplainCommittee, request, "");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->upper(), 1);
  EXPECT_TRUE(response->ballot().counted());
  request.mutable_ballot()->add_approved(2);
  EXPECT_EQ(ReasonOf(Call(*tallies_, &Tallies::Stub::ExplainCommittee, request, "").status()),
            "INVALID_FIELDS");
}

TEST_F(ExplainTest, OfAPackage) {
  tally::v1::ExplainPackageRequest request;
  for (const char* title : {"A", "B"}) {
    auto* option = request.mutable_selection()->add_options();
    option->set_title(title);
    option->set_cost(60);
  }
  request.mutable_selection()->set_budget(100);
  request.mutable_selection()->add_ballots()->add_approved(1);
  request.set_second(1);
  const auto response = Call(*tallies_, &Tallies::Stub::ExplainPackage, request, "");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->kind(), tally::v1::ExplainPackageResponse::KIND_FUNDED);
  EXPECT_EQ(response->lower_fate().left(), "40");
  request.mutable_ballot()->add_approved(5);
  EXPECT_EQ(ReasonOf(Call(*tallies_, &Tallies::Stub::ExplainPackage, request, "").status()),
            "INVALID_FIELDS");
}

}  // namespace
}  // namespace plenum::plenumd
