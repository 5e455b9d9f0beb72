// private_file: a new file that only its owner can read, written piece by piece: what was handed
// out is kept whatever happens to the rest.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace plenum::cli {

class PrivateFile {
 public:
  explicit PrivateFile(std::string path) : path_(std::move(path)) {}
  ~PrivateFile();
  PrivateFile(const PrivateFile&) = delete;
  PrivateFile& operator=(const PrivateFile&) = delete;

  // Makes it with these first bytes. A usage error when it cannot be made, or is there already.
  absl::Status Create(std::string_view begin);
  absl::Status Write(std::string_view text);

 private:
  const std::string path_;
  int fd_ = -1;
};

}  // namespace plenum::cli
