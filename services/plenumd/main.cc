// plenumd: all services in one process on SQLite files. They call each other through the same stubs
// and the same runner as when they run apart, over in-process channels.
#include "services/common/run/run.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/tally_service.h"
#include "services/ingestion/ingestion_service.h"
#include "services/plenumd/data_dir.h"
#include "services/scoring/scoring_service.h"

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
  if (auto exit_code = reader.Parse(argc, argv)) return *exit_code;
  run::Begin(server);

  const auto secret = config::ReadSecret(identity.creation_secret_file);
  if (!secret) return run::kFailed;
  auto folder = plenumd::DataDir::Open(data.data_dir);
  if (!folder.ok()) return run::Fail(kProgram, folder.status());
  auto ingestion_store = run::OpenStore(folder->Database("ingestion"));
  if (!ingestion_store.ok()) return run::Fail(kProgram, ingestion_store.status());
  auto scoring_store = run::OpenStore(folder->Database("scoring"));
  if (!scoring_store.ok()) return run::Fail(kProgram, scoring_store.status());
  auto deliberation_store = run::OpenStore(folder->Database("deliberation"));
  if (!deliberation_store.ok()) return run::Fail(kProgram, deliberation_store.status());
  const std::string key_file =
      identity.signing_key.empty() ? folder->File("signing.pem") : identity.signing_key;
  auto signer = auth::Signer::FromFile(key_file, /*create=*/true);
  if (!signer.ok()) return run::Fail(kProgram, signer.status());
  auth::Verifier verifier;
  verifier.SetKeys({signer->public_key()});

  const base::SystemClock clock;
  base::TimeOrderedIds ids(clock);
  rpc::Peer<ingestion::v1::IngestionService> to_ingestion;
  rpc::Peer<scoring::v1::ScoringService> to_scoring;
  rpc::Peer<deliberation::v1::DeliberationService> to_deliberation;
  rpc::Executor slow_ballots(2, rpc::limits::kMaxQueuedCalls);
  ingestion::IngestionService ingestion({ingestion_store->get(), &clock, &ids, &to_deliberation});
  scoring::ScoringService scoring(
      {scoring_store->get(), &clock, &ids, &to_deliberation, &to_ingestion});
  deliberation::DeliberationService deliberation(
      {deliberation_store->get(), &clock, &ids, &*signer, &to_ingestion, &to_scoring,
       [&](std::function<void()> task) { return slow_ballots.Submit(std::move(task)); }});
  deliberation::TallyService tally;
  return run::Serve(
      kProgram, server,
      {.clock = &clock, .verifier = &verifier, .creation_secret = *secret},
      {ingestion::Table(&ingestion), scoring::Table(&scoring), deliberation::Table(&deliberation),
       deliberation::Table(&tally)},
      [&](rpc::Server& started) {
        const auto channel = started.InProcessChannel();
        to_ingestion.Connect(channel);
        to_scoring.Connect(channel);
        to_deliberation.Connect(channel);
        return absl::OkStatus();
      });
}

}  // namespace

int main(int argc, char** argv) { return Main(argc, argv); }
