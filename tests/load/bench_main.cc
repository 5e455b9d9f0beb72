// plenum-bench: what casting a ballot and entering a score cost against an empty echo, in one run
// on loopback, and how soon a watcher is told of a score.
//
// The floor is an echo service on gRPC's callback API without the call runner, in a process of its
// own; the product is plenumd with everything on (token, validation, durable SQLite commit, event,
// remembered request, metrics, log line), in another. Rounds alternate, so that a machine that
// drifts drags both; the median of the rounds is printed.
//
//   plenum-bench [--rounds N] [--seconds S] [--in-flight N...]
#include <grpcpp/grpcpp.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "echo.grpc.pb.h"
#include "plenum/deliberation/v1/deliberation.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id.h"
#include "tests/load/bench_setup.h"
#include "tests/load/load_client.h"
#include "tests/load/processes.h"

namespace {

using namespace plenum;  // NOLINT(google-build-using-namespace): a program of one file
namespace fs = std::filesystem;
using load::AwaitPort;
using load::Child;
using load::CpuMicros;
using load::Die;
using load::Median;
using load::ResidentKiB;

class EchoFloor final : public testing::v1::EchoService::CallbackService {
  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context,
                                 const testing::v1::EchoRequest* request,
                                 testing::v1::EchoResponse* response) override {
    response->set_body(request->body());
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }
};

pid_t StartFloor(const fs::path& port_file) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  EchoFloor service;
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&service);
  auto server = builder.BuildAndStart();
  std::ofstream(port_file.string() + ".new") << port << "\n";
  fs::rename(port_file.string() + ".new", port_file);
  server->Wait();
  _exit(0);
}

struct Row {
  std::vector<double> rate, p50, p99, server_us, client_us;
  // Runs the load against the process `server`.
  void Measure(const load::Load& load, pid_t server, const char* what) {
    const double server_before = CpuMicros(server);
    const double client_before = CpuMicros(getpid());
    const load::Measured measured = load::Run(load);
    if (measured.failed > 0) Die(absl::StrCat(what, " failed: ", measured.first_failure));
    const auto calls = static_cast<double>(measured.started);
    server_us.push_back((CpuMicros(server) - server_before) / calls);
    client_us.push_back((CpuMicros(getpid()) - client_before) / calls);
    rate.push_back(measured.PerSecond());
    p50.push_back(measured.p50_us);
    p99.push_back(measured.p99_us);
  }
};

void Print(const char* what, int in_flight, const Row& row, const Row* echo, const Row* empty) {
  std::printf("%-20s %9d %8.0f %8.0f %8.0f %9.1f %9.1f", what, in_flight, Median(row.rate),
              Median(row.p50), Median(row.p99), Median(row.server_us), Median(row.client_us));
  const auto ratio = [&](const Row& floor) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < row.rate.size(); ++i) ratios.push_back(row.rate[i] / floor.rate[i]);
    return Median(ratios);
  };
  if (echo != nullptr) std::printf(" %12.2f %12.2f", ratio(*echo), ratio(*empty));
  std::printf("\n");
  std::fflush(stdout);
}

// What is measured against an echo.
struct Product {
  const char* name;
  const char* echo_name;
  const char* method;
  load::Traffic traffic;
};

struct Server {
  std::string target;
  pid_t pid;
};

// Runs echo and product in turn, and prints a line of each. Counts the product's calls in `writes`.
void Compare(const Product& product, int in_flight, int rounds, double seconds, const Server& floor,
             const Server& server, std::uint64_t& writes) {
  testing::v1::EchoRequest same_size;
  same_size.set_body(std::string(product.traffic.bytes, 'x'));
  const std::string same = same_size.SerializeAsString();
  const base::SystemClock clock;
  Row empty_row, same_row, product_row;
  for (int round = 0; round < rounds; ++round) {
    load::Load load{floor.target, "/plenum.testing.v1.EchoService/Echo",
                    in_flight,    std::min(4, in_flight),
                    seconds,      [](std::uint64_t) { return load::Load::Request(); }};
    empty_row.Measure(load, floor.pid, "the empty echo");
    load.make_request = [&](std::uint64_t) { return load::Load::Request{same, ""}; };
    same_row.Measure(load, floor.pid, "the echo");
    load.target = server.target;
    load.method = product.method;
    load.make_request = [&](std::uint64_t) {
      const std::size_t n = writes++ % product.traffic.bodies.size();
      // Messages are merged by joining their bytes: the load takes little from the machine that it
      // shares with what it measures. Ids as the command line client makes them; both requests have
      // theirs in the same field.
      deliberation::v1::CastBallotRequest id;
      id.set_request_id(base::NewRequestId(clock));
      return load::Load::Request{product.traffic.bodies[n] + id.SerializeAsString(),
                                 product.traffic.tokens[n % load::kPeople]};
    };
    product_row.Measure(load, server.pid, product.name);
  }
  Print("echo, empty", in_flight, empty_row, nullptr, nullptr);
  Print(product.echo_name, in_flight, same_row, nullptr, nullptr);
  Print(product.name, in_flight, product_row, &same_row, &empty_row);
}

int Main(int argc, char** argv) {
  int rounds = 5;
  double seconds = 2;
  std::vector<int> calls_in_flight = {1, 16, 64, 256};
  CLI::App app("Casting a ballot against an echo", "plenum-bench");
  app.add_option("--rounds", rounds, "Rounds; the median is printed")->check(CLI::Range(1, 100));
  app.add_option("--seconds", seconds, "Measured seconds of each part")
      ->check(CLI::Range(0.1, 60.0));
  app.add_option("--in-flight", calls_in_flight, "Calls in flight, one or more numbers")
      ->check(CLI::Range(1, 4096));
  CLI11_PARSE(app, argc, argv);

  const fs::path folder = load::MakeFolder();
  {
    const Child floor(StartFloor(folder / "floor-port"));
    const auto begin = std::chrono::steady_clock::now();
    const Child product(load::StartPlenumd(folder, folder / "port"));
    const std::string target = absl::StrCat("127.0.0.1:", AwaitPort(folder / "port"));
    const std::chrono::duration<double, std::milli> start =
        std::chrono::steady_clock::now() - begin;
    std::printf("plenumd: SERVING after %.0f ms, %.1f MiB resident when idle\n", start.count(),
                static_cast<double>(ResidentKiB(product.pid())) / 1024);
    const std::string floor_target = absl::StrCat("127.0.0.1:", AwaitPort(folder / "floor-port"));
    const Product products[] = {
        {"CastBallot, durable", "echo, ballot's size",
         "/plenum.deliberation.v1.DeliberationService/CastBallot", load::OpenElection(target)},
        {"SetScores, durable", "echo, score's size", "/plenum.scoring.v1.ScoringService/SetScores",
         load::OpenScoring(target)}};
    std::printf("%d measures, %d members, %zu bytes a ballot, %zu a score, %d rounds of %.1f s\n\n",
                load::kMeasures, load::kPeople, products[0].traffic.bytes,
                products[1].traffic.bytes, rounds, seconds);
    std::printf("%-20s %9s %8s %8s %8s %19s\n", "", "", "", "", "", "CPU us a call");
    std::printf("%-20s %9s %8s %8s %8s %9s %9s %12s %12s\n", "", "in flight", "calls/s", "p50 us",
                "p99 us", "server", "client", "x same echo", "x empty echo");
    std::uint64_t writes = 0;
    for (const int in_flight : calls_in_flight) {
      for (const Product& each : products) {
        Compare(each, in_flight, rounds, seconds, {floor_target, floor.pid()},
                {target, product.pid()}, writes);
      }
    }
    const load::WatchDelay delay = load::MeasureWatch(target, 500);
    std::printf(
        "\na score, one at a time: answered after %.0f us, a watcher told after %.0f us (p99 "
        "%.0f us)\n",
        delay.call_p50_us, delay.told_p50_us, delay.told_p99_us);
    std::printf("plenumd: %.1f MiB resident after %llu ballots and scores\n",
                static_cast<double>(ResidentKiB(product.pid())) / 1024,
                static_cast<unsigned long long>(writes));
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  // As the product does, so that floor, client and product run on the same locks.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  try {
    return Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "plenum-bench: %s\n", error.what());
    return 1;
  }
}
