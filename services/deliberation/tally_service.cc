#include "services/deliberation/tally_service.h"

#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/text_field.h"
#include "services/deliberation/tally/explain.h"
#include "services/deliberation/tally/pairwise.h"
#include "services/deliberation/tally/ranking.h"
#include "services/deliberation/tally/schulze.h"

namespace plenum::deliberation {
namespace {

namespace math = plenum::tally;
namespace wire = tally::v1;

constexpr int kMaxTallyOptions = 1000;
constexpr int kMaxBallotGroups = 100'000;
constexpr std::int64_t kMaxOptionLength = 200;
// Steps of the pairwise count, groups x options^2: a few seconds of one core.
constexpr std::int64_t kMaxPairwiseSteps = 2'000'000'000;

absl::Status FromMath(const absl::Status& status) {
  return base::Error(status.code(), common::v1::ERROR_REASON_INVALID_FIELDS,
                     std::string(status.message()));
}

void AddRow(google::protobuf::RepeatedPtrField<wire::MatrixRow>& matrix, int size, auto value) {
  auto* row = matrix.Add();
  row->mutable_values()->Reserve(size);
  for (int j = 0; j < size; ++j) row->add_values(value(j));
}

void AddPath(wire::Outcome& outcome, const math::SchulzeResult& result, int from, int to) {
  auto* path = outcome.add_decisive_paths();
  path->set_from(from);
  path->set_to(to);
  const auto found = result.DecisivePath(from, to);
  if (!found) return;
  path->set_strength(found->strength);
  for (const int option : found->options) path->add_options(option);
}

void AddPlaces(wire::Outcome& outcome, const std::vector<math::PlaceExplanation>& places) {
  for (const auto& place : places) {
    const int count = outcome.ranking_size();
    if (count == 0 || outcome.ranking(count - 1).position() != place.place) {
      auto* added = outcome.add_ranking();
      added->set_position(place.place);
      added->set_reason(place.sentence);  // the same for all that share the place
    }
    outcome.mutable_ranking(outcome.ranking_size() - 1)->add_options(place.option);
  }
}

void CheckOptions(const wire::TallyRequest& request, base::FieldViolations& bad) {
  if (request.options_size() < 1 || request.options_size() > kMaxTallyOptions) {
    bad.Add("options",
            absl::StrCat("has ", request.options_size(), "; give 1 to ", kMaxTallyOptions));
  }
  std::set<std::string> seen;
  for (int i = 0; i < request.options_size(); ++i) {
    const std::string field = absl::StrCat("options[", i, "]");
    resource::CheckText(field, request.options(i), {.min = 1, .max = kMaxOptionLength}, bad);
    if (!seen.insert(request.options(i)).second) {
      bad.Add(field, absl::StrCat("\"", request.options(i), "\" stands there twice"));
    }
  }
  if (request.ballots_size() > kMaxBallotGroups) {
    bad.Add("ballots", absl::StrCat("has ", request.ballots_size(), " groups; at most ",
                                    kMaxBallotGroups, ", equal ballots go into one group"));
  }
  const auto options = static_cast<std::int64_t>(request.options_size());
  if (options * options * request.ballots_size() > kMaxPairwiseSteps) {
    bad.Add("ballots",
            absl::StrCat("are too many for ", options,
                         " options; groups x options x options may be ", kMaxPairwiseSteps));
  }
  if (!wire::Method_IsValid(request.method())) bad.Add("method", "is not known");
  if (!wire::Unranked_IsValid(request.unranked())) bad.Add("unranked", "is not known");
}

}  // namespace

wire::Method OrDefault(wire::Method method) {
  return method == wire::METHOD_UNSPECIFIED ? wire::METHOD_SCHULZE_WINNING_VOTES : method;
}

wire::Unranked OrDefault(wire::Unranked unranked) {
  return unranked == wire::UNRANKED_UNSPECIFIED ? wire::UNRANKED_TIED_LAST : unranked;
}

math::Unranked ToMath(wire::Unranked unranked) {
  return OrDefault(unranked) == wire::UNRANKED_NOT_COMPARED ? math::Unranked::kNotCompared
                                                            : math::Unranked::kTiedLast;
}

absl::StatusOr<wire::Outcome> Count(const math::Profile& profile, wire::Method method,
                                    const std::vector<std::string>& options) {
  math::SchulzeOptions schulze;
  schulze.strength = method == wire::METHOD_SCHULZE_MARGINS ? math::Strength::kMargins
                                                            : math::Strength::kWinningVotes;
  auto result = math::Schulze(math::PairwiseMatrix::FromProfile(profile), schulze);
  if (!result.ok()) return result.status();
  auto places = math::ExplainPlaces(*result, options);
  if (!places.ok()) return places.status();

  const int n = profile.option_count();
  wire::Outcome outcome;
  outcome.set_method(OrDefault(method));
  outcome.set_unranked(profile.unranked() == math::Unranked::kTiedLast
                           ? wire::UNRANKED_TIED_LAST
                           : wire::UNRANKED_NOT_COMPARED);
  for (const auto& option : options) outcome.add_options(option);
  outcome.set_ballot_count(profile.ballots());
  for (int i = 0; i < n; ++i) {
    AddRow(*outcome.mutable_pairwise(), n,
           [&](int j) { return i == j ? 0 : result->pairwise().prefer(i, j); });
    AddRow(*outcome.mutable_strengths(), n, [&](int j) { return result->PathStrength(i, j); });
  }
  AddPlaces(outcome, *places);
  for (int p = 0; p + 1 < outcome.ranking_size(); ++p) {
    const int upper = outcome.ranking(p).options(0);
    const int lower = outcome.ranking(p + 1).options(0);
    AddPath(outcome, *result, upper, lower);
    AddPath(outcome, *result, lower, upper);
  }
  return outcome;
}

absl::StatusOr<wire::TallyResponse> TallyService::Tally(const rpc::Caller& /*caller*/,
                                                        const wire::TallyRequest& request) {
  base::FieldViolations bad;
  CheckOptions(request, bad);
  if (!bad.empty()) return bad.ToStatus();
  auto profile = math::Profile::Create(request.options_size(), ToMath(request.unranked()));
  if (!profile.ok()) return FromMath(profile.status());
  for (int b = 0; b < request.ballots_size(); ++b) {
    const auto& group = request.ballots(b);
    std::vector<std::vector<int>> tiers;
    for (const auto& tier : group.tiers()) {
      tiers.emplace_back(tier.options().begin(), tier.options().end());
    }
    const std::string field = absl::StrCat("ballots[", b, "]");
    auto ranking = math::Ranking::Create(request.options_size(), tiers);
    const absl::Status added = ranking.ok()
                                   ? profile->Add(*ranking, group.count() == 0 ? 1 : group.count())
                                   : ranking.status();
    if (absl::IsOutOfRange(added)) return FromMath(added);
    if (!added.ok()) bad.Add(field, std::string(added.message()));
  }
  if (!bad.empty()) return bad.ToStatus();
  auto outcome =
      Count(*profile, request.method(), {request.options().begin(), request.options().end()});
  if (!outcome.ok()) return outcome.status();
  wire::TallyResponse response;
  *response.mutable_outcome() = *std::move(outcome);
  return response;
}

rpc::ServiceTable Table(TallyService* service) {
  rpc::ServiceTable table("plenum.tally.v1.TallyService");
  table.Unary("Tally",
              {.access = rpc::Access::kAnyone,
               .level = rpc::Level::kStateless,
               .max_request_bytes = std::size_t{16} << 20},
              service, &TallyService::Tally);
  return table;
}

}  // namespace plenum::deliberation
