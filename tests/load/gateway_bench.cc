// plenum-bench-gateway: what the gateway adds to a call, against the same call by gRPC, both to the
// same plenumd in turn; and many open streams.
//
// The call is GetDeliberation, as the page makes it: by cookie through the gateway, by bearer token
// directly. The client of gRPC takes more CPU time than that of HTTP, which is a few system calls;
// both share the machine with the server, so the ratio of rates at 64 in flight is of the whole,
// client included. The server's CPU time a call stands beside it.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "services/common/rpc/client.h"
#include "services/gateway/wire/frame.h"
#include "tests/load/bench_setup.h"
#include "tests/load/load_client.h"
#include "tests/load/processes.h"
#include "tests/load/web_client.h"

namespace plenum {
namespace {

namespace fs = std::filesystem;
using deliberation::v1::DeliberationService;

constexpr char kService[] = "/plenum.deliberation.v1.DeliberationService/";

struct Deliberation {
  std::string name;  // "deliberations/…"
  std::string token;
};

Deliberation Create(DeliberationService::Stub& stub) {
  deliberation::v1::CreateDeliberationRequest request;
  request.mutable_deliberation()->set_title("Benchmark");
  request.set_facilitator_name("Facilitator");
  const auto created =
      load::OrDie(rpc::Call(stub, &DeliberationService::Stub::CreateDeliberation, request, {}));
  return {created.deliberation().name(), created.token()};
}

// The page's request, by a cookie that is good for long.
std::string WebRequest(const Deliberation& deliberation, int port, const std::string& method,
                       const std::string& message) {
  const std::string body =
      gateway::wire::FramePrefix(gateway::wire::kMessage, message.size()) + message;
  const std::string id = deliberation.name.substr(deliberation.name.find('/') + 1);
  return absl::StrCat("POST /d/", id, kService, method, " HTTP/1.1\r\nHost: 127.0.0.1:", port,
                      "\r\nOrigin: http://127.0.0.1:", port,
                      "\r\nSec-Fetch-Site: same-origin\r\nx-plenum-page: 1\r\nCookie: "
                      "plenum_session=1~9999999999~~",
                      deliberation.token,
                      "\r\nContent-Type: application/grpc-web+proto\r\nContent-Length: ",
                      body.size(), "\r\n\r\n", body);
}

struct Row {
  std::vector<double> rate, p50, p99, server_us;

  void Add(const load::Measured& measured, double cpu_us) {
    if (measured.failed > 0) load::Die("a call failed: " + measured.first_failure);
    rate.push_back(measured.PerSecond());
    p50.push_back(measured.p50_us);
    p99.push_back(measured.p99_us);
    server_us.push_back(cpu_us / static_cast<double>(measured.started));
  }
  void Print(const char* name, int in_flight) const {
    std::printf("%-24s %9d %9.0f %9.0f %9.0f %9.1f\n", name, in_flight, load::Median(rate),
                load::Median(p50), load::Median(p99), load::Median(server_us));
  }
};

struct Setup {
  std::string target;
  int port = 0;
  pid_t pid = 0;
  Deliberation deliberation;
};

void Compare(const Setup& setup, int in_flight, int rounds, double seconds) {
  deliberation::v1::GetDeliberationRequest request;
  request.set_name(setup.deliberation.name);
  const std::string message = request.SerializeAsString();
  const load::Load direct{setup.target,
                          absl::StrCat(kService, "GetDeliberation"),
                          in_flight,
                          std::min(4, in_flight),
                          seconds,
                          [&](std::uint64_t) {
                            return load::Load::Request{message, setup.deliberation.token};
                          }};
  const load::WebLoad web{setup.port,
                          WebRequest(setup.deliberation, setup.port, "GetDeliberation", message),
                          in_flight, seconds};
  Row direct_row;
  Row web_row;
  std::vector<double> ratios;
  std::vector<double> added_us;
  std::vector<double> cpu_ratios;
  for (int round = 0; round < rounds; ++round) {
    double cpu = load::CpuMicros(setup.pid);
    const auto direct_measured = load::Run(direct);
    direct_row.Add(direct_measured, load::CpuMicros(setup.pid) - cpu);
    cpu = load::CpuMicros(setup.pid);
    const auto web_measured = load::RunWeb(web, "grpc-status: 0");
    web_row.Add(web_measured, load::CpuMicros(setup.pid) - cpu);
    ratios.push_back(web_row.rate.back() / direct_row.rate.back());
    added_us.push_back(web_row.p50.back() - direct_row.p50.back());
    cpu_ratios.push_back(direct_row.server_us.back() / web_row.server_us.back());
  }
  direct_row.Print("direct, gRPC", in_flight);
  web_row.Print("gateway, gRPC-Web", in_flight);
  std::printf(
      "  the gateway keeps %.2f of the direct rate (%.2f by the server's CPU alone), adds %.0f us "
      "at "
      "the median\n",
      load::Median(ratios), load::Median(cpu_ratios), load::Median(added_us));
}

void OpenStreams(const Setup& setup, DeliberationService::Stub& stub, int count) {
  deliberation::v1::WatchDeliberationRequest request;
  request.set_name(setup.deliberation.name);
  const int threads_before = load::Threads(setup.pid);
  const long kib_before = load::ResidentKiB(setup.pid);
  load::WebStreams streams(
      setup.port,
      WebRequest(setup.deliberation, setup.port, "WatchDeliberation", request.SerializeAsString()),
      count);
  streams.AwaitEach(1);
  deliberation::v1::CreateMemberRequest change;
  change.set_parent(setup.deliberation.name);
  change.mutable_member()->set_display_name("One more");
  change.mutable_member()->set_role(deliberation::v1::ROLE_MEMBER);
  rpc::CallOptions options;
  options.token = setup.deliberation.token;
  const auto begin = std::chrono::steady_clock::now();
  load::OrDie(rpc::Call(stub, &DeliberationService::Stub::CreateMember, change, options));
  streams.AwaitEach(1);
  const std::chrono::duration<double, std::milli> told = std::chrono::steady_clock::now() - begin;
  std::printf(
      "\n%zu open streams: %d threads (%d without them), %.1f KiB more for each; a change reached "
      "all "
      "of them in %.0f ms\n",
      streams.open(), load::Threads(setup.pid), threads_before,
      static_cast<double>(load::ResidentKiB(setup.pid) - kib_before) / count, told.count());
}

int Main(int argc, char** argv) {
  int rounds = 5;
  double seconds = 2;
  int streams = 1000;
  std::vector<int> calls_in_flight = {1, 64};
  CLI::App app("A call through the gateway against the same by gRPC", "plenum-bench-gateway");
  app.add_option("--rounds", rounds, "Rounds; the median is printed")->check(CLI::Range(1, 100));
  app.add_option("--seconds", seconds, "Measured seconds of each part")
      ->check(CLI::Range(0.1, 60.0));
  app.add_option("--in-flight", calls_in_flight, "Calls in flight, one or more numbers")
      ->check(CLI::Range(1, 1024));
  app.add_option("--streams", streams, "Streams to hold open")->check(CLI::Range(1, 4000));
  CLI11_PARSE(app, argc, argv);

  const fs::path folder = load::MakeFolder();
  {
    const load::Child server(load::StartPlenumd(folder, folder / "port", folder / "page-port"));
    Setup setup;
    setup.target = absl::StrCat("127.0.0.1:", load::AwaitPort(folder / "port"));
    setup.port = load::AwaitPort(folder / "page-port");
    setup.pid = server.pid();
    const auto channel = load::OrDie(rpc::MakeChannel({.target = setup.target}));
    const auto stub = DeliberationService::NewStub(channel);
    setup.deliberation = Create(*stub);
    std::printf("%-24s %9s %9s %9s %9s %9s\n", "GetDeliberation", "in flight", "calls/s", "p50 us",
                "p99 us", "CPU us");
    for (const int in_flight : calls_in_flight) Compare(setup, in_flight, rounds, seconds);
    OpenStreams(setup, *stub, streams);
  }
  fs::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace plenum

int main(int argc, char** argv) { return plenum::Main(argc, argv); }
