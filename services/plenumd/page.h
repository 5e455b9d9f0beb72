// page: the web page of plenumd: the gateway in the same process, over an in-process channel.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "services/common/base/clock.h"
#include "services/common/config/config.h"
#include "services/common/rpc/server.h"
#include "services/gateway/gateway.h"
#include "services/plenumd/start_link.h"

namespace plenum::plenumd {

class Page {
 public:
  // Binds. Null when no page is wanted, or when the default port is in use, which is said on
  // standard error: a second plenumd on a machine serves calls all the same.
  static absl::StatusOr<std::unique_ptr<Page>> Listen(const config::WebConfig& config,
                                                      bool insecure);

  // What links to it begin with, without a slash at its end: `public_url` when that is given; ""
  // where others reach this machine by a name that is not known here.
  [[nodiscard]] std::string LinkAddress(const std::string& public_url) const;

  // Answers from now on. `links` must outlive this.
  void Start(rpc::Server& server, const base::Clock& clock, const std::string& public_url,
             StartLinks& links);
  // Says where the page is, and how to get in the first time.
  absl::Status Announce(const std::string& public_url, StartLinks& links) const;

 private:
  Page(config::WebConfig config, std::unique_ptr<gateway::http::Server> server);

  const config::WebConfig config_;
  std::unique_ptr<gateway::http::Server> server_;  // until it is started
  const std::string url_;
  const int port_;
  std::unique_ptr<gateway::Gateway> gateway_;
};

}  // namespace plenum::plenumd
