#include "services/deliberation/tally/rounds/elimination.h"

#include <algorithm>
#include <optional>
#include <variant>

namespace plenum::tally {
namespace {

TiePolicy PolicyOf(const TieFallback& fallback) {
  return std::visit([](const auto& policy) { return TiePolicy(policy); }, fallback);
}

}  // namespace

absl::StatusOr<Elimination> Elimination::Create(const TiePolicy& policy, int option_count) {
  TiePolicy by_rounds = KeepTied{};
  TiePolicy rest = policy;
  bool keeps_history = true;
  if (const auto* backwards = std::get_if<Backwards>(&policy)) {
    by_rounds = Backwards{};
    rest = PolicyOf(backwards->fallback);
  } else if (const auto* forwards = std::get_if<Forwards>(&policy)) {
    by_rounds = Forwards{};
    rest = PolicyOf(forwards->fallback);
  } else {
    keeps_history = false;
  }
  absl::StatusOr<TieBreaker> first = TieBreaker::Create(by_rounds, option_count);
  if (!first.ok()) return first.status();
  absl::StatusOr<TieBreaker> second = TieBreaker::Create(rest, option_count);
  if (!second.ok()) return second.status();
  absl::StatusOr<Ranking> nothing_yet = Ranking::Create(option_count, {});
  if (!nothing_yet.ok()) return nothing_yet.status();
  Count count{.ranking = *nothing_yet, .ranking_by_votes = *nothing_yet};
  return Elimination(*std::move(first), *std::move(second), keeps_history, std::move(count));
}

Round& Elimination::Begin(Round round, bool more_is_better) {
  history_.emplace_back();
  if (keeps_history_) {
    history_.back() = round.votes;
    if (!more_is_better) {
      for (std::optional<Rational>& votes : history_.back()) {
        if (votes.has_value()) *votes = -*votes;
      }
    }
  }
  count_.rounds.push_back(std::move(round));
  return count_.rounds.back();
}

void Elimination::CollectEvents() {
  for (; by_rounds_seen_ < by_rounds_.events().size(); ++by_rounds_seen_) {
    count_.events.push_back(by_rounds_.events()[by_rounds_seen_]);
  }
  for (; fallback_seen_ < fallback_.events().size(); ++fallback_seen_) {
    count_.events.push_back(fallback_.events()[fallback_seen_]);
  }
  count_.held = fallback_.held();
}

std::vector<OptionIndex> Elimination::End(std::span<const OptionIndex> level, bool last) {
  std::vector<std::vector<OptionIndex>> order = by_rounds_.Order(level, history_);
  const std::vector<OptionIndex> group = last ? order.back() : order.front();
  const bool held_before = fallback_.held();
  order = fallback_.Order(group, history_);
  CollectEvents();
  if (fallback_.held() && !held_before) return {};
  return last ? order.back() : order.front();
}

std::vector<OptionIndex> Elimination::Last(std::span<const OptionIndex> level) {
  return End(level, /*last=*/true);
}

std::vector<OptionIndex> Elimination::First(std::span<const OptionIndex> level) {
  return End(level, /*last=*/false);
}

std::vector<std::vector<OptionIndex>> Elimination::Order(std::span<const OptionIndex> level) {
  std::vector<std::vector<OptionIndex>> tiers;
  for (const std::vector<OptionIndex>& group : by_rounds_.Order(level, history_)) {
    for (std::vector<OptionIndex>& tier : fallback_.Order(group, history_)) {
      tiers.push_back(std::move(tier));
    }
  }
  CollectEvents();
  return tiers;
}

void Elimination::NoteKept(std::span<const OptionIndex> together) {
  count_.events.push_back(
      {{together.begin(), together.end()}, {}, "kept", static_cast<int>(count_.rounds.size()) - 1});
}

Count Elimination::Finish(const std::vector<std::vector<OptionIndex>>& tiers) {
  // Every option was placed once, so this is a ranking.
  count_.ranking = *Ranking::Create(count_.ranking.option_count(), tiers);
  count_.ranking_by_votes = count_.ranking;
  return std::move(count_);
}

std::vector<std::vector<OptionIndex>> Places::Tiers() const {
  std::vector<std::vector<OptionIndex>> tiers = top_;
  tiers.insert(tiers.end(), bottom_.rbegin(), bottom_.rend());
  return tiers;
}

bool EliminateOneOf(const std::vector<OptionIndex>& level, StandingVotes& votes, Elimination& work,
                    Places& places) {
  const std::vector<OptionIndex> out = work.Last(level);
  if (out.empty()) {
    places.Bottom(votes.standing());
    return false;
  }
  if (out.size() > 1 && out.size() < votes.standing().size()) work.NoteKept(out);
  Round& round = work.round();
  (out.size() == votes.standing().size() ? round.elected : round.eliminated) = out;
  places.Bottom(out);
  votes.Eliminate(out);
  return true;
}

void PlaceLastStanding(const StandingVotes& votes, Elimination& work, Places& places) {
  if (work.held() || votes.standing().size() != 1) return;
  places.Bottom(votes.standing());
  // Besides one that the same round has already placed, where a method fills places from the top.
  if (!work.count().rounds.empty()) work.round().elected.push_back(votes.standing().front());
}

}  // namespace plenum::tally
