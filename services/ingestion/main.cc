// plenum-ingestion: documents in, measures with verified quotes out.
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "services/common/run/peer_keys.h"
#include "services/common/run/run.h"
#include "services/ingestion/ingestion_service.h"

namespace {

constexpr char kProgram[] = "plenum-ingestion";

int Main(int argc, char** argv) {
  using namespace plenum;  // NOLINT(google-build-using-namespace): main only
  config::ServerConfig server;
  config::DatabaseConfig database;
  config::PeerConfig peers;
  config::Reader reader(kProgram, "Reads policy documents and keeps the measures in them.");
  reader.Add(server, "127.0.0.1:7401");
  reader.Add(database);
  reader.Add(peers, {"deliberation"});
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
  ingestion::IngestionService service({store->get(), &clock, &ids, &deliberation});

  auto channel = run::ConnectPeer(peers.deliberation, peers);
  if (!channel.ok()) return run::Fail(kProgram, channel.status());
  deliberation.Connect(*channel);
  auth::Verifier verifier;
  const auth::KeyRefresher keys(verifier, clock, run::FetchKeysFrom(*channel));
  return run::Serve(kProgram, server, {.clock = &clock, .verifier = &verifier},
                    {ingestion::Table(&service)}, [](rpc::Server&) { return absl::OkStatus(); });
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
