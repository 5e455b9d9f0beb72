// notice_options: what the operator decides about notices.
#pragma once

#include <chrono>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/config/config.h"
#include "services/common/outbound/mail.h"

namespace plenum::deliberation {

struct NoticeOptions {
  // See outbound/http.h.
  bool allow_private_webhooks = false;
  std::chrono::milliseconds call_timeout{10'000};
  // Empty url: no mail is sent, and digests are refused.
  outbound::MailServer mail_server;
  std::string mail_from;
};

// From the flags; reads the password. INVALID_ARGUMENT that names the flag, for a combination that
// makes no sense.
absl::StatusOr<NoticeOptions> ReadNoticeOptions(const config::NoticeConfig& config);

}  // namespace plenum::deliberation
