#include "services/scoring/assessment.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "services/scoring/agreement/agreement.h"

namespace plenum::scoring {
namespace {

// An ordinal scale of more steps is none that people answer on.
constexpr double kMostSteps = 20;
constexpr std::int64_t kCellsBetweenStops = 100;

// One member's score of a cell, and what it was when the round began.
struct Said {
  int round = 0;  // in which it was entered
  double now = 0;
  int round_before = 0;  // 0: not scored then
  double before = 0;
};

using CellKey = std::pair<std::string, std::string>;  // measure, criterion
using Cells = std::map<CellKey, std::map<std::string, Said>>;

Cells CellsOf(const std::vector<v1::Score>& scores, const std::vector<v1::Score>& past, int round) {
  Cells cells;
  for (const auto* versions : {&scores, &past}) {
    for (const v1::Score& score : *versions) {
      Said& said = cells[{score.measure(), score.criterion()}][score.member()];
      if (score.round() >= said.round) said.round = score.round(), said.now = score.value();
      if (score.round() < round && score.round() >= said.round_before) {
        said.round_before = score.round();
        said.before = score.value();
      }
    }
  }
  return cells;
}

// Van der Eijk's A; nothing where the scores are no steps.
std::optional<double> AgreementOf(const std::vector<double>& sorted, const v1::Criterion& scale) {
  const double steps = scale.scale_max() - scale.scale_min();
  if (steps < 1 || steps > kMostSteps || steps != std::floor(steps)) return std::nullopt;
  std::vector<double> counts(static_cast<std::size_t>(steps) + 1, 0.0);
  for (const double value : sorted) {
    const double step = value - scale.scale_min();
    if (step != std::floor(step)) return std::nullopt;
    ++counts[static_cast<std::size_t>(step)];
  }
  const auto dispersion = agreement::DispersionOf(counts);
  return dispersion.ok() ? std::optional(dispersion->agreement) : std::nullopt;
}

v1::CellAgreement Describe(const std::map<std::string, Said>& said, const v1::Criterion& scale) {
  v1::CellAgreement cell;
  std::vector<double> sorted;
  int before = 0;
  int moved = 0;
  for (const auto& [member, each] : said) {
    sorted.push_back(each.now);
    if (each.round_before == 0) continue;
    ++before;
    if (each.before != each.now) ++moved;
  }
  std::sort(sorted.begin(), sorted.end());
  cell.set_scores(static_cast<std::int32_t>(sorted.size()));
  cell.set_median(agreement::Percentile(sorted, 0.5));
  cell.set_interquartile_range(agreement::Percentile(sorted, 0.75) -
                               agreement::Percentile(sorted, 0.25));
  const auto rand = agreement::RandDisagreement(sorted, scale.scale_min(), scale.scale_max());
  cell.set_disagreement(rand.ok() && rand->disagreement);
  if (sorted.size() < agreement::kLeastForAnIndex) {
    for (const auto& [member, each] : said) {
      auto* number = cell.add_numbers();
      number->set_member(member);
      number->set_value(each.now);
    }
  } else if (const auto agreed = AgreementOf(sorted, scale)) {
    cell.set_agreement(*agreed);
  }
  if (before < 2) {
    cell.set_state(v1::CELL_STATE_NEW);
    return cell;
  }
  cell.set_moved(static_cast<double>(moved) / before);
  cell.set_state(cell.moved() > kStableShare ? v1::CELL_STATE_MOVING
                 : cell.disagreement()       ? v1::CELL_STATE_STABLE_SPLIT
                                             : v1::CELL_STATE_STABLE_AGREED);
  return cell;
}

// What to look at first.
int Urgency(v1::CellState state) {
  switch (state) {
    case v1::CELL_STATE_MOVING:
      return 0;
    case v1::CELL_STATE_STABLE_SPLIT:
      return 1;
    case v1::CELL_STATE_NEW:
      return 2;
    default:
      return 3;
  }
}

// Krippendorff's alpha of one criterion, over the measures.
std::optional<double> AlphaOf(const Snapshot& snapshot, const Cells& cells,
                              const std::string& criterion) {
  std::map<std::string, std::vector<std::optional<double>>> ratings;  // by member
  for (std::size_t m = 0; m < snapshot.measures.size(); ++m) {
    const auto cell = cells.find({snapshot.measures[m].name(), criterion});
    if (cell == cells.end()) continue;
    for (const auto& [member, said] : cell->second) {
      auto& row = ratings[member];
      row.resize(snapshot.measures.size());
      row[m] = said.now;
    }
  }
  agreement::Ratings rows;
  for (auto& [member, row] : ratings) rows.push_back(std::move(row));
  if (rows.size() < 2) return std::nullopt;
  const auto alpha = agreement::KrippendorffAlpha(rows, agreement::Level::kInterval);
  return alpha.ok() ? *alpha : std::nullopt;
}

}  // namespace

absl::StatusOr<v1::AssessRoundResponse> AssessRound(const Snapshot& snapshot,
                                                    const std::vector<v1::Score>& past, int round,
                                                    const base::Stopped& stopped) {
  const Cells cells = CellsOf(snapshot.scores, past, round);
  v1::AssessRoundResponse response;
  response.set_round(round);
  std::vector<std::tuple<int, double, v1::CellAgreement>> found;
  base::StopWatch watch(stopped, kCellsBetweenStops);
  bool moves = false;
  for (const v1::Criterion& criterion : snapshot.criteria) {
    auto* of_criterion = response.add_criteria();
    of_criterion->set_criterion(criterion.name());
    of_criterion->set_title(criterion.title());
    if (const auto alpha = AlphaOf(snapshot, cells, criterion.name())) {
      of_criterion->set_alpha(*alpha);
    }
    for (const auto& measure : snapshot.measures) {
      if (watch.After(1)) return base::StoppedWork();
      const auto cell = cells.find({measure.name(), criterion.name()});
      if (cell == cells.end() || cell->second.size() < 2) continue;
      v1::CellAgreement described = Describe(cell->second, criterion);
      described.set_measure(measure.name());
      described.set_measure_title(measure.title());
      described.set_criterion(criterion.name());
      described.set_criterion_title(criterion.title());
      const v1::CellState state = described.state();
      moves = moves || state == v1::CELL_STATE_MOVING || state == v1::CELL_STATE_NEW;
      const double width =
          described.interquartile_range() / (criterion.scale_max() - criterion.scale_min());
      found.emplace_back(Urgency(state), -width, std::move(described));
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(std::get<0>(a), std::get<1>(a)) < std::tie(std::get<0>(b), std::get<1>(b));
  });
  for (auto& [urgency, width, cell] : found) *response.add_cells() = std::move(cell);
  response.set_advice(moves || found.empty() ? v1::ROUND_ADVICE_GO_ON : v1::ROUND_ADVICE_STOP);
  return response;
}

}  // namespace plenum::scoring
