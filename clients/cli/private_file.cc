#include "clients/cli/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"

namespace plenum::cli {

PrivateFile::~PrivateFile() {
  if (fd_ >= 0) close(fd_);
}

absl::Status PrivateFile::Create(std::string_view begin) {
  fd_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd_ >= 0) return Write(begin);
  return UsageError(absl::StrCat("cannot make ", path_,
                                 errno == EEXIST ? ": it is there already" : "",
                                 "; the invitations need a new file"));
}

absl::Status PrivateFile::Write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t put = write(fd_, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return UsageError(absl::StrCat("cannot write ", path_));
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  return absl::OkStatus();
}

}  // namespace plenum::cli
