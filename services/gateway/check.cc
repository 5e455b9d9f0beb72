#include "services/gateway/check.h"

#include <curl/curl.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/address.h"
#include "services/gateway/http/message.h"

namespace plenum::gateway {
namespace {

std::size_t Ignore(char* /*bytes*/, std::size_t size, std::size_t count, void* /*nothing*/) {
  return size * count;
}

// Where a program on this machine finds what listens there.
absl::StatusOr<std::string> ReachableAddress(const std::string& listen) {
  auto parts = rpc::SplitAddress(listen);
  if (!parts.ok()) return parts.status();
  const bool is_any = parts->host == "0.0.0.0" || parts->host == "::";
  return is_any ? absl::StrCat("127.0.0.1:", parts->port) : listen;
}

}  // namespace

absl::Status CheckReady(const std::string& listen, bool tls) {
  const auto address = ReachableAddress(listen);
  if (!address.ok()) return address.status();
  const std::string url = absl::StrCat(tls ? "https://" : "http://", *address, "/readyz");
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(),
                                                                 curl_easy_cleanup);
  constexpr long kSeconds = 4;
  curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, kSeconds);
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, Ignore);
  const CURLcode done = curl_easy_perform(curl.get());
  if (done != CURLE_OK) {
    return absl::UnavailableError(
        absl::StrCat("nothing answers at ", url, ": ", curl_easy_strerror(done)));
  }
  long status = 0;
  curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
  if (status == http::status::kOk) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat(url, " answers ", status, ": it is not ready"));
}

}  // namespace plenum::gateway
