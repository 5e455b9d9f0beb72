#include "services/deliberation/counting/field.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <algorithm>
#include <cstddef>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace plenum::counting {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string NameIn(const std::vector<std::string>& names, int option) {
  return absl::StrCat("\"", names[static_cast<size_t>(option)], "\"");
}

// The declared order with what it leaves out of the withdrawn options at its end; or what is wrong
// with it, by the names of options.
absl::StatusOr<wire::TiePolicy> WithWholeOrder(const wire::TiePolicy& policy,
                                               const std::vector<std::string>& names,
                                               const math::Withdrawal& standing) {
  if (!policy.has_declared_order()) return policy;
  std::vector<bool> seen(names.size(), false);
  for (const int option : policy.declared_order().options()) {
    if (option < 0 || option >= std::ssize(names)) {
      return absl::InvalidArgumentError(
          absl::StrCat("declared tie order: there is no option ", option));
    }
    if (seen[static_cast<size_t>(option)]) {
      return absl::InvalidArgumentError(
          absl::StrCat("declared tie order: ", NameIn(names, option), " stands there twice"));
    }
    seen[static_cast<size_t>(option)] = true;
  }
  wire::TiePolicy whole = policy;
  for (int option = 0; option < std::ssize(names); ++option) {
    if (seen[static_cast<size_t>(option)]) continue;
    if (standing.NumberOf(option)) {
      return absl::InvalidArgumentError(
          absl::StrCat("declared tie order: ", NameIn(names, option), " is missing"));
    }
    whole.mutable_declared_order()->add_options(option);
  }
  return whole;
}

// The order of a policy over all options, as one over those that stand. A seed goes by the numbers
// of the request, so that it is the same permutation whoever has withdrawn.
math::TieFallback Over(const math::TieFallback& fallback, const math::Withdrawal& standing) {
  const math::TiePolicy policy =
      std::visit([](const auto& one) -> math::TiePolicy { return one; }, fallback);
  const auto order = math::PolicyOrder(policy, standing.option_count());
  if (!order.ok() || order->empty()) return fallback;
  return math::DeclaredOrder{standing.NumbersOf(*order)};
}

math::TiePolicy Over(const math::TiePolicy& policy, const math::Withdrawal& standing) {
  if (standing.complete()) return policy;
  if (const auto* backwards = std::get_if<math::Backwards>(&policy)) {
    return math::Backwards{Over(backwards->fallback, standing)};
  }
  if (const auto* forwards = std::get_if<math::Forwards>(&policy)) {
    return math::Forwards{Over(forwards->fallback, standing)};
  }
  if (std::holds_alternative<math::DeclaredOrder>(policy) ||
      std::holds_alternative<math::SeededPermutation>(policy)) {
    const auto order = math::PolicyOrder(policy, standing.option_count());
    if (order.ok()) return math::DeclaredOrder{standing.NumbersOf(*order)};
  }
  return policy;
}

bool IsSeeded(const math::TiePolicy& policy) {
  const math::TieFallback* fallback = nullptr;
  if (const auto* backwards = std::get_if<math::Backwards>(&policy)) {
    fallback = &backwards->fallback;
  } else if (const auto* forwards = std::get_if<math::Forwards>(&policy)) {
    fallback = &forwards->fallback;
  }
  return fallback != nullptr ? std::holds_alternative<math::SeededPermutation>(*fallback)
                             : std::holds_alternative<math::SeededPermutation>(policy);
}

// "Place.options" of plenum.tally.v1.Place.options.
std::string ShortName(const FieldDescriptor& field) {
  return field.full_name().substr(field.file()->package().size() + 1);
}

bool IsOptionField(const FieldDescriptor& field) {
  static const auto* const fields =
      new absl::flat_hash_set<std::string>(OptionFields().begin(), OptionFields().end());
  return field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && fields->contains(ShortName(field));
}

void RestoreNumbers(const std::vector<int>& numbers, Message& message);

void RestoreField(const std::vector<int>& numbers, const FieldDescriptor& field, Message& message) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const bool is_message = field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
  if (!is_message && !IsOptionField(field)) return;
  if (!field.is_repeated()) {
    if (field.has_presence() && !reflection.HasField(message, &field)) return;
    if (is_message) {
      RestoreNumbers(numbers, *reflection.MutableMessage(&message, &field));
    } else {
      const int number = reflection.GetInt32(message, &field);
      reflection.SetInt32(&message, &field, numbers[static_cast<size_t>(number)]);
    }
    return;
  }
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (is_message) {
      RestoreNumbers(numbers, *reflection.MutableRepeatedMessage(&message, &field, i));
    } else {
      const int number = reflection.GetRepeatedInt32(message, &field, i);
      reflection.SetRepeatedInt32(&message, &field, i, numbers[static_cast<size_t>(number)]);
    }
  }
}

// Every option in the message by the number of the request: numbers[new number].
void RestoreNumbers(const std::vector<int>& numbers, Message& message) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    RestoreField(numbers, *message.GetDescriptor()->field(i), message);
  }
}

}  // namespace

const std::vector<std::string>& OptionFields() {
  static const auto* const fields =
      new std::vector<std::string>{"Tier.options",
                                   "Place.options",
                                   "Outcome.condorcet_winner",
                                   "Outcome.condorcet_loser",
                                   "Path.from",
                                   "Path.to",
                                   "Path.options",
                                   "OptionVotes.option",
                                   "Round.elected",
                                   "Round.eliminated",
                                   "Defeat.winner",
                                   "Defeat.loser",
                                   "OptionSet.options",
                                   "Tie.tied",
                                   "Tie.resolved",
                                   "Stage.options",
                                   "ElectResponse.elected",
                                   "Committee.options",
                                   "FlipMargin.rival",
                                   "RuleWinners.elected",
                                   "RuleWinners.level",
                                   "WinnerStability.option",
                                   "TallyScoresResponse.elected",
                                   "TallyScoresResponse.undecided",
                                   "OptionStability.option",
                                   "ExplainResponse.path",
                                   "ExplainResponse.cycle",
                                   "SelectPackageResponse.selected",
                                   "BallotTrace.Pair.upper",
                                   "ExplainResponse.upper",
                                   "ExplainResponse.lower",
                                   "BallotTrace.Pair.lower",
                                   "ExplainScoresResponse.upper",
                                   "ExplainScoresResponse.lower",
                                   "OptionScore.option",
                                   "ScoreBallotTrace.Runoff.winner",
                                   "ScoreBallotTrace.Runoff.loser",
                                   "ScoreBallotTrace.Runoff.supports",
                                   "ScoreBallotTrace.Seat.winner",
                                   "ExplainCommitteeResponse.upper",
                                   "ExplainCommitteeResponse.lower",
                                   "CommitteeBallotTrace.members",
                                   "CommitteeBallotTrace.Step.option",
                                   "ExplainPackageResponse.upper",
                                   "ExplainPackageResponse.lower",
                                   "PackageFate.because",
                                   "PackageBallotTrace.Support.option"};
  return *fields;
}

const std::vector<std::string>& OtherNumberFields() {
  static const auto* const fields = new std::vector<std::string>{
      "Place.position", "Tie.round", "Stage.round", "BallotTrace.agrees", "BallotTrace.disagrees",
      "ExplainResponse.round", "Agreement.concordant", "Agreement.discordant",
      "OptionStability.best_place", "OptionStability.worst_place", "OptionStability.places",
      "CheckRobustnessResponse.samples", "SharedWinners.shared", "WinnerStability.rules",
      "WinnerStability.samples", "WinnersReport.rules_counted", "WinnersReport.same_winners",
      "WinnersReport.unproven_samples", "ElectionFate.stage", "ElectionFate.round",
      "VoteShift.stage", "VoteShift.round", "ElectionBallotTrace.Step.stage",
      "ElectionBallotTrace.Step.round", "ExplainScoresResponse.upper_seat",
      "ExplainScoresResponse.lower_seat", "ScoreBallotTrace.Runoff.seat", "OptionScore.score",
      "ExplainCommitteeResponse.committees", "ExplainCommitteeResponse.committees_with_upper",
      "ExplainCommitteeResponse.committees_with_lower", "ExplainCommitteeResponse.step",
      "CommitteeBallotTrace.Step.step", "PackageFate.step",
      // By the numbers of the request from the beginning.
      "Outcome.withdrawn", "ElectResponse.withdrawn", "TallyScoresResponse.withdrawn",
      "ElectCommitteeResponse.withdrawn", "SelectPackageResponse.withdrawn",
      "CheckRobustnessResponse.withdrawn", "ExplainElectionResponse.upper",
      "ExplainElectionResponse.lower", "VoteShift.from", "BallotPart.option",
      "ElectionBallotTrace.Step.from"};
  return *fields;
}

absl::StatusOr<Field> Field::Create(const std::vector<std::string>& names, int option_count,
                                    const std::vector<math::OptionIndex>& withdrawn,
                                    const wire::TiePolicy& policy) {
  if (std::ssize(names) != option_count) {
    return absl::InvalidArgumentError("there must be one name for each option");
  }
  absl::StatusOr<math::Withdrawal> standing = math::Withdrawal::Create(option_count, withdrawn);
  if (!standing.ok()) return standing.status();
  const auto whole = WithWholeOrder(policy, names, *standing);
  if (!whole.ok()) return whole.status();
  auto ties = ToMath(*whole, option_count);
  if (!ties.ok()) return ties.status();
  Field field(*std::move(standing));
  field.withdrawn_ = field.standing_.withdrawn();
  field.names_ = field.standing_.Of(names);
  field.all_names_ = names;
  field.ties_ = Over(*ties, field.standing_);
  field.all_ties_ = *std::move(ties);
  return field;
}

absl::StatusOr<Field> Field::LeavingOut(const std::vector<math::OptionIndex>& options) const {
  absl::StatusOr<math::Withdrawal> standing =
      math::Withdrawal::Create(standing_.option_count(), options);
  if (!standing.ok()) return standing.status();
  Field field = *this;
  field.standing_ = *std::move(standing);
  field.names_ = field.standing_.Of(all_names_);
  field.ties_ = Over(all_ties_, field.standing_);
  return field;
}

void Field::Restore(wire::Outcome& outcome) const {
  NameWithdrawn(outcome.mutable_withdrawn());
  if (standing_.complete()) return;
  RestoreNumbers(standing_.options(), outcome);
  *outcome.mutable_options() = {all_names_.begin(), all_names_.end()};
  Spread(outcome.mutable_pairwise());
  Spread(outcome.mutable_strengths());
  RestoreWorking(outcome.mutable_working());
}

void Field::Restore(wire::TallyScoresResponse& response) const {
  NameWithdrawn(response.mutable_withdrawn());
  if (standing_.complete()) return;
  RestoreNumbers(standing_.options(), response);
  RestoreWorking(response.mutable_working());
}

void Field::Restore(wire::ElectCommitteeResponse& response) const {
  NameWithdrawn(response.mutable_withdrawn());
  if (standing_.complete()) return;
  RestoreNumbers(standing_.options(), response);
  Spread(response.mutable_points());
  RestoreTies(response.mutable_ties());
}

void Field::Restore(wire::SelectPackageResponse& response) const {
  NameWithdrawn(response.mutable_withdrawn());
  if (standing_.complete()) return;
  RestoreNumbers(standing_.options(), response);
  RestoreTies(response.mutable_ties());
}

void Field::Restore(wire::ExplainResponse& response) const {
  if (!standing_.complete()) RestoreNumbers(standing_.options(), response);
}

void Field::Restore(wire::CheckRobustnessResponse& response) const {
  NameWithdrawn(response.mutable_withdrawn());
  if (!standing_.complete()) RestoreNumbers(standing_.options(), response);
}

void Field::Restore(wire::ExplainScoresResponse& response) const { RestoreReason(response); }
void Field::Restore(wire::ExplainCommitteeResponse& response) const { RestoreReason(response); }
void Field::Restore(wire::ExplainPackageResponse& response) const { RestoreReason(response); }

template <typename Response>
void Field::RestoreReason(Response& response) const {
  if (standing_.complete()) return;
  RestoreNumbers(standing_.options(), response);
  if (!IsSeeded(all_ties_) || response.tie_rule() != "declared order") return;
  response.set_tie_rule("seeded permutation");
  response.set_sentence(
      absl::StrReplaceAll(response.sentence(), {{"(declared order)", "(seeded permutation)"}}));
}

void Field::RestoreWorking(wire::Working* working) const {
  for (wire::Figure& figure : *working->mutable_figures()) Spread(figure.mutable_values());
  RestoreTies(working->mutable_ties());
}

// A seed became an order of those that stand; the answer says what it was.
void Field::RestoreTies(google::protobuf::RepeatedPtrField<wire::Tie>* ties) const {
  if (!IsSeeded(all_ties_)) return;
  for (wire::Tie& tie : *ties) {
    if (tie.rule() == "declared order") tie.set_rule("seeded permutation");
  }
}

void Field::NameWithdrawn(google::protobuf::RepeatedField<int>* withdrawn) const {
  withdrawn->Add(withdrawn_.begin(), withdrawn_.end());
}

void Field::Spread(google::protobuf::RepeatedPtrField<std::string>* values) const {
  if (values->empty()) return;
  google::protobuf::RepeatedPtrField<std::string> all;
  for (int option = 0; option < standing_.option_count(); ++option) {
    const auto number = standing_.NumberOf(option);
    *all.Add() = number ? std::move(*values->Mutable(*number)) : "";
  }
  *values = std::move(all);
}

void Field::Spread(google::protobuf::RepeatedPtrField<wire::MatrixRow>* rows) const {
  if (rows->empty()) return;
  google::protobuf::RepeatedPtrField<wire::MatrixRow> all;
  for (int row = 0; row < standing_.option_count(); ++row) {
    auto* values = all.Add()->mutable_values();
    values->Resize(standing_.option_count(), 0);
    const auto from = standing_.NumberOf(row);
    if (!from) continue;
    for (int i = 0; i < std::ssize(standing_.options()); ++i) {
      values->Set(standing_.options()[static_cast<size_t>(i)], rows->Get(*from).values(i));
    }
  }
  *rows = std::move(all);
}

}  // namespace plenum::counting
