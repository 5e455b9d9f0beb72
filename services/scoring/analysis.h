// analysis: what a ranking by the criteria rests on: why one measure is above another, how sure it
// is, what to talk about, and what other methods say. Between the messages and the math.
#pragma once

#include <cstdint>

#include "absl/status/statusor.h"
#include "plenum/scoring/v1/scoring.pb.h"
#include "services/common/base/stopped.h"
#include "services/scoring/ranking.h"

namespace plenum::scoring {

// Each of them gives up with CANCELLED soon after `stopped` says true; it is asked once in so many
// steps, some milliseconds.
inline constexpr std::int64_t kStepsBetweenStops = 1'000'000;

// Errors: NOT_FOUND for a measure that is not ranked; FAILED_PRECONDITION / NOT_READY when one of
// them has no total; INVALID_ARGUMENT for a measure and itself. O(members^2 x criteria).
absl::StatusOr<v1::ExplainRankingResponse> ExplainPair(const RankingModel& model,
                                                       const std::string& measure,
                                                       const std::string& other,
                                                       const base::Stopped& stopped = {});

// `request` is checked: its numbers are in range. Errors: NOT_READY when no measure has a total.
absl::StatusOr<v1::AnalyzeSensitivityResponse> AnalyzeSensitivity(
    const RankingModel& model, const v1::AnalyzeSensitivityRequest& request,
    const base::Stopped& stopped = {});

// `weights` are those of the members, as stored. O(members^2 x options^2 + members^3).
absl::StatusOr<v1::GetAgendaResponse> MakeAgenda(const RankingModel& model,
                                                 const std::vector<v1::Weights>& weights,
                                                 int max_items, const base::Stopped& stopped = {});

absl::StatusOr<v1::AuditRankingResponse> Audit(const RankingModel& model);

}  // namespace plenum::scoring
