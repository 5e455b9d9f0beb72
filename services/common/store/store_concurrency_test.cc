// Many threads, and where the engine allows it two stores on one database: revisions stay gapless,
// no update is lost, and what was read after an acknowledgement contains it. On both engines.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <future>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/store/store.h"
#include "services/common/store/store_testing.h"

namespace plenum::store {
namespace {

constexpr int kThreads = 8;
constexpr int kStreams = 3;

class StoreConcurrency : public ::testing::TestWithParam<EngineKind> {
 protected:
  // Two stores, or twice the one that a SQLite file may have.
  std::array<std::shared_ptr<Store>, 2> OpenReplicas() const {
    std::shared_ptr<Store> first = database_.Open();
    if (GetParam() == EngineKind::kSqlite) return {first, first};
    return {first, database_.Open()};
  }

  TestDatabase database_{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreConcurrency,
                         ::testing::Values(EngineKind::kSqlite, EngineKind::kPostgresql),
                         ::testing::PrintToStringParamName());

void RunThreads(const std::function<void(int)>& work) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

std::vector<Event> AllEvents(Store& store, const std::string& stream) {
  std::vector<Event> all;
  while (true) {
    const auto page = store.Events(stream, all.empty() ? 0 : all.back().revision, 100);
    if (!page.ok()) {
      ADD_FAILURE() << page.status();
      return all;
    }
    if (page->empty()) return all;
    all.insert(all.end(), page->begin(), page->end());
  }
}

TEST_P(StoreConcurrency, NumbersEventsWithoutGapsUnderManyThreads) {
  constexpr int kEach = 150;
  const auto store = database_.Open();
  std::mutex mutex;
  std::map<std::string, std::set<std::int64_t>> acknowledged;
  RunThreads([&](int thread) {
    for (int i = 0; i < kEach; ++i) {
      const std::string stream = absl::StrCat("s", (thread + i) % kStreams);
      Mutation mutation = EventOn(stream);
      mutation.events.front().subject = absl::StrCat(thread, "/", i);
      mutation.puts.push_back({{"c", absl::StrCat(thread, "-", i)}, stream, 0});
      const auto applied = store->Apply(std::move(mutation));
      ASSERT_TRUE(applied.ok()) << applied.status();
      // What is acknowledged is there for every reader.
      const auto row = store->Get({"c", absl::StrCat(thread, "-", i)});
      ASSERT_TRUE(row.ok()) << row.status();
      ASSERT_EQ(row->revision, applied->revision);
      const std::lock_guard<std::mutex> lock(mutex);
      ASSERT_TRUE(acknowledged[stream].insert(applied->revision).second);
    }
  });
  int total = 0;
  for (int s = 0; s < kStreams; ++s) {
    const std::string stream = absl::StrCat("s", s);
    const auto events = AllEvents(*store, stream);
    for (std::size_t i = 0; i < events.size(); ++i) {
      ASSERT_EQ(events[i].revision, static_cast<std::int64_t>(i) + 1);
    }
    EXPECT_EQ(events.size(), acknowledged[stream].size());
    total += static_cast<int>(events.size());
  }
  EXPECT_EQ(total, kThreads * kEach);
}

// Each thread adds one to a number by reading it and writing it back on the condition that nobody
// else did; half of the threads go through another store on the same database.
TEST_P(StoreConcurrency, LosesNoUpdateBetweenTwoReplicas) {
  constexpr int kEach = 30;
  const auto replicas = OpenReplicas();
  const Key counter{"counters", "c"};
  {
    Mutation first = EventOn("s");
    first.puts.push_back({counter, "0", 0});
    ASSERT_TRUE(replicas[0]->Apply(first).ok());
  }
  std::atomic<int> aborted = 0;
  RunThreads([&](int thread) {
    Store& store = *replicas[static_cast<std::size_t>(thread) % 2];
    for (int done = 0; done < kEach;) {
      const auto row = store.Get(counter);
      ASSERT_TRUE(row.ok()) << row.status();
      Mutation mutation = EventOn("s");
      mutation.puts.push_back({counter, std::to_string(std::stoi(row->data) + 1), row->revision});
      const auto applied = store.Apply(std::move(mutation));
      if (applied.ok()) {
        ++done;
      } else {
        ASSERT_EQ(applied.status().code(), absl::StatusCode::kAborted) << applied.status();
        ++aborted;
      }
    }
  });
  EXPECT_EQ(replicas[0]->Get(counter)->data, std::to_string(kThreads * kEach));
  EXPECT_EQ(AllEvents(*replicas[1], "s").size(), kThreads * kEach + 1U);
  EXPECT_GT(aborted, 0) << "the threads never met: the test shows nothing";
}

TEST_P(StoreConcurrency, AppliesARequestOnceThatArrivesAtTwoReplicas) {
  const auto replicas = OpenReplicas();
  constexpr int kRequests = 40;
  std::atomic<int> first_answers = 0;
  RunThreads([&](int thread) {
    for (int i = 0; i < kRequests; ++i) {
      // Different streams, so that no lock on a common head helps.
      Mutation mutation = EventOn(absl::StrCat("s", thread % 2));
      mutation.request = Request{"scope", absl::StrCat("r", i), "digest", std::to_string(thread)};
      const auto applied =
          replicas[static_cast<std::size_t>(thread) % 2]->Apply(std::move(mutation));
      ASSERT_TRUE(applied.ok()) << applied.status();
      if (!applied->replayed) ++first_answers;
    }
  });
  EXPECT_EQ(first_answers, kRequests);
  EXPECT_EQ(AllEvents(*replicas[0], "s0").size() + AllEvents(*replicas[0], "s1").size(),
            static_cast<std::size_t>(kRequests));
}

TEST_P(StoreConcurrency, CreatesARowOnceThatTwoReplicasCreate) {
  const auto replicas = OpenReplicas();
  constexpr int kRows = 40;
  std::atomic<int> created = 0;
  RunThreads([&](int thread) {
    for (int i = 0; i < kRows; ++i) {
      Mutation mutation = EventOn("s");
      mutation.puts.push_back({{"c", absl::StrCat("r", i)}, std::to_string(thread), 0});
      const auto applied =
          replicas[static_cast<std::size_t>(thread) % 2]->Apply(std::move(mutation));
      if (applied.ok()) {
        ++created;
      } else {
        ASSERT_EQ(applied.status().code(), absl::StatusCode::kAlreadyExists) << applied.status();
      }
    }
  });
  EXPECT_EQ(created, kRows);
}

TEST_P(StoreConcurrency, ListensAndUnlistensWhileWritesGoOn) {
  const auto store = database_.Open();
  std::atomic<bool> stop = false;
  std::thread writer([&] {
    while (!stop) ASSERT_TRUE(store->Apply(EventOn("s")).ok());
  });
  for (int i = 0; i < 50; ++i) {
    auto called = std::make_unique<std::promise<void>>();
    bool first = true;
    const std::uint64_t id = store->Listen([&, raw = called.get()](const std::string&, auto) {
      if (first) raw->set_value();
      first = false;
    });
    called->get_future().wait();
    store->Unlisten(id);
    called.reset();  // no call may still be running
  }
  stop = true;
  writer.join();
}

// Only PostgreSQL: SQLite's file belongs to one process.
TEST(StoreReplicas, HearOfEachOthersCommits) {
  const TestDatabase database(EngineKind::kPostgresql);
  const auto writer = database.Open();
  const auto listener = database.Open();
  std::promise<std::int64_t> heard;
  const std::uint64_t id = listener->Listen([&](const std::string& stream, std::int64_t revision) {
    if (stream == "s" && revision == 2) heard.set_value(revision);
  });
  ASSERT_TRUE(writer->Apply(EventOn("s")).ok());
  ASSERT_TRUE(writer->Apply(EventOn("s")).ok());
  EXPECT_EQ(heard.get_future().get(), 2);
  EXPECT_EQ(listener->Events("s", 1, 10)->size(), 1U);
  listener->Unlisten(id);
}

}  // namespace
}  // namespace plenum::store
