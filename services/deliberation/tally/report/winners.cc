#include "services/deliberation/tally/report/winners.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/deliberation/tally/cardinal/wide.h"
#include "services/deliberation/tally/report/bootstrap.h"
#include "services/deliberation/tally/report/points_margin.h"

namespace plenum::tally {
namespace {

// Samples are as many as make this many steps, but kFewestSamples at least.
constexpr int64_t kSampleSteps = 150'000'000;
constexpr int64_t kFewestSamples = 20;

int Shared(const Winners& first, const Winners& second) {
  std::vector<OptionIndex> both;
  std::ranges::set_intersection(first.elected, second.elected, std::back_inserter(both));
  return static_cast<int>(both.size());
}

std::vector<int64_t> Draw(std::span<const int64_t> counts, const std::string& seed, int sample) {
  Draws draws(seed, absl::StrCat("sample ", sample));
  std::vector<int64_t> drawn;
  drawn.reserve(counts.size());
  for (const int64_t count : counts) drawn.push_back(draws.Poisson(count));
  return drawn;
}

absl::Status AddSamples(std::span<const int64_t> counts, const RuleUnderTest& sampled,
                        const RobustnessOptions& options, WinnersReport& report) {
  const int64_t most = std::max(kFewestSamples, kSampleSteps / std::max<int64_t>(sampled.steps, 1));
  report.samples = static_cast<int>(std::min<int64_t>(options.samples, most));
  std::vector<absl::StatusOr<Winners>> samples(static_cast<size_t>(report.samples),
                                               absl::UnknownError(""));
  options.workers.ForEach(samples.size(), [&](size_t sample) {
    samples[sample] = sampled.count(Draw(counts, options.seed, static_cast<int>(sample)));
  });
  if (base::IsStopped(options.workers.stopped)) return base::StoppedWork();
  const Winners& counted = *report.outcomes[0].winners;
  for (const absl::StatusOr<Winners>& sample : samples) {
    if (!sample.ok()) {
      if (absl::IsCancelled(sample.status())) return sample.status();
      continue;
    }
    for (const OptionIndex option : sample->elected) {
      ++report.elected_in[static_cast<size_t>(option)];
    }
    report.same_winners +=
        sample->elected == counted.elected && sample->level == counted.level ? 1 : 0;
    report.unproven_samples += sample->proven ? 0 : 1;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<WinnersReport> CheckWinners(std::span<const int64_t> counts, int option_count,
                                           std::span<const RuleUnderTest> rules,
                                           const RuleUnderTest& sampled,
                                           const RobustnessOptions& options) {
  if (rules.empty()) return absl::InvalidArgumentError("there is no rule to examine");
  if (absl::Status refusal = CheckOptions(options); !refusal.ok()) return refusal;
  WinnersReport report;
  report.outcomes.resize(rules.size());
  options.workers.ForEach(rules.size(), [&](size_t i) {
    WinnersReport::Outcome& outcome = report.outcomes[i];
    outcome.rule = rules[i].name;
    absl::StatusOr<Winners> winners = rules[i].count(counts);
    if (winners.ok()) {
      outcome.winners = *std::move(winners);
    } else {
      outcome.refusal = absl::StrCat(winners.status().message());
    }
  });
  if (base::IsStopped(options.workers.stopped)) return base::StoppedWork();
  if (!report.outcomes[0].winners) return absl::InvalidArgumentError(report.outcomes[0].refusal);
  report.shared.assign(rules.size(), std::vector<std::optional<int>>(rules.size()));
  report.elected_by.assign(static_cast<size_t>(option_count), 0);
  report.elected_in.assign(static_cast<size_t>(option_count), 0);
  for (size_t i = 0; i < rules.size(); ++i) {
    const auto& first = report.outcomes[i].winners;
    if (!first) continue;
    for (const OptionIndex option : first->elected) {
      ++report.elected_by[static_cast<size_t>(option)];
    }
    for (size_t j = i + 1; j < rules.size(); ++j) {
      const auto& second = report.outcomes[j].winners;
      if (second) report.shared[i][j] = Shared(*first, *second);
    }
  }
  if (absl::Status status = AddSamples(counts, sampled, options, report); !status.ok()) {
    return status;
  }
  return report;
}

FlipMargin PointsFlipMargin(const PointBallots& ballots, int option_count,
                            std::span<const OptionIndex> winners) {
  std::vector<Wide> totals(static_cast<size_t>(option_count), 0);
  for (size_t g = 0; g < ballots.counts.size(); ++g) {
    for (OptionIndex option = 0; option < option_count; ++option) {
      totals[static_cast<size_t>(option)] += Wide{ballots.points(g, option)} * ballots.counts[g];
    }
  }
  // A winner and who could come level with it, the closest pairs first: a ballot moves the two by
  // twice the range at most, so that the others need not be looked at.
  struct Pair {
    Wide lead;
    OptionIndex winner;
    OptionIndex rival;
  };
  std::vector<Pair> pairs;
  for (const OptionIndex winner : winners) {
    for (OptionIndex rival = 0; rival < option_count; ++rival) {
      if (std::find(winners.begin(), winners.end(), rival) != winners.end()) continue;
      pairs.push_back({totals[static_cast<size_t>(winner)] - totals[static_cast<size_t>(rival)],
                       winner, rival});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.lead < b.lead; });
  FlipMargin margin;
  for (const Pair& pair : pairs) {
    const int64_t most_gain = 2 * ballots.range;
    if (margin.at_most && (pair.lead + most_gain - 1) / most_gain >= *margin.at_most) break;
    std::vector<std::pair<int64_t, int64_t>> gains;  // of one ballot, and how many such ballots
    for (size_t g = 0; g < ballots.counts.size(); ++g) {
      const int64_t difference = ballots.points(g, pair.winner) - ballots.points(g, pair.rival);
      gains.emplace_back(difference + ballots.range, ballots.counts[g]);
    }
    std::sort(gains.begin(), gains.end(), std::greater<>());
    Wide lead = pair.lead;
    int64_t changed = 0;
    for (const auto& [gain, count] : gains) {
      if (lead <= 0 || gain <= 0) break;
      const auto used = static_cast<int64_t>(std::min<Wide>(count, (lead + gain - 1) / gain));
      changed += used;
      lead -= Wide{used} * gain;
    }
    if (lead <= 0 && (!margin.at_most || changed < *margin.at_most)) {
      margin.at_most = changed;
      margin.rival = pair.rival;
    }
  }
  return ExactByPoints(std::move(margin));
}

}  // namespace plenum::tally
