// The method of OpinionService that makes figures of the answers.
#include <algorithm>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/deliberation/statements/opinion_service.h"

namespace plenum::deliberation {
namespace {

store::Key ReleasedKey(const std::string& deliberation) {
  return {deliberation + "/opinions", "released"};
}

std::string VotesStream(const std::string& deliberation) {
  return deliberation + "/statementVotes";
}

v1::StatementVote ToMessage(opinions::Vote vote) {
  return vote == opinions::Vote::kAgree ? v1::STATEMENT_VOTE_AGREE : v1::STATEMENT_VOTE_DISAGREE;
}

void Fill(const opinions::Tally& tally, v1::AnswerCounts& counts) {
  counts.set_agree(tally.agree);
  counts.set_disagree(tally.disagree);
  counts.set_pass(tally.pass);
}

template <class Message>
void FillStatement(const v1::Statement& statement, Message& message) {
  message.set_statement(statement.name());
  message.set_number(statement.number());
  message.set_text(statement.text());
}

// Of each group; of all people where there are none.
template <class Message>
void FillCounts(const opinions::Landscape& landscape, int statement, Message& message) {
  const auto s = static_cast<std::size_t>(statement);
  for (const auto& group : landscape.groups) Fill(group.tallies[s], *message.add_groups());
  if (landscape.groups.empty()) Fill(landscape.totals[s], *message.add_groups());
}

void FillGroups(const opinions::Landscape& landscape, const std::vector<v1::Statement>& statements,
                v1::OpinionGroups& result) {
  for (const auto& group : landscape.groups) {
    v1::OpinionGroup& message = *result.add_groups();
    message.set_number(result.groups_size());
    message.set_size(group.size);
    for (const auto& found : group.representative) {
      v1::RepresentativeStatement& representative = *message.add_representative();
      FillStatement(statements[static_cast<std::size_t>(found.statement)], representative);
      representative.set_vote(ToMessage(found.vote));
      Fill(found.group, *representative.mutable_group());
      Fill(found.others, *representative.mutable_others());
      representative.set_ratio(found.ratio);
      representative.set_z(found.test);
    }
  }
}

void FillNotable(const opinions::Landscape& landscape, const std::vector<v1::Statement>& statements,
                 v1::OpinionGroups& result) {
  for (const auto& notable : landscape.shared) {
    v1::SharedStatement& shared = *result.add_shared();
    FillStatement(statements[static_cast<std::size_t>(notable.statement)], shared);
    shared.set_vote(ToMessage(notable.vote));
    FillCounts(landscape, notable.statement, shared);
    shared.set_consensus(notable.score);
  }
  for (const auto& notable : landscape.divides) {
    v1::DividingStatement& dividing = *result.add_dividing();
    FillStatement(statements[static_cast<std::size_t>(notable.statement)], dividing);
    FillCounts(landscape, notable.statement, dividing);
    dividing.set_division(notable.score);
  }
}

// `member` is the caller's row, -1 for none.
void FillAgreement(const opinions::Agreement& agreement, int member, v1::OpinionGroups& result) {
  const int least = opinions::SurveyOptions{}.min_behind_figure;
  if (agreement.pairs < least) return;
  v1::PairwiseAgreement& message = *result.mutable_agreement();
  message.set_pairs(agreement.pairs);
  message.set_mean(agreement.mean);
  if (member < 0) return;
  const opinions::Closeness& own = agreement.members[static_cast<std::size_t>(member)];
  if (own.others < least) return;
  message.mutable_own()->set_others(own.others);
  message.mutable_own()->set_mean(own.mean);
  message.mutable_own()->set_near(own.near);
  message.mutable_own()->set_between(own.between);
  message.mutable_own()->set_far(own.far);
}

v1::OpinionBasis ToMessage(opinions::Basis basis) {
  switch (basis) {
    case opinions::Basis::kPairs:
      return v1::OPINION_BASIS_PAIRS;
    case opinions::Basis::kGroups:
      return v1::OPINION_BASIS_GROUPS;
    default:
      return v1::OPINION_BASIS_TOO_FEW;
  }
}

bool SameStatements(const std::vector<v1::Statement>& a, const std::vector<v1::Statement>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return x.name() == y.name(); });
}

}  // namespace

absl::StatusOr<bool> OpinionService::IsClosed(const std::string& deliberation) const {
  auto row = parts_.store->Get(resource::KeyOf(deliberation));
  if (absl::IsNotFound(row.status())) return base::NotFound(deliberation);
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Deliberation read;
  if (!read.ParseFromString(row->data)) {
    return absl::InternalError(deliberation + " cannot be read");
  }
  return read.phase() == v1::PHASE_CLOSED || read.phase() == v1::PHASE_PUBLISHED;
}

absl::StatusOr<OpinionService::Released> OpinionService::ReadReleased(
    const std::string& deliberation) const {
  auto row = parts_.store->Get(ReleasedKey(deliberation));
  if (absl::IsNotFound(row.status())) return Released{};
  if (!row.ok()) return resource::FromStore(row.status());
  auto book = ReadBook(row->data);
  if (!book.ok()) return book.status();
  return Released{*std::move(book), row->revision};
}

absl::StatusOr<OpinionService::Released> OpinionService::Release(
    const std::string& deliberation, const std::vector<int>& numbers) const {
  auto closed = IsClosed(deliberation);
  if (!closed.ok()) return closed.status();
  auto released = ReadReleased(deliberation);
  if (!released.ok()) return released;
  AnswerBook current;
  const absl::Status read =
      resource::ForEachRow(*parts_.store, VotesStream(deliberation), [&](const store::Row& row) {
        current.emplace_hint(current.end(), row.key.id, row.data);
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  if (!MayRelease(released->book, current, numbers, *closed)) return released;
  store::Mutation mutation;
  mutation.stream = VotesStream(deliberation);
  mutation.puts.push_back({ReleasedKey(deliberation), PackBook(current), released->revision});
  mutation.events.push_back({v1::EVENT_KIND_UNSPECIFIED, "", "", ""});
  auto applied = parts_.store->Apply(std::move(mutation));
  if (applied.ok()) return Released{std::move(current), applied->revision};
  if (absl::IsAborted(applied.status()) || absl::IsAlreadyExists(applied.status())) {
    return ReadReleased(deliberation);  // another server was first
  }
  return resource::FromStore(applied.status());
}

absl::StatusOr<std::shared_ptr<const OpinionService::Survey>> OpinionService::MakeSurvey(
    const Caller& caller, const Survey* before) const {
  auto all = ReadAll(caller.deliberation);
  if (!all.ok()) return all.status();
  auto survey = std::make_shared<Survey>();
  for (Stored& stored : *all) {
    if (!stored.statement.hidden_by().empty()) continue;
    survey->numbers.push_back(stored.statement.number());
    survey->statements.push_back(std::move(stored.statement));
  }
  auto released = Release(caller.deliberation, survey->numbers);
  if (!released.ok()) return released.status();
  survey->released = released->revision;
  for (const auto& [member, packed] : released->book) survey->members.push_back(member);
  if (before != nullptr && before->released == survey->released &&
      SameStatements(before->statements, survey->statements)) {
    survey->landscape = before->landscape;
    return survey;
  }
  auto landscape = opinions::Survey(MatrixOf(released->book, survey->numbers), {}, caller.stopped);
  if (!landscape.ok()) return landscape.status();
  survey->landscape = *std::move(landscape);
  return survey;
}

std::shared_ptr<OpinionService::Cached> OpinionService::CacheOf(const std::string& deliberation) {
  const std::lock_guard<std::mutex> lock(mutex_);
  if (const auto found = cache_.find(deliberation); found != cache_.end()) return found->second;
  if (cache_.size() >= kMaxCached) cache_.clear();
  return cache_[deliberation] = std::make_shared<Cached>();
}

absl::StatusOr<std::shared_ptr<const OpinionService::Survey>> OpinionService::FindSurvey(
    const Caller& caller) {
  const std::shared_ptr<Cached> cached = CacheOf(caller.deliberation);
  const std::lock_guard<std::mutex> lock(cached->mutex);
  // Read before all else, so that what changes meanwhile is seen next time.
  auto deliberation_revision = parts_.store->Revision(caller.deliberation);
  if (!deliberation_revision.ok()) return resource::FromStore(deliberation_revision.status());
  auto votes_revision = parts_.store->Revision(VotesStream(caller.deliberation));
  if (!votes_revision.ok()) return resource::FromStore(votes_revision.status());
  if (cached->survey != nullptr && cached->deliberation_revision == *deliberation_revision &&
      cached->votes_revision == *votes_revision) {
    return cached->survey;
  }
  auto survey = MakeSurvey(caller, cached->survey.get());
  if (!survey.ok()) return survey.status();
  cached->survey = *survey;
  cached->deliberation_revision = *deliberation_revision;
  cached->votes_revision = *votes_revision;
  return cached->survey;
}

absl::StatusOr<v1::GetOpinionGroupsResponse> OpinionService::GetOpinionGroups(
    const Caller& caller, const v1::GetOpinionGroupsRequest& request) {
  if (!resource::Match("deliberations/*/opinionGroups", request.name())) {
    base::FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/opinionGroups");
    return bad.ToStatus();
  }
  auto survey = FindSurvey(caller);
  if (!survey.ok()) return survey.status();
  auto answers = ReadAnswers(caller);
  if (!answers.ok()) return answers.status();
  const opinions::Landscape& landscape = (*survey)->landscape;
  const opinions::SurveyOptions options;
  v1::GetOpinionGroupsResponse response;
  v1::OpinionGroups& result = *response.mutable_opinion_groups();
  result.set_name(request.name());
  result.set_basis(ToMessage(landscape.basis));
  result.set_people(landscape.people);
  result.set_people_for_pairs(options.min_people_for_pairs);
  result.set_people_for_groups(options.min_people_for_groups);
  result.set_answers_needed(landscape.answers_needed);
  result.set_own_answers(AnswersTo(answers->packed, (*survey)->numbers));
  if (landscape.basis == opinions::Basis::kTooFew) return response;
  const auto& members = (*survey)->members;
  const auto found = std::find(members.begin(), members.end(), resource::KeyOf(caller.member).id);
  const int row = found == members.end() ? -1 : static_cast<int>(found - members.begin());
  FillGroups(landscape, (*survey)->statements, result);
  if (row >= 0 && !landscape.group.empty()) {
    result.set_own_group(landscape.group[static_cast<std::size_t>(row)] + 1);
  }
  result.set_silhouette(landscape.silhouette);
  FillNotable(landscape, (*survey)->statements, result);
  FillAgreement(landscape.agreement, row, result);
  return response;
}

}  // namespace plenum::deliberation
