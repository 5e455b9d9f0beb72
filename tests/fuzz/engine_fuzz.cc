// Bytes are read as a small election and one method, rule or engine, which the last byte chooses: a
// method must answer, with a ranking of all options, the same for the same ballots in another
// order; an election by transferable vote must keep within its seats.
//   build/fuzz/fuzz/engine_fuzz tests/fuzz/engine_corpus
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "services/deliberation/tally/meek/meek.h"
#include "services/deliberation/tally/methods/methods.h"
#include "services/deliberation/tally/report/why.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally {
namespace {

// A byte at a time; zeros after the end.
class Bytes {
 public:
  Bytes(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  bool empty() const { return next_ >= size_; }
  int Next(int bound) { return empty() ? 0 : data_[next_++] % bound; }

 private:
  const uint8_t* data_;
  size_t size_;
  size_t next_ = 0;
};

constexpr int kMostOptions = 6;

struct Cast {
  Ranking ranking;
  int64_t count;
};

Ranking ReadRanking(Bytes& bytes, int n) {
  std::vector<std::vector<OptionIndex>> tiers;
  std::vector<bool> used(static_cast<size_t>(n), false);
  for (int i = bytes.Next(n + 1); i > 0; --i) {
    const int option = bytes.Next(n);
    if (used[static_cast<size_t>(option)]) continue;
    used[static_cast<size_t>(option)] = true;
    if (!tiers.empty() && bytes.Next(4) == 0) {
      tiers.back().push_back(option);
    } else {
      tiers.push_back({option});
    }
  }
  return *Ranking::Create(n, tiers);
}

// Mostly small counts, sometimes ones near the limit.
int64_t ReadCount(Bytes& bytes) {
  const int kind = bytes.Next(8);
  return kind == 7 ? int64_t{1} << (40 + bytes.Next(13)) : 1 + kind;
}

Profile MakeProfile(int n, Unranked unranked, const std::vector<Cast>& ballots) {
  Profile profile = *Profile::Create(n, unranked);
  for (const Cast& ballot : ballots) profile.Add(ballot.ranking, ballot.count).IgnoreError();
  return profile;
}

// The method answers with a ranking of all options, which is the same whatever order the ballots
// come in, and can explain it.
void CountBy(const RankedMethod& method, int n, Unranked unranked, std::vector<Cast> ballots,
             const TiePolicy& ties) {
  const Profile profile = MakeProfile(n, unranked, ballots);
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  const auto count = method.count(profile, matrix, ties, {});
  if (!count.ok() || !count->ranking.complete()) std::abort();
  std::reverse(ballots.begin(), ballots.end());
  const Profile reversed = MakeProfile(n, unranked, ballots);
  // A ballot that did not fit below the limit makes the two different.
  if (profile.ballots() == reversed.ballots() && profile.ballots() < kMaxBallots / 2) {
    const auto other = method.count(reversed, PairwiseMatrix::FromProfile(reversed), ties, {});
    if (!other.ok() || other->ranking != count->ranking) std::abort();
  }
  static const std::vector<std::string> kNames(kMostOptions, "x");
  const std::vector<std::string> names(kNames.begin(), kNames.begin() + n);
  if (n > 1 && !ExplainAbove(*count, matrix, 0, n - 1, names).ok()) std::abort();
}

constexpr std::array kStvRules = {StvRule::kScottish,     StvRule::kWigm,     StvRule::kWigmPrf,
                                  StvRule::kWigmPrfBatch, StvRule::kMeek,     StvRule::kMeekPrf,
                                  StvRule::kWarren,       StvRule::kQpq,      StvRule::kMinneapolis,
                                  StvRule::kCfer,         StvRule::kCferBatch};

void ElectBy(StvRule rule, const Profile& profile, int seats) {
  StvOptions options;
  options.rule = rule;
  options.seats = seats;
  options.ties = SeededPermutation{"seed"};
  options.equal_ranks = EqualRanks::kStop;
  const auto result = CountStv(profile, options);
  if (result.ok() && static_cast<int>(result->elected.size()) > seats) std::abort();
}

void ElectByMeekShared(const Profile& profile, int seats) {
  MeekOptions options;
  options.seats = seats;
  options.tie_policy = SeededPermutation{"seed"};
  options.arithmetic = MeekArithmetic::kBigFixed9;
  const auto result = Meek(profile, options);
  if (!result.ok() || static_cast<int>(result->elected.size()) > seats) std::abort();
}

}  // namespace
}  // namespace plenum::tally

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace plenum::tally;  // NOLINT(google-build-using-namespace)
  if (size == 0) return 0;
  // The last byte chooses what counts, so that one method an input keeps the others' inputs valid.
  const size_t choices = RankedMethods().size() + kStvRules.size() + 1;
  const size_t choice = data[size - 1] % choices;
  Bytes bytes(data, size - 1);
  const int n = 1 + bytes.Next(kMostOptions);
  const Unranked unranked = bytes.Next(2) == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
  const int policy = bytes.Next(3);
  const int seats = 1 + bytes.Next(3);
  std::vector<Cast> ballots;
  while (!bytes.empty() && ballots.size() < 8) {
    Ranking ranking = ReadRanking(bytes, n);
    ballots.push_back({std::move(ranking), ReadCount(bytes)});
  }
  if (choice < RankedMethods().size()) {
    CountBy(RankedMethods()[choice], n, unranked, std::move(ballots),
            policy == 0   ? TiePolicy(KeepTied{})
            : policy == 1 ? TiePolicy(SeededPermutation{"seed"})
                          : TiePolicy(Backwards{SeededPermutation{"seed"}}));
    return 0;
  }
  const Profile profile = MakeProfile(n, unranked, ballots);
  const size_t rule = choice - RankedMethods().size();
  if (rule < kStvRules.size()) {
    ElectBy(kStvRules[rule], profile, seats);
  } else {
    ElectByMeekShared(profile, seats);
  }
  return 0;
}
