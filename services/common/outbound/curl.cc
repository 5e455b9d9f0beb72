#include "services/common/outbound/curl.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace plenum::outbound {
namespace {

// Not thread-safe in every build of libcurl: once, before the first handle.
bool InitializeOnce() {
  static const bool done = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return done;
}

int AskStopped(void* stopped, curl_off_t /*down_total*/, curl_off_t /*down*/,
               curl_off_t /*up_total*/, curl_off_t /*up*/) {
  return base::IsStopped(*static_cast<const base::Stopped*>(stopped)) ? 1 : 0;
}

std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy(text);
  curl_free(text);
  return copy;
}

}  // namespace

Easy NewEasy(std::chrono::milliseconds timeout, const base::Stopped& stopped) {
  if (!InitializeOnce()) std::abort();
  Easy easy(curl_easy_init());
  if (easy == nullptr) std::abort();  // out of memory
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, AskStopped);
  curl_easy_setopt(handle, CURLOPT_XFERINFODATA, const_cast<base::Stopped*>(&stopped));
  return easy;
}

void Append(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) std::abort();  // out of memory
  static_cast<void>(list.release());
  list.reset(longer);
}

absl::StatusOr<UrlParts> SplitUrl(const std::string& url) {
  if (!InitializeOnce()) std::abort();
  const std::unique_ptr<CURLU, CloseUrl> parsed(curl_url());
  if (parsed == nullptr) std::abort();
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) !=
      CURLUE_OK) {
    return absl::InvalidArgumentError("is no url");
  }
  UrlParts parts;
  parts.scheme = Part(parsed.get(), CURLUPART_SCHEME);
  parts.host = Part(parsed.get(), CURLUPART_HOST);
  parts.has_user = !Part(parsed.get(), CURLUPART_USER).empty() ||
                   !Part(parsed.get(), CURLUPART_PASSWORD).empty();
  if (parts.host.size() > 2 && parts.host.front() == '[') {
    parts.host = parts.host.substr(1, parts.host.size() - 2);
  }
  if (parts.host.empty()) return absl::InvalidArgumentError("has no host");
  return parts;
}

absl::Status ToStatus(CURLcode code, std::string_view whom) {
  switch (code) {
    case CURLE_OK:
      return absl::OkStatus();
    case CURLE_OPERATION_TIMEDOUT:
      return absl::DeadlineExceededError(
          absl::StrCat(std::string(whom), " did not answer in time"));
    case CURLE_ABORTED_BY_CALLBACK:
      return base::StoppedWork();
    default:
      // The library's own words for the code: nothing of the call is in them.
      return absl::UnavailableError(
          absl::StrCat(std::string(whom), " cannot be reached: ", curl_easy_strerror(code)));
  }
}

}  // namespace plenum::outbound
