// Times the survey of opinions on votes with known groups, beside its floor: one reading of the
// votes.
//
//   plenum-bench-opinions
//
// Medians of several rounds, and how well the known groups were found.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <vector>

#include "services/deliberation/opinions/generator.h"
#include "services/deliberation/opinions/landscape.h"

namespace {

using plenum::opinions::AdjustedRandIndex;
using plenum::opinions::Generate;
using plenum::opinions::Landscape;
using plenum::opinions::Survey;

constexpr int kRounds = 11;

double MedianMilliseconds(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < kRounds; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    times.push_back(took.count());
  }
  std::sort(times.begin(), times.end());
  return times[times.size() / 2];
}

void Run(int members, int statements, double unseen) {
  const auto known =
      Generate({.members = members, .statements = statements, .groups = 4, .unseen = unseen}, 1);
  int answers = 0;
  const double floor = MedianMilliseconds([&] {
    for (int m = 0; m < members; ++m) {
      for (const auto vote : known.votes.Row(m)) {
        answers += vote != plenum::opinions::Vote::kUnseen ? 1 : 0;
      }
    }
  });
  Landscape landscape;
  const double survey = MedianMilliseconds([&] { landscape = *Survey(known.votes, {}); });
  std::printf(
      "%5d members x %4d statements, %2.0f%% unseen: %8.2f ms (reading %.3f ms), "
      "%zu groups, adjusted Rand index %.3f%s\n",
      members, statements, 100 * unseen, survey, floor, landscape.groups.size(),
      AdjustedRandIndex(known.group, landscape.group), answers < 0 ? "!" : "");
}

}  // namespace

int main() {
  Run(100, 50, 0.4);
  Run(1000, 200, 0.5);
  Run(1000, 200, 0.0);
  Run(1000, 1000, 0.8);
  Run(5000, 200, 0.7);
  return 0;
}
