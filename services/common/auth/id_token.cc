#include "services/common/auth/id_token.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/log.h"

namespace plenum::auth {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxKeysFileBytes = 1 << 20;
constexpr std::size_t kMaxSubjectBytes = 255;  // OpenID Connect Core 1.0, section 2

absl::Status NotGood(std::string_view why) {
  return absl::InvalidArgumentError(absl::string_view(why.data(), why.size()));
}

std::string TextIn(const json& claims, const char* name) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() ? found->get<std::string>() : "";
}

// A NumericDate of RFC 7519, in whole seconds; nothing when it is missing or none.
std::optional<std::int64_t> TimeIn(const json& claims, const char* name) {
  constexpr double kFarthest = 1e12;
  const auto found = claims.find(name);
  if (found == claims.end() || !found->is_number()) return std::nullopt;
  const double seconds = found->get<double>();
  if (!(seconds >= 0 && seconds <= kFarthest)) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(seconds));
}

absl::Status CheckAudience(const json& claims, const std::string& audience) {
  const auto found = claims.find("aud");
  std::vector<std::string> audiences;
  if (found != claims.end() && found->is_string()) audiences = {found->get<std::string>()};
  if (found != claims.end() && found->is_array()) {
    for (const json& one : *found) {
      if (!one.is_string()) return NotGood("its audience is no text");
      audiences.push_back(one.get<std::string>());
    }
  }
  if (std::find(audiences.begin(), audiences.end(), audience) == audiences.end()) {
    return NotGood("it is for another audience than this server");
  }
  const bool has_party = claims.contains("azp");
  if (audiences.size() > 1 && !has_party) {
    return NotGood("it is for several audiences, and does not say to whom it was given (azp)");
  }
  if (has_party && TextIn(claims, "azp") != audience) {
    return NotGood("it was given to another party than this server (azp)");
  }
  return absl::OkStatus();
}

absl::Status CheckTimes(const json& claims, std::int64_t now_s) {
  constexpr std::int64_t kSkew = IdTokenVerifier::kSkewSeconds;
  const auto expires = TimeIn(claims, "exp");
  const auto issued = TimeIn(claims, "iat");
  if (!expires || !issued) return NotGood("it does not say when it was issued and when it ends");
  if (now_s >= *expires + kSkew) return NotGood("it has ended; sign in at the provider again");
  if (*issued > now_s + kSkew) return NotGood("it was issued in the future; check the clocks");
  if (claims.contains("nbf")) {
    const auto begins = TimeIn(claims, "nbf");
    if (!begins || *begins > now_s + kSkew) return NotGood("it is not good yet");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<IdTokenVerifier>> IdTokenVerifier::Open(Config config) {
  if (config.issuer.empty() || config.audience.empty() || config.keys_file.empty()) {
    return absl::InvalidArgumentError(
        "an identity provider needs all of --oidc-issuer, --oidc-audience and --oidc-keys: without "
        "an audience, tokens that were made for other programs would be taken here");
  }
  std::unique_ptr<IdTokenVerifier> verifier(new IdTokenVerifier(std::move(config)));
  auto loaded = verifier->Load();
  if (!loaded.ok()) return loaded;
  return verifier;
}

IdTokenVerifier::Stamp IdTokenVerifier::Look() const {
  struct stat info {};
  if (stat(config_.keys_file.c_str(), &info) != 0) return {};
  return {info.st_mtim.tv_sec * 1'000'000'000LL + info.st_mtim.tv_nsec, info.st_size, info.st_ino};
}

absl::Status IdTokenVerifier::Load() {
  // Before reading: what changes meanwhile is seen the next time.
  stamp_ = Look();
  std::ifstream file(config_.keys_file, std::ios::binary);
  std::string text;
  text.resize(kMaxKeysFileBytes + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  const bool fits = text.size() <= kMaxKeysFileBytes;
  auto keys = fits && !text.empty()
                  ? KeySet::FromJson(text)
                  : absl::StatusOr<KeySet>(NotGood(fits ? "it cannot be read, or is empty"
                                                        : "it is larger than 1 MiB"));
  if (!keys.ok()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "the keys of the identity provider in ", config_.keys_file, ": ", keys.status().message()));
  }
  keys_ = std::make_shared<const KeySet>(*std::move(keys));
  return absl::OkStatus();
}

std::shared_ptr<const KeySet> IdTokenVerifier::Keys() {
  const std::lock_guard lock(mutex_);
  if (Look() == stamp_) return keys_;
  const absl::Status loaded = Load();
  base::Log(loaded.ok() ? base::LogLevel::kInfo : base::LogLevel::kWarning, "oidc_keys_read",
            {{"code", absl::StatusCodeToString(loaded.code())},
             {"detail", std::string_view(loaded.message().data(), loaded.message().size())}});
  return keys_;
}

absl::StatusOr<Identity> IdTokenVerifier::Verify(std::string_view token, std::string_view nonce,
                                                 std::int64_t now_s) {
  const auto payload = Keys()->Verify(token);
  if (!payload.ok()) return payload.status();
  const json claims = json::parse(*payload, nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return NotGood("its payload is no JSON object");
  if (TextIn(claims, "iss") != config_.issuer) return NotGood("it is of another issuer");
  auto audience = CheckAudience(claims, config_.audience);
  if (!audience.ok()) return audience;
  auto times = CheckTimes(claims, now_s);
  if (!times.ok()) return times;
  if (!nonce.empty() && TextIn(claims, "nonce") != nonce)
    return NotGood("its nonce is another one");
  Identity identity{config_.issuer, TextIn(claims, "sub"), TextIn(claims, "name")};
  if (identity.subject.empty() || identity.subject.size() > kMaxSubjectBytes) {
    return NotGood("it does not say who it is about");
  }
  return identity;
}

}  // namespace plenum::auth
