#include "services/plenumd/embedded.h"

#include <array>
#include <utility>

#include "services/common/run/run.h"
#include "services/deliberation/token_command.h"

namespace plenum::plenumd {
namespace {

constexpr int kSlowBallotThreads = 2;
constexpr int kScorerThreads = 2;

}  // namespace

absl::StatusOr<std::unique_ptr<Embedded>> Embedded::Open(const std::string& data_dir,
                                                         const std::string& signing_key,
                                                         const base::Clock& clock,
                                                         const Settings& settings) {
  auto folder = DataDir::Open(data_dir);
  if (!folder.ok()) return folder.status();
  constexpr std::array kDatabases = {"ingestion", "scoring", "deliberation"};
  auto whole = folder->CheckNothingIsLost(kDatabases);
  if (!whole.ok()) return whole;
  Stores stores;
  const std::pair<const char*, std::unique_ptr<store::Store>*> each[] = {
      {kDatabases[0], &stores.ingestion},
      {kDatabases[1], &stores.scoring},
      {kDatabases[2], &stores.deliberation}};
  for (const auto& [name, store] : each) {
    auto opened = run::OpenStore(folder->Database(name));
    if (!opened.ok()) return opened.status();
    *store = *std::move(opened);
  }
  auto signer = deliberation::OpenSigner(
      *stores.deliberation, signing_key.empty() ? folder->File("signing.pem") : signing_key,
      /*create=*/true);
  if (!signer.ok()) return signer.status();
  auto complete = folder->MarkComplete();
  if (!complete.ok()) return complete;
  std::unique_ptr<Embedded> embedded(
      new Embedded(*std::move(folder), std::move(stores), *std::move(signer), clock, settings));
  auto loaded = embedded->sessions_.revocations().Load();
  if (!loaded.ok()) return loaded;
  return embedded;
}

Embedded::Embedded(DataDir folder, Stores stores, auth::Signer signer, const base::Clock& clock,
                   const Settings& settings)
    : folder_(std::move(folder)),
      stores_(std::move(stores)),
      signer_(std::move(signer)),
      ids_(clock),
      ingestion_({stores_.ingestion.get(), &clock, &ids_, &to_deliberation_}),
      scorers_(kScorerThreads, rpc::limits::kMaxQueuedCalls),
      scoring_({stores_.scoring.get(), &clock, &ids_, &to_deliberation_, &to_ingestion_,
                [this](std::function<void()> task) { return scorers_.Submit(std::move(task)); }}),
      sessions_({stores_.deliberation.get(), &clock, &ids_, &signer_, &verifier_,
                 settings.token_seconds, settings.sign_in_seconds}),
      access_({stores_.deliberation.get(), &clock, &ids_, &signer_, &sessions_, settings.public_url,
               settings.id_tokens}),
      arguments_({stores_.deliberation.get(), &clock, &ids_, &to_ingestion_, &to_scoring_}),
      opinions_({stores_.deliberation.get(), &clock, &ids_}),
      deliberation_(std::make_unique<deliberation::DeliberationService>(
          deliberation::DeliberationService::Parts{stores_.deliberation.get(), &clock, &ids_,
                                                   &signer_, &sessions_, &to_ingestion_,
                                                   &to_scoring_,
                                                   [this](std::function<void()> task) {
                                                     return slow_ballots_.Submit(std::move(task));
                                                   }})),
      notices_(std::make_unique<deliberation::Notices>(deliberation::Notices::Parts{
          stores_.deliberation.get(), &clock, &ids_, &signer_.key(), settings.notices})),
      slow_ballots_(kSlowBallotThreads, rpc::limits::kMaxQueuedCalls),
      timekeeper_(*deliberation_, *stores_.deliberation, clock, signer_) {
  verifier_.SetKeys({signer_.public_key()});
}

std::vector<rpc::ServiceTable> Embedded::Tables() {
  return {ingestion::Table(&ingestion_),
          scoring::Table(&scoring_),
          deliberation::Table(deliberation_.get()),
          deliberation::Table(&arguments_),
          deliberation::Table(&notices_->service()),
          deliberation::Table(&opinions_),
          deliberation::Table(&access_),
          deliberation::Table(&tally_)};
}

absl::Status Embedded::PrintToken(const std::string& member) {
  return deliberation::PrintToken(*stores_.deliberation, sessions_, member);
}

void Embedded::Connect(rpc::Server& server) {
  const auto channel = server.InProcessChannel();
  to_ingestion_.Connect(channel);
  to_scoring_.Connect(channel);
  to_deliberation_.Connect(channel);
}

}  // namespace plenum::plenumd
