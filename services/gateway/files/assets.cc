#include "services/gateway/files/assets.h"

#include <array>

namespace plenum::gateway::files {
namespace {

constexpr std::string_view kIndex = "/index.html";
// Names of files below it change with their content.
constexpr std::string_view kHashed = "/assets/";

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Whether the page has a view at this path: it decides by its own router. What could be meant to
// lead out of a folder is none.
bool IsView(std::string_view path) {
  for (const std::string_view never : {"..", "%", "\\", "//"}) {
    if (path.find(never) != std::string_view::npos) return false;
  }
  if (StartsWith(path, kHashed) || StartsWith(path, "/session/") || path == "/session")
    return false;
  return path.substr(path.rfind('/')).find('.') == std::string_view::npos;
}

// Whether a list of an Accept-Encoding or If-None-Match header holds `item`, not refused by q=0.
bool Lists(std::string_view list, std::string_view item) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view entry = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    const auto parameters = entry.find(';');
    const std::string_view quality =
        parameters == std::string_view::npos ? "" : entry.substr(parameters);
    entry = entry.substr(0, parameters);
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    while (!entry.empty() && entry.back() == ' ') entry.remove_suffix(1);
    if (StartsWith(entry, "W/")) entry.remove_prefix(2);
    if (entry != item) continue;
    return quality.find("q=0") == std::string_view::npos ||
           quality.find("q=0.") != std::string_view::npos;
  }
  return false;
}

}  // namespace

Files::Files(std::span<const Asset> assets) {
  for (const Asset& asset : assets) by_path_.emplace(asset.path, &asset);
}

http::Response Files::Answer(const http::RequestHead& head) const {
  auto found = by_path_.find(head.path);
  if (found == by_path_.end() && IsView(head.path)) found = by_path_.find(kIndex);
  if (found == by_path_.end())
    return http::TextResponse(http::status::kNotFound, "there is no such page");
  const Asset& asset = *found->second;
  http::Response response;
  auto& headers = response.head.headers;
  headers = {
      {"etag", std::string(asset.etag)},
      {"cache-control",
       StartsWith(asset.path, kHashed) ? "public, max-age=31536000, immutable" : "no-cache"}};
  if (!asset.gzip.empty()) headers.emplace_back("vary", "accept-encoding");
  if (Lists(head.Header("if-none-match"), asset.etag)) {
    response.head.status = http::status::kNotModified;
    return response;
  }
  headers.emplace_back("content-type", std::string(asset.content_type));
  if (!asset.gzip.empty() && Lists(head.Header("accept-encoding"), "gzip")) {
    headers.emplace_back("content-encoding", "gzip");
    response.body.pieces = {asset.gzip};
  } else {
    response.body.pieces = {asset.bytes};
  }
  return response;
}

}  // namespace plenum::gateway::files
