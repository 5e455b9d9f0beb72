#include "services/deliberation/record/count_vote.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/counting/counting.h"
#include "services/deliberation/record/packed_ballot.h"
#include "services/deliberation/tally/budget/budget.h"
#include "services/deliberation/tally/profile.h"

namespace plenum::record {
namespace {

constexpr char kNoun[] = "measure";
constexpr std::uint64_t kPercent = 100;

template <std::size_t n>
bool IsOneOf(std::string_view text, const std::array<std::string_view, n>& known) {
  return std::find(known.begin(), known.end(), text) != known.end();
}

absl::Status Unknown(std::string_view what, std::string_view text) {
  return absl::InvalidArgumentError(absl::StrCat("the rules name ", std::string(what), " \"",
                                                 std::string(text),
                                                 "\" that this version does not know; take a "
                                                 "newer one"));
}

absl::Status CheckRules(const Opened& rules) {
  if (!counting::MethodOf(rules.method)) return Unknown("a method", rules.method);
  if (!IsOneOf<2>(rules.unranked, {rule::kNotCompared, rule::kTiedLast})) {
    return Unknown("a reading of unranked measures", rules.unranked);
  }
  if (!IsOneOf<3>(rules.tie_rule, {rule::kShared, rule::kListed, rule::kDrawn})) {
    return Unknown("a tie rule", rules.tie_rule);
  }
  if (!IsOneOf<2>(rules.secrecy, {rule::kDetached, rule::kOpen})) {
    return Unknown("a secrecy level", rules.secrecy);
  }
  if (!IsOneOf<3>(rules.quorum_basis, {rule::kNone, rule::kRoll, rule::kWeights})) {
    return Unknown("a quorum of", rules.quorum_basis);
  }
  if (!IsOneOf<3>(rules.threshold, {rule::kNone, rule::kMajority, rule::kTwoThirds})) {
    return Unknown("a threshold", rules.threshold);
  }
  if (!rules.package_rule.empty() && !counting::PackageRuleOf(rules.package_rule)) {
    return Unknown("a rule for packages", rules.package_rule);
  }
  return absl::OkStatus();
}

tally::v1::TiePolicy TiesOf(const Opened& rules) {
  tally::v1::TiePolicy policy;
  if (rules.tie_rule == rule::kListed) {
    for (std::size_t i = 0; i < rules.options.size(); ++i) {
      policy.mutable_declared_order()->add_options(static_cast<int>(i));
    }
  } else if (rules.tie_rule == rule::kDrawn) {
    policy.set_seed(rules.tie_seed);
  }
  return policy;
}

class Counter {
 public:
  Counter(const Opened& rules, std::span<const Voter> voters) : rules_(rules) {
    counted_.roll = voters.size();
    for (const Voter& voter : voters) counted_.roll_weight += voter.weight;
    for (const Option& option : rules.options) names_.push_back(option.title);
  }

  absl::StatusOr<CountedVote> Run(std::span<const OpenedBallot> ballots) {
    if (auto known = CheckRules(rules_); !known.ok()) return known;
    if (auto read = ReadBallots(ballots); !read.ok()) return read;
    counting::RankedRequest request{*profile_, names_, *counting::MethodOf(rules_.method)};
    request.noun = kNoun;
    request.tie_policy = TiesOf(rules_);
    auto outcome = counting::CountRanked(request);
    if (!outcome.ok()) return outcome.status();
    counted_.outcome = *std::move(outcome);
    if (!rules_.package_rule.empty()) {
      auto package = ChoosePackage();
      if (!package.ok()) return package.status();
      counted_.package = *std::move(package);
    }
    if (auto decided = Decide(); !decided.ok()) return decided;
    return std::move(counted_);
  }

 private:
  [[nodiscard]] int option_count() const { return static_cast<int>(rules_.options.size()); }

  absl::Status ReadBallots(std::span<const OpenedBallot> ballots) {
    const auto unranked = rules_.unranked == rule::kTiedLast ? tally::Unranked::kTiedLast
                                                             : tally::Unranked::kNotCompared;
    auto profile = tally::Profile::Create(option_count(), unranked);
    if (!profile.ok()) return profile.status();
    profile_ = *std::move(profile);
    for (std::size_t i = 0; i < ballots.size(); ++i) {
      auto ranking = Unpack(option_count(), ballots[i].packed);
      const auto weight = static_cast<std::int64_t>(ballots[i].weight);
      if (!ranking.ok() || !profile_->Add(*ranking, weight).ok()) {
        return absl::InvalidArgumentError(
            absl::StrCat("ballot ", i + 1, " is no ranking of the measures"));
      }
      ++counted_.ballots;
      counted_.weight += ballots[i].weight;
      if (ranking->tier_count() == 0) ++counted_.abstentions;
    }
    return absl::OkStatus();
  }

  // A ballot approves of what it ranks.
  absl::StatusOr<tally::v1::SelectPackageResponse> ChoosePackage() const {
    std::vector<tally::BudgetOption> options;
    for (const Option& option : rules_.options) {
      options.push_back({tally::Rational(static_cast<std::int64_t>(option.cost))});
    }
    auto election = tally::BudgetElection::Create(
        tally::Rational(static_cast<std::int64_t>(rules_.budget)), std::move(options), {}, names_);
    if (!election.ok()) return election.status();
    for (const auto& group : profile_->groups()) {
      tally::BudgetPoints points;
      for (int option = 0; option < option_count(); ++option) {
        if (group.ranking.TierOf(option)) points.emplace_back(option, tally::Rational(1));
      }
      const auto added = election->Add(std::move(points), group.count);
      if (!added.ok()) return added;
    }
    counting::PackageRequest request{*election, names_,
                                     *counting::PackageRuleOf(rules_.package_rule)};
    request.tie_policy = TiesOf(rules_);
    return counting::SelectPackage(request);
  }

  absl::Status Decide() {
    counted_.decision = kAdopted;
    if (rules_.threshold != rule::kNone) {
      auto passed = CompareAll();
      if (!passed.ok()) return passed.status();
      if (!*passed) counted_.decision = kBelowThreshold;
    }
    if (rules_.quorum_basis != rule::kNone) {
      const bool roll = rules_.quorum_basis == rule::kRoll;
      counted_.quorum_votes = roll ? counted_.ballots : counted_.weight;
      const std::uint64_t all = roll ? counted_.roll : counted_.roll_weight;
      counted_.quorum_needed = (all * rules_.quorum_percent + kPercent - 1) / kPercent;
      if (counted_.quorum_votes < counted_.quorum_needed) counted_.decision = kNoQuorum;
    }
    return absl::OkStatus();
  }

  // Whether some option that could be adopted has the votes.
  absl::StatusOr<bool> CompareAll() {
    if (!rules_.baseline.empty()) {
      const auto at = std::find_if(rules_.options.begin(), rules_.options.end(),
                                   [&](const Option& o) { return o.measure == rules_.baseline; });
      if (at == rules_.options.end()) {
        return absl::InvalidArgumentError("the baseline of the rules is not voted on");
      }
      const int baseline = static_cast<int>(at - rules_.options.begin());
      bool any = false;
      for (int option = 0; option < option_count(); ++option) {
        if (option != baseline && Compare(option, baseline)) any = true;
      }
      return any;
    }
    bool any = false;
    if (counted_.outcome.ranking().empty()) return any;
    for (const int first : counted_.outcome.ranking(0).options()) {
      bool all = true;
      for (int other = 0; other < option_count(); ++other) {
        if (other != first && !Compare(first, other)) all = false;
      }
      any = any || all;
    }
    return any;
  }

  bool Compare(int option, int against) {
    const auto votes = [&](int a, int b) {
      return static_cast<std::uint64_t>(counted_.outcome.pairwise(a).values(b));
    };
    Comparison& compared = counted_.comparisons.emplace_back();
    compared.option = static_cast<std::uint64_t>(option);
    compared.against = static_cast<std::uint64_t>(against);
    compared.votes_for = votes(option, against);
    compared.votes_against = votes(against, option);
    const std::uint64_t all = compared.votes_for + compared.votes_against;
    compared.passed = rules_.threshold == rule::kMajority
                          ? 2 * compared.votes_for > all
                          : all > 0 && 3 * compared.votes_for >= 2 * all;
    return compared.passed;
  }

  const Opened& rules_;
  std::vector<std::string> names_;
  std::optional<tally::Profile> profile_;
  CountedVote counted_;
};

}  // namespace

absl::StatusOr<CountedVote> CountVote(const Opened& rules, std::span<const Voter> voters,
                                      std::span<const OpenedBallot> ballots) {
  return Counter(rules, voters).Run(ballots);
}

Closed ClosingOf(const CountedVote& counted, std::uint64_t delegated, std::uint64_t now_us) {
  Closed closed;
  closed.voters = counted.roll;
  closed.ballots = counted.ballots;
  closed.abstentions = counted.abstentions;
  closed.delegated = delegated;
  closed.weight = counted.weight;
  closed.decision = counted.decision;
  for (const auto& place : counted.outcome.ranking()) {
    closed.places.emplace_back(place.options().begin(), place.options().end());
  }
  if (counted.package) {
    closed.package.assign(counted.package->selected().begin(), counted.package->selected().end());
  }
  closed.time_us = now_us;
  return closed;
}

}  // namespace plenum::record
