// plenum-scoring: criteria and scores in, an explained ranking out.
#include "services/common/run/peer_keys.h"
#include "services/common/run/run.h"
#include "services/scoring/scoring_service.h"

namespace {

constexpr char kProgram[] = "plenum-scoring";

int Main(int argc, char** argv) {
  using namespace plenum;  // NOLINT(google-build-using-namespace): main only
  config::ServerConfig server;
  config::DatabaseConfig database;
  config::PeerConfig peers;
  config::Reader reader(kProgram, "Rates measures on criteria and explains the ranking.");
  reader.Add(server, "127.0.0.1:7402");
  reader.Add(database);
  reader.Add(peers, {"ingestion", "deliberation"});
  reader.AddCommand("serve", "Answer calls");
  reader.AddCommand("migrate", "Bring the database to the schema of this version, and end");
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(server);
  if (reader.Chosen() == "migrate") return run::Migrate(kProgram, database.database);

  auto store = run::OpenStore(database.database);
  if (!store.ok()) return run::Fail(kProgram, store.status());
  const base::SystemClock clock;
  base::TimeOrderedIds ids(clock);
  rpc::Peer<deliberation::v1::DeliberationService> deliberation;
  rpc::Peer<ingestion::v1::IngestionService> ingestion;
  rpc::Executor scorers(2, rpc::limits::kMaxQueuedCalls);
  scoring::ScoringService service(
      {store->get(), &clock, &ids, &deliberation, &ingestion,
       [&](std::function<void()> task) { return scorers.Submit(std::move(task)); }});

  auto deliberation_channel = run::ConnectPeer(peers.deliberation, peers);
  auto ingestion_channel = run::ConnectPeer(peers.ingestion, peers);
  if (!deliberation_channel.ok()) return run::Fail(kProgram, deliberation_channel.status());
  if (!ingestion_channel.ok()) return run::Fail(kProgram, ingestion_channel.status());
  deliberation.Connect(*deliberation_channel);
  ingestion.Connect(*ingestion_channel);
  auth::Verifier verifier;
  const auth::KeyRefresher keys(verifier, clock, run::FetchKeysFrom(*deliberation_channel));
  return run::Serve(kProgram, server, {.clock = &clock, .verifier = &verifier},
                    {scoring::Table(&service)}, [](rpc::Server&) { return absl::OkStatus(); });
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
