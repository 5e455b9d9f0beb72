#include "services/common/auth/ed25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cstdlib>
#include <utility>

namespace plenum::auth {
namespace {

constexpr std::size_t kSeedBytes = 32;

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

std::shared_ptr<EVP_PKEY> Own(EVP_PKEY* key) { return {key, EVP_PKEY_free}; }

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

PrivateKey::PrivateKey(std::shared_ptr<EVP_PKEY> key)
    : key_(std::move(key)), public_bytes_(kPublicKeyBytes, '\0') {
  std::size_t length = kPublicKeyBytes;
  EVP_PKEY_get_raw_public_key(key_.get(), reinterpret_cast<unsigned char*>(public_bytes_.data()),
                              &length);
}

PrivateKey PrivateKey::Generate() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  if (key == nullptr) std::abort();  // no memory, or an OpenSSL without Ed25519
  return PrivateKey(Own(key));
}

absl::StatusOr<PrivateKey> PrivateKey::FromSeed(std::string_view seed) {
  if (seed.size() != kSeedBytes) {
    return absl::InvalidArgumentError("a private key of Ed25519 has 32 bytes");
  }
  return PrivateKey(
      Own(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, Bytes(seed), seed.size())));
}

absl::StatusOr<PrivateKey> PrivateKey::FromPem(std::string_view pem) {
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
  return PrivateKey(std::move(key));
}

std::string PrivateKey::ToPem() const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_PrivateKey(bio.get(), key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string PrivateKey::Sign(std::string_view text) const {
  std::string signature(kSignatureBytes, '\0');
  std::size_t length = kSignatureBytes;
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &length,
                     Bytes(text), text.size()) != 1) {
    std::abort();  // cannot happen with a key that was loaded
  }
  return signature;
}

bool SignatureHolds(std::string_view public_bytes, std::string_view text,
                    std::string_view signature) {
  if (public_bytes.size() != kPublicKeyBytes || signature.size() != kSignatureBytes) return false;
  const auto key = Own(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, Bytes(public_bytes),
                                                   public_bytes.size()));
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool holds =
      key != nullptr &&
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), Bytes(signature), signature.size(), Bytes(text),
                       text.size()) == 1;
  ERR_clear_error();
  return holds;
}

}  // namespace plenum::auth
