// Field: the options of one request: which stand, what they are called, and how level ones are
// separated. Counts run over the options that stand; Restore gives the answer back the numbers of
// the request and names those that have withdrawn. Internal to counting/.
//
//   const auto field = Field::Create(request, request.profile.option_count());
//   const Ballots ballots(*field, request.profile);
//   ... count ballots.get() with field->ties() and field->names() ...
//   field->Restore(outcome);
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "plenum/tally/v1/tally.pb.h"
#include "services/deliberation/counting/messages.h"
#include "services/deliberation/tally/ties.h"
#include "services/deliberation/tally/withdrawal.h"

namespace plenum::counting {

class Field {
 public:
  // From names, withdrawn and tie_policy of the request. INVALID_ARGUMENT, with the names of
  // options: withdrawn options as Withdrawal::Create refuses them, another number of names than of
  // options, a tie policy that is none. A declared order may leave out options that have withdrawn.
  template <typename Request>
  static absl::StatusOr<Field> Create(const Request& request, int option_count) {
    return Create(request.names, option_count, request.withdrawn, request.tie_policy);
  }
  static absl::StatusOr<Field> Create(const std::vector<std::string>& names, int option_count,
                                      const std::vector<math::OptionIndex>& withdrawn,
                                      const wire::TiePolicy& policy);

  const math::Withdrawal& standing() const { return standing_; }
  // Of the options that stand, in their new numbers.
  const std::vector<std::string>& names() const { return names_; }
  const math::TiePolicy& ties() const { return ties_; }
  // Of all options of the request.
  const std::vector<std::string>& all_names() const { return all_names_; }
  // The same policy over all options, for counts that take withdrawn ones themselves.
  const math::TiePolicy& all_ties() const { return all_ties_; }

  // These, too, cannot be chosen: counts leave them out, but answers do not name them as withdrawn.
  absl::StatusOr<Field> LeavingOut(const std::vector<math::OptionIndex>& options) const;

  void Restore(wire::Outcome& outcome) const;
  void Restore(wire::TallyScoresResponse& response) const;
  void Restore(wire::ElectCommitteeResponse& response) const;
  void Restore(wire::SelectPackageResponse& response) const;  // but for its votes
  void Restore(wire::ExplainResponse& response) const;
  void Restore(wire::CheckRobustnessResponse& response) const;
  void Restore(wire::ExplainScoresResponse& response) const;
  void Restore(wire::ExplainCommitteeResponse& response) const;
  void Restore(wire::ExplainPackageResponse& response) const;

 private:
  explicit Field(math::Withdrawal standing) : standing_(std::move(standing)) {}

  void RestoreWorking(wire::Working* working) const;
  void RestoreTies(google::protobuf::RepeatedPtrField<wire::Tie>* ties) const;
  template <typename Response>
  void RestoreReason(Response& response) const;
  void NameWithdrawn(google::protobuf::RepeatedField<int>* withdrawn) const;
  // A list by option that stands as one by option of the request.
  void Spread(google::protobuf::RepeatedPtrField<std::string>* values) const;
  void Spread(google::protobuf::RepeatedPtrField<wire::MatrixRow>* rows) const;

  math::Withdrawal standing_;
  std::vector<math::OptionIndex> withdrawn_;  // as answers name them
  std::vector<std::string> names_;
  std::vector<std::string> all_names_;
  math::TiePolicy ties_;
  math::TiePolicy all_ties_;
};

// The fields of plenum.tally.v1 that hold numbers of options in answers, as "Place.options"; and
// those that hold other 32-bit numbers. counting_test holds the two lists against the messages: a
// new field belongs on one of them.
const std::vector<std::string>& OptionFields();
const std::vector<std::string>& OtherNumberFields();

// The ballots between the options that stand: those of the request themselves when all do.
template <typename Profile>
class Ballots {
 public:
  Ballots(const Field& field, const Profile& all) : all_(all) {
    if (field.standing().complete()) return;
    if constexpr (requires { all.Of(field.standing()); }) {
      rest_.emplace(all.Of(field.standing()));
    } else {
      rest_.emplace(field.standing().Of(all));
    }
  }
  const Profile& get() const { return rest_ ? *rest_ : all_; }

 private:
  const Profile& all_;
  std::optional<Profile> rest_;
};

}  // namespace plenum::counting
