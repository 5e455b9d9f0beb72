#include "services/plenumd/start_link.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "services/common/base/random.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::plenumd {
namespace {

constexpr std::size_t kSecretBytes = 16;
// Links that were made and not used; the oldest go.
constexpr std::size_t kMaxCodes = 16;
constexpr std::size_t kMaxBrowsers = 1000;
// Longer texts are none of ours.
constexpr std::size_t kMaxSecretText = 64;

std::string NewSecret() { return base::Base64UrlEncode(base::RandomBytes(kSecretBytes)); }

std::string HashOf(std::string_view secret) { return base::Hex(base::Sha256(secret)); }

bool Holds(const std::vector<std::string>& hashes, std::string_view secret) {
  if (secret.empty() || secret.size() > kMaxSecretText) return false;
  return std::find(hashes.begin(), hashes.end(), HashOf(secret)) != hashes.end();
}

void KeepLast(std::vector<std::string>& all, std::size_t count) {
  if (all.size() > count) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
}

absl::Status FileError(const std::string& path, const char* what) {
  return absl::FailedPreconditionError(
      absl::StrCat("the file ", path, " cannot be ", what, ": ", std::strerror(errno)));
}

}  // namespace

// Held while the file is read and written.
class StartLinks::Lock {
 public:
  explicit Lock(const std::string& path)
      : fd_(open((path + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ >= 0) held_ = flock(fd_, LOCK_EX) == 0;
  }
  ~Lock() {
    if (fd_ >= 0) close(fd_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  [[nodiscard]] bool held() const { return held_; }

 private:
  const int fd_;
  bool held_ = false;
};

absl::StatusOr<StartLinks::Content> StartLinks::Read() const {
  Content content;
  std::ifstream file(path_);
  if (!file) return errno == ENOENT ? absl::StatusOr<Content>(content) : FileError(path_, "read");
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::string kind;
    std::string value;
    words >> kind >> value;
    if (kind == "address") content.address = value;
    if (kind == "code") content.codes.push_back(value);
    if (kind == "browser") content.browsers.push_back(value);
  }
  return content;
}

absl::Status StartLinks::Write(const Content& content) const {
  std::string text;
  if (!content.address.empty()) absl::StrAppend(&text, "address ", content.address, "\n");
  for (const auto& code : content.codes) absl::StrAppend(&text, "code ", code, "\n");
  for (const auto& browser : content.browsers) absl::StrAppend(&text, "browser ", browser, "\n");
  const std::string temporary = path_ + ".new";
  const int fd = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return FileError(temporary, "made");
  const bool written =
      write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(fd) == 0;
  close(fd);
  if (!written || std::rename(temporary.c_str(), path_.c_str()) != 0) {
    return FileError(path_, "written");
  }
  return absl::OkStatus();
}

std::string StartLinks::AddCode(Content& content) {
  const std::string code = NewSecret();
  content.codes.push_back(HashOf(code));
  KeepLast(content.codes, kMaxCodes);
  return absl::StrCat(content.address, "/start#", code);
}

absl::StatusOr<std::string> StartLinks::NewLink() {
  const Lock lock(path_);
  if (!lock.held()) return FileError(path_, "locked");
  auto content = Read();
  if (!content.ok()) return content.status();
  if (content->address.empty()) {
    return absl::FailedPreconditionError(
        "this folder was never served with a web page: start plenumd once, without --web-listen=");
  }
  std::string link = AddCode(*content);
  auto written = Write(*content);
  if (!written.ok()) return written;
  return link;
}

absl::StatusOr<std::string> StartLinks::Begin(const std::string& address) {
  const Lock lock(path_);
  if (!lock.held()) return FileError(path_, "locked");
  auto content = Read();
  if (!content.ok()) return content.status();
  content->address = address;
  const bool is_new = content->browsers.empty();
  std::string link = is_new ? AddCode(*content) : "";
  auto written = Write(*content);
  if (!written.ok()) return written;
  return link;
}

bool StartLinks::MayCreate(std::string_view cookie) {
  if (cookie.empty()) return false;
  const auto content = Read();
  return content.ok() && Holds(content->browsers, cookie);
}

absl::StatusOr<std::string> StartLinks::Redeem(std::string_view code) {
  const Lock lock(path_);
  if (!lock.held()) return FileError(path_, "locked");
  auto content = Read();
  if (!content.ok()) return content.status();
  if (!Holds(content->codes, code)) {
    return base::Error(
        absl::StatusCode::kNotFound, common::v1::ERROR_REASON_INVITATION_UNKNOWN,
        "this link was used already or is none; `plenumd start-link` makes a new one");
  }
  content->codes.erase(std::find(content->codes.begin(), content->codes.end(), HashOf(code)));
  std::string key = NewSecret();
  content->browsers.push_back(HashOf(key));
  KeepLast(content->browsers, kMaxBrowsers);
  auto written = Write(*content);
  if (!written.ok()) return written;
  return key;
}

std::string StartLinks::how_to_get_in() const {
  return "only browsers that were opened by the server's one-time link may create deliberations "
         "here; it stands where plenumd was started, and `plenumd start-link --data-dir FOLDER` "
         "prints a new one";
}

}  // namespace plenum::plenumd
