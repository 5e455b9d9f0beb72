// What every engine must do: one suite, run on SQLite and on a real PostgreSQL.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <string>
#include <vector>

#include "services/common/store/store.h"
#include "services/common/store/store_testing.h"
#include "services/common/store/writer.h"

namespace plenum::store {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Key kRow{"deliberations/d1/ballots", "m1"};

Mutation PutOn(const Key& key, std::string data, std::optional<std::int64_t> expected = {}) {
  Mutation mutation = EventOn("deliberations/d1");
  mutation.puts.push_back({key, std::move(data), expected});
  return mutation;
}

Mutation Asking(const std::string& id, const std::string& digest, const std::string& response) {
  Mutation mutation = EventOn("deliberations/d1");
  mutation.request = Request{"members/m1", id, digest, response};
  return mutation;
}

std::string AllBytes() {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes.push_back(static_cast<char>(i));
  return bytes + bytes;
}

// Submits all at once while the writer is held up by the first, so that they share a transaction.
std::vector<absl::StatusOr<Applied>> ApplyTogether(Store& store, std::vector<Mutation> mutations) {
  std::promise<void> all_queued;
  std::shared_future<void> gate = all_queued.get_future().share();
  std::promise<void> held;
  store.Submit(EventOn("gate"), [&held, gate](const absl::StatusOr<Applied>&) {
    held.set_value();
    gate.wait();
  });
  held.get_future().wait();
  std::vector<std::promise<absl::StatusOr<Applied>>> promises(mutations.size());
  for (std::size_t i = 0; i < mutations.size(); ++i) {
    store.Submit(std::move(mutations[i]), [&promises, i](absl::StatusOr<Applied> applied) {
      promises[i].set_value(std::move(applied));
    });
  }
  all_queued.set_value();
  std::vector<absl::StatusOr<Applied>> answers;
  answers.reserve(promises.size());
  for (auto& promise : promises) answers.push_back(promise.get_future().get());
  return answers;
}

class StoreConformance : public ::testing::TestWithParam<EngineKind> {
 protected:
  StoreConformance() : database_(GetParam()), store_(database_.Open()) {}

  TestDatabase database_;
  std::unique_ptr<Store> store_;
};

INSTANTIATE_TEST_SUITE_P(Engines, StoreConformance,
                         ::testing::Values(EngineKind::kSqlite, EngineKind::kPostgresql),
                         ::testing::PrintToStringParamName());

TEST_P(StoreConformance, KeepsEveryByteOfDataEventsAndAnswers) {
  Mutation mutation = PutOn(kRow, AllBytes());
  mutation.events[0] = {7, "deliberations/d1/ballots/m1", "members/Zoë \"the\" \\ {a,b}",
                        AllBytes()};
  mutation.request = Request{"members/m1", "r1", AllBytes(), AllBytes()};
  ASSERT_TRUE(store_->Apply(mutation).ok());

  const auto row = store_->Get(kRow);
  ASSERT_TRUE(row.ok()) << row.status();
  EXPECT_EQ(row->key, kRow);
  EXPECT_EQ(row->revision, 1);
  EXPECT_EQ(row->data, AllBytes());
  const auto events = store_->Events("deliberations/d1", 0, 10);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 1U);
  EXPECT_EQ(events->front().body.kind, 7);
  EXPECT_EQ(events->front().body.subject, "deliberations/d1/ballots/m1");
  EXPECT_EQ(events->front().body.actor, "members/Zoë \"the\" \\ {a,b}");
  EXPECT_EQ(events->front().body.data, AllBytes());
  EXPECT_EQ(*store_->Revision("deliberations/d1"), 1);
  EXPECT_EQ(*store_->Revision("deliberations/d2"), 0);
  const auto answer = store_->FindRequest("members/m1", "r1", AllBytes());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->response, AllBytes());
}

TEST_P(StoreConformance, KeepsAwkwardNamesAndEmptyData) {
  const std::vector<std::string> ids = {"\"", "'",  "\\",      "NULL", "a,b", "{x}",
                                        " ",  "\n", "%s :a ?", "ü",    "𝄞"};
  for (const std::string& id : ids) {
    ASSERT_TRUE(store_->Apply(PutOn({"odd", id}, "")).ok()) << id;
    const auto row = store_->Get({"odd", id});
    ASSERT_TRUE(row.ok()) << id << row.status();
    EXPECT_EQ(row->key.id, id);
    EXPECT_EQ(row->data, "");
  }
}

TEST_P(StoreConformance, RefusesNamesThatNotBothEnginesCanHold) {
  for (const std::string& id :
       {std::string("a\0b", 3), std::string("\xff"), std::string("\xc0\x80"),
        std::string("\xed\xa0\x80"), std::string(1025, 'x'), std::string()}) {
    EXPECT_EQ(store_->Apply(PutOn({"c", id}, "")).status().code(),
              absl::StatusCode::kInvalidArgument);
    EXPECT_EQ(store_->Get({"c", id}).status().code(), absl::StatusCode::kNotFound);
  }
  EXPECT_TRUE(store_->Apply(PutOn({std::string(1024, 'x'), std::string(1024, 'y')}, "")).ok());
}

TEST_P(StoreConformance, AnswersNotFoundForWhatIsNotThere) {
  EXPECT_EQ(store_->Get(kRow).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->FindRequest("s", "r", "d").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(store_->List("none", "", 10).value(), IsEmpty());
  EXPECT_THAT(store_->Events("none", 0, 10).value(), IsEmpty());
}

TEST_P(StoreConformance, ListsInByteOrderPageByPage) {
  // Byte order: capitals before small letters, and "-" before digits, in any locale.
  for (const char* id : {"b", "a", "B", "a-1", "a1", "é", "z"}) {
    ASSERT_TRUE(store_->Apply(PutOn({"c", id}, id)).ok());
  }
  ASSERT_TRUE(store_->Apply(PutOn({"c2", "aa"}, "")).ok());
  std::vector<std::string> seen;
  std::string after;
  while (true) {
    const auto page = store_->List("c", after, 2);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_LE(page->size(), 2U);
    if (page->empty()) break;
    for (const Row& row : *page) {
      seen.push_back(row.key.id);
      EXPECT_EQ(row.data, row.key.id);
    }
    after = page->back().key.id;
  }
  EXPECT_THAT(seen, ElementsAre("B", "a", "a-1", "a1", "b", "z", "é"));
  EXPECT_THAT(store_->List("c", "", 0).value(), IsEmpty());
  EXPECT_EQ(store_->Count("c").value(), 7);
  EXPECT_EQ(store_->Count("none").value(), 0);
}

TEST_P(StoreConformance, NumbersEventsOfEachStreamFromOne) {
  Mutation two = EventOn("s1");
  two.events.push_back({2, "second", "", ""});
  EXPECT_EQ(store_->Apply(two)->revision, 2);
  EXPECT_EQ(store_->Apply(EventOn("s2"))->revision, 1);
  EXPECT_EQ(store_->Apply(EventOn("s1"))->revision, 3);
  const auto events = store_->Events("s1", 1, 10);
  ASSERT_EQ(events->size(), 2U);
  EXPECT_EQ(events->at(0).revision, 2);
  EXPECT_EQ(events->at(0).body.subject, "second");
  EXPECT_EQ(events->at(1).revision, 3);
  EXPECT_EQ(store_->Events("s1", 0, 2)->size(), 2U);
}

TEST_P(StoreConformance, StampsEventsWithTheInjectedClock) {
  StoreOptions options;
  options.now_us = [] { return std::int64_t{1234567890123456}; };
  store_.reset();
  store_ = database_.Open(options);
  ASSERT_TRUE(store_->Apply(EventOn("s")).ok());
  EXPECT_EQ(store_->Events("s", 0, 1)->front().time_us, 1234567890123456);
}

TEST_P(StoreConformance, RefusesAMutationWithoutEventOrStreamOrWithAKeyTwice) {
  Mutation no_event = PutOn(kRow, "x");
  no_event.events.clear();
  EXPECT_EQ(store_->Apply(no_event).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->Apply(EventOn("")).status().code(), absl::StatusCode::kInvalidArgument);
  Mutation twice = PutOn(kRow, "x");
  twice.puts.push_back(twice.puts.front());
  EXPECT_EQ(store_->Apply(twice).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(store_->Get(kRow).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StoreConformance, PutsOnlyOverTheExpectedRevision) {
  ASSERT_EQ(store_->Apply(PutOn(kRow, "one", 0))->revision, 1);
  EXPECT_EQ(store_->Apply(PutOn(kRow, "again", 0)).status().code(),
            absl::StatusCode::kAlreadyExists);
  ASSERT_EQ(store_->Apply(PutOn(kRow, "two", 1))->revision, 2);
  EXPECT_EQ(store_->Apply(PutOn(kRow, "late", 1)).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->Apply(PutOn({"c", "missing"}, "", 1)).status().code(),
            absl::StatusCode::kAborted);
  EXPECT_EQ(store_->Apply(PutOn(kRow, "any"))->revision, 3);
  EXPECT_EQ(store_->Get(kRow)->data, "any");
  // Refused ones left no event behind.
  EXPECT_EQ(store_->Events("deliberations/d1", 0, 10)->size(), 3U);
}

TEST_P(StoreConformance, ErasesAndMakesAnew) {
  ASSERT_TRUE(store_->Apply(PutOn(kRow, "one")).ok());
  Mutation erase = PutOn(kRow, "", 1);
  erase.puts[0].erase = true;
  EXPECT_EQ(store_->Apply(erase)->revision, 2);
  EXPECT_EQ(store_->Get(kRow).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(store_->Apply(erase).status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(store_->Apply(PutOn(kRow, "new", 0))->revision, 3);
}

TEST_P(StoreConformance, AbortsWhenARequiredRowChanged) {
  const Key deliberation{"deliberations", "d1"};
  ASSERT_TRUE(store_->Apply(PutOn(deliberation, "draft")).ok());
  Mutation vote = PutOn(kRow, "ballot");
  vote.requires_.push_back({deliberation, 1});
  EXPECT_TRUE(store_->Apply(vote).ok());
  ASSERT_TRUE(store_->Apply(PutOn(deliberation, "closed")).ok());
  const auto late = store_->Apply(vote);
  EXPECT_EQ(late.status().code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(late.status().message()), HasSubstr("deliberations/d1"));
  vote.requires_[0] = {{"deliberations", "none"}, 0};
  EXPECT_TRUE(store_->Apply(vote).ok());
  vote.requires_[0] = {deliberation, 0};
  EXPECT_EQ(store_->Apply(vote).status().code(), absl::StatusCode::kAborted);
}

TEST_P(StoreConformance, AnswersARepeatedRequestWithTheFirstAnswer) {
  const auto first = store_->Apply(Asking("r1", "digest", "answer"));
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_FALSE(first->replayed);
  EXPECT_EQ(first->response, "answer");
  const auto again = store_->Apply(Asking("r1", "digest", "another answer"));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
  EXPECT_EQ(again->response, "answer");
  EXPECT_EQ(again->revision, first->revision);
  EXPECT_EQ(store_->Events("deliberations/d1", 0, 10)->size(), 1U);
  const auto found = store_->FindRequest("members/m1", "r1", "digest");
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->replayed);
  EXPECT_EQ(found->response, "answer");
}

TEST_P(StoreConformance, ReplaysEvenWhenPreconditionsNoLongerHold) {
  Mutation mutation = PutOn(kRow, "x", 0);
  mutation.request = Request{"s", "r", "d", "answer"};
  ASSERT_TRUE(store_->Apply(mutation).ok());
  const auto again = store_->Apply(mutation);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed);
}

TEST_P(StoreConformance, RefusesARequestIdWithAnotherDigest) {
  ASSERT_TRUE(store_->Apply(Asking("r1", "digest", "answer")).ok());
  const auto reuse = store_->Apply(Asking("r1", "other", "answer"));
  EXPECT_EQ(reuse.status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_TRUE(IsRequestReuse(reuse.status()));
  const auto found = store_->FindRequest("members/m1", "r1", "other");
  EXPECT_TRUE(IsRequestReuse(found.status()));
  // Another caller may use the same id.
  Mutation other = Asking("r1", "other", "");
  other.request->scope = "members/m2";
  EXPECT_TRUE(store_->Apply(other).ok());
  ASSERT_TRUE(store_->Apply(PutOn(kRow, "x", 0)).ok());
  EXPECT_FALSE(IsRequestReuse(store_->Apply(PutOn(kRow, "x", 0)).status()));
}

TEST_P(StoreConformance, ForgetsTheRequestOfARefusedMutation) {
  Mutation mutation = PutOn(kRow, "x", 5);
  mutation.request = Request{"s", "r", "d", "answer"};
  EXPECT_EQ(store_->Apply(mutation).status().code(), absl::StatusCode::kAborted);
  mutation.puts[0].expected = 0;
  const auto second = store_->Apply(mutation);
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_FALSE(second->replayed);
}

TEST_P(StoreConformance, ForgetsARequestAfterADayAndNotBefore) {
  std::atomic<std::int64_t> now_us = 1'000'000'000'000'000;
  StoreOptions options;
  options.now_us = [&now_us] { return now_us.load(); };
  // The first write of a store makes the writer look for old requests; the Ping comes after that.
  const auto reopen_and_write = [&](const std::string& id) {
    store_.reset();
    store_ = database_.Open(options);
    EXPECT_FALSE(store_->Apply(Asking(id, "digest", "answer"))->replayed);
    EXPECT_TRUE(store_->Ping().ok());
  };
  const auto remembered = [&](const std::string& id) {
    return store_->FindRequest("members/m1", id, "digest").ok();
  };
  reopen_and_write("r1");
  now_us += kRememberRequestsUs;
  reopen_and_write("r2");
  EXPECT_TRUE(remembered("r1"));
  now_us += 1;
  reopen_and_write("r3");
  EXPECT_FALSE(remembered("r1"));
  EXPECT_TRUE(remembered("r2"));
  EXPECT_TRUE(remembered("r3"));
  EXPECT_FALSE(store_->Apply(Asking("r1", "another digest", ""))->replayed) << "as if new";
}

TEST_P(StoreConformance, ForgetsRequestsInSlicesAndComesAround) {
  std::atomic<std::int64_t> now_us = 1'000'000'000'000'000;
  StoreOptions options;
  options.now_us = [&now_us] { return now_us.load(); };
  const auto write = [&](const std::string& prefix, std::size_t count) {
    std::vector<std::promise<bool>> done(count);
    for (std::size_t i = 0; i < count; ++i) {
      store_->Submit(Asking(prefix + std::to_string(i), "digest", ""),
                     [&done, i](const absl::StatusOr<Applied>& a) { done[i].set_value(a.ok()); });
    }
    for (auto& each : done) ASSERT_TRUE(each.get_future().get());
    ASSERT_TRUE(store_->Ping().ok());
  };
  const auto count_remembered = [&](const std::string& prefix, std::size_t count) {
    int remembered = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (store_->FindRequest("members/m1", prefix + std::to_string(i), "digest").ok()) {
        ++remembered;
      }
    }
    return remembered;
  };
  store_.reset();
  store_ = database_.Open(options);
  constexpr std::size_t kOld = kPruneSlice + kPruneSlice / 2;
  write("old", kOld);
  now_us += kRememberRequestsUs + 1;
  store_.reset();
  store_ = database_.Open(options);
  write("x", 1);
  EXPECT_EQ(count_remembered("old", kOld), kPruneSlice / 2) << "one slice and no more";
  for (int i = 0; i < 3; ++i) write("new" + std::to_string(i) + "-", kPruneEvery);
  EXPECT_EQ(count_remembered("old", kOld), 0);
  EXPECT_EQ(count_remembered("new0-", kPruneEvery), static_cast<int>(kPruneEvery));
}

TEST_P(StoreConformance, LetsAMutationSeeTheEarlierOnesOfItsBatch) {
  Mutation erase = PutOn(kRow, "", 2);
  erase.puts[0].erase = true;
  Mutation needs_none = PutOn({"c", "x"}, "x");
  needs_none.requires_.push_back({kRow, 0});
  const auto answers =
      ApplyTogether(*store_, {PutOn(kRow, "one", 0), PutOn(kRow, "other", 0), PutOn(kRow, "two", 1),
                              PutOn(kRow, "stale", 1), erase, needs_none, PutOn(kRow, "three", 0)});
  ASSERT_EQ(answers.size(), 7U);
  EXPECT_EQ(answers[0]->revision, 1);
  EXPECT_EQ(answers[1].status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(answers[2]->revision, 2);
  EXPECT_EQ(answers[3].status().code(), absl::StatusCode::kAborted);
  EXPECT_EQ(answers[4]->revision, 3);
  EXPECT_EQ(answers[5]->revision, 4);
  EXPECT_EQ(answers[6]->revision, 5);
  EXPECT_EQ(store_->Get(kRow)->data, "three");
  EXPECT_EQ(store_->Get(kRow)->revision, 5);
  EXPECT_EQ(store_->Events("deliberations/d1", 0, 10)->size(), 5U);
}

TEST_P(StoreConformance, ErasesARowThatTheSameBatchPut) {
  Mutation erase = PutOn(kRow, "");
  erase.puts[0].erase = true;
  for (const auto& answer : ApplyTogether(*store_, {PutOn(kRow, "one"), erase})) {
    EXPECT_TRUE(answer.ok()) << answer.status();
  }
  EXPECT_EQ(store_->Get(kRow).status().code(), absl::StatusCode::kNotFound);
}

TEST_P(StoreConformance, MeetsTheSameRequestTwiceInOneBatch) {
  const auto answers = ApplyTogether(
      *store_,
      {Asking("r", "d", "first"), Asking("r", "d", "second"), Asking("r", "other", "third")});
  EXPECT_FALSE(answers[0]->replayed);
  EXPECT_TRUE(answers[1]->replayed);
  EXPECT_EQ(answers[1]->response, "first");
  EXPECT_TRUE(IsRequestReuse(answers[2].status()));
  EXPECT_EQ(store_->Events("deliberations/d1", 0, 10)->size(), 1U);
}

TEST_P(StoreConformance, TakesLargeRows) {
  std::string data;
  for (int i = 0; i < 3 << 20; ++i) data.push_back(static_cast<char>(i * 31));
  ASSERT_TRUE(store_->Apply(PutOn(kRow, data)).ok());
  EXPECT_EQ(store_->Get(kRow)->data, data);
}

TEST_P(StoreConformance, RefusesWhenTheQueueIsFull) {
  StoreOptions options;
  options.max_queue = 3;
  store_.reset();
  store_ = database_.Open(options);
  std::vector<Mutation> mutations(5, EventOn("s"));
  const auto answers = ApplyTogether(*store_, mutations);
  EXPECT_TRUE(answers[2].ok());
  EXPECT_EQ(answers[3].status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(answers[4].status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(IsStorageFull(answers[4].status()));
  EXPECT_TRUE(store_->Apply(EventOn("s")).ok()) << "there is room again";
  EXPECT_EQ(store_->Events("s", 0, 10)->size(), 4U);
}

TEST_P(StoreConformance, RefusesWhenTheQueueHoldsTooManyBytes) {
  StoreOptions options;
  options.max_queued_bytes = 50'000;
  store_.reset();
  store_ = database_.Open(options);
  const std::string data(20'000, 'x');
  const std::string large(60'000, 'x');
  const auto answers =
      ApplyTogether(*store_, {PutOn({"c", "1"}, data), PutOn({"c", "2"}, data),
                              PutOn({"c", "3"}, data), PutOn({"c", "4"}, "small")});
  EXPECT_TRUE(answers[0].ok());
  EXPECT_TRUE(answers[1].ok());
  EXPECT_EQ(answers[2].status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(answers[3].ok()) << "what fits beside the others is taken";
  EXPECT_TRUE(store_->Apply(PutOn({"c", "5"}, large)).ok()) << "alone it may be larger";
  EXPECT_EQ(store_->List("c", "", 10)->size(), 4U);
}

TEST_P(StoreConformance, SplitsAQueueIntoBatches) {
  StoreOptions options;
  options.max_batch = 2;
  store_.reset();
  store_ = database_.Open(options);
  const auto answers = ApplyTogether(*store_, std::vector<Mutation>(7, EventOn("s")));
  for (std::size_t i = 0; i < answers.size(); ++i) {
    ASSERT_TRUE(answers[i].ok()) << answers[i].status();
    EXPECT_EQ(answers[i]->revision, static_cast<std::int64_t>(i) + 1);
  }
}

TEST_P(StoreConformance, TellsListenersAfterTheCommit) {
  std::mutex mutex;
  std::vector<std::pair<std::string, std::int64_t>> told;
  std::promise<void> last;
  const std::uint64_t id = store_->Listen([&](const std::string& stream, std::int64_t revision) {
    const std::lock_guard<std::mutex> lock(mutex);
    told.emplace_back(stream, revision);
    EXPECT_EQ(store_->Events(stream, 0, 10)->back().revision, revision);
    if (stream == "s2") last.set_value();
  });
  ASSERT_TRUE(store_->Apply(EventOn("s1")).ok());
  ASSERT_TRUE(store_->Apply(EventOn("s2")).ok());
  last.get_future().wait();
  store_->Unlisten(id);
  ASSERT_TRUE(store_->Apply(EventOn("s1")).ok());
  ASSERT_TRUE(store_->Apply(EventOn("s1")).ok());
  EXPECT_THAT(told, ElementsAre(std::pair<std::string, std::int64_t>("s1", 1),
                                std::pair<std::string, std::int64_t>("s2", 1)));
}

TEST_P(StoreConformance, LetsAListenerRemoveItself) {
  std::promise<void> called;
  std::uint64_t id = 0;
  id = store_->Listen([&](const std::string&, std::int64_t) {
    store_->Unlisten(id);
    called.set_value();  // would throw when called twice
  });
  ASSERT_TRUE(store_->Apply(EventOn("s")).ok());
  called.get_future().wait();
  ASSERT_TRUE(store_->Apply(EventOn("s")).ok());
  ASSERT_TRUE(store_->Apply(EventOn("s")).ok());
}

TEST_P(StoreConformance, KeepsEverythingWhenOpenedAgain) {
  Mutation mutation = PutOn(kRow, "kept");
  mutation.request = Request{"s", "r", "d", "answer"};
  ASSERT_TRUE(store_->Apply(mutation).ok());
  store_.reset();
  store_ = database_.Open();
  EXPECT_EQ(store_->Get(kRow)->data, "kept");
  EXPECT_TRUE(store_->Apply(mutation)->replayed);
  EXPECT_EQ(store_->Apply(EventOn("deliberations/d1"))->revision, 2);
}

TEST_P(StoreConformance, AnswersWhatIsQueuedBeforeItCloses) {
  std::vector<std::promise<absl::StatusOr<Applied>>> promises(100);
  for (auto& promise : promises) {
    store_->Submit(EventOn("s"), [&promise](absl::StatusOr<Applied> applied) {
      promise.set_value(std::move(applied));
    });
  }
  store_.reset();
  for (auto& promise : promises) {
    auto answer = promise.get_future();
    ASSERT_EQ(answer.wait_for(std::chrono::seconds(0)), std::future_status::ready);
    EXPECT_TRUE(answer.get().ok());
  }
}

TEST_P(StoreConformance, ReportsItselfReady) { EXPECT_TRUE(store_->Ping().ok()); }

}  // namespace
}  // namespace plenum::store
