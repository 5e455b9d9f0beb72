#include "services/deliberation/access/sessions.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/auth/hmac.h"
#include "services/common/base/text.h"
#include "services/common/resource/name.h"
#include "services/deliberation/access/members.h"
#include "services/deliberation/roles.h"

namespace plenum::deliberation {
namespace {

using absl::StatusCode;
using resource::Decision;

// Also what `plenum login` knows a refresh token by.
constexpr std::string_view kPrefix = "plr";
constexpr std::size_t kMaxTokenBytes = 256;
constexpr std::size_t kRefreshSecretBytes = 16;
constexpr std::size_t kMinRequestId = 22;
constexpr std::int64_t kForEver = std::numeric_limits<std::int32_t>::max();

store::Key SessionKey(const std::string& session) { return {"sessions", session}; }
store::Key FloorKey(const std::string& member) { return {member, "token-floor"}; }

absl::Status Ended(std::string_view why) {
  return base::Error(StatusCode::kUnauthenticated, common::v1::ERROR_REASON_SIGN_IN_ENDED,
                     absl::StrCat("this sign-in ", std::string(why),
                                  "; sign in anew, or ask the facilitator for a new invitation"));
}

absl::Status Reused() {
  return base::Error(StatusCode::kUnauthenticated, common::v1::ERROR_REASON_SIGN_IN_REUSED,
                     "this refresh token was used before: somebody else may have it, so that all "
                     "that came of this sign-in was ended; sign in anew, or ask the facilitator "
                     "for a new invitation");
}

absl::StatusOr<v1::Session> Parse(const store::Row& row) {
  v1::Session session;
  if (!session.ParseFromString(row.data)) return absl::InternalError("a session is unreadable");
  return session;
}

}  // namespace

Sessions::Sessions(Parts parts)
    : parts_(parts),
      // What a token signs never has spaces, so that this text is none.
      key_(parts.signer->key().Sign("plenum key of refresh tokens 1")),
      revocations_(*parts.store, *parts.clock, parts.verifier) {}

std::optional<Sessions::Presented> Sessions::Read(std::string_view token) {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  const std::vector<std::string> parts =
      absl::StrSplit(absl::string_view(token.data(), token.size()), '_');
  Presented presented;
  if (parts.size() != 4 || parts[0] != kPrefix || !base::IsValidId(parts[1]) ||
      !absl::SimpleAtoi(parts[2], &presented.generation) || presented.generation < 0) {
    return std::nullopt;
  }
  presented.session = parts[1];
  return presented;
}

std::string Sessions::RefreshToken(const std::string& session, std::int64_t generation) const {
  const std::string begin = absl::StrCat(std::string(kPrefix), "_", session, "_", generation);
  return begin + "_" + base::Hex(auth::HmacSha256(key_, begin).substr(0, kRefreshSecretBytes));
}

absl::StatusOr<std::int64_t> Sessions::FloorOf(const std::string& member) const {
  auto row = parts_.store->Get(FloorKey(member));
  if (absl::IsNotFound(row.status())) return 0;
  if (!row.ok()) return resource::FromStore(row.status());
  v1::TokenFloor floor;
  if (!floor.ParseFromString(row->data)) return absl::InternalError("a token floor is unreadable");
  return floor.not_before().seconds();
}

v1::SignIn Sessions::Issue(const v1::Member& member, const std::string& session,
                           const v1::Session& row, std::int64_t floor_s) const {
  v1::SignIn sign_in;
  const std::int64_t now_s = NowSeconds();
  auth::Claims claims{member.name(),
                      ToAuth(member.role()),
                      std::max(now_s, floor_s),
                      now_s + parts_.token_seconds,
                      ScopesOf(member),
                      session};
  sign_in.set_token(parts_.signer->Sign(claims));
  sign_in.set_refresh_token(RefreshToken(session, row.generation()));
  sign_in.mutable_token_expire_time()->set_seconds(claims.expires_at_s);
  *sign_in.mutable_refresh_expire_time() = row.expire_time();
  return sign_in;
}

absl::StatusOr<v1::SignIn> Sessions::Open(const v1::Member& member, For whom) {
  auto floor = FloorOf(member.name());
  if (!floor.ok()) return floor.status();
  const std::string session = parts_.ids->NewId();
  v1::Session row;
  row.set_member(member.name());
  // What comes after a revocation is not ended by it, also within the same second.
  row.mutable_create_time()->set_seconds(std::max(NowSeconds(), *floor));
  row.mutable_expire_time()->set_seconds(NowSeconds() + parts_.sign_in_seconds);
  row.set_token_hash(base::Sha256(RefreshToken(session, 0)));
  row.set_handed_over(whom == For::kSomebodyElse);
  store::Mutation mutation;
  mutation.stream = "sessions/" + session;
  mutation.puts.push_back({SessionKey(session), row.SerializeAsString(), 0});
  mutation.events.push_back({v1::EVENT_KIND_UNSPECIFIED, "", "", ""});
  auto applied = parts_.store->Apply(std::move(mutation));
  if (!applied.ok()) return resource::FromStore(applied.status());
  return Issue(member, session, row, *floor);
}

absl::StatusOr<Decision<v1::RefreshTokenResponse>> Sessions::DecideRefresh(
    const Presented& presented, const std::string& token) const {
  auto stored = parts_.store->Get(SessionKey(presented.session));
  if (absl::IsNotFound(stored.status())) return Ended("is not known here");
  if (!stored.ok()) return resource::FromStore(stored.status());
  auto session = Parse(*stored);
  if (!session.ok()) return session.status();
  if (presented.generation < session->generation()) {
    // Who can only guess must not be able to end it.
    if (token != RefreshToken(presented.session, presented.generation)) {
      return Ended("is not known here");
    }
    const bool tried_twice = session->handed_over() && presented.generation == 0;
    if (session->ended() || tried_twice) return Ended("was used already");
    return Reused();
  }
  if (presented.generation != session->generation() ||
      base::Sha256(token) != session->token_hash()) {
    return Ended("is not known here");
  }
  if (session->ended()) return Ended("was ended");
  if (session->expire_time().seconds() <= NowSeconds()) return Ended("was not used for too long");
  auto floor = FloorOf(session->member());
  if (!floor.ok()) return floor.status();
  if (session->create_time().seconds() < *floor) return Ended("was ended by a facilitator");

  session->set_generation(session->generation() + 1);
  session->mutable_expire_time()->set_seconds(NowSeconds() + parts_.sign_in_seconds);
  session->set_token_hash(base::Sha256(RefreshToken(presented.session, session->generation())));
  Decision<v1::RefreshTokenResponse> decision;
  // What is remembered of the answer has no secret: only when the new refresh token ends.
  *decision.response.mutable_sign_in()->mutable_refresh_expire_time() = session->expire_time();
  decision.mutation.stream = "sessions/" + presented.session;
  decision.mutation.puts.push_back(
      {SessionKey(presented.session), session->SerializeAsString(), stored->revision});
  decision.mutation.events.push_back({v1::EVENT_KIND_UNSPECIFIED, "", "", ""});
  return decision;
}

absl::StatusOr<v1::RefreshTokenResponse> Sessions::Refresh(const rpc::Caller& caller,
                                                           const v1::RefreshTokenRequest& request) {
  base::FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!request.request_id().empty() && request.request_id().size() < kMinRequestId) {
    bad.Add("request_id", "must be hard to guess here: 22 characters or more");
  }
  if (!bad.empty()) return bad.ToStatus();
  const auto presented = Read(request.refresh_token());
  if (!presented) return Ended("is none: the refresh token is damaged");
  rpc::Caller as = caller;
  as.member = "sessions/" + presented->session;  // whose requests are remembered
  auto response = resource::Write<v1::RefreshTokenResponse>(
      *parts_.store, as, "RefreshToken", request,
      [&] { return DecideRefresh(*presented, request.refresh_token()); },
      [](v1::RefreshTokenResponse&, std::int64_t) {});
  if (base::HasReason(response.status(), common::v1::ERROR_REASON_SIGN_IN_REUSED)) {
    auto ended = End(presented->session, "");
    if (!ended.ok()) return ended;
  }
  if (!response.ok()) return response;
  auto stored = parts_.store->Get(SessionKey(presented->session));
  if (!stored.ok()) return resource::FromStore(stored.status());
  auto session = Parse(*stored);
  if (!session.ok()) return session.status();
  // A repeat after all was ended gets nothing.
  if (session->ended()) return Ended("was ended");
  auto member = ReadMember(*parts_.store, session->member());
  if (!member.ok()) return Ended("is of nobody on the roll");
  auto floor = FloorOf(session->member());
  if (!floor.ok()) return floor.status();
  if (session->create_time().seconds() < *floor) return Ended("was ended by a facilitator");
  session->set_generation(presented->generation + 1);
  *session->mutable_expire_time() = response->sign_in().refresh_expire_time();
  *response->mutable_sign_in() = Issue(*member, presented->session, *session, *floor);
  return response;
}

absl::Status Sessions::End(const std::string& session, std::string_view actor) {
  for (int attempt = 0; attempt < resource::kMaxAttempts; ++attempt) {
    auto stored = parts_.store->Get(SessionKey(session));
    if (absl::IsNotFound(stored.status())) return absl::OkStatus();
    if (!stored.ok()) return resource::FromStore(stored.status());
    auto row = Parse(*stored);
    if (!row.ok()) return row.status();
    if (!row->ended()) {
      row->set_ended(true);
      store::Mutation mutation;
      mutation.stream = "sessions/" + session;
      mutation.puts.push_back({SessionKey(session), row->SerializeAsString(), stored->revision});
      mutation.events.push_back({v1::EVENT_KIND_UNSPECIFIED, "", "", ""});
      auto applied = parts_.store->Apply(std::move(mutation));
      if (absl::IsAborted(applied.status())) continue;
      if (!applied.ok()) return resource::FromStore(applied.status());
    }
    // Also when it was ended before: that may have been cut short here.
    return revocations_.Publish(session, kForEver, actor);
  }
  return resource::FromStore(absl::AbortedError(""));
}

absl::Status Sessions::EndAll(const std::string& member, std::string_view actor) {
  auto before = FloorOf(member);
  if (!before.ok()) return before.status();
  v1::TokenFloor floor;
  // Above the last one, too: what began since then may have its time.
  floor.mutable_not_before()->set_seconds(std::max(NowSeconds(), *before) + 1);
  return revocations_.Publish(member, floor.not_before().seconds(), actor,
                              {{FloorKey(member), floor.SerializeAsString(), std::nullopt}});
}

}  // namespace plenum::deliberation
