#include "services/deliberation/opinions/generator.h"

#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <utility>

namespace plenum::opinions {
namespace {

constexpr double kSteepness = 6;  // of the way from no to yes, in radii of the circle
constexpr double kSure = 0.9;     // how likely one is to say what one's group says
constexpr double kMostThreshold = 0.5;

// The standard's distributions differ from one library to the next.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}
  double Uniform() { return static_cast<double>(engine_() >> 11U) * 0x1p-53; }
  bool Chance(double probability) { return Uniform() < probability; }

 private:
  std::mt19937_64 engine_;
};

// How likely one of each group is to agree with a new statement.
std::vector<double> Statement(const GeneratorOptions& options, double rotation, Random& random) {
  const auto groups = static_cast<std::size_t>(options.groups);
  if (random.Chance(options.shared)) {
    return std::vector<double>(groups, random.Chance(0.5) ? kSure : 1 - kSure);
  }
  std::vector<double> agree;
  const double direction = 2 * std::numbers::pi * random.Uniform();
  const double threshold = kMostThreshold * (2 * random.Uniform() - 1);
  for (int g = 0; g < options.groups; ++g) {
    if (options.shape == Shape::kCoins) {
      agree.push_back(random.Chance(0.5) ? kSure : 1 - kSure);
      continue;
    }
    const double angle = rotation + 2 * std::numbers::pi * g / options.groups;
    const double along = std::cos(angle - direction) - threshold;
    agree.push_back(1 / (1 + std::exp(-kSteepness * along)));
  }
  return agree;
}

// Groups of uneven sizes: the last has about half as many as the first.
std::vector<int> Membership(const GeneratorOptions& options) {
  std::vector<int> group;
  double sum = 0;
  const auto weight = [&](int g) {
    return options.groups == 1 ? 1.0 : 2.0 - static_cast<double>(g) / (options.groups - 1);
  };
  for (int g = 0; g < options.groups; ++g) sum += weight(g);
  double until = 0;
  for (int g = 0; g < options.groups; ++g) {
    until += weight(g) / sum * options.members;
    while (static_cast<double>(group.size()) + 0.5 < until) group.push_back(g);
  }
  group.resize(static_cast<std::size_t>(options.members), options.groups - 1);
  return group;
}

double PairsOf(double n) { return n * (n - 1) / 2; }

}  // namespace

KnownGroups Generate(const GeneratorOptions& options, std::uint64_t seed) {
  Random random(seed);
  const double rotation = 2 * std::numbers::pi * random.Uniform();
  std::vector<std::vector<double>> agree;
  for (int s = 0; s < options.statements; ++s) {
    agree.push_back(Statement(options, rotation, random));
  }
  KnownGroups known{VoteMatrix(options.members, options.statements), Membership(options)};
  for (int m = 0; m < options.members; ++m) {
    const auto group = static_cast<std::size_t>(known.group[static_cast<std::size_t>(m)]);
    for (int s = 0; s < options.statements; ++s) {
      if (random.Chance(options.unseen)) continue;
      const double likely =
          random.Chance(options.noise) ? 0.5 : agree[static_cast<std::size_t>(s)][group];
      Vote vote = random.Chance(likely) ? Vote::kAgree : Vote::kDisagree;
      if (random.Chance(options.pass)) vote = Vote::kPass;
      known.votes.Set(m, s, vote);
    }
  }
  return known;
}

double AdjustedRandIndex(std::span<const int> one, std::span<const int> other) {
  std::map<std::pair<int, int>, int> cells;
  std::map<int, int> rows;
  std::map<int, int> columns;
  for (std::size_t i = 0; i < one.size(); ++i) {
    ++cells[{one[i], other[i]}];
    ++rows[one[i]];
    ++columns[other[i]];
  }
  const auto sum_of = [](const auto& counts) {
    double sum = 0;
    for (const auto& [key, count] : counts) sum += PairsOf(count);
    return sum;
  };
  const double together = sum_of(cells);
  const double by_row = sum_of(rows);
  const double by_column = sum_of(columns);
  const double all = PairsOf(static_cast<double>(one.size()));
  const double expected = all > 0 ? by_row * by_column / all : 0;
  const double most = (by_row + by_column) / 2;
  return most == expected ? 1 : (together - expected) / (most - expected);
}

}  // namespace plenum::opinions
