#include "services/common/outbound/mail.h"

#include <optional>

#include "absl/strings/str_cat.h"
#include "services/common/outbound/curl.h"
#include "services/common/outbound/public_address.h"

namespace plenum::outbound {
namespace {

bool IsOnLoopback(const std::string& host) {
  return host == "localhost" || NotPublic(host) == std::optional<std::string_view>("loopback");
}

struct Unsent {
  const std::string& bytes;
  std::size_t at = 0;
};

std::size_t TakeBytes(char* to, std::size_t size, std::size_t count, void* data) {
  auto& unsent = *static_cast<Unsent*>(data);
  const std::size_t taken = unsent.bytes.copy(to, size * count, unsent.at);
  unsent.at += taken;
  return taken;
}

}  // namespace

absl::Status CheckMailServer(const std::string& url) {
  const auto parts = SplitUrl(url);
  const bool is_mail = parts.ok() && (parts->scheme == "smtp" || parts->scheme == "smtps");
  if (!is_mail) {
    return absl::InvalidArgumentError("must be smtp://HOST[:PORT] or smtps://HOST[:PORT]");
  }
  if (parts->has_user) {
    return absl::InvalidArgumentError(
        "must hold no user or password; give them with --smtp-user and --smtp-password-file");
  }
  return absl::OkStatus();
}

absl::Status SendMail(const MailRequest& request) {
  auto good = CheckMailServer(request.server.url);
  if (!good.ok()) return good;
  const auto parts = SplitUrl(request.server.url);
  const Easy easy = NewEasy(request.timeout, request.stopped);
  CURL* handle = easy.get();
  List recipients;
  Append(recipients, absl::StrCat("<", request.to, ">"));
  Unsent unsent{request.bytes};
  curl_easy_setopt(handle, CURLOPT_URL, request.server.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  const bool is_clear = parts->scheme == "smtp" && IsOnLoopback(parts->host);
  curl_easy_setopt(handle, CURLOPT_USE_SSL,
                   static_cast<long>(is_clear ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (!request.server.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_USERNAME, request.server.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, request.server.password.c_str());
  }
  const std::string from = absl::StrCat("<", request.from, ">");
  curl_easy_setopt(handle, CURLOPT_MAIL_FROM, from.c_str());
  curl_easy_setopt(handle, CURLOPT_MAIL_RCPT, recipients.get());
  curl_easy_setopt(handle, CURLOPT_UPLOAD, 1L);
  curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(request.bytes.size()));
  curl_easy_setopt(handle, CURLOPT_READFUNCTION, TakeBytes);
  curl_easy_setopt(handle, CURLOPT_READDATA, &unsent);
  const CURLcode code = curl_easy_perform(handle);
  long answer = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &answer);
  // 4xx and 5xx: it answered, and does not take this mail.
  if (code != CURLE_OK && code != CURLE_OPERATION_TIMEDOUT && code != CURLE_ABORTED_BY_CALLBACK &&
      answer >= 400 && answer < 600) {
    return absl::UnavailableError(
        absl::StrCat("the mail server did not take the mail: it answered ", answer));
  }
  return ToStatus(code, "the mail server");
}

}  // namespace plenum::outbound
