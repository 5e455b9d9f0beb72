// plenum: the command line client.
#include <google/protobuf/stubs/logging.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <iostream>

#include "clients/cli/app.h"
#include "clients/cli/completion.h"

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "");
  std::setlocale(LC_NUMERIC, "C");
  // What gRPC says of a connection is told in a sentence of ours; GRPC_VERBOSITY asks for its own.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // So is what protobuf says of text that is not UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  // `plenum measure list | head` must end quietly.
  std::signal(SIGPIPE, SIG_DFL);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  return plenum::cli::Run(arguments, std::cout, std::cerr);
}
