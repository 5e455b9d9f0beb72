#include "services/scoring/score_writer.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/common/resource/write.h"

namespace plenum::scoring {
namespace {

using base::FieldViolations;

constexpr resource::TextRule kReason{.min = 0, .max = 1000, .one_line = false};
constexpr std::string_view kMethod = "SetScores";

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", std::string(base::Shorten(text, 120)), "\"");
}

// Whether the name is that of an argument of the measure's deliberation.
bool IsArgumentBeside(const std::string& argument, const std::string& measure) {
  const std::string deliberation = measure.substr(0, measure.find("/measures/"));
  return resource::Match("deliberations/*/arguments/*", argument).has_value() &&
         argument.starts_with(deliberation + "/arguments/");
}

void CheckScore(const ScoreRules& rules, const v1::Score& score, const std::string& field,
                FieldViolations& bad) {
  const auto measure = rules.measures.find(score.measure());
  const auto criterion = rules.criteria.find(score.criterion());
  if (measure == rules.measures.end()) {
    bad.Add(field + ".measure",
            absl::StrCat("there is no measure ", Quoted(score.measure()), " in this deliberation"));
  }
  if (criterion == rules.criteria.end()) {
    bad.Add(field + ".criterion", absl::StrCat("there is no criterion ", Quoted(score.criterion()),
                                               " in this deliberation"));
  } else if (const v1::Criterion& scale = criterion->second;
             !(score.value() >= scale.scale_min() && score.value() <= scale.scale_max())) {
    const std::string of =
        measure == rules.measures.end() ? "" : Quoted(measure->second.title()) + ", ";
    bad.Add(field + ".value",
            absl::StrCat(of, "criterion ", Quoted(scale.title()), ": ", score.value(),
                         " is not on its scale, ", scale.scale_min(), " to ", scale.scale_max()));
  }
  resource::CheckText(field + ".reason", score.reason(), kReason, bad);
  if (score.has_confidence() && !(score.confidence() > 0 && score.confidence() <= 1)) {
    bad.Add(field + ".confidence", "must be above 0 (a guess) and at most 1 (certain)");
  }
  if (!score.argument().empty() && !IsArgumentBeside(score.argument(), score.measure())) {
    bad.Add(field + ".argument",
            "must be an argument of this deliberation, deliberations/ID/arguments/ID; `plenum "
            "argument list` shows them");
  }
  if (score.has_quote() && measure != rules.measures.end() &&
      !HasQuote(measure->second, score.quote())) {
    bad.Add(field + ".quote", absl::StrCat("is no quote of ", Quoted(measure->second.title()),
                                           "; `plenum measure show` lists them"));
  }
}

absl::Status Overloaded() { return resource::FromStore(absl::ResourceExhaustedError("")); }

// Whether the reading failed for whoever asks, and not by the token or deadline of who did.
bool IsForEverybody(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsNotFound(status) || absl::IsInternal(status);
}

}  // namespace

absl::Status CheckScores(const ScoreRules& rules, const v1::SetScoresRequest& request) {
  if (!MayScore(rules.phase)) {
    return WrongPhase("scores are entered in phase scoring", "scoring");
  }
  FieldViolations bad;
  std::set<std::pair<std::string_view, std::string_view>> seen;
  for (int i = 0; i < request.scores_size(); ++i) {
    const v1::Score& score = request.scores(i);
    const std::string field = absl::StrCat("scores[", i, "]");
    CheckScore(rules, score, field, bad);
    if (!seen.emplace(score.measure(), score.criterion()).second) {
      bad.Add(field, "scores the same measure on the same criterion a second time");
    }
  }
  return bad.ToStatus();
}

// A call on its way.
struct ScoreWriter::Entry {
  rpc::Caller caller;
  v1::SetScoresRequest request;  // without its id; the scores are made ready in place
  std::string request_id;
  std::string digest;
  Done done;
  int attempts = 0;

  // What the server sets of a score.
  void Stamp(std::int32_t round, const google::protobuf::Timestamp& time) {
    for (v1::Score& score : *request.mutable_scores()) {
      score.set_member(caller.member);
      score.set_round(round);
      *score.mutable_update_time() = time;
    }
  }
  // The answer is the request's scores.
  void Answer() {
    v1::SetScoresResponse response;
    response.mutable_scores()->Swap(request.mutable_scores());
    done(std::move(response));
  }
  // The same for an answer that was remembered: a repeat brings the same scores with it, so that
  // the round and time of the first are enough.
  void AnswerAgain(const std::string& remembered) {
    v1::SetScoresResponse first;
    if (!first.ParseFromString(remembered) || first.scores().empty()) {
      return done(absl::InternalError("a remembered answer cannot be read"));
    }
    Stamp(first.scores(0).round(), first.scores(0).update_time());
    Answer();
  }
};

ScoreWriter::~ScoreWriter() {
  const base::MutexLock lock(mutex_);
  while (!waiting_.empty()) nobody_waits_.Wait(mutex_);
}

void ScoreWriter::Enter(const rpc::Caller& caller, v1::SetScoresRequest request, Done done) {
  auto entry = std::make_shared<Entry>();
  entry->caller = caller;
  entry->caller.stopped = nullptr;  // it looks at the call, which this may outlive
  entry->request_id = std::move(*request.mutable_request_id());
  request.clear_request_id();
  entry->request = std::move(request);
  entry->done = std::move(done);
  Wait(entry);
}

void ScoreWriter::Wait(const std::shared_ptr<Entry>& entry) {
  const std::string& deliberation = entry->request.parent();
  {
    const base::MutexLock lock(mutex_);
    const auto [served, is_new] = waiting_.try_emplace(deliberation);
    served->second.push_back(entry);
    if (!is_new) return;
  }
  ServeLater(deliberation);
}

ScoreWriter::Entries ScoreWriter::TakeWaiting(const std::string& deliberation) {
  const base::MutexLock lock(mutex_);
  return std::exchange(waiting_[deliberation], {});
}

void ScoreWriter::ServeLater(const std::string& deliberation) {
  if (parts_.defer([this, deliberation] { Serve(deliberation); })) return;
  Entries refused;
  {
    const base::MutexLock lock(mutex_);
    refused = std::move(waiting_[deliberation]);
    waiting_.erase(deliberation);
    nobody_waits_.NotifyAll();
  }
  for (const auto& entry : refused) entry->done(Overloaded());
}

void ScoreWriter::EndTurn(const std::string& deliberation) {
  {
    const base::MutexLock lock(mutex_);
    const auto served = waiting_.find(deliberation);
    if (served->second.empty()) {
      waiting_.erase(served);
      nobody_waits_.NotifyAll();
      return;
    }
  }
  ServeLater(deliberation);
}

void ScoreWriter::Serve(const std::string& deliberation) {
  const Turn turn(nullptr, [this, deliberation](void*) { EndTurn(deliberation); });
  const Entries entries = TakeWaiting(deliberation);
  // On behalf of the one with most time left.
  const auto& reader = *std::max_element(
      entries.begin(), entries.end(),
      [](const auto& a, const auto& b) { return a->caller.deadline < b->caller.deadline; });
  const auto rules = parts_.read(reader->caller, deliberation);
  for (const auto& entry : entries) {
    if (rules.ok()) {
      Decide(entry, *rules, turn);
    } else if (entry == reader || IsForEverybody(rules.status())) {
      Refuse(entry, rules.status());
    } else {
      Wait(entry);
    }
  }
}

void ScoreWriter::Decide(const std::shared_ptr<Entry>& entry, const ScoreRules& rules,
                         const Turn& turn) {
  if (entry->digest.empty() && !entry->request_id.empty()) {
    entry->digest = resource::DigestOf(kMethod, entry->request);
  }
  absl::Status good = CheckScores(rules, entry->request);
  if (!good.ok()) return Refuse(entry, std::move(good));
  auto mutation = MutationOf(*entry, rules);
  if (!mutation.ok()) return Refuse(entry, mutation.status());
  parts_.store->Submit(*std::move(mutation),
                       [this, entry, turn](const absl::StatusOr<store::Applied>& applied) {
                         Finish(entry, applied);
                       });
}

absl::StatusOr<store::Mutation> ScoreWriter::MutationOf(Entry& entry, const ScoreRules& rules) {
  const std::string& deliberation = entry.request.parent();
  entry.Stamp(rules.round.round.number(), resource::ToTimestamp(parts_.clock->NowMicros()));
  store::Mutation mutation;
  mutation.stream = deliberation;
  // The round must not end between this decision and its effect.
  mutation.requires_.push_back({RoundKey(deliberation), rules.round.revision});
  v1::SetScoresResponse entered;  // what a ranking needs of them
  for (const v1::Score& score : entry.request.scores()) {
    auto put = PutScore(deliberation, score, mutation);
    if (!put.ok()) return put;
    v1::Score& told = *entered.add_scores();
    told.set_member(score.member());
    told.set_measure(score.measure());
    told.set_criterion(score.criterion());
    told.set_value(score.value());
  }
  mutation.events.push_back(
      {kScoresSet, deliberation, entry.caller.member, entered.SerializeAsString()});
  if (entry.request_id.empty()) return mutation;
  v1::SetScoresResponse remembered;
  v1::Score& first = *remembered.add_scores();
  first.set_round(entry.request.scores(0).round());
  *first.mutable_update_time() = entry.request.scores(0).update_time();
  mutation.request = store::Request{resource::ScopeOf(entry.caller), entry.request_id, entry.digest,
                                    remembered.SerializeAsString()};
  return mutation;
}

// Puts the score, and keeps the one that it replaces when that is of an earlier round.
absl::Status ScoreWriter::PutScore(const std::string& deliberation, const v1::Score& score,
                                   store::Mutation& mutation) const {
  const store::Key key{ScoresOf(deliberation), ScoreId(score.member(), score)};
  std::optional<std::int64_t> expected;
  if (score.round() > 1) {
    auto row = parts_.store->Get(key);
    if (!row.ok() && !absl::IsNotFound(row.status())) return resource::FromStore(row.status());
    expected = row.ok() ? row->revision : 0;
    if (row.ok()) {
      auto before = ReadScore(*row);
      if (!before.ok()) return before.status();
      if (before->round() < score.round()) {
        mutation.puts.push_back(
            {{PastScoresOf(deliberation), absl::StrCat(before->round(), ".", key.id)},
             before->SerializeAsString(),
             std::nullopt});
      }
    }
  }
  mutation.puts.push_back({key, score.SerializeAsString(), expected});
  return absl::OkStatus();
}

void ScoreWriter::Finish(const std::shared_ptr<Entry>& entry,
                         const absl::StatusOr<store::Applied>& applied) {
  if (applied.ok()) {
    if (applied->replayed) return entry->AnswerAgain(applied->response);
    return entry->Answer();
  }
  const absl::Status& status = applied.status();
  const bool changed_meanwhile =
      absl::IsAborted(status) || (absl::IsAlreadyExists(status) && !store::IsRequestReuse(status));
  if (changed_meanwhile && ++entry->attempts < resource::kMaxAttempts) return Wait(entry);
  entry->done(resource::FromStore(changed_meanwhile ? absl::AbortedError("") : status));
}

void ScoreWriter::Refuse(const std::shared_ptr<Entry>& entry, absl::Status status) {
  if (entry->request_id.empty()) return entry->done(std::move(status));
  // What was done before may no longer be possible, and a repeat still gets its answer.
  if (entry->digest.empty()) entry->digest = resource::DigestOf(kMethod, entry->request);
  auto applied =
      parts_.store->FindRequest(resource::ScopeOf(entry->caller), entry->request_id, entry->digest);
  if (applied.ok()) return entry->AnswerAgain(applied->response);
  if (store::IsRequestReuse(applied.status())) status = resource::FromStore(applied.status());
  entry->done(std::move(status));
}

}  // namespace plenum::scoring
