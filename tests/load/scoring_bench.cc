// Times the scoring math on random problems: what a change of a score costs, the methods that
// compare many options, and SMAA; each beside its floor, a plain loop that reads the same numbers
// once.
//
//   plenum-bench-scoring [--json]
//
// --json prints {"additive_us", "topsis_us", "promethee_ms", "smaa_ms"} on one line, for
// peer_scoring.py. Medians of several rounds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <vector>

#include "services/scoring/agreement/smaa.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/compensatory.h"
#include "services/scoring/mcda/promethee.h"

namespace {

using plenum::mcda::Direction;

constexpr int kRounds = 15;

double MedianMicroseconds(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

// Adds up results, so that nothing is optimised away.
double sink = 0;

plenum::mcda::Problem RandomProblem(int options, int criteria) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> values(1, 100);
  plenum::mcda::Problem problem;
  problem.options = options;
  problem.criteria = criteria;
  for (int i = 0; i < options * criteria; ++i) problem.matrix.push_back(values(random));
  for (int c = 0; c < criteria; ++c) {
    problem.weights.push_back(values(random));
    problem.directions.push_back(c % 2 == 0 ? Direction::kMax : Direction::kMin);
  }
  return problem;
}

double AdditiveMicroseconds() {
  constexpr int kMembers = 50;
  constexpr int kOptions = 100;
  constexpr int kCriteria = 10;
  std::mt19937 random(2);
  std::uniform_real_distribution<double> scores(0, 10);
  std::vector<plenum::mcda::Criterion> criteria;
  for (int c = 0; c < kCriteria; ++c) {
    criteria.push_back({*plenum::mcda::ValueFunction::Linear(0, 10, Direction::kMax), 1.0 + c});
  }
  auto table = plenum::mcda::ScoreTable::Create(kMembers, kOptions, kCriteria);
  for (int m = 0; m < kMembers; ++m) {
    for (int o = 0; o < kOptions; ++o) {
      for (int c = 0; c < kCriteria; ++c) {
        if (!table->Set(m, o, c, scores(random)).ok()) return 0;
      }
    }
  }
  return MedianMicroseconds([&] {
    const auto result = plenum::mcda::EvaluateAdditive(criteria, *table, {.shares = false});
    sink += *result->options[0].total;
  });
}

double FloorMicroseconds(const std::vector<double>& numbers) {
  return MedianMicroseconds([&] {
    double sum = 0;
    for (const double number : numbers) sum += number;
    sink += sum;
  });
}

double SmaaMilliseconds() {
  const plenum::mcda::Problem problem = RandomProblem(100, 10);
  plenum::agreement::SmaaModel model;
  model.options = problem.options;
  model.criteria = problem.criteria;
  model.values = {problem.matrix};
  return MedianMicroseconds([&] {
           const auto result = plenum::agreement::Smaa(model);
           sink += result->holistic[0];
         }) /
         1000;
}

}  // namespace

int main(int argc, char** argv) {
  const bool as_json = argc > 1 && std::strcmp(argv[1], "--json") == 0;
  const plenum::mcda::Problem problem = RandomProblem(10'000, 20);
  const double additive = AdditiveMicroseconds();
  const double additive_floor = FloorMicroseconds(std::vector<double>(50'000, 1.5));
  const double topsis = MedianMicroseconds([&] { sink += plenum::mcda::Topsis(problem)->front(); });
  const double floor = FloorMicroseconds(problem.matrix);
  const double promethee =
      MedianMicroseconds([&] { sink += plenum::mcda::Promethee(problem)->net.front(); }) / 1000;
  const double smaa = SmaaMilliseconds();
  if (as_json) {
    std::printf(
        "{\"additive_us\": %.1f, \"topsis_us\": %.1f, \"promethee_ms\": %.2f, \"smaa_ms\": %.1f}\n",
        additive, topsis, promethee, smaa);
  } else {
    std::printf("additive, 100 measures x 10 criteria x 50 members  %8.1f us  %5.1f x its floor\n",
                additive, additive / additive_floor);
    std::printf("TOPSIS, 10,000 x 20                                %8.1f us  %5.1f x its floor\n",
                topsis, topsis / floor);
    std::printf("PROMETHEE II net flows, 10,000 x 20                %8.2f ms\n", promethee);
    std::printf("SMAA, 100 x 10, 10,000 draws                       %8.1f ms\n", smaa);
    std::printf("floor: reading the same numbers once. (%g)\n", sink > 0 ? 1.0 : 0.0);
  }
  return 0;
}
