// The methods of OpinionService that put up, list, answer and hide statements.
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <tuple>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/statements/opinion_service.h"

namespace plenum::deliberation {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr resource::TextRule kStatementText{.min = 1, .max = 280, .one_line = true};
constexpr resource::TextRule kHidingReason{.min = 1, .max = 500};

// The statement as this caller may see it.
v1::Statement SeenBy(const rpc::Caller& caller, v1::Statement statement,
                     std::string_view own_answers) {
  const bool own = statement.author() == caller.member;
  if (!statement.hidden_by().empty() && !own && caller.role < auth::Role::kFacilitator) {
    statement.clear_text();
  }
  if (!own) statement.clear_author();
  statement.set_own_vote(VoteOn(own_answers, statement.number()));
  return statement;
}

absl::Status BadState(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_STATE,
                     message);
}

// What two texts have in common when people would call them the same: case, width and invisible
// characters (NFKC_Casefold of UAX #44), spacing, and a full stop at the end make no difference.
absl::StatusOr<std::string> Folded(std::string_view text) {
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(error);
  if (U_FAILURE(error)) return absl::InternalError("ICU has no data to fold texts with");
  const auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString spaced;
  const icu::UnicodeString folded = fold->normalize(wide, error);
  if (U_FAILURE(error)) return absl::InternalError("a text could not be folded");
  for (int32_t i = 0; i < folded.length(); ++i) {
    const bool space = u_isUWhiteSpace(folded[i]) != 0;
    if (!space) {
      spaced += folded[i];
    } else if (!spaced.isEmpty() && spaced[spaced.length() - 1] != u' ') {
      spaced += u' ';
    }
  }
  while (!spaced.isEmpty() &&
         (spaced[spaced.length() - 1] == u' ' || spaced[spaced.length() - 1] == u'.')) {
    spaced.truncate(spaced.length() - 1);
  }
  std::string result;
  spaced.toUTF8String(result);
  return result;
}

store::Key CounterOf(const std::string& deliberation) {
  return {deliberation + "/statementCounters", "last"};
}

absl::Status TooMany() {
  return base::Error(
      absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
      absl::StrCat("a deliberation has at most ", limits::kMaxStatements, " statements"),
      {{"limit", absl::StrCat(limits::kMaxStatements)}});
}

absl::Status IsThere(const std::string& name) {
  return base::Error(
      absl::StatusCode::kAlreadyExists, common::v1::ERROR_REASON_DUPLICATE,
      absl::StrCat("this statement is there already, as ", name, "; vote on that one"),
      {{"resource", name}});
}

// Where a statement stands in the caller's list. Hidden ones are last; of the others those first
// that the caller has not answered.
std::pair<int, int> PlaceOf(const v1::Statement& statement, std::string_view own_answers) {
  if (!statement.hidden_by().empty()) return {2, statement.number()};
  const bool answered = VoteOn(own_answers, statement.number()) != v1::STATEMENT_VOTE_UNSPECIFIED;
  return {answered ? 1 : 0, statement.number()};
}

// Of a page token that this service made.
std::pair<int, int> PlaceOfToken(std::string_view after) {
  std::pair<int, int> place{-1, 0};
  const std::size_t dash = after.find('-');
  if (dash == std::string_view::npos) return place;
  const std::string section(after.substr(0, dash));
  const std::string number(after.substr(dash + 1));
  if (!absl::SimpleAtoi(section, &place.first) || !absl::SimpleAtoi(number, &place.second)) {
    return {-1, 0};
  }
  return place;
}

}  // namespace

absl::StatusOr<OpinionService::Stored> OpinionService::Read(const std::string& name) const {
  if (!resource::Match("deliberations/*/statements/*", name)) {
    FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/statements/ID");
    return bad.ToStatus();
  }
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) {
    return base::NotFound(name, "`plenum statement list` shows the statements");
  }
  if (!row.ok()) return resource::FromStore(row.status());
  Stored stored;
  stored.revision = row->revision;
  if (!stored.statement.ParseFromString(row->data)) {
    return absl::InternalError(name + " cannot be read");
  }
  return stored;
}

absl::StatusOr<std::vector<OpinionService::Stored>> OpinionService::ReadAll(
    const std::string& deliberation) const {
  std::vector<Stored> all;
  const absl::Status read = resource::ForEachRow(
      *parts_.store, deliberation + "/statements", [&](const store::Row& row) -> absl::Status {
        Stored stored;
        stored.revision = row.revision;
        if (!stored.statement.ParseFromString(row.data)) {
          return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
        }
        all.push_back(std::move(stored));
        return absl::OkStatus();
      });
  if (!read.ok()) return read;
  std::sort(all.begin(), all.end(), [](const Stored& a, const Stored& b) {
    return a.statement.number() < b.statement.number();
  });
  return all;
}

absl::StatusOr<OpinionService::Answers> OpinionService::ReadAnswers(const Caller& caller) const {
  auto row = parts_.store->Get(
      {caller.deliberation + "/statementVotes", resource::KeyOf(caller.member).id});
  if (absl::IsNotFound(row.status())) return Answers{};
  if (!row.ok()) return resource::FromStore(row.status());
  return Answers{std::move(row->data), row->revision};
}

absl::StatusOr<std::int64_t> OpinionService::RequireOpen(const std::string& deliberation,
                                                         std::string_view what) const {
  auto row = parts_.store->Get(resource::KeyOf(deliberation));
  if (absl::IsNotFound(row.status())) return base::NotFound(deliberation);
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Deliberation read;
  if (!read.ParseFromString(row->data)) {
    return absl::InternalError(deliberation + " cannot be read");
  }
  auto phase = RequireBeforeClose(read.phase(), what);
  if (!phase.ok()) return phase;
  return row->revision;
}

absl::StatusOr<v1::CreateStatementResponse> OpinionService::CreateStatement(
    const Caller& caller, const v1::CreateStatementRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  resource::CheckText("statement.text", request.statement().text(), kStatementText, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  auto folded = Folded(request.statement().text());
  if (!folded.ok()) return folded.status();
  const store::Key text{request.parent() + "/statementTexts", base::Hex(base::Sha256(*folded))};
  const store::Key counter = CounterOf(request.parent());
  const std::string name = absl::StrCat(request.parent(), "/statements/", parts_.ids->NewId());
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateStatementResponse>> {
    auto open = RequireOpen(request.parent(), "putting up a statement");
    if (!open.ok()) return open.status();
    auto same = parts_.store->Get(text);
    if (same.ok()) return IsThere(same->data);
    if (!absl::IsNotFound(same.status())) return resource::FromStore(same.status());
    auto last = parts_.store->Get(counter);
    if (!last.ok() && !absl::IsNotFound(last.status())) return resource::FromStore(last.status());
    int number = 0;
    if (last.ok() && !absl::SimpleAtoi(last->data, &number)) {
      return absl::InternalError("the number of the last statement cannot be read");
    }
    if (++number > limits::kMaxStatements) return TooMany();
    Decision<v1::CreateStatementResponse> decision;
    v1::Statement& statement = *decision.response.mutable_statement();
    statement.set_name(name);
    statement.set_number(number);
    statement.set_text(request.statement().text());
    statement.set_author(caller.member);
    *statement.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    auto& mutation = decision.mutation;
    mutation.stream = request.parent();
    mutation.requires_.push_back({resource::KeyOf(request.parent()), *open});
    mutation.puts.push_back({resource::KeyOf(name), statement.SerializeAsString(), 0});
    mutation.puts.push_back({text, name, 0});
    mutation.puts.push_back({counter, absl::StrCat(number), last.ok() ? last->revision : 0});
    // Not by whom: the stream is open to every member.
    mutation.events.push_back({v1::EVENT_KIND_STATEMENT_CREATED, name, "", ""});
    return decision;
  };
  return resource::Write<v1::CreateStatementResponse>(
      *parts_.store, caller, "CreateStatement", request, decide,
      [](v1::CreateStatementResponse& response, std::int64_t revision) {
        response.mutable_statement()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::ListStatementsResponse> OpinionService::ListStatements(
    const Caller& caller, const v1::ListStatementsRequest& request) {
  if (!resource::Match("deliberations/*", request.parent())) {
    FieldViolations bad;
    bad.Add("parent", "must be of the form deliberations/ID");
    return bad.ToStatus();
  }
  auto page = resource::ReadPage(request.parent() + "/statements", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto all = ReadAll(request.parent());
  if (!all.ok()) return all.status();
  auto answers = ReadAnswers(caller);
  if (!answers.ok()) return answers.status();
  const auto place_of = [&](const Stored& stored) {
    return PlaceOf(stored.statement, answers->packed);
  };
  std::sort(all->begin(), all->end(),
            [&](const Stored& a, const Stored& b) { return place_of(a) < place_of(b); });
  const std::pair<int, int> after = PlaceOfToken(page->after);
  v1::ListStatementsResponse response;
  std::pair<int, int> last;
  for (Stored& stored : *all) {
    const std::pair<int, int> place = place_of(stored);
    if (place <= after) continue;
    if (response.statements_size() == page->size) {
      response.set_next_page_token(
          resource::MakeToken(*page, absl::StrCat(last.first, "-", last.second)));
      break;
    }
    stored.statement.set_etag(resource::Etag(stored.revision));
    *response.add_statements() = SeenBy(caller, std::move(stored.statement), answers->packed);
    last = place;
  }
  return response;
}

absl::StatusOr<v1::VoteOnStatementResponse> OpinionService::VoteOnStatement(
    const Caller& caller, const v1::VoteOnStatementRequest& request) {
  FieldViolations bad;
  if (!v1::StatementVote_IsValid(request.vote()) ||
      request.vote() == v1::STATEMENT_VOTE_UNSPECIFIED) {
    bad.Add("vote", "must be agree, disagree or pass");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  std::int64_t statement_revision = 0;
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::VoteOnStatementResponse>> {
    auto stored = Read(request.name());
    if (!stored.ok()) return stored.status();
    statement_revision = stored->revision;
    auto open = RequireOpen(caller.deliberation, "answering a statement");
    if (!open.ok()) return open.status();
    if (!stored->statement.hidden_by().empty()) {
      return BadState("the statement is hidden; `plenum statement list` shows the others");
    }
    auto answers = ReadAnswers(caller);
    if (!answers.ok()) return answers.status();
    const int number = stored->statement.number();
    const bool same = VoteOn(answers->packed, number) == request.vote();
    SetVote(answers->packed, number, request.vote());
    Decision<v1::VoteOnStatementResponse> decision;
    *decision.response.mutable_statement() = SeenBy(caller, stored->statement, answers->packed);
    auto& mutation = decision.mutation;
    mutation.stream = caller.deliberation + "/statementVotes";
    if (same) return decision;
    mutation.requires_.push_back({resource::KeyOf(caller.deliberation), *open});
    mutation.requires_.push_back({resource::KeyOf(request.name()), stored->revision});
    mutation.puts.push_back({{mutation.stream, resource::KeyOf(caller.member).id},
                             std::move(answers->packed),
                             answers->revision});
    mutation.events.push_back({v1::EVENT_KIND_UNSPECIFIED, "", "", ""});
    return decision;
  };
  return resource::Write<v1::VoteOnStatementResponse>(
      *parts_.store, caller, "VoteOnStatement", request, decide,
      // The revision of the answers is no version of the statement.
      [&](v1::VoteOnStatementResponse& response, std::int64_t) {
        response.mutable_statement()->set_etag(resource::Etag(statement_revision));
      });
}

template <class Response, class Request, class Change>
absl::StatusOr<Response> OpinionService::Modify(const Caller& caller, std::string_view method,
                                                const Request& request, std::int32_t kind,
                                                Change change) {
  auto answers = ReadAnswers(caller);
  if (!answers.ok()) return answers.status();
  const auto decide = [&]() -> absl::StatusOr<Decision<Response>> {
    auto stored = Read(request.name());
    if (!stored.ok()) return stored.status();
    auto current = resource::CheckEtag(request.etag(), stored->revision, request.name());
    if (!current.ok()) return current;
    absl::Status changed = change(stored->statement);
    if (!changed.ok()) return changed;
    Decision<Response> decision;
    *decision.response.mutable_statement() = SeenBy(caller, stored->statement, answers->packed);
    decision.mutation.stream = caller.deliberation;
    decision.mutation.puts.push_back(
        {resource::KeyOf(request.name()), stored->statement.SerializeAsString(), stored->revision});
    decision.mutation.events.push_back({kind, request.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<Response>(
      *parts_.store, caller, method, request, decide,
      [](Response& response, std::int64_t revision) {
        response.mutable_statement()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::HideStatementResponse> OpinionService::HideStatement(
    const Caller& caller, const v1::HideStatementRequest& request) {
  FieldViolations bad;
  resource::CheckText("reason", request.reason(), kHidingReason, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto hide = [&](v1::Statement& statement) -> absl::Status {
    if (!statement.hidden_by().empty()) return BadState("the statement is hidden already");
    statement.set_hidden_by(caller.member);
    statement.set_hidden_reason(request.reason());
    return absl::OkStatus();
  };
  return Modify<v1::HideStatementResponse>(caller, "HideStatement", request,
                                           v1::EVENT_KIND_STATEMENT_HIDDEN, hide);
}

absl::StatusOr<v1::RestoreStatementResponse> OpinionService::RestoreStatement(
    const Caller& caller, const v1::RestoreStatementRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto restore = [](v1::Statement& statement) -> absl::Status {
    if (statement.hidden_by().empty()) return BadState("the statement is not hidden");
    statement.clear_hidden_by();
    statement.clear_hidden_reason();
    return absl::OkStatus();
  };
  return Modify<v1::RestoreStatementResponse>(caller, "RestoreStatement", request,
                                              v1::EVENT_KIND_STATEMENT_RESTORED, restore);
}

rpc::ServiceTable Table(OpinionService* service) {
  using rpc::Access;
  using S = OpinionService;
  rpc::ServiceTable table("plenum.deliberation.v1.OpinionService");
  table.Unary("CreateStatement", {.access = Access::kMember}, service, &S::CreateStatement);
  table.Unary("ListStatements", {.access = Access::kObserver}, service, &S::ListStatements);
  table.Unary("VoteOnStatement", {.access = Access::kMember}, service, &S::VoteOnStatement);
  table.Unary("HideStatement", {.access = Access::kFacilitator}, service, &S::HideStatement);
  table.Unary("RestoreStatement", {.access = Access::kFacilitator}, service, &S::RestoreStatement);
  table.Unary("GetOpinionGroups", {.access = Access::kObserver}, service, &S::GetOpinionGroups);
  return table;
}

}  // namespace plenum::deliberation
