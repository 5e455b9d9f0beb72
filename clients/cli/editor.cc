#include "clients/cli/editor.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"
#include "clients/cli/errors.h"
#include "clients/cli/session.h"
#include "clients/cli/terminal.h"

namespace plenum::cli {
namespace {

constexpr std::size_t kMaxDraftBytes = std::size_t{4} << 20U;

std::string Env(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

absl::StatusOr<std::string> EditorCommand() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string command = Env(name); !command.empty()) return command;
  }
  if (!CanAsk()) {
    return UsageError(
        "there is no terminal and no editor (VISUAL or EDITOR) to write the ballot "
        "with; use --rank \"3 > 1 = 2\" or --file FILE");
  }
  return access("/usr/bin/editor", X_OK) == 0 ? "editor" : "vi";
}

}  // namespace

absl::StatusOr<Draft> Draft::Create(std::string_view kind, std::string_view text) {
  const std::string temporary = Env("TMPDIR");
  std::string path = absl::StrCat(temporary.empty() ? "/tmp" : temporary, "/plenum-",
                                  std::string(kind), "-XXXXXX.txt");
  const int fd = mkstemps(path.data(), 4);
  if (fd < 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make a file to edit at ", path, ": ", std::strerror(errno)));
  }
  close(fd);
  Draft draft(path);
  if (absl::Status status = draft.Write(text); !status.ok()) return status;
  return draft;
}

absl::Status Draft::Edit() const {
  const auto command = EditorCommand();
  if (!command.ok()) return command.status();
  std::string script = *command + " \"$@\"";
  std::string shell = "sh";
  std::string option = "-c";
  std::string name = *command;
  std::string path = path_;
  std::array<char*, 6> arguments = {shell.data(), option.data(), script.data(),
                                    name.data(),  path.data(),   nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, "sh", nullptr, nullptr, arguments.data(), environ) != 0) {
    return absl::FailedPreconditionError("cannot start a shell to run the editor");
  }
  int state = 0;
  while (waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(state) && WEXITSTATUS(state) == 0) return absl::OkStatus();
  if (WIFEXITED(state) && WEXITSTATUS(state) == 127) {
    return UsageError(absl::StrCat("the editor \"", *command,
                                   "\" was not found; set VISUAL or EDITOR, or use --rank"));
  }
  return Cancelled(absl::StrCat("the editor \"", *command, "\" failed, so nothing was cast"));
}

absl::StatusOr<std::string> Draft::Read() const { return ReadFile(path_, kMaxDraftBytes); }

absl::Status Draft::Write(std::string_view text) const {
  std::ofstream file(path_, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (file) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat("cannot write ", path_));
}

void Draft::Remove() const { unlink(path_.c_str()); }

}  // namespace plenum::cli
