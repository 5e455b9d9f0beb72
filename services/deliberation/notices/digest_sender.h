// digest_sender: mails digests and the codes that confirm addresses.
//
// What holds: before a mail is handed over, the row says that it was, so that no crash and no
// replica sends a second one within the period; what a lost one would have told stands in the next
// one. A mail that the server refused is tried again.
#pragma once

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "services/common/base/stopped.h"
#include "services/common/store/store.h"
#include "services/deliberation/log/vote_log.h"
#include "services/deliberation/notices/digest_text.h"
#include "services/deliberation/notices/notice_keys.h"
#include "services/deliberation/notices/notice_options.h"
#include "services/deliberation/notices/notice_store.h"

namespace plenum::deliberation {

namespace limits {
inline constexpr int kMaxMailFailures = 10;  // in a row
}  // namespace limits

// 24 hours or 7 days.
std::int64_t PeriodUs(v1::DigestPeriod period);

// Thread-safe.
class DigestSender {
 public:
  struct Parts {
    store::Store* store;
    const base::Clock* clock;
    base::IdSource* ids;
    const NoticeKeys* keys;
    const NoticeOptions* options;
    base::Stopped stopped;
    // Who has voted is found by the secret of the open vote.
    const VoteLog* log;
  };
  explicit DigestSender(Parts parts) : parts_(std::move(parts)) {}

  // Sends what is due of the digest with this row. Returns when to ask again, by the clock.
  std::int64_t Send(const std::string& row_id);

 private:
  using Stored = StoredNotice<DigestRow>;
  struct Draft {
    std::optional<DigestText> text;
    std::int64_t revision = 0;  // up to which it tells
  };
  std::int64_t SendCode(Stored stored);
  std::int64_t SendDigest(Stored stored);
  absl::StatusOr<Draft> Write(const DigestRow& row) const;
  // Whether the member has cast a ballot in the open vote.
  absl::StatusOr<bool> HasVoted(const v1::Deliberation& deliberation,
                                const std::string& member) const;
  // Writes the row as of this revision; its new one is in `stored`.
  absl::Status Put(Stored& stored) const;
  absl::Status Mail(const DigestRow& row, const DigestText& text) const;
  // Notes a failure in the row: when to try again, or that there is no use.
  void Fail(DigestRow& row, const absl::Status& why) const;

  const Parts parts_;
};

}  // namespace plenum::deliberation
