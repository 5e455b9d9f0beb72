// embedded: all services on SQLite files in one folder, ready to be served.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/auth/token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/rpc/executor.h"
#include "services/common/rpc/peer.h"
#include "services/common/rpc/server.h"
#include "services/common/store/store.h"
#include "services/deliberation/access/access_service.h"
#include "services/deliberation/arguments/argument_service.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/notices/notices.h"
#include "services/deliberation/phases/timekeeper.h"
#include "services/deliberation/statements/opinion_service.h"
#include "services/deliberation/tally_service.h"
#include "services/ingestion/ingestion_service.h"
#include "services/plenumd/data_dir.h"
#include "services/scoring/scoring_service.h"

namespace plenum::plenumd {

class Embedded {
 public:
  struct Settings {
    std::int64_t token_seconds = deliberation::limits::kTokenSeconds;
    std::int64_t sign_in_seconds = deliberation::limits::kSignInSeconds;
    std::string public_url{};
    auth::IdTokenVerifier* id_tokens = nullptr;  // null without an identity provider
    deliberation::NoticeOptions notices{};
  };
  // Opens the folder and its databases, bringing older ones up to date. `signing_key` is a file;
  // the folder's own when empty. `clock` must outlive this.
  static absl::StatusOr<std::unique_ptr<Embedded>> Open(const std::string& data_dir,
                                                        const std::string& signing_key,
                                                        const base::Clock& clock,
                                                        const Settings& settings);
  static absl::StatusOr<std::unique_ptr<Embedded>> Open(const std::string& data_dir,
                                                        const std::string& signing_key,
                                                        const base::Clock& clock) {
    return Open(data_dir, signing_key, clock, Settings{});
  }

  std::vector<rpc::ServiceTable> Tables();
  // The server over Tables(), through which the services call each other.
  void Connect(rpc::Server& server);
  // Goes on when the plans of deliberations say so; once it was started.
  deliberation::Timekeeper& timekeeper() { return timekeeper_; }
  auth::Verifier& verifier() { return verifier_; }
  const auth::Signer& signer() const { return signer_; }
  // Sends nothing before it is started.
  deliberation::Notices& notices() { return *notices_; }
  deliberation::Sessions& sessions() { return sessions_; }
  // See token_command.h.
  absl::Status PrintToken(const std::string& member);

 private:
  struct Stores {
    std::unique_ptr<store::Store> ingestion;
    std::unique_ptr<store::Store> scoring;
    std::unique_ptr<store::Store> deliberation;
  };
  Embedded(DataDir folder, Stores stores, auth::Signer signer, const base::Clock& clock,
           const Settings& settings);

  // In this order: the folder's lock is given back last.
  DataDir folder_;
  Stores stores_;
  auth::Signer signer_;
  auth::Verifier verifier_;
  base::TimeOrderedIds ids_;
  rpc::Peer<ingestion::v1::IngestionService> to_ingestion_;
  rpc::Peer<scoring::v1::ScoringService> to_scoring_;
  rpc::Peer<deliberation::v1::DeliberationService> to_deliberation_;
  ingestion::IngestionService ingestion_;
  rpc::Executor scorers_;  // the scoring service ends when it is through with its tasks
  scoring::ScoringService scoring_;
  deliberation::TallyService tally_;
  deliberation::Sessions sessions_;
  deliberation::AccessService access_;
  deliberation::ArgumentService arguments_;
  deliberation::OpinionService opinions_;
  std::unique_ptr<deliberation::DeliberationService> deliberation_;
  std::unique_ptr<deliberation::Notices> notices_;
  // These end first: they use the services.
  rpc::Executor slow_ballots_;
  deliberation::Timekeeper timekeeper_;
};

}  // namespace plenum::plenumd
