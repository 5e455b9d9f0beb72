// webhook add, list, pause, resume, remove, test, deliveries.
#include <algorithm>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Delivery;
using deliberation::v1::EventKind;
using deliberation::v1::Webhook;

struct AddOptions {
  std::string url;
  std::string kinds;
};

struct WhichOptions {
  std::string webhook;
};

struct RemoveOptions {
  std::string webhook;
  bool yes = false;
};

struct DeliveriesOptions {
  std::string webhook;
  int count = 20;
};

constexpr std::string_view kKindPrefix = "EVENT_KIND_";

// "phase_changed" for EVENT_KIND_PHASE_CHANGED.
std::string KindWord(EventKind kind) {
  std::string word = deliberation::v1::EventKind_Name(kind);
  if (word.rfind(kKindPrefix, 0) == 0) word.erase(0, kKindPrefix.size());
  for (char& c : word) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return word;
}

std::string AllKinds() {
  std::string words;
  const auto* kinds = deliberation::v1::EventKind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    const auto kind = static_cast<EventKind>(kinds->value(i)->number());
    if (kind == deliberation::v1::EVENT_KIND_UNSPECIFIED) continue;
    absl::StrAppend(&words, words.empty() ? "" : ", ", KindWord(kind));
  }
  return words;
}

absl::Status ReadKinds(const std::string& words, Webhook& webhook) {
  if (words.empty()) return absl::OkStatus();
  const std::vector<std::string> each = absl::StrSplit(words, ',');
  for (const std::string& word : each) {
    std::string name(kKindPrefix);
    for (const char c : word) {
      if (c == ' ') continue;
      name.push_back(c == '-' ? '_'
                              : static_cast<char>(std::toupper(static_cast<unsigned char>(c))));
    }
    EventKind kind{};
    if (!deliberation::v1::EventKind_Parse(name, &kind)) {
      return UsageError(absl::StrCat("\"", text::Printable(word),
                                     "\" is no kind of event; --kinds takes, with commas between, ",
                                     AllKinds()));
    }
    webhook.add_kinds(kind);
  }
  return absl::OkStatus();
}

std::string KindWords(const Webhook& webhook) {
  if (webhook.kinds().empty()) return "all";
  std::string words;
  for (const int kind : webhook.kinds()) {
    absl::StrAppend(&words, words.empty() ? "" : ", ", KindWord(static_cast<EventKind>(kind)));
  }
  return words;
}

absl::StatusOr<std::vector<Webhook>> FetchWebhooks(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ListWebhooksRequest request;
  request.set_parent(who->deliberation);
  auto response = session.CallAll(&Notices::ListWebhooks, request);
  if (!response.ok()) return response.status();
  return std::vector<Webhook>(response->webhooks().begin(), response->webhooks().end());
}

// A webhook by its number, its id or the start of its url.
absl::StatusOr<Webhook> Find(Session& session, std::string_view query) {
  const auto webhooks = FetchWebhooks(session);
  if (!webhooks.ok()) return webhooks.status();
  std::vector<Candidate> candidates;
  for (const Webhook& webhook : *webhooks) {
    candidates.push_back({webhook.name(), webhook.url(), static_cast<int>(candidates.size()) + 1});
  }
  const auto at = Resolve(query, candidates, kWebhook);
  if (!at.ok()) return at.status();
  return (*webhooks)[*at];
}

absl::Status Add(Session& session, const AddOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::CreateWebhookRequest request;
  request.set_parent(who->deliberation);
  request.mutable_webhook()->set_url(options.url);
  request.set_request_id(NewRequestId());
  if (auto read = ReadKinds(options.kinds, *request.mutable_webhook()); !read.ok()) return read;
  const auto response = session.Call(&Notices::CreateWebhook, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out()
      << "What happens from now on is posted there. Calls are signed with this secret, which "
         "is not shown\nagain; docs/notices.md says how to verify them:\n\n  "
      << response->secret() << "\n\n`plenum webhook test` sends a ping.\n";
  return absl::OkStatus();
}

Cell StateCell(const Webhook& webhook) {
  switch (webhook.state()) {
    case deliberation::v1::WEBHOOK_STATE_ACTIVE:
      if (webhook.failed_attempts() == 0) return {"active", Style::kGood};
      return {absl::StrCat("failing, next ", TimeWord(webhook.next_attempt_time())),
              Style::kWarning};
    case deliberation::v1::WEBHOOK_STATE_PAUSED:
      return {"paused", Style::kDim};
    case deliberation::v1::WEBHOOK_STATE_DISABLED:
      return {"given up", Style::kWarning};
    default:
      return {"?"};
  }
}

absl::Status List(Session& session, const NoOptions& /*options*/) {
  const auto webhooks = FetchWebhooks(session);
  if (!webhooks.ok()) return webhooks.status();
  if (session.json()) {
    deliberation::v1::ListWebhooksResponse response;
    for (const Webhook& webhook : *webhooks) *response.add_webhooks() = webhook;
    return session.PrintJson(response);
  }
  if (webhooks->empty()) {
    session.out() << "There is no webhook; `plenum webhook add https://...` adds one.\n";
    return absl::OkStatus();
  }
  Table table({{""}, {"Url", Align::kLeft, true}, {"Kinds", Align::kLeft, true}, {"State"}});
  int number = 0;
  for (const Webhook& webhook : *webhooks) {
    table.Add({{Label(kWebhook, ++number), Style::kAccent},
               text::Printable(webhook.url()),
               KindWords(webhook),
               StateCell(webhook)});
  }
  session.out() << table.Render(session.terminal());
  number = 0;
  for (const Webhook& webhook : *webhooks) {
    ++number;
    if (webhook.disabled_reason().empty()) continue;
    session.out() << "\n"
                  << Label(kWebhook, number)
                  << " was given up: " << text::Printable(webhook.disabled_reason())
                  << "; `plenum webhook resume` tries again.\n";
  }
  return absl::OkStatus();
}

template <class Request, class Response>
absl::Status Change(Session& session, const std::string& query,
                    grpc::Status (Notices::*method)(grpc::ClientContext*, const Request&,
                                                    Response*),
                    std::string_view said) {
  const auto webhook = Find(session, query);
  if (!webhook.ok()) return webhook.status();
  Request request;
  request.set_name(webhook->name());
  request.set_request_id(NewRequestId());
  const auto response = session.Call(method, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << said << "\n";
  return absl::OkStatus();
}

absl::Status Pause(Session& session, const WhichOptions& options) {
  return Change(session, options.webhook, &Notices::PauseWebhook,
                "Nothing is sent there until `plenum webhook resume`; what happens waits.");
}

absl::Status Resume(Session& session, const WhichOptions& options) {
  return Change(session, options.webhook, &Notices::ResumeWebhook,
                "It goes on with the first event that was not taken.");
}

absl::Status Remove(Session& session, const RemoveOptions& options) {
  const auto webhook = Find(session, options.webhook);
  if (!webhook.ok()) return webhook.status();
  auto sure = Confirm(session, options.yes,
                      absl::StrCat("Remove the webhook to ", text::Printable(webhook->url()), "?"));
  if (!sure.ok()) return sure;
  return Change(session, webhook->name(), &Notices::DeleteWebhook,
                "Removed; what was not sent yet is not sent any more.");
}

std::string OutcomeWord(const Delivery& delivery) {
  switch (delivery.outcome()) {
    case deliberation::v1::DELIVERY_OUTCOME_DELIVERED:
      return "taken";
    case deliberation::v1::DELIVERY_OUTCOME_RETRYING:
      return absl::StrCat("again ", TimeWord(delivery.next_attempt_time()));
    default:
      return "given up";
  }
}

absl::Status Test(Session& session, const WhichOptions& options) {
  const auto webhook = Find(session, options.webhook);
  if (!webhook.ok()) return webhook.status();
  // The server itself waits 10 seconds for the target.
  constexpr std::chrono::milliseconds kLongEnough{20'000};
  session.SetDeadline(std::max(kLongEnough, std::chrono::milliseconds(static_cast<std::int64_t>(
                                                session.options().timeout_s * 1000))));
  deliberation::v1::TestWebhookRequest request;
  request.set_name(webhook->name());
  const auto response = session.Call(&Notices::TestWebhook, request);
  if (!response.ok()) return response.status();
  const Delivery& delivery = response->delivery();
  const bool taken = delivery.outcome() == deliberation::v1::DELIVERY_OUTCOME_DELIVERED;
  if (session.json()) {
    session.PrintJson(*response).IgnoreError();
  } else if (taken) {
    session.out() << "The target took the ping; it answered " << delivery.status() << ".\n";
  }
  if (taken) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the ping was not taken: ", text::Printable(delivery.error())));
}

absl::Status Deliveries(Session& session, const DeliveriesOptions& options) {
  const auto webhook = Find(session, options.webhook);
  if (!webhook.ok()) return webhook.status();
  deliberation::v1::ListDeliveriesRequest request;
  request.set_parent(webhook->name());
  deliberation::v1::ListDeliveriesResponse all;
  do {
    const auto page = session.Call(&Notices::ListDeliveries, request);
    if (!page.ok()) return page.status();
    all.MergeFrom(*page);
    request.set_page_token(page->next_page_token());
  } while (all.deliveries_size() < options.count && !request.page_token().empty());
  all.clear_next_page_token();
  while (all.deliveries_size() > options.count) all.mutable_deliveries()->RemoveLast();
  if (session.json()) return session.PrintJson(all);
  if (all.deliveries().empty()) {
    session.out() << "Nothing was sent yet; `plenum webhook test` sends a ping.\n";
    return absl::OkStatus();
  }
  Table table(
      {{"When"}, {"Event"}, {"Attempt", Align::kRight}, {"Outcome"}, {"Why", Align::kLeft, true}});
  for (const Delivery& delivery : all.deliveries()) {
    const bool taken = delivery.outcome() == deliberation::v1::DELIVERY_OUTCOME_DELIVERED;
    table.Add({TimeWord(delivery.attempt_time()),
               delivery.revision() == 0
                   ? std::string("ping")
                   : absl::StrCat(delivery.revision(), " ", KindWord(delivery.kind())),
               absl::StrCat(delivery.attempt()),
               {OutcomeWord(delivery), taken ? Style::kGood : Style::kWarning},
               text::Printable(delivery.error())});
  }
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

}  // namespace

void AddWebhookCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "webhook", "Have other systems told what happens");
  constexpr char kWhich[] = "Number, id, or the start of its url";
  const auto add = AddVerb<AddOptions>(
      *noun, chosen, "add", "Post every event from now on to a url",
      {"plenum webhook add https://hooks.example.org/plenum",
       "plenum webhook add https://hooks.example.org/votes --kinds phase_changed,result_stored"},
      Add);
  add.command->add_option("URL", add.options->url, "Where to post")->required();
  add.command->add_option("--kinds", add.options->kinds,
                          "These kinds of events only, with commas between: " + AllKinds());
  AddVerb<NoOptions>(*noun, chosen, "list", "Show the webhooks and whether they are taken",
                     {"plenum webhook list"}, List);
  const auto with_which = [&](const char* name, const char* description, const char* example,
                              absl::Status (*run)(Session&, const WhichOptions&)) {
    const auto verb = AddVerb<WhichOptions>(*noun, chosen, name, description, {example}, run);
    verb.command->add_option("WEBHOOK", verb.options->webhook, kWhich)->required();
  };
  with_which("test", "Send a ping and say what came of it", "plenum webhook test w1", Test);
  const auto deliveries = AddVerb<DeliveriesOptions>(
      *noun, chosen, "deliveries", "Show what was sent and what came of it, the latest first",
      {"plenum webhook deliveries w1", "plenum webhook deliveries w1 --count 200"}, Deliveries);
  deliveries.command->add_option("WEBHOOK", deliveries.options->webhook, kWhich)->required();
  deliveries.command
      ->add_option("--count", deliveries.options->count, "At most so many (default 20)")
      ->check(CLI::Range(1, 10'000));
  with_which("pause", "Send nothing for a while; what happens waits", "plenum webhook pause w1",
             Pause);
  with_which("resume", "Send again, from the first event that was not taken",
             "plenum webhook resume w1", Resume);
  const auto remove = AddVerb<RemoveOptions>(
      *noun, chosen, "remove", "End a webhook",
      {"plenum webhook remove w1", "plenum webhook remove w1 --yes"}, Remove);
  remove.command->add_option("WEBHOOK", remove.options->webhook, kWhich)->required();
  remove.command->add_flag("--yes", remove.options->yes, "Do not ask");
}

}  // namespace plenum::cli
