// plenumd: all services in one process on SQLite files. They call each other through the same stubs
// and the same runner as when they run apart, over in-process channels. So does the gateway, which
// serves the web page.
#include <iostream>

#include "services/common/run/run.h"
#include "services/deliberation/token_command.h"
#include "services/plenumd/embedded.h"
#include "services/plenumd/page.h"
#include "services/plenumd/start_link.h"

namespace {

constexpr char kProgram[] = "plenumd";

int PrintStartLink(const std::string& data_dir) {
  auto link = plenum::plenumd::StartLinks(data_dir, "").NewLink();
  if (!link.ok()) return plenum::run::Fail(kProgram, link.status());
  std::cout << *link << "\n";
  return 0;
}

int Main(int argc, char** argv) {
  using namespace plenum;  // NOLINT(google-build-using-namespace): main only
  config::ServerConfig server;
  config::DataDirConfig data;
  config::IdentityConfig identity;
  config::Reader reader(kProgram, "All of Plenum in one process, with its data in one folder.");
  reader.Add(server, "127.0.0.1:7400");
  reader.Add(data);
  reader.Add(identity);
  config::NoticeConfig notice_config;
  reader.Add(notice_config);
  config::WebConfig web;
  reader.Add(web, "127.0.0.1:8080");
  std::string member;
  reader.AddCommand(deliberation::kTokenCommand, deliberation::kTokenHelp);
  reader.AddArgument(deliberation::kTokenCommand, "MEMBER", member, deliberation::kTokenMemberHelp);
  reader.AddCommand(plenumd::kStartLinkCommand, plenumd::kStartLinkHelp);
  reader.ServeWithoutCommand();
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(server);
  if (reader.Chosen() == plenumd::kStartLinkCommand) return PrintStartLink(data.data_dir);
  const auto secret = config::ReadSecret(identity.creation_secret_file);
  if (!secret) return run::kFailed;
  auto notice_options = deliberation::ReadNoticeOptions(notice_config);
  if (!notice_options.ok()) return run::Fail(kProgram, notice_options.status());

  const bool is_serving = reader.Chosen().empty();
  absl::StatusOr<std::unique_ptr<plenumd::Page>> page = nullptr;
  if (is_serving) page = plenumd::Page::Listen(web, server.insecure);
  if (!page.ok()) return run::Fail(kProgram, page.status());
  // Invitations lead to the own page when no other address is given.
  const std::string page_address =
      *page != nullptr ? (*page)->LinkAddress(identity.public_url) : identity.public_url;

  const base::SystemClock clock;
  auto id_tokens = run::OpenIdentityProvider(identity);
  if (!id_tokens.ok()) return run::Fail(kProgram, id_tokens.status());
  auto embedded =
      plenumd::Embedded::Open(data.data_dir, identity.signing_key, clock,
                              {identity.token_minutes * 60LL, identity.sign_in_days * 24LL * 3600,
                               page_address, id_tokens->get(), *std::move(notice_options)});
  if (!embedded.ok()) return run::Fail(kProgram, embedded.status());
  if (reader.Chosen() == deliberation::kTokenCommand) {
    auto printed = (*embedded)->PrintToken(member);
    return printed.ok() ? 0 : run::Fail(kProgram, printed);
  }
  plenumd::StartLinks links(data.data_dir, *secret);
  const int exit_code = run::Serve(
      kProgram, server,
      {.clock = &clock, .verifier = &(*embedded)->verifier(), .creation_secret = *secret},
      (*embedded)->Tables(), [&](rpc::Server& started) {
        (*embedded)->Connect(started);
        (*embedded)->timekeeper().Start();
        (*embedded)->notices().Start();
        if (*page == nullptr) return absl::OkStatus();
        (*page)->Start(started, clock, identity.public_url, links);
        return (*page)->Announce(identity.public_url, links);
      });
  page = nullptr;  // before what it uses
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
