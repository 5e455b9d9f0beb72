// mail: one mail to one person through the operator's mail server (SMTP, RFC 5321).
//
//   outbound::MailServer server{.url = "smtps://mail.example.org", .user = "u", .password = "p"};
//   absl::Status sent = outbound::SendMail({server, from, to, outbound::Compose(message)});
//
// "smtps://" is TLS from the start; "smtp://" goes over to TLS by STARTTLS before anything is said,
// except on loopback, where it stays as it is. Certificates are verified. By libcurl
// (docs/adr/0017).
#pragma once

#include <chrono>
#include <string>

#include "absl/status/status.h"
#include "services/common/base/stopped.h"

namespace plenum::outbound {

struct MailServer {
  std::string url;         // "smtp://HOST[:PORT]" or "smtps://HOST[:PORT]"
  std::string user{};      // empty: without signing in
  std::string password{};  // a secret
};

// INVALID_ARGUMENT for a url of another form; the message is a clause that says what to write.
absl::Status CheckMailServer(const std::string& url);

struct MailRequest {
  const MailServer& server;
  const std::string& from;
  const std::string& to;
  const std::string& bytes;  // as Compose makes them
  std::chrono::milliseconds timeout{30'000};
  base::Stopped stopped{};
};

// OK when the server took the mail over. Errors: UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED; no
// message holds an address or the password.
absl::Status SendMail(const MailRequest& request);

}  // namespace plenum::outbound
