#include "services/deliberation/counting/messages.h"

#include <utility>

namespace plenum::counting {
namespace {

// Where the policy has no rounds to ask, or they tell nothing.
absl::StatusOr<math::TieFallback> FallbackOf(const wire::TiePolicy& policy, int option_count) {
  math::TieFallback fallback = math::KeepTied{};
  switch (policy.then_case()) {
    case wire::TiePolicy::kDeclaredOrder: {
      const auto& options = policy.declared_order().options();
      fallback = math::DeclaredOrder{{options.begin(), options.end()}};
      break;
    }
    case wire::TiePolicy::kSeed:
      fallback = math::SeededPermutation{policy.seed()};
      break;
    case wire::TiePolicy::kHold:
      if (policy.hold()) fallback = math::HoldForDecision{};
      break;
    case wire::TiePolicy::THEN_NOT_SET:
      break;
  }
  const math::TiePolicy checked =
      std::visit([](const auto& one) -> math::TiePolicy { return one; }, fallback);
  const auto order = math::PolicyOrder(checked, option_count);
  if (!order.ok()) return order.status();
  return fallback;
}

void AddRound(const math::Round& round, wire::Working* working) {
  auto* message = working->add_rounds();
  for (size_t option = 0; option < round.votes.size(); ++option) {
    if (!round.votes[option]) continue;
    auto* votes = message->add_votes();
    votes->set_option(static_cast<int>(option));
    votes->set_votes(math::ToText(*round.votes[option]));
  }
  message->set_exhausted(math::ToText(round.exhausted));
  AddOptions(round.elected, message->mutable_elected());
  AddOptions(round.eliminated, message->mutable_eliminated());
  message->set_unit(round.unit);
  if (round.majority_of) message->set_majority_of(math::ToText(*round.majority_of));
}

}  // namespace

absl::StatusOr<math::TiePolicy> ToMath(const wire::TiePolicy& policy, int option_count) {
  absl::StatusOr<math::TieFallback> fallback = FallbackOf(policy, option_count);
  if (!fallback.ok()) return fallback.status();
  switch (policy.history()) {
    case wire::TiePolicy::HISTORY_BACKWARDS:
      return math::TiePolicy(math::Backwards{*std::move(fallback)});
    case wire::TiePolicy::HISTORY_FORWARDS:
      return math::TiePolicy(math::Forwards{*std::move(fallback)});
    case wire::TiePolicy::HISTORY_UNSPECIFIED:
      return std::visit([](auto& one) -> math::TiePolicy { return std::move(one); }, *fallback);
    default:
      return absl::InvalidArgumentError("the tie policy's history is not known");
  }
}

void AddTies(std::span<const math::TieEvent> events, int first_round,
             google::protobuf::RepeatedPtrField<wire::Tie>* ties) {
  for (const math::TieEvent& event : events) {
    auto* tie = ties->Add();
    AddOptions(event.tied, tie->mutable_tied());
    AddOptions(event.resolved, tie->mutable_resolved());
    tie->set_rule(event.rule);
    if (event.round) tie->set_round(*event.round + first_round);
  }
}

void FillWorking(const math::Count& count, wire::Working* working) {
  for (const math::Figure& figure : count.figures) {
    auto* message = working->add_figures();
    message->set_name(figure.name);
    for (const math::Rational& value : figure.values) message->add_values(math::ToText(value));
    message->set_higher_is_better(figure.higher_is_better);
  }
  for (const math::Round& round : count.rounds) AddRound(round, working);
  if (!count.rounds.empty()) working->set_unit(count.unit);
  if (count.defeats.size() <= kMostDefeats) {
    for (const math::Defeat& defeat : count.defeats) {
      auto* message = working->add_defeats();
      message->set_winner(defeat.winner);
      message->set_loser(defeat.loser);
      message->set_strength(defeat.strength);
      message->set_kept(defeat.kept);
    }
  }
  for (const auto& set : count.sets) {
    auto* message = working->add_sets();
    message->set_name(set.name);
    AddOptions(set.options, message->mutable_options());
  }
  AddTies(count.events, 1, working->mutable_ties());
  working->set_held(count.held);
  working->set_unproven(!count.proven);
}

void AddPlaces(const math::Ranking& ranking,
               google::protobuf::RepeatedPtrField<wire::Place>* places) {
  int position = 1;
  for (int t = 0; t < ranking.tier_count(); ++t) {
    auto* place = places->Add();
    place->set_position(position);
    AddOptions(ranking.tier(t), place->mutable_options());
    position += place->options_size();
  }
}

void FillMargin(const math::FlipMargin& margin, wire::FlipMargin* message) {
  message->set_at_least(margin.at_least);
  if (margin.at_most) message->set_at_most(*margin.at_most);
  if (margin.rival) message->set_rival(*margin.rival);
  message->set_exact(margin.exact());
  message->set_because(margin.because);
}

}  // namespace plenum::counting
