// testing: all services behind a real server in a temporary folder, and short ways to call them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "plenum/deliberation/v1/deliberation.grpc.pb.h"
#include "plenum/ingestion/v1/ingestion.grpc.pb.h"
#include "plenum/scoring/v1/scoring.grpc.pb.h"
#include "plenum/tally/v1/tally.grpc.pb.h"
#include "services/common/base/status.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/status.h"
#include "services/plenumd/embedded.h"

namespace plenum::plenumd {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    path_ = (std::filesystem::temp_directory_path() / "plenum-test-XXXXXX").string();
    if (mkdtemp(path_.data()) == nullptr) std::abort();
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The ErrorInfo reason of a failed call, "none" when there is none, "OK" when it did not fail.
inline std::string ReasonOf(const absl::Status& status) {
  if (status.ok()) return "OK";
  const auto info = base::GetErrorInfo(status);
  return info ? info->reason() : "none";
}

// The fields of a BadRequest, in order.
inline std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  if (const auto bad = base::GetBadRequest(status)) {
    for (const auto& violation : bad->field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

class ServicesTest : public ::testing::Test {
 protected:
  using Deliberations = deliberation::v1::DeliberationService;
  using Ingestion = ingestion::v1::IngestionService;
  using Scoring = scoring::v1::ScoringService;
  using Tallies = tally::v1::TallyService;

  ServicesTest() { Open(); }
  ~ServicesTest() override { Close(); }

  void Open() {
    auto embedded = Embedded::Open(folder_.path(), "", clock_, settings_);
    if (!embedded.ok()) GTEST_FAIL() << embedded.status();
    embedded_ = *std::move(embedded);
    rpc::ServerOptions options;
    options.runner.clock = &clock_;
    options.runner.verifier = &embedded_->verifier();
    options.runner.creation_secret = creation_secret_;
    auto server = rpc::Server::Start(options, embedded_->Tables());
    if (!server.ok()) GTEST_FAIL() << server.status();
    server_ = *std::move(server);
    embedded_->Connect(*server_);
    server_->SetServing(true);
    channel_ = *rpc::MakeChannel({.target = absl::StrCat("127.0.0.1:", server_->port())});
    deliberations_ = Deliberations::NewStub(channel_);
    ingestion_ = Ingestion::NewStub(channel_);
    scoring_ = Scoring::NewStub(channel_);
    tallies_ = Tallies::NewStub(channel_);
  }
  void Close() {
    if (server_ != nullptr) server_->Shutdown();
    server_.reset();
    embedded_.reset();
  }
  void Reopen() {
    Close();
    Open();
  }

  template <class Stub, class Request, class Response>
  absl::StatusOr<Response> Call(Stub& stub,
                                grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                                             Response*),
                                const Request& request, const std::string& token) {
    rpc::CallOptions options;
    options.token = token;
    options.repeatable = false;
    options.deadline = std::chrono::seconds(60);
    return rpc::Call(stub, method, request, options);
  }

  // A deliberation in phase draft; its facilitator's token in facilitator_.
  void Create() {
    deliberation::v1::CreateDeliberationRequest request;
    request.mutable_deliberation()->set_title("How should the alliance be recalibrated?");
    request.set_facilitator_name("Facilitator");
    auto created = Call(*deliberations_, &Deliberations::Stub::CreateDeliberation, request, "");
    ASSERT_TRUE(created.ok()) << created.status();
    name_ = created->deliberation().name();
    facilitator_ = created->token();
  }
  struct Person {
    std::string name;
    std::string token;
  };
  Person AddMember(deliberation::v1::Role role = deliberation::v1::ROLE_MEMBER,
                   std::initializer_list<deliberation::v1::Scope> scopes = {}) {
    deliberation::v1::CreateMemberRequest request;
    request.set_parent(name_);
    request.mutable_member()->set_display_name("Somebody");
    request.mutable_member()->set_role(role);
    for (const auto scope : scopes) request.mutable_member()->add_scopes(scope);
    auto created = Call(*deliberations_, &Deliberations::Stub::CreateMember, request, facilitator_);
    EXPECT_TRUE(created.ok()) << created.status();
    return {created->member().name(), created->token()};
  }
  std::string AddMeasure(const std::string& title) {
    ingestion::v1::CreateMeasureRequest request;
    request.set_parent(name_);
    request.mutable_measure()->set_title(title);
    auto created = Call(*ingestion_, &Ingestion::Stub::CreateMeasure, request, facilitator_);
    EXPECT_TRUE(created.ok()) << created.status();
    return created->measure().name();
  }
  std::string AddCriterion(const std::string& title, double weight = 1) {
    scoring::v1::CreateCriterionRequest request;
    request.set_parent(name_);
    auto& criterion = *request.mutable_criterion();
    criterion.set_title(title);
    criterion.set_direction(scoring::v1::DIRECTION_HIGHER_IS_BETTER);
    criterion.set_scale_max(10);
    criterion.set_weight(weight);
    auto created = Call(*scoring_, &Scoring::Stub::CreateCriterion, request, facilitator_);
    EXPECT_TRUE(created.ok()) << created.status();
    return created->criterion().name();
  }
  absl::StatusOr<deliberation::v1::AdvanceDeliberationResponse> Advance(
      deliberation::v1::Phase phase, const std::string& request_id = "") {
    deliberation::v1::AdvanceDeliberationRequest request;
    request.set_name(name_);
    request.set_phase(phase);
    request.set_request_id(request_id);
    return Call(*deliberations_, &Deliberations::Stub::AdvanceDeliberation, request, facilitator_);
  }
  using Tiers = std::vector<std::vector<std::string>>;
  absl::StatusOr<deliberation::v1::CastBallotResponse> Cast(const std::string& token,
                                                            const Tiers& tiers,
                                                            const std::string& request_id = "") {
    deliberation::v1::CastBallotRequest request;
    request.set_parent(name_);
    request.mutable_ballot();  // also when it is an abstention
    for (const auto& tier : tiers) {
      auto* added = request.mutable_ballot()->add_tiers();
      for (const auto& measure : tier) added->add_measures(measure);
    }
    request.set_request_id(request_id);
    return Call(*deliberations_, &Deliberations::Stub::CastBallot, request, token);
  }
  absl::StatusOr<deliberation::v1::GetResultResponse> Result(const std::string& token) {
    deliberation::v1::GetResultRequest request;
    request.set_name(name_ + "/result");
    return Call(*deliberations_, &Deliberations::Stub::GetResult, request, token);
  }

  TemporaryFolder folder_;
  base::FakeClock clock_;
  std::string creation_secret_;
  Embedded::Settings settings_;
  std::unique_ptr<Embedded> embedded_;
  std::unique_ptr<rpc::Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<Deliberations::Stub> deliberations_;
  std::unique_ptr<Ingestion::Stub> ingestion_;
  std::unique_ptr<Scoring::Stub> scoring_;
  std::unique_ptr<Tallies::Stub> tallies_;
  std::string name_;
  std::string facilitator_;
};

}  // namespace plenum::plenumd
