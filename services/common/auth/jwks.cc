#include "services/common/auth/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/text.h"

namespace plenum::auth {
namespace {

using nlohmann::json;

constexpr std::size_t kCoordinateBytes = 32;  // of P-256
constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;

template <class T, void (*Free)(T*)>
struct Deleter {
  void operator()(T* pointer) const { Free(pointer); }
};
using Number = std::unique_ptr<BIGNUM, Deleter<BIGNUM, BN_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Deleter<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Deleter<OSSL_PARAM, OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Deleter<EVP_PKEY_CTX, EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Deleter<EVP_MD_CTX, EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Deleter<ECDSA_SIG, ECDSA_SIG_free>>;

absl::Status Bad(const std::string& what) { return absl::InvalidArgumentError(what); }

const unsigned char* Octets(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Number ToNumber(std::string_view bytes) {
  return Number(BN_bin2bn(Octets(bytes), static_cast<int>(bytes.size()), nullptr));
}

std::string Text(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// A member that is base64url; nothing when it is missing, empty or none.
std::optional<std::string> Binary(const json& object, const char* name) {
  auto bytes = base::Base64UrlDecode(Text(object, name));
  if (!bytes || bytes->empty()) return std::nullopt;
  return bytes;
}

std::shared_ptr<EVP_PKEY> FromParams(const char* kind, OSSL_PARAM_BLD* builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
  EVP_PKEY* key = nullptr;
  const bool made = params != nullptr && context != nullptr &&
                    EVP_PKEY_fromdata_init(context.get()) == 1 &&
                    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get()) == 1;
  ERR_clear_error();
  if (!made) return nullptr;
  return {key, EVP_PKEY_free};
}

absl::StatusOr<std::shared_ptr<EVP_PKEY>> RsaKey(const json& jwk) {
  const auto n = Binary(jwk, "n");
  const auto e = Binary(jwk, "e");
  if (!n || !e) return Bad("an RSA key lacks n or e");
  const Number modulus = ToNumber(*n);
  const Number exponent = ToNumber(*e);
  const int bits = BN_num_bits(modulus.get());
  if (bits < kMinRsaBits || bits > kMaxRsaBits) {
    return Bad(absl::StrCat("an RSA key has ", bits, " bits; 2048 to 8192 are taken"));
  }
  if (BN_is_odd(exponent.get()) == 0 || BN_num_bits(exponent.get()) < 2 ||
      BN_num_bits(exponent.get()) > 64) {
    return Bad("an RSA key has an exponent that none has");
  }
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get());
  auto key = FromParams("RSA", builder.get());
  if (key == nullptr) return Bad("an RSA key cannot be read");
  return key;
}

absl::StatusOr<std::shared_ptr<EVP_PKEY>> P256Key(const json& jwk) {
  const auto x = Binary(jwk, "x");
  const auto y = Binary(jwk, "y");
  if (!x || !y || x->size() != kCoordinateBytes || y->size() != kCoordinateBytes) {
    return Bad("a P-256 key lacks x or y of 32 bytes");
  }
  const std::string point = "\x04" + *x + *y;
  const Builder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  auto key = FromParams("EC", builder.get());
  if (key == nullptr) return Bad("a P-256 key is no point of the curve");
  return key;
}

absl::StatusOr<std::shared_ptr<EVP_PKEY>> Ed25519Key(const json& jwk) {
  const auto x = Binary(jwk, "x");
  if (!x || x->size() != kCoordinateBytes) return Bad("an Ed25519 key lacks x of 32 bytes");
  std::shared_ptr<EVP_PKEY> key(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Octets(*x), x->size()), EVP_PKEY_free);
  ERR_clear_error();
  if (key == nullptr) return Bad("an Ed25519 key cannot be read");
  return key;
}

// "" for a key that is not for our algorithms.
std::string AlgorithmOf(const json& jwk) {
  const std::string kind = Text(jwk, "kty");
  const std::string curve = Text(jwk, "crv");
  if (kind == "RSA") return "RS256";
  if (kind == "EC" && curve == "P-256") return "ES256";
  if (kind == "OKP" && curve == "Ed25519") return "EdDSA";
  return "";
}

// Whether a key that says what it is for is for this.
bool IsForSignatures(const json& jwk, const std::string& algorithm) {
  const std::string use = Text(jwk, "use");
  const std::string said = Text(jwk, "alg");
  return (use.empty() || use == "sig") && (said.empty() || said == algorithm);
}

// ECDSA signatures of RFC 7518 are r and s, and OpenSSL wants them in DER.
std::string ToDer(std::string_view raw) {
  const Signature signature(ECDSA_SIG_new());
  ECDSA_SIG_set0(signature.get(), ToNumber(raw.substr(0, kCoordinateBytes)).release(),
                 ToNumber(raw.substr(kCoordinateBytes)).release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(signature.get(), &der);
  std::string bytes(reinterpret_cast<const char*>(der),
                    static_cast<std::size_t>(std::max(size, 0)));
  OPENSSL_free(der);
  return bytes;
}

bool Holds(const std::string& algorithm, EVP_PKEY* key, std::string_view text,
           std::string signature) {
  if (algorithm == "ES256") {
    if (signature.size() != 2 * kCoordinateBytes) return false;
    signature = ToDer(signature);
  }
  const EVP_MD* const digest = algorithm == "EdDSA" ? nullptr : EVP_sha256();
  const DigestContext context(EVP_MD_CTX_new());
  const bool holds = EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) == 1 &&
                     EVP_DigestVerify(context.get(), Octets(signature), signature.size(),
                                      Octets(text), text.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace

absl::StatusOr<KeySet> KeySet::FromJson(std::string_view text) {
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  const auto listed = document.is_object() ? document.find("keys") : document.end();
  if (!document.is_object() || listed == document.end() || !listed->is_array()) {
    return Bad("it is no key set of RFC 7517: an object with a list \"keys\"");
  }
  if (listed->size() > kMaxKeys) return Bad(absl::StrCat("it has more than ", kMaxKeys, " keys"));
  KeySet set;
  for (const json& jwk : *listed) {
    if (!jwk.is_object()) return Bad("one of its keys is no object");
    if (jwk.contains("d") || jwk.contains("k")) {
      return Bad("it holds a private or shared key; give the public keys alone");
    }
    Key key{Text(jwk, "kid"), AlgorithmOf(jwk), nullptr};
    if (key.algorithm.empty() || !IsForSignatures(jwk, key.algorithm)) continue;
    auto made = key.algorithm == "RS256"   ? RsaKey(jwk)
                : key.algorithm == "ES256" ? P256Key(jwk)
                                           : Ed25519Key(jwk);
    if (!made.ok()) return made.status();
    key.key = *std::move(made);
    const bool twice = std::any_of(set.keys_.begin(), set.keys_.end(),
                                   [&](const Key& known) { return known.id == key.id; });
    if (twice) return Bad("two of its keys have the same \"kid\", or none");
    set.keys_.push_back(std::move(key));
  }
  if (set.keys_.empty()) return Bad("it has no key for RS256, ES256 or EdDSA");
  return set;
}

absl::StatusOr<std::string> KeySet::Verify(std::string_view token) const {
  if (token.size() > kMaxTokenBytes) return Bad("it is too long");
  const auto first = token.find('.');
  const auto second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return Bad("it does not have three parts");
  const auto header_text = base::Base64UrlDecode(token.substr(0, first));
  auto payload = base::Base64UrlDecode(token.substr(first + 1, second - first - 1));
  auto signature = base::Base64UrlDecode(token.substr(second + 1));
  if (!header_text || !payload || !signature) return Bad("a part of it is not base64url");
  const json header = json::parse(*header_text, nullptr, /*allow_exceptions=*/false);
  if (!header.is_object()) return Bad("its header is no JSON object");
  // RFC 7515, section 4.1.11: what must be understood and is not.
  if (header.contains("crit")) return Bad("its header has critical parts that are not known here");
  const std::string id = Text(header, "kid");
  if (header.contains("kid") && id.empty()) return Bad("its \"kid\" is no text");
  const auto found =
      std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) { return key.id == id; });
  const Key* key = found != keys_.end() ? &*found : nullptr;
  if (key == nullptr && !header.contains("kid") && keys_.size() == 1) key = &keys_.front();
  if (key == nullptr) return Bad("it was signed by a key that is not in the key set");
  if (Text(header, "alg") != key->algorithm) {
    return Bad(absl::StrCat("its algorithm is not ", key->algorithm, ", which its key is for"));
  }
  if (!Holds(key->algorithm, key->key.get(), token.substr(0, second), *std::move(signature))) {
    return Bad("its signature does not hold");
  }
  return *std::move(payload);
}

}  // namespace plenum::auth
