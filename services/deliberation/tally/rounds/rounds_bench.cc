// The methods of this folder on 100,000 random complete ballots of 10 and 50 options, on 100,000
// truncated ones of 50, and on a million ballots of 15 options as people cast them: short, and many
// alike.
//   build/release/bin/plenum-bench-rounds
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/profile.h"
#include "services/deliberation/tally/rounds/bucklin.h"
#include "services/deliberation/tally/rounds/condorcet_runoff.h"
#include "services/deliberation/tally/rounds/coombs.h"
#include "services/deliberation/tally/rounds/instant_runoff.h"
#include "services/deliberation/tally/rounds/plurality.h"
#include "services/deliberation/tally/rounds/positional.h"

namespace plenum::tally {
namespace {

struct Input {
  Profile profile;
  PairwiseMatrix matrix;
};

struct Shape {
  int ballots;
  int options;
  bool real_looking;  // popular options first, most ballots short
  bool truncated;
  friend bool operator<(const Shape& a, const Shape& b) {
    return std::tie(a.ballots, a.options, a.real_looking, a.truncated) <
           std::tie(b.ballots, b.options, b.real_looking, b.truncated);
  }
};

std::vector<std::vector<OptionIndex>> RandomBallot(const Shape& shape, std::mt19937_64& engine) {
  std::vector<OptionIndex> left = AllOptions(shape.options);
  size_t length = left.size();
  if (shape.truncated) length = 1 + engine() % 9;
  if (shape.real_looking) length = 1 + std::min(engine() % 6, engine() % 6);
  std::vector<std::vector<OptionIndex>> tiers;
  while (tiers.size() < length) {
    size_t next = engine() % left.size();
    if (shape.real_looking) next = std::min(next, engine() % left.size());
    tiers.push_back({left[next]});
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(next));
  }
  return tiers;
}

const Input& InputOf(const Shape& shape) {
  static auto* inputs = new std::map<Shape, std::unique_ptr<Input>>();
  std::unique_ptr<Input>& input = (*inputs)[shape];
  if (input != nullptr) return *input;
  Profile profile = *Profile::Create(shape.options, Unranked::kTiedLast);
  std::mt19937_64 engine(2031);
  for (int i = 0; i < shape.ballots; ++i) {
    const absl::StatusOr<Ranking> ballot =
        Ranking::Create(shape.options, RandomBallot(shape, engine));
    if (!ballot.ok() || !profile.Add(*ballot).ok()) std::abort();
  }
  PairwiseMatrix matrix = PairwiseMatrix::FromProfile(profile);
  input = std::make_unique<Input>(Input{std::move(profile), std::move(matrix)});
  return *input;
}

using Method = absl::StatusOr<Count> (*)(const Input&);

void Run(benchmark::State& state, Method method, const Shape& shape) {
  const Input& input = InputOf(shape);
  for (auto _ : state) {
    const absl::StatusOr<Count> count = method(input);
    if (!count.ok()) std::abort();
    benchmark::DoNotOptimize(count);
  }
  state.counters["distinct"] = static_cast<double>(input.profile.groups().size());
}

void Register() {
  const std::vector<std::pair<const char*, Method>> methods = {
      {"Plurality", [](const Input& in) { return Plurality(in.profile, {}); }},
      {"TwoRound", [](const Input& in) { return TwoRound(in.profile, {}); }},
      {"InstantRunoff", [](const Input& in) { return InstantRunoff(in.profile, {}); }},
      {"SmithInstantRunoff",
       [](const Input& in) { return SmithInstantRunoff(in.profile, in.matrix, {}); }},
      {"TidemanAlternative",
       [](const Input& in) { return TidemanAlternative(in.profile, in.matrix, {}); }},
      {"Benham", [](const Input& in) { return Benham(in.profile, in.matrix, {}); }},
      {"Coombs", [](const Input& in) { return Coombs(in.profile, {}); }},
      {"Bucklin", [](const Input& in) { return Bucklin(in.profile, {}); }},
      {"Borda", [](const Input& in) { return Borda(in.profile, {}); }},
      {"Dowdall", [](const Input& in) { return Dowdall(in.profile, {}); }}};
  const std::vector<std::pair<std::string, Shape>> shapes = {
      {"100000x10", {100'000, 10, false, false}},
      {"100000x50", {100'000, 50, false, false}},
      {"100000x50short", {100'000, 50, false, true}},
      {"1000000x15", {1'000'000, 15, true, false}}};
  for (const auto& sized : shapes) {
    for (const auto& named : methods) {
      const std::string name = std::string(named.first) + "/" + sized.first;
      const auto run = [method = named.second, shape = sized.second](benchmark::State& state) {
        Run(state, method, shape);
      };
      benchmark::RegisterBenchmark(name.c_str(), run)->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace
}  // namespace plenum::tally

int main(int argc, char** argv) {
  plenum::tally::Register();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
