#include "services/deliberation/opinions/agreement.h"

#include <gmock/gmock.h>

namespace plenum::opinions {
namespace {

constexpr Vote A = Vote::kAgree;
constexpr Vote D = Vote::kDisagree;
constexpr Vote P = Vote::kPass;
constexpr Vote U = Vote::kUnseen;

TEST(PairwiseAgreement, ComparesWhatBothTookASideOn) {
  const std::vector<Vote> one = {A, A, D, P, U, A};
  const std::vector<Vote> other = {A, D, D, A, A, U};
  EXPECT_EQ(Compare(one, other).both, 3);
  EXPECT_EQ(Compare(one, other).same, 2);
}

TEST(PairwiseAgreement, IsCountedByPairAndByMember) {
  const std::vector<std::vector<Vote>> rows = {
      {A, A, A}, {A, A, D}, {D, D, D}, {A, U, P}, {A, A, A}};
  VoteMatrix votes(5, 3);
  for (int m = 0; m < 5; ++m) {
    for (int s = 0; s < 3; ++s) {
      votes.Set(m, s, rows[static_cast<std::size_t>(m)][static_cast<std::size_t>(s)]);
    }
  }
  // The last does not count, and the fourth has too little in common with anybody.
  const Agreement agreement = PairwiseAgreement(votes, {true, true, true, true, false}, 3);
  EXPECT_EQ(agreement.pairs, 3);
  EXPECT_NEAR(agreement.mean, (2.0 / 3 + 0 + 1.0 / 3) / 3, 1e-12);
  ASSERT_EQ(agreement.members.size(), 5U);
  EXPECT_EQ(agreement.members[0].others, 2);
  EXPECT_NEAR(agreement.members[0].mean, 1.0 / 3, 1e-12);
  EXPECT_EQ(agreement.members[0].near, 1);
  EXPECT_EQ(agreement.members[0].far, 1);
  EXPECT_EQ(agreement.members[1].far, 1);
  EXPECT_EQ(agreement.members[3].others, 0);
  EXPECT_EQ(agreement.members[4].others, 0);
  EXPECT_EQ(PairwiseAgreement(VoteMatrix(2, 0), {true, true}, 1).pairs, 0);
}

}  // namespace
}  // namespace plenum::opinions
