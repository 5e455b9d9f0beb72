#include "services/deliberation/phases/phases.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"

namespace plenum::deliberation {
namespace {

constexpr std::array<std::pair<v1::Phase, v1::Phase>, 4> kTransitions = {{
    {v1::PHASE_DRAFT, v1::PHASE_SCORING},
    {v1::PHASE_DRAFT, v1::PHASE_VOTING},
    {v1::PHASE_SCORING, v1::PHASE_VOTING},
    {v1::PHASE_VOTING, v1::PHASE_CLOSED},
}};

absl::Status WrongPhase(std::string_view message, v1::Phase phase, std::string_view required) {
  return base::Error(
      absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE, message,
      {{"phase", std::string(PhaseName(phase))}, {"required", std::string(required)}});
}

}  // namespace

std::string_view PhaseName(v1::Phase phase) {
  switch (phase) {
    case v1::PHASE_DRAFT:
      return "draft";
    case v1::PHASE_SCORING:
      return "scoring";
    case v1::PHASE_VOTING:
      return "voting";
    case v1::PHASE_CLOSED:
      return "closed";
    default:
      return "unspecified";
  }
}

absl::Status CheckTransition(v1::Phase from, v1::Phase to) {
  const bool known = std::any_of(kTransitions.begin(), kTransitions.end(), [&](const auto& step) {
    return step.first == from && step.second == to;
  });
  if (known) return absl::OkStatus();
  std::string possible;
  for (const auto& [start, end] : kTransitions) {
    if (start != from) continue;
    absl::StrAppend(&possible, possible.empty() ? "" : " or ", std::string(PhaseName(end)));
  }
  return WrongPhase(absl::StrCat("a deliberation in phase ", std::string(PhaseName(from)),
                                 " cannot go to ", std::string(PhaseName(to)), "; it can go ",
                                 possible.empty() ? "nowhere: its result is fixed"
                                                  : absl::StrCat("to ", possible)),
                    from, possible);
}

absl::Status RequirePhase(v1::Phase phase, std::initializer_list<v1::Phase> allowed,
                          std::string_view what) {
  if (std::find(allowed.begin(), allowed.end(), phase) != allowed.end()) return absl::OkStatus();
  std::string phases;
  for (const v1::Phase each : allowed) {
    absl::StrAppend(&phases, phases.empty() ? "" : " or ", std::string(PhaseName(each)));
  }
  return WrongPhase(absl::StrCat(std::string(what), " is possible in phase ", phases,
                                 "; this deliberation is in phase ", std::string(PhaseName(phase))),
                    phase, phases);
}

}  // namespace plenum::deliberation
