// digest on, confirm, show, off.
#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"

namespace plenum::cli {
namespace {

using deliberation::v1::Digest;

struct OnOptions {
  std::string address;
  bool weekly = false;
};

struct ConfirmOptions {
  std::string code;
};

std::string PeriodWord(const Digest& digest) {
  return digest.period() == deliberation::v1::DIGEST_PERIOD_WEEKLY ? "once a week" : "once a day";
}

absl::StatusOr<std::string> OwnDigest(Session& session) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  return absl::StrCat(who->deliberation, "/digests/", std::string(LastSegment(who->member)));
}

absl::Status On(Session& session, const OnOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::SetDigestRequest request;
  request.set_parent(who->deliberation);
  request.mutable_digest()->set_address(options.address);
  request.mutable_digest()->set_period(options.weekly ? deliberation::v1::DIGEST_PERIOD_WEEKLY
                                                      : deliberation::v1::DIGEST_PERIOD_DAILY);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Notices::SetDigest, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Digest& digest = response->digest();
  if (digest.state() == deliberation::v1::DIGEST_STATE_ACTIVE) {
    session.out() << "The digest comes " << PeriodWord(digest) << " at most.\n";
  } else {
    session.out() << "A code is on its way to " << text::Printable(digest.address())
                  << "; `plenum digest confirm CODE` turns the digest on.\n";
  }
  return absl::OkStatus();
}

absl::Status ConfirmCode(Session& session, const ConfirmOptions& options) {
  const auto who = session.Who();
  if (!who.ok()) return who.status();
  deliberation::v1::ConfirmDigestRequest request;
  request.set_parent(who->deliberation);
  request.set_code(options.code);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Notices::ConfirmDigest, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "The digest comes " << PeriodWord(response->digest())
                << " at most, when there is something to tell or to do.\n";
  return absl::OkStatus();
}

std::string StateWord(const Digest& digest) {
  switch (digest.state()) {
    case deliberation::v1::DIGEST_STATE_UNCONFIRMED:
      return "waits for the code that was mailed: `plenum digest confirm CODE`";
    case deliberation::v1::DIGEST_STATE_ACTIVE:
      return "on";
    case deliberation::v1::DIGEST_STATE_FAILED:
      return "failed: the mail server refused it; `plenum digest on` begins anew";
    default:
      return "?";
  }
}

absl::Status Show(Session& session, const NoOptions& /*options*/) {
  const auto name = OwnDigest(session);
  if (!name.ok()) return name.status();
  deliberation::v1::GetDigestRequest request;
  request.set_name(*name);
  const auto response = session.Call(&Notices::GetDigest, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  const Digest& digest = response->digest();
  Table table({{""}, {"", Align::kLeft, true}});
  table.Add({Cell("Address", Style::kDim), text::Printable(digest.address())});
  table.Add({Cell("Comes", Style::kDim), PeriodWord(digest) + " at most"});
  table.Add({Cell("State", Style::kDim), StateWord(digest)});
  table.Add({Cell("Last", Style::kDim), TimeWord(digest.last_sent_time())});
  session.out() << table.Render(session.terminal());
  return absl::OkStatus();
}

absl::Status Off(Session& session, const NoOptions& /*options*/) {
  const auto name = OwnDigest(session);
  if (!name.ok()) return name.status();
  deliberation::v1::DeleteDigestRequest request;
  request.set_name(*name);
  request.set_request_id(NewRequestId());
  const auto response = session.Call(&Notices::DeleteDigest, request);
  if (!response.ok()) return response.status();
  if (session.json()) return session.PrintJson(*response);
  session.out() << "No digest comes any more, and the address is forgotten.\n";
  return absl::OkStatus();
}

}  // namespace

void AddDigestCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun =
      AddNoun(app, "digest", "Get a mail about what needs your action and what happened");
  const auto on = AddVerb<OnOptions>(
      *noun, chosen, "on", "Have a digest mailed to you",
      {"plenum digest on ann@example.org", "plenum digest on ann@example.org --weekly"}, On);
  on.command->add_option("ADDRESS", on.options->address, "Your mail address")->required();
  on.command->add_flag("--weekly", on.options->weekly, "Once a week at most, not once a day");
  const auto confirm =
      AddVerb<ConfirmOptions>(*noun, chosen, "confirm", "Show that the address is yours",
                              {"plenum digest confirm 7K3QM-2XW9P"}, ConfirmCode);
  confirm.command->add_option("CODE", confirm.options->code, "The code of the first mail")
      ->required();
  AddVerb<NoOptions>(*noun, chosen, "show", "Show your digest", {"plenum digest show"}, Show);
  AddVerb<NoOptions>(*noun, chosen, "off", "End your digest and forget the address",
                     {"plenum digest off"}, Off);
}

}  // namespace plenum::cli
