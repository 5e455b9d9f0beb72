#include "services/scoring/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "absl/strings/str_cat.h"
#include "services/common/resource/text_field.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/mcda/value_function.h"

namespace plenum::scoring {
namespace {

constexpr int kNone = -1;
// Far more than any ratio of importance, and sums stay printable.
constexpr double kMaxWeight = 1e6;
constexpr resource::TextRule kTitle{.min = 1, .max = 100};
constexpr resource::TextRule kDescription{.min = 0, .max = 1000, .one_line = false};

std::string TwoDigits(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

// The math speaks of indexes; people know names.
absl::Status WithNames(const absl::Status& status, const std::vector<v1::Criterion>& criteria,
                       const std::vector<Option>& options) {
  const auto site = mcda::SiteOf(status);
  if (!site) return status;
  std::string where;
  if (site->option) {
    absl::StrAppend(&where, "\"", options[static_cast<std::size_t>(*site->option)].title, "\", ");
  }
  if (site->criterion) {
    absl::StrAppend(&where, "criterion \"",
                    criteria[static_cast<std::size_t>(*site->criterion)].title(), "\": ");
  }
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     absl::StrCat(where, std::string(status.message())),
                     {{"rule", mcda::ErrorRuleName(site->rule)}});
}

absl::StatusOr<std::vector<mcda::Criterion>> ToMath(const std::vector<v1::Criterion>& criteria) {
  std::vector<mcda::Criterion> result;
  for (const auto& criterion : criteria) {
    auto function = mcda::ValueFunction::Linear(
        criterion.scale_min(), criterion.scale_max(),
        criterion.direction() == v1::DIRECTION_LOWER_IS_BETTER ? mcda::Direction::kMin
                                                               : mcda::Direction::kMax);
    if (!function.ok()) return function.status();
    result.push_back({*std::move(function), criterion.weight()});
  }
  return result;
}

// The criterion that puts the option above `next`, or that gives it most when that is kNone.
std::string Reason(const mcda::AdditiveResult& result, int option, int next,
                   const std::vector<v1::Criterion>& criteria, const std::vector<Option>& options) {
  const auto& own = result.options[static_cast<std::size_t>(option)];
  const std::string& title = options[static_cast<std::size_t>(option)].title;
  if (!own.total)
    return absl::StrCat(title, " has no place yet: a criterion was scored by nobody.");
  const auto title_of = [&](std::size_t c) { return criteria[c].title(); };
  if (next != kNone) {
    const auto difference = mcda::ExplainDifference(result, option, next);
    if (difference.ok()) {
      const auto& by = difference->by_criterion;
      const auto most =
          static_cast<std::size_t>(std::max_element(by.begin(), by.end()) - by.begin());
      return absl::StrCat(title, " totals ", TwoDigits(*own.total), ", ",
                          TwoDigits(difference->total), " more than ",
                          options[static_cast<std::size_t>(next)].title, ", mostly by ",
                          title_of(most), " (", by[most] < 0 ? "" : "+", TwoDigits(by[most]), ").");
    }
  }
  std::size_t most = 0;
  for (std::size_t c = 1; c < own.cells.size(); ++c) {
    if (own.cells[c].contribution.value_or(0) > own.cells[most].contribution.value_or(0)) most = c;
  }
  return absl::StrCat(title, " totals ", TwoDigits(*own.total), ", most of it by ", title_of(most),
                      " (", TwoDigits(own.cells[most].contribution.value_or(0)), ").");
}

void AddMeasure(const mcda::AdditiveResult& result, int option, int position,
                const std::vector<std::string>& names, const std::vector<Option>& options,
                std::string reason, v1::CriteriaRanking& ranking) {
  const auto& from = result.options[static_cast<std::size_t>(option)];
  auto* to = ranking.add_measures();
  to->set_measure(options[static_cast<std::size_t>(option)].name);
  to->set_title(options[static_cast<std::size_t>(option)].title);
  to->set_position(position);
  to->set_best_position(from.best_rank);
  to->set_worst_position(from.worst_rank);
  to->set_reason(std::move(reason));
  double known = 0;
  for (std::size_t c = 0; c < from.cells.size(); ++c) {
    const auto& cell = from.cells[c];
    auto* contribution = to->add_contributions();
    contribution->set_criterion(names[c]);
    contribution->set_weight(result.weights[c]);
    contribution->set_value(cell.value.value_or(0));
    contribution->set_contribution(cell.contribution.value_or(0));
    contribution->set_score_count(cell.scored_by);
    known += cell.contribution.value_or(0);
    if (cell.scored_by == 0) ranking.set_missing_cells(ranking.missing_cells() + 1);
  }
  to->set_total(from.total.value_or(known));
}

}  // namespace

void CheckCriterion(const std::string& prefix, const v1::Criterion& criterion,
                    base::FieldViolations& bad) {
  resource::CheckText(prefix + ".title", criterion.title(), kTitle, bad);
  resource::CheckText(prefix + ".description", criterion.description(), kDescription, bad);
  if (criterion.direction() != v1::DIRECTION_HIGHER_IS_BETTER &&
      criterion.direction() != v1::DIRECTION_LOWER_IS_BETTER) {
    bad.Add(prefix + ".direction", "must be HIGHER_IS_BETTER or LOWER_IS_BETTER");
  }
  const bool finite = std::isfinite(criterion.scale_min()) && std::isfinite(criterion.scale_max());
  if (!finite || criterion.scale_min() >= criterion.scale_max()) {
    bad.Add(prefix + ".scale_min", "and scale_max must be finite numbers, scale_min the smaller");
  } else if (!std::isfinite(criterion.scale_max() - criterion.scale_min())) {
    bad.Add(prefix + ".scale_max", "is too far from scale_min");
  }
  if (!std::isfinite(criterion.weight()) || criterion.weight() < 0 ||
      criterion.weight() > kMaxWeight) {
    bad.Add(prefix + ".weight", "must be a number from 0 to 1000000");
  }
}

absl::StatusOr<v1::CriteriaRanking> Rank(const std::vector<v1::Criterion>& criteria,
                                         const std::vector<std::string>& names,
                                         const std::vector<Option>& options,
                                         const mcda::ScoreTable& scores) {
  auto math = ToMath(criteria);
  if (!math.ok()) return WithNames(math.status(), criteria, options);
  auto result = mcda::EvaluateAdditive(*math, scores);
  if (!result.ok()) return WithNames(result.status(), criteria, options);
  v1::CriteriaRanking ranking;
  int position = 1;
  for (std::size_t t = 0; t < result->tiers.size(); ++t) {
    const auto& tier = result->tiers[t];
    const int next = t + 1 < result->tiers.size() ? result->tiers[t + 1].front() : kNone;
    for (const int option : tier) {
      AddMeasure(*result, option, position, names, options,
                 Reason(*result, option, next, criteria, options), ranking);
    }
    position += static_cast<int>(tier.size());
  }
  for (const int option : result->without_total) {
    AddMeasure(*result, option, 0, names, options,
               Reason(*result, option, kNone, criteria, options), ranking);
  }
  return ranking;
}

}  // namespace plenum::scoring
