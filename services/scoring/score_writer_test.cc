// Scores that come at the same time, on a real database; the services that the rules come from are
// played.
#include "services/scoring/score_writer.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <future>
#include <memory>
#include <mutex>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/store/store_testing.h"

namespace plenum::scoring {
namespace {

constexpr char kDeliberation[] = "deliberations/d";

class ScoreWriterTest : public ::testing::Test {
 protected:
  using Answer = absl::StatusOr<v1::SetScoresResponse>;

  ScoreWriterTest()
      : store_(database_.Open()),
        writer_({store_.get(), &clock_,
                 [this](const rpc::Caller& caller, const std::string&) {
                   ++readings_;
                   return read_(caller);
                 },
                 [this](std::function<void()> task) { return Defer(std::move(task)); }}) {
    rules_.phase = deliberation::v1::PHASE_SCORING;
    rules_.round.round.set_number(1);
    auto& measure = rules_.measures["deliberations/d/measures/m"];
    measure.set_name("deliberations/d/measures/m");
    measure.set_title("Hotlines");
    auto& criterion = rules_.criteria["deliberations/d/criteria/c"];
    criterion.set_name("deliberations/d/criteria/c");
    criterion.set_title("Cost");
    criterion.set_scale_max(10);
    read_ = [this](const rpc::Caller&) { return rules_; };
  }

  bool Defer(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    if (full_) return false;
    tasks_.push_back(std::move(task));
    changed_.notify_one();
    return true;
  }
  // Waits for a deferred task, and runs it.
  void RunNext() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !tasks_.empty(); });
    const auto task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
  }

  std::future<Answer> Enter(const std::string& member, double value,
                            const std::string& request_id = "",
                            std::chrono::seconds time_left = std::chrono::seconds(10)) {
    rpc::Caller caller;
    caller.member = absl::StrCat(kDeliberation, "/members/", member);
    caller.deadline = std::chrono::system_clock::time_point(time_left);
    v1::SetScoresRequest request;
    request.set_parent(kDeliberation);
    request.set_request_id(request_id);
    auto& score = *request.add_scores();
    score.set_measure("deliberations/d/measures/m");
    score.set_criterion("deliberations/d/criteria/c");
    score.set_value(value);
    auto promise = std::make_shared<std::promise<Answer>>();
    writer_.Enter(caller, std::move(request),
                  [promise](Answer answer) { promise->set_value(std::move(answer)); });
    return promise->get_future();
  }

  store::TestDatabase database_{store::EngineKind::kSqlite};
  base::FakeClock clock_;
  ScoreRules rules_;
  std::function<absl::StatusOr<ScoreRules>(const rpc::Caller&)> read_;
  int readings_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> tasks_;
  bool full_ = false;
  std::unique_ptr<store::Store> store_;
  ScoreWriter writer_;
};

TEST_F(ScoreWriterTest, WhoComesTogetherIsCheckedByOneReadingAndWhoComesLaterByTheNext) {
  auto ann = Enter("ann", 1);
  auto ben = Enter("ben", 2);
  std::future<Answer> late;
  read_ = [&](const rpc::Caller&) {
    if (readings_ == 1) late = Enter("cyd", 3);
    ScoreRules now = rules_;
    rules_.phase = deliberation::v1::PHASE_VOTING;  // as it is from now on
    return now;
  };
  RunNext();
  EXPECT_TRUE(ann.get().ok());
  EXPECT_TRUE(ben.get().ok());
  EXPECT_EQ(readings_, 1);
  RunNext();
  EXPECT_EQ(late.get().status().code(), absl::StatusCode::kFailedPrecondition)
      << "checked against what was read after it came";
  EXPECT_EQ(readings_, 2);
  EXPECT_EQ(ReadScores(*store_, kDeliberation)->size(), 2U);
}

TEST_F(ScoreWriterTest, ARepeatGetsTheFirstAnswerWithItsTimeThoughTheVoteIsOpen) {
  auto first = Enter("ann", 4, "id-1");
  RunNext();
  const Answer said = first.get();
  ASSERT_TRUE(said.ok()) << said.status();
  EXPECT_EQ(said->scores(0).member(), "deliberations/d/members/ann");
  EXPECT_EQ(said->scores(0).round(), 1);
  clock_.Advance(5'000'000);
  for (const auto phase : {deliberation::v1::PHASE_SCORING, deliberation::v1::PHASE_VOTING}) {
    rules_.phase = phase;
    auto again = Enter("ann", 4, "id-1");
    RunNext();
    const Answer repeated = again.get();
    ASSERT_TRUE(repeated.ok()) << repeated.status();
    EXPECT_EQ(repeated->SerializeAsString(), said->SerializeAsString());
    auto other = Enter("ann", 5, "id-1");
    RunNext();
    EXPECT_EQ(base::GetErrorInfo(other.get().status())->reason(), "REQUEST_ID_REUSED");
  }
}

TEST_F(ScoreWriterTest, ATokenThatIsRefusedRefusesNobodyElse) {
  auto longest = Enter("ann", 1, "", std::chrono::seconds(30));
  auto other = Enter("ben", 2);
  read_ = [&](const rpc::Caller& caller) -> absl::StatusOr<ScoreRules> {
    if (caller.member == "deliberations/d/members/ann") return absl::UnauthenticatedError("old");
    return rules_;
  };
  RunNext();
  EXPECT_EQ(longest.get().status().code(), absl::StatusCode::kUnauthenticated);
  RunNext();
  EXPECT_TRUE(other.get().ok());
}

TEST_F(ScoreWriterTest, AServiceThatDoesNotAnswerRefusesAllWhoWaitAtOnce) {
  auto ann = Enter("ann", 1);
  auto ben = Enter("ben", 2);
  read_ = [](const rpc::Caller&) { return absl::UnavailableError("down"); };
  RunNext();
  EXPECT_EQ(ann.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ben.get().status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(readings_, 1);
}

TEST_F(ScoreWriterTest, ARoundThatEndedMeanwhileIsReadAnew) {
  auto ann = Enter("ann", 1);
  read_ = [&](const rpc::Caller&) {
    ScoreRules before = rules_;
    if (readings_ > 1) return before;
    store::Mutation next;
    next.stream = kDeliberation;
    v1::Round round;
    round.set_number(2);
    next.puts.push_back({RoundKey(kDeliberation), round.SerializeAsString(), 0});
    next.events.push_back({kRoundOpened, kDeliberation, "", ""});
    EXPECT_TRUE(store_->Apply(std::move(next)).ok());
    rules_.round = *ReadRound(*store_, kDeliberation);
    return before;
  };
  RunNext();
  RunNext();
  const Answer answer = ann.get();
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->scores(0).round(), 2);
}

TEST_F(ScoreWriterTest, WhatCannotWaitIsToldToTryAgain) {
  full_ = true;
  auto ann = Enter("ann", 1);
  EXPECT_EQ(ann.get().status().code(), absl::StatusCode::kResourceExhausted);
  full_ = false;
  auto again = Enter("ann", 1);
  RunNext();
  EXPECT_TRUE(again.get().ok());
}

TEST_F(ScoreWriterTest, AScoreOffItsScaleNamesMeasureAndCriterion) {
  auto ann = Enter("ann", 11);
  RunNext();
  const absl::Status refused = ann.get().status();
  const auto bad = base::GetBadRequest(refused);
  ASSERT_TRUE(bad.has_value());
  EXPECT_EQ(bad->field_violations(0).field(), "scores[0].value");
  EXPECT_EQ(bad->field_violations(0).description(),
            "\"Hotlines\", criterion \"Cost\": 11 is not on its scale, 0 to 10");
}

}  // namespace
}  // namespace plenum::scoring
