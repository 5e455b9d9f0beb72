// start_link: the link by which a facilitator's browser gets the right to create deliberations.
//
// A code of 128 bits is printed once, and is good once. The browser that shows it gets a key, which
// is kept in a cookie and is good until the file is deleted. The file "start-links" in the data
// folder has the SHA-256 of each, and nothing that could be shown in their place:
//
//   address http://127.0.0.1:8080
//   code 3f2a…
//   browser 91c0…
//
// The command `plenumd start-link` writes to it beside a running server, which reads it anew
// whenever it is asked; a lock of its own (not that of the folder) keeps the two apart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/gateway/session/endpoints.h"

namespace plenum::plenumd {

inline constexpr char kStartLinkCommand[] = "start-link";
inline constexpr char kStartLinkHelp[] =
    "Print a new one-time link by which a browser may create deliberations, and end; also while "
    "the "
    "server runs";

class StartLinks final : public gateway::session::CreationGate {
 public:
  // `secret` is what the deliberation service wants to see; may be empty.
  StartLinks(std::string data_dir, std::string secret)
      : path_(std::move(data_dir) + "/start-links"), secret_(std::move(secret)) {}

  // A link with a new code. FAILED_PRECONDITION when the file cannot be read or written.
  absl::StatusOr<std::string> NewLink();
  // The server's start: remembers where the page is, and gives a link while no browser has the
  // right.
  // "" when one has.
  absl::StatusOr<std::string> Begin(const std::string& address);

  bool MayCreate(std::string_view cookie) override;
  absl::StatusOr<std::string> Redeem(std::string_view code) override;
  [[nodiscard]] std::string secret() const override { return secret_; }
  [[nodiscard]] std::string how_to_get_in() const override;

 private:
  struct Content {
    std::string address;
    std::vector<std::string> codes;     // hashes of links that were not used
    std::vector<std::string> browsers;  // hashes of keys
  };
  class Lock;
  [[nodiscard]] absl::StatusOr<Content> Read() const;
  [[nodiscard]] absl::Status Write(const Content& content) const;
  static std::string AddCode(Content& content);

  const std::string path_;
  const std::string secret_;
};

}  // namespace plenum::plenumd
