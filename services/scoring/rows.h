// rows: what the scoring service keeps, and how it refuses.
//
// All under "deliberations/{d}", which is also the stream of their events:
//   criteria/{c}                                  v1::Criterion
//   scores/{member}.{measure}.{criterion}         v1::Score, as it stands
//   pastScores/{round}.{member}.{measure}.{criterion}  v1::Score that a later round replaced
//   weights/{member}                              v1::Weights
//   rounds/current                                v1::Round, once there is a second one
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/store/store.h"

namespace plenum::scoring {

// Kinds of the events in this service's store: what a watcher is told is the number that is kept.
enum EventKind {
  kCriterionCreated = v1::RANKING_CAUSE_KIND_CRITERION_CREATED,
  kCriterionUpdated = v1::RANKING_CAUSE_KIND_CRITERION_UPDATED,
  kScoresSet = v1::RANKING_CAUSE_KIND_SCORES_SET,  // its data is a v1::SetScoresResponse
  kWeightsSet = v1::RANKING_CAUSE_KIND_WEIGHTS_SET,
  kRoundOpened = v1::RANKING_CAUSE_KIND_ROUND_OPENED,
};

// Criteria are set up.
inline bool IsSetUp(deliberation::v1::Phase phase) {
  return phase == deliberation::v1::PHASE_DRAFT || phase == deliberation::v1::PHASE_COLLECTING;
}

// Scores and weights are entered.
inline bool MayScore(deliberation::v1::Phase phase) {
  return phase == deliberation::v1::PHASE_SCORING || phase == deliberation::v1::PHASE_REVISING;
}

// Everything that a ranking follows from.
struct Snapshot {
  std::vector<v1::Criterion> criteria;           // in order of creation
  std::vector<ingestion::v1::Measure> measures;  // in order of creation
  std::vector<v1::Score> scores;                 // by member, measure, criterion
  std::vector<v1::Weights> weights;              // by member
};

std::string ScoresOf(std::string_view deliberation);
std::string PastScoresOf(std::string_view deliberation);
std::string WeightsOf(std::string_view deliberation);
store::Key RoundKey(std::string_view deliberation);

// "{member}.{measure}.{criterion}" of a score.
std::string ScoreId(const std::string& member, const v1::Score& score);

// Ids of a member's scores are those that begin so.
std::string ScorePrefix(const std::string& member);

absl::StatusOr<v1::Score> ReadScore(const store::Row& row);
absl::StatusOr<v1::Weights> ReadWeights(const store::Row& row);

// All of a collection.
absl::StatusOr<std::vector<v1::Criterion>> ReadCriteria(store::Store& store,
                                                        const std::string& deliberation);
absl::StatusOr<std::vector<v1::Score>> ReadScores(store::Store& store,
                                                  const std::string& deliberation);
absl::StatusOr<std::vector<v1::Weights>> ReadAllWeights(store::Store& store,
                                                        const std::string& deliberation);

// The scores that a later round replaced.
absl::StatusOr<std::vector<v1::Score>> ReadPastScores(store::Store& store,
                                                      const std::string& deliberation);

// The round now, and the revision of its row: 0 while it is the first.
struct CurrentRound {
  v1::Round round;
  std::int64_t revision = 0;
};
absl::StatusOr<CurrentRound> ReadRound(store::Store& store, const std::string& deliberation);

// Whether the measure has the quote.
bool HasQuote(const ingestion::v1::Measure& measure, const v1::QuoteRef& wanted);

// INVALID_ARGUMENT: a parent that is no deliberation.
absl::Status BadParent();
// FAILED_PRECONDITION / WRONG_PHASE; `required` is the phase that would do.
absl::Status WrongPhase(std::string_view message, std::string_view required);
// FAILED_PRECONDITION / NOT_READY.
absl::Status NotReady(std::string_view message);

}  // namespace plenum::scoring
