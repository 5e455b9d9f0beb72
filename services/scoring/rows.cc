#include "services/scoring/rows.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/write.h"

namespace plenum::scoring {
namespace {

// Every row of a collection, read by `read`.
template <class Message, class Read>
absl::StatusOr<std::vector<Message>> ReadAll(store::Store& store, const std::string& collection,
                                             Read read) {
  std::vector<Message> all;
  absl::Status walked = resource::ForEachRow(store, collection, [&](const store::Row& row) {
    absl::StatusOr<Message> message = read(row);
    if (!message.ok()) return message.status();
    all.push_back(*std::move(message));
    return absl::OkStatus();
  });
  if (!walked.ok()) return walked;
  return all;
}

template <class Message>
absl::StatusOr<Message> Parse(const store::Row& row) {
  Message message;
  if (message.ParseFromString(row.data)) return message;
  return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
}

}  // namespace

std::string ScoresOf(std::string_view deliberation) {
  return absl::StrCat(std::string(deliberation), "/scores");
}

std::string PastScoresOf(std::string_view deliberation) {
  return absl::StrCat(std::string(deliberation), "/pastScores");
}

std::string WeightsOf(std::string_view deliberation) {
  return absl::StrCat(std::string(deliberation), "/weights");
}

store::Key RoundKey(std::string_view deliberation) {
  return {absl::StrCat(std::string(deliberation), "/rounds"), "current"};
}

std::string ScoreId(const std::string& member, const v1::Score& score) {
  return absl::StrCat(resource::KeyOf(member).id, ".", resource::KeyOf(score.measure()).id, ".",
                      resource::KeyOf(score.criterion()).id);
}

std::string ScorePrefix(const std::string& member) {
  return absl::StrCat(resource::KeyOf(member).id, ".");
}

absl::StatusOr<v1::Score> ReadScore(const store::Row& row) {
  auto score = Parse<v1::Score>(row);
  // Scores of before there were rounds are of the first.
  if (score.ok() && score->round() == 0) score->set_round(1);
  return score;
}

absl::StatusOr<v1::Weights> ReadWeights(const store::Row& row) { return Parse<v1::Weights>(row); }

absl::StatusOr<std::vector<v1::Criterion>> ReadCriteria(store::Store& store,
                                                        const std::string& deliberation) {
  return ReadAll<v1::Criterion>(store, deliberation + "/criteria", [](const store::Row& row) {
    auto criterion = Parse<v1::Criterion>(row);
    if (criterion.ok()) criterion->set_etag(resource::Etag(row.revision));
    return criterion;
  });
}

absl::StatusOr<std::vector<v1::Score>> ReadScores(store::Store& store,
                                                  const std::string& deliberation) {
  return ReadAll<v1::Score>(store, ScoresOf(deliberation), ReadScore);
}

absl::StatusOr<std::vector<v1::Score>> ReadPastScores(store::Store& store,
                                                      const std::string& deliberation) {
  return ReadAll<v1::Score>(store, PastScoresOf(deliberation), ReadScore);
}

absl::StatusOr<std::vector<v1::Weights>> ReadAllWeights(store::Store& store,
                                                        const std::string& deliberation) {
  return ReadAll<v1::Weights>(store, WeightsOf(deliberation), ReadWeights);
}

absl::StatusOr<CurrentRound> ReadRound(store::Store& store, const std::string& deliberation) {
  CurrentRound current;
  current.round.set_number(1);
  auto row = store.Get(RoundKey(deliberation));
  if (absl::IsNotFound(row.status())) return current;
  if (!row.ok()) return resource::FromStore(row.status());
  auto round = Parse<v1::Round>(*row);
  if (!round.ok()) return round.status();
  current.round = *std::move(round);
  current.revision = row->revision;
  return current;
}

bool HasQuote(const ingestion::v1::Measure& measure, const v1::QuoteRef& wanted) {
  return std::any_of(measure.quotes().begin(), measure.quotes().end(),
                     [&](const ingestion::v1::Quote& quote) {
                       return quote.document() == wanted.document() &&
                              quote.start() == wanted.start() && quote.end() == wanted.end();
                     });
}

absl::Status BadParent() {
  base::FieldViolations bad;
  bad.Add("parent", "must be of the form deliberations/ID");
  return bad.ToStatus();
}

absl::Status WrongPhase(std::string_view message, std::string_view required) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_PHASE,
                     message, {{"required", std::string(required)}});
}

absl::Status NotReady(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
                     message);
}

}  // namespace plenum::scoring
