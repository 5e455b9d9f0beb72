#include "services/common/outbound/http.h"

#include <fcntl.h>
#include <sys/socket.h>

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/outbound/curl.h"
#include "services/common/outbound/public_address.h"

namespace plenum::outbound {
namespace {

absl::Status Refused(std::string_view kind) {
  return absl::PermissionDeniedError(absl::StrCat(
      "has an address that is ", std::string(kind),
      ", which this server does not call; its operator allows that with ", kAllowPrivateFlag));
}

// What the callbacks of one call know.
struct Call {
  bool allow_private = false;
  std::string_view refused_kind{};  // of the last address that was refused
  std::size_t received = 0;
  bool cut = false;
};

curl_socket_t OpenSocket(void* data, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto& call = *static_cast<Call*>(data);
  if (!call.allow_private) {
    if (const auto kind = NotPublic(address->addr)) {
      call.refused_kind = *kind;
      return CURL_SOCKET_BAD;
    }
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::size_t DropAnswer(char* /*bytes*/, std::size_t size, std::size_t count, void* data) {
  auto& call = *static_cast<Call*>(data);
  call.received += size * count;
  call.cut = call.received > kMaxAnswerBytes;
  return call.cut ? 0 : size * count;
}

bool IsLocalName(std::string host) {
  std::transform(host.begin(), host.end(), host.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (!host.empty() && host.back() == '.') host.pop_back();
  return host == "localhost" || absl::EndsWith(host, ".localhost");  // RFC 6761, section 6.3
}

}  // namespace

absl::Status CheckUrl(const std::string& url, bool allow_private) {
  if (url.size() > kMaxUrlBytes) {
    return absl::InvalidArgumentError(absl::StrCat("is longer than ", kMaxUrlBytes, " bytes"));
  }
  const bool is_plain =
      std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 127; });
  if (!is_plain) {
    return absl::InvalidArgumentError(
        "holds spaces or letters outside of ASCII; write them %-encoded, and names in Punycode");
  }
  auto parts = SplitUrl(url);
  if (!parts.ok()) return absl::InvalidArgumentError("is no url; write https://HOST/PATH");
  if (parts->scheme != "https" && parts->scheme != "http") {
    return absl::InvalidArgumentError("must begin with https://");
  }
  if (parts->has_user) {
    return absl::InvalidArgumentError(
        "must hold no user or password; calls are signed, and a secret path is possible");
  }
  if (url.find('#') != std::string::npos) {
    return absl::InvalidArgumentError("must hold no fragment");
  }
  if (allow_private) return absl::OkStatus();
  if (parts->scheme == "http") {
    return absl::PermissionDeniedError(
        absl::StrCat("must begin with https://; the operator of this server allows http with ",
                     kAllowPrivateFlag));
  }
  if (const auto kind = NotPublic(parts->host)) return Refused(*kind);
  if (IsLocalName(parts->host)) return Refused("loopback");
  return absl::OkStatus();
}

absl::StatusOr<PostResponse> Post(const PostRequest& request) {
  auto good = CheckUrl(request.url, request.allow_private);
  if (!good.ok()) return good;
  Call call{.allow_private = request.allow_private};
  List headers;
  for (const auto& [name, value] : request.headers) {
    Append(headers, absl::StrCat(name, ": ", value));
  }
  Append(headers, "Expect:");  // or the library waits for a 100 before long bodies
  const Easy easy = NewEasy(request.timeout, request.stopped);
  CURL* handle = easy.get();
  curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, request.allow_private ? "https,http" : "https");
  curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(handle, CURLOPT_USERAGENT, "plenum");
  curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.c_str());
  List resolved;
  if (!request.resolve.empty()) Append(resolved, request.resolve);
  curl_easy_setopt(handle, CURLOPT_RESOLVE, resolved.get());
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, OpenSocket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &call);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, DropAnswer);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &call);
  const CURLcode code = curl_easy_perform(handle);
  if (code != CURLE_OK && !call.cut) {
    if (!call.refused_kind.empty() && code == CURLE_COULDNT_CONNECT) {
      return Refused(call.refused_kind);
    }
    return ToStatus(code, "the target");
  }
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &retry_after);
  return PostResponse{static_cast<int>(status), std::max<std::int64_t>(0, retry_after)};
}

}  // namespace plenum::outbound
