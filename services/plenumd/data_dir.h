// data_dir: the folder in which plenumd keeps everything, used by one process at a time.
#pragma once

#include <span>
#include <string>

#include "absl/status/statusor.h"

namespace plenum::plenumd {

// Holds the folder's lock until it is destroyed.
class DataDir {
 public:
  // Makes the folder (mode 0700) when it is missing. FAILED_PRECONDITION when it cannot be made or
  // written, or when another process uses it.
  static absl::StatusOr<DataDir> Open(const std::string& path);
  // FAILED_PRECONDITION when the folder was complete before, and one of these databases is gone
  // now: an empty one in its place would look like a deliberation without its measures.
  absl::Status CheckNothingIsLost(std::span<const char* const> databases) const;
  // From now on everything must be there.
  absl::Status MarkComplete() const;

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
