// What is said about certificate and key files that will not do.
#include "services/common/rpc/pem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

namespace plenum::rpc {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

struct Pair {
  std::string certificate;
  std::string key;
  std::string locked_key;
};

std::string Drain(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<std::size_t>(size));
  BIO_free(bio);
  return text;
}

// A new key and its own certificate.
Pair MakePair() {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  X509* certificate = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, nullptr);
  Pair pair;
  BIO* bio = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(bio, certificate);
  pair.certificate = Drain(bio);
  bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  pair.key = Drain(bio);
  bio = BIO_new(BIO_s_mem());
  std::string phrase = "phrase";
  PEM_write_bio_PrivateKey(bio, key, EVP_aes_128_cbc(), nullptr, 0, nullptr, phrase.data());
  pair.locked_key = Drain(bio);
  X509_free(certificate);
  EVP_PKEY_free(key);
  return pair;
}

class PemTest : public ::testing::Test {
 protected:
  PemTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "plenum-pem-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~PemTest() override { std::filesystem::remove_all(folder_); }
  std::string File(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ + "/" + name) << content;
    return folder_ + "/" + name;
  }
  std::string folder_;
};

template <class T>
std::string Message(const absl::StatusOr<T>& result) {
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(result.status().message());
}

TEST_F(PemTest, TakesChainsAndKeys) {
  const Pair one = MakePair();
  const Pair two = MakePair();
  const auto chain =
      ReadCertificates(File("chain", one.certificate + "text\n" + two.certificate), "--tls-cert");
  ASSERT_TRUE(chain.ok()) << chain.status();
  const auto key = ReadPrivateKey(File("key", one.key), "--tls-key");
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_TRUE(CheckPair(*chain, "chain", *key, "key").ok());
}

TEST_F(PemTest, NamesTheFileTheFaultAndTheRemedy) {
  const Pair pair = MakePair();
  EXPECT_THAT(Message(ReadCertificates(folder_ + "/none", "--tls-cert")),
              AllOf(HasSubstr("/none (--tls-cert): No such file"), HasSubstr("give the path")));
  EXPECT_THAT(Message(ReadCertificates(folder_, "--tls-cert")), HasSubstr("Is a directory"));
  for (const std::string& content : {std::string(), std::string("x\n"), pair.key}) {
    EXPECT_THAT(Message(ReadCertificates(File("cert", content), "--tls-cert")),
                AllOf(HasSubstr("/cert (--tls-cert) holds no certificate"), HasSubstr("give")));
  }
  std::string damaged = pair.certificate + pair.certificate;
  damaged.replace(pair.certificate.size() + 40, 8, "AAAAAAAA");
  EXPECT_THAT(Message(ReadCertificates(File("cert", damaged), "--tls-cert")),
              AllOf(HasSubstr("certificate 2 in"), HasSubstr("is damaged")));
  EXPECT_THAT(Message(ReadPrivateKey(File("key", pair.certificate), "--tls-key")),
              AllOf(HasSubstr("/key (--tls-key) holds no private key"), HasSubstr("give")));
  EXPECT_THAT(Message(ReadPrivateKey(File("key", pair.locked_key), "--tls-key")),
              AllOf(HasSubstr("/key (--tls-key) is locked"), HasSubstr("openssl pkey")));
}

TEST_F(PemTest, TellsThatKeyAndCertificateDoNotFitTogether) {
  const absl::Status status = CheckPair(MakePair().certificate, "a.pem", MakePair().key, "b.pem");
  EXPECT_THAT(std::string(status.message()),
              AllOf(HasSubstr("key in b.pem is not"), HasSubstr("certificate in a.pem")));
}

}  // namespace
}  // namespace plenum::rpc
