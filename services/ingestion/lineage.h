// lineage: steps of curation, what each changed, and whether one can be taken back. No store, no
// clock.
//
// A step says of every measure that it changed what it was before and after. It is written in the
// transaction of its effect:
//
//   StepWriter step(kind, deliberation, caller.member, step_id, now);
//   v1::Measure after = before;
//   after.set_accepted(true);
//   step.Change(before, revision, after);      // once for each measure
//   step.AddTo(decision.mutation);             // rows, events, history
//
// Undoing gives the fields that a step changed the values that they had before, and leaves the
// others alone. It is refused when a later step that is in effect depends on what would go: see
// Depends().
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plenum/ingestion/v1/ingestion.pb.h"
#include "services/common/store/store.h"

namespace plenum::ingestion {

// Fields of a measure that change together, as a set of bits.
using FieldGroups = std::uint32_t;
inline constexpr FieldGroups kTitleGroup = 1;
inline constexpr FieldGroups kActorGroup = 2;
inline constexpr FieldGroups kAcceptedGroup = 4;
inline constexpr FieldGroups kStateGroup = 8;    // state, reject_reason, merged_into, split_into
inline constexpr FieldGroups kQuotesGroup = 16;  // quotes, without_quote, merged_from
inline constexpr FieldGroups kArgumentsGroup = 32;
inline constexpr FieldGroups kOpposedGroup = 64;
inline constexpr FieldGroups kAllGroups = 127;

// The groups in which the two sides of a change differ; all of them when the step made the measure,
// and when the measure became part of others or several (they took all of it over).
FieldGroups ChangedGroups(const v1::MeasureChange& change);

// True when `later` built on what `earlier` did to `measure`.
bool Depends(const v1::CurationStep& later, const v1::CurationStep& earlier,
             std::string_view measure);

// The measure with what `change` did to it taken back; in state UNDONE when the step had made it.
v1::Measure TakeBack(const v1::MeasureChange& change, const v1::Measure& now);

// Whether a step is one that can be undone at all: not one that brought the measure in, and not an
// undoing.
bool IsUndoable(v1::CurationKind kind);

// Kind of a step's events in the store, plus the CurationKind. The subject is the measure, the data
// the name of the step.
inline constexpr std::int32_t kStepEvents = 100;

class StepWriter {
 public:
  StepWriter(v1::CurationKind kind, const std::string& deliberation, const std::string& actor,
             const std::string& id, std::int64_t now_us);

  v1::CurationStep& step() { return step_; }

  // `before` as stored at `revision`; both without etag. Sets the update time of `after`.
  void Change(const v1::Measure& before, std::int64_t revision, v1::Measure& after);
  // A new measure; sets its times.
  void Create(v1::Measure& measure);

  // Adds the rows of the measures, the step and its place in their histories, and one event for
  // each measure. Call once.
  void AddTo(store::Mutation& mutation);

  // The measures as they are after the step, in order of the changes.
  [[nodiscard]] std::vector<v1::Measure> Changed() const;

 private:
  v1::CurationStep step_;
  std::string deliberation_;
  std::vector<std::int64_t> expected_;  // revision of each change; 0 for new ones
};

// Sets without_quote.
void NoteQuotes(v1::Measure& measure);

}  // namespace plenum::ingestion
