#include "services/common/auth/role.h"

#include <gtest/gtest.h>

#include <iterator>

namespace plenum::auth {
namespace {

TEST(RoleTest, NamesComeBack) {
  for (const Role role : kRoles) EXPECT_EQ(RoleFromName(RoleName(role)), role);
  EXPECT_FALSE(RoleFromName("none"));
  EXPECT_FALSE(RoleFromName("admin"));
}

TEST(RoleTest, ScopesComeBackAndUnknownWordsGiveNothing) {
  EXPECT_EQ(ScopesFromText(ScopeText(kRead | kPropose)), kRead | kPropose);
  EXPECT_EQ(ScopesFromText("read vote  propose "), kRead | kPropose);
  EXPECT_EQ(ScopesFromText(""), 0U);
}

// Written down a second time.
TEST(RoleTest, TheTableIsThis) {
  const Access rows[] = {Access::kObserver, Access::kMember, Access::kAuditor, Access::kContributor,
                         Access::kFacilitator};
  //                             observer member facilitator auditor service
  const char* const expected[] = {"11111", "01100", "00110", "00100", "00100"};
  for (std::size_t row = 0; row < std::size(rows); ++row) {
    for (std::size_t role = 0; role < std::size(kRoles); ++role) {
      EXPECT_EQ(Allows(rows[row], kRoles[role], kRead), expected[row][role] == '1')
          << row << " " << RoleName(kRoles[role]);
    }
    EXPECT_FALSE(Allows(rows[row], Role::kNone, kRead | kPropose));
  }
  EXPECT_TRUE(Allows(Access::kContributor, Role::kService, kRead | kPropose));
  // A scope makes nobody else more.
  EXPECT_FALSE(Allows(Access::kContributor, Role::kMember, kRead | kPropose));
  EXPECT_FALSE(Allows(Access::kMember, Role::kService, ~Scopes{0}));
}

}  // namespace
}  // namespace plenum::auth
