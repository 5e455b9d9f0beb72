// curl: what the calls of this folder share of libcurl. Nobody else includes it.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/stopped.h"

namespace plenum::outbound {

struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct CloseUrl {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Easy = std::unique_ptr<CURL, CloseEasy>;
using List = std::unique_ptr<curl_slist, FreeList>;

// A handle with what holds for every call: no signals, no proxy, no .netrc, a time limit, and
// `stopped` asked on the way. Both must outlive the call.
Easy NewEasy(std::chrono::milliseconds timeout, const base::Stopped& stopped);

void Append(List& list, const std::string& line);

// The parts of a url.
struct UrlParts {
  std::string scheme;  // lower case
  std::string host;    // an IPv6 address without its brackets, IPv4 in four parts
  bool has_user = false;
};
// INVALID_ARGUMENT when it is none with a scheme and a host.
absl::StatusOr<UrlParts> SplitUrl(const std::string& url);

// A failed transfer in our words; `whom` is who was called.
absl::Status ToStatus(CURLcode code, std::string_view whom);

}  // namespace plenum::outbound
