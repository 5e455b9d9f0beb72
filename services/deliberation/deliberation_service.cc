#include "services/deliberation/deliberation_service.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/deliberation/phases/phases.h"
#include "services/deliberation/phases/timekeeper.h"
#include "services/deliberation/roles.h"
#include "services/deliberation/roll.h"
#include "services/deliberation/rules/rules.h"

namespace plenum::deliberation {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr resource::TextRule kTitle{.min = 1, .max = 200};
constexpr resource::TextRule kDescription{.min = 0, .max = 10'000, .one_line = false};
// A repeated CreateDeliberation gives the token again, so that its request_id is as good as one.
constexpr std::size_t kMinCreateRequestId = 22;

store::NewEvent MakeEvent(v1::EventKind kind, std::string subject, std::string actor) {
  return {kind, std::move(subject), std::move(actor), ""};
}

// Rules and plan are fixed while a vote is open; after it they may be planned for another one.
absl::Status RequirePhaseToChange(const std::string& path, v1::Phase phase) {
  if (path == "planned_rules" || path == "plan") {
    return RequirePhase(
        phase,
        {v1::PHASE_DRAFT, v1::PHASE_COLLECTING, v1::PHASE_SCORING, v1::PHASE_DISCUSSING,
         v1::PHASE_REVISING, v1::PHASE_CLOSED, v1::PHASE_PUBLISHED},
        "planning a vote");
  }
  return RequirePhase(phase,
                      {v1::PHASE_DRAFT, v1::PHASE_COLLECTING, v1::PHASE_SCORING,
                       v1::PHASE_DISCUSSING, v1::PHASE_REVISING},
                      "changing the deliberation");
}

}  // namespace

absl::StatusOr<auth::Signer> OpenSigner(store::Store& store, const std::string& path, bool create) {
  std::error_code ignored;
  if (!create || std::filesystem::exists(path, ignored)) {
    return auth::Signer::FromFile(path, /*create=*/false);
  }
  auto stored = store.List("deliberations", "", 1);
  if (!stored.ok()) return stored.status();
  if (stored->empty()) return auth::Signer::FromFile(path, /*create=*/true);
  return absl::FailedPreconditionError(absl::StrCat(
      "the signing key ", path,
      " is missing, but there are deliberations whose tokens it signed; put it back from a backup. "
      "If it is lost, make a new one with `openssl genpkey -algorithm ed25519 -out ",
      path, "`: everybody then needs a new token"));
}

DeliberationService::DeliberationService(Parts parts)
    : parts_(std::move(parts)),
      log_(*parts_.store, *parts_.clock, parts_.signer->key()),
      hub_(*parts_.store) {}

absl::StatusOr<DeliberationService::Stored> DeliberationService::Read(
    const std::string& name) const {
  return ReadDeliberation(*parts_.store, name);
}

void DeliberationService::Touch(v1::Deliberation& deliberation) const {
  *deliberation.mutable_update_time() = resource::ToTimestamp(parts_.clock->NowMicros());
  deliberation.clear_etag();
}

template <class Response>
absl::StatusOr<Response> DeliberationService::SignedIn(Response response, const v1::Member& member,
                                                       Sessions::For whom) const {
  auto sign_in = parts_.sessions->Open(member, whom);
  if (!sign_in.ok()) return sign_in.status();
  response.set_token(sign_in->token());
  *response.mutable_sign_in() = *std::move(sign_in);
  return response;
}

absl::StatusOr<v1::CreateDeliberationResponse> DeliberationService::CreateDeliberation(
    const Caller& caller, const v1::CreateDeliberationRequest& request) {
  FieldViolations bad;
  resource::CheckText("deliberation.title", request.deliberation().title(), kTitle, bad);
  resource::CheckText("deliberation.description", request.deliberation().description(),
                      kDescription, bad);
  CheckDisplayName("facilitator_name", request.facilitator_name(), bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!request.request_id().empty() && request.request_id().size() < kMinCreateRequestId) {
    bad.Add("request_id", "must be hard to guess here: 22 characters or more");
  }
  if (!bad.empty()) return bad.ToStatus();

  const std::string name = "deliberations/" + parts_.ids->NewId();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateDeliberationResponse>> {
    Decision<v1::CreateDeliberationResponse> decision;
    const std::int64_t now_us = parts_.clock->NowMicros();
    auto& deliberation = *decision.response.mutable_deliberation();
    deliberation.set_name(name);
    deliberation.set_title(request.deliberation().title());
    deliberation.set_description(request.deliberation().description());
    deliberation.set_phase(v1::PHASE_DRAFT);
    *deliberation.mutable_create_time() = resource::ToTimestamp(now_us);
    *deliberation.mutable_update_time() = resource::ToTimestamp(now_us);
    auto& facilitator = *decision.response.mutable_facilitator();
    facilitator = NewMember(name, parts_.ids->NewId(), request.facilitator_name(),
                            v1::ROLE_FACILITATOR, now_us);
    auto& mutation = decision.mutation;
    mutation.stream = name;
    mutation.puts.push_back({resource::KeyOf(name), deliberation.SerializeAsString(), 0});
    mutation.puts.push_back(
        {resource::KeyOf(facilitator.name()), facilitator.SerializeAsString(), 0});
    mutation.events.push_back(
        MakeEvent(v1::EVENT_KIND_DELIBERATION_CREATED, name, facilitator.name()));
    mutation.events.push_back(
        MakeEvent(v1::EVENT_KIND_MEMBER_CREATED, facilitator.name(), facilitator.name()));
    return decision;
  };
  auto created = resource::Write<v1::CreateDeliberationResponse>(
      *parts_.store, caller, "CreateDeliberation", request, decide,
      [&](v1::CreateDeliberationResponse& response, std::int64_t revision) {
        response.mutable_deliberation()->set_etag(resource::Etag(revision));
        response.mutable_facilitator()->set_etag(resource::Etag(revision));
      });
  if (!created.ok()) return created;
  const v1::Member facilitator = created->facilitator();
  return SignedIn(*std::move(created), facilitator, Sessions::For::kTheCaller);
}

absl::StatusOr<v1::GetDeliberationResponse> DeliberationService::GetDeliberation(
    const Caller& /*caller*/, const v1::GetDeliberationRequest& request) {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  v1::GetDeliberationResponse response;
  *response.mutable_deliberation() = std::move(stored->deliberation);
  return response;
}

absl::StatusOr<v1::UpdateDeliberationResponse> DeliberationService::UpdateDeliberation(
    const Caller& caller, const v1::UpdateDeliberationRequest& request) {
  const auto& given = request.deliberation();
  FieldViolations bad;
  if (request.update_mask().paths().empty()) bad.Add("update_mask", "must name what to change");
  for (const auto& path : request.update_mask().paths()) {
    if (path == "title") {
      resource::CheckText("deliberation.title", given.title(), kTitle, bad);
    } else if (path == "description") {
      resource::CheckText("deliberation.description", given.description(), kDescription, bad);
    } else if (path == "planned_rules") {
      CheckPlannedRules(given.name(), given.planned_rules(), "deliberation.planned_rules", bad);
    } else if (path != "plan") {  // which is checked against the phase
      bad.Add("update_mask", absl::StrCat("\"", path,
                                          "\" cannot be changed; title, description, "
                                          "planned_rules and plan can"));
    }
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();

  const auto decide = [&]() -> absl::StatusOr<Decision<v1::UpdateDeliberationResponse>> {
    auto stored = Read(given.name());
    if (!stored.ok()) return stored.status();
    auto current = resource::CheckEtag(given.etag(), stored->revision, given.name());
    if (!current.ok()) return current;
    v1::Deliberation& changed = stored->deliberation;
    const v1::Deliberation before = changed;
    FieldViolations wrong;
    for (const auto& path : request.update_mask().paths()) {
      auto phase = RequirePhaseToChange(path, changed.phase());
      if (!phase.ok()) return phase;
      if (path == "title") changed.set_title(given.title());
      if (path == "description") changed.set_description(given.description());
      if (path == "planned_rules") *changed.mutable_planned_rules() = given.planned_rules();
      if (path == "plan") {
        CheckPlan(before, given.plan(), parts_.clock->NowMicros(), "deliberation.plan", wrong);
        *changed.mutable_plan() = given.plan();
      }
    }
    if (!wrong.empty()) return wrong.ToStatus();
    Touch(changed);
    Decision<v1::UpdateDeliberationResponse> decision;
    *decision.response.mutable_deliberation() = changed;
    decision.mutation.stream = given.name();
    decision.mutation.puts.push_back(
        {resource::KeyOf(given.name()), changed.SerializeAsString(), stored->revision});
    MoveDeadline(before, changed, decision.mutation);
    decision.mutation.events.push_back(
        MakeEvent(v1::EVENT_KIND_DELIBERATION_UPDATED, given.name(), caller.member));
    return decision;
  };
  return resource::Write<v1::UpdateDeliberationResponse>(
      *parts_.store, caller, "UpdateDeliberation", request, decide,
      [](v1::UpdateDeliberationResponse& response, std::int64_t revision) {
        response.mutable_deliberation()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<v1::CreateMemberResponse> DeliberationService::CreateMember(
    const Caller& caller, const v1::CreateMemberRequest& request) {
  FieldViolations bad;
  const v1::Member& given = request.member();
  CheckDisplayName("member.display_name", given.display_name(), bad);
  CheckRole("member", given.role(), given.scopes(), bad);
  CheckWeight("member.weight", given.weight(), bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();

  const std::string id = parts_.ids->NewId();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::CreateMemberResponse>> {
    auto stored = Read(request.parent());
    if (!stored.ok()) return stored.status();
    auto phase = RequireBeforeClose(stored->deliberation.phase(), "adding a member");
    if (!phase.ok()) return phase;
    Decision<v1::CreateMemberResponse> decision;
    auto& member = *decision.response.mutable_member();
    member = NewMember(request.parent(), id, request.member().display_name(),
                       request.member().role(), parts_.clock->NowMicros());
    member.set_weight(std::max(1, request.member().weight()));
    *member.mutable_scopes() = request.member().scopes();
    auto& mutation = decision.mutation;
    mutation.stream = request.parent();
    mutation.requires_.push_back({resource::KeyOf(request.parent()), stored->revision});
    mutation.puts.push_back({resource::KeyOf(member.name()), member.SerializeAsString(), 0});
    mutation.events.push_back(
        MakeEvent(v1::EVENT_KIND_MEMBER_CREATED, member.name(), caller.member));
    auto logged = log_.Join(stored->deliberation, stored->revision, member, mutation);
    if (!logged.ok()) return logged;
    return decision;
  };
  auto created = resource::Write<v1::CreateMemberResponse>(
      *parts_.store, caller, "CreateMember", request, decide,
      [&](v1::CreateMemberResponse& response, std::int64_t revision) {
        response.mutable_member()->set_etag(resource::Etag(revision));
      });
  if (!created.ok()) return created;
  const v1::Member member = created->member();
  return SignedIn(*std::move(created), member, Sessions::For::kSomebodyElse);
}

absl::StatusOr<v1::ListMembersResponse> DeliberationService::ListMembers(
    const Caller& /*caller*/, const v1::ListMembersRequest& request) {
  auto stored = Read(request.parent());
  if (!stored.ok()) return stored.status();
  auto page = resource::ReadPage(request.parent() + "/members", "", request.page_size(),
                                 request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListMembersResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto* member = response.add_members();
    if (!member->ParseFromString(row.data)) {
      return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
    }
    member->set_etag(resource::Etag(row.revision));
  }
  return response;
}

absl::StatusOr<v1::CreateMemberTokenResponse> DeliberationService::CreateMemberToken(
    const Caller& /*caller*/, const v1::CreateMemberTokenRequest& request) {
  const auto member = ReadMember(*parts_.store, request.name());
  if (!member.ok()) return member.status();
  return SignedIn(v1::CreateMemberTokenResponse(), *member, Sessions::For::kSomebodyElse);
}

absl::StatusOr<v1::ListSigningKeysResponse> DeliberationService::ListSigningKeys(
    const Caller& /*caller*/, const v1::ListSigningKeysRequest& request) {
  auto ended = parts_.sessions->revocations().Read(request.revocations_after());
  if (!ended.ok()) return ended.status();
  v1::ListSigningKeysResponse response;
  for (const auto& revocation : ended->revocations) {
    auto& added = *response.add_revocations();
    added.set_subject(revocation.subject);
    added.mutable_not_before()->set_seconds(revocation.not_before_s);
    added.mutable_expire_time()->set_seconds(revocation.expires_at_s);
  }
  response.set_revocations_position(ended->position);
  response.set_more_revocations(ended->more);
  auto* key = response.add_keys();
  key->set_key_id(parts_.signer->public_key().id);
  key->set_algorithm("EdDSA");
  key->set_public_key(parts_.signer->public_key().bytes);
  return response;
}

absl::StatusOr<std::unique_ptr<rpc::Feed>> DeliberationService::WatchDeliberation(
    const Caller& caller, const v1::WatchDeliberationRequest& request, rpc::Waker waker) {
  auto stored = Read(request.name());
  if (!stored.ok()) return stored.status();
  return OpenWatch(*parts_.store, hub_, request.name(), caller.role, request.resume_token(),
                   std::move(waker));
}

rpc::ServiceTable Table(DeliberationService* service) {
  using rpc::Access;
  using rpc::Level;
  using S = DeliberationService;
  rpc::ServiceTable table("plenum.deliberation.v1.DeliberationService");
  table.Unary("CreateDeliberation", {.access = Access::kCreator}, service, &S::CreateDeliberation);
  table.Unary("GetDeliberation", {.access = Access::kObserver}, service, &S::GetDeliberation);
  table.Unary("UpdateDeliberation", {.access = Access::kFacilitator}, service,
              &S::UpdateDeliberation);
  table.Unary("AdvanceDeliberation",
              {.access = Access::kFacilitator, .level = Level::kCallsCallers}, service,
              &S::AdvanceDeliberation);
  table.Unary("PreviewOpening", {.access = Access::kFacilitator, .level = Level::kCallsCallers},
              service, &S::PreviewOpening);
  table.Unary("SetDelegation", {.access = Access::kMember}, service, &S::SetDelegation);
  table.Unary("DeleteDelegation", {.access = Access::kMember}, service, &S::DeleteDelegation);
  table.Unary("GetDelegation", {.access = Access::kMember}, service, &S::GetDelegation);
  table.Unary("CreateMember", {.access = Access::kFacilitator}, service, &S::CreateMember);
  table.Unary("ListMembers", {.access = Access::kObserver}, service, &S::ListMembers);
  table.Unary("CreateMemberToken", {.access = Access::kFacilitator}, service,
              &S::CreateMemberToken);
  table.Unary("CastBallot", {.access = Access::kMember, .level = Level::kInline}, service,
              &S::CastBallot);
  table.Unary("GetBallot", {.access = Access::kMember}, service, &S::GetBallot);
  table.Unary("GetTurnout", {.access = Access::kObserver, .level = Level::kCallsCallers}, service,
              &S::GetTurnout);
  table.Unary("GetResult", {.access = Access::kObserver, .level = Level::kCallsCallers}, service,
              &S::GetResult);
  table.Unary("GetCheckpoint", {.access = Access::kObserver}, service, &S::GetCheckpoint);
  table.Unary("ProveInclusion", {.access = Access::kObserver}, service, &S::ProveInclusion);
  table.Unary("ProveConsistency", {.access = Access::kObserver}, service, &S::ProveConsistency);
  table.Unary("ListLogEntries", {.access = Access::kObserver}, service, &S::ListLogEntries);
  table.Stream<v1::ExportBundleResponse>("ExportBundle", {.access = Access::kObserver}, service,
                                         &S::ExportBundle);
  table.Unary("GetReceipt", {.access = Access::kMember}, service, &S::GetReceipt);
  table.Stream<v1::WatchDeliberationResponse>("WatchDeliberation", {.access = Access::kObserver},
                                              service, &S::WatchDeliberation);
  table.Unary("ListSigningKeys", {.access = Access::kAnyone}, service, &S::ListSigningKeys);
  return table;
}

}  // namespace plenum::deliberation
