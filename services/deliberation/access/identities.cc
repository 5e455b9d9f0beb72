// The method of AccessService that takes the word of an identity provider.
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/deliberation/access/access_service.h"

namespace plenum::deliberation {
namespace {

constexpr std::size_t kMinExchangeRequestId = 22;

// Whose row of "deliberations/{d}/identities" says which member somebody is. The provider's id of
// the person is not kept, only its hash.
store::Key LinkKey(const std::string& deliberation, const auth::Identity& who) {
  return {deliberation + "/identities",
          base::Hex(base::Sha256(absl::StrCat(who.issuer, "\n", who.subject)))};
}

absl::Status NotLinked() {
  return base::Error(absl::StatusCode::kFailedPrecondition,
                     common::v1::ERROR_REASON_IDENTITY_NOT_LINKED,
                     "nobody on the roll is linked with this identity; come with the code of an "
                     "invitation once");
}

absl::Status LinkedAlready(std::string_view member) {
  return base::Error(absl::StatusCode::kAlreadyExists, common::v1::ERROR_REASON_IDENTITY_LINKED,
                     "this identity is on the roll already; sign in without an invitation",
                     {{"resource", std::string(member)}});
}

v1::ExchangeIdTokenResponse ToExchange(v1::AcceptInvitationResponse joined) {
  v1::ExchangeIdTokenResponse response;
  response.mutable_member()->Swap(joined.mutable_member());
  response.set_deliberation_title(joined.deliberation_title());
  return response;
}

}  // namespace

absl::StatusOr<v1::ExchangeIdTokenResponse> AccessService::SignInLinked(
    const std::string& deliberation, const auth::Identity& who) const {
  auto stored = ReadDeliberation(*parts_.store, deliberation);
  // Whether a deliberation exists is nothing for a stranger.
  if (absl::IsNotFound(stored.status())) return NotLinked();
  if (!stored.ok()) return stored.status();
  auto link = parts_.store->Get(LinkKey(deliberation, who));
  if (absl::IsNotFound(link.status())) return NotLinked();
  if (!link.ok()) return resource::FromStore(link.status());
  auto member = ReadMember(*parts_.store, link->data);
  if (!member.ok()) return member.status();
  v1::ExchangeIdTokenResponse response;
  *response.mutable_member() = *std::move(member);
  response.set_deliberation_title(stored->deliberation.title());
  return response;
}

absl::StatusOr<v1::ExchangeIdTokenResponse> AccessService::JoinLinked(
    const Caller& caller, const v1::ExchangeIdTokenRequest& request,
    const auth::Identity& who) const {
  auto found = FindByCode(request.code());
  if (!found.ok()) return found.status();
  const std::string& invitation = found->invitation.name();
  const std::string deliberation = invitation.substr(0, invitation.find("/invitations/"));
  std::string name = request.display_name();
  if (name.empty() && found->invitation.label().empty()) {
    name = who.name;
    base::FieldViolations bad;
    CheckDisplayName("display_name", name, bad);
    if (!bad.empty()) return bad.ToStatus();
  }
  rpc::Caller as = caller;
  as.member = invitation;  // whose requests are remembered
  const std::string member_id = parts_.ids->NewId();
  const store::Key key = LinkKey(deliberation, who);
  auto joined = resource::Write<v1::AcceptInvitationResponse>(
      *parts_.store, as, "ExchangeIdToken", request,
      [&]() -> absl::StatusOr<resource::Decision<v1::AcceptInvitationResponse>> {
        auto link = parts_.store->Get(key);
        if (link.ok()) return LinkedAlready(link->data);
        if (!absl::IsNotFound(link.status())) return resource::FromStore(link.status());
        auto decision = DecideJoin(request.code(), name, member_id);
        if (decision.ok()) {
          decision->mutation.puts.push_back({key, decision->response.member().name(), 0});
        }
        return decision;
      },
      [](v1::AcceptInvitationResponse& response, std::int64_t revision) {
        response.mutable_member()->set_etag(resource::Etag(revision));
      });
  if (!joined.ok()) return joined.status();
  return ToExchange(*std::move(joined));
}

absl::StatusOr<v1::ExchangeIdTokenResponse> AccessService::ExchangeIdToken(
    const Caller& caller, const v1::ExchangeIdTokenRequest& request) {
  if (parts_.id_tokens == nullptr) {
    return base::Error(absl::StatusCode::kFailedPrecondition,
                       common::v1::ERROR_REASON_IDENTITY_PROVIDER_MISSING,
                       "this server has no identity provider; join by an invitation alone");
  }
  base::FieldViolations bad;
  if (!request.display_name().empty()) {
    CheckDisplayName("display_name", request.display_name(), bad);
  }
  if (request.code().empty() && !resource::Match("deliberations/*", request.deliberation())) {
    bad.Add("deliberation", "must be deliberations/ID where there is no code");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!request.request_id().empty() && request.request_id().size() < kMinExchangeRequestId) {
    bad.Add("request_id", "must be hard to guess here: 22 characters or more");
  }
  if (!bad.empty()) return bad.ToStatus();
  const auto who = parts_.id_tokens->Verify(request.id_token(), request.nonce(),
                                            parts_.clock->NowMicros() / 1'000'000);
  if (!who.ok()) {
    return base::Error(
        absl::StatusCode::kUnauthenticated, common::v1::ERROR_REASON_ID_TOKEN_INVALID,
        absl::StrCat("the identity provider's token is not good: ", who.status().message()));
  }
  auto response = request.code().empty() ? SignInLinked(request.deliberation(), *who)
                                         : JoinLinked(caller, request, *who);
  if (!response.ok()) return response;
  auto sign_in = parts_.sessions->Open(response->member(), Sessions::For::kTheCaller);
  if (!sign_in.ok()) return sign_in.status();
  *response->mutable_sign_in() = *std::move(sign_in);
  return response;
}

}  // namespace plenum::deliberation
