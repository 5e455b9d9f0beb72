// pem: certificates and keys from files, with errors that name the file, what is wrong with it and
// what to do. gRPC takes anything and then only fails to listen or to connect.
//
//   auto pem = ReadCertificates("cert.pem", "--tls-cert");
//   if (!pem.ok()) return pem.status();   // "cert.pem (--tls-cert) holds no certificate: ..."
//
// `flag` is what the person wrote the path after, or what the file is for. Errors are
// INVALID_ARGUMENT / INVALID_FIELDS.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace plenum::rpc {

// The content of a file that holds one certificate or more, each of which can be read.
absl::StatusOr<std::string> ReadCertificates(const std::string& path, const std::string& flag);

// The content of a file that holds a private key without a pass phrase.
absl::StatusOr<std::string> ReadPrivateKey(const std::string& path, const std::string& flag);

// OK when `key` is the private key of the first certificate of `certificates` (PEM texts as above);
// the error names both files.
absl::Status CheckPair(const std::string& certificates, const std::string& certificate_path,
                       const std::string& key, const std::string& key_path);

}  // namespace plenum::rpc
