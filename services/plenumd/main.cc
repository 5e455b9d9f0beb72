// plenumd: all services in one process on SQLite files. They call each other through the same stubs
// and the same runner as when they run apart, over in-process channels.
#include "services/common/run/run.h"
#include "services/deliberation/token_command.h"
#include "services/plenumd/embedded.h"

namespace {

constexpr char kProgram[] = "plenumd";

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
  std::string member;
  reader.AddCommand(deliberation::kTokenCommand, deliberation::kTokenHelp);
  reader.AddArgument(deliberation::kTokenCommand, "MEMBER", member, deliberation::kTokenMemberHelp);
  reader.ServeWithoutCommand();
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(server);
  const auto secret = config::ReadSecret(identity.creation_secret_file);
  if (!secret) return run::kFailed;
  auto notice_options = deliberation::ReadNoticeOptions(notice_config);
  if (!notice_options.ok()) return run::Fail(kProgram, notice_options.status());

  const base::SystemClock clock;
  auto id_tokens = run::OpenIdentityProvider(identity);
  if (!id_tokens.ok()) return run::Fail(kProgram, id_tokens.status());
  auto embedded =
      plenumd::Embedded::Open(data.data_dir, identity.signing_key, clock,
                              {identity.token_minutes * 60LL, identity.sign_in_days * 24LL * 3600,
                               identity.public_url, id_tokens->get(), *std::move(notice_options)});
  if (!embedded.ok()) return run::Fail(kProgram, embedded.status());
  if (reader.Chosen() == deliberation::kTokenCommand) {
    auto printed = (*embedded)->PrintToken(member);
    return printed.ok() ? 0 : run::Fail(kProgram, printed);
  }
  return run::Serve(
      kProgram, server,
      {.clock = &clock, .verifier = &(*embedded)->verifier(), .creation_secret = *secret},
      (*embedded)->Tables(), [&](rpc::Server& started) {
        (*embedded)->Connect(started);
        (*embedded)->timekeeper().Start();
        (*embedded)->notices().Start();
        return absl::OkStatus();
      });
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
