#include "services/deliberation/tally/cardinal/standing.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "services/deliberation/tally/cardinal/wide.h"

namespace plenum::tally {
namespace {

// The options with the same value as options[begin], which is the highest from there on.
std::vector<OptionIndex> Level(const Standing& standing, size_t begin) {
  size_t end = begin + 1;
  while (end < standing.options.size() && standing.values[end] == standing.values[begin]) ++end;
  return {standing.options.begin() + static_cast<ptrdiff_t>(begin),
          standing.options.begin() + static_cast<ptrdiff_t>(end)};
}

}  // namespace

Standing MakeStanding(std::span<const OptionIndex> options, const std::vector<Rational>& values) {
  Standing standing;
  standing.options.assign(options.begin(), options.end());
  const auto value = [&](OptionIndex option) -> const Rational& {
    return values[static_cast<size_t>(option)];
  };
  std::sort(standing.options.begin(), standing.options.end(), [&](OptionIndex a, OptionIndex b) {
    const int order = cmp(value(a), value(b));
    return order != 0 ? order > 0 : a < b;
  });
  standing.values.reserve(standing.options.size());
  for (const OptionIndex option : standing.options) standing.values.push_back(value(option));
  return standing;
}

void PickFirst(Standing* standing) {
  std::vector<OptionIndex> level = Level(*standing, 0);
  if (level.size() == 1) {
    standing->first = level[0];
  } else {
    standing->tied = std::move(level);
  }
}

void PickTwo(Standing* standing, std::optional<OptionIndex> first) {
  standing->first = first;
  size_t begin = 0;
  if (!first) {
    std::vector<OptionIndex> level = Level(*standing, 0);
    if (level.size() > 2) {
      standing->tied = std::move(level);
      return;
    }
    standing->first = level[0];
    if (level.size() == 2) {
      standing->second = level[1];
      return;
    }
    begin = 1;
  }
  std::vector<OptionIndex> level = Level(*standing, begin);
  if (level.size() == 1) {
    standing->second = level[0];
  } else {
    standing->tied = std::move(level);
  }
}

Ranking RankByValue(const std::vector<Rational>& values) {
  std::vector<OptionIndex> all(values.size());
  std::iota(all.begin(), all.end(), 0);
  const Standing standing = MakeStanding(all, values);
  std::vector<std::vector<OptionIndex>> tiers;
  for (size_t begin = 0; begin < all.size(); begin += tiers.back().size()) {
    tiers.push_back(Level(standing, begin));
  }
  return *Ranking::Create(static_cast<int>(values.size()), tiers);
}

std::vector<Rational> ScoreTotals(const ScoreProfile& profile) {
  const int lowest = profile.range().lowest;
  std::vector<Wide> sums(static_cast<size_t>(profile.option_count()), 0);
  for (const ScoreGroup& group : profile.groups()) {
    for (size_t option = 0; option < sums.size(); ++option) {
      sums[option] += static_cast<Wide>(group.scores[option].value_or(lowest)) * group.count;
    }
  }
  std::vector<Rational> totals;
  totals.reserve(sums.size());
  for (const Wide sum : sums) totals.emplace_back(ToInteger(sum));
  return totals;
}

}  // namespace plenum::tally
