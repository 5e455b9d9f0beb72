#include "services/common/rpc/pem.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cerrno>
#include <fstream>
#include <memory>
#include <sstream>
#include <system_error>

#include "absl/strings/str_cat.h"
#include "services/common/base/status.h"

namespace plenum::rpc {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

absl::Status Bad(const std::string& message) {
  return base::Error(absl::StatusCode::kInvalidArgument, common::v1::ERROR_REASON_INVALID_FIELDS,
                     message);
}

absl::StatusOr<std::string> ReadFile(const std::string& path, const std::string& flag) {
  std::ifstream file(path, std::ios::binary);
  if (file.is_open()) file.peek();  // a folder opens, and fails to be read
  const int error = errno;
  if (file.is_open() && !file.bad()) {
    std::stringstream content;
    content << file.rdbuf();
    return content.str();
  }
  return Bad(absl::StrCat("cannot read ", path, " (", flag,
                          "): ", std::generic_category().message(error),
                          "; give the path of a PEM file that this user can read"));
}

Bio Memory(const std::string& pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

// Null at the end of the text, or when what comes next cannot be read.
Certificate NextCertificate(BIO* bio) {
  return {PEM_read_bio_X509(bio, nullptr, nullptr, nullptr), X509_free};
}

// Notes that a pass phrase was asked for, and has none.
int NoPassPhrase(char* /*buffer*/, int /*size*/, int /*writing*/, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

Key ReadKey(const std::string& pem, bool& encrypted) {
  const Bio bio = Memory(pem);
  Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassPhrase, &encrypted), EVP_PKEY_free);
  ERR_clear_error();
  return key;
}

}  // namespace

absl::StatusOr<std::string> ReadCertificates(const std::string& path, const std::string& flag) {
  auto pem = ReadFile(path, flag);
  if (!pem.ok()) return pem;
  const Bio bio = Memory(*pem);
  int count = 0;
  while (NextCertificate(bio.get()) != nullptr) ++count;
  const bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  ERR_clear_error();
  if (count > 0 && at_end) return pem;
  if (count == 0 && at_end) {
    return Bad(absl::StrCat(path, " (", flag,
                            ") holds no certificate: give a PEM file, with a part that begins with "
                            "-----BEGIN CERTIFICATE-----"));
  }
  return Bad(absl::StrCat("certificate ", count + 1, " in ", path, " (", flag,
                          ") is damaged: copy the file anew from where the certificate was made"));
}

absl::StatusOr<std::string> ReadPrivateKey(const std::string& path, const std::string& flag) {
  auto pem = ReadFile(path, flag);
  if (!pem.ok()) return pem;
  bool encrypted = false;
  if (ReadKey(*pem, encrypted) != nullptr) return pem;
  if (encrypted) {
    return Bad(absl::StrCat(path, " (", flag,
                            ") is locked with a pass phrase: give a key without one (`openssl pkey "
                            "-in FILE -out NEW` takes it off) that only this user can read"));
  }
  return Bad(absl::StrCat(path, " (", flag,
                          ") holds no private key that can be read: give a PEM file, with a part "
                          "that begins with -----BEGIN PRIVATE KEY-----"));
}

absl::Status CheckPair(const std::string& certificates, const std::string& certificate_path,
                       const std::string& key, const std::string& key_path) {
  const Bio bio = Memory(certificates);
  const Certificate certificate = NextCertificate(bio.get());
  bool encrypted = false;
  const Key parsed = ReadKey(key, encrypted);
  const bool fit = certificate != nullptr && parsed != nullptr &&
                   X509_check_private_key(certificate.get(), parsed.get()) == 1;
  ERR_clear_error();
  if (fit) return absl::OkStatus();
  return Bad(absl::StrCat("the private key in ", key_path,
                          " is not that of the first certificate "
                          "in ",
                          certificate_path,
                          ": give the key that the certificate was made with, and the server's own "
                          "certificate first"));
}

}  // namespace plenum::rpc
