// data_dir: the folder in which plenumd keeps everything, used by one process at a time.
#pragma once

#include <string>

#include "absl/status/statusor.h"

namespace plenum::plenumd {

// Holds the folder's lock until it is destroyed.
class DataDir {
 public:
  // Makes the folder (mode 0700) when it is missing. FAILED_PRECONDITION when it cannot be made or
  // written, or when another process uses it.
  static absl::StatusOr<DataDir> Open(const std::string& path);
  DataDir(DataDir&& other) noexcept;
  DataDir& operator=(DataDir&&) = delete;
  ~DataDir();

  [[nodiscard]] std::string File(const std::string& name) const { return path_ + "/" + name; }
  // Url of one service's database.
  [[nodiscard]] std::string Database(const std::string& service) const {
    return "sqlite:" + File(service + ".db");
  }

 private:
  DataDir(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_;
  int lock_;
};

}  // namespace plenum::plenumd
