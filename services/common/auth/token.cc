#include "services/common/auth/token.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::auth {
namespace {

using common::v1::ERROR_REASON_TOKEN_EXPIRED;
using common::v1::ERROR_REASON_TOKEN_INVALID;
using common::v1::ERROR_REASON_TOKEN_REVOKED;

constexpr char kIssuer[] = "plenum";
constexpr std::size_t kMaxTokenBytes = 2048;
// Entries of one shard of the cache; a shard that is full starts anew.
constexpr std::size_t kMaxShardEntries = 8192;

absl::Status Invalid(std::string_view why) {
  return base::Error(absl::StatusCode::kUnauthenticated, ERROR_REASON_TOKEN_INVALID,
                     absl::StrCat("the token is not good: ", std::string(why),
                                  "; sign in again, or ask the facilitator for a new token"));
}

struct Parts {
  std::string_view signed_text;
  nlohmann::json header;
  nlohmann::json payload;
  std::string signature;
};

absl::StatusOr<Parts> Split(std::string_view token) {
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return Invalid("it does not have three parts");
  const auto header = base::Base64UrlDecode(token.substr(0, first));
  const auto payload = base::Base64UrlDecode(token.substr(first + 1, second - first - 1));
  auto signature = base::Base64UrlDecode(token.substr(second + 1));
  if (!header || !payload || !signature) return Invalid("a part is not base64url");
  Parts parts{
      token.substr(0, second), nlohmann::json::parse(*header, nullptr, /*allow_exceptions=*/false),
      nlohmann::json::parse(*payload, nullptr, /*allow_exceptions=*/false), *std::move(signature)};
  if (!parts.header.is_object() || !parts.payload.is_object()) {
    return Invalid("a part is not a JSON object");
  }
  return parts;
}

std::string TextField(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_string() ? it->get<std::string>() : "";
}

std::int64_t NumberField(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  return it != object.end() && it->is_number_integer() ? it->get<std::int64_t>() : 0;
}

absl::StatusOr<Claims> ReadClaims(const nlohmann::json& payload) {
  const auto role = RoleFromName(TextField(payload, "role"));
  Claims claims{TextField(payload, "sub"),
                role.value_or(Role::kNone),
                NumberField(payload, "iat"),
                NumberField(payload, "exp"),
                ScopesFromText(TextField(payload, "scope")),
                TextField(payload, "sid")};
  if (TextField(payload, "iss") != kIssuer || !role || claims.member.empty() ||
      claims.expires_at_s <= 0) {
    return Invalid("its claims are not those of Plenum");
  }
  return claims;
}

absl::Status CheckTime(const Claims& claims, std::int64_t now_s) {
  if (now_s < claims.expires_at_s) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnauthenticated, ERROR_REASON_TOKEN_EXPIRED,
                     "the token has ended; get the next one by its refresh token, or sign in anew");
}

absl::Status FileError(const std::string& path, std::string_view what) {
  return absl::FailedPreconditionError(
      absl::StrCat("signing key file ", path, ": ", std::string(what)));
}

// Writes a new key beside `path` and links it there: the file appears whole, and of two processes
// that start at once only one wins.
absl::Status WriteNewKey(const std::string& path, const std::string& pem) {
  std::string temporary = path + ".XXXXXX";
  const int fd = mkstemp(temporary.data());  // mode 0600
  if (fd < 0) return FileError(path, absl::StrCat("cannot be made: ", std::strerror(errno)));
  const bool written =
      write(fd, pem.data(), pem.size()) == static_cast<ssize_t>(pem.size()) && fsync(fd) == 0;
  const int write_error = errno;
  close(fd);
  const bool linked = written && (link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST);
  const int link_error = errno;
  unlink(temporary.c_str());
  if (!written) {
    return FileError(path, absl::StrCat("cannot be written: ", std::strerror(write_error)));
  }
  if (!linked) return FileError(path, absl::StrCat("cannot be made: ", std::strerror(link_error)));
  return absl::OkStatus();
}

}  // namespace

Signer::Signer(PrivateKey key) : key_(std::move(key)) {
  public_key_.bytes = key_.public_bytes();
  public_key_.id = base::Base64UrlEncode(base::Sha256(public_key_.bytes)).substr(0, 16);
}

Signer Signer::Generate() { return Signer(PrivateKey::Generate()); }

absl::StatusOr<Signer> Signer::FromPem(std::string_view pem) {
  auto key = PrivateKey::FromPem(pem);
  if (!key.ok()) return key.status();
  return Signer(*std::move(key));
}

absl::StatusOr<Signer> Signer::FromFile(const std::string& path, bool create) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT && create) {
    auto written = WriteNewKey(path, PrivateKey::Generate().ToPem());
    if (!written.ok()) return written;
    fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (fd < 0) return FileError(path, std::strerror(errno));
  struct stat info {};
  std::string pem(4096, '\0');
  const bool is_private = fstat(fd, &info) == 0 && (info.st_mode & (S_IRWXO | S_IWGRP)) == 0;
  const ssize_t size = read(fd, pem.data(), pem.size());
  close(fd);
  if (!is_private) return FileError(path, "others can read it; run `chmod 600` on it");
  if (size < 0) return FileError(path, "cannot be read");
  auto signer = FromPem(std::string_view(pem).substr(0, static_cast<std::size_t>(size)));
  if (!signer.ok()) return FileError(path, std::string(signer.status().message()));
  return signer;
}

std::string Signer::Sign(const Claims& claims) const {
  const nlohmann::ordered_json header = {{"alg", "EdDSA"}, {"typ", "JWT"}, {"kid", public_key_.id}};
  nlohmann::ordered_json payload = {{"iss", kIssuer},
                                    {"sub", claims.member},
                                    {"role", std::string(RoleName(claims.role))},
                                    {"iat", claims.issued_at_s},
                                    {"exp", claims.expires_at_s}};
  if (claims.scopes != 0) payload["scope"] = ScopeText(claims.scopes);
  if (!claims.session.empty()) payload["sid"] = claims.session;
  const std::string text =
      base::Base64UrlEncode(header.dump()) + "." + base::Base64UrlEncode(payload.dump());
  return text + "." + base::Base64UrlEncode(key_.Sign(text));
}

void Verifier::SetKeys(const std::vector<PublicKey>& keys) {
  auto parsed = std::make_shared<Keys>();
  for (const auto& key : keys) {
    parsed->emplace(key.id, key.bytes);
  }
  const std::lock_guard keys_lock(keys_mutex_);
  keys_ = std::move(parsed);
  ++generation_;
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    shard.verified.clear();
    shard.generation = generation_;
  }
}

std::string RevocationSubject(std::string_view name) { return base::Sha256(name); }

bool Verifier::IsRevoked(const Floors& floors, const Claims& claims) {
  const auto ends = [&](const std::string& name) {
    const auto floor = floors.find(RevocationSubject(name));
    return floor != floors.end() && claims.issued_at_s < floor->second.not_before_s;
  };
  if (floors.empty()) return false;
  return ends(claims.member) || (!claims.session.empty() && ends(claims.session));
}

void Verifier::Revoke(const std::vector<Revocation>& revocations, std::int64_t now_s) {
  if (revocations.empty()) return;
  Floors added;
  const std::lock_guard keys_lock(keys_mutex_);
  std::erase_if(floors_, [&](const auto& floor) { return floor.second.expires_at_s <= now_s; });
  for (const Revocation& revocation : revocations) {
    if (revocation.expires_at_s <= now_s) continue;
    Floor& floor = floors_[revocation.subject];
    floor.not_before_s = std::max(floor.not_before_s, revocation.not_before_s);
    floor.expires_at_s = std::max(floor.expires_at_s, revocation.expires_at_s);
    added[revocation.subject] = floor;
  }
  ++generation_;
  for (auto& shard : shards_) {
    const std::lock_guard lock(shard.mutex);
    std::erase_if(shard.verified,
                  [&](const auto& known) { return IsRevoked(added, *known.second); });
    shard.generation = generation_;
  }
}

Verifier::Shard& Verifier::ShardOf(std::string_view token) {
  return shards_[std::hash<std::string_view>{}(token) % shards_.size()];
}

absl::StatusOr<Claims> Verifier::Verify(std::string_view token, std::int64_t now_s) {
  if (token.size() > kMaxTokenBytes) return Invalid("it is too long");
  Shard& shard = ShardOf(token);
  std::shared_ptr<const Claims> known;
  {
    const std::lock_guard lock(shard.mutex);
    if (const auto it = shard.verified.find(token); it != shard.verified.end()) {
      known = it->second;
    }
  }
  if (known != nullptr) {
    auto in_time = CheckTime(*known, now_s);
    if (!in_time.ok()) return in_time;
    return *known;
  }

  auto parts = Split(token);
  if (!parts.ok()) return parts.status();
  if (TextField(parts->header, "alg") != "EdDSA") return Invalid("its algorithm is not EdDSA");
  std::shared_ptr<const Keys> keys;
  std::uint64_t generation = 0;
  {
    const std::lock_guard lock(keys_mutex_);
    keys = keys_;
    generation = generation_;
  }
  const auto key = keys->find(TextField(parts->header, "kid"));
  if (key == keys->end()) {
    if (on_unknown_key_ && on_unknown_key_()) {
      return base::Error(absl::StatusCode::kUnavailable, common::v1::ERROR_REASON_UNAVAILABLE,
                         "the keys that verify tokens are being fetched; try again");
    }
    return Invalid("it was signed by a key that this server does not know");
  }
  if (!SignatureHolds(key->second, parts->signed_text, parts->signature)) {
    return Invalid("its signature does not hold");
  }
  auto claims = ReadClaims(parts->payload);
  if (!claims.ok()) return claims.status();
  auto in_time = CheckTime(*claims, now_s);
  if (!in_time.ok()) return in_time;
  {
    const std::lock_guard lock(keys_mutex_);
    if (IsRevoked(floors_, *claims)) {
      return base::Error(absl::StatusCode::kUnauthenticated, ERROR_REASON_TOKEN_REVOKED,
                         "the token was ended; sign in anew, or ask the facilitator for a new "
                         "invitation");
    }
  }

  const std::lock_guard lock(shard.mutex);
  // Verified by keys that were replaced meanwhile: good for this call, and not remembered.
  if (shard.generation != generation) return claims;
  if (shard.verified.size() >= kMaxShardEntries) shard.verified.clear();
  shard.verified.emplace(token, std::make_shared<const Claims>(*claims));
  return claims;
}

}  // namespace plenum::auth
