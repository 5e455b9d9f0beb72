#include "services/gateway/json/depth.h"

#include <gtest/gtest.h>

#include <string>

namespace plenum::gateway::json {
namespace {

std::string Nested(int levels, const std::string& open, const std::string& close) {
  std::string text;
  for (int i = 0; i < levels; ++i) text += open;
  for (int i = 0; i < levels; ++i) text += close;
  return text;
}

TEST(DepthTest, CountsObjectsAndArraysAlike) {
  EXPECT_FALSE(IsDeeperThan(Nested(3, "[", "]"), 3));
  EXPECT_TRUE(IsDeeperThan(Nested(4, "[", "]"), 3));
  EXPECT_FALSE(IsDeeperThan(R"({"a":[{"b":1}]})", 3));
  EXPECT_TRUE(IsDeeperThan(R"({"a":[{"b":[]}]})", 3));
}

TEST(DepthTest, SiblingsAreNotDeeper) { EXPECT_FALSE(IsDeeperThan("[[],[],[],[],{}]", 2)); }

TEST(DepthTest, BracketsInStringsDoNotCount) {
  EXPECT_FALSE(IsDeeperThan(R"(["[[[[{{{{"])", 1));
  EXPECT_FALSE(IsDeeperThan(R"(["\"[[[["])", 1));
  EXPECT_TRUE(IsDeeperThan(R"(["\\",[[]]])", 2));
}

TEST(DepthTest, TextThatEndsInAStringIsRead) {
  EXPECT_FALSE(IsDeeperThan(R"(["abc)", 1));
  EXPECT_FALSE(IsDeeperThan("[\"abc\\", 1));
}

TEST(DepthTest, FindsTenThousandLevels) {
  EXPECT_TRUE(IsDeeperThan(Nested(10'000, "[", "]"), 100));
}

}  // namespace
}  // namespace plenum::gateway::json
