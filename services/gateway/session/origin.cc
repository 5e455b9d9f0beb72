#include "services/gateway/session/origin.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/rpc/address.h"

namespace plenum::gateway::session {
namespace {

constexpr std::string_view kSchemeEnd = "://";

absl::Status ForeignPage() {
  return absl::PermissionDeniedError(
      "this request does not come from the page of this server; open the page by its own address");
}

}  // namespace

std::string OriginOf(std::string_view url) {
  const auto scheme = url.find(kSchemeEnd);
  if (scheme == std::string_view::npos) return "";
  return std::string(url.substr(0, url.find('/', scheme + kSchemeEnd.size())));
}

OriginPolicy::OriginPolicy(Options options)
    : options_(std::move(options)), public_origin_(OriginOf(options_.public_url)) {
  if (!public_origin_.empty()) {
    public_host_ = public_origin_.substr(public_origin_.find(kSchemeEnd) + kSchemeEnd.size());
  }
}

bool OriginPolicy::IsOwnOrigin(std::string_view origin, std::string_view host) const {
  if (!public_origin_.empty() && http::EqualsIgnoreCase(origin, public_origin_)) return true;
  const std::string own =
      absl::StrCat(options_.has_tls ? "https://" : "http://", std::string(host));
  return http::EqualsIgnoreCase(origin, own);
}

bool OriginPolicy::IsOwnHost(std::string_view host) const {
  if (!options_.is_loopback) return true;
  if (http::EqualsIgnoreCase(host, public_host_)) return true;
  const bool has_port = host.find(':') != std::string_view::npos && host.back() != ']';
  const std::string address =
      has_port ? std::string(host) : absl::StrCat(std::string(host), ":", 80);
  return rpc::IsLoopback(address);
}

absl::Status OriginPolicy::CheckOwnPage(const http::RequestHead& head) const {
  // A page of another origin cannot send this header without asking first, which is not granted.
  if (head.Header("x-plenum-page") != "1") return ForeignPage();
  const auto site = head.Header("sec-fetch-site");
  const auto origin = head.Header("origin");
  if (!site.empty() && site != "same-origin") return ForeignPage();
  if (!origin.empty() && !IsOwnOrigin(origin, head.host)) return ForeignPage();
  // Browsers name the origin of every POST.
  if (site.empty() && origin.empty() && head.method != "GET") return ForeignPage();
  return absl::OkStatus();
}

std::string_view OriginPolicy::AllowedOrigin(const http::RequestHead& head) const {
  const auto origin = head.Header("origin");
  const bool is_allowed =
      !origin.empty() &&
      std::find(options_.allowed.begin(), options_.allowed.end(), origin) != options_.allowed.end();
  return is_allowed ? origin : std::string_view();
}

absl::Status OriginPolicy::CheckAllowedPage(const http::RequestHead& head) const {
  const auto origin = head.Header("origin");
  if (origin.empty() || IsOwnOrigin(origin, head.host) || !AllowedOrigin(head).empty()) {
    return absl::OkStatus();
  }
  return absl::PermissionDeniedError(
      "calls by pages of another origin are not allowed here; the operator can allow one with "
      "--web-allow-origin");
}

}  // namespace plenum::gateway::session
