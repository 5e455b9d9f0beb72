// What counting 100,000 random complete ballots costs, beside a plain scalar loop over the same
// ballots as the floor of the pairwise count, in one run; and a million ballots as voters cast
// them. The argument is the number of options.
//   build/release/bin/plenum-bench-tally
#include <benchmark/benchmark.h>

#include <algorithm>
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
#include "services/deliberation/tally/condorcet/kemeny.h"
#include "services/deliberation/tally/formats/cvotes.h"
#include "services/deliberation/tally/methods/methods.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/report/robustness.h"
#include "services/deliberation/tally/rounds/instant_runoff.h"
#include "services/deliberation/tally/schulze.h"
#include "services/deliberation/tally/stv/stv.h"

namespace plenum::tally {
namespace {

constexpr int kBallots = 100'000;

const base::Workers kTwo = base::OnThreads(2);

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

// Putting equal ballots together, from rankings that are there already.
void GroupBallots(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    Profile profile = *Profile::Create(static_cast<int>(state.range(0)), Unranked::kTiedLast);
    for (const BallotGroup& group : input.profile.groups()) {
      if (!profile.Add(group.ranking, group.count).ok()) std::abort();
    }
    benchmark::DoNotOptimize(profile);
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

// One method, its matrix given.
void OneMethod(benchmark::State& state, const RankedMethod& method) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  const PairwiseMatrix matrix = PairwiseMatrix::FromProfile(input.profile, kTwo);
  for (auto _ : state) {
    benchmark::DoNotOptimize(method.count(input.profile, matrix, KeepTied{}, {}));
  }
}

// All methods side by side, agreement, margin and bootstrap, from the ballots.
void FullReport(benchmark::State& state) {
  const Input& input = InputOf(static_cast<int>(state.range(0)));
  std::vector<MethodUnderTest> methods;
  for (const RankedMethod& method : RankedMethods()) {
    methods.push_back(UnderTest(method, KeepTied{}));
  }
  RobustnessOptions options;
  options.workers = kTwo;
  for (auto _ : state) {
    const auto report = CheckRobustness(input.profile, methods, 0, options);
    if (!report.ok()) state.SkipWithError("the report was refused");
    benchmark::DoNotOptimize(report);
  }
  state.SetItemsProcessed(state.iterations() * kBallots);
}

// Kemeny-Young on one cycle of all options: the order of the ballots goes round.
void KemenyOneCycle(benchmark::State& state) {
  const auto n = static_cast<int>(state.range(0));
  PairwiseMatrix matrix = *PairwiseMatrix::Create(n, Unranked::kTiedLast);
  std::mt19937_64 engine(20);
  for (int i = 0; i < 4 * n + 1; ++i) {
    std::vector<OptionIndex> order(static_cast<size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    std::rotate(order.begin(), order.begin() + static_cast<ptrdiff_t>(i % n), order.end());
    std::swap(order[static_cast<size_t>(engine() % order.size())], order[0]);
    std::vector<std::vector<OptionIndex>> tiers;
    for (const OptionIndex option : order) tiers.push_back({option});
    if (!matrix.Add(*Ranking::Create(n, tiers)).ok()) std::abort();
  }
  for (auto _ : state) benchmark::DoNotOptimize(KemenyCount(matrix, KemenyOptions{}));
}

// A million ballots of 15 options as voters cast them: a few options ranked, the popular more
// often.
const std::string& MillionBallots() {
  static const std::string* text = [] {
    auto* made = new std::string("#/Candidates: 0");
    for (int i = 1; i < 15; ++i) absl::StrAppend(made, ";", i);
    std::mt19937_64 engine(15);
    for (int ballot = 0; ballot < 1'000'000; ++ballot) {
      uint32_t used = 0;
      const auto length = 1 + engine() % 6;
      for (uint64_t rank = 0; rank < length; ++rank) {
        // The smaller of two draws: option 0 is the most popular.
        const auto option = std::min(engine() % 15, engine() % 15);
        if ((used >> option & 1U) != 0) continue;
        used |= 1U << option;
        absl::StrAppend(made, rank == 0 ? "\n" : " > ", option);
      }
    }
    return made;
  }();
  return *text;
}

// Reading the file, instant runoff and Scottish STV with four seats.
void MillionParsedAndElected(benchmark::State& state) {
  const std::string& text = MillionBallots();
  for (auto _ : state) {
    const auto election = ReadCvotes(text);
    if (!election.ok()) std::abort();
    benchmark::DoNotOptimize(InstantRunoff(election->profile, {}));
    StvOptions options;
    options.seats = 4;
    benchmark::DoNotOptimize(CountStv(election->profile, options));
  }
  state.SetItemsProcessed(state.iterations() * 1'000'000);
}

const bool kMethodsRegistered = [] {
  for (const RankedMethod& method : RankedMethods()) {
    benchmark::RegisterBenchmark(absl::StrCat("Method/", std::string(method.id)).c_str(),
                                 [&method](benchmark::State& state) { OneMethod(state, method); })
        ->Arg(10)
        ->Arg(50)
        ->Unit(benchmark::kMillisecond);
  }
  return true;
}();

BENCHMARK(FullReport)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(KemenyOneCycle)->Arg(20)->Unit(benchmark::kMillisecond);
BENCHMARK(MillionParsedAndElected)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(ScalarPairwise)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(Pairwise)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(PairwiseByTwoWorkers)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(PairwiseAndSchulze)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(GroupBallots)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);
BENCHMARK(OneBallotMore)->Arg(10)->Arg(50);
BENCHMARK(ReadFile)->Arg(10)->Arg(50)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace plenum::tally
