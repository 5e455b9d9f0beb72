#include "tests/load/bench_setup.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.grpc.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/rpc/client.h"

namespace plenum::load {
namespace {

using deliberation::v1::DeliberationService;
using ingestion::v1::IngestionService;
using scoring::v1::ScoringService;

std::size_t Index(int i) { return static_cast<std::size_t>(i); }

// A deliberation in phase draft with its measures and members.
class Draft {
 public:
  explicit Draft(const std::string& target) {
    const auto channel = OrDie(rpc::MakeChannel({.target = target}));
    deliberations_ = DeliberationService::NewStub(channel);
    ingestion_ = IngestionService::NewStub(channel);
    scoring = ScoringService::NewStub(channel);
    deliberation::v1::CreateDeliberationRequest create;
    create.mutable_deliberation()->set_title("Benchmark");
    create.set_facilitator_name("Facilitator");
    const auto created = OrDie(
        rpc::Call(*deliberations_, &DeliberationService::Stub::CreateDeliberation, create, {}));
    name = created.deliberation().name();
    facilitator.token = created.token();
    for (int i = 0; i < kMeasures; ++i) {
      ingestion::v1::CreateMeasureRequest request;
      request.set_parent(name);
      request.mutable_measure()->set_title(absl::StrCat("Measure ", i));
      measures.push_back(OrDie(rpc::Call(*ingestion_, &IngestionService::Stub::CreateMeasure,
                                         request, facilitator))
                             .measure()
                             .name());
    }
    for (int i = 0; i < kPeople; ++i) {
      deliberation::v1::CreateMemberRequest request;
      request.set_parent(name);
      request.mutable_member()->set_display_name(absl::StrCat("Member ", i));
      request.mutable_member()->set_role(deliberation::v1::ROLE_MEMBER);
      tokens.push_back(OrDie(rpc::Call(*deliberations_, &DeliberationService::Stub::CreateMember,
                                       request, facilitator))
                           .token());
    }
  }

  void AddCriteria() {
    for (int c = 0; c < kCriteria; ++c) {
      scoring::v1::CreateCriterionRequest request;
      request.set_parent(name);
      auto& criterion = *request.mutable_criterion();
      criterion.set_title(absl::StrCat("Criterion ", c));
      criterion.set_direction(scoring::v1::DIRECTION_HIGHER_IS_BETTER);
      criterion.set_scale_max(10);
      criterion.set_weight(1);
      criteria.push_back(
          OrDie(rpc::Call(*scoring, &ScoringService::Stub::CreateCriterion, request, facilitator))
              .criterion()
              .name());
    }
  }

  void Advance(deliberation::v1::Phase phase) {
    deliberation::v1::AdvanceDeliberationRequest request;
    request.set_name(name);
    request.set_phase(phase);
    OrDie(rpc::Call(*deliberations_, &DeliberationService::Stub::AdvanceDeliberation, request,
                    facilitator));
  }

  void SetScores(int member, const scoring::v1::SetScoresRequest& request) {
    rpc::CallOptions options;
    options.token = tokens[Index(member)];
    OrDie(rpc::Call(*scoring, &ScoringService::Stub::SetScores, request, options));
  }

  std::string name;
  rpc::CallOptions facilitator;
  std::vector<std::string> measures, criteria, tokens;
  std::unique_ptr<ScoringService::Stub> scoring;

 private:
  std::unique_ptr<DeliberationService::Stub> deliberations_;
  std::unique_ptr<IngestionService::Stub> ingestion_;
};

scoring::v1::SetScoresRequest OneScore(const Draft& draft, int measure, int criterion, int value) {
  scoring::v1::SetScoresRequest request;
  request.set_parent(draft.name);
  auto& score = *request.add_scores();
  score.set_measure(draft.measures[Index(measure)]);
  score.set_criterion(draft.criteria[Index(criterion)]);
  score.set_value(value);
  return request;
}

// Adds the request without an id, and remembers its size with one.
template <class Request>
void Add(Request request, Traffic& traffic) {
  traffic.bodies.push_back(request.SerializeAsString());
  request.set_request_id(base::NewRequestId(base::SystemClock()));
  traffic.bytes = request.ByteSizeLong();
}

double Percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

}  // namespace

void Die(const std::string& message) {
  std::cerr << "plenum-bench: " << message << "\n";
  std::exit(1);  // NOLINT(concurrency-mt-unsafe)
}

Traffic OpenElection(const std::string& target) {
  Draft draft(target);
  Traffic traffic;
  traffic.tokens = draft.tokens;
  for (int i = 0; i < kPeople; ++i) {
    deliberation::v1::CastBallotRequest ballot;
    ballot.set_parent(draft.name);
    for (int place = 0; place < kMeasures; ++place) {
      ballot.mutable_ballot()->add_tiers()->add_measures(
          draft.measures[Index((place * 3 + i) % kMeasures)]);
    }
    Add(ballot, traffic);
  }
  draft.Advance(deliberation::v1::PHASE_VOTING);
  return traffic;
}

Traffic OpenScoring(const std::string& target) {
  Draft draft(target);
  draft.AddCriteria();
  draft.Advance(deliberation::v1::PHASE_SCORING);
  Traffic traffic;
  traffic.tokens = draft.tokens;
  for (int cell = 0; cell < kMeasures * kCriteria; ++cell) {
    for (int i = 0; i < kPeople; ++i) {
      Add(OneScore(draft, cell / kCriteria, cell % kCriteria, (cell + i) % 11), traffic);
    }
  }
  return traffic;
}

WatchDelay MeasureWatch(const std::string& target, int scores) {
  Draft draft(target);
  draft.AddCriteria();
  draft.Advance(deliberation::v1::PHASE_SCORING);
  for (int i = 0; i < kPeople; ++i) {
    scoring::v1::SetScoresRequest all;
    for (int cell = 0; cell < kMeasures * kCriteria; ++cell) {
      all.MergeFrom(OneScore(draft, cell / kCriteria, cell % kCriteria, (cell * 7 + i) % 11));
    }
    draft.SetScores(i, all);
  }
  scoring::v1::OpenRoundRequest round;  // the first one is sealed
  round.set_parent(draft.name);
  round.set_number(2);
  OrDie(rpc::Call(*draft.scoring, &ScoringService::Stub::OpenRound, round, draft.facilitator));

  grpc::ClientContext context;
  context.AddMetadata("authorization", "Bearer " + draft.facilitator.token);
  scoring::v1::WatchRankingRequest request;
  request.set_parent(draft.name);
  const auto stream = draft.scoring->WatchRanking(&context, request);
  scoring::v1::WatchRankingResponse step;
  if (!stream->Read(&step)) Die(stream->Finish().error_message());

  using Clock = std::chrono::steady_clock;
  std::vector<double> called;
  std::vector<double> told;
  for (int n = 0; n < scores; ++n) {
    // A value that differs from the one before, and moves some total.
    const auto score = OneScore(draft, n % kMeasures, (n / kMeasures) % kCriteria, (n / 50) % 2);
    const auto start = Clock::now();
    draft.SetScores(n % kPeople, score);
    called.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
    do {
      if (!stream->Read(&step)) Die(stream->Finish().error_message());
    } while (step.causes().empty());
    told.push_back(std::chrono::duration<double, std::micro>(Clock::now() - start).count());
  }
  context.TryCancel();
  return {Percentile(called, 0.5), Percentile(told, 0.5), Percentile(told, 0.99)};
}

}  // namespace plenum::load
