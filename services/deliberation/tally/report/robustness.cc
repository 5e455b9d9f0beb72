#include "services/deliberation/tally/report/robustness.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/report/bootstrap.h"
#include "services/deliberation/tally/report/flip_margin.h"

namespace plenum::tally {
namespace {

std::vector<int> TierOfEach(const Ranking& ranking) {
  std::vector<int> tiers(static_cast<size_t>(ranking.option_count()));
  for (int t = 0; t < ranking.tier_count(); ++t) {
    for (const OptionIndex option : ranking.tier(t)) tiers[static_cast<size_t>(option)] = t;
  }
  return tiers;
}

absl::Status CheckArguments(std::span<const MethodUnderTest> methods, size_t chosen,
                            const RobustnessOptions& options) {
  if (chosen >= methods.size()) {
    return absl::InvalidArgumentError(
        absl::StrCat("method ", chosen, " is to be examined, of ", methods.size(), " methods"));
  }
  return CheckOptions(options);
}

void FillPlaces(int option_count, Robustness& report) {
  report.best_place.assign(static_cast<size_t>(option_count), option_count);
  report.worst_place.assign(static_cast<size_t>(option_count), 1);
  for (const Robustness::Outcome& outcome : report.outcomes) {
    if (!outcome.count) continue;
    const Ranking& ranking = outcome.count->ranking;
    int place = 1;
    for (int t = 0; t < ranking.tier_count(); ++t) {
      const int end = ranking.tier_ends()[static_cast<size_t>(t)];
      for (const OptionIndex option : ranking.tier(t)) {
        int& best = report.best_place[static_cast<size_t>(option)];
        int& worst = report.worst_place[static_cast<size_t>(option)];
        best = std::min(best, place);
        worst = std::max(worst, end);
      }
      place = end + 1;
    }
  }
}

void FillAgreement(Robustness& report) {
  const size_t methods = report.outcomes.size();
  report.agreement.assign(methods, std::vector<std::optional<Agreement>>(methods));
  for (size_t i = 0; i < methods; ++i) {
    for (size_t j = i + 1; j < methods; ++j) {
      const auto& first = report.outcomes[i].count;
      const auto& second = report.outcomes[j].count;
      if (first && second) report.agreement[i][j] = Compare(first->ranking, second->ranking);
    }
  }
}

}  // namespace

absl::Status CheckOptions(const RobustnessOptions& options) {
  if (options.seed.empty()) {
    return absl::InvalidArgumentError("the seed of the bootstrap is empty: give any text");
  }
  if (options.samples < 0) {
    return absl::InvalidArgumentError(
        absl::StrCat("the number of samples must not be negative: ", options.samples));
  }
  return absl::OkStatus();
}

int64_t RecountSteps(const MethodUnderTest& method, int64_t groups, int option_count) {
  const int64_t n = option_count;
  if (method.exponential) return n << std::min<int64_t>(n, 22);
  // Most methods on the matrix look at all triples, at a quarter of the price of looking at a
  // ballot.
  return std::max<int64_t>(method.by_matrix ? n * n * n / 4 : groups * n, 1);
}

std::optional<double> Agreement::TauB() const {
  const auto first = static_cast<double>(concordant + discordant + tied_second);
  const auto second = static_cast<double>(concordant + discordant + tied_first);
  if (first == 0 || second == 0) return std::nullopt;
  return static_cast<double>(concordant - discordant) / std::sqrt(first * second);
}

Agreement Compare(const Ranking& first, const Ranking& second) {
  const std::vector<int> a = TierOfEach(first);
  const std::vector<int> b = TierOfEach(second);
  Agreement agreement;
  for (size_t i = 0; i < a.size(); ++i) {
    for (size_t j = i + 1; j < a.size(); ++j) {
      const bool tied_a = a[i] == a[j];
      const bool tied_b = b[i] == b[j];
      if (tied_a && tied_b) {
        ++agreement.tied_both;
      } else if (tied_a) {
        ++agreement.tied_first;
      } else if (tied_b) {
        ++agreement.tied_second;
      } else {
        ++((a[i] < a[j]) == (b[i] < b[j]) ? agreement.concordant : agreement.discordant);
      }
    }
  }
  return agreement;
}

absl::StatusOr<Robustness> CheckRobustness(const Profile& profile,
                                           std::span<const MethodUnderTest> methods, size_t chosen,
                                           const RobustnessOptions& options) {
  return CheckRobustness(profile, PairwiseMatrix::FromProfile(profile, options.workers), methods,
                         chosen, options);
}

absl::StatusOr<Robustness> CheckRobustness(const Profile& profile, const PairwiseMatrix& pairwise,
                                           std::span<const MethodUnderTest> methods, size_t chosen,
                                           const RobustnessOptions& options) {
  if (absl::Status refusal = CheckArguments(methods, chosen, options); !refusal.ok()) {
    return refusal;
  }
  Robustness report;
  report.outcomes.resize(methods.size());
  options.workers.ForEach(methods.size(), [&](size_t i) {
    Robustness::Outcome& outcome = report.outcomes[i];
    outcome.method = methods[i].name;
    absl::StatusOr<Count> count = methods[i].count(profile, pairwise);
    if (count.ok()) {
      outcome.count = *std::move(count);
    } else {
      outcome.refusal = absl::StrCat(count.status().message());
    }
  });
  if (base::IsStopped(options.workers.stopped)) return base::StoppedWork();
  if (!report.outcomes[chosen].count) {
    return absl::InvalidArgumentError(report.outcomes[chosen].refusal);
  }
  FillAgreement(report);
  FillPlaces(profile.option_count(), report);
  absl::StatusOr<FlipMargin> margin = FindFlipMargin(
      profile, pairwise, methods[chosen], *report.outcomes[chosen].count, options.workers.stopped);
  if (!margin.ok()) return margin.status();
  report.margin = *margin;
  absl::StatusOr<Bootstrap> bootstrap = RunBootstrap(profile, methods[chosen], options);
  if (!bootstrap.ok()) return bootstrap.status();
  report.bootstrap = *std::move(bootstrap);
  return report;
}

}  // namespace plenum::tally
