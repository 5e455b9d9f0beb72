#include "services/gateway/http/strict.h"

#include <algorithm>
#include <array>

#include "services/gateway/limits.h"

namespace plenum::gateway::http {
namespace {

// Headers of which a second one would be read differently by different programs.
constexpr std::array<std::string_view, 8> kOnce = {"host",
                                                   "content-length",
                                                   "transfer-encoding",
                                                   "content-type",
                                                   "content-encoding",
                                                   "authorization",
                                                   "origin",
                                                   "cookie"};

bool IsHostCharacter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '-' || c == '_' || c == ':' || c == '[' || c == ']';
}

Wrong CheckRepeats(const RequestHead& head) {
  for (const auto once : kOnce) {
    const auto times = std::count_if(head.headers.begin(), head.headers.end(), [&](const auto& h) {
      return EqualsIgnoreCase(h.first, once);
    });
    if (times > 1) return {status::kBadRequest, "a header that may stand once was sent twice"};
  }
  return {};
}

// One number, or none. The parser also takes "2,2", as RFC 9110 section 8.6 lets it.
Wrong CheckLength(const RequestHead& head) {
  for (const auto& [name, value] : head.headers) {
    if (!EqualsIgnoreCase(name, "content-length")) continue;
    const bool is_number = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    if (!is_number) return {status::kBadRequest, "the Content-Length is no number"};
  }
  return {};
}

// "http://HOST/path" to a server is the same as "/path" with that Host (RFC 9112, section 3.2.2).
Wrong SplitTarget(std::string_view target, RequestHead& head) {
  if (target == "*" && head.method == "OPTIONS") {
    head.path = "*";
    return {};
  }
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.substr(0, scheme.size()) != scheme) continue;
    target.remove_prefix(scheme.size());
    const auto slash = target.find('/');
    if (!EqualsIgnoreCase(target.substr(0, slash), head.host)) {
      return {status::kBadRequest, "the request is for another host than its Host header says"};
    }
    target = slash == std::string_view::npos ? "/" : target.substr(slash);
    break;
  }
  if (target.empty() || target.front() != '/') {
    return {status::kBadRequest, "the target of the request must begin with /"};
  }
  if (target.find('#') != std::string_view::npos) {
    return {status::kBadRequest, "the target of a request has no #"};
  }
  const auto question = target.find('?');
  head.path = target.substr(0, question);
  head.query = question == std::string_view::npos ? "" : target.substr(question + 1);
  return {};
}

}  // namespace

std::string_view CheckHeaderBytes(std::string_view block) {
  for (std::size_t i = 0; i < block.size(); ++i) {
    const char c = block[i];
    if (c == '\r') {
      if (i + 1 == block.size() || block[i + 1] != '\n') return "a line ends by CR alone";
      const bool is_folded = i + 2 < block.size() && (block[i + 2] == ' ' || block[i + 2] == '\t');
      if (is_folded) return "a header goes on in the next line";
    } else if (c == '\n') {
      if (i == 0 || block[i - 1] != '\r') return "a line ends by LF alone";
    } else if (c == '\0') {
      return "the headers hold a NUL";
    }
  }
  return {};
}

Wrong CheckRequest(std::string_view target, unsigned version, RequestHead& head) {
  constexpr unsigned kHttp11 = 11;
  if (version != kHttp11) return {status::kUnsupportedVersion, "only HTTP/1.1 is spoken here"};
  if (head.headers.size() > limits::kMaxHeaders)
    return {status::kHeadersTooLarge, "too many headers"};
  if (auto wrong = CheckRepeats(head); wrong.status != 0) return wrong;
  if (auto wrong = CheckLength(head); wrong.status != 0) return wrong;
  head.host = head.Header("host");
  if (head.host.empty() || !std::all_of(head.host.begin(), head.host.end(), IsHostCharacter)) {
    return {status::kBadRequest, "the Host header is missing or is no host"};
  }
  if (const auto encoding = head.Header("transfer-encoding"); !encoding.empty()) {
    if (!EqualsIgnoreCase(encoding, "chunked")) {
      return {status::kNotImplemented, "the only transfer encoding that is known here is chunked"};
    }
    if (!head.Header("content-length").empty()) {
      return {status::kBadRequest,
              "a request has a Content-Length or a Transfer-Encoding, not both"};
    }
  }
  if (!head.Header("upgrade").empty() && head.method == "CONNECT") {
    return {status::kNotImplemented, "tunnels are not offered here"};
  }
  return SplitTarget(target, head);
}

}  // namespace plenum::gateway::http
