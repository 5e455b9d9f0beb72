#include "services/plenumd/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::plenumd {
namespace {

absl::Status Refused(const std::string& path, const std::string& why) {
  return absl::FailedPreconditionError(absl::StrCat("the data folder ", path, " ", why));
}

}  // namespace

absl::StatusOr<DataDir> DataDir::Open(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool is_new = fs::create_directories(path, error);
  if (error) {
    return Refused(path, absl::StrCat("cannot be made: ", error.message(),
                                      "; choose another with --data-dir"));
  }
  if (is_new) fs::permissions(path, fs::perms::owner_all, error);
  const int lock = open((path + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    return Refused(path, absl::StrCat("cannot be written: ", std::strerror(errno),
                                      "; choose another with --data-dir, or give this user the "
                                      "right to write there"));
  }
  if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
    close(lock);
    return Refused(path,
                   "is in use by another plenumd; end that one first, or choose another "
                   "folder with --data-dir");
  }
  return DataDir(path, lock);
}

absl::Status DataDir::CheckNothingIsLost(std::span<const char* const> databases) const {
  char mark = 0;
  if (pread(lock_, &mark, 1, 0) != 1) return absl::OkStatus();  // never complete so far
  for (const char* name : databases) {
    const std::string file = absl::StrCat(name, ".db");
    std::error_code error;
    if (std::filesystem::exists(File(file), error) || error) continue;
    return Refused(path_, absl::StrCat("has lost ", file,
                                       ", which was there before: put it back from a backup of the "
                                       "folder, or choose another folder with --data-dir"));
  }
  return absl::OkStatus();
}

absl::Status DataDir::MarkComplete() const {
  if (pwrite(lock_, "1\n", 2, 0) == 2 && fsync(lock_) == 0) return absl::OkStatus();
  return Refused(path_, absl::StrCat("cannot be written: ", std::strerror(errno)));
}

DataDir::DataDir(DataDir&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

DataDir::~DataDir() {
  if (lock_ >= 0) close(lock_);
}

}  // namespace plenum::plenumd
