#include "services/ingestion/pdf_program/child.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace plenum::ingestion {
namespace {

using Clock = std::chrono::steady_clock;

class File {
 public:
  explicit File(int fd = -1) : fd_(fd) {}
  File(File&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  File& operator=(File&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~File() { Close(); }
  void Close() {
    if (fd_ >= 0) close(fd_);
    fd_ = -1;
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

absl::Status SystemError(const std::string& what) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(errno)));
}

// The bytes in memory, under no name, readable from their start.
absl::StatusOr<File> NamelessFile(std::string_view bytes) {
  File file(memfd_create("plenum-document", MFD_CLOEXEC));
  if (file.get() < 0) return SystemError("memfd_create");
  while (!bytes.empty()) {
    const ssize_t written = write(file.get(), bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return SystemError("write");
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  if (lseek(file.get(), 0, SEEK_SET) != 0) return SystemError("lseek");
  return file;
}

struct Pipe {
  File read;
  File write;
};

absl::StatusOr<Pipe> MakePipe() {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return SystemError("pipe2");
  return Pipe{File(ends[0]), File(ends[1])};
}

void Limit(__rlimit_resource resource, std::size_t value) {
  const rlimit limit{value, value};
  setrlimit(resource, &limit);
}

// In the child, between fork and exec: nothing here may allocate or lock.
[[noreturn]] void BecomeProgram(const char* program, char* const* arguments,
                                char* const* environment, const std::array<int, 4>& fds,
                                const ChildLimits& limits) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  constexpr int kReport = 3;  // tells the parent why exec failed; closed by its success
  // All are above 3, so that no dup2 overwrites one that is still needed.
  for (int target = 0; target < 4; ++target) {
    if (dup2(fds[static_cast<std::size_t>(target)], target) < 0) _exit(127);
  }
  fcntl(kReport, F_SETFD, FD_CLOEXEC);
  if (close_range(kReport + 1, ~0U, 0) != 0) {
    constexpr int kMostFiles = 65'536;
    for (int fd = kReport + 1; fd < kMostFiles; ++fd) close(fd);
  }
  Limit(RLIMIT_AS, limits.memory_bytes);
  Limit(RLIMIT_CPU, static_cast<std::size_t>(limits.processor.count()));
  Limit(RLIMIT_FSIZE, 0);
  Limit(RLIMIT_CORE, 0);
  execve(program, arguments, environment);
  const int error = errno;
  [[maybe_unused]] const ssize_t ignored = write(kReport, &error, sizeof error);
  _exit(127);
}

// The files of the child at numbers above those they are to have.
absl::StatusOr<File> Lift(const File& file) {
  File lifted(fcntl(file.get(), F_DUPFD_CLOEXEC, 10));
  if (lifted.get() < 0) return SystemError("fcntl");
  return lifted;
}

class Child {
 public:
  Child(pid_t pid, const ChildLimits& limits) : pid_(pid), limits_(limits) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (pid_ > 0) End();
  }

  // Kills the group, in which the child may have started others, and takes the child's result.
  int End() {
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);  // should it not have made its group yet
    return Wait();
  }

  int Wait() {
    int status = 0;
    while (waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
    }
    pid_ = -1;
    return status;
  }

  // Waits for the child without waiting past `until`; false if it is still running then.
  absl::Status WaitUntil(Clock::time_point until, const base::Stopped& stopped, int* status) {
    while (true) {
      const pid_t ended = waitpid(pid_, status, WNOHANG);
      if (ended == pid_) {
        kill(-pid_, SIGKILL);  // whoever it left behind
        pid_ = -1;
        return absl::OkStatus();
      }
      if (absl::Status still = Check(until, stopped); !still.ok()) return still;
      poll(nullptr, 0, 2);
    }
  }

  absl::Status Check(Clock::time_point until, const base::Stopped& stopped) const {
    if (base::IsStopped(stopped)) return base::StoppedWork();
    if (Clock::now() < until) return absl::OkStatus();
    return absl::DeadlineExceededError(absl::StrCat(
        "it took longer than ", static_cast<double>(limits_.wall.count()) / 1000.0, " s"));
  }

 private:
  pid_t pid_;
  const ChildLimits& limits_;
};

// Reads both pipes to their ends.
absl::Status Drain(Child& child, Pipe& out, Pipe& err, const ChildLimits& limits,
                   const std::function<absl::Status(std::string_view)>& sink,
                   const base::Stopped& stopped, Clock::time_point until, std::string* errors) {
  std::string buffer(std::size_t{64} << 10U, '\0');
  std::size_t total = 0;
  constexpr std::size_t kMostErrors = 4096;
  constexpr int kTickMs = 50;
  while (out.read.get() >= 0 || err.read.get() >= 0) {
    if (absl::Status status = child.Check(until, stopped); !status.ok()) return status;
    std::array<pollfd, 2> ready = {{{out.read.get(), POLLIN, 0}, {err.read.get(), POLLIN, 0}}};
    if (poll(ready.data(), ready.size(), kTickMs) <= 0) continue;
    for (const bool is_out : {true, false}) {
      Pipe& pipe = is_out ? out : err;
      if (ready[is_out ? 0 : 1].revents == 0) continue;
      const ssize_t got = read(pipe.read.get(), buffer.data(), buffer.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) {
        pipe.read.Close();
        continue;
      }
      const std::string_view piece(buffer.data(), static_cast<std::size_t>(got));
      if (!is_out) {
        errors->append(piece.substr(0, kMostErrors - std::min(kMostErrors, errors->size())));
        continue;
      }
      total += piece.size();
      if (total > limits.output_bytes) {
        return absl::ResourceExhaustedError(
            absl::StrCat("it gave more than ", limits.output_bytes, " bytes"));
      }
      if (absl::Status status = sink(piece); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

std::vector<char*> Pointers(std::vector<std::string>* strings) {
  std::vector<char*> pointers;
  for (std::string& text : *strings) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

absl::StatusOr<ChildResult> RunChild(const std::vector<std::string>& arguments,
                                     std::string_view input, const ChildLimits& limits,
                                     const std::function<absl::Status(std::string_view)>& sink,
                                     const base::Stopped& stopped) {
  const Clock::time_point until = Clock::now() + limits.wall;
  absl::StatusOr<File> file = NamelessFile(input);
  if (!file.ok()) return file.status();
  absl::StatusOr<Pipe> out = MakePipe();
  absl::StatusOr<Pipe> err = MakePipe();
  absl::StatusOr<Pipe> report = MakePipe();
  for (const absl::Status& status : {out.status(), err.status(), report.status()}) {
    if (!status.ok()) return status;
  }
  std::array<File, 4> lifted;
  std::array<int, 4> fds{};
  const std::array<const File*, 4> ends = {&*file, &out->write, &err->write, &report->write};
  for (std::size_t i = 0; i < ends.size(); ++i) {
    absl::StatusOr<File> one = Lift(*ends[i]);
    if (!one.ok()) return one.status();
    lifted[i] = *std::move(one);
    fds[i] = lifted[i].get();
  }
  std::vector<std::string> words = arguments;
  std::vector<std::string> variables = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8",
                                        "HOME=/nonexistent"};
  const std::vector<char*> argv = Pointers(&words);
  const std::vector<char*> envp = Pointers(&variables);

  const pid_t pid = fork();
  if (pid < 0) return SystemError("fork");
  if (pid == 0) BecomeProgram(argv[0], argv.data(), envp.data(), fds, limits);
  Child child(pid, limits);
  for (File& one : lifted) one.Close();
  for (Pipe* pipe : {&*out, &*err, &*report}) pipe->write.Close();
  int error = 0;
  ssize_t said = 0;
  do {
    said = read(report->read.get(), &error, sizeof error);
  } while (said < 0 && errno == EINTR);
  if (said == static_cast<ssize_t>(sizeof error)) {
    if (error == ENOENT || error == EACCES) return absl::NotFoundError(arguments[0]);
    errno = error;
    return SystemError(arguments[0]);
  }

  ChildResult result;
  absl::Status status = Drain(child, *out, *err, limits, sink, stopped, until, &result.errors);
  int ended = 0;
  if (status.ok()) status = child.WaitUntil(until, stopped, &ended);
  if (!status.ok()) return status;  // ~Child ends it
  if (WIFEXITED(ended)) {
    result.exit_code = WEXITSTATUS(ended);
  } else {
    result.exit_code = -1;
    result.signal = WTERMSIG(ended);
  }
  return result;
}

}  // namespace plenum::ingestion
