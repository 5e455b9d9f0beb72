#include "services/common/auth/token.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
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

constexpr char kIssuer[] = "plenum";
constexpr std::size_t kMaxTokenBytes = 2048;
constexpr std::size_t kSignatureBytes = 64;
constexpr std::size_t kKeyBytes = 32;
// Entries of one shard of the cache; a shard that is full starts anew.
constexpr std::size_t kMaxShardEntries = 8192;

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

absl::Status Invalid(std::string_view why) {
  return base::Error(absl::StatusCode::kUnauthenticated, ERROR_REASON_TOKEN_INVALID,
                     absl::StrCat("the token is not good: ", std::string(why),
                                  "; sign in again, or ask the facilitator for a new token"));
}

std::optional<Role> RoleFromName(std::string_view name) {
  for (const Role role : {Role::kObserver, Role::kMember, Role::kFacilitator}) {
    if (RoleName(role) == name) return role;
  }
  return std::nullopt;
}

bool SignatureHolds(EVP_PKEY* key, std::string_view text, std::string_view signature) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  const bool holds =
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1;
  ERR_clear_error();
  return holds;
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
  Claims claims{TextField(payload, "sub"), role.value_or(Role::kNone), NumberField(payload, "iat"),
                NumberField(payload, "exp")};
  if (TextField(payload, "iss") != kIssuer || !role || claims.member.empty() ||
      claims.expires_at_s <= 0) {
    return Invalid("its claims are not those of Plenum");
  }
  return claims;
}

absl::Status CheckTime(const Claims& claims, std::int64_t now_s) {
  if (now_s < claims.expires_at_s) return absl::OkStatus();
  return base::Error(absl::StatusCode::kUnauthenticated, ERROR_REASON_TOKEN_EXPIRED,
                     "the token has expired; ask the facilitator for a new one "
                     "(`plenum member token MEMBER`)");
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

std::string_view RoleName(Role role) {
  switch (role) {
    case Role::kObserver:
      return "observer";
    case Role::kMember:
      return "member";
    case Role::kFacilitator:
      return "facilitator";
    case Role::kNone:
      break;
  }
  return "none";
}

Signer::Signer(std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {
  public_key_.bytes.resize(kKeyBytes);
  std::size_t length = kKeyBytes;
  EVP_PKEY_get_raw_public_key(key_.get(),
                              reinterpret_cast<unsigned char*>(public_key_.bytes.data()), &length);
  public_key_.id = base::Base64UrlEncode(base::Sha256(public_key_.bytes)).substr(0, 16);
}

Signer Signer::Generate() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) std::abort();  // no memory, or an OpenSSL without Ed25519
  return Signer(Own(key));
}

absl::StatusOr<Signer> Signer::FromPem(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  // No password is asked for on the terminal: an encrypted key is refused.
  auto no_password = [](char*, int, int, void*) { return -1; };
  auto key = Own(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  if (key == nullptr || EVP_PKEY_get_id(key.get()) != EVP_PKEY_ED25519) {
    return absl::InvalidArgumentError(
        "not an unencrypted Ed25519 private key in PEM form; make one with "
        "`openssl genpkey -algorithm ed25519`");
  }
  return Signer(std::move(key));
}

absl::StatusOr<Signer> Signer::FromFile(const std::string& path, bool create) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT && create) {
    auto written = WriteNewKey(path, Generate().ToPem());
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
  const nlohmann::ordered_json payload = {{"iss", kIssuer},
                                          {"sub", claims.member},
                                          {"role", std::string(RoleName(claims.role))},
                                          {"iat", claims.issued_at_s},
                                          {"exp", claims.expires_at_s}};
  const std::string text =
      base::Base64UrlEncode(header.dump()) + "." + base::Base64UrlEncode(payload.dump());
  std::string signature(kSignatureBytes, '\0');
  std::size_t length = kSignatureBytes;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     reinterpret_cast<const unsigned char*>(text.data()), text.size()) != 1) {
    std::abort();  // cannot happen with a key that was loaded
  }
  return text + "." + base::Base64UrlEncode(signature);
}

std::string Signer::ToPem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

void Verifier::SetKeys(const std::vector<PublicKey>& keys) {
  auto parsed = std::make_shared<Keys>();
  for (const auto& key : keys) {
    auto handle = Own(EVP_PKEY_new_raw_public_key(
        EVP_PKEY_ED25519, nullptr, reinterpret_cast<const unsigned char*>(key.bytes.data()),
        key.bytes.size()));
    if (handle != nullptr) parsed->emplace(key.id, std::move(handle));
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
  if (parts->signature.size() != kSignatureBytes ||
      !SignatureHolds(key->second.get(), parts->signed_text, parts->signature)) {
    return Invalid("its signature does not hold");
  }
  auto claims = ReadClaims(parts->payload);
  if (!claims.ok()) return claims.status();
  auto in_time = CheckTime(*claims, now_s);
  if (!in_time.ok()) return in_time;

  const std::lock_guard lock(shard.mutex);
  // Verified by keys that were replaced meanwhile: good for this call, and not remembered.
  if (shard.generation != generation) return claims;
  if (shard.verified.size() >= kMaxShardEntries) shard.verified.clear();
  shard.verified.emplace(token, std::make_shared<const Claims>(*claims));
  return claims;
}

}  // namespace plenum::auth
