#include "services/ingestion/lineage.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"

namespace plenum::ingestion {
namespace {

template <class Repeated>
bool SameTexts(const Repeated& a, const Repeated& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

template <class Repeated>
bool SameMessages(const Repeated& a, const Repeated& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const google::protobuf::Message& x, const google::protobuf::Message& y) {
                      return google::protobuf::util::MessageDifferencer::Equals(x, y);
                    });
}

bool IsAbsorbed(const v1::Measure& measure) {
  return measure.state() == v1::MEASURE_STATE_MERGED || measure.state() == v1::MEASURE_STATE_SPLIT;
}

// Copies the fields of `groups`.
void CopyGroups(FieldGroups groups, const v1::Measure& from, v1::Measure& to) {
  if ((groups & kTitleGroup) != 0) to.set_title(from.title());
  if ((groups & kActorGroup) != 0) to.set_actor(from.actor());
  if ((groups & kAcceptedGroup) != 0) to.set_accepted(from.accepted());
  if ((groups & kStateGroup) != 0) {
    to.set_state(from.state());
    to.set_reject_reason(from.reject_reason());
    to.set_merged_into(from.merged_into());
    *to.mutable_split_into() = from.split_into();
  }
  if ((groups & kQuotesGroup) != 0) {
    *to.mutable_quotes() = from.quotes();
    to.set_without_quote(from.without_quote());
    *to.mutable_merged_from() = from.merged_from();
  }
  if ((groups & kArgumentsGroup) != 0) *to.mutable_arguments() = from.arguments();
  if ((groups & kOpposedGroup) != 0) *to.mutable_opposed_to() = from.opposed_to();
}

const v1::MeasureChange* ChangeOf(const v1::CurationStep& step, std::string_view measure) {
  for (const auto& change : step.changes()) {
    if (change.measure() == measure) return &change;
  }
  return nullptr;
}

FieldGroups DifferingGroups(const v1::Measure& a, const v1::Measure& b) {
  FieldGroups groups = 0;
  if (a.title() != b.title()) groups |= kTitleGroup;
  if (a.actor() != b.actor()) groups |= kActorGroup;
  if (a.accepted() != b.accepted()) groups |= kAcceptedGroup;
  if (a.state() != b.state() || a.reject_reason() != b.reject_reason() ||
      a.merged_into() != b.merged_into() || !SameTexts(a.split_into(), b.split_into())) {
    groups |= kStateGroup;
  }
  if (!SameMessages(a.quotes(), b.quotes()) || !SameTexts(a.merged_from(), b.merged_from())) {
    groups |= kQuotesGroup;
  }
  if (!SameMessages(a.arguments(), b.arguments())) groups |= kArgumentsGroup;
  if (!SameTexts(a.opposed_to(), b.opposed_to())) groups |= kOpposedGroup;
  return groups;
}

}  // namespace

FieldGroups ChangedGroups(const v1::MeasureChange& change) {
  if (!change.has_before()) return kAllGroups;
  if (IsAbsorbed(change.after()) && !IsAbsorbed(change.before())) return kAllGroups;
  return DifferingGroups(change.before(), change.after());
}

bool Depends(const v1::CurationStep& later, const v1::CurationStep& earlier,
             std::string_view measure) {
  const auto* first = ChangeOf(earlier, measure);
  const auto* second = ChangeOf(later, measure);
  if (first == nullptr || second == nullptr) return false;
  if (!later.undone_by().empty() || later.kind() == v1::CURATION_KIND_UNDONE) return false;
  return (ChangedGroups(*first) & ChangedGroups(*second)) != 0;
}

v1::Measure TakeBack(const v1::MeasureChange& change, const v1::Measure& now) {
  v1::Measure back = now;
  if (!change.has_before()) {
    back.set_state(v1::MEASURE_STATE_UNDONE);
    return back;
  }
  CopyGroups(DifferingGroups(change.before(), change.after()), change.before(), back);
  return back;
}

bool IsUndoable(v1::CurationKind kind) {
  return kind != v1::CURATION_KIND_FOUND && kind != v1::CURATION_KIND_ADDED &&
         kind != v1::CURATION_KIND_UNDONE;
}

StepWriter::StepWriter(v1::CurationKind kind, const std::string& deliberation,
                       const std::string& actor, const std::string& id, std::int64_t now_us)
    : deliberation_(deliberation) {
  step_.set_name(absl::StrCat(deliberation, "/steps/", id));
  step_.set_kind(kind);
  step_.set_actor(actor);
  *step_.mutable_create_time() = resource::ToTimestamp(now_us);
}

void StepWriter::Change(const v1::Measure& before, std::int64_t revision, v1::Measure& after) {
  *after.mutable_update_time() = step_.create_time();
  after.clear_etag();
  auto& change = *step_.add_changes();
  change.set_measure(after.name());
  *change.mutable_before() = before;
  change.mutable_before()->clear_etag();
  *change.mutable_after() = after;
  expected_.push_back(revision);
}

void StepWriter::Create(v1::Measure& measure) {
  *measure.mutable_create_time() = step_.create_time();
  *measure.mutable_update_time() = step_.create_time();
  measure.clear_etag();
  auto& change = *step_.add_changes();
  change.set_measure(measure.name());
  *change.mutable_after() = measure;
  expected_.push_back(0);
}

void StepWriter::AddTo(store::Mutation& mutation) {
  mutation.stream = deliberation_;
  const store::Key step_key = resource::KeyOf(step_.name());
  for (int i = 0; i < step_.changes_size(); ++i) {
    const auto& change = step_.changes(i);
    const store::Key key = resource::KeyOf(change.measure());
    // A measure that an earlier step of the same mutation wrote is written once, as it is now.
    const auto written = std::find_if(mutation.puts.begin(), mutation.puts.end(),
                                      [&](const store::Put& put) { return put.key == key; });
    std::string data = change.after().SerializeAsString();
    if (written != mutation.puts.end()) {
      written->data = std::move(data);
    } else {
      mutation.puts.push_back({key, std::move(data), expected_[static_cast<std::size_t>(i)]});
    }
    mutation.puts.push_back({{change.measure() + "/steps", step_key.id}, "", 0});
    mutation.events.push_back({kStepEvents + static_cast<std::int32_t>(step_.kind()),
                               change.measure(), step_.actor(), step_.name()});
  }
  mutation.puts.push_back({step_key, step_.SerializeAsString(), 0});
}

std::vector<v1::Measure> StepWriter::Changed() const {
  std::vector<v1::Measure> measures;
  measures.reserve(static_cast<std::size_t>(step_.changes_size()));
  for (const auto& change : step_.changes()) measures.push_back(change.after());
  return measures;
}

void NoteQuotes(v1::Measure& measure) { measure.set_without_quote(measure.quotes().empty()); }

}  // namespace plenum::ingestion
