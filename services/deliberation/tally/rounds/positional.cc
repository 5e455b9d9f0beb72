#include "services/deliberation/tally/rounds/positional.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/exact.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/rounds/standing_votes.h"

namespace plenum::tally {
namespace {

// Calls single(option, place, count) for each option that has a place of its own, and
// shared(tier, place, count) for each tier of several, the places counted from 0.
template <typename Single, typename Shared>
void ForEachPlace(const Profile& profile, const Single& single, const Shared& shared) {
  for (const auto& [ranking, count] : profile.groups()) {
    const std::span<const OptionIndex> order = ranking.order();
    const auto ranked = static_cast<size_t>(ranking.ranked_count());
    if (ranking.tier_count() == ranking.ranked_count()) {
      for (size_t place = 0; place < ranked; ++place) single(order[place], place, count);
    } else {
      size_t place = 0;
      for (const int tier_end : ranking.tier_ends()) {
        const auto end = static_cast<size_t>(tier_end);
        if (end - place == 1) {
          single(order[place], place, count);
        } else {
          shared(order.subspan(place, end - place), place, count);
        }
        place = end;
      }
    }
    if (profile.unranked() == Unranked::kNotCompared || ranking.complete()) continue;
    if (order.size() - ranked == 1) {
      single(order[ranked], ranked, count);
    } else {
      shared(order.subspan(ranked), ranked, count);
    }
  }
}

absl::StatusOr<Count> ByPoints(const std::string& name, std::vector<Rational> points,
                               const TiePolicy& tie_policy) {
  const int n = static_cast<int>(points.size());
  const auto of = [&](OptionIndex option) -> const Rational& {
    return points[static_cast<size_t>(option)];
  };
  std::vector<OptionIndex> order = AllOptions(n);
  std::stable_sort(order.begin(), order.end(),
                   [&](OptionIndex a, OptionIndex b) { return of(a) > of(b); });
  std::vector<std::vector<OptionIndex>> tiers;
  for (const OptionIndex option : order) {
    if (tiers.empty() || of(tiers.back().front()) != of(option)) tiers.emplace_back();
    tiers.back().push_back(option);
  }
  absl::StatusOr<Ranking> by_votes = Ranking::Create(n, tiers);
  if (!by_votes.ok()) return by_votes.status();
  absl::StatusOr<TieBreaker> ties = TieBreaker::Create(tie_policy, n);
  if (!ties.ok()) return ties.status();
  Count count{
      ties->Apply(*by_votes), *by_votes, ties->events(), ties->held(), true, {}, {}, {}, {}};
  count.figures.push_back({name, std::move(points), true});
  return count;
}

// Dowdall points of all options, exact.
class DowdallPoints {
 public:
  explicit DowdallPoints(size_t option_count)
      : n_(option_count), single_(n_ * n_, 0), row_of_(n_ * (n_ + 1), -1), points_(n_) {
    Integer multiple = 1;
    for (size_t i = 2; i <= n_; ++i) multiple = lcm(multiple, Integer(i));
    scale_ = multiple * multiple;  // for the place, and for the average of a tier
  }

  void Add(OptionIndex option, size_t place, int64_t count) {
    single_[place * n_ + static_cast<size_t>(option)] += count;
  }

  void Add(std::span<const OptionIndex> tier, size_t place, int64_t count) {
    int& row = row_of_[place * (n_ + 1) + tier.size()];
    if (row < 0) {
      if (kinds_.size() * n_ >= kMaxShared) Settle();
      row = static_cast<int>(kinds_.size());
      kinds_.push_back({place, tier.size()});
      shared_.resize(shared_.size() + n_, 0);
    }
    int64_t* const counts = &shared_[static_cast<size_t>(row) * n_];
    for (const OptionIndex option : tier) counts[option] += count;
  }

  std::vector<Rational> Finish() {
    Settle();
    for (size_t place = 0; place < n_; ++place) AddRow(&single_[place * n_], Worth(place, 1));
    std::vector<Rational> points;
    for (const Integer& scaled : points_) {
      points.emplace_back(scaled, scale_);
      points.back().canonicalize();
    }
    return points;
  }

 private:
  static constexpr size_t kMaxShared = size_t{8} << 20;  // counts, 64 MiB

  struct Kind {
    size_t place;
    size_t size;
  };

  // The average of the places from `place` on, times scale_.
  Integer Worth(size_t place, size_t size) const {
    Integer sum = 0;
    for (size_t i = place + 1; i <= place + size; ++i) sum += scale_ / Integer(i);
    return sum / Integer(size);
  }

  void AddRow(const int64_t* counts, const Integer& worth) {
    for (size_t option = 0; option < n_; ++option) {
      mpz_addmul_ui(points_[option].get_mpz_t(), worth.get_mpz_t(),
                    static_cast<unsigned long>(counts[option]));
    }
  }

  void Settle() {
    for (size_t row = 0; row < kinds_.size(); ++row) {
      const auto [place, size] = kinds_[row];
      AddRow(&shared_[row * n_], Worth(place, size));
      row_of_[place * (n_ + 1) + size] = -1;
    }
    kinds_.clear();
    shared_.clear();
  }

  size_t n_;
  Integer scale_;
  std::vector<int64_t> single_;  // by place and option: ballots that put it there alone
  // Ballots by kind of tied tier (its first place and its size) and option.
  std::vector<int> row_of_;  // by place and size
  std::vector<Kind> kinds_;
  std::vector<int64_t> shared_;
  std::vector<Integer> points_;  // times scale_
};

}  // namespace

absl::StatusOr<Count> Borda(const Profile& profile, const BordaOptions& options) {
  const auto n = static_cast<size_t>(profile.option_count());
  const auto width = static_cast<int64_t>(n);
  // Options below less options above on each ballot, of the n, or of the compared ones: at most
  // n - 1 for each of at most 2^53 ballots, so that the sums fit. Twice the points are this and a
  // constant for each ballot that gives points.
  const bool duels = options.points == BordaPoints::kDuels;
  std::vector<int64_t> balance(n, 0);
  std::vector<int64_t> placed(n, 0);
  const auto add = [&](OptionIndex option, int64_t value, int64_t count) {
    balance[static_cast<size_t>(option)] += value * count;
    placed[static_cast<size_t>(option)] += count;
  };
  if (duels && profile.unranked() == Unranked::kNotCompared) {
    for (const auto& [ranking, count] : profile.groups()) {
      for (int t = 0, place = 0; t < ranking.tier_count(); ++t) {
        const std::span<const OptionIndex> tier = ranking.tier(t);
        const int size = static_cast<int>(tier.size());
        for (const OptionIndex option : tier) {
          add(option, ranking.ranked_count() - 2 * place - size, count);
        }
        place += size;
      }
    }
  } else {
    ForEachPlace(
        profile,
        [&](OptionIndex option, size_t place, int64_t count) {
          add(option, width - 2 * static_cast<int64_t>(place) - 1, count);
        },
        [&](std::span<const OptionIndex> tier, size_t place, int64_t count) {
          const int64_t value = width - static_cast<int64_t>(2 * place + tier.size());
          for (const OptionIndex option : tier) add(option, value, count);
        });
  }
  std::vector<Rational> points;
  const int64_t constant = options.points == BordaPoints::kFromOptionCount ? width + 1 : width - 1;
  for (size_t option = 0; option < n; ++option) {
    Rational sum = MakeRational(balance[option], 1);
    if (!duels) sum = (sum + MakeRational(placed[option], 1) * constant) / 2;
    points.push_back(std::move(sum));
  }
  return ByPoints("Borda points", std::move(points), options.tie_policy);
}

absl::StatusOr<Count> Dowdall(const Profile& profile, const DowdallOptions& options) {
  DowdallPoints points(static_cast<size_t>(profile.option_count()));
  ForEachPlace(
      profile,
      [&](OptionIndex option, size_t place, int64_t count) { points.Add(option, place, count); },
      [&](std::span<const OptionIndex> tier, size_t place, int64_t count) {
        points.Add(tier, place, count);
      });
  return ByPoints("Dowdall points", points.Finish(), options.tie_policy);
}

}  // namespace plenum::tally
