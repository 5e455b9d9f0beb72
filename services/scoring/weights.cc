// What matters to members: points, ranks or pairs, and the weights that follow.
#include "services/scoring/mcda/weights.h"

#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/time.h"
#include "services/scoring/mcda/additive.h"
#include "services/scoring/mcda/ahp.h"
#include "services/scoring/mcda/errors.h"
#include "services/scoring/scoring_service.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr double kMaxNumber = 1e6;
// Saaty's scale, with room for 1/9 as people write it.
constexpr double kMostRatio = 9.0;
constexpr double kLeastRatio = 0.111;

// The criteria of a deliberation by name.
struct Criteria {
  std::vector<v1::Criterion> list;
  std::map<std::string, int> index;
};

std::string Unknown(const std::string& name) {
  return absl::StrCat("there is no criterion \"", std::string(base::Shorten(name, 120)),
                      "\" in this deliberation");
}

// One number for each criterion, in their order.
std::vector<double> ReadNumbers(const v1::Weights& given, const Criteria& criteria,
                                FieldViolations& bad) {
  const bool ranks = given.method() == v1::WEIGHT_METHOD_RANKS;
  std::vector<double> numbers(criteria.list.size(), -1);
  for (int i = 0; i < given.numbers_size(); ++i) {
    const v1::CriterionNumber& number = given.numbers(i);
    const std::string field = absl::StrCat("weights.numbers[", i, "]");
    const auto found = criteria.index.find(number.criterion());
    if (found == criteria.index.end()) {
      bad.Add(field + ".criterion", Unknown(number.criterion()));
      continue;
    }
    if (!(number.value() >= (ranks ? 1 : 0) && number.value() <= kMaxNumber)) {
      bad.Add(field + ".value", ranks ? "must be a rank from 1, the most important"
                                      : "must be points from 0 to 1000000");
      continue;
    }
    double& place = numbers[static_cast<std::size_t>(found->second)];
    if (place >= 0) bad.Add(field, "names the same criterion a second time");
    place = number.value();
  }
  for (std::size_t c = 0; c < numbers.size() && bad.empty(); ++c) {
    if (numbers[c] < 0) {
      bad.Add("weights.numbers",
              absl::StrCat("say nothing of the criterion \"", criteria.list[c].title(), "\""));
    }
  }
  return numbers;
}

absl::StatusOr<mcda::PairMatrix> ReadPairs(const v1::Weights& given, const Criteria& criteria,
                                           FieldViolations& bad) {
  auto judgements = mcda::PairMatrix::Create(static_cast<int>(criteria.list.size()));
  if (!judgements.ok()) return judgements;
  std::set<std::pair<int, int>> seen;
  for (int i = 0; i < given.pairs_size(); ++i) {
    const v1::PairJudgement& pair = given.pairs(i);
    const std::string field = absl::StrCat("weights.pairs[", i, "]");
    const auto one = criteria.index.find(pair.criterion());
    const auto other = criteria.index.find(pair.than());
    if (one == criteria.index.end()) bad.Add(field + ".criterion", Unknown(pair.criterion()));
    if (other == criteria.index.end()) bad.Add(field + ".than", Unknown(pair.than()));
    if (!(pair.ratio() >= kLeastRatio && pair.ratio() <= kMostRatio)) {
      bad.Add(field + ".ratio", "must be from 1/9 (far less important) to 9 (far more)");
    }
    if (one == criteria.index.end() || other == criteria.index.end()) continue;
    if (one == other) {
      bad.Add(field, "compares a criterion with itself");
    } else if (!seen.insert(std::minmax(one->second, other->second)).second) {
      bad.Add(field, "judges the same pair a second time");
    } else if (bad.empty()) {
      absl::Status set = judgements->Set(one->second, other->second, pair.ratio());
      if (!set.ok()) return set;
    }
  }
  return judgements;
}

// Fills weights.weights and the consistency ratio. Errors: INVALID_ARGUMENT naming fields.
absl::Status Derive(const Criteria& criteria, v1::Weights& weights) {
  FieldViolations bad;
  absl::StatusOr<std::vector<double>> derived = std::vector<double>();
  weights.clear_weights();
  weights.clear_consistency_ratio();
  const bool pairs = weights.method() == v1::WEIGHT_METHOD_PAIRS;
  if (pairs ? !weights.numbers().empty() : !weights.pairs().empty()) {
    bad.Add(pairs ? "weights.numbers" : "weights.pairs", "do not belong to this method");
    return bad.ToStatus();
  }
  if (pairs) {
    auto judgements = ReadPairs(weights, criteria, bad);
    if (!judgements.ok()) return judgements.status();
    if (!bad.empty()) return bad.ToStatus();
    auto result = mcda::EvaluatePairs(*judgements);
    if (const auto site = mcda::SiteOf(result.status()); site && site->criterion) {
      bad.Add("weights.pairs",
              absl::StrCat("do not connect \"",
                           criteria.list[static_cast<std::size_t>(*site->criterion)].title(),
                           "\" with the other criteria: compare it with one of them"));
      return bad.ToStatus();
    }
    if (!result.ok()) return result.status();
    derived = result->weights;
    if (result->consistency_ratio) weights.set_consistency_ratio(*result->consistency_ratio);
  } else {
    const std::vector<double> numbers = ReadNumbers(weights, criteria, bad);
    if (!bad.empty()) return bad.ToStatus();
    derived = weights.method() == v1::WEIGHT_METHOD_RANKS ? mcda::RankWeights(numbers)
                                                          : mcda::NormalizeWeights(numbers);
    if (!derived.ok()) {
      bad.Add("weights.numbers", "are all 0: give at least one criterion points");
      return bad.ToStatus();
    }
  }
  for (std::size_t c = 0; c < criteria.list.size(); ++c) {
    auto* weight = weights.add_weights();
    weight->set_criterion(criteria.list[c].name());
    weight->set_value((*derived)[c]);
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<v1::SetWeightsResponse> ScoringService::SetWeights(
    const Caller& caller, const v1::SetWeightsRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  const v1::Weights& given = request.weights();
  if (!v1::WeightMethod_IsValid(given.method()) ||
      given.method() == v1::WEIGHT_METHOD_UNSPECIFIED) {
    bad.Add("weights.method", "must be DIRECT, SWING, RANKS or PAIRS");
  }
  if (given.numbers_size() > service_limits::kMaxCriteria ||
      given.pairs_size() > service_limits::kMaxCriteria * service_limits::kMaxCriteria) {
    bad.Add("weights", "say more than there can be criteria");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::SetWeightsResponse>> {
    auto phase = PhaseOf(caller, request.parent());
    if (!phase.ok()) return phase.status();
    if (!MayScore(*phase)) {
      return WrongPhase("members weigh the criteria in phase scoring", "scoring");
    }
    Criteria criteria;
    auto list = ReadCriteria(*parts_.store, request.parent());
    if (!list.ok()) return list.status();
    criteria.list = *std::move(list);
    if (criteria.list.empty()) return NotReady("there are no criteria to weigh");
    for (const auto& criterion : criteria.list) {
      criteria.index.emplace(criterion.name(), static_cast<int>(criteria.index.size()));
    }
    Decision<v1::SetWeightsResponse> decision;
    v1::Weights& weights = *decision.response.mutable_weights();
    weights = given;
    auto derived = Derive(criteria, weights);
    if (!derived.ok()) return derived;
    weights.set_member(caller.member);
    *weights.mutable_update_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    decision.mutation.stream = request.parent();
    decision.mutation.puts.push_back(
        {{WeightsOf(request.parent()), resource::KeyOf(caller.member).id},
         weights.SerializeAsString(),
         std::nullopt});
    decision.mutation.events.push_back({kWeightsSet, request.parent(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::SetWeightsResponse>(
      *parts_.store, caller, "SetWeights", request, decide,
      [](v1::SetWeightsResponse& /*response*/, std::int64_t /*revision*/) {});
}

absl::StatusOr<v1::ListWeightsResponse> ScoringService::ListWeights(
    const Caller& caller, const v1::ListWeightsRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) return BadParent();
  auto sight = Look(caller, request.parent());
  if (!sight.ok()) return sight.status();
  const std::string own = sight->sealed ? resource::KeyOf(caller.member).id : "";
  auto page = resource::ReadPage(WeightsOf(request.parent()), own, request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  v1::ListWeightsResponse response;
  if (sight->sealed) {
    auto row = parts_.store->Get({page->collection, own});
    if (absl::IsNotFound(row.status())) return response;
    if (!row.ok()) return resource::FromStore(row.status());
    auto weights = ReadWeights(*row);
    if (!weights.ok()) return weights.status();
    *response.add_weights() = *std::move(weights);
    return response;
  }
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto weights = ReadWeights(row);
    if (!weights.ok()) return weights.status();
    *response.add_weights() = *std::move(weights);
  }
  return response;
}

}  // namespace plenum::scoring
