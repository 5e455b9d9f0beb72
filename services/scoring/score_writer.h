// score_writer: enters scores, those of one deliberation together.
//
// What a score is checked against belongs to three services: the phase, the measures, the criteria
// and the round. It is read after the score came in, once for all scores that wait at that moment:
// so no score is checked against what was before it, and many at a time cost one reading. Those who
// come while others are being served wait until these are committed: a reading costs several times
// what a score does, and so serves as many as possible. The round must also still be the same when
// the score is committed.
//
//   ScoreWriter writer({&store, &clock, read_rules, defer});
//   writer.Enter(caller, std::move(request), [](absl::StatusOr<v1::SetScoresResponse> answer) {});
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/mutex.h"
#include "services/common/base/string_map.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {

// What scores are checked against, at one moment.
struct ScoreRules {
  deliberation::v1::Phase phase = deliberation::v1::PHASE_UNSPECIFIED;
  CurrentRound round;
  base::StringMap<v1::Criterion> criteria;           // by name
  base::StringMap<ingestion::v1::Measure> measures;  // by name
};

// Errors: FAILED_PRECONDITION / WRONG_PHASE outside of scoring; INVALID_ARGUMENT / INVALID_FIELDS
// with every wrong score.
absl::Status CheckScores(const ScoreRules& rules, const v1::SetScoresRequest& request);

class ScoreWriter {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    // Reads the rules on behalf of a caller. May wait for other services.
    std::function<absl::StatusOr<ScoreRules>(const rpc::Caller&, const std::string& deliberation)>
        read;
    // Runs a task that may wait; false when it cannot.
    std::function<bool(std::function<void()>)> defer;
  };
  using Done = std::function<void(absl::StatusOr<v1::SetScoresResponse>)>;

  explicit ScoreWriter(Parts parts) : parts_(std::move(parts)) {}
  // Waits until everybody is answered; what `parts` names must still work.
  ~ScoreWriter();
  ScoreWriter(const ScoreWriter&) = delete;
  ScoreWriter& operator=(const ScoreWriter&) = delete;

  // Never waits. `done` runs once, on this or another thread, when the scores are durable or
  // refused: all of them or none. A repeated request gets its first answer.
  void Enter(const rpc::Caller& caller, v1::SetScoresRequest request, Done done);

 private:
  struct Entry;
  using Entries = std::vector<std::shared_ptr<Entry>>;

  // Held by whoever is being served; the last one to let go of it lets in those who wait.
  using Turn = std::shared_ptr<void>;

  void Wait(const std::shared_ptr<Entry>& entry);
  void ServeLater(const std::string& deliberation);
  void Serve(const std::string& deliberation);
  void EndTurn(const std::string& deliberation);
  Entries TakeWaiting(const std::string& deliberation);
  void Decide(const std::shared_ptr<Entry>& entry, const ScoreRules& rules, const Turn& turn);
  absl::StatusOr<store::Mutation> MutationOf(Entry& entry, const ScoreRules& rules);
  absl::Status PutScore(const std::string& deliberation, const v1::Score& score,
                        store::Mutation& mutation) const;
  void Finish(const std::shared_ptr<Entry>& entry, const absl::StatusOr<store::Applied>& applied);
  void Refuse(const std::shared_ptr<Entry>& entry, absl::Status status);

  const Parts parts_;
  base::Mutex mutex_;
  // Deliberations that are being served, and who came meanwhile.
  base::StringMap<Entries> waiting_ ABSL_GUARDED_BY(mutex_);
  base::CondVar nobody_waits_;
};

}  // namespace plenum::scoring
