#include "services/deliberation/phases/phases.h"

#include <algorithm>
#include <array>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/time.h"

namespace plenum::deliberation {
namespace {

constexpr std::array kOrder = {v1::PHASE_DRAFT,      v1::PHASE_COLLECTING, v1::PHASE_SCORING,
                               v1::PHASE_DISCUSSING, v1::PHASE_REVISING,   v1::PHASE_VOTING,
                               v1::PHASE_CLOSED,     v1::PHASE_PUBLISHED};

int PlaceOf(v1::Phase phase) {
  return static_cast<int>(std::find(kOrder.begin(), kOrder.end(), phase) - kOrder.begin());
}

bool IsIn(v1::Phase phase, std::initializer_list<v1::Phase> phases) {
  return std::find(phases.begin(), phases.end(), phase) != phases.end();
}

absl::Status WrongPhase(std::string_view message, v1::Phase phase, std::string_view required) {
  return base::Error(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE, message,
      {{"phase", std::string(PhaseName(phase))}, {"required", std::string(required)}});
}

std::string Listed(const std::vector<v1::Phase>& phases) {
  std::string text;
  for (std::size_t i = 0; i < phases.size(); ++i) {
    if (i > 0) text += i + 1 == phases.size() ? " or " : ", ";
    text += PhaseName(phases[i]);
  }
  return text;
}

// The phase after its own in the plan.
std::optional<v1::Phase> NextPlanned(const v1::Deliberation& deliberation) {
  for (int i = 0; i + 1 < deliberation.plan_size(); ++i) {
    if (deliberation.plan(i).phase() == deliberation.phase()) {
      return deliberation.plan(i + 1).phase();
    }
  }
  return std::nullopt;
}

bool IsForward(const v1::Deliberation& deliberation, v1::Phase to) {
  const v1::Phase from = deliberation.phase();
  if (IsIn(from, {v1::PHASE_CLOSED, v1::PHASE_PUBLISHED}) && to == v1::PHASE_VOTING) return true;
  if (deliberation.plan_size() > 0) return NextPlanned(deliberation) == to;
  if (to == v1::PHASE_CLOSED) return from == v1::PHASE_VOTING;
  if (to == v1::PHASE_PUBLISHED) return false;
  if (to == v1::PHASE_REVISING && !IsIn(from, {v1::PHASE_SCORING, v1::PHASE_DISCUSSING})) {
    return false;
  }
  return PlaceOf(from) < PlaceOf(to) && PlaceOf(from) < PlaceOf(v1::PHASE_VOTING);
}

// Where nothing is lost by going back. Not to scoring: its scores are sealed, and were seen since.
bool IsPossibleBack(const v1::Deliberation& deliberation, v1::Phase to) {
  if (deliberation.plan_size() > 0 && !IsPlanned(deliberation, to)) return false;
  switch (deliberation.phase()) {
    case v1::PHASE_COLLECTING:
      return to == v1::PHASE_DRAFT;
    case v1::PHASE_SCORING:
    case v1::PHASE_DISCUSSING:
      return IsIn(to, {v1::PHASE_DRAFT, v1::PHASE_COLLECTING});
    case v1::PHASE_REVISING:
      return to == v1::PHASE_DISCUSSING;
    case v1::PHASE_VOTING:
      return deliberation.decision_count() == 1
                 ? IsIn(to, {v1::PHASE_DRAFT, v1::PHASE_COLLECTING, v1::PHASE_DISCUSSING})
                 : to == v1::PHASE_DISCUSSING;
    default:
      return false;
  }
}

}  // namespace

std::string_view PhaseName(v1::Phase phase) {
  switch (phase) {
    case v1::PHASE_DRAFT:
      return "draft";
    case v1::PHASE_COLLECTING:
      return "collecting";
    case v1::PHASE_SCORING:
      return "scoring";
    case v1::PHASE_DISCUSSING:
      return "discussing";
    case v1::PHASE_REVISING:
      return "revising";
    case v1::PHASE_VOTING:
      return "voting";
    case v1::PHASE_CLOSED:
      return "closed";
    case v1::PHASE_PUBLISHED:
      return "published";
    default:
      return "unspecified";
  }
}

bool IsBack(v1::Phase from, v1::Phase to) {
  return PlaceOf(to) < PlaceOf(from) &&
         !(to == v1::PHASE_VOTING && IsIn(from, {v1::PHASE_CLOSED, v1::PHASE_PUBLISHED}));
}

absl::Status CheckTransition(const v1::Deliberation& deliberation, v1::Phase to) {
  const v1::Phase from = deliberation.phase();
  if (IsForward(deliberation, to) || IsPossibleBack(deliberation, to)) return absl::OkStatus();
  std::vector<v1::Phase> forward;
  for (const v1::Phase phase : kOrder) {
    if (IsForward(deliberation, phase)) forward.push_back(phase);
  }
  std::vector<v1::Phase> back;
  for (const v1::Phase phase : kOrder) {
    if (IsPossibleBack(deliberation, phase)) back.push_back(phase);
  }
  std::string message =
      absl::StrCat("a deliberation in phase ", std::string(PhaseName(from)), " cannot go to ",
                   std::string(PhaseName(to)), "; it can go to ", Listed(forward));
  if (!back.empty()) absl::StrAppend(&message, ", or back to ", Listed(back));
  return WrongPhase(message, from, Listed(forward));
}

absl::Status RequirePhase(v1::Phase phase, std::initializer_list<v1::Phase> allowed,
                          std::string_view what) {
  if (IsIn(phase, allowed)) return absl::OkStatus();
  const std::string phases = Listed(allowed);
  return WrongPhase(absl::StrCat(std::string(what), " is possible in phase ", phases,
                                 "; this deliberation is in phase ", std::string(PhaseName(phase))),
                    phase, phases);
}

absl::Status RequireBeforeClose(v1::Phase phase, std::string_view what) {
  return RequirePhase(phase,
                      {v1::PHASE_DRAFT, v1::PHASE_COLLECTING, v1::PHASE_SCORING,
                       v1::PHASE_DISCUSSING, v1::PHASE_REVISING, v1::PHASE_VOTING},
                      what);
}

void CheckPlan(const v1::Deliberation& deliberation,
               const google::protobuf::RepeatedPtrField<v1::PlannedPhase>& plan,
               std::int64_t now_us, const std::string& field, base::FieldViolations& bad) {
  if (plan.empty()) return;
  constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
  // After a close another vote may come.
  const int first_open = std::min(PlaceOf(deliberation.phase()), PlaceOf(v1::PHASE_VOTING));
  int place = -1;
  std::int64_t last_end_us = now_us;
  std::vector<v1::Phase> phases;
  for (int i = 0; i < plan.size(); ++i) {
    const v1::PlannedPhase& planned = plan.Get(i);
    const std::string at = absl::StrCat(field, "[", i, "]");
    phases.push_back(planned.phase());
    if (PlaceOf(planned.phase()) == static_cast<int>(kOrder.size())) {
      bad.Add(at + ".phase", "is not known");
      continue;
    }
    if (PlaceOf(planned.phase()) <= place) {
      bad.Add(at + ".phase", absl::StrCat("must come later than the one before it: ",
                                          Listed({kOrder.begin(), kOrder.end()})));
    }
    place = PlaceOf(planned.phase());
    if (!planned.has_end_time()) continue;
    const std::int64_t seconds = planned.end_time().seconds();
    if (i + 1 == plan.size()) {
      bad.Add(at + ".end_time", "is of the last phase, which does not end");
    } else if (seconds < 0 || seconds > kLastSecond || planned.end_time().nanos() < 0 ||
               planned.end_time().nanos() > 999'999'999) {
      bad.Add(at + ".end_time", "is no time");
    } else if (place >= first_open) {
      const std::int64_t end_us = resource::ToMicros(planned.end_time());
      if (end_us <= last_end_us) {
        bad.Add(at + ".end_time", "must be in the future, and after that of the phase before");
      }
      last_end_us = std::max(last_end_us, end_us);
    }
  }
  const auto has = [&](v1::Phase phase) {
    return std::find(phases.begin(), phases.end(), phase) != phases.end();
  };
  for (const v1::Phase needed : {v1::PHASE_DRAFT, v1::PHASE_VOTING, v1::PHASE_CLOSED}) {
    if (!has(needed)) {
      bad.Add(field, absl::StrCat("must have the phase ", std::string(PhaseName(needed))));
    }
  }
  if (!has(deliberation.phase())) {
    bad.Add(field, absl::StrCat("must have the phase that the deliberation is in: ",
                                std::string(PhaseName(deliberation.phase()))));
  }
  if (has(v1::PHASE_REVISING) && !has(v1::PHASE_SCORING)) {
    bad.Add(field, "has the phase revising, and no scoring before it");
  }
}

std::optional<DueStep> DueStepOf(const v1::Deliberation& deliberation) {
  const auto next = NextPlanned(deliberation);
  if (!next) return std::nullopt;
  for (const v1::PlannedPhase& planned : deliberation.plan()) {
    if (planned.phase() != deliberation.phase() || !planned.has_end_time()) continue;
    return DueStep{resource::ToMicros(planned.end_time()), *next};
  }
  return std::nullopt;
}

bool IsPlanned(const v1::Deliberation& deliberation, v1::Phase phase) {
  return std::any_of(deliberation.plan().begin(), deliberation.plan().end(),
                     [&](const v1::PlannedPhase& planned) { return planned.phase() == phase; });
}

bool IsPublic(const v1::Deliberation& deliberation, int decision) {
  if (decision < deliberation.decision_count()) return true;
  if (decision != deliberation.decision_count()) return false;
  return deliberation.phase() == v1::PHASE_PUBLISHED ||
         (deliberation.phase() == v1::PHASE_CLOSED &&
          !IsPlanned(deliberation, v1::PHASE_PUBLISHED));
}

}  // namespace plenum::deliberation
