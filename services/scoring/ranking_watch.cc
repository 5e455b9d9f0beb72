#include "services/scoring/ranking_watch.h"

#include <map>
#include <optional>
#include <utility>

#include "services/common/resource/time.h"
#include "services/common/resource/write.h"
#include "services/scoring/ranking.h"
#include "services/scoring/rows.h"

namespace plenum::scoring {
namespace {

constexpr int kEventsAtOnce = 1000;
constexpr std::int64_t kMeasuresAreFreshUs = 1'000'000;

bool AreSame(const std::vector<ingestion::v1::Measure>& a,
             const std::vector<ingestion::v1::Measure>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return x.name() == y.name() && x.title() == y.title();
  });
}

class RankingFeed final : public rpc::Feed {
 public:
  using Messages = std::vector<std::unique_ptr<google::protobuf::MessageLite>>;

  RankingFeed(RankingWatch watch, std::int64_t revision, rpc::Waker waker)
      : watch_(std::move(watch)), revision_(revision) {
    id_ = watch_.hub->Add(watch_.deliberation, std::move(waker));
  }
  ~RankingFeed() override { watch_.hub->Remove(watch_.deliberation, id_); }

  absl::StatusOr<Messages> Pull(int /*max*/) override {
    auto message = std::make_unique<v1::WatchRankingResponse>();
    const bool first = !started_;
    if (first && revision_ == 0) {
      auto last = watch_.store->Revision(watch_.deliberation);
      if (!last.ok()) return resource::FromStore(last.status());
      revision_ = *last;
    }
    auto stepped = Step(*message);
    if (!stepped.ok()) return stepped;
    if (!first && message->causes().empty()) return Messages();
    started_ = true;
    auto ranking = RankNow();
    if (!ranking.ok()) return ranking.status();
    if (!first) AddChanges(last_, *ranking, *message);
    if (ranking->measures_size() > 0) *message->mutable_ranking() = *ranking;
    last_ = *std::move(ranking);
    message->set_version(revision_);
    message->set_resume_token(resource::MakeResumeToken(watch_.deliberation, revision_));
    Messages messages;
    messages.push_back(std::move(message));
    return messages;
  }

  std::unique_ptr<google::protobuf::MessageLite> Heartbeat() override {
    auto message = std::make_unique<v1::WatchRankingResponse>();
    message->set_version(revision_);
    message->set_resume_token(resource::MakeResumeToken(watch_.deliberation, revision_));
    return message;
  }

 private:
  // Takes in what happened since the step before, and says it.
  absl::Status Step(v1::WatchRankingResponse& message) {
    bool anew = !started_;
    for (;;) {
      auto events = watch_.store->Events(watch_.deliberation, revision_, kEventsAtOnce);
      if (!events.ok()) return resource::FromStore(events.status());
      for (const store::Event& event : *events) {
        auto* cause = message.add_causes();
        cause->set_kind(static_cast<v1::RankingCauseKind>(event.body.kind));
        if (event.body.subject != watch_.deliberation) cause->set_subject(event.body.subject);
        cause->set_actor(event.body.actor);
        *cause->mutable_time() = resource::ToTimestamp(event.time_us);
        revision_ = event.revision;
        anew = anew || !PutScores(event);
      }
      if (events->size() < kEventsAtOnce) break;
    }
    if (message.causes().empty() && !anew) return absl::OkStatus();
    auto measures = TakeMeasures(message, anew);
    if (!measures.ok()) return measures;
    return anew ? ReadAnew() : absl::OkStatus();
  }

  // False when the event asks for more than putting scores into the model.
  bool PutScores(const store::Event& event) {
    if (event.body.kind == kRoundOpened) return true;
    v1::SetScoresResponse entered;
    if (event.body.kind != kScoresSet || !model_ || event.body.data.empty() ||
        !entered.ParseFromString(event.body.data)) {
      return false;
    }
    for (const v1::Score& score : entered.scores()) {
      if (!model_->Put(score)) return false;
    }
    return true;
  }

  absl::Status TakeMeasures(v1::WatchRankingResponse& message, bool& anew) {
    const std::int64_t now = watch_.clock->NowMicros();
    if (started_ && now - measures_read_us_ < kMeasuresAreFreshUs) return absl::OkStatus();
    auto measures = watch_.read_measures();
    if (!measures.ok()) return measures.status();
    measures_read_us_ = now;
    if (started_ && AreSame(snapshot_.measures, *measures)) return absl::OkStatus();
    if (started_) {
      message.add_causes()->set_kind(v1::RANKING_CAUSE_KIND_MEASURES_CHANGED);
      *message.mutable_causes(message.causes_size() - 1)->mutable_time() =
          resource::ToTimestamp(now);
    }
    snapshot_.measures = *std::move(measures);
    anew = true;
    return absl::OkStatus();
  }

  // Reads criteria, scores and weights. Events that come in between are put in once more: scores
  // are whole values, so that this changes nothing.
  absl::Status ReadAnew() {
    auto criteria = ReadCriteria(*watch_.store, watch_.deliberation);
    if (!criteria.ok()) return criteria.status();
    auto scores = ReadScores(*watch_.store, watch_.deliberation);
    if (!scores.ok()) return scores.status();
    auto weights = ReadAllWeights(*watch_.store, watch_.deliberation);
    if (!weights.ok()) return weights.status();
    snapshot_.criteria = *std::move(criteria);
    snapshot_.weights = *std::move(weights);
    snapshot_.scores = *std::move(scores);
    auto model = RankingModel::Create(snapshot_, watch_.options);
    snapshot_.scores.clear();  // they are in the model
    model_.reset();
    if (model.ok()) {
      model_ = *std::move(model);
      return absl::OkStatus();
    }
    // Nothing to rank by yet is no error: there may be soon.
    return absl::IsFailedPrecondition(model.status()) ? absl::OkStatus() : model.status();
  }

  absl::StatusOr<v1::CriteriaRanking> RankNow() const {
    if (!model_) return v1::CriteriaRanking();
    return model_->Rank();
  }

  static void AddChanges(const v1::CriteriaRanking& before, const v1::CriteriaRanking& now,
                         v1::WatchRankingResponse& message) {
    std::map<std::string, const v1::RankedMeasure*> old;
    for (const auto& measure : before.measures()) old[measure.measure()] = &measure;
    for (const auto& measure : now.measures()) {
      const auto found = old.find(measure.measure());
      const v1::RankedMeasure none;
      const v1::RankedMeasure& was = found == old.end() ? none : *found->second;
      if (was.position() == measure.position() && was.total() == measure.total()) continue;
      auto* change = message.add_changes();
      change->set_measure(measure.measure());
      change->set_title(measure.title());
      change->set_old_position(was.position());
      change->set_new_position(measure.position());
      change->set_old_total(was.total());
      change->set_new_total(measure.total());
    }
  }

  const RankingWatch watch_;
  std::int64_t revision_;
  std::uint64_t id_ = 0;
  bool started_ = false;
  std::int64_t measures_read_us_ = 0;
  Snapshot snapshot_;
  std::optional<RankingModel> model_;
  v1::CriteriaRanking last_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<rpc::Feed>> OpenRankingWatch(RankingWatch watch,
                                                            std::int64_t revision,
                                                            rpc::Waker waker) {
  return std::make_unique<RankingFeed>(std::move(watch), revision, std::move(waker));
}

}  // namespace plenum::scoring
