#include "services/common/rpc/executor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>

namespace plenum::rpc {
namespace {

TEST(ExecutorTest, RunsWhatIsQueuedBeforeItEnds) {
  std::atomic<int> ran{0};
  {
    Executor executor(2, 100);
    for (int i = 0; i < 100; ++i) ASSERT_TRUE(executor.Submit([&] { ++ran; }));
  }
  EXPECT_EQ(ran, 100);
}

TEST(ExecutorTest, RefusesOneOverItsLimitAndTakesAgainWhenThereIsRoom) {
  std::promise<void> go;
  std::promise<void> started;
  auto gate = go.get_future().share();
  std::atomic<int> ran{0};
  Executor executor(1, 2);
  ASSERT_TRUE(executor.Submit([&] {
    started.set_value();
    gate.wait();
  }));
  started.get_future().wait();  // the thread is busy, the queue empty
  EXPECT_TRUE(executor.Submit([&] { ++ran; }));
  EXPECT_TRUE(executor.Submit([&] { ++ran; }));
  EXPECT_FALSE(executor.Submit([&] { ++ran; }));
  go.set_value();
  std::promise<void> drained;
  while (!executor.Submit([&] { drained.set_value(); })) std::this_thread::yield();
  drained.get_future().wait();
  EXPECT_EQ(ran, 2);
}

TEST(ExecutorTest, WhatWasTakenBeforeGoesOnWhateverWaitsAndTakesTurns) {
  std::promise<void> go;
  std::promise<void> started;
  auto gate = go.get_future().share();
  std::string order;
  {
    Executor executor(1, 2);
    ASSERT_TRUE(executor.Submit([&] {
      started.set_value();
      gate.wait();
    }));
    started.get_future().wait();
    for (int i = 0; i < 2; ++i) ASSERT_TRUE(executor.Submit([&] { order += 'q'; }));
    ASSERT_FALSE(executor.Submit([] {}));
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(executor.Continue([&] { order += 'c'; }));
    go.set_value();
  }
  EXPECT_EQ(order, "cqcqccc");
}

}  // namespace
}  // namespace plenum::rpc
