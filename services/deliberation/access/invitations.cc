// The methods of AccessService that make and take invitations.
#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/auth/hmac.h"
#include "services/common/base/person_name.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/common/resource/page.h"
#include "services/common/resource/text_field.h"
#include "services/common/resource/time.h"
#include "services/deliberation/access/access_service.h"
#include "services/deliberation/phases/phases.h"

namespace plenum::deliberation {
namespace {

using absl::StatusCode;
using base::FieldViolations;
using resource::Decision;

constexpr std::size_t kCodeHashBytes = 32;
constexpr std::size_t kCodeSecretBytes = 16;
constexpr std::size_t kMaxCodeBytes = 200;
constexpr std::size_t kMaxLinkBytes = 2000;
constexpr std::size_t kMinAcceptRequestId = 22;

absl::Status Unknown() {
  return base::Error(
      StatusCode::kNotFound, common::v1::ERROR_REASON_INVITATION_UNKNOWN,
      "there is no invitation with this code; copy the whole of it once more, or ask "
      "the facilitator for a new one");
}

std::string_view StateName(v1::InvitationState state) {
  switch (state) {
    case v1::INVITATION_STATE_OPEN:
      return "open";
    case v1::INVITATION_STATE_USED:
      return "used";
    case v1::INVITATION_STATE_EXPIRED:
      return "expired";
    default:
      return "revoked";
  }
}

absl::Status RequireOpenInvitation(const v1::Invitation& invitation) {
  const std::string state(StateName(invitation.state()));
  if (invitation.state() == v1::INVITATION_STATE_OPEN) return absl::OkStatus();
  const std::string why =
      invitation.state() == v1::INVITATION_STATE_USED
          ? "this invitation was used already, and is good for one person once; if it was not you, "
            "tell the facilitator"
          : absl::StrCat("this invitation has ", state == "expired" ? "expired" : "been withdrawn",
                         "; ask the facilitator for a new one");
  return base::Error(StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_INVITATION_ENDED,
                     why, {{"state", state}});
}

absl::Status RequireNotClosed(const v1::Deliberation& deliberation, std::string_view what) {
  return RequireBeforeClose(deliberation.phase(), what);
}

std::string InvitationsOf(const std::string& deliberation) { return deliberation + "/invitations"; }

// The code in a link is what follows the '#'.
std::string_view CodeIn(std::string_view text) {
  if (text.size() > kMaxLinkBytes) return {};
  const auto hash = text.rfind('#');
  return hash == std::string_view::npos ? text : text.substr(hash + 1);
}

}  // namespace

std::string AccessService::SecretOf(const std::string& invitation) const {
  return base::Hex(auth::HmacSha256(key_, invitation).substr(0, kCodeSecretBytes));
}

std::string AccessService::CodeOf(const std::string& invitation) const {
  const auto ids = resource::Match("deliberations/*/invitations/*", invitation);
  return absl::StrCat((*ids)[0], "_", (*ids)[1], "_", SecretOf(invitation));
}

std::string AccessService::ToRow(std::string_view secret_hash, v1::Invitation invitation) {
  invitation.clear_etag();
  invitation.clear_state();
  if (!invitation.member().empty()) invitation.set_state(v1::INVITATION_STATE_USED);
  return std::string(secret_hash) + invitation.SerializeAsString();
}

absl::StatusOr<AccessService::StoredInvitation> AccessService::FromRow(const store::Row& row) {
  StoredInvitation stored;
  stored.revision = row.revision;
  const std::string_view data(row.data);
  if (data.size() < kCodeHashBytes ||
      !stored.invitation.ParseFromArray(data.data() + kCodeHashBytes,
                                        static_cast<int>(data.size() - kCodeHashBytes))) {
    return absl::InternalError(resource::NameOf(row.key) + " cannot be read");
  }
  stored.secret_hash = data.substr(0, kCodeHashBytes);
  stored.invitation.set_etag(resource::Etag(row.revision));
  return stored;
}

v1::Invitation AccessService::AsOfNow(v1::Invitation invitation) const {
  if (invitation.state() != v1::INVITATION_STATE_UNSPECIFIED) return invitation;
  const bool past = invitation.expire_time().seconds() <= parts_.clock->NowMicros() / 1'000'000;
  invitation.set_state(past ? v1::INVITATION_STATE_EXPIRED : v1::INVITATION_STATE_OPEN);
  return invitation;
}

void AccessService::CheckInvitation(const std::string& field, const v1::Invitation& given,
                                    FieldViolations& bad) const {
  if (!given.label().empty()) CheckDisplayName(field + ".label", given.label(), bad);
  CheckRole(field, given.role(), given.scopes(), bad);
  CheckWeight(absl::StrCat(std::string(field), ".weight"), given.weight(), bad);
  if (!given.has_expire_time()) return;
  const std::int64_t in = given.expire_time().seconds() - parts_.clock->NowMicros() / 1'000'000;
  if (in < limits::kMinInvitationSeconds || in > limits::kMaxInvitationSeconds) {
    bad.Add(field + ".expire_time", "must be 1 minute to 365 days from now");
  }
}

v1::Invitation AccessService::NewInvitation(const std::string& parent,
                                            const v1::Invitation& given) const {
  const std::int64_t now_us = parts_.clock->NowMicros();
  v1::Invitation invitation;
  invitation.set_name(absl::StrCat(InvitationsOf(parent), "/", parts_.ids->NewId()));
  invitation.set_label(base::Nfc(given.label()));
  invitation.set_role(given.role());
  *invitation.mutable_scopes() = given.scopes();
  invitation.set_weight(std::max(1, given.weight()));
  invitation.mutable_expire_time()->set_seconds(
      given.has_expire_time() ? given.expire_time().seconds()
                              : now_us / 1'000'000 + limits::kInvitationSeconds);
  *invitation.mutable_create_time() = resource::ToTimestamp(now_us);
  return invitation;
}

void AccessService::Issue(v1::IssuedInvitation& issued, std::int64_t revision) const {
  v1::Invitation& invitation = *issued.mutable_invitation();
  invitation = AsOfNow(std::move(invitation));
  invitation.set_etag(resource::Etag(revision));
  issued.set_code(CodeOf(invitation.name()));
  // The fragment of an address never reaches a server, and so no server's log.
  if (!parts_.public_url.empty()) issued.set_link(parts_.public_url + "/join#" + issued.code());
}

absl::StatusOr<v1::BatchCreateInvitationsResponse> AccessService::BatchCreateInvitations(
    const Caller& caller, const v1::BatchCreateInvitationsRequest& request) {
  FieldViolations bad;
  const int count = request.invitations_size();
  if (count < 1 || count > limits::kMaxInvitationsAtOnce) {
    bad.Add("invitations",
            absl::StrCat("must be 1 to ", limits::kMaxInvitationsAtOnce, ", not ", count));
  }
  for (int i = 0; i < std::min(count, limits::kMaxInvitationsAtOnce); ++i) {
    CheckInvitation(absl::StrCat("invitations[", i, "]"), request.invitations(i), bad);
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const std::string& parent = request.parent();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::BatchCreateInvitationsResponse>> {
    auto stored = ReadDeliberation(*parts_.store, parent);
    if (!stored.ok()) return stored.status();
    auto phase = RequireNotClosed(stored->deliberation, "inviting somebody");
    if (!phase.ok()) return phase;
    auto before = parts_.store->Count(InvitationsOf(parent));
    if (!before.ok()) return resource::FromStore(before.status());
    if (*before + count > limits::kMaxInvitations) {
      return base::Error(StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
                         absl::StrCat("a deliberation has at most ", limits::kMaxInvitations,
                                      " invitations, and this one has ", *before),
                         {{"limit", absl::StrCat(limits::kMaxInvitations)}});
    }
    Decision<v1::BatchCreateInvitationsResponse> decision;
    auto& mutation = decision.mutation;
    mutation.stream = parent;
    mutation.requires_.push_back({resource::KeyOf(parent), stored->revision});
    for (const auto& given : request.invitations()) {
      auto& invitation = *decision.response.add_issued()->mutable_invitation();
      invitation = NewInvitation(parent, given);
      const std::string hash = base::Sha256(SecretOf(invitation.name()));
      mutation.puts.push_back({resource::KeyOf(invitation.name()), ToRow(hash, invitation), 0});
    }
    mutation.events.push_back({v1::EVENT_KIND_INVITATIONS_CREATED,
                               decision.response.issued(0).invitation().name(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::BatchCreateInvitationsResponse>(
      *parts_.store, caller, "BatchCreateInvitations", request, decide,
      [&](v1::BatchCreateInvitationsResponse& response, std::int64_t revision) {
        for (auto& issued : *response.mutable_issued()) Issue(issued, revision);
      });
}

absl::StatusOr<v1::CreateInvitationResponse> AccessService::CreateInvitation(
    const Caller& caller, const v1::CreateInvitationRequest& request) {
  FieldViolations bad;
  CheckInvitation("invitation", request.invitation(), bad);
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  v1::BatchCreateInvitationsRequest one;
  one.set_parent(request.parent());
  *one.add_invitations() = request.invitation();
  one.set_request_id(request.request_id());
  auto created = BatchCreateInvitations(caller, one);
  if (!created.ok()) return created.status();
  v1::CreateInvitationResponse response;
  *response.mutable_issued() = std::move(*created->mutable_issued(0));
  return response;
}

absl::StatusOr<v1::ListInvitationsResponse> AccessService::ListInvitations(
    const Caller& /*caller*/, const v1::ListInvitationsRequest& request) {
  auto stored = ReadDeliberation(*parts_.store, request.parent());
  if (!stored.ok()) return stored.status();
  if (!v1::InvitationState_IsValid(request.state())) {
    FieldViolations bad;
    bad.Add("state", "must be open, used, expired, revoked or none");
    return bad.ToStatus();
  }
  auto page = resource::ReadPage(InvitationsOf(request.parent()), absl::StrCat(request.state()),
                                 request.page_size(), request.page_token());
  if (!page.ok()) return page.status();
  auto rows = parts_.store->List(page->collection, page->after, page->size + 1);
  if (!rows.ok()) return resource::FromStore(rows.status());
  v1::ListInvitationsResponse response;
  response.set_next_page_token(resource::NextToken(*page, *rows));
  for (const auto& row : *rows) {
    auto found = FromRow(row);
    if (!found.ok()) return found.status();
    v1::Invitation invitation = AsOfNow(std::move(found->invitation));
    if (request.state() != v1::INVITATION_STATE_UNSPECIFIED &&
        request.state() != invitation.state()) {
      continue;
    }
    *response.add_invitations() = std::move(invitation);
  }
  return response;
}

absl::StatusOr<v1::RevokeInvitationResponse> AccessService::RevokeInvitation(
    const Caller& caller, const v1::RevokeInvitationRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*/invitations/*", request.name())) {
    bad.Add("name", "must be of the form deliberations/ID/invitations/ID");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::RevokeInvitationResponse>> {
    auto row = parts_.store->Get(resource::KeyOf(request.name()));
    if (absl::IsNotFound(row.status())) {
      return base::NotFound(request.name(), "`plenum invite list` shows them");
    }
    if (!row.ok()) return resource::FromStore(row.status());
    auto current = resource::CheckEtag(request.etag(), row->revision, request.name());
    if (!current.ok()) return current;
    auto stored = FromRow(*row);
    if (!stored.ok()) return stored.status();
    v1::Invitation invitation = AsOfNow(std::move(stored->invitation));
    if (invitation.state() == v1::INVITATION_STATE_USED) {
      return base::Error(StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_INVITATION_ENDED,
                         "somebody joined by this invitation already; `plenum member revoke` ends "
                         "that person's sign-ins",
                         {{"state", "used"}});
    }
    invitation.set_state(v1::INVITATION_STATE_REVOKED);
    Decision<v1::RevokeInvitationResponse> decision;
    *decision.response.mutable_invitation() = invitation;
    decision.response.mutable_invitation()->clear_etag();
    decision.mutation.stream = caller.deliberation;
    std::string data = stored->secret_hash;
    data += decision.response.invitation().SerializeAsString();
    decision.mutation.puts.push_back(
        {resource::KeyOf(request.name()), std::move(data), stored->revision});
    decision.mutation.events.push_back(
        {v1::EVENT_KIND_INVITATION_REVOKED, request.name(), caller.member, ""});
    return decision;
  };
  return resource::Write<v1::RevokeInvitationResponse>(
      *parts_.store, caller, "RevokeInvitation", request, decide,
      [](v1::RevokeInvitationResponse& response, std::int64_t revision) {
        response.mutable_invitation()->set_etag(resource::Etag(revision));
      });
}

absl::StatusOr<AccessService::StoredInvitation> AccessService::FindByCode(
    std::string_view text) const {
  // Mail programs and people change the case and put white space around it.
  std::string code(absl::StripAsciiWhitespace(std::string(CodeIn(text))));
  absl::AsciiStrToLower(&code);
  const auto first = code.find('_');
  const auto second = first == std::string::npos ? first : code.find('_', first + 1);
  if (code.size() > kMaxCodeBytes || second == std::string::npos) return Unknown();
  const std::string deliberation = "deliberations/" + code.substr(0, first);
  const std::string id = code.substr(first + 1, second - first - 1);
  const std::string name = absl::StrCat(InvitationsOf(deliberation), "/", id);
  if (!resource::Match("deliberations/*/invitations/*", name)) return Unknown();
  auto row = parts_.store->Get(resource::KeyOf(name));
  if (absl::IsNotFound(row.status())) return Unknown();
  if (!row.ok()) return resource::FromStore(row.status());
  auto stored = FromRow(*row);
  if (!stored.ok()) return stored;
  // What is compared are hashes: how long it takes says nothing of the secret.
  if (base::Sha256(code.substr(second + 1)) != stored->secret_hash) return Unknown();
  stored->invitation = AsOfNow(std::move(stored->invitation));
  return stored;
}

absl::StatusOr<v1::LookUpInvitationResponse> AccessService::LookUpInvitation(
    const Caller& /*caller*/, const v1::LookUpInvitationRequest& request) {
  auto found = FindByCode(request.code());
  if (!found.ok()) return found.status();
  v1::LookUpInvitationResponse response;
  response.set_deliberation(
      found->invitation.name().substr(0, found->invitation.name().find("/invitations/")));
  auto stored = ReadDeliberation(*parts_.store, response.deliberation());
  if (!stored.ok()) return stored.status();
  response.set_deliberation_title(stored->deliberation.title());
  *response.mutable_invitation() = std::move(found->invitation);
  return response;
}

absl::StatusOr<Decision<v1::AcceptInvitationResponse>> AccessService::DecideJoin(
    std::string_view code, const std::string& display_name, const std::string& member_id) const {
  auto found = FindByCode(code);
  if (!found.ok()) return found.status();
  auto open = RequireOpenInvitation(found->invitation);
  if (!open.ok()) return open;
  v1::Invitation& invitation = found->invitation;
  const std::string& chosen = display_name.empty() ? invitation.label() : display_name;
  if (chosen.empty()) {
    FieldViolations bad;
    bad.Add("display_name", "must be given: the invitation names nobody");
    return bad.ToStatus();
  }
  const std::string deliberation = invitation.name().substr(0, invitation.name().find("/invit"));
  auto stored = ReadDeliberation(*parts_.store, deliberation);
  if (!stored.ok()) return stored.status();
  auto phase = RequireNotClosed(stored->deliberation, "joining");
  if (!phase.ok()) return phase;

  Decision<v1::AcceptInvitationResponse> decision;
  v1::Member& member = *decision.response.mutable_member();
  member = NewMember(deliberation, member_id, chosen, invitation.role(), parts_.clock->NowMicros());
  *member.mutable_scopes() = invitation.scopes();
  member.set_weight(std::max(1, invitation.weight()));
  decision.response.set_deliberation_title(stored->deliberation.title());
  invitation.set_member(member.name());
  auto& mutation = decision.mutation;
  mutation.stream = deliberation;
  mutation.requires_.push_back({resource::KeyOf(deliberation), stored->revision});
  mutation.puts.push_back(
      {resource::KeyOf(invitation.name()), ToRow(found->secret_hash, invitation), found->revision});
  mutation.puts.push_back({resource::KeyOf(member.name()), member.SerializeAsString(), 0});
  mutation.events.push_back({v1::EVENT_KIND_MEMBER_CREATED, member.name(), member.name(), ""});
  mutation.events.push_back({v1::EVENT_KIND_INVITATION_USED, invitation.name(), member.name(), ""});
  auto logged = log_.Join(stored->deliberation, stored->revision, member, mutation);
  if (!logged.ok()) return logged;
  return decision;
}

absl::StatusOr<v1::AcceptInvitationResponse> AccessService::AcceptInvitation(
    const Caller& caller, const v1::AcceptInvitationRequest& request) {
  FieldViolations bad;
  if (!request.display_name().empty()) {
    CheckDisplayName("display_name", request.display_name(), bad);
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!request.request_id().empty() && request.request_id().size() < kMinAcceptRequestId) {
    bad.Add("request_id", "must be hard to guess here: 22 characters or more");
  }
  if (!bad.empty()) return bad.ToStatus();
  auto found = FindByCode(request.code());
  if (!found.ok()) return found.status();
  rpc::Caller as = caller;
  as.member = found->invitation.name();  // whose requests are remembered
  const std::string member_id = parts_.ids->NewId();
  auto joined = resource::Write<v1::AcceptInvitationResponse>(
      *parts_.store, as, "AcceptInvitation", request,
      [&] { return DecideJoin(request.code(), request.display_name(), member_id); },
      [](v1::AcceptInvitationResponse& response, std::int64_t revision) {
        response.mutable_member()->set_etag(resource::Etag(revision));
      });
  if (!joined.ok()) return joined;
  auto sign_in = parts_.sessions->Open(joined->member(), Sessions::For::kTheCaller);
  if (!sign_in.ok()) return sign_in.status();
  *joined->mutable_sign_in() = *std::move(sign_in);
  return joined;
}

}  // namespace plenum::deliberation
