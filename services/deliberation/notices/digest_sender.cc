#include "services/deliberation/notices/digest_sender.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"
#include "services/common/outbound/message.h"
#include "services/common/resource/name.h"
#include "services/deliberation/delegation/delegations.h"
#include "services/deliberation/deliberation_service.h"
#include "services/deliberation/notices/webhook_sender.h"
#include "services/deliberation/roles.h"
#include "services/deliberation/roll.h"
#include "services/deliberation/watch.h"

namespace plenum::deliberation {
namespace {

constexpr int kEventsAtOnce = 500;
// Mail servers defer unknown senders for minutes.
constexpr RetrySchedule kSchedule{.first_us = 600 * kSecondUs, .longest_us = 6 * kHourUs};

// Deliberation and member of a digest's owner.
struct Names {
  std::string deliberation;
  std::string member;
};

Names NamesOf(const v1::Digest& digest) {
  const store::Key key = resource::KeyOf(digest.name());
  Names names;
  names.deliberation = resource::KeyOf(key.collection).collection;
  names.member = absl::StrCat(names.deliberation, "/members/", key.id);
  return names;
}

}  // namespace

std::int64_t PeriodUs(v1::DigestPeriod period) {
  return period == v1::DIGEST_PERIOD_WEEKLY ? 7 * kDayUs : kDayUs;
}

std::int64_t DigestSender::Send(const std::string& row_id) {
  auto stored = ReadNotice<DigestRow>(*parts_.store, kDigestRows, row_id);
  const std::int64_t now = parts_.clock->NowMicros();
  if (absl::IsNotFound(stored.status())) return kNeverUs;
  if (!stored.ok()) return now + kStoreRetryUs;
  const DigestRow& row = stored->row;
  if (row.digest().address().empty() || base::IsStopped(parts_.stopped)) return kNeverUs;
  if (parts_.options->mail_server.url.empty()) return kNeverUs;
  const bool is_active = row.digest().state() == v1::DIGEST_STATE_ACTIVE;
  if (!row.code_unsent() && !is_active) return kNeverUs;
  if (row.next_us() > now) return row.next_us();
  return row.code_unsent() ? SendCode(*std::move(stored)) : SendDigest(*std::move(stored));
}

std::int64_t DigestSender::SendCode(Stored stored) {
  const std::int64_t now = parts_.clock->NowMicros();
  DigestRow& row = stored.row;
  auto deliberation = ReadDeliberation(*parts_.store, NamesOf(row.digest()).deliberation);
  if (!deliberation.ok()) return now + kStoreRetryUs;
  row.set_code_unsent(false);
  if (const auto put = Put(stored); !put.ok()) {
    return now + (absl::IsAborted(put) ? 0 : kStoreRetryUs);
  }
  const std::string code =
      parts_.keys->DigestCode(row.digest().name(), row.digest().address(), row.code_until_us());
  const absl::Status sent = Mail(row, WriteCode(deliberation->deliberation.title(), code));
  if (sent.ok()) return kNeverUs;
  row.set_code_unsent(true);
  Fail(row, sent);
  // When this fails, the member asks for another code.
  static_cast<void>(Put(stored));
  return row.next_us();
}

std::int64_t DigestSender::SendDigest(Stored stored) {
  const std::int64_t now = parts_.clock->NowMicros();
  DigestRow& row = stored.row;
  auto draft = Write(row);
  if (absl::IsNotFound(draft.status())) {
    // Who is not on the roll any more gets nothing.
    static_cast<void>(
        parts_.store->Apply(EraseNotice(kDigestRows, row.digest().name(), stored.revision)));
    return kNeverUs;
  }
  if (!draft.ok()) return now + kStoreRetryUs;
  row.set_next_us(now + PeriodUs(row.digest().period()));
  if (!draft->text) row.set_cursor(draft->revision);
  if (const auto put = Put(stored); !put.ok()) {
    return now + (absl::IsAborted(put) ? 0 : kStoreRetryUs);
  }
  if (!draft->text) return row.next_us();
  const absl::Status sent = Mail(row, *draft->text);
  if (sent.ok()) {
    row.set_cursor(draft->revision);
    row.set_last_sent_us(now);
    row.set_failed_attempts(0);
  } else {
    Fail(row, sent);
  }
  // When this fails, the next digest tells the same things once more.
  static_cast<void>(Put(stored));
  return row.next_us();
}

absl::StatusOr<DigestSender::Draft> DigestSender::Write(const DigestRow& row) const {
  const Names names = NamesOf(row.digest());
  auto member = ReadMember(*parts_.store, names.member);
  if (!member.ok()) return member.status();
  auto deliberation = ReadDeliberation(*parts_.store, names.deliberation);
  if (!deliberation.ok()) return deliberation.status();
  DigestContent content;
  content.title = deliberation->deliberation.title();
  content.deliberation = names.deliberation;
  content.is_first = row.last_sent_us() == 0;
  if (Votes(member->role())) {
    content.needs_scores = deliberation->deliberation.phase() == v1::PHASE_SCORING ||
                           deliberation->deliberation.phase() == v1::PHASE_REVISING;
    if (deliberation->deliberation.phase() == v1::PHASE_VOTING) {
      auto voted = HasVoted(deliberation->deliberation, names.member);
      if (!voted.ok()) return voted.status();
      auto delegation = ReadDelegation(*parts_.store, names.deliberation, names.member);
      if (!delegation.ok()) return delegation.status();
      content.needs_vote = !*voted && delegation->delegate().empty();
    }
  }
  Draft draft;
  draft.revision = row.cursor();
  for (bool more = true; more;) {
    auto events = parts_.store->Events(names.deliberation, draft.revision, kEventsAtOnce);
    if (!events.ok()) return events.status();
    more = static_cast<int>(events->size()) == kEventsAtOnce;
    for (const store::Event& event : *events) {
      if (Sees(ToAuth(member->role()), event.body.kind)) {
        content.happened.Add(ToMessage(event), names.member);
      }
      draft.revision = event.revision;
    }
  }
  draft.text = WriteDigest(content);
  return draft;
}

absl::StatusOr<bool> DigestSender::HasVoted(const v1::Deliberation& deliberation,
                                            const std::string& member) const {
  const auto secret = parts_.log->ReadSecret(deliberation);
  if (!secret.ok()) return absl::UnavailableError("the ballots cannot be read");
  const auto ballot =
      parts_.store->Get({deliberation.name() + "/ballots", secret->AliasOf(member).slot});
  if (ballot.ok()) return true;
  if (absl::IsNotFound(ballot.status())) return false;
  return absl::UnavailableError("the ballots cannot be read");
}

absl::Status DigestSender::Put(Stored& stored) const {
  auto applied = parts_.store->Apply(
      PutNotice(kDigestRows, stored.row.digest().name(), stored.row, stored.revision));
  if (!applied.ok()) return applied.status();
  stored.revision = applied->revision;
  return absl::OkStatus();
}

absl::Status DigestSender::Mail(const DigestRow& row, const DigestText& text) const {
  outbound::Message message;
  message.from = parts_.options->mail_from;
  message.to = row.digest().address();
  message.subject = text.subject;
  message.text = text.body;
  message.id = parts_.ids->NewId();
  message.date_us = parts_.clock->NowMicros();
  message.headers = {
      {"List-Unsubscribe",
       absl::StrCat("<mailto:", message.from, "?subject=unsubscribe> (or: plenum digest off)")}};
  const std::string bytes = outbound::Compose(message);
  outbound::MailRequest request{parts_.options->mail_server, message.from, message.to, bytes};
  request.stopped = parts_.stopped;
  return outbound::SendMail(request);
}

void DigestSender::Fail(DigestRow& row, const absl::Status& why) const {
  row.set_failed_attempts(row.failed_attempts() + 1);
  row.set_next_us(parts_.clock->NowMicros() +
                  RetryDelay(kSchedule, row.digest().name(), row.failed_attempts()));
  if (row.failed_attempts() >= limits::kMaxMailFailures) {
    row.set_code_unsent(false);
    row.mutable_digest()->set_state(v1::DIGEST_STATE_FAILED);
  }
  base::Log(base::LogLevel::kWarning, "digest",
            {{"digest", row.digest().name()},
             {"attempt", absl::StrCat(row.failed_attempts())},
             {"error", std::string_view(why.message().data(), why.message().size())}});
}

}  // namespace plenum::deliberation
