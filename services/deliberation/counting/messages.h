// Pieces of plenum.tally.v1 messages from the tally's structs, and back. Internal to counting/.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/deliberation/tally/count.h"
#include "services/deliberation/tally/report/robustness.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::counting {

namespace wire = plenum::tally::v1;
namespace math = plenum::tally;

// Defeats beyond this many are left out of messages.
inline constexpr size_t kMostDefeats = 10'000;

// The policy as the math has it; INVALID_ARGUMENT for a declared order that is no order of all
// options.
absl::StatusOr<math::TiePolicy> ToMath(const wire::TiePolicy& policy, int option_count);

inline bool IsSet(const wire::TiePolicy& policy) {
  return policy.then_case() != wire::TiePolicy::THEN_NOT_SET ||
         policy.history() != wire::TiePolicy::HISTORY_UNSPECIFIED;
}

// `first_round`: the number that people give to the events' round 0.
void AddTies(std::span<const math::TieEvent> events, int first_round,
             google::protobuf::RepeatedPtrField<wire::Tie>* ties);
void FillWorking(const math::Count& count, wire::Working* working);
// Places and the options on them; the reasons are left empty.
void AddPlaces(const math::Ranking& ranking,
               google::protobuf::RepeatedPtrField<wire::Place>* places);

void FillMargin(const math::FlipMargin& margin, wire::FlipMargin* message);

template <typename Field>
void AddOptions(std::span<const math::OptionIndex> options, Field* field) {
  field->Add(options.begin(), options.end());
}

}  // namespace plenum::counting
