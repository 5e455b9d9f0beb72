#include "services/scoring/group_values.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/scoring/mcda/additive.h"

namespace plenum::scoring {
namespace {

// One measure on one criterion: each member's value, nothing where there is none.
struct Cell {
  std::vector<std::optional<double>> values;
  double value_sum = 0;
  double score_sum = 0;
  int scored_by = 0;
  double counted = 0;  // as how many members these count
};

absl::StatusOr<Cell> ReadCell(const RankingModel& model, const mcda::ValueFunction& function,
                              int option, int criterion) {
  Cell cell;
  for (int m = 0; m < model.scores().members(); ++m) {
    const auto score = model.scores().Get(m, option, criterion);
    cell.values.emplace_back(std::nullopt);
    if (!score) continue;
    auto value = function.Evaluate(*score);
    if (!value.ok()) return value.status();
    cell.values.back() = *value;
    const std::vector<int>& counts = model.how().counts_as;
    const double count = counts.empty() ? 1 : counts[Index(m)];
    cell.value_sum += count * *value;
    cell.score_sum += count * *score;
    cell.counted += count;
    ++cell.scored_by;
  }
  return cell;
}

// The criteria that no measure was scored on, for the end of a sentence.
std::string NotScored(const RankingModel& model) {
  std::string list;
  for (int c = 0; c < model.scores().criteria(); ++c) {
    bool scored = false;
    for (int m = 0; m < model.scores().members(); ++m) {
      for (int o = 0; o < model.scores().options(); ++o) {
        scored = scored || model.scores().Get(m, o, c).has_value();
      }
    }
    if (scored) continue;
    absl::StrAppend(&list, list.empty() ? "; nobody scored \"" : ", \"",
                    model.criteria()[Index(c)].title(), "\"");
  }
  return list.empty() ? "; `plenum ranking show` marks what is missing" : list;
}

}  // namespace

absl::StatusOr<GroupValues> ReadGroupValues(const RankingModel& model) {
  auto criteria = model.MathCriteria();
  if (!criteria.ok()) return criteria.status();
  GroupValues group;
  group.values.resize(Index(model.scores().members()));
  for (int o = 0; o < model.scores().options(); ++o) {
    std::vector<Cell> cells;
    bool complete = true;
    for (int c = 0; c < model.scores().criteria(); ++c) {
      auto cell = ReadCell(model, (*criteria)[Index(c)].value_function, o, c);
      if (!cell.ok()) return cell.status();
      complete = complete && cell->scored_by > 0;
      cells.push_back(*std::move(cell));
    }
    if (!complete) {
      group.left_out.push_back(model.options()[Index(o)].title);
      continue;
    }
    group.options.push_back(o);
    for (const Cell& cell : cells) {
      const double mean = cell.value_sum / cell.counted;
      group.means.push_back(mean);
      // A mean of scores at an end of the scale may be off it by the last bit.
      const v1::Criterion& scale = model.criteria()[group.scores.size() % cells.size()];
      group.scores.push_back(
          std::clamp(cell.score_sum / cell.counted, scale.scale_min(), scale.scale_max()));
      for (std::size_t m = 0; m < cell.values.size(); ++m) {
        if (!cell.values[m]) ++group.filled;
        group.values[m].push_back(cell.values[m].value_or(mean));
      }
    }
  }
  if (group.options.empty()) {
    return NotReady(absl::StrCat("no measure was scored on every criterion yet", NotScored(model)));
  }
  return group;
}

absl::StatusOr<std::vector<double>> ValuesByRule(const RankingModel& model,
                                                 const GroupValues& group) {
  if (model.how().group_rule == mcda::GroupRule::kIndividualTotals) return group.means;
  auto result = model.Evaluate();
  if (!result.ok()) return result.status();
  std::vector<double> values;
  for (const int option : group.options) {
    for (const auto& cell : result->options[Index(option)].cells) values.push_back(*cell.value);
  }
  return values;
}

}  // namespace plenum::scoring
