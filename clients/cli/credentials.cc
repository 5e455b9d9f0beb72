#include "clients/cli/credentials.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/resolve.h"
#include "clients/cli/text.h"
#include "services/common/base/status.h"
#include "services/common/base/text.h"

namespace plenum::cli {
namespace {

using nlohmann::json;

constexpr int kVersion = 1;
constexpr Noun kProfile{'u', "profile", "plenum use"};

// A file descriptor that closes itself.
class File {
 public:
  explicit File(int fd) : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status Unusable(const std::string& what) { return absl::FailedPreconditionError(what); }

// Someone else could act as the person at this computer.
absl::Status Exposed(const std::string& what) { return absl::PermissionDeniedError(what); }

std::string Errno() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

absl::Status CheckOwner(const struct stat& info, const std::string& path) {
  if (info.st_uid == geteuid()) return absl::OkStatus();
  return Exposed(absl::StrCat(path, " belongs to another user; set XDG_CONFIG_HOME to a directory ",
                              "of your own"));
}

absl::Status CheckDirectory(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return absl::OkStatus();
  if (absl::Status status = CheckOwner(info, path); !status.ok()) return status;
  if ((info.st_mode & (S_IWGRP | S_IWOTH)) == 0) return absl::OkStatus();
  return Exposed(absl::StrCat("others may write to ", path,
                              ", which keeps your tokens; run: chmod 700 ", path));
}

absl::Status CheckFile(int fd, const std::string& path) {
  struct stat info {};
  if (fstat(fd, &info) != 0) return Unusable(absl::StrCat("cannot look at ", path, ": ", Errno()));
  if (absl::Status status = CheckOwner(info, path); !status.ok()) return status;
  const unsigned mode = info.st_mode & 0777U;
  if ((mode & 077U) == 0) return absl::OkStatus();
  std::array<char, 8> octal{};
  std::snprintf(octal.data(), octal.size(), "%04o", mode);
  return Exposed(absl::StrCat("others may read your tokens: ", path, " has mode ", octal.data(),
                              "; run: chmod 600 ", path));
}

absl::StatusOr<std::string> ReadAll(int fd, const std::string& path) {
  std::string content;
  std::array<char, 65536> buffer{};
  for (;;) {
    const ssize_t got = read(fd, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return Unusable(absl::StrCat("cannot read ", path, ": ", Errno()));
    if (got == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

absl::Status WriteAll(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t put = write(fd, content.data(), content.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return Unusable(absl::StrCat("cannot write ", path, ": ", Errno()));
    content.remove_prefix(static_cast<std::size_t>(put));
  }
  if (fsync(fd) != 0) return Unusable(absl::StrCat("cannot write ", path, ": ", Errno()));
  return absl::OkStatus();
}

json ToJson(const Profile& profile) {
  return {{"server", profile.addresses.server},
          {"ingestion", profile.addresses.ingestion},
          {"scoring", profile.addresses.scoring},
          {"deliberation_service", profile.addresses.deliberation},
          {"ca_file", profile.addresses.ca_file},
          {"client_cert_file", profile.addresses.client_cert_file},
          {"client_key_file", profile.addresses.client_key_file},
          {"tls", profile.addresses.tls.value_or(false)},
          {"deliberation", profile.deliberation},
          {"title", profile.title},
          {"member", profile.member},
          {"display_name", profile.display_name},
          {"role", profile.role},
          {"token", profile.token},
          {"refresh_token", profile.refresh_token},
          {"refresh_request", profile.refresh_request},
          {"receipt", profile.receipt}};
}

std::string Field(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

Profile FromJson(const json& object) {
  Profile profile;
  profile.addresses = {
      Field(object, "server"),          Field(object, "ingestion"),
      Field(object, "scoring"),         Field(object, "deliberation_service"),
      Field(object, "ca_file"),         Field(object, "client_cert_file"),
      Field(object, "client_key_file"), object.contains("tls") && object["tls"] == true};
  profile.deliberation = Field(object, "deliberation");
  profile.title = Field(object, "title");
  profile.member = Field(object, "member");
  profile.display_name = Field(object, "display_name");
  profile.role = Field(object, "role");
  profile.token = Field(object, "token");
  profile.refresh_token = Field(object, "refresh_token");
  profile.refresh_request = Field(object, "refresh_request");
  profile.receipt = Field(object, "receipt");
  return profile;
}

absl::StatusOr<Credentials> Parse(const std::string& content, const std::string& path) {
  const json document = json::parse(content, nullptr, /*allow_exceptions=*/false);
  const auto damaged = [&] {
    return Unusable(absl::StrCat(path, " is damaged; move it away and sign in again"));
  };
  if (!document.is_object() || !document.contains("version") ||
      !document["version"].is_number_integer()) {
    return damaged();
  }
  if (document["version"] != kVersion) {
    return Unusable(absl::StrCat(path, " was written by a newer plenum; update this one"));
  }
  if (!document.contains("profiles") || !document["profiles"].is_array()) return damaged();
  Credentials credentials;
  credentials.current = Field(document, "current");
  for (const json& entry : document["profiles"]) {
    if (!entry.is_object()) return damaged();
    credentials.profiles.push_back(FromJson(entry));
  }
  return credentials;
}

}  // namespace

void Credentials::Put(Profile profile) {
  current = profile.member;
  for (Profile& known : profiles) {
    if (known.member == profile.member) {
      // Signing in again does not make the ballot another one.
      if (profile.receipt.empty()) profile.receipt = std::move(known.receipt);
      known = std::move(profile);
      return;
    }
  }
  profiles.push_back(std::move(profile));
}

const Profile* Credentials::Current() const {
  for (const Profile& profile : profiles) {
    if (profile.member == current) return &profile;
  }
  return nullptr;
}

absl::StatusOr<const Profile*> Credentials::Find(std::string_view query) const {
  const std::size_t slash = query.find('/');
  // "deliberations/d1" is a resource name, not DELIBERATION/MEMBER.
  const bool both = slash != std::string_view::npos && query.substr(0, slash) != "deliberations";
  const std::string_view first = both ? query.substr(0, slash) : query;
  std::vector<Candidate> by_deliberation;
  std::vector<Candidate> by_member;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    const Profile& profile = profiles[i];
    const int number = static_cast<int>(i) + 1;
    by_deliberation.push_back({profile.deliberation, profile.title, number});
    by_member.push_back({profile.member, profile.display_name, number});
  }
  if (both) {
    std::vector<Candidate> members;
    for (std::size_t i = 0; i < profiles.size(); ++i) {
      // Resolved alone, so that only "does it fit" is asked.
      if (!Resolve(first, {by_deliberation[i]}, kProfile).ok()) continue;
      members.push_back(by_member[i]);
      places.push_back(i);
    }
    const auto found = Resolve(query.substr(slash + 1), members, kProfile);
    if (!found.ok()) return found.status();
    return &profiles[places[*found]];
  }
  const auto deliberation = Resolve(query, by_deliberation, kProfile);
  if (deliberation.ok()) return &profiles[*deliberation];
  const auto member = Resolve(query, by_member, kProfile);
  if (member.ok()) return &profiles[*member];
  if (!absl::IsNotFound(member.status())) return member.status();
  if (absl::IsNotFound(deliberation.status())) return deliberation.status();
  std::string message = absl::StrCat("several members of that deliberation signed in here; say ",
                                     "which one by its number:");
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    if (!Resolve(query, {by_deliberation[i]}, kProfile).ok()) continue;
    absl::StrAppend(&message, "\n  ", i + 1, "  ", text::Printable(profiles[i].title), " / ",
                    text::Printable(profiles[i].display_name));
  }
  return UsageError(message);
}

absl::StatusOr<std::string> ConfigDirectory() {
  const char* xdg = std::getenv("XDG_CONFIG_HOME");
  // The XDG base directory specification says that relative paths are to be ignored.
  if (xdg != nullptr && xdg[0] == '/') return absl::StrCat(xdg, "/plenum");
  const char* home = std::getenv("HOME");
  if (home != nullptr && home[0] == '/') return absl::StrCat(home, "/.config/plenum");
  return Unusable(
      "neither HOME nor XDG_CONFIG_HOME is set, so there is no place for credentials; "
      "set one of them, or give PLENUM_TOKEN");
}

absl::StatusOr<Credentials> CredentialStore::Load() const {
  if (absl::Status status = CheckDirectory(directory_); !status.ok()) return status;
  const File file(open(path().c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) {
    if (errno == ENOENT || errno == ENOTDIR) return Credentials{};
    return Unusable(absl::StrCat("cannot read ", path(), ": ", Errno()));
  }
  if (absl::Status status = CheckFile(file.get(), path()); !status.ok()) return status;
  const auto content = ReadAll(file.get(), path());
  if (!content.ok()) return content.status();
  return Parse(*content, path());
}

absl::Status CredentialStore::Save(const Credentials& credentials) const {
  json document = {{"version", kVersion}, {"current", credentials.current}};
  document["profiles"] = json::array();
  for (const Profile& profile : credentials.profiles) {
    document["profiles"].push_back(ToJson(profile));
  }
  std::string temporary = path() + ".XXXXXX";
  {
    const File file(mkostemp(temporary.data(), O_CLOEXEC));  // made with mode 0600
    if (file.get() < 0) return Unusable(absl::StrCat("cannot write ", path(), ": ", Errno()));
    const std::string content = document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
    absl::Status status = WriteAll(file.get(), content, path());
    if (status.ok() && std::rename(temporary.c_str(), path().c_str()) != 0) {
      status = Unusable(absl::StrCat("cannot write ", path(), ": ", Errno()));
    }
    if (!status.ok()) {
      unlink(temporary.c_str());
      return status;
    }
  }
  const File directory(open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.get() >= 0) fsync(directory.get());
  return absl::OkStatus();
}

absl::Status CredentialStore::Update(
    const std::function<absl::Status(Credentials&)>& change) const {
  std::error_code error;
  const auto parent = std::filesystem::path(directory_).parent_path();
  std::filesystem::create_directories(parent, error);
  if (error) return Unusable(absl::StrCat("cannot make ", parent.string(), ": ", error.message()));
  if (mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST) {
    return Unusable(absl::StrCat("cannot make ", directory_, ": ", Errno()));
  }
  const std::string lock_path = directory_ + "/lock";
  const File lock(open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.get() < 0 || flock(lock.get(), LOCK_EX) != 0) {
    return Unusable(absl::StrCat("cannot write to ", directory_, ": ", Errno()));
  }
  auto credentials = Load();
  if (!credentials.ok()) return credentials.status();
  if (absl::Status status = change(*credentials); !status.ok()) return status;
  return Save(*credentials);
}

bool IsRefreshToken(std::string_view text) { return text.substr(0, 4) == "plr_"; }

absl::StatusOr<TokenClaims> ReadToken(std::string_view token) {
  const absl::Status bad = base::Error(
      absl::StatusCode::kUnauthenticated, common::v1::ERROR_REASON_TOKEN_INVALID,
      "this is not a whole token of Plenum; copy the line from the invitation once more");
  const std::size_t first = token.find('.');
  const std::size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return bad;
  const auto payload = base::Base64UrlDecode(token.substr(first + 1, second - first - 1));
  if (!payload) return bad;
  const json claims = json::parse(*payload, nullptr, /*allow_exceptions=*/false);
  if (!claims.is_object()) return bad;
  TokenClaims read;
  read.member = Field(claims, "sub");
  if (claims.contains("exp") && claims["exp"].is_number_integer()) {
    read.expires_at_s = claims["exp"].get<std::int64_t>();
  }
  // "deliberations/{deliberation}/members/{member}"
  const std::size_t end = read.member.find("/members/");
  if (end == std::string::npos || read.member.compare(0, 14, "deliberations/") != 0) return bad;
  read.deliberation = read.member.substr(0, end);
  return read;
}

}  // namespace plenum::cli
