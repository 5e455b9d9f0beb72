// plenum-deliberation: members, phases, ballots and the result.
#include "services/common/run/run.h"
#include "services/deliberation/access/access_service.h"
#include "services/deliberation/arguments/argument_service.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/notices/notices.h"
#include "services/deliberation/phases/timekeeper.h"
#include "services/deliberation/statements/opinion_service.h"
#include "services/deliberation/tally_service.h"
#include "services/deliberation/token_command.h"

namespace {

constexpr char kProgram[] = "plenum-deliberation";

int Main(int argc, char** argv) {
  using namespace plenum;  // NOLINT(google-build-using-namespace): main only
  config::ServerConfig server;
  config::DatabaseConfig database;
  config::PeerConfig peers;
  config::IdentityConfig identity;
  config::Reader reader(kProgram, "Leads deliberations from a draft to a decision.");
  reader.Add(server, "127.0.0.1:7403");
  reader.Add(database);
  reader.Add(peers, {"ingestion", "scoring"});
  reader.Add(identity);
  config::NoticeConfig notice_config;
  reader.Add(notice_config);
  reader.AddCommand("serve", "Answer calls");
  reader.AddCommand("migrate", "Bring the database to the schema of this version, and end");
  std::string member;
  reader.AddCommand(deliberation::kTokenCommand, deliberation::kTokenHelp);
  reader.AddArgument(deliberation::kTokenCommand, "MEMBER", member, deliberation::kTokenMemberHelp);
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(server);
  if (reader.Chosen() == "migrate") return run::Migrate(kProgram, database.database);

  const std::string kSqlite = "sqlite:";
  const bool is_sqlite = database.database.rfind(kSqlite, 0) == 0;
  if (identity.signing_key.empty() && !is_sqlite) {
    return run::Fail(kProgram, absl::InvalidArgumentError(
                                   "replicas on PostgreSQL sign with one key: give it with "
                                   "--signing-key (`openssl genpkey -algorithm ed25519` makes "
                                   "one)"));
  }
  if (identity.signing_key.empty()) {
    identity.signing_key = database.database.substr(kSqlite.size()) + ".signing.pem";
  }
  const auto secret = config::ReadSecret(identity.creation_secret_file);
  if (!secret) return run::kFailed;

  auto notice_options = deliberation::ReadNoticeOptions(notice_config);
  if (!notice_options.ok()) return run::Fail(kProgram, notice_options.status());

  auto id_tokens = run::OpenIdentityProvider(identity);
  if (!id_tokens.ok()) return run::Fail(kProgram, id_tokens.status());
  auto store = run::OpenStore(database.database);
  if (!store.ok()) return run::Fail(kProgram, store.status());
  auto signer = deliberation::OpenSigner(**store, identity.signing_key, /*create=*/is_sqlite);
  if (!signer.ok()) return run::Fail(kProgram, signer.status());
  const base::SystemClock clock;
  base::TimeOrderedIds ids(clock);
  auth::Verifier verifier;
  deliberation::Sessions sessions({store->get(), &clock, &ids, &*signer, &verifier,
                                   identity.token_minutes * 60LL,
                                   identity.sign_in_days * 24LL * 3600});
  if (reader.Chosen() == deliberation::kTokenCommand) {
    auto printed = deliberation::PrintToken(**store, sessions, member);
    return printed.ok() ? 0 : run::Fail(kProgram, printed);
  }
  // Other replicas revoke, too.
  const auth::KeyRefresher keys(verifier, clock,
                                [&](std::int64_t position) -> absl::StatusOr<auth::Published> {
                                  auto published = sessions.revocations().Read(position);
                                  if (published.ok()) published->keys = {signer->public_key()};
                                  return published;
                                });

  rpc::Peer<ingestion::v1::IngestionService> ingestion;
  rpc::Peer<scoring::v1::ScoringService> scoring;
  rpc::Executor slow_ballots(2, rpc::limits::kMaxQueuedCalls);
  deliberation::DeliberationService service(
      {store->get(), &clock, &ids, &*signer, &sessions, &ingestion, &scoring,
       [&](std::function<void()> task) { return slow_ballots.Submit(std::move(task)); }});
  deliberation::ArgumentService arguments({store->get(), &clock, &ids, &ingestion, &scoring});
  deliberation::OpinionService opinions({store->get(), &clock, &ids});
  deliberation::AccessService access(
      {store->get(), &clock, &ids, &*signer, &sessions, identity.public_url, id_tokens->get()});
  deliberation::TallyService tally;
  deliberation::Notices notices(
      {store->get(), &clock, &ids, &signer->key(), *std::move(notice_options)});

  auto ingestion_channel = run::ConnectPeer(peers.ingestion, peers);
  auto scoring_channel = run::ConnectPeer(peers.scoring, peers);
  if (!ingestion_channel.ok()) return run::Fail(kProgram, ingestion_channel.status());
  if (!scoring_channel.ok()) return run::Fail(kProgram, scoring_channel.status());
  ingestion.Connect(*ingestion_channel);
  scoring.Connect(*scoring_channel);
  deliberation::Timekeeper timekeeper(service, **store, clock, *signer);
  return run::Serve(kProgram, server,
                    {.clock = &clock, .verifier = &verifier, .creation_secret = *secret},
                    {deliberation::Table(&service), deliberation::Table(&arguments),
                     deliberation::Table(&access), deliberation::Table(&notices.service()),
                     deliberation::Table(&opinions), deliberation::Table(&tally)},
                    [&](rpc::Server&) {
                      timekeeper.Start();
                      notices.Start();
                      return absl::OkStatus();
                    });
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
