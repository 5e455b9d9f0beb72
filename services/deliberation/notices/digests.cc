// The methods of NoticeService for digests.
#include <openssl/crypto.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/outbound/message.h"
#include "services/common/resource/name.h"
#include "services/common/resource/time.h"
#include "services/deliberation/notices/digest_sender.h"
#include "services/deliberation/notices/notice_service.h"

namespace plenum::deliberation {
namespace {

using base::FieldViolations;
using resource::Decision;

constexpr char kNone[] = "there is none; `plenum digest on ADDRESS` begins";

std::string DigestName(const rpc::Caller& caller) {
  return absl::StrCat(caller.deliberation, "/digests/", resource::KeyOf(caller.member).id);
}

v1::Digest Shown(const DigestRow& row) {
  v1::Digest digest = row.digest();
  if (row.last_sent_us() > 0) {
    *digest.mutable_last_sent_time() = resource::ToTimestamp(row.last_sent_us());
  }
  if (digest.state() == v1::DIGEST_STATE_ACTIVE) {
    *digest.mutable_next_time() = resource::ToTimestamp(row.next_us());
  }
  return digest;
}

absl::Status CheckOwn(const rpc::Caller& caller, const std::string& name) {
  if (!resource::Match("deliberations/*/digests/*", name)) {
    FieldViolations bad;
    bad.Add("name", "must be of the form deliberations/ID/digests/ID");
    return bad.ToStatus();
  }
  if (name == DigestName(caller)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kPermissionDenied, common::v1::ERROR_REASON_ROLE_TOO_LOW,
                     "a digest is its member's alone; yours is " + DigestName(caller),
                     {{"role", std::string(auth::RoleName(caller.role))}, {"required", "owner"}});
}

// Not before a period is over since the last one.
void Schedule(DigestRow& row, std::int64_t now) {
  const std::int64_t earliest =
      row.last_sent_us() == 0 ? 0 : row.last_sent_us() + PeriodUs(row.digest().period());
  row.set_next_us(std::max(now, earliest));
}

// As people type it: small letters, hyphens and spaces, and the letters that Crockford's base 32
// reads as digits.
std::string PlainCode(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    code.push_back(upper == 'O' ? '0' : upper == 'I' || upper == 'L' ? '1' : upper);
  }
  return code;
}

bool IsEqual(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

absl::Status BadCode(std::string_view what) {
  FieldViolations bad;
  bad.Add("code", what);
  return bad.ToStatus();
}

}  // namespace

absl::Status NoticeService::RequireMail() const {
  if (!parts_.options->mail_server.url.empty()) return absl::OkStatus();
  return base::Error(absl::StatusCode::kFailedPrecondition, common::v1::ERROR_REASON_NOT_READY,
                     "this server sends no mail; its operator sets that up with --smtp-url and "
                     "--smtp-from");
}

absl::StatusOr<NoticeService::StoredDigest> NoticeService::ReadDigest(
    const std::string& name) const {
  auto stored = ReadNotice<DigestRow>(*parts_.store, kDigestRows, NoticeRowId(name));
  if (absl::IsNotFound(stored.status())) return StoredDigest{};
  if (!stored.ok()) return resource::FromStore(stored.status());
  return stored;
}

absl::Status NoticeService::AskForCode(DigestRow& row) const {
  const std::int64_t now = parts_.clock->NowMicros();
  auto& times = *row.mutable_code_times_us();
  times.erase(std::remove_if(times.begin(), times.end(),
                             [&](std::int64_t time) { return time <= now - kDayUs; }),
              times.end());
  if (times.size() >= limits::kMaxCodeMails) {
    return base::Error(absl::StatusCode::kResourceExhausted, common::v1::ERROR_REASON_LIMIT_REACHED,
                       absl::StrCat("at most ", limits::kMaxCodeMails,
                                    " codes are mailed within 24 hours; try again tomorrow"),
                       {{"limit", absl::StrCat(limits::kMaxCodeMails)}});
  }
  times.Add(now);
  row.set_confirmed(false);
  row.set_code_unsent(true);
  row.set_code_until_us(now + limits::kCodeGoodUs);
  row.set_code_attempts(limits::kMaxCodeAttempts);
  row.set_next_us(now);
  row.mutable_digest()->set_state(v1::DIGEST_STATE_UNCONFIRMED);
  return absl::OkStatus();
}

absl::StatusOr<v1::SetDigestResponse> NoticeService::SetDigest(
    const Caller& caller, const v1::SetDigestRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  const v1::Digest& given = request.digest();
  if (!outbound::IsMailAddress(given.address())) {
    bad.Add("digest.address", "must be a mail address, LOCAL@HOST in ASCII");
  }
  if (!v1::DigestPeriod_IsValid(given.period())) {
    bad.Add("digest.period", "must be daily or weekly");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  if (auto mail = RequireMail(); !mail.ok()) return mail;
  const std::string name = DigestName(caller);
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::SetDigestResponse>> {
    auto stored = ReadDigest(name);
    if (!stored.ok()) return stored.status();
    DigestRow& row = stored->row;
    v1::Digest& digest = *row.mutable_digest();
    const bool is_known = row.confirmed() && digest.address() == given.address();
    digest.set_name(name);
    digest.set_address(given.address());
    digest.set_period(given.period() == v1::DIGEST_PERIOD_WEEKLY ? v1::DIGEST_PERIOD_WEEKLY
                                                                 : v1::DIGEST_PERIOD_DAILY);
    row.set_failed_attempts(0);
    if (is_known) {
      digest.set_state(v1::DIGEST_STATE_ACTIVE);
      Schedule(row, parts_.clock->NowMicros());
    } else if (auto asked = AskForCode(row); !asked.ok()) {
      return asked;
    }
    Decision<v1::SetDigestResponse> decision;
    *decision.response.mutable_digest() = Shown(row);
    decision.response.mutable_digest()->clear_address();  // answers are remembered
    decision.mutation = PutNotice(kDigestRows, name, row, stored->revision);
    return decision;
  };
  return resource::Write<v1::SetDigestResponse>(
      *parts_.store, caller, "SetDigest", request, decide,
      [&](v1::SetDigestResponse& response, std::int64_t /*revision*/) {
        response.mutable_digest()->set_address(given.address());
      });
}

absl::StatusOr<NoticeService::StoredDigest> NoticeService::CheckCode(
    const Caller& caller, const std::string& code) const {
  for (int attempt = 0; attempt < resource::kMaxAttempts; ++attempt) {
    auto stored = ReadDigest(DigestName(caller));
    if (!stored.ok()) return stored.status();
    DigestRow& row = stored->row;
    if (row.digest().address().empty()) return base::NotFound(DigestName(caller), kNone);
    if (row.confirmed()) return stored;
    if (row.code_attempts() <= 0 || parts_.clock->NowMicros() >= row.code_until_us()) {
      return BadCode("is not good any more; `plenum digest on ADDRESS` mails a new one");
    }
    const std::string wanted =
        parts_.keys->DigestCode(row.digest().name(), row.digest().address(), row.code_until_us());
    if (IsEqual(PlainCode(code), wanted)) return stored;
    row.set_code_attempts(row.code_attempts() - 1);
    auto counted =
        parts_.store->Apply(PutNotice(kDigestRows, row.digest().name(), row, stored->revision));
    if (counted.ok()) {
      return BadCode(
          absl::StrCat("is not the one that was mailed; attempts left: ", row.code_attempts()));
    }
    if (!absl::IsAborted(counted.status())) return resource::FromStore(counted.status());
  }
  return resource::FromStore(absl::AbortedError(""));
}

absl::StatusOr<v1::ConfirmDigestResponse> NoticeService::ConfirmDigest(
    const Caller& caller, const v1::ConfirmDigestRequest& request) {
  FieldViolations bad;
  if (!resource::Match("deliberations/*", request.parent())) {
    bad.Add("parent", "must be of the form deliberations/ID");
  }
  if (request.code().empty() || request.code().size() > limits::kMaxCodeBytes) {
    bad.Add("code", "must be the code that was mailed");
  }
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  std::string address;
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::ConfirmDigestResponse>> {
    auto stored = CheckCode(caller, request.code());
    if (!stored.ok()) return stored.status();
    DigestRow& row = stored->row;
    Decision<v1::ConfirmDigestResponse> decision;
    if (!row.confirmed()) {
      auto head = parts_.store->Revision(caller.deliberation);
      if (!head.ok()) return resource::FromStore(head.status());
      row.set_confirmed(true);
      row.set_code_unsent(false);
      row.set_failed_attempts(0);
      row.set_cursor(*head);
      row.mutable_digest()->set_state(v1::DIGEST_STATE_ACTIVE);
      Schedule(row, parts_.clock->NowMicros());
    }
    *decision.response.mutable_digest() = Shown(row);
    decision.response.mutable_digest()->clear_address();  // answers are remembered
    address = row.digest().address();
    decision.mutation = PutNotice(kDigestRows, row.digest().name(), row, stored->revision);
    return decision;
  };
  return resource::Write<v1::ConfirmDigestResponse>(
      *parts_.store, caller, "ConfirmDigest", request, decide,
      [&](v1::ConfirmDigestResponse& response, std::int64_t /*revision*/) {
        response.mutable_digest()->set_address(address);
      });
}

absl::StatusOr<v1::GetDigestResponse> NoticeService::GetDigest(
    const Caller& caller, const v1::GetDigestRequest& request) {
  auto own = CheckOwn(caller, request.name());
  if (!own.ok()) return own;
  auto stored = ReadDigest(request.name());
  if (!stored.ok()) return stored.status();
  if (stored->row.digest().address().empty()) return base::NotFound(request.name(), kNone);
  v1::GetDigestResponse response;
  *response.mutable_digest() = Shown(stored->row);
  return response;
}

absl::StatusOr<v1::DeleteDigestResponse> NoticeService::DeleteDigest(
    const Caller& caller, const v1::DeleteDigestRequest& request) {
  FieldViolations bad;
  resource::CheckRequestId(request.request_id(), bad);
  if (!bad.empty()) return bad.ToStatus();
  auto own = CheckOwn(caller, request.name());
  if (!own.ok()) return own;
  const auto decide = [&]() -> absl::StatusOr<Decision<v1::DeleteDigestResponse>> {
    auto stored = ReadDigest(request.name());
    if (!stored.ok()) return stored.status();
    if (stored->row.digest().address().empty()) return base::NotFound(request.name(), kNone);
    // How often mails were asked for and when one was sent is kept, or off and on would be a way
    // around the limits.
    DigestRow off;
    off.set_last_sent_us(stored->row.last_sent_us());
    *off.mutable_code_times_us() = stored->row.code_times_us();
    Decision<v1::DeleteDigestResponse> decision;
    decision.mutation = PutNotice(kDigestRows, request.name(), off, stored->revision);
    return decision;
  };
  return resource::Write<v1::DeleteDigestResponse>(
      *parts_.store, caller, "DeleteDigest", request, decide,
      [](v1::DeleteDigestResponse& /*response*/, std::int64_t /*revision*/) {});
}

}  // namespace plenum::deliberation
