#include "services/common/resource/name.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/id.h"
#include "services/common/base/status.h"

namespace plenum::resource {
namespace {

// Cuts the first segment off `path`.
std::string_view NextSegment(std::string_view& path) {
  const auto end = path.find('/');
  const auto segment = path.substr(0, end);
  path = end == std::string_view::npos ? std::string_view() : path.substr(end + 1);
  return segment;
}

}  // namespace

std::optional<std::vector<std::string>> Match(std::string_view pattern, std::string_view name) {
  std::vector<std::string> ids;
  if (name.empty() || name.back() == '/') return std::nullopt;
  while (!pattern.empty()) {
    const auto wanted = NextSegment(pattern);
    const auto segment = NextSegment(name);
    if (wanted != "*") {
      if (segment != wanted) return std::nullopt;
      continue;
    }
    if (!base::IsValidId(segment)) return std::nullopt;
    ids.emplace_back(segment);
  }
  if (!name.empty()) return std::nullopt;
  return ids;
}

store::Key KeyOf(std::string_view name) {
  const auto slash = name.rfind('/');
  return {std::string(name.substr(0, slash)), std::string(name.substr(slash + 1))};
}

std::string NameOf(const store::Key& key) { return absl::StrCat(key.collection, "/", key.id); }

std::string Etag(std::int64_t revision) { return absl::StrCat(revision); }

absl::Status CheckEtag(std::string_view given, std::int64_t revision, std::string_view name) {
  if (given.empty() || given == Etag(revision)) return absl::OkStatus();
  return base::Error(absl::StatusCode::kAborted, common::v1::ERROR_REASON_STALE_ETAG,
                     absl::StrCat(std::string(name),
                                  " was changed by someone else since you read it; read it again "
                                  "and repeat your change"),
                     {{"resource", std::string(name)}});
}

}  // namespace plenum::resource
