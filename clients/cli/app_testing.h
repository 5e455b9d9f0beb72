// app_testing: the program run as from a shell, with a configuration of its own and no server.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "clients/cli/app.h"

namespace plenum::cli {

struct Ran {
  int code;
  std::string out;
  std::string err;
};

inline Ran RunPlenum(const std::vector<std::string>& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int code = Run(arguments, out, err);
  return {code, out.str(), err.str()};
}

class AppTest : public ::testing::Test {
 protected:
  AppTest() {
    std::string path = ::testing::TempDir() + "app-XXXXXX";
    root_ = mkdtemp(path.data());
    setenv("XDG_CONFIG_HOME", root_.c_str(), 1);
    for (const char* name : {"PLENUM_SERVER", "PLENUM_TOKEN", "PLENUM_INGESTION", "PLENUM_SCORING",
                             "PLENUM_DELIBERATION", "PLENUM_CA", "PLENUM_TLS", "PLENUM_CLIENT_CERT",
                             "PLENUM_CLIENT_KEY"}) {
      unsetenv(name);
    }
  }
  ~AppTest() override { std::filesystem::remove_all(root_); }
  std::string root_;
};

}  // namespace plenum::cli
