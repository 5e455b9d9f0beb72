#include "services/deliberation/arguments/argument_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/common/rpc/limits.h"
#include "services/deliberation/phases/phases.h"

namespace plenum::deliberation {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr resource::TextRule kText{.min = 1, .max = 2000, .one_line = false};
constexpr resource::TextRule kReason{.min = 1, .max = 500};

// The argument as this caller may see it.
v1::Argument Seen(v1::Argument argument, const rpc::Caller& caller) {
  const bool may_read = argument.hidden_by().empty() || auth::MayReadWithheld(caller.role) ||
                        argument.author() == caller.member;
  if (may_read) return argument;
  argument.clear_text();
  argument.clear_earlier();
  return argument;
}

absl::Status WrongState(std::string_view message) {
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_WRONG_STATE,
                     message);
}

// What can be said of a new argument without asking anybody.
void CheckShape(const std::string& deliberation, const v1::Argument& argument,
                FieldViolations& bad) {
  resource::CheckText("argument.text", argument.text(), kText, bad);
  if (!v1::Side_IsValid(argument.side())) bad.Add("argument.side", "must be pro or con");
  const auto within = [&](std::string_view collection, std::string_view name) {
    return resource::Match(absl::StrCat("deliberations/*/", std::string(collection), "/*"), name) &&
           name.rfind(deliberation + "/", 0) == 0;
  };
  if (argument.reply_to().empty()) {
    if (!within("measures", argument.measure())) {
      bad.Add("argument.measure", "must be a measure of this deliberation");
    }
    if (argument.side() == v1::SIDE_UNSPECIFIED) bad.Add("argument.side", "must be pro or con");
  } else {
    if (!within("arguments", argument.reply_to())) {
      bad.Add("argument.reply_to", "must be an argument of this deliberation");
    }
    if (!argument.measure().empty()) {
      bad.Add("argument.measure", "must be empty for a reply: it has that of what it replies to");
    }
  }
  if (!argument.criterion().empty() && !within("criteria", argument.criterion())) {
    bad.Add("argument.criterion", "must be a criterion of this deliberation");
  }
  if (argument.score_by().empty()) return;
  if (!within("members", argument.score_by())) {
    bad.Add("argument.score_by", "must be a member of this deliberation");
  } else if (argument.criterion().empty()) {
    bad.Add("argument.score_by", "is whose score on a criterion it speaks of; give the criterion");
  }
}

}  // namespace

absl::StatusOr<ArgumentService::Stored> ArgumentService::Read(const std::string& name) const {
  if (!resource::Match("deliberations/*/arguments/*", name)) {
    FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/arguments/ID");
    return bad.ToStatus();
  }
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) {
    return base::NotFound(name, "`plenum argument list` shows the arguments");
  }
  if (!row.ok()) return resource::FromStore(row.status());
  Stored stored;
  stored.revision = row->revision;
  if (!stored.argument.ParseFromString(row->data)) {
    return absl::InternalError(name + " cannot be read");
  }
  return stored;
}

absl::StatusOr<std::int64_t> ArgumentService::RequireOpen(const std::string& name,
                                                          std::string_view what) const {
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return base::NotFound(name);
  if (!row.ok()) return resource::FromStore(row.status());
  v1::Deliberation deliberation;
  if (!deliberation.ParseFromString(row->data)) {
    return absl::InternalError(name + " cannot be read");
  }
  auto phase = RequireBeforeClose(deliberation.phase(), what);
  if (!phase.ok()) return phase;
  return row->revision;
}

absl::Status ArgumentService::CheckReferences(const Caller& caller,
                                              const v1::Argument& argument) const {
  ingestion::v1::GetMeasureRequest get;
  get.set_name(argument.measure());
  auto measure =
      parts_.ingestion->Call(&ingestion::v1::IngestionService::Stub::GetMeasure, get, caller);
  if (!measure.ok()) return measure.status();
  FieldViolations bad;
  if (argument.has_quote()) {
    const auto& quotes = measure->measure().quotes();
    const bool known = std::any_of(quotes.begin(), quotes.end(), [&](const auto& quote) {
      return quote.document() == argument.quote().document() &&
             quote.start() == argument.quote().start() && quote.end() == argument.quote().end();
    });
    if (!known) bad.Add("argument.quote", "must be one of the measure's quotes");
  }
  if (!argument.criterion().empty()) {
    scoring::v1::ListCriteriaRequest list;
    list.set_parent(caller.deliberation);
    list.set_page_size(rpc::limits::kMaxPageSize);  // more than there can be
    auto criteria =
        parts_.scoring->Call(&scoring::v1::ScoringService::Stub::ListCriteria, list, caller);
    if (!criteria.ok()) return criteria.status();
    const auto& all = criteria->criteria();
    const bool known = std::any_of(all.begin(), all.end(), [&](const auto& criterion) {
      return criterion.name() == argument.criterion();
    });
    if (!known) bad.Add("argument.criterion", "is not known; ListCriteria shows them");
  }
  if (!argument.score_by().empty()) {
    const auto member = parts_.store->Get(resource::KeyOf(argument.score_by()));
    if (absl::IsNotFound(member.status())) {
      bad.Add("argument.score_by", "is not known; ListMembers shows the members");
    } else if (!member.ok()) {
      return resource::FromStore(member.status());
    }
  }
  return bad.ToStatus();
}

absl::Status ArgumentService::FollowReply(v1::Argument& argument) const {
  if (argument.reply_to().empty()) return absl::OkStatus();
  auto above = Read(argument.reply_to());
  if (!above.ok()) return above.status();
  if (!above->argument.reply_to().empty()) {
    FieldViolations bad;
    bad.Add("argument.reply_to",
            absl::StrCat("is a reply itself; reply to ", above->argument.reply_to()));
    return bad.ToStatus();
  }
  argument.set_measure(above->argument.measure());
  return absl::OkStatus();
}

absl::StatusOr<v1::CreateArgumentResponse> ArgumentService::CreateArgument(
    const Caller& caller, const v1::CreateArgumentRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  CheckShape(request.parent(), request.argument(), bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const std::string collection = request.parent() + "/arguments";
  const std::string name = absl::StrCat(collection, "/", parts_.ids->NewId());
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateArgumentResponse>> {
    auto open = RequireOpen(request.parent(), "arguing");
    if (!open.ok()) return open.status();
    auto count = parts_.store->Count(collection);
    if (!count.ok()) return resource::FromStore(count.status());
    if (*count >= limits::kMaxArguments) {
      return base::Error(absl::StatusCode::kResourceExhausted,
                         common::v1::ERROR_REASON_LIMIT_REACHED,
                         absl::StrCat("a deliberation has at most ", limits::kMaxArguments,
                                      " arguments and replies"),
                         {{"limit", absl::StrCat(limits::kMaxArguments)}});
    }
    Decision<v1::CreateArgumentResponse> decision;
    v1::Argument& argument = *decision.response.mutable_argument();
    const v1::Argument& given = request.argument();
    argument.set_measure(given.measure());
    argument.set_side(given.side());
    argument.set_text(given.text());
    if (given.has_quote()) *argument.mutable_quote() = given.quote();
    argument.set_criterion(given.criterion());
    argument.set_score_by(given.score_by());
    argument.set_reply_to(given.reply_to());
    auto followed = FollowReply(argument);
    if (!followed.ok()) return followed;
    auto known = CheckReferences(caller, argument);
    if (!known.ok()) return known;
    argument.set_name(name);
    argument.set_author(caller.member);
    *argument.mutable_create_time() = resource::ToTimestamp(parts_.clock->NowMicros());
    *argument.mutable_update_time() = argument.create_time();
    auto& mutation = decision.mutation;
    mutation.stream = request.parent();
    mutation.requires_.push_back({resource::KeyOf(request.parent()), *open});
    mutation.puts.push_back({resource::KeyOf(name), argument.SerializeAsString(), 0});
    mutation.events.push_back({v1::EVENT_KIND_ARGUMENT_CREATED, name, caller.member, ""});
    return decision;
  };
  return resource::Write<v1::CreateArgumentResponse>(
      *parts_.store, caller, "CreateArgument", request, decide,
      [](v1::CreateArgumentResponse& response, std::int64_t revision) {
        response.mutable_argument()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::ListArgumentsResponse> ArgumentService::ListArguments(
    const Caller& caller, const v1::ListArgumentsRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  if (!request.measure().empty() &&
      request.measure().rfind(request.parent() + "/measures/", 0) != 0) {
    bad.Add("measure", "must be a measure of this deliberation");
  }
  if (!bad.empty()) return bad.ToStatus();
  auto page = resource::ReadPage(request.parent() + "/arguments", request.measure(),
                                 request.page_size(), request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListArgumentsResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    v1::Argument argument;
    if (!argument.ParseFromString(row.data)) {
      return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
    }
    if (!request.measure().empty() && argument.measure() != request.measure()) continue;
    argument.set_etag(resource::Etag(row.revision));
    *response.add_arguments() = Seen(std::move(argument), caller);
  }
  return response;
}

template <class Response, class Request, class Change>
absl::StatusOr<Response> ArgumentService::Modify(const Caller& caller, std::string_view method,
                                                 const Request& request, std::int32_t kind,
                                                 Change change) {
  const auto decide = [&]() -> absl::StatusOr<Decision<Response>> {
    auto stored = Read(request.name());
    if (!stored.ok()) return stored.status();
    auto current = resource::CheckEtag(request.etag(), stored->revision, request.name());
    if (!current.ok()) return current;
    absl::Status changed = change(stored->argument);
    if (!changed.ok()) return changed;
    Decision<Response> decision;
    *decision.response.mutable_argument() = stored->argument;
    decision.mutation.stream = caller.deliberation;
    decision.mutation.puts.push_back(
        {resource::KeyOf(request.name()), stored->argument.SerializeAsString(), stored->revision});
    decision.mutation.events.push_back({kind, request.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<Response>(
      *parts_.store, caller, method, request, decide,
      [](Response& response, std::int64_t revision) {
        response.mutable_argument()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::UpdateArgumentResponse> ArgumentService::UpdateArgument(
    const Caller& caller, const v1::UpdateArgumentRequest& request) {
  FieldViolations bad;
  resource::CheckText("text", request.text(), kText, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return Modify<v1::UpdateArgumentResponse>(
      caller, "UpdateArgument", request, v1::EVENT_KIND_ARGUMENT_UPDATED,
      [&](v1::Argument& argument) -> absl::Status {
        auto open = RequireOpen(caller.deliberation, "changing an argument");
        if (!open.ok()) return open.status();
        if (argument.author() != caller.member) {
          return base::Error(
              absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
              "only the author can change an argument",
              {{"role", std::string(auth::RoleName(caller.role))}, {"required", "author"}});
        }
        if (argument.earlier_size() >= limits::kMaxEarlierVersions) {
          return base::Error(
              absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
              absl::StrCat("an argument can be changed ", limits::kMaxEarlierVersions,
                           " times; say it anew as another one"),
              {{"limit", absl::StrCat(limits::kMaxEarlierVersions)}});
        }
        auto& before = *argument.add_earlier();
        before.set_text(argument.text());
        *before.mutable_create_time() = argument.update_time();
        argument.set_text(request.text());
        *argument.mutable_update_time() = resource::ToTimestamp(parts_.clock->NowMicros());
        return absl::OkStatus();
      });
}

absl::StatusOr<v1::HideArgumentResponse> ArgumentService::HideArgument(
    const Caller& caller, const v1::HideArgumentRequest& request) {
  FieldViolations bad;
  resource::CheckText("reason", request.reason(), kReason, bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return Modify<v1::HideArgumentResponse>(caller, "HideArgument", request,
                                          v1::EVENT_KIND_ARGUMENT_HIDDEN,
                                          [&](v1::Argument& argument) -> absl::Status {
                                            if (!argument.hidden_by().empty()) {
                                              return WrongState("the argument is hidden already");
                                            }
                                            argument.set_hidden_by(caller.member);
                                            argument.set_hidden_reason(request.reason());
                                            return absl::OkStatus();
                                          });
}

absl::StatusOr<v1::RestoreArgumentResponse> ArgumentService::RestoreArgument(
    const Caller& caller, const v1::RestoreArgumentRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  return Modify<v1::RestoreArgumentResponse>(caller, "RestoreArgument", request,
                                             v1::EVENT_KIND_ARGUMENT_RESTORED,
                                             [&](v1::Argument& argument) -> absl::Status {
                                               if (argument.hidden_by().empty()) {
                                                 return WrongState("the argument is not hidden");
                                               }
                                               argument.clear_hidden_by();
                                               argument.clear_hidden_reason();
                                               return absl::OkStatus();
                                             });
}

rpc::ServiceTable Table(ArgumentService* service) {
  using rpc::Access;
  using rpc::Level;
  using S = ArgumentService;
  rpc::ServiceTable table("plenum.deliberation.v1.ArgumentService");
  table.Unary("CreateArgument", {.access = Access::kMember, .level = Level::kCallsLeaves}, service,
              &S::CreateArgument);
  table.Unary("ListArguments", {.access = Access::kObserver}, service, &S::ListArguments);
  table.Unary("UpdateArgument", {.access = Access::kMember}, service, &S::UpdateArgument);
  table.Unary("HideArgument", {.access = Access::kFacilitator}, service, &S::HideArgument);
  table.Unary("RestoreArgument", {.access = Access::kFacilitator}, service, &S::RestoreArgument);
  return table;
}

}  // namespace plenum::deliberation
