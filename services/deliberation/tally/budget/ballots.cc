#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/ballot_count.h"
#include "services/deliberation/tally/budget/budget.h"

namespace plenum::tally {
namespace {

absl::Status CheckReferences(const std::vector<OptionIndex>& named, size_t option_count,
                             const std::string& where) {
  std::vector<char> seen(option_count, 0);
  for (const OptionIndex option : named) {
    if (option < 0 || static_cast<size_t>(option) >= option_count) {
      return absl::InvalidArgumentError(
          absl::StrCat(where, " names option ", option, " of ", option_count));
    }
    if (seen[static_cast<size_t>(option)]++ != 0) {
      return absl::InvalidArgumentError(absl::StrCat(where, " names option ", option, " twice"));
    }
  }
  return absl::OkStatus();
}

// All that `option` needs, directly or through others, what is nearer first; with itself when it
// needs itself. by[i]: in the list of whose needs together[i] was met.
struct Needs {
  std::vector<OptionIndex> together;
  std::vector<OptionIndex> by;
};

Needs AllNeeds(const std::vector<BudgetOption>& options, size_t option) {
  std::vector<char> seen(options.size(), 0);
  Needs needs;
  const auto take = [&](OptionIndex whose) {
    for (const OptionIndex need : options[static_cast<size_t>(whose)].needs) {
      if (seen[static_cast<size_t>(need)]++ != 0) continue;
      needs.together.push_back(need);
      needs.by.push_back(whose);
    }
  };
  take(static_cast<OptionIndex>(option));
  for (size_t i = 0; i < needs.together.size(); ++i) take(needs.together[i]);
  return needs;
}

// The shortest way on which `option` needs itself: each needs the next, the last needs `option`.
// Empty when it does not.
std::vector<OptionIndex> CircleOf(const Needs& needs, OptionIndex option) {
  std::vector<OptionIndex> circle;
  const auto at = [&](OptionIndex need) {
    return std::find(needs.together.begin(), needs.together.end(), need) - needs.together.begin();
  };
  if (at(option) == std::ssize(needs.together)) return circle;
  for (OptionIndex whose = needs.by[static_cast<size_t>(at(option))]; whose != option;
       whose = needs.by[static_cast<size_t>(at(whose))]) {
    circle.push_back(whose);
  }
  circle.push_back(option);
  std::reverse(circle.begin(), circle.end());
  return circle;
}

// A word for an option in an error: its name in quotation marks, its number where there is none.
std::string NameOf(std::span<const std::string> names, OptionIndex option) {
  const auto i = static_cast<size_t>(option);
  return i < names.size() ? absl::StrCat("\"", names[i], "\"") : absl::StrCat("option ", i);
}

absl::Status NeedsItself(const std::vector<OptionIndex>& circle,
                         std::span<const std::string> names) {
  std::string sentence = absl::StrCat(NameOf(names, circle[0]), " needs ");
  for (size_t i = 1; i < circle.size(); ++i) {
    absl::StrAppend(&sentence, NameOf(names, circle[i]), ", which needs ");
  }
  return absl::InvalidArgumentError(
      absl::StrCat(sentence, circle.size() == 1 ? "itself" : NameOf(names, circle[0]),
                   ": it can never be funded; take one of these needs away"));
}

}  // namespace

bool BudgetElection::PointsLess::operator()(const BudgetPoints& a, const BudgetPoints& b) const {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (a[i].first != b[i].first) return a[i].first < b[i].first;
    const int order = cmp(a[i].second, b[i].second);
    if (order != 0) return order < 0;
  }
  return a.size() < b.size();
}

absl::StatusOr<BudgetElection> BudgetElection::Create(
    Rational budget, std::vector<BudgetOption> options,
    std::vector<std::vector<OptionIndex>> exclusions, std::span<const std::string> names) {
  const size_t n = options.size();
  const auto name_of = [names](auto option) {
    return NameOf(names, static_cast<OptionIndex>(option));
  };
  if (n < 1 || n > static_cast<size_t>(kMaxOptions)) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of options must be 1 to ", kMaxOptions, ", not ", n));
  }
  if (sgn(budget) < 0) {
    return absl::InvalidArgumentError(absl::StrCat("the budget is below 0: ", ToText(budget)));
  }
  BudgetElection election;
  election.excluded_by_.resize(n);
  for (size_t group = 0; group < exclusions.size(); ++group) {
    const absl::Status status =
        CheckReferences(exclusions[group], n, absl::StrCat("exclusion ", group));
    if (!status.ok()) return status;
    for (const OptionIndex a : exclusions[group]) {
      for (const OptionIndex b : exclusions[group]) {
        if (a != b) election.excluded_by_[static_cast<size_t>(a)].push_back(b);
      }
    }
  }
  for (std::vector<OptionIndex>& others : election.excluded_by_) {
    std::sort(others.begin(), others.end());
    others.erase(std::unique(others.begin(), others.end()), others.end());
  }
  for (size_t i = 0; i < n; ++i) {
    if (sgn(options[i].cost) < 0) {
      return absl::InvalidArgumentError(
          absl::StrCat(name_of(i), " costs less than 0: ", ToText(options[i].cost)));
    }
    const absl::Status status =
        CheckReferences(options[i].needs, n, absl::StrCat("the list of needs of ", name_of(i)));
    if (!status.ok()) return status;
  }
  for (size_t i = 0; i < n; ++i) {
    const Needs needs = AllNeeds(options, i);
    const std::vector<OptionIndex> circle = CircleOf(needs, static_cast<OptionIndex>(i));
    if (!circle.empty()) return NeedsItself(circle, names);
    std::vector<OptionIndex> together = needs.together;
    together.push_back(static_cast<OptionIndex>(i));
    for (const OptionIndex a : together) {
      const std::vector<OptionIndex>& others = election.excluded_by_[static_cast<size_t>(a)];
      for (const OptionIndex b : together) {
        if (std::binary_search(others.begin(), others.end(), b)) {
          const bool itself = b == static_cast<OptionIndex>(i);
          return absl::InvalidArgumentError(
              absl::StrCat(name_of(i), " can never be funded: ",
                           itself ? absl::StrCat("it needs ", name_of(a), ", and the two")
                                  : absl::StrCat(name_of(a), " and ", name_of(b), ", both needed,"),
                           " exclude each other"));
        }
      }
    }
  }
  election.budget_ = std::move(budget);
  election.options_ = std::move(options);
  return election;
}

absl::StatusOr<BudgetElection> BudgetElection::With(
    const std::vector<std::pair<OptionIndex, std::vector<OptionIndex>>>& needs,
    std::vector<std::vector<OptionIndex>> exclusions, std::span<const std::string> names) const {
  std::vector<BudgetOption> options = options_;
  for (const auto& [option, more] : needs) {
    if (option < 0 || option >= option_count()) {
      return absl::InvalidArgumentError(
          absl::StrCat("option ", option, " of ", option_count(), " is to need others"));
    }
    std::vector<OptionIndex>& list = options[static_cast<size_t>(option)].needs;
    for (const OptionIndex need : more) {
      if (std::find(list.begin(), list.end(), need) == list.end()) list.push_back(need);
    }
  }
  for (OptionIndex option = 0; option < option_count(); ++option) {
    for (const OptionIndex other : excluded_by(option)) {
      if (option < other) exclusions.push_back({option, other});
    }
  }
  absl::StatusOr<BudgetElection> with =
      Create(budget_, std::move(options), std::move(exclusions), names);
  if (!with.ok()) return with;
  with->ballots_ = ballots_;
  with->groups_ = groups_;
  with->index_ = index_;
  return with;
}

absl::StatusOr<BudgetElection> BudgetElection::Drawn(std::span<const int64_t> counts) const {
  BudgetElection drawn = *this;
  drawn.groups_.clear();
  drawn.index_.clear();
  drawn.ballots_ = 0;
  for (size_t g = 0; g < counts.size(); ++g) {
    if (counts[g] == 0) continue;
    const absl::Status added = drawn.Add(groups_[g].points, counts[g]);
    if (!added.ok()) return added;
  }
  return drawn;
}

absl::Status BudgetElection::Add(BudgetPoints points, int64_t count) {
  std::sort(points.begin(), points.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<OptionIndex> named;
  named.reserve(points.size());
  for (const auto& [option, given] : points) named.push_back(option);
  absl::Status status = CheckReferences(named, options_.size(), "the ballot");
  if (!status.ok()) return status;
  if (absl::Status refusal = CheckCount(count, ballots_); !refusal.ok()) return refusal;
  const auto [entry, is_new] = index_.try_emplace(points, groups_.size());
  if (is_new) {
    groups_.push_back({std::move(points), count});
  } else {
    groups_[entry->second].count += count;
  }
  ballots_ += count;
  return status;
}

std::vector<OptionIndex> BudgetElection::WithWhatNeeds(std::span<const OptionIndex> options) const {
  std::vector<OptionIndex> all;
  for (size_t i = 0; i < options_.size(); ++i) {
    std::vector<OptionIndex> together = AllNeeds(options_, i).together;
    together.push_back(static_cast<OptionIndex>(i));
    const bool is_in = std::any_of(together.begin(), together.end(), [&](OptionIndex option) {
      return std::find(options.begin(), options.end(), option) != options.end();
    });
    if (is_in) all.push_back(static_cast<OptionIndex>(i));
  }
  return all;
}

BudgetElection BudgetElection::Of(const Withdrawal& standing) const {
  BudgetElection rest;
  rest.budget_ = budget_;
  for (const OptionIndex option : standing.options()) {
    const BudgetOption& kept = this->option(option);
    rest.options_.push_back({kept.cost, standing.NumbersOf(kept.needs)});
    rest.excluded_by_.push_back(standing.NumbersOf(excluded_by(option)));
  }
  for (const BudgetGroup& group : groups_) {
    BudgetPoints points;
    for (const auto& [option, given] : group.points) {
      if (const auto number = standing.NumberOf(option)) points.emplace_back(*number, given);
    }
    rest.Add(std::move(points), group.count).IgnoreError();  // as much as was there
  }
  return rest;
}

std::vector<int64_t> BudgetElection::Votes() const {
  std::vector<int64_t> votes(options_.size(), 0);
  for (const BudgetGroup& group : groups_) {
    for (const auto& [option, points] : group.points) {
      votes[static_cast<size_t>(option)] += group.count;
    }
  }
  return votes;
}

std::vector<Rational> BudgetElection::Points() const {
  std::vector<Rational> total(options_.size());
  for (const BudgetGroup& group : groups_) {
    for (const auto& [option, points] : group.points) {
      total[static_cast<size_t>(option)] += points * Rational(group.count);
    }
  }
  return total;
}

}  // namespace plenum::tally
