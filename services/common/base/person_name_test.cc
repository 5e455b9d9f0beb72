#include "services/common/base/person_name.h"

#include <gtest/gtest.h>

#include <string>

namespace plenum::base {
namespace {

TEST(PersonName, NamesOfAllScriptsAreGood) {
  for (const char* name :
       {"Ana", "Jo Kim", "José", "Jose\u0301", "Ольга", "李小龙", "محمد", "O'Neil-Smith",
        "Nguyễn Thị Minh", "श्री", "क्\u200dष", "نامه\u200cای", "Ⅳ", "x"}) {
    EXPECT_FALSE(NameFault(name)) << name;
  }
}

TEST(PersonName, WhatCannotBeSeenOrStandsOnNothingIsRefused) {
  for (const char* name :
       {"A\u200Bna", "Ana\u200D", "A\u200Cna", "\uFEFFAna", "A\u2060na", "Ana\u00AD", "\u0301Ana",
        "Ana \u0301", "A\u034Fna", "Ana\uE000", "A\u061Cna", "A\U000E0041na", "A\u3164na"}) {
    EXPECT_TRUE(NameFault(name)) << name;
  }
}

TEST(PersonName, NormalizesToFormC) { EXPECT_EQ(Nfc("Jose\u0301"), "José"); }

bool Alike(const char* one, const char* other) {
  for (const auto& skeleton : NameSkeletons(one)) {
    for (const auto& second : NameSkeletons(other)) {
      if (skeleton == second) return true;
    }
  }
  return false;
}

TEST(PersonName, NamesThatLookAlikeShareASkeleton) {
  EXPECT_TRUE(Alike("Ana Kim", "ana  kim"));
  EXPECT_TRUE(Alike("IAN", "ian"));
  EXPECT_TRUE(Alike("Ana", "\u0410n\u0430")) << "with Cyrillic letters";
  EXPECT_TRUE(Alike("Ben", "\u0412en")) << "whose lower case looks like nothing else";
  EXPECT_TRUE(Alike("Jose\u0301", "José"));
  EXPECT_TRUE(Alike("Ａｎａ", "Ana"));
  EXPECT_FALSE(Alike("Ana", "Anna"));
  EXPECT_FALSE(Alike("Voter 10", "Voter 11"));
}

}  // namespace
}  // namespace plenum::base
