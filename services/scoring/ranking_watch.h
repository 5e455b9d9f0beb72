// ranking_watch: the ranking as a feed, a step for every batch of changes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/ingestion/v1/ingestion.pb.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/clock.h"
#include "services/common/resource/watch_hub.h"
#include "services/common/rpc/method.h"
#include "services/common/store/store.h"

namespace plenum::scoring {

struct RankingWatch {
  store::Store* store = nullptr;
  resource::WatchHub* hub = nullptr;
  const base::Clock* clock = nullptr;
  std::string deliberation{};
  v1::EvaluationOptions options{};  // as CheckOptions gives them
  std::function<absl::StatusOr<std::vector<ingestion::v1::Measure>>()> read_measures{};
};

// A feed of WatchRankingResponse. The first message holds the whole ranking, with the causes since
// `revision` when that is above 0. Scores are put into a ranking that is kept, so that a step costs
// no reading of them all; whatever else changes is read anew. Measures belong to another service
// and are asked for at a step when the last answer is older than a second.
absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenRankingWatch(RankingWatch watch,
                                                            std::int64_t revision,
                                                            rpc::Waker waker);

}  // namespace plenum::scoring
