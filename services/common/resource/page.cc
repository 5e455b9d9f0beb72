#include "services/common/resource/page.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"
#include "services/common/resource/write.h"
#include "services/common/rpc/limits.h"

namespace plenum::resource {
namespace {

constexpr std::size_t kFingerprintBytes = 8;

// Tells lists apart. Not a secret: a token gives no access, its list is checked like any other.
std::string Fingerprint(const Page& page) {
  return base::Sha256(absl::StrCat(page.collection, "\n", page.filter))
      .substr(0, kFingerprintBytes);
}

}  // namespace

absl::StatusOr<Page> ReadPage(std::string_view collection, std::string_view filter, int page_size,
                              std::string_view page_token) {
  if (page_size < 0) {
    base::FieldViolations bad;
    bad.Add("page_size", absl::StrCat("is ", page_size, "; give 0 to ", rpc::limits::kMaxPageSize));
    return bad.ToStatus();
  }
  Page page{std::string(collection), std::string(filter), "",
            page_size == 0 ? rpc::limits::kDefaultPageSize
                           : std::min(page_size, rpc::limits::kMaxPageSize)};
  if (page_token.empty()) return page;
  const auto token = base::Base64UrlDecode(page_token);
  if (!token || token->size() <= kFingerprintBytes ||
      token->substr(0, kFingerprintBytes) != Fingerprint(page)) {
    return base::Error(absl::StatusCode::kInvalidArgument,
                       common::v1::ERROR_REASON_FOREIGN_PAGE_TOKEN,
                       "page_token was not made for this list; start again without one");
  }
  page.after = token->substr(kFingerprintBytes);
  return page;
}

std::string MakeToken(const Page& page, std::string_view last_id) {
  return base::Base64UrlEncode(Fingerprint(page) + std::string(last_id));
}

std::string NextToken(const Page& page, std::vector<store::Row>& rows) {
  if (rows.size() <= static_cast<std::size_t>(page.size)) return "";
  rows.resize(static_cast<std::size_t>(page.size));
  return MakeToken(page, rows.back().key.id);
}

absl::Status ForEachRow(store::Store& store, std::string_view collection,
                        const std::function<absl::Status(const store::Row&)>& take) {
  std::string after;
  for (;;) {
    auto rows = store.List(collection, after, rpc::limits::kMaxPageSize);
    if (!rows.ok()) return FromStore(rows.status());
    for (const store::Row& row : *rows) {
      absl::Status taken = take(row);
      if (!taken.ok()) return taken;
    }
    if (rows->size() < rpc::limits::kMaxPageSize) return absl::OkStatus();
    after = rows->back().key.id;
  }
}

}  // namespace plenum::resource
