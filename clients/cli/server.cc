// server check.
#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/table.h"
#include "clients/cli/text.h"
#include "grpc/health/v1/health.grpc.pb.h"

namespace plenum::cli {
namespace {

// Long enough for another continent, short enough to wait for.
constexpr std::chrono::milliseconds kCheckTime{3000};

struct CheckOptions {
  std::vector<std::string> services;
};

struct Health {
  std::string service;
  std::string address;
  std::string state;  // "SERVING", "NOT_SERVING", or why there is no answer
  bool serving = false;
  double milliseconds = 0;
};

std::string_view GrpcName(Service service) {
  switch (service) {
    case Service::kIngestion:
      return "IngestionService";
    case Service::kScoring:
      return "ScoringService";
    case Service::kDeliberation:
      break;
  }
  return "DeliberationService";
}

absl::StatusOr<Health> Check(const Addresses& where, Service service) {
  Health health;
  health.service = ServiceName(service);
  health.address = Session::AddressOf(where, service);
  const auto channel = rpc::MakeChannel(Session::ChannelTo(where, service));
  if (!channel.ok()) return channel.status();
  const auto stub = grpc::health::v1::Health::NewStub(*channel);
  const auto start = std::chrono::steady_clock::now();
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + kCheckTime);
  // By name: a server of another service is healthy too.
  grpc::health::v1::HealthCheckRequest request;
  request.set_service(
      absl::StrCat("plenum.", health.service, ".v1.", std::string(GrpcName(service))));
  grpc::health::v1::HealthCheckResponse response;
  const grpc::Status status = stub->Check(&context, request, &response);
  health.milliseconds =
      std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
  if (!status.ok()) {
    health.state = status.error_code() == grpc::StatusCode::NOT_FOUND ? "another service answers"
                   : status.error_code() == grpc::StatusCode::UNIMPLEMENTED
                       ? "something else answers"
                       : "no answer";
    return health;
  }
  health.serving = response.status() == grpc::health::v1::HealthCheckResponse::SERVING;
  health.state = grpc::health::v1::HealthCheckResponse::ServingStatus_Name(response.status());
  return health;
}

void Print(Session& session, const std::vector<Health>& services) {
  if (session.json()) {
    nlohmann::ordered_json json = {{"services", nlohmann::ordered_json::array()}};
    for (const Health& health : services) {
      json["services"].push_back({{"service", health.service},
                                  {"address", health.address},
                                  {"status", health.state},
                                  {"serving", health.serving},
                                  {"milliseconds", health.milliseconds}});
    }
    session.out() << json.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
    return;
  }
  Table table({{"Service"}, {"Address"}, {"State"}, {"Time", Align::kRight}});
  for (const Health& health : services) {
    table.Add({health.service, text::Printable(health.address),
               Cell(health.state, health.serving ? Style::kGood : Style::kBad),
               health.serving ? text::Number(health.milliseconds, 1) + " ms" : std::string("-")});
  }
  session.out() << table.Render(session.terminal());
}

absl::Status CheckServers(Session& session, const CheckOptions& options) {
  const auto where = session.Where();
  if (!where.ok()) return where.status();
  std::vector<Health> services;
  std::string silent;
  for (const Service service : kServices) {
    const auto& asked = options.services;
    if (!asked.empty() &&
        std::find(asked.begin(), asked.end(), ServiceName(service)) == asked.end()) {
      continue;
    }
    const auto health = Check(*where, service);
    if (!health.ok()) return health.status();
    services.push_back(*health);
    if (!health->serving) absl::StrAppend(&silent, silent.empty() ? "" : ", ", health->service);
  }
  Print(session, services);
  if (silent.empty()) return absl::OkStatus();
  return absl::UnavailableError(absl::StrCat("not serving: ", silent,
                                             "; start the server, or name its address with "
                                             "--server or PLENUM_SERVER (services that run apart: "
                                             "--ingestion, --scoring and --deliberation)",
                                             *where->tls ? ""
                                                         : "; if the server uses TLS, add --tls or "
                                                           "--ca FILE"));
}

}  // namespace

void AddServerCommands(CLI::App& app, Action& chosen) {
  CLI::App* noun = AddNoun(app, "server", "See whether the servers answer");
  const auto check = AddVerb<CheckOptions>(
      *noun, chosen, "check", "Ask each service whether it serves",
      {"plenum server check", "plenum --server 127.0.0.1:7400 server check --json",
       "plenum --server 127.0.0.1:7401 server check ingestion"},
      CheckServers);
  check.command
      ->add_option("SERVICE", check.options->services,
                   "ingestion, scoring or deliberation; all when none is named")
      ->check(CLI::IsMember({"ingestion", "scoring", "deliberation"}));
}

}  // namespace plenum::cli
