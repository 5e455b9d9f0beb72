// Two senders on one database, as two replicas are.
#include "services/deliberation/notices/webhook_sender.h"

#include <gmock/gmock.h>

#include <thread>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/outbound/testing/local_servers.h"
#include "services/common/store/store_testing.h"

namespace plenum::deliberation {
namespace {

using outbound::Answer;
using outbound::LocalHttpServer;
using outbound::Received;

constexpr char kWebhook[] = "deliberations/d1/webhooks/w1";
constexpr char kRow[] = "d1.w1";

class WebhookSenderTest : public ::testing::TestWithParam<store::EngineKind> {
 protected:
  WebhookSenderTest()
      : database_(GetParam()), keys_(auth::PrivateKey::Generate()), store_(database_.Open()) {
    options_.allow_private_webhooks = true;
    // A SQLite file has one store; its replicas are two senders on that.
    if (GetParam() == store::EngineKind::kPostgresql) second_store_ = database_.Open();
  }
  WebhookSender Sender() {
    return WebhookSender({store_.get(), &clock_, &keys_, &options_, {}, "a"});
  }
  WebhookSender OtherSender() {
    store::Store* store = second_store_ == nullptr ? store_.get() : second_store_.get();
    return WebhookSender({store, &clock_, &keys_, &options_, {}, "b"});
  }
  void AddWebhook(const std::string& url) {
    WebhookRow row;
    row.mutable_webhook()->set_name(kWebhook);
    row.mutable_webhook()->set_url(url);
    row.mutable_webhook()->set_state(v1::WEBHOOK_STATE_ACTIVE);
    ASSERT_TRUE(store_->Apply(PutNotice(kWebhookRows, kWebhook, row, 0)).ok());
  }
  void Happen(int events) {
    for (int i = 0; i < events; ++i) {
      store::Mutation mutation;
      mutation.stream = "deliberations/d1";
      mutation.events.push_back({v1::EVENT_KIND_DELIBERATION_UPDATED, "deliberations/d1", "", ""});
      ASSERT_TRUE(store_->Apply(std::move(mutation)).ok());
    }
  }
  std::int64_t Cursor() {
    return ReadNotice<WebhookRow>(*store_, kWebhookRows, kRow)->row.cursor();
  }

  const store::TestDatabase database_;
  const base::FakeClock clock_;
  const NoticeKeys keys_;
  NoticeOptions options_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<store::Store> second_store_;
};

INSTANTIATE_TEST_SUITE_P(Engines, WebhookSenderTest,
                         ::testing::Values(store::EngineKind::kSqlite,
                                           store::EngineKind::kPostgresql),
                         [](const auto& engine) { return ::testing::PrintToString(engine.param); });

TEST_P(WebhookSenderTest, TwoReplicasSendEachEventOnceAndInOrder) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  AddWebhook(target.url());
  constexpr int kEvents = 150;  // more than one of them sends in a row
  Happen(kEvents);
  WebhookSender sender = Sender();
  WebhookSender other_sender = OtherSender();
  // A lease of the other one does not run out: nobody moves the clock.
  const auto send = [&](WebhookSender& with) {
    while (Cursor() < kEvents) with.Send(kRow);
  };
  std::thread other([&] { send(other_sender); });
  send(sender);
  other.join();
  const auto requests = target.requests();
  ASSERT_EQ(requests.size(), static_cast<std::size_t>(kEvents));
  for (int i = 0; i < kEvents; ++i) {
    EXPECT_EQ(requests[static_cast<std::size_t>(i)].headers.at("webhook-id"),
              absl::StrCat("d1_", i + 1));
  }
}

TEST_P(WebhookSenderTest, AReplicaLeavesAloneWhatAnotherOneSends) {
  std::int64_t other_waits = 0;
  WebhookSender other = OtherSender();
  LocalHttpServer target([&](const Received&) {
    other_waits = other.Send(kRow);
    return Answer(200);
  });
  AddWebhook(target.url());
  Happen(1);
  EXPECT_EQ(Sender().Send(kRow) <= clock_.NowMicros(), true);
  EXPECT_EQ(target.requests().size(), 1U);
  EXPECT_EQ(other_waits, clock_.NowMicros() + limits::kLeaseUs);
  EXPECT_EQ(other.Send(kRow), kNeverUs) << "it was given back";
}

TEST_P(WebhookSenderTest, APauseWhileItSendsHoldsAndTheAnswerCounts) {
  LocalHttpServer target([&](const Received&) {
    auto stored = ReadNotice<WebhookRow>(*store_, kWebhookRows, kRow);
    stored->row.mutable_webhook()->set_state(v1::WEBHOOK_STATE_PAUSED);
    EXPECT_TRUE(
        store_->Apply(PutNotice(kWebhookRows, kWebhook, stored->row, stored->revision)).ok());
    return Answer(200);
  });
  AddWebhook(target.url());
  Happen(3);
  WebhookSender sender = Sender();
  while (sender.Send(kRow) != kNeverUs) continue;
  EXPECT_EQ(target.requests().size(), 1U);
  EXPECT_EQ(Cursor(), 1);
}

TEST_P(WebhookSenderTest, WhatIsDeletedWhileItSendsStaysDeleted) {
  LocalHttpServer target([&](const Received&) {
    auto stored = ReadNotice<WebhookRow>(*store_, kWebhookRows, kRow);
    EXPECT_TRUE(store_->Apply(EraseNotice(kWebhookRows, kWebhook, stored->revision)).ok());
    return Answer(200);
  });
  AddWebhook(target.url());
  Happen(3);
  WebhookSender sender = Sender();
  while (sender.Send(kRow) != kNeverUs) continue;
  EXPECT_EQ(target.requests().size(), 1U);
  EXPECT_TRUE(absl::IsNotFound(ReadNotice<WebhookRow>(*store_, kWebhookRows, kRow).status()));
}

TEST(RetryDelay, DoublesUpToItsBoundAndLeavesHalfToChance) {
  const RetrySchedule schedule;
  for (int failed = 1; failed <= 40; ++failed) {
    const std::int64_t whole =
        failed > 13 ? schedule.longest_us
                    : std::min(schedule.longest_us, schedule.first_us << (failed - 1));
    const std::int64_t delay = RetryDelay(schedule, "d1_7", failed);
    EXPECT_GE(delay, whole / 2) << failed;
    EXPECT_LE(delay, whole) << failed;
    EXPECT_EQ(delay, RetryDelay(schedule, "d1_7", failed));
    EXPECT_NE(delay, RetryDelay(schedule, "d1_8", failed));
  }
}

}  // namespace
}  // namespace plenum::deliberation
