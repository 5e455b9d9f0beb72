// session: one run of `plenum`: who calls, where the services answer, and where output goes.
//
//   absl::Status ShowTurnout(Session& session) {
//     auto who = session.Who();
//     if (!who.ok()) return who.status();
//     GetTurnoutRequest request;
//     request.set_name(who->deliberation);
//     auto response = session.Call(&Deliberations::GetTurnout, request);
//     if (!response.ok()) return response.status();
//     if (session.json()) return session.PrintJson(*response);
//     session.out() << ...;
//   }
//
// Addresses come from the flags, else the environment, else the profile, else 127.0.0.1:7400. So do
// TLS and its certificates, but those of a profile hold for the profile's addresses only: another
// server has another transport.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/cli/credentials.h"
#include "clients/cli/errors.h"
#include "clients/cli/resolve.h"
#include "clients/cli/terminal.h"
#include "plenum/deliberation/v1/access.grpc.pb.h"
#include "plenum/deliberation/v1/argument.grpc.pb.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/deliberation/v1/notice.grpc.pb.h"
#include "plenum/deliberation/v1/opinion.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.grpc.pb.h"
#include "services/common/rpc/client.h"

namespace plenum::cli {

using Deliberations = deliberation::v1::DeliberationService::Stub;
using Accesses = deliberation::v1::AccessService::Stub;
using Arguments = deliberation::v1::ArgumentService::Stub;
using Notices = deliberation::v1::NoticeService::Stub;
using Opinions = deliberation::v1::OpinionService::Stub;
using Ingestions = ingestion::v1::IngestionService::Stub;
using Scorings = scoring::v1::ScoringService::Stub;

inline constexpr std::string_view kDefaultServer = "127.0.0.1:7400";

// The options that every command takes. Empty: not given.
struct GlobalOptions {
  Addresses addresses;
  std::string token;
  std::string token_file;
  std::string profile;
  double timeout_s = 10;
  bool json = false;
};

enum class Service { kIngestion, kScoring, kDeliberation };
inline constexpr Service kServices[] = {Service::kIngestion, Service::kScoring,
                                        Service::kDeliberation};
std::string_view ServiceName(Service service);

// Fresh for each write: 31 characters of [A-Za-z0-9_-], 128 random bits, see base/id.h.
std::string NewRequestId();

// A message as JSON by protobuf's mapping, with fields that hold their default; in lines, or in one
// that ends in a line break.
std::string ToJson(const google::protobuf::Message& message, bool lines);

// The content of a file, or of standard input for "-". A usage error when it cannot be read, is no
// regular file or pipe, or is larger than `max_bytes`.
absl::StatusOr<std::string> ReadFile(const std::string& path, std::size_t max_bytes);

class Session {
 public:
  Session(GlobalOptions options, std::ostream& out, std::ostream& err);

  [[nodiscard]] bool json() const { return options_.json; }
  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  [[nodiscard]] const Terminal& terminal() const { return terminal_; }
  std::ostream& out() { return out_; }
  // Remarks that are not the result: nothing of them may stand in --json output.
  std::ostream& err() { return err_; }

  // The response as JSON by protobuf's mapping, with fields that hold their default. Always OK.
  absl::Status PrintJson(const google::protobuf::Message& message);
  // The same in one line, for commands that print several.
  absl::Status PrintJsonLine(const google::protobuf::Message& message);

  // The caller: by --token, the chosen profile or the current one. UNAUTHENTICATED when none.
  absl::StatusOr<Profile> Who();
  // The addresses that hold for this run.
  absl::StatusOr<Addresses> Where();
  static std::string AddressOf(const Addresses& addresses, Service service);
  // How to reach a service there. `where` comes from Where().
  static rpc::ChannelOptions ChannelTo(const Addresses& where, Service service);
  // Calls made from now on carry this token, whoever Who() is.
  void UseToken(std::string token) { forced_token_ = std::move(token); }
  // Calls made from now on carry no token, and addresses come from no profile: of who joins.
  void ActAsNobody() { nobody_ = true; }
  absl::StatusOr<CredentialStore> Store();

  // One unary call on the service that `Stub` belongs to.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request) {
    auto stub = StubOf<Stub>();
    if (!stub.ok()) return stub.status();
    auto options = CallOptions();
    if (!options.ok()) return options.status();
    auto response = rpc::Call(**stub, method, request, *options);
    // The server's clock says when a token ends, not ours.
    if (!TokenHasEnded(response.status()) || !Renew().ok()) return response;
    options = CallOptions();
    if (!options.ok()) return options.status();
    return rpc::Call(**stub, method, request, *options);
  }

  // Every page of a list, as one response.
  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> CallAll(grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                                const Request&, Response*),
                                   Request request) {
    request.set_page_size(1000);
    Response all;
    for (;;) {
      auto page = Call(method, request);
      if (!page.ok()) return page.status();
      all.MergeFrom(*page);
      all.set_next_page_token("");
      if (page->next_page_token().empty()) return all;
      request.set_page_token(page->next_page_token());
    }
  }

  // The stub of a service, connected. UNAVAILABLE, naming the address, when nothing answers there.
  template <class Stub>
  absl::StatusOr<Stub*> StubOf();

  // The token that was given by --token, --token-file or PLENUM_TOKEN; empty for none.
  absl::StatusOr<std::string> GivenToken();
  // Signs in by a refresh token that was given, once. Errors: those of RefreshToken.
  absl::StatusOr<deliberation::v1::SignIn> Redeem(const std::string& refresh_token,
                                                  const std::string& request_id);
  // Gets the profile's next token and keeps it, alone: a second program that runs at the same time
  // waits, and finds it there. An error when there is none to get.
  absl::Status Renew();
  static bool TokenHasEnded(const absl::Status& status);

  // Token and deadline of a call. The profile's token is renewed first when it is about to end.
  absl::StatusOr<rpc::CallOptions> CallOptions();
  // Time for a call that carries a large file.
  void SetDeadline(std::chrono::milliseconds deadline) { deadline_ = deadline; }

  // What the commands work on, in the order and with the numbers that the lists show. Rejected
  // measures keep their number, so a number never comes to mean another measure.
  absl::StatusOr<std::vector<ingestion::v1::Measure>> Measures();
  absl::StatusOr<std::vector<scoring::v1::Criterion>> Criteria();
  absl::StatusOr<std::vector<deliberation::v1::Member>> Members();
  absl::StatusOr<std::vector<ingestion::v1::Document>> Documents();
  absl::StatusOr<deliberation::v1::Deliberation> GetDeliberation();

  // The resource that a person means, see resolve.h.
  absl::StatusOr<ingestion::v1::Measure> FindMeasure(std::string_view query);
  absl::StatusOr<scoring::v1::Criterion> FindCriterion(std::string_view query);
  absl::StatusOr<deliberation::v1::Member> FindMember(std::string_view query);
  absl::StatusOr<ingestion::v1::Document> FindDocument(std::string_view query);

 private:
  absl::StatusOr<std::shared_ptr<grpc::Channel>> Connect(Service service);
  absl::StatusOr<Profile> FindWho();

  GlobalOptions options_;
  std::ostream& out_;
  std::ostream& err_;
  Terminal terminal_;
  std::chrono::milliseconds deadline_;
  std::string forced_token_;
  std::optional<Profile> who_;
  bool kept_ = false;    // who_ is a profile of the store
  bool nobody_ = false;  // see ActAsNobody
  std::unique_ptr<Deliberations> deliberation_;
  std::unique_ptr<Accesses> access_;
  std::unique_ptr<Arguments> argument_;
  std::unique_ptr<Notices> notice_;
  std::unique_ptr<Opinions> opinion_;
  std::unique_ptr<Ingestions> ingestion_;
  std::unique_ptr<Scorings> scoring_;
};

template <>
absl::StatusOr<Deliberations*> Session::StubOf<Deliberations>();
template <>
absl::StatusOr<Accesses*> Session::StubOf<Accesses>();
template <>
absl::StatusOr<Arguments*> Session::StubOf<Arguments>();
template <>
absl::StatusOr<Notices*> Session::StubOf<Notices>();
template <>
absl::StatusOr<Opinions*> Session::StubOf<Opinions>();
template <>
absl::StatusOr<Ingestions*> Session::StubOf<Ingestions>();
template <>
absl::StatusOr<Scorings*> Session::StubOf<Scorings>();

// Puts a new sign-in into a profile.
void Keep(const deliberation::v1::SignIn& sign_in, Profile& profile);

// Candidates of a list, numbered from 1 in its order.
template <class Resources>
std::vector<Candidate> CandidatesOf(const Resources& resources) {
  std::vector<Candidate> candidates;
  for (const auto& resource : resources) {
    const int number = static_cast<int>(candidates.size()) + 1;
    if constexpr (requires { resource.title(); }) {
      candidates.push_back({resource.name(), resource.title(), number});
    } else {
      candidates.push_back({resource.name(), resource.display_name(), number});
    }
  }
  return candidates;
}

// The title and number of a resource by its name; the id when it is not in the list.
std::string TitleOf(const std::vector<Candidate>& candidates, std::string_view name);
std::string LabelOf(const std::vector<Candidate>& candidates, std::string_view name,
                    const Noun& noun);

}  // namespace plenum::cli
