// Webhooks over the wire, against a local target.
#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <nlohmann/json.hpp>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "plenum/deliberation/v1/argument.grpc.pb.h"
#include "plenum/deliberation/v1/notice.grpc.pb.h"
#include "services/common/outbound/testing/local_servers.h"
#include "services/plenumd/testing.h"

namespace plenum::plenumd {
namespace {

using deliberation::v1::Delivery;
using deliberation::v1::Webhook;
using outbound::Answer;
using outbound::LocalHttpServer;
using outbound::Received;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Notices = deliberation::v1::NoticeService;
using Json = nlohmann::json;

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;

// The signature of the Standard Webhooks specification, computed by OpenSSL's one-shot call, apart
// from the product's own code.
std::string Signature(const std::string& secret, const Received& received) {
  std::string key;
  EXPECT_TRUE(absl::StartsWith(secret, "whsec_"));
  EXPECT_TRUE(absl::Base64Unescape(secret.substr(6), &key));
  const std::string text = received.headers.at("webhook-id") + "." +
                           received.headers.at("webhook-timestamp") + "." + received.body;
  unsigned char mac[32];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &size);
  return "v1," + absl::Base64Escape(absl::string_view(reinterpret_cast<const char*>(mac), size));
}

class WebhooksTest : public ServicesTest {
 protected:
  WebhooksTest() {
    settings_.token_seconds = 365LL * 24 * 3600;  // days pass here
    settings_.notices.allow_private_webhooks = true;
    Restart();
    Create();
  }
  void Restart() {
    Reopen();
    stub_ = Notices::NewStub(channel_);
  }
  void SendDue() { embedded_->notices().SendDue(); }

  absl::StatusOr<deliberation::v1::CreateWebhookResponse> Add(
      const std::string& url, const std::vector<deliberation::v1::EventKind>& kinds = {},
      const std::string& request_id = "") {
    deliberation::v1::CreateWebhookRequest request;
    request.set_parent(name_);
    request.mutable_webhook()->set_url(url);
    for (const auto kind : kinds) request.mutable_webhook()->add_kinds(kind);
    request.set_request_id(request_id);
    return Call(*stub_, &Notices::Stub::CreateWebhook, request, facilitator_);
  }
  deliberation::v1::ListWebhooksResponse List() {
    deliberation::v1::ListWebhooksRequest request;
    request.set_parent(name_);
    auto response = Call(*stub_, &Notices::Stub::ListWebhooks, request, facilitator_);
    EXPECT_TRUE(response.ok()) << response.status();
    return *response;
  }
  Webhook Only() {
    auto all = List();
    EXPECT_EQ(all.webhooks_size(), 1);
    return all.webhooks(0);
  }
  std::vector<Delivery> Deliveries(const std::string& name) {
    std::vector<Delivery> all;
    deliberation::v1::ListDeliveriesRequest request;
    request.set_parent(name);
    request.set_page_size(7);
    do {
      auto page = Call(*stub_, &Notices::Stub::ListDeliveries, request, facilitator_);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) break;
      all.insert(all.end(), page->deliveries().begin(), page->deliveries().end());
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return all;
  }
  template <class Request, class Response>
  absl::Status Change(grpc::Status (Notices::Stub::*method)(grpc::ClientContext*, const Request&,
                                                            Response*),
                      const std::string& name) {
    Request request;
    request.set_name(name);
    return Call(*stub_, method, request, facilitator_).status();
  }
  // Something that happens.
  void Retitle(const std::string& title) {
    deliberation::v1::UpdateDeliberationRequest request;
    request.mutable_deliberation()->set_name(name_);
    request.mutable_deliberation()->set_title(title);
    request.mutable_update_mask()->add_paths("title");
    auto changed =
        Call(*deliberations_, &Deliberations::Stub::UpdateDeliberation, request, facilitator_);
    ASSERT_TRUE(changed.ok()) << changed.status();
  }

  std::unique_ptr<Notices::Stub> stub_;
};

std::vector<std::string> IdsOf(const std::vector<Received>& requests) {
  std::vector<std::string> ids;
  for (const auto& request : requests) ids.push_back(request.headers.at("webhook-id"));
  return ids;
}

TEST_F(WebhooksTest, SendEveryEventSignedAndInOrder) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  const auto added = Add(target.url());
  ASSERT_TRUE(added.ok()) << added.status();
  EXPECT_EQ(added->webhook().state(), deliberation::v1::WEBHOOK_STATE_ACTIVE);
  const Person ann = AddMember();
  Retitle("Another title");
  SendDue();
  const auto requests = target.requests();
  ASSERT_EQ(requests.size(), 2U);
  for (const Received& request : requests) {
    EXPECT_EQ(request.headers.at("webhook-signature"), Signature(added->secret(), request));
    EXPECT_EQ(request.headers.at("webhook-timestamp"), absl::StrCat(clock_.NowMicros() / kSecond));
    EXPECT_EQ(request.headers.at("content-type"), "application/json");
    EXPECT_EQ(Json::parse(request.body)["id"], request.headers.at("webhook-id"));
  }
  const std::string id = name_.substr(name_.rfind('/') + 1);
  EXPECT_THAT(IdsOf(requests), ElementsAre(id + "_3", id + "_4"));
  const Json body = Json::parse(requests[0].body);
  EXPECT_EQ(body["type"], "member_created");
  EXPECT_EQ(body["deliberation"], name_);
  EXPECT_EQ(body["data"]["kind"], "EVENT_KIND_MEMBER_CREATED");
  EXPECT_EQ(body["data"]["revision"], "3");
  EXPECT_EQ(body["data"]["subject"], ann.name);
  SendDue();
  EXPECT_EQ(target.requests().size(), 2U);
  EXPECT_EQ(Only().settled_revision(), 4);
}

TEST_F(WebhooksTest, RepeatWithTheSameIdAfterAFailureAndKeepTheOrder) {
  std::atomic<int> status = 500;
  LocalHttpServer target([&](const Received&) { return Answer(status); });
  const std::string name = Add(target.url())->webhook().name();
  Retitle("Second");
  Retitle("Third");
  SendDue();
  SendDue();
  ASSERT_EQ(target.requests().size(), 1U) << "it waits before it tries again";
  EXPECT_EQ(Only().failed_attempts(), 1);
  clock_.Advance(5 * kSecond);
  SendDue();
  ASSERT_EQ(target.requests().size(), 2U);
  status = 200;
  clock_.Advance(10 * kSecond);
  SendDue();
  const auto ids = IdsOf(target.requests());
  ASSERT_EQ(ids.size(), 4U);
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(ids[1], ids[2]);
  EXPECT_NE(ids[2], ids[3]);
  EXPECT_EQ(target.requests()[0].body, target.requests()[2].body);
  EXPECT_NE(target.requests()[0].headers.at("webhook-timestamp"),
            target.requests()[2].headers.at("webhook-timestamp"));
  EXPECT_EQ(Only().failed_attempts(), 0);

  const auto deliveries = Deliveries(name);
  ASSERT_EQ(deliveries.size(), 4U);
  EXPECT_EQ(deliveries[0].outcome(), deliberation::v1::DELIVERY_OUTCOME_DELIVERED);
  EXPECT_EQ(deliveries[1].attempt(), 3);
  EXPECT_EQ(deliveries[3].outcome(), deliberation::v1::DELIVERY_OUTCOME_RETRYING);
  EXPECT_EQ(deliveries[3].status(), 500);
  EXPECT_EQ(deliveries[3].error(), "the target answered 500");
  EXPECT_GT(deliveries[3].next_attempt_time().seconds(), deliveries[3].attempt_time().seconds());
}

TEST_F(WebhooksTest, WaitForATargetThatIsNotThereAndAreGivenUpAfterThreeDays) {
  outbound::ReservedPort closed;
  const std::string name =
      Add(absl::StrCat("http://127.0.0.1:", closed.port(), "/hook"))->webhook().name();
  Retitle("Second");
  const std::int64_t begin = clock_.NowMicros();
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 100 && Only().state() == deliberation::v1::WEBHOOK_STATE_ACTIVE; ++i) {
    SendDue();
    const Webhook now = Only();
    if (now.state() != deliberation::v1::WEBHOOK_STATE_ACTIVE) break;
    const std::int64_t next =
        now.next_attempt_time().seconds() * kSecond + now.next_attempt_time().nanos() / 1000;
    waits.push_back(next - clock_.NowMicros());
    clock_.Advance(waits.back());
  }
  EXPECT_GE(waits.front(), 5 * kSecond / 2);
  EXPECT_LE(waits.front(), 5 * kSecond);
  EXPECT_GE(waits.back(), 3 * kHour);
  EXPECT_LE(waits.back(), 6 * kHour);
  EXPECT_GE(clock_.NowMicros() - begin, 72 * kHour);
  EXPECT_LE(clock_.NowMicros() - begin, 78 * kHour);
  EXPECT_GT(waits.size(), 20U);
  EXPECT_LT(waits.size(), 50U);
  EXPECT_EQ(Only().state(), deliberation::v1::WEBHOOK_STATE_DISABLED);
  EXPECT_THAT(Only().disabled_reason(), HasSubstr("3 days"));
  EXPECT_EQ(Deliveries(name)[0].outcome(), deliberation::v1::DELIVERY_OUTCOME_GIVEN_UP);
  EXPECT_EQ(Deliveries(name).size(), waits.size() + 1);

  // Once it is there, it can be resumed, and nothing is lost.
  LocalHttpServer target([](const Received&) { return Answer(200); }, &closed);
  SendDue();
  EXPECT_TRUE(target.requests().empty());
  ASSERT_TRUE(Change(&Notices::Stub::ResumeWebhook, name).ok());
  SendDue();
  EXPECT_EQ(target.requests().size(), 1U);
}

TEST_F(WebhooksTest, HeedRetryAfterWithinReason) {
  std::atomic<int> seconds = 600;
  LocalHttpServer target([&](const Received&) {
    return Answer(429, absl::StrCat("Retry-After: ", seconds.load(), "\r\n"));
  });
  ASSERT_TRUE(Add(target.url()).ok());
  Retitle("Second");
  SendDue();
  clock_.Advance(599 * kSecond);
  SendDue();
  EXPECT_EQ(target.requests().size(), 1U);
  clock_.Advance(kSecond);
  seconds = 2'000'000'000;
  SendDue();
  EXPECT_EQ(target.requests().size(), 2U);
  clock_.Advance(6 * kHour);
  SendDue();
  EXPECT_EQ(target.requests().size(), 3U);
}

TEST_F(WebhooksTest, EndWhenTheTargetIsGoneAndFollowNoRedirect) {
  LocalHttpServer elsewhere([](const Received&) { return Answer(200); });
  std::atomic<int> status = 302;
  LocalHttpServer target([&](const Received&) {
    return Answer(status, absl::StrCat("Location: ", elsewhere.url(), "\r\n"));
  });
  const std::string name = Add(target.url())->webhook().name();
  Retitle("Second");
  SendDue();
  EXPECT_EQ(Deliveries(name)[0].status(), 302);
  EXPECT_EQ(Only().failed_attempts(), 1);
  status = 410;
  clock_.Advance(5 * kSecond);
  SendDue();
  EXPECT_EQ(Only().state(), deliberation::v1::WEBHOOK_STATE_DISABLED);
  EXPECT_THAT(Only().disabled_reason(), HasSubstr("410"));
  EXPECT_TRUE(elsewhere.requests().empty());
}

TEST_F(WebhooksTest, SendOnlyTheKindsThatWereAskedFor) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  ASSERT_TRUE(Add(target.url(), {deliberation::v1::EVENT_KIND_PHASE_CHANGED}).ok());
  Retitle("Second");
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_SCORING).ok());
  Retitle("Third");
  SendDue();
  const auto requests = target.requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(Json::parse(requests[0].body)["type"], "phase_changed");
  EXPECT_EQ(Json::parse(requests[0].body)["data"]["phase"], "PHASE_SCORING");
}

TEST_F(WebhooksTest, GoOnAfterARestartAndAfterAPause) {
  std::atomic<int> status = 503;
  LocalHttpServer target([&](const Received&) { return Answer(status); });
  const auto added = Add(target.url());
  Retitle("Second");
  Retitle("Third");
  SendDue();
  Restart();
  status = 200;
  clock_.Advance(5 * kSecond);
  SendDue();
  const auto ids = IdsOf(target.requests());
  ASSERT_EQ(ids.size(), 3U);
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(target.requests()[2].headers.at("webhook-signature"),
            Signature(added->secret(), target.requests()[2]))
      << "the secret is the same after a restart";

  ASSERT_TRUE(Change(&Notices::Stub::PauseWebhook, added->webhook().name()).ok());
  Retitle("Fourth");
  SendDue();
  EXPECT_EQ(target.requests().size(), 3U);
  EXPECT_EQ(Only().state(), deliberation::v1::WEBHOOK_STATE_PAUSED);
  Restart();
  ASSERT_TRUE(Change(&Notices::Stub::ResumeWebhook, added->webhook().name()).ok());
  SendDue();
  EXPECT_EQ(target.requests().size(), 4U);
}

TEST_F(WebhooksTest, GoOnWhenAProcessDiedWhileItSent) {
  std::string copied;
  // What is on disk while a call runs is what a crash would leave.
  std::function<std::string(const Received&)> answer = [&](const Received&) {
    copied = folder_.path() + "-copy";
    std::filesystem::copy(folder_.path(), copied, std::filesystem::copy_options::recursive);
    return Answer(200);
  };
  LocalHttpServer target([&](const Received& received) { return answer(received); });
  ASSERT_TRUE(Add(target.url()).ok());
  Retitle("Second");
  SendDue();
  ASSERT_EQ(target.requests().size(), 1U);
  answer = [](const Received&) { return Answer(200); };
  {
    auto crashed = Embedded::Open(copied, "", clock_, settings_);
    ASSERT_TRUE(crashed.ok()) << crashed.status();
    (*crashed)->notices().SendDue();
    EXPECT_EQ(target.requests().size(), 1U) << "the lease of the dead process still runs";
    clock_.Advance(60 * kSecond);
    (*crashed)->notices().SendDue();
  }
  const auto ids = IdsOf(target.requests());
  ASSERT_EQ(ids.size(), 2U);
  EXPECT_EQ(ids[0], ids[1]);
  std::filesystem::remove_all(copied);
}

TEST_F(WebhooksTest, AreHeldUpByNeitherSilentNorEndlessTargets) {
  settings_.notices.call_timeout = std::chrono::milliseconds(50);
  Restart();
  LocalHttpServer silent([](const Received&) { return std::string(); });
  const std::string name = Add(silent.url())->webhook().name();
  Retitle("Second");
  SendDue();
  const Delivery delivery = Deliveries(name)[0];
  EXPECT_EQ(delivery.outcome(), deliberation::v1::DELIVERY_OUTCOME_RETRYING);
  EXPECT_EQ(delivery.status(), 0);
  EXPECT_EQ(delivery.error(), "the target did not answer in time");
}

TEST_F(WebhooksTest, RefusePrivateTargetsUnlessTheOperatorAllowsThem) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  ASSERT_TRUE(Add(target.url()).ok());
  settings_.notices.allow_private_webhooks = false;
  Restart();
  for (const std::string& url :
       {target.url(), std::string("https://127.0.0.1/"), std::string("https://localhost/"),
        std::string("https://169.254.169.254/latest"), std::string("https://[fd00::1]/")}) {
    const auto refused = Add(url).status();
    EXPECT_THAT(FieldsOf(refused), ElementsAre("webhook.url")) << url;
    EXPECT_THAT(std::string(refused.message()), HasSubstr("--allow-private-webhooks")) << url;
  }
  // One that was made while they were allowed is not called any more either.
  Retitle("Second");
  SendDue();
  EXPECT_TRUE(target.requests().empty());
  EXPECT_THAT(Deliveries(Only().name())[0].error(), HasSubstr("--allow-private-webhooks"));
}

TEST_F(WebhooksTest, AreTestedByAPingThatIsNotRepeated) {
  std::atomic<int> status = 200;
  LocalHttpServer target([&](const Received&) { return Answer(status); });
  const auto added = Add(target.url());
  deliberation::v1::TestWebhookRequest request;
  request.set_name(added->webhook().name());
  const auto good = Call(*stub_, &Notices::Stub::TestWebhook, request, facilitator_);
  ASSERT_TRUE(good.ok()) << good.status();
  EXPECT_EQ(good->delivery().outcome(), deliberation::v1::DELIVERY_OUTCOME_DELIVERED);
  EXPECT_EQ(good->delivery().status(), 200);
  const Received ping = target.requests().at(0);
  EXPECT_EQ(Json::parse(ping.body)["type"], "ping");
  EXPECT_FALSE(Json::parse(ping.body).contains("data"));
  EXPECT_EQ(ping.headers.at("webhook-signature"), Signature(added->secret(), ping));
  status = 500;
  const auto bad = Call(*stub_, &Notices::Stub::TestWebhook, request, facilitator_);
  EXPECT_EQ(bad->delivery().outcome(), deliberation::v1::DELIVERY_OUTCOME_GIVEN_UP);
  clock_.Advance(kHour);
  SendDue();
  EXPECT_EQ(target.requests().size(), 2U);
  EXPECT_EQ(Deliveries(added->webhook().name()).size(), 2U);
}

TEST_F(WebhooksTest, AreSentInTheBackgroundOnceStarted) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  embedded_->notices().Start();
  ASSERT_TRUE(Add(target.url()).ok());
  for (int i = 0; i < 20; ++i) Retitle(absl::StrCat("Title ", i));
  const auto requests = target.WaitFor(20);
  ASSERT_EQ(requests.size(), 20U);
  const auto ids = IdsOf(requests);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    EXPECT_TRUE(absl::EndsWith(ids[i], absl::StrCat("_", i + 3))) << ids[i];
  }
  Close();  // before the target
}

TEST_F(WebhooksTest, ACallThatRunsDoesNotHoldUpTheEnd) {
  LocalHttpServer target([](const Received&) { return std::string(); });
  settings_.notices.call_timeout = std::chrono::minutes(10);  // longer than a test may take
  Restart();
  const std::string name = Add(target.url())->webhook().name();
  embedded_->notices().Start();
  Retitle("Second");
  ASSERT_EQ(target.WaitFor(1).size(), 1U);
  Restart();
  // It was not the target's fault, and the lease was given back.
  EXPECT_EQ(Only().failed_attempts(), 0);
  EXPECT_TRUE(Deliveries(name).empty());
}

TEST_F(WebhooksTest, AreLimitedInNumberAndCheckedInForm) {
  const std::string url = "https://hooks.example.org/";
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(Add(url).ok());
  EXPECT_EQ(ReasonOf(Add(url).status()), "LIMIT_REACHED");
  const std::string first = List().webhooks(0).name();
  ASSERT_TRUE(Change(&Notices::Stub::DeleteWebhook, first).ok());
  EXPECT_EQ(ReasonOf(Change(&Notices::Stub::DeleteWebhook, first)), "RESOURCE_NOT_FOUND");
  EXPECT_EQ(List().webhooks_size(), 9);
  ASSERT_TRUE(Add(url).ok());
  EXPECT_THAT(FieldsOf(Add("ftp://example.org").status()), ElementsAre("webhook.url"));
  using deliberation::v1::EventKind;
  EXPECT_THAT(FieldsOf(Add(url, {static_cast<EventKind>(9999)}).status()),
              ElementsAre("webhook.kinds"));
  const auto kind = deliberation::v1::EVENT_KIND_BALLOT_CAST;
  EXPECT_THAT(FieldsOf(Add(url, {kind, kind}).status()), ElementsAre("webhook.kinds"));
  deliberation::v1::ListWebhooksRequest request;
  request.set_parent(name_);
  request.set_page_size(4);
  int seen = 0;
  do {
    const auto page = Call(*stub_, &Notices::Stub::ListWebhooks, request, facilitator_);
    ASSERT_TRUE(page.ok()) << page.status();
    seen += page->webhooks_size();
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, 10);
}

TEST_F(WebhooksTest, ShowTheirSecretToTheirMakerOnly) {
  const auto first = Add("https://hooks.example.org/", {}, "request-1");
  const auto again = Add("https://hooks.example.org/", {}, "request-1");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->secret(), first->secret());
  EXPECT_EQ(again->webhook().name(), first->webhook().name());
  const auto other = Add("https://hooks.example.org/");
  EXPECT_NE(other->secret(), first->secret());
  EXPECT_THAT(List().ShortDebugString(), Not(HasSubstr("whsec_")));
  // Not even the files of the server hold it.
  std::string key;
  ASSERT_TRUE(absl::Base64Unescape(first->secret().substr(6), &key));
  Close();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(file)),
                            std::istreambuf_iterator<char>());
    EXPECT_EQ(bytes.find(key), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find(first->secret().substr(6)), std::string::npos) << entry.path();
  }
  Open();
}

TEST_F(WebhooksTest, TellNeitherWhoVotedNorWhatNorWhatIsHidden) {
  LocalHttpServer target([](const Received&) { return Answer(200); });
  ASSERT_TRUE(Add(target.url()).ok());
  const std::string first = AddMeasure("Add crisis hotlines");
  const std::string second = AddMeasure("Harden bases");
  const Person ann = AddMember();
  SendDue();
  const std::size_t before = target.requests().size();
  auto arguments = deliberation::v1::ArgumentService::NewStub(channel_);
  deliberation::v1::CreateArgumentRequest say;
  say.set_parent(name_);
  say.mutable_argument()->set_measure(first);
  say.mutable_argument()->set_side(deliberation::v1::SIDE_PRO);
  say.mutable_argument()->set_text("Words that nobody should read");
  ASSERT_TRUE(
      Call(*arguments, &deliberation::v1::ArgumentService::Stub::CreateArgument, say, facilitator_)
          .ok());
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_VOTING).ok());
  ASSERT_TRUE(Cast(ann.token, {{second}, {first}}).ok());
  ASSERT_TRUE(Advance(deliberation::v1::PHASE_CLOSED).ok());
  SendDue();
  const auto requests = target.requests();
  const std::string member = ann.name.substr(ann.name.rfind('/') + 1);
  bool cast = false;
  for (std::size_t i = before; i < requests.size(); ++i) {
    EXPECT_THAT(requests[i].body, Not(HasSubstr(member)));
    EXPECT_THAT(requests[i].body, Not(HasSubstr(first)));
    EXPECT_THAT(requests[i].body, Not(HasSubstr(second)));
    EXPECT_THAT(requests[i].body, Not(HasSubstr("Words that")));
    const Json body = Json::parse(requests[i].body);
    if (body["type"] != "ballot_cast") continue;
    cast = true;
    EXPECT_FALSE(body["data"].contains("subject"));
    EXPECT_FALSE(body["data"].contains("actor"));
  }
  EXPECT_TRUE(cast);
}

TEST_F(WebhooksTest, AreNobodysBusinessButTheFacilitators) {
  const std::string name = Add("https://hooks.example.org/")->webhook().name();
  const Person ann = AddMember();
  deliberation::v1::ListWebhooksRequest list;
  list.set_parent(name_);
  EXPECT_EQ(ReasonOf(Call(*stub_, &Notices::Stub::ListWebhooks, list, ann.token).status()),
            "ROLE_TOO_LOW");
  deliberation::v1::ListDeliveriesRequest deliveries;
  deliveries.set_parent(name);
  EXPECT_EQ(ReasonOf(Call(*stub_, &Notices::Stub::ListDeliveries, deliveries, ann.token).status()),
            "ROLE_TOO_LOW");
}

}  // namespace
}  // namespace plenum::plenumd
