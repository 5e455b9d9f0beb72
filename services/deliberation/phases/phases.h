// phases: where a deliberation may go from where it is.
//
//   draft → collecting → scoring → discussing → revising → voting → closed → published
//
// A plan says which of them a deliberation has, and then each is gone through in turn. Without one
// any later phase up to voting can be gone to, and there is no phase published. After a close
// another vote may be opened. Back goes only what loses nothing: see CheckTransition.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/status.h"

namespace plenum::deliberation {

// "draft", "scoring", "voting", "closed".
std::string_view PhaseName(v1::Phase phase);

// Whether going from `from` to `to` is a way back.
bool IsBack(v1::Phase from, v1::Phase to);

// OK when `deliberation` may go to `to`, another phase than its own; FAILED_PRECONDITION /
// WRONG_PHASE else, saying where it may go. What it cannot know, it leaves to the caller: that
// nothing was scored (back to draft or collecting), and that nobody has voted (back from voting).
absl::Status CheckTransition(const v1::Deliberation& deliberation, v1::Phase to);

// OK when `phase` is one of `allowed`; else FAILED_PRECONDITION / WRONG_PHASE: "`what` is possible
// in phase draft; the deliberation is in phase voting".
absl::Status RequirePhase(v1::Phase phase, std::initializer_list<v1::Phase> allowed,
                          std::string_view what);

// OK before the vote is closed.
absl::Status RequireBeforeClose(v1::Phase phase, std::string_view what);

// Adds a violation, under `field`, for everything in `plan` that cannot be: phases twice or out of
// order, no draft, voting or closed, one that leaves out the phase that the deliberation is in,
// revising without scoring; end times that are not in order, not after `now_us`, or of a phase that
// has no next one.
void CheckPlan(const v1::Deliberation& deliberation,
               const google::protobuf::RepeatedPtrField<v1::PlannedPhase>& plan,
               std::int64_t now_us, const std::string& field, base::FieldViolations& bad);

// When the plan ends the phase that the deliberation is in, in microseconds since 1970, and the
// phase that comes then; nothing when a facilitator says so.
struct DueStep {
  std::int64_t time_us = 0;
  v1::Phase next = v1::PHASE_UNSPECIFIED;
};
std::optional<DueStep> DueStepOf(const v1::Deliberation& deliberation);

// The plan has the phase.
bool IsPlanned(const v1::Deliberation& deliberation, v1::Phase phase);

// Whether the ballots and the result of vote number `decision` may be read by everybody who may
// read at all: it was closed, and published where the plan has that phase.
bool IsPublic(const v1::Deliberation& deliberation, int decision);

}  // namespace plenum::deliberation
