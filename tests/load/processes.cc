#include "tests/load/processes.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "tests/load/bench_setup.h"

namespace plenum::load {

namespace fs = std::filesystem;

Child::~Child() {
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
}

int AwaitPort(const fs::path& file) {
  for (int i = 0; i < 1000; ++i) {
    int port = 0;
    if (std::ifstream(file) >> port) return port;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  Die("a server did not start");
}

pid_t StartPlenumd(const fs::path& folder, const fs::path& port_file,
                   const fs::path& page_port_file) {
  const fs::path program = fs::read_symlink("/proc/self/exe").parent_path() / "plenumd";
  std::fflush(stdout);  // else the child has a copy of what waits
  const pid_t pid = fork();
  if (pid != 0) return pid;
  // The log is on, as in production, and goes to a file.
  if (freopen((folder / "log").c_str(), "w", stderr) == nullptr) _exit(1);
  if (freopen("/dev/null", "w", stdout) == nullptr) _exit(1);
  execl(program.c_str(), program.c_str(), "--data-dir", (folder / "data").c_str(), "--listen",
        "127.0.0.1:0", "--port-file", port_file.c_str(),
        page_port_file.empty() ? "--web-listen=" : "--web-listen=127.0.0.1:0",
        page_port_file.empty() ? nullptr : "--web-port-file", page_port_file.c_str(), nullptr);
  _exit(1);
}

double CpuMicros(pid_t pid) {
  clockid_t clock = 0;
  timespec time{};
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

namespace {

long StatusField(pid_t pid, const std::string& field) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  std::string word;
  while (status >> word) {
    long value = 0;
    if (word == field && status >> value) return value;
  }
  return 0;
}

}  // namespace

long ResidentKiB(pid_t pid) { return StatusField(pid, "VmRSS:"); }
int Threads(pid_t pid) { return static_cast<int>(StatusField(pid, "Threads:")); }

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

fs::path MakeFolder() {
  std::string pattern = (fs::temp_directory_path() / "plenum-bench-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) Die("cannot make a temporary folder");
  return pattern;
}

}  // namespace plenum::load
