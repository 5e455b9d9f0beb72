#include "services/deliberation/notices/notice_options.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "services/common/outbound/message.h"

namespace plenum::deliberation {
namespace {

absl::StatusOr<std::string> ReadPassword(const std::string& path) {
  std::ifstream file(path);
  std::string password((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  while (!password.empty() && (password.back() == '\n' || password.back() == '\r')) {
    password.pop_back();
  }
  if (!password.empty()) return password;
  return absl::InvalidArgumentError(
      absl::StrCat("--smtp-password-file ", path, " cannot be read or is empty"));
}

}  // namespace

absl::StatusOr<NoticeOptions> ReadNoticeOptions(const config::NoticeConfig& config) {
  NoticeOptions options;
  options.allow_private_webhooks = config.allow_private_webhooks;
  if (config.smtp_url.empty()) {
    if (config.smtp_from.empty() && config.smtp_user.empty() && config.smtp_password_file.empty()) {
      return options;
    }
    return absl::InvalidArgumentError("the other --smtp flags need --smtp-url");
  }
  auto good = outbound::CheckMailServer(config.smtp_url);
  if (!good.ok()) {
    return absl::InvalidArgumentError(absl::StrCat("--smtp-url ", std::string(good.message())));
  }
  if (!outbound::IsMailAddress(config.smtp_from)) {
    return absl::InvalidArgumentError(
        "--smtp-url needs --smtp-from LOCAL@HOST, the address that mails come from");
  }
  if (config.smtp_user.empty() != config.smtp_password_file.empty()) {
    return absl::InvalidArgumentError("--smtp-user and --smtp-password-file go together");
  }
  options.mail_server.url = config.smtp_url;
  options.mail_from = config.smtp_from;
  if (config.smtp_user.empty()) return options;
  auto password = ReadPassword(config.smtp_password_file);
  if (!password.ok()) return password.status();
  options.mail_server.user = config.smtp_user;
  options.mail_server.password = *std::move(password);
  return options;
}

}  // namespace plenum::deliberation
