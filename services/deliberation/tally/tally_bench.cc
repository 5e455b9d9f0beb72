// Pairwise counting and Schulze on 100,000 random complete ballots, beside a plain scalar loop over
// the same ballots, in one run. The argument is the number of options.
//   build/release/bin/plenum-bench-tally
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/parallel.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::tally {
namespace {

constexpr int kBallots = 100'000;

const Workers kTwo{2, [](size_t count, const std::function<void(size_t)>& work) {
                     base::ParallelFor(count, 2, work);
                   }};

struct Input {
  Profile profile;
  std::vector<std::vector<OptionIndex>> orders;  // the same ballots, best option first
};

const Input& InputOf(int options) {
  static auto* inputs = new std::map<int, Input>();
  if (const auto known = inputs->find(options); known != inputs->end()) return known->second;
  Input input{*Profile::Create(options, Unranked::kTiedLast), {}};
  std::mt19937_64 engine(2031);
  for (int i = 0; i < kBallots; ++i) {
    std::vector<OptionIndex> order(static_cast<size_t>(options));
    std::iota(order.begin(), order.end(), 0);
    for (auto k = static_cast<size_t>(options) - 1; k > 0; --k) {
      std::swap(order[k], order[static_cast<size_t>(engine() % (k + 1))]);
    }
    std::vector<std::vector<OptionIndex>> tiers;
    tiers.reserve(order.size());
    for (const OptionIndex option : order) tiers.push_back({option});
    if (!input.profile.Add(*Ranking::Create(options, tiers)).ok()) std::abort();
    input.orders.push_back(std::move(order));
  }
  return inputs->emplace(options, std::move(input)).first->second;
}

// The floor: for each ballot, each pair, one increment.
void ScalarPairwise(benchmark::State& state) {
  const auto n = static_cast<size_t>(state.range(0));
  const Input& input = InputOf(static_cast<int>(n));
  for (auto _ : state) {
    std::vector<int64_t> prefer(n * n, 0);
    for (const std::vector<OptionIndex>& order : input.orders) {
      for (size_t i = 0; i < n; ++i) {
        int64_t* row = &prefer[static_cast<size_t>(order[i]) * n];
        for (size_t j = i + 1; j < n; ++j) ++row[order[j]];
      }
    }
    benchmark::DoNotOptimize(prefer.data());
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

void Pairwise(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(PairwiseMatrix::FromProfile(input.profile));
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

void PairwiseByTwoWorkers(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(PairwiseMatrix::FromProfile(input.profile, kTwo));
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

void PairwiseAndSchulze(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(input.profile);
    benchmark::DoNotOptimize(Schulze(matrix, SchulzeOptions{}));
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

void OneBallotMore(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  PairwiseMatrix matrix = PairwiseMatrix::FromProfile(input.profile);
  const Ranking& ballot = input.profile.groups().front().ranking;
  for (auto _ : state) {
    benchmark::DoNotOptimize(matrix.Add(ballot));
    benchmark::DoNotOptimize(matrix.Remove(ballot));
  }
  state.SetItemsProcessed(state.iterations() * 2);
}

void ReadFile(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  std::string text = "#/Candidates: 0";
  for (int64_t i = 1; i < state.range(0); ++i) absl::StrAppend(&text, ";", i);
  for (const std::vector<OptionIndex>& order : input.orders) {
    for (size_t i = 0; i < order.size(); ++i) {
      absl::StrAppend(&text, i == 0 ? "\n" : " > ", order[i]);
    }
  }
  for (auto _ : state) benchmark::DoNotOptimize(ReadCvotes(text));
  state.SetItemsProcessed(state.iterations() * kBallots);
}

BENCHMARK(ScalarPairwise)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(Pairwise)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(PairwiseByTwoWorkers)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(PairwiseAndSchulze)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(OneBallotMore)->Arg(10)->Arg(50);
BENCHMARK(ReadFile)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace plenum::tally
