#include "services/deliberation/notices/notice_keys.h"

#include "absl/strings/str_cat.h"
#include "services/common/auth/hmac.h"

namespace plenum::deliberation {
namespace {

constexpr char kCrockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeCharacters = 10;

}  // namespace

// What a token signs never has spaces, so that neither text is one.
NoticeKeys::NoticeKeys(const auth::PrivateKey& signing_key)
    : webhook_key_(signing_key.Sign("plenum secrets of webhooks 1")),
      code_key_(signing_key.Sign("plenum codes of digests 1")) {}

std::string NoticeKeys::WebhookKey(std::string_view webhook) const {
  return auth::HmacSha256(webhook_key_, webhook);
}

std::string NoticeKeys::DigestCode(std::string_view digest, std::string_view address,
                                   std::int64_t good_until_us) const {
  const std::string text =
      absl::StrCat(std::string(digest), "\n", std::string(address), "\n", good_until_us);
  const std::string bytes = auth::HmacSha256(code_key_, text);
  std::string code;
  for (std::size_t i = 0; i < kCodeCharacters; ++i) {
    code.push_back(kCrockford[static_cast<unsigned char>(bytes[i]) % 32]);
  }
  return code;
}

}  // namespace plenum::deliberation
