// plenum: the command line client.
#include <unistd.h>
#include <clocale>
#include <csignal>
#include <iostream>

#include "clients/cli/app.h"
#include "clients/cli/completion.h"

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  std::setlocale(LC_NUMERIC, "C");
  // `plenum measure list | head` must end quietly.
  std::signal(SIGPIPE, SIG_DFL);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return plenum::cli::Run(arguments, std::cout, std::cerr);
}
