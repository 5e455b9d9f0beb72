// Election: where a count by single transferable vote stands, the record of how it got there, and
// the choice between level options. Each rule is a function on it. Internal to the stv folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/stv/ballots.h"
#include "services/deliberation/tally/stv/numbers.h"
#include "services/deliberation/tally/stv/stv.h"
#include "services/deliberation/tally/ties.h"

namespace plenum::tally::stv {

template <typename Numbers>
class Election {
 public:
  using Value = typename Numbers::Value;

  Election(const StvOptions& options, const std::vector<bool>& stands, const Ballots& ballots,
           Numbers numbers, TieBreaker ties)
      : numbers_(std::move(numbers)),
        options_(options),
        ballots_(ballots),
        ties_(std::move(ties)),
        states_(stands.size()),
        votes_(stands.size()) {
    for (size_t i = 0; i < stands.size(); ++i) {
      states_[i] = stands[i] ? StvState::kHopeful : StvState::kWithdrawn;
    }
  }

  const Numbers& numbers() const { return numbers_; }
  const StvOptions& options() const { return options_; }
  const Ballots& ballots() const { return ballots_; }
  int option_count() const { return static_cast<int>(states_.size()); }
  int round() const { return round_; }

  StvState state(OptionIndex option) const { return states_[Place(option)]; }
  const Value& votes(OptionIndex option) const { return votes_[Place(option)]; }
  Value& votes(OptionIndex option) { return votes_[Place(option)]; }
  // Keep factors or quotients; the first use makes them part of the record.
  Value& factor(OptionIndex option) {
    factors_.resize(states_.size());
    return factors_[Place(option)];
  }

  // Figures of the whole count, which the rule keeps up to date.
  Value quota = Value(0);
  Value surplus = Value(0);
  Value nontransferable = Value(0);

  std::vector<OptionIndex> In(StvState state) const {
    std::vector<OptionIndex> options;
    for (OptionIndex option = 0; option < option_count(); ++option) {
      if (states_[Place(option)] == state) options.push_back(option);
    }
    return options;
  }
  std::vector<OptionIndex> Hopeful() const { return In(StvState::kHopeful); }
  std::vector<OptionIndex> Pending() const { return In(StvState::kPending); }
  // Elected, whether with a surplus to transfer or not; in their order on the ballot.
  std::vector<OptionIndex> Elected() const {
    std::vector<OptionIndex> options = result_.elected;
    std::sort(options.begin(), options.end());
    return options;
  }
  int hopeful_count() const {
    return static_cast<int>(std::count(states_.begin(), states_.end(), StvState::kHopeful));
  }
  int elected_count() const { return static_cast<int>(result_.elected.size()); }
  int seats_left() const { return options_.seats - elected_count(); }
  // Who can still get votes.
  std::vector<bool> Open() const {
    std::vector<bool> open(states_.size());
    for (size_t i = 0; i < open.size(); ++i) open[i] = states_[i] == StvState::kHopeful;
    return open;
  }

  Value VotesOf(std::span<const OptionIndex> options) const {
    Value sum(0);
    for (const OptionIndex option : options) sum += votes(option);
    return sum;
  }
  // Votes above the quota, not below 0.
  Value SurplusOf(OptionIndex option) const {
    Value above = votes(option) - quota;
    return numbers_.Compare(above, Value(0)) < 0 ? Value(0) : above;
  }

  // The options by votes, fewest first, and then by their order. The comparison of guarded numbers
  // is no order in the strict sense, which an insertion sort can bear.
  std::vector<OptionIndex> ByVotes(std::vector<OptionIndex> options) const {
    for (size_t i = 1; i < options.size(); ++i) {
      for (size_t j = i; j > 0 && Compare(options[j - 1], options[j]) > 0; --j) {
        std::swap(options[j - 1], options[j]);
      }
    }
    return options;
  }

  // Those of the options whose figure is the largest or the smallest.
  template <typename FigureOf>
  std::vector<OptionIndex> Extreme(const std::vector<OptionIndex>& options, bool largest,
                                   const FigureOf& figure_of) const {
    OptionIndex best = options.front();
    for (const OptionIndex option : options) {
      const int order = numbers_.Compare(figure_of(option), figure_of(best));
      if (largest ? order > 0 : order < 0) best = option;
    }
    std::vector<OptionIndex> level;
    for (const OptionIndex option : options) {
      if (numbers_.Compare(figure_of(option), figure_of(best)) == 0) level.push_back(option);
    }
    return level;
  }
  std::vector<OptionIndex> MostVotes(const std::vector<OptionIndex>& options) const {
    return Extreme(options, true, [this](OptionIndex o) -> const Value& { return votes(o); });
  }
  std::vector<OptionIndex> FewestVotes(const std::vector<OptionIndex>& options) const {
    return Extreme(options, false, [this](OptionIndex o) -> const Value& { return votes(o); });
  }

  // The steps of a count. Each is recorded as it is made.
  void NewRound() {
    ++round_;
    Record(StvAction::kRound, {});
    history_.push_back(votes_);
  }
  void Elect(OptionIndex option, const std::string& reason, bool pending = false) {
    states_[Place(option)] = pending ? StvState::kPending : StvState::kElected;
    if (std::find(result_.elected.begin(), result_.elected.end(), option) ==
        result_.elected.end()) {
      result_.elected.push_back(option);
    }
    Record(StvAction::kElect, {option}, reason);
  }
  void ElectAll(const std::vector<OptionIndex>& options, const std::string& reason) {
    for (const OptionIndex option : options) Elect(option, reason);
  }
  // Back among the hopeful ones, for QPQ; unrecorded.
  void Unelect() {
    for (const OptionIndex option : result_.elected) states_[Place(option)] = StvState::kHopeful;
    result_.elected.clear();
  }
  void Choose(OptionIndex option, const std::string& reason) {
    states_[Place(option)] = StvState::kElected;
    Record(StvAction::kChoose, {option}, reason);
  }
  // No surplus will be transferred any more; unrecorded.
  void SettlePending() {
    for (StvState& state : states_) {
      if (state == StvState::kPending) state = StvState::kElected;
    }
  }
  void Exclude(OptionIndex option, const std::string& reason) {
    states_[Place(option)] = StvState::kExcluded;
    result_.excluded.push_back(option);
    Record(StvAction::kExclude, {option}, reason);
  }
  void ExcludeAll(const std::vector<OptionIndex>& options, const std::string& reason) {
    for (const OptionIndex option : options) Exclude(option, reason);
  }
  StvStage& Record(StvAction action, std::vector<OptionIndex> options, std::string reason = "") {
    StvStage& stage = result_.stages.emplace_back();
    stage.action = action;
    stage.round = round_;
    stage.options = std::move(options);
    stage.reason = std::move(reason);
    stage.votes = Snapshot(votes_, recorded_votes_, votes_record_);
    stage.states = states_;
    if (!factors_.empty()) stage.factors = Snapshot(factors_, recorded_factors_, factors_record_);
    stage.quota = numbers_.Exactly(quota);
    Value all(0);
    for (const Value& value : votes_) all += value;
    stage.votes_in_all = numbers_.Exactly(all);
    stage.surplus = numbers_.Exactly(surplus);
    stage.nontransferable = numbers_.Exactly(nontransferable);
    return stage;
  }
  void RecordSurplus(OptionIndex option, const Value& transferred, const Value& of) {
    StvStage& stage = Record(StvAction::kTransfer, {option}, "surplus");
    stage.transferred = numbers_.Exactly(transferred);
    stage.transferred_of = numbers_.Exactly(of);
  }

  // One of the level options: the one that the tie policy puts first, or last; or that the lot has
  // drawn. Nothing when it is held for a decision: then the rule returns as it stands.
  std::optional<OptionIndex> OneOf(const std::vector<OptionIndex>& level, bool first,
                                   const std::string& reason) {
    if (level.size() == 1) return level.front();
    const std::optional<OptionIndex> chosen =
        options_.lot.empty() ? ByPolicy(level, first) : ByLot(level, first);
    StvStage& stage = Record(StvAction::kTie, {}, reason);
    stage.tied = level;
    if (chosen.has_value()) stage.options = {*chosen};
    return chosen;
  }

  StvResult TakeResult() { return std::move(result_); }

 private:
  static size_t Place(OptionIndex option) { return static_cast<size_t>(option); }

  int Compare(OptionIndex a, OptionIndex b) const {
    const int order = numbers_.Compare(votes(a), votes(b));
    return order != 0 ? order : a - b;
  }

  std::shared_ptr<const std::vector<Rational>> Snapshot(
      const std::vector<Value>& values, std::vector<Value>& recorded,
      std::shared_ptr<const std::vector<Rational>>& record) const {
    if (record == nullptr || recorded != values) {
      std::vector<Rational> exact;
      exact.reserve(values.size());
      for (const Value& value : values) exact.push_back(numbers_.Exactly(value));
      record = std::make_shared<const std::vector<Rational>>(std::move(exact));
      recorded = values;
    }
    return record;
  }

  std::optional<OptionIndex> ByPolicy(const std::vector<OptionIndex>& level, bool first) {
    for (size_t r = exact_history_.size(); r < history_.size(); ++r) {
      auto& figures = exact_history_.emplace_back();
      for (const Value& value : history_[r]) figures.emplace_back(numbers_.Exactly(value));
    }
    const size_t known = ties_.events().size();
    const std::vector<std::vector<OptionIndex>> tiers = ties_.Order(level, exact_history_);
    const std::vector<OptionIndex>& tier = first ? tiers.front() : tiers.back();
    const bool decided = tier.size() == 1;
    for (size_t e = known; e < ties_.events().size(); ++e) {
      TieEvent event = ties_.events()[e];
      event.round = round_;
      // Of level ones whose order does not matter now, nothing has to be decided.
      if (decided && event.resolved.empty()) continue;
      result_.events.push_back(std::move(event));
    }
    if (decided) return tier.front();
    result_.held = true;
    return std::nullopt;
  }

  OptionIndex ByLot(const std::vector<OptionIndex>& level, bool first) {
    std::vector<OptionIndex> left = level;
    if (options_.rule == StvRule::kScottish) {
      for (auto votes = history_.rbegin(); votes != history_.rend() && left.size() > 1; ++votes) {
        left =
            Extreme(left, first, [&](OptionIndex o) -> const Value& { return (*votes)[Place(o)]; });
      }
    }
    const auto drawn =
        std::find_first_of(options_.lot.begin(), options_.lot.end(), left.begin(), left.end());
    std::vector<OptionIndex> resolved;
    for (const OptionIndex option : level) {
      if (option != *drawn) resolved.push_back(option);
    }
    resolved.insert(first ? resolved.begin() : resolved.end(), *drawn);
    result_.events.push_back({level, resolved, left.size() == 1 ? "backwards" : "lot", round_});
    return *drawn;
  }

  Numbers numbers_;
  const StvOptions& options_;
  const Ballots& ballots_;
  TieBreaker ties_;
  int round_ = 0;
  std::vector<StvState> states_;
  std::vector<Value> votes_;
  std::vector<Value> factors_;
  std::vector<std::vector<Value>> history_;  // votes at the start of each round
  RoundHistory exact_history_;               // the same for the tie policy
  StvResult result_;

  std::vector<Value> recorded_votes_;
  std::vector<Value> recorded_factors_;
  std::shared_ptr<const std::vector<Rational>> votes_record_;
  std::shared_ptr<const std::vector<Rational>> factors_record_;
};

// The largest set of hopeful options that cannot be elected any more: even all their votes together
// and all surpluses would not lift one of them to the option next above the set, and enough others
// remain for the seats. Options that are within reach of each other are taken or left together.
// Lowest votes first. Droop's reading of step B.2 of the reference WIGM rule.
template <typename Numbers>
std::vector<OptionIndex> SureLosers(const Election<Numbers>& election,
                                    const typename Numbers::Value& surplus) {
  using Value = typename Numbers::Value;
  const Numbers& numbers = election.numbers();
  std::vector<std::vector<OptionIndex>> groups(1);
  Value level(0);
  for (const OptionIndex option : election.ByVotes(election.Hopeful())) {
    if (numbers.Compare(level + surplus, election.votes(option)) < 0) {
      level = election.votes(option);
      if (!groups.back().empty()) groups.emplace_back();
    }
    groups.back().push_back(option);
  }
  const auto most = static_cast<size_t>(election.hopeful_count() - election.seats_left());
  std::vector<OptionIndex> below;
  size_t losers = 0;
  for (size_t g = 0; g + 1 < groups.size(); ++g) {
    below.insert(below.end(), groups[g].begin(), groups[g].end());
    if (below.size() > most) break;
    const Value reach = election.VotesOf(below) + surplus;
    if (numbers.Compare(reach, election.votes(groups[g + 1].front())) < 0) losers = below.size();
  }
  below.resize(std::min(losers, below.size()));
  return below;
}

}  // namespace plenum::tally::stv
