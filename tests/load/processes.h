// processes: plenumd as a process of its own, and what it takes of the machine.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace plenum::load {

// A child process, ended with this object.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  [[nodiscard]] pid_t pid() const { return pid_; }

 private:
  const pid_t pid_;
};

// The port that a server wrote to its port file. Ends the program when it does not come.
int AwaitPort(const std::filesystem::path& file);

// plenumd beside this program, on `folder`/data, with its log in `folder`/log. It serves the page,
// too, when there is a file for the port of that.
pid_t StartPlenumd(const std::filesystem::path& folder, const std::filesystem::path& port_file,
                   const std::filesystem::path& page_port_file = {});

// CPU time of a process so far, of all its threads.
double CpuMicros(pid_t pid);
long ResidentKiB(pid_t pid);
int Threads(pid_t pid);

double Median(std::vector<double> values);

// A new folder for temporary files. Ends the program when there can be none.
std::filesystem::path MakeFolder();

}  // namespace plenum::load
