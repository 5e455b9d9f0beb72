#include "services/deliberation/tally/report/bootstrap.h"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace plenum::tally {
namespace {

// Up to this many groups are drawn one by one.
constexpr size_t kMostGroups = 4096;
constexpr size_t kMostBlocks = 512;
// Blocks keep their matrices in this many bytes; with fewer than kFewestBlocks nothing is drawn.
constexpr size_t kBlockBytes = size_t{64} << 20U;
constexpr size_t kFewestBlocks = 30;
// Samples are as many as make this many steps of a recount, but kFewestSamples at least.
constexpr int64_t kSampleSteps = 150'000'000;
constexpr int64_t kFewestSamples = 20;

// 2^64 times the Poisson(1) distribution function at 0, 1, ..., 19.
constexpr std::array<uint64_t, 20> kPoissonOne = {
    0x5E2D58D8B3BCDF1A, 0xBC5AB1B16779BE35, 0xEB715E1DC1582DC2, 0xFB23979734A252F1,
    0xFF1025F59174DC3D, 0xFFD90F3BA4055E19, 0xFFFA8B71FC72C913, 0xFFFF540C0914B3C9,
    0xFFFFED1F4AA8F120, 0xFFFFFE216E641462, 0xFFFFFFD4D85D3183, 0xFFFFFFFC6DA262B4,
    0xFFFFFFFFBA12D178, 0xFFFFFFFFFB07C64C, 0xFFFFFFFFFFAB8EA5, 0xFFFFFFFFFFFABE22,
    0xFFFFFFFFFFFFB11A, 0xFFFFFFFFFFFFFBA1, 0xFFFFFFFFFFFFFFC5, 0xFFFFFFFFFFFFFFFD};

constexpr int64_t kLargestMeanByInversion = 32;

uint64_t SeedOf(const std::string& text) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest;
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  uint64_t seed = 0;
  for (size_t i = 0; i < 8; ++i) seed = seed << 8U | digest[i];
  return seed;
}

// What is drawn: groups, or blocks of groups.
struct Units {
  std::vector<std::vector<size_t>> groups;
  std::vector<PairwiseMatrix> matrices;  // of each unit, for methods that need no more
};

Units MakeUnits(const Profile& profile, const RobustnessOptions& options, bool by_matrix) {
  const size_t groups = profile.groups().size();
  const auto n = static_cast<size_t>(profile.option_count());
  const size_t matrix_bytes = 2 * n * n * sizeof(int64_t);
  size_t most = groups <= kMostGroups ? groups : kMostBlocks;
  if (by_matrix && groups > kMostBlocks) {
    most = std::min(kMostBlocks, kBlockBytes / matrix_bytes);
  }
  Units units;
  if (most < std::min(groups, kFewestBlocks)) return units;
  std::vector<size_t> order(groups);
  for (size_t i = 0; i < groups; ++i) order[i] = i;
  if (most < groups) {
    Draws draws(options.seed, "blocks");
    for (size_t i = groups; i > 1; --i) std::swap(order[i - 1], order[draws.Below(i)]);
  }
  for (size_t unit = 0; unit < most; ++unit) {
    const auto begin = order.begin() + static_cast<ptrdiff_t>(groups * unit / most);
    const auto end = order.begin() + static_cast<ptrdiff_t>(groups * (unit + 1) / most);
    units.groups.emplace_back(begin, end);
  }
  return units;
}

void CountUnits(const Profile& profile, const base::Workers& workers, Units& units) {
  units.matrices.assign(units.groups.size(),
                        *PairwiseMatrix::Create(profile.option_count(), profile.unranked()));
  workers.ForEach(units.groups.size(), [&](size_t unit) {
    Profile part = *Profile::Create(profile.option_count(), profile.unranked());
    for (const size_t g : units.groups[unit]) {
      const BallotGroup& group = profile.groups()[g];
      part.Add(group.ranking, group.count).IgnoreError();
    }
    units.matrices[unit] = PairwiseMatrix::FromProfile(part);
  });
}

class Sampler {
 public:
  Sampler(const Profile& profile, const MethodUnderTest& method, const RobustnessOptions& options,
          const Units& units)
      : profile_(profile), method_(method), options_(options), units_(units) {}

  absl::StatusOr<Count> Sample(int sample) const {
    Draws draws(options_.seed, absl::StrCat("sample ", sample));
    // A single group is drawn ballot by ballot, a block of them as a whole.
    const auto times = [&](size_t unit) {
      return units_.groups[unit].size() == 1
                 ? draws.Poisson(profile_.groups()[units_.groups[unit][0]].count)
                 : draws.Poisson(1);
    };
    if (!method_.by_matrix) return CountProfile(times);
    PairwiseMatrix matrix = *PairwiseMatrix::Create(profile_.option_count(), profile_.unranked());
    for (size_t unit = 0; unit < units_.groups.size(); ++unit) {
      const int64_t drawn = times(unit);
      if (drawn == 0) continue;
      if (units_.matrices.empty()) {
        const BallotGroup& group = profile_.groups()[units_.groups[unit][0]];
        matrix.Add(group.ranking, drawn).IgnoreError();
      } else {
        matrix.AddTimes(units_.matrices[unit], drawn);
      }
    }
    return method_.count(profile_, matrix);
  }

 private:
  template <typename Times>
  absl::StatusOr<Count> CountProfile(const Times& times) const {
    Profile drawn = *Profile::Create(profile_.option_count(), profile_.unranked());
    for (size_t unit = 0; unit < units_.groups.size(); ++unit) {
      const int64_t weight = times(unit);
      if (weight == 0) continue;
      const bool single = units_.groups[unit].size() == 1;
      for (const size_t g : units_.groups[unit]) {
        const BallotGroup& group = profile_.groups()[g];
        drawn.Add(group.ranking, single ? weight : weight * group.count).IgnoreError();
      }
    }
    return method_.count(drawn, PairwiseMatrix::FromProfile(drawn));
  }

  const Profile& profile_;
  const MethodUnderTest& method_;
  const RobustnessOptions& options_;
  const Units& units_;
};

}  // namespace

Draws::Draws(const std::string& seed, const std::string& what)
    : engine_(SeedOf(absl::StrCat(seed, ":", what))) {}

uint64_t Draws::Below(uint64_t bound) {
  // Draws that would favour the low numbers are drawn again.
  const uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  uint64_t draw = engine_();
  while (draw >= limit) draw = engine_();
  return draw % bound;
}

int64_t Draws::Poisson(int64_t mean) {
  if (mean <= kLargestMeanByInversion) {
    int64_t sum = 0;
    for (int64_t i = 0; i < mean; ++i) {
      const uint64_t draw = engine_();
      sum += std::upper_bound(kPoissonOne.begin(), kPoissonOne.end(), draw) - kPoissonOne.begin();
    }
    return sum;
  }
  // Twelve uniform variables of 32 bits less their mean: variance 1 in units of 2^32.
  int64_t normal = -(int64_t{6} << 32U);
  for (int i = 0; i < 6; ++i) {
    const uint64_t draw = engine_();
    normal += static_cast<int64_t>(draw >> 32U) + static_cast<int64_t>(draw & 0xFFFFFFFFU);
  }
  // The square root of the mean in units of 2^-8.
  const Integer root = sqrt(Integer(static_cast<unsigned long>(mean)) << 16U);
  const Integer half = Integer(1) << 39U;
  const Integer shift = (root * normal + half) >> 40U;  // rounds down, so half is added
  return std::max<int64_t>(0, mean + shift.get_si());
}

absl::StatusOr<Bootstrap> RunBootstrap(const Profile& profile, const MethodUnderTest& method,
                                       const RobustnessOptions& options) {
  const auto n = static_cast<size_t>(profile.option_count());
  Bootstrap bootstrap;
  bootstrap.places.assign(n, std::vector<int>(n, 0));
  if (options.samples == 0 || profile.groups().empty()) return bootstrap;
  Units units = MakeUnits(profile, options, method.by_matrix);
  if (units.groups.empty()) return bootstrap;
  const bool blocks = units.groups.size() < profile.groups().size();
  if (method.by_matrix && blocks) CountUnits(profile, options.workers, units);
  if (base::IsStopped(options.workers.stopped)) return base::StoppedWork();

  const auto options_count = static_cast<int64_t>(n);
  const auto unit_count = std::ssize(units.groups);
  // Steps of one recount: building the matrix and the cube that most methods on it cost, or the
  // ballots once for each option.
  const int64_t by_matrix = options_count * options_count * (unit_count / 4 + options_count);
  const int64_t by_ballots = std::ssize(profile.groups()) * options_count * 4;
  const int64_t steps = method.exponential ? RecountSteps(method, 0, profile.option_count())
                        : method.by_matrix ? by_matrix
                                           : by_ballots;
  const int64_t fewest = method.exponential ? 0 : kFewestSamples;
  bootstrap.samples = static_cast<int>(std::min<int64_t>(
      options.samples, std::max(fewest, kSampleSteps / std::max<int64_t>(steps, 1))));
  bootstrap.units = static_cast<int>(unit_count);
  const Sampler sampler(profile, method, options, units);
  std::vector<absl::StatusOr<Count>> counts(static_cast<size_t>(bootstrap.samples),
                                            absl::UnknownError(""));
  options.workers.ForEach(counts.size(), [&](size_t sample) {
    counts[sample] = sampler.Sample(static_cast<int>(sample));
  });
  if (base::IsStopped(options.workers.stopped)) return base::StoppedWork();
  for (const absl::StatusOr<Count>& count : counts) {
    if (!count.ok()) return count.status();
    const Ranking& ranking = count->ranking;
    size_t place = 0;
    for (int t = 0; t < ranking.tier_count(); ++t) {
      for (const OptionIndex option : ranking.tier(t)) {
        ++bootstrap.places[static_cast<size_t>(option)][place];
      }
      place = static_cast<size_t>(ranking.tier_ends()[static_cast<size_t>(t)]);
    }
  }
  return bootstrap;
}

}  // namespace plenum::tally
