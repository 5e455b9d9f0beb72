// Bytes are read as a small election; every method must answer, with a ranking of all options, the
// same for the same ballots in another order, and every election by transferable vote must keep
// within its seats.
//   build/fuzz/fuzz/engine_fuzz tests/fuzz/engine_corpus
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

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

void CountAll(int n, Unranked unranked, std::vector<Cast> ballots, const TiePolicy& ties) {
  const Profile profile = MakeProfile(n, unranked, ballots);
  std::reverse(ballots.begin(), ballots.end());
  const Profile reversed = MakeProfile(n, unranked, ballots);
  // A ballot that did not fit below the limit makes the two different.
  const bool same = profile.ballots() == reversed.ballots() && profile.ballots() < kMaxBallots / 2;
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  const std::vector<std::string> names(static_cast<size_t>(n), "x");
  for (const RankedMethod& method : RankedMethods()) {
    const auto count = method.count(profile, matrix, ties);
    if (!count.ok() || !count->ranking.complete()) std::abort();
    if (same) {
      const auto other = method.count(reversed, PairwiseMatrix::FromProfile(reversed), ties);
      if (!other.ok() || other->ranking != count->ranking) std::abort();
    }
    if (n > 1 && !ExplainAbove(*count, matrix, 0, n - 1, names).ok()) std::abort();
  }
}

void ElectAll(const Profile& profile, int seats) {
  for (const StvRule rule :
       {StvRule::kScottish, StvRule::kWigm, StvRule::kWigmPrf, StvRule::kMeekPrf, StvRule::kWarren,
        StvRule::kQpq, StvRule::kMinneapolis, StvRule::kCferBatch}) {
    StvOptions options;
    options.rule = rule;
    options.seats = seats;
    options.ties = SeededPermutation{"seed"};
    options.equal_ranks = EqualRanks::kStop;
    const auto result = CountStv(profile, options);
    if (result.ok() && static_cast<int>(result->elected.size()) > seats) std::abort();
  }
}

}  // namespace
}  // namespace plenum::tally

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace plenum::tally;  // NOLINT(google-build-using-namespace)
  Bytes bytes(data, size);
  const int n = 1 + bytes.Next(6);
  const Unranked unranked = bytes.Next(2) == 0 ? Unranked::kTiedLast : Unranked::kNotCompared;
  const int policy = bytes.Next(3);
  const int seats = 1 + bytes.Next(3);
  std::vector<Cast> ballots;
  while (!bytes.empty() && ballots.size() < 12) {
    Ranking ranking = ReadRanking(bytes, n);
    ballots.push_back({std::move(ranking), ReadCount(bytes)});
  }
  ElectAll(MakeProfile(n, unranked, ballots), seats);
  CountAll(n, unranked, std::move(ballots),
           policy == 0   ? TiePolicy(KeepTied{})
           : policy == 1 ? TiePolicy(SeededPermutation{"seed"})
                         : TiePolicy(Backwards{SeededPermutation{"seed"}}));
  return 0;
}
